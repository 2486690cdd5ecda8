"""PLOVER records, one JSON object a line, with the field names of the PLOVER manual's chapter "JSON Data Fields".

`accounts` is ours: every article's words. What the manual calls required and a record does not know is null.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from verbale.export.cameo import code_of, goldstein
from verbale.export.json import write_objects
from verbale.export.rows import AccountRow, EventRow
from verbale.export.view import View
from verbale.store import Event

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "SANCTION": 3, "THREATEN": 3, "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""The manual's quad categories: verbal and material cooperation, verbal and material conflict."""
_STANDING = {"scheduled": "future", "hypothetical": "hypothetical", "denied": "negation"}


class Party(Struct, frozen=True):
    """The manual's "information object for actors"."""

    code: str | None
    sector: str | None
    actor_text: str
    identifier_id: str
    identifier_text: str


class Located(Struct, frozen=True):
    """The part of the manual's location object that a record knows."""

    name: str


class TextInfo(Struct, frozen=True):
    """The manual's "information object for text"; offsets are code points into the article."""

    start: int
    end: int
    document_id: str


class CiteInfo(Struct, frozen=True):
    """The manual's "information object for citations"."""

    citation: str
    url: str | None
    title: str
    language: str
    publication: str
    coder: str
    codebook: str


class Account(Struct, frozen=True):
    """One article's account, at its words."""

    id: str
    text: str
    text_info: TextInfo
    cite_info: CiteInfo
    status: str
    claimed_by: str | None


class Record(Struct, frozen=True):
    """One event."""

    id: str
    has_event: bool
    date: str | None
    enddate: str | UnsetType | None
    source: tuple[Party, ...]
    recipient: tuple[Party, ...]
    event: tuple[str, ...]
    mode: tuple[str, ...]
    context: tuple[str, ...]
    quad_code: int
    event_scale: float | None
    event_loc: Located | UnsetType
    event_text: tuple[str, ...]
    text_info: TextInfo | None
    cite_info: CiteInfo | None
    coder: str
    comment: str
    date_edtf: str | None
    confidence: float
    accounts: tuple[Account, ...]


def write(view: View, path: Path) -> None:
    """Write every event as a PLOVER record, in order of time."""
    write_objects(_records(view), path)


def _records(view: View) -> Iterator[Record]:
    for event in view.store.events():
        yield record(view, event)


def record(view: View, event: Event) -> Record:
    """Return one event as a PLOVER record."""
    row = view.event(event)
    accounts = tuple(_account(view, a) for a in row.accounts)
    code = code_of(event.type, event.mode, event.context, event.status)
    return Record(
        id=row.id,
        has_event=True,
        date=row.earliest,
        enddate=row.latest if row.latest != row.earliest else UNSET,
        source=_parties(view, event.actor_ids, row, "actor"),
        recipient=_parties(view, event.recipient_ids, row, "recipient"),
        event=(row.type,),
        mode=(row.mode,) if row.mode else (),
        context=tuple(c for c in (row.context, _STANDING.get(row.status)) if c),
        quad_code=QUADS[row.type],
        event_scale=goldstein(code),
        event_loc=Located(row.place) if row.place else UNSET,
        event_text=tuple(dict.fromkeys(a.text for a in accounts)),
        text_info=accounts[0].text_info if accounts else None,
        cite_info=accounts[0].cite_info if accounts else None,
        coder=accounts[0].cite_info.coder if accounts else "",
        comment=row.basis,
        date_edtf=row.when,
        confidence=row.confidence,
        accounts=accounts,
    )


def _parties(view: View, ids: tuple[str, ...], row: EventRow, field: str) -> tuple[Party, ...]:
    words = tuple(dict.fromkeys(e.text for e in row.evidence(field)))
    found = []
    for number, actor_id in enumerate(ids):
        actor = view.actors_by_id.get(actor_id)
        if actor is not None:
            alone = words[number] if len(words) == len(ids) else actor.name
            found.append(Party(actor.country, actor.sector, alone, actor.id, actor.name))
    return tuple(found)


def _account(view: View, account: AccountRow) -> Account:
    page = view.page(account.document_id)
    trigger = next(e for e in account.evidence if e.field == "trigger")
    coder = page.coding.coder if page.coding else ""
    cite = CiteInfo(
        account.document_id, page.document.url, page.title, page.document.language, account.outlet,
        f"verbale {coder}".strip(), "plover-base-0.8",
    )  # fmt: skip
    return Account(
        account.event_mention_id, trigger.text, TextInfo(trigger.start, trigger.end, account.document_id), cite,
        account.status, account.claimed_by,
    )  # fmt: skip
