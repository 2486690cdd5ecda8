"""Which of the fourteen acts a report is: by the trained head, its reporting word, and for a plain "said" by its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import get_args

from msgspec import structs

from verbale.coding.attributions.found import Found, Page
from verbale.coding.attributions.heard import is_said
from verbale.language import load
from verbale.language.acts import ACTS, STANCES, Roles
from verbale.lexicon import load_table
from verbale.lexicon.verbs import forms
from verbale.model import Act, Attribution, Leaning

SURE = 0.4
"""Below this probability of the trained head the reporting word's own act stands."""
LEAST_SHARE = 5
"""Stances less likely than this, in percent, are not written down."""
NO_STANCE = 95
"""From this on, in percent, of "no stance" nothing is in dispute, and the words have no matter."""
_LOOKED_AT = 600


@cache
def _rules() -> tuple[tuple[Act, frozenset[str], bool, re.Pattern[str]], ...]:
    acts = _acts()
    return tuple(
        (acts[r["act"]], frozenset(r["only"].split(",")), r["sure"] == "yes", re.compile(r["pattern"], re.I))
        for r in load_table("acts.tsv")
    )


@cache
def _verbs() -> dict[tuple[str, ...], Act]:
    """Return the act of every form of the verbs that say it by themselves."""
    acts = _acts()
    found: dict[tuple[str, ...], Act] = {}
    for row in load_table("acts_verbs.tsv"):
        for lemma in row["verbs"].split(";"):
            for form in forms(lemma).all:
                found.setdefault(tuple(form.split()), acts[row["act"]])
    return found


@cache
def _acts() -> dict[str, Act]:
    return {act: act for act in get_args(Act)}


def read_acts(page: Page, found: list[Found]) -> list[Found]:
    """Let the trained head say which act each report is; its doubts leave the reporting word's own act in place.

    Returns the reports without those that are none ("polls show", "his decision to withdraw").
    """
    sentences = [(line.sentence.start, line.sentence.end) for line in page.lines]
    roles = [Roles((f.speaker,) if f.speaker else (), tuple(f.cue), tuple(f.content)) for f in found]
    kept: list[Found] = []
    for item, told in zip(found, load().acts(page.draft.text, sentences, roles), strict=True):
        read = told.read
        item.stances = read.stances
        if read.stances and read.stances[0] < NO_STANCE:
            item.matter = told.matter
        if read.probability >= SURE:
            item.act, item.act_known = _acts()[ACTS[read.act]], True
        if is_said(page, item, read):
            kept.append(item)
    return kept


def leanings_of(row: str, item: Found) -> tuple[Leaning, ...]:
    """Return which stances the trained head takes a report for, the likeliest first, under the id of its row."""
    found = ((share, stance) for stance, share in zip(STANCES, item.stances, strict=False) if share >= LEAST_SHARE)
    return tuple(Leaning(row, stance, share) for share, stance in sorted(found, key=lambda one: (-one[0], one[1])))


_NEGATED = re.compile(
    r"(?:\b(?:not|never|cannot|no longer|neither|(?:refus|declin)(?:e|es|ed|ing) to)|n['’]t)\s+(?:(?!only\b)[a-z]+\s+){0,2}$",
    re.I,
)
_REACH = 40


def _refused(page: Page, found: Found) -> bool:
    """Say whether reporting words that accept are negated: "does not accept", "refused to accept"."""
    if not found.cue:
        return False
    start, end = found.cue[-1]
    last = end - len(page.draft.text[start:end].split()[-1])
    return (
        _NEGATED.search(page.draft.text, max(last - _REACH, found.frame[0][0] if found.frame else 0), last) is not None
    )


def act_in(page: Page, found: Found) -> Act:
    """Return the act of a report on its page, a refusal where an acceptance is negated."""
    cue = page.text(found.cue[0]) if found.cue else ""
    act = act_of(found, [page.text(place) for place in found.content], cue)
    return "refuse" if act == "accept" and _refused(page, found) else act


def act_of(found: Found, content: Sequence[str], cue: str = "") -> Act:
    """Return the act that content and reporting words say.

    What the head has read stands, but for a mere assertion whose words surely do more ("it is crucial that"). What it was not
    asked, or is in doubt about, is looked at again: the content may say more than its verb ("will never accept"), or the verb
    is a rare one ("spurned").
    """
    words = " ".join(content)[:_LOOKED_AT]
    for act, only, sure, pattern in _rules():
        if found.act in only and (sure or not found.act_known) and pattern.search(words):
            return act
    return found.act if found.act != "assert" or found.act_known else _by_verb(cue) or found.act


def told_through(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return attributions with each plain report of somebody's words as what it is by itself, an assertion.

    In "the White House said Biden had warned Putin" the warning is Biden's, and a row of its own. That row must cover half of
    the outer content: else there is more in it than what is passed on.
    """
    inner: dict[str, int] = {}
    for said in attributions:
        if said.parent_id is not None and said.speaker_id is not None:
            size = said.content[-1].end - min(piece.start for piece in (*said.content, *said.cue))
            inner[said.parent_id] = max(inner.get(said.parent_id, 0), size)
    return tuple(
        structs.replace(said, act="assert")
        if said.act != "assert"
        and 2 * inner.get(said.id, 0) >= sum(piece.end - piece.start for piece in said.content)
        and _says_little(" ".join(piece.text for piece in said.cue))
        else said
        for said in attributions
    )


def _says_little(cue: str) -> bool:
    words = [word.strip(",.;:") for word in cue.casefold().split()]
    return bool(words) and not any(word in _telling() for word in words)


@cache
def _telling() -> frozenset[str]:
    """Return the first words of all forms of the reporting words that say an act by themselves ("threatened")."""
    lemmas = [row["lemma"] for row in load_table("cues.tsv") if row["act"] not in {"assert", "announce"}]
    lemmas += [lemma for row in load_table("acts_verbs.tsv") for lemma in row["verbs"].split(";")]
    lemmas += [row["noun"] for row in load_table("cues_nouns.tsv") if row["act"] not in {"assert", "announce"}]
    return frozenset(form.split()[0] for lemma in lemmas for form in forms(lemma).all)


def _by_verb(cue: str) -> Act | None:
    words = [word.strip(",.;:") for word in cue.casefold().split()]
    verbs = _verbs()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            if (act := verbs.get(tuple(words[start : start + size]))) is not None:
                return act
    return None
