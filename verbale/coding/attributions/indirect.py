"""Reported speech without quotation marks around the whole of it: "Tehran said that …", "…, according to the envoy"."""

from __future__ import annotations

from collections.abc import Iterator

from verbale.coding.attributions.cues import ADVERBS, AUXILIARIES, BE, DETERMINERS, Cue, find_cues, is_title_case
from verbale.coding.attributions.found import Found, Line, Page, Place
from verbale.coding.attributions.media import is_outlet
from verbale.coding.attributions.speakers import (
    PRONOUNS,
    Phrase,
    head_nouns,
    is_speaker_like,
    subject_after,
    subject_before,
)
from verbale.model import Mode

_TAIL_PREPOSITIONS = frozenset(
    "in on at during after before to while when as from via through by following adding".split()
)
_TRAILING = frozenset("while although though whereas but and as after before following amid because when".split())
_VERBISH_SUFFIX = ("ed", "ing")
_COMMON_VERBS = frozenset(
    "is are was were be been has have had will would can could may might must shall should do does did says goes go went "
    "comes come came takes take took makes make made gives give gave wants need needs remain remains poses pose".split()
)
_MARKS = frozenset("\"'“”‘’«»„")
_OBJECT_STOP = frozenset(
    "saying adding calling instead warning noting arguing stressing insisting citing claiming".split()
)


def has_verb(line: Line, first: int, last: int) -> bool:
    """Say whether tokens look like a clause: one of them may be a finite verb."""
    return any(
        t.low in _COMMON_VERBS
        or t.low.endswith(("n't", "'ll", "'ve", "'re"))
        or (len(t.low) > 4 and t.low.endswith(_VERBISH_SUFFIX))
        for t in line.tokens[first : last + 1]
    ) or any(t.low.endswith("s") and not t.upper and len(t.low) > 3 for t in line.tokens[first : last + 1])


def _last_word(line: Line) -> int:
    last = len(line.tokens) - 1
    while last >= 0 and not line.tokens[last].word and not line.quoted[last]:
        last -= 1
    return last


def _trim_content(line: Line, first: int, last: int) -> tuple[int, int]:
    while first <= last and not line.tokens[first].word and not line.quoted[first]:
        first += 1
    while (
        last >= first
        and not line.tokens[last].word
        and not line.quoted[last]
        and line.tokens[last].low not in {")", "]", "%"}
    ):
        last -= 1
    return first, last


def _clause_end(line: Line, start: int, last: int, cues: list[Cue], own: Cue) -> int:
    """Return the last token of the clause that a reporting word governs."""
    for index in range(start, last + 1):
        token = line.tokens[index]
        if line.quoted[index]:
            # “…,” the White House said: the tail frame of an outer report
            closes = index > start and index < last and not line.quoted[index + 1] and comma_at(line, index)
            if closes and _outer_tail(line, index, last, cues, own):
                return index
            continue
        if token.low == ";" or (token.low == ":" and index < last and line.quoted[index + 1]):
            return index - 1
        if token.low in {",", "–", "—"} and index + 1 <= last:
            following = line.tokens[index + 1]
            # ", but Israel said …": another speaker's turn
            if following.low in {"but", "while", "whereas", "although", "though", "and"} and any(
                c.first > index + 2
                and c.first - index < 12
                and c.strong
                and c is not own
                and subject_before(line.tokens, c.first, index + 2, line.quoted, line.timed, line.named) is not None
                for c in cues
            ):
                return index - 1
            # ", saying …", ", adding that …": the next report begins
            if (
                following.low in _OBJECT_STOP
                or any(c.first == index + 1 and c.form == "gerund" for c in cues)
                or (
                    following.low == "and"
                    and index + 2 <= last
                    and any(c.first in (index + 2, index + 3) and c is not own for c in cues)
                )
            ):
                return index - 1
            # ", according to Y": an outer report takes over
            if following.low == "according":
                return index - 1
            if _outer_tail(line, index, last, cues, own):
                return index - 1
        if (
            token.low in {"and", "but"}
            and index + 1 <= last
            and any(
                c.first in (index + 1, index + 2) and c is not own and c.form in {"past", "third"} and not c.passive
                for c in cues
            )
            and not line.quoted[index]
        ):
            return index - 1
    return last


