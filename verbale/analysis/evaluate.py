"""Score codings against gold: what was found, what was missed, what is wrong, category by category.

A pure function of the gold and the codings. How items are matched and when a value is right is written down in
`docs/reference/gold.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from verbale.analysis.gold import Gold, GoldDocument, digest, find_document, place_gold
from verbale.analysis.gold_match import Fault, Page, Score, Tally, score_in
from verbale.analysis.gold_scores import (
    score_dateline,
    score_events,
    score_furniture,
    score_mentions,
    score_statements,
    score_times,
)
from verbale.model import Coding, Document

__all__ = ["Fault", "Report", "Score", "evaluate"]


class Report(Struct, frozen=True):
    """What the codings of a gold set are worth."""

    gold: str
    documents: int
    missing: tuple[str, ...]
    """Gold documents for which no coding was given; all that they hold counts as missed."""
    scores: tuple[Score, ...]
    act_macro_f1: float
    acts: tuple[tuple[str, str, int], ...]
    """(gold act, coded act, times) over the statements found."""
    furniture_coded: int
    """Coded rows that rest on words of furniture, captions or credits: must be 0."""
    faults: tuple[Fault, ...]

    def score(self, category: str, measure: str) -> Score:
        """Return one line of the table; KeyError where the gold does not label it."""
        return score_in(self.scores, category, measure)

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the table as plain rows of text, the header first."""
        header = ("category", "measure", "right", "given", "wanted", "precision", "recall", "F1")
        body = [
            (s.category, s.measure, *(str(n) for n in (s.right, s.given, s.wanted)), *_shares(s)) for s in self.scores
        ]
        if any(s.measure == "act" for s in self.scores):
            body.append(("statements", "act, macro", "", "", "", "", "", f"{self.act_macro_f1:.3f}"))
        body.append(("furniture", "coded rows", str(self.furniture_coded), "", "0", "", "", ""))
        return (header, *body)


def _shares(score: Score) -> tuple[str, str, str]:
    return f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"


def _macro(acts: Counter[tuple[str, str]]) -> float:
    """Return the mean F1 of the acts that gold or coding name among the statements found."""
    scores = []
    for act in sorted({each for pair in acts for each in pair}):
        right = acts[(act, act)]
        given = sum(times for (_, coded), times in acts.items() if coded == act)
        wanted = sum(times for (gold, _), times in acts.items() if gold == act)
        scores.append(2 * right / (given + wanted))
    return sum(scores) / len(scores) if scores else 0.0


def _missed(truth: GoldDocument, tally: Tally) -> None:
    """Count all that a gold document holds as missed: nobody coded it."""
    wanted: list[tuple[str, tuple[str, ...], int]] = [
        (
            "statements",
            ("found", "content exact", "found with speaker"),
            sum(not each.optional for each in truth.statements or ()),
        ),
        (
            "direct quotations",
            ("exact words", "exact words and speaker"),
            sum(len(each.content) for each in truth.statements or () if each.mode == "direct" and not each.optional),
        ),
        ("mentions", ("span", "span and kind"), sum(not each.optional for each in truth.mentions or ())),
        ("events", ("type", "type and both parties", "full"), sum(not each.optional for each in truth.events or ())),
        ("times", ("found", "found with value"), sum(not each.optional for each in truth.times or ())),
        ("datelines", ("right", "honest range"), int(truth.dateline is not None)),
        ("documents", ("skipped",), int(truth.skipped)),
    ]
    for category, measures, number in wanted:
        for measure in measures:
            if number:
                tally.add(category, measure, 0, 0, number)
    tally.fault(truth.name, 0, "documents", "missing", "a coding", "")


def evaluate(gold: Gold, codings: Mapping[str, tuple[Document, Coding]]) -> Report:
    """Score codings, keyed by locator, against gold; a gold document without a coding counts as missed throughout."""
    tally = Tally()
    missing: list[str] = []
    digests = {digest(codings[locator][0].text): locator for locator in sorted(codings, reverse=True)}
    for truth in gold.documents:
        found = find_document(truth, codings, digests)
        if found is None:
            missing.append(truth.name)
            _missed(truth, tally)
            continue
        document, coding = found
        located = place_gold(truth, document.text, gold.name)
        page = Page(located, document, coding, gold)
        if truth.skipped:
            tally.add("documents", "skipped", int(coding.skipped is not None), 1, 1)
        if located.statements is not None:
            score_statements(page, located.statements, tally)
        if located.mentions is not None:
            score_mentions(page, located, tally)
        if located.events is not None:
            score_events(page, located.events, tally)
        if located.times is not None:
            score_times(page, located, tally)
        score_dateline(page, located, tally)
        score_furniture(page, located, tally)
    return Report(
        gold=gold.name,
        documents=len(gold.documents),
        missing=tuple(missing),
        scores=tuple(Score(*key, *counts) for key, counts in tally.counts.items()),
        act_macro_f1=_macro(tally.acts),
        acts=tuple((*pair, times) for pair, times in sorted(tally.acts.items())),
        furniture_coded=tally.furniture,
        faults=tuple(sorted(tally.faults)),
    )
