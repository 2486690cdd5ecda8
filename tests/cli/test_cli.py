"""Every verb: it runs, it teaches, it fails with a sentence and not with a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.articles import write
from verbale.cli.main import cli, main

VERBS = sorted(cli.commands)


def run(*arguments: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "verbale", *map(str, arguments)]
    return subprocess.run(command, input=stdin if stdin is not None else b"", capture_output=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    done = run("build", folder / "r.db", write(folder / "articles"))
    assert done.returncode == 0, done.stderr.decode()
    assert b"2 articles" in done.stdout
    return folder / "r.db"


def test_the_verbs_are_those_that_the_design_names() -> None:
    named = (
        "add code collate build statements events actors timeline show search verify export stages doctor evaluate documents "
        "disagreements review import positions issues serve deadlines contacts deployments brief diff framing watch "
        "undertakings correct ingest-stats code-shards merge"
    )
    assert set(VERBS) == set(named.split())


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_stands_in_the_reference(verb: str) -> None:
    command = cli.commands[verb]
    assert command.help
    assert len(command.help) > 30
    reference = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
    assert f"## {verb}\n" in reference.read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", ["statements", "events", "actors", "timeline", "documents"])
def test_row_verbs_give_tables_json_lines_and_csv(built: Path, verb: str) -> None:
    table = run(verb, built)
    rows = json.loads(run(verb, built, "--json").stdout)
    lines = [json.loads(line) for line in run(verb, built, "--jsonl").stdout.splitlines()]
    header, *cells = run(verb, built, "--csv").stdout.decode().splitlines()
    assert table.returncode == 0
    assert table.stdout.strip()
    assert rows == lines
    assert len(cells) >= len(rows) > 0
    assert header.split(",")[0] in rows[0]


def test_filters(built: Path) -> None:
    rows = json.loads(run("statements", built, "--by", "Berg", "--mode", "direct", "--json").stdout)
    assert [row["content"] for row in rows] == ["We will not give up the bank,"]
    assert json.loads(run("statements", built, "--since", "2019-03-06", "--until", "2019-03-06", "--json").stdout) == []


def test_show_opens_a_row_at_its_words(built: Path) -> None:
    row = json.loads(run("statements", built, "--by", "Berg", "--mode", "direct", "--json").stdout)[0]
    shown = run("show", built, row["id"]).stdout.decode()
    place = row["readings"][0]["evidence"][0]
    assert "We will not give up the bank," in shown
    assert f"{place['start']}-{place['end']}" in shown
    other = run("show", built, f"{place['document_id']}#{place['start']}-{place['end']}").stdout.decode()
    assert "We will not give up the bank," in other


def test_verify_says_sound_and_ends_with_one_where_it_is_not(built: Path, tmp_path: Path) -> None:
    import sqlite3

    assert run("verify", built).returncode == 0
    broken = tmp_path / "broken.db"
    broken.write_bytes(built.read_bytes())
    connection = sqlite3.connect(broken)
    connection.execute("DROP TRIGGER document_is_fixed")
    connection.execute("UPDATE document SET text = replace(text, 'bank', 'Bank')")
    connection.commit()
    connection.close()
    done = run("verify", broken)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["statements", "nowhere.db"], "no such record"),
        (["statements", "{record}", "--by", "Metternich"], "nobody"),
        (["show", "{record}", "ffffffffffffffff"], "no row"),
        (["export", "{record}", "out.docx"], "no format"),
        (["export", "{record}", "out.csv", "--what", "gossip"], "no rows"),
        (["build", "new.db", "nothing-here.txt"], "nothing-here.txt"),
        (["build", "new.db", "{record}", "--map", "text"], "ROLE=FIELD"),
        (["statements", "{record}", "--act", "shout"], "shout"),
    ],
)
def test_errors_name_the_thing_and_end_with_two(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*(a.format(record=built) for a in arguments))
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_first_build_that_finds_nothing_leaves_no_empty_record(tmp_path: Path) -> None:
    assert run("build", tmp_path / "r.db", tmp_path / "nosuch").returncode == 2
    assert not (tmp_path / "r.db").exists()


def test_a_pipe_is_a_source_and_rows_are_a_pipe(tmp_path: Path) -> None:
    article = "March 4, 2019\n\n“We agree,” the envoy, Ada Berg, said in Geneva.\n".encode()
    done = run("build", tmp_path / "r.db", "-", "--quiet", stdin=article)
    assert done.returncode == 0, done.stderr
    assert b"We agree," in run("statements", tmp_path / "r.db", "--csv").stdout


def test_export_writes_every_format(built: Path, tmp_path: Path) -> None:
    for target in ("all.json", "all.jsonl", "statements.csv", "folder"):
        assert run("export", built, tmp_path / target).returncode == 0
    data = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert {"statements", "events", "actors", "documents", "mentions", "times"} <= data.keys()
    assert (tmp_path / "folder" / "statements.csv").read_text(encoding="utf-8") == (
        tmp_path / "statements.csv"
    ).read_text(encoding="utf-8")


def test_what_a_title_contains_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    title = "=cmd|' /C calc'!A0 \x1b[2J<script>alert(1)</script>'; DROP TABLE document;--"
    hostile = f"{title}\n\nMarch 4, 2019\n\nAda Berg said that talks would go on.\n"
    (tmp_path / "h.txt").write_text(hostile, encoding="utf-8")
    assert run("build", tmp_path / "r.db", tmp_path / "h.txt", "--quiet").returncode == 0
    out = run("documents", tmp_path / "r.db").stdout
    assert b"\x1b[2J" not in out
    assert b"<script>" in out
    assert b"\n=" not in run("documents", tmp_path / "r.db", "--csv").stdout
    assert run("verify", tmp_path / "r.db").returncode == 0


def test_doctor_and_stages() -> None:
    assert run("doctor").returncode == 0
    names = [stage["name"] for stage in json.loads(run("stages", "--json").stdout)]
    assert names == ["segments", "sentences", "dateline", "times", "mentions", "attributions", "events"]


def test_the_reference_is_up_to_date() -> None:
    from scripts.make_reference import reference

    page = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
    assert page.read_text(encoding="utf-8") == reference(), "run: python -m scripts.make_reference"


def test_a_mistyped_folder_does_not_cost_a_record(tmp_path: Path) -> None:
    run("build", tmp_path / "r.db", write(tmp_path / "articles"), "--quiet")
    before = run("statements", tmp_path / "r.db", "--json").stdout
    wrong = run("build", tmp_path / "r.db", tmp_path / "artciles", "--force")
    assert wrong.returncode == 2
    assert b"there is no such file. Check" in wrong.stderr.replace(b"\n", b" ")
    assert run("statements", tmp_path / "r.db", "--json").stdout == before
    (tmp_path / "one.txt").write_text("A line\n\nAda Berg said that talks would go on.\n", encoding="utf-8")
    assert run("build", tmp_path / "r.db", tmp_path / "one.txt", "--force", "--quiet").returncode == 0
    assert len(json.loads(run("documents", tmp_path / "r.db", "--json").stdout)) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles", "one.txt", "r.db"]


def test_a_day_that_is_no_day_is_refused(built: Path) -> None:
    refused = run("statements", built, "--since", "yesterday")
    assert refused.returncode == 2
    assert b"'yesterday' is not a day" in refused.stderr
    march = run("statements", built, "--since", "2019-03", "--until", "2019-03", "--json").stdout
    assert march == run("statements", built, "--since", "2019-03-01", "--until", "2019-03-31", "--json").stdout
    assert json.loads(march)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_ends_with_a_sentence(built: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "verbale", "statements", str(built), "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_fault_of_our_own_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("SE")

    monkeypatch.setattr(cli, "main", broken)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert "a fault in verbale itself: KeyError" in told
    assert "Traceback" not in told
    monkeypatch.setenv("VERBALE_DEBUG", "1")
    with pytest.raises(KeyError):
        main()


def test_a_record_that_is_not_coded_says_so(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    write(tmp_path / "articles")
    (tmp_path / "articles" / "empty.txt").write_text("")
    done = run("add", path, tmp_path / "articles", "--quiet")
    assert b"empty.txt" in done.stderr
    done = run("statements", path)
    assert done.returncode == 0
    assert b"verbale code" in done.stderr


def test_a_role_that_is_none_and_a_folder_that_is_not_there_are_named(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    done = run("add", path, write(tmp_path / "articles"), "--map", "foo=Body")
    assert done.returncode == 2
    assert b"'foo' is no role" in done.stderr
    assert run("add", path, tmp_path / "articles", "--quiet").returncode == 0
    done = run("export", path, tmp_path / "none" / "copy.db")
    assert done.returncode == 2
    assert b"there is no folder" in done.stderr
