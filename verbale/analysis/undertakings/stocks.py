"""Stocks and degrees: how much of what substance, enriched how far, how many machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verbale.analysis.undertakings.model import Value
from verbale.analysis.undertakings.sentence import DIGITS, HEDGE, ONES, WORDED, Reading, Statable, mode_of, owner

# -- stocks and degrees ------------------------------------------------------------------------------------------------

_MASS = re.compile(
    rf"({HEDGE}(?:{DIGITS})(?:\s*(?:-|–|to)\s*(?:{DIGITS}))?)[\s-]*(kg|kilograms?|kilogrammes?|tonnes?|"
    rf"tons?|metric tons?|litres?|liters?|"
    r"million cubic met(?:er|re)s|billion cubic met(?:er|re)s|cubic met(?:er|re)s|barrels|megawatts)\s+of\s+"
    r"((?:[\w%.-]+\s+){0,4}?(?:uranium(?: hexafluoride)?|UF6|plutonium|heavy water|water|oil|gas|grain|wheat|"
    r"chemical agents?|sarin|"
    r"explosives|yellowcake|fuel|aid|fish))\b",
    re.I,
)
_STOCK = re.compile(
    rf"\bstock(?:pile|s)?\b[^.;]{{0,70}}?\b({HEDGE}(?:{DIGITS}))[\s-]*(kg|kilograms?|kilogrammes?|tonnes?|tons?)\b",
    re.I,
)
_PERCENT = re.compile(
    rf"\benrich(?:ed|ing|es|ment)?\b(?:(?!\b(?:by)\b)[^.;,]){{0,60}}?\b({HEDGE}(?:{DIGITS}))\s*(?:%|percent|per cent)|"
    rf"\b({HEDGE}(?:{DIGITS}))\s*(?:%|percent|per cent)(?:[ -](?:enriched|purity|enrichment|pure))",
    re.I,
)
_CENTRIFUGES = re.compile(
    rf"({HEDGE}(?:{DIGITS}|(?:{'|'.join(ONES)})(?=\s)))\s+(?:(?:advanced|new|old|first-generation|IR-\d\w?|"
    rf"such)\s+){{0,3}}centrifuges\b",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:limits?|limited|caps?|ceiling|threshold|allow(?:s|ed)?|permitted|permits|maximum|must not|"
    r"should not exceed|under the (?:deal|accord|agreement|pact))\b",
    re.I,
)


def measured(s: Reading) -> Iterator[Statable]:
    """Yield a stock, degree or number of machines that somebody has; what a rule allows is left out."""
    if not any("measure" in uses for _, _, uses in s.marks) and "centrifuge" not in s.text:
        return
    attrs: dict[str, Value] = {}
    spans: list[tuple[int, int]] = []
    for match in _MASS.finditer(s.text):
        if _is_limit(s, match.start()) or _GIVEN.search(s.text[max(0, match.start() - 40) : match.start()]):
            continue
        unit, substance = match[2].casefold(), match[3].casefold()
        name = (
            "heavy_water"
            if "heavy water" in substance
            else "enriched_uranium"
            if "uranium" in substance or "uf6" in substance
            else "amount"
        )
        mass = "kg" if unit.startswith("k") else "t" if "ton" in unit else unit
        if name == "enriched_uranium":
            hexa = "hexafluoride" in substance or "uf6" in substance
            value = (
                f"{match[1].strip()} {mass}_{'UF6' if hexa else 'U'}" if mass == "kg" else f"{match[1].strip()} {mass}"
            )
        else:
            value = f"{match[1].strip()} {mass}"
        if name not in attrs:
            attrs[name] = value
            attrs.setdefault("substance", substance.replace("the ", ""))
            spans.append((match.start(), match.end()))
    stock = _STOCK.search(s.text) if not attrs else None
    if stock is not None and not _is_limit(s, stock.start(1)):
        attrs["enriched_uranium" if "uranium" in s.text else "amount"] = (
            f"{stock[1].strip()} {'kg' if stock[2].casefold().startswith('k') else 't'}"
        )
        spans.append((stock.start(), stock.end()))
    for match in _PERCENT.finditer(s.text):
        if not _is_limit(s, match.start(1) if match[1] else match.start(2)):
            attrs.setdefault("enrichment", f"{(match[1] or match[2]).strip()} %")
            spans.append((match.start(), match.end()))
            break
    machines = _CENTRIFUGES.search(s.text)
    if machines is not None and not _is_limit(s, machines.start()):
        worded = WORDED.get(machines[1].strip().casefold())
        attrs["centrifuges"] = str(worded) if worded is not None else machines[1].strip()
        spans.append((machines.start(), machines.end()))
    if not spans:
        return
    site = re.search(r"\b(?:at|in)\s+(?:the\s+|its\s+)?(?:underground\s+|buried\s+)?([A-Z][a-z]{3,14})\b", s.text)
    if site is not None and not any(p.start == site.start(1) for p in s.parties):
        attrs["facility"] = site[1]
    low, high = min(a for a, _ in spans), max(b for _, b in spans)
    yield Statable(
        "measurement", owner(s, (low, high), s.near(low, "measure")), attrs, mode_of(s, low, high), low, high
    )


_GIVEN = re.compile(r"\b(?:ship|export|import|deliver|sold|sell|suppl|donat|bought|buy)\w*\b", re.I)


def _is_limit(s: Reading, at: int) -> bool:
    """Say whether a figure is what a rule allows and not what was found."""
    return _LIMIT.search(s.text[max(0, at - 55) : at + 70]) is not None and not re.search(
        r"\b(?:above|over|exceed\w*|more than|beyond|breach\w*|past)\b[^.;]{0,40}\b(?:limit|cap|ceiling|threshold)",
        s.text[at : at + 90],
        re.I,
    )
