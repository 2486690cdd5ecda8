"""How two accounts of what one party said differ, held side by side: a pure reading of a pair.

Each rule looks for one sort of difference and asks for the words that show it; what is only inferred shows nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from verbale.collation.accounts import Account
from verbale.collation.conditions import condition_of
from verbale.collation.days import gap, limits
from verbale.collation.likeness import Likeness, nearest
from verbale.collation.occasions import firm_day, hearer, occasion, occasions_clash
from verbale.collation.voices import Voices
from verbale.collation.wording import differences
from verbale.lexicon.wording import negations, weight
from verbale.store.rows import DisagreementKind


class Clash(Struct, frozen=True):
    """Two accounts that differ in one thing: what each gives for it, and how sure and weighty that is."""

    kind: DisagreementKind
    about: str
    left: Account
    right: Account
    values: tuple[str, str]
    sure: float
    key: bool = False
    """The values are actors' keys."""


_RUN, _RUN_SHARE = 6, 0.6
"""Marked words in a row that two accounts of one remark share."""
_VERBATIM = 9
"""Words in a row that they share, marked or not."""
_WEEK = 7
"""Days within which two accounts of one remark differ in its day: the same words a month later are said again, and days a
week apart are "on Friday" twice, of articles of which one was dated wrongly."""


def same_words(found: Likeness) -> bool:
    """Say whether two accounts give the same remark in the same words: no two remarks of a week are worded alike."""
    return (found.run >= _RUN and found.run_share >= _RUN_SHARE) or found.verbatim >= _VERBATIM


def occasion_clashes(one: Account, other: Account, found: Likeness, voices: Voices) -> Iterator[Clash]:
    """Yield differences in the day, the way and the hearer of what is one remark by its words."""
    if not same_words(found) or found.weight < _WEIGHT:
        return
    first, second = firm_day(one), firm_day(other)
    shaky = first is not None and second is not None and abs(first - second) == 1 and (_moves(one) or _moves(other))
    if first is not None and second is not None and 0 < abs(first - second) < _WEEK and not shaky:
        days = (dt.date.fromordinal(first).isoformat(), dt.date.fromordinal(second).isoformat())
        yield Clash("date", "the day of speaking", one, other, days, 0.95)
    way, by = occasion(one), occasion(other)
    if way and by and {way.value, by.value} != _POSTED and occasions_clash(way.value, by.value):
        yield Clash("place", "on what occasion it was said", one, other, (way.value, by.value), 0.85)
    to, whom = hearer(one), hearer(other)
    if to and whom and not voices.same(to, whom) and voices.block(to) != voices.block(whom):
        unknown = voices.unknown(to) or voices.unknown(whom) or voices.reporter(to) or voices.reporter(whom)
        if not unknown and not _one_name(one, other):
            yield Clash("addressee", "to whom it was said", one, other, (to, whom), 0.85, key=True)


def _one_name(one: Account, other: Account) -> bool:
    """Say whether two hearers are called by one last name, as two actors of a record may be."""
    last = [
        next((e.span.text.split()[-1:] for e in a.attribution.evidence if e.field == "addressee"), [])
        for a in (one, other)
    ]
    return bool(last[0]) and last[0] == last[1]


_COMPANIONS = re.compile(
    r"\W{0,3}\s{0,8}(?:and|along with|together with)\s+(?:its|their|his|her)\s+(?:[\w-]+\s+){0,2}(?:allies|partners|backers)\b",
    re.I,
)


_BESIDE = 40


_POSTED = {"letter", "social media"}
"""A letter is shown to all where its writer writes."""


_PENNED = re.compile(r"\b(?:wrote|writes|written|writing|published)\b", re.I)
_DEICTIC = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening)|(?:last|over) ?night)\b", re.I
)


def _moves(account: Account) -> bool:
    """Say whether an account's day may be a day off: "tonight" where the page's day is, a text on the eve of its print."""
    when = account.spoken
    if any(_PENNED.search(cue.text) for cue in account.attribution.cue):
        return True
    return when is not None and bool(when.evidence) and _DEICTIC.search(when.evidence[0].text) is not None


