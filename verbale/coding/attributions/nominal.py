"""Reports by a noun: "Egypt's complaint that …", "a warning from Hanoi that …", "the ministry's refusal to …"."""

from __future__ import annotations

from functools import cache
from typing import get_args

from verbale.coding.attributions.found import Found, Line, Page
from verbale.coding.attributions.speakers import Phrase, is_speaker_like
from verbale.lexicon import load_table
from verbale.model import Act

_OWN = frozenset("his her its their our my".split())
_IS = frozenset("there's here's it's that's what's who's he's she's let's".split())
_FINITE = frozenset(
    "was were is are has have had would will came drew met went left stood fell found caused surprised".split()
)
_JOINS = frozenset("and or that which who it they he she we there".split())
_STOPS = frozenset(", ; : – — .".split())


@cache
def _nouns() -> dict[str, tuple[Act, frozenset[str]]]:
    acts: dict[str, Act] = {act: act for act in get_args(Act)}
    found: dict[str, tuple[Act, frozenset[str]]] = {}
    for row in load_table("cues_nouns.tsv"):
        entry = (acts[row["act"]], frozenset(row["opens"].split(",")))
        found.setdefault(row["noun"], entry)
        plural = row["noun"] + "s" if not row["noun"].endswith("y") else row["noun"]
        found.setdefault(plural, entry)
    return found


def _owner(line: Line, index: int) -> Phrase | None:
    """Return the possessor right before the noun ("Egypt's [latest] complaint"), or the pronoun that stands for him."""
    tokens = line.tokens
    for back in range(1, 4):
        at = index - back
        if at < 0 or line.quoted[at] or not tokens[at].word:
            return None
        low = tokens[at].low
        if low in _OWN:
            return Phrase(at, at)
        if low in _IS:
            return None  # "there's no guarantee that"
        if low.endswith(("'s", "s'")) or (
            at + 1 < len(tokens) and tokens[at + 1].low in {"'", "’"} and low.endswith("s")
        ):
            first = at
            while (
                first > 0
                and not line.quoted[first - 1]
                and (
                    line.named[first - 1]
                    or tokens[first - 1].upper
                    or tokens[first - 1].low in {"the", "foreign", "prime", "defence", "defense"}
                )
                and tokens[first - 1].word
                and tokens[first - 1].low not in {"and", "but", "in", "on", "at"}
            ):
                first -= 1
            if line.timed[at]:
                return None  # "Friday's announcement"
            return Phrase(first, at) if is_speaker_like(tokens, first, at, line.named) else None
    return None


def _source(line: Line, index: int, last: int) -> Phrase | None:
    """Return who stands behind "from" or "by" after the noun ("a warning from Hanoi that")."""
    tokens = line.tokens
    if index > last or tokens[index].low not in {"from", "by"}:
        return None
    stop = index + 1
    while (
        stop <= last
        and tokens[stop].low not in {"that", "to", "for", "of"}
        and tokens[stop].low not in _STOPS
        and stop - index < 8
    ):
        stop += 1
    phrase = Phrase(index + 1, stop - 1)
    if phrase.first > phrase.last or not is_speaker_like(tokens, phrase.first, phrase.last, line.named):
        return None
    return phrase


def _of_noun(line: Line, index: int, act: Act, opens: frozenset[str]) -> Found | None:
    tokens = line.tokens
    last = len(tokens) - 1
    while last > index and not tokens[last].word and not line.quoted[last]:
        last -= 1
    speaker = _owner(line, index)
    after = index + 1
    source = _source(line, after, last)
    if source is not None:
        speaker, after = source, source.last + 1
    if speaker is None or after > last or tokens[after].low not in opens or line.quoted[after]:
        return None
    low = tokens[after].low
    if (
        source is None
        and low in {"of", "for", "on", "about", "against"}
        and speaker.first == speaker.last
        and tokens[speaker.first].low in _OWN
    ):
        return None  # "his view of the sea", "their call on Monday"
    first = after + 1 if low != "to" else after
    end = first
    verbs = 0 if low == "that" else 1
    while end <= last:
        if not line.quoted[end] and tokens[end].low in {",", ";", "–", "—", ":"}:
            break
        if not line.quoted[end] and tokens[end].low in _FINITE:
            # "the claim that talks had failed | was denied": the second verb is the noun's own
            if verbs and end > first and tokens[end - 1].low not in _JOINS:
                break
            verbs += 1
        end += 1
    end -= 1
    if end - first < 1:
        return None
    quoted = any(line.quoted[first : end + 1])
    place = line.place(speaker.first, speaker.last)
    words = tokens[speaker.last].low
    if words.endswith("'s"):
        place = (place[0], place[1] - 2)
    return Found(
        mode="mixed" if quoted else "indirect",
        act=act,
        content=[(tokens[first].start, tokens[end].end)],
        cue=[line.place(index, index)],
        speaker=place,
        rule=f"noun:{tokens[index].low}",
        confidence=0.8 if low == "that" else 0.65,
        sentence=line.number,
        frame=[(line.sentence.start, tokens[first].start), (tokens[end].end, line.sentence.end)],
    )


def find_nominal(page: Page) -> list[Found]:
    """Return reports by a noun whose owner stands beside it, in text order."""
    nouns = _nouns()
    found = []
    for line in page.lines:
        for index, token in enumerate(line.tokens):
            entry = nouns.get(token.low)
            if entry is None or line.quoted[index]:
                continue
            made = _of_noun(line, index, *entry)
            if made is not None and made.frame[0][0] < made.frame[0][1]:
                made.frame = [place for place in made.frame if place[0] < place[1]]
                found.append(made)
    return found
