"""Event mentions by rules: who did what to whom, when and where, in PLOVER's terms, by which words.

A rule is a line of `lexicon/events_verbs.tsv` or `lexicon/events_nouns.tsv`; its id is kept with each event.
Precision comes first: without a party that acts there is no event, and what is asked, refused or threatened is
none of its own.

Sides. Where the words set one side against another ("X met Y", "X's talks with Y") the first is the actor, the second
the recipient. Where they do not ("X and Y met", "talks between X and Y") both sides are actors and both are recipients.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, cast

from verbale.coding.draft import Draft, Sentence
from verbale.coding.events.called_off import off_verbs
from verbale.coding.events.candidates import Candidate, candidate_verbs
from verbale.coding.events.described import described
from verbale.coding.events.found import Found, Scene
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.learned import second_look, unheard
from verbale.coding.events.lexicon import Rule, noun_rules, verb_rules, word_class
from verbale.coding.events.modes import consult_mode, context_of
from verbale.coding.events.nouns import find_nouns
from verbale.coding.events.pairs import Surnames, pairs_of
from verbale.coding.events.parties import find_parties, is_company, outermost, polities_of
from verbale.coding.events.settle import carried_day, claimed_in, narrative_days, place_of, to_come, told_again, when_of
from verbale.coding.events.several import Members
from verbale.coding.events.verbs import asked_for, find_verbs
from verbale.coding.events.words import Words
from verbale.model import EventMention, Evidence, Mention, Span, Status, TimeExpression, row_id

_LONGEST = 4000
"""Characters; what is longer is no sentence of prose, and its parties are not each other's."""

_Row = TypeVar("_Row", Mention, TimeExpression)


def find_events(draft: Draft) -> tuple[EventMention, ...]:
    """Return the event mentions of a document in text order.

    Parties that nobody names ("Kenyan pilots") become mentions of the draft where an event has them.
    """
    events: dict[str, EventMention] = {}
    told: list[tuple[Scene, Found]] = []
    asked: list[tuple[Scene, Candidate]] = []
    members = Members(draft)
    silent_parties: dict[str, Mention] = {}
    for scene in scenes(draft):
        silent_parties |= {mention.id: mention for mention in scene.described}
        found, silent = kept(scene.grammar)
        told += [(scene, item) for item in found]
        if not draft.fast:
            asked += [(scene, one) for one in unheard(scene.grammar, found, silent)]
    for scene, item in told if draft.fast else second_look(draft, told, asked):
        event = _event(draft, scene, item, members)
        if event is not None:
            events.setdefault(event.id, event)
    _add_parties(draft, events.values(), silent_parties)
    ordered = sorted(events.values(), key=lambda event: (event.trigger.start, event.trigger.end, event.type))
    return tuple(told_again(draft, ordered))


def scenes(draft: Draft) -> Iterator[Scene]:
    """Yield the sentences of a document that name somebody and may tell an event."""
    mentions = outermost(draft.mentions)
    places = sorted((m for m in draft.mentions if m.kind in ("place", "polity")), key=lambda m: m.span)
    times = sorted(draft.times, key=lambda time: time.span)
    mention_starts, place_starts, time_starts = (
        [row.span.start for row in mentions],
        [row.span.start for row in places],
        [row.span.start for row in times],
    )
    days = narrative_days(draft, times)
    surnames = Surnames(draft.mentions)
    own_spans = {mention.span for mention in draft.mentions}
    for number, sentence in enumerate(draft.sentences):
        here = _within(mentions, mention_starts, sentence)
        if sentence.end - sentence.start > _LONGEST:
            continue
        words = Words(draft.text, sentence.start, sentence.end)
        if not any(low in noun_rules() or low in candidate_verbs() or low in verb_rules() for low in words.lows):
            continue
        own_times = _within(times, time_starts, sentence)
        halves = [
            half for half in pairs_of(draft.document.id, draft.text, words, surnames) if half.span not in own_spans
        ]
        if halves:
            here = [m for m in here if not any(_inside(half.span, m.span) for half in halves)]
        words.lay(here, own_times)
        unnamed = [*halves, *described(draft.document.id, draft.text, words)]
        if not here and not unnamed:
            continue
        if unnamed:
            here = sorted((*here, *unnamed), key=lambda mention: mention.span)
            words.mention = [-1] * words.n
            words.lay(here, ())
        yield Scene(
            Grammar(words, find_parties(words, here)),
            own_times,
            _within(places, place_starts, sentence),
            carried_day(draft.sentences, days, number),
            tuple(unnamed),
        )


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _add_parties(draft: Draft, events: Iterable[EventMention], unnamed: dict[str, Mention]) -> None:
    """Make mentions of the parties that events describe and nobody names."""
    known = {mention.id for mention in draft.mentions}
    used = {i for event in events for i in (*event.actors, *event.recipients) if i in unnamed and i not in known}
    if used:
        draft.mentions = tuple(
            sorted((*draft.mentions, *(unnamed[i] for i in used)), key=lambda m: (m.span.start, m.span.end, m.id))
        )


