"""From what the rules found to attributions: one per act of speech, with speaker, day, medium, addressee and relay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from verbale.coding.attributions.acts import act_in, leanings_of
from verbale.coding.attributions.administrations import Administrations
from verbale.coding.attributions.contacts import contacts, of_contact
from verbale.coding.attributions.days import fill, read_frame
from verbale.coding.attributions.found import Found, Page, Place, extent, line_at, overlap
from verbale.coding.attributions.holders import speaker_place
from verbale.coding.attributions.listeners import addressee_of, speaks_to
from verbale.coding.attributions.media import medium_of, relays
from verbale.coding.attributions.named_later import named_later
from verbale.coding.attributions.naming import actor_in, described, kind_of
from verbale.coding.attributions.occasions import (
    day_of_contact,
    is_occasion,
    lead_day,
    settled,
    spoken_day,
    told_before,
)
from verbale.coding.attributions.referents import Referents
from verbale.coding.mentions.index import MentionIndex
from verbale.lexicon import load_words
from verbale.model import Attribution, Evidence, Hop, Medium, Mention, MentionKind, Span, row_id

_SPEECH_DOCUMENTS = re.compile(
    r"\b(?:statement|readout|read-out|report|communiqu[eé]|letter|document|draft|text|proposal)\b", re.I
)


@cache
def _agencies() -> re.Pattern[str]:
    names = sorted(load_words("agencies.txt"), key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b(?!['’]s? (?:border|government))")


_IMPERSONAL = frozenset({"polity", "organisation", "group"})


class Names(MentionIndex):
    """The mentions of a document by place; a pronoun may learn whom it means."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        super().__init__(mentions)
        self.changed: dict[str, Mention] = {}

    def add(self, mention: Mention) -> None:
        """Let a mention be found by its id."""
        self._by_id[mention.id] = mention

    def told(self, mentions: Sequence[Mention | None], whom: dict[str, Mention]) -> list[Mention | None]:
        """Give mentions, and all that go back to them, the names of those whom they mean."""
        for mention in [m for m in self._by_id.values() if m.head_id in whom]:
            head = whom[mention.head_id]
            self.replace(replace(mention, head_id=head.id, name=head.name, actor=head.actor))
        return [None if m is None else self._by_id.get(m.id, m) for m in mentions]

    def replace(self, mention: Mention) -> None:
        """Put a mention in place of the one with its id."""
        self._by_id[mention.id] = mention
        self.changed[mention.id] = mention


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
        and (
            (overlap(other.cue, found.content) == extent(other.cue) and overlap([other.speaker], found.content))
            or _tells_the_same(other, found)
        )
    ]
    for other in inner:
        other.through = found.speaker
    return bool(inner)


def _tells_the_same(other: Found, found: Found) -> bool:
    """Say whether a report has another's words with its frame in between: "…, the station reported, according to the agency"."""
    between = found.content[-1][1] <= other.cue[0][0] and other.cue[0][1] <= found.cue[0][0]
    return between and overlap(other.content, found.content) > 0.8 * extent(found.content)


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
    kept = [f for f in by_content.values() if not _says_nothing(f, text)]
    return sorted(kept, key=lambda f: (f.content[0], -f.content[-1][1], f.cue))


def without_relays(found: list[Found], text: str) -> list[Found]:
    """Leave out each "according to" that only names the paper that a report inside came through."""
    return [item for item in found if not _is_relay(item, found, text)]


