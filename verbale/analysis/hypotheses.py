"""Whether a report tells of a deed at all: "if Norland agrees", "must also accept", "after the rebels agree" tell of none.

And what is done with a demand that a noun names and the speaker only meets: who "resisted calls for a truce" refused one.
"""

from __future__ import annotations

import re

from msgspec import Struct

from verbale.model import Stance


class Lead(Struct, frozen=True):
    """The words right before the parts of a report, each to the length of a few words."""

    report: str
    """Before all of it ("... if" Norland agrees)."""
    cue: str
    """Before the reporting words ("... has resisted" demands)."""
    content: str
    """Before what is said ("... agreed that")."""


_OWED = re.compile(
    r"\b(?:must|should|could|might|may|ought|yet to|(?:need|needs|has|have|had) to|(?:is|are|was|were) to)\b(?! be\b)"
)
_EVER = re.compile(r"(?<!\w)(?:if|unless|in case|provided|provided that|supposing)\s+(?:the |an? )?[“\"]?$", re.I)
_THEN = re.compile(
    r"(?<!\w)(?:after|before|until|till|once|as soon as|in return for)\s+(?:the |an? |its |their )?[“\"]?$", re.I
)
_PRESENT = re.compile(
    r"(?:also |formally |fully |finally |publicly |first )?(?:[a-z]+[^s\W]s|agree|accept|refuse)\b(?: to| on| for)?"
)
_SAYS = re.compile(r"(?:says?|tells?)\b")
_LONG_AGO = re.compile(
    r"\b(?:previously|formerly|once|in the past(?: ha[sd])?|during (?:his|her|their|the) (?:\w+ )?campaign|"
    r"campaign(?:ed|ing)? (?:on|promis\w+)|campaign trail|years ago)\W*$"
)
_PAST_CUE = re.compile(r"\b(?:previously|formerly|in the past|campaign)\b")
_NOUN = re.compile(r"(?:demands?|calls?|requests?|offers?|proposals?|pleas?|appeals?)\b")
_AGAINST = re.compile(
    r"\b(?i:resist|reject|rebuff|refus|oppos|dismiss|spurn|turn(?:ed|s|ing)? down|fend(?:ed|s|ing)? off)[a-z]*"
    r"(?: (?!and\b|but\b|to\b|his\b|her\b|its\b|their\b|own\b)[a-z-]+){0,2} $"
)
_WITH = re.compile(
    r"\b(?i:accept|bow(?:s|ed|ing)? to|yield(?:s|ed|ing)? to|g[ai]ven? in to|heed)[a-z]*"
    r"(?: (?!and\b|but\b|to\b|his\b|her\b|its\b|their\b|own\b)[a-z-]+){0,2} $"
)
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|want(?:s|ed|ing)?|hop(?:es?|ed|ing)|mean[st]?|prepar(?:es?|ed|ing)|"
    r"expect(?:s|ed|ing)?|going|about|trying|tr(?:y|ies|ied)) $",
    re.I,
)
_THAT = re.compile(r"\bthat[\s“\"]+$")


def done(lead: Lead | None, cue: str) -> bool:
    """Say whether a report tells of a deed: not of one that would be, or that somebody owes. `cue`: folded."""
    if _OWED.search(cue):
        return False
    if lead is None:
        return True
    if any(_LONG_AGO.search(words) for words in (lead.cue.casefold(), lead.content.casefold())) or _PAST_CUE.search(
        cue
    ):
        # of another time: no stance of the day of the paper
        return False
    if _EVER.search(lead.report):
        return False
    return _PRESENT.fullmatch(cue.strip()) is None or _SAYS.search(cue) is not None or _THEN.search(lead.report) is None


def met(lead: Lead | None, cue: str) -> Stance | None:
    """Return the stance of who meets others' demand or offer that a noun names; None where the noun is no such thing."""
    if lead is None or _NOUN.match(cue) is None:
        return None
    if _AGAINST.search(lead.cue):
        return "refuses"
    return "accepts" if _WITH.search(lead.cue) else None


def is_clause(lead: Lead | None) -> bool:
    """Say whether "that" leads what is said: a thing that is so, not one to do."""
    return lead is not None and _THAT.search(lead.content) is not None


def is_plan(lead: Lead | None, cue: str, content: str) -> bool:
    """Say whether what is said is what the speaker plans ("warned that it planned" to watch them). `cue`: folded."""
    if lead is None or not content.startswith("to ") or lead.content.rstrip().casefold().endswith(cue):
        return False
    return _PLANS.search(lead.content) is not None
