"""The matters in dispute: found from the statements' own words, or given by the user, and each statement's place in them.

An issue is a word or a pair of words that several statements, best of several parties, turn on: "security guarantees",
"eastward expansion". Inflected and like words count as one. The heaviest is taken first, its statements are set aside, and
so on, so an issue's name is always made of words that the sources use. A user's list goes before what is found.
"""

from __future__ import annotations

import heapq
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from verbale.analysis.akin import AKIN, akin
from verbale.analysis.facts import Facts, Said
from verbale.analysis.naming import names_of_matter
from verbale.analysis.results import Issue, Placed
from verbale.collation.likeness import fold_word
from verbale.errors import UsageError
from verbale.lexicon import load_words
from verbale.lexicon.wording import canonical, hollow, known, weight
from verbale.model import row_id

MOST = 16
"""How many issues are found at most."""
_LEAST = 3
"""Statements that an issue must have."""
_WEIGHT = 0.2
"""A word under this says nothing of its own."""
_AKIN = 0.62
_NAMING = 0.25
"""The part of an issue's statements that must have a pair of words for it to be the issue's name."""
_SAMPLE = 500
"""Statements of an issue from which its name and words are taken: enough for any, and the same each time."""
_READ = 300
"""Statements of an issue in which it is looked which words name it, and whether they name a thing."""
_HEAD = 0.6
"""The score of a statement that has only the last word of an issue's term."""
_COMMON = 0.2
_COMMON_LEAST = 40
"""A word alone that so many statements have (and this part of all) is no issue."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.,;:!?]")


class Term(Struct, frozen=True, order=True):
    """One or two canonical words next to each other."""

    words: tuple[str, ...]


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
def _hollow() -> frozenset[str]:
    return hollow() | frozenset(load_words("issue_stopwords.txt"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(canonical(word) for word in load_words("issue_verbs.txt"))


@cache
def _vague() -> frozenset[str]:
    """Return the words that name an issue only beside another: "security demands", not "demands"."""
    return frozenset(canonical(word) for word in load_words("issue_vague.txt"))


@cache
def _not_before() -> frozenset[str]:
    """Return the verbs that make no name with the noun behind them: "avoid actions"."""
    return frozenset(canonical(word) for word in load_words("issue_not_before.txt"))


def _is_name(given: str) -> bool:
    """Say whether a word is written as a name: "Sinai", "al-Sadr"."""
    return given[0].isupper() or given.rpartition("-")[2][:1].isupper()


@lru_cache(200_000)
def _piece(given: str) -> tuple[str, str]:
    word = fold_word(given)
    if not word[0].isalpha() or word in _hollow() or word.endswith("n't"):
        return "", ""
    if _is_name(given) and not known(word):
        return f"@{word}", given
    return ("", "") if weight(word) < _WEIGHT else (canonical(word), given)


def _pieces(content: str) -> list[tuple[str, str]]:
    """Return (canonical, as it stands) of the telling words in order; ("", "") where a mark or an empty word parts them."""
    return [_piece(word) for word in _WORD.findall(content)]


def terms_of(content: str) -> dict[Term, str]:
    """Return the terms of a content, each as it stands there first. A name alone is no term: it is a party or a place."""
    found: dict[Term, str] = {}
    pieces = _pieces(content)
    for index, (word, surface) in enumerate(pieces):
        if not word:
            continue
        if not word.startswith("@"):
            found.setdefault(Term((word,)), surface.lower() if not surface.isupper() else surface)
        if index + 1 < len(pieces) and pieces[index + 1][0] and not pieces[index + 1][0].startswith("@"):
            other, right = pieces[index + 1]
            left = surface if word.startswith("@") else surface.lower()
            found.setdefault(Term((word, other)), f"{left} {right.lower()}")
    return found


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
    heap = _Heap([s for s in said if s.id not in placed], facts)
    taken: list[tuple[tuple[str, ...], str]] = []
    while len(issues) < MOST + len(given):
        best = heap.take()
        if best is None:
            break
        term, members, name = best
        some = members[:_SAMPLE]
        terms = {s.id: terms_of(s.content) for s in some}
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
            placed[s.id] = Placed(s.id, issue_id, 1.0, f"says “{_surface(s.content, term)}”")
    _place_rest(said, taken, issues, placed)
    return Found(tuple(issues), placed)


def _place_rest(
    said: Sequence[Said], taken: Sequence[tuple[tuple[str, ...], str]], issues: list[Issue], placed: dict[str, Placed]
) -> None:
    """Place what is left by the last word of an issue's term, or one of its matter: "guarantees" under "security guarantees"."""
    heads: dict[str, tuple[float, str]] = {}
    names = {issue.id: issue.name.split()[-1].lower() for issue in issues}
    for words, issue_id in taken:
        for head in dict.fromkeys((words[-1], canonical(names[issue_id]), names[issue_id])):
            for word, score in [(head, _HEAD), *((w, _HEAD * s) for w, s in akin(head).items() if s >= AKIN)]:
                if heads.get(word, (0.0, ""))[0] < score:
                    heads[word] = (score, issue_id)
    more: Counter[str] = Counter()
    for s in said:
        if s.id in placed:
            continue
        tokens = _WORD.findall(s.content)
        found = [(heads[w], surface) for surface in tokens for w in (surface.lower(), _piece(surface)[0]) if w in heads]
        if not found:
            continue
        (score, issue_id), surface = max(found, key=lambda item: (item[0], item[1]))
        placed[s.id] = Placed(s.id, issue_id, round(score, 2), f"says “{surface}”")
        more[issue_id] += 1
    for number, issue in enumerate(issues):
        if more[issue.id]:
            issues[number] = replace(issue, statements=issue.statements + more[issue.id])


