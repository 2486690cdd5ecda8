"""Date claims: whatever way a source writes its day, as ISO 8601, or not at all; never a false day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from verbale.model import DateClaim

Kind = Literal["published", "modified", "crawled", "unknown"]

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s?(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?Z?\b")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})|"
    r"([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4}))"
)
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_IN_URL = re.compile(r"/((?:19|20)\d{2})/([a-z]{3})/(0?[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def _day(year: int, month: int, day: int) -> str | None:
    if not 1700 <= year <= 2200:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def iso_of(value: str) -> str | None:
    """Return a source's date as ISO 8601, as precise as it was given; None where it is no date or could be two."""
    value = value.strip()[:64]
    if match := _ISO.match(value):
        year, month, day, hour, minute, second, zone = match.groups()
        if day is None:
            return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else None
        found = _day(int(year), int(month), int(day))
        if found is None or hour is None or int(hour) > 23:
            return found
        zone = {None: "", "UTC": "Z", "GMT": "Z"}.get(zone, zone)
        if len(zone) == 5:
            zone = f"{zone[:3]}:{zone[3:]}"
        return f"{found}T{int(hour):02d}:{minute}:{second or '00'}{zone}"
    if match := _COMPACT.match(value):
        found = _day(int(match[1]), int(match[2]), int(match[3]))
        if found:
            return f"{found}T{match[4]}:{match[5]}:{match[6]}Z" if match[4] else found
    if match := _SLASHED.match(value):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.match(value):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if value.isdecimal() and len(value) in {10, 13}:
        return datetime.fromtimestamp(int(value[:10]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        pass
    else:
        return moment.isoformat().replace("+00:00", "Z")
    if match := _WORDS.search(value):
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        number = _MONTHS.get(month[:3].lower())
        return _day(int(year), number, int(day)) if number else None
    return None


def claim(value: object, source: str, kind: Kind = "unknown") -> DateClaim | None:
    """Return the claim that a source's value makes, None where it makes none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    iso = iso_of(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
    return DateClaim(iso, source, kind) if iso else None


def url_claim(url: str | None) -> DateClaim | None:
    """Return the day that an address carries, as many newsrooms write it there."""
    if not url:
        return None
    path = url.split("://", 1)[-1].partition("/")[2][:500]
    if match := _IN_URL.search(path) or _COMPACT_IN_URL.search(path):
        found = _day(int(match[1]), int(match[2]), int(match[3]))
    elif (match := _MONTH_IN_URL.search("/" + path)) and match[2] in _MONTHS:
        found = _day(int(match[1]), _MONTHS[match[2]], int(match[3]))
    else:
        return None
    return DateClaim(found, "url", "published") if found else None


def surest_first(claims: Sequence[DateClaim]) -> tuple[DateClaim, ...]:
    """Return a page's claims, each once, with the newsroom's own day first.

    An instant in UTC names a day of the reader's world; the day in the address is the newsroom's. Where the two are
    neighbours, it was evening or early morning there, and the address is right about the day.
    """
    found = list(dict.fromkeys(claims))
    address = next((c for c in found if c.source == "url"), None)
    first = next((c for c in found if c.kind == "published" and c.source != "url"), None)
    if address is not None and first is not None and first.value.endswith(("Z", "+00:00")) and "T" in first.value:
        apart = date.fromisoformat(first.value[:10]) - date.fromisoformat(address.value)
        if abs(apart.days) == 1:
            found.remove(address)
            found.insert(0, address)
    return tuple(found)
