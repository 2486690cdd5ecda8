"""Narrow the days of documents by their neighbours: papers that tell of one event place each other in time.

One paper of a known day says "last week's virtual meeting" of two leaders; another, which gives no date, says that they
"met via video-link last week": it was written in the same week. A wrong narrowing costs more than none, so one such
event is not enough by itself unless the document's own words (weekday, month) agree, and no result leaves the
document's own range. The outcome does not depend on the order of the documents.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from msgspec import Struct

from verbale.coding.dateline.cues import Cue
from verbale.coding.dateline.likelihood import score
from verbale.coding.dateline.prose import cues_of_times
from verbale.coding.dateline.solve import Posterior, edtf, stretch, weigh
from verbale.coding.times import Form, parse_form, resolve
from verbale.lexicon import load_table
from verbale.model import Dateline, Span, TimeExpression, When

_ROUNDS = 4
_NEIGHBOURS = 12
_NEAR = 31
"""Days: a document whose own range is longer places nothing."""
_TIGHT = 8
"""Days: an event placed no better than this places nothing."""
_LEAD = 700
_STEM = 7
_ENOUGH = 2.9
_REACH = 170
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_QUOTED = re.compile(r"[“\"«]([^“”\"«»\n]{30,400})[”\"»]")
_PLACING = frozenset({"weekday", "rel", "date"})
_COMMON = 0.3
"""Names that more than this share of a large record holds tell no two stories apart."""


class DocumentFacts(Struct, frozen=True):
    """What narrowing needs to know of one document."""

    document_id: str
    outlet: str | None
    dateline: Dateline
    times: tuple[TimeExpression, ...]
    names: tuple[str, ...]
    text: str


class _Account(Struct, frozen=True, array_like=True):
    """A sentence that places something in time: its words and the expression."""

    time: TimeExpression
    names: frozenset[str]
    words: frozenset[str]


class Reader(Struct, frozen=True, array_like=True):
    """One document, read for its accounts."""

    document_id: str
    when: When | None
    """Its own dateline."""
    accounts: tuple[_Account, ...]
    quotes: frozenset[str]
    names: frozenset[str]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class _Hold:
    """One neighbour's event says that a document was written in `[first, last]`."""

    first: date
    last: date
    words: str
    span: Span
    neighbour: str
    event: frozenset[str]
    exact: bool
    bare: bool
    """Rests on a weekday alone."""


def narrow_datelines(documents: Sequence[DocumentFacts]) -> dict[str, When]:
    """Return the days that neighbours narrow: only documents whose day became better known, each with the reason."""
    return narrow([read_accounts(facts) for facts in documents])


def narrow(documents: Iterable[Reader]) -> dict[str, When]:
    """Return the days that neighbours narrow, of documents that are read already."""
    unique = {reader.document_id: reader for reader in documents}
    readers = {key: unique[key] for key in sorted(unique)}
    if not any(_is_open(reader.when) for reader in readers.values()) or len(readers) < 2:
        return {}
    near = _neighbours(readers)
    common = _common(readers.values())
    known: dict[str, When] = {key: reader.when for key, reader in readers.items() if reader.when}
    result: dict[str, When] = {}
    for _ in range(_ROUNDS):
        found: dict[str, When] = {}
        for key, reader in readers.items():
            when = known.get(key)
            if not _is_open(when):
                continue
            narrowed = _narrow(reader, when, [readers[other] for other in near[key]], known, common)
            if narrowed is not None:
                found[key] = narrowed
        if not found:
            break
        known.update(found)  # a round sees only what the rounds before it found: the order of documents cannot matter
        result.update(found)
    return result


def _is_open(when: When | None) -> bool:
    return when is None or when.earliest is None or when.latest is None or when.earliest != when.latest


def _days(when: When | None) -> tuple[date, date] | None:
    if when is None or when.earliest is None or when.latest is None:
        return None
    return date.fromisoformat(when.earliest), date.fromisoformat(when.latest)


# -- reading -----------------------------------------------------------------------------------------------------------


@cache
def _concepts() -> Mapping[str, str]:
    return {word: f"={row['concept']}" for row in load_table("marks_concepts.tsv") for word in row["words"].split()}


