"""What words say of a person by themselves: a country, an office, a gender; and the pronouns that stand for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from verbale.coding.attributions.naming import head_words, nouns
from verbale.lexicon import load_table
from verbale.lexicon.actors import FOLDER, fold, given_names
from verbale.lexicon.actors import lexicon as actors
from verbale.model import Mention

HE = {"he": "m", "him": "m", "she": "f", "her": "f"}
THEY = frozenset({"they", "them"})
PRONOUNS = frozenset({*HE, *THEY, "it"})
POSSESSIVE = {"his": "m", "her": "f", "its": "", "their": ""}
_FEMALE = frozenset(
    "woman lady girl spokeswoman chairwoman congresswoman stateswoman queen princess duchess mother sister widow wife "
    "ombudswoman businesswoman policewoman mrs ms miss madame her she grandmother daughter".split()
)
_MALE = frozenset(
    "man gentleman boy spokesman chairman congressman statesman king prince duke father brother widower husband mr sir lord "
    "his he grandfather son fisherman herdsman policeman businessman monsieur".split()
)
_MANY_HOLD = frozenset(
    "OFFICIAL DIPLOMAT SPOKESPERSON REPRESENTATIVE ENVOY AIDE ADVISER MINISTER DEPUTY EXPERT ANALYST SENATOR LAWMAKER OFFICER "
    "SOLDIER NEGOTIATOR JUDGE LAWYER LEADER CHIEF HEAD SECRETARY COUNTERPART CAPTAIN GENERAL COLONEL ADMIRAL".split()
)


@lru_cache(maxsize=1 << 15)
def country_of(word: str) -> str:
    """Return the key of the country of an adjective or demonym ("Norwegian", "Dane"); '' for other words."""
    if not word[:1].isupper():
        return ""
    for entry in actors().phrases.get(fold(word.removesuffix("’s").removesuffix("'s")), ()):
        if entry.kind == "polity" and entry.use in {"adjective", "demonym", "name", "seat"}:
            return entry.key
    return ""


def is_title(word: str) -> bool:
    """Say whether a word names an office or a calling."""
    low = word.casefold()
    return nouns().get(low, ("",))[0] in {"anyone", "office", "calling"} or fold(low) in actors().offices


@cache
def adjectives() -> dict[str, str]:
    """Return the adjective of each country, by key: "French" and not "Frenchman"."""
    return {
        row["key"]: row["adjectives"].split(";")[0] for row in load_table(FOLDER + "polities.tsv") if row["adjectives"]
    }


def is_adjective(word: str) -> bool:
    """Say whether a word is the adjective or demonym of a country."""
    entries = actors().phrases.get(fold(word), ())
    return any(e.kind == "polity" and e.use in {"adjective", "demonym"} for e in entries) and not (
        word.isupper() and any(e.kind == "polity" and e.use == "name" for e in entries)  # "the UK" is the state
    )


def office_in(words: Sequence[str]) -> str:
    """Return the longest office among words ("foreign minister" of "Ukraine's foreign minister")."""
    folded = [fold(word) for word in words]
    offices = actors().offices
    for size in range(min(5, len(folded)), 0, -1):
        for start in range(len(folded) - size + 1):
            phrase = " ".join(folded[start : start + size])
            if phrase in offices and offices[phrase].name != "COUNTERPART":
                return " ".join(w.strip(",") for w in words[start : start + size])
    return ""


def is_plural(word: str) -> bool:
    """Say whether a demonym names a people: "the Danes", "the Swiss"."""
    return (word.endswith(("s", "ese")) and word.casefold() not in {"portuguese"}) or word in {
        "French",
        "British",
        "Dutch",
        "Irish",
    }


def post_of(country: str, office: str) -> str | None:
    """Return the key of an office of a country, where one holds it at a time."""
    known = actors().offices.get(" ".join(fold(w) for w in office.split()))
    if not country or known is None or known.name in _MANY_HOLD:
        return None
    return f"{country}.{known.name}"


def gender_of(words: Sequence[str]) -> str:
    """Return the gender that one of the words tells, or ''."""
    low = {w.casefold().strip(",.") for w in words}
    return "f" if low & _FEMALE else "m" if low & _MALE else ""


def told_gender(phrase: str, head: Mention) -> str:
    """Return the gender that a phrase or a given name tells."""
    words = head_words(phrase)
    if told := gender_of(words[-1:] + words[:1]):
        return told
    if head.kind == "person" and head.form == "name":
        return given_names().get(fold(head.name.split()[0]), "")
    return ""
