"""The dateline that an agency or a paper prints before the first words: place, day, agency, dash."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\.?"
)
_DAY = (
    rf"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
    r"(?:,? (?:1[89]|20)\d\d)?)"
)
_UPPER = r"[A-Z][A-Z.'’-]{1,18}(?:[ /][A-Z][A-Z.'’-]{1,18}){0,3}"
_NAME = r"[A-Z][\w.'’-]{1,18}(?:[ /](?:of |de |the |al-)?[A-Z][\w.'’-]{1,18}){0,3}"
_SIGN = r"[A-Za-z][\w .&'’-]{1,30}"
_LAND = rf"(?:, (?!{_DAY})(?P<land>{_NAME}))?"
_DASH = r"(?:\s?(?:--+|—|–|−|_|:)\s?|\s-\s?|\s?-\s)"

_FORMS = (
    # MOSCOW, Dec 24 (Reuters) — / WATFORD, England (AP) — / BEIJING, Dec. 3 (Xinhua) -- / TOKYO -
    rf"(?P<place>{_UPPER}){_LAND}(?:, ?(?P<day>{_DAY}))?[.,]?"
    rf"(?: ?[(/\[](?P<sign>{_SIGN})[)/\]]\.?)?{_DASH}",
    # MOSCOW, December 15. /TASS/. and MOSCOW, December 15 (RIA Novosti) The
    rf"(?P<place>{_UPPER}){_LAND},? (?P<day>{_DAY})[.,]? ?[(/\[](?P<sign>{_SIGN})[)/\]][.:]?{_DASH}?",
    # Moscow, Russia (CNN) -- / Kyiv (AFP) - / Brussels, 14 December 2021 (Europa) –
    rf"(?P<place>{_NAME}){_LAND}(?:, ?(?P<day>{_DAY}))? ?[(/\[](?P<sign>{_SIGN})[)/\]]\.?{_DASH}?",
    # Baku, September 27, 2020. AZERTAC (a line of its own)
    rf"(?P<place>{_NAME}){_LAND}, ?(?P<day>{_DAY})[.,]? (?P<alone>[A-Z][\w .&'’-]{{1,30}})\Z",
    # Moscow, December 15 - / Kyiv, Ukraine – (no agency)
    rf"(?P<place>{_NAME}){_LAND}, ?(?P<day>{_DAY})\.?{_DASH}",
    rf"(?P<place>{_NAME}), (?P<land>{_NAME})(?:--+|—|–|\s(?:-|--|—|–)\s)",
    # (Reuters) - / (CNN) --
    r"[(/\[](?P<sign>Reuters|REUTERS|AP|AFP|CNN|TASS|Xinhua|Bloomberg|UPI|dpa|IANS|ANI|PTI|BBC|Sputnik|EFE|Kyodo)[)/\]]\.?"
    + _DASH
    + "?",
)
_COMPILED = tuple(re.compile(form) for form in _FORMS)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """A printed dateline and its parts, as offsets into the text."""

    end: int
    place: tuple[int, int] | None
    day: tuple[int, int] | None
    sign: str | None


def find_agency_line(text: str, start: int, end: int) -> AgencyLine | None:
    """Return the dateline at the start of a paragraph, or None. Only its first 120 characters are looked at."""
    limit = min(end, start + 120)
    head = text[start:limit]
    first = head[:1]
    if not (first.isupper() or first in "(/["):
        return None
    for form in _COMPILED:
        match = form.match(head)
        if match is None or match.end() == 0:
            continue
        groups = match.groupdict()
        day = _bounds(match, "day", start) if groups.get("day") else None
        alone = groups.get("alone")
        if alone is not None and not (limit == end and _agency_like(alone)):
            continue
        sign = groups.get("sign") or alone
        place = _bounds(match, "place", start) if groups.get("place") else None
        if sign is not None and len(sign.split()) > 4:
            continue
        if place is not None and day is None and sign is None and not _trusted(head, match):
            continue
        if sign is not None and day is None and place is not None and not _agency_like(sign):
            continue
        return AgencyLine(start + match.end(), place, day, sign)
    return None


def _bounds(match: re.Match[str], group: str, start: int) -> tuple[int, int]:
    return start + match.start(group), start + match.end(group)


def _trusted(head: str, match: re.Match[str]) -> bool:
    """A place and a dash alone: the place in capitals and a dash (not a colon) with a sentence behind it."""
    place = match.group("place")
    dash = match.group().rstrip()[-1:]
    if dash in ":.":
        return False
    rest = head[match.end() : match.end() + 1]
    if place.isupper() and len(place) > 2:
        return bool(rest) or match.end() == len(head)
    return match.groupdict().get("land") is not None and rest.isupper()


_AGENCY_WORDS = re.compile(
    r"\b(?:news|agency|press|times|post|wire|reuters|ap|afp|cnn|tass|xinhua|interfax|bloomberg|upi|dpa|efe|ani|pti|ians|"
    r"kyodo|yonhap|anadolu|aa|bbc|sputnik|novosti|ansa|belga|irna|isna|sana|wafa|kuna|mena|apa|azertac|armenpress|cp|"
    r"herald|tribune|guardian|daily|media|radio|tv|network|service|bureau|online)\b",
    re.IGNORECASE,
)


def _agency_like(sign: str) -> bool:
    return (sign.isupper() and 2 <= len(sign) <= 12) or _AGENCY_WORDS.search(sign) is not None
