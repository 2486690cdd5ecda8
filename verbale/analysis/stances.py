"""Which stance a statement takes: by its act, where its words bear that act out, or by words that take a stance of their own.

A reporting word that names the act ("demanded", "refused") is believed. A plain one ("said", "told") leaves the act to be read
from the words, so they must show it, and of the speaker's own side: "Norland refused, said Ruritania" is no refusal of
Ruritania's. Where nothing shows it the statement only states.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import cast

from msgspec import Struct

from verbale.analysis.conditional import condition_in
from verbale.analysis.facts import Said
from verbale.analysis.hypotheses import done, is_clause, is_plan, met
from verbale.analysis.leanings import settled
from verbale.analysis.limits import duties, limited, vows_harm
from verbale.analysis.terms import terms_of
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms
from verbale.model import Act, Stance

_STANCES: dict[str, Stance] = {
    "demand": "demands", "request": "demands", "propose": "offers", "promise": "offers", "accept": "accepts",
    "refuse": "refuses", "deny": "denies", "threaten": "threatens", "warn": "threatens",
}  # fmt: skip
_NOT_OWN = frozenset({"praise", "expect"})
"""Acts that speak of others: what others must or offer is no stance of the speaker."""
_OF_OTHERS = frozenset({"warn", "accuse"})
_FEW = 5
_READ = 600
"""So many characters of a content are read: what a statement is about stands at its head."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NEGATED = re.compile(r"\b(?:not|never|no longer|without|hardly|yet to)\b|n't\b", re.I)
_SUGGESTS = re.compile(r"\b(?:suggest|impl[iy]|hint|intimat)\w*", re.I)
_FINITE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|might|may|could|can|will|did|does|means?|knows?|knew)(?:n't)?\b", re.I
)
_ASSENTS = frozenset({"accepts", "accepts if"})
_AHEAD = re.compile(
    r"\b(?:will|would(?! be (?:an?|the|too|very|hard|bad|wrong|difficult|dangerous|harmful|worse|costly|good|better)\b)|"
    r"should|shall|must|ought|needs?|needed|(?<!would )be)\b|'ll\b",
    re.I,
)
"""What is yet to be: to agree that a thing is so accepts nothing."""
_OUGHT = re.compile(r"(?:should|must)\b", re.I)
_AGREES = re.compile(r"\bagree\w*|\bconcur\w*", re.I)
_IS_SO = re.compile(
    r"(?:that )?(?:(?!(?:to|that|which|who|if|when|on|as|once|unless|until)\b)[\w'.-]+ ){1,5}"
    r"(?:was|were|is|are|has|had|have)(?:n't)?\b",
    re.I,
)
_ANSWERS = re.compile(
    r"(?:^|\b(?:will|would|shall)\b|'ll\b)\W*(?:to |not hesitate to |surely |also )?"
    r"(?:retaliate|respond|strike|hit back|punish|avenge|take revenge|destroy|crush|annihilate|attack|bomb)\b"
    r"(?! to (?:the|your|its|his|her|their|this|that|a) (?:letter|offer|proposal|request|question|call|invitation|paper|draft))",
    re.I,
)
_SPARED = re.compile(r"\b(?:exempt|reconsider|waive|spare[ds]?\b|relief\b|relax|ease[ds]?\b|easing\b)", re.I)
_AFTER = 20
_INSISTS = re.compile(r"\binsist\w*", re.I)
_THREAT = re.compile(r"\bthreaten(?:s|ing)?\b", re.I)
_SUFFERS = re.compile(
    r"\b(?:will|would|shall|'ll) (?:\w+ )?(?:face|pay|suffer|regret|be|see|feel|meet|lose|entail|bear)\b", re.I
)
_MANDATIVE = re.compile(
    r"^(?:that )?(?!.*\b(?:will|would|can|could|does|do|did|is|are|was|were|has|have|had|to|may|might|should|must|let|if)\b)"
    r"(?:[\w'-]+ ){1,8}be (?:\w+ly )?\w+(?:ed|en|wn|ght)\b",
    re.I,
)
_TO_DO = re.compile(r"(?:not )?to [a-z]+\b|against\b", re.I)
_SUBJECT = re.compile(
    r"(?:the )?[A-Z][\w.-]+ (?:[\w-]+ ){0,2}?(?:did|does|do|had|has|have|will|would|is|was|were|are|can|could)\b"
)
_MODAL = re.compile(r"\b(?:will|would|shall|forced to|ready to|no choice)\b|'ll\b", re.I)
_CONSEQUENCE = re.compile(r"(?:,|\bthen\b)\s+(?=.*(?:\b(?:will|would|shall|going to)\b|'ll\b))", re.I)
_SUBJUNCTIVE = re.compile(
    r"^(?:that )?(?!.*\b(?:will|would|can|could|does|do|did|is|are|was|were|has|have|had|wants?|wanted|hopes?|plans?)\b)"
    r"(?:[\w'-]+ ){1,8}?"
    r"(?:leave|withdraw|stop|end|cease|return|halt|remove|dismantle|comply|lift|release|abide|refrain|suspend|vacate|disarm|"
    r"pull|go|quit|pay|hand|give|recogni[sz]e|apologi[sz]e|be)\b",
    re.I,
)


