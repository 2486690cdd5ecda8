"""Instruments, provisions, claims: what a user writes, and what the checker works on. The published schema comes from here.

A rule says who must, must not, may or intends to do what, to whom, where, above which figure, by when, if and unless.
A claim is what somebody says about a rule's matter: never a bare event. Facts are in our own words; the instrument's own
words are pointed at (`quote`), and `seen` says whether whoever encoded the rule had them before their eyes.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

Binding = Literal["proposed", "political", "legal"]
PartyStatus = Literal["proposed", "agreed", "in force", "suspended", "withdrawn", "terminated"]
Modal = Literal["must", "must_not", "may", "states_intention"]
Seen = Literal["text", "report", "memory"]
"""`text`: the wording itself was read; `report`: read in an account of it; `memory`: written down from memory, unverified."""
ReplyStance = Literal["accepts", "refuses", "offers instead", "on condition", "silent"]
ClaimRole = Literal["bearer", "counterparty", "verifier", "witness", "third", "outlet"]
About = Literal["act", "breach", "trigger", "condition", "exception"]
Says = Literal["yes", "no", "deferred"]
ClaimMode = Literal["actual", "future", "hypothetical", "historical", "negation"]


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table in which an unknown key is an error."""


class Quote(_Strict, frozen=True):
    """Where the rule's words stand: a document and, once it is imported, the place in it."""

    doc: str
    start: int | None = None
    end: int | None = None
    article: str | None = None


class Source(_Strict, frozen=True):
    """A text or page that the encoding rests on."""

    id: str
    title: str
    url: str | None = None
    seen: Seen = "report"
    note: str | None = None


class Who(_Strict, frozen=True):
    """Parties by rule: any of several, the members of a body on a day, all but some."""

    any_of: list[str | Who] | None = None
    member_of: str | None = None
    date: str | None = None
    joined_after: str | None = None
    all_but: list[str] | None = None


class Test(_Strict, frozen=True):
    """A comparison with a figure. All that are given must hold."""

    gt: float | None = field(default=None, name=">")
    ge: float | None = field(default=None, name=">=")
    lt: float | None = field(default=None, name="<")
    le: float | None = field(default=None, name="<=")
    eq: float | None = field(default=None, name="==")
    unit: str | None = None


Constraint = bool | float | str | list[str] | Test


class Reading(_Strict, frozen=True):
    """One party's or author's way of reading an open term."""

    by: str
    where: dict[str, Constraint] = {}
    note: str | None = None
    source: str | None = None


class Clock(_Strict, frozen=True):
    """One way in which a rule's time can run out: so long after a trigger, or on a day."""

    after: str | None = None
    within: str | None = None
    by: str | None = None


class Provision(_Strict, frozen=True):
    """One rule."""

    id: str
    who: str | list[str] | Who
    modal: Modal
    act: str
    to: str | list[str] | Who | None = None
    title: str | None = None
    object: str | None = None
    area: str | None = None
    where: dict[str, Constraint] = {}
    any_of: list[dict[str, Constraint]] = []
    """Further tests, any one of which is enough (beside `where`)."""
    after: str | None = None
    """The trigger; without one the rule runs from entry into force."""
    within: str | None = None
    by: str | None = None
    clocks: list[Clock] = []
    whichever: Literal["earlier", "later"] = "earlier"
    rounding: Literal["up", "down"] | None = None
    """What a month or year ends on where the day does not exist; without it the answer is an interval."""
    period: str | None = None
    """How long the rule holds from entry into force."""
    since: str | None = None
    requires: str | list[str] = field(default=[], name="if")
    unless: str | list[str] = []
    open_term: str | None = None
    readings: list[Reading] = []
    at_most: Literal["alleged"] | None = None
    """A finding about this rule never goes beyond this, because of `at_most_because`."""
    at_most_because: str | None = None
    through: str | None = None
    """A third body whose act it takes (NATO for its members' promise about enlargement)."""
    on_breach: str | None = None
    quote: Quote | None = None
    source: str | None = None
    seen: Seen = "report"
    note: str | None = None
    phrases: list[str] = []
    """Ways in which the press speaks of this rule; how statements are linked to it."""
    topics: list[str] = []


