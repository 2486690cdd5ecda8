"""Find what the lexicon knows by name: polities, bodies, places, persons, ministries, and the titles of offices."""

from __future__ import annotations

import re

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan
from verbale.lexicon.actors import Entry
from verbale.model import MentionKind

_INITIAL = re.compile(r"[A-Z]\.?\Z")
_MOTION = frozenset(
    "flew fly flying flight travel travelled traveled travelling trip visit visited went go going return returned came "
    "left leave leaves leaving visits visiting quit flies travels departed arrived arrive arrives "
    "drove moved heading headed back mission".split()
)
_GENERAL = frozenset(
    "election elections assembly strike strikes public amnesty manager council staff agreement principles terms rule "
    "meeting debate population mobilization mobilisation hospital headquarters".split()
)
"""What is general, rather than a general's."""
_RANKS = frozenset(
    {"ayatollah", "general", "colonel", "president", "king", "queen", "emir", "mullah", "captain", "admiral"}
)


def find_known(reader: Reader, scan: Scan, shouted: bool) -> None:
    """Label the longest names and titles that the lexicon knows, from left to right."""
    tokens, longest = scan.tokens, reader.lex.longest
    count = len(tokens)
    at = 0
    while at < count:
        token = tokens[at]
        reach = longest.get(token.fold, 0)
        if token.poss:
            reach = max(reach, longest.get(f"{token.fold}'s", 0))
        step = 1
        if reach and token.word:
            for size in range(min(reach, count - at), 0, -1):
                made = _match(reader, scan, at, size, shouted)
                if made is not None:
                    reader.label(scan, made)
                    step = size
                    break
        at += step


def _match(reader: Reader, scan: Scan, at: int, size: int, shouted: bool) -> Found | None:
    tokens = scan.tokens
    end = at + size
    if any(tokens[inner].poss and "'" not in tokens[inner].fold for inner in range(at, end - 1)):
        return _possessed(reader, scan, at, end, shouted)
    folded = scan.folds[at] if size == 1 else " ".join(scan.folds[at:end])
    cap = tokens[at].cap
    entries = reader.lex.phrases.get(folded)
    if entries is not None:
        surface = reader.text[tokens[at].start : tokens[end - 1].end]
        good = [entry for entry in entries if _written(entry, surface, cap, shouted)]
        if good and not (size == 1 and _part_of_name(reader, scan, at, good[0])):
            return _entry(reader, scan, at, end, good)
    if cap and tokens[end - 1].cap and (size == 1 or scan.folds[at] not in _RANKS):
        person = reader.lex.person(folded)
        if person is not None and not all(fold in reader.common for fold in scan.folds[at:end]):
            made = reader.make(scan, at, end, "person", "name")
            made.key, made.gender = person.key, person.gender or reader.given.get(scan.folds[at], "")
            return made
    if folded in reader.lex.ministries and (size > 1 or cap):
        strong = cap or size > 1
        if strong:
            made = reader.make(scan, at, end, "organisation", "name")
            made.noun, made.use = folded, "ministry"
            made.sector = reader.lex.ministries[folded][1]
            return made if size > 1 or folded in reader.org or cap else None
    office = reader.lex.offices.get(folded)
    if office is not None and not (
        folded == "general" and not cap and end < len(tokens) and scan.folds[end] in _GENERAL
    ):
        made = reader.make(scan, at, end, "office", "title")
        made.office, made.sector, made.gender, made.noun = office.name, office.sector, office.gender, folded
        return made
    return None


def _possessed(reader: Reader, scan: Scan, at: int, end: int, shouted: bool) -> Found | None:
    """Return a name that holds an owner of its own ("People's Daily"), where the lexicon knows it whole."""
    tokens = scan.tokens
    folded = " ".join(
        f"{token.fold}'s" if token.poss and n < end - 1 else token.fold
        for n, token in enumerate(tokens[at:end], start=at)
    )
    surface = reader.text[tokens[at].start : tokens[end - 1].end]
    good = [e for e in reader.lex.phrases.get(folded, ()) if _written(e, surface, tokens[at].cap, shouted)]
    return _entry(reader, scan, at, end, good) if good else None


