"""Join a title with what stands before and after it, and with the person beside it."""

from __future__ import annotations

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan

_OF = frozenset({"of", "for", "to", "at", "in", "on", "from", "with"})


def find_titles(reader: Reader, scan: Scan) -> None:
    """Join a title with what stands before and after it ("Russian Deputy ... of the Security Council"), and a name."""
    tokens, labels = scan.tokens, scan.labels
    for found in list(scan.found):
        if found.use == "ministry" and found.kind == "organisation":
            _ministry(reader, scan, found)
    for found in list(scan.found):
        if found.form != "title" or labels[found.first] is not found:
            continue
        first, last = found.first, found.last
        while first > 0 and tokens[first].adjacent:
            label = labels[first - 1]
            if label is None:
                if scan.folds[first - 1] in reader.modifiers and not tokens[first - 1].poss:
                    first -= 1
                    continue
                break
            if label is found or label.kind == "person" or label.kind == "place":
                break
            if label.form == "title":
                if (
                    label.last == first
                    and not tokens[first - 1].poss
                    and label.noun in ("presidential", "deputy", "chief")
                    and label.of is None
                ):
                    first = label.first
                    continue
                break
            if (
                label.kind in ("polity", "organisation", "office", "group") and label.use != "demonym"
            ) or label.use == "adjective":
                if found.of is None:
                    found.of = label.of or label.key
                if label.use == "adjective":
                    label.use = "part"
                first = label.first
                if tokens[label.last - 1].poss:
                    break
                continue
            break
        if found.of is None and last < len(tokens) and tokens[last].fold in _OF and not tokens[last - 1].poss:
            ahead = last + 1
            while (ahead < len(tokens) and tokens[ahead].fold in ("the", "a")) or (
                ahead < len(tokens)
                and labels[ahead] is None
                and tokens[ahead].fold in reader.modifiers
                and ahead - last < 3
            ):
                ahead += 1
            label = labels[ahead] if ahead < len(tokens) else None
            if (
                label is not None
                and label.kind in ("polity", "organisation", "office")
                and label.form == "name"
                and (tokens[last].fold in ("of", "for", "to", "at") or label.kind != "polity")
            ):
                found.of = label.of or label.key or f"?{label.text.casefold()}"
                if tokens[label.last - 1].poss and label.last < len(tokens):
                    owned = labels[label.last]
                    if owned is not None and owned.kind == "organisation" and owned.form == "name":
                        label, found.of = owned, owned.key or found.of
                beyond = labels[label.last] if label.last < len(tokens) and tokens[label.last].adjacent else None
                inner = (beyond is not None and (beyond.form == "title" or beyond.kind == "person")) or tokens[
                    label.last - 1
                ].poss
                if tokens[last].fold in ("of", "for", "to", "at") and label.use != "adjective" and not inner:
                    last = label.last
                if found.office in (
                    "AMBASSADOR",
                    "ENVOY",
                    "SPECIAL_REPRESENTATIVE",
                    "PERMANENT_REPRESENTATIVE",
                ) and tokens[found.last].fold in ("to", "for"):
                    found.of = None
        if found.of is not None and last == found.last and last < len(tokens) and tokens[last].fold == "to":
            last = _accredited(scan, last)
        found.first, found.last = first, last
        found.start, found.end = tokens[first].start, tokens[last - 1].end
        found.text = reader.text[found.start : found.end]
        if not found.office.startswith("DEPUTY") and any(
            scan.folds[i] in ("deputy", "vice") for i in range(first, last)
        ):
            found.office = "DEPUTY_" + found.office
        if any(
            scan.folds[i] in ("former", "ex", "ex-", "late", "ousted", "retired", "then") for i in range(first, last)
        ):
            found.use = "former"
    for found in list(scan.found):
        if found.form == "title":
            _beside(reader, scan, found)


def _ministry(reader: Reader, scan: Scan, found: Found) -> None:
    tokens, labels = scan.tokens, scan.labels
    label = labels[found.first - 1] if found.first and tokens[found.first].adjacent else None
    if (
        label is None
        and found.first > 1
        and scan.folds[found.first - 1] in reader.modifiers
        and tokens[found.first].adjacent
    ):
        label = labels[found.first - 2]
    after = found.last
    if label is not None and label.kind in ("polity", "group") and label.key:
        found.key = reader.lex.ministry(found.noun, label.key)
        if not tokens[label.last - 1].poss and label.use != "demonym":
            first = label.first
            reader.drop(scan, label)
            found.first, found.start = first, tokens[first].start
            found.text = reader.text[found.start : found.end]
            for i in range(found.first, found.last):
                labels[i] = found
    elif after + 1 < len(tokens) and tokens[after].fold == "of":
        ahead = after + 2 if tokens[after + 1].fold == "the" else after + 1
        of = labels[ahead] if ahead < len(tokens) else None
        if of is not None and of.kind == "polity" and of.key:
            found.key = reader.lex.ministry(found.noun, of.key)
    found.of = found.key
    if found.key is None and len(found.words) == 1:
        if tokens[found.first].cap:
            found.form = "description"
        else:
            reader.drop(scan, found)


