"""JSON lines, JSON arrays and objects, CSV and TSV: one article a record, one `Skip` for a record that is none."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from verbale import settings
from verbale.intake.decode import decode
from verbale.intake.deliver import deliver
from verbale.intake.fields import is_article, parts_of
from verbale.intake.given import HEAD_BYTES, Given, Hints, Job, Payload, Refused, sha256
from verbale.model import Skip

_CHUNK = 256 * 1024
_WRAPPERS = ("articles", "items", "results", "data", "documents", "docs", "news", "response", "hits", "rows")
_DELIMITERS = "\t,;|"
_LINE_END = re.compile(r"\r\n?|\n")
_NESTED = 4
"""How deep inside an answer its articles may lie."""
_GIVE_UP = 1000
"""Broken records in a row after which a source is no table of articles at all."""


def sniff_json(head: bytes, name: str) -> bool:
    """Say whether the bytes are JSON: an object or array at their start that goes on like one."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return start[1:].lstrip()[:1] in {b'"', b"}"}
    if start.startswith(b"["):
        return start[1:].lstrip()[:1] in {b"{", b"]", b"["} or (
            name.lower().endswith(".json") and start[1:].lstrip()[:1] in {b'"', b"n", b"t", b"f"}
        )
    return name.lower().endswith((".jsonl", ".ndjson", ".json"))


def record_of(record: Any, raw: bytes, locator: str, form: str, hints: Hints, job: Job) -> Given:
    """Return the article that a record of fields is, or why it is none."""
    if not isinstance(record, Mapping):
        return Skip(locator, "this record is no object with fields", "Each article must be a JSON object.", sha256(raw))
    try:
        return deliver(
            parts_of(record, job.mapping, form=form),
            locator=locator,
            raw_sha256=sha256(raw),
            raw_bytes=len(raw),
            form=form,
            hints=hints,
        )
    except Refused as refused:
        return Skip(locator, refused.reason, refused.advice, sha256(raw))
    except Exception as error:  # one odd record must not end the file
        return Skip(
            locator, f"{type(error).__name__}: {error}"[:300], "Please report this with the record.", sha256(raw)
        )


def read_json(payload: Payload, job: Job) -> Iterator[Given]:
    """Read JSON in whichever of its shapes: lines, an array, one object that is or holds articles."""
    start = payload.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        yield from _array(payload, job)
        return
    line, newline, rest = start.partition(b"\n")
    try:
        json.loads(line)
        lines = True
    except (ValueError, RecursionError):
        # a first line longer than the head, or a broken one before others, is lines too; a lone brace is an object
        lines = (
            (not newline and len(payload.head) >= HEAD_BYTES)
            or rest.lstrip().startswith(b"{")
            or not start.startswith(b"{")
        )
    alone = len(payload.head) < HEAD_BYTES and not rest.strip() and not payload.name.endswith((".jsonl", ".ndjson"))
    if lines and not (alone and line.startswith(b"{")):
        yield from _lines(payload, job)
    else:
        yield from _object(payload, job)


def _lines(payload: Payload, job: Job) -> Iterator[Given]:
    number = 0
    broken = 0
    limit = settings.MAX_SOURCE_BYTES
    while raw := payload.stream.readline(limit + 1):
        number += 1
        locator = f"{payload.locator}:{number}"
        if len(raw) > limit:
            while raw and not raw.endswith(b"\n"):
                raw = payload.stream.readline(_CHUNK)
            yield Skip(locator, f"a line of more than {limit:,} bytes is too long for one article", "Split it.")
            continue
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        try:
            record = json.loads(raw)
        except (ValueError, RecursionError) as error:
            broken += 1
            yield Skip(
                locator, f"this line is not valid JSON ({_short(error)})", "Mend or remove the line.", sha256(raw)
            )
            if broken >= _GIVE_UP:
                raise Refused(f"{broken} lines in a row are not JSON: it was not read on") from error
            continue
        broken = 0
        yield record_of(record, raw, locator, "jsonl", payload.hints, job)


def _short(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]


def _object(payload: Payload, job: Job) -> Iterator[Given]:
    limit = settings.MAX_SOURCE_BYTES
    raw = payload.stream.read(limit + 1)
    if len(raw) > limit:
        raise Refused(f"a JSON object of more than {limit:,} bytes is not read", "Give its articles as JSON lines.")
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(
            f"this is not valid JSON ({_short(error)})", "Mend it, or give its articles as JSON lines."
        ) from error
    if is_article(record, job.mapping):
        yield record_of(record, raw, payload.locator, "json", payload.hints, job)
        return
    found = _wrapped(record, job.mapping, _NESTED)
    if found is None:
        raise Refused(
            "this JSON holds no article: no field in it can be an article's text",
            "Say which field it is, for instance with --map text=content.",
        )
    for number, item in enumerate(found, 1):
        part = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
        yield record_of(item, part, f"{payload.locator}:{number}", "json", payload.hints, job)


def _wrapped(record: Any, mapping: Mapping[str, str], deep: int) -> list[Any] | None:
    """Return the list of articles inside an answer of a news service (`{"articles": [...]}`), however it is called."""
    if not isinstance(record, Mapping) or not deep:
        return None
    for name in (*_WRAPPERS, *sorted(str(name) for name in record)):
        value = record.get(name)
        if isinstance(value, list) and any(is_article(item, mapping) for item in value[:20]):
            return value
    for name in _WRAPPERS:
        if isinstance(record.get(name), Mapping) and (found := _wrapped(record[name], mapping, deep - 1)) is not None:
            return found
    return None


