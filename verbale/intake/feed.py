"""RSS and Atom files, from their bytes: an item is an article, or a teaser that says so. Nothing is ever fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from verbale import settings
from verbale.intake.dates import Kind, claim, url_claim
from verbale.intake.decode import clean
from verbale.intake.deliver import deliver
from verbale.intake.given import Given, Job, Parts, Payload, Refused, read_all, sha256
from verbale.intake.html import fragment
from verbale.intake.outlets import host_of, outlet_of
from verbale.model import DateClaim, Segment, Skip

_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|RDF)[\s>]")
_TEASER = 600
"""Characters below which an item without `content:encoded` is taken for a teaser."""
_DATES: tuple[tuple[str, Kind], ...] = (("published", "published"), ("created", "unknown"), ("updated", "modified"))


def sniff(head: bytes, name: str) -> bool:
    """Say whether the bytes are a feed."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        return False
    match = _ROOT.search(start)
    if match is None:
        return False
    before = start[: match.start()].lower()
    return b"<html" not in before and b"<!doctype html" not in before and b"<body" not in before


def _without_doctype(raw: bytes) -> tuple[bytes, bool]:
    """Cut out the document type: entities declared in it can grow without bounds, and no feed needs its own."""
    start = raw.find(b"<!DOCTYPE", 0, 64 * 1024)
    if start < 0:
        return raw, False
    bracket, close = raw.find(b"[", start), raw.find(b">", start)
    if 0 <= bracket < close or (close < 0 <= bracket):
        subset = raw.find(b"]", bracket)
        close = raw.find(b">", subset) if subset >= 0 else -1
    if close < 0:
        raise Refused("its document type never ends", "Fetch the feed again.")
    return raw[:start] + raw[close + 1 :], True


def read(payload: Payload, job: Job) -> Iterator[Given]:
    """Read a feed's items in their order."""
    import feedparser

    raw = read_all(payload, settings.MAX_SOURCE_BYTES)
    source, cut = _without_doctype(raw)
    notes = ("the feed's document type was ignored",) if cut else ()
    # a stream, never a string: feedparser would take a string for an address and fetch it
    try:
        feed = feedparser.parse(io.BytesIO(source), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # it promises to raise nothing, and hostile bytes find what it has not thought of
        raise Refused(f"this feed cannot be read ({error})"[:200], "Fetch the feed again.") from error
    if not feed.entries:
        problem = feed.get("bozo_exception")
        if problem is not None:
            raise Refused(f"this feed cannot be read ({str(problem)[:160]})", "Fetch the feed again.")
        raise Refused("this feed has no items")
    site = feed.feed.get("link") or ""
    title = _words(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, 1):
        locator = f"{payload.locator}:{number}"
        part = repr((entry.get("id"), entry.get("link"), entry.get("title"), entry.get("summary"))).encode(
            "utf-8", "replace"
        )
        try:
            parts = _parts(entry, site, title)
            yield deliver(parts, locator=locator, raw_sha256=sha256(part), raw_bytes=len(part), form="feed",
                          hints=payload.hints, notes=notes)  # fmt: skip
        except Refused as refused:
            yield Skip(locator, refused.reason, refused.advice, sha256(part))
        except Exception as error:  # one odd item must not end the feed
            yield Skip(
                locator, f"{type(error).__name__}: {error}"[:300], "Please report this with the feed.", sha256(part)
            )


def _words(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(clean(value).text.split())[:500] or None


def _plain_title(entry: Any) -> str | None:
    """Return an item's title as words: only a title that declares itself to be HTML is read as such."""
    value = entry.get("title")
    detail = entry.get("title_detail") or {}
    if (
        value
        and detail.get("type") in {"text/html", "application/xhtml+xml"}
        and re.search(r"</?(?:b|i|em|strong|span|br)\b", value)
    ):
        return _words(fragment(value)[0])
    return _words(value)


def _parts(entry: Any, site: str, feed_title: str | None) -> Parts:
    contents = [c for c in entry.get("content") or [] if isinstance(c.get("value"), str)]
    longest = max(contents, key=lambda c: len(c["value"]), default=None)
    summary = entry.get("summary") or ""
    notes: list[str] = []
    markup = longest["value"] if longest is not None else summary
    body, segments = fragment(clean(markup).text) if markup.strip() else ("", ())
    title = _plain_title(entry)
    if not body and not title:
        raise Refused("this item holds neither a title nor a text")
    if longest is None and len(body) < _TEASER:
        notes.append("the feed gives only a teaser of this article")
    url = entry.get("link") if isinstance(entry.get("link"), str) else None
    source = entry.get("source") or {}
    name = _words(source.get("title")) if isinstance(source, dict) else None
    outlet = outlet_of(url or site or None, name) if host_of(url or site or "") else outlet_of(None, name or feed_title)
    # dict.get, because feedparser answers for a missing `updated` with `published`
    claims: list[DateClaim | None] = [claim(dict.get(entry, field), f"feed:{field}", kind) for field, kind in _DATES]
    claims.append(url_claim(url))
    text = f"{title}\n\n{body}" if title and body else title or body
    shift = len(text) - len(body)
    marked = [Segment(0, len(title), "headline", "feed:title")] if title else []
    marked += [Segment(s.start + shift, s.end + shift, s.role, s.reason) for s in segments]
    return Parts(
        text=text,
        segments=tuple(marked),
        outlet=outlet,
        url=url,
        title=title,
        byline=_words(entry.get("author")),
        claims=tuple(c for c in claims if c is not None),
        notes=tuple(notes),
    )
