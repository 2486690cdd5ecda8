"""The verbs that tell what follows: tables for people, rows for programs, a brief in three formats, changes by exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.articles import SIXTH, write
from verbale.analysis.results import Position, Stand
from verbale.cli.analysed import in_whose_words
from verbale.model import Stance


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "verbale", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysed")
    done = run("build", folder / "r.db", write(folder / "articles", sixth=True), "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "r.db"


@pytest.mark.parametrize("verb", ["issues", "positions", "deadlines", "contacts", "deployments", "framing"])
def test_rows_come_as_table_and_as_json_lines(built: Path, verb: str) -> None:
    assert run(verb, built).returncode == 0
    done = run(verb, built, "--jsonl")
    assert done.returncode == 0, done.stderr
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())


def test_the_matrix_says_where_there_is_no_statement(built: Path, tmp_path: Path) -> None:
    own = tmp_path / "issues.toml"
    own.write_text(
        '[[issue]]\nname = "The bank"\nphrases = ["bank"]\n[[issue]]\nname = "Talks"\nphrases = ["talks"]\n',
        encoding="utf-8",
    )
    done = run("positions", built, "--matrix", "--issues", own)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "Norway" in lines[0]
    assert any(line.startswith("The bank") for line in lines)
    assert "no statement on record" in done.stdout


def test_a_deadline_is_told_for_the_day_that_is_given(built: Path) -> None:
    states = {
        day: [json.loads(x)["state"] for x in run("deadlines", built, "--as-of", day, "--jsonl").stdout.splitlines()]
        for day in ("2019-03-06", "2019-05-01")
    }
    assert set(states["2019-03-06"]) == {"open"}
    assert set(states["2019-05-01"]) == {"overdue on record"}
    assert run("deadlines", built, "--as-of", "soon").returncode == 2


@pytest.mark.parametrize(("name", "start"), [("b.md", b"# r"), ("b.html", b"<!doctype html>"), ("b.docx", b"PK")])
def test_a_brief_is_written_by_its_ending(built: Path, tmp_path: Path, name: str, start: bytes) -> None:
    if name.endswith("docx"):
        pytest.importorskip("docx", reason="python-docx is not installed (verbale[word])")
    done = run("brief", built, tmp_path / name, "--since", "2019-03-05")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_brief_of_no_known_kind_is_refused(built: Path, tmp_path: Path) -> None:
    done = run("brief", built, tmp_path / "b.pdf")
    assert done.returncode == 2
    assert ".docx" in done.stderr


def test_differences_end_with_one_and_none_with_nought(built: Path, tmp_path: Path) -> None:
    done = run("diff", built, "--since", "2019-03-06", "--jsonl")
    assert done.returncode == 1
    assert {"new article", "new statement"} <= {json.loads(line)["kind"] for line in done.stdout.splitlines()}
    assert run("diff", built, built).returncode == 0
    assert run("diff", built).returncode == 2
    assert run("diff", built, "--since", "2019-03-06", "--kind", "new fashion").returncode == 2
    only = run("diff", built, "--since", "2019-03-06", "--kind", "new article", "--jsonl").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in only] == ["new article"]


def test_search_takes_filters_and_meaning(built: Path) -> None:
    done = run("search", built, "negotiations", "--meaning", "--jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert {row["kind"] for row in rows} == {"statement"}
    by = run("search", built, "talks", "--meaning", "--by", "Jon Vale", "--jsonl").stdout.splitlines()
    assert {json.loads(line)["who"] for line in by} == {"Jon Vale"}


def test_watching_tells_changes_and_survives_errors(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    record = tmp_path / "r.db"
    assert run("build", record, folder, "--quiet", "--fast").returncode == 0
    assert run("watch", record, folder, "--once", "--fast").stdout == ""
    (folder / "sixth.txt").write_text(SIXTH, encoding="utf-8")
    rows = [json.loads(x) for x in run("watch", record, folder, "--once", "--fast").stdout.splitlines()]
    assert "new article" in {row["kind"] for row in rows}
    done = run("watch", record, tmp_path / "nowhere", "--once", "--fast")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[0])["kind"] == "error"
    record.write_bytes(b"no record at all")
    done = run("watch", record, folder, "--once", "--fast")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[0])["kind"] == "error"
    assert run("watch", tmp_path / "none.db", folder, "--once").returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_watching_goes_on_until_it_is_stopped(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    record = tmp_path / "r.db"
    assert run("build", record, folder, "--quiet", "--fast").returncode == 0
    command = [sys.executable, "-m", "verbale", "watch", str(record), str(folder), "--every", "0.2", "--fast"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # what a shell runs in the background has it ignored, and hands that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout is not None
        time.sleep(1.0)
        (folder / "sixth.txt").write_text(SIXTH, encoding="utf-8")
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert first["kind"] == "new article"
    assert process.returncode == 130


def test_a_stance_is_shown_in_the_words_that_hold_it() -> None:
    def stand(stance: Stance, content: str, teller: str | None = None) -> Stand:
        return Stand(
            "s", stance, None, None, None, content, None, "Ana Ruiz", "own", "first", (), 1, 0.9, told_by=teller
        )

    history = (stand("refuses", "no"), stand("offers", "talks at once", "Norway"), stand("states", "it was a long day"))
    held = Position("a", "Iceland", "i", "talks", "offers", None, None, 0, history)
    assert in_whose_words(held) == "Ana Ruiz (as told by Norway): talks at once"
    assert in_whose_words(replace(held, stance="denies")).endswith("it was a long day")