def _outer_tail(line: Line, index: int, last: int, cues: list[Cue], own: Cue) -> bool:
    """Say whether ", Z said on Friday" follows: the end of a report in which this one stands."""
    return any(
        c.first > index + 1
        and c.last >= last - 12
        and c.first - index < 10
        and c.strong
        and c is not own
        and subject_before(line.tokens, c.first, index + 1, line.quoted, line.timed, line.named) is not None
        and tail_only(line, c, last)
        for c in cues
    )


def tail_only(line: Line, cue: Cue, last: int) -> bool:
    """Say whether nothing but day, place and medium follows a reporting verb."""
    index = cue.last + 1
    while index <= last and (line.timed[index] or line.tokens[index].low in ADVERBS or not line.tokens[index].word):
        index += 1
    if index > last:
        return True
    words = line.tokens[index : last + 1]
    if words[0].low in _TAIL_PREPOSITIONS or cue.frame == "tell":
        return not any(w.low == "that" for w in words) and len(words) <= 22
    return False


def _object_end(line: Line, start: int, last: int) -> int:
    """Return the last token of a verb's object: up to a comma or a conjunction that opens another clause."""
    for index in range(start, last + 1):
        token = line.tokens[index]
        if line.quoted[index]:
            continue
        if token.low in {",", ";", "–", "—"} and index > start:
            following = line.tokens[index + 1].low if index < last else ""
            if (
                following in _TRAILING | _OBJECT_STOP | {"which", "who", "where", "instead"}
                or following.endswith("ing")
                or token.low == ";"
            ):
                return index - 1
        if token.low in {"while", "although", "whereas"} and index > start:
            return index - 1
        if token.low in {"and", "but"} and index < last and line.tokens[index + 1].low in AUXILIARIES:
            return index - 1
    return last


def _subject(line: Line, cue: Cue, cues: list[Cue]) -> Phrase | None:
    """Return the subject of a reporting verb, shared with an earlier verb where the sentence shares it."""
    tokens = line.tokens
    left = cue.first - 1
    while left >= 0 and (tokens[left].low in ADVERBS | AUXILIARIES or line.timed[left]):
        left -= 1
    if cue.form == "gerund" and cue.first > 0 and line.named[cue.first - 1] and tokens[cue.first - 1].upper:
        # "the remarks follow spokeswoman Jen Psaki telling …"
        start = cue.first - 1
        while (
            start > 0
            and (line.named[start - 1] or tokens[start - 1].upper or tokens[start - 1].low in head_nouns())
            and tokens[start - 1].word
            and start > 1
        ):
            start -= 1
        return Phrase(start, cue.first - 1)
    if cue.form == "gerund" and not (left >= 0 and cue.first > 0 and tokens[cue.first - 1].low in BE):
        # ", saying that …": the main clause's subject
        earlier = [c for c in cues if c.first < cue.first and c.form != "gerund"]
        for other in earlier[:1]:
            if (found := subject_before(tokens, other.first, 0, line.quoted, line.timed, line.named)) is not None:
                return found
        return first_subject(line, cue.first)
    if left >= 0 and tokens[left].low in {"and", "but", "then", ","} and cue.form in {"past", "third"}:
        earlier = [c for c in cues if c.first < left]
        for other in reversed(earlier):
            if (found := subject_before(tokens, other.first, 0, line.quoted, line.timed, line.named)) is not None:
                return found
        if tokens[left].low != ",":
            return first_subject(line, left)
    return subject_before(tokens, cue.first, 0, line.quoted, line.timed, line.named)


