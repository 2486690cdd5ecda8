"""When and where an event was, and whose account it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from verbale.coding.draft import Draft, Sentence
from verbale.coding.events import words as w
from verbale.coding.events.found import Found
from verbale.coding.events.lexicon import known_verbs
from verbale.coding.events.words import Words
from verbale.model import Attribution, EventMention, Evidence, Mention, Span, TimeExpression, When

_PLACE_BEFORE = frozenset({"in", "at", "near", "outside", "inside"})
_ACTS = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN", "SUPPORT", "AGREE", "CONSULT"})
_BEFORE_PLACE = frozenset("the a an his her its their central eastern western northern southern downtown".split())
_OTHER = frozenset(
    "again also later second third another previous previously earlier had has have often repeatedly since already first".split()
)
_PLANNED = frozenset("scheduled planned due set slated expected arranged".split())
_SPEECH = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN", "SUPPORT", "AGREE"})


def _clause(words: Words, left: int, right: int) -> bool:
    """True where no clause begins between two places."""
    return not any(
        words.lows[j] in ("that", "while", "but", "which", "who", ";", "although", "whereas")
        or (words.lows[j] == "," and j + 1 < right and words.lows[j + 1] in ("as", "after", "before", "when"))
        for j in range(left, right)
    )


def when_of(
    draft: Draft,
    words: Words,
    times: Sequence[TimeExpression],
    found: Found,
    carried: tuple[TimeExpression, bool] | None,
) -> When | None:
    """Return the day of an event: a time in its clause, else no more than the dateline supports."""
    best: TimeExpression | None = None
    nearest = 10_000
    i = end = 0
    while i < words.n:
        number = words.time[i]
        if number < 0:
            i += 1
            continue
        first = i
        while i < words.n and words.time[i] == number:
            i += 1
        time = times[number]
        unplaced = draft.dateline.when is None and time.kind != "range"
        if time.kind not in ("date", "time", "range") or (
            time.earliest is None and time.latest is None and not unplaced
        ):
            continue
        if _reports(words, first, found) or _modifies(words, first, i, found) or _elsewhere(words, first, found):
            continue
        if found.status == "happened" and found.rule.type in _SPEECH and _to_come(draft, time):
            continue  # "asked for an answer by May": what was said was said before
        low, high = (first, found.start) if first < found.start else (found.end, first)
        if not _clause(words, low, high):
            continue
        distance = high - low + (4 if first < found.start else 0)
        if distance < nearest:
            best, nearest, end = time, distance, i
    if best is not None:
        other = _and_next(words, times, best, end)
        if other is not None:
            value = f"{best.earliest}/{other.latest}"
            return When(value, best.earliest, other.latest, f"{best.basis}; {other.basis}", (best.span, other.span))
        return When(best.value, best.earliest, best.latest, best.basis or f"“{best.span.text}”", (best.span,))
    told = found.status == "happened" and found.rule.type in _ACTS and not _background(words, found)
    spoken = _spoken(draft.attributions, words, found) if told else None
    if spoken is not None:
        return spoken
    if told and carried is not None:
        day, near = carried
        return _from_day(draft, day, near or "resumed" in found.rule.flags)
    dateline = draft.dateline.when
    if dateline is None or found.status in ("hypothetical", "denied"):
        return None
    if found.status == "scheduled":
        if dateline.earliest is None:
            return None
        return When(
            f"{dateline.earliest}/..", dateline.earliest, None, f"still to come on the dateline, {dateline.value}"
        )
    if dateline.latest is None:
        return None
    return When(f"../{dateline.latest}", None, dateline.latest, f"told by the dateline, {dateline.value}; no day given")


def _to_come(draft: Draft, time: TimeExpression) -> bool:
    dateline = draft.dateline.when
    return (
        time.earliest is not None
        and dateline is not None
        and dateline.latest is not None
        and time.earliest > dateline.latest
    )


def _and_next(words: Words, times: Sequence[TimeExpression], first: TimeExpression, i: int) -> TimeExpression | None:
    """Return the day after a day where both are named ("on Thursday and Friday")."""
    if words.lows[i : i + 1] != ["and"] or i + 1 >= words.n or words.time[i + 1] < 0:
        return None
    second = times[words.time[i + 1]]
    if None in (first.earliest, first.latest, second.earliest, second.latest) or second.kind != "date":
        return None
    if first.earliest != first.latest or second.earliest != second.latest:
        return None
    return second if days_between(str(first.latest), str(second.earliest)) == 1 else None


def _spoken(attributions: Sequence[Attribution], words: Words, found: Found) -> When | None:
    """Return when the words were spoken whose cue the trigger is ("accused", "urged")."""
    start, end = words.starts[found.start], words.ends[found.end - 1]
    for attribution in attributions:
        if any(cue.start < end and start < cue.end for cue in attribution.cue):
            spoken = attribution.spoken
            if spoken is not None and ((spoken.earliest is not None and spoken.latest is not None) or not spoken.value):
                return spoken
    return None


def _from_day(draft: Draft, day: TimeExpression, near: bool) -> When:
    """Return the day of an act that is told after a day was named: that day in the same paragraph, else from then on."""
    dateline = draft.dateline.when
    last = dateline.latest if dateline is not None else None
    words = f"told after “{day.span.text}”, {day.value}"
    if near or day.earliest is None or last is None or last <= day.earliest:
        value = f"{day.value}~" if day.value[-1:].isdigit() else day.value
        return When(value, day.earliest, day.latest, words, (day.span,))
    return When(f"{day.earliest}/{last}", day.earliest, last, f"{words}, and before the dateline ended", (day.span,))


def _background(words: Words, found: Found) -> bool:
    """True for what had happened, or has repeatedly, before the day the text tells of."""
    return any(
        low in w.HAVE or low in ("repeatedly", "often", "earlier", "previously")
        for low in words.lows[found.group_start : found.anchor]
    )


def narrative_days(draft: Draft, times: Sequence[TimeExpression]) -> list[TimeExpression | None]:
    """Return, sentence by sentence, the day that the sentence names for what it tells, None where it names none.

    One day, at most a week before the dateline, and not in the pluperfect ("had met on Wednesday" is background).
    """
    days: list[TimeExpression | None] = []
    dateline = draft.dateline.when
    at = 0
    for sentence in draft.sentences:
        found: TimeExpression | None = None
        while at < len(times) and times[at].span.start < sentence.end:
            time = times[at]
            at += 1
            if found is not None or time.kind not in ("date", "time") or time.span.start < sentence.start:
                continue
            if time.earliest is None or time.earliest != time.latest or dateline is None or dateline.latest is None:
                continue
            if time.earliest > dateline.latest or days_between(time.earliest, dateline.latest) > 7:
                continue
            if " had " not in draft.text[max(sentence.start, time.span.start - 50) : time.span.start]:
                found = time
        days.append(found)
    return days


def carried_day(
    sentences: Sequence[Sentence], days: Sequence[TimeExpression | None], place: int
) -> tuple[TimeExpression, bool] | None:
    """Return the day on which the text stands at a sentence, and whether its own paragraph names it.

    The sentence's own day comes first, then that of its paragraph, then that of the text before.
    """
    here = sentences[place].paragraph
    near = [place]
    near += [k for k in range(place - 1, max(-1, place - 4), -1) if sentences[k].paragraph == here]
    near += [k for k in range(place + 1, min(len(sentences), place + 3)) if sentences[k].paragraph == here]
    for k in near:
        if (day := days[k]) is not None:
            return day, True
    far: list[int] = []
    if sentences[place].role == "headline":
        far += range(place + 1, min(len(sentences), place + 4))
    far += range(place - 1, max(-1, place - 9), -1)
    for k in far:
        if (day := days[k]) is not None:
            return day, False
    return None


def days_between(first: str, last: str) -> int:
    """Return the days from one ISO day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _modifies(words: Words, first: int, last: int, found: Found) -> bool:
    """True where a time only names another thing ("the 2016 election", "Monday's attack")."""
    if last >= words.n or found.start <= last < found.end:
        return False
    after = words.lows[last]
    if after == "'s":
        return not found.start <= last + 1 < found.end
    before = words.lows[first - 1] if first > 0 else ""
    return before in ("the", "a", "an", "its", "his", "their") and after[0].isalpha() and after not in w.PREPOSITIONS


