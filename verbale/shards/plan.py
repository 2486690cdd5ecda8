"""What is to be coded: the sources as shards, each with a name of its own, and what of them is done already."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from verbale.coding.coder import Coder
from verbale.errors import UsageError
from verbale.intake.sources import walk
from verbale.model import Skip
from verbale.shards.tables import Chunk, Counts, Rows, chunks, is_tables, reason_of, write_chunk

_PACK_BYTES = 16 * 1024 * 1024
_PACK_FILES = 2_000
"""Small files go together into one shard up to these bounds; a larger file is a shard of its own."""
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
PLAN = "plan"
"""The name of the chunk that holds what was no source at all."""


class Shard(Struct, frozen=True):
    """A piece of the archive that one worker codes."""

    name: str
    sources: tuple[str, ...]
    out: str
    fast: bool = False
    mapping: dict[str, str] = {}
    folder: str = ""
    """Where names that are not absolute are looked for: a machine of a cluster stands somewhere else."""
    cache: str | None = None
    """A file of answers on the machine that codes it."""


@dataclass(frozen=True)
class Plan:
    """All shards, those that are done, and those that are still to do."""

    out: Path
    coder: str
    shards: tuple[Shard, ...]
    done: tuple[Shard, ...]
    counts: Counts
    """What the shards that are done amount to."""

    @property
    def to_do(self) -> tuple[Shard, ...]:
        """The shards that are not done."""
        done = {shard.name for shard in self.done}
        return tuple(shard for shard in self.shards if shard.name not in done)


def plan_shards(
    sources: Iterable[str | Path],
    out: str | Path,
    *,
    fast: bool = False,
    mapping: Mapping[str, str] | None = None,
    cache: Path | None = None,
) -> Plan:
    """Lay out a job. Raises UsageError where `out` holds something else, or tables by another version of the coder."""
    folder = Path(out)
    if folder.exists() and not is_tables(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{out}: not a folder of coded tables, and not empty. Name another.")
    coder = Coder(fast).version
    known = chunks(folder) if is_tables(folder) else []
    others = sorted({chunk.coder for chunk in known} - {coder})
    if others:
        raise UsageError(f"{out}: holds tables coded by {others[0]}, not by {coder}. Name another folder.")
    shards, skips = _cut(sources, folder, fast, dict(mapping or {}), cache)
    (folder / "state").mkdir(parents=True, exist_ok=True)
    counts = Counts()
    if skips:
        reasons = Counts(given=len(skips))
        for skip in skips:
            reasons.skipped[reason_of(skip)] = reasons.skipped.get(reason_of(skip), 0) + 1
        write_chunk(folder, Chunk(PLAN, 0, coder, True, reasons), Rows(skips=skips))
        counts.add(reasons)
    whole = {chunk.shard for chunk in known if chunk.last}
    done = tuple(shard for shard in shards if shard.name in whole)
    names = {shard.name for shard in done}
    for chunk in known:
        if chunk.shard in names:
            counts.add(chunk.counts)
    return Plan(folder, coder, tuple(shards), done, counts)


def _cut(
    sources: Iterable[str | Path], out: Path, fast: bool, mapping: dict[str, str], cache: Path | None
) -> tuple[list[Shard], list[Skip]]:
    given = [sources] if isinstance(sources, str | Path) else list(sources)
    skips: list[Skip] = []
    files: list[tuple[str, int]] = []
    for place in walk(given):
        if isinstance(place, Skip):
            skips.append(place)
        elif place.path is None:
            raise UsageError("a pipe cannot be cut into shards: save it to files")
        else:
            try:
                files.append((place.locator, place.path.stat().st_size))
            except OSError as error:
                skips.append(Skip(place.locator, f"it cannot be read: {(error.strerror or str(error)).lower()}"))
    folder, answers = str(Path.cwd()), None if cache is None else str(cache)
    shards = [
        Shard(_name_of(pack), tuple(locator for locator, _ in pack), str(out), fast, mapping, folder, answers)
        for pack in _packs(files)
    ]
    return shards, skips


def _packs(files: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    pack: list[tuple[str, int]] = []
    size = 0
    for locator, length in files:
        if pack and (size + length > _PACK_BYTES or len(pack) >= _PACK_FILES):
            yield pack
            pack, size = [], 0
        pack.append((locator, length))
        size += length
    if pack:
        yield pack


def _name_of(pack: list[tuple[str, int]]) -> str:
    """Name a shard by its first file, and by a digest of all with their sizes: a file that has grown is another shard."""
    digest = hashlib.sha256(msgspec.json.encode(pack)).hexdigest()[:10]
    stem = _NAME.sub("-", Path(pack[0][0]).name).strip("-.")[:60] or "shard"
    return f"{stem}-{digest}"
