"""Which accounts are worth comparing: those found by words, by marked words, and by where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from verbale.collation.accounts import Account
from verbale.collation.days import last_written, limits
from verbale.collation.likeness import Token
from verbale.collation.voices import Voices
from verbale.lexicon.wording import canonical

MARKED = 6
"""Words in a row, marked as said by both, that are no coincidence."""
LEAD = 500
"""Characters of headline, standfirst and first paragraph."""
NEAR = 600
"""Characters within which an article says again, in a quotation, what its paraphrase has just said."""

_KEYS = 8
_CROWD = 60
"""How many accounts of one voice within a month may share a word before the word alone names no candidates."""


def keys_of(account: Account) -> tuple[str, ...]:
    """Return the words that tell most in an account, in their base forms: two in common make it worth comparing."""

    def rank(token: Token) -> tuple[float, str]:
        return -token.weight, token.form

    heavy = sorted((t for t in account.wording.tokens if not t.name), key=rank)
    return tuple(sorted({canonical(t.form) for t in heavy[: _KEYS * 2]}))[: _KEYS * 2]


def found_by_words(account: Account) -> bool:
    """Say whether words in common can make an account one with another: of no known day, only what both mark can."""
    return _month(account) >= 0 or any(len(run) >= MARKED for run in account.wording.runs)


def candidates(accounts: Sequence[Account], voices: Voices) -> Iterable[tuple[Account, Account]]:
    """Yield pairs that have words in common, within about a month.

    Of one block two words that tell something; of any block three marked words in a row.
    """
    yield from _worded(accounts, voices)
    yield from marked_pairs(accounts)


def to_compare(accounts: Sequence[Account], voices: Voices) -> Iterable[tuple[Account, Account]]:
    """Yield pairs that may be one statement, some more than once.

    Those that have words in common; and of one article what stands in its lead and below, or side by side.
    """
    yield from _worded([a for a in accounts if found_by_words(a)], voices)
    yield from marked_pairs(accounts)
    articles: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        articles[account.document_id].append(account)
    for own in articles.values():
        for one, other in told_again([begin_of(account) for account in own]):
            yield own[one], own[other]


def _worded(accounts: Sequence[Account], voices: Voices) -> Iterable[tuple[Account, Account]]:
    blocks: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.speaker_key is not None:
            blocks[voices.block(account.speaker_key)].append(account)
    for _, members in sorted(blocks.items()):
        yield from _block(members)


def begin_of(account: Account) -> int:
    """Return where in its article an account's words begin."""
    return account.attribution.content[0].start


def told_again(begins: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Yield the pairs (by number) of what begins at these places of an article, in order, that may be told twice: in its lead and
    below, or side by side."""
    for other, begin in enumerate(begins):
        lead = bisect_left(begins, LEAD, 0, other)
        near = bisect_right(begins, begin - NEAR, 0, other)
        yield from ((one, other) for one in range(lead))
        yield from ((one, other) for one in range(max(lead, near), other))


def is_worth(shared: int, fewer: int) -> bool:
    """Say whether two accounts of one voice are worth comparing that share so many of their telling words, `fewer` being how
    many the one has that has fewer."""
    return shared >= 2 or shared >= fewer


def marks_of(account: Account) -> tuple[tuple[str, ...], ...]:
    """Return by what an account is found whoever speaks, sorted: the runs of three words that it marks as said, and each two
    of the words that tell most in it."""
    runs = {run[at : at + 3] for run in account.wording.runs for at in range(min(len(run) - 2, 60))}
    return tuple(sorted(runs.union(combinations(_heaviest(account), 2))))


_HEAVIEST = 4


def _heaviest(account: Account) -> list[str]:
    """Return the words that tell most in an account, in their base forms, sorted."""
    weights: dict[str, float] = {}
    for t in account.wording.tokens:
        if not t.name:
            form = canonical(t.form)
            weights[form] = max(weights.get(form, 0.0), t.weight)
    return sorted(sorted(weights, key=lambda form: (-weights[form], form))[:_HEAVIEST])


def is_crowd(count: int) -> bool:
    """Say whether so many accounts of a month share marked words that these lead nowhere."""
    return count > _CROWD


def marked_pairs(accounts: Sequence[Account]) -> Iterable[tuple[Account, Account]]:
    """Yield pairs that mark the same three words in a row as said, where the words name few accounts."""
    places: defaultdict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    own: list[tuple[tuple[str, ...], ...]] = []
    months = [_month(a) for a in accounts]
    for index, account in enumerate(accounts):
        own.append(marks_of(account))
        for gram in own[-1]:
            places[months[index], gram].append(index)
    for index, account in enumerate(accounts):
        near: set[int] = set()
        for gram in own[index]:
            for month in around(months[index]):
                same = places.get((month, gram), ())
                if not is_crowd(len(same)):
                    near.update(other for other in same if other < index)
        yield from ((accounts[other], account) for other in sorted(near))


def day_of(account: Account) -> int:
    """Return the last day on which an account's words can have been said, -1 where neither it nor its article's is known."""
    _, last = limits(account.spoken)
    day = last or last_written(account.written)
    return day if day is not None else -1


def _month(account: Account) -> int:
    return day_of(account) // 31


def around(month: int) -> tuple[int, ...]:
    """Return the months in which another account may lie; what has no day is only beside its like."""
    return (month - 1, month, month + 1) if month >= 0 else (-1,)


def _block(members: Sequence[Account]) -> Iterable[tuple[Account, Account]]:
    by_key: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    sizes: list[int] = []
    for index, account in enumerate(members):
        keys, month = keys_of(account), _month(account)
        shared: Counter[int] = Counter()
        for key in keys:
            for near in around(month):
                before = by_key.get((near, key))
                if before is not None:
                    shared.update(before)
        for other, count in shared.items():
            if is_worth(count, min(len(keys), sizes[other])):
                yield members[other], account
        sizes.append(len(keys))
        for key in keys:
            by_key[month, key].append(index)
