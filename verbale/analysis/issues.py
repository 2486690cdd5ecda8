"""The matters in dispute: found from the statements' own words, or given by the user, and each statement's place in them.

An issue is a word or a pair of words that several statements, best of several parties, turn on: "security guarantees",
"eastward expansion". Inflected and like words count as one. The heaviest is taken first, its statements are set aside, and
so on, so an issue's name is always made of words that the sources use. A user's list goes before what is found. Statements
that take a stance and lie under none of these are placed by the thing that they name, under an issue of their own if need be.
"""

from __future__ import annotations

import heapq
import tomllib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from verbale.analysis.akin import AKIN, akin
from verbale.analysis.facts import Facts, Said
from verbale.analysis.further import further_issues
from verbale.analysis.matters import about, own_things
from verbale.analysis.naming import name_of
from verbale.analysis.pointing import pointing
from verbale.analysis.positions import Voices
from verbale.analysis.results import Issue, Placed
from verbale.analysis.stances import is_said
from verbale.analysis.terms import WORD, Term, head_of, piece, pieces, surface_of, terms_of, vague
from verbale.analysis.things import things_in
from verbale.errors import UsageError
from verbale.lexicon import load_words
from verbale.lexicon.wording import canonical, weight
from verbale.model import row_id

MOST = 16
"""How many issues are found at most."""
_LEAST = 3
"""Statements that an issue must have."""
_AKIN = 0.62
_TAKING = frozenset({"demand", "request", "propose", "promise", "accept", "refuse", "deny", "threaten", "warn"})
"""Acts that most often take a stance: what they are about is what is in dispute."""
_PLAIN = 0.4
"""What a statement of another act counts beside one of these."""
_LEAST_COUNT = 1.8
"""What an issue's statements count together at least: three of which one takes a stance, five that take none."""
_SAMPLE = 500
"""Statements of an issue from which its name and words are taken: enough for any, and the same each time."""
_READ = 100
"""Statements of an issue in which it is looked which words name it, and whether they name a thing."""
_HEAD = 0.6
"""The score of a statement that has only the last word of an issue's term."""
_FURTHER = 4000
"""Statements that are looked at for issues beside the heaviest."""
_COMMON = 0.2
_COMMON_LEAST = 40
"""A word alone that so many statements have (and this part of all) is no issue."""


class Found(Struct, frozen=True):
    """The issues of a record and each statement's place in them."""

    issues: tuple[Issue, ...]
    placed: dict[str, Placed]


class Given(Struct, frozen=True):
    """An issue of the user's own list."""

    name: str
    phrases: tuple[str, ...]
    parent: str | None = None


@cache
def _verbs() -> frozenset[str]:
    return frozenset(canonical(word) for word in load_words("issue_verbs.txt"))


