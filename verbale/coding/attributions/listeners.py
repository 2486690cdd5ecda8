"""To whom something is said: the noun phrase that the reporting verb takes, or that its occasion names."""

from __future__ import annotations

import re
from functools import cache

from verbale.coding.attributions.cues import ADVERBS, AUXILIARIES, BE, DETERMINERS
from verbale.coding.attributions.found import Found, Line, Page, Place, line_at
from verbale.coding.attributions.speakers import PRONOUNS, head_nouns, subject_before
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms

OBJECTS = frozenset("him her them us me it you".split())
"""Pronouns that can be spoken to."""
_STOPS = frozenset(
    "that to about on in not against over at during for how if whether when after by with from as before behind past "
    "through via across inside outside here there near under upon into since until while where why what who which whose "
    "because than beside between amid despite unanimously privately publicly early late too again".split()
)
_NOT_SPOKEN_TO = frozenset(
    "story stories truth lie lies tale tales joke jokes something nothing little much way".split()
)
_PERIODICAL = frozenset("daily weekly monthly".split())
_OCCASION = re.compile(
    r"\b(?:(?:letters?|messages?|notes?|cables?|telegrams?|e-?mails?|conversations?|interviews?|address|appeals?|"
    r"remarks|comments|briefings?|reply|replies|memo|report)\s+(?:to|with|for)|calls?\s+(?:to|with)|"
    r"in (?:an?|his|her|the|its|their) (?:[\w-]+ )?(?:speech|testimony)\s+(?:to|before)|"
    r"(?:speaking|talking|testifying|appearing)\s+(?:[a-z]+day\s+)?(?:to|before))\s+",
    re.I,
)
_INTERVIEW = re.compile(r"\bin an? (?:[a-z-]+ )?((?:[A-Z][\w’'-]*\.?\s?){1,3}) interview\b")


@cache
def _told_to() -> frozenset[str]:
    """Return what is made or given to those spoken to: "made it clear to", "sent a message to"; not "in opposition to"."""
    return frozenset(load_words("told_to.txt"))


@cache
def _verbs() -> dict[str, tuple[bool, frozenset[str]]]:
    """Return what each form of a verb takes: an object, and which prepositions."""
    found: dict[str, tuple[bool, frozenset[str]]] = {}
    for row in load_table("addressees.tsv"):
        takes = (row["object"] == "yes", frozenset(filter(None, row["prepositions"].split(","))))
        for form in forms(row["lemma"]).all:
            before = found.get(form, (False, frozenset()))
            found[form] = (before[0] or takes[0], before[1] | takes[1])
    return found


def speaks_to(words: str) -> bool:
    """Say whether a reporting verb says to whom, or could."""
    verbs = _verbs()
    return any(word in verbs for word in words.casefold().split())


def _index(line: Line, offset: int) -> int:
    """Return the number of the first token that begins at or after an offset."""
    return next((i for i, token in enumerate(line.tokens) if token.start >= offset), len(line.tokens))


def _timed(line: Line, index: int) -> bool:
    """Say whether a token is a time; "the daily Hraparak" is none."""
    token = line.tokens[index]
    if not line.timed[index]:
        return False
    return not (token.low in _PERIODICAL and (index + 1 >= len(line.tokens) or not line.timed[index + 1]))


_STYLES = frozenset("mr mrs ms messrs dr sen rep gen gov lt col prof rev st".split())


