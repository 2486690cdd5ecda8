"""Numbers as the press writes them: digits, words, halves, and "a few"."""

from __future__ import annotations

from functools import cache

from verbale.lexicon import load_table

_UNIT_OF_TIME = frozenset({"S", "MIN", "H"})


@cache
def _small() -> dict[str, int]:
    return {
        row["word"]: int(row["value"]) for row in load_table("times_words.tsv") if row["class"] in ("NUMW", "NUMMULT")
    }


def parse_number(words: list[str]) -> float | None:
    """Return the number that lower-case tokens spell ("twenty", "-", "four"; "2", "1/2"; "a", "dozen"), or None."""
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in ("-", "–", "—", "and", "a", "an", "of"):
            continue
        if word == "half":
            return 0.5
        value = _number_token(word)
        if value is None:
            return None
        seen = True
        if word in ("hundred", "dozen"):
            current = (current or 1) * value
        elif word in ("thousand", "million"):
            total += (current or 1) * value
            current = 0
        else:
            current += value
    if not seen:
        return 1.0 if words and words[0] in ("a", "an") else None
    return total + current


def _number_token(word: str) -> float | None:
    if word in _small():
        return float(_small()[word])
    plain = word.replace(",", "")
    if "/" in plain:
        top, _, bottom = plain.partition("/")
        return int(top) / int(bottom) if top.isdigit() and bottom.isdigit() and int(bottom) else None
    try:
        return float(plain)
    except ValueError:
        return None


def duration(count: float | None, unit: str) -> str:
    """Return the TIMEX3 duration of a count (None: vague) of a unit: `P2W`, `PT48H`, `PXM`, `P2Y6M`."""
    unit, factor = {"FN": ("W", 2), "HY": ("M", 6), "Q": ("Q", 1), "N": ("D", 1), "SM": ("M", 6)}.get(unit, (unit, 1))
    sub = unit in _UNIT_OF_TIME
    mark = {"MIN": "M", "S": "S", "H": "H"}.get(unit, unit)
    if count is None:
        return f"P{'T' if sub else ''}X{mark}"
    count *= factor
    if unit == "DE":
        return f"P{_plain(count * 10)}Y"
    if unit == "CE":
        return f"P{_plain(count * 100)}Y"
    if unit == "ML":
        return f"P{_plain(count * 1000)}Y"
    if unit == "Q":
        return f"P{_plain(count * 3)}M"
    whole = int(count)
    if count != whole:
        rest = count - whole
        finer = {"Y": ("M", 12), "H": ("M", 60), "MIN": ("S", 60), "D": ("H", 24), "M": ("W", 4), "W": ("D", 7)}
        if unit in finer:
            small, per = finer[unit]
            left = round(rest * per)
            if unit == "D":
                return f"P{whole}DT{left}H" if whole else f"PT{left}H"
            if unit in ("M", "W"):
                return (
                    f"P{whole}{mark}{left}{small}"
                    if whole and unit == "M"
                    else f"P{round(count * 7)}D"
                    if unit == "W"
                    else f"P{left}{small}"
                )
            head = f"{whole}{mark}" if whole else ""
            return f"P{'T' if sub else ''}{head}{left}{small}"
        return f"P{'T' if sub else ''}X{mark}"
    return f"P{'T' if sub else ''}{whole}{mark}"


def _plain(count: float) -> str:
    return str(int(count)) if count == int(count) else f"{count:g}"
