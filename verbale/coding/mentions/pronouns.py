"""Tell whom he, she, they and it mean, by nearness, subject and gender."""

from __future__ import annotations

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan

_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_SAYS = frozenset(
    "said says added told tells warned stated insisted stressed announced noted claimed denied accused argued called "
    "explained urged continued concluded emphasised emphasized reiterated declared also has had is was would will".split()
)


def mark_subjects(scans: list[Scan]) -> None:
    """Mark the likely grammatical subjects: the first actor of a clause, or whoever stands beside a reporting verb."""
    for scan in scans:
        first = True
        main = _main_clause(scan)
        for each in sorted(scan.found, key=lambda found: found.start):
            if each.use in ("adjective", "part") or each.form == "title" or each.kind == "place":
                continue
            if each.first == main:
                first = True  # "While Lund was leaving, Berg held a news conference at which she said …"
            after = scan.folds[each.last] if each.last < len(scan.folds) else ""
            before = scan.folds[each.first - 1] if each.first else ""
            governed = before in (
                "of",
                "to",
                "with",
                "by",
                "for",
                "from",
                "against",
                "on",
                "in",
                "at",
                "between",
                "and",
                "than",
            )
            according = before == "to" and each.first > 1 and scan.folds[each.first - 2] == "according"
            owner = scan.tokens[each.last - 1].poss
            says = after in _SAYS and not owner
            each.subject = says or according or (first and not governed and not owner)
            if not governed and not owner:
                first = False


_FRONTED = frozenset(
    "while when as after before although though if because since during in on at with despite following unlike amid".split()
)


def _main_clause(scan: Scan) -> int:
    """Return the index of the word with which the main clause begins behind a fronted one; -1 where none is fronted."""
    folds = scan.folds
    if not folds or folds[0] not in _FRONTED:
        return -1
    comma = next((at for at, fold in enumerate(folds) if fold == ","), None)
    if comma is None or comma + 1 >= len(folds):
        return -1
    at = comma + 1
    label = scan.labels[at]
    return at if label is not None and label.kind == "person" else -1


def find_pronouns(reader: Reader, scans: list[Scan], out: list[Found]) -> None:
    """Add the pronouns whose person or body is reasonably sure."""
    for scan in scans:
        folds, tokens = scan.folds, scan.tokens
        for at, fold in enumerate(folds):
            if fold in _HE:
                ahead = _fronted(scan, at) if fold in ("his", "her") else None
                target = ahead or _person_before(scans, scan, tokens[at].start, _HE[fold], fold)
                if target is not None:
                    made = reader.make(scan, at, at + 1, "person", "pronoun")
                    made.head, made.key = target.top(), target.key
                    made.gender = target.gender or _HE[fold]
                    head = made.head
                    if not head.gender:
                        head.gender = _HE[fold]
                    made.subject = fold in ("he", "she")
                    made.confidence = 0.75 if fold in ("he", "she") else 0.65
                    reader.label(scan, made)
                    out.append(made)
            elif (
                fold in ("they", "it")
                and at + 1 < len(folds)
                and folds[at + 1] in reader.reporting
                and tokens[at + 1].adjacent
            ):
                target = _body_before(scans, scan, tokens[at].start, fold == "they")
                if target is not None:
                    made = reader.make(scan, at, at + 1, target.kind, "pronoun")
                    made.head, made.key, made.confidence = target.top(), target.key, 0.6
                    reader.label(scan, made)
                    out.append(made)


def _person_before(scans: list[Scan], scan: Scan, start: int, gender: str, fold: str) -> Found | None:
    best: tuple[float, Found] | None = None
    for back in range(4):
        number = scan.number - back
        if number < 0:
            break
        other = scans[number]
        if other.sentence.role == "headline" and scan.sentence.role != "headline" and number > 0:
            break
        for each in other.found:
            if each.start >= start or each.kind != "person" or (each.head is None and each.form != "description"):
                continue
            known = each.top().gender or each.gender
            if known and known != gender:
                continue
            score = 4.0 - 1.6 * back + (2.0 if each.subject else 0.0) + (0.0 if known else -0.7)
            if other.tokens[each.last - 1].poss and back == 0:
                score -= 0.5
            if back == 0 and fold in ("him", "himself") and each.subject and fold == "him":
                score -= 2.5
            score += (each.start - other.sentence.start) / 100000
            if best is None or score > best[0]:
                best = (score, each)
    return best[1] if best is not None else None


_FRONT = frozenset(
    "during in after before at on despite discussing citing quoting with while as following since for".split()
)


def _fronted(scan: Scan, at: int) -> Found | None:
    """Return the subject that a fronted phrase looks ahead to: "During his visit on Monday, Putin said"."""
    if at > 6 or scan.folds[0] not in _FRONT:
        return None
    if any(found.kind == "person" and found.first < at for found in scan.found):
        return None
    comma = next((i for i in range(at, min(at + 14, len(scan.folds))) if scan.folds[i] == ","), None)
    if comma is None:
        return None
    return next(
        (f for f in scan.found if f.kind == "person" and f.form == "name" and comma < f.first <= comma + 7), None
    )


def _body_before(scans: list[Scan], scan: Scan, start: int, plural: bool) -> Found | None:
    for back in range(3):
        number = scan.number - back
        if number < 0:
            break
        options = [
            each
            for each in scans[number].found
            if each.start < start
            and each.subject
            and (each.plural if plural else each.kind in ("organisation", "polity", "office") and each.form == "name")
        ]
        if options:
            return options[-1] if back else options[0]
    return None
