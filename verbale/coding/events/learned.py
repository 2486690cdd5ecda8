"""The trained network beside the rules: events that no rule knows, and a second look at those that one does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import cast

from verbale.coding.draft import Draft
from verbale.coding.events.candidates import Candidate, candidates
from verbale.coding.events.found import Found, Scene
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.guards import medium
from verbale.coding.events.lexicon import Rule, verb_forms, word_class
from verbale.coding.events.lexicon import Words as Condition
from verbale.language.event_read import EventRead
from verbale.language.events import MODEL, Place, read_events
from verbale.model import EventType

LEAST = 0.9
"""How sure the network must be of type, parties and status together where no rule speaks."""
SURE = 0.7
"""How sure it must be of a status that a rule's event has it."""


def unheard(grammar: Grammar, found: Sequence[Found], silent: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence that the rules left alone.

    What is asked or refused is no event; parties that a rule has brought together already tell no second one. Of some
    verbs the rules know all that is to be known, and an outlet is nobody's partner.
    """
    words = grammar.words
    used = {j for item in found for j in (*range(item.start, item.end), *item.covers)}
    told = [({*item.actors}, {*item.recipients}) for item in found]
    for one in candidates(grammar):
        verb = one.group.verb
        if verb in used or any(low <= verb < high for low, high in silent):
            continue
        if words.lows[verb] in verb_forms("settled") or any(
            _medium(grammar, n) for n in (*one.actors, *one.recipients)
        ):
            continue
        if any(grammar.parties[n].owning for n in (*one.actors, *one.recipients)):
            continue  # "by HIS captors": nobody names them
        if words.lows[verb] in verb_forms("meets") and all(_where(grammar, n) for n in one.recipients):
            continue  # "met in Rome": whom, nobody says
        if any(actors & {*one.actors} and recipients & {*one.recipients} for actors, recipients in told):
            continue
        yield one


def _where(grammar: Grammar, number: int) -> bool:
    party = grammar.parties[number]
    return party.governor in ("in", "at", "near") and party.mention.kind in ("place", "polity")


def _medium(grammar: Grammar, number: int) -> bool:
    party = grammar.parties[number]
    names = grammar.words.lows[party.start : party.end]
    return medium(party.mention) or any(low in word_class("media") for low in names)


def _pieces(grammar: Grammar, numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    words = grammar.words
    parties = [grammar.parties[n] for n in numbers]
    return tuple((words.starts[p.start], words.ends[p.end - 1]) for p in parties)


def place_of_candidate(grammar: Grammar, one: Candidate) -> Place:
    """Return a candidate as offsets into its document."""
    verb = one.group.verb
    trigger = ((grammar.words.starts[verb], grammar.words.ends[verb]),)
    return Place(_pieces(grammar, one.actors), trigger, _pieces(grammar, one.recipients))


def place_of_found(grammar: Grammar, item: Found) -> Place:
    """Return what a rule has found as offsets into its document."""
    words = grammar.words
    trigger = ((words.starts[item.start], words.ends[item.end - 1]),)
    return Place(_pieces(grammar, item.actors), trigger, _pieces(grammar, item.recipients))


def second_look(
    draft: Draft, told: Sequence[tuple[Scene, Found]], asked: Sequence[tuple[Scene, Candidate]]
) -> list[tuple[Scene, Found]]:
    """Return what the rules have found, each as it stands by the network, then the candidates that this is sure of."""
    sentences = [(sentence.start, sentence.end) for sentence in draft.sentences]
    places = [place_of_found(scene.grammar, item) for scene, item in told]
    places += [place_of_candidate(scene.grammar, one) for scene, one in asked]
    order = sorted(range(len(places)), key=lambda n: places[n].trigger)  # a long document is read once, in its order
    answers = dict(zip(order, read_events(draft.text, sentences, [places[n] for n in order]), strict=True))
    stands = [(scene, _amended(item, answers[n])) for n, (scene, item) in enumerate(told)]
    return [*stands, *_surest(asked, [answers[len(told) + n] for n in range(len(asked))])]


def _amended(item: Found, read: EventRead) -> Found:
    """Return what a rule has found with the status that the network is sure of, unless plain words give it.

    Denials and what is only supposed the rules know by their words; what is told as done or to come they often take at its word.
    """
    plain = item.status not in ("happened", "scheduled") or item.off is not None or "ahead" in item.rule.flags
    return item if plain or read.sure < SURE or read.status == "denied" else replace(item, status=read.status)


def _surest(asked: Sequence[tuple[Scene, Candidate]], answers: Sequence[EventRead]) -> Iterator[tuple[Scene, Found]]:
    """Yield the candidates that the network is sure of; of those of one type between the same parties the surest."""
    best: dict[tuple[int, str, frozenset[int]], tuple[float, int]] = {}
    for number, ((scene, one), read) in enumerate(zip(asked, answers, strict=True)):
        key, sure = (id(scene), read.type, frozenset((*one.actors, *one.recipients))), sureness(read)
        if read.type != "NONE" and sure >= LEAST and sure > best.get(key, (0.0, 0))[0]:
            best[key] = sure, number
    for sure, number in sorted(best.values(), key=itemgetter(1)):
        (scene, one), read = asked[number], answers[number]
        group = one.group
        yield (
            scene,
            Found(
                _rule(read.type), group.verb, group.verb + 1, group.verb, list(one.actors), list(one.recipients),
                read.status, None, round(sure, 2), group.start, one.zone_end,
            ),
        )  # fmt: skip


def sureness(read: EventRead) -> float:
    """Return how sure the network is of a type, both parties and the status."""
    return read.probability * read.actor * read.recipient * read.sure


@cache
def _rule(kind: str) -> Rule:
    nothing = Condition(frozenset(), frozenset(), ())
    return Rule(MODEL, cast(EventType, kind), None, None, (), (), nothing, nothing, "", frozenset())
