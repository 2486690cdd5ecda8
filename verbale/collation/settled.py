"""The rows that follow once actors, statements and events are told apart: one row for each group of accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.actors import ActorFacts, Folded
from verbale.collation.cluster import Conflict, Verdicts
from verbale.collation.copied import Copies
from verbale.collation.corrections import settle, settle_event
from verbale.collation.days import last_written, limits
from verbale.collation.events import EventGroup
from verbale.collation.parties import Parties
from verbale.collation.statements import Group, Grouped
from verbale.collation.voices import Voices
from verbale.model import Judgement, Status, When, row_id
from verbale.store.rows import FORMER, Actor, Contradicted, Event, Link, NarrowedDateline, Post, Statement

BY = "rule:collation-2"
ONE_STATEMENT = "one voice, days that can be one, like words"
ONE_EVENT = "same type, parties and day"
OPEN = "may be one statement"


def actor_id(key: str) -> str:
    """Return the id of an actor's row."""
    return row_id("actor", key)


def _judge(ids: Sequence[str], reason: str, scores: Mapping[tuple[str, str], float]) -> Iterable[Judgement]:
    """Yield one judgement for each row after the first: it is the same as the row before it that it is most like."""
    for index, own in enumerate(ids[1:], start=1):
        best = max(ids[:index], key=lambda i: (scores.get((min(i, own), max(i, own)), 0.0), i))
        pair = min(best, own), max(best, own)
        yield Judgement(*pair, "same", BY, scores.get(pair, 1.0), reason)


# -- statements --------------------------------------------------------------------------------------------------------


def statement_judgements(grouped: Grouped) -> list[Judgement]:
    """Return the judgements by which accounts are one statement, and the pairs that are left open."""
    joined = [j for one in grouped.groups for j in _judge([a.id for a in one.accounts], ONE_STATEMENT, grouped.scores)]
    return [*joined, *(Judgement(p.left, p.right, "unsure", BY, p.score, OPEN) for p in grouped.open)]


def statement_of(one: Group, copies: Copies) -> Statement:
    """Return a group of accounts as a statement."""
    same = one.accounts
    lemma = _lemma(same)
    base = lemma.attribution
    speaker = _speaker(lemma, same)
    when = next((a.spoken for a in sorted(same, key=_precision) if a.spoken), None)
    return settle(
        Statement(
            id=one.id,
            speaker_id=actor_id(speaker) if speaker else None,
            addressee_id=next((actor_id(a.addressee_key) for a in same if a.addressee_key), None),
            act=base.act,
            content=lemma.content,
            mode=base.mode,
            lemma_id=base.id,
            attribution_ids=tuple(a.attribution.id for a in same),
            value=when.value or None if when else None,
            earliest=when.earliest if when else None,
            latest=when.latest if when else None,
            basis=when.basis if when else "",
            independent=copies.sources(same),
            place=base.place.text if base.place else None,
        ),
        same,
        actor_id,
    )


def _speaker(lemma: Account, same: Sequence[Account]) -> str | None:
    """Return who spoke: as the base text has it; where that leaves him nameless ("an official"), as most others name him."""
    if lemma.speaker_key is not None and not lemma.speaker_key.startswith("mention:"):
        return lemma.speaker_key
    named = Counter(a.speaker_key for a in same if a.speaker_key and not a.speaker_key.startswith("mention:"))
    return named.most_common(1)[0][0] if named else lemma.speaker_key


def _precision(account: Account) -> tuple[int, str, str]:
    """Order accounts by how exactly they give the day: a day, a range, an open side."""
    return _sharp(account.spoken, account.id)


def _sharp(when: When | None, own: str) -> tuple[int, str, str]:
    if when is None or not (when.earliest and when.latest):
        return (2, "", own)
    return (int(when.earliest != when.latest), when.earliest, own)


