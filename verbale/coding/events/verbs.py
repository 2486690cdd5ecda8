"""Events that verbs tell: subject, verb, object; their passives; what is asked, refused or threatened."""

from __future__ import annotations

from collections.abc import Iterator

from verbale.coding.events import words as w
from verbale.coding.events.found import Found
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.groups import Group, verb_group
from verbale.coding.events.guards import fits
from verbale.coding.events.lexicon import PARTICIPLE, Rule, spoken_of, verb_forms, verb_rules, word_class
from verbale.coding.events.modes import complement_mode
from verbale.coding.events.parties import Party, coordinated
from verbale.coding.events.status import control, status_of

_BEFORE_GERUND = frozenset({",", "after", "before", "while", "when", "by", "since", "without", "and", "upon", "–", "—"})


def find_verbs(grammar: Grammar, shadows: list[tuple[int, int]]) -> Iterator[Found]:
    """Yield what the verb rules find, best rule first for each verb.

    A demand by somebody unknown is no event, but what is demanded is none either: its words go to `shadows`.
    """
    words = grammar.words
    rules = verb_rules()
    for i, low in enumerate(words.lows):
        rows = rules.get(low)
        if rows is None or words.mention[i] >= 0:
            continue
        groups: dict[frozenset[int], Group | None] = {}
        best: Found | None = None
        rank = -1
        for rule, kinds in rows:
            if not _next_fits(grammar, rule, i):
                continue
            if kinds not in groups:
                groups[kinds] = verb_group(words, i, kinds)
            group = groups[kinds]
            if "adjective" in rule.flags:
                group = _adjective(grammar, i)
            if group is None:
                continue
            found = _apply(grammar, rule, group, kinds)
            if found is None:
                if (
                    "comp" in rule.flags
                    and rule.type in ("REQUEST", "THREATEN", "REJECT")
                    and not {"mustguard", "willnot"} & rule.flags
                    and _object_words(grammar, rule, i + 1, grammar.zone_end(i + 1)) is not None
                ):
                    shadows.append((i + 1, _shadow_end(grammar, i + 1)))
                continue
            score = _weight(rule) * 4 + min(len(found.recipients), 1) + (2 if found.actors else 0)
            if score > rank:
                best, rank = found, score
        if best is not None:
            yield best