def noun_phrase(line: Line, start: int, ceiling: int) -> int:
    """Return the last token of the noun phrase that begins at `start`, or `start - 1` where none does."""
    index = start
    words = line.tokens
    while index < min(ceiling, len(words)) and not line.quoted[index]:
        token = words[index]
        if token.low in _STOPS or _timed(line, index):
            break
        if not token.word:
            abbreviated = (
                token.low == "." and index > start and ("." in words[index - 1].low or words[index - 1].low in _STYLES)
            )
            if not (abbreviated and index + 1 < ceiling) and token.low not in {"-", "'", "’", "&"}:
                break
        if index > start:
            previous = words[index - 1].low
            if token.low in AUXILIARIES | PRONOUNS - {"who"} | {"it", "there"}:
                break
            if token.low in DETERMINERS and (
                previous == "her" or (previous not in {"and", "of", "or"} and not _joins(previous))
            ):
                break
            if previous in OBJECTS - {"her"} and not words[index - 1].upper:
                break
        index += 1
    last = index - 1
    while last >= start and (words[last].low in {"and", "of", "or", "the"} | ADVERBS or not words[last].word):
        last -= 1
    return last


def _joins(word: str) -> bool:
    return word in {"all", "both", "the", "these", "those", "his", "her", "its", "their", "any", "every", "such"}


def _spoken_to(line: Line, first: int, last: int) -> bool:
    """Say whether somebody can be spoken to by these words."""
    if last < first or last - first > 14:
        return False
    words = [t.low for t in line.tokens[first : last + 1]]
    if words[0] in OBJECTS and not line.tokens[first].upper and len(words) == 1:
        return True
    if words == ["the", "two"]:
        return True
    if words[-1] in _NOT_SPOKEN_TO or all(word in DETERMINERS | {"both", "all", "one", "each"} for word in words):
        return False
    if words[0] in OBJECTS - {"her"} and not line.tokens[first].upper:
        return False
    following = line.tokens[last + 1].low if last + 1 < len(line.tokens) else ""
    if (
        words[0] in {"a", "an"}
        and following == "to"
        and words[-1] not in _GATHERINGS
        and not _listener_like(line, first, last)
    ):
        return False  # "urged a return to the table"
    return words[0] not in ADVERBS | AUXILIARIES and any(t.word for t in line.tokens[first : last + 1])


_GATHERINGS = frozenset(
    "conference briefing hearing session meeting summit forum event webinar interview programme program show seminar panel "
    "gathering dinner lunch luncheon banquet reception caller".split()
)


def _listener_like(line: Line, first: int, last: int) -> bool:
    """Say whether the words surely name somebody: a name, a pronoun or one of the nouns for those who speak."""
    heads = head_nouns()
    return any(
        line.named[i] or line.tokens[i].low in heads or line.tokens[i].low in OBJECTS | _AUDIENCE
        for i in range(first, last + 1)
    )


_AUDIENCE = frozenset(
    "reporters journalists newsmen correspondents press correspondent reporter newspaper daily magazine weekly paper agency "
    "radio television tv channel station broadcaster interviewer crowd crowds audience rally hall nation compatriots countrymen "
    "citizens voters supporters deputies senators mps peers lawmakers legislators parliament house commons lords congress "
    "delegates delegations colleagues colleague counterpart counterparts ministers visitors visitor neighbours neighbors "
    "neighbour neighbor partners partner hosts host guests guest donors farmers parents relatives owners companies company "
    "brethren workers students troops captains shipowners listeners viewers public people everyone everybody anyone camps".split()
)


def addressee_of(page: Page, found: Found, speaker: Place | None) -> Place | None:
    """Return the words that name to whom a report's words were said; they are never the speaker's."""
    if not found.cue:
        return None
    line = page.lines[line_at(page.lines, found.cue[0][0])]
    place = _by_verb(page, line, found) or _by_occasion(page, line, found)
    if place is None or any(each and place[0] < each[1] and each[0] < place[1] for each in (speaker, found.speaker)):
        return None
    return place


