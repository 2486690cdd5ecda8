"""The event triggers, read once from the lexicon: which word forms begin which rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from verbale.lexicon import load_table
from verbale.model import EventType

BASE, THIRD, PAST, PARTICIPLE, GERUND = range(5)


@dataclass(frozen=True, slots=True)
class Words:
    """A condition on words: one of `some`, all of `also` (sets), none of `none`; an empty set asks nothing."""

    some: frozenset[str]
    none: frozenset[str]
    also: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `events_verbs.tsv` or `events_nouns.tsv`."""

    id: str
    type: EventType
    mode: str | None
    context: str | None
    to: tuple[str, ...]
    by: tuple[str, ...]
    next: Words
    object: Words
    sides: str
    flags: frozenset[str]


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the words of a class of `events_classes.tsv`."""
    for row in load_table("events_classes.tsv"):
        if row["class"] == name:
            return frozenset(row["words"].split())
    raise KeyError(name)


def _expand(words: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        if word.startswith("@"):
            found |= word_class(word[1:])
        else:
            found.add(word)
    return frozenset(found)


def _words(cell: str) -> Words:
    parts = cell.split()
    cut = parts.index("-") if "-" in parts else len(parts)
    return Words(
        _expand(word for word in parts[:cut] if not word.startswith("+")),
        _expand(parts[cut + 1 :]),
        tuple(_expand([word[1:]]) for word in parts[:cut] if word.startswith("+")),
    )


@cache
def _irregular() -> dict[str, list[tuple[str, str, str, str, str]]]:
    table: dict[str, list[tuple[str, str, str, str, str]]] = {}
    for row in load_table("events_irregular.tsv"):
        forms = (row["lemma"], row["third"], row["past"], row["participle"], row["gerund"])
        table.setdefault(row["lemma"], []).append(forms)
    return table


@cache
def inflect(verb: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return base, third person, past, participle and gerund of a verb, once for each way to spell them."""
    known = _irregular().get(verb)
    if known is not None:
        return tuple(known)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    elif verb.endswith(("s", "sh", "ch", "x", "z")):
        third, past = verb + "es", verb + "ed"
    else:
        third, past = verb + "s", verb + ("d" if verb.endswith("e") else "ed")
    gerund = (verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else verb) + "ing"
    return ((verb, third, past, past, gerund),)


@cache
def verb_rules() -> dict[str, tuple[tuple[Rule, frozenset[int]], ...]]:
    """Return, by word form, the verb rules that it may begin and which inflections it may be."""
    table: dict[str, dict[int, tuple[Rule, set[int]]]] = {}
    for order, row in enumerate(load_table("events_verbs.tsv")):
        rule = Rule(
            id=row["id"],
            type=cast(EventType, row["type"]),
            mode=row["mode"] or None,
            context=row["context"] or None,
            to=tuple(row["to"].split(",")) if row["to"] else (),
            by=("by",),
            next=_words(row["next"]),
            object=_words(row["object"]),
            sides="",
            flags=frozenset(row["flags"].split()),
        )
        for verb in row["verbs"].split():
            spellings = ((verb,),) if "adjective" in rule.flags else inflect(verb)
            for forms in spellings:
                for kind, form in enumerate(forms):
                    table.setdefault(form, {}).setdefault(order, (rule, set()))[1].add(kind)
    return {form: tuple((rule, frozenset(kinds)) for rule, kinds in rows.values()) for form, rows in table.items()}


_PROMISED: dict[str, EventType] = {
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT"), "AGREE"),
    **dict.fromkeys(("PROTEST", "SANCTION", "COERCE", "ASSAULT"), "THREATEN"),
}


@cache
def spoken_of(rule: Rule) -> Rule:
    """Return the rule of a deed that somebody says they will do: PLOVER has it as a promise or as a threat."""
    kind = _PROMISED.get(rule.type)
    return rule if kind is None or rule.mode == "resign" else replace(rule, type=kind, mode=None)


@cache
def noun_rules() -> dict[str, tuple[Rule, ...]]:
    """Return, by word form, the noun rules that it may begin."""
    table: dict[str, list[Rule]] = {}
    nothing = _words("")
    for row in load_table("events_nouns.tsv"):
        rule = Rule(
            id=row["id"],
            type=cast(EventType, row["type"]),
            mode=row["mode"] or None,
            context=row["context"] or None,
            to=tuple(row["to"].split(",")),
            by=tuple(row["by"].split(",")),
            next=nothing,
            object=nothing,
            sides=row["sides"],
            flags=frozenset(row["flags"].split()),
        )
        for noun in row["nouns"].split():
            table.setdefault(noun, []).append(rule)
    return {noun: tuple(rules) for noun, rules in table.items()}


@cache
def verb_forms(name: str) -> frozenset[str]:
    """Return all forms of the verbs of a class, with the class's own words."""
    return frozenset(form for verb in word_class(name) for forms in inflect(verb) for form in forms) | word_class(name)


@cache
def known_verbs() -> frozenset[str]:
    """Return word forms that are verbs beyond doubt enough to end a clause's subject."""
    return frozenset(form for form in verb_rules() if form not in noun_rules()) - word_class("nounlike")
