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
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from zlib import crc32

import msgspec

from verbale.collation import events as happenings
from verbale.collation import linked
from verbale.collation import statements as sayings
from verbale.collation.accounts import Account, EventAccount, accounts_of, event_accounts_of
from verbale.collation.actors import Folded, fold_chains
from verbale.collation.chains import Chain
from verbale.collation.cluster import Pair, Verdicts
from verbale.collation.compact import pack, unpack
from verbale.collation.copied import Copies
from verbale.collation.corrections import Corrections
from verbale.collation.event_likeness import Likeness
from verbale.collation.events import EventGroup, GroupedEvents
from verbale.collation.flips import Flip, flipped, rarer, spoken_of
from verbale.collation.judgements import fold_judgements
from verbale.collation.linked import Card, Found
from verbale.collation.readings import Reading, chains_of, day_of, find_datelines, reading_of
from verbale.collation.refine import refine
from verbale.collation.remembered import Apart, Memory, Said, State, Trace
from verbale.collation.settled import (
    BY,
    ONE_EVENT,
    ONE_STATEMENT,
    OPEN,
    account_conflicts,
    actor_conflicts,
    actor_id,
    actor_judgements,
    actor_of,
    dateline_rows,
    event_judgements,
    event_of,
    posts_of,
    relations_of,
    statement_judgements,
    statement_of,
    voices_of,
)
from verbale.collation.statements import Group, Grouped
from verbale.collation.stretches import Placed, in_stretch, joined, month_of, stretches
from verbale.collation.voices import Voices
from verbale.model import Coding, Document, Judgement, When
from verbale.store import Store
from verbale.store.rows import Collation, Contradicted, Disagreement, Link

Pairs = dict[tuple[str, str], float]
_STATE = "state"


def collate_record(store: Store) -> None:
    """Bring a record's collation up to date and write what changed; nothing is done where nothing did."""
    held, seal = store.memo(_STATE).get("all"), store.seal()
    if held is None or seal is None or held[0] != Memory(store).tag(seal) or not store.is_collated():
        with _unswept():
            _Run(store).run()


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


class _Articles:
    """The record's coded articles: what is remembered of each, and each whole where it is asked for."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self._store, self._memory = store, memory
        self.digests = store.coding_digests()
        tags = {key: memory.tag(digest) for key, digest in self.digests.items()}
        self._read: dict[str, Reading | None] = memory.get("reading", tags)
        self._chains: dict[str, tuple[Chain, ...]] = memory.get("chains", self._chain_tags({}))
        new = [key for key in self.digests if key not in self._read]
        for document, coding in self.load(new):
            self._read[document.id] = None if coding.skipped else reading_of(document, coding)
            memory.put("reading", document.id, tags[document.id], self._read[document.id])
            self._chain(document, coding, None)
        self.read = [read for key in self.digests if (read := self._read[key]) is not None]

    def _chain_tags(self, narrowed: Mapping[str, When]) -> dict[str, str]:
        tags = {}
        for key, digest in self.digests.items():
            read = self._read.get(key)
            if read is not None:
                tags[key] = self._memory.tag(digest, day_of(narrowed.get(key) or read.when) or "")
        return tags

    def _chain(self, document: Document, coding: Coding, narrowed: When | None) -> None:
        if not coding.skipped:
            self._chains[document.id] = chains_of(document, coding, narrowed)
            day = day_of(narrowed or coding.dateline.when) or ""
            tag = self._memory.tag(self.digests[document.id], day)
            self._memory.put("chains", document.id, tag, self._chains[document.id])

    def load(self, ids: Collection[str]) -> Iterator[tuple[Document, Coding]]:
        """Yield articles with their codings."""
        for key in ids:
            document, coding = self._store.document(key), self._store.coding(key)
            if document is not None and coding is not None:
                yield document, coding

    def chains(self, narrowed: Mapping[str, When]) -> dict[str, tuple[Chain, ...]]:
        """Return the chains of all articles as they read on the days that are known by now."""
        given = {r.document_id: r.when for r in self.read}
        moved = [key for key in narrowed if day_of(narrowed[key]) != day_of(given[key])]
        held = self._memory.get("chains", {k: t for k, t in self._chain_tags(narrowed).items() if k in set(moved)})
        self._chains.update(held)
        for document, coding in self.load([key for key in moved if key not in held]):
            self._chain(document, coding, narrowed[document.id])
        lost = [r.document_id for r in self.read if r.document_id not in self._chains]
        for document, coding in self.load(lost):
            self._chain(document, coding, narrowed.get(document.id))
        return {r.document_id: self._chains[r.document_id] for r in self.read}

    def release(self) -> None:
        """Let go of what is not needed once days, actors and copies are told: it is most of what a large record holds."""
        self._read, self._chains, self.read = {}, {}, []


class _Run:
    """One collation of a record."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._memory = Memory(store)
        self._articles = _Articles(store, self._memory)
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
        self.of = _Held(self._accounts)
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
            traces = tuple(_trace(a, self.voices, self._digest(a)) for a in sayings.in_order(accounts))
            digests = tuple(map(self._digest, told))
            said[key] = Said(traces, tuple(told), self._names[key], digests, _voiced(accounts, told))
            self._memory.put("said", key, self._contexts[key], said[key])
            self._memory.put("accounts", key, self._contexts[key], (accounts, told))
        judged = self._judged_anew(state)
        statements = _Statements(self, state, said)
        statements.form(old, touched, judged)
        events = _Events(self, state, said)
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
        del statements, events, said, old, links, differ, actors
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

    def _links(self, statements: _Statements, whole: bool) -> list[Link]:
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
        statements: _Statements,
        events: _Events,
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
        self, statements: _Statements, events: _Events, said: Mapping[str, Said], asked: frozenset[str]
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

    def _remember(self, statements: _Statements, events: _Events) -> None:
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


