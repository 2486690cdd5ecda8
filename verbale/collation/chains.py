"""One document's actors, as it tells of them: a chain of mentions, the names, the offices with whose they are.

A pure reading of one coding; what documents share is decided in `verbale.collation.persons` and `.actors`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from verbale.collation.names import fold
from verbale.lexicon.actors import Person, fold_phrase, lexicon, offices_of_many
from verbale.lexicon.institutions import GOVERNMENT, POLITY_KINDS, kind_of, office_of, polity_of, sector_of
from verbale.model import Mention, MentionForm, MentionKind

PostStatus = Literal["", "former", "then", "acting", "outgoing", "designate"]


class DocumentMentions(Struct, frozen=True):
    """What collation needs of a document to tell its actors: the mentions, its day, and its text where at hand."""

    mentions: tuple[Mention, ...]
    day: str | None = None
    """ISO day (the earliest that its dateline admits); None where it is not known."""
    text: str = ""


class Call(Struct, frozen=True, array_like=True, gc=False):
    """One mention, as far as chains of them need it: few bytes, for there are a hundred in an article."""

    id: str
    kind: MentionKind
    form: MentionForm
    name: str
    text: str


class Role(Struct, frozen=True, array_like=True):
    """An office in the words of one mention."""

    title: str
    office: str
    sector: str
    status: PostStatus
    of: str | None
    """Lexicon key of the state, organisation or body."""
    of_head: str | None
    """The mention chain whose office it is, where the lexicon does not know it or it is a person ("Putin's spokesman")."""
    mention_id: str


class Chain(Struct, frozen=True, array_like=True):
    """All mentions of one actor in one document."""

    head: Call
    name: str
    """The fullest name that the document has for it."""
    mentions: tuple[Call, ...]
    day: str | None
    key: str | None
    """Key of the lexicon, as far as the coder was sure."""
    roles: tuple[Role, ...] = ()
    around: frozenset[str] = frozenset()
    """Keys of the polities that the document names."""
    inside: tuple[str, ...] = ()
    """Keys of what stands inside a description or name of this chain ("a senior Portuguese diplomat": PRT)."""


class _Found(Struct, frozen=True):
    """A chain with the mentions themselves."""

    head: Mention
    name: str
    mentions: tuple[Mention, ...]
    day: str | None
    key: str | None
    roles: tuple[Role, ...]
    around: frozenset[str]
    inside: tuple[str, ...]


_STATUS: dict[str, PostStatus] = {
    "former": "former", "ex": "former", "ex-": "former", "retired": "former", "late": "former", "ousted": "former",
    "deposed": "former", "ex-president": "former", "one-time": "former", "onetime": "former", "then": "then",
    "then-": "then", "outgoing": "outgoing", "acting": "acting", "interim": "acting", "caretaker": "acting",
    "incoming": "designate", "designate": "designate", "elect": "designate", "nominee": "designate",
}  # fmt: skip
_DATING = frozenset({"then", "former", "ex", "outgoing", "acting"})
"""Of these, those that stand before a title and not in it."""
_OWNERS = ("'s ", "’s ", "' ", "’ ", " ", "-")
_LINKS = frozenset(
    {"of", "of the", "for", "for the", "at the", "at", "to", "to the", "with the", "in", "in the", ", the"}
)
_POLITICAL = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "OPP", "PTY", "REB", "ELI", "IGO"})
_PLACED_ELSEWHERE = frozenset({"AMBASSADOR", "ENVOY", "SPECIAL_REPRESENTATIVE", "CONSUL", "CHARGE_D_AFFAIRES"})
"""Offices whose "to", "for", "in" tell where they are posted, not whose they are."""
_AMBASSADORS = frozenset({"AMBASSADOR", "DEPUTY_AMBASSADOR", "PERMANENT_REPRESENTATIVE"})


def read_chains(document: DocumentMentions) -> tuple[Chain, ...]:
    """Read one document's chains, in text order of their heads."""
    mentions = sorted(document.mentions, key=lambda m: (m.span.start, -m.span.end, m.id))
    local = {m.id: m for m in mentions}
    by_head: dict[str, list[Mention]] = defaultdict(list)
    strays: dict[str, str] = {}
    for mention in mentions:
        head = local.get(mention.head_id, mention)
        if mention.form == "name" and mention.actor and head.form == "description" and not head.actor:
            # "Saudis" is a country, whatever "a Saudi official" before it was taken for
            by_head[strays.setdefault(mention.actor, mention.id)].append(mention)
        else:
            by_head[head.id].append(mention)
    around = frozenset(
        polity for m in mentions if m.actor and m.kind != "person" and (polity := polity_of(m.actor)) is not None
    )
    reader = _Reader(mentions, local, document.text)
    roles: dict[str, list[Role]] = defaultdict(list)
    inside: dict[str, list[str]] = defaultdict(list)
    for at, mention in enumerate(mentions):
        if mention.kind not in ("person", "office"):
            continue
        head_id = mention.head_id if mention.head_id in local else mention.id
        if mention.form in ("title", "description"):
            role = reader.role(at)
            if role is not None:
                roles[head_id].append(role)
            inside[head_id].extend(key for m in reader.nested(at) if m.kind != "person" and (key := body_key(m)))
    chains = [
        _Found(
            head=(head := local[head_id]),
            name=head.name,
            mentions=tuple(same),
            day=document.day,
            key=head.actor or next((m.actor for m in same if m.actor and m.kind == head.kind), None),
            roles=tuple(roles.get(head_id, ())),
            around=around,
            inside=tuple(dict.fromkeys(inside.get(head_id, ()))),
        )
        for head_id, same in by_head.items()
    ]
    return tuple(_light(part) for chain in chains for part in _parted(chain))