def asked_for(grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the words of what is asked for by a noun ("Canada's demand THAT RIYADH FREE ACTIVISTS")."""
    lows = grammar.words.lows
    for i, low in enumerate(lows[:-1]):
        if low in word_class("askednouns") and lows[i + 1] in ("that", "to", "for"):
            yield i + 1, _shadow_end(grammar, i + 1)


def _weight(rule: Rule) -> int:
    return (3 if rule.object.some else 0) + (2 if rule.next.some else 0) + len(rule.object.also)


def _adjective(grammar: Grammar, i: int) -> Group | None:
    """ "is ready to", "are willing to": the copula makes the verb group."""
    lows = grammar.words.lows
    j = i - 1
    negated = modal = False
    while j >= 0 and (lows[j] in ("not", "n't", "never", "always", "still", "also", "now", "fully", "more", "even")):
        negated = negated or lows[j] in ("not", "n't", "never")
        j -= 1
    if j < 0 or lows[j] not in (
        "is",
        "are",
        "was",
        "were",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "remains",
        "remain",
        "be",
        "been",
    ):
        return None
    negated = negated or lows[j].endswith("n't")
    while j > 0 and (lows[j - 1] in w.MODALS or lows[j - 1] in w.HAVE or lows[j - 1] in ("not", "always")):
        modal = modal or lows[j - 1] in w.MODALS
        j -= 1
    if modal:
        return None
    return Group(j, i, False, negated, "", False, False, False)


def _next_fits(grammar: Grammar, rule: Rule, i: int) -> bool:
    lows = grammar.words.lows
    words = rule.next
    if not words.some and not words.none:
        return True
    after = lows[i + 1] if i + 1 < len(lows) else "."
    if after in words.none:
        return False
    if not words.some or after in words.some:
        return True
    if "timenext" in rule.flags and i + 1 < len(lows) and grammar.words.time[i + 1] != -1:
        return True
    # a participle, time or adverb may stand between ("withdrew on Monday from")
    j = i + 1
    while j < len(lows) and j < i + 4 and (grammar.words.time[j] != -1 or lows[j] == "on" or lows[j] in w.ADVERBS):
        j += 1
    return j < len(lows) and j > i + 1 and lows[j] in words.some


def _object_words(grammar: Grammar, rule: Rule, start: int, end: int) -> list[int] | None:
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


def _relations(grammar: Grammar, rule: Rule, start: int, end: int) -> dict[str, list[int]]:
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


def _that_subject(grammar: Grammar, start: int) -> list[int]:
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


def _apply(grammar: Grammar, rule: Rule, group: Group, kinds: frozenset[int]) -> Found | None:
    words, lows = grammar.words, grammar.words.lows
    verb = group.verb
    flags = rule.flags
    after = lows[verb + 1] if verb + 1 < words.n else "."
    passive = group.passive
    if not passive and kinds & {PARTICIPLE} and not group.perfect and not group.modal and _agent_follows(grammar, verb):
        passive = True  # "sanctions imposed by the US"
    elif group.start == verb and kinds & {PARTICIPLE} and "noagent" in flags and after in ("from", "in", "for"):
        passive = lows[verb - 1 : verb] == [","]  # "Kabila, barred from running"
    elif "alleges" in flags and after == "of" and group.start == verb:
        passive = True  # "the man accused of the shooting"
    begin = verb + 1
    end = grammar.zone_end(begin)
    right = _relations(grammar, rule, begin, end)
    if "that" in rule.to:
        right.setdefault("that", _that_subject(grammar, begin))
    covers: list[int] = []
    actors: list[int] = []
    recipients: list[int] = []
    if passive:
        left_start = max(0, group.start - 12)
        hits = _object_words(grammar, rule, left_start, group.start)
        if rule.object.some:
            if not hits or not _head_before(grammar, hits[-1], group.start):
                return None
            covers = hits
        elif rule.object.also and hits is None:
            return None
        subject = grammar.subject(group.start)
        if rule.object.some:
            recipients = _near(grammar, rule, hits[-1] if hits else group.start, group.start)
        elif subject is not None:
            recipients = coordinated(words, grammar.parties, subject, back=True)
        else:
            return None
        actors = list(right.get("by", []))
        if not actors and "selfpassive" in flags and not recipients:
            return None
        if not actors and "selfpassive" in flags:
            # "Russian troops were massed near the border": those who were moved are those who moved
            actors, recipients = recipients, []
        if not recipients:
            recipients = _pick(grammar, right, rule.to)
        if not recipients and rule.type == "MOBILIZE":
            recipients = _borders(grammar, verb, actors)
        between = right.get("between", [])
        if not actors and "rec" in flags and len(between) > 1:
            actors = recipients = list(between)  # "talks were held in Rome between Chad and Niger"
        if not recipients and "rec" in flags and _together(grammar, rule, actors, covers):
            recipients = list(actors)
        if not actors and not ("noagent" in flags and recipients and not group.modal):
            return None
    else:
        reach = min(end + 4, words.n) if end < words.n and lows[end] == "as" else end
        hits = _object_words(grammar, rule, begin, reach)
        if hits is None:
            return None
        covers = hits
        subject = _subject(grammar, group)
        if subject is None:
            return None
        actors = coordinated(words, grammar.parties, subject, back=True)
        recipients = [n for n in _pick(grammar, right, rule.to) if n not in actors]
        if not recipients and rule.type == "MOBILIZE":
            recipients = _borders(grammar, verb, actors)
        if not recipients and "rec" in flags and _together(grammar, rule, actors, covers):
            recipients = list(actors)
    status = status_of(grammar, group)
    if not passive and status == "happened" and covers and "no" in lows[begin : covers[0]]:
        status = "denied"  # "held no talks"
    if status is None or not fits(grammar, rule, group, actors, recipients, after, status, passive):
        return None
    if "ahead" in flags and status == "happened":
        status = "scheduled"  # "is expected in Rome"
    if "willnot" in flags and status == "denied":
        status = "happened"
    if status == "scheduled" and grammar.promised(group.start):
        rule = spoken_of(rule)
        if rule.type in ("AGREE", "THREATEN"):
            status = "happened"
    mode = rule.mode
    shadow = (0, 0)
    if "comp" in flags:
        mode = complement_mode(rule, lows, verb, min(words.n, max(end, verb + 14))) or mode
        shadow = (verb + 1, _shadow_end(grammar, verb + 1))
    confidence = 0.85 if (actors and recipients) else 0.7
    if rule.object.some:
        confidence += 0.05
    first = group.verb
    last = max([verb + 1, *(hit + 1 for hit in covers if not passive and hit - verb < 6)])
    if (
        rule.next.some
        and not covers
        and lows[verb + 1 : verb + 2]
        and lows[verb + 1] in rule.next.some
        and words.mention[verb + 1] < 0
    ):
        last = verb + 2
    if passive and covers:
        first, last = verb, verb + 1
    return Found(
        rule, first, last, verb, actors, recipients, status, mode, confidence, group.start, end, covers, shadow
    )


def _together(grammar: Grammar, rule: Rule, actors: list[int], covers: list[int]) -> bool:
    """True for those who can meet each other: several, a company ("the two presidents"), a body that holds a meeting."""
    if len(actors) != 1:
        return len(actors) > 1
    occasion = rule.id == "c-meet" or any(grammar.words.lows[j] in word_class("occasions") for j in covers)
    return grammar.company(actors[0]) or (occasion and grammar.body(actors[0]))


def _subject(grammar: Grammar, group: Group) -> int | None:
    if group.infinitive:
        return control(grammar, group.start)[0]
    if group.gerund:
        return _gerund_subject(grammar, group)
    return grammar.subject(group.start)


def _gerund_subject(grammar: Grammar, group: Group) -> int | None:
    """Return who does what a gerund tells: "Moscow recalling", ", accusing", "after meeting", "considering sending"."""
    words, lows = grammar.words, grammar.words.lows
    i = group.start - 1
    before = lows[i] if i >= 0 else ""
    direct = grammar.at_end.get(i)
    if direct is not None:
        party = grammar.parties[direct]
        fits = party.head and not party.possessive
        return direct if fits and party.governor in ("", "with", "after", "about", "by", "of", "amid") else None
    if before in verb_forms("wish") or before in verb_forms("aspect") or before in verb_forms("deny"):
        while i > 0 and (
            lows[i - 1] in w.BE or lows[i - 1] in w.HAVE or lows[i - 1] in w.ADVERBS or lows[i - 1] in w.MODALS
        ):
            i -= 1
        if i > 0 and lows[i - 1] in (",", "and"):
            return grammar.clause_subject(i - 1)
        return grammar.subject(i)
    if i < 0 or before in _BEFORE_GERUND or words.time[i] != -1 or before in word_class("papers"):
        return grammar.clause_subject(group.start)
    return None


def _agent_follows(grammar: Grammar, verb: int) -> bool:
    lows = grammar.words.lows
    j = verb + 1
    while (
        j < len(lows)
        and j < verb + 5
        and (grammar.words.time[j] != -1 or lows[j] in ("on", "in") or lows[j].endswith("ly"))
    ):
        j += 1
    return j < len(lows) and lows[j] == "by"


def _head_before(grammar: Grammar, hit: int, start: int) -> bool:
    """True where an object word is the head of the passive's subject: only its phrases stand between."""
    lows = grammar.words.lows
    between = lows[hit + 1 : start]
    return not any(low in w.SUBORDINATORS or low in (",", ";", ":", "and") or low in w.MODALS for low in between)


def _near(grammar: Grammar, rule: Rule, hit: int, end: int) -> list[int]:
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


def _pick(grammar: Grammar, right: dict[str, list[int]], order: tuple[str, ...]) -> list[int]:
    unnamed: list[int] = []
    for relation in order:
        # "defended his trip": the possessor is most often the actor himself
        found = [n for n in right.get(relation, ()) if not grammar.parties[n].owning]
        if found and not all(grammar.parties[n].unnamed for n in found):
            return found
        unnamed = unnamed or found
    return unnamed  # "released the prisoners to Oslo" is about Oslo, but "released the prisoners" about them


def _borders(grammar: Grammar, verb: int, actors: list[int]) -> list[int]:
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


def _shadow_end(grammar: Grammar, start: int) -> int:
    """Return where what is asked, refused or threatened ends: at another clause, or a phrase of circumstance."""
    lows = grammar.words.lows
    for j in range(start, len(lows)):
        low = lows[j]
        if low in (";", ":") or (low in w.QUOTES and j > start + 1):
            return j
        if low in ("after", "while", "following", "during", "amid", "despite", "when", "saying", "adding"):
            return j
        if low == "as" and j > start and j + 1 < len(lows) and lows[j + 1] not in ("a", "an", "well", "soon", "the"):
            return j
        if low == "," and j + 1 < len(lows):
            nxt = lows[j + 1]
            if nxt.endswith("ing") or nxt in ("a", "the", "but", "as", "and", "while", "who", "which"):
                return j
    return len(lows)