def _stands(c: Contradicted, statements: _Statements, events: _Events) -> bool:
    """Say whether a contradiction of the time before is among what was not formed anew."""
    if c.kind == "actor":
        return False
    anew = statements.anew if c.kind == "statement" else events.anew
    return c.left_id not in anew and c.right_id not in anew


class _Held(dict[str, tuple[list[Account], list[EventAccount]]]):
    """Articles' accounts, worked out where they are first asked for."""

    def __init__(self, make: Callable[[Collection[str]], dict[str, tuple[list[Account], list[EventAccount]]]]) -> None:
        super().__init__()
        self._make = make

    def need(self, wanted: Iterable[str]) -> None:
        """Work out the accounts of articles."""
        self.update(self._make([key for key in dict.fromkeys(wanted) if key not in self]))

    def __missing__(self, key: str) -> tuple[list[Account], list[EventAccount]]:
        self.need([key])
        return self[key]


class _Together:
    """What hangs together by pairs, so that a part of it can be formed anew by itself."""

    def __init__(self, known: Iterable[str]) -> None:
        self._above = {own: own for own in known}

    def _top(self, own: str) -> str:
        while (above := self._above[own]) != own:
            self._above[own] = own = self._above[above]
        return own

    def join(self, left: str, right: str) -> None:
        """Hang two together, where both are known."""
        if left in self._above and right in self._above:
            self._above[self._top(left)] = self._top(right)

    def with_(self, seeds: Iterable[str]) -> set[str]:
        """Return all that hangs together with any of these."""
        tops = {self._top(seed) for seed in seeds if seed in self._above}
        return {own for own in self._above if self._top(own) in tops}


def _hash(*words: str) -> int:
    return crc32("\x1f".join(words).encode("utf-8", "surrogatepass"))


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


def _trace(account: Account, voices: Voices, digest: bytes) -> Trace:
    party = voices.block(account.speaker_key) if account.speaker_key is not None else None
    telling = sayings.keys_of(account) if party is not None and sayings.found_by_words(account) else ()
    words = {_hash(party, word) for word in telling} if party is not None else ()
    marks = {_hash(*run) for run in sayings.marks_of(account)}
    return Trace(account.id, month_of(account), linked.packed(sorted(words)), linked.packed(sorted(marks)), digest)


