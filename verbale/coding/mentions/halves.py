"""Name "the North" and "the South" where the text names the state that is meant, or its other half."""

from __future__ import annotations

from verbale.coding.mentions.reader import Reader, Scan
from verbale.lexicon import load_table
from verbale.lexicon.actors import lexicon


def name_halves(reader: Reader, scans: list[Scan], states: frozenset[str]) -> dict[int, str]:
    """Give each "the North" its state; return the states' names by identity of the mention."""
    meant: dict[str, str] = {}
    for row in load_table("halves.tsv"):
        if row["named"] in states:
            meant.setdefault(row["word"], row["state"])
    names: dict[int, str] = {}
    for scan in scans if meant else ():
        for at in range(1, len(scan.tokens)):
            token, label = scan.tokens[at], scan.labels[at]
            key = meant.get(token.fold)
            if key is None or not token.cap or scan.folds[at - 1] != "the":
                continue
            if label is not None and (label.key is not None or (label.first, label.last) != (at, at + 1)):
                continue  # "the North Atlantic"
            after = scan.tokens[at + 1] if at + 1 < len(scan.tokens) else None
            if after is not None and after.cap and after.adjacent and not token.poss:
                continue
            if label is not None:
                reader.drop(scan, label)
            made = reader.make(scan, at, at + 1, "polity", "name")
            made.key, made.use = key, "seat"
            reader.label(scan, made)
            names[id(made)] = lexicon().actors[key].name
    return names