def _plain(content: str) -> str:
    return content.replace("’", "'").replace("“", "").replace("”", "").replace('"', "").lstrip()[:_READ]


class _Mark(Struct, frozen=True):
    """Words that take a stance of their own."""

    stance: Stance
    find: Callable[[str], re.Match[str] | None]
    has: tuple[str, ...]
    judged: bool


@cache
def _marks() -> tuple[_Mark, ...]:
    """Return the words that take a stance of their own, in the lexicon's order."""
    found = []
    for row in load_table("stances.tsv"):
        if row["where"] == "begin":
            find = re.compile(rf"(?:{row['pattern']})\b", re.I).match
        else:
            find = re.compile(rf"\b(?:{row['pattern']})\b", re.I).search
        has = tuple(part for part in row["has"].split(";") if part)
        found.append(_Mark(cast(Stance, row["stance"]), find, has, row["where"] == "judged"))
    return tuple(found)


class _Shown(Struct, frozen=True):
    """What shows an act: a pattern, or (None) a duty that is not the speaker's own."""

    pattern: re.Pattern[str] | None
    own: bool


@cache
def _support() -> dict[str, tuple[_Shown, ...]]:
    found: dict[str, tuple[_Shown, ...]] = {}
    for row in load_table("stance_support.tsv"):
        pattern = None if row["own"] == "duty" else re.compile(row["pattern"], re.I)
        found[row["act"]] = (*found.get(row["act"], ()), _Shown(pattern, row["own"] == "yes"))
    return found


