"""What verbale is built from: locked with hashes, from nowhere in particular, under licences that allow it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from scripts import supply
from tests.conftest import ROOT

_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def asked(project: dict[str, Any], *extras: str) -> dict[str, Requirement]:
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)}


def pins(name: str) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for part, version in _PIN.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(part), []).append(Version(version))
    return found


@pytest.mark.parametrize(
    ("name", "extras"),
    [("dev.txt", ("dev", "ray")), ("run.txt", ("parquet", "word")), ("minimum.txt", ("parquet", "word"))],
)
def test_locks_hold_all_that_is_asked_for(project: dict[str, Any], name: str, extras: tuple[str, ...]) -> None:
    locked = pins(name)
    for part, requirement in asked(project, *extras).items():
        assert part in locked, f"{part}: run `python -m scripts.supply lock`"
        assert all(requirement.specifier.contains(version, prereleases=True) for version in locked[part]), part


@pytest.mark.parametrize("name", ["dev.txt", "run.txt"])
def test_every_locked_part_has_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 40
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry[:80]
    assert "://" not in text
    assert not re.search(r"--(?:index|extra-index|find-links|trusted)", text)


def test_the_oldest_versions_are_those_that_are_declared(project: dict[str, Any]) -> None:
    """A bound that no set of versions can reach would never be tried."""
    oldest = pins("minimum.txt")
    for part, requirement in asked(project, "parquet", "word").items():
        (declared,) = (Version(s.version) for s in requirement.specifier if s.operator == ">=")
        found = oldest[part][0]
        assert found.release[: len(declared.release)] == declared.release, (
            f"{part}: {declared} declared, {found} the oldest that fits"
        )


def test_all_that_users_install_may_be_used(project: dict[str, Any]) -> None:
    parts = supply.closure()
    assert set(asked(project)) <= set(parts)
    for name, distribution in parts.items():
        licence = supply.licence_of(distribution).casefold()
        assert any(kind in licence for kind in supply.PERMISSIVE), f"{name}: {licence or 'says no licence'}"
        assert "agpl" not in licence
    page = supply.PAGE.read_text(encoding="utf-8")
    for name in asked(project):
        assert f"| {name} * |" in page, "run `python -m scripts.supply licences`"


def test_a_licence_is_read_from_wherever_it_stands() -> None:
    class Part:
        def __init__(self, **about: str) -> None:
            from email.message import Message

            self.metadata = Message()
            for name, value in about.items():
                self.metadata[name.replace("_", "-")] = value

    said = [
        Part(License_Expression="MIT", License="x"),
        Part(Classifier="License :: OSI Approved :: BSD License", License="long text"),
        Part(Classifier="License :: OSI Approved", License="Apache 2.0\nand so on"),
        Part(),
    ]
    assert [supply.licence_of(part) for part in said] == ["MIT", "BSD License", "Apache 2.0", ""]  # type: ignore[arg-type]
