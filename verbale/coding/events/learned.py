"""Events that no rule knows: verbs between two parties, read by the trained network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import cast

from verbale.coding.draft import Draft
from verbale.coding.events.candidates import Candidate, candidates
from verbale.coding.events.found import Found, Scene
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.guards import medium
from verbale.coding.events.lexicon import Rule, verb_forms, word_class
from verbale.coding.events.lexicon import Words as Condition
from verbale.language.events import MODEL, Place, read_events
from verbale.model import EventType

_SPOKEN = {"AGREE": "scheduled", "THREATEN": "scheduled", "REJECT": "denied"}
"""What is promised, threatened or refused has been spoken of already: "will free", "would not free"."""
LEAST = 0.85
"""How sure the network must be of a type where no rule speaks."""


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


def place_of_candidate(grammar: Grammar, one: Candidate) -> Place:
    """Return a candidate as offsets into its document."""
    words = grammar.words

    def pieces(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
        parties = [grammar.parties[n] for n in numbers]
        return tuple((words.starts[p.start], words.ends[p.end - 1]) for p in parties)

    verb = one.group.verb
    return Place(pieces(one.actors), ((words.starts[verb], words.ends[verb]),), pieces(one.recipients))


def read_candidates(draft: Draft, asked: Sequence[tuple[Scene, Candidate]]) -> Iterator[tuple[Scene, Found]]:
    """Yield the candidates that the network is sure of, each with its type."""
    sentences = [(sentence.start, sentence.end) for sentence in draft.sentences]
    places = [place_of_candidate(scene.grammar, one) for scene, one in asked]
    answers = read_events(draft.text, sentences, places)
    for (scene, one), (kind, probability) in zip(asked, answers, strict=True):
        if kind == "NONE" or probability < LEAST:
            continue
        group = one.group
        status = "happened" if _SPOKEN.get(kind) == one.status else one.status
        yield (
            scene,
            Found(
                _rule(kind), group.verb, group.verb + 1, group.verb, list(one.actors), list(one.recipients),
                status, None, round(0.8 * probability, 2), group.start, one.zone_end,
            ),
        )  # fmt: skip


@cache
def _rule(kind: str) -> Rule:
    nothing = Condition(frozenset(), frozenset(), ())
    return Rule(MODEL, cast(EventType, kind), None, None, (), (), nothing, nothing, "", frozenset())