def _elsewhere(words: Words, first: int, found: Found) -> bool:
    """True where a time is not the event's own: inside quoted words, of "since 2010", of the day a meeting was called off."""
    if found.off is not None and not _planned_for(words, first, found):
        return True
    low, high = (first, found.start) if first < found.start else (found.end, first)
    if first > found.end and found.status == "happened" and found.rule.type == "SANCTION" and _due(words, first):
        return True  # "called off talks SCHEDULED FOR Friday"
    if sum(words.lows[j] in w.QUOTES for j in range(low, high)) == 1:
        return True  # "condemned the 'worst attack since 1945'"
    return any(words.lows[j] == "since" for j in range(found.end, first - 1))  # "few since it began to arm in 2010"


def _due(words: Words, first: int) -> bool:
    j = first - 1
    while j > 0 and words.lows[j] in ("on", "for", "in"):
        j -= 1
    return words.lows[j] in _PLANNED


def _planned_for(words: Words, first: int, found: Found) -> bool:
    """True for the day for which a meeting was planned that was called off ("the June summit", "talks due on Friday")."""
    if found.group_start <= first < found.end:
        return True
    j = first - 1
    while j > 0 and words.lows[j] in ("on", "for", "in", "at", "the", "early", "late", "next", "this"):
        if words.lows[j] == "for":
            return True
        j -= 1
    return words.lows[j] in _PLANNED or (found.off is not None and words.lows[j] in ("until", "to"))