def first_subject(line: Line, limit: int) -> Phrase | None:
    """Return the noun phrase that opens a sentence, up to its first verb."""
    tokens = line.tokens
    first = 0
    if tokens and tokens[0].low in {"on", "in", "at", "during", "after", "while", "as", "following", "despite"}:
        comma = next((i for i in range(limit) if tokens[i].low == "," and not line.quoted[i]), None)
        if comma is None:
            return None
        first = comma + 1
    while first < limit and (tokens[first].low in ADVERBS or line.timed[first] or not tokens[first].word):
        first += 1
    index = first
    while index < limit and not line.quoted[index]:
        token = tokens[index]
        if (not token.word and token.low not in {"-", "."}) or token.low in AUXILIARIES:
            break
        if (
            not token.upper
            and not line.named[index]
            and index > first
            and token.low.endswith(("ed", "s"))
            and token.low not in {"states", "nations"}
            and not is_speaker_like(tokens, index, index, line.named)
        ):
            break
        if not token.upper and token.low in {
            "met",
            "told",
            "held",
            "gave",
            "sent",
            "made",
            "began",
            "came",
            "went",
            "on",
        }:
            break
        index += 1
    if index == first or index - first > 14 or not is_speaker_like(tokens, first, index - 1, line.named):
        return None
    last = index - 1
    while last > first and line.timed[last]:
        last -= 1
    return Phrase(first, last)


def _mode(line: Line, first: int, last: int) -> Mode:
    return "mixed" if any(line.quoted[first : last + 1]) else "indirect"


def addressee_after(line: Line, start: int, last: int) -> int:
    """Return the last token of the addressee that begins at `start`, or `start - 1` where none does."""
    index = start
    while index <= last and not line.quoted[index]:
        token = line.tokens[index]
        if (
            token.low
            in {
                "that",
                ",",
                ":",
                "to",
                "of",
                "about",
                "on",
                "in",
                "not",
                "against",
                "over",
                "at",
                "during",
                "for",
                "how",
                "if",
                "whether",
                "when",
                "after",
                "by",
                "from",
                "via",
                "through",
                "as",
                "while",
                "before",
            }
            or line.timed[index]
        ) and not (token.low in {"of", "in"} and index > start and index < last and line.tokens[index + 1].upper):
            break
        if not token.word and token.low not in {".", "-", "'"}:
            break
        if index > start and token.low in AUXILIARIES | PRONOUNS - {"who"} | {"it", "there", "this", "these"}:
            break
        if index > start and token.low in DETERMINERS and line.tokens[index - 1].low not in {"and", "of"}:
            break
        index += 1
    end = index - 1
    if end > start and index <= last and line.tokens[index].low in AUXILIARIES:
        # "told Fox News | Berg has resigned"
        for stop in range(end - 1, start - 1, -1):
            if is_outlet(" ".join(t.low for t in line.tokens[start : stop + 1])):
                return stop
    return end


def _past_days(line: Line, start: int, last: int) -> int:
    """Return the first token behind days that stand before what is asked: "appealed to the council on Monday to act"."""
    at = start
    while at < last and (line.timed[at] or (line.tokens[at].low in {"on", "in", "at"} and line.timed[at + 1])):
        at += 1
    return at if line.tokens[min(at, last)].low in {"to", "not", "that", "of"} else start