class Search:
    """Finds, by their traces, the accounts with which those of touched articles are to be compared."""

    def __init__(self, said: Mapping[str, Said], old: Mapping[str, Said], touched: Sequence[str]) -> None:
        self._order = {t.id: (key, n) for key, s in said.items() for n, t in enumerate(s.traces)}
        self._traces = {t.id: t for s in said.values() for t in s.traces}
        dirty = {t.id for key in touched for t in said[key].traces}
        before = [t for s in old.values() for t in s.traces]
        marks = {m for own in dirty for m in self._traces[own].marks} | {m for t in before for m in t.marks}
        self._marked: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        was: Counter[tuple[int, int]] = Counter((t.month, m) for t in before for m in t.marks)
        for own, t in self._traces.items():
            for mark in marks.intersection(t.marks):
                self._marked[t.month, mark].append(own)
                if own not in dirty:
                    was[t.month, mark] += 1
        flipped = [
            place
            for place in self._marked.keys() | was.keys()
            if sayings.is_crowd(len(self._marked.get(place, ()))) != sayings.is_crowd(was[place])
        ]
        self.moved = {own for place in flipped for own in self._marked.get(place, ())}
        """Accounts whose marked words became, or ceased to be, too common in their month to lead to others."""
        self._asked = dirty | self.moved
        more = {m for own in self.moved for m in self._traces[own].marks} - marks
        for own, t in self._traces.items() if more else ():
            for mark in more.intersection(t.marks):
                self._marked[t.month, mark].append(own)
        words = {w for own in self._asked for w in self._traces[own].words}
        self._worded: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        for own, t in self._traces.items():
            for word in words.intersection(t.words):
                self._worded[t.month, word].append(own)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs to be compared, each once: those of `statements.candidates` of which one was asked for."""
        found: set[tuple[str, str]] = set()
        for own in self._asked:
            mine = self._traces[own]
            shared: Counter[str] = Counter()
            near: set[str] = set()
            for month in sayings.around(mine.month):
                for word in mine.words:
                    shared.update(self._worded.get((month, word), ()))
                for mark in mine.marks:
                    near.update(self._open(own, mark, month))
            for other, count in shared.items():
                if count >= 2 or count >= min(len(mine.words), len(self._traces[other].words)):
                    near.add(other)
            near.discard(own)
            found.update((min(own, other), max(own, other)) for other in near)
        return sorted(found)

    def _open(self, own: str, mark: int, month: int) -> Iterator[str]:
        """Yield those of a month that mark the same words, where these are not too common in the month of the first."""
        place, mine = self._marked.get((month, mark), ()), self._traces[own].month
        crowd = sayings.is_crowd(len(place))
        own_crowd = sayings.is_crowd(len(self._marked.get((mine, mark), ())))
        if crowd and own_crowd:
            return
        for other in place:
            first = own_crowd if self._order[own] < self._order[other] else crowd
            if not first:
                yield other


class _Part:
    """Statements or events: the pairs among accounts, and what is formed anew."""

    reason: str
    least: float
    table: tuple[str, str, str]

    def __init__(self, run: _Run, known: Collection[str], pairs: Sequence[tuple[str, str, float]], fresh: bool) -> None:
        self.run, self.known, self.fresh = run, known, fresh
        self.pairs: Pairs = {(left, right): score for left, right, score in pairs}
        self.anew: set[str] = set()
        self.owners: set[str] = set()
        self.members: dict[str, tuple[str, ...]] = {}
        if not fresh:
            group, account, table = self.table
            held: defaultdict[str, list[str]] = defaultdict(list)
            for own, row in run.store.connection.execute(f"SELECT {group}, {account} FROM {table} ORDER BY {group}, n"):
                held[own].append(row)
            self.members = {own: tuple(rows) for own, rows in held.items()}
        self.of = {row: own for own, rows in self.members.items() for row in rows}

    def settle(
        self, dirty: set[str], gone: set[str], judged: set[str], found: Iterable[Pair]
    ) -> dict[tuple[str, str], Pair]:
        """Take the pairs that were scored anew; return those among all that is to be formed anew."""
        lost = dirty | gone
        seeds = dirty | judged
        touched = {p for p in self.pairs if p[0] in lost or p[1] in lost}
        seeds |= {row for pair in touched if self.pairs[pair] >= self.least for row in pair}
        seeds |= {row for own in {self.of[r] for r in (*lost, *judged) if r in self.of} for row in self.members[own]}
        for pair in touched:
            del self.pairs[pair]
        self.pairs.update({(p.left, p.right): p.score for p in found})
        together = _Together(self.known)
        for (left, right), score in self.pairs.items():
            if score >= self.least:
                together.join(left, right)
        for left, right in self.run.verdicts.same:
            together.join(left, right)
        inside = set(self.known) if self.fresh else together.with_(seeds)
        self.anew = inside | gone
        self.owners = {self.of[row] for row in self.anew if row in self.of}
        for own in self.owners:
            del self.members[own]
        return {
            (left, right): Pair(left, right, score)
            for (left, right), score in self.pairs.items()
            if left in inside and right in inside
        }

    def formed(self, groups: Iterable[Group] | Iterable[EventGroup]) -> None:
        """Take what was formed anew."""
        for row in self.anew:
            self.of.pop(row, None)
        for one in groups:
            self.owners.add(one.id)
            self.members[one.id] = tuple(a.id for a in one.accounts)
            self.of.update((a.id, one.id) for a in one.accounts)

    def kept(self) -> list[Judgement]:
        """Return the judgements of the time before on what was not formed anew."""
        return [j for j in self.run.judged if j.by == BY and j.reason == self.reason and j.left not in self.anew]


class _Statements(_Part):
    reason, least, table = ONE_STATEMENT, sayings.SAME, ("statement_id", "attribution_id", "statement_attribution")

    def __init__(self, run: _Run, state: State | None, said: Mapping[str, Said]) -> None:
        self.home = {t.id: key for key, s in said.items() for t in s.traces}
        self.months = {t.id: t.month for s in said.values() for t in s.traces}
        self._said = said
        super().__init__(run, self.home, state.pairs if state else (), state is None)
        self.grouped = Grouped((), {}, (), ())

    def accounts(self, wanted: Iterable[str]) -> dict[str, Account]:
        """Return accounts by their ids, in the order in which they are compared."""
        chosen = set(wanted)
        homes = sorted({self.home[own] for own in chosen})
        self.run.of.need(homes)
        return {a.id: a for a in sayings.in_order(a for key in homes for a in self.run.of[key][0] if a.id in chosen)}

    def form(self, old: Mapping[str, Said], touched: Sequence[str], judged: set[str]) -> None:
        """Form the statements that touched articles change."""
        dirty = {t.id for key in touched for t in self._said[key].traces}
        gone = {t.id for s in old.values() for t in s.traces} - dirty
        if self.fresh:
            by_id = self.accounts(self.home)
            score = sayings.scorer(by_id, self.run.voices)
            found = sayings.find_pairs(list(by_id.values()), self.run.voices, score)
            pairs = self.settle(dirty, gone, judged & self.home.keys(), found)
        else:
            search = Search(self._said, old, touched)
            near = search.pairs()
            held = self.accounts({own for pair in near for own in pair})
            score = sayings.scorer(held, self.run.voices)
            scored = ((left, right, score(left, right)) for left, right in near)
            found = [Pair(a, b, s) for a, b, s in scored if s is not None and s >= sayings.UNSURE]
            pairs = self.settle(dirty | search.moved, gone, judged & self.home.keys(), found)
            by_id = self.accounts(self.anew - gone)
            score = sayings.scorer(by_id, self.run.voices)
        self.grouped = sayings.form(by_id, list(pairs.values()), self.run.verdicts, score)
        self.formed(self.grouped.groups)

    def group(self, own: str) -> Group:
        """Return a statement with its accounts."""
        rows = self.members[own]
        found = self.accounts(rows)
        return Group(own, tuple(found[row] for row in rows))

    def groups(self, wanted: Collection[str]) -> dict[str, Group]:
        """Return statements with their accounts."""
        found = self.accounts(row for own in wanted for row in self.members[own])
        return {own: Group(own, tuple(found[row] for row in self.members[own])) for own in wanted}

    def judgements(self) -> list[Judgement]:
        """Return the judgements by which accounts are one statement, and the pairs that are left open."""
        left = [
            Judgement(a, b, "unsure", BY, score, OPEN)
            for (a, b), score in self.pairs.items()
            if self.of[a] != self.of[b] and self.run.verdicts.said(a, b) is None
        ]
        return [*self.kept(), *statement_judgements(Grouped(self.grouped.groups, self.grouped.scores, (), ())), *left]


class _Events(_Part):
    reason, least, table = ONE_EVENT, happenings.SAME, ("event_id", "event_mention_id", "event_account")

    def __init__(self, run: _Run, state: State | None, said: Mapping[str, Said]) -> None:
        self.all = {a.id: a for a in happenings.in_order(a for s in said.values() for a in s.events)}
        super().__init__(run, self.all, state.event_pairs if state else (), state is None)
        self.grouped = GroupedEvents((), {}, ())

    def form(self, old: Mapping[str, Said], touched: Sequence[str], judged: set[str]) -> None:
        """Form the events that touched articles change."""
        dirty = {a.id for key in touched for a in self.run.of[key][1]}
        gone = {a.id for s in old.values() for a in s.events} - dirty
        likeness = Likeness(self.run.voices)
        score = happenings.scorer(self.all, likeness)
        found = happenings.find_pairs(list(self.all.values()), likeness, score, None if self.fresh else dirty)
        pairs = self.settle(dirty, gone, judged & self.all.keys(), found)
        by_id = {own: a for own, a in self.all.items() if own in self.anew}
        self.grouped = happenings.form(by_id, list(pairs.values()), self.run.verdicts, score)
        self.formed(self.grouped.groups)

    def group(self, own: str) -> EventGroup:
        """Return an event with its accounts."""
        return EventGroup(own, tuple(self.all[row] for row in self.members[own]))

    def judgements(self) -> list[Judgement]:
        """Return the judgements by which accounts are one event."""
        return [*self.kept(), *event_judgements(self.grouped.groups, self.grouped.scores)]
