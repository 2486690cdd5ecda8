"""Give polities and bodies of one document their heads, and find "the alliance", "the ministry" with what they stand for."""

from __future__ import annotations

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan

_DETERMINERS = frozenset({"the", "this", "that"})


def resolve_bodies(reader: Reader, scans: list[Scan], names: dict[int, str]) -> None:
    """Give polities, organisations, places, groups of one document their first naming mention as head."""
    heads: dict[tuple[object, ...], Found] = {}
    initials: dict[str, Found] = {}
    naming = [each for scan in scans for each in scan.found if each.use != "part"]
    parts = [each for scan in scans for each in scan.found if each.use == "part"]
    for each in naming + parts:
        if each.kind == "person" or each.form == "title" or each.use == "adjective":
            continue
        identity: tuple[object, ...]
        if each.kind == "polity":
            identity = ("polity", each.key)
        elif each.kind in ("organisation", "office") and each.key:
            identity = ("body", each.key)
        elif each.kind in ("organisation", "office"):
            identity = ("body", each.words[1:] if each.words[0] == "the" else each.words)
            before = "".join(word[0] for word in each.words if word not in ("of", "the", "and", "for"))
            if len(each.words) > 2:
                initials.setdefault(before, each)
            elif len(each.words) == 1 and each.text.isupper() and each.words[0] in initials:
                each.head = initials[each.words[0]].top()
                continue
        elif each.kind == "group":
            identity = ("group", each.key, each.noun or each.words)
        else:
            identity = (each.kind, each.words)
        each.head = heads.setdefault(identity, each)
        head = each.head
        best = names.get(id(head))
        if (
            best is None
            or (each.use not in ("seat", "part") and len(each.text) > len(best) and each.form == "name")
            or (head.use == "seat" and best == head.text and each.use not in ("seat", "part"))
        ):
            names[id(head)] = _called(reader, each)


def _called(reader: Reader, found: Found) -> str:
    """Return how a mention names its actor: an adjective gives way to the polity's own name."""
    actor = reader.lex.actors.get(found.key or "") if found.use == "part" else None
    return actor.name if actor is not None else found.text


_BODY_NOUNS = frozenset(
    "alliance bloc ministry agency organisation organization council commission department union group movement court tribunal "
    "watchdog parliament company party bank fund broadcaster newspaper outlet network channel militia league assembly body "
    "faction front association tabloid daily magazine lender embassy junta".split()
)
_BODY_MODIFIERS = frozenset(
    "military western defence defense atlantic regional world global international nuclear un u.n. 27-nation 27-member militant "
    "islamist armed rebel foreign defence interior state state-run government news political security transatlantic same "
    "atomic upper lower human rights 30-member 30-nation ruling opposition".split()
)


def find_body_nouns(reader: Reader, scan: Scan, scans: list[Scan], out: list[Found]) -> None:
    """Find "the alliance", "the US-led military bloc", "the ministry" and the body they stand for."""
    folds, tokens, labels = scan.folds, scan.tokens, scan.labels
    for at, fold in enumerate(folds):
        if fold not in _BODY_NOUNS or tokens[at].cap:
            continue
        label = labels[at]
        if label is not None and label.use != "ministry":
            continue
        if (
            at + 1 < len(folds)
            and folds[at + 1]
            in (
                "of",
                "led",
                "spokesman",
                "spokeswoman",
                "spokesperson",
                "chief",
                "leader",
                "official",
                "officials",
                "members",
                "leaders",
            )
            and folds[at + 1] == "of"
        ):
            continue
        first = at
        while first > 0 and at - first < 5 and folds[first - 1] not in _DETERMINERS:
            inner = labels[first - 1]
            if (
                folds[first - 1] in _BODY_MODIFIERS
                or tokens[first - 1].text == "-"
                or folds[first - 1] in ("led", "based", "backed", "mediated")
                or (inner is not None and inner.kind == "polity" and first > 1 and folds[first] == "-")
            ):
                first -= 1
                continue
            break
        if first == 0 or folds[first - 1] not in _DETERMINERS:
            continue
        body = _antecedent(reader, scan, scans, fold, tokens[at].start)
        if body is None:
            continue
        if label is not None:
            reader.drop(scan, label)
            if label in out:
                out.remove(label)
        made = reader.make(scan, first, at + 1, "organisation", "description")
        head = body.top()
        made.kind = "organisation" if head.kind in ("office", "organisation") else head.kind
        made.head, made.key, made.confidence, made.noun = head, body.key, 0.8, fold
        for i in range(first, at + 1):
            inner = labels[i]
            if inner is not None and inner in out and inner.head is inner:
                break
        else:
            for i in range(first, at + 1):
                inner = labels[i]
                if inner is not None and inner in out:
                    out.remove(inner)
            reader.label(scan, made)
            out.append(made)


def _antecedent(reader: Reader, scan: Scan, scans: list[Scan], noun: str, start: int) -> Found | None:
    for number in range(scan.number, max(-1, scan.number - 12), -1):
        for each in sorted(scans[number].found, key=lambda found: -found.start):
            if each.start >= start or each.kind not in ("organisation", "office") or each.form != "name":
                continue
            actor = reader.lex.actors.get(each.key or "")
            if (actor is not None and noun in actor.nouns) or noun in each.words:
                return each
    if scan.number <= 2:
        for later in scans[scan.number :]:
            for each in later.found:
                actor = reader.lex.actors.get(each.key or "") if each.kind == "organisation" else None
                if actor is not None and noun in actor.nouns and each.form == "name":
                    return each
    return None