def read_issues(path: Path) -> list[Given]:
    """Read a user's list of issues (TOML: `[[issue]]` with name, phrases, parent). Raises UsageError."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("issue", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    found = []
    if not isinstance(rows, list):
        raise UsageError(f"{path}: write each issue as a table [[issue]]")
    for number, row in enumerate(rows, start=1):
        name, phrases = row.get("name"), row.get("phrases", [])
        if not isinstance(name, str) or not name.strip() or not all(isinstance(p, str) for p in phrases):
            raise UsageError(f"{path}: issue {number} needs a name, and phrases as a list of strings")
        unknown = set(row) - {"name", "phrases", "parent"}
        if unknown:
            raise UsageError(
                f"{path}: issue {name!r}: {', '.join(sorted(unknown))} is not known; name, phrases, parent are"
            )
        found.append(Given(name, tuple(phrases or [name]), row.get("parent")))
    names = {g.name for g in found}
    for g in found:
        if g.parent is not None and g.parent not in names:
            raise UsageError(f"{path}: issue {g.name!r}: there is no issue {g.parent!r} to be its parent")
    return found


def find_issues(facts: Facts, given: Sequence[Given] = ()) -> tuple[list[Issue], dict[str, Placed]]:
    """Return the issues, the user's first and then the heaviest, and each statement's place. Deterministic; worked out once."""
    key = ("issues", *given)
    found = facts.memo.get(key)
    if not isinstance(found, Found):
        found = facts.memo[key] = _find(facts, given)
    return list(found.issues), dict(found.placed)


def _find(facts: Facts, given: Sequence[Given]) -> Found:
    said = [s for s in facts.said if s.speaker_id is not None]
    issues: list[Issue] = []
    placed: dict[str, Placed] = {}
    for own in given:
        issue, rows = _take_given(own, said, placed)
        issues.append(issue)
        placed.update((p.statement_id, p) for p in rows)
    left = [s for s in said if s.id not in placed]
    # where the network has named what stances are about, what others say names no issue
    heap = _Heap([s for s in left if s.matters] or left, facts)
    taken: list[tuple[tuple[str, ...], str]] = []
    while len(issues) < MOST + len(given):
        best = heap.take()
        if best is None:
            break
        term, members, name = best
        some = members[:_SAMPLE]
        terms = {s.id: terms_of(about(s)) for s in some}
        near = next((i for words, i in taken if _akin(words, term)), None)
        if near is not None:
            # "negotiations" beside "talks": one matter under two words
            number = next(n for n, issue in enumerate(issues) if issue.id == near)
            issues[number] = replace(issues[number], statements=issues[number].statements + len(members))
            issue_id = near
        else:
            issue_id = row_id("issue", *term.words)
            issues.append(Issue(issue_id, name, tuple(_telling(some, terms)), len(members)))
        taken.append((term.words, issue_id))
        for s in members:
            placed[s.id] = Placed(s.id, issue_id, 1.0, f"says “{surface_of(about(s), term)}”")
    fixed = {issue.id for issue in issues if issue.given}
    stances = _with_stance(facts, [s for s in said if s.id not in placed or placed[s.id].issue_id not in fixed])
    _place_rest(stances, taken, issues, placed, head=True)
    more = further_issues([s for s in stances if s.id not in placed], facts)
    known = {issue.id for issue in issues}
    issues += [one.issue for one in more if one.issue.id not in known]
    placed.update((p.statement_id, p) for one in more for p in one.placed)
    # that a statement has a name in it places it nowhere
    taken += [(one.words, one.issue.id) for one in more if not one.words[0].startswith("@")]
    _place_rest(said, taken, issues, placed, exact={one.issue.id for one in more})
    _place_first(stances, taken, placed)
    names = {one.issue.id for one in more if one.words[0].startswith("@")}
    matters = {key: p for key, p in placed.items() if p.issue_id not in names}
    placed.update((p.statement_id, p) for p in pointing([s for s in stances if s.id not in placed], matters, facts))
    counts = Counter(p.issue_id for p in placed.values())
    return Found(tuple(replace(i, statements=counts[i.id]) for i in issues if counts[i.id] or i.given), placed)


def _place_first(
    stances: Sequence[Said], taken: Sequence[tuple[tuple[str, ...], str]], placed: dict[str, Placed]
) -> None:
    """Place a position under the issue that it names first: "new sanctions will follow the attack" is of sanctions."""
    of_word = {words[-1]: issue_id for words, issue_id in reversed(taken) if len(words) == 1}
    terms = {issue_id: set(words) for words, issue_id in reversed(taken)}
    for s in stances:
        here, named = placed.get(s.id), () if s.matters else things_in(s.content)
        if here is None or s.act == "deny" or len(named) < 2:
            continue
        first, *later = named
        issue_id = of_word.get(first.head)
        if issue_id is None or issue_id == here.issue_id or terms.get(here.issue_id, set()) <= {first.head, first.kind}:
            continue
        if any(terms.get(here.issue_id, set()) <= {thing.head, thing.kind} for thing in later):
            placed[s.id] = Placed(s.id, issue_id, 0.8, f"names “{first.name}”")


def _with_stance(facts: Facts, said: Sequence[Said]) -> list[Said]:
    """Return the statements that make a position: of a very large record so many that the rest is like them."""
    voices = Voices(facts)
    found = []
    for s in sorted(said, key=lambda s: s.id)[:_FURTHER]:
        if s.speaker_id is not None and voices.stands(s.speaker_id):
            stance = voices.stance(s)[0]
            if stance != "states" and is_said(s, stance):
                found.append(s)
    return found


def _place_rest(
    said: Sequence[Said],
    taken: Sequence[tuple[tuple[str, ...], str]],
    issues: Sequence[Issue],
    placed: dict[str, Placed],
    *,
    head: bool = False,
    exact: Container[str] = (),
) -> None:
    """Place what is left by the last word of an issue's term, or one of its matter: "guarantees" under "security guarantees".

    `head`: by the words that tell what a statement is about, not by what it only adds. An issue in `exact` has no like words.
    """
    heads = _by_head(taken, issues, exact)
    alone = _by_head([one for one in taken if len(one[0]) == 1], issues, exact) if head else {}
    of_surface: dict[tuple[bool, str], tuple[float, str]] = {}
    none = (0.0, "")
    for s in said:
        if s.id in placed:
            continue
        best, best_surface = none, ""
        # what has a name of its own, "nuclear weapon", is not of "chemical weapons"
        own = head and any(thing.kind for thing in own_things(s))
        known = alone if own else heads
        for surface in head_of(WORD.findall(about(s))) if head else WORD.findall(s.content):
            here = of_surface.get((own, surface))
            if here is None:
                here = max(known.get(surface.lower(), none), known.get(piece(surface)[0], none))
                of_surface[own, surface] = here
            if here[0] > best[0]:
                best, best_surface = here, surface
        if best[0]:
            placed[s.id] = Placed(s.id, best[1], round(best[0], 2), f"says “{best_surface}”")


def _by_head(
    taken: Sequence[tuple[tuple[str, ...], str]], issues: Sequence[Issue], exact: Container[str]
) -> dict[str, tuple[float, str]]:
    """Return the issue of each word that ends an issue's term or is of one matter with it, with what that tells."""
    heads: dict[str, tuple[float, str]] = {}
    names = {issue.id: issue.name.split()[-1].lower() for issue in issues}
    for words, issue_id in taken:
        for last in dict.fromkeys((words[-1], canonical(names[issue_id]), names[issue_id])):
            if len(words) > 1 and (last in vague() or piece(last)[0].startswith("@")):
                # "option" alone is not the "military option", nor a name the "stance on Norland"
                continue
            near = [(w, _HEAD * s) for w, s in akin(last).items() if s >= AKIN and issue_id not in exact]
            for word, score in [(last, _HEAD), *near]:
                if heads.get(word, (0.0, ""))[0] < score:
                    heads[word] = (score, issue_id)
    return heads


