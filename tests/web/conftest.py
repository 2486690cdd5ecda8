"""A record of the sample dispute with some hostile articles in it, and a client for its pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import verbale
from tests.conftest import ROOT
from verbale.record import Record
from verbale.web.app import make_app

BASE = "http://127.0.0.1:8722"
SCRIPT = "<script>alert('owned')</script>"
HOSTILE = (
    {
        "outlet": '"><img src=x onerror=alert(1)>',
        "title": f"{SCRIPT} Envoy “{SCRIPT}” speaks",
        "url": "javascript:alert(document.domain)",
        "byline": "<b onmouseover=alert(2)>A. Writer</b>",
        "date": "2022-01-05",
        "text": f"GENEVA, Jan 5, 2022 (Wire) - The talks went on.\n\n“We will not sign {SCRIPT} this paper,” Foreign Minister "
        "Ada Berg told reporters on Wednesday.\n\nBerg said that <a href='javascript:alert(3)'>the other side</a> had "
        "threatened her country.\n\n\u202eBerg denied that ships had sailed.\u202c She met Norwegian President Jon Vale in "
        "Geneva on Tuesday.",
    },
    {
        "outlet": "Long",
        "title": "A" * 1_000_000,
        "url": "https://long.example/1",
        "date": "2022-01-06",
        "text": "“The bank 🇳🇴 belongs to nobody,” President Jon Vale said on Thursday, 6 January 2022.\n\n"
        "وزير الخارجية said nothing. 王毅 told reporters that talks would resume in April.",
    },
)  # fmt: skip


def build(path: Path) -> Path:
    articles = path.parent / "hostile.jsonl"
    articles.write_text("\n".join(json.dumps(row) for row in HOSTILE), encoding="utf-8")
    with verbale.open(path) as record:
        record.build([ROOT / "examples" / "security-guarantees", articles])
    return path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("web") / "dispute.db")


@pytest.fixture(scope="session")
def record(built: Path) -> Iterator[Record]:
    with Record.open(built, write=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(built: Path) -> Iterator[TestClient]:
    with TestClient(make_app(built), base_url=BASE) as opened:
        yield opened


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A copy of the record that a test may write to."""
    return Path(shutil.copy(built, tmp_path / "own.db"))
