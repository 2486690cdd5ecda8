"""The house: registries that nothing vanishes from, layers, no network, no traces of a workplace, docs that hold."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import verbale
from tests.articles import write
from tests.conftest import ROOT
from verbale.coding.stages import BUILT_IN as STAGES
from verbale.coding.stages import Stage, check
from verbale.errors import UsageError
from verbale.export import BUILT_IN as EXPORTERS
from verbale.intake import BUILT_IN as READERS


def test_the_registries_hold_what_they_held() -> None:
    assert [reader.name for reader in READERS] == [
        "zip", "warc", "gzip", "parquet", "feed", "html", "json", "csv", "text",
    ]  # fmt: skip
    assert [exporter.name for exporter in EXPORTERS] == [
        "json", "jsonl", "csv", "parquet", "sqlite", "plover", "gdelt", "acled", "graphml", "gexf", "icalendar", "geojson",
        "timelinejs", "annotations", "csl-json", "bibtex", "ris", "quotes", "tei", "refi-qda", "followthemoney", "prov",
        "schema.org",
    ]  # fmt: skip
    assert [s.name for s in STAGES] == [
        "segments",
        "sentences",
        "dateline",
        "times",
        "mentions",
        "attributions",
        "events",
    ]


def test_the_built_in_parts_stand_at_the_same_doors_as_others() -> None:
    doors = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert set(doors["verbale.readers"]) == {reader.name for reader in READERS}
    assert set(doors["verbale.exporters"]) == {exporter.name for exporter in EXPORTERS}
    for group in ("verbale.readers", "verbale.exporters", "verbale.stages"):
        for name, door in doors[group].items():
            assert EntryPoint(name, door, group).load().name == name
    assert set(doors["verbale.stages"]) == {stage.name for stage in STAGES}


def test_a_stage_that_reads_what_nobody_wrote_is_refused() -> None:
    with pytest.raises(UsageError, match="reads mentions"):
        check((Stage("early", ("mentions",), ("events",), "", lambda draft: None),))


def test_the_main_job_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with verbale.open(tmp_path / "r.db") as record:
        record.build(write(tmp_path / "articles"))
        assert record.statements()


@pytest.mark.slow
def test_no_deed_needs_the_network(tmp_path: Path) -> None:
    """In a process in which no socket can be made: build, collate, judge, every format, brief, checks, and all pages."""
    code = """
import asyncio, socket, sys
from pathlib import Path
place = Path(sys.argv[1])

def refuse(*_, **__):
    raise AssertionError("a socket was opened")

async def main():
    # what an event loop wakes itself with is made before sockets are taken away
    class Closed(socket.socket):
        __init__ = refuse
    socket.socket = Closed
    socket.create_connection = socket.getaddrinfo = socket.create_server = refuse
    import httpx2
    import verbale
    from verbale.export import exporters
    from verbale.web.app import PAGES, make_app
    record = verbale.open(place / "r.db")
    record.build([place / "articles"])
    record.build([place / "articles"], fast=True)
    rows = [a.id for coding in record.store.codings() for a in coding.attributions]
    record.judge(rows[0], rows[1], "different", by="person:ada")
    record.collate()
    assert record.verify() == []
    record.brief(), record.positions(), record.deadlines(), record.contacts(), record.framing(), record.disagreements()
    done = 0
    for number, (name, exporter) in enumerate(exporters().items()):
        record.export(place / f"out{number}{next(iter(exporter.endings), '.out')}", format=name)
        done += 1
    assert done > 10, done
    record.close()
    transport = httpx2.ASGITransport(make_app(place / "r.db"))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8722") as client:
        for path, _ in PAGES:
            if "{" not in path:
                for ending in ("", ".json"):
                    address = ("/index" if path == "/" and ending else path) + ending
                    assert (await client.get(address)).status_code == 200, address
    print("done")

asyncio.run(main())
"""
    write(tmp_path / "articles", sixth=True)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "done", done.stderr[-2000:]


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, verbale; print([m for m in ('numpy', 'lxml', 'trafilatura', 'sqlite3', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_public_names() -> None:
    assert sorted(verbale.__all__) == ["__version__", "code", "open"]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_lexicon_files_state_their_origin() -> None:
    for path in tracked():
        if path.parent.is_relative_to(ROOT / "verbale" / "lexicon") and path.suffix in {".tsv", ".txt"}:
            head = "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:12]).casefold()
            assert "origin" in head or "licen" in head, f"{path.name} does not say where it comes from"


def test_no_path_of_a_machine_is_left_behind() -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+)/")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".sh", ".txt", ".tsv", ".json", ".jsonl", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not machine.search(text) or path.name == "test_house.py", path


def test_links_in_the_docs_lead_somewhere() -> None:
    for page in tracked():
        if page.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"
