"""From what the rules found to attributions: one per act of speech, with speaker, day, medium, addressee and relay."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from verbale.coding.attributions.acts import act_of
from verbale.coding.attributions.found import Found, Page, Place, extent, overlap
from verbale.coding.attributions.occasions import (
    IMPERSONAL,
    PERSONAL,
    inherit,
    is_occasion,
    lead_day,
    settled,
    spoken_day,
)
from verbale.coding.mentions.index import MentionIndex
from verbale.lexicon import load_table, load_words
from verbale.model import Attribution, Evidence, Hop, Medium, Mention, MentionKind, Span, row_id

_SPEECH_DOCUMENTS = re.compile(
    r"\b(?:statement|readout|read-out|report|communiqu[eé]|letter|document|draft|text|proposal)\b", re.I
)
_GROUP = re.compile(r"s\b|\bpeople\b|\bpolice\b", re.I)


@cache
def _media() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b{re.escape(row['words'])}s?\b", re.I), row["medium"]) for row in load_table("media.tsv")
    )


@cache
def _agencies() -> re.Pattern[str]:
    names = sorted(load_words("agencies.txt"), key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b(?!['’]s? (?:border|government))")


class Names(MentionIndex):
    """The mentions of a document by place; a pronoun may learn whom it means."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        super().__init__(mentions)
        self.changed: dict[str, Mention] = {}

    def before(self, pronoun: Mention, word: str) -> Mention | None:
        """Return the one a pronoun may mean: the nearest before it, by name or title, that is of its kind."""
        index = bisect_left(self._starts, pronoun.span.start)
        for mention in reversed(self.mentions[max(index - 12, 0) : index]):
            head = self.head_of(mention)
            if mention.form != "pronoun" and head.form != "pronoun" and _fits(word, head):
                return head
        return None

    def replace(self, mention: Mention) -> None:
        """Put a mention in place of the one with its id."""
        self._by_id[mention.id] = mention
        self.changed[mention.id] = mention


def _actor_in(names: Names, page: Page, place: Place) -> Mention | None:
    """Return the mention that a speaker's or addressee's phrase stands for: the head of the phrase."""
    inside = names.within(*place)
    if not inside:
        return None
    text = page.draft.text
    whole = [m for m in inside if m.span.start <= place[0] + 4 and m.span.end >= place[1] - 1]
    persons = [m for m in inside if m.kind == "person" and m.form == "name"]
    if persons:
        # "Putin's aide Yuri Ushakov": a possessor is not the one who speaks
        free = [m for m in persons if not text[m.span.end : m.span.end + 2].startswith(("'s", "’s", "' ", "’ "))]
        if free:
            return free[0]
    if whole:
        return whole[0]
    opening = next((m for m in inside if m.span.start <= place[0] + 4), None)
    if opening is not None and re.match(r",? (?:and|&) ", text[opening.span.end : opening.span.end + 6]):
        return opening  # "NATO and the United States": the first stands for both
    for mention in inside:
        before = text[place[0] : mention.span.start].split()
        possessor = text[mention.span.end : mention.span.end + 2] in {"'s", "’s"} and mention.span.end + 2 < place[1]
        governed = bool(before) and any(
            word.casefold() in {"of", "for", "from", "in", "at", "to", "with"} for word in before
        )
        if not possessor and not governed and mention.span.end >= place[1] - 1:
            return mention
    return None


_DETAIL = re.compile(r"(?<=\w),? (?:who|which|whose|reached|speaking|familiar|close|briefed|quoted|asked)\b|, (?=an? )")
"""Where a described speaker's name ends and what is told of him begins."""


def _described(page: Page, place: Place, kind: MentionKind) -> Mention:
    """Make a mention of a speaker who is described and not named ("a senior diplomat", "the statement")."""
    span = Span.of(page.draft.text, *place)
    own = row_id("mention", page.draft.document.id, span.start, span.end)
    words = _DETAIL.split(" ".join(span.text.split()), maxsplit=1)[0]
    if kind == "person" and _is_name(words):
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