def _light(found: _Found) -> Chain:
    """Return a chain without the places of its mentions."""
    calls = {m.id: Call(m.id, m.kind, m.form, m.name, m.span.text) for m in (found.head, *found.mentions)}
    own = tuple(calls[m.id] for m in found.mentions)
    return Chain(calls[found.head.id], found.name, own, found.day, found.key, found.roles, found.around, found.inside)


def _parted(chain: _Found) -> tuple[_Found, ...]:
    """Part a chain in which a title tells a namesake: "King Salman" beside his son, "President Trump" beside his wife."""
    head = chain.head
    if head.kind != "person" or head.form != "name" or not any(r.office in TOP for r in chain.roles):
        return (chain,)
    ends = {m.id: m.span.end for m in chain.mentions}
    for role in chain.roles:
        if role.office not in TOP or role.status in ("former", "then", "designate"):
            continue
        titled = next(
            (m for m in chain.mentions if m.form == "name" and 0 < m.span.start - ends[role.mention_id] <= 1), None
        )
        if titled is None or titled.span.text == chain.name or " " in titled.span.text:
            continue
        own = lexicon().person_by_key(chain.key or "")
        states = (
            [role.of]
            if role.of
            else sorted(chain.around | {post.of for post in own.posts if post.of} if own else chain.around)
        )
        for state in states:
            holder = _holder_called(role.office, polity_of(state) or state, chain.day, titled.span.text)
            if holder is None or holder.key == chain.key:
                continue
            if any(fold(each) == fold(chain.name) for each in (holder.name, *holder.aliases)):
                break
            theirs = {m.id for m in chain.mentions if m.form == "name" and m.span.text == titled.span.text} | {
                role.mention_id
            }
            return _split(chain, theirs, holder)
    return (chain,)


def _split(chain: _Found, theirs: set[str], holder: Person) -> tuple[_Found, ...]:
    """Make two chains of one: the holder's mentions, and what remains."""
    parts = []
    for own, name, key in ((False, chain.name, chain.key), (True, "", holder.key)):
        mentions = tuple(m for m in chain.mentions if (m.id in theirs) == own)
        named = [m for m in mentions if m.form == "name"]
        if not mentions or not named:
            return (chain,)
        head = chain.head if chain.head in mentions else named[0]
        roles = tuple(r for r in chain.roles if (r.mention_id in theirs) == own)
        parts.append(
            _Found(head, name or named[0].span.text, mentions, chain.day, key, roles, chain.around, chain.inside)
        )
    return tuple(parts)