_STOP = frozenset(
    {
        "that", "this", "with", "from", "they", "their", "have", "been", "were", "said", "says", "will", "would",
        "which", "after",
        "before", "about", "also", "more", "than", "into", "over", "when", "what", "there", "week", "month",
        "year", "last", "next", "earlier", "later", "during", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "today", "yesterday", "tomorrow", "january", "february", "march", "april", "june", "july",
        "august", "september", "october", "november", "december", "told", "saying", "other", "some", "could", "between",
    }
)  # fmt: skip


def read_accounts(facts: DocumentFacts) -> Reader:
    """Read a document for the sentences that place something in time."""
    text = facts.text
    surnames = frozenset(name.split()[-1].casefold() for name in facts.names if name and len(name.split()[-1]) > 2)
    accounts: list[_Account] = []
    for time in facts.times:
        form = parse_form(time.form)
        if form.kind not in _PLACING or (form.kind == "rel" and form.base is None and form.unit in {"Y", "DE", "CE"}):
            continue
        start, end = _sentence(text, time.span)
        names, words = _content(text[start : time.span.start] + " " + text[time.span.end : end])
        if len(names) + len(words) >= 3:
            accounts.append(_Account(time, names, words))
    quotes = frozenset(_plain(match.group(1)) for match in _QUOTED.finditer(text))
    cues = tuple(cue for cue in cues_of_times(text, facts.times, _LEAD) if cue.kind != "claim")
    return Reader(facts.document_id, facts.dateline.when, tuple(accounts[:40]), quotes, surnames, cues)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("’", "'")))


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """Return the stretch around an expression up to the ends of its sentence, at most some words each way."""
    low, high = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    before = max(text.rfind(mark, low, span.start) for mark in (". ", "\n", ".” ", '." ', "? ", "! "))
    after = min(
        (at for mark in (". ", "\n", ".” ", '." ') if (at := text.find(mark, span.end, high)) >= 0), default=high
    )
    return (before + 1 if before >= 0 else low), after


_TITLES = frozenset(
    {
        "president", "prime", "minister", "foreign", "deputy", "secretary", "general", "spokesman", "spokeswoman",
        "spokesperson", "chancellor", "king", "leader", "chief", "ministry", "government", "state", "defence",
        "defense", "according", "statement", "country", "united", "states", "vladimir", "dmitry", "sergei", "sergey",
        "john", "joe", "barack", "mr", "mrs", "the", "for", "but", "and", "his", "her", "its", "in", "on", "at", "he",
        "she", "it", "we", "they", "president's", "officials", "official", "counterpart", "told", "said", "u", "s",
    }
)  # fmt: skip


