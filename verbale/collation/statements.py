"""One statement, many readings: which attributions report the same act of speech.

Two accounts can be one statement when one voice speaks (the same actor, or principal and spokesperson), their days can be
one, and their words agree: the same words, a part of them, another translation or a paraphrase. Each figure that speaks
for it has its weight (`lexicon/same_statement.tsv`, fitted on labelled disputes); a person's judgement outranks it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from verbale.collation.accounts import Account
from verbale.collation.candidates import LEAD, MARKED, NEAR, day_of, to_compare
from verbale.collation.cluster import Conflict, Pair, Verdicts, cluster
from verbale.collation.days import gap
from verbale.collation.likeness import Likeness, compare
from verbale.collation.sense import Sense, load_sense
from verbale.collation.voices import Voices
from verbale.lexicon import load_table
from verbale.lexicon.wording import weight
from verbale.model import When, row_id

SAME = 0.74
"""From here up a pair joins."""
MEAN = 0.62
"""What all pairs between two groups must reach on average for them to join."""
UNSURE = 0.35
"""From here up a pair is put before a reviewer."""
_LAG = 14
"""Days within which the press reports what was said."""
_CLASH = 4
"""Days by which accounts of one marked sentence may differ."""
_FAR = 31
_LONG, _LONG_SHARE = 9, 0.8
"""Days by which they may differ where a sentence as long as this is marked by both: nobody says it twice in a month."""
_MARKED_SHARE = 0.6
"""A run of marked words, and its part of the shorter piece, that is no coincidence."""
_EXACT = 3
"""So many words, and all the same, are one statement of one voice whatever they weigh."""
_VARIANT = 0.65
"""How alike two marked pieces are that are one sentence in two translations, or cut and mended: 260 of 262 labelled pairs."""
_TWIN = 0.8
"""From here up two wordings are all but one."""
_HOPELESS, _SURE = 0.1, 0.97
"""Outside of these the words leave nothing open: of what joins, one pair in a thousand lies below, and above 77 in 78 are one."""
_FEW = 6
"""Of fewer words than these ("involvement", "a military strike") sense alone makes no statement: they are said too often."""
_WHOSE = re.compile(r"[’']s?\s")
_FIRST = 24
"""Characters in which the subject of a report stands."""
_TURN = {
    frozenset(pair)
    for pair in (
        ("accept", "refuse"), ("accept", "deny"), ("propose", "refuse"), ("demand", "refuse"), ("promise", "refuse"),
        ("request", "refuse"), ("demand", "accept"), ("praise", "accuse"), ("promise", "threaten"), ("praise", "threaten"),
        ("accept", "accuse"), ("praise", "refuse"), ("request", "accept"), ("propose", "accept"), ("deny", "announce"),
    )
}  # fmt: skip
"""Acts that are not two readings of one."""


class Group(Struct, frozen=True):
    """One statement's accounts; the first was written first."""

    id: str
    accounts: tuple[Account, ...]


class Grouped(Struct, frozen=True):
    """All statements, how sure each pair within one is, the pairs left open, and people's contradictions."""

    groups: tuple[Group, ...]
    scores: dict[tuple[str, str], float]
    open: tuple[Pair, ...]
    conflicts: tuple[Conflict, ...]


def _gap(left: Account, right: Account) -> tuple[str, int]:
    return gap(left.spoken, left.written, right.spoken, right.written)


# -- pairs -------------------------------------------------------------------------------------------------------------


@cache
def _weights() -> dict[str, float]:
    return {row["figure"]: float(row["weight"]) for row in load_table("same_statement.tsv")}


