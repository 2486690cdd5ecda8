"""Who belongs to whom: bodies and the state or organisation above them, and for whom each of them speaks.

Keys are those of the actor lexicon. A key that no table lists ("KEN.MFA", "RUS.MIL") is made of its owner and a suffix.
"""

from __future__ import annotations

from functools import cache

from verbale.lexicon import load_table
from verbale.lexicon.actors import FOLDER, fold_phrase, lexicon

GOVERNMENT = "GOVERNMENT"
POLITY_KINDS = frozenset({"state", "contested", "historical", "territory", "region"})
_SUFFIX_KINDS = {
    "MIL": "military", "ARMED_FORCES": "military", "ARMY": "military", "NAVY": "military", "AIR_FORCE": "military",
    "COAST_GUARD": "military", "GENERAL_STAFF": "military", "COP": "agency", "SPY": "service", "PARLIAMENT": "legislature",
    "LEG": "legislature", "SUPREME_COURT": "court", "CONSTITUTIONAL_COURT": "court", "JUD": "court", "CENTRAL_BANK": "bank",
    "REB": "armed", "OPP": "party", "MED": "outlet", "CVL": "people", "REF": "people", "ELI": "people", "BUS": "company",
    "EDU": "people", "LAB": "people",
}  # fmt: skip


@cache
def _voices() -> frozenset[str]:
    return frozenset(row["kind"] for row in load_table(FOLDER + "voices.tsv") if row["speaks"] == "yes")


@cache
def _office_bodies() -> dict[str, tuple[str, ...]]:
    return {row["office"]: tuple(row["suffixes"].split(";")) for row in load_table(FOLDER + "office_bodies.tsv")}


@cache
def _successors() -> dict[str, frozenset[str]]:
    kin: dict[str, set[str]] = {}
    for row in load_table(FOLDER + "successors.tsv"):
        kin.setdefault(row["former"], set()).add(row["state"])
        kin.setdefault(row["state"], set()).add(row["former"])
    return {key: frozenset(others) for key, others in kin.items()}


def kin(first: str, second: str) -> bool:
    """Say whether two polities are one or one came after the other (the Soviet Union and Russia)."""
    return first == second or second in _successors().get(first, frozenset())


@cache
def parent(key: str) -> str | None:
    """Return the key of what a body, region or group belongs to, or None."""
    known = lexicon().actors.get(key)
    if known is not None and known.of:
        return known.of
    if known is not None and known.kind in ("contested", "historical", "state", "territory"):
        return None
    owner = key.rpartition(".")[0]
    while owner:
        if owner in lexicon().actors:
            return owner
        owner = owner.rpartition(".")[0]
    return None


@cache
def kind_of(key: str) -> str:
    """Return the lexicon's kind of a key ("ministry", "state"), told from its suffix where no table lists it."""
    known = lexicon().actors.get(key)
    if known is not None:
        return known.kind
    suffix = key.rpartition(".")[2]
    return _SUFFIX_KINDS.get(suffix, "body")


@cache
def polity_of(key: str) -> str | None:
    """Return the state or organisation at the top of what a key belongs to: RUS for the Kremlin, EU for the Commission."""
    seen = key
    for _ in range(6):
        if kind_of(seen) in ("state", "contested", "historical", "territory") and seen in lexicon().actors:
            return seen
        above = parent(seen)
        if above is None:
            break
        seen = above
    known = lexicon().actors.get(seen)
    if known is None:
        return None
    return seen if known.kind in POLITY_KINDS or known.sector == "IGO" else None


@cache
def sector_of(key: str) -> str:
    """Return the PLOVER sector of a key, '' where it is not known."""
    known = lexicon().actors.get(key)
    if known is not None:
        return "GOV" if known.kind == "state" else known.sector
    suffix = key.rpartition(".")[2]
    if suffix == "MIL" or _SUFFIX_KINDS.get(suffix) == "military":
        return "MIL"
    if len(suffix) == 3 and suffix in _SUFFIX_KINDS:
        return suffix
    return dict(lexicon().ministries.values()).get(suffix, "GOV" if parent(key) else "")


@cache
def voice(key: str) -> frozenset[str]:
    """Return the bodies for which a body's words stand: itself, its government, its state (as far as it speaks for them)."""
    path = {key}
    at = key
    for _ in range(6):
        if kind_of(at) not in _voices():
            break
        above = parent(at)
        if above is None:
            break
        path.add(above)
        if kind_of(above) in POLITY_KINDS:
            path.add(f"{above}.{GOVERNMENT}")
        at = above
    return frozenset(path)


@cache
def body_of(office: str, title: str, of: str) -> str:
    """Return the body in whose name the holder of an office speaks: ("FOREIGN_MINISTER", "...", "RUS") is RUS.MFA."""
    known = lexicon()
    words = fold_phrase(title).split()
    for size in range(min(6, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            if phrase in known.ministries and (size > 1 or phrase not in ("treasury", "cabinet")):
                found = known.ministry(phrase, of)
                if found:
                    return found
            for entry in known.phrases.get(phrase, ()):
                if (
                    entry.kind == "organisation"
                    and kind_of(entry.key) in _voices()
                    and polity_of(entry.key) == polity_of(of)
                ):
                    return entry.key
    if kind_of(of) not in POLITY_KINDS and of not in ("EU", "UN", "NATO"):
        return of
    suffixes = _office_bodies().get(office, ())
    if not suffixes and {"president", "presidential", "kremlin"} & set(words):
        suffixes = ("PRESIDENCY", "LEADERSHIP")
    if not suffixes and words[:1] in (["military"], ["army"]):
        suffixes = ("MIL",)
    if of in ("EU", "UN", "NATO"):
        return next((f"{of}.{suffix}" for suffix in suffixes if f"{of}.{suffix}" in known.actors), of)
    for suffix in suffixes:
        phrase = _PHRASES.get(suffix, "")
        special = known.ministry(phrase, of) if phrase else None
        if special in known.actors or f"{of}.{suffix}" in known.actors:
            return special or f"{of}.{suffix}"
    return f"{of}.{suffixes[0]}" if suffixes else of


_PHRASES = {
    "MFA": "foreign ministry", "MOD": "defence ministry", "FINANCE": "finance ministry", "INTERIOR": "interior ministry",
    "PARLIAMENT": "parliament", "SUPREME_COURT": "supreme court",
}  # fmt: skip


@cache
def office_of(title: str) -> tuple[str, str]:
    """Return the office and sector that a title names, ('', '') where it names none: its longest known words, the last."""
    known = lexicon().offices
    folded = fold_phrase(title).replace(" .", "")
    if folded in known:
        return known[folded].name, known[folded].sector
    for mark in (" for ", " of ", " to ", " at ", ","):
        head = folded.partition(mark)[0]
        if head in known:
            return known[head].name, known[head].sector
    words = folded.split()[:12]
    # the office itself stands before its "of" and "to": an adviser to the president is no president
    first = next((at for at, word in enumerate(words) if at and word in ("for", "of", "to", "at", ",")), len(words))
    for size in range(min(6, len(words)), 0, -1):
        for start in range(min(len(words) - size, first - 1), -1, -1):
            found = known.get(" ".join(words[start : start + size]))
            if found is not None:
                return found.name, found.sector
    return "", ""