def _reports(words: Words, first: int, found: Found) -> bool:
    """True where a time belongs to reporting words beside it ("officials said on Friday") and not to the event."""
    j = first - 1
    while j >= 0 and words.lows[j] in ("on", "in", "late", "early"):
        j -= 1
    if j >= 0 and j != found.anchor and words.lows[j] in w.REPORTING:
        return True
    if j >= 1 and words.lows[j] in ("reporters", "journalists", "statement", "parliament", "interview", "briefing"):
        return not found.start <= j < found.end and found.rule.type not in _SPEECH
    k = first
    while k < words.n and words.time[k] != -1:
        k += 1
    return k < words.n and words.lows[k] in w.REPORTING and k != found.anchor and found.anchor > k


def told_again(draft: Draft, events: Sequence[EventMention]) -> Iterator[EventMention]:
    """Give a meeting or call that is told again without a day the day of its first telling: same sides, no "again"."""
    keys = {mention.id: mention.actor or mention.head_id for mention in draft.mentions}
    first: dict[frozenset[str], EventMention] = {}
    for event in events:
        when = event.happened
        if event.type != "CONSULT" or event.status != "happened" or when is None:
            yield event
            continue
        sides = frozenset(keys.get(i, i) for i in (*event.actors, *event.recipients))
        own = not when.basis.startswith("told ")
        before = first.get(sides)
        if own and when.earliest is not None and when.earliest == when.latest:
            first.setdefault(sides, event)
        elif not own and before is not None and before.happened is not None and _same_kind(before, event):
            around = draft.text[max(0, event.trigger.start - 60) : event.trigger.end + 40].casefold()
            if not any(f" {word} " in around for word in _OTHER):
                day = before.happened
                basis = f"same sides as in “{before.trigger.text}”, {day.value}"
                other = tuple(evidence for evidence in event.evidence if evidence.field != "when")
                event = msgspec.structs.replace(
                    event,
                    happened=When(day.value, day.earliest, day.latest, basis, day.evidence),
                    evidence=(*other, *(Evidence("when", span) for span in day.evidence)),
                )
        yield event


def _same_kind(one: EventMention, other: EventMention) -> bool:
    return one.mode == other.mode or one.mode is None or other.mode is None


def to_come(draft: Draft, found: Found, when: When | None) -> bool:
    """True where an event is told as a fact but its day lies after the article was written ("talks on 10 January")."""
    dateline = draft.dateline.when
    if found.status != "happened" or when is None or when.earliest is None or dateline is None:
        return False
    return dateline.latest is not None and when.earliest > dateline.latest


def place_of(words: Words, places: Sequence[Mention], found: Found) -> Mention | None:
    """Return the place that "in", "at", "near" ties to the clause of the trigger, the nearest one after it first."""
    best: Mention | None = None
    nearest = 10_000
    for mention in places:
        at = next((j for j in range(words.n) if words.starts[j] >= mention.span.start), None)
        if at is None or at == 0:
            continue
        j = at - 1
        while j > 0 and words.lows[j] in _BEFORE_PLACE:
            j -= 1
        if words.lows[j] not in _PLACE_BEFORE and not (found.rule.mode == "visit" and words.lows[j] == "to"):
            continue
        low, high = (at, found.start) if at < found.start else (found.end, at)
        if high - low > 14 or not _clause(words, low, high):
            continue
        if at >= found.end and any(
            words.lows[k] == "and" and words.lows[k + 1] in known_verbs() for k in range(low, high)
        ):
            continue  # "met in Rome and confirmed the truce in Chad"
        distance = high - low + (6 if at < found.start else 0)
        if distance < nearest:
            best, nearest = mention, distance
    return best


def claimed_in(attributions: Sequence[Attribution], trigger: Span) -> Attribution | None:
    """Return the innermost attribution in whose content a trigger stands."""
    best: Attribution | None = None
    size = 1 << 60
    for attribution in attributions:
        for span in attribution.content:
            if span.start <= trigger.start and trigger.end <= span.end and span.end - span.start < size:
                best, size = attribution, span.end - span.start
    return best
