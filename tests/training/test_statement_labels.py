"""The blocks that tell which reports are one statement: well formed, of no gold article, and as many as the read-me says."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import pytest

from training.labels.check import FOLDER

BLOCKS, IN_CONTEXT, NEAREST = (FOLDER / "statements" / f"{name}.jsonl" for name in ("blocks", "in_context", "nearest"))
GOLD = FOLDER.parents[1] / "tests" / "gold"


def _read(path: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("path", [BLOCKS, IN_CONTEXT, NEAREST], ids=lambda path: path.stem)
def test_each_block_names_places_and_puts_each_account_into_one_group(path: Any) -> None:
    for block in _read(path):
        assert all(re.fullmatch("[0-9a-f]{64}", text) for text in block["texts"])
        count = len(block["accounts"])
        assert count >= 2
        assert all(0 <= text < len(block["texts"]) and 0 <= a < b for text, a, b in block["accounts"])
        for read in (block, *([block["second"]] if "second" in block else [])):
            grouped = [i for members in read["same"] for i in members]
            assert len(grouped) == len(set(grouped))
            assert all(len(members) > 1 for members in read["same"])
            assert all(0 <= i < count for i in (*grouped, *(i for pair in read["unsure"] for i in pair)))


@pytest.mark.parametrize("path", [IN_CONTEXT, NEAREST], ids=lambda path: path.stem)
def test_no_block_in_context_is_of_a_gold_article(path: Any) -> None:
    gold = {
        sha for path in GOLD.rglob("*.json*") for sha in re.findall(r"[0-9a-f]{64}", path.read_text(encoding="utf-8"))
    }
    assert gold
    assert gold.isdisjoint(text for block in _read(path) for text in block["texts"])


@pytest.mark.parametrize("path", [BLOCKS, IN_CONTEXT, NEAREST], ids=lambda path: path.stem)
def test_the_read_me_tells_how_many_there_are(path: Any) -> None:
    told = (path.parent / "README.md").read_text(encoding="utf-8")
    blocks = _read(path)
    accounts = sum(len(block["accounts"]) for block in blocks)
    pairs = sum(len(members) * (len(members) - 1) // 2 for block in blocks for members in block["same"])
    assert f"| `{path.name}` | {len(blocks):,} | {accounts:,} | {pairs:,} |" in told


@pytest.mark.parametrize(
    ("path", "told"),
    [(IN_CONTEXT, (99, 0, 2, 40)), (NEAREST, (102, 0, 1, 18))],
    ids=lambda value: getattr(value, "stem", ""),
)
def test_two_readers_agree_as_told(path: Any, told: tuple[int, int, int, int]) -> None:
    both = first = second = open_ = 0
    for block in _read(path):
        if "second" not in block:
            continue
        mine, theirs = (
            {pair for members in read["same"] for pair in combinations(sorted(members), 2)}
            for read in (block, block["second"])
        )
        unsure = {tuple(pair) for read in (block, block["second"]) for pair in read["unsure"]}
        open_ += len(unsure)
        both += len((mine & theirs) - unsure)
        first += len(mine - theirs - unsure)
        second += len(theirs - mine - unsure)
    assert (both, first, second, open_) == told
