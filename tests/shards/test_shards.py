"""An archive coded shard by shard: the same bytes wherever, the record that a build makes, nothing done twice."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import verbale
from tests.intake.test_archives import record
from verbale.engine.local import Careful
from verbale.engine.tasks import run_here
from verbale.errors import RecordDamaged, UsageError
from verbale.shards import Counts, Plan, code_shard, ingest_stats, plan_shards, source_of_tables, stats_of_tables
from verbale.shards import plan as planning
from verbale.shards import work as working
from verbale.shards.choose import chooser
from verbale.shards.tables import write_chunk

pytest.importorskip("pyarrow", reason="tables need the extra `parquet`")

_OUTLETS = ("https://www.reuters.com/{n}", "https://news.example.org/{n}", "https://apnews.com/{n}")
_WHO = ("Ada Berg", "Jon Vale", "Lena Ort")
_GERMAN = (
    "Der Minister sagte am Montag, dass die Verhandlungen über die neue Grenze im nächsten Monat weitergehen sollen und "
    "dass seine Regierung an ihrem Angebot festhalte. Die Gegenseite wollte sich dazu zunächst nicht äußern."
)


def article(n: int) -> dict[str, str]:
    text = (
        f"Iceland's minister {_WHO[n % 3]} told reporters on Monday that ship {n} would stay at the bank. "
        f"“We accept no line that was drawn in 19{n % 90 + 10},” she said. Norway rejected the claim of report {n}."
    )
    return {"text": text, "url": _OUTLETS[n % 3].format(n=n), "published": f"2019-03-{n % 28 + 1:02}"}


def archive(folder: Path, files: int = 3, each: int = 4) -> Path:
    """Write JSON lines: articles, in the first file also a copy, one in German and one that is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        rows: list[dict[str, str]] = [article(number * each + n) for n in range(each)]
        if number == 0:
            rows += [rows[0], {"text": _GERMAN, "url": "https://zeitung.example.de/1"}, {"url": "https://apnews.com/x"}]
        path = folder / f"{number}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _each_file_a_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "_PACK_FILES", 1)


def code(plan: Plan, workers: int = 1) -> list[Counts]:
    found = [result for _, result in run_here(code_shard, plan.to_do, workers)]
    assert all(isinstance(result, Counts) for result in found), found
    return [result for result in found if isinstance(result, Counts)]


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_processes_write_what_one_writes_and_it_merges_into_what_a_build_makes(tmp_path: Path) -> None:
    given = archive(tmp_path / "in")
    for workers in (1, 2):
        code(plan_shards([given], tmp_path / f"out{workers}", fast=True), workers)
    assert files_of(tmp_path / "out1") == files_of(tmp_path / "out2")
    with verbale.open(tmp_path / "built.db") as built:
        built.build(given, fast=True)
        wanted = list(built.dump())
    with verbale.open(tmp_path / "merged.db") as merged:
        told = merged.merge(tmp_path / "out1")
        merged.collate()
        assert (told.documents, told.conflicts) == (13, [])
        assert list(merged.dump()) == wanted
        again = merged.merge([tmp_path / "out2", tmp_path / "built.db"])
        assert (again.documents, again.codings, again.conflicts) == (0, 0, [])
        assert list(merged.dump()) == wanted
        assert merged.verify() == []