def figures(left: Account, right: Account, found: Likeness) -> dict[str, float]:
    """Return what speaks for and against two accounts being one statement, each figure about 0 to 1."""
    kind, days = _gap(left, right)
    one, other = left.attribution, right.attribution
    return {
        "one": 1.0,
        "covered": found.covered * min(found.weight, 1.5) / 1.5,
        "mutual": found.mutual * min(found.weight, 1.0),
        "covered and heavy": found.covered * min(found.weight, 4.0) / 4.0,
        "marked run": min(found.run, 8) / 8 * found.run_share if found.run >= 3 else 0.0,
        "marked likeness": found.marked if found.weight > 0.2 else 0.0,
        "variant": float(found.marked >= 0.75 and found.weight > 0.2),
        "fragment": _fragment(left, right),
        "verbatim": max(0, min(found.verbatim, 10) - 2) / 8,
        "same day": float(kind == "same"),
        "same speaker": float(left.speaker_key == right.speaker_key),
        "same act": float(one.act == other.act),
        "same addressee": float(left.addressee_key is not None and left.addressee_key == right.addressee_key),
        "head covered": found.covered * found.mutual**0.5 * min(found.weight, 1.0) * (left.head != right.head),
        "both direct": float(one.mode == other.mode == "direct") * (1.0 - found.mutual),
        "turned": found.turned,
        "contraries": min(len(found.contraries), 2) / 2,
        "other numbers": float(not found.numbers),
        "days apart": min(days, 14) / 14,
        "next day": float(kind == "apart"),
        **_places(left, right),
    }


def _fragment(left: Account, right: Account) -> float:
    """Return what the heaviest short piece weighs that both mark in the same words: “immediately”, “positive”."""
    same = {run for run in left.wording.runs if len(run) <= 5} & {run for run in right.wording.runs if len(run) <= 5}
    return min(1.0, 3 * max((max(weight(word) for word in run) for run in same), default=0.0))


def _places(left: Account, right: Account) -> dict[str, float]:
    """Return what it tells where two accounts of one article stand: a lead is told again below, a quotation follows upon
    its paraphrase; but what stands one after the other is more often two things than one."""
    if left.document_id != right.document_id:
        return {}
    first, last = sorted(a.attribution.content[0].start for a in (left, right))
    near = max(0.0, 1.0 - (last - first) / NEAR)
    direct = (left.attribution.mode == "direct") + (right.attribution.mode == "direct")
    return {
        "one document": 1.0,
        "lead": float(first < LEAD <= last),
        ("near, both told", "near, one quoted", "near, both quoted")[direct]: near,
    }


def by_words(left: Account, right: Account, found: Likeness) -> float:
    """Return how likely two accounts are one statement by their words alone, given that they can be."""
    return _told(left, right, found, figures(left, right, found))


def _told(left: Account, right: Account, found: Likeness, known: Mapping[str, float]) -> float:
    weights = _weights()
    total = sum(weights.get(name, 0.0) * value for name, value in known.items())
    found_so = max(1 / (1 + math.exp(-total)), 0.9 if _twins(left, right, found) else 0.0)
    if found.marked >= _VARIANT and found.weight > 0.2 and found.numbers and not found.turned and not found.contraries:
        found_so = max(found_so, 0.85)
    return round(found_so, 3)


def _twins(left: Account, right: Account, found: Likeness) -> bool:
    """Say whether two accounts have the same words, or mark one long sentence."""
    return (left.wording.words == right.wording.words and len(left.wording.words) >= _EXACT) or _long(found)


def probability(left: Account, right: Account, found: Likeness, sense: Sense | None) -> float:
    """Return how likely two accounts are one statement, given that they can be: by their words, and by their sense where
    these leave it open."""
    known = figures(left, right, found)
    told = _told(left, right, found, known)
    if sense is None or not _is_open(told):
        return told
    read = sense.probability(left, right, known, told)
    if read is None:
        return told
    if _twins(left, right, found):
        return max(read, 0.9)
    few = min(len(a.wording.words) for a in (left, right)) < _FEW
    return min(told, read) if few else read


def _is_open(told: float) -> bool:
    return _HOPELESS <= told < _SURE