def _is_name(words: str) -> bool:
    """Say whether a phrase is nothing but a name."""
    parts = words.split()
    return all(part[0].isupper() or part.casefold() in _PARTICLES for part in parts) and parts[0].casefold() not in {
        "the",
        "a",
    }


_PARTICLES = frozenset("al bin ben van von der den de da di el la le ibn du dos".split())


def _kind(words: str) -> MentionKind:
    if _SPEECH_DOCUMENTS.search(words):
        return "document"
    return "group" if _GROUP.search(words.split()[-1]) else "person"


_SILENT = re.compile(
    r"(?:\b(?:did|does|do|would|could|will|can|has|have|had)\s+not|n['’]t|\bnever)\s+"
    r"(?:immediately\s+|publicly\s+|yet\s+)?(?:say|said|tell|told|specify|specified|elaborate|comment|disclose|explain|name|give)$",
    re.I,
)
_QUESTION = re.compile(r"(?:when\s+|on being\s+)?(?:asked|questioned|pressed|quizzed)\b", re.I)


def _says_nothing(found: Found, text: str) -> bool:
    """Say whether a report is of silence ("he did not say when"), or a question put before an answer ("Asked whether …")."""
    if found.mode == "direct":
        return False
    if found.content and _QUESTION.match(text, found.content[0][0]):
        return True
    if not found.cue:
        return False
    start, end = found.cue[0]
    return _SILENT.search(text[max(start - 40, 0) : end]) is not None


def _is_relay(found: Found, others: Iterable[Found], text: str) -> bool:
    """Say whether an "according to" only names the paper that a report came through: then the inner one takes the hop."""
    if (
        found.speaker is None
        or not found.cue
        or not text[found.cue[0][0] : found.cue[0][1]].casefold().startswith("according")
    ):
        return False
    words = text[found.speaker[0] : found.speaker[1]]
    if not (_agencies().search(words) or _SPEECH_DOCUMENTS.search(words)):
        return False
    inner = [
        other
        for other in others
        if other is not found
        and other.cue
        and other.speaker
        and overlap(other.cue, found.content) == extent(other.cue)
        and overlap([other.speaker], found.content)
    ]
    for other in inner:
        other.through = found.speaker
    return bool(inner)


def merge(direct: list[Found], indirect: list[Found], text: str) -> list[Found]:
    """Keep one of those that are the same report, the direct reading where the whole content is a quotation."""
    kept = list(direct)
    for found in indirect:
        size = extent(found.content)
        twin = next(
            (d for d in direct if overlap(d.content, found.content) > 0.8 * max(min(size, extent(d.content)), 1)), None
        )
        if twin is None:
            kept.append(found)
            continue
        inside = overlap(twin.content, found.content) >= size - 8
        if inside and extent(twin.content) <= size + 40:
            # the same words, once with and once without their marks
            if twin.speaker is None and found.speaker is not None and twin.same_speaker_as is None:
                twin.speaker, twin.cue, twin.act, twin.rule, twin.confidence = (
                    found.speaker,
                    found.cue,
                    found.act,
                    found.rule,
                    found.confidence,
                )
                twin.addressee, twin.frame = found.addressee, found.frame
            elif twin.addressee is None:
                twin.addressee = found.addressee
            continue
        if twin.cue and found.cue and twin.cue[0] == found.cue[0]:
            continue
        if inside and found.speaker is None:
            continue
        kept.append(found)
    unique: dict[tuple[tuple[Place, ...], Place | None], Found] = {}
    for found in kept:
        key = (tuple(found.content), found.cue[0] if found.cue else None)
        unique.setdefault(key, found)
    by_content: dict[tuple[Place, ...], Found] = {}
    for found in unique.values():
        content = tuple(found.content)
        if content not in by_content or by_content[content].confidence < found.confidence:
            by_content[content] = found
    kept = [
        f for f in by_content.values() if not _says_nothing(f, text) and not _is_relay(f, by_content.values(), text)
    ]
    return sorted(kept, key=lambda f: (f.content[0], -f.content[-1][1], f.cue))


