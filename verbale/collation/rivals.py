"""What one party tells of another, and what that other says of itself: "agreed to put off the launch", "will begin it"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from verbale.collation.accounts import Account
from verbale.collation.clashes import Clash
from verbale.collation.days import gap
from verbale.collation.likeness import nearest
from verbale.collation.retold import share_told
from verbale.collation.voices import Voices
from verbale.lexicon import load_table
from verbale.lexicon.wording import canonical, weight

_SAID = frozenset({"assert", "announce", "accept", "promise", "refuse", "accuse", "expect"})
_DAYS = 3
_HEAVY = 0.25
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BESIDE = 60
"""Characters behind a verb within which what it does is named."""
_CROWD = 40


@cache
def _courses() -> re.Pattern[str]:
    words = [
        re.escape(word[:-1]) + r"[a-z]*" if word.endswith("*") else re.escape(word)
        for word in (row["word"] for row in load_table("courses.tsv"))
    ]
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=lambda w: (-len(w), w)))})\b", re.I)


@cache
def _course(word: str) -> str:
    for row in load_table("courses.tsv"):
        own = row["word"]
        if word == own or (own.endswith("*") and word.startswith(own[:-1])):
            return row["course"]
    return ""


@lru_cache(20_000)
def _held(content: str) -> tuple[tuple[str, str, int], ...]:
    """Return what a content has begun, gone on with or put off: the course, the word for the thing, where the verb stands."""
    found = []
    for match in _courses().finditer(content):
        before = content[max(0, match.start() - 12) : match.start()].casefold()
        if re.search(r"\b(?:not|never|no|n[’']t|until|after|before|if|when)\b", before):
            continue
        things = [w.casefold() for w in _WORD.findall(content, match.end(), match.end() + _BESIDE)]
        thing = next((w for w in things if weight(w) >= _HEAVY and _course(w) == ""), None)
        if thing is not None:
            found.append((_course(match[0].casefold()), thing, match.start()))
    return tuple(found)


def _near(one: Account, other: Account) -> bool:
    standing, apart = gap(one.spoken, one.written, other.spoken, other.written)
    return standing in {"same", "overlap"} or (standing in {"open", "apart"} and apart <= _DAYS)


def course_clashes(accounts: Sequence[Account], voices: Voices, name: Callable[[str], str]) -> Iterator[Clash]:
    """Yield that one party has another put off what that other, by its own words, begins or goes on with, or the reverse."""
    own: defaultdict[tuple[str, str], list[tuple[Account, str, str]]] = defaultdict(list)
    told: list[tuple[Account, str, str, str]] = []
    for account in accounts:
        key = account.speaker_key
        if key is None or account.head or account.attribution.act not in _SAID or voices.reporter(key):
            continue
        content = account.content
        held = _held(content)
        subject = _subject(account, voices) if held else None
        if subject is None or account.attribution.mode == "direct":
            continue
        speaker, known = voices.block(key), not voices.unknown(key)
        course, thing, _ = held[0]
        if speaker == subject or (not known and _named(name(key))):
            own[subject, canonical(thing)[:4]].append((account, course, thing))
        if speaker != subject and known:
            told.append((account, subject, course, thing))
    for account, subject, course, thing in told:
        for other, reverse, same in own.get((subject, canonical(thing)[:4]), [])[:_CROWD]:
            if course == reverse or not _near(account, other) or not _alike(thing, same):
                continue
            values = (_said(account), _said(other))
            yield Clash("status", f"whether it is put off: “{thing}”", account, other, values, 0.8)


def _named(called: str) -> bool:
    """Say whether an office is called by a name: "Roe's office"."""
    words = _WORD.findall(called)
    return len(words) > 1 and any(w[0].isupper() and w != "The" for w in words) and words[-1] in _OFFICES


_OFFICES = frozenset({"office", "ministry", "cabinet", "government", "command", "administration"})


def _alike(one: str, other: str) -> bool:
    return nearest(one, frozenset((other,))) >= 0.5 or one[:4] == other[:4]


def _said(account: Account) -> str:
    return account.content[:120]


def _subject(account: Account, voices: Voices) -> str | None:
    """Return the party that a content begins with."""
    first = next(iter(account.wording.tokens), None)
    return voices.block(first.form[1:]) if first is not None and first.form.startswith("@") else None


# -- "he had not said that" ----------------------------------------------------------------------------------------------

_UNSAID = re.compile(
    r"^(?:that\s+)?(?:he|she|it|they|I|we|the\s+\w+|[A-Z]\w+)\s+(?:had|has|have|did|does|do)(?:n[’']t|\s+not|\s+never)\s+"
    r"(?:say|said|claim|claimed|state|stated|announce|announced|admit|admitted)\s+(?:that\s+)?(?P<what>\w.{8,160})",
    re.I,
)
_CLAIMS = frozenset({"assert", "announce", "accuse"})
_COVERED = 0.6
"""How much of what was not said must stand in the other's words: "shut" and "closed" are one."""


def unsaid_clashes(accounts: Sequence[Account], voices: Voices) -> Iterator[Clash]:
    """Yield what one party claims and another, in the same article, says that it did not say."""
    by_article: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.speaker_key is not None and not account.head:
            by_article[account.document_id].append(account)
    for _, held in sorted(by_article.items()):
        for denial in held:
            match = _UNSAID.match(denial.attribution.content[0].text)
            if match is None:
                continue
            words = [w for x in _WORD.findall(match["what"]) if weight(w := x.casefold()) >= _HEAVY]
            if len(set(words)) < 2:
                continue
            for claim in held:
                if claim.attribution.act not in _CLAIMS or _block(claim, voices) == _block(denial, voices):
                    continue
                forms = frozenset(w.casefold() for s in claim.attribution.content for w in _WORD.findall(s.text))
                if share_told(words, forms) >= _COVERED:
                    about = f"claimed, and said not to have been said: “{match['what'][:80]}”"
                    yield Clash("status", about, claim, denial, ("claimed", "denied"), 0.8)


def _block(account: Account, voices: Voices) -> str:
    return voices.block(account.speaker_key or "")