def _make(
    line: Line,
    cue: Cue,
    speaker: Phrase | None,
    first: int,
    last: int,
    rule: str,
    confidence: float,
    addressee: Place | None,
) -> Found | None:
    first, last = _trim_content(line, first, last)
    if first > last or (last - first < 1 and cue.frame == "that"):
        return None
    mode = _mode(line, first, last)
    start, end = line.tokens[first].start, line.tokens[last].end
    if cue.frame in {"that", "tell"} and all(line.quoted[first : last + 1]) and last - first > 4:
        # told the agency that "the Americans are fixated": all of it is quoted
        while first < last and not line.tokens[first].word and line.tokens[first].low not in {"[", "("}:
            first += 1
        while last > first and line.tokens[last].low in _MARKS:
            last -= 1
        mode, start, end = "direct", line.tokens[first].start, line.tokens[last].end
    frame = [(line.sentence.start, line.tokens[first].start), (line.tokens[last].end, line.sentence.end)]
    return Found(
        mode=mode,
        act=cue.act,
        content=[(start, end)],
        cue=[line.place(cue.first, cue.last)],
        speaker=line.place(speaker.first, speaker.last) if speaker else None,
        rule=rule,
        confidence=confidence,
        sentence=line.number,
        addressee=addressee,
        frame=[place for place in frame if place[0] < place[1]],
    )


def comma_at(line: Line, index: int) -> bool:
    """Say whether a comma stands here, also one inside closing quotation marks ("…,” the ministry said")."""
    tokens = line.tokens
    if not line.quoted[index]:
        return tokens[index].low == ","
    return index > 0 and not tokens[index].word and (tokens[index].low == "," or tokens[index - 1].low == ",")


def _opening(line: Line, lead: int) -> int:
    """Return where the clause before trailing reporting words begins: at the sentence's start or after a colon."""
    for index in range(lead - 1, -1, -1):
        if line.tokens[index].low in {":", ";"} and not line.quoted[index]:
            return index + 1
    return 0


