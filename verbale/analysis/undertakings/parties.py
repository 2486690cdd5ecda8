"""Whom a rule binds, and what an instrument is for a party on a day."""

from __future__ import annotations

import datetime as dt
import re

from verbale.analysis.undertakings.findings import Status
from verbale.analysis.undertakings.model import Instrument, Life, Who
from verbale.analysis.undertakings.quantities import Truth, disjunction
from verbale.analysis.undertakings.times import When, when
from verbale.lexicon.actors import members

FORMER_SOVIET = frozenset("ARM AZE BLR EST GEO KAZ KGZ LVA LTU MDA RUS TJK TKM UKR UZB".split())
_KEY = re.compile(r"[A-Z][A-Z0-9_.]{1,30}")
_GROUP = re.compile(r"([a-z]+)_members")
EVERYONE = frozenset({"*", "all_parties", "both", "each_party", "any_party"})


def is_party(name: str) -> bool:
    """Say whether a word is a party's key (`RUS`, `NATO`) and not a role ("requested_state")."""
    return _KEY.fullmatch(name) is not None


def of_instrument(instrument: Instrument, day: str) -> frozenset[str]:
    """Return the parties of an instrument; empty where it names them by a group that no table lists."""
    given = [instrument.parties] if isinstance(instrument.parties, str) else instrument.parties
    found: set[str] = set()
    for name in given:
        group = _GROUP.fullmatch(name)
        if group:
            found |= members(group[1].upper(), day)
        elif is_party(name):
            found.add(name)
    return frozenset(found)


def bodies(instrument: Instrument) -> frozenset[str]:
    """Return the bodies whose members are parties: NATO for `nato_members`."""
    given = [instrument.parties] if isinstance(instrument.parties, str) else instrument.parties
    return frozenset(group[1].upper() for name in given if (group := _GROUP.fullmatch(name)))


def binds(who: str | list[str] | Who | None, party: str, day: str, instrument: Instrument) -> Truth:
    """Say whether a party is one of those meant on a day; None where the rule names a role and not a state."""
    if who is None:
        return None
    if isinstance(who, list):
        return disjunction(binds(w, party, day, instrument) for w in who)
    if isinstance(who, str):
        if who == party:
            return True
        if who in EVERYONE:
            known = of_instrument(instrument, day)
            return party in known if known else None
        group = _GROUP.fullmatch(who)
        if group and members(group[1].upper(), day):
            return party in members(group[1].upper(), day)
        return False if is_party(who) else None
    parts: list[Truth] = []
    if who.any_of is not None:
        parts.append(disjunction(binds(w, party, day, instrument) for w in who.any_of))
    if who.member_of is not None:
        parts.append(party in members(who.member_of, who.date or day))
        if who.joined_after is not None:
            parts.append(party not in members(who.member_of, who.joined_after))
    if who.all_but is not None:
        known = of_instrument(instrument, day)
        parts.append(party not in who.all_but and (not known or party in known))
    return disjunction([]) if not parts else False if False in parts else None if None in parts else True


def _steps(instrument: Instrument, party: str) -> list[tuple[When, Life]]:
    found = [(when(step.date), step) for step in instrument.lifecycle if step.party in {"*", party}]
    return sorted(found, key=lambda s: (s[0].first, s[1].party != "*", s[1].status))


def _at(instrument: Instrument, party: str, instant: dt.datetime) -> Status:
    found: Status = "not yet"
    for date, step in _steps(instrument, party):
        whole_day = date.last - date.first <= dt.timedelta(days=1)
        if date.first > instant:
            break
        if not whole_day and date.last > instant and step.status != found:
            return "undetermined"
        found = step.status
    return found


def status(instrument: Instrument, party: str, at: When) -> Status:
    """Return what the instrument is for a party at a time; undetermined where that changes within it.

    A step takes effect with the first instant of its day.
    """
    first, last = _at(instrument, party, at.first), _at(instrument, party, at.last)
    return first if first == last else "undetermined"


def ever_in_force(instrument: Instrument, party: str) -> bool:
    """Say whether the instrument has ever bound a party."""
    return any(step.status == "in force" for _, step in _steps(instrument, party))


def in_force_since(instrument: Instrument, party: str) -> When | None:
    """Return when the instrument first entered into force for a party."""
    return next((date for date, step in _steps(instrument, party) if step.status == "in force"), None)