@cache
def _harm() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what harm is promised by: a verb to come and harm after it, or a few words that name it."""
    words = "|".join(re.escape(w) for w in load_words("harms.txt"))
    return (
        re.compile(
            rf"\b(?:will|would|shall|forced to|ready to|no choice but to|'ll)\b[^.;]{{0,60}}?(?<![\w-])(?:{words})",
            re.I,
        ),
        re.compile(rf"(?:of |with |the )?(?:[\w“\"-]{{1,40}} ){{0,3}}(?:{words})\w*", re.I),
    )


@cache
def _bearing() -> tuple[frozenset[str], frozenset[str]]:
    """Return the forms of reporting words that say little, and of those that name an act ("denied", "called on")."""
    plain: set[str] = {"told", "tell", "tells", "telling", "according"}
    naming: set[str] = set()
    rows = [(row["lemma"], row["act"]) for row in load_table("cues.tsv")]
    rows += [(lemma, row["act"]) for row in load_table("acts_verbs.tsv") for lemma in row["verbs"].split(";")]
    for lemma, act in rows:
        if act in {"assert", "announce"}:
            plain.update(f.split()[0] for f in forms(lemma).all)
        else:
            naming.update(forms(lemma).all)
    return frozenset(plain), frozenset(naming)


@lru_cache(20_000)
def _bears(cue: str) -> bool | None:
    """Say whether a reporting phrase names an act; None where it is no reporting phrase that is known ("shot down")."""
    plain, naming = _bearing()
    words = _WORD.findall(cue.replace("’", "'").casefold())
    pairs = [f"{one} {after}" for one, after in itertools.pairwise(words)]
    if any(pair in naming for pair in pairs) or any(word in naming and word not in plain for word in words):
        return True
    return False if not words or any(word in plain for word in words) else None


@cache
def _known_acts() -> dict[str, frozenset[str]]:
    """Return which acts each form of a reporting verb names; none for those that say little."""
    found: dict[str, set[str]] = {}
    rows = [(row["lemma"], row["act"]) for row in load_table("cues.tsv")]
    rows += [(lemma, row["act"]) for row in load_table("acts_verbs.tsv") for lemma in row["verbs"].split(";")]
    for lemma, act in rows:
        if act not in {"assert", "announce"}:
            for form in forms(lemma).all:
                found.setdefault(form, set()).add(act)
    return {form: frozenset(acts) for form, acts in found.items()}


def _names(cue: str, acts: frozenset[str]) -> bool:
    """Say whether a reporting phrase names one of some acts, or what it names is not known."""
    words = _WORD.findall(cue.replace("’", "'").casefold())
    known = _known_acts()
    named = [known[w] for w in (*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))) if w in known]
    return not named or any(acts & one for one in named)


_DEMANDING = frozenset({"demand", "request", "expect", "warn"})
_LIKE_ACTS: dict[str, frozenset[str]] = {
    "demand": _DEMANDING, "request": _DEMANDING, "promise": frozenset({"promise", "propose", "accept"}),
    "propose": frozenset({"promise", "propose", "request"}), "accept": frozenset({"accept", "praise"}),
    "refuse": frozenset({"refuse", "deny", "accept", "accuse"}), "deny": frozenset({"refuse", "deny", "accuse"}),
}  # fmt: skip
"""Acts whose reporting words bear an act out: what another verb reports must show it by itself."""


def says_little(cue: str) -> bool:
    """Say whether a reporting phrase leaves it to the words which act they perform ("said", "told reporters", none at all)."""
    return _bears(cue) is False


@cache
def _inflected(name: str, *acts: str) -> frozenset[str]:
    """Return all forms of verbs: the words of a list, or those of `acts_verbs.tsv` that name some acts."""
    if name.endswith(".txt"):
        lemmas: Iterable[str] = load_words(name)
    else:
        lemmas = (v for row in load_table(name) if row["act"] in acts for v in row["verbs"].split(";"))
    return frozenset(form for lemma in lemmas for form in forms(lemma).all)


def is_said(said: Said, stance: Stance) -> bool:
    """Say whether somebody said it: not what one "knows", "does not expect", or what another denies that they said."""
    cue = said.cue.replace("’", "'").casefold()
    words = _WORD.findall(cue)
    if said.denied or (words and words[-1] in _inflected("cues_of_mind.txt")):
        return False
    if stance == "demands" and not terms_of(said.content):
        # "made several demands on Norland": whom they are made on is not what is demanded
        return False
    return stance != "states" or _NEGATED.search(cue) is None


def _consequence(plain: str, condition: str | None) -> str:
    """Return what follows if a condition is met: the content without it."""
    if condition is None:
        return plain
    told = condition.replace("’", "'").replace("“", "").replace("”", "").replace('"', "")
    before, found, after = plain.partition(told)
    if not found:
        return plain
    inner = _CONSEQUENCE.search(told)
    return f"{before} {told[inner.end() :] if inner else ''}{after}".strip()


def _harmful(content: str, condition: str | None) -> bool:
    """Say whether a content holds out harm: not in its condition, which is the other's deed."""
    ahead, named = _harm()
    rest = _consequence(_plain(content), condition)
    found = ahead.search(rest)
    if found is not None and _SPARED.search(rest[found.start() : found.end() + _AFTER]):
        # "would enjoy an exemption from the tariffs"
        return False
    if condition is not None:
        return found is not None or named.fullmatch(rest) is not None
    return found is not None or (rest.count(" ") < _FEW and named.match(rest) is not None)


def _marked(plain: str) -> tuple[Stance, str] | None:
    """Return the stance that a content's own words take, and what stands before them."""
    folded = plain.casefold()
    for mark in _marks():
        # a look for a few letters costs a tenth of a search
        if mark.has and not any(part in folded for part in mark.has):
            continue
        match = mark.find(plain)
        if match:
            return mark.stance, "" if mark.judged else plain[: match.start()]
    return None


def _clause(content: str, condition: str | None) -> str | None:
    """Return a condition without what follows if it is met: "If they attack, we will answer" is conditioned on the attack."""
    if condition is None or not content.lstrip("“\"'‘ ").startswith(condition):
        return condition
    inner = _CONSEQUENCE.search(condition)
    return condition[: inner.start()].rstrip() if inner else condition


