"""Collate a record's file: what is there stays where nothing that it rests on changed, with the outcome of doing all anew.

Articles are read once, and what was read is remembered. Days, actors and copies are told over all articles each time, from
what is remembered of them. An article is *touched* when it is new; when its day, whom its names mean, their states or its
sources came out otherwise than the time before; or when one of its actors came to speak for another, or ceased to (`flips`).
Accounts of touched articles are held against those that they may be one with; statements and events that hang together with
them by pairs are formed anew, and with them their rows and links. Where accounts differ is asked anew for stretches in which
an account says another thing, or the name of an actor that was asked for is another. The rest is left as it is.
"""

from __future__ import annotations

import gc
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from verbale.collation import linked
from verbale.collation import statements as sayings
from verbale.collation.accounts import Account, EventAccount, accounts_of, event_accounts_of
from verbale.collation.actors import Folded, fold_chains
from verbale.collation.articles import Articles
from verbale.collation.cluster import Verdicts
from verbale.collation.compact import pack, unpack
from verbale.collation.copied import Copies
from verbale.collation.corrections import Corrections
from verbale.collation.flips import Flip, flipped, rarer, spoken_of
from verbale.collation.formed import Events, Ground, Held, Statements
from verbale.collation.judgements import fold_judgements
from verbale.collation.linked import Card, Found
from verbale.collation.readings import find_datelines
from verbale.collation.refine import refine
from verbale.collation.remembered import Apart, Memory, Said, State
from verbale.collation.search import trace_of
from verbale.collation.settled import (
    BY,
    account_conflicts,
    actor_conflicts,
    actor_id,
    actor_judgements,
    actor_of,
    dateline_rows,
    event_of,
    posts_of,
    relations_of,
    statement_of,
    voices_of,
)
from verbale.collation.stretches import Placed, in_stretch, joined, month_of, stretches
from verbale.collation.voices import Voices
from verbale.store import Store
from verbale.store.rows import Collation, Contradicted, Disagreement, Link

_STATE = "state"


def collate_record(store: Store, told: sayings.Told = sayings.unheard) -> None:
    """Bring a record's collation up to date and write what changed; nothing is done where nothing did.

    `told` hears of the longest part how far it is.
    """
    held, seal = store.memo(_STATE).get("all"), store.seal()
    if held is None or seal is None or held[0] != Memory(store).tag(seal) or not store.is_collated():
        with _unswept():
            _Run(store, told).run()


