"""One account of an event made ready for comparison: its parties by state and rank, and which days are its own."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from verbale.collation.accounts import EventAccount
from verbale.collation.days import limits, number
from verbale.collation.voices import Voices
from verbale.lexicon.event_families import family, words_of
from verbale.model import When

LEAD = 400
"""Characters from the start within which headline and lead tell the same thing twice."""
HEAD = 150
"""Characters from the start within which a headline ends."""
_FIRM = 70
"""Characters between a noun and the words of its day, within which the day is surely the event's own."""
_FIRM_VERB = 130
"""The same for a verb: "On Thursday, ..., accusing"."""
_MONTH = 31

Kind = Literal["state", "body", "person", "group", "unknown"]


class Party(Struct, frozen=True):
    """One party of an event: who, of which state, and what sort of actor."""

    key: str
    block: str
    kind: Kind


class Told(Struct, frozen=True):
    """One account made ready for comparison."""

    account: EventAccount
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    pool: tuple[Party, ...]
    first: int | None
    last: int | None
    firm: bool
    """The day is the event's own, not that of the sentence or the speech around it."""
    weekday: bool
    choice: frozenset[int]
    """The days that a date without a year may be."""
    since: int | None
    """The first day on which its article can have been written."""
    written: int | None
    """The last."""
    family: str | None
    round: int | None
    """Which of several rounds, where the words before the trigger tell: "the third round of talks"."""
    numbers: tuple[str, ...]
    """Numbers in the trigger: "move about 1,000 soldiers"."""

    @property
    def noun(self) -> bool:
        """The trigger is a noun, which may tell of what is past, planned, or only thought of."""
        return self.account.mention.rule.startswith("N-")

    @property
    def open(self) -> bool:
        """What it tells of may lie ahead."""
        return self.noun or self.account.mention.status != "happened"

    @property
    def dated(self) -> bool:
        """It is known to a month when the article was written."""
        return self.since is not None and self.written is not None and self.written - self.since <= _MONTH


def _kind(key: str, block: str, voices: Voices) -> Kind:
    if voices.unknown(key) or key.startswith("mention:"):
        return "unknown"
    if key.startswith("group:"):
        return "group"
    if key.startswith("person:"):
        return "person"
    if key.startswith(("place:", "organisation:")):
        return "body"
    own, whole = key.removeprefix("lexicon:"), block.removeprefix("lexicon:")
    return "state" if own == whole else "body" if own.startswith(whole + ".") else "person"


def _choice(when: When | None) -> frozenset[int]:
    """Return the days that a date of an article without a year may be: "13 July", as "[2017-07-13,2018-07-13]"."""
    if when is None or not when.value.startswith("[") or ".." in when.value:
        return frozenset()
    days = when.value.strip("[]").split(",")
    return frozenset(number(day) for day in days) if all(_DAY.fullmatch(day) for day in days) else frozenset()


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _own_day(account: EventAccount) -> tuple[int | None, int | None, bool, bool]:
    """Return the first and last day an account gives, whether they are the event's own, and whether only a weekday does."""
    when, trigger = account.happened, account.mention.trigger
    first, last = limits(when)
    if when is None or not when.evidence or first is None or last is None:
        return None, None, False, False
    said = when.evidence[0]
    # "cancelled the June 12 summit": a day inside the trigger is that of what is cancelled
    inside = trigger.start <= said.start < trigger.end
    apart = said.start - trigger.end if said.start >= trigger.end else trigger.start - said.end
    # a headline has the day of the lead
    head = trigger.start < HEAD and said.start < LEAD
    reach = _FIRM if account.mention.rule.startswith("N-") else _FIRM_VERB
    firm = not inside and (apart <= reach or head) and last - first <= _MONTH
    weekday = first == last and said.text.casefold().split()[-1] in _WEEKDAYS
    return first, last, firm, weekday


_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip


def round_of(words: str) -> int | None:
    """Return which of several a trigger means, from the four words before it: "their second summit" is 2."""
    for word in reversed(words.casefold().split()[-5:]):
        if word in _ORDINALS:
            return _ORDINALS.index(word) + 1
        if word[:-2].isdigit() and len(word) <= 4 and word[-2:] in {"st", "nd", "rd", "th"}:
            return int(word[:-2])
    return None


class Teller:
    """Makes accounts ready; keeps what it has worked out of each party and account."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self._parties: dict[str, Party] = {}
        self._told: dict[str, Told] = {}

    def party(self, key: str) -> Party:
        """Return what is known of a party."""
        if key not in self._parties:
            block = self._voices.block(key)
            self._parties[key] = Party(key, block, _kind(key, block, self._voices))
        return self._parties[key]

    def told(self, account: EventAccount) -> Told:
        """Return an account made ready."""
        found = self._told.get(account.id)
        if found is None:
            first, last, firm, weekday = _own_day(account)
            actors = tuple(self.party(k) for k in account.actor_keys)
            recipients = tuple(self.party(k) for k in account.recipient_keys)
            pool = tuple(dict.fromkeys(p for p in (*actors, *recipients)))
            since, until = limits(account.written)
            found = Told(
                account,
                actors,
                recipients,
                _narrowest(pool),
                first,
                last,
                firm,
                weekday,
                _choice(account.happened) if not firm else frozenset(),
                since if since is not None else until,
                until if until is not None else since,
                family(account.mention.type, account.mention.trigger.text),
                round_of(f"{getattr(account, 'before', '')}{account.mention.trigger.text}"),
                tuple(w for w in words_of(account.mention.trigger.text) if w[:1].isdigit()),
            )
            self._told[account.id] = found
        return found


def known(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return the parties that are known."""
    return tuple(p for p in parties if p.kind != "unknown")


def _narrowest(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return the known parties; a state is left out where one of its people stands for it."""
    people = {p.block for p in parties if p.kind == "person"}
    return tuple(p for p in parties if p.kind != "unknown" and not (p.kind == "state" and p.block in people))