def _is_called(person: Person, word: str) -> bool:
    folded = fold(word)
    return any(folded in fold(each).split() for each in (person.name, *person.aliases))


def _holder_called(office: str, of: str, day: str | None, word: str) -> Person | None:
    """Return who of that name held an office on a day; ever, where the day is not known and only one did."""
    if day is not None:
        holder = holder_of(office, of, day)
        return holder if holder is not None and _is_called(holder, word) else None
    known = lexicon()
    ever = {
        p.key: p for number in known.by_office.get((office, of), ()) if _is_called(p := known.person_at(number), word)
    }
    return next(iter(ever.values())) if len(ever) == 1 else None


@cache
def holder_of(office: str, of: str, day: str) -> Person | None:
    """Return who held an office on a day, as far as the lexicon knows."""
    return lexicon().holder(office, of, day)


TOP = frozenset(
    "PRESIDENT PRIME_MINISTER CHANCELLOR FOREIGN_MINISTER DEFENCE_MINISTER MONARCH SECRETARY_OF_STATE VICE_PRESIDENT".split()
)
"""Offices that one person at a time holds in a state."""


class _Reader:
    """Looks at what stands in and around a title."""

    def __init__(self, mentions: Sequence[Mention], local: dict[str, Mention], text: str) -> None:
        self.mentions, self.local, self.text = mentions, local, text
        self.starts = [m.span.start for m in mentions]

    def nested(self, at: int) -> list[Mention]:
        """Return the mentions inside a mention's span."""
        outer = self.mentions[at].span
        found = []
        for other in self.mentions[bisect_left(self.starts, outer.start) :]:
            if other.span.start >= outer.end:
                break
            named = other.form == "name" or (other.kind == "group" and other.actor is not None)
            if named and other.id != self.mentions[at].id and other.span.end <= outer.end:
                found.append(other)
        return found

    def role(self, at: int) -> Role | None:
        """Read the office of a title or description."""
        mention = self.mentions[at]
        span = mention.span
        nested = self.nested(at)
        words, office, sector = span.text, "", ""
        head = self._cut(words, span.start, nested)
        office, sector = office_of(head)
        if not office and head != words:
            office, sector = office_of(words)
        if not office and not nested:
            return None
        owner = self._owner(nested, span.start, head) or self._before(at) or self._after(at, office)
        if owner is not None and office in _AMBASSADORS and sector_of(owner.actor or "") == "IGO":
            owner = None  # "U.N. Ambassador": posted there, sent by a state
        if sector and sector not in _POLITICAL:
            owner = None if office not in ("ADVISER", "AIDE", "JOURNALIST") else owner
        of = body_key(owner) if owner is not None else None
        return Role(
            title=head.strip(" ,-") or words,
            office=office,
            sector=sector,
            status=self._status(span.start, words),
            of=of,
            of_head=(owner.head_id if owner.head_id in self.local else owner.id)
            if owner is not None and not of
            else None,
            mention_id=mention.id,
        )

    def _cut(self, words: str, start: int, nested: Sequence[Mention]) -> str:
        """Take the owner that stands in front, and the words that only date the office, off a title."""
        cut = 0
        for other in nested:
            if other.span.start - start <= cut + 12 and self._only_modifiers(words[cut : other.span.start - start]):
                cut = other.span.end - start
        head = words[cut:].removeprefix("'s").removeprefix("’s").strip(" -,")
        kept = head.split()
        while kept and kept[0].casefold().strip("-") in _STATUS:
            kept.pop(0)
        return " ".join(kept)

    @staticmethod
    def _only_modifiers(words: str) -> bool:
        return all(word.casefold() in _STATUS or word.casefold() in _SMALL for word in words.split())

    def _owner(self, nested: Sequence[Mention], start: int, head: str) -> Mention | None:
        """Choose whose office it is among the names inside a title: the last of those in front, else the first."""
        front = [m for m in nested if m.actor and m.kind != "person"]
        if not front:
            return next((m for m in nested if m.kind in ("organisation", "person", "polity")), None)
        own = [front[0]]
        for other in front[1:]:
            if other.span.start - own[-1].span.end <= 3 and other.span.end - start <= 60:
                own.append(other)
            else:
                break
        return own[-1]

    def _before(self, at: int) -> Mention | None:
        """Find an owner right before: "Putin's spokesman", "Kremlin spokesman" where the two are mentions apart."""
        start = self.mentions[at].span.start
        for other in reversed(self.mentions[max(0, at - 3) : at]):
            gap = start - other.span.end
            if gap < 0 or other.form == "pronoun":
                continue
            between = self.text[other.span.end : start] if self.text else " " * gap
            if gap <= 4 and between.casefold() in _OWNERS:
                return other if other.form == "name" or other.kind != "person" else None
            return None
        return None

    def _after(self, at: int, office: str) -> Mention | None:
        """Find an owner right after: "the spokesman for the ministry"."""
        if not self.text:
            return None
        span = self.mentions[at].span
        for other in self.mentions[at + 1 : at + 4]:
            if other.span.start < span.end:
                continue
            link = self.text[span.end : other.span.start].strip().casefold()
            if len(link) > 10 or link not in _LINKS or "\n" in self.text[span.end : other.span.start]:
                return None
            if other.kind == "person" and link not in ("of", "for", "to"):
                return None
            if office in _PLACED_ELSEWHERE and not link.startswith("of"):
                return None
            return other if other.form != "pronoun" else None
        return None

    def _status(self, start: int, words: str) -> PostStatus:
        """Say whether the words in or right before a title date it: "then-", "former", "outgoing"."""
        for word in words.casefold().replace("-", "- ").split():
            if word in _STATUS or word.strip("-") in _STATUS:
                return _STATUS.get(word) or _STATUS[word.strip("-")]
        before = self.text[max(0, start - 60) : start].replace("\n", " . ").split()[-4:]
        # a name or two may stand between: "a former Canadian ambassador", "former CIA deputy director"
        named = True
        for back, word in enumerate(reversed(before)):
            first, hyphen, _ = word.casefold().partition("-")
            if first in _DATING and (back < 2 if hyphen else named):
                return _STATUS[first]
            named = named and word[0].isupper() and word.replace("-", "").replace(".", "").isalnum()
        return ""


