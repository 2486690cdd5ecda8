"""Figures as intervals, and comparisons that may stay open.

"some 12,800" is not 12,800: it lies between 12,200 and 13,400, and whether it is under 13,000 cannot be told. A comparison
answers True, False or None (undetermined), and says why it stays open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct

from verbale.analysis.undertakings.model import Test, Unit
from verbale.lexicon import load_table

Truth = bool | None


class Quantity(Struct, frozen=True):
    """A figure: the least and the most it can be, its unit, and the words it was read from."""

    least: float
    most: float
    unit: str | None = None
    words: str = ""

    def __str__(self) -> str:
        low, high = (f"{x:,.10g}" for x in (self.least, self.most))
        if self.least == self.most:
            figure = low
        elif math.isinf(self.most):
            figure = f"{low} or more"
        elif math.isinf(self.least) or self.least == 0:
            figure = f"up to {high}"
        else:
            figure = f"{low} to {high}"
        return f"{figure} {self.unit}" if self.unit else figure


class Answer(Struct, frozen=True):
    """What a test yields, and why in words."""

    truth: Truth
    why: str


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return what holds of all: False if one is false, else None if one is open."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            found = None
    return found


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return what holds of any: True if one is true, else None if one is open."""
    found: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            found = None
    return found


@cache
def _hedges() -> tuple[tuple[str, float, float], ...]:
    """Return (words, factor of the least, factor of the most), the longest words first."""
    rows = load_table("instruments/hedges.tsv")
    found = [(r["words"], float(r["least"]), float(r["most"])) for r in rows]
    return tuple(sorted(found, key=lambda r: (-len(r[0]), r[0])))


@cache
def _sizes() -> dict[str, tuple[str, float, float]]:
    return {
        r["name"]: (r["attribute"], float(r["least"]), float(r["most"])) for r in load_table("instruments/sizes.tsv")
    }


def unit_size(name: str) -> Quantity | None:
    """Return how many men a "brigade" is: a wide interval."""
    row = _sizes().get(name.casefold().removesuffix("s"))
    return Quantity(row[1], row[2], None, name) if row else None


_NUMBER = r"(\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,4}|\d{1,12})((?:\.\d{1,6})?)"
_FIGURE = re.compile(_NUMBER + r"(?:\s*(thousand|million|billion|k|m)\b)?")
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9}
_BETWEEN = re.compile(_NUMBER + r"\s*(?:-|–|to|and)\s*" + _NUMBER)
_TENS = re.compile(r"\b(tens|hundreds) of (thousands)?\b|\b(dozens|scores|hundreds|thousands)\b")
_LOOSE = {"tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999), "dozens": (24, 99),
          "scores": (40, 199), "hundreds": (200, 999), "thousands": (2_000, 9_999)}  # fmt: skip


def _number(whole: str, part: str) -> float:
    return float(re.sub(r"[^\d]", "", whole) + part)


def quantity(words: str | float | bool | Sequence[object]) -> Quantity | None:
    """Read a figure: a number, `[least, most]`, or words ("some 12,800", "more than 8,000 troops", "205 kg_U", "brigade")."""
    if isinstance(words, bool):
        return None
    if isinstance(words, int | float):
        return Quantity(float(words), float(words)) if math.isfinite(words) else None
    if not isinstance(words, str):
        bounds = [b for b in words if isinstance(b, int | float) and not isinstance(b, bool)]
        unit = next((b for b in words if isinstance(b, str)), None)
        if len(bounds) == 1 and unit is not None:
            return Quantity(float(bounds[0]), float(bounds[0]), unit)
        return (
            Quantity(float(bounds[0]), float(bounds[1]), unit) if len(bounds) == 2 and bounds[0] <= bounds[1] else None
        )
    text = " ".join(words.casefold().split())[:200]
    sized = unit_size(text)
    if sized is not None:
        return sized
    between = _BETWEEN.search(text)
    if between and not re.match(r"\d{4}-\d\d-\d\d", text):
        low, high = _number(between[1], between[2]), _number(between[3], between[4])
        if low <= high:
            return Quantity(low, high, _unit(text[between.end() :]), words)
    match = _FIGURE.search(text)
    if match is None:
        loose = _TENS.search(text)
        bounds2 = _LOOSE.get(loose[0].strip()) if loose else None
        return Quantity(float(bounds2[0]), float(bounds2[1]), None, words) if bounds2 else None
    value = _number(match[1], match[2]) * _SCALES.get(match[3] or "", 1.0)
    before = text[: match.start()].strip()
    least, most = value, value
    for hedge, low, high in _hedges():
        if before == hedge or before.endswith(" " + hedge):
            least, most = value * low, value * high
            break
    return Quantity(least, most, _unit(text[match.end() :]), words)


_UNIT = re.compile(r"\s*([a-z%][a-z0-9_/%]*(?: of [a-z_]+)?)")


def _unit(after: str) -> str | None:
    match = _UNIT.match(after)
    if match is None:
        return None
    known = {r["words"]: r["unit"] for r in load_table("instruments/units.tsv")}
    return known.get(match[1], match[1] if "_" in match[1] else known.get(match[1].split()[0]))


def converted(value: Quantity, unit: str | None, units: Sequence[Unit]) -> Quantity | None:
    """Return a figure in another unit, None where no row says how."""
    if unit is None or value.unit == unit:
        return value
    known: dict[tuple[str, str], float] = {
        (r["from"], r["to"]): float(r["factor"]) for r in load_table("instruments/conversions.tsv")
    }
    known.update({(u.source, u.target): u.factor for u in units})
    known.update({(b, a): 1 / f for (a, b), f in list(known.items()) if f})
    factor = known.get((value.unit or "", unit))
    if factor is None:
        # a bare figure is one in the unit that the rule counts in; a bare mass is not a mass of a substance
        return Quantity(value.least, value.most, unit, value.words) if value.unit is None else None
    return Quantity(value.least * factor, value.most * factor, unit, value.words)


def compare(value: Quantity, test: Test, units: Sequence[Unit] = ()) -> Answer:
    """Hold a figure against a threshold."""
    told = converted(value, test.unit, units)
    if told is None:
        return Answer(None, f"{value} cannot be told in {test.unit}")
    truths: list[Truth] = []
    said: list[str] = []
    for mark, limit in ((">", test.gt), (">=", test.ge), ("<", test.lt), ("<=", test.le), ("==", test.eq)):
        if limit is None:
            continue
        said.append(f"{mark} {limit:,.10g}")
        if mark == ">":
            truths.append(True if told.least > limit else False if told.most <= limit else None)
        elif mark == ">=":
            truths.append(True if told.least >= limit else False if told.most < limit else None)
        elif mark == "<":
            truths.append(True if told.most < limit else False if told.least >= limit else None)
        elif mark == "<=":
            truths.append(True if told.most <= limit else False if told.least > limit else None)
        else:
            same = told.least == told.most == limit
            truths.append(True if same else None if told.least <= limit <= told.most else False)
    truth = conjunction(truths)
    word = {True: "is", False: "is not", None: "may or may not be"}[truth]
    shown = str(told) if told.unit == value.unit else f"{value} = {told}"
    return Answer(truth, f"{shown} {word} {' and '.join(said)}{' ' + test.unit if test.unit else ''}")