def possible(left: Account, right: Account, voices: Voices, found: Callable[[], Likeness]) -> bool:
    """Say whether two accounts can be one statement at all: one voice, days that can be one, no contrary acts."""
    if left.id == right.id or frozenset((left.attribution.act, right.attribution.act)) in _TURN:
        return False
    one, other = left.speaker_key, right.speaker_key
    if one is None or other is None or (one != other and not voices.same(one, other)):
        # whoever an account names, or leaves unnamed: so many words are marked as said because they were said once;
        # but what one state says is never another's, unless it is an agency that tells it
        if one and other and voices.rivals(one, other) and not (voices.reporter(one) or voices.reporter(other)):
            return False
        nobody = one is None or other is None or voices.unknown(one) or voices.unknown(other)
        if not (left.wording.runs and right.wording.runs and _proof(found())) and not (nobody and _plainly(found())):
            return False
    elif one != other and (_tells_of(left, right, voices) or _tells_of(right, left, voices)):
        return False  # "the White House says that Sullivan is worried" is not what Sullivan says
    if left.document_id == right.document_id and _nested(left, right):
        return False
    kind, days = _gap(left, right)
    if kind in {"same", "overlap"}:
        return True
    if kind == "open":
        return days <= _LAG
    if kind == "unknown":
        return _proof(found())
    # the next day: time zones, "on Thursday" in a morning paper; a day taken from another sentence may be far off
    if days <= 1 or (days <= _CLASH and (_proof(found()) or found().mutual >= _TWIN)):
        return True
    return days <= _FAR and _long(found())


def _proof(found: Likeness) -> bool:
    """Say whether two accounts mark so many of the same words that chance is out of the question."""
    return found.run >= MARKED and found.run_share >= _MARKED_SHARE


def _plainly(found: Likeness) -> bool:
    """Say whether two accounts tell so much in the same words that they are one, though of one nobody knows who speaks."""
    if found.weight < _PLAIN_WEIGHT or not found.numbers or found.turned or found.contraries:
        return False
    if found.covered >= _PLAIN and found.mutual >= _PLAIN_MUTUAL:
        return True
    return found.run >= _PLAIN_RUN and found.run_share >= _PLAIN


_PLAIN, _PLAIN_MUTUAL, _PLAIN_WEIGHT = 0.85, 0.65, 2.0
_PLAIN_RUN = 5
"""Words of a marked piece, nearly all of it: four are a saying ("one country, two systems")."""


def _long(found: Likeness) -> bool:
    """Say whether two accounts mark one long sentence, or a long part of one."""
    return found.run >= _LONG and found.run_share >= _LONG_SHARE


def _tells_of(account: Account, other: Account, voices: Voices) -> bool:
    """Say whether an account's words tell of the other's speaker, as those of a report of a report do.

    What a state or body does its spokesmen tell as its own: "Moscow does not expect", but not "to meet Moscow's demand".
    """
    if other.speaker_key is None or not _names(account, other):
        return False
    own = account.wording.tokens[0].form == f"@{other.speaker_key}" and not voices.person(other.speaker_key)
    return not own or _WHOSE.search(account.attribution.content[0].text[:_FIRST]) is not None


def _names(account: Account, other: Account) -> bool:
    """Say whether an account's words name the other's speaker, as those of a report of a report do."""
    name = f"@{other.speaker_key}"
    return name in account.wording.forms and name not in other.wording.forms


def _nested(left: Account, right: Account) -> bool:
    """Say whether one stands inside the other's content (a report of a report is not its twin), but is not all of it."""
    mine, theirs = (sum(s.end - s.start for s in x.attribution.content) for x in (left, right))
    shared = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in left.attribution.content
        for b in right.attribution.content
    )
    return 0 < shared < 0.95 * max(mine, theirs)


# -- groups ------------------------------------------------------------------------------------------------------------


Score = Callable[[str, str], float | None]
"""How likely two accounts, by id, are one statement; None where they cannot be."""


Told = Callable[[int, int], None]
"""Hears how many pairs of how many were read."""


def unheard(done: int, total: int) -> None:
    """Tell nobody."""