def stance_of(
    said: Said, of_others: Callable[[str], bool] | None = None, of_own: Callable[[str], bool] | None = None
) -> tuple[Stance, str | None]:
    """Return the stance that a statement takes, and its condition.

    `of_others` tells whether words name another party alone: what others refuse is no stance of the speaker; `of_own` whether
    they name the speaker's own party alone: what it must do itself it demands of nobody. What a statement denies, or only
    reports of somebody's words, is no stance either.
    """
    if said.denied or (said.reports and says_little(said.cue)):
        return "states", condition_in(said.content)
    rule, condition = _by_rules(said, of_others, of_own)
    plain = says_little(said.cue)
    if not said.leanings or (rule == "states" and not plain and _silent(said.content)):
        return rule, condition
    words, cue = _plain(said.content), said.cue.replace("’", "'").casefold()
    mark = _marked(words) if plain else None
    marked = (mark is not None and mark[0] == rule) or (rule == "demands" and _insists_on(cue, words))
    stance = settled(rule, said.leanings, conditional=condition is not None, plain=plain, marked=marked)
    if stance != rule and plain:
        # "would not rule out talks" looks like a refusal to the network too
        stance = limited(stance, words, cue, plain)
    return stance, condition


def _silent(content: str) -> bool:
    """Say whether somebody only keeps something to himself: "declined | to comment on the raid"."""
    found = _marked(_plain(content))
    return found is not None and found[0] == "states"


def _by_rules(
    said: Said, of_others: Callable[[str], bool] | None, of_own: Callable[[str], bool] | None
) -> tuple[Stance, str | None]:
    """Return the stance that an account's act and words show, of the first account that shows one."""
    first: tuple[Stance, str | None] | None = None
    for number, (act, content, words) in enumerate(((said.act, said.content, said.cue), *said.others)):
        cue, lead = words.replace("’", "'").casefold(), None if number else said.lead
        found = _taken(act, content, cue, said.mode == "direct")
        stance, condition = met(lead, cue) or found.stance, found.condition
        clause = stance in _ASSENTS and is_clause(said.lead) and _AHEAD.search(content) is None
        if clause or not done(lead, cue) or (stance == "demands" and is_plan(lead, cue, content)):
            stance = "states"
        if found.before and of_others is not None and of_others(found.before):
            stance = found.other
        elif stance == "demands" and found.duty and of_own is not None and all(map(of_own, found.duty)):
            stance = "states"
        if stance != "states":
            return stance, condition
        first = first or (stance, condition)
    assert first is not None
    return first


class _Taken(Struct, frozen=True):
    """A stance as act and words have it."""

    stance: Stance
    condition: str | None
    before: str = ""
    """What stands before the words that the stance is taken from."""
    other: Stance = "states"
    """The stance if that names another party alone."""
    duty: tuple[str, ...] = ()
    """What stands before each duty that a demand rests on, where it rests on nothing else."""


@lru_cache(200_000)
def _taken(act: Act, content: str, cue: str, direct: bool) -> _Taken:
    """Return the stance that a content takes by its act and its words, once what is none is left out."""
    plain = _plain(content)
    stance, condition, before, other = _first_taken(act, content, plain, cue)
    little = says_little(cue)
    stance, other = limited(stance, plain, cue, little), limited(other, plain, cue, little)
    if stance == "offers" and act != "accept" and vows_harm(plain, little):
        stance = "threatens"
    if stance != "demands" or not (little or not _names(cue, _DEMANDING)):
        return _Taken(stance, condition, before, other)
    if any(s.pattern is not None and s.pattern.search(plain) for s in _support()["demand"]):
        return _Taken(stance, condition, before, other)
    owed = list(duties(plain, direct))
    if owed and all(d.own for d in owed):
        return _Taken("states", condition)
    return _Taken(stance, condition, before, other, tuple(d.before for d in owed if not d.own))