def _lemma(same: Sequence[Account]) -> Account:
    """Return the account whose wording is the base text: direct before mixed before indirect, the longest first."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2}
    return min(
        same,
        key=lambda a: (
            rank[a.attribution.mode],
            -sum(s.end - s.start for s in a.attribution.content),
            a.document_id,
            a.attribution.id,
        ),
    )


# -- events ------------------------------------------------------------------------------------------------------------


def event_judgements(groups: Iterable[EventGroup], scores: Mapping[tuple[str, str], float]) -> list[Judgement]:
    """Return the judgements by which accounts are one event."""
    return [j for one in groups for j in _judge([a.id for a in one.accounts], ONE_EVENT, scores)]


def event_of(thing: EventGroup, copies: Copies) -> Event:
    """Return a group of accounts as an event."""
    alike = thing.accounts
    first = alike[0]
    happened = next((a.happened for a in sorted(alike, key=lambda a: _sharp(a.happened, a.id)) if a.happened), None)
    return settle_event(
        Event(
            id=thing.id,
            type=first.mention.type,
            mode=first.mention.mode,
            context=next((a.mention.context for a in alike if a.mention.context), None),
            status=_status(alike, happened),
            event_mention_ids=tuple(a.mention.id for a in alike),
            actor_ids=tuple(dict.fromkeys(actor_id(k) for a in alike for k in a.actor_keys)),
            recipient_ids=tuple(dict.fromkeys(actor_id(k) for a in alike for k in a.recipient_keys)),
            value=happened.value or None if happened else None,
            earliest=happened.earliest if happened else None,
            latest=happened.latest if happened else None,
            basis=happened.basis if happened else "",
            independent=copies.sources(alike),
            place=next((a.mention.place.text for a in alike if a.mention.place), None),
        ),
        alike,
    )


def _status(accounts: Sequence[EventAccount], happened: When | None) -> Status:
    """Return what the accounts written last say of it: planned things take place, are put off or are called off."""
    said = [_told(a) for a in sorted(accounts, key=lambda a: ((a.written.latest or "") if a.written else "", a.id))]
    # what was planned and then told as done was done, and no later plan undoes it; what was called off last is off
    last = next((s for s in reversed(said) if s != "hypothetical"), said[-1])
    status: Status = "happened" if "happened" in said else last
    first = limits(happened)[0]
    known = [day for a in accounts if (day := last_written(a.written)) is not None]
    return "scheduled" if status == "happened" and first is not None and known and first > max(known) else status


def _told(account: EventAccount) -> Status:
    """Return an account's status: what lies after its article has not happened yet."""
    first, last = limits(account.happened)[0], last_written(account.written)
    ahead = first is not None and last is not None and first > last
    return "scheduled" if account.mention.status == "happened" and ahead else account.mention.status


# -- actors ------------------------------------------------------------------------------------------------------------


def actor_of(actor: ActorFacts) -> Actor:
    """Return what mentions and lexicon say of an actor as a row."""
    return Actor(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        country=actor.polity,
        sector=actor.sector or None,
        lexicon_key=actor.lexicon_key,
        aliases=tuple(sorted({*actor.names, *(actor.surfaces if actor.named else ())} - {actor.name})),
        mention_ids=tuple(sorted(actor.mention_ids)),
    )


def posts_of(actors: Iterable[ActorFacts]) -> tuple[Post, ...]:
    """Return the offices of actors; one that articles call former is titled so, for no day is known on which it ended."""
    return tuple(
        Post(
            actor.id,
            FORMER * (post.status == "former") + post.title,
            post.of or None,
            post.since or None,
            post.until or None,
            " ".join(post.basis),
        )
        for actor in sorted(actors, key=lambda a: a.id)
        for post in actor.posts
    )


def actor_judgements(folded: Folded) -> list[Judgement]:
    """Return the judgements by which names are one actor."""
    return [
        Judgement(min(j.left, j.right), max(j.left, j.right), "same", BY, round(j.score, 3), j.reason)
        for j in folded.joins
        if j.left != j.right
    ]


def relations_of(folded: Folded) -> tuple[Link, ...]:
    """Return how actors belong to and speak for one another."""
    found = {
        (folded.actors[r.left].id, r.kind, folded.actors[r.right].id): r.basis[0] if r.basis else ""
        for r in folded.relations
        if r.left in folded.actors and r.right in folded.actors
    }
    return tuple(Link(left, kind, right, basis) for (left, kind, right), basis in sorted(found.items()))


def voices_of(folded: Folded) -> Voices:
    """Return who can speak for whom."""
    parties = Parties(folded)

    def unknown(key: str) -> bool:
        return key.startswith("mention:") and parties.polity(key) is None

    def reporter(key: str) -> bool:
        return key.startswith("lexicon:MEDIA.") or folded.actors[key].sector == "MED"

    return Voices(
        parties.same_voice,
        lambda key: parties.polity(key) or ("?" if unknown(key) else key),
        unknown,
        reporter,
        parties.person,
        parties.rivals,
    )


# -- the rest ----------------------------------------------------------------------------------------------------------


def dateline_rows(narrowed: Mapping[str, When]) -> tuple[NarrowedDateline, ...]:
    """Return the datelines that neighbours narrowed."""
    return tuple(
        NarrowedDateline(document_id, when.value, when.earliest, when.latest, when.basis)
        for document_id, when in sorted(narrowed.items())
    )


def actor_conflicts(folded: Folded, verdicts: Verdicts) -> list[Contradicted]:
    """Return the mentions that judgements, taken together, call both one actor and two."""
    return [
        Contradicted(min(apart), max(apart), "actor", verdicts.same.get(joined, ""))
        for apart, joined in folded.conflicts
    ]


def account_conflicts(statements: Iterable[Conflict], events: Iterable[Conflict]) -> list[Contradicted]:
    """Return the accounts that judgements, taken together, call both one statement or event and two."""
    return [
        *(Contradicted(c.left, c.right, "statement", c.by) for c in statements),
        *(Contradicted(c.left, c.right, "event", c.by) for c in events),
    ]
