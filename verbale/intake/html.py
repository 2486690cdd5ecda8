"""Web pages: the whole visible text is stored, and every part of it is marked as article or furniture.

trafilatura says what the article is; where it stands in the stored text is found again by `align`, because trafilatura,
like all its kind, keeps no offsets.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from typing import Any

import lxml.html
from lxml.etree import LxmlError, iterwalk

from verbale import settings
from verbale.intake.align import Key, align
from verbale.intake.blocks import Block, page_text
from verbale.intake.dates import claim, surest_first
from verbale.intake.decode import clean, decode
from verbale.intake.deliver import deliver
from verbale.intake.given import HEAD_BYTES, Given, Hints, Job, Parts, Payload, Refused, read_all, sha256
from verbale.intake.meta import Meta, read_meta
from verbale.intake.outlets import outlet_of
from verbale.intake.roles import assign
from verbale.model import DateClaim, Role, Segment

_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|span|table|h[1-6])[\s>/]", re.IGNORECASE
)
_PAGE = re.compile(rb"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+"
                   rb"<(?:!doctype\s+html|html|head|body)[\s>]",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_MIME = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*+[\"']?\s*+([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s[\w:-]{1,40}=")
_LEAST = 60
"""Letters of article prose below which a page has no article: a teaser has more."""
_TAGS = 300_000
"""Tags above which a page is not read: each costs some 50 microseconds, and no article has a hundredth of them."""
_MANY = 3000
"""Blocks above which trafilatura's second opinions are not asked: they compare each block with each, for minutes."""
_TABLES = 20
"""Tables in one another above which trafilatura is not to look into them: each is read again for all around it."""
_LEAST_UNSEEN = 300
"""The same for text that is not shown: a notice that scripts are needed is shorter."""
_DATES_SINCE, _DATES_UNTIL = "1990-01-01", "2100-01-01"


def sniff(head: bytes, name: str) -> bool:
    """Say whether the bytes are a page."""
    if _PAGE.match(head) or _is_bundle(head):
        return True
    lowered = name.lower()
    if lowered.endswith((".html", ".htm", ".xhtml", ".shtml")):
        return not head.lstrip().startswith((b"{", b"["))
    start = head.lstrip()[:1]
    return start == b"<" and len(_TAG.findall(head)) >= 3


def declared_charset(raw: bytes) -> str | None:
    """Return the charset that a page declares in its first kilobytes."""
    match = _XML_CHARSET.search(raw[:300]) or _CHARSET.search(raw[:4096])
    return match.group(1).decode("ascii") if match else None


def parse(page: str) -> tuple[Any, bool]:
    """Parse a page that is already text; None where there is nothing, and whether it is too deep to be read whole."""
    # as trafilatura parses, which is at a loss when a comment stands in a paragraph; deeper pages than usual are let in
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    if page.count("<") > _TAGS:
        raise Refused(f"a page of more than {_TAGS:,} tags is not read", "Save the article as text.")
    if _overloaded(page):
        raise Refused("an element of this page has thousands of attributes: it is made to harm, not to be read")
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (LxmlError, ValueError):
        return None, False
    return tree, any("depth" in entry.message for entry in parser.error_log.filter_from_errors())


def _overloaded(page: str) -> bool:
    """Say whether a tag has so many attributes that the parser, which compares each with each, would take minutes."""
    if len(page) < 50_000:
        return False
    return any(len(piece) > 20_000 and len(_ATTRIBUTE.findall(piece)) > 3000 for piece in page.split(">"))


def _extract(tree: Any, url: str | None, *, fast: bool) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article, without second opinions where it must be `fast`."""
    import trafilatura  # half a second to import, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        fast=fast,
        include_comments=False,
        include_tables=_tables_in_tables(tree) <= _TABLES,
        with_metadata=False,
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    paragraphs: list[str] = []
    for element in found.body:
        if joined := "".join(element.itertext()).strip():
            paragraphs.append(joined)
        if element.tail and element.tail.strip():
            paragraphs.append(element.tail)
    return paragraphs


def _tables_in_tables(tree: Any) -> int:
    """Return how many tables lie in one another at most."""
    deep = deepest = 0
    for event, _ in iterwalk(tree, events=("start", "end"), tag="table"):
        deep += 1 if event == "start" else -1
        deepest = max(deepest, deep)
    return deepest


def _guess_date(tree: Any, url: str | None, claims: Sequence[DateClaim]) -> DateClaim | None:
    import htmldate

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        # bounds are given because the default upper one is today, and a record must not depend on the day it was made
        found = htmldate.find_date(
            tree, url=url, original_date=True, min_date=_DATES_SINCE, max_date=_DATES_UNTIL, deferred_url_extractor=True
        )
    except Exception:  # it is a guess: a page that breaks the guesser has no guess
        return None
    if found and found.endswith("-01-01") and not any(c.value.startswith(found) for c in claims):
        found = found[:4]  # how it says that it saw a year only: never a false day
    return DateClaim(found, "htmldate", "unknown") if found else None


def page_parts(page: str, url: str | None = None) -> Parts:
    """Return what a whole page holds: its text with segments, and what it says of itself; refuse one without one."""
    tree, deep = parse(page)
    if tree is None:
        raise Refused("there is nothing on this page", "Save the page again when it is loaded completely.")
    meta = read_meta(tree, url)
    text, blocks = page_text(tree)
    key = Key(text, blocks)
    notes = ["its elements are nested so deeply that parts may be missing"] if deep else []
    paragraphs = _extract(tree, meta.url, fast=len(blocks) > _MANY)
    lost = align(key, paragraphs)
    prose = sum(key.covered)
    segments = assign(text, blocks, key, meta)
    if prose < _LEAST or lost > prose:
        body, where = _unseen(paragraphs, meta)
        if body:
            text, segments = _append(text, segments, body, meta.title)
            notes.append(f"the text is from {where}: the page shows it only when its scripts run")
        elif prose < _LEAST and deep:
            raise Refused("the elements of this page are nested too deeply to be read", "Save the page as text.")
        elif prose < _LEAST:
            _refuse_empty(key, meta)
    if not meta.free:
        notes.append("the page says that the whole article is for subscribers: the text may be cut")
    guess = _guess_date(tree, meta.url, meta.claims)
    claims = surest_first([*meta.claims, *([guess] if guess else [])])
    return Parts(
        text=text,
        segments=segments,
        outlet=outlet_of(meta.url, meta.outlet),
        url=meta.url,
        title=meta.title,
        byline=meta.byline,
        claims=claims,
        notes=tuple(notes),
    )


def _unseen(paragraphs: Sequence[str], meta: Meta) -> tuple[str, str]:
    """Return an article's text that the page carries but does not show, and where it carries it."""
    told = clean(_plain(meta.body)).text.strip() if meta.body else ""
    found = clean("\n\n".join(paragraphs)).text
    best, where = max((told, "the page's JSON-LD"), (found, "the page's hidden parts"), key=lambda pair: len(pair[0]))
    return (best, where) if sum(map(str.isalpha, best)) >= _LEAST_UNSEEN else ("", "")