def _within(rows: Sequence[_Row], starts: Sequence[int], sentence: Sentence) -> list[_Row]:
    low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    return [row for row in rows[low:high] if row.span.end <= sentence.end]


def kept(grammar: Grammar) -> tuple[list[Found], list[tuple[int, int]]]:
    """Return what the rules find, without what stands inside a demand, a refusal, a threat, or another trigger.

    With it the places of words that tell no event of their own.
    """
    ghosts: list[tuple[int, int]] = []
    found = list(find_verbs(grammar, ghosts))
    # "began carrying out airstrikes": the verb nearest to the object words tells the event
    spoken_for: dict[int, Found] = {}
    for item in found:
        for j in item.covers:
            if j not in spoken_for or abs(j - item.anchor) < abs(j - spoken_for[j].anchor):
                spoken_for[j] = item
    found = [item for item in found if all(spoken_for[j] is item for j in item.covers)]
    used = {j for item in found for j in (*range(item.start, item.end), *item.covers) if not _stands(grammar, item, j)}
    found.extend(find_nouns(grammar, used))
    ghosts += asked_for(grammar)
    shadows: list[tuple[tuple[int, int], Found | None]] = [
        (item.shadow, item) for item in found if item.shadow[1] > item.shadow[0]
    ]
    shadows += [(ghost, None) for ghost in ghosts]
    kept = [
        item
        for item in sorted(found, key=lambda item: (item.start, item.end))
        if not any(low <= item.start < high and not _apart(owner, item) for (low, high), owner in shadows)
    ]
    return kept, [place for place, _owner in shadows]


def _stands(grammar: Grammar, item: Found, j: int) -> bool:
    """True for the meeting that a verb calls off: it is told besides, as one that does not take place."""
    lows = grammar.words.lows
    if item.rule.type not in ("SANCTION", "REJECT") or j == item.anchor:
        return False
    return lows[item.anchor] in off_verbs() and any(rule.type == "CONSULT" for rule in noun_rules().get(lows[j], ()))


def _apart(owner: Found | None, item: Found) -> bool:
    """True where what a shadow falls on is told all the same: "agreed TO MEET AGAIN in Rome" plans a meeting."""
    if owner is item:
        return True
    agreed = owner is not None and owner.rule.type == "AGREE" and owner.status == "happened"
    return agreed and item.rule.type == "CONSULT" and item.status == "scheduled"


def _between_bodies(sides: Sequence[Mention]) -> bool:
    """True for talks with an organisation of states as a side ("NATO and Russia met"), no person being named."""
    return any(m.kind == "organisation" for m in sides) and all(m.kind in ("organisation", "polity") for m in sides)


def _span(draft: Draft, words: Words, start: int, end: int) -> Span:
    return Span.of(draft.text, words.starts[start], words.ends[end - 1])


def _who(scene: Scene, numbers: Sequence[int], members: Members) -> tuple[Mention, ...]:
    """Return the mentions of some parties; a company that nobody names gives way to its members."""
    grammar = scene.grammar
    found: list[Mention] = []
    for number in numbers:
        party = grammar.parties[number]
        mention = party.mention
        if party.unnamed and grammar.words.lows[party.end - 1] in word_class("armed"):
            found += _who(scene, grammar.made_of(number), members) or (mention,)  # "troops FROM CHAD"
            continue
        if mention.actor is not None or not is_company(party, grammar.words):
            found.append(mention)
            continue
        first = (
            party.start - 1
            if party.start > 0 and grammar.words.lows[party.start - 1] in ("the", "both")
            else party.start
        )
        inner = grammar.made_of(number)
        named = _who(scene, inner, members) if inner else members.of(mention, grammar.words.lows[first : party.end])
        found += named or (mention,)
    return tuple(found)


