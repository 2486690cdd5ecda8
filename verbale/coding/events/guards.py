"""What a verb rule's flags ask of its parties and neighbours before it may speak."""

from __future__ import annotations

from collections.abc import Sequence

from verbale.coding.events import words as w
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.groups import Group
from verbale.coding.events.lexicon import Rule, known_verbs, word_class
from verbale.coding.events.parties import Party
from verbale.model import Mention


def fits(
    grammar: Grammar,
    rule: Rule,
    group: Group,
    actors: list[int],
    recipients: list[int],
    after: str,
    status: str,
    passive: bool,
) -> bool:
    """Tell whether the parties and the neighbours are such as the rule's flags ask for."""
    flags = rule.flags
    words, lows = grammar.words, grammar.words.lows
    parties = grammar.parties
    verb = group.verb
    if not actors and not recipients:
        return False
    if any(lows[parties[n].start] in w.REFLEXIVES for n in recipients):
        return False  # "supporting himself with a stick"
    # "has denied any plans to attack" names nobody attacked, "was expelled" nobody who did it
    excused = (passive and "noagent" in flags) or (status == "denied" and actors and rule.type == "ASSAULT")
    if "both" in flags and not (actors and recipients) and not excused:
        return False
    if "willnot" in flags and not (
        group.negated and (group.modal in ("will", "would", "'ll") or lows[group.start] in ("won't", "wouldn't"))
    ):
        return False
    if "personlike" in flags and not any(parties[n].mention.kind in ("person", "office", "group") for n in recipients):
        return False
    if "bothorpassive" in flags and not recipients:
        return False
    if "person" in flags and recipients and not any(_somebody(parties[n].mention) for n in recipients):
        return False
    if "polity" in flags and not any(
        parties[n].mention.kind in ("polity", "place", "person", "office", "organisation", "group") for n in recipients
    ):
        return False
    if "actorperson" in flags and not any(parties[n].mention.kind in ("person", "office", "group") for n in actors):
        return False
    if {"nomedia", "person-or-polity"} & flags:
        for n in recipients:
            party = parties[n]
            if any(low in word_class("media") for low in lows[party.start : party.end]):
                return False
    if "near" in flags and parties[recipients[0]].before > verb + 1:
        return False
    if "beside" in flags and not _beside(grammar, verb, recipients):
        return False
    if ("passive" in flags and not passive) or ("done" in flags and status != "happened"):
        return False
    if "callguard" in flags:
        last = parties[recipients[-1]].end
        follows = lows[last] if last < words.n else "."
        if not (words.time[last] != -1 if last < words.n else True) and follows not in (
            ".",
            ",",
            "on",
            "by",
            "to",
            "after",
            "late",
            "earlier",
            "and",
            "in",
            "about",
            "from",
            "over",
        ):
            return False
    if "crowd" in flags and not any(_crowd(parties[n].mention) for n in actors):
        return False
    if "troopsubj" in flags and not _troops(lows, parties[actors[0]]):
        # "Israel withdrew from Gaza": a state leaves another place with its troops
        lands = recipients and all(parties[n].mention.kind in ("polity", "place") for n in recipients)
        if not (lands and rule.type == "RETREAT" and parties[actors[0]].mention.kind == "polity"):
            return False
    if "wantguard" in flags:
        # "wants Iran to stop": somebody else is to act
        if not recipients or parties[recipients[0]].start > verb + 3:
            return False
        if lows[parties[recipients[-1]].end : parties[recipients[-1]].end + 1] != ["to"]:
            return False
    if "should" in flags and not ({"must", "should"} | word_class("leave-words")) & set(lows[verb + 2 : verb + 10]):
        return False
    if "threatenguard" in flags and after != "to" and recipients and parties[recipients[0]].start > verb + 4:
        return False
    if "threatenguard" in flags and after != "to" and _armed(lows, parties[actors[0]]):
        return False  # "the troops threaten the capital": no words were spoken
    if "vowguard" in flags or "threatguard" in flags:
        near = set(lows[verb + 1 : verb + 9])
        violent = bool(near & (word_class("violence") | word_class("restrict-t") | word_class("threat")))
        if lows[verb].startswith("threat"):
            violent = violent or bool(near & (word_class("relations") | word_class("expel-t") | word_class("arrest-t")))
        if ("vowguard" in flags and violent) or ("threatguard" in flags and not violent):
            return False
    if "notto" in flags and (
        parties[recipients[-1]].mention.actor is None or lows[parties[recipients[-1]].end :][:2] != ["not", "to"]
    ):
        return False
    if "warnguard" in flags and not _menace(set(lows[verb + 1 : verb + 24])):
        return False
    if "notperson" in flags and any(parties[n].mention.kind == "person" for n in recipients):
        return False
    if "noperson" in flags and any(parties[n].mention.kind == "person" for n in actors):
        return False  # a politician's "attack" is one of words
    if rule.type == "CONSULT" and any(medium(parties[n].mention) for n in (*actors, *recipients)):
        return False
    if "tofor" in flags and not _asked(lows, parties[recipients[-1]].end):
        return False
    if "bound" in flags and not _bound(grammar, verb + 1):
        return False
    if "tofrom" in flags and not {"to", "out", "from", "into"} & set(lows[parties[recipients[-1]].end :][:4]):
        return False
    if "coop" in flags and not set(lows[verb + 2 : verb + 6]) & word_class("coopverbs"):
        return False
    if "adjective" in flags and set(lows[verb + 2 : verb + 4]) & word_class("consultverbs"):
        return False  # everybody is always ready for talks
    if "agreeguard" in flags and after == "with" and not recipients:
        return False  # "agreed with the finding"
    if "agreeguard" in flags and after == "with":
        # "agree with X that": of one mind, nothing is promised
        following = lows[parties[recipients[-1]].end :][:6]
        if not {"to", "on"} & set(following) or following[0] == "that":
            return False
    if "commentguard" in flags and _silent(lows[verb + 2 : verb + 6]):
        return False
    if status == "denied" and rule.type == "AGREE":
        return False
    if "onlypolity" in flags and not any(parties[n].mention.kind in ("polity", "place") for n in recipients):
        return False
    if "mustguard" in flags and lows[parties[recipients[-1]].end : parties[recipients[-1]].end + 1] != ["must"]:
        return False
    if "signguard" in flags and lows[verb + 1 : verb + 3] == ["up", "for"]:
        return False
    if "resignguard" in flags and not any(parties[n].mention.kind in ("person", "office") for n in actors):
        return False
    if "failguard" in flags and not {"agree", "reach", "agreement"} & set(lows[verb + 1 : verb + 6]):
        return False
    return not ("weak" in flags and rule.type == "AID" and group.gerund)


