"""Where accounts of one statement differ: day, addressee, place, number, wording, a left-out condition, a garbled sense.

And where one sentence is given to two speakers. Each difference is laid out by sides, with the coded rows behind each; how
many independent sources stand on a side is counted by the caller's `sources`. Differences inside one family of copies are
none: a copy cannot contradict its origin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.conditions import condition_of
from verbale.collation.days import gap, limits
from verbale.collation.events import EventGroup
from verbale.collation.likeness import compare, nearest
from verbale.collation.statements import Group, marked_pairs
from verbale.collation.voices import Voices
from verbale.lexicon.wording import weight
from verbale.model import row_id
from verbale.store.rows import Disagreement, DisagreementKind, Side

Sources = Callable[[Sequence[Account]], int]
"""How many independent sources accounts are."""

_OCCASIONS = frozenset(
    {"call", "video call", "meeting", "news conference", "interview", "speech", "letter", "parliament"}
)
_TOLD_APART = 3
"""Words that a marked piece must share with another before their difference is one of wording."""


def _side(value: str, accounts: Sequence[Account], sources: Sources) -> Side:
    return Side(value, tuple(sorted(a.id for a in accounts)), sources(accounts))


def _make(
    kind: DisagreementKind, subject: str, about: str, sides: Sequence[Side], score: float, other: str | None = None
) -> Disagreement:
    ordered = sorted(sides, key=lambda s: (-s.independent, -len(s.row_ids), s.value))
    weakest = min(s.independent for s in ordered)
    own = row_id("disagreement", kind, subject, other, about, *(s.value for s in ordered))
    return Disagreement(own, kind, subject, about, tuple(ordered), other, round(score * (1 - 0.5**weakest), 3))


def _by_value(
    values: Iterable[tuple[str, Account]], clash: Callable[[Account, Account], bool], sources: Sources
) -> list[Side]:
    """Return the sides of a difference; none where no two values clash. Values that clash with nothing are left out."""
    groups: defaultdict[str, list[Account]] = defaultdict(list)
    for value, account in values:
        groups[value].append(account)
    clashing = {
        value
        for one, other in combinations(sorted(groups), 2)
        if any(clash(a, b) for a in groups[one] for b in groups[other])
        for value in (one, other)
    }
    return [_side(value, groups[value], sources) for value in sorted(clashing)]


def _dates(group: Group, sources: Sources) -> Iterable[Disagreement]:
    dated = [(a.spoken.value, a) for a in group.accounts if a.spoken and all(limits(a.spoken))]

    def clash(a: Account, b: Account) -> bool:
        return a.document_id != b.document_id and gap(a.spoken, a.written, b.spoken, b.written)[0] == "apart"

    sides = _by_value(dated, clash, sources)
    if len(sides) > 1:
        exact = all(a.spoken and a.spoken.earliest == a.spoken.latest for _, a in dated)
        yield _make("date", group.id, "the day of speaking", sides, 1.0 if exact else 0.7)


def _addressees(group: Group, voices: Voices, sources: Sources, name: Callable[[str], str]) -> Iterable[Disagreement]:
    def clash(a: Account, b: Account) -> bool:
        one, other = a.addressee_key or "", b.addressee_key or ""
        return (
            a.document_id != b.document_id and not voices.same(one, other) and voices.block(one) != voices.block(other)
        )

    told = [
        (name(a.addressee_key), a) for a in group.accounts if a.addressee_key and not voices.unknown(a.addressee_key)
    ]
    sides = _by_value(told, clash, sources)
    if len(sides) > 1:
        yield _make("addressee", group.id, "to whom it was said", sides, 0.7)


def _places(group: Group, sources: Sources) -> Iterable[Disagreement]:
    def far(a: Account, b: Account) -> bool:
        one, other = (x.attribution.place.text.casefold() if x.attribution.place else "" for x in (a, b))
        return a.document_id != b.document_id and one not in other and other not in one

    sides = _by_value([(a.attribution.place.text, a) for a in group.accounts if a.attribution.place], far, sources)
    if len(sides) > 1:
        yield _make("place", group.id, "where it was said", sides, 0.6)

    def other(a: Account, b: Account) -> bool:
        return a.document_id != b.document_id and a.attribution.medium != b.attribution.medium

    met = [(a.attribution.medium, a) for a in group.accounts if a.attribution.medium in _OCCASIONS]
    sides = _by_value([(m, a) for m, a in met if m], other, sources)
    if len(sides) > 1:
        yield _make("place", group.id, "on what occasion it was said", sides, 0.6)


_NUMBER = re.compile(r"(\d[\d.,]*\d|\d)(?:[\s-]+)([^\W\d_]{3,})")


def _counts(account: Account) -> dict[str, str]:
    """Return the numbers of a content by what they count."""
    found: dict[str, str] = {}
    for span in account.attribution.content:
        for match in _NUMBER.finditer(span.text):
            found.setdefault(match[2].casefold().rstrip("s"), match[1])
    return found


def _numbers(group: Group, sources: Sources) -> Iterable[Disagreement]:
    counts = [(a, _counts(a)) for a in group.accounts]
    for unit in sorted({u for _, own in counts for u in own if u not in _MONTHS}):
        told = [(f"{own[unit]} {unit}", a) for a, own in counts if unit in own]
        sides = _by_value(told, lambda a, b: a.document_id != b.document_id, sources)
        if len(sides) > 1:
            yield _make("number", group.id, f"how many: {unit}", sides, 0.9)


_MONTHS = frozenset(
    "january february march april may june july august september october november december year month week day hour".split()
)


def _wordings(group: Group, sources: Sources) -> Iterable[Disagreement]:
    """Yield marked pieces that are one but for a word that means something else: "doorstep" and "threshold"."""
    seen: set[tuple[str, str]] = set()
    for one, other in combinations(group.accounts, 2):
        if one.document_id == other.document_id:
            continue
        for left, right in _replaced(one, other):
            key = (min(left, right), max(left, right))
            if key in seen:
                continue
            seen.add(key)
            sides = [
                _side(word, [a for a in group.accounts if _has(a, word)] or [account], sources)
                for word, account in ((left, one), (right, other))
            ]
            yield _make("wording", group.id, f"{key[0]} / {key[1]}", sides, 0.95)


def _has(account: Account, words: str) -> bool:
    return any(f" {words} " in f" {' '.join(run)} " for run in account.wording.runs)


def _replaced(one: Account, other: Account) -> Iterable[tuple[str, str]]:
    for left in one.wording.runs:
        for right in other.wording.runs:
            if left == right or min(len(left), len(right)) < _TOLD_APART + 1:
                continue
            matcher = SequenceMatcher(None, left[:200], right[:200], autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            if same < _TOLD_APART or same < 0.6 * min(len(left), len(right)):
                continue
            for what, a, b, c, d in matcher.get_opcodes():
                if what == "replace" and b - a <= 3 and d - c <= 3:
                    old, new = " ".join(left[a:b]), " ".join(right[c:d])
                    if _differ(left[a:b], right[c:d]):
                        yield old, new


def _differ(left: Sequence[str], right: Sequence[str]) -> bool:
    """Say whether two runs of words differ in meaning words, not in endings, articles or pronouns."""
    mine, theirs = ({w for w in words if weight(w) >= 0.25} for words in (left, right))
    return bool(mine and theirs) and not any(nearest(w, frozenset(theirs)) >= 0.8 for w in mine)


def _condition(account: Account) -> str | None:
    return next((found for span in account.attribution.content if (found := condition_of(span.text))), None)


def _omissions(group: Group, sources: Sources) -> Iterable[Disagreement]:
    """Yield a condition that some carry and others, telling as much of the rest, leave out."""
    told = [(a, _condition(a)) for a in group.accounts if not a.head]
    having = [(a, c) for a, c in told if c]
    lacking = [a for a, c in told if not c]
    if not having or not lacking:
        return
    carrier, condition = having[0]
    silent = [
        a for a in lacking
        if a.document_id not in {b.document_id for b, _ in having}
        and compare(a.wording, carrier.wording).covered >= 0.7
        and len(a.wording.words) >= 0.4 * len(carrier.wording.words)
    ]  # fmt: skip
    if silent:
        sides = [_side(f"“{condition}”", [a for a, _ in having], sources), _side("left out", silent, sources)]
        yield _make("omission", group.id, "a condition", sides, 0.6)


def _garbles(group: Group, sources: Sources) -> Iterable[Disagreement]:
    """Yield a reading that says the contrary of the others in nearly their words."""
    base = group.accounts[0]
    for account in group.accounts[1:]:
        found = compare(base.wording, account.wording)
        if account.document_id == base.document_id or found.mutual < 0.6 or account.head or base.head:
            continue
        if found.contraries or found.turned >= 0.5:
            about = " / ".join(found.contraries[0]) if found.contraries else "said with a “not” and without"
            sides = [
                _side(" ".join(s.text for s in a.attribution.content)[:160], [a], sources) for a in (base, account)
            ]
            yield _make("garble", group.id, about, sides, 0.9)


def _attributions(
    groups: Sequence[Group], voices: Voices, sources: Sources, name: Callable[[str], str]
) -> Iterable[Disagreement]:
    """Yield one marked sentence that two speakers are said to have said."""
    of = {a.id: g for g in groups for a in g.accounts}
    seen: set[tuple[str, str]] = set()
    for one, other in marked_pairs([a for g in groups for a in g.accounts]):
        left, right = of[one.id], of[other.id]
        key = (min(left.id, right.id), max(left.id, right.id))
        if left.id == right.id or key in seen or one.document_id == other.document_id:
            continue
        if not one.speaker_key or not other.speaker_key or voices.same(one.speaker_key, other.speaker_key):
            continue
        if voices.unknown(one.speaker_key) or voices.unknown(other.speaker_key):
            continue
        if voices.reporter(one.speaker_key) or voices.reporter(other.speaker_key):
            continue
        found = compare(one.wording, other.wording)
        standing, days = gap(one.spoken, one.written, other.spoken, other.written)
        near = (
            standing in {"same", "overlap"} or (standing == "open" and days <= 7) or (standing == "apart" and days <= 2)
        )
        if found.run < 6 or found.run_share < 0.7 or not near:
            continue
        seen.add(key)
        sides = [
            _side(name(key_), [a for a in group.accounts if a.speaker_key == key_], sources)
            for key_, group in ((one.speaker_key, left), (other.speaker_key, right))
        ]
        about = "who said: “" + " ".join(s.text for s in one.attribution.content)[:80] + "”"
        yield _make("attribution", key[0], about, sides, 1.0, key[1])


def find_denied(
    groups: Sequence[EventGroup],
    denied: Iterable[tuple[str, str]],
    sources: Callable[[Sequence[EventAccount]], int],
) -> list[Disagreement]:
    """Return what some tell as done and others deny; `denied`: (the event told, the event denied)."""
    by_id = {group.id: group for group in groups}
    found = []
    for told, not_so in sorted(denied):
        sides = [
            Side(value, tuple(sorted(a.id for a in by_id[key].accounts)), sources(by_id[key].accounts))
            for value, key in (("told as done", told), ("denied", not_so))
        ]
        trigger = by_id[told].accounts[0].mention.trigger.text
        found.append(_make("status", told, f"whether it happened: “{trigger}”", sides, 0.8, not_so))
    return sorted(found, key=lambda d: d.id)


def find_disagreements(
    groups: Sequence[Group], voices: Voices, sources: Sources, name: Callable[[str], str]
) -> list[Disagreement]:
    """Return where accounts of statements differ, by id; `name` gives an actor key's name."""
    found: list[Disagreement] = []
    for group in groups:
        if len({a.document_id for a in group.accounts}) < 2:
            continue
        for rule in (_dates, _places, _numbers, _wordings, _omissions, _garbles):
            found.extend(rule(group, sources))
        found.extend(_addressees(group, voices, sources, name))
    found.extend(_attributions(groups, voices, sources, name))
    return sorted({d.id: d for d in found}.values(), key=lambda d: d.id)
