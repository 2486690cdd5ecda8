"""Bring spellings of one name together: case, accents, hyphens, and the usual ways of writing Cyrillic in Latin."""

from __future__ import annotations

import re
import unicodedata

from verbale.lexicon import load_table

_NOT_LETTER = re.compile(r"[^a-z ]+")
_TWICE = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """Return the key under which spellings of a name meet: "Sergey Lavrov" and "Sergei Lavrov" have one key."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).removesuffix("'s")
    plain = " ".join(_NOT_LETTER.sub(" ", plain.replace("'", "")).split())
    for row in load_table("transliteration.tsv"):
        plain = plain.replace(row["from"], row["to"])
    return _TWICE.sub(r"\1", plain)