def _array(payload: Payload, job: Job) -> Iterator[Given]:
    """Read a JSON array element by element, so that a dump of any size takes the memory of one article."""
    decoder = json.JSONDecoder()
    incoming = codecs.getincrementaldecoder("utf-8-sig")("replace")
    buffer = ""
    position = 0
    number = 0
    ended = False
    opened = False
    wanted = 0
    articles = 0
    while True:
        position = _blank(buffer, position)
        if not ended and len(buffer) - position <= wanted:
            chunk = payload.stream.read(_CHUNK)
            ended = not chunk
            buffer = buffer[position:] + incoming.decode(chunk, ended)
            position = 0
            continue
        if position >= len(buffer):
            yield Skip(f"{payload.locator}:{number + 1}", "the array is cut off: its end is missing", "Fetch it again.")
            return
        sign = buffer[position]
        if sign == "[" and not opened:
            opened, position = True, position + 1
            continue
        if sign == ",":
            position += 1
            continue
        if sign == "]":
            break
        try:
            record, end = decoder.raw_decode(buffer, position)
        except RecursionError:
            raise Refused("this JSON is nested too deeply", "Give its articles as JSON lines.") from None
        except ValueError as error:
            if not ended and len(buffer) - position <= settings.MAX_SOURCE_BYTES:
                wanted = 2 * (len(buffer) - position)
                continue
            yield Skip(f"{payload.locator}:{number + 1}", f"from here on it is not valid JSON ({str(error)[:120]})",
                       "Mend it, or give its articles as JSON lines: there one broken line is only one.")  # fmt: skip
            return
        wanted = 0
        number += 1
        raw = buffer[position:end].encode("utf-8", "surrogatepass")
        position = end
        if not isinstance(record, Mapping) and articles == 0 and number >= 20:
            raise Refused("this JSON array holds no objects with fields", "Each article must be a JSON object.")
        articles += isinstance(record, Mapping)
        yield record_of(record, raw, f"{payload.locator}:{number}", "json", payload.hints, job)
    if number == 0:
        raise Refused("this JSON array is empty")


def _blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


# -- tables ------------------------------------------------------------------------------------------------------------


def _first_line(text: str) -> tuple[str, str]:
    """Return the first line and what follows it; lines end as the rows' reader ends them (CR, LF, or both)."""
    found = _LINE_END.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _header(head: bytes) -> tuple[list[str], str, str] | None:
    """Return the column names, the delimiter and the encoding of a table, None where the head is none."""
    try:
        decoded = decode(head[: max(head.rfind(b"\n"), 0) or len(head)])
    except Refused:
        return None
    line, rest = _first_line(decoded.text.lstrip("\r\n"))
    if line.lower().startswith("sep=") and len(line) == 5:
        line, _ = _first_line(rest)
    if not line or len(line) > 4000:
        return None
    delimiter = max(_DELIMITERS, key=lambda sign: (line.count(sign), -_DELIMITERS.index(sign)))
    if not line.count(delimiter):
        return None
    names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    return names, delimiter, next((note for note in decoded.notes if note.startswith("decoded as ")), "")


def sniff_table(head: bytes, name: str) -> bool:
    """Say whether the bytes are a table whose first row names an article's fields."""
    if b"\n" not in head and len(head) < HEAD_BYTES and not name.lower().endswith((".csv", ".tsv")):
        return False
    found = _header(head)
    if found is None:
        return False
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        return True
    names = found[0]
    if not all(0 < len(n) <= 40 and " " not in n for n in names):
        return False  # prose with commas
    record = dict.fromkeys(names, "x")
    return (
        len(names) >= 2
        and is_article(record, {})
        and any(n.casefold() in {"title", "url", "headline", "date", "id"} for n in names)
    )


def read_table(payload: Payload, job: Job) -> Iterator[Given]:
    """Read CSV or TSV row by row."""
    found = _header(payload.head)
    if found is None:
        raise Refused("this table has no row of column names", "Its first row must name the columns.")
    names, delimiter, note = found
    if not is_article(dict.fromkeys(names, "x"), job.mapping):
        raise Refused(
            f"no column of this table can be an article's text ({', '.join(names[:12])})"[:300],
            "Say which one it is, for instance with --map text=content.",
        )
    codec = _codec(payload.head)
    lines = io.TextIOWrapper(payload.stream, encoding=codec, errors="replace", newline="")
    csv.field_size_limit(settings.MAX_SOURCE_BYTES)
    rows = csv.reader(_without_sep(lines), delimiter=delimiter)
    notes = (note,) if note else ()
    started = False
    broken = 0
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, ValueError) as error:
            broken += 1
            yield Skip(f"{payload.locator}:{number}", f"this row cannot be read ({error})", "Mend or remove the row.")
            if broken >= _GIVE_UP:
                raise Refused(f"{broken} rows cannot be read: it was not read on") from error
            continue
        if not row or not any(cell.strip() for cell in row):
            continue
        if not started:
            started = True
            continue
        raw = "\x1f".join(row).encode("utf-8", "surrogatepass")
        record = dict(zip(names, row, strict=False))
        hints = Hints(payload.hints.charset, payload.hints.url, payload.hints.outlet, payload.hints.title,
                      payload.hints.byline, payload.hints.claims, (*payload.hints.notes, *notes))  # fmt: skip
        if len(row) != len(names):
            hints = Hints(notes=(*hints.notes, f"the row has {len(row)} cells, the header {len(names)}"))
        yield record_of(record, raw, f"{payload.locator}:{number}", "csv", hints, job)
    lines.detach()


def _without_sep(lines: io.TextIOWrapper) -> Iterator[str]:
    first = lines.readline()
    if first and not first.lower().startswith("sep="):
        yield first.removeprefix("\ufeff")
    yield from lines


def _codec(head: bytes) -> str:
    from verbale.intake.decode import encoding_of

    return encoding_of(head)
