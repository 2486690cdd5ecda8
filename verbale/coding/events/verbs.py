"""Events that verbs tell: subject, verb, object; their passives; what is asked, refused or threatened."""

from __future__ import annotations

from collections.abc import Iterator

from verbale.coding.events import words as w
from verbale.coding.events.found import Found
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.groups import Group, is_adverb, verb_group
from verbale.coding.events.guards import fits
from verbale.coding.events.lexicon import (
    PARTICIPLE,
    Rule,
    known_verbs,
    spoken_of,
    verb_forms,
    verb_rules,
    word_class,
)
from verbale.coding.events.modes import complement_mode
from verbale.coding.events.objects import borders, head_before, near, object_words, pick, relations, that_subject
from verbale.coding.events.parties import coordinated
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
            if not _next_fits(grammar, rule, i) or (low in w.HAVE and _perfect(grammar, i)):
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
                    and object_words(grammar, rule, i + 1, grammar.zone_end(i + 1)) is not None
                ):
                    shadows.append((i + 1, _shadow_end(grammar, i + 1)))
                continue
            score = _weight(rule) * 4 + min(len(found.recipients), 1) + (2 if found.actors else 0)
            if score > rank:
                best, rank = found, score
        if best is not None:
            yield best


def _perfect(grammar: Grammar, i: int) -> bool:
    """True where "have" only helps another verb: "have SAID that talks"."""
    lows = grammar.words.lows
    j = i + 1
    while j < len(lows) and (is_adverb(lows[j]) or lows[j] in ("not", "been")):
        j += 1
    low = lows[j] if j < len(lows) else "."
    return j > i + 1 or low in w.REPORTING or any(PARTICIPLE in kinds for _rule, kinds in verb_rules().get(low, ()))


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
    right = relations(grammar, rule, begin, end)
    if "that" in rule.to:
        right.setdefault("that", that_subject(grammar, begin))
    covers: list[int] = []
    actors: list[int] = []
    recipients: list[int] = []
    if passive:
        left_start = max(0, group.start - 12)
        hits = object_words(grammar, rule, left_start, group.start)
        if rule.object.some:
            if not hits or not head_before(grammar, hits[-1], group.start):
                return None
            covers = hits
        elif rule.object.also and hits is None:
            return None
        subject = grammar.subject(group.start)
        if rule.object.some:
            recipients = near(grammar, rule, hits[-1] if hits else group.start, group.start)
        elif subject is not None:
            recipients = coordinated(words, grammar.parties, subject, back=True)
        else:
            return None
        actors = [n for n in right.get("by", []) if _agent(grammar, n, verb)]
        if not actors and "selfpassive" in flags and not recipients:
            return None
        if not actors and "selfpassive" in flags:
            # "Russian troops were massed near the border": those who were moved are those who moved
            actors, recipients = recipients, []
        if not recipients:
            recipients = pick(grammar, right, rule.to)
        if not recipients and rule.type == "MOBILIZE":
            recipients = borders(grammar, verb, actors)
        between = right.get("between", [])
        if not actors and "rec" in flags and len(between) > 1:
            actors = recipients = list(between)  # "talks were held in Rome between Chad and Niger"
        if not recipients and "rec" in flags and _together(grammar, rule, actors, covers):
            recipients = list(actors)
        if not actors and not ("noagent" in flags and recipients and not group.modal):
            return None
    else:
        reach = min(end + 4, words.n) if end < words.n and lows[end] == "as" else end
        hits = object_words(grammar, rule, begin, reach)
        if hits is None:
            return None
        covers = hits
        subject = _subject(grammar, group)
        if subject is None:
            return None
        actors = coordinated(words, grammar.parties, subject, back=True)
        recipients = [n for n in pick(grammar, right, rule.to) if n not in actors]
        if not recipients and rule.type == "MOBILIZE":
            recipients = borders(grammar, verb, actors)
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


def _agent(grammar: Grammar, number: int, verb: int) -> bool:
    """True for who does what a passive tells: not for "HIS captors", nor for "a deadline SET BY Rome"."""
    party, lows = grammar.parties[number], grammar.words.lows
    if party.owning:
        return False
    last = party.before - 1
    return last <= verb or not (lows[last] in known_verbs() or lows[last] in ("set", "made", "given"))


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
