"""Events that nouns tell: "talks between X and Y", "X's visit to Y", "after a phone call with X, Y said"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verbale.coding.events import words as w
from verbale.coding.events.called_off import called_off
from verbale.coding.events.found import Found
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.guards import medium
from verbale.coding.events.lexicon import Rule, known_verbs, noun_rules, verb_forms, word_class
from verbale.coding.events.parties import coordinated
from verbale.coding.events.status import status_of_noun

_MILITARY = frozenset(
    "military troops troop forces force armed naval missile missiles air weapons tank tanks nuclear".split()
)
_TREATY = frozenset(
    "treaty deal agreement accord pact jcpoa nafta convention council organisation organization union".split()
)
_PHONE = frozenset("phone telephone video conference secure virtual telephonic".split())


def find_nouns(grammar: Grammar, used: set[int]) -> Iterator[Found]:
    """Yield what the noun rules find among the words that no verb rule has used."""
    words, lows = grammar.words, grammar.words.lows
    rules = noun_rules()
    for i, low in enumerate(lows):
        rows = rules.get(low)
        if rows is None or i in used or words.mention[i] >= 0:
            continue
        for rule in rows:
            found = _apply(grammar, rule, i)
            if found is not None:
                yield found
                break


def _group_start(grammar: Grammar, i: int) -> tuple[int, int | None]:
    """Return where the noun group that ends at `i` begins, and the party right before or inside it that modifies it."""
    words, lows = grammar.words, grammar.words.lows
    j = i - 1
    verbs = known_verbs()
    while j >= 0 and i - j < 7:
        low = lows[j]
        if words.mention[j] >= 0 or low in ("'s", "'"):
            k = j - 1 if low in ("'s", "'") else j
            number = grammar.at_end.get(k)
            if number is None:
                number = grammar.party_at(k)
            if number is not None and grammar.parties[number].mention.kind == "place":
                return j + 1, None
            if number is not None and (
                grammar.parties[number].possessive
                or not grammar.parties[number].head
                or grammar.parties[number].mention.kind != "person"
                or lows[grammar.parties[number].start - 1] in ("-", "–", "/")  # "the Modi-Xi summit"
            ):
                return grammar.parties[number].start, number
            return j + 1, None
        if (
            not words.is_word(j)
            or low in w.PREPOSITIONS
            or low in w.SUBORDINATORS
            or low in w.MODALS
            or low in w.BE
            or low in w.HAVE
            or low in verbs
            or low in ("and", "or", "the", "a", "an", "this", "that", "any", "no")
            or (words.time[j] != -1 and low not in ("last", "week's") and low not in w.CALENDAR)
        ):
            break
        j -= 1
    return j + 1, None


def _apply(grammar: Grammar, rule: Rule, i: int) -> Found | None:
    words, lows = grammar.words, grammar.words.lows
    flags = rule.flags
    parties = grammar.parties
    start, modifier = _group_start(grammar, i)
    inner = lows[start:i]
    before = lows[i - 1] if i > 0 else ""
    phone = any(low in _PHONE for low in inner)
    if "phone" in flags and not (
        phone or lows[i] in ("phone-call", "phonecall", "video-call") or lows[i] in ("call", "conversation")
    ):
        return None
    if "troops" in flags and not (set(inner) | set(lows[i + 1 : i + 6])) & (
        _MILITARY | word_class("forces") | word_class("arms")
    ):
        return None
    if "military" in flags and not set(inner) & _MILITARY:
        return None
    if "missile" in flags and not set(inner) & {"missile", "nuclear", "ballistic", "rocket", "weapons"}:
        return None
    if "treaty" in flags and not set(lows[i + 1 : i + 8]) & _TREATY:
        return None
    if "new" in flags and not set(inner) & word_class("neutral"):
        return None
    if before == "to" or before in w.MODALS:
        return None  # a verb after all
    if lows[i + 1 : i + 2] and lows[i + 1] in word_class("modified"):
        return None  # "the test site", "the talks table"
    if lows[i] in ("call", "calls") and lows[i + 1 : i + 2] in (["on"], ["upon"], ["for"]):
        return None  # "Rome and Paris call on Athens", and a call for something is no conversation
    if start > 1 and lows[start - 1] in ("for", "to") and lows[start - 2] in ("ready", "willing", "open", "prepared"):
        return None  # everybody is always ready for talks
    end = grammar.zone_end(i + 1, noun=True)
    stop = _phrase_end(grammar, i + 1, end)
    after: dict[str, list[int]] = {}
    previous: int | None = None
    last = ""
    for number, party in enumerate(parties):
        if party.start <= i or party.start >= stop:
            continue
        if previous is not None and number in coordinated(words, parties, previous, back=False):
            after[last].append(number)
        elif party.governor and party.before > i:
            last = party.governor
            after.setdefault(last, []).append(number)
        else:
            break
        previous = number
        if party.possessive:
            break
    actors: list[int] = []
    recipients: list[int] = []
    if modifier is not None:
        actors = coordinated(words, parties, modifier, back=True)
        start = min(start, parties[actors[0]].start)
    if rule.sides == "sym":
        return _symmetric(grammar, rule, i, start, stop, actors, after, phone)
    for preposition in rule.by:
        if not actors and after.get(preposition) and preposition not in rule.to:
            first = parties[after[preposition][0]]
            reach = max([i, *(p.end - 1 for p in parties if i < p.start < first.start)])
            actors = after[preposition] if first.before <= reach + (2 if preposition != "of" else 1) else []
    for preposition in rule.to:
        if after.get(preposition):
            first = parties[after[preposition][0]]
            reach = max([i, *(p.end - 1 for p in parties if i < p.start < first.start)])
            near = _beside(grammar, reach + 1, first.before)
            sides = [n for n in after[preposition] if n not in actors and not parties[n].owning]
            recipients = sides if near else []
            break
    if not actors and "subject" in flags and recipients and "poss" not in flags:
        subject = _side(grammar, start, visit=rule.mode == "visit")
        actors = [subject] if subject is not None and subject not in recipients else []
    if "poss" in flags and not actors:
        return None
    if (
        "poss" in flags
        and modifier is not None
        and "troops" not in flags
        and "military" not in flags
        and "missile" not in flags
        and "adj" not in flags
        and not parties[modifier].possessive
    ):
        return None
    if "both" in flags and not (actors and recipients):
        return None
    if "asks" in flags and lows[i + 1 : i + 2] not in (["that"], ["for"], ["to"]):
        return None
    if "against" in flags and not ({"that", "against", "of"} & set(lows[i + 1 : i + 2])):
        return None
    if (
        "threat" in flags
        and not (set(lows[i + 1 : i + 6]) & word_class("violence"))
        and lows[i + 1 : i + 2] != ["against"]
    ):
        return None
    if not actors or ("noperson" in flags and any(parties[n].mention.kind == "person" for n in actors)):
        return None
    status, off = _standing(grammar, start, i, stop)
    if "presup" in flags and status != "denied":
        status = "happened"  # "expects an answer to Moscow's request": the request was made
    mode = rule.mode
    return Found(rule, i, i + 1, i, actors, recipients, status, mode, 0.75, start, stop, off=off)


def _symmetric(
    grammar: Grammar,
    rule: Rule,
    i: int,
    start: int,
    stop: int,
    own: list[int],
    after: dict[str, list[int]],
    phone: bool,
) -> Found | None:
    words, parties = grammar.words, grammar.parties
    actors: list[int] = []
    recipients: list[int] = []
    partner = after.get("with") or (after.get("to") if "to" in rule.to else None) or []
    partner = [n for n in partner if not parties[n].owning]  # "talks with HIS counterpart": no other side is named
    both = after.get("between") or []
    first = after.get("of", [])[:1]  # "meetings of the council on Monday and OF THE BANK in Rome" are two
    near = bool(first) and _beside(grammar, i + 1, parties[first[0]].before)
    listed = [n for n in coordinated(words, parties, first[0], back=False) if n in after["of"]] if near else []
    if len(both) >= 2 or (both and grammar.company(both[0])):
        actors, recipients = list(both), list(both)
    elif "of" in rule.by and (len(listed) >= 2 or (listed and grammar.company(listed[0]))):
        actors = recipients = list(listed)
    elif "of" in rule.by and after.get("of") and grammar.body(after["of"][0]):
        status, off = _standing(grammar, start, i, stop)
        return Found(rule, i, i + 1, i, [after["of"][0]], [], status, rule.mode or "multilateral", 0.75, start, stop,
                     off=off)  # fmt: skip
    elif after.get("under") and grammar.body(after["under"][0]):
        status, off = _standing(grammar, start, i, stop)
        return Found(rule, i, i + 1, i, [after["under"][0]], [], status, "third-party", 0.7, start, stop,
                     off=off)  # fmt: skip
    elif own and partner:
        actors, recipients = own, [n for n in partner if n not in own]
    elif len(own) >= 2:
        actors, recipients = own, own
    elif partner and "subject" in rule.flags:
        subject = _side(grammar, start)
        if subject is None or subject in partner:
            return None
        actors, recipients = coordinated(words, parties, subject, back=True), partner
    elif not own and not partner and phone and words.lows[max(0, start - 2) : start]:
        actors, recipients = _speaking(grammar, i, start)
    if not actors or not recipients or any(medium(parties[n].mention) for n in (*actors, *recipients)):
        return None
    media = word_class("media")
    if any(low in media for n in recipients for low in words.lows[parties[n].start : parties[n].end]):
        return None
    status, off = _standing(grammar, start, i, stop)
    trigger = i
    while trigger > start and words.lows[trigger - 1] in ("phone", "telephone", "video", "peace", "conference"):
        trigger -= 1
    mode = rule.mode or ("phone" if phone else None)
    return Found(rule, trigger, i + 1, i, list(actors), list(recipients), status, mode, 0.8, start, stop, off=off)


def _speaking(grammar: Grammar, i: int, start: int) -> tuple[list[int], list[int]]:
    """Return who told, invited or urged whom in a call that names nobody itself ("in a phone call, X ASSURED Y")."""
    words, lows = grammar.words, grammar.words.lows
    if not {"in", "during", "by"} & set(lows[max(0, start - 2) : start]):
        return [], []
    for verb in sorted((j for j in range(words.n - 1) if words.mention[j] < 0), key=lambda j: (abs(j - i), j)):
        if lows[verb] not in verb_forms("tells"):
            continue
        other = next(
            (grammar.at_start[k] for k in range(verb + 1, min(verb + 4, words.n)) if k in grammar.at_start), None
        )
        if other is None or grammar.parties[other].governor or grammar.parties[other].possessive:
            continue
        subject = grammar.subject(verb)
        if subject is not None and subject != other:
            return [subject], [other]
    return [], []


def _side(grammar: Grammar, start: int, *, visit: bool = False) -> int | None:
    """Return the side that the clause names: "X said after talks WITH Y" gives X."""
    words, lows = grammar.words, grammar.words.lows
    if lows[start - 1 : start] == ["'s"]:
        start -= 1  # "after WEDNESDAY'S meeting with"
        while start > 1 and words.time[start - 1] != -1:
            start -= 1
    before = lows[start - 1] if start > 0 else ""
    if not visit and _aside(lows, start):
        return None
    if (
        before
        and before not in w.PREPOSITIONS
        and before not in ("a", "the")
        and start > 0
        and before not in known_verbs()
        and before not in ("held", "had", "have", "hold", "holding", "having", "holds")
    ):
        return None
    return grammar.clause_subject(start)


def _standing(grammar: Grammar, start: int, anchor: int, stop: int) -> tuple[str, tuple[int, int] | None]:
    """Return the status of what a noun tells, and the words by which it was called off or put off."""
    off = called_off(grammar, start, stop)
    if off is not None:
        return off.status, (off.start, off.end)
    return status_of_noun(grammar, start, anchor, stop, definite=False), None


def _aside(lows: Sequence[str], start: int) -> bool:
    """True where a noun is what words are about, and no occasion: "a harder line ON talks with Iran"."""
    j = start - 1
    while j > 0 and (lows[j] in w.DETERMINERS or lows[j] in w.ADVERBS):
        j -= 1
    if j <= 0:
        return False
    if lows[j] == "of":
        return lows[j - 1] not in word_class("stretches")
    return lows[j] in word_class("topic-links")


def _beside(grammar: Grammar, start: int, end: int) -> bool:
    """True where nothing but times, their prepositions and adverbs stands in a range ("visit last week to")."""
    words = grammar.words
    return all(
        words.time[j] != -1
        or words.lows[j] in w.PREPOSITIONS
        or words.lows[j] in w.ADVERBS
        or words.lows[j] in ("the", "here")
        for j in range(start, end)
    )


def _phrase_end(grammar: Grammar, start: int, end: int) -> int:
    """Cut a zone at the first finite verb: what follows is no complement of the noun."""
    words, lows = grammar.words, grammar.words.lows
    verbs = known_verbs()
    for j in range(start, end):
        low = lows[j]
        if (
            words.mention[j] < 0
            and (low in verbs or low in w.REPORTING or low in w.HAVE or low in w.BE or low in w.MODALS)
            and lows[j - 1] not in w.DETERMINERS
        ):
            return j
    return end
