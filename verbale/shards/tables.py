"""The tables that a coded shard becomes: Parquet with the columns of `verbale.model`, a file a table and chunk.

    OUT/documents/NAME-00000.parquet     receipts/...   codings/...   skips/...   keys/...
    OUT/state/NAME-00000.json            written last: the chunk is whole; its counts

Any reader of Parquet takes `OUT/codings/*.parquet` as one table. Rows stand in the order in which they were read; of
documents, codings and keys the same row is the same article.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from verbale.errors import RecordDamaged, UsageError
from verbale.export.parquet import arrow, schema
from verbale.model import Coding, Document, Receipt, Skip
from verbale.shards.choose import Keys, Wanted, keys_of
from verbale.store import Part, Run, Source, Store, source_of

TABLES: dict[str, type[Struct]] = {
    "documents": Document, "receipts": Receipt, "codings": Coding, "skips": Skip, "keys": Keys,
}  # fmt: skip
_ROW_GROUP = 250
Row = TypeVar("Row", bound=Struct)


def count(counts: dict[str, int], key: str) -> None:
    """Count one more under a key."""
    counts[key] = counts.get(key, 0) + 1


class Counts(Struct):
    """What came of a shard, or a part of one."""

    given: int = 0
    """Articles and things that are none, as they were met."""
    documents: int = 0
    duplicates: int = 0
    """Met again in the same shard: the same text from the same outlet."""
    coded: int = 0
    set_aside: dict[str, int] = {}
    """Articles that were not coded, by reason: the language, a failure."""
    skipped: dict[str, int] = {}
    """What is no article, by reason."""
    outlets: dict[str, int] = {}
    languages: dict[str, int] = {}
    characters: int = 0

    def add(self, other: Counts) -> None:
        """Take in other counts."""
        for name in ("given", "documents", "duplicates", "coded", "characters"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("set_aside", "skipped", "outlets", "languages"):
            mine = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] = mine.get(key, 0) + count


_WHERE = re.compile(r" \([^()\s]{0,20}://[^\s]*\)$")


def reason_of(skip: Skip) -> str:
    """Return why something is no article, without the address that it is said of: what is counted by."""
    return _WHERE.sub("", skip.reason)[:120]


class Chunk(Struct):
    """A piece of a shard that is written as a whole."""

    shard: str
    number: int
    coder: str
    last: bool = False
    counts: Counts = msgspec.field(default_factory=Counts)

    @property
    def name(self) -> str:
        """The name of its files."""
        return f"{self.shard}-{self.number:05}"


class Rows(Struct):
    """The rows of a chunk."""

    documents: list[Document] = []
    receipts: list[Receipt] = []
    codings: list[Coding] = []
    skips: list[Skip] = []

    @property
    def keys(self) -> list[Keys]:
        """What the articles may be chosen by."""
        return [keys_of(document, coding) for document, coding in zip(self.documents, self.codings, strict=True)]


def write_chunk(out: Path, chunk: Chunk, rows: Rows) -> None:
    """Write a chunk's tables, then the line that says they are whole."""
    for table, kind in TABLES.items():
        folder = out / table
        folder.mkdir(parents=True, exist_ok=True)
        with _replacing(folder / f"{chunk.name}.parquet") as draft:
            _write(draft, kind, getattr(rows, table))
    (out / "state").mkdir(exist_ok=True)
    with _replacing(out / "state" / f"{chunk.name}.json") as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(chunk, order="sorted"), indent=1) + b"\n")


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there goes in its place when all is written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(path: Path, kind: type[Struct], rows: Sequence[Struct]) -> None:
    pa = arrow()
    columns = schema(kind)
    with pa.parquet.ParquetWriter(path, columns, compression="zstd") as writer:
        for first in range(0, len(rows), _ROW_GROUP):
            plain = [msgspec.to_builtins(row) for row in rows[first : first + _ROW_GROUP]]
            writer.write_batch(pa.RecordBatch.from_pylist(plain, schema=columns))


