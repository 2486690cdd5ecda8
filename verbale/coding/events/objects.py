"""The objects of a verb: the words that a rule asks for, the parties by their relation, and which of them are its other side."""

from __future__ import annotations

from verbale.coding.events import words as w
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.lexicon import Rule, word_class
from verbale.coding.events.parties import Party, coordinated

_FINITE = frozenset("is are was were has have had will would could might may".split())


def object_words(grammar: Grammar, rule: Rule, start: int, end: int) -> list[int] | None:
    """Return the places of the object words that the rule asks for, None where they are absent or others bar them."""
    lows = grammar.words.lows
    wanted, barred = rule.object.some, rule.object.none
    if not wanted and not barred and not rule.object.also:
        return []
    hits: list[int] = []
    crossed = 0
    for j in range(start, min(end, start + 12)):
        low = lows[j]
        if low in ("and", "or") and j + 1 < end and lows[j + 1].endswith("ing"):
            break
        if low in barred and crossed == 0:
            return None
        if low in wanted and (lows[j - 1] not in w.BE or lows[j - 1] == "'s"):  # no "have BEEN meeting"
            hits.append(j)
            if not rule.object.also:
                break
        if low in ("about", "around", "over", "than") and j + 1 < end and lows[j + 1][0].isdigit():
            continue  # "about 1,000 soldiers"
        if low in w.PREPOSITIONS and grammar.words.time[j] == -1:
            # "dozens of warplanes", "a wave of strikes": one "of" may be crossed
            if j <= start + 1 and low in rule.next.some:
                continue  # "broke OFF relations", "withdrew FROM the deal"
            if low in ("on", "as") and any(word in wanted for word in lows[j + 1 : min(j + 4, end)]):
                continue  # "on high alert", "on strike", "as an independent state"
            crossed += 1
            if crossed > 1 or low != "of" or "direct" in rule.flags:
                break
    if wanted and not hits:
        return None
    for also in rule.object.also:
        if not any(lows[j] in also for j in range(start, end)):
            return None
    return hits


def relations(grammar: Grammar, rule: Rule, start: int, end: int) -> dict[str, list[int]]:
    """Return the parties right of a verb by the relation in which they stand."""
    found: dict[str, list[int]] = {}
    last = ""
    previous: int | None = None
    for number, party in enumerate(grammar.parties):
        if party.start < start or party.start >= end:
            continue
        if previous is not None and number in coordinated(grammar.words, grammar.parties, previous, back=False):
            relation = last
        elif party.governor and party.before >= start:
            relation = party.governor if party.governor in rule.to else _through(grammar, party, start)
            if rule.type == "REJECT" and rule.object.some and _infinitive(grammar, start, party.before):
                relation = "later"  # "rejected an ultimatum to withdraw from the islands"
        else:
            asks = rule.type == "REQUEST" or rule.id == "c-meet"
            relation = "later" if asks and _infinitive(grammar, start, party.start) else "obj"
            after = grammar.words.lows[party.end : party.end + 1]
            if rule.type in ("THREATEN", "REQUEST") and not party.possessive and after and after[0] in _FINITE:
                relation = "that"  # "warned CHAD WAS ready": the subject of what is said
            if (
                previous is not None
                and "obj" in found
                and grammar.parties[previous].end < party.start
                and not grammar.parties[previous].possessive
            ):
                # a second bare party after the object is somebody else's ("urged Iran Russia said")
                relation = "later"
        found.setdefault(relation, []).append(number)
        last, previous = relation, number
    return found


def that_subject(grammar: Grammar, start: int) -> list[int]:
    """Return the subject of the clause that is asked for ("demanded that NATO stop")."""
    lows = grammar.words.lows
    for j in range(start - 1, min(start + 6, len(lows))):
        if lows[j] == "that" or j == start - 1:
            for k in range(j + 1, min(j + 3, len(lows))):
                number = grammar.at_start.get(k)
                if number is not None:
                    found = coordinated(grammar.words, grammar.parties, number, back=False)
                    return [] if grammar.parties[found[-1]].possessive else found
    return []