def company_clash(one: Account, other: Account, found: Likeness) -> Clash | None:
    """Return that one account aims a remark at somebody "and its allies", the other at the same one alone."""
    if found.marked < 0.7 or found.weight < 0.5:
        return None
    for wide, narrow, turned in ((one, other, False), (other, one, True)):
        named = next((e.span for e in wide.attribution.evidence if e.field == "addressee"), None)
        if wide.addressee_key is None or named is None or wide.around is None or narrow.around is None:
            continue
        begin = max(0, named.start - wide.around.start)
        aimed = _COMPANIONS.search(wide.around.text, begin, begin + len(named.text) + _BESIDE)
        alone = narrow.addressee_key == wide.addressee_key or f"@{wide.addressee_key}" in narrow.wording.forms
        if aimed is None or not alone or _COMPANIONS.search(narrow.around.text):
            continue
        whom = wide.around.text[begin : aimed.start()]
        values = (whom + aimed[0], f"{whom} alone")
        ordered = (values[1], values[0]) if turned else values
        return Clash("addressee", "at whom it is aimed", one, other, ordered, 0.85)
    return None


_WEIGHT = 0.8
"""What two wordings must weigh for their likeness to tell that they are one remark."""

_LONGEST = 700
"""Characters of a content that are held side by side."""
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_END = re.compile(r"[.!?;:]\s")


# -- numbers -----------------------------------------------------------------------------------------------------------

_UNIT = 0.1
_COUNTED_WITHIN = 7
"""Days between articles that count one thing: the tariffs of July are not those of August."""
"""What the word behind a number must tell for it to be what is counted."""
_NUMBER = re.compile(r"\d[\d,.]*")


def number_clashes(one: Account, other: Account, found: Likeness) -> Iterator[Clash]:
    """Yield what two accounts of one remark count otherwise, in sentences that are the same but for the number."""
    if found.verbatim < 3 or found.mutual < 0.5:
        return
    written = [limits(a.written) for a in (one, other)]
    if None not in written[0] and None not in written[1] and written[0] != written[1] and firm_day(one) is None:
        return  # another day's count
    if gap(one.spoken, one.written, other.spoken, other.written)[1] > _COUNTED_WITHIN:
        return
    left, right = (" ".join(s.text for s in a.attribution.content)[:_LONGEST] for a in (one, other))
    if not (_NUMBER.search(left) and _NUMBER.search(right)):
        return
    changes = differences(left, right)
    kept = sum(len(_WORD.findall(c.base)) for c in changes if c.sort == "same")
    for before, change, after in zip(changes, changes[1:], changes[2:], strict=False):
        if change.kind != "replace" or change.sort != "number" or before.sort != "same" or after.sort != "same":
            continue
        mine, theirs = _NUMBER.findall(change.base), _NUMBER.findall(change.other)
        unit = [w for w in _WORD.findall(after.base)[:1] if weight(w.casefold()) >= _UNIT]
        if max(len(_WORD.findall(change.base)), len(_WORD.findall(change.other))) > 2:
            continue  # another thing is counted
        if len(mine) == len(theirs) == 1 and (theirs[0] in _NUMBER.findall(left) or mine[0] in _NUMBER.findall(right)):
            continue  # figures of a list: one account has both
        if len(mine) != 1 or len(theirs) != 1 or kept < 5 or not unit or _value(mine[0]) == _value(theirs[0]):
            continue
        values = (f"{change.base.strip()} {unit[0]}", f"{change.other.strip()} {unit[0]}")
        yield Clash("number", f"how many: {unit[0]}", one, other, values, 0.95)


def _value(number: str) -> float:
    try:
        return float(number.replace(",", "").rstrip("."))
    except ValueError:
        return -1.0


# -- what is left out --------------------------------------------------------------------------------------------------

_BOUND = frozenset({"promise", "threaten", "propose", "accept", "demand", "announce", "refuse", "warn", "expect"})
"""Acts that a condition changes."""
_LIGHT = 0.5


def condition(account: Account) -> str | None:
    """Return the condition that an account carries, where it says something."""
    if account.attribution.act not in _BOUND:
        return None
    found = next((c for span in account.attribution.content if (c := condition_of(span.text))), None)
    if found is None:
        return None
    heavy = [w for w in _heavy(found)[1:] if weight(w) >= _LIGHT]
    return found if len(heavy) >= 2 else None


def _heavy(words: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(words)]