def _meant(
    page: Page,
    known: Referents,
    found: Sequence[Found],
    places: Sequence[Place | None],
    mentions: Sequence[Mention | None],
    names: Names,
    outer: Sequence[int | None],
) -> list[Mention | None]:
    """Tell of each speaker whom its words mean, going through them in the order in which they stand.

    Nobody tells of himself as "he": in words that are quoted a pronoun means another than who says them.
    """
    result = list(mentions)
    told: dict[Place, Mention] = {}
    administrations = Administrations(page.draft, names)
    order = sorted((place, number) for number, place in enumerate(places) if place is not None)
    for place, number in order:
        mention = mentions[number]
        if mention is None:
            continue
        meant = told.get(place)
        if meant is None:
            around = outer[number]
            teller = (
                told.get(places[around] or place) if around is not None and found[around].mode == "direct" else None
            )
            apart = names.head_of(teller) if teller is not None else None
            meant = administrations.with_state(known.meaning(found[number], place, mention, apart), page.text(place))
            if meant is not mention:
                names.replace(meant)
            told[place] = meant
            # "asked by a reporter, he said" goes on from him, not from the reporter
            known.add(
                place,
                meant,
                not (":ask" in found[number].rule and known.text_before(place).endswith((" by ", " by the "))),
            )
        result[number] = meant
    return result


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
        inside = actor_in(names, page, place)
        if inside is not None:
            return inside
        return describe(place, kind_of(page.text(place)))

    def describe(place: Place, kind: MentionKind) -> Mention:
        fresh = described(page, place, kind)
        existing = names.get(fresh.id)
        if existing is not None:
            return existing
        names.add(fresh)
        return new.setdefault(fresh.id, fresh)

    contents = [place for item in found for place in item.content]
    cues = sorted(place[0] for item in found for place in item.cue)
    outer = _outer(found)
    stated = [
        spoken_day(page, item, draft.times, contents, found) or told_before(page, item, item.content[0][0], cues)
        for item in found
    ]
    speakers = _gone_on(page, found, [speaker_place(page, item) for item in found])
    speakers = _first_persons(page, found, speakers, outer)
    mentions = [mention_of(place) for place in speakers]
    known = Referents(page, names, describe)
    mentions = _meant(page, known, found, speakers, mentions, names, outer)
    mentions = names.told(mentions, named_later(page, names, found, speakers, mentions))
    heads = [names.head_of(m) if m else None for m in mentions]
    frames = [
        read_frame(page, item, when, head.id if head else "", head is not None and head.kind in _IMPERSONAL, contents)
        for item, when, head in zip(found, stated, heads, strict=True)
    ]
    days = fill(page, frames, outer, found, lead_day(page, found))
    said: list[tuple[str, int, Medium | None]] = []
    held = contacts(page, names, contents)
    for item, place, mention, when, around in zip(found, speakers, mentions, days, outer, strict=True):
        to = addressee_of(page, item, place)
        addressee = mention_of(to) if to and to[1] - to[0] < 120 and not is_occasion(page.text(to)) else None
        if to and addressee is not None:
            told = known.told(to, addressee, mention)
            if told is not addressee:
                names.replace(told)
            addressee = told
        medium, told_by = medium_of(page, item, place, to, cues)
        who = names.head_of(mention).id if mention else ""
        to_whom = names.head_of(addressee).id if addressee else ""
        contact = of_contact(held, item.sentence, who, to_whom, around is not None) if who else None
        if contact is not None and (medium in {None, contact.medium, "statement", "briefing"} or around is not None):
            medium, told_by = contact.medium, contact.words
            if addressee is None and to is None and item.cue and speaks_to(page.text(item.cue[0])):
                # told of by a third: one party of the call said it to the other
                addressee, to = contact.other(who)
            if contact.day is not None and (when is None or around is not None):
                when = day_of_contact(contact.day)
        medium_span = Span.of(text, *told_by) if told_by else None
        here = page.draft.sentences[item.sentence].paragraph
        if medium is None and who:
            medium = _goes_on(said, who, here, page.text(place) if place else "")
        content = tuple(Span.of(text, *c) for c in item.content)
        spoken = settled(page, when)
        relay = _relay(page, names, item, to)
        if item.through is not None and (via := mention_of(item.through)) is not None:
            through = Span.of(text, *item.through)
            relay = (*relay, Hop(via.id, " ".join(through.text.split()), medium, through))
        said.append((who, here, medium))
        evidence = []
        if to and addressee:
            evidence.append(Evidence("addressee", Span.of(text, *to)))
        if medium_span:
            evidence.append(Evidence("medium", medium_span))
        if item.matter is not None:
            evidence.append(Evidence("matter", Span.of(text, *item.matter)))
        row = row_id("attribution", draft.document.id, item.content, item.cue, place)
        draft.leanings[row] = leanings_of(row, item)
        result.append(
            Attribution(
                id=row,
                mode=item.mode,
                act=act_in(page, item),
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
    result = _goes_back(result, found, outer, names, page)
    changed = names.changed
    fresh = tuple(changed.pop(m.id, m) for m in new.values())
    return _nest(result, outer), (*fresh, *changed.values())


_MEMBER = re.compile(
    r"\b(?:opposition|members?|deput(?:y|ies)|minister|secretary|lords?|mps?|senator|\w+-?bencher|peers?|premier|speaker|he|she)\b",
    re.I,
)


def _goes_on(said: Sequence[tuple[str, int, Medium | None]], who: str, here: int, words: str) -> Medium | None:
    """Return the medium of what was said just before, where the same speaker goes on, or the same debate."""
    if said and said[-1][0] == who:
        return said[-1][2]
    for other, paragraph, medium in reversed(said[-6:]):
        if paragraph == here and other == who:
            return medium
    if said and said[-1][2] == "parliament" and here - said[-1][1] <= 1 and _MEMBER.search(words):
        return "parliament"
    return None


def _gone_on(page: Page, found: Sequence[Found], places: Sequence[Place | None]) -> list[Place | None]:
    """Give a participle behind a report that report's speaker: "Berg called it a “farce”, adding: “We will not go.”\""""
    result = list(places)
    for number, (item, place) in enumerate(zip(found, places, strict=True)):
        if place is not None or not item.cue or not page.text(item.cue[0]).casefold().split()[-1].endswith("ing"):
            continue
        line = page.lines[line_at(page.lines, item.cue[0][0])].sentence
        before = [
            (other.cue[0], spoken)
            for other, spoken in zip(found, places, strict=True)
            if spoken is not None and other.cue and line.start <= other.cue[0][0] < item.cue[0][0]
        ]
        if before:
            result[number] = max(before)[1]
    return result


def _first_persons(
    page: Page, found: Sequence[Found], places: Sequence[Place | None], outer: Sequence[int | None]
) -> list[Place | None]:
    """Give an "I" or "we" in words that are quoted to who says them: "DIAZ: We urge both sides to sign"."""
    result = list(places)
    for number, (place, around) in enumerate(zip(places, outer, strict=True)):
        if place is None or around is None or found[around].mode != "direct":
            continue
        if page.text(place).casefold() in _FIRST_PERSONS and places[around] is not None:
            result[number] = places[around]
    return result


_FIRST_PERSONS = frozenset({"i", "we"})


def _goes_back(
    said: Sequence[Attribution], found: Sequence[Found], outer: Sequence[int | None], names: Names, page: Page
) -> list[Attribution]:
    """Give words told in short the medium of the quotation behind them (“They went well,” she said in a tweet)."""
    result = list(said)
    own = [number for number, around in enumerate(outer) if around is None]
    for number, behind in pairwise(own):
        told, quoted = said[number], said[behind]
        if told.medium is not None or told.mode == "direct" or quoted.mode == "indirect" or quoted.medium is None:
            continue
        first, second = (page.draft.sentences[found[each].sentence] for each in (number, behind))
        if not 0 <= found[behind].sentence - found[number].sentence <= 1 or second.paragraph - first.paragraph > 1:
            continue
        if first.role != second.role or told.speaker_id is None or quoted.speaker_id is None or told.addressee_id:
            continue
        here, there = names.get(told.speaker_id), names.get(quoted.speaker_id)
        if here is None or there is None or names.head_of(here).id != names.head_of(there).id:
            continue
        if any(each.field == "medium" for each in quoted.evidence):
            result[number] = replace(told, medium=quoted.medium)
    return result


def _relay(page: Page, names: Names, item: Found, addressee: Place | None) -> tuple[Hop, ...]:
    """Return the hops that a report's own sentence names: the outlet spoken to, who is quoted or quotes."""
    hops = []
    for place, medium in relays(page, item, addressee):
        span = Span.of(page.draft.text, *place)
        inside = next(iter(names.within(*place)), None)
        hops.append(Hop(inside.id if inside else None, " ".join(span.text.split()), medium, span))
    return tuple(hops)


def _outer(found: Sequence[Found]) -> list[int | None]:
    """Return of each report the number of the smallest one inside whose content its reporting words stand."""
    result: list[int | None] = []
    sizes = [extent(item.content) for item in found]
    ends = [max((b for _a, b in item.content), default=0) for item in found]
    for item, size in zip(found, sizes, strict=True):
        own = item.cue or item.content[:1]
        last = max((end for _start, end in own), default=0)
        around = [
            (sizes[number], number)
            for number, other in enumerate(found)
            if ends[number] >= last
            and sizes[number] > size
            and all(any(a <= start and end <= b for a, b in other.content) for start, end in own)
        ]
        result.append(min(around)[1] if around else None)
    return result


def _nest(attributions: Sequence[Attribution], outer: Sequence[int | None]) -> tuple[Attribution, ...]:
    """Set the parent of each attribution that stands inside another one's content."""
    result = []
    for attribution, around in zip(attributions, outer, strict=True):
        parent = attributions[around] if around is not None else None
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
