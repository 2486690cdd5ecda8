"""What a speaker's phrase is called: the mention at its head, or a name made of the description."""

from __future__ import annotations

import re
from functools import cache

from verbale.coding.attributions.found import Page, Place
from verbale.coding.mentions.index import MentionIndex
from verbale.lexicon import load_table, load_words
from verbale.lexicon.actors import fold
from verbale.lexicon.actors import lexicon as actors
from verbale.model import Mention, MentionKind, Span, row_id

_SPEECH_DOCUMENTS = re.compile(
    r"\b(?:statement|readout|read-out|report|communiqu[eé]|letter|document|draft|text|proposal|note|cable|resolution|memoir|reply|editorial)\b",
    re.I,
)
_GROUP = re.compile(r"s\b|\bpeople\b|\bpolice\b|\bfamily\b", re.I)
_GOVERNS = frozenset(
    "of for from in at to with near behind outside under by on over about around aboard holding leading close against between "
    "including such".split()
)
_MANY = frozenset(
    "hundreds thousands dozens scores tens some many most few several group groups crowd crowds number".split()
)
_SIDE = frozenset(
    "side government cabinet administration delegation leadership authorities office camp team mission".split()
)


def actor_in(names: MentionIndex, page: Page, place: Place) -> Mention | None:
    """Return the mention that a speaker's or addressee's phrase stands for: the head of the phrase."""
    inside = names.within(*place)
    if not inside:
        return None
    text = page.draft.text
    whole = [m for m in inside if m.span.start <= place[0] + 4 and m.span.end >= place[1] - 1]
    inside = tuple(m for m in inside if not _told_behind(text, place[0], m.span.start))
    persons = [m for m in inside if m.kind == "person" and m.form == "name"]
    if persons:
        # "Putin's aide Yuri Ushakov": a possessor is not the one who speaks, nor is whom a description only relates to
        free = [
            m
            for m in persons
            if not text[m.span.end : m.span.end + 2].casefold().startswith(("'s", "’s", "' ", "’ "))
            and not _related(text, place[0], m.span.start)
            and _ACTED_ON.search(text, place[0], m.span.start) is None
            and not _attributive(text, m.span.end, place[1])
        ]
        if free:
            return _last_of(text, free)
    if (both := _ADJOINED.match(text, place[0], place[1])) is not None and _speaks(both.group("who")):
        return None  # "U.S. and Arab officials", "House and Senate Republicans"
    if whole:
        return whole[0]
    opening = next((m for m in inside if m.span.start <= place[0] + 4), None)
    if opening is not None and _AND.match(text, opening.span.end) is not None:
        return opening  # "NATO and the United States": the first stands for both
    if opening is not None and _TOLD_BEHIND.match(text, opening.span.end + 1, place[1]) is not None:
        return opening  # "European leaders including Lund"
    for mention in inside:
        if mention.kind == "group" and _JOINED.search(text, place[0], mention.span.start) is not None:
            continue  # "Norwegian and Danish experts" are not the Danish ones
        lead, comma, rest = text[place[0] : mention.span.start].rpartition(",")
        if comma and lead and (mention.kind == "group" or _APPOSED.fullmatch(rest) is None):
            continue  # "the Union, part of a quartet that includes Norway", "an aide to Berg, Ohio Republican"
        possessor = text[mention.span.end : mention.span.end + 2] in {"'s", "’s"} and mention.span.end + 2 < place[1]
        if _ACTED_ON.search(text, place[0], mention.span.start) is not None:
            continue  # "the rebels fighting the government"
        if not possessor and not _governed(text, place[0], mention.span.start) and mention.span.end >= place[1] - 1:
            return mention
    if opening is not None and opening.form != "pronoun":
        # "Peskov, hours later", "the president, arriving late": what follows the comma does not change who it is
        if text[opening.span.end : opening.span.end + 1] in {",", "("}:
            return opening
        words = text[opening.span.end : place[1]].split()
        if words and words[0].casefold() in {"here", "today", "also", "nevertheless", "however"}:
            return opening
    return None


_TITLE = re.compile(
    r"\s(?:(?!(?:and|or|for|of|to|with|from|by|on|in|at|as|about|over|the|who|whom|told|said)\b)[\w.’'-]+\s)+"
)


def _last_of(text: str, persons: list[Mention]) -> Mention:
    """Return who is named at the end of a title that begins with another name: "Clinton security adviser Sandy Berger"."""
    who = persons[0]
    for other in persons[1:]:
        if _TITLE.fullmatch(text, who.span.end, other.span.start) is None:
            break
        who = other
    return who