class _Heap:
    """The terms of many statements, the heaviest first; taking one sets its statements aside.

    A term only gets lighter as statements are set aside, so the top is true once it is weighed again.
    """

    def __init__(self, said: Sequence[Said], facts: Facts) -> None:
        self._said, self._facts = said, facts
        self._gone = bytearray(len(said))
        self._words: list[str] = []
        numbers: dict[str, int] = {}
        holders: defaultdict[int, list[int]] = defaultdict(list)
        for index, one in enumerate(said):
            for key in self._keys(about(one), numbers):
                holders[key].append(index)
        self._holders = {key: members for key, members in holders.items() if len(members) >= _LEAST}
        holders.clear()
        party = [facts.parties.get(s.speaker_id or "", s.speaker_id or "") for s in said]
        self._party = party
        self._counts = [1.0 if s.act in _TAKING else _PLAIN for s in said]
        common = max(_COMMON_LEAST, _COMMON * len(said))
        # a word of every fifth statement tells what the dispute is, not an issue in it, unless it names what stances are about
        named = any(one.matters for one in said)
        for key in [k for k, held in self._holders.items() if k < 1 << 32 and len(held) > common and not named]:
            del self._holders[key]
        heap = [(-score, self._term(key).words, key) for key in self._holders if (score := self._weigh(key)) > 0]
        heapq.heapify(heap)
        self._heap = heap

    def _keys(self, content: str, numbers: dict[str, int]) -> set[int]:
        """Return a content's terms as numbers: the word's own, or both in one."""
        found: set[int] = set()
        last = -1
        for token in head_of(WORD.findall(content)):
            word, _ = piece(token)
            if not word:
                last = -1
                continue
            number = numbers.get(word)
            if number is None:
                number = numbers[word] = len(self._words)
                self._words.append(word)
            if word[0] != "@":
                if word not in _verbs():
                    found.add(number)
                if last >= 0:
                    found.add((last + 1 << 32) | number)
            last = number
        return found

    def _term(self, key: int) -> Term:
        first, second = key >> 32, key & 0xFFFFFFFF
        return Term((self._words[first - 1], self._words[second]) if first else (self._words[second],))

    def _weigh(self, key: int) -> float:
        """Return what a term weighs by the statements that are left."""
        members = [i for i in self._holders[key] if not self._gone[i]]
        if len(members) < _LEAST:
            return 0.0
        self._holders[key] = members
        parties = len({self._party[i] for i in members})
        heft = sum(0.25 if w[0] == "@" else weight(w) for w in self._term(key).words)
        count = sum(map(self._counts.__getitem__, members))
        if count < _LEAST_COUNT:
            return 0.0
        return heft * float(count**0.7) * (1.0 + 0.5 * min(parties - 1, 3))

    def take(self) -> tuple[Term, list[Said], str] | None:
        """Return the term that most statements, of most parties, turn on, them, and its name."""
        while self._heap:
            score, words, key = heapq.heappop(self._heap)
            now = self._weigh(key)
            if now <= 0:
                continue
            if now < -score:
                heapq.heappush(self._heap, (-now, words, key))
                continue
            members = self._holders[key]
            term, held = self._term(key), sorted((self._said[i] for i in members), key=lambda s: s.id)
            name = _called(term, held[:_READ])
            if name is None:
                # "impose", "because": words that many say and that name nothing
                continue
            for i in members:
                self._gone[i] = 1
            return term, held, name
        return None