@contextmanager
def _unswept() -> Iterator[None]:
    """Have no garbage looked for: what collation makes is kept or freed at once, and going through it all takes a quarter."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Run:
    """One collation of a record."""

    def __init__(self, store: Store, told: sayings.Told = sayings.unheard) -> None:
        self.store = store
        self._told = told
        self._memory = Memory(store)
        self._articles = Articles(store, self._memory)
        self.judged = store.judgements()
        self.verdicts: Verdicts = fold_judgements(self.judged)[0]
        self.narrowed = find_datelines(self._articles.read, self._articles.load)
        chains = self._articles.chains(self.narrowed)
        folded = fold_chains(chains.values(), self.verdicts.same, self.verdicts.different)
        own_names = [
            (key, tuple(dict.fromkeys(folded.of_mention[chain.mentions[0].id] for chain in own)))
            for key, own in chains.items()
        ]
        packed = pack(folded)
        self.copies = Copies([r.signature for r in self._articles.read])
        del folded
        chains.clear()
        self._articles.release()
        self.folded: Folded = unpack(packed)
        same = {key: key for key in self.folded.actors}
        self._names = {document_id: tuple(same[key] for key in own) for document_id, own in own_names}
        del packed, own_names, same
        self.voices: Voices = voices_of(self.folded)
        corrected = store.corrections()
        self._people = Corrections(corrected, self.folded)
        self.of = Held(self._accounts)
        self._cards: dict[str, tuple[tuple[Card, ...], dict[str, Found]]] = {}
        self._corrected = {c.document_id for c in corrected}
        self._known_of: dict[str, str] = {}
        self._sources: dict[str, bytes] = {}
        self._contexts: dict[str, str] = {}
        self._contexts = self._context()

    def _context(self) -> dict[str, str]:
        """Return for each article a tag of all on which its accounts and their standing to others rest."""
        found = {}
        for document_id, keys in self._names.items():
            when = self.narrowed.get(document_id)
            day = (when.value, when.earliest, when.latest, when.basis) if when else ()
            held = repr(self.of[document_id]) if document_id in self._corrected else ""
            rest = "\x1f".join((repr(day), repr(self.copies.reading(document_id)), held, *map(self._known, keys)))
            own_digest = hashlib.blake2b(rest.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
            found[document_id] = self._memory.tag(self._articles.digests[document_id], own_digest)
        return found

    def _known(self, key: str) -> str:
        """Return what is known of an actor by itself that statements and events ask for; for whom it speaks, `flips` tells."""
        found = self._known_of.get(key)
        if found is None:
            found = self._known_of[key] = self._all_known(key)
        return found

    def _all_known(self, key: str) -> str:
        a = self.folded.actors[key]
        return repr((key, a.polity, a.kind == "person", a.sector == "MED"))

    def _accounts(self, wanted: Collection[str]) -> dict[str, tuple[list[Account], list[EventAccount]]]:
        """Return the accounts of articles: as they are remembered, else as they are made."""
        tags = {key: self._contexts[key] for key in wanted if key in self._contexts and key not in self._corrected}
        found: dict[str, tuple[list[Account], list[EventAccount]]] = self._memory.get("accounts", tags)
        for document, own in self._articles.load([key for key in wanted if key not in found]):
            coding = refine(own, self.narrowed.get(document.id))
            of = self.folded.of_mention
            found[document.id] = (
                self._people.accounts(accounts_of(document.text, coding, of)),
                self._people.events(event_accounts_of(document.text, coding, of)),
            )
        return found

    def run(self) -> None:
        """Collate."""
        was, state = self._before()
        whole = state is None
        self._spoken = spoken_of(self.folded)
        other = {key for key, tag in self._contexts.items() if key not in was or was[key][0] != tag}
        spoken: set[str] = set()
        flips: list[Flip] = []
        if state is not None and (flips := flipped(state.spoken, self._spoken, self.voices.same)):
            voiced = {key: own if key in other else was[key][1].voiced for key, own in self._names.items()}
            rest = (own for key, own in voiced.items() if key not in other)
            fewer = rarer(flips, rest)
            spoken = {key for key, own in voiced.items() if not fewer.isdisjoint(own)}
        touched = [key for key in self._contexts if key in other or key in spoken]
        said: dict[str, Said] = {key: was[key][1] for key in self._contexts if key in was}
        old = {key: said[key] for key in touched if key in said}
        self.of.need(touched)
        for key in touched:
            accounts, told = self.of[key]
            traces = tuple(trace_of(a, self.voices, self._digest(a)) for a in sayings.in_order(accounts))
            digests = tuple(map(self._digest, told))
            said[key] = Said(traces, tuple(told), self._names[key], digests, _voiced(accounts, told))
            self._memory.put("said", key, self._contexts[key], said[key])
            self._memory.put("accounts", key, self._contexts[key], (accounts, told))
        judged = self._judged_anew(state)
        ground = Ground(self.store, self.judged, self.verdicts, self.voices, self.of, self._told)
        statements = Statements(ground, state, said)
        statements.form(old, touched, judged)
        events = Events(ground, state, said)
        events.form(old, touched, judged)
        links = self._links(statements, whole)
        differ = self._differences(statements, events, said, state, flips)

        names = {key for held in (old, {k: said[k] for k in touched}) for s in held.values() for key in s.keys}
        actors = [a for key, a in self.folded.actors.items() if whole or key in names]
        ids = {actor_id(key) for key in names}
        owners: dict[str, Collection[str]] = {
            **dict.fromkeys(("actor", "actor_alias", "actor_mention", "post"), ids),
            **dict.fromkeys(("statement", "statement_attribution"), statements.owners),
            **dict.fromkeys(("event", "event_party", "event_account"), events.owners),
        }
        clashes = {
            *actor_conflicts(self.folded, self.verdicts),
            *account_conflicts(statements.grouped.conflicts, events.grouped.conflicts),
            *(() if whole else (c for c in self.store.conflicts() if _stands(c, statements, events))),
        }
        collation = Collation(
            tuple(actor_of(a) for a in sorted(actors, key=lambda a: a.id)),
            tuple(statement_of(g, self.copies) for g in statements.grouped.groups),
            tuple(event_of(g, self.copies) for g in events.grouped.groups),
            (*self.copies.links, *relations_of(self.folded), *links),
            dateline_rows(self.narrowed),
            posts_of(actors),
            tuple(differ),
            tuple(sorted(clashes)),
        )
        judgements = [*actor_judgements(self.folded), *statements.judgements(), *events.judgements()]
        self._remember(statements, events)
        # accounts and groups are most of what a large record holds, and rows are laid out twice before they are written
        del statements, events, ground, said, old, links, differ, actors
        self.of.clear()
        self.store.put_collation(
            collation, BY, judgements, owners=None if whole else owners, memo=self._memory.rows(), sealed=_STATE
        )

    def _before(self) -> tuple[dict[str, tuple[str, Said]], State | None]:
        """Return what is remembered of the collation that is there; nothing where that is another one."""
        held = self._memory.all(_STATE).get("all")
        seal = self.store.seal()
        if held is None or seal is None or held[0] != self._memory.tag(seal):
            return {}, None
        said, state = self._memory.all("said"), held[1]
        self._cards = {key: value for key, (_, value) in self._memory.all("cards").items()}
        whole = said.keys() == self._cards.keys() and said.keys() <= self._contexts.keys()
        return (said, state) if whole and len(said) == state.articles else ({}, None)

    def _judged_anew(self, state: State | None) -> set[str]:
        """Return the rows of pairs of which people say otherwise than the time before."""
        if state is None:
            return set()
        now = {(*pair, by, "same") for pair, by in self.verdicts.same.items()}
        now |= {(*pair, by, "different") for pair, by in self.verdicts.different.items()}
        then = {(*told, "same") for told in state.same} | {(*told, "different") for told in state.different}
        return {row for told in now ^ then for row in told[:2]}

    def _links(self, statements: Statements, whole: bool) -> list[Link]:
        """Return the links between statements."""
        held = {} if whole else self._cards
        was = {c.id: c for cards, _ in held.values() for c in cards if c.id not in statements.owners}
        known = {own: found for _, some in held.values() for own, found in some.items()}
        cards = dict(was)
        for group in statements.grouped.groups:
            card = linked.card_of(group, self.voices)
            if card is not None:
                cards[group.id] = card
        found = linked.find(cards, self.voices, statements.groups, was, known)
        new: defaultdict[str, list[Card]] = defaultdict(list)
        for own in sorted(cards):
            new[statements.home[statements.members[own][0]]].append(cards[own])
        for key in self._contexts:
            value = (tuple(new.get(key, ())), {c.id: found[c.id] for c in new.get(key, ()) if c.id in found})
            if held.get(key) != value:
                self._memory.put("cards", key, self._memory.tag(), value)
        return linked.links_of(found)

    def _differences(
        self,
        statements: Statements,
        events: Events,
        said: Mapping[str, Said],
        state: State | None,
        flips: Collection[Flip],
    ) -> list[Disagreement]:
        """Return where accounts differ; a stretch in which nothing changed is not asked again."""
        months = statements.months
        placed = [
            Placed(own, frozenset(months[row] for row in rows), False) for own, rows in statements.members.items()
        ]
        told = {row: month_of(a) for row, a in events.all.items()}
        placed += [Placed(own, frozenset(told[row] for row in rows), True) for own, rows in events.members.items()]
        digests = {t.id: t.digest for s in said.values() for t in s.traces}
        digests.update((a.id, d) for s in said.values() for a, d in zip(s.events, s.digests, strict=True))
        sums = {
            (one.event, one.id): hashlib.blake2b(
                b"".join(digests[row] for row in (events if one.event else statements).members[one.id]),
                key=one.id.encode(), digest_size=12,
            ).digest()
            for one in placed
        }  # fmt: skip
        held = stretches(placed, len(statements.home))
        tags = {
            str(start): self._memory.tag(_sum(sums[one.event, one.id] for one in some)) for start, some in held.items()
        }
        heard = self._heard(statements, events, said, frozenset(key for flip in flips for key in flip))
        valid = set(state.stretches) if state is not None else set()
        self._stretches = sorted(held)
        found: dict[str, Apart] = self._memory.get("stretch", {k: tag for k, tag in tags.items() if int(k) in valid})
        for start, some in held.items():
            key = str(start)
            if (
                key in found
                and not _flips_in(some, heard, flips)
                and all(self._name(own) == name for own, name in found[key].names.items())
            ):
                continue
            groups = statements.groups([p.id for p in some if not p.event])
            asked: dict[str, str] = {}

            def name(own: str, asked: dict[str, str] = asked) -> str:
                return asked.setdefault(own, self.folded.actors[own].name)

            apart = in_stretch(some, groups.__getitem__, events.group, self.voices, self.copies.sources, name)
            found[key] = Apart(apart, asked)
            self._memory.put("stretch", key, tags[key], found[key])
        return joined(found[str(start)].found for start in held)

    def _heard(
        self, statements: Statements, events: Events, said: Mapping[str, Said], asked: frozenset[str]
    ) -> dict[tuple[bool, str], set[str]]:
        """Return of statements and events which of the actors asked for speak or act in their articles."""
        heard: defaultdict[tuple[bool, str], set[str]] = defaultdict(set)
        for own in said.values() if asked else ():
            voices = asked.intersection(own.voiced)
            for row in (t.id for t in own.traces) if voices else ():
                heard[False, statements.of[row]] |= voices
            for row in (a.id for a in own.events) if voices else ():
                heard[True, events.of[row]] |= voices
        return heard

    def _source(self, key: str) -> bytes:
        """Return what tells where an article had its text from."""
        found = self._sources.get(key)
        if found is None:
            found = self._sources[key] = repr(self.copies.reading(key)).encode("utf-8", "surrogatepass")
        return found

    def _name(self, key: str) -> str | None:
        actor = self.folded.actors.get(key)
        return actor.name if actor is not None else None

    def _digest(self, account: Account | EventAccount) -> bytes:
        """Return what an account adds up to, with all that its comparison with others asks of its article and its actors."""
        keys: Iterable[str | None]
        if isinstance(account, Account):
            words = account.wording
            keys = (account.speaker_key, account.addressee_key, *(t.form[1:] for t in words.tokens if t.form[0] == "@"))
            # what else a wording holds follows from its tokens, and from the article
            told: tuple[object, ...] = (
                account.attribution, account.spoken, account.written, words.tokens, words.runs, account.corrected,
            )  # fmt: skip
        else:
            keys = (*account.actor_keys, *account.recipient_keys)
            told = (account,)
        known = [self._known(key) if key in self.folded.actors else key for key in keys if key is not None]
        total = hashlib.blake2b(_encode((told, known)), digest_size=12)
        total.update(self._source(account.document_id))
        return total.digest()

    def _remember(self, statements: Statements, events: Events) -> None:
        state = State(
            [(*pair, score) for pair, score in sorted(statements.pairs.items())],
            [(*pair, score) for pair, score in sorted(events.pairs.items())],
            [(*pair, by) for pair, by in sorted(self.verdicts.same.items())],
            [(*pair, by) for pair, by in sorted(self.verdicts.different.items())],
            self._stretches,
            self._spoken,
            len(self._contexts),
        )
        self._memory.put(_STATE, "all", self._memory.tag(), state)


def _stands(c: Contradicted, statements: Statements, events: Events) -> bool:
    """Say whether a contradiction of the time before is among what was not formed anew."""
    if c.kind == "actor":
        return False
    anew = statements.anew if c.kind == "statement" else events.anew
    return c.left_id not in anew and c.right_id not in anew


def _flips_in(some: Iterable[Placed], heard: Mapping[tuple[bool, str], set[str]], flips: Iterable[Flip]) -> bool:
    """Say whether both of two actors whose voices became one, or two, are heard in a stretch."""
    if not heard:
        return False
    here = {key for one in some for key in heard.get((one.event, one.id), ())}
    return any(left in here and right in here for left, right in flips)


def _voiced(accounts: Iterable[Account], told: Iterable[EventAccount]) -> tuple[str, ...]:
    said = {key for a in accounts for key in (a.speaker_key, a.addressee_key) if key is not None}
    return tuple(sorted(said | {key for e in told for key in (*e.actor_keys, *e.recipient_keys)}))


_encode = msgspec.msgpack.Encoder().encode


def _sum(digests: Iterable[bytes]) -> str:
    """Return what digests add up to, in whatever order they come."""
    return f"{sum(int.from_bytes(each, 'little') for each in digests) % (1 << 96):024x}"