def _of_cue(line: Line, cue: Cue, cues: list[Cue]) -> Found | None:
    tokens = line.tokens
    last = _last_word(line)
    if cue.passive or (last <= cue.last and cue.first == 0):
        return None
    speaker = _subject(line, cue, cues)
    after = cue.last + 1
    # "…, the ministry said on Monday." – the report stands before its reporting words
    if speaker and cue.strong and cue.frame in {"that", "tell"} and tail_only(line, cue, last):
        lead = speaker.first - 1
        while lead >= 0 and tokens[lead].low in ADVERBS:
            lead -= 1
        if lead >= 3 and comma_at(line, lead):
            first = _opening(line, lead)
            addressee = None
            if cue.frame == "tell":
                end = addressee_after(line, after, last)
                addressee = line.place(after, end) if end >= after else None
            end = lead if line.quoted[lead] else lead - 1
            if has_verb(line, first, end) and not all(line.quoted[first : end + 1]):
                return _make(line, cue, speaker, first, end, f"tail:{cue.lemma}", 0.8, addressee)
            return None
    # "He would not publish it, he said, because …" – reporting words in the middle
    if (
        speaker
        and cue.strong
        and cue.frame == "that"
        and after < last
        and tokens[after].low == ","
        and not line.quoted[after]
    ):
        lead = speaker.first - 1
        opened = any(c.first == 0 and c.form == "gerund" for c in cues)  # "Insisting that …, Berg said, “…”"
        if (
            lead >= 2
            and not opened
            and comma_at(line, lead)
            and has_verb(line, 0, lead - 1)
            and not all(line.quoted[:lead])
        ):
            first = _opening(line, lead)
            made = _make(
                line, cue, speaker, first, lead if line.quoted[lead] else lead - 1, f"middle:{cue.lemma}", 0.8, None
            )
            rest = _trim_content(line, after + 1, _clause_end(line, after + 1, last, cues, cue))
            if made is not None and rest[0] <= rest[1]:
                made.content.append((tokens[rest[0]].start, tokens[rest[1]].end))
                made.frame = [(tokens[lead].end, tokens[after].start)]
                return made
    # "…, said the minister."
    if (
        cue.strong
        and cue.form in {"past", "third"}
        and cue.first >= 4
        and tokens[cue.first - 1].low == ","
        and not line.quoted[cue.first - 1]
        and cue.frame == "that"
    ):
        inverted = subject_after(tokens, after, len(tokens), line.quoted, line.timed, line.named)
        if inverted and inverted.first == after and (after > last or tokens[after].low != "that"):
            following = inverted.last + 1
            if following >= last or tokens[following].low in _TAIL_PREPOSITIONS | {",", "."} or line.timed[following]:
                return _make(line, cue, inverted, 0, cue.first - 2, f"inverted:{cue.lemma}", 0.8, None)
    if speaker is None or after > last:
        return None
    if cue.frame == "tell":
        end = addressee_after(line, after, last)
        addressee = line.place(after, end) if end >= after else None
        start = end + 1
        while start <= last and (line.timed[start] or tokens[start].low in {",", ":"} | ADVERBS):
            start += 1
        if start <= last and tokens[start].low in {"in", "on", "at", "during", "after"}:
            start = _skip_adjunct(line, start, last)
        if start > last or (cue.lemma == "brief" and tokens[start].low != "that"):
            return None
        if tokens[start].low == "that":
            start += 1
        elif end < after and not cue.strong:
            return None
        return _make(
            line, cue, speaker, start, _clause_end(line, start, last, cues, cue), f"tell:{cue.lemma}", 0.8, addressee
        )
    if cue.frame in {"np-to", "np-of"}:
        marks = {"to", "not", "that"} if cue.frame == "np-to" else {"of", "for", "over"}
        if cue.lemma == "appeal" and tokens[after].low == "to":
            after += 1  # "appealed to both powers to suspend"
        end = addressee_after(line, after, last)
        start = end + 1
        addressee = line.place(after, end) if end >= after else None
        start = _past_days(line, start, last)
        if start + 3 <= last and tokens[start].low == "not" and tokens[start + 2].low == "be":
            return None  # "asked not to be named"
        if (
            end >= after
            and tokens[after].low in {"a", "an"}
            and start <= last
            and tokens[start].low == "to"
            and not is_speaker_like(tokens, after, end, line.named)
        ):
            # "urged a return to the table": nobody is spoken to
            stop = min(_object_end(line, after, last), _clause_end(line, after, last, cues, cue))
            return _make(line, cue, speaker, after, stop, f"np:{cue.lemma}", 0.7, None)
        if start <= last and (tokens[start].low in marks or cue.lemma in {"blame"}):
            stop = min(_object_end(line, start, last), _clause_end(line, start, last, cues, cue))
            if cue.lemma == "blame":
                start = after
            elif cue.frame == "np-of" or tokens[start].low == "that":
                start += 1
                if (
                    tokens[start - 1].low == "of"
                    and not tokens[start].low.endswith("ing")
                    and tokens[start].low != "not"
                ):
                    # "accused the head of the mission of delaying"
                    later = next((i for i in range(start, min(start + 6, last)) if tokens[i].low == "of"), None)
                    start = later + 1 if later is not None and tokens[later + 1].low.endswith("ing") else start
            told = addressee if cue.frame == "np-to" else None  # who is accused is not for that spoken to
            who = cue.first > 0 and tokens[cue.first - 1].low == "who" and cue.strong
            sure = 0.8 if who or (told is not None and tokens[start].low == "to") else 0.75
            return _make(line, cue, speaker, start, stop, f"{cue.frame}:{cue.lemma}", sure, told)
        if start <= last and tokens[start].low == "for" and cue.frame == "np-to":
            return _make(
                line,
                cue,
                speaker,
                start + 1,
                _clause_end(line, start, last, cues, cue),
                f"{cue.frame}:{cue.lemma}",
                0.7,
                addressee,
            )
        return None
    if cue.frame == "np":
        stop = min(_object_end(line, after, last), _clause_end(line, after, last, cues, cue))
        return _make(line, cue, speaker, after, stop, f"np:{cue.lemma}", 0.65, None)
    start = after
    if (
        start <= last
        and tokens[start].low == "to"
        and cue.lemma not in {"agree", "vow", "pledge", "promise", "decide", "demand", "hope", "expect", "swear"}
    ):
        # "said to reporters that …"
        start = _skip_adjunct(line, start, last)
    while start <= last and (
        (line.timed[start] and not tokens[start].low.endswith(("'s", "’s")))
        or tokens[start].low in ADVERBS
        or (tokens[start].low in {"on", "in", "at"} and start + 1 <= last and line.timed[start + 1])
    ):
        start += 1
    if (
        start <= last
        and tokens[start].low in _TAIL_PREPOSITIONS - {"to", "as", "while", "when", "adding"}
        and not line.quoted[start]
    ):
        start = _skip_adjunct(line, start, last)
    if start > last:
        return None
    if line.quoted[start] and (inner := _late_that(line, start, last)) is not None:
        start = inner  # The Kremlin stated “on Friday that it expects …": the mark stands too early
    if tokens[start].low in {"that", ":"}:
        start += 1
        return _make(
            line, cue, speaker, start, _clause_end(line, start, last, cues, cue), f"that:{cue.lemma}", 0.85, None
        )
    through: Place | None = None
    if tokens[start].low == ",":
        start += 1
        if start > last:
            return None
        if (parted := _parenthesis(line, start, last)) is not None:
            through, start = parted  # "said, according to the agency, that …"
    if (
        cue.strong
        or tokens[start].low in {"it", "they", "there", "he", "she", "we", "to"}
        or (
            cue.lemma
            in {
                "demand",
                "deny",
                "announce",
                "dispute",
                "protest",
                "propose",
                "agree",
                "suggest",
                "express",
                "recommend",
                "believe",
                "expect",
            }
            and cue.form != "gerund"
        )
    ):
        if not (has_verb(line, start, last) or cue.act in {"demand", "deny", "announce", "propose", "accept"}):
            return None
        sure = 0.8 if cue.act in {"demand", "request", "propose"} and _wished(line, start, last) else 0.7
        if cue.lemma == "deny" and cue.first > 0 and tokens[cue.first - 1].low == "who":
            sure = 0.8  # "Berg, who denies the charge, …"
        made = _make(
            line, cue, speaker, start, _clause_end(line, start, last, cues, cue), f"clause:{cue.lemma}", sure, None
        )
        if made is not None:
            made.through = through
        return made
    return None