def _part_of_name(reader: Reader, scan: Scan, at: int, entry: Entry) -> bool:
    """Say whether a one-word polity or place stands inside a person's name: "Jordan Belfort", "Jack London"."""
    tokens = scan.tokens
    fold = tokens[at].fold
    if scan.loose or entry.use == "adjective":
        return False
    if at and tokens[at].adjacent and tokens[at - 1].cap and not tokens[at - 1].poss:
        before = tokens[at - 1].fold
        if (before in reader.given and scan.labels[at - 1] is None and before not in reader.common) or (
            _INITIAL.match(tokens[at - 1].text) and tokens[at - 1].text.endswith(".")
        ):
            return True
    if at + 1 < len(tokens) and tokens[at + 1].adjacent and not tokens[at].poss and fold in reader.given:
        after = tokens[at + 1]
        return after.cap and after.fold not in reader.lex.longest and after.fold not in reader.common
    return False


def _entry(reader: Reader, scan: Scan, at: int, end: int, entries: list[Entry]) -> Found | None:
    tokens = scan.tokens
    entry = entries[0]
    adjective = next((each for each in entries if each.use == "adjective"), None)
    following = tokens[end] if end < len(tokens) else None
    if adjective and entry.use == "demonym":
        plain = following is None or not following.word or not following.adjacent
        if not plain or (tokens[end - 1].text[-1] != "s" and not tokens[end - 1].text.endswith(("ese", "sh", "ch"))):
            entry = adjective
    elif adjective is None and entry.use == "demonym" and len(entries) == 1 and not entry.surface.endswith("s"):
        pass
    if (
        end + 1 < len(tokens)
        and tokens[end].text == "-"
        and tokens[end + 1].text[0].islower()
        and not tokens[end].adjacent
    ):
        # "US-led", "London-based": part of an adjective
        made = reader.make(scan, at, end, "polity", "name")
        made.use, made.key, made.of = "adjective", entry.key or None, entry.key if entry.kind == "polity" else None
        return made
    kind: MentionKind = entry.kind
    made = reader.make(scan, at, end, kind, "name")
    made.key, made.use = (entry.key or None), entry.use
    if kind == "polity":
        made.of = entry.key
        if entry.use == "demonym":
            made.kind, made.plural = "group", tokens[end - 1].text.endswith(("s", "men", "ese", "sh", "ch"))
        if entry.use == "seat" and _is_place(reader, scan, at, end):
            made.kind, made.use = "place", "place"
    elif kind == "organisation" and entry.key:
        actor = reader.lex.actors[entry.key]
        made.of, made.sector = entry.key, actor.sector
        if entry.use == "seat" and _is_place(reader, scan, at, end):
            made.kind, made.use = "place", "place"
            made.key = next((other.key for other in entries if other.kind == "place" and other.key), None)
            return made
        if actor.kind == "seat":
            made.kind = "office"
    return made


def _is_place(reader: Reader, scan: Scan, at: int, end: int) -> bool:
    """Say whether a capital stands for the town ("in Moscow"), not the government ("Moscow said")."""
    tokens = scan.tokens
    following = tokens[end].fold if end < len(tokens) else ""
    if tokens[at].upper and at <= 2 and following in ("(", ",", "-", "—", "–", "_"):
        return True  # a dateline
    if following in reader.reporting and (at == 0 or tokens[at - 1].fold not in ("in", "at", "near", "from", "and")):
        return False
    back = at - 1
    while back > 0 and at - back < 4 and tokens[back].fold in ("the", "central", "downtown", "nearby", "and"):
        if tokens[back].fold == "and":
            label = scan.labels[back - 1]
            if label is None or label.kind != "place":
                break
            return True
        back -= 1
    before = tokens[back].fold if back >= 0 else ""
    if tokens[end - 1].poss:
        return False
    if before in _MOTION and before not in ("trip", "visited", "mission", "return", "back"):
        return before in ("left", "leave", "leaves", "leaving", "visit", "visits", "visiting", "quit")
    if before == "for" and back > 0 and tokens[back - 1].fold in ("left", "leaves", "departed", "bound", "headed"):
        return True
    if before in ("to", "from", "in") and back > 0 and tokens[back - 1].fold in ("ambassador", "envoy", "embassy"):
        return True
    if before in ("between", "from", "to", "toward", "towards", "with", "by"):
        after = tokens[end].fold if end < len(tokens) else ""
        if before in ("to", "from", "towards", "toward") and back > 0:
            return tokens[back - 1].fold in _MOTION or after in ("on", "airport")
        return False
    return before in reader.locative


def _written(entry: Entry, surface: str, cap: bool, shouted: bool) -> bool:
    """Say whether the document writes a name as the lexicon does: acronyms exactly, other names with their capital."""
    if entry.surface == surface:
        return True
    if entry.surface.isupper() and len(entry.surface) <= 6:
        return False
    return cap or shouted