def _through(grammar: Grammar, party: Party, start: int) -> str:
    """Return the relation of a party behind a preposition: "the government in Cairo" stands where its head does."""
    lows = grammar.words.lows
    i = party.before - 1
    if i < start or party.governor not in ("in", "of", "from") or not _stands_for(lows[i]):
        return party.governor
    while i >= start and (_stands_for(lows[i]) or lows[i] in w.DETERMINERS or lows[i] in word_class("titles")):
        i -= 1
    if i >= start and lows[i] in w.PREPOSITIONS:
        return lows[i]
    return "obj" if i < start or lows[i] in ("and", "or") else party.governor


def _stands_for(low: str) -> bool:
    return low in word_class("agents") or low in word_class("company-people")


def _infinitive(grammar: Grammar, start: int, end: int) -> bool:
    """True where "to" and a verb stand between ("urged the crowd TO CONTINUE his work")."""
    words, lows = grammar.words, grammar.words.lows
    for j in range(start, min(end, words.n - 1)):
        if lows[j] == "to" and words.mention[j + 1] < 0 and lows[j + 1] not in w.DETERMINERS and words.is_word(j + 1):
            return not words.upper[j + 1] and j + 1 < end and lows[j + 1] not in word_class("titles")
    return False


def near(grammar: Grammar, rule: Rule, hit: int, end: int) -> list[int]:
    """Return the parties beside an object word left of a passive ("sanctions ON IRAN were lifted", "IRAN'S demand")."""
    after = [n for n, p in enumerate(grammar.parties) if hit < p.start < end and p.governor in rule.to]
    if after:
        return after[:1]
    inside = [n for n, p in enumerate(grammar.parties) if p.start <= hit < p.end]
    if inside:
        return inside
    if "obj" in rule.to:
        return [n for n, p in enumerate(grammar.parties) if hit - 4 <= p.end <= hit and not p.governor][-1:]
    return []


def pick(grammar: Grammar, right: dict[str, list[int]], order: tuple[str, ...]) -> list[int]:
    """Return the parties of the first relation that has any, those with a name before those without."""
    unnamed: list[int] = []
    for relation in order:
        # "defended his trip": the possessor is most often the actor himself
        found = [n for n in right.get(relation, ()) if not (grammar.parties[n].owning or _bystander(grammar, n))]
        if found and not all(grammar.parties[n].unnamed for n in found):
            return found
        unnamed = unnamed or found
    return unnamed  # "released the prisoners to Oslo" is about Oslo, but "released the prisoners" about them


def _bystander(grammar: Grammar, number: int) -> bool:
    """True for whose partner, or whose sovereignty, it is: "condemned the violation of CHAD'S sovereignty"."""
    party, lows = grammar.parties[number], grammar.words.lows
    return party.possessive and any(low in word_class("ones-own") for low in lows[party.end + 1 : party.end + 4])


def borders(grammar: Grammar, verb: int, actors: list[int]) -> list[int]:
    """Return whose borders forces stand at: theirs who say so ("Uganda says Kenya has massed troops NEAR ITS BORDER")."""
    lows = grammar.words.lows
    near = next((j for j in range(verb + 1, len(lows) - 2) if lows[j] in ("near", "along", "on", "at")), None)
    if (
        near is None
        or lows[near + 1] not in ("its", "their")
        or not {"border", "borders"} & set(lows[near + 2 : near + 5])
    ):
        return []
    own = {(grammar.parties[n].mention.actor or "").partition(".")[0] for n in actors}
    for n, party in enumerate(grammar.parties):
        key = party.mention.actor
        if party.end > verb or key is None or key.partition(".")[0] in own or party.mention.kind != "polity":
            continue
        if lows[party.end] in w.REPORTING:
            return [n]
    return []


def head_before(grammar: Grammar, hit: int, start: int) -> bool:
    """True where an object word is the head of the passive's subject: only its phrases stand between."""
    lows = grammar.words.lows
    between = lows[hit + 1 : start]
    return not any(low in w.SUBORDINATORS or low in (",", ";", ":", "and") or low in w.MODALS for low in between)