def _content(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the other words of a stretch: families of words as one, common words and titles left out."""
    concepts = _concepts()
    names: set[str] = set()
    told: set[str] = set()
    for match in _WORD.finditer(words):
        word = match.group().replace("’", "'")
        low = word.casefold().removesuffix("'s")
        if low in _TITLES or low in _STOP:
            continue
        if low in concepts:
            told.add(concepts[low])
        elif word[0].isupper():
            if not low.endswith(("ian", "ish", "ese")):
                names.add(low)
        elif len(low) > 4:
            told.add(low[:_STEM])
    return frozenset(names), frozenset(told)


# -- neighbours --------------------------------------------------------------------------------------------------------


def _neighbours(readers: Mapping[str, Reader]) -> dict[str, list[str]]:
    """Return for each document those that share its rarest names or a quotation: by index, never all pairs."""
    count = len(readers)
    index: dict[str, list[str]] = defaultdict(list)
    for key, reader in readers.items():
        for name in reader.names:
            index[name].append(key)
        for quote in reader.quotes:
            index[f"“{quote}"].append(key)
    limit = max(8, min(200, int(_COMMON * count)))
    result: dict[str, list[str]] = {}
    for key, reader in readers.items():
        if not _is_open(reader.when):
            result[key] = []
            continue
        weights: Counter[str] = Counter()
        shared: Counter[str] = Counter()
        for feature in sorted(reader.names) + [f"“{quote}" for quote in sorted(reader.quotes)]:
            holders = index[feature]
            if not 2 <= len(holders) <= limit:
                continue
            weight = (6.0 if feature[0] == "“" else 1.0) * math.log(1 + count / len(holders))
            for other in holders:
                if other != key:
                    weights[other] += round(weight * 1000)
                    shared[other] += 2 if feature[0] == "“" else 1
        best = sorted(weights, key=lambda other: (-weights[other], other))
        result[key] = [other for other in best if shared[other] >= 2][:_NEIGHBOURS]
    return result


# -- holding one document against its neighbours -----------------------------------------------------------------------


def _common(readers: Iterable[Reader]) -> frozenset[str]:
    """Return the words that too many accounts of a larger record hold to tell one event from another."""
    counts: Counter[str] = Counter()
    total = 0
    for reader in readers:
        total += 1
        counts.update(set().union(*(account.names | account.words for account in reader.accounts)))
    return frozenset(word for word, count in counts.items() if total >= 20 and count > max(4, 0.06 * total))


def _narrow(
    reader: Reader, when: When | None, near: Sequence[Reader], known: Mapping[str, When], common: frozenset[str]
) -> When | None:
    own = _days(when)
    holds: list[_Hold] = []
    for other in near:
        anchor = known.get(other.document_id)
        bounds = _days(anchor)
        if anchor is None or bounds is None or (bounds[1] - bounds[0]).days > _NEAR:
            continue
        if own is not None and (bounds[0] > own[1] + timedelta(45) or bounds[1] < own[0] - timedelta(45)):
            continue
        holds += _holds(reader, other, anchor, common)
    if not holds:
        return None
    chosen = _agreeing(holds, own)
    if not chosen:
        return None
    first = max(hold.first for hold in chosen)
    last = min(hold.last for hold in chosen)
    if own is not None:
        first, last = max(first, own[0]), min(last, own[1])
    if first > last:
        return None
    posterior = weigh(reader.cues, range(first.toordinal(), last.toordinal() + 1))
    support = _own_support(reader.cues, posterior)
    events = {hold.event for hold in chosen}
    if not _is_near(own) and all(hold.bare for hold in chosen):
        return None  # weekdays come round again: alone they place only a document whose month is known
    exact = any(hold.exact for hold in chosen)
    if (
        support < 1
        or (len(events) < 2 and not exact and support < 2)
        or (own is None and not exact and len(events) < 2)
    ):
        return None
    found = stretch(posterior, 0.9)
    if found is None or (own is not None and (found[1] - found[0]) * 2 > (own[1] - own[0])):
        return None
    basis = "; ".join(
        dict.fromkeys(
            f"same event {hold.words} as in {hold.neighbour}, dated {_date_of(known, hold)}" for hold in chosen[:3]
        )
    )
    return When(
        edtf(*found), found[0].isoformat(), found[1].isoformat(), basis, tuple(sorted({hold.span for hold in chosen}))
    )


def _is_near(own: tuple[date, date] | None) -> bool:
    return own is not None and (own[1] - own[0]).days <= _NEAR


def _date_of(known: Mapping[str, When], hold: _Hold) -> str:
    return known[hold.neighbour].value


def _holds(reader: Reader, other: Reader, anchor: When, common: frozenset[str]) -> list[_Hold]:
    """Return what the other document's events say of the day of this one."""
    holds: list[_Hold] = []
    for mine in reader.accounts:
        best: tuple[float, _Account, tuple[date, date]] | None = None
        for theirs in other.accounts:
            if mine.words.isdisjoint(theirs.words):
                continue  # most pairs; likeness would be nothing
            likeness = _likeness(mine, theirs, common)
            if likeness < _ENOUGH or (best is not None and likeness <= best[0]):
                continue
            event = _placed(theirs, anchor)
            window = _written(mine, event) if event is not None else None
            if window is not None:
                best = likeness, theirs, window
        if best is None:
            continue
        likeness, theirs, window = best
        holds.append(
            _Hold(
                *window,
                words=f"“{mine.time.span.text}” ({_told(mine, theirs)})",
                span=mine.time.span,
                neighbour=other.document_id,
                event=frozenset(mine.words & theirs.words),
                exact=_is_exact(mine, theirs, likeness),
                bare=parse_form(mine.time.form).kind == "weekday",
            )
        )
    return holds


def _told(mine: _Account, theirs: _Account) -> str:
    """Name what two accounts share, names first."""
    names = [name.title() for name in sorted(mine.names & theirs.names)]
    words = sorted(
        word.lstrip("=") + ("…" if len(word) == _STEM and word[0] != "=" else "") for word in mine.words & theirs.words
    )
    return ", ".join([*names, *words][:6])


def _likeness(mine: _Account, theirs: _Account, common: frozenset[str]) -> float:
    names = len(mine.names & theirs.names)
    shared = (mine.words & theirs.words) - common
    hackneyed = 0.2 * len((mine.names & theirs.names & common) | (mine.words & theirs.words & common))
    names -= len(mine.names & theirs.names & common)
    concepts = sum(1 for word in shared if word[0] == "=")
    words = len(shared) - concepts
    if (not names and not hackneyed) or not shared or (names + hackneyed < 1 and len(shared) < 2):
        return 0.0
    one, other = parse_form(mine.time.form), parse_form(theirs.time.form)
    if _ahead(one) != _ahead(other):
        return 0.0
    same = 0.5 if one.kind == other.kind == "weekday" and one.weekday == other.weekday else 0.0
    return 0.8 * min(names, 3) + 1.0 * concepts + 0.5 * words + same + min(hackneyed, 1.0)


def _is_exact(mine: _Account, theirs: _Account, likeness: float) -> bool:
    """Two accounts that share several names and several deeds, in the same words for the time, tell of one event."""
    shared = mine.words & theirs.words
    concepts = sum(1 for word in shared if word[0] == "=")
    return likeness >= 4.3 and len(mine.names & theirs.names) >= 2 and concepts >= 2


def _ahead(form: Form) -> bool:
    return form.direction in {"future", "next", "week+1"} or (form.kind == "rel" and form.offset > 0)


def _placed(account: _Account, anchor: When) -> tuple[date, date] | None:
    resolved = resolve(account.time.form, anchor)
    if not resolved.earliest or not resolved.latest:
        return None
    first, last = date.fromisoformat(resolved.earliest), date.fromisoformat(resolved.latest)
    return (first, last) if (last - first).days <= _TIGHT else None


def _written(account: _Account, event: tuple[date, date]) -> tuple[date, date] | None:
    """Return the first and last day on which the account's own words would mean the event's day."""
    fits: list[date] = []
    form = parse_form(account.time.form)
    if form.absolute or form.kind == "date":
        return None  # a named day says only that it was before
    for step in range(-40, 41):
        day = event[0] + timedelta(step)
        iso = day.isoformat()
        placed = resolve(account.time.form, When(iso, iso, iso, ""))
        if (
            placed.earliest
            and placed.latest
            and placed.earliest <= event[1].isoformat()
            and placed.latest >= event[0].isoformat()
        ):
            fits.append(day)
    if not fits:
        return None
    return fits[0], fits[-1]


def _agreeing(holds: Sequence[_Hold], own: tuple[date, date] | None) -> list[_Hold]:
    """Return the largest set of holds that leave at least one day, the document's own range included; ties by day."""
    days: Counter[date] = Counter()
    for hold in holds:
        day = hold.first
        while day <= hold.last:
            if own is None or own[0] <= day <= own[1]:
                days[day] += 1
            day += timedelta(1)
    if not days:
        return []
    most = max(days.values())
    if most < 0.75 * len(holds):
        return []  # the neighbours contradict each other
    best = min(day for day in days if days[day] == most)
    return sorted(
        (hold for hold in holds if hold.first <= best <= hold.last),
        key=lambda hold: (hold.span, hold.neighbour, hold.first, hold.last),
    )


def _own_support(cues: Sequence[Cue], posterior: Posterior) -> int:
    """Count the document's own kinds of words that speak for the best day rather than for any day."""
    best = posterior.best
    around = np.arange(best - 183, best + 183, dtype=np.int64)
    kinds: set[str] = set()
    for cue in cues:
        if cue.kind in {"weekday", "month", "monthday", "now", "day", "year", "age"}:
            scores = score(cue, around)
            if float(scores[183]) - float(np.log(np.mean(np.exp(scores)))) > 0.2:
                kinds.add(cue.kind)
    return len(kinds)
