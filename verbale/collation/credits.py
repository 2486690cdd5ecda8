"""Whose text an article says it carries: the agency in its dateline, its byline, its credit lines.

"MOSCOW, Dec 24 (Reuters) -", "By Jane Roe, Associated Press", "Source: CTV News", "... said. /TASS/" say that the text is
theirs; "AP contributed to this report" says that a part is. A picture's credit says nothing of the text. An agency is
told by the id that it has as an outlet, so that its own copy can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct

from verbale.coding.segments.agency import AgencyLine, find_agency_line
from verbale.intake.outlets import outlet_of
from verbale.lexicon import load_table, load_words
from verbale.model import Segment

_KINDS = frozenset({"agency", "newspaper", "broadcaster", "digital", "magazine"})
"""Those whose words others carry; a ministry's page is a source that anyone may read."""
_HEAD, _TAIL, _LAST, _LINE = 4, 8, 3, 240
"""Lines looked at on either end of a text, those where a mark alone signs it, characters on either end of a line."""
_Place = tuple[int, int]
_EDGES = " \t\u00a0•*·|_.,;:()[]{}/\\\"“”'‘’-–—"
_SIGNED = re.compile(
    r"[.!?\"”’)\s](?:[/(\[]\s?(?P<a>[^/()\[\]\n]{2,40})[/)\]]|(?:[-–—]{1,2})\s?(?P<b>[A-Z][\w .&]{1,30}))[.\s]*$"
)
"""The agency's mark behind the last word: "... said. /TASS/", "... said. (Reuters)", "... said. - AFP"."""
_BY = re.compile(r"by\b[:\s]", re.I)
_JOBS = re.compile(
    r"(?<!\s)\s+(?:(?:staff|senior|chief|business|diplomatic|foreign|news|political|national|white house)\s+){0,6}"
    r"(?:staff|writers?|journalists?|reporters?|correspondents?|editors?|desk|bureau|agency|newsroom)$",
    re.I,
)
_WRITERS = re.compile(r"\s(?:\w+\s)?(?:writers?|journalists?|reporters?|correspondents?)\b", re.I)
_ITEMS = re.compile(r"[,;|/·•()\n]|\s[-–—]\s|\band\b")


class Credit(Struct, frozen=True):
    """An agency or outlet that a text credits: with all of it (`whole`) or with a part, and the words that say so."""

    agency: str
    whole: bool
    words: str


@cache
def _outlets() -> dict[str, str]:
    """Return outlet ids by name, as a name is written."""
    known: dict[str, str] = {}
    for row in load_table("outlets.tsv"):
        if row["kind"] in _KINDS:
            for name in (row["name"], *filter(None, row["names"].split(";"))):
                known.setdefault(name, row["domain"])
    for name in load_words("agencies.txt"):
        outlet = outlet_of(name=name)
        if outlet is not None:
            known.setdefault(name, outlet.id)
    return known


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row["domain"] for row in load_table("outlets.tsv") if row["kind"] == "agency")


@cache
def _folded() -> dict[str, str]:
    return {_fold(name): outlet for name, outlet in reversed(list(_outlets().items()))}


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").split()).casefold().removeprefix("the ")