def test_counts_tell_copies_languages_and_what_is_none(tmp_path: Path) -> None:
    given = archive(tmp_path / "in")
    code(plan_shards([given, tmp_path / "gone"], tmp_path / "out", fast=True))
    for stats in (stats_of_tables(tmp_path / "out"), ingest_stats([given, tmp_path / "gone"])):
        assert (stats.given, stats.articles, stats.duplicates, stats.not_articles) == (16, 13, 1, 2)
        assert (stats.english, stats.other_languages) == (12, 1)
        assert stats.languages == {"en": 12, "de": 1}
        assert stats.outlets["reuters.com"] == 4
        assert sum(stats.skipped.values()) == 2
    assert stats.first_day == "2019-03-01"
    assert stats.known_outlets == 8
    assert stats_of_tables(tmp_path / "out").set_aside == {"language: de; only English is coded": 1}


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = archive(tmp_path / "in", each=5)
    monkeypatch.setattr(working, "CHUNK", 2)
    code(plan_shards([given], tmp_path / "whole", fast=True))
    out = tmp_path / "out"
    plan = plan_shards([given], out, fast=True)
    real, left = write_chunk, [4]

    def dies(*args: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("verbale.shards.work.write_chunk", dies)
    with pytest.raises(KeyboardInterrupt):
        code(plan)
    monkeypatch.setattr("verbale.shards.work.write_chunk", real)
    before = files_of(out)
    plan = plan_shards([given], out, fast=True)
    assert len(plan.to_do) < 3 or any(name.startswith("codings") for name in before)
    seen: list[str] = []
    careful = Careful.__call__

    def told(self: Careful, document: verbale.model.Document) -> verbale.model.Coding:
        seen.append(document.id)
        return careful(self, document)

    monkeypatch.setattr(Careful, "__call__", told)
    code(plan)
    assert files_of(out) == files_of(tmp_path / "whole")
    assert len(seen) == 16 - 2 * 3
    assert plan_shards([given], out, fast=True).to_do == ()


def test_a_file_that_has_grown_is_another_shard(tmp_path: Path) -> None:
    given = archive(tmp_path / "in", files=1)
    out = tmp_path / "out"
    code(plan_shards([given], out, fast=True))
    with (given / "0.jsonl").open("a", encoding="utf-8") as more:
        more.write(json.dumps(article(90)) + "\n")
    plan = plan_shards([given], out, fast=True)
    assert len(plan.to_do) == 1
    code(plan)
    with verbale.open(tmp_path / "r.db") as record:
        assert record.merge(out).documents == 6


def test_an_article_of_which_workers_die_is_set_aside(tmp_path: Path) -> None:
    given = archive(tmp_path / "in", files=1)
    plan = plan_shards([given], tmp_path / "out", fast=True)
    (shard,) = plan.shards
    parts = list(verbale.intake.read([given]))
    poison = next(p.document.id for p in parts if isinstance(p, verbale.intake.Delivered))
    (tmp_path / "out" / "state" / f"{shard.name}.at").write_text(f"{poison}\n{poison}\n", encoding="ascii")
    (counts,) = code(plan)
    assert counts.set_aside["could not be coded: the process that coded it died 2 times"] == 1
    assert counts.coded == 3
    assert not list((tmp_path / "out" / "state").glob("*.at"))


_DEADLY = """
import os, signal, sys
from verbale.coding.coder import Coder
from verbale.engine.tasks import run_here
from verbale.shards import code_shard, plan as planning, plan_shards

real = Coder.code

def code(self, document):
    if "ship 5 " in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, document)

def work(shard):
    Coder.code = code
    return code_shard(shard)

if __name__ == "__main__":
    planning._PACK_FILES = 1
    for shard, counts in run_here(work, plan_shards([sys.argv[1]], sys.argv[2], fast=True).to_do, 2):
        print(shard.name[:1], counts.coded, counts.set_aside)
"""


def test_the_job_goes_on_when_an_article_kills_its_workers(tmp_path: Path) -> None:
    given = archive(tmp_path / "in")
    script = tmp_path / "deadly.py"
    script.write_text(_DEADLY, encoding="utf-8")
    command = [sys.executable, str(script), str(given), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert sorted(done.stdout.splitlines()) == [
        "0 4 {'language: de; only English is coded': 1}",
        "1 3 {'could not be coded: the process that coded it died 2 times': 1}",
        "2 4 {}",
    ]
    kept = {part.document.id: part.coding for part in source_of_tables(tmp_path / "out").parts}
    assert len(kept) == 13
    assert None not in kept.values()


_ENDED = """
import sys, time
from multiprocessing import get_context
from pathlib import Path
from verbale.coding.coder import Coder
from verbale.shards import code_shard, plan_shards

def waits(self, document):
    Path(sys.argv[2], "state", "waits").touch()
    time.sleep(60)

def work(shard):
    Coder.code = waits
    code_shard(shard)

if __name__ == "__main__":
    (shard,) = plan_shards([sys.argv[1]], sys.argv[2], fast=True).to_do
    for _ in range(3):
        process = get_context("spawn").Process(target=work, args=(shard,))
        process.start()
        while not Path(sys.argv[2], "state", "waits").exists():
            time.sleep(.01)
        Path(sys.argv[2], "state", "waits").unlink()
        process.terminate()
        process.join()
        assert process.exitcode == 1, process.exitcode
    print(code_shard(shard))
"""


def test_an_article_is_not_blamed_for_a_worker_that_was_told_to_end(tmp_path: Path) -> None:
    """As a pool tells all of its workers when one dies: twice at the same article, and that one was set aside."""
    given = archive(tmp_path / "in", files=1)
    script = tmp_path / "ended.py"
    script.write_text(_ENDED, encoding="utf-8")
    command = [sys.executable, str(script), str(given), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "coded=4" in done.stdout
    assert "died" not in done.stdout


def test_a_record_of_a_dispute_is_taken_out_of_an_archive(tmp_path: Path) -> None:
    given = archive(tmp_path / "in")
    out = tmp_path / "out"
    code(plan_shards([given], out))
    with verbale.open(tmp_path / "r.db") as record:
        assert record.merge(out, about=["ISL", "Jon Vale"]).documents == 4
        assert record.merge(out, about=["Iceland"], since="2019-03-10", until="2019-03-11").documents == 1
        assert record.skips() == []
        with verbale.open(tmp_path / "other.db") as other:
            other.merge(tmp_path / "r.db", about=["Norway"], until="2019-03-05")
            assert 0 < len(other.documents()) < len(record.documents())
    with pytest.raises(UsageError):
        chooser(["..."])
    assert chooser() is None


def test_folders_that_are_something_else_are_refused(tmp_path: Path) -> None:
    given = archive(tmp_path / "in", files=1)
    with pytest.raises(UsageError, match="not empty"):
        plan_shards([given], given)
    with pytest.raises(UsageError, match="no folder of coded tables"):
        source_of_tables(given)
    with pytest.raises(UsageError, match="pipe"):
        plan_shards(["-"], tmp_path / "out")
    code(plan_shards([given], tmp_path / "out", fast=True))
    with pytest.raises(UsageError, match="coded by"):
        plan_shards([given], tmp_path / "out")


def test_damaged_tables_are_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    code(plan_shards([archive(tmp_path / "in", files=1)], out, fast=True))
    (table,) = (out / "codings").glob("*.parquet")
    table.write_bytes(table.read_bytes()[:-50])
    with pytest.raises(RecordDamaged, match="Code the shard again"):
        list(source_of_tables(out).parts)
    (line,) = (out / "state").glob("*.json")
    line.write_bytes(b"{")
    with pytest.raises(RecordDamaged, match="not a line of a chunk"):
        source_of_tables(out)


def test_names_that_are_not_absolute_hold_wherever_a_worker_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path / "in", files=1)
    monkeypatch.chdir(tmp_path)
    plan = plan_shards(["in"], "out", fast=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (counts,) = code(plan)
    assert counts.coded == 4
    assert Path.cwd() == tmp_path / "elsewhere"
    monkeypatch.chdir(tmp_path)
    assert next(iter(source_of_tables(Path("out")).parts)).receipts[0].locator == "in/0.jsonl:1"


def page(title: str, prose: str, menu: str) -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav>{menu}</nav><h1>{title}</h1>"
        + "".join(f"<p>{part}</p>" for part in prose.split("\n\n"))
        + "</body></html>"
    ).encode()


def test_a_crawl_is_routed_by_language_and_outlet_and_pages_met_again_are_one(tmp_path: Path) -> None:
    prose = "\n\n".join(article(n)["text"] for n in range(3))
    german = "\n\n".join([_GERMAN] * 3)
    pages = [
        ("https://www.reuters.com/world/1", page("Ships at the bank", prose, "Home")),
        ("https://uk.reuters.com/world/1?again", page("Ships at the bank", prose, "Home")),
        ("https://zeitung.example.de/1", page("Schiffe vor der Bank", german, "Start")),
        ("https://apnews.com/front", page("Front page", "More.", "Home")),
    ]
    crawl = tmp_path / "crawl.warc.gz"
    crawl.write_bytes(b"".join(gzip.compress(record(url, body), mtime=0) for url, body in pages))
    (counts,) = code(plan_shards([crawl], tmp_path / "out", fast=True))
    assert (counts.given, counts.documents, counts.duplicates, counts.coded) == (4, 2, 1, 1)
    assert counts.set_aside == {"language: de; only English is coded": 1}
    assert list(counts.outlets) == ["reuters.com", "example.de"]
    assert sum(counts.skipped.values()) == 1
    assert "://" not in next(iter(counts.skipped))
    kept = list(source_of_tables(tmp_path / "out").parts)
    assert [len(part.receipts) for part in kept] == [2, 1]
    assert kept[1].coding is not None
    assert kept[1].coding.skipped == "language: de; only English is coded"


@pytest.mark.slow
def test_ray_writes_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the engine for clusters needs the extra `ray`")
    from verbale.engine.ray import run_on_ray

    given = archive(tmp_path / "in", files=2)
    code(plan_shards([given], tmp_path / "here", fast=True))
    found = list(run_on_ray(code_shard, plan_shards([given], tmp_path / "ray", fast=True).to_do, 2))
    assert all(isinstance(result, Counts) for _, result in found), found
    assert files_of(tmp_path / "ray") == files_of(tmp_path / "here")
