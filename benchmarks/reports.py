"""Acts and stances of a record against labelled reports of real articles, of disputes that nothing was learned from.

    verbale build reports.db ARTICLES && python -m benchmarks.reports reports.db [--learned]

The labels (`training/labels/reports`) name articles by the digest of their text and reports by the places of their content;
a row of the record answers a label where the two contents share at least half of their letters. ARTICLES: those of the two
corpora that the labels' head names. `--learned` reads the labels that the weights were learned from: no estimate of anything new.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from training.acts_data import share
from training.reports import KEPT_APART, LEARNED, Row, read_rows
from verbale.analysis.facts import Facts
from verbale.analysis.gold import digest
from verbale.analysis.positions import Voices
from verbale.model import Attribution
from verbale.store import Store


@dataclass(frozen=True)
class Answer:
    """A labelled report and what the record makes of it."""

    acts: tuple[str, ...]
    stances: tuple[str, ...]
    nothing: bool
    act: str | None
    stance: str | None
    """None where the record has no such row."""


def _shared(row: Row, said: Attribution) -> float:
    return share(row.content, [(span.start, span.end) for span in said.content])


def answers(store: Store, path: Path) -> Iterator[Answer]:
    """Yield the labelled reports of the articles in the record, each with the row that answers it."""
    wanted = read_rows(path)
    facts = Facts(store)
    voices = Voices(facts)
    stances = {row: voices.stance(said)[0] for said in facts.said if said.speaker_id for row in said.attribution_ids}
    for document in store.documents():
        rows = wanted.get(digest(document.text))
        coding = store.coding(document.id) if rows else None
        if not rows or coding is None:
            continue
        for row in rows:
            said = max(coding.attributions, key=partial(_shared, row), default=None)
            if said is not None and _shared(row, said) < 0.5:
                said = None
            stance = stances.get(said.id, "states").replace("accepts if", "accepts") if said else None
            yield Answer(row.acts, row.stances, row.nothing, said.act if said else None, stance)


def scores(found: list[Answer]) -> dict[str, float]:
    """Return shares, by name."""
    real = [one for one in found if not one.nothing]
    told = [one for one in real if one.act is not None]
    given = [one for one in found if one.stance not in {None, "states"}]
    wanted = [one for one in real if one.stances[0] != "states"]
    precision = sum(one.stance in one.stances for one in given) / max(len(given), 1)
    recall = sum(one.stance != "states" and one.stance in one.stances for one in wanted) / max(len(wanted), 1)
    empty = [one for one in found if one.nothing]
    return {
        "reports in the record": len(told) / max(len(real), 1),
        "act, accepted": sum(one.act in one.acts for one in told) / max(len(told), 1),
        "act, first choice": sum(one.act == one.acts[0] for one in told) / max(len(told), 1),
        "stance, precision": precision,
        "stance, recall": recall,
        "stance, F1": 2 * precision * recall / max(precision + recall, 1e-9),
        "left out, where nothing was said": sum(one.act is None for one in empty) / max(len(empty), 1),
    }


def main() -> None:
    """Print the scores of a record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--learned", action="store_true")
    args = parser.parse_args()
    with Store.open(args.record, write=False) as store:
        found = list(answers(store, LEARNED if args.learned else KEPT_APART))
    empty = sum(one.nothing for one in found)
    print(f"{len(found)} labelled reports of articles in the record; in {empty} nothing was said")
    for name, value in scores(found).items():
        print(f"{name.ljust(34)}{value:.3f}")


if __name__ == "__main__":
    main()
