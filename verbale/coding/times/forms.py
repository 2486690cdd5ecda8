"""The anchor-free form of a time expression: what its words say, before anybody knows when they were written.

A form is a compact string that is stored with the expression and can be resolved again when the dateline becomes better
known. Its shape is `kind:argument[:argument...][;key=value...][@base form]`:

| form | words |
|---|---|
| `date:2021-12-14:TU` | Tuesday, 14 December 2021 |
| `date:XXXX-12-14:past` | 14 December (said of something past) |
| `date:XXXX-XX-24:near` | the 24th |
| `date:2021-01-05|2021-05-01` | 01/05/2021, where nothing tells the order of day and month |
| `date:XXXX-Q3:past`, `date:2021-SU`, `date:199`, `date:19` | the third quarter, summer 2021, the 1990s, the 20th century |
| `weekday:TH:past` | on Thursday ... said |
| `weekday:TU:week-1` | Tuesday last week |
| `rel:month:+1`, `rel:day:-1` | next month, yesterday |
| `rel:day:-1@weekday:TH:past` | the day before (the Thursday named above) |
| `ref:PAST_REF` | recently |
| `time:15:12Z@date:2021-12-13` | 15:12 GMT 13 December 2021 |
| `weekday:FR:past;part=EV` | Friday evening |
| `duration:P2W`, `duration:P2W:past`, `duration:PT48H:future` | two weeks, the past two weeks, within 48 hours |
| `set:P1D`, `set:XXXX-WXX-1` | every day, on Mondays |
| `range:date:XXXX-12-10:near>>date:XXXX-12-12:near` | Dec. 10-12 |
| `holiday:easter:past`, `period:cold-war;mod=END` | Easter, the end of the Cold War |

Keys: `mod` (START, MID, END, APPROX, BEFORE, AFTER ...), `part` (MO, AF, EV, NI, MI, DT), `time` (a clock time on that day).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

FormKind = Literal["date", "weekday", "rel", "ref", "time", "duration", "set", "range", "holiday", "period", "unknown"]
Direction = Literal["", "past", "future", "last", "next", "this", "near", "week-1", "week+0", "week+1"]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNIT_NAMES = {
    "S": "second", "MIN": "minute", "H": "hour", "D": "day", "W": "week", "WE": "weekend", "FN": "fortnight", "M": "month",
    "Q": "quarter", "HY": "half", "SE": "season", "Y": "year", "DE": "decade", "CE": "century", "ML": "millennium",
}  # fmt: skip
_UNIT_CODES = {name: code for code, name in UNIT_NAMES.items()}


class Form(Struct, frozen=True):
    """What the words of an expression say by themselves."""

    kind: FormKind
    pattern: str = ""
    """date: the parts known (`XXXX-12-14`); set: its pattern; duration: ISO 8601; time: the clock; ref: the TIMEX3 value."""
    weekday: int | None = None
    """0 = Monday."""
    direction: str = ""
    """Where to look from the base: past, future, near, last (strictly before), next (strictly after), this, week-1 ..."""
    unit: str = ""
    """rel: the unit's code (`D`, `W`, `M`, `Y` ...)."""
    offset: int = 0
    """rel: how many units from the base."""
    name: str = ""
    """holiday, period: which."""
    mod: str = ""
    part: str = ""
    time: str = ""
    first: Form | None = None
    second: Form | None = None
    base: Form | None = None
    """The expression of the same text that this one is counted from; None: the dateline."""

    def _part(self, index: int, length: int) -> int | None:
        parts = self.pattern.split("-")
        if self.kind != "date" or len(parts) <= index or len(parts[index]) != length or not parts[index].isdigit():
            return None
        return int(parts[index])

    @property
    def year(self) -> int | None:
        """The year that the words name."""
        return self._part(0, 4)

    @property
    def month(self) -> int | None:
        """The month that the words name, 1-12."""
        return self._part(1, 2)

    @property
    def day(self) -> int | None:
        """The day of the month that the words name."""
        return self._part(2, 2)

    @property
    def absolute(self) -> bool:
        """Whether the words give at least the year by themselves, so that no dateline is needed."""
        if self.kind == "range":
            return bool(self.first and self.second and self.first.absolute and self.second.absolute)
        if self.base is not None and not (self.kind == "date" and not self.pattern.startswith("X")):
            return self.base.absolute
        if self.kind == "unknown":
            return False
        if self.kind in ("date", "holiday"):
            return bool(self.pattern) and not self.pattern.startswith("X")
        return self.kind in ("period", "set") or (self.kind == "duration" and not self.direction)


def format_form(form: Form) -> str:
    """Write a form as its compact string."""
    if form.kind == "range" and form.first and form.second:
        return f"range:{format_form(form.first)}>>{format_form(form.second)}"
    parts: list[str] = [form.kind]
    if form.kind == "date":
        parts.append(form.pattern)
        if form.weekday is not None:
            parts.append(WEEKDAYS[form.weekday])
    elif form.kind == "weekday":
        parts.append(WEEKDAYS[form.weekday or 0])
    elif form.kind == "rel":
        parts += [UNIT_NAMES[form.unit], f"{form.offset:+d}"]
    elif form.kind in ("holiday", "period"):
        parts.append(form.name)
        if form.pattern:
            parts.append(form.pattern)
    elif form.pattern:
        parts.append(form.pattern)
    if form.direction:
        parts.append(form.direction)
    text = ":".join(parts)
    for key in ("mod", "part", "time"):
        if value := getattr(form, key):
            text += f";{key}={value}"
    return f"{text}@{format_form(form.base)}" if form.base else text


_DIRECTIONS = frozenset({"past", "future", "last", "next", "this", "near", "week-1", "week+0", "week+1"})


@lru_cache(maxsize=8192)
def parse_form(text: str) -> Form:
    """Read a compact form; what cannot be read is a form of kind `unknown`."""
    try:
        return _parse(text)
    except (ValueError, IndexError, KeyError, RecursionError):
        return Form("unknown")


def _parse(text: str) -> Form:
    if text.startswith("range:"):
        first, _, second = text[6:].partition(">>")
        return Form("range", first=_parse(first), second=_parse(second))
    body, _, base = text.partition("@")
    body, *keys = body.split(";")
    fields = dict(key.split("=", 1) for key in keys)
    kind, *rest = body.split(":")
    direction = rest.pop() if rest and rest[-1] in _DIRECTIONS else ""
    if kind == "date":
        form = Form("date", pattern=rest[0], weekday=WEEKDAYS.index(rest[1]) if len(rest) > 1 else None)
    elif kind == "weekday":
        form = Form("weekday", weekday=WEEKDAYS.index(rest[0]))
    elif kind == "rel":
        form = Form("rel", unit=_UNIT_CODES[rest[0]], offset=int(rest[1]))
    elif kind in _NAMED:
        form = Form(_NAMED[kind], name=rest[0], pattern=rest[1] if len(rest) > 1 else "")
    elif kind in _WITH_PATTERN:
        form = Form(_WITH_PATTERN[kind], pattern=":".join(rest))
    else:
        return Form("unknown")
    return replace(
        form,
        direction=direction,
        mod=fields.get("mod", ""),
        part=fields.get("part", ""),
        time=fields.get("time", ""),
        base=_parse(base) if base else None,
    )


_NAMED: dict[str, FormKind] = {"holiday": "holiday", "period": "period"}
_WITH_PATTERN: dict[str, FormKind] = {"ref": "ref", "duration": "duration", "set": "set", "time": "time"}