def _plain(text: str) -> str:
    """Return text without markup where it has some."""
    if "<" not in text or not re.search(r"</?[a-zA-Z][^<>]{0,300}>", text):
        return text
    return fragment(text)[0]


def _append(text: str, segments: tuple[Segment, ...], body: str, title: str | None) -> tuple[str, tuple[Segment, ...]]:
    """Put a text that the page does not show after what it shows, under its title."""
    added: list[tuple[Role, str, str]] = [("body", "not shown by the page", body)]
    if title and not any(segment.role == "headline" for segment in segments):
        added.insert(0, ("headline", "the page's metadata", title))
    for role, reason, words in added:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        segments = (*segments, Segment(start, len(text), role, reason))
    return text, segments


def _refuse_empty(key: Key, meta: Meta) -> None:
    visible = len(key.joined)
    if not meta.free:
        raise Refused(
            "the article is behind a paywall: the page holds none of its text", "Save the page while logged in."
        )
    if visible < 400:
        raise Refused(
            "the page holds no text: its scripts would have fetched it",
            "Save the page from a browser when it is loaded (Save as, complete page).",
        )
    raise Refused("no article was found on this page", "Give the page of one article, not a front page or a search.")


def fragment(markup: str) -> tuple[str, tuple[Segment, ...]]:
    """Return the text of a piece of HTML that is all article (a feed's item, a field), with its captions marked."""
    tree, _ = parse(f"<html><body><div>{markup}</div></body></html>")
    if tree is None:
        return "", ()
    text, blocks = page_text(tree)
    return text, tuple(Segment(block.start, block.end, _fragment_role(block), "markup") for block in blocks)


def _fragment_role(block: Block) -> Role:
    if block.places & {"figcaption"}:
        return "caption"
    if block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and block.end - block.start < 200:
        return "crosshead"
    if block.places & {"nav", "footer", "form", "button"}:
        return "furniture"
    return "body"


def decode_page(raw: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """Return a page's markup as text by what HTTP, then the page, then its bytes say."""
    decoded = decode(raw, charset or declared_charset(raw))
    return decoded.text, decoded.notes


def read(payload: Payload, job: Job) -> Iterator[Given]:
    """Yield the one document that a page is."""
    raw = read_all(payload, settings.MAX_SOURCE_BYTES)
    page, hints = _page_of(raw, payload.hints) if _is_bundle(raw[:HEAD_BYTES]) else (raw, payload.hints)
    yield read_page(page, payload.locator, hints, form="html", given=raw)


def _is_bundle(head: bytes) -> bool:
    """Say whether the bytes are a page that a browser saved with its pictures in one file (MHTML)."""
    return b"multipart/related" in head[:2048] and _MIME.search(head[:2048]) is not None


def _page_of(raw: bytes, hints: Hints) -> tuple[bytes, Hints]:
    """Return the page in such a file, with the address and the time that the browser noted."""
    bundle = message_from_bytes(raw)
    for part in bundle.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            saved = claim(bundle.get("Date"), "mhtml:Date", "crawled")
            page = part.get_payload(decode=True)
            found = replace(
                hints,
                charset=part.get_content_charset() or hints.charset,
                url=str(bundle.get("Snapshot-Content-Location") or part.get("Content-Location") or "") or hints.url,
                claims=(*hints.claims, saved) if saved else hints.claims,
            )
            return page if isinstance(page, bytes) else b"", found
    raise Refused("there is no page in this file", "Save the page again, as HTML.")


def read_page(raw: bytes, locator: str, hints: Hints, *, form: str, given: bytes | None = None) -> Given:
    """Make a document of a page's bytes, which may have been wrapped in those that were given."""
    given = raw if given is None else given
    page, notes = decode_page(raw, hints.charset)
    parts = page_parts(page, hints.url)
    return deliver(
        parts, locator=locator, raw_sha256=sha256(given), raw_bytes=len(given), form=form, hints=hints, notes=notes
    )