def chunks(out: Path, shard: str | None = None) -> list[Chunk]:
    """Return the chunks that are whole, of a shard or of all, in their order."""
    found = []
    for path in sorted((out / "state").glob("*.json" if shard is None else f"{glob.escape(shard)}-?????.json")):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Chunk))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RecordDamaged(
                f"{path}: not a line of a chunk ({error}). Take it away and code the shard again."
            ) from error
    return sorted(found, key=lambda chunk: (chunk.shard, chunk.number))


def is_tables(path: Path) -> bool:
    """Say whether a path is a folder of coded tables."""
    return path.is_dir() and (path / "state").is_dir()


def read_rows(out: Path, table: str, chunk: Chunk, kind: type[Row], chosen: list[int] | None = None) -> list[Row]:
    """Return the rows of one of a chunk's tables, all or those of the given numbers."""
    pa = arrow()
    path = out / table / f"{chunk.name}.parquet"
    try:
        found = pa.parquet.ParquetFile(path).read()
        rows = (found if chosen is None else found.take(chosen)).to_pylist()
        return msgspec.convert(rows, type=list[kind])  # type: ignore[valid-type]
    except (OSError, pa.ArrowException, msgspec.ValidationError) as error:
        raise RecordDamaged(f"{path}: {error}"[:500] + ". Code the shard again.") from error


def source_of_tables(out: Path, wanted: Wanted | None = None) -> Source:
    """Return what a folder of coded tables has to give to a record; `wanted` chooses the articles."""
    if not is_tables(out):
        raise UsageError(f"{out}: no folder of coded tables. `verbale code-shards ARTICLES {out}` makes one.")
    known = chunks(out)
    late: list[Receipt] = []
    return Source(
        name=str(out),
        parts=_parts(out, known, wanted, late),
        receipts=late,
        skips=(skip for chunk in known for skip in read_rows(out, "skips", chunk, Skip)) if wanted is None else (),
        runs=[Run("code", coder) for coder in sorted({chunk.coder for chunk in known})],
    )


@contextlib.contextmanager
def opened_source(path: Path, wanted: Wanted | None = None) -> Iterator[Source]:
    """Open what can be merged into a record: a folder of coded tables, or another record."""
    if path.is_dir():
        yield source_of_tables(path, wanted)
        return
    with Store.open(path, write=False) as store:
        source = source_of(store)
        if wanted is None:
            yield source
        else:
            parts = (part for part in source.parts if wanted(keys_of(part.document, part.coding)))
            yield replace(source, parts=parts, skips=())


def _parts(out: Path, known: Iterable[Chunk], wanted: Wanted | None, late: list[Receipt]) -> Iterator[Part]:
    for chunk in known:
        chosen, left_out = None, set[str]()
        if wanted is not None:
            keys = read_rows(out, "keys", chunk, Keys)
            chosen = [number for number, one in enumerate(keys) if wanted(one)]
            left_out = {one.document_id for one in keys}
            if not chosen:
                continue
        receipts: dict[str, list[Receipt]] = {}
        for receipt in read_rows(out, "receipts", chunk, Receipt):
            receipts.setdefault(receipt.document_id, []).append(receipt)
        documents = read_rows(out, "documents", chunk, Document, chosen)
        codings = {coding.document_id: coding for coding in read_rows(out, "codings", chunk, Coding, chosen)}
        for document in documents:
            yield Part(document, tuple(receipts.pop(document.id, ())), codings.get(document.id))
        late.extend(receipt for one, rest in receipts.items() if one not in left_out for receipt in rest)


__all__ = [
    "Chunk",
    "Counts",
    "Rows",
    "chunks",
    "is_tables",
    "opened_source",
    "read_rows",
    "reason_of",
    "source_of_tables",
    "write_chunk",
]
