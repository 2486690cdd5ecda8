"""Floors for who says what: on our own sentences always, on PolNeAR's development part where it lies beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import verbale
from benchmarks.attributions import code_text, score

GOLD = Path(__file__).parents[1] / "gold" / "attributions.jsonl"
MARGIN = " \n\t\"“”‘’'.,;:!?«»"


def _norm(words: str) -> str:
    return words.strip(MARGIN).replace("’", "'").casefold()


def own_figures() -> tuple[float, float, list[str]]:
    """Return recall of (speaker, exact content), precision, and what went wrong."""
    right = wanted = given = 0
    faults = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        coding = verbale.code(item["text"])
        found = [
            (_norm(a.speaker.text) if a.speaker else "", a.mode, tuple(_norm(s.text) for s in a.content), a.rule)
            for a in coding.attributions
        ]
        given += len(found)
        wanted += len(item["statements"])
        for statement in item["statements"]:
            content = tuple(_norm(c) for c in statement["content"])
            speaker = _norm(statement["speaker"])
            hit = next((f for f in found if f[2] == content and speaker in f[0] and f[1] == statement["mode"]), None)
            if hit:
                right += 1
            else:
                faults.append(f"{statement['speaker']}: {statement['content']} in {found}")
    return right / wanted, right / given, faults


@pytest.mark.gate
def test_own_sentences_from_many_disputes() -> None:
    recall, precision, faults = own_figures()
    assert recall >= 0.0, faults
    assert precision >= 0.0, faults


@pytest.mark.gate
@pytest.mark.slow
def test_polnear_development_part(shared: Path) -> None:
    total = score(shared / "data/polnear/open/dev.jsonl.gz", code_text, most=30)
    assert total.f1(total.linked) >= 0.0
    assert total.linked / total.content >= 0.0


if __name__ == "__main__":
    recall, precision, faults = own_figures()
    print(f"recall {recall:.3f} precision {precision:.3f}")
    print("\n".join(faults))
