"""What the scorer works with: gold and coding side by side, one-to-one matching, tallies, right days."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from verbale.analysis.gold import Gold, Located, bounds
from verbale.analysis.gold_names import Names
from verbale.model import Coding, Document, Mention, Span, When


class Score(Struct, frozen=True):
    """One line of the table: of `given` rows and `wanted` truths, `right` agree."""

    category: str
    measure: str
    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the given that is right; 1 where nothing was given and nothing wanted."""
        return self.right / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        """Share of the wanted that was given rightly; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score_in(scores: Iterable[Score], category: str, measure: str) -> Score:
    """Return one line of a table. Raises KeyError where the gold does not label it."""
    for score in scores:
        if (score.category, score.measure) == (category, measure):
            return score
    raise KeyError(f"{category}: {measure}")


class Fault(Struct, frozen=True, order=True):
    """One disagreement between gold and coding, for whoever wants to mend it."""

    document: str
    start: int
    category: str
    kind: str
    """`missed`, `spurious`, or the name of the field that is wrong."""
    wanted: str
    given: str


class Tokens:
    """The words of a text by number, so that spans compare by words and not by marks and blanks."""

    def __init__(self, text: str) -> None:
        found = [match.span() for match in re.finditer(r"\w+", text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]

    def cover(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the numbers of the words that the spans touch."""
        numbers: set[int] = set()
        for span in spans:
            numbers.update(range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)))
        return frozenset(numbers)


def overlap(left: frozenset[int], right: frozenset[int]) -> float:
    """Return intersection over union of two sets of word numbers."""
    return len(left & right) / len(left | right) if left and right else 0.0


def match(weights: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Pair gold with given items one to one, heaviest first; ties go to the earlier gold, then the earlier given."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, gold, given in sorted(weights, key=lambda each: (-each[0], each[1], each[2])):
        if gold not in pairs and given not in taken:
            pairs[gold] = given
            taken.add(given)
    return pairs


class Tally:
    """Counts of right, given and wanted by category and measure, in order of first use, and the faults."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], list[int]] = {}
        self.acts: Counter[tuple[str, str]] = Counter()
        self.faults: list[Fault] = []
        self.furniture = 0

    def add(self, category: str, measure: str, right: int, given: int, wanted: int) -> None:
        """Add to one line of the table."""
        counts = self.counts.setdefault((category, measure), [0, 0, 0])
        for place, number in enumerate((right, given, wanted)):
            counts[place] += number

    def fault(self, document: str, start: int, category: str, kind: str, wanted: str, given: str) -> None:
        """Note one disagreement."""
        self.faults.append(Fault(document, start, category, kind, wanted, given))


class Page:
    """One document with its gold and its coding side by side (the coding is None where none was given)."""

    def __init__(self, located: Located, document: Document | None, coding: Coding | None, gold: Gold) -> None:
        self.located = located
        self.name = located.gold.name
        self.text = "" if document is None else document.text
        self.tokens = Tokens(self.text)
        self.coding = coding
        self.mentions: dict[str, Mention] = {} if coding is None else {m.id: m for m in coding.mentions}
        self.names = Names((actor.name, *actor.aliases) for actor in gold.actors)

    def called(self, mention_id: str | None, phrase: Span | None = None) -> tuple[str, ...]:
        """Return every name under which the coding knows a mention; a pronoun or description is not a name."""
        found: list[str] = []
        mention = self.mentions.get(mention_id or "")
        if mention is not None:
            found.append(mention.name)
            head = self.mentions.get(mention.head_id)
            if head is not None:
                found.append(head.name)
        if phrase is not None and (mention is None or mention.form in {"name", "title"}):
            found.append(phrase.text)
        return tuple(dict.fromkeys(found))

    def same(self, wanted: Sequence[str], given: Sequence[str]) -> bool:
        """Tell whether any wanted name means the same as any given one."""
        return any(self.names.same(left, right) for left in wanted for right in given)


def kept(
    pairs: dict[int, int], optional: Sequence[bool], given: int
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return scored pairs, missed gold and spurious given; optional gold and what it met leave the count."""
    met = set(pairs.values())
    scored = [(g, s) for g, s in sorted(pairs.items()) if not optional[g]]
    missed = [g for g in range(len(optional)) if g not in pairs and not optional[g]]
    return scored, missed, [s for s in range(given) if s not in met]


def right_day(when: When | None, value: str | None, accept: Sequence[str] = ()) -> bool:
    """Tell whether a coded day is the gold one, or falls inside one of the accepted values."""
    if when is None or value is None:
        return when is None and value is None
    if when.value == value or when.value in accept:
        return True
    given = (when.earliest, when.latest)
    return any(_inside(given, bounds(each)) for each in (value, *accept)) and None not in given


def _inside(inner: tuple[str | None, str | None], outer: tuple[str | None, str | None]) -> bool:
    (first, last), (start, end) = inner, outer
    return (start is None or (first is not None and first >= start)) and (
        end is None or (last is not None and last <= end)
    )


def honest(when: When | None, value: str) -> bool:
    """Tell whether the coded range leaves room for the true day (no range leaves room for all)."""
    if when is None:
        return True
    first, last = bounds(value)
    return (when.earliest is None or last is None or when.earliest <= last) and (
        when.latest is None or first is None or when.latest >= first
    )
