"""From a record of fields (JSON object, CSV row) to an article, whatever its tool calls them (`fields.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from verbale.intake.dates import Kind, claim, url_claim
from verbale.intake.decode import clean
from verbale.intake.given import Parts, Refused
from verbale.intake.html import fragment, page_parts
from verbale.intake.outlets import outlet_of, unwrap
from verbale.intake.tables import table
from verbale.model import DateClaim, Segment

ROLES = frozenset({"text", "html", "title", "byline", "url", "outlet", "published", "modified", "crawled", "teaser"})
_MARKUP = re.compile(
    r"</?(?:p|div|br|h[1-6]|a|em|strong|b|i|ul|li|blockquote|figure|img|span)\b[^<>]{0,500}>", re.IGNORECASE
)
_WHOLE_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_NOTHING = frozenset({"", "none", "null", "nan", "nat", "n/a"})


@cache
def _aliases() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for role, field, _ in table("fields.tsv"):
        found.setdefault(role, []).append(tuple(field.casefold().split(".")))
    return {role: tuple(paths) for role, paths in found.items()}


def roles() -> tuple[str, ...]:
    """Return what a field can be of an article."""
    return tuple(_aliases())


def _folded(record: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).strip().casefold(): value for name, value in record.items() if name is not None}


def _value(record: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = record
    for depth, name in enumerate(path):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name) if depth == 0 else _folded(value).get(name)
    return value


def _fundus_body(value: Mapping[str, Any]) -> str | None:
    """Return the text of Fundus's own tree of summary, sections, headlines and paragraphs."""
    if not isinstance(value.get("sections"), list):
        return None
    lines = [line for line in value.get("summary") or [] if isinstance(line, str)]
    for section in value["sections"]:
        if isinstance(section, Mapping):
            for part in ("headline", "paragraphs"):
                lines += [line for line in section.get(part) or [] if isinstance(line, str)]
    return "\n\n".join(lines)


def _words(value: Any) -> str | None:
    """Return a field's value as text, None where it holds nothing."""
    if isinstance(value, Mapping):
        value = _fundus_body(value) if "sections" in value else value.get("name") or value.get("text")
    if isinstance(value, list):
        parts = [part for item in value if (part := _words(item)) is not None]
        return ", ".join(parts) or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str) or value.strip().casefold() in _NOTHING:
        return None
    return value


def _paragraphs(value: Any) -> str | None:
    """Return a text field's value: paragraphs may come as a list."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)
    return _words(value)


class Fields:
    """A record whose fields are asked for by role."""

    def __init__(self, record: Mapping[str, Any], mapping: Mapping[str, str], *, form: str) -> None:
        self._record = _folded(record)
        self._mapping = mapping
        self._form = form

    def _paths(self, role: str) -> Iterator[tuple[tuple[str, ...], str]]:
        if role in self._mapping:
            name = self._mapping[role]
            yield (name.casefold(),), name
            yield tuple(name.casefold().split(".")), name
            return
        for path in _aliases().get(role, ()):
            yield path, ".".join(path)

    def get(self, role: str) -> tuple[str | None, str]:
        """Return the first value that the role's fields hold, and the name of the field."""
        for path, name in self._paths(role):
            value = _value(self._record, path)
            words = _paragraphs(value) if role in {"text", "html"} else _words(value)
            if words is not None:
                return words, name
        return None, ""

    def url(self) -> str | None:
        """Return the first field that holds an address: `source` is an address to some tools and a name to others."""
        for path, _ in self._paths("url"):
            value = _words(_value(self._record, path))
            if value and value.strip().startswith(("http://", "https://")):
                return value.strip()[:2000]
        return None

    def outlet(self) -> str | None:
        """Return the outlet's name, or its domain."""
        for path, _ in self._paths("outlet"):
            value = _words(_value(self._record, path))
            if value and not value.strip().startswith(("http://", "https://")) and len(value) < 200:
                return " ".join(value.split())
        return None

    def claims(self, url: str | None) -> tuple[DateClaim, ...]:
        """Return every date that the record claims."""
        found: list[DateClaim | None] = []
        kinds: tuple[Kind, ...] = ("published", "modified", "crawled")
        for kind in kinds:
            for path, name in self._paths(kind):
                value = _value(self._record, path)
                if isinstance(value, str | int | float) and not isinstance(value, bool):
                    found.append(claim(value, f"{self._form}:{name}", kind))
        found.append(url_claim(url))
        if url and (taken := unwrap(url)[1]):
            found.append(claim(taken, "archive", "crawled"))
        return tuple(dict.fromkeys(c for c in found if c is not None))


def is_article(record: Any, mapping: Mapping[str, str]) -> bool:
    """Say whether an object has a field that can be an article's text."""
    if not isinstance(record, Mapping):
        return False
    fields = Fields(record, mapping, form="json")
    return fields.get("text")[0] is not None or fields.get("html")[0] is not None


def parts_of(record: Mapping[str, Any], mapping: Mapping[str, str], *, form: str) -> Parts:
    """Compose an article of a record: title, blank line, body, each marked as what it is."""
    fields = Fields(record, mapping, form=form)
    url = fields.url()
    outlet = outlet_of(url, fields.outlet())
    title = fields.get("title")[0]
    title = " ".join(clean(title).text.split()) if title else None
    claims = fields.claims(url)
    text, name = fields.get("text")
    notes: list[str] = []
    if text is None or ("text" not in mapping and len(text) < 200):
        markup, html_name = fields.get("html")
        if markup is not None and _WHOLE_PAGE.match(markup):
            page = page_parts(clean(markup).text, url)
            page.outlet = outlet or page.outlet
            page.url = unwrap(url)[0] if url else page.url
            page.title = title or page.title
            page.byline = fields.get("byline")[0] or page.byline
            page.claims = tuple(dict.fromkeys((*claims, *page.claims)))
            return page
        if markup is not None and len(markup) > len(text or ""):
            text, name = markup, html_name
    if text is None:
        text, name = fields.get("teaser")
        if text is None or title is None:
            raise Refused(
                "no field holds an article's text",
                "Say which one does, for instance with --map text=content.",
            )
        notes.append(f"only a teaser is there (field {name})")
    body, inner = _body(text, notes)
    head = clean(title or "").text
    if head and not body.startswith(head):
        joined = f"{head}\n\n{body}"
        shift = len(head) + 2
    else:
        joined, shift = body, 0
    segments: list[Segment] = []
    start = 0
    if head:
        segments.append(Segment(0, len(head), "headline", f"{form}:title"))
        start = len(head)
    if inner:
        segments += [
            Segment(s.start + shift, s.end + shift, s.role, s.reason) for s in inner if s.start + shift >= start
        ]
    else:
        while start < len(joined) and joined[start].isspace():
            start += 1
        if start < len(joined):
            segments.append(Segment(start, len(joined), "body", f"{form}:{name}"))
    return Parts(
        text=joined,
        segments=tuple(segments),
        outlet=outlet,
        url=unwrap(url)[0] if url else None,
        title=title,
        byline=fields.get("byline")[0],
        claims=claims,
        notes=tuple(notes),
    )


def _body(text: str, notes: list[str]) -> tuple[str, tuple[Segment, ...]]:
    cleaned = clean(text)
    notes += cleaned.notes
    if len(_MARKUP.findall(cleaned.text)) >= 2 or _WHOLE_PAGE.match(cleaned.text):
        plain, segments = fragment(cleaned.text)
        if plain:
            return plain, segments
    return cleaned.text.strip(), ()