def _parenthesis(line: Line, start: int, last: int) -> tuple[Place, int] | None:
    """Return the source that stands between commas behind a reporting word, and where the content begins."""
    tokens = line.tokens
    if start + 4 > last or tokens[start].low != "according" or tokens[start + 1].low != "to":
        return None
    close = next((i for i in range(start + 3, min(start + 14, last)) if comma_at(line, i)), None)
    if close is None or any(line.quoted[start:close]):
        return None
    opens = close + 2 if tokens[close + 1].low == "that" else close + 1
    return (line.place(start + 2, close - 1), opens) if opens < last else None


def _wished(line: Line, start: int, last: int) -> bool:
    """Say whether a clause tells of what shall be: "demanded | she be freed", "insisted | the fleet not sail"."""
    for index in range(start + 1, min(start + 8, last + 1)):
        low = line.tokens[index].low
        if line.quoted[index] or low in AUXILIARIES - {"be"} or low in {",", "to"}:
            return False
        if low == "be":
            return True
    return False


def _late_that(line: Line, start: int, last: int) -> int | None:
    """Return where "that" stands inside a quotation that opens with a day, or None."""
    index = start
    while index <= last and (
        line.timed[index] or not line.tokens[index].word or line.tokens[index].low in {"on", "in"}
    ):
        index += 1
    return index if start < index <= last and line.tokens[index].low == "that" else None