class Scorer:
    """Scores pairs of these accounts, each pair once: how likely they are one statement; None where they cannot be."""

    def __init__(self, by_id: Mapping[str, Account], voices: Voices) -> None:
        self._by_id = by_id
        self._voices = voices
        self._sense = load_sense()
        self._known: dict[tuple[str, str], float | None] = {}

    def __call__(self, left: str, right: str) -> float | None:
        """Return how likely two accounts are one."""
        key = (left, right) if left < right else (right, left)
        if key not in self._known:
            self._known[key] = self._score(*key, self._sense)
        return self._known[key]

    def all(self, pairs: Iterable[tuple[str, str]], told: Told = unheard) -> Iterable[Pair]:
        """Yield each of these pairs that was not scored yet, as far as they can be one; those for which both have to be read come
        last, in the order of their days, so that what was read is still at hand. `told` hears how many of them are read."""
        left_open: set[tuple[str, str]] = set()
        for left, right in pairs:
            key = (left, right) if left < right else (right, left)
            if key in self._known or key in left_open:
                continue
            words = self._score(*key, None)
            if words is not None and self._sense is not None and _is_open(words):
                left_open.add(key)
                continue
            self._known[key] = words
            if words is not None:
                yield Pair(*key, words)
        for number, key in enumerate(sorted(left_open, key=self._place)):
            told(number, len(left_open))
            found = self(*key)
            if found is not None:
                yield Pair(*key, found)

    def _place(self, key: tuple[str, str]) -> tuple[int, str, str, tuple[str, str]]:
        one, other = (self._by_id[own] for own in key)
        return min(day_of(one), day_of(other)), one.document_id, other.document_id, key

    def _score(self, left: str, right: str, sense: Sense | None) -> float | None:
        a, b = self._by_id[left], self._by_id[right]
        held: list[Likeness] = []

        def found() -> Likeness:
            if not held:
                held.append(compare(a.wording, b.wording))
            return held[0]

        return probability(a, b, found(), sense) if possible(a, b, self._voices, found) else None


def in_order(accounts: Iterable[Account]) -> list[Account]:
    """Return accounts in the order in which they are compared."""
    return sorted(accounts, key=lambda a: (a.document_id, a.attribution.content, a.id))


def find_pairs(accounts: Sequence[Account], voices: Voices, score: Scorer, told: Told = unheard) -> list[Pair]:
    """Return the pairs of accounts (`in_order`) that may be one."""
    near = ((left.id, right.id) for left, right in to_compare(accounts, voices))
    return [pair for pair in score.all(near, told) if pair.score >= UNSURE]


def form(by_id: Mapping[str, Account], pairs: Sequence[Pair], verdicts: Verdicts, score: Score) -> Grouped:
    """Form statements out of accounts and the pairs among them."""
    clusters, conflicts = cluster(list(by_id), pairs, verdicts, threshold=SAME, mean=MEAN, score=score)
    groups, scores = [], {}
    of: dict[str, int] = {}
    for number, ids in enumerate(clusters):
        members = sorted((by_id[i] for i in ids), key=_order)
        of.update((i, number) for i in ids)
        groups.append(Group(row_id("statement", members[0].id), tuple(members)))
        scores.update({(a, b): s for n, a in enumerate(ids) for b in ids[n + 1 :] if (s := score(a, b)) is not None})
    left_open = tuple(
        p for p in sorted(pairs, key=lambda p: (-p.score, p.left, p.right))
        if of[p.left] != of[p.right] and verdicts.said(p.left, p.right) is None
    )  # fmt: skip
    return Grouped(tuple(sorted(groups, key=lambda g: g.id)), scores, left_open, tuple(conflicts))


def group(accounts: Sequence[Account], voices: Voices, verdicts: Verdicts) -> Grouped:
    """Group accounts into statements; the outcome does not depend on their order."""
    by_id = {a.id: a for a in in_order(accounts)}
    score = Scorer(by_id, voices)
    return form(by_id, find_pairs(list(by_id.values()), voices, score), verdicts, score)


def _order(account: Account) -> tuple[str, str, str]:
    """Who reported first: a later article then changes no statement's id."""
    when: When | None = account.written
    return ((when.latest or when.earliest or "9999") if when else "9999", account.document_id, account.id)
