"""By which medium something was said, and through whom it came: a call, a rally, parliament, an agency, a paper."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import get_args

from verbale.coding.attributions.callings import is_adjective
from verbale.coding.attributions.found import Found, Page, Place, overlap
from verbale.lexicon import load_table, load_words
from verbale.model import Medium

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_STOP = re.compile(r"[.;:!?“”\"]")
_LEADS = frozenset("in at during by over via on from through before under after amid around inside".split())
_BEHIND = frozenset("after before".split())
_ABOUT = frozenset("on over around under amid".split())
_WRITTEN = frozenset({"letter", "statement", "document"})
"""What these lead to is not where the words fell: "told us after the cabinet meeting", "a vote on the resolution"."""
REACH = 170
"""How far from the reporting words, in characters, a medium may stand."""
_BESIDE = frozenset({"call", "meeting", "broadcast"})
"""Occasions that give way to the outlet or assembly spoken to: "told Reuters by telephone" reached us by Reuters."""
_KINDS: dict[str, Medium] = {"newspaper": "outlet", "magazine": "outlet", "digital": "outlet", "broadcaster": "broadcast",
                             "agency": "agency", "aggregator": "outlet"}  # fmt: skip
_PAPERS = frozenset(
    "times news post courier observer tribune herald gazette journal ledger star guardian telegraph independent chronicle mail "
    "express standard pravda zeitung monde figaro sentinel examiner inquirer globe dispatch mirror echo quotidien éclaireur "
    "press review weekly daily examiner bugle argus monitor bulletin record advertiser".split()
)
_AIR = frozenset("radio tv television channel broadcasting broadcaster fm bbc cnn network".split())


@cache
def _rows(kind: str) -> dict[str, tuple[tuple[tuple[str, ...], int, Medium | None], ...]]:
    """Return the phrases of a kind by their first word, longest first, with rank and medium (`-`: it tells none)."""
    media: dict[str, Medium | None] = {medium: medium for medium in get_args(Medium)}
    media["-"] = None
    found: dict[str, list[tuple[tuple[str, ...], int, Medium | None]]] = {}
    for rank, row in enumerate(load_table("media.tsv")):
        if row["kind"] == kind:
            words = tuple(_WORD.findall(row["words"]))
            found.setdefault(words[0], []).append((words, rank, media[row["medium"]]))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


@cache
def _outlets() -> dict[str, Medium]:
    """Return the medium of every outlet that is known by name."""
    found: dict[str, Medium] = {name.casefold().removeprefix("the "): "agency" for name in load_words("agencies.txt")}
    for row in load_table("outlets.tsv"):
        if row["kind"] in _KINDS:
            for name in (row["name"], *filter(None, row["names"].split(";"))):
                found[name.casefold().removeprefix("the ")] = _KINDS[row["kind"]]
    found.update((name.casefold().removeprefix("the "), "broadcast") for name in load_words("stations.txt"))
    return found


@cache
def _with_article() -> frozenset[str]:
    """Return the names of one word that are a paper's only with its article: "The Hill" is one, "Hill" a surname."""
    names = [row["name"] for row in load_table("outlets.tsv") if row["kind"] in _KINDS]
    names += [name for row in load_table("outlets.tsv") for name in row["names"].split(";")]
    short = {name.casefold() for name in names if len(name) == 1}
    with_the = {
        name.casefold().removeprefix("the ") for name in names if name.startswith("The ") and name.count(" ") == 1
    }
    return frozenset(with_the | short) - {name.casefold() for name in names if len(name) > 1}


