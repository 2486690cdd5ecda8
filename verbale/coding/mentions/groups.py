"""Find groups by description: "Russian troops", "Western officials", "two opposition leaders"."""

from __future__ import annotations

from functools import cache

from verbale.coding.mentions.reader import Reader, Scan
from verbale.lexicon.actors import lexicon

_ALONE = frozenset(
    "officials rebels militants separatists insurgents protesters demonstrators analysts experts diplomats lawmakers "
    "journalists reporters activists police authorities residents troops soldiers peacekeepers inspectors observers "
    "mediators negotiators opposition gunmen guerrillas prosecutors fishermen ministers ambassadors senators "
    "envoys delegates hostages".split()
)
_DEFINITE = frozenset(
    "army military navy government junta opposition embassy delegation leadership regime cabinet".split()
)
"""Bodies that "the" alone makes an actor: "the army said"."""
_GROUP_MODIFIERS = frozenset(
    "senior top military security intelligence naval air ground armed special government defence defense foreign regional "
    "local federal state border paramilitary separatist rebel opposition unnamed anonymous coalition allied police army "
    "navy political peace elite regular occupying occupation invading former high-ranking key several other two three "
    "border-guard nuclear trade riot public-sector law-enforcement navy democratic interim caretaker central civilian".split()
)


@cache
def _heads() -> frozenset[str]:
    """Return the words that the lexicon's groups begin with."""
    return frozenset(
        phrase[:end] for phrase in lexicon().groups for end, sign in enumerate(f"{phrase} ") if sign == " "
    )


def find_groups(reader: Reader, scan: Scan) -> None:
    """Label the groups of a sentence, each with the polity or body it belongs to."""
    tokens, labels, folds = scan.tokens, scan.labels, scan.folds
    groups = reader.lex.groups
    heads = _heads()
    count = len(tokens)
    at = 0
    while at < count:
        if labels[at] is not None or folds[at] not in heads:
            at += 1
            continue
        size = next((size for size in (3, 2, 1) if at + size <= count and " ".join(folds[at : at + size]) in groups), 0)
        if not size:
            at += 1
            continue
        phrase = " ".join(folds[at : at + size])
        first = at
        while (
            first > 0
            and tokens[first].adjacent
            and labels[first - 1] is None
            and folds[first - 1] in _GROUP_MODIFIERS
            and not tokens[first - 1].poss
        ):
            first -= 1
        label = labels[first - 1] if first and tokens[first].adjacent else None
        if label is not None and (
            tokens[label.last - 1].poss or label.form == "title" or label.kind in ("person", "place")
        ):
            label = None if not (label.kind == "polity" and tokens[label.last - 1].poss) else label
        owner = (
            label.of or label.key
            if label is not None and label.kind in ("polity", "organisation", "group", "office")
            else None
        )
        possessed = label is not None and tokens[label.last - 1].poss
        definite = first > 0 and folds[first - 1] == "the" and phrase in _DEFINITE
        if (
            owner is None
            and phrase not in _ALONE
            and not definite
            and not (first < at and phrase not in ("side", "public", "people"))
        ):
            at += size
            continue
        start = label.first if label is not None and owner and not possessed else first
        if label is not None and owner and not possessed and label.kind == "group":
            reader.drop(scan, label)
        made = reader.make(scan, start, at + size, "group", "description")
        made.sector, made.of, made.noun = groups[phrase], owner, phrase
        made.plural = phrase.endswith("s") or phrase in ("police", "people", "media")
        if owner:
            made.key = owner if made.sector in ("GOV", "") or "." in owner else f"{owner}.{made.sector}"
            if owner in ("WEST", "ARABS", "KURDS"):
                made.key = owner
        reader.label(scan, made)
        at += size