def _medium(page: Page, found: Found) -> tuple[Medium | None, Span | None]:
    for place in found.frame:
        words = page.text(place)
        for pattern, medium in _media():
            if (match := pattern.search(words)) is not None:
                start = place[0] + match.start()
                if overlap([(start, start + 1)], found.content):
                    continue
                return medium, Span.of(page.draft.text, start, place[0] + match.end())  # type: ignore[return-value]
    return None, None


_ONE = frozenset({"he", "she", "him", "her"})
_MANY = frozenset({"they", "them"})


def _fits(word: str, mention: Mention) -> bool:
    """Say whether a pronoun can stand for a mention of this kind."""
    if word in _ONE:
        return mention.kind in {"person", "office"}
    if word in _MANY:
        return mention.kind in {"group", "person"}
    return mention.kind in {"polity", "organisation", "office", "document"}


def _antecedents(found: Sequence[Found], mentions: Sequence[Mention | None], names: Names) -> list[Mention | None]:
    """Give a pronoun that led nowhere the speaker before it, if that can be who is meant."""
    result: list[Mention | None] = []
    last: Mention | None = None
    for _, mention in zip(found, mentions, strict=True):
        if mention is None:
            result.append(None)
            continue
        head = names.head_of(mention)
        word = mention.span.text.casefold()
        if head.span.text.casefold() in _ONE | _MANY | {"it"}:
            meant = last if last is not None and _fits(word, last) else names.before(mention, word)
            if meant is not None:
                mention = replace(
                    mention, kind=meant.kind, form="pronoun", name=meant.name, head_id=meant.id, actor=meant.actor
                )
                names.replace(mention)
                result.append(mention)
                continue
            result.append(mention)
            continue
        last = head
        result.append(mention)
    return result


def _speaker_place(page: Page, item: Found) -> Place | None:
    """Return where the speaker of an attribution is named: in its own frame, or in that of the one that it goes on from."""
    origin: Found | None = item
    while origin is not None:
        if origin.speaker is not None:
            return _whole(page, origin.speaker)
        origin = origin.same_speaker_as
    return None


_MEANT = re.compile(r"\b(?:an?|the|his|her|its|their) [\w-]{1,30}(?= ?,? ?$)", re.I)


def _whole(page: Page, place: Place) -> Place:
    """Return a speaker's place with the stop of "Jr.", and for a relative "which" the words that it stands for."""
    text = page.draft.text
    start, end = place
    words = text[start:end]
    if words.endswith((" Jr", " Sr")) and text[end : end + 1] == ".":
        return start, end + 1
    if words.casefold() in {"which", "that", "who"}:
        floor = max(start - 50, 0)
        if (meant := _MEANT.search(text[floor:start])) is not None:
            return floor + meant.start(), floor + meant.end()
    return place


