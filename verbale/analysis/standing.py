"""Who of a country speaks for it: its authorities, not its companies, analysts and reporters; and who speaks on their own account.

A senator, a party, a candidate is of the state's politics and does not bind it: what they want is shown with the state's words
and changes nothing in where the state stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from verbale.lexicon import load_table, load_words
from verbale.store import Actor, Post
from verbale.store.rows import FORMER

_OFFICIAL = re.compile(
    r"\b(?:official|minister|ministr|envoy|spokes|diplomat|general|commander|chief|leader|president|secretar|ambassador|"
    r"negotiat|delegation|mediator|administration|government|authorit|adviser|advisor|aide|senator|lawmaker|office|team|wing|"
    r"army|military|police|guard|navy|force|council|committee|court|agency|service|regulator|authority|commission|bureau|parliament|congress|assembly|embassy|consul|mission|judge|king|prince|chancellor|premier|governor)",
    re.I,
)
_OF_STATE = (
    r"president\b(?! of the (?:senate|chamber)\b)(?!,? (?:of|and|for|at|emeritus)\b(?: [\w.-]+){0,5}? "
    r"(?:council on|centers?|centres?|institut\w*|foundation|universit\w*|association|"
    r"chamber|group|compan\w*|fund|bank|society|club|coalition|endowment|ceo)\b)"
)
"""A president, not of an institute or a company."""
_HIGH = re.compile(
    rf"\b(?:{_OF_STATE}|prime minister|minister|secretary|ambassador|envoy|chancellor|premier|king|queen|prince|emir|spokes|"
    r"adviser|advisor|negotiat|commissioner|representative to|high representative|commander|chief of|director of|supreme leader|"
    r"trade representative)",
    re.I,
)
_PARTICLE = r"(?:[A-Z]|(?:al|el|an|ash|as|bin|ben|ibn|von|van|der|de|da|del|di|du|la|le)\b)[\w.'’-]*"
_NAME = re.compile(rf"{_PARTICLE}(?: {_PARTICLE})*")


@cache
def _private() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in load_words('not_of_state.txt'))})\b", re.I)


@cache
def _others() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{'|'.join(re.escape(w) for w in load_words('posts_of_others.txt'))})", re.I)


@cache
def _chambers() -> frozenset[str]:
    """Return the lexicon's parliaments and their committees: who sits in one does not bind the state."""
    return frozenset(row["key"] for row in load_table("actors/organisations.tsv") if row["sector"] == "LEG")


def is_of_state(actor: Actor, posts: Iterable[Post]) -> bool:
    """Say whether an actor that is of a state may be its voice at all: not its companies, analysts, reporters, crowds."""
    titles = [p.title for p in posts]
    if actor.lexicon_key is not None or any(_HIGH.search(t) for t in titles):
        return True
    if _private().search(actor.name) and _OFFICIAL.search(actor.name) is None:
        return False
    if titles and all(_private().search(t) or t.casefold() == "director" for t in titles):
        return False
    if actor.kind != "person" or titles:
        return True
    return _NAME.fullmatch(actor.name) is not None or _OFFICIAL.search(actor.name) is not None


def on_own_account(actor: Actor, posts: Iterable[Post], day: str | None) -> bool:
    """Say whether an actor speaks on their own account: a legislator, a party, a candidate, and in no office of state that day."""
    if actor.kind in {"organisation", "group", "office"}:
        return _others().match(actor.name) is not None or _others().search(actor.name.rpartition(" ")[2]) is not None
    held = [p for p in posts if not _after(p, day) and not _over(p, day)]
    if any(_HIGH.search(p.title) and _others().match(p.title) is None for p in held):
        return False
    return any(_others().search(p.title) or p.of in _chambers() for p in held) or (
        not held and _others().search(actor.name) is not None
    )


def titles_held(posts: Iterable[Post]) -> str:
    """Return the titles of offices, in small letters, but of those that are called former."""
    return " ".join(p.title.casefold() for p in posts if not p.title.startswith(FORMER))


def others_in(name: str) -> bool:
    """Say whether a name names those who are of a state's politics and do not bind it: "the Progressive Caucus"."""
    return _others().search(name) is not None


def is_over(posts: Iterable[Post], day: str | None) -> bool:
    """Say whether somebody bound a state once and holds no office on a day: what a president of old says is no stance of now."""
    all_held = tuple(posts)
    if any(not _after(p, day) and not _over(p, day) for p in all_held):
        return False
    return any(_over(p, day) and _HIGH.search(p.title) for p in all_held)


def _after(post: Post, day: str | None) -> bool:
    return day is not None and post.since is not None and post.since > day


def _over(post: Post, day: str | None) -> bool:
    return post.title.startswith(FORMER) or (day is not None and post.until is not None and post.until < day)


@cache
def _home() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what is asked of one's own: words that begin with whom, and those right before what is asked."""
    words = "|".join(re.escape(w) for w in load_words("bodies_at_home.txt"))
    return (
        re.compile(rf"^(?:the |its |his |her |their |all |own )*+(?:{words}) (?:to|not to)\b", re.I),
        re.compile(rf"(?<!\w)(?:{words}) $", re.I),
    )


def begins_at_home(content: str) -> bool:
    """Say whether what is asked begins with those of one's own of whom it is asked: "voters to back the pact"."""
    return _home()[0].match(content) is not None


def ends_at_home(lead: str) -> bool:
    """Say whether the words before what is asked end with those of one's own: "urged voters" to back the pact."""
    return _home()[1].search(lead) is not None
