"""One actor, many mentions: who a record is about, by every name, with state, sector, posts and whose voice they are.

Three steps: `read_chains` reads each document by itself; `People` tells persons apart and brings their spellings together;
here the rest is keyed (by the lexicon, by folded name, by acronym), and what all mentions say of an actor is gathered.
Every value keeps the mentions it rests on; the result does not depend on the order of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from verbale.collation.chains import Chain, DocumentMentions, PostStatus, Role, own_key, read_chains
from verbale.collation.names import fold
from verbale.collation.persons import Join, People
from verbale.lexicon.actors import Post as KnownPost
from verbale.lexicon.actors import lexicon
from verbale.lexicon.institutions import GOVERNMENT, body_of, kind_of, office_of, parent, polity_of, sector_of, voice
from verbale.model import Mention, row_id

__all__ = ["ActorFacts", "DocumentMentions", "Folded", "Join", "Post", "Relation", "fold_actors"]

LEXICON = "lexicon"
"""The basis of what the lexicon says; every other basis is a mention id."""
_PREFIX = "lexicon:"
_BASES = 12
"""So many mentions are named as the basis of one post or relation; all mentions of the actor are kept beside."""


class Post(Struct, frozen=True, order=True):
    """An office held, and on what words that rests."""

    title: str
    of: str
    """Lexicon key of the state, organisation or body; '' where no words tell."""
    since: str
    until: str
    basis: tuple[str, ...]
    status: PostStatus = ""
    """How the documents date it: "former", "then" ..."""


class Relation(Struct, frozen=True, order=True):
    """One actor is part of another, or speaks for it."""

    kind: Literal["part_of", "speaks_for"]
    left: str
    right: str
    basis: tuple[str, ...]


@dataclass(slots=True)
class ActorFacts:
    """What the mentions and the lexicon say of one actor."""

    key: str
    kind: str
    lexicon_key: str | None
    names: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    """The very words by which it is named; `names` has the fullest name of each document instead."""
    mention_ids: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    """How often it is named as what; descriptions do not count."""
    polity: str | None = None
    """Lexicon key of the state or organisation that it belongs to, or is."""
    sector: str = ""
    """In PLOVER's terms; '' where nothing tells."""
    posts: tuple[Post, ...] = ()
    named: bool = False
    """Goes by a name somewhere, not by descriptions only."""
    bodies: frozenset[str] = frozenset()
    """Lexicon keys of the bodies in whose name it speaks (for the office it holds), itself left out."""

    @property
    def id(self) -> str:
        """The actor's id: a hash of its key, the same in every record."""
        return row_id("actor", self.key)

    @property
    def name(self) -> str:
        """The name most often used, the longer one where two are used as often."""
        return min(self.names.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[0]


class Folded(Struct, frozen=True):
    """The actors of a record, each mention's actor, and how actors are related."""

    actors: dict[str, ActorFacts]
    of_mention: dict[str, str]
    relations: tuple[Relation, ...]
    joins: tuple[Join, ...]
    """Which names were taken for one by more than the lexicon's word, how surely, and why."""
    conflicts: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()
    """Pairs of mentions that people hold apart, each with the pair that they call the same and that would join them."""

    def __iter__(self) -> Iterator[dict[str, ActorFacts] | dict[str, str]]:
        """Unpack as actors by key, and each mention's actor key."""
        return iter((self.actors, self.of_mention))


def fold_actors(
    documents: Iterable[DocumentMentions | tuple[Mention, ...]],
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> Folded:
    """Tell the actors of documents. `same` and `different` are pairs of mention ids that a person has judged."""
    read = (each if isinstance(each, DocumentMentions) else DocumentMentions(each) for each in documents)
    return fold_chains((read_chains(document) for document in read), same, different)


def fold_chains(
    documents: Iterable[Sequence[Chain]],
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> Folded:
    """Tell the actors of documents whose chains are read already."""
    chains = [(number, chain) for number, each in enumerate(documents) for chain in each]
    people = People()
    for number, chain in chains:
        if chain.head.kind == "person" and chain.head.form == "name":
            people.add(number, chain)
    keys = people.resolve()
    for _, chain in chains:
        if chain.head.id not in keys:
            keys[chain.head.id] = own_key(chain)
    _surnames(chains, keys)
    _one_name(chains, keys)
    conflicts = _judged(chains, keys, same, different)
    actors, of_mention = _gather(chains, keys)
    relations = _relations(chains, keys, actors)
    return Folded(actors, of_mention, relations, tuple(sorted(people.joins)), conflicts)


def _surnames(chains: list[tuple[int, Chain]], keys: dict[str, str]) -> None:
    """Give "the Khashoggi case", read as a thing, to the one person whom its document calls by that surname."""
    bare: dict[tuple[int, str], set[str]] = defaultdict(set)
    for number, chain in chains:
        if chain.head.kind == "person" and chain.head.form == "name":
            for mention in chain.mentions:
                if mention.form == "name" and " " not in mention.text:
                    bare[number, mention.text.casefold()].add(keys[chain.head.id])
    for number, chain in chains:
        head = chain.head
        if head.kind in ("organisation", "place", "polity") and head.form == "name" and chain.key is None:
            owners = bare.get((number, chain.name.casefold()), set())
            if len(owners) == 1:
                keys[head.id] = next(iter(owners))


def _one_name(chains: list[tuple[int, Chain]], keys: dict[str, str]) -> None:
    """Bring things of one name together: an acronym with its only long form, a name taken for two kinds of thing."""
    long_of: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for _, chain in chains:
        key = keys[chain.head.id]
        kind, _, name = key.partition(":")
        if kind not in ("organisation", "polity", "place", "group", "office", "person", "lexicon"):
            continue
        if kind != "lexicon":
            kinds[name][kind] += 1
        if chain.head.kind == "organisation":
            for mention in chain.mentions:
                short = fold(mention.text)
                if mention.form == "name" and short != name and (kind == "lexicon" or len(short) < len(name)):
                    long_of[short].add(key)
    for _, chain in chains:
        key = keys[chain.head.id]
        kind, _, name = key.partition(":")
        if kind not in kinds.get(name, ()) or (kind == "person" and " " not in name):
            continue
        longer = long_of.get(name, set()) - {key}
        if kind == "organisation" and len(longer) == 1:
            keys[chain.head.id] = next(iter(longer))
        elif len(kinds[name]) > 1 and (" " in name or "person" not in kinds[name]):
            most = min(kinds[name].items(), key=lambda item: (-item[1], item[0]))[0]
            keys[chain.head.id] = f"{most}:{name}"


def _judged(
    chains: list[tuple[int, Chain]],
    keys: dict[str, str],
    same: Iterable[tuple[str, str]],
    different: Iterable[tuple[str, str]],
) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
    """Let a person's judgements outrank the rules: chains they hold apart get keys of their own, then joined ones one key.

    What they hold apart stays apart, whatever would join it; such pairs are returned, each with what would have joined it.
    """
    apart, joined = sorted(set(different)), sorted(set(same))
    if not apart and not joined:
        return ()
    head_of = {mention.id: chain.head.id for _, chain in chains for mention in chain.mentions}
    held: list[tuple[str, str, tuple[str, str]]] = []
    for pair in apart:
        left, right = sorted(head_of.get(each, "") for each in pair)
        if left and right and left != right:
            held.append((left, right, pair))
            if keys[left] == keys[right]:
                keys[right] = f"mention:{right}"
    conflicts = []
    for pair in joined:
        left, right = (head_of.get(each, "") for each in pair)
        if left and right and keys[left] != keys[right]:
            keep, gone = sorted((keys[left], keys[right]), key=lambda key: (not key.startswith(_PREFIX), key))
            clash = next((told for one, other, told in held if {keys[one], keys[other]} == {keep, gone}), None)
            if clash is not None:
                conflicts.append((clash, pair))
                continue
            for head, key in keys.items():
                if key == gone:
                    keys[head] = keep
    return tuple(conflicts)


def _gather(chains: list[tuple[int, Chain]], keys: dict[str, str]) -> tuple[dict[str, ActorFacts], dict[str, str]]:
    """Gather what all chains of an actor say; chains are taken in the order of their head ids."""
    by_key: dict[str, list[Chain]] = defaultdict(list)
    of_mention: dict[str, str] = {}
    for _, chain in sorted(chains, key=lambda each: each[1].head.id):
        by_key[keys[chain.head.id]].append(chain)
    actors: dict[str, ActorFacts] = {}
    for key in sorted(by_key):
        same = by_key[key]
        lexicon_key = key.removeprefix(_PREFIX) if key.startswith(_PREFIX) else None
        actor = ActorFacts(key, same[0].head.kind, lexicon_key)
        heads: Counter[str] = Counter()
        names, surfaces, kinds, ids = actor.names, actor.surfaces, actor.kinds, actor.mention_ids
        for chain in same:
            heads[chain.name] += 1
            own = chain.name if chain.name != chain.head.name else None
            for mention in chain.mentions:
                of_mention[mention.id] = key
                ids.append(mention.id)
                if mention.form == "name":
                    # a hundred an article: counted one by one, no table for each
                    kinds[mention.kind] = kinds.get(mention.kind, 0) + 1
                    surfaces[mention.text] = surfaces.get(mention.text, 0) + 1
                    name = mention.name if own is None else own
                    names[name] = names.get(name, 0) + 1
        actor.named = bool(actor.names) and not key.startswith("group:")
        actor.names = actor.names or Counter(dict.fromkeys(heads, 0))
        actor.kinds = actor.kinds or Counter(chain.head.kind for chain in same)
        # "the Russian government" once does not make a country a group
        actor.kind = min(actor.kinds.items(), key=lambda item: (-item[1], item[0]))[0]
        actors[key] = actor
    for key, actor in actors.items():
        _describe(actor, by_key[key], keys)
    return actors, of_mention


def _describe(actor: ActorFacts, chains: list[Chain], keys: dict[str, str]) -> None:
    """Fill in state, sector, posts and voice of an actor."""
    known = actor.lexicon_key
    person = lexicon().person_by_key(known) if known and actor.kind == "person" else None
    if known and person is None and not (actor.kind == "person" and known not in lexicon().actors):
        actor.polity, actor.sector = polity_of(known), sector_of(known)
        actor.bodies = voice(known) - {known}
        return
    if actor.key.startswith("group:"):
        owner, _, noun = actor.key.removeprefix("group:").partition(":")
        actor.polity = polity_of(owner)
        actor.sector = lexicon().groups.get(noun, "") or sector_of(owner)
        actor.bodies = voice(owner)
        return
    if actor.kind == "place":
        towns = Counter(s for chain in chains if chain.key and (s := polity_of(chain.key)))
        actor.polity = min(towns.items(), key=lambda item: (-item[1], item[0]))[0] if towns else None
        return
    roles = [role for chain in chains for role in chain.roles]
    days = sorted({chain.day for chain in chains if chain.day})
    held = _held(person.posts if person else (), days)
    actor.posts = _posts(roles, person.posts if person else (), days)
    states: Counter[str] = Counter()
    for role in roles:
        if role.of and role.status != "former" and (state := polity_of(role.of)):
            states[state] += 2 if role.office else 1
    for post in held:
        if post.of and (state := polity_of(post.of)):
            states[state] += 3
    if not states:
        states.update(s for chain in chains for key in chain.inside if (s := polity_of(key)))
    if not states and actor.key.startswith("mention:"):  # an office of many: it keeps the state that it was read with
        states.update(s for chain in chains if chain.key and (s := polity_of(chain.key)))
    if not states and person is not None:
        states.update(s for post in person.posts[-1:] if post.of and (s := polity_of(post.of)))
    if states:
        actor.polity = min(states.items(), key=lambda item: (-item[1], item[0]))[0]
    elif actor.kind == "organisation":
        actor.polity = _of_words(actor.name)
    sectors: Counter[str] = Counter(role.sector for role in roles if role.sector)
    sectors.update({sector: 2 for post in held if (sector := _sector(post))})
    if sectors:
        actor.sector = min(sectors.items(), key=lambda item: (-item[1], item[0]))[0]
    elif person is not None and person.posts:
        actor.sector = _sector(person.posts[-1])
    actor.bodies = _bodies(actor, roles, held, chains)


def _of_words(name: str) -> str | None:
    """Return the state that an organisation's name begins with ("Kenyan Maritime Authority")."""
    first = name.removeprefix("the ").removeprefix("The ").partition(" ")[0].casefold()
    entries = lexicon().phrases.get(first, ())
    return next(
        (polity_of(entry.key) for entry in entries if entry.use == "adjective" and entry.kind == "polity"), None
    )


def _sector(post: KnownPost) -> str:
    return post.title if len(post.title) == 3 and post.title.isupper() else office_of(post.title)[1]


def _held(posts: tuple[KnownPost, ...], days: list[str]) -> list[KnownPost]:
    """Return the known posts held on any of the days; the last ones known where no day falls into any."""
    held = [post for post in posts if any(post.held_on(day) for day in days)]
    return held or list(posts[:1])


def _posts(roles: list[Role], known: tuple[KnownPost, ...], days: list[str]) -> tuple[Post, ...]:
    """Merge the offices that documents name with those that the lexicon dates."""
    told: dict[tuple[str, str, PostStatus], list[Role]] = defaultdict(list)
    for role in roles:
        if role.office and role.office not in ("COUNTERPART", "OFFICIAL", "PREDECESSOR", "SUCCESSOR", "LEADER"):
            told[role.office, role.of or "", role.status].append(role)
    rows: list[Post] = []
    used: set[tuple[str, str, PostStatus]] = set()
    for post in known:
        office = office_of(post.title)[0] if len(post.title) > 3 else ""
        basis = [LEXICON]
        on = any(post.held_on(day) for day in days)
        for at, same in told.items():
            if office and at[0] == office and (not at[1] or polity_of(at[1]) == polity_of(post.of)) and (on or at[2]):
                used.add(at)
                basis.extend(role.mention_id for role in same)
        if any(_one_post(post, other) for other in rows):
            continue
        rows.append(Post(post.title, post.of, post.since, post.until, tuple(basis[: _BASES + 1])))
    for at, same in told.items():
        if at in used or (not at[1] and any(other != at and other[0] == at[0] for other in told)):
            continue
        titles = Counter(role.title for role in same)
        title = min(titles.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[0]
        ids = sorted(role.mention_id for role in same)
        rows.append(Post(title, at[1], "", "", tuple(ids[:_BASES]), at[2]))
    return tuple(sorted(rows, key=lambda row: (row.since, row.title, row.of, row.status)))


def _one_post(post: KnownPost, other: Post) -> bool:
    """Say whether two sources tell of one spell in one office, in other words."""
    if post.of != other.of or post.since[:4] != other.since[:4]:
        return False
    return office_of(post.title) == office_of(other.title) and len(post.title) > 3 and other.basis[0] == LEXICON


def _bodies(actor: ActorFacts, roles: list[Role], held: list[KnownPost], chains: list[Chain]) -> frozenset[str]:
    """Return the bodies for which an actor's offices speak, within its own state."""
    found: set[str] = set()
    for role in roles:
        if role.of and role.status != "former" and polity_of(role.of) == actor.polity:
            found |= voice(body_of(role.office, role.title, role.of))
    for post in held:
        if post.of and polity_of(post.of) == actor.polity:
            found |= voice(body_of(office_of(post.title)[0] if len(post.title) > 3 else "", post.title, post.of))
    if not found and not actor.named and actor.kind == "person":
        for key in {key for chain in chains for key in chain.inside}:
            if polity_of(key) == actor.polity:
                found |= voice(key)
    return frozenset(found)


def _relations(
    chains: list[tuple[int, Chain]], keys: dict[str, str], actors: dict[str, ActorFacts]
) -> tuple[Relation, ...]:
    """Relate the actors of a record: bodies to what they belong to, spokespersons to those for whom they speak."""
    bases: dict[tuple[Literal["part_of", "speaks_for"], str, str], set[str]] = defaultdict(set)
    for key, actor in actors.items():
        if actor.lexicon_key and actor.kind != "person":
            above = _present(actor.lexicon_key, actors) if kind_of(actor.lexicon_key) not in _APART else None
            if above:
                bases["part_of", key, above].add(LEXICON)
        elif actor.kind == "place" and actor.polity and _PREFIX + actor.polity in actors:
            bases["part_of", key, _PREFIX + actor.polity].add(LEXICON)
        elif key.startswith("group:"):
            owner = key.split(":")[1]
            above = _PREFIX + owner if _PREFIX + owner in actors else _present(owner, actors)
            if above:
                bases["part_of", key, above].add(LEXICON)
    for _, chain in chains:
        left = keys[chain.head.id]
        for role in chain.roles:
            if role.status == "former" or role.office in ("COUNTERPART", "EXPERT", "ANALYST"):
                continue
            right = keys.get(role.of_head) if role.of_head else None
            if role.of:
                right = _speaks_in(role, actors)
            if right is None or right == left:
                continue
            if role.office == "SPOKESPERSON":
                bases["speaks_for", left, right].add(role.mention_id)
            elif role.of:
                bases["part_of", left, right].add(role.mention_id)
    for key, actor in actors.items():
        if actor.kind == "person" and actor.lexicon_key:
            for post in actor.posts:
                if LEXICON in post.basis and post.of and len(post.title) > 3:
                    office = office_of(post.title)[0]
                    body = body_of(office, post.title, post.of)
                    right = _PREFIX + body if _PREFIX + body in actors else _present(body, actors)
                    days = any(basis != LEXICON for basis in post.basis)
                    if right and (days or not post.until) and polity_of(post.of) == actor.polity:
                        bases["speaks_for" if office == "SPOKESPERSON" else "part_of", key, right].add(LEXICON)
    return tuple(
        Relation(kind, left, right, tuple(sorted(basis)[:_BASES]))
        for (kind, left, right), basis in sorted(bases.items())
        if kind == "speaks_for" or ("speaks_for", left, right) not in bases
    )


_APART = frozenset({"armed", "party", "outlet", "agency-news", "platform", "company", "ngo", "people"})
"""Kinds that the lexicon lists under a state without being part of it."""


def _speaks_in(role: Role, actors: dict[str, ActorFacts]) -> str | None:
    """Return the actor in whose name a role speaks: the body if the record has it, else the nearest above it."""
    body = body_of(role.office, role.title, role.of or "")
    return _PREFIX + body if _PREFIX + body in actors else _present(body, actors)


def _present(key: str, actors: dict[str, ActorFacts]) -> str | None:
    """Return the nearest actor of the record above a lexicon key: its government where it is one's body, else its owner."""
    above = parent(key)
    while above is not None:
        government = f"{above}.{GOVERNMENT}"
        if government != key and government in voice(key) and _PREFIX + government in actors:
            return _PREFIX + government
        if _PREFIX + above in actors:
            return _PREFIX + above
        above = parent(above)
    return None