_SMALL = frozenset(
    {"senior", "top", "chief", "the", "a", "an", "new", "newly", "elected", "appointed", "current", "veteran"}
)


def body_key(mention: Mention) -> str | None:
    """Return the lexicon key of the state, organisation or body that a mention names; None for persons and strangers."""
    if mention.actor is None or mention.kind == "person" or mention.form in ("title", "pronoun"):
        return None
    if mention.kind == "group" and mention.form == "description":
        key = _group_key(mention, mention.actor)
        return key.removeprefix("lexicon:") if key.startswith("lexicon:") else None
    return mention.actor if kind_of(mention.actor) != "body" or "." in mention.actor else None


# -- what a chain is, before documents are compared ----------------------------------------------------------------------

_GOVERNING = frozenset(
    {
        "government",
        "administration",
        "cabinet",
        "authorities",
        "regime",
        "leadership",
        "governments",
        "government officials",
    }
)
_COLLECTIVE = frozenset(
    {"WEST", "EUROPE", "ARABS", "KURDS", "AFRICA", "ASIA", "LATIN_AMERICA", "BALTICS", "GULF_STATES"}
)
_MEMBERS = frozenset(
    {"nations", "countries", "states", "powers", "allies", "partners", "capitals", "governments", "side"}
)


def own_key(chain: Chain) -> str:
    """Return the key of a chain that is no person's name: by the lexicon, by its folded name, or by itself."""
    head, key = chain.head, chain.key
    if head.kind == "group" and head.form == "description" and key:
        return _group_key(head, key)
    if key and _of_then(chain, key):
        return f"place:{fold(chain.name)}"
    if head.kind == "place" and key:
        return f"lexicon:{key}" if _names(chain.name, key) else f"place:{fold(chain.name)}"
    if head.kind == "office" and key and key.rpartition(".")[2] in offices_of_many():
        return f"mention:{head.id}"  # "the U.S. ambassador": which, only its own article says
    if key and not (head.kind == "person" and kind_of(key) in POLITY_KINDS):
        return f"lexicon:{key}"
    if head.form in ("description", "pronoun") or head.kind == "document":
        return f"mention:{head.id}"  # "a senior diplomat" of one article is nobody's namesake
    if head.kind != "person" and (chain.name == chain.name.lower() or fold_phrase(chain.name) in lexicon().ministries):
        return f"mention:{head.id}"  # "the foreign ministry": whose, only its own article says
    kind = "polity" if head.kind in ("polity", "place") else head.kind
    if kind == "organisation":
        return _company_key(chain.name)
    return f"{kind}:{fold(chain.name.removeprefix('the ').removeprefix('The '))}"