def _first_taken(act: Act, content: str, plain: str, cue: str) -> tuple[Stance, str | None, str, Stance]:
    """Return stance, condition, what stands before the words that the stance is taken from, and the stance if that is another's."""
    found_condition = condition_in(content)
    condition = _clause(content, found_condition)
    stance, before = _by_act(act, plain, cue)
    found = _marked(plain)
    if found is not None and found_condition and _marked(_consequence(plain, found_condition)) is None:
        # "if they reject the pact": what only would be
        found = None
    own, ahead = found if found is not None else (None, "")
    if own == "demands":
        # what others must do is what a demand is about
        ahead = ""
    if own == "states":
        return "states", condition, "", "states"
    if own is None and _insists_on(cue, plain):
        if stance == "denies":
            return "demands", condition, "", "states"
        own, ahead = "demands", ""
    if own is None and act in {"assert", "announce"} and _MANDATIVE.search(plain):
        # "a draft that asks that the islands be returned": nobody says of a thing that it "be" so but who wants it
        own, ahead = "demands", ""
    harmful = _harmful(content, found_condition)
    if act in {"warn", "threaten"} and stance == "threatens":
        if not harmful and (act == "warn" or (not _bears(cue) and not _THREAT.search(plain))):
            stance, before = "states", ""
        elif act == "threaten" and says_little(cue) and _SUFFERS.search(plain) is None:
            # "they will attack", told of others, is their threat
            modal = _MODAL.search(plain)
            before = plain[: modal.start()] if modal else ""
    if found_condition and act in {"promise", "announce", "assert", "propose"} and harmful:
        stance, before = "threatens", ""
    if act in {"promise", "announce"} and _ANSWERS.search(plain):
        stance, before = "threatens", ""
    without: Stance = stance if not before else "states"
    if own in {"refuses", "red line"} and stance == "denies":
        return own, condition, ahead, without
    if act == "warn" and (_TO_DO.match(plain) or cue.endswith("against")):
        stance, before = "demands", ""
    if own == "red line" and stance in {"states", "refuses", "threatens"}:
        return own, condition, ahead, without if act not in _OF_OTHERS else "states"
    if own == "denies" and stance == "refuses" and says_little(cue):
        return own, condition, ahead, without
    if own == "offers" and act == "accuse":
        # "blasted proposed curbs": somebody else proposes them
        own = None
    if own is not None and stance == "states" and act not in _NOT_OWN:
        return own, condition, ahead, "states"
    if stance == "accepts" and condition:
        stance = "accepts if"
    return stance, condition, before, "states"


def _insists_on(cue: str, plain: str) -> bool:
    """Say whether words insist that a thing be done, not that it is so: "insists that all forces leave"."""
    return bool(_INSISTS.search(cue) and not _NEGATED.search(cue) and _SUBJUNCTIVE.search(plain))


def _by_act(act: Act, plain: str, cue: str) -> tuple[Stance, str]:
    """Return the stance that the act gives, where cue or words bear it out, and what must not be another party."""
    stance = _STANCES.get(act, "states")
    if stance == "states":
        return stance, ""
    if _NEGATED.search(cue) and act != "warn":
        if act not in {"refuse", "deny"}:
            return ("refuses" if act == "accept" else "states"), ""
        words = _WORD.findall(cue)
        refusing = _inflected("acts_verbs.tsv", "refuse", "deny")
        if any(
            w in refusing or f"{w} {after}" in refusing
            for w, after in itertools.zip_longest(words, words[1:], fillvalue="")
        ):
            # "has not ruled out", "did not deny"
            return "states", ""
    if act == "propose" and cue.strip() == "suggesting":
        # "..., suggesting that it would": what the paper makes of a deed
        return "states", ""
    if act == "propose" and _SUGGESTS.search(cue) and (_FINITE.search(plain) or " would " in plain):
        # to suggest that a thing is so proposes nothing
        shown = re.search(r"\b(?:should|let us|ought)\b", plain, re.I) or vows_harm(plain, True)
        return ("offers" if shown else "states"), ""
    if act == "accept" and _AGREES.search(cue) and _IS_SO.match(plain):
        # two agree that a thing is so: nothing is accepted
        return "states", ""
    if act not in _support() or (_bears(cue) and _names(cue, _LIKE_ACTS[act])):
        return stance, ""
    for mark in _support()[act]:
        if mark.pattern is None:
            if next(duties(plain, False), None) is not None:
                return stance, ""
            continue
        match = mark.pattern.search(plain)
        if match and act == "refuse" and _OUGHT.match(match[0]):
            return "demands", ""
        if match:
            return stance, plain[: match.end()] if mark.own else ""
    if says_little(cue):
        return "states", ""
    subject = _SUBJECT.match(plain)
    return stance, subject[0] if subject else ""