def omission_clash(carrier: Account, silent: Account, found: Likeness, near: Sequence[Account]) -> Clash | None:
    """Return the condition that one account carries and another, telling as much of the rest, leaves out.

    `near`: what else the silent account's article has of the same voice: what stands there is not left out.
    """
    held = condition(carrier)
    if len(silent.wording.words) < _SENTENCE:
        return None  # a word or two of it
    if held is None or silent.head or found.covered < 0.8 or found.weight < 1.0 or found.turned >= 0.5:
        return None
    if silent.wording.total < 0.35 * carrier.wording.total:
        return None
    if not _has_main(carrier, held, silent):
        return None
    begins = held.split()[0].casefold()
    told = {
        w for a in (silent, *near) for text in (a.around, *a.attribution.content) if text for w in _heavy(text.text)
    }
    own = [w for w in _heavy(held) if weight(w) >= 0.25]
    if begins in {w for s in silent.attribution.content for w in _heavy(s.text)}:
        return None
    if sum(w in told for w in own) > 0.4 * len(own):
        return None
    main = sum(w.weight for w in carrier.wording.tokens if w.form not in own)
    if not main or silent.wording.total < 0.5 * main:
        return None
    sure = 0.8 if same_words(found) else 0.6
    return Clash("omission", "a condition", carrier, silent, (f"“{held}”", "left out"), sure)


_MAIN = 0.5
_SENTENCE = 6


def _has_main(carrier: Account, held: str, silent: Account) -> bool:
    """Say whether the silent account tells what the condition is of, and not only what else was said."""
    for span in carrier.attribution.content:
        at = span.text.find(held)
        if at < 0:
            continue
        begin = max((m.end() for m in _END.finditer(span.text, 0, at)), default=0)
        ends = _END.search(span.text, at + len(held))
        rest = span.text[begin:at] + span.text[at + len(held) : ends.start() if ends else len(span.text)]
        main = [w for w in _heavy(rest) if weight(w) >= _UNIT * 2.5]
        whole = sum(weight(w) for w in main)
        told = sum(weight(w) for w in main if nearest(w, silent.wording.forms) >= _MAIN)
        return not main or told >= _MAIN * whole
    return True


# -- the sense ---------------------------------------------------------------------------------------------------------


def sense_clash(one: Account, other: Account, found: Likeness) -> Clash | None:
    """Return that one account says the contrary of another in nearly its words."""
    if one.head or other.head or found.mutual < 0.7 or found.weight < _WEIGHT:
        return None
    if (
        found.contraries
        and found.verbatim >= 4
        and len({_CONDITION.search(a.content) is None for a in (one, other)}) == 1
    ):
        about = " / ".join(found.contraries[0])
    elif found.turned >= 0.6 and found.verbatim >= 5 and not all(map(_negated, (one, other))):
        about = "said with a “not” and without"
    else:
        return None
    left, right = (a.content[:160] for a in (one, other))
    return Clash("garble", about, one, other, (left, right), 0.85)


def _negated(account: Account) -> bool:
    """Say whether a negation stands anywhere in an account: "cannot go on" and "can no longer go on" are one."""
    return any(w.endswith("n't") or w in _negations() for w in account.wording.words)


@cache
def _negations() -> frozenset[str]:
    return negations() | {"nothing", "nobody", "cannot"}


_CONDITION = re.compile(r"\b(?:if|unless|or else|until)\b", re.I)
"""To "stop, or else" and "if they continue" are one threat."""
_SELF = re.compile(r"\b(?:I|we|our|ours|us|my|me|mine)\b", re.I)
_EARLY = 4
_WRITTEN = re.compile(r"\b(?:statement|report|letter|communiqu|wrote|writes|written|tweet|post)", re.I)


def own_words_marked(account: Account) -> bool:
    """Say whether an article sets its own words between marks: the speaker is named in them, as no speaker names himself."""
    said = account.attribution
    if said.mode != "direct" or account.speaker_key is None:
        return False
    if any(_WRITTEN.search(span.text) for span in (*said.cue, *([said.speaker] if said.speaker else []))):
        return False  # a body's written statement has its name where its spokesman says "we"
    text = said.content[0].text
    if not account.speaker_key.startswith("lexicon:") or "." not in account.speaker_key:
        return False  # a state speaks of itself by its name, and agencies write of persons so
    early = [t.form for t in account.wording.tokens[:_EARLY]]
    return f"@{account.speaker_key}" in early and _SELF.search(text) is None and len(_WORD.findall(text)) >= 8