def _called(term: Term, held: Sequence[Said]) -> str | None:
    """Return the name of an issue, made of the words that name its statements' matters; None where these name nothing.

    A single word is written as it stands where nouns stand in the statements: "meeting", and not "meet", where both are said.
    """
    name = name_of(term, [about(s) for s in held])
    if name is None or " " in name or not any(s.matters for s in held):
        return name
    other = name_of(term, [s.content for s in held])
    return other if other is not None and " " not in other else name


def _akin(words: tuple[str, ...], term: Term) -> bool:
    """Say whether two terms of one word each mean nearly the same."""
    return len(words) == len(term.words) == 1 and akin(words[0]).get(term.words[0], 0.0) >= _AKIN


def _telling(members: Iterable[Said], terms: dict[str, dict[Term, str]]) -> list[str]:
    """Return the words that stand most often in an issue's statements."""
    counts: Counter[str] = Counter()
    for s in members:
        counts.update({surface for term, surface in terms[s.id].items() if len(term.words) == 1})
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:6]]


def _take_given(own: Given, said: Sequence[Said], placed: dict[str, Placed]) -> tuple[Issue, list[Placed]]:
    issue_id = row_id("issue", "given", own.name)
    parent = row_id("issue", "given", own.parent) if own.parent else None
    wanted = [(phrase, {w for t in terms_of(phrase) for w in t.words}) for phrase in own.phrases]
    rows = []
    for s in said:
        if s.id in placed:
            continue
        words = {word for word, _ in pieces(s.content)}
        for phrase, needed in wanted:
            if (needed and needed <= words) or phrase.casefold() in s.content.casefold():
                rows.append(Placed(s.id, issue_id, 1.0, f"your phrase “{phrase}”"))
                break
    return Issue(issue_id, own.name, own.phrases, len(rows), parent, True), rows