def _by_verb(page: Page, line: Line, found: Found) -> Place | None:
    verbs = _verbs()
    cue_start, cue_end = found.cue[0]
    first = _index(line, cue_start)
    after = _index(line, cue_end)
    takes_object, prepositions, at = False, frozenset[str](), -1
    led = ""
    for index in range(first, after):
        known = verbs.get(line.tokens[index].low)
        pair = line.tokens[index].low + " " + line.tokens[index + 1].low if index + 1 < len(line.tokens) else ""
        if pair in verbs:
            known = verbs[pair]
            led = line.tokens[index + 1].low if line.tokens[index + 1].low in _LEADS else led
        if known is not None:
            takes_object, prepositions, at = known[0], known[1], index
        elif at >= 0 and line.tokens[index].low in prepositions and _said_to(line, at, index):
            led = line.tokens[index].low
        elif at >= 0 and line.tokens[index].low in _STOPS and not led:
            takes_object = False  # "asked for", "cautioned at"
    if (
        at < 0
        and after - first > 1
        and line.tokens[after - 1].low == "to"
        and any(token.low in _told_to() for token in line.tokens[first:after])
    ):
        at, led = after - 1, "to"  # "made it clear to"
    if at < 0:
        return None
    later = [a for a, b in found.content if a >= cue_end and a <= line.sentence.end]
    before = any(b <= cue_start for _, b in found.content)
    ceiling = _index(line, min(later)) if later else len(line.tokens)
    if _passive(line, at):
        # "was told by the embassy that": whoever is told stands before the verb
        if not takes_object:
            return None
        subject = subject_before(line.tokens, at, 0, line.quoted, line.timed, line.named)
        return line.place(subject.first, subject.last) if subject else None
    index = after
    if found.speaker is not None and found.speaker[0] >= cue_end and not later:
        index = _index(line, found.speaker[1])  # "wrote the manufacturer to the trade office"
        takes_object = takes_object and index == after
    bare = [t.low for t in line.tokens[index:ceiling]]
    inside = ceiling <= index or all(word in DETERMINERS for word in bare)
    if inside:
        ceiling = len(line.tokens)  # the content begins too early: "urged [the two sides to meet]"
    if led:
        # "appealed to", with its preposition in the reporting words
        last = noun_phrase(line, index, ceiling)
        return line.place(index, last) if _spoken_to(line, index, last) and _listener_like(line, index, last) else None
    tail = at + 1
    if tail < after == index and takes_object and all(t.word for t in line.tokens[tail:after]):
        index = tail if _listener_like(line, tail, after - 1) else after  # the tagger took the object into the verb
    while index < ceiling and (line.tokens[index].low in ADVERBS or _timed(line, index) or _leads_time(line, index)):
        index += 1
    if index >= ceiling:
        return None
    if line.tokens[index].low in prepositions:
        last = noun_phrase(line, index + 1, ceiling)
        if _spoken_to(line, index + 1, last) and _listener_like(line, index + 1, last) and _nominal(line, index + 1):
            return line.place(index + 1, last)
        return None
    if not takes_object:
        return None
    last = noun_phrase(line, index, ceiling)
    if line.tokens[at].low.startswith("accus"):
        last = next((i - 1 for i in range(index, last + 1) if line.tokens[i].low == "of"), last)
    if not _spoken_to(line, index, last):
        return None
    if inside and not _framed(line, index, last, line.tokens[at].low):
        return None
    if line.tokens[at].low.startswith("threat") and not _threatened(line, index, last):
        return None
    if not later and not before:
        return None
    if not later and line.tokens[at].low not in _SPEAKING_TO and not _listener_like(line, index, last):
        return None
    seat = last + 2
    if (
        line.tokens[last].low in _SEATED
        and seat < len(line.tokens)
        and line.tokens[last + 1].low == "in"
        and line.tokens[seat].upper
        and not _timed(line, seat)
    ):
        return line.place(seat, seat)  # "the government in Washington"
    return line.place(index, last)


def _said_to(line: Line, at: int, index: int) -> bool:
    """Say whether what stands between a verb and "to" is said ("sent a message to"): support is given to a cause."""
    between = [token.low for token in line.tokens[at + 1 : index]]
    return not between or any(word in _told_to() for word in between) or all(word in ADVERBS for word in between)