def _beside(reader: Reader, scan: Scan, found: Found) -> None:
    """Find the person a title belongs to: right after it, or before it in apposition."""
    tokens, labels = scan.tokens, scan.labels
    after = found.last
    if after < len(tokens):
        here = after
        if tokens[here].text == "," and _apposed(scan, found, _past_style(reader, scan, here + 1)):
            here = _past_style(reader, scan, here + 1)
            ranked = labels[here]
            if ranked is not None and ranked.form == "title":
                here = ranked.last
        while (
            here < len(tokens) and tokens[here].fold in reader.honorific and here - after < 2 and labels[here] is None
        ):
            here += 1
        label = labels[here] if here < len(tokens) else None
        if label is not None and label.form == "title" and label.first == here and label.last < len(tokens):
            label = labels[label.last]  # "army chief General Asim Munir"
        if label is not None and label.kind == "person" and label.form == "name" and not tokens[after - 1].poss:
            give_title(reader, found, label)
            return
    first = found.first
    back = first - 1
    while back >= 0 and (
        tokens[back].fold
        in (
            "the",
            "a",
            "an",
            "its",
            "their",
            "his",
            "her",
            "as",
            "was",
            "is",
            "also",
            "then",
            "country",
            "who",
            "currently",
        )
        or (tokens[back].poss and labels[back] is None)
    ):
        back -= 1
        if first - back > 5:
            return
    if back >= 1 and tokens[back].text in (",", "(", "–", "—", "-"):
        label = labels[back - 1]
        if label is not None and label.kind == "person" and label.form == "name" and label.person is not found:
            closing = tokens[found.last].text if found.last < len(tokens) else "."
            if (
                closing in (",", ")", ".", ";", "–", "—", ":")
                or tokens[found.last].fold in ("who", "and", "to", "of", "for", "in", "on")
                or found.last - found.first > 1
            ):
                give_title(reader, found, label)


def _past_style(reader: Reader, scan: Scan, at: int) -> int:
    """Return the token behind a "Mr" or "Señor" before a name: "the Norwegian Foreign Minister, Mr | Knut Dahl, said"."""
    styled = at < len(scan.tokens) and scan.folds[at] in reader.honorific and scan.labels[at] is None
    dotted = styled and at + 1 < len(scan.tokens) and scan.tokens[at + 1].text == "."
    return at + 1 + dotted if styled else at


def _accredited(scan: Scan, at: int) -> int:
    """Return the end of "to the United Nations" after an envoy's title, or where it began if there is no such thing."""
    tokens, labels = scan.tokens, scan.labels
    ahead = at + 2 if at + 1 < len(tokens) and tokens[at + 1].fold == "the" else at + 1
    label = labels[ahead] if ahead < len(tokens) else None
    if (
        label is None
        or label.kind not in ("polity", "organisation")
        or label.form != "name"
        or label.use == "adjective"
    ):
        return at
    beyond = labels[label.last] if label.last < len(tokens) and tokens[label.last].adjacent else None
    return at if beyond is not None or tokens[label.last - 1].poss else label.last


_RANKED = frozenset(
    "GENERAL ADMIRAL COLONEL MAJOR CAPTAIN LIEUTENANT COMMODORE MARSHAL SERGEANT COMMANDER SHEIKH AYATOLLAH COUNTERPART".split()
)
"""Ranks and the like: a second title that says what the person does counts for more."""


def _apposed(scan: Scan, title: Found, at: int) -> bool:
    """Say whether a name after a comma is the one that the title announces: "China's ambassador, Huang Xilian, said"."""
    tokens, labels = scan.tokens, scan.labels
    before = scan.folds[title.first - 1] if title.first else ""
    if not (
        title.of or before in ("the", "his", "her", "its", "their") or (title.first and tokens[title.first - 1].poss)
    ):
        return False
    label = labels[at] if at < len(tokens) else None
    if label is not None and label.form == "title" and label.last < len(tokens):
        label = labels[label.last]
    if label is None or label.kind != "person" or label.form != "name" or tokens[label.last - 1].poss:
        return False
    return label.last >= len(tokens) or tokens[label.last].text in (",", ".", ";", ")", "—", "–", ":", "”", '"')


def give_title(reader: Reader, title: Found, person: Found) -> None:
    """Join a title and a person."""
    title.person = person
    if person.person is None or not person.office or person.office in _RANKED:
        person.office, person.sector = title.office, title.sector
        person.of = title.of if title.use != "former" else person.of
    person.person = title
    if title.gender and not person.gender:
        person.gender = title.gender


def rebind(reader: Reader, scan: Scan) -> None:
    """Look again for the persons of titles, after names were found late."""
    for found in scan.found:
        if found.form == "title" and found.person is None:
            _beside(reader, scan, found)
