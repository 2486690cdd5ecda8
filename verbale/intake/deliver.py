"""The last step of every reader: parts become a document with its id, its language and its receipt."""

from __future__ import annotations

from verbale import settings
from verbale.intake.given import Delivered, Given, Hints, Parts, Refused
from verbale.intake.language import language_of
from verbale.intake.outlets import outlet_of
from verbale.model import CODED_ROLES, DateClaim, Document, Receipt, row_id


def merge_claims(*groups: tuple[DateClaim, ...]) -> tuple[DateClaim, ...]:
    """Return claims in the order given, each once."""
    return tuple(dict.fromkeys(claim for group in groups for claim in group))


def _sample(parts: Parts) -> str:
    """Return the article's own prose: menus and footers may be in another language."""
    if not parts.segments:
        return parts.text
    prose = "\n".join(parts.text[s.start : s.end] for s in parts.segments if s.role in CODED_ROLES)
    return prose or parts.text


def deliver(
    parts: Parts, *, locator: str, raw_sha256: str, raw_bytes: int, form: str, hints: Hints, notes: tuple[str, ...] = ()
) -> Given:
    """Make the document and its receipt; what the source itself says goes before what was known from outside."""
    text = parts.text
    if not any(map(str.isalnum, text)):
        raise Refused("there are no words in it", "Check that the file was saved completely.")
    if len(text) > settings.MAX_TEXT_CHARS:
        raise Refused(
            f"{len(text):,} characters are too many for one article (the limit is {settings.MAX_TEXT_CHARS:,})",
            "Split it into its articles, or raise VERBALE_MAX_TEXT_CHARS.",
        )
    url = parts.url or hints.url
    outlet = parts.outlet or outlet_of(url, hints.outlet)
    document = Document(
        id=row_id("document", outlet.id if outlet else "", text),
        text=text,
        language=language_of(_sample(parts)),
        outlet=outlet,
        url=url,
        title=parts.title or hints.title,
        byline=parts.byline or hints.byline,
        date_claims=merge_claims(parts.claims, hints.claims),
        segments=parts.segments,
    )
    receipt = Receipt(
        document_id=document.id,
        locator=locator,
        raw_sha256=raw_sha256,
        raw_bytes=raw_bytes,
        format=form,
        url=url,
        notes=tuple(dict.fromkeys((*hints.notes, *notes, *parts.notes))),
    )
    return Delivered(document, receipt)