def _nominal(line: Line, index: int) -> bool:
    """Say whether a noun phrase, and no verb, begins after "to"."""
    token = line.tokens[index]
    return (
        token.upper
        or token.low in DETERMINERS | OBJECTS | {"both", "all", "parliament", "congress"}
        or (token.low.endswith("s") and token.low in head_nouns() | _AUDIENCE)
        or line.named[index]
    )


_SEATED = frozenset("government authorities leadership administration".split())
_SPEAKING_TO = frozenset(
    "told tell tells telling informed inform informs informing assured assure assures assuring reminded reminds reminding".split()
)
_LEADS = frozenset("on upon to with".split())
_FRAMES = frozenset(["to", "not", "of", "for", "with", "against", "on", "that", "“", '"', "‘"])
_GIVES = frozenset(
    "offered offers offer offering promised promises promise promising pledged pledges pledge pledging".split()
)


_ASIDE = frozenset("by in through after over during at".split())
_MEASURES = frozenset("to with that".split())


def _threatened(line: Line, first: int, last: int) -> bool:
    """Say whether the object of a threat is who is threatened ("threatened Oslo with") and not with what ("more tariffs")."""
    following = line.tokens[last + 1].low if last + 1 < len(line.tokens) else ""
    return following in _MEASURES and line.tokens[first].low not in _AMOUNTS


_AMOUNTS = frozenset("more new further additional fresh any".split())
_NUMBERS = frozenset("two three four five six ten twelve twenty fifty hundred".split())


def _framed(line: Line, first: int, last: int, verb: str) -> bool:
    """Say whether what follows a noun phrase shows that it was spoken to: "to meet", "of lying", "that it would"."""
    words = line.tokens
    index = last + 1
    if verb in _GIVES and index < len(words) and words[index].low in DETERMINERS and all(line.named[first : last + 1]):
        return True
    while index < len(words) and (words[index].low in ADVERBS or _timed(line, index) or _leads_time(line, index)):
        index += 1
    if index >= len(words):
        return False
    low = words[index].low
    if verb in _GIVES:
        given = low in DETERMINERS | _NUMBERS or low.isdigit() or low in {"“", '"'}
        return low == "that" or (given and all(line.named[first : last + 1]))
    if low in _ASIDE:
        return any(t.low in {"to", "that", "of"} for t in words[index + 1 : index + 8])
    return low in _FRAMES


def _leads_time(line: Line, index: int) -> bool:
    return (
        line.tokens[index].low in {"on", "in", "at", "late", "early"}
        and index + 1 < len(line.tokens)
        and _timed(line, index + 1)
    )


def _passive(line: Line, at: int) -> bool:
    """Say whether the verb at `at` is passive: "was told", "have been warned"."""
    index = at - 1
    while index >= 0 and (line.tokens[index].low in ADVERBS or line.timed[index]):
        index -= 1
    return index >= 0 and line.tokens[index].low in BE and not line.tokens[at].low.endswith("ing")


def _by_occasion(page: Page, line: Line, found: Found) -> Place | None:
    """Return whom a letter, call or interview was with ("in a letter to the council", "in a BBC interview")."""
    text = page.draft.text
    for start, end in found.frame:
        if (match := _OCCASION.search(text, start, end)) is not None:
            first = _index(line, match.end())
            if not line.tokens or not line.tokens[0].start <= match.start() < line.sentence.end:
                continue
            last = noun_phrase(line, first, len(line.tokens))
            if _spoken_to(line, first, last) and _listener_like(line, first, last):
                place = line.place(first, last)
                if place[1] <= end and not any(a < place[1] and place[0] < b for a, b in found.content):
                    return place
        if (match := _INTERVIEW.search(text, start, end)) is not None:
            return match.start(1), match.start(1) + len(match.group(1).rstrip())
    return None
