"""From anything a user may have (text, pages, dumps, crawls, feeds, archives, folders, a pipe) to documents.

`read` is the room's one door. It streams: one article is in memory at a time. It never fails: what cannot be read
comes out as a `Skip` that says why and what can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO, cast

from verbale.intake import archive, feed, html, parquet, structured, text, warc
from verbale.intake.given import Delivered, Given, Hints, Job, Parts, Payload, Reader, Refused, payload_of
from verbale.intake.refuse import known_binary
from verbale.intake.sources import Place, open_file, sidecar_of, walk
from verbale.model import Skip

__all__ = ["Delivered", "Given", "Hints", "Job", "Parts", "Payload", "Reader", "Refused", "read", "readers"]

GROUP = "verbale.readers"

ZIP = Reader("zip", archive.sniff_zip, archive.read_zip)
WARC = Reader("warc", warc.sniff, warc.read)
GZIP = Reader("gzip", archive.sniff_gzip, archive.read_gzip)
PARQUET = Reader("parquet", parquet.sniff, parquet.read)
FEED = Reader("feed", feed.sniff, feed.read)
HTML = Reader("html", html.sniff, html.read)
JSON = Reader("json", structured.sniff_json, structured.read_json)
CSV = Reader("csv", structured.sniff_table, structured.read_table)
TEXT = Reader("text", text.sniff, text.read)

BUILT_IN = (ZIP, WARC, GZIP, PARQUET, FEED, HTML, JSON, CSV, TEXT)
"""In the order in which they are asked whether a source is theirs; `text` takes what nobody else knows."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers in the order in which they are asked: others' come before `text`, sorted by name."""
    known = {reader.name for reader in BUILT_IN}
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    others = [cast(Reader, entry.load()) for entry in entries if entry.name not in known]
    return (*BUILT_IN[:-1], *others, BUILT_IN[-1])


def read(
    sources: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Iterator[Given]:
    """Yield every article that the sources hold, with its receipt, and a `Skip` for all that is none.

    `mapping` names the fields of JSON and CSV sources by role, for instance `{"text": "Inhalt", "published": "Datum"}`;
    `stdin` is what `-` reads; `progress` is told each place as its reading begins.
    """
    job = Job(mapping=dict(mapping or {}), open=lambda payload: _open(payload, job))
    for place in walk([sources] if isinstance(sources, str | Path) else sources):
        if isinstance(place, Skip):
            yield place
            continue
        if progress is not None:
            progress(place.locator)
        yield from _place(place, stdin, job)


def _place(place: Place, stdin: BinaryIO | None, job: Job) -> Iterator[Given]:
    try:
        if place.path is None:
            if stdin is None:
                yield Skip(place.locator, "nothing was piped in", "Pipe articles into the command, or name files.")
                return
            yield from _open(payload_of(place.locator, "", stdin), job)
            return
        stream, size = open_file(place.path)
        with stream:
            hints = sidecar_of(place.path)
            yield from _open(payload_of(place.locator, place.path.name, stream, size=size, hints=hints), job)
    except FileNotFoundError:
        yield Skip(place.locator, "the file was there and is gone", "Run again when nothing moves the files.")
    except OSError as error:
        reason = (error.strerror or str(error) or type(error).__name__).lower()
        yield Skip(place.locator, f"it cannot be read: {reason}", "Check the file and its permissions.")
    except Refused as refused:
        yield Skip(place.locator, refused.reason, refused.advice)


def _open(payload: Payload, job: Job) -> Iterator[Given]:
    """Find the reader of a payload and let it read; whatever goes wrong inside becomes a `Skip` of this payload."""
    try:
        if not payload.head:
            raise Refused("the file is empty", "Check that it was saved completely.")
        if not payload.head.strip() and (payload.size or 0) <= len(payload.head):
            raise Refused("there is nothing but white space in it", "Check that it was saved completely.")
        if (binary := known_binary(payload.head)) is not None:
            raise binary
        for reader in readers():
            if reader.sniff(payload.head, payload.name):
                nothing = True
                for given in reader.read(payload, job):
                    nothing = False
                    yield given
                if nothing:
                    raise Refused(f"there is no article in it (it was read as {reader.name})")
                return
        raise Refused("this is no format that is known here", "Give the article as text, HTML or JSON.")
    except Refused as refused:
        yield Skip(payload.locator, refused.reason, refused.advice)
    except OSError as error:
        reason = (error.strerror or str(error) or type(error).__name__).lower()
        yield Skip(payload.locator, f"it cannot be read: {reason}", "Check the file and its permissions.")
    except Exception as error:  # a reader's or parser's fault must not end the run: the other sources are innocent
        reason = f"{type(error).__name__}: {error}"[:300]
        yield Skip(payload.locator, reason, "This is a fault of verbale: please report it with the file.")
    except BaseException as error:  # a panic of a parser written in Rust is no Exception to Python
        if type(error).__module__ != "pyo3_runtime":
            raise
        yield Skip(payload.locator, f"its parser gave up: {error}"[:300], "Fetch or make the file again.")
