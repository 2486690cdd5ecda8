"""How values are put into words on a page: days with their doubt, acts, numbers, citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
ACT_GROUPS = {
    "demand": "ask", "request": "ask", "propose": "offer", "accept": "offer", "promise": "offer", "refuse": "against",
    "deny": "against", "accuse": "against", "threaten": "against", "warn": "against",
}  # fmt: skip
"""Acts that share a colour: what asks, what offers, what is against; all others are plain."""
EVENT_WORDS = {
    "AGREE": "agreement", "CONSULT": "contact", "SUPPORT": "support", "COOPERATE": "cooperation", "AID": "aid",
    "RETREAT": "retreat", "CONCEDE": "concession", "REQUEST": "request", "ACCUSE": "accusation", "REJECT": "rejection",
    "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanction", "MOBILIZE": "mobilisation", "COERCE": "coercion",
    "ASSAULT": "assault",
}  # fmt: skip
_CONDITIONS = (
    "if ",
    "unless ",
    "until ",
    "provided ",
    "as long as ",
    "only ",
    "once ",
    "when ",
    "in case ",
    "without ",
    "should ",
)
_CITED = 5000
_SHOWN_LINK = 80


def day(value: str | None) -> str:
    """Return an EDTF day in words: `2021-12-17~` as "c. 17 Dec 2021", `2021-12-16/2021-12-21` as "16–21 Dec 2021"."""
    if not value:
        return "undated"
    if value.startswith(("[", "{")):
        listed = [part.strip() for part in value.strip("[]{}").split(",") if part.strip(" .")]
        if len(listed) > 2:
            return f"one of {len(listed)}, {_between(listed[0], listed[-1])}"
        return ("one of " if len(listed) > 1 else "") + " or ".join(day(part) for part in listed)
    if ".." in value:
        first, _, last = value.partition("..")
        return _between(first.strip("/"), last.strip("/"))
    if "/" in value:
        first, _, last = value.partition("/")
        return _between(first, last)
    mark = "c. " if value.endswith("~") else ""
    doubt = "?" if value.endswith("?") else ""
    plain = value.strip("~?%")
    week = _WEEK.match(plain)
    if week:
        return f"{mark}week {int(week[2])} of {week[1]}{doubt}"
    found = _DAY.match(plain)
    if not found:
        return value
    year, month, number = found.groups()
    if month in _SEASONS:
        return f"{mark}{_SEASONS[month]} {year}{doubt}"
    if month is None or not 1 <= int(month) <= 12:
        return f"{mark}{year}{doubt}"
    shown = f"{_MONTHS[int(month) - 1]} {year}"
    clock = plain[found.end() + 1 : found.end() + 6] if plain[found.end() : found.end() + 1] == "T" else ""
    time = f", {clock}" if re.fullmatch(r"\d\d:\d\d", clock) else ""
    return f"{mark}{int(number)} {shown}{time}{doubt}" if number else f"{mark}{shown}{doubt}"


def _between(first: str, last: str) -> str:
    if not first or first == "..":
        return f"by {day(last)}" if last else "undated"
    if not last or last == "..":
        return f"from {day(first)}"
    left, right = day(first), day(last)
    if left[-4:] == right[-4:] and left[-4:].isdecimal():
        left = left[:-5]
        if left and right[:-5] and left.split(" ")[-1] == right[:-5].split(" ")[-1] and " " in left:
            left = left.rsplit(" ", 1)[0]
    return f"{left}–{right}"


def since(value: str | None) -> str:
    """Return since when something holds: "since 5 Jan 2022", "since 17 Feb 2022 or before" where only the last day is known."""
    shown = day(value)
    return (
        f"since {shown.removeprefix('by ')} or before"
        if shown.startswith("by ")
        else f"since {shown.removeprefix('from ')}"
    )


def short(text: str, limit: int = 220) -> str:
    """Return a text on one line, cut at a word where it is long."""
    one = " ".join(text.split())
    if len(one) <= limit:
        return one
    cut = one[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut) + "…"


def words(content: str, mode: str) -> str:
    """Return a content as it is quoted: only what was printed between marks stands between marks."""
    return f"“{content}”" if mode == "direct" else content


def act_class(act: str) -> str:
    """Return the style of an act's label."""
    return "act act-" + ACT_GROUPS.get(act, "plain")


def event_word(type_: str, mode: str | None) -> str:
    """Return what kind of event it is, in words."""
    return f"{EVENT_WORDS.get(type_, type_.lower())}: {mode}" if mode else EVENT_WORDS.get(type_, type_.lower())


def many(number: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun."""
    shown = f"{number:,}".replace(",", "\u202f")
    return f"{shown} {one if number == 1 else several or one + 's'}"


def sources(outlets: Sequence[str], independent: int) -> str:
    """Return how many outlets carry something, and how many sources that is."""
    carried = many(len(outlets), "outlet") if outlets else "no outlet"
    return carried if len(outlets) <= 1 else f"{carried}, {independent} independent"


def conditional(words: str) -> str:
    """Return a condition as a clause: "if" before what does not begin like one."""
    return words if words.casefold().startswith(_CONDITIONS) else f"if {words}"


def percent(value: float) -> str:
    """Return a probability."""
    return f"{round(100 * value)} %"


def live(url: str | None, text: str) -> str | None:
    """Return the page on the web with a text fragment that finds the words; None where the address is no web page."""
    if not url or not url.startswith(("https://", "http://")) or any(c in url for c in ' "<>\n\r\t'):
        return None
    line = " ".join(text.split())
    parts = line.split(" ")
    if len(line) <= _SHOWN_LINK or len(parts) < 10:
        fragment = _fragment(line[:200])
    else:
        fragment = f"{_fragment(' '.join(parts[:4]))},{_fragment(' '.join(parts[-4:]))}"
    return f"{url.split('#')[0]}#:~:text={fragment}"


def _fragment(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")


def outside(url: str | None) -> str | None:
    """Return an address that may be linked to: a web page, never `javascript:` or `data:`."""
    return url if url and url.startswith(("https://", "http://")) else None


def host(url: str | None) -> str:
    """Return the part of an address that people know."""
    return url.split("//", 1)[1].split("/")[0].removeprefix("www.") if url and "//" in url else ""


def citation(text: str, speaker: str, outlet: str, title: str, when: str | None, url: str | None, place: str) -> str:
    """Return words with where they stand, for a footnote."""
    said = f"{short(speaker)}: " if speaker else ""
    where = ", ".join(
        part for part in (short(outlet), f"“{short(title, 300)}”" if title else "", day(when) if when else "") if part
    )
    link = f" {url}" if outside(url) else ""
    return f"{said}“{short(text, _CITED)}” ({where or 'unknown outlet'}; {place}).{link}"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "since": since, "short": short, "words": words, "act_class": act_class, "event_word": event_word, "many": many,
    "sources": sources, "percent": percent, "conditional": conditional, "live": live, "outside": outside, "host": host,
}  # fmt: skip