def resolve(page: Page, found: list[Found]) -> tuple[tuple[Attribution, ...], tuple[Mention, ...]]:
    """Return the attributions in text order, and the mentions that are new or know better whom they mean."""
    draft = page.draft
    text = draft.text
    names = Names(draft.mentions)
    new: dict[str, Mention] = {}
    result: list[Attribution] = []

    def mention_of(place: Place | None) -> Mention | None:
        if place is None:
            return None
        inside = _actor_in(names, page, place)
        if inside is not None:
            return inside
        fresh = _described(page, place, _kind(page.text(place)))
        existing = names.get(fresh.id)
        if existing is not None:
            return existing
        return new.setdefault(fresh.id, fresh)

    stated = [spoken_day(page, item, draft.times) for item in found]
    speakers = [_speaker_place(page, item) for item in found]
    mentions = [mention_of(place) for place in speakers]
    mentions = _antecedents(found, mentions, names)
    heads = [names.head_of(m) if m else None for m in mentions]
    reach = [IMPERSONAL if m and m.kind in {"polity", "organisation", "group"} else PERSONAL for m in heads]
    days = inherit(stated, [m.id if m else "" for m in heads], reach, lead_day(page, found))
    said: tuple[str, Medium | None] = ("", None)
    for item, place, mention, when in zip(found, speakers, mentions, days, strict=True):
        addressee = (
            mention_of(item.addressee)
            if item.addressee
            and item.addressee[1] - item.addressee[0] < 120
            and not is_occasion(page.text(item.addressee))
            else None
        )
        medium, medium_span = _medium(page, item)
        who = names.head_of(mention).id if mention else ""
        if medium is None and who and who == said[0]:
            medium = said[1]  # the same speaker goes on, on the same occasion
        content = tuple(Span.of(text, *c) for c in item.content)
        spoken = settled(page, when)
        relay: tuple[Hop, ...] = ()
        if item.addressee is not None and (match := _agencies().search(page.text(item.addressee))) is not None:
            start = item.addressee[0] + match.start()
            hop_span = Span.of(text, start, item.addressee[0] + match.end())
            hop = next((m for m in names.within(start, hop_span.end)), None)
            medium = medium or "agency"
            relay = (Hop(hop.id if hop else None, match.group(), medium, hop_span),)
        if item.through is not None and (via := mention_of(item.through)) is not None:
            through = Span.of(text, *item.through)
            relay = (*relay, Hop(via.id, " ".join(through.text.split()), medium, through))
        said = (who, medium)
        evidence = []
        if item.addressee and addressee:
            evidence.append(Evidence("addressee", Span.of(text, *item.addressee)))
        if medium_span:
            evidence.append(Evidence("medium", medium_span))
        result.append(
            Attribution(
                id=row_id("attribution", draft.document.id, item.content, item.cue, place),
                mode=item.mode,
                act=act_of(item, [page.text(c) for c in item.content]),
                speaker_id=mention.id if mention else None,
                content=content,
                cue=tuple(Span.of(text, *c) for c in item.cue),
                speaker=Span.of(text, *place) if place else None,
                addressee_id=addressee.id if addressee else None,
                medium=medium,
                spoken=spoken,
                relay=relay,
                confidence=round(item.confidence, 3),
                evidence=tuple(sorted(set(evidence))),
                rule=item.rule,
            )
        )
    changed = names.changed
    fresh = tuple(changed.pop(m.id, m) for m in new.values())
    return _nest(page, found, result), (*fresh, *changed.values())


def _nest(page: Page, found: list[Found], attributions: list[Attribution]) -> tuple[Attribution, ...]:
    """Set the parent of each attribution whose reporting words stand inside another one's content."""
    result = []
    for item, attribution in zip(found, attributions, strict=True):
        parent: Attribution | None = None
        parent_size = 0
        own = item.cue or item.content[:1]
        for other_item, other in zip(found, attributions, strict=True):
            if other is attribution:
                continue
            size = extent(other_item.content)
            if (
                size > extent(item.content)
                and all(any(a <= start and end <= b for a, b in other_item.content) for start, end in own)
                and (parent is None or size < parent_size)
            ):
                parent, parent_size = other, size
        result.append(
            replace(attribution, parent_id=parent.id, relay=(*attribution.relay, *_through(parent)))
            if parent
            else attribution
        )
    return tuple(result)


def _through(parent: Attribution) -> tuple[Hop, ...]:
    """Return the hop that an outer report adds: who reports the inner one, by which medium."""
    if parent.speaker is None:
        return ()
    name = " ".join(parent.speaker.text.split())
    return (Hop(parent.speaker_id, name, parent.medium, parent.speaker),)
