"""One event, many accounts: event mentions of one type between the same parties on the same day are one event.

A first version, meant never to merge wrongly: both sides must be named and the day known to the day in each account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from verbale.collation.accounts import EventAccount
from verbale.model import row_id

_TWO_SIDED = frozenset({"CONSULT", "AGREE", "COOPERATE"})


def _key(account: EventAccount) -> tuple[str, ...] | None:
    when = account.happened
    if (
        when is None
        or not when.earliest
        or when.earliest != when.latest
        or not account.actor_keys
        or not account.recipient_keys
    ):
        return None
    mention = account.mention
    if mention.type in _TWO_SIDED:
        parties = "|".join(sorted({*account.actor_keys, *account.recipient_keys}))
    else:
        parties = "|".join(sorted(account.actor_keys)) + ">" + "|".join(sorted(account.recipient_keys))
    held = "denied" if mention.status == "denied" else "hypothetical" if mention.status == "hypothetical" else ""
    return (mention.type, mention.mode or "", parties, when.earliest, held)


def group_events(accounts: Sequence[EventAccount]) -> list[tuple[str, list[EventAccount]]]:
    """Return events as (id, accounts), order-independent."""
    by_key: dict[tuple[str, ...], list[EventAccount]] = defaultdict(list)
    result: list[tuple[str, list[EventAccount]]] = []
    for account in accounts:
        key = _key(account)
        if key is None:
            result.append((row_id("event", account.mention.id), [account]))
        else:
            by_key[key].append(account)
    for key, same in by_key.items():
        same.sort(key=lambda a: (a.document_id, a.mention.id))
        result.append((row_id("event", *key), same))
    return sorted(result, key=lambda item: item[0])