_ACTED_ON = re.compile(
    r"(?<!['’])\b(?!(?:the|an?|its|his|her|their|our|this|that|of|and|or)\b)[a-z]+ [a-z]{2,}ing "
    r"(?:(?:the|an?|its|his|her|their) )?[\"'“‘]?\Z"
)
_AND = re.compile(r",? (?:and|&) |, [A-Z]\w+(?:, | and )")
_ADJOINED = re.compile(
    r"(?:U\.?S\.?|U\.?K\.?|E\.?U\.?|U\.?N\.?|House|[A-Z][a-z]+(?:an|ish|ese|ch|i|yan|eli)) and [A-Z][\w.]*(?:-\w+)? "
    r"(?:[a-z]+ )?(?P<who>[a-z]+s|Republicans|Democrats)\Z"
)
_APPOSED = re.compile(r"\s+(?:(?:the|state|[a-z]+-[a-z]+) )*")
_JOINED = re.compile(r"(?:\sand |s and [a-z]+ )\Z")


_TOLD_BEHIND = re.compile(
    r"\b(?:including|such as|grouping|made up of|"
    r"(?:approved|signed|carried|issued|led|backed|written|drafted|owned|run) by)\b|\s--\s|\s[–—-]\s"
    r"|\([^()]+\Z|,? (?:who|which|whom|whose)\b(?!.{0,60}\b(?:name|names|identif\w+|called|calls|known|goes)\b)"
)


def _told_behind(text: str, start: int, end: int) -> bool:
    """Say whether a name in a phrase is only told of whoever speaks: "leaders including Lund", "a note carried by Tass"."""
    return _TOLD_BEHIND.search(text, start, end) is not None


def _governed(text: str, start: int, end: int) -> bool:
    """Say whether a preposition stands before a name in its phrase: "an aide to the premier" is not the premier."""
    return any(word.casefold() in _GOVERNS for word in text[start:end].rpartition(",")[2].split())


def _related(text: str, start: int, end: int) -> bool:
    """Say whether a name is only what somebody is related to: "an aide to President Putin"; not "of the Kremlin Dmitri Peskov"."""
    words = text[start:end].rpartition(",")[2].split()
    if _headed_by_retinue(words):
        return True
    offices = actors().offices
    while words and (
        fold(words[-1]) in offices or words[-1].casefold() in {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "former"}
    ):
        words.pop()
    return bool(words) and words[-1].casefold() in _GOVERNS


def _headed_by_retinue(words: list[str]) -> bool:
    """Say whether those speak who are told of by a name further on: "hundreds of followers of the exiled cleric" Lund."""
    low = [word.casefold() for word in words]
    for at, word in enumerate(low[1:], start=1):
        if word in _GOVERNS and not (word == "of" and low[at - 1] in _MANY):
            return low[at - 1] in _retinue() and low[at - 1].endswith("s")  # one adviser may be who is named
    return False


def _attributive(text: str, end: int, last: int) -> bool:
    """Say whether a name stands before a noun that it describes: "the Trump adviser", "the Hull man"."""
    if text[end : end + 1] == "-":
        return text[end + 1 : end + 2].islower()  # "the Lund-appointed governor"
    rest = text[end:last].split()
    if not rest or text[end : end + 1] != " ":
        return False
    low = rest[0].casefold().strip(",.")
    return low in nouns() or low in _retinue()


@cache
def _retinue() -> frozenset[str]:
    """Return the nouns of those who are told of by somebody else's name: "Lund aides", "a Lund critic"."""
    return frozenset(load_words("retinue.txt"))


_DETAIL = re.compile(
    r", (?!(?:and|of) )|(?<!\s)\s+(?:reached|speaking|here|quoted|asked|seen|obtained|read out|read|reviewed|circulated|issued|"
    r"released|published|with|near|behind|outside|under|in|at|aboard|nevertheless|waiting|standing|pointing)(?![\w-])"
)
"""Where a described speaker's name ends and what is told of him begins."""


def _speaks(noun: str) -> bool:
    """Say whether a noun is of several who may speak: "officials", not "sanctions"."""
    low = noun.casefold()
    return low.removesuffix("s") in nouns() or fold(low.removesuffix("s")) in actors().offices or noun[0].isupper()


