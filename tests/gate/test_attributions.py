"""Floors for who says what: on our own sentences always, on PolNeAR's development part where it lies beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import verbale
from benchmarks.attributions import code_text, score
from benchmarks.labels import FOLDER, passages
from benchmarks.labels import score as label_score

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
    assert recall >= 0.96, faults
    assert precision >= 0.98, faults


LABEL_FLOORS = {
    ("statements", "found"): 0.88,
    ("statements", "content exact"): 0.787,
    ("statements", "speaker, of found"): 0.925,
    ("statements", "mode"): 0.989,
    ("direct quotations", "exact words"): 0.98,
}


@pytest.mark.gate
@pytest.mark.slow
def test_labelled_disputes_that_nothing_was_tuned_on() -> None:
    report = label_score(passages(sorted(FOLDER.glob("set_*.jsonl")), dev=True))
    below = {key: report.score(*key).f1 for key, floor in LABEL_FLOORS.items() if report.score(*key).f1 < floor}
    assert below == {}
    assert report.act_macro_f1 >= 0.795


@pytest.mark.gate
@pytest.mark.slow
def test_polnear_development_part(shared: Path) -> None:
    total = score(shared / "data/polnear/open/dev.jsonl.gz", code_text, most=30)
    assert total.f1(total.linked) >= POLNEAR_LINKED
    assert total.linked / total.content >= 0.935
    assert total.by_mode["direct"][0] / total.by_mode["direct"][1] >= 0.79


POLNEAR_LINKED = 0.675
"""Lower since readers' verdicts on articles are learned from (.68 before). The coder leaves out wishes and labels that this corpus
counts; the tagger alone is held higher (test_language)."""


if __name__ == "__main__":
    recall, precision, faults = own_figures()
    print(f"recall {recall:.3f} precision {precision:.3f}")
    print("\n".join(faults))