def _anybody(mention: Mention, rule: Rule) -> bool:
    """True for "the two leaders" of a meeting that nothing names."""
    return rule.type == "CONSULT" and mention.kind == "group" and mention.form == "description"


def _states(actors: Iterable[Mention]) -> frozenset[str]:
    return frozenset[str]().union(*(polities_of(m.actor) for m in actors if m.actor is not None))


def _at_home(actors: Sequence[Mention], places: Sequence[Mention]) -> bool:
    """True for a journey inside one's own country ("the president arrived in Florida"), which meets nobody."""
    own = _states(actors)
    return bool(places) and all(
        m.kind in ("place", "polity") and m.actor is not None and bool(own & polities_of(m.actor)) for m in places
    )


def _others(rule: Rule, actors: Sequence[Mention], recipients: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the recipients without those who act themselves, and, of a threat, without the state that makes it.

    Where the actor is a pronoun or a description it is that which was understood amiss.
    """
    doers = {m.actor or m.head_id for m in actors if m.form == "name"}
    others = tuple(m for m in recipients if m.kind == "place" or (m.actor or m.head_id) not in doers)
    if rule.type != "THREATEN":
        return others
    own = _states(actors)
    return tuple(m for m in others if m.kind != "polity" or m.actor is None or not own & polities_of(m.actor))


def _event(draft: Draft, scene: Scene, found: Found, members: Members) -> EventMention | None:
    rule = found.rule
    words, parties = scene.grammar.words, scene.grammar.parties
    trigger = _span(draft, words, found.start, found.end)
    actors = _who(scene, found.actors, members)
    recipients = _who(scene, found.recipients, members)
    if rule.mode == "visit" and _at_home(actors, recipients):
        return None
    if all(m.actor is None and (m in scene.described or _anybody(m, rule)) for m in (*actors, *recipients)):
        return None
    carried = scene.carried
    if carried is not None and actors != tuple(parties[n].mention for n in found.actors):
        # "The two leaders spoke by video link": of the day that the sentence before names
        carried = carried[0], carried[1] or members.follows(carried[0].span.start, trigger.start)
    when = when_of(draft, words, scene.times, found, carried)
    place = place_of(words, scene.places, found)
    claim = claimed_in(draft.attributions, trigger)
    mode = found.mode
    if actors != recipients and recipients:
        recipients = _others(rule, actors, recipients)
        if not recipients and rule.type == "CONSULT":
            return None  # nobody meets himself
    if actors == recipients and len(actors) == 1:
        recipients = ()  # "EU leaders met"
    if rule.type == "CONSULT":
        members.remember((*actors, *recipients))
        mode = consult_mode(mode, words.lows, found.start, found.end)
        sides = (*actors, *recipients)
        if mode is None and (len({m.head_id for m in sides}) > 2 or _between_bodies(sides)):
            mode = "multilateral"
    evidence = [Evidence("what", trigger)]
    if found.off is not None:
        evidence.append(Evidence("status", _span(draft, words, *found.off)))
    evidence += [Evidence("who", mention.span) for mention in actors]
    evidence += [Evidence("to whom", mention.span) for mention in recipients]
    if when is not None:
        evidence += [Evidence("when", span) for span in when.evidence]
    if place is not None:
        evidence.append(Evidence("where", place.span))
    return EventMention(
        id=row_id("event", draft.document.id, rule.type, trigger.start, trigger.end),
        type=rule.type,
        mode=mode,
        context=context_of(rule, words.lows, found.start, found.end),
        status=cast(Status, "scheduled" if to_come(draft, found, when) else found.status),
        trigger=trigger,
        actors=tuple(dict.fromkeys(mention.id for mention in actors)),
        recipients=tuple(dict.fromkeys(mention.id for mention in recipients)),
        happened=when,
        place=place.span if place is not None else None,
        attribution_id=claim.id if claim is not None else None,
        confidence=round(found.confidence, 2),
        evidence=tuple(evidence),
        rule=rule.id,
    )