def _skip_adjunct(line: Line, start: int, last: int) -> int:
    """Skip "in a statement on Friday", "to reporters in Vienna": up to "that" or a comma."""
    for index in range(start, min(last, start + 16) + 1):
        if line.quoted[index]:
            return index
        if line.tokens[index].low == "that":
            return index
        if line.tokens[index].low in {",", ":"}:
            for later in range(index + 2, min(last, index + 5)):
                opens = later + 1
                while opens < last and line.timed[opens]:
                    opens += 1
                if line.tokens[later].low == "," and line.tokens[opens].low == "that":
                    return opens  # "said in Bonn, Germany, Monday that …"
            return index + 1
    return last + 1


def _according(line: Line, cues: list[Cue]) -> Iterator[Found]:
    tokens = line.tokens
    last = _last_word(line)
    for index in range(len(tokens) - 2):
        if line.quoted[index] or tokens[index].low not in {"according", "per", "quoting", "citing"}:
            continue
        width = 2 if tokens[index].low == "according" and tokens[index + 1].low == "to" else 1
        if tokens[index].low == "according" and width == 1:
            continue
        if tokens[index].low == "per" and (not line.named[index + 1] or (index and tokens[index].upper)):
            continue  # "per": a Per is somebody
        stop = index + width
        while stop <= last and tokens[stop].low not in {",", ";", ":", "–", "—"} and not line.quoted[stop]:
            if tokens[stop].low in {"who", "which", "that"}:
                break
            stop += 1
        speaker = Phrase(index + width, stop - 1)
        while speaker.last > speaker.first and (
            line.timed[speaker.last] or tokens[speaker.last].low in ADVERBS or not tokens[speaker.last].word
        ):
            speaker = Phrase(speaker.first, speaker.last - 1)
        if speaker.first > speaker.last or not is_speaker_like(tokens, speaker.first, speaker.last, line.named):
            continue
        cue = Cue(index, index + width - 1, "according to", "assert", "that", True, "base", False)
        before_comma = index - 1 if index > 0 and tokens[index - 1].low == "," else index
        if index <= 1 or (index < 4 and not has_verb(line, 0, index - 1)):
            if (close := _apposed(line, stop, last)) is not None:
                speaker, stop = Phrase(speaker.first, close - 1), close
            if stop < last and tokens[stop].low == ",":
                made = _make(line, cue, speaker, stop + 1, last, "according:front", 0.85, None)
            else:
                made = None
        elif before_comma < index and any(c.last == before_comma - 1 and c.form in {"past", "third"} for c in cues):
            made = None  # "Berg said, according to the agency, that …": how her words came
        else:
            made = _make(line, cue, speaker, 0, before_comma - 1, "according:tail", 0.8, None)
        if made is not None:
            yield made


def _apposed(line: Line, comma: int, last: int) -> int | None:
    """Return the comma that closes an apposition to a source in front: "According to Berg, a spokesman for Oslo, | …"."""
    tokens = line.tokens
    if comma + 3 > last or tokens[comma].low != "," or tokens[comma + 1].low not in {"a", "an", "the", "one"}:
        return None
    close = next(
        (i for i in range(comma + 2, min(comma + 16, last)) if tokens[i].low == "," and not line.quoted[i]), None
    )
    if close is None or not is_speaker_like(tokens, comma + 1, close - 1, line.named):
        return None
    if any(tokens[i].low in AUXILIARIES for i in range(comma + 1, close)):
        return None
    described = any(tokens[i].low in head_nouns() for i in range(comma + 1, min(comma + 7, close)))
    return close if described and has_verb(line, close + 1, last) else None


def find_indirect(page: Page) -> list[Found]:
    """Return reports of speech whose content is not wholly in quotation marks, in text order."""
    found: list[Found] = []
    for line in page.lines:
        if not line.tokens or all(line.quoted):
            continue
        cues = find_cues(line.tokens, line.quoted, line.sentence.role == "headline" and is_title_case(line.tokens))
        found.extend(_according(line, cues))
        found.extend(made for cue in cues if (made := _of_cue(line, cue, cues)) is not None)
    return found
