"""The published description of the JSON twins: complete, true, and held under schemathesis's questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from verbale.record import Record
from verbale.web.app import PAGES, make_app
from verbale.web.schema import LISTED

LEFT_OUT = {"/", "/map", "/add", "/rows/{id}"}
"""Pages without rows of their own: a page of several things, a picture of rows, a form, an address that leads on."""


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    answer = client.get("/-/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def test_every_page_is_described() -> None:
    pages = {path for path, _ in PAGES if not path.startswith("/undertakings")} - LEFT_OUT
    assert {listed.path for listed in LISTED} == pages


def test_rows_are_what_the_description_says(client: TestClient, described: dict[str, Any], record: Record) -> None:
    ids = {"/statements/{id}": record.statements()[0].id, "/events/{id}": record.events()[0].id,
           "/actors/{id}": record.actors()[0].id, "/documents/{id}": record.documents()[0].id}  # fmt: skip
    checked = 0
    for listed in LISTED:
        if "{" in listed.path and listed.path not in ids:
            continue
        path = listed.path.replace("{id}", ids.get(listed.path, ""))
        answer = client.get(f"{path}.json", params={"q": "talks"}).json()
        shape = described["paths"][f"{listed.path}.json"]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        Draft202012Validator({**shape, "components": described["components"]}).validate(answer)
        checked += bool(answer)
    assert checked > 12


@pytest.mark.slow
def test_schemathesis_finds_no_fault(built: Path) -> None:
    schema = schemathesis.openapi.from_asgi("/-/openapi.json", make_app(built), headers={"host": "127.0.0.1:8722"})
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]

        @settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate], database=None,
                  suppress_health_check=list(HealthCheck), derandomize=True)  # fmt: skip
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            case.call_and_validate(headers={"host": "127.0.0.1:8722"})
            asked += 1

        ask()
    assert asked > 200