@cache
def _named() -> re.Pattern[str]:
    names = sorted(_outlets(), key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w/])(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


class _Phrases(Struct, frozen=True):
    """The lexicon of credit lines, cut for quick looking."""

    rows: tuple[tuple[str, str, str, str], ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    within: re.Pattern[str]
    pictures: re.Pattern[str]


@cache
def _phrases() -> _Phrases:
    rows = tuple((row["phrase"], row["match"], row["who"], row["share"]) for row in load_table("credits.tsv"))
    pictures = "|".join(re.escape(phrase) for phrase, _, _, share in rows if share == "none")
    texts = [row for row in rows if row[3] != "none"]
    return _Phrases(
        tuple(texts),
        tuple(phrase for phrase, match, _, _ in texts if match == "start"),
        tuple(phrase for phrase, match, _, _ in texts if match == "end"),
        re.compile("|".join(re.escape(phrase) for phrase, match, _, _ in texts if match == "contains")),
        re.compile(rf"\b(?:{pictures})\b"),
    )


def outlet_key(name: str) -> str | None:
    """Return the id of the agency or outlet of this name; None for a name that is no known outlet's."""
    folded = _fold(_JOBS.sub("", name.strip(_EDGES)))
    return _folded().get(folded) or _folded().get(_fold(name.strip(_EDGES)))


@cache
def _told() -> re.Pattern[str]:
    names = sorted(load_words("agencies.txt"), key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w/])(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def outlet_in(words: str) -> str | None:
    """Return the id of the agency or outlet that a phrase names: "Russia's state news agency TASS"."""
    key = outlet_key(words)
    if key is None and (match := _told().search(words[:_LINE])) is not None:
        key = _outlets()[match.group()]
    return key


def same_outlet(agency: str, outlet: str | None) -> bool:
    """Say whether an outlet is the agency credited: "(Meridian Wire)" is `meridianwire.example` where no list has it."""
    if outlet is None or agency == outlet:
        return outlet is not None
    return "." not in agency and agency.replace("-", "") == outlet.split(".")[0].replace("-", "")


def is_agency(outlet: str) -> bool:
    """Say whether an outlet is a news agency, whose business it is that others carry its words."""
    return outlet in _agencies()


def find_credits(
    text: str, segments: Sequence[Segment] = (), *, byline: str | None = None, outlet: str | None = None
) -> tuple[Credit, ...]:
    """Return whom a text credits, the surest first; what credits the outlet itself with a part says nothing new."""
    head, tail = _ends(text, segments)
    found = [
        *_signs(text, segments, head),
        *_bylines(text, segments, byline, head),
        *_lines(text, segments, outlet, tail),
    ]
    seen: dict[str, Credit] = {}
    for credit in sorted(found, key=lambda c: not c.whole):
        if credit.whole or not same_outlet(credit.agency, outlet):
            seen.setdefault(credit.agency, credit)
    return tuple(seen.values())


def _signs(text: str, segments: Sequence[Segment], head: Sequence[_Place]) -> Iterable[Credit]:
    """Read the dateline that stands before the first words: "MOSCOW, Dec 24 (Reuters) -"."""
    places = [(s.start, s.end) for s in segments if s.role == "dateline"] + list(head)
    for start, end in places:
        while start < end and text[start].isspace():
            start += 1
        line = find_agency_line(text, start, end)
        if line is not None and line.sign is not None and (key := _signer(text[start : line.end], line)) is not None:
            yield Credit(key, True, text[start : line.end].strip())


def _signer(words: str, line: AgencyLine) -> str | None:
    """Return who signs a dateline; one that no list knows must stand between place or day and a dash."""
    key = outlet_in(line.sign or "")
    if key is None and words.rstrip()[-1:] in ("-", "–", "—") and (line.day or words[:12].split("(")[0].isupper()):
        outlet = outlet_of(name=line.sign)
        return outlet.id if outlet is not None and "." not in outlet.id else None
    return key


def _bylines(text: str, segments: Sequence[Segment], byline: str | None, head: Sequence[_Place]) -> Iterable[Credit]:
    """Read the line of those who wrote it: "By Jane Roe, Associated Press"."""
    lines = [byline] if byline else []
    lines += [text[s.start : s.end] for s in segments if s.role == "byline"]
    if not segments:
        lines += [line for s, e in head if e - s < 100 and (line := text[s:e]) and _BY.match(line)]
    for line in lines:
        line = line[:_LINE]
        for item in _ITEMS.split(line):
            bare = _JOBS.sub("", item.strip(_EDGES))
            key = outlet_key(_BY.sub("", bare + " ", count=1) if _BY.match(bare + " ") else bare)
            if key is None and (match := _last_name(bare)) is not None:
                key = _outlets()[match]
            if key is not None and is_agency(key):
                yield Credit(key, True, " ".join(line.split()))


def _last_name(words: str) -> str | None:
    """Return an agency's name at the end of a writer's: "JANE ROE Associated Press", "Jane Roe of Reuters"."""
    for match in _named().finditer(words):
        name, before = match.group(), words[: match.start()].split()
        if match.end() == len(words) and (
            "Press" in name or name.isupper() or (before and before[-1] in {"of", "for", "from", "with", "The", "the"})
        ):
            return name
    return None


def _lines(text: str, segments: Sequence[Segment], outlet: str | None, ends: Sequence[_Place]) -> Iterable[Credit]:
    """Read the lines at the end, and those marked as credits: "Source: ...", "AP contributed to this report"."""
    seen = set(ends)
    furniture = {(s.start, s.end) for s in segments if s.role == "furniture"}
    last = [place for place in ends if place not in furniture][-_LAST:]
    marked = [(s.start, s.end) for s in segments if s.role == "credit" and (s.start, s.end) not in seen]
    for start, end in [*ends, *marked]:
        head, tail = text[start : min(end, start + _LINE)].strip(), text[max(start, end - _LINE) : end].strip()
        share, who = _share(_low(head), _low(tail))
        picture = end - start <= _LINE and _phrases().pictures.search(_low(head)) is not None
        if picture or not (share or (start, end) in last):
            continue
        words = " ".join((tail if share == "part" else head).split())
        if who:
            yield Credit(outlet_key(who) or who, share == "whole", words)
        elif share:
            yield from _named_in(words, share == "whole", outlet)
        elif (signed := _signed(tail)) is not None:
            yield Credit(signed, True, " ".join(tail.split())[-60:])


def _named_in(line: str, whole: bool, outlet: str | None) -> Iterable[Credit]:
    """Yield those whom a credit line names; a line of an agency's own writers stands under the agency's own text."""
    named = dict.fromkeys(_outlets()[match.group()] for match in _named().finditer(line))
    others = [key for key in named if key != outlet or whole]
    for key in others:
        # A paper that says "Copyright" of itself is no agency whose text another carries
        if is_agency(key) or not line.casefold().startswith(("copyright", "©", "(c)")):
            yield Credit(key, whole or (len(others) == 1 and is_agency(key) and _writers(line)), line)


def _writers(line: str) -> bool:
    line = line.strip(_EDGES).removeprefix("The ")
    match = _named().match(line)
    return match is not None and _WRITERS.match(line, match.end()) is not None


def _signed(tail: str) -> str | None:
    """Return whose mark stands alone on the last lines, or behind the last word: "/TASS/", "(Reuters)", "- AFP"."""
    if len(tail) < 40 and (alone := outlet_key(tail)) is not None:
        return alone
    match = _SIGNED.search(tail[-60:])
    key = outlet_key(match["a"] or match["b"]) if match else None
    # "(The Washington Post)" behind a title cites a paper; a slash or an agency signs the text
    return key if match and key and (is_agency(key) or match.group().strip()[-1:] == "/") else None


def _low(line: str) -> str:
    return " ".join(line.replace("’", "'").casefold().split()).lstrip("•*·- ").rstrip(" .)]\"'”")


def _share(head: str, tail: str) -> tuple[str, str]:
    """Return what a line credits, and to whom where the phrase itself says it: by the first phrase that fits."""
    phrases = _phrases()
    if not (head.startswith(phrases.starts) or tail.endswith(phrases.ends) or phrases.within.search(tail)):
        return "", ""
    return next(
        (share, who)
        for phrase, match, who, share in phrases.rows
        if (match == "start" and head.startswith(phrase))
        or (match == "end" and tail.endswith(phrase))
        or (match == "contains" and phrase in tail)
    )


def _ends(text: str, segments: Sequence[Segment]) -> tuple[list[_Place], list[_Place]]:
    """Return the first lines and the last: segments where the text is cut into them, else lines as they are printed."""
    if segments:
        places = sorted((s.start, s.end) for s in segments if s.role not in {"caption", "tag"})
        return places[:_HEAD], places[-_TAIL:]
    return list(_printed(text, _HEAD, last=False)), list(_printed(text, _TAIL, last=True))[::-1]


def _printed(text: str, count: int, *, last: bool) -> Iterable[_Place]:
    start, end = 0, len(text)
    while count and start < end:
        cut = text.rfind("\n", start, end) if last else text.find("\n", start, end)
        line = (cut + 1, end) if last else (start, end if cut < 0 else cut)
        if text[line[0] : line[1]].strip():
            yield line
            count -= 1
        if cut < 0:
            return
        start, end = (start, cut) if last else (cut + 1, end)