def _matches(kind: str, words: Sequence[str]) -> Iterator[tuple[int, int, int, Medium]]:
    """Yield (first word, words, rank, medium) of the phrases of a kind, the longest at each word."""
    rows = _rows(kind)
    for index, word in enumerate(words):
        for phrase, rank, medium in rows.get(word, ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                if medium is not None:
                    yield index, len(phrase), rank, medium
                break


def is_outlet(words: str) -> bool:
    """Say whether words are exactly the name of a known outlet."""
    return words.casefold().removeprefix("the ") in _outlets()


def outlet_medium(name: str) -> Medium | None:
    """Return the medium of an outlet, by its name or by the words in it; None for what is no outlet."""
    bare = " ".join(name.split()).strip(" .,'’").removesuffix("’s").removesuffix("'s")
    low = bare.casefold().removeprefix("the ")
    known = _outlets()
    article = bare.casefold().startswith("the ")
    if low in known and (bare.removeprefix("the ")[:1].isupper() or bare == "dpa"):
        return known[low] if article or low not in _with_article() else None
    words = [w.casefold() for w in _WORD.findall(bare)]
    capitals = [w.removesuffix("’s").removesuffix("'s") for w in _WORD.findall(bare) if w[0].isupper()]
    for size in (3, 2, 1):
        for start in range(len(capitals) - size + 1):
            if size == 1 and len(words) > 1 and is_adjective(capitals[start]):
                continue  # "Australian coal exporters" are no paper
            name = " ".join(capitals[start : start + size]).casefold()
            found = known.get(name) if article or name not in _with_article() else None
            if found is not None and len(capitals) - size <= 2 and words[-1] not in _NOT_OUTLETS:
                return found
    if not words:
        return None
    if "agency" in words[-2:] and {"news", "press"} & set(words):
        return "agency"
    if len(capitals) > 1 and words[-1] in _PAPERS and capitals[-1].casefold() == words[-1]:
        return "outlet"
    if set(words) & _AIR and len(words) > 1 and capitals:
        return "broadcast"
    return None


_NOT_OUTLETS = frozenset(
    "journalist journalists reporter reporters correspondent correspondents government border sea".split()
)


def _heard_by(words: str) -> Medium | None:
    """Return the medium that an audience tells: reporters are briefed, deputies sit in parliament."""
    if (known := outlet_medium(words)) is not None:
        return known
    plain = [word.casefold() for word in _WORD.findall(words)]
    if "white" in plain:
        return None
    best: tuple[int, int, int, Medium] | None = None
    for first, size, rank, medium in _matches("audience", plain):
        key = (-(first + size), -size, rank, medium)
        if best is None or key < best:
            best = key
    return best[3] if best else None


def medium_of(
    page: Page, found: Found, speaker: Place | None, addressee: Place | None, cues: Sequence[int]
) -> tuple[Medium | None, Place | None]:
    """Return by which medium a report's words were said, and the words that tell it.

    `cues` are the places of all reporting words of the document: what stands beyond another one's is not looked at.
    """
    heard = _heard_by(page.text(addressee)) if addressee else None
    occasion = _occasion(page, found, cues)
    if occasion is not None and not (heard is not None and occasion[0] in _BESIDE):
        return occasion
    if heard is not None:
        return heard, addressee
    if found.cue:
        words = [word.casefold() for word in _WORD.findall(page.text(found.cue[0]))]
        by_verb = next(_matches("verb", words), None)
        if by_verb is not None:
            return by_verb[3], found.cue[0]
    if (on := _on_air(page, found)) is not None:
        return outlet_medium(page.text(on)), on
    if speaker is not None and (medium := paper_medium(page.text(speaker))) is not None:
        return medium, speaker
    return None, None


_OF_STATION = re.compile(r"['’]s [A-Z]")


def paper_medium(words: str) -> Medium | None:
    """Return the medium of a speaker that is a paper or an outlet ("the letter says", "Moscow Radio reported")."""
    if _OF_STATION.search(words):
        return None  # "the BBC's Ada Lind" is who speaks, and the words are not told there
    plain = [word.casefold() for word in _WORD.findall(words)]
    until = next(
        (i for i, word in enumerate(plain) if i and word in {"from", "of", "by", "seen", "to", "on", "released"}), None
    )
    head = plain[:until]
    if not head:
        return None
    for first, _, _, medium in _matches("speaker", plain[:4]):
        if medium in {"outlet", "agency", "broadcast"} and (first < 2 or medium == "agency"):
            return medium  # "the daily Nova Zora", "the Czech news agency CTK"
    for size in (2, 1):
        for first, length, _, medium in _matches("speaker", head[-size:]):
            if first + length == len(head[-size:]):
                return medium
    if (known := outlet_medium(words)) is not None:
        return known
    return None


def _occasion(page: Page, found: Found, cues: Sequence[int]) -> tuple[Medium, Place] | None:
    text = page.draft.text
    anchor = found.cue[0] if found.cue else (found.content[0] if found.content else None)
    if anchor is None:
        return None
    best: tuple[int, int, Medium, Place] | None = None
    for start, end in [*found.frame, *found.cue]:
        places = [m.span() for m in _WORD.finditer(text, start, end)]
        words = [text[a:b].casefold() for a, b in places]
        for first, size, rank, medium in _matches("occasion", words):
            place = places[first][0], places[first + size - 1][1]
            gap = place[0] - anchor[1] if place[0] > anchor[0] else anchor[0] - place[1]
            if gap > REACH or not _governed(text, places, words, first, size, medium):
                continue
            low, high = min(place[0], anchor[0]), max(place[0], anchor[0])
            if bisect_left(cues, high) > bisect_right(cues, low) or overlap([place], found.content):
                continue
            if best is None or (rank, gap) < (best[0], best[1]):
                best = rank, gap, medium, place
    return (best[2], best[3]) if best else None


def _governed(text: str, places: Sequence[Place], words: Sequence[str], first: int, size: int, medium: Medium) -> bool:
    """Say whether words tell an occasion ("in a letter") and are not what is spoken of ("rejected the letter")."""
    if words[first] in _LEADS or words[first] in {"to", "of", "the"} or words[first].endswith(("ing", "ed")):
        return words[first] not in {"the"} or _governed_before(text, places, words, first, medium)
    if words[first + size - 1].endswith("ed") or words[first].startswith("wr"):
        return True
    return _governed_before(text, places, words, first, medium)


def _governed_before(text: str, places: Sequence[Place], words: Sequence[str], first: int, medium: Medium) -> bool:
    for back in range(1, 5):
        at = first - back
        if at < 0 or _STOP.search(text, places[at][1], places[at + 1][0]):
            return False
        if (medium in _WRITTEN or medium == "social media") and words[at] in issuing():
            return True  # "issued a joint statement thanking"
        if words[at] in _LEADS:
            return not (words[at] in _BEHIND and medium in _BESIDE) and not (words[at] in _ABOUT and medium in _WRITTEN)
    return False


@cache
def issuing() -> frozenset[str]:
    """Return the verbs by which words in writing are put out: "issued a statement", "signed a letter"."""
    return frozenset(load_words("issuing.txt"))


# -- relays --------------------------------------------------------------------------------------------------------------

_THROUGH = re.compile(
    r"\b(?:(?:quoted|cited|carried(?: live)?|aired|published|reported|relayed|broadcast|run) (?:by|in|on)|"
    r"(?:quoting|citing)|(?:seen|obtained|reviewed|leaked) (?:by|to)|through|via|according to|"
    r"(?:wrote|writes|writing) (?:in|for)|(?:op-ed|opinion piece|commentary|column|essay|article)(?: (?:on )?[A-Z]\w+day)? "
    r"(?:in|for|on))\s+"
)
_AUTHOR = re.compile(r"\bwho (?:\w+ ){0,3}$")
"""Who somebody is and not how the words came: "Berg, who wrote a column in the Dawn"."""
_NAMES = re.compile(
    r"(?:(?:an?|the|this|our|one|two|three|several|some)\s+)?(?:(?!and\b|or\b)[\w-]+\s+){0,3}?"
    r"(?:sources?|officials?|diplomats?|aides?|newspaper|daily|agency|television|radio|paper|reporter|correspondent|witnesses)\b"
    r"|(?:(?:an?|the|its|our|this|state)\s+)?(?:[a-z]+\s+){0,3}(?:[^\W\d_a-z][\w’'.-]*)(?:\s+(?:of\s+)?[^\W\d_a-z][\w’'.-]*){0,4}"
)
_ON_AIR = re.compile(
    r"\b[Oo]n\s+((?:the\s+)?(?:[^\W\d_a-z][\w’'.-]*)(?:\s+(?:[^\W\d_a-z][\w’'.-]*|radio|television)){0,3})"
)


def relays(page: Page, found: Found, addressee: Place | None) -> list[tuple[Place, Medium | None]]:
    """Return through whom a report's words came: the outlet spoken to, and who is quoted or quotes."""
    text = page.draft.text
    result: list[tuple[Place, Medium | None]] = []
    if addressee is not None and (medium := outlet_medium(page.text(addressee))) is not None:
        result.append((addressee, medium))
    if not found.cue:
        return result
    anchor = found.cue[0]
    for start, end in found.frame:
        for match in _THROUGH.finditer(text, start, end):
            if abs(match.start() - anchor[1]) > REACH and abs(anchor[0] - match.end()) > REACH:
                continue
            name = _NAMES.match(text, match.end(), end)
            if name is None or _AUTHOR.search(text[max(match.start() - 30, start) : match.start()]):
                continue
            place = _without_day(page, (name.start(), name.start() + len(name.group().rstrip(" .,’'"))))
            if found.speaker is not None and overlap([place], [found.speaker]):
                continue
            medium = outlet_medium(page.text(place))
            source = match.group().split()[0] in {"quoting", "citing", "quoted", "cited", "seen", "through"}
            if medium is not None or source:
                result.append((place, medium))
    if (on := _on_air(page, found)) is not None:
        result.append((on, outlet_medium(page.text(on))))
    return list(dict.fromkeys(result))


def _without_day(page: Page, place: Place) -> Place:
    """Return the words of a name without the day behind it ("the Dawn Monday")."""
    start, end = place
    times = [t.span.start for t in page.draft.times if start < t.span.start < end <= t.span.end]
    return (start, start + len(page.text((start, min(times))).rstrip())) if times else place


_PART = re.compile(r"[.;:!?]")
_NEAR = 24
_OPENS = 3
"""How far from the reporting words, or from the start of their sentence, a station may stand ("said Tuesday on CNN")."""


def _on_air(page: Page, found: Found) -> Place | None:
    """Return the station of "warned on Skai television", "On CBS's “Face the Nation,” she said"."""
    if not found.cue:
        return None
    text = page.draft.text
    first, end = found.cue[0]
    for start, stop in (*found.frame, *found.cue):
        for on in _ON_AIR.finditer(text, start, stop):
            place = on.start(1), on.start(1) + len(on.group(1).rstrip(" .,’'"))
            if overlap([place], found.content) or outlet_medium(page.text(place)) is None:
                continue
            if end <= on.start():
                between = text[end : on.start()]
                near = not between.strip() or (len(between) < _NEAR and outlet_medium(page.text(place)) == "broadcast")
            else:
                line = page.lines[found.sentence].sentence.start
                near = outlet_medium(page.text(place)) == "broadcast" and on.start() - line < _OPENS
            if near and not _PART.search(text, min(end, on.end()), max(first, on.start())):
                return place
    return None