def _beside(grammar: Grammar, verb: int, recipients: list[int]) -> bool:
    """True where only the time, length and medium of the words stand between "spoke" and those spoken to.

    "Spoke on condition of anonymity" and "spoke on a visit to Rome" tell of no conversation.
    """
    words, lows = grammar.words, grammar.words.lows
    right = [grammar.parties[n].start for n in recipients if grammar.parties[n].start > verb]
    end = min(right, default=grammar.zone_end(verb + 1))
    allowed = word_class("speakbeside")
    if not right:
        end = min(end, verb + 4)
    for j in range(verb + 1, end):
        low = lows[j]
        if words.time[j] != -1 or low in allowed or low in w.ADVERBS or low[0].isdigit() or not words.is_word(j):
            continue
        if right and (low in ("to", "with") or lows[j - 1] in ("to", "with")):
            break  # what follows is the group of the one spoken to
        if not right and (low in known_verbs() or (low in w.PREPOSITIONS and low not in ("of", "on", "to"))):
            break  # "spoke by telephone AFTER ...", "spoke for an hour IN Rome"
        return False
    return True


def _crowd(mention: Mention) -> bool:
    """True for those who protest: people and groups ("Palestinians"), no states."""
    return mention.kind in ("group", "organisation", "person") or (
        mention.kind == "polity" and mention.span.text.endswith("s")
    )


def _somebody(mention: Mention) -> bool:
    """True for a person, named or not; "it" and "they" are none."""
    return mention.kind in ("person", "office") and mention.span.text.lower() not in ("it", "they", "them")


def _menace(zone: set[str]) -> bool:
    """True where a warning tells of what the warner would do, not of the weather."""
    return bool(zone & word_class("warnwords")) or (
        bool(zone & {"will", "would", "face", "faces", "of"})
        and bool(zone & {"consequences", "sanctions", "measures", "response"})
        and bool(zone & word_class("grave"))
    )


def medium(mention: Mention) -> bool:
    """True for an outlet: talking to one is no consultation."""
    return mention.actor is not None and mention.actor.startswith("MEDIA")


def _silent(following: Sequence[str]) -> bool:
    """True for refusing to comment, to say, to give details: no refusal that anybody is owed."""
    return bool(following) and (
        following[0] in word_class("nocomment")
        or (
            following[0] in ("give", "go", "provide", "offer", "be", "speak", "discuss", "directly", "publicly")
            and any(low in word_class("nodetails") for low in following)
        )
    )


def _troops(lows: Sequence[str], party: Party) -> bool:
    return any(low in word_class("armed") for low in lows[party.start : party.end])


def _armed(lows: Sequence[str], party: Party) -> bool:
    return any(low in word_class("forces") or low in word_class("military") for low in lows[party.start : party.end])


def _bound(grammar: Grammar, start: int) -> bool:
    """True where a way is told before all else: "ordered a fleet TO THE islands", not "his troops TO FIRE" or "back home"."""
    words, lows = grammar.words, grammar.words.lows
    for j in range(start, min(start + 9, words.n - 1)):
        if lows[j] in word_class("ways"):
            return True
        if lows[j] == "to":
            return lows[j + 1] in w.DETERMINERS or words.mention[j + 1] >= 0 or words.upper[j + 1]
        if lows[j] in word_class("wayshome") or lows[j] in (",", ";", "that", "not"):
            return False
    return False


def _asked(lows: Sequence[str], end: int) -> bool:
    """True where "to", "for" or "not" follows the one asked, a few words later at most ("the troops there to fire")."""
    return any(low in ("to", "for", "not") for low in lows[end : end + 6])