class Life(_Strict, frozen=True):
    """A step in an instrument's life for a party (`*` for all)."""

    date: str
    party: str
    status: PartyStatus
    note: str | None = None
    source: str | None = None


class Unit(_Strict, frozen=True):
    """So many of one unit are `factor` of another."""

    source: str = field(name="from")
    target: str = field(name="to")
    factor: float = 1.0


class EntryIntoForce(_Strict, frozen=True):
    """When the text says that it enters into force."""

    when: str
    more_than: float | None = None
    of: str | None = None


class Withdrawal(_Strict, frozen=True):
    """How a party leaves."""

    by: str
    effective_after: str | None = None


class Instrument(_Strict, frozen=True):
    """A treaty, a political commitment or a draft of one."""

    id: str
    title: str
    binding: Binding
    parties: str | list[str]
    lifecycle: list[Life]
    proposed_by: str | None = None
    verifier: list[str] = []
    units: list[Unit] = []
    enters_into_force: EntryIntoForce | None = None
    withdrawal: Withdrawal | None = None
    short: str | None = None
    phrases: list[str] = []
    note: str | None = None


class Reply(_Strict, frozen=True):
    """What a party answered to a provision."""

    provision: str
    by: str
    date: str
    stance: ReplyStance
    words: str
    """In our own words."""
    conditions: list[str] = []
    source: str | None = None
    seen: Seen = "report"


class Evidence(_Strict, frozen=True, order=True):
    """The words that a claim or a link rests on."""

    document: str
    start: int
    end: int
    text: str


class Place(_Strict, frozen=True):
    """A point or a disc: `within_km` says how far the thing may lie from it."""

    lat: float
    lon: float
    within_km: float = 0.0
    name: str | None = None


Value = bool | float | str | Place | list[Any]
"""A figure, a word, a place, `[least, most]`, or "12,800", "some 12,800", "205 kg_U"."""


class Claim(_Strict, frozen=True):
    """What somebody says about a rule's matter."""

    speaker: str
    says: Says = "yes"
    about: About = "act"
    key: str | None = None
    """Which trigger, condition or exception, by the name that the rule uses."""
    role: ClaimRole | None = None
    bearer: str | None = None
    """Who did it (or did not), where the rule binds several."""
    attrs: dict[str, Value] = {}
    when: str | None = None
    said: str | None = None
    mode: ClaimMode = "actual"
    via: list[str] = []
    origin: str | None = None
    """What it goes back to; claims of one origin count once. Without it: the speaker."""
    first_hand: bool = False
    anonymous: bool = False
    words: str | None = None
    evidence: list[Evidence] = []
    provision: str | None = None


class Policy(_Strict, frozen=True):
    """How evidence is weighed. Printed with each finding."""

    k: int = 3
    """So many independent first-hand origins establish a fact."""
    remark_binds: bool = True
    """Whether an official's remark counts as the state's word."""


class Expect(_Strict, frozen=True):
    """What a scenario must yield; what is left out is not compared."""

    status: str | None = None
    norm: str | None = None
    conduct: str | None = None
    support: str | None = None
    display: str | None = None
    origins: int | None = None
    disputed: bool | None = None
    due: str | None = None
    view_dependent: bool | None = None
    excuse: str | None = None
    covered: str | None = None
    notes: list[str] = []
    """Each must stand somewhere in the notes."""


class Case(_Strict, frozen=True):
    """A scenario: claims, a day and what must follow."""

    id: str
    provision: str
    as_of: str
    bearer: str
    expect: Expect
    to: str | None = None
    title: str | None = None
    view: str | None = None
    reading: str | None = None
    policy: Policy = Policy()
    claims: list[Claim] = []
    note: str | None = None


class File(_Strict, frozen=True):
    """A file of one instrument, its rules, replies and scenarios."""

    instrument: Instrument
    provisions: list[Provision]
    replies: list[Reply] = []
    sources: list[Source] = []
    cases: list[Case] = []
