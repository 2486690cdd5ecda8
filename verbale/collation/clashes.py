"""How two accounts of what one party said differ, held side by side: a pure reading of a pair.

Each rule looks for one sort of difference and asks for the words that show it; what is only inferred shows nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz

from verbale.collation.accounts import Account
from verbale.collation.conditions import condition_of
from verbale.collation.days import limits
from verbale.collation.likeness import Likeness, nearest
from verbale.collation.occasions import firm_day, hearer, occasion, occasions_clash
from verbale.collation.voices import Voices
from verbale.collation.wording import Change, differences
from verbale.lexicon.wording import weight
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
    shaky = first is not None and second is not None and abs(first - second) == 1 and (_deictic(one) or _deictic(other))
    if first is not None and second is not None and 0 < abs(first - second) < _WEEK and not shaky:
        days = (dt.date.fromordinal(first).isoformat(), dt.date.fromordinal(second).isoformat())
        yield Clash("date", "the day of speaking", one, other, days, 0.95)
    way, by = occasion(one), occasion(other)
    if way and by and {way.value, by.value} != _POSTED and occasions_clash(way.value, by.value):
        yield Clash("place", "on what occasion it was said", one, other, (way.value, by.value), 0.85)
    to, whom = hearer(one), hearer(other)
    if to and whom and not voices.same(to, whom) and voices.block(to) != voices.block(whom):
        unknown = voices.unknown(to) or voices.unknown(whom) or voices.reporter(to) or voices.reporter(whom)
        if not unknown:
            yield Clash("addressee", "to whom it was said", one, other, (to, whom), 0.85, key=True)


_COMPANIONS = re.compile(
    r"\W{0,3}\s{0,8}(?:and|along with|together with)\s+(?:its|their|his|her)\s+(?:[\w-]+\s+){0,2}(?:allies|partners|backers)\b",
    re.I,
)


_BESIDE = 40


_POSTED = {"letter", "social media"}
"""A letter is shown to all where its writer writes."""


_DEICTIC = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening)|(?:last|over) ?night)\b", re.I
)


def _deictic(account: Account) -> bool:
    """Say whether an account's day hangs on that of its article: "tonight" is a day off where the page's day is."""
    when = account.spoken
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

# -- wording -----------------------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"[“\"«„‘]([^“”\"«»„]{2,2000})[”\"»’]")
_SHORTEST = 4
_LONGEST = 700
"""Characters of marked words that are held side by side."""
_CUT = re.compile(r"\[|…|\.\.\.|\(")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_CHANGED = 6
"""Most words that may stand for others before the two are no longer one sentence."""


def pieces(account: Account) -> tuple[str, ...]:
    """Return what an account sets between marks, each piece of four words and more."""
    said = account.attribution
    found: list[str] = []
    for span in said.content:
        found += [span.text] if said.mode == "direct" else [m[1] for m in _QUOTED.finditer(span.text)]
    return tuple(p[:_LONGEST] for p in found if len(_WORD.findall(p)) >= _SHORTEST)


_KEPT = 0.25
"""What the words that stay must weigh together."""


def wording_clashes(
    one: Account, other: Account, found: Likeness, beside: Sequence[str], besides: Sequence[str]
) -> Iterator[Clash]:
    """Yield words of one marked sentence that two accounts have otherwise: "doorstep" and "threshold", "can" and "cannot".

    `beside`, `besides`: all that the articles of the one and of the other set between marks of this voice: who quotes both
    wordings has two sentences.
    """
    if found.marked < 0.6 and found.mutual < _CLOSE:
        return
    mine, theirs = pieces(one), pieces(other)
    parts = found.marked < 0.6
    if parts:
        mine, theirs = (tuple(c for p in held for c in _clauses(p)) for held in (mine, theirs))
    for left in mine:
        if any(_told_so(left, piece) for piece in besides):
            continue
        for right in theirs:
            alike = fuzz.partial_ratio(left, right)
            if alike < 60 or any(_told_so(right, piece) for piece in beside):
                continue
            if any(_nearer(left, p, right, alike) for p in besides) or any(
                _nearer(right, p, left, alike) for p in beside
            ):
                continue  # said twice in like words: each is held against its own
            told = max(
                _changed(left, right, _HEAVY if parts else _KEPT),
                key=lambda c: (c[2], _heaviest(c[1]), c[1].base),
                default=None,
            )
            if told is not None:
                kind, change, sure = told
                values = (_shown(change.base, left), _shown(change.other, right))
                yield Clash(kind, " / ".join(sorted(values)), one, other, values, sure)


_HEAVY = 0.6
"""What the words that stay in a clause must weigh: "I think he ... a very good ..." is said of anybody."""
_TURNED = 0.4
"""What the words must weigh that make a sentence another translation: "he has", "Mr Roe had" is none."""
_CLOSE = 0.4
"""How alike two remarks must be for their clauses to be held against each other."""


def _clauses(piece: str) -> list[str]:
    """Return the clauses of a marked piece that are long enough to be one sentence told twice."""
    return [c for part in _CLAUSE.split(piece) if len(_WORD.findall(c := part.strip())) >= _SHORTEST]


_END = re.compile(r"[.!?;:]\s")
_CLAUSE = re.compile(r"[.!?;,:]\s")


@lru_cache(20_000)
def _told_so(piece: str, other: str) -> bool:
    """Say whether a marked piece stands in another as it is."""
    return len(other) >= 0.9 * len(piece) and fuzz.partial_ratio(piece.strip(" .,"), other) >= 97


_NEARER = 3


def _nearer(piece: str, rival: str, other: str, alike: float) -> bool:
    """Say whether a piece is more like another of the same article than like the one it is held against."""
    if other in rival or len(rival) < 0.6 * len(piece):
        return False
    return fuzz.partial_ratio(piece, rival, score_cutoff=alike + _NEARER) > 0


def _heaviest(change: Change) -> float:
    """Return what the weightiest words of a change weigh together: of two changes in one sentence it is told."""
    return sum(weight(w.casefold()) for w in (*_WORD.findall(change.base), *_WORD.findall(change.other)))


def _shown(words: str, piece: str) -> str:
    """Return words as a list shows them: whole words, no article before."""
    at = piece.find(words)
    if at > 1 and (piece[at - 1] in "’'" or (words[0] in "’'" and piece[at - 1].isalnum())):  # "they're"
        words = piece[piece.rfind(" ", 0, at) + 1 : at] + words
    words = words.strip(" ,;:“”\"'’‘")
    return _ARTICLE.sub("", words) or "left out"


_ARTICLE = re.compile(r"^(?:an?|the)\s+(?=\w)", re.I)


def _window(short: str, long: str) -> str:
    """Return that stretch of a long piece, from word to word, that is most like a short one."""
    found = fuzz.partial_ratio_alignment(short, long)
    if found is None:
        return long
    start, end = found.dest_start, found.dest_end
    while start > 0 and long[start - 1].isalnum():
        start -= 1
    while end < len(long) and long[end].isalnum():
        end += 1
    return long[start:end]


@lru_cache(20_000)
def _changed(left: str, right: str, least: float = _KEPT) -> tuple[tuple[DisagreementKind, Change, float], ...]:
    """Return the changes that alter a sentence which is otherwise the same on both sides."""
    whole = True
    if len(left) * 3 < len(right) * 2:
        cut = _window(left, right)
        whole, right = right.rstrip(' .,!?”"').endswith(cut.rstrip(' .,!?”"')), cut
    elif len(right) * 3 < len(left) * 2:
        cut = _window(right, left)
        whole, left = left.rstrip(' .,!?”"').endswith(cut.rstrip(' .,!?”"')), cut
    changes = differences(left, right)
    equal = [i for i, c in enumerate(changes) if c.sort == "same"]
    if not equal:
        return ()
    inner = changes[equal[0] : equal[-1] + 1]
    kept = sum(max(len(_WORD.findall(c.base)), len(_WORD.findall(c.other))) for c in inner if c.sort == "same")
    lost = sum(max(len(_WORD.findall(c.base)), len(_WORD.findall(c.other))) for c in inner if c.sort != "same")
    heavy = sum(weight(w.casefold()) for c in inner if c.sort == "same" for w in _WORD.findall(c.base))
    if heavy < least or (kept < 6 and kept < 0.8 * min(len(_WORD.findall(left)), len(_WORD.findall(right)))):
        return ()  # "I would ... to do it" is in many sentences
    if kept < _SHORTEST or lost > (1.0 if kept >= 10 else 0.5) * kept:
        return ()
    found: list[tuple[DisagreementKind, Change, float]] = []
    for index, change in enumerate(changes):
        ends = whole and index == len(changes) - 1 and change.base_end >= len(left.rstrip(" .,!?")) - 1
        ends = ends and change.other_end >= len(right.rstrip(" .,!?")) - 1
        if change.sort == "same" or not (equal[0] < index < equal[-1] or (ends and index > equal[-1])):
            continue
        if _CUT.search(left[max(0, change.base_start - 5) : change.base_end + 5]) or _CUT.search(
            right[max(0, change.other_start - 5) : change.other_end + 5]
        ):
            continue
        kind = _telling(change)
        if kind == "garble" and change.sort == "negation" and _island(changes, index):
            continue  # "this is not a war. This is help", "this is help"
        if kind == "garble" and not (
            set(_WORD.findall(change.base.casefold())) ^ set(_WORD.findall(change.other.casefold()))
        ) - set(_WORD.findall((left if change.other else right).casefold())):
            continue  # said twice: "at no time, at no time"
        if kind is not None:
            full = min(1.0, (kept + 4) / 14)
            found.append((kind, change, round((0.9 if kind == "wording" else 0.97) * (0.8 + 0.2 * full), 3)))
    inside = [c for c in inner if c.sort != "same" and c.base.strip() and c.other.strip()]
    turns = [c for c in inside if c.sort not in {"slight", "like", "name"}]
    turned = sum(
        max((_weight(w) for w in _WORD.findall(f"{c.base} {c.other}") if w.islower()), default=0.0)
        for c in turns
        if not _one_word(_WORD.findall(c.base), _WORD.findall(c.other))
    )
    many = turned >= _TURNED and len(inside) >= 2 and kept >= _SHORTEST * 2 and lost >= max(_SHORTEST, 0.25 * kept)
    if not found and many and not _CUT.search(left + right):
        # no word alone tells: the sentence is another translation, or told from memory
        return (("wording", max(turns, key=lambda c: (len(c.base) + len(c.other), c.base)), 0.7),)
    other_words = [
        c for c in inside if not _one_word(_WORD.findall(c.base), _WORD.findall(c.other)) and c.sort != "name"
    ]
    places = sum(c.sort != "same" and bool(_WORD.search(c.base + c.other)) for c in inner)
    if not found and other_words and places >= 2 and kept >= _SHORTEST + 2 and not _CUT.search(left + right):
        # small words, but in several places: nobody who writes down what he hears does that
        return (
            (
                "wording",
                _widened(max(other_words, key=lambda c: (len(c.base) + len(c.other), c.base)), left, right),
                0.6,
            ),
        )
    return tuple(found)


def _island(changes: Sequence[Change], index: int) -> bool:
    """Say whether only a word stands between a change and the next: the two are one, and more than a "not"."""
    near = [(index + 1, index + 2), (index - 1, index - 2)]
    return any(
        0 <= beyond < len(changes)
        and changes[beside].sort == "same"
        and changes[beyond].sort != "same"
        and len(_WORD.findall(changes[beside].base)) < 2
        for beside, beyond in near
    )


_AFTER = re.compile(r"\W{0,3}[\w’'-]+(?:\s[\w’'-]+)?")
_BEFORE = re.compile(r"[\w’'-]+\s\W?$")


def _widened(change: Change, left: str, right: str) -> Change:
    """Return a change of small words with those around it: "of" and "for" alone tell a reader nothing."""
    ends = [
        m.end() if (m := _AFTER.match(text, at)) else at
        for text, at in ((left, change.base_end), (right, change.other_end))
    ]
    begins = [
        m.start() if (m := _BEFORE.search(text, max(0, at - 30), at)) else at
        for text, at in ((left, change.base_start), (right, change.other_start))
    ]
    return Change(
        change.kind,
        begins[0],
        ends[0],
        begins[1],
        ends[1],
        left[begins[0] : ends[0]],
        right[begins[1] : ends[1]],
        change.sort,
    )


def _telling(change: Change) -> DisagreementKind | None:
    """Return what sort of difference a change makes, None where it makes none."""
    mine, theirs = _WORD.findall(change.base), _WORD.findall(change.other)
    if max(len(mine), len(theirs)) > _CHANGED or abs(len(mine) - len(theirs)) > 3:
        return None
    if _END.search(change.base.rstrip(" .!?")) or _END.search(change.other.rstrip(" .!?")):
        return None  # a sentence ends within: what follows is another
    if change.sort == "negation":
        return "garble"
    if not mine or not theirs:
        return None
    if change.sort == "number":
        if all(any(w[0].isdigit() for w in side) for side in (mine, theirs)):
            return "number"
        if not any(w[0].isdigit() for w in (*mine, *theirs)):
            return None
    if change.sort == "contrary":
        return "garble"
    if change.sort not in {"word", "like", "name", "number"} or _one_word(mine, theirs):
        return None
    heavy = [max((_weight(w) for w in side), default=0.0) for side in (mine, theirs)]
    least = 0.25 if change.sort == "word" else 0.45
    return "wording" if min(heavy) >= least else None


def _weight(word: str) -> float:
    return 0.0 if "’" in word else weight(word.casefold())


def _one_word(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether two runs of words are spellings or forms of one: "defence", "defense"; "use", "used"; "Kyiv", "Kiev"."""
    left, right = ("".join(w for w in side if _weight(w)) or "".join(side) for side in (mine, theirs))
    left, right = left.casefold(), right.casefold()
    stem = 0
    while stem < min(len(left), len(right)) and left[stem] == right[stem]:
        stem += 1
    return stem >= 4 or stem == min(len(left), len(right)) or (stem > 0 and fuzz.ratio(left, right) >= 75)