def _surface(content: str, term: Term) -> str:
    """Return a term as it stands in a content."""
    pieces = _pieces(content)
    size = len(term.words)
    for index in range(len(pieces) - size + 1):
        here = pieces[index : index + size]
        if all(word == piece[0] for word, piece in zip(term.words, here, strict=True)):
            return " ".join(surface for _, surface in here)
    return " ".join(term.words)


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
            for key in self._keys(one.content, numbers):
                holders[key].append(index)
        self._holders = {key: members for key, members in holders.items() if len(members) >= _LEAST}
        holders.clear()
        party = [facts.parties.get(s.speaker_id or "", s.speaker_id or "") for s in said]
        self._party = party
        common = max(_COMMON_LEAST, _COMMON * len(said))
        # what every fifth statement is about is the dispute, not an issue in it; what is joined to it may be one
        for key in [k for k, held in self._holders.items() if k < 1 << 32 and len(held) > common]:
            del self._holders[key]
        heap = [(-score, self._term(key).words, key) for key in self._holders if (score := self._weigh(key)) > 0]
        heapq.heapify(heap)
        self._heap = heap

    def _keys(self, content: str, numbers: dict[str, int]) -> set[int]:
        """Return a content's terms as numbers: the word's own, or both in one."""
        found: set[int] = set()
        last = -1
        for word, _ in _pieces(content):
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
        return heft * float(len(members) ** 0.7) * (1.0 + 0.5 * min(parties - 1, 3))

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
            name = _name(term, held[:_READ])
            if name is None:
                # "impose", "because": words that many say and that name nothing
                continue
            for i in members:
                self._gone[i] = 1
            return term, held, name
        return None


def _akin(words: tuple[str, ...], term: Term) -> bool:
    """Say whether two terms of one word each mean nearly the same."""
    return len(words) == len(term.words) == 1 and akin(words[0]).get(term.words[0], 0.0) >= _AKIN


def _name(term: Term, members: Sequence[Said]) -> str | None:
    """Return the name of an issue: the pair of words around its term that enough of its statements have, else the term.

    None where none of them stands as the name of a thing does.
    """
    pairs: Counter[Term] = Counter()
    for s in members:
        pairs.update(t for t in terms_of(s.content) if len(t.words) == 2 and set(term.words) <= set(t.words))
    least = max(2, _NAMING * len(members))
    found = [t for t, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0])) if count >= least]
    contents = [s.content for s in members]
    for one in (*found, term):
        if one.words[0] in (_vague() if len(one.words) == 1 else _not_before()):
            continue
        shapes = names_of_matter(one.words, contents, _folded)
        if shapes:
            # "invasion" names an issue, "invading" tells of it
            return min(shapes.items(), key=lambda item: (item[0].endswith("ing"), -item[1], item[0]))[0]
    return None


@lru_cache(200_000)
def _folded(token: str) -> str:
    return _piece(token)[0] if token[0].isalpha() else ""


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
        words = {word for word, _ in _pieces(s.content)}
        for phrase, needed in wanted:
            if (needed and needed <= words) or phrase.casefold() in s.content.casefold():
                rows.append(Placed(s.id, issue_id, 1.0, f"your phrase “{phrase}”"))
                break
    return Issue(issue_id, own.name, own.phrases, len(rows), parent, True), rows
