"""One statement, many readings: attributions of one speaker with the same words are one act of speech.

A first version, meant never to merge wrongly: only attributions whose words agree but for marks and case, of one
speaker, on compatible days. Paraphrase and part-quotation wait for the collation proper.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from verbale.model import Attribution, When, row_id

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


class Account(Struct, frozen=True):
    """One document's attribution with what collation needs of it."""

    document_id: str
    attribution: Attribution
    speaker_key: str | None
    addressee_key: str | None
    spoken: When | None


def words_of(attribution: Attribution) -> str:
    """Return the content's words for comparison: case, marks and typography set aside."""
    text = " ".join(span.text for span in attribution.content).replace("’", "'")
    return " ".join(word.casefold() for word in _WORD.findall(text))


def _compatible(first: When | None, second: When | None) -> bool:
    """Say whether two days can be one: the ranges overlap, an open side admitting any day."""
    if first is None or second is None:
        return True
    if first.latest and second.earliest and first.latest < second.earliest:
        return False
    return not (second.latest and first.earliest and second.latest < first.earliest)


def group(accounts: Sequence[Account]) -> list[tuple[str, list[Account]]]:
    """Return statements as (id, accounts); the first account carries the base wording. Order-independent."""
    by_words: dict[tuple[str, str], list[Account]] = defaultdict(list)
    result: list[tuple[str, list[Account]]] = []
    for account in accounts:
        words = words_of(account.attribution)
        if account.speaker_key is None or len(words.split()) < 4:
            result.append((row_id("statement", account.attribution.id), [account]))
        else:
            by_words[account.speaker_key, words].append(account)
    for key, members in by_words.items():
        members.sort(key=_order)
        occasion = 0
        while members:
            first, *rest = members
            same = [first]
            members = []
            for other in rest:
                if all(_compatible(other.spoken, one.spoken) for one in same):
                    same.append(other)
                else:
                    members.append(other)
            # The id hangs on speaker and words, so that a further copy of the article changes no id
            result.append((row_id("statement", *key, occasion), same))
            occasion += 1
    return sorted(result, key=lambda item: item[0])


def _order(account: Account) -> tuple[int, str, str, str]:
    spoken = account.spoken
    precise = spoken is not None and spoken.earliest is not None and spoken.earliest == spoken.latest
    return (0 if precise else 1, (spoken.earliest or "") if spoken else "", account.document_id, account.attribution.id)
