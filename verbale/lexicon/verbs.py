"""Inflected forms of English verbs, from spelling rules and a short table of irregular ones."""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import astuple

from verbale.lexicon import load_table


class Forms(Struct, frozen=True):
    """The five forms of a verb; of "point out" only the first word is inflected."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str

    @property
    def all(self) -> tuple[str, ...]:
        """The five, from the base on."""
        return astuple(self)


@cache
def _irregular() -> dict[str, Forms]:
    return {
        row["lemma"]: Forms(row["lemma"], row["third"], row["past"], row["participle"], row["gerund"])
        for row in load_table("verbs_irregular.tsv")
    }


def _regular(verb: str) -> Forms:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    elif verb.endswith(("s", "sh", "ch", "x", "z")):
        third, past = verb + "es", verb + "ed"
    else:
        third, past = verb + "s", verb + ("d" if verb.endswith("e") else "ed")
    gerund = (verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else verb) + "ing"
    return Forms(verb, third, past, past, gerund)


@cache
def forms(lemma: str) -> Forms:
    """Return the forms of a verb lemma ("deny", "call on")."""
    head, _, particle = lemma.partition(" ")
    found = _irregular().get(head) or _regular(head)
    if not particle:
        return found
    return Forms(*(f"{part} {particle}" for part in found.all))