_NAMED = r"[A-Z]\w*(?: [A-Z]\w*)?"
_LIST = re.compile(
    rf"[^,]{{3,50}} (?:of|from) (?:the )?[A-Z][\w.’'-]*(?: [A-Z]\w*)?(?:, (?:the )?{_NAMED}){{1,6}},? and (?:the )?[A-Z][\w.]*"
)
_KNOWN_BY = re.compile(
    r"(?<!\bthose) (?:familiar|briefed|based|stationed|interviewed|surveyed|polled)(?= (?:with|on|by|about|in|at|for)\b|\Z)"
)
_ASIDE = re.compile(r" \([^()]*(?:\)|\Z)")
_APPENDED = re.compile(r",? (?:including|such as|grouping)\b| (?:--|[–—-])(?: |\Z)|,? (?:approved|signed|carried) by\b")
_KNOWING = re.compile(r"\bwith (?:direct |first-hand )?knowledge\b")
_WHO = re.compile(r"(?<!\s)\s+(?:who|which|whose|that)\b")
_VAGUE = frozenset("person people source sources official officials those refugees envoy mediators".split())
"""Nouns that say next to nothing: with them a relative clause belongs to the name ("a person who has read the note")."""
_ONE = re.compile(r"^(?:one|another|some)\s+(?!of\b)(?=[a-z])", re.I)
_FOR = re.compile(r"^((?:an?|the)\s+)?((?:\w+\s+)?spokes\w+|press secretary) (?:for|of) (?:the )?([^,]{2,60})$", re.I)


def described_name(phrase: str) -> str:
    """Return a description without what is told of it: "a diplomat", "a source close to the talks"."""
    words = _ASIDE.sub("", " ".join(phrase.split())) or phrase
    if (joined := _LIST.match(words)) is not None:  # "the leaders of Norway, Denmark and Iceland"
        words = joined.group() + _DETAIL.split("x" + words[joined.end() :], maxsplit=1)[0][1:]
    elif _KNOWING.search(words) is None and not words.casefold().startswith("those "):
        words = _DETAIL.split(words, maxsplit=1)[0]
    if (match := _WHO.search(words)) is not None and words[: match.start()].split()[-1].casefold() not in _VAGUE:
        words = words[: match.start()]
    elif match is None:
        words = _KNOWN_BY.split(words, maxsplit=1)[0] or words
    words = _ONE.sub("", words)
    words = _APPENDED.split(words, maxsplit=1)[0] or words
    if (match := _FOR.match(words)) is not None:
        return f"{match.group(3)} {match.group(2)}"
    return words or phrase


def described(page: Page, place: Place, kind: MentionKind) -> Mention:
    """Make a mention of a speaker who is described and not named ("a senior diplomat", "the statement")."""
    span = Span.of(page.draft.text, *place)
    own = row_id("mention", page.draft.document.id, span.start, span.end)
    words = described_name(span.text)
    if words.casefold() in {"he", "she", "it", "they"}:
        return Mention(own, span, kind, "pronoun", words, own, confidence=0.5)
    if kind == "person" and is_name(words):
        head = next(
            (m for m in page.draft.mentions if m.form == "name" and m.name.split()[-1:] == words.split()[-1:]), None
        )
        return Mention(
            own,
            span,
            head.kind if head else kind,
            "name",
            head.name if head else words,
            head.head_id if head else own,
            confidence=0.6,
        )
    return Mention(own, span, kind, "description", words, own, confidence=0.6)


def is_name(words: str) -> bool:
    """Say whether a phrase is nothing but a name."""
    parts = words.split()
    return all(part[0].isupper() or part.casefold() in _PARTICLES for part in parts) and parts[0].casefold() not in {
        "the",
        "a",
    }


_COMPLEMENTS = frozenset(
    "of for to in at on from with near behind under by who which that whose ( here outside inside aboard".split()
)


def head_words(phrase: str) -> list[str]:
    """Return the words of a noun phrase up to what is told of it: "the head" of "the head of the mission"."""
    core: list[str] = []
    for word in phrase.split():
        if word.casefold().strip(",") in _COMPLEMENTS and core:
            break
        core.append(word.strip(","))
        if word.endswith(","):
            break
    return core or [phrase]


_PARTICLES = frozenset("al bin ben van von der den de da di el la le ibn du dos".split())


@cache
def nouns() -> dict[str, tuple[str, frozenset[str]]]:
    """Return the nouns of descriptions with their class and what they fit."""
    return {
        row["noun"]: (row["class"], frozenset(filter(None, row["fits"].split(","))))
        for row in load_table("descriptions.tsv")
    }


def kind_of(words: str) -> MentionKind:
    """Return what a description is of."""
    head = next((c for w in head_words(words)[::-1] if (c := nouns().get(w.casefold(), ("",))[0])), "")
    if head in {"body", "outlet"}:
        return "organisation"
    if head == "paper":
        return "document"
    if head in {"anyone", "office", "calling"} and not _GROUP.search(head_words(words)[-1]):
        return "person"
    if _SPEECH_DOCUMENTS.search(words):
        return "document"
    name = described_name(words)
    joined = _LIST.match(name) is not None  # "the envoys of Norway, Sweden and Iceland"
    return "group" if _GROUP.search(head_words(name)[-1] if joined else name.split()[-1]) else "person"
