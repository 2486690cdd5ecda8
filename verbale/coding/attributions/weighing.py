"""Weigh the act that the trained head gives to a plain report against the report's own words.

The head was taught on passages written to hold acts, so of a plain "said" it makes an accusation or a threat too readily:
in the press most of what is said is only told. Where it is not sure, the content has to hold a word of such an act.
"""

from __future__ import annotations

import re
from functools import cache

from verbale.coding.attributions.found import Found, Page
from verbale.lexicon import load_table
from verbale.lexicon.verbs import forms
from verbale.model import Act

LEAST: dict[Act, tuple[float, float]] = {
    "accuse": (0.5, 0.75),
    "threaten": (0.0, 0.5),
    "deny": (0.5, 0.5),
    "refuse": (0.0, 0.5),
    "propose": (0.5, 0.5),
    "praise": (0.5, 0.5),
    "promise": (0.5, 0.5),
    "demand": (0.0, 0.5),
}
"""From which probability on an act needs no word of its own: in a whole quotation, and in the narrator's sentence."""
_LOOKED_AT = 600
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|'ll")


@cache
def _evidence() -> dict[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]:
    """Return the words, beginnings of words and phrases of every act."""
    found: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for row in load_table("acts_evidence.tsv"):
        words, stems, phrases = found.setdefault(row["act"], (set(), set(), set()))
        for entry in row["words"].split(";"):
            if " " in entry:
                phrases.add(f" {entry[:-1]}" if entry.endswith("*") else f" {entry} ")
            elif entry.endswith("*"):
                stems.add(entry[:-1])
            else:
                words.add(entry)
    return {
        act: (frozenset(words), tuple(sorted(stems)), tuple(sorted(phrases)))
        for act, (words, stems, phrases) in found.items()
    }


def has_words_of(act: Act, content: str) -> bool:
    """Say whether a content holds a word by which an act is done."""
    words, stems, phrases = _evidence().get(act, (frozenset(), (), ()))
    low = _WORD.findall(content[:_LOOKED_AT].casefold().replace("’", "'"))
    if any(word in words or word.startswith(stems) for word in low):
        return True
    line = f" {' '.join(low)} "
    return any(phrase in line for phrase in phrases)


@cache
def _telling() -> frozenset[str]:
    """Return the forms of verbs that say an act by themselves ("threatened", "turned down"): their first words."""
    lemmas = [row["lemma"] for row in load_table("cues.tsv") if row["act"] != "assert"]
    lemmas += [lemma for row in load_table("acts_verbs.tsv") for lemma in row["verbs"].split(";")]
    lemmas += [row["noun"] for row in load_table("cues_nouns.tsv") if row["act"] != "assert"]
    return frozenset(form for lemma in lemmas for form in forms(lemma).all)


def is_plain(cue: str) -> bool:
    """Say whether reporting words only tell that something was said: none of them says which act it is."""
    words = [word.strip(",.;:") for word in cue.casefold().split()]
    telling = _telling()
    return not any(
        " ".join(words[start : start + size]) in telling for size in (1, 2, 3) for start in range(len(words) - size + 1)
    )


_BINDING = frozenset("promise pledge vow commit swear undertake guarantee".split())
_IDLE = re.compile(
    r"\b(?:not|never|n['’]t) (?:just |simply )?(?:sit|stand|remain|watch|wait)\s+"
    r"(?:idl|by\b|back\b|on (?:our|its|their|his|her|my) hands)",
    re.I,
)
_UNKNOWN = re.compile(
    r"\b(?:do|does|did|could|can)(?: not|n['’]t|not) (?:yet )?(?:know|remember|recall|say) "
    r"(?:when|what|why|how|whether|if|where|who)\b",
    re.I,
)
_NAMED = re.compile(r"\b(?:call|label|dub|term|brand|liken)(?:l?ed|s|l?ing)?\b", re.I)
"""Whoever calls a thing something judges it: what is told with these verbs is as sure as a quotation."""
_SURE = 0.6
_IF = re.compile(r"\bif\b", re.I)
_FIRST = re.compile(r"\b(?:we|us|our|ours|i|my|me)\b|\bunless\b", re.I)


@cache
def _binding() -> frozenset[str]:
    return frozenset(form for lemma in _BINDING for form in forms(lemma).all) | {"committed"}


def weighed(page: Page, item: Found, act: Act, probability: float) -> Act | None:
    """Return the act that a report is taken for; None where the head's doubt leaves it to the reporting words."""
    cue = page.text(item.cue[0]) if item.cue else ""
    content = " ".join(page.text(place) for place in item.content)[:_LOOKED_AT]
    words = cue.casefold().split()
    if act == "refuse":
        if words and words[-1].strip(",.;:") in _binding():
            return "promise"  # "committed | not to let its soil be used"
        if _IDLE.search(content) is not None:
            return "threaten"  # "We will not sit idly if …"
    if act not in LEAST or not is_plain(cue):
        return act
    if act in {"deny", "refuse"} and _UNKNOWN.search(content) is not None:
        return None
    if act == "threaten" and probability < _SURE and item.mode == "direct" and _FIRST.search(content) is None:
        return "warn" if _IF.search(content) is not None else None  # what others will do is no threat of the speaker's
    if act == "accuse" and content.casefold().startswith("responsibility"):
        return None  # "claimed | responsibility for a failed attack"
    told = item.mode == "indirect" and not (act == "accuse" and _NAMED.search(cue) is not None)
    if probability < LEAST[act][told] and not has_words_of(act, content):
        return None
    return act