# -- numbers -----------------------------------------------------------------------------------------------------------

_UNIT = 0.1
"""What the word behind a number must tell for it to be what is counted."""
_NUMBER = re.compile(r"\d[\d,.]*")


def number_clashes(one: Account, other: Account, found: Likeness) -> Iterator[Clash]:
    """Yield what two accounts of one remark count otherwise, in sentences that are the same but for the number."""
    if found.verbatim < 3 or found.mutual < 0.5:
        return
    written = [limits(a.written) for a in (one, other)]
    if None not in written[0] and None not in written[1] and written[0] != written[1] and firm_day(one) is None:
        return  # another day's count
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
    if found.contraries and found.verbatim >= 4:
        about = " / ".join(found.contraries[0])
    elif found.turned >= 0.6 and found.verbatim >= 5:
        about = "said with a “not” and without"
    else:
        return None
    left, right = (" … ".join(s.text for s in a.attribution.content)[:160] for a in (one, other))
    return Clash("garble", about, one, other, (left, right), 0.85)


_SELF = re.compile(r"\b(?:I|we|our|ours|us|my|me|mine)\b", re.I)
_EARLY = 4


def own_words_marked(account: Account) -> bool:
    """Say whether an article sets its own words between marks: the speaker is named in them, as no speaker names himself."""
    said = account.attribution
    if said.mode != "direct" or account.speaker_key is None:
        return False
    text = said.content[0].text
    if not account.speaker_key.startswith("lexicon:") or "." not in account.speaker_key:
        return False  # a state speaks of itself by its name, and agencies write of persons so
    early = [t.form for t in account.wording.tokens[:_EARLY]]
    return f"@{account.speaker_key}" in early and _SELF.search(text) is None and len(_WORD.findall(text)) >= 8