def _of_then(chain: Chain, key: str) -> bool:
    """Say whether a town is read as the seat of a state that had long ceased to be: "Salisbury" of 2018 is no Rhodesia."""
    actor = lexicon().actors.get(key)
    if actor is None or not actor.until or not chain.day or chain.head.kind not in ("polity", "place"):
        return False
    if int(chain.day[:4]) <= int(actor.until[:4]) + 1:
        return False
    entries = lexicon().phrases.get(fold_phrase(chain.name), ())
    return any(entry.key == key and entry.use == "seat" for entry in entries)


_COMPANY = frozenset(
    "inc corp corporation company co ltd limited plc llc gmbh ag sa nv spa group holding holdings".split()
)


def _bare(name: str) -> str:
    """Return an organisation's folded name without the article and the words that only say that it is a company."""
    words = fold_phrase(name.removeprefix("the ").removeprefix("The ")).split()
    while len(words) > 1 and words[-1].strip(".,") in _COMPANY:
        words.pop()
    return fold(" ".join(words))


@cache
def _companies() -> dict[str, str]:
    return {_bare(actor.name): actor.key for actor in lexicon().actors.values() if actor.kind == "company"}


def _company_key(name: str) -> str:
    bare = _bare(name)
    known = _companies().get(bare)
    return f"lexicon:{known}" if known else f"organisation:{bare}"


def _names(name: str, key: str) -> bool:
    """Say whether a place's name is the name of a polity itself ("in Ukraine"), not of a town in it."""
    folded = name.removeprefix("the ").casefold()
    return any(
        entry.key == key and entry.use == "name" and entry.kind == "polity"
        for entry in lexicon().phrases.get(folded, ())
    )


def _group_key(head: Mention | Call, key: str) -> str:
    """Return the key of a group: a government is a body of its state, a state's side the state, officials a class."""
    words = head.name.casefold().split()
    known = lexicon().groups
    noun = next((" ".join(words[at:]) for at in range(len(words)) if " ".join(words[at:]) in known), words[-1])
    if kind_of(key) in POLITY_KINDS and key not in _COLLECTIVE:
        if noun in _GOVERNING:
            return f"lexicon:{key}.{GOVERNMENT}"
        return f"lexicon:{key}" if noun == "side" else f"group:{key}:{noun}"
    if noun in _MEMBERS or key in _COLLECTIVE or ("." in key and noun in _FORCES):
        return f"lexicon:{key}"
    return f"group:{key}:{noun}"


_FORCES = frozenset(
    {
        "troops", "soldiers", "forces", "military", "army", "armed forces", "security forces", "police", "navy", "air force",
        "coast guard", "intelligence", "intelligence service", "intelligence services", "intelligence agencies", "fighters",
        "rebels", "militia", "militants",
    }
)  # fmt: skip
