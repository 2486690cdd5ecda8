"""When something was said: the day that the frame states, the speaker's other words, the day the report is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from verbale.coding.attributions.clauses import is_past
from verbale.coding.attributions.found import Found, Page, Place, line_at, overlap
from verbale.lexicon import load_words
from verbale.model import TimeExpression, When


def _outside(place: Place, content: Sequence[Place]) -> bool:
    return not overlap([place], content)


_AHEAD = re.compile(r":\+[1-9]|:next\b|:future\b|:week\+1")
"""Forms that point ahead ("next month"): never the day of speaking."""


_RELATIVE = re.compile(r", (?:who|which|where|when|whose)\b")
_SUBORDINATE = re.compile(r"\b(?:why|that|how|whether|because)\b")


def _elsewhere(text: str, time: Place, found: Found) -> bool:
    """Say whether a day belongs to another clause than the reporting words, or is what they are about.

    "Berg, who had been in Oslo on Thursday, said"; "Oslo on Saturday asked why Berg had said"; "since the truce was signed
    on Friday"; "told the court about the May 3 meeting".
    """
    cue, after = found.cue[0]
    spoken = min(cue, found.speaker[0]) if found.speaker else cue
    low = max((a for a, b in found.frame if a <= time[0] < b), default=time[0])
    if found.speaker is None or not found.speaker[0] <= time[0] < found.speaker[1]:
        if _since(text, low, time[0]) or _modifies(text, time):
            return True
        if after <= time[0] and _WHO.search(text, max(cue - 8, 0), cue) is not None and "," in text[after : time[0]]:
            return True  # "Berg, who denies the charge, has not been seen since he fled in 2012"
        if time[1] <= spoken and _CLAUSE.search(text, time[1], spoken) is not None:
            return True  # "was held in 2003 on charges which he said were false"
        if after <= time[0] and _ASIDE.search(text, max(after, low), time[0]) is not None:
            return True
    if time[1] <= spoken and _BREAK.search(text, time[1], spoken) is not None:
        return True  # "On Monday they chose to go, though sources have said …"
    if after <= time[0] and _AFTERWARDS.search(text, after, time[0]) is not None:
        return True  # "confirmed the strike, hours after the two spoke on Tuesday"
    if time[1] <= cue and (last := _last(_RELATIVE, text, low, time[0])) >= 0 and "," in text[time[1] : cue]:
        return "," not in text[last + 1 : time[0]]
    return time[1] <= spoken and _SUBORDINATE.search(text, time[1], spoken) is not None


_CLAUSE = re.compile(r"(?<!\bin )(?<!\bat )(?<!during )\b(?:which|what|whom)\s$")
_BEFORE_EVENT = re.compile(r"\b(?:before|ahead of|until)\s+(?:the\s+)?$", re.I)
_POSSESSIVE = re.compile(r"['’]s?\s")
_YEAR = re.compile(r"\d{4}$")
_YEAR_OF = re.compile(r"(?:\s+(?!and\b|or\b|but\b)[\w.’'-]+){1,5}")
_WHO = re.compile(r"(?:, )?\bwho (?:also |still |has |had )?$")
_BREAK = re.compile(r"\w[,;] (?:though|although|but|while|whereas) (?!also\b|later\b)")
_AFTERWARDS = re.compile(
    r"\b(?:hours|days|weeks|months|minutes|a day|a week|shortly) (?:after|before) (?!an?\b|the (?:talks|meeting)\b)\w+ \w+ "
)
_SINCE = re.compile(r"\b(?:since|until|till)\b", re.I)
_ASIDE = re.compile(r", (?:who|which|where|when|whose)\b|\s[–—]\s|\s--\s")
_ABOUT = re.compile(
    r"\b(?:about|of|over|regarding|concerning|despite|against|for|from|to)\s+(?:(?:an?|the|his|her|their|its|this|that)\s+)?$",
    re.I,
)


@cache
def _occasions() -> frozenset[str]:
    """Return the nouns of that which is said or written: their year is the year of saying."""
    return frozenset(load_words("spoken_occasions.txt"))


_NAMED = re.compile(r"(?:\b(\w+)\s+)?\b(?:an?|the|his|her|their|its)\s+$", re.I)
_HOLDS = frozenset(
    "before ahead told tells addressed in at during on with through via by from after following into".split()
)
_NOUN = re.compile(r"(?:['’]s)?\s+(?!and\b|or\b|to\b|that\b|in\b|at\b|on\b|by\b|with\b|for\b|from\b|after\b)[a-z]{3}")


_DUE = re.compile(r"(?:['’]s)? (?:deadline|ultimatum|cut-?off)", re.I)


def _since(text: str, low: int, start: int) -> bool:
    """Say whether a day is only that since which something holds."""
    last = _last(_SINCE, text, max(low, start - 200), start)
    return last >= 0 and "," not in text[last:start]


def _modifies(text: str, time: Place) -> bool:
    """Say whether a day only tells which thing is spoken of: "about a July 10 meeting", "cited a 1991 law"."""
    before = text[max(time[0] - 30, 0) : time[0]]
    if _POSSESSIVE.match(text, time[1]) is not None and _BEFORE_EVENT.search(before) is not None:
        return True  # "speaking before Monday's summit"
    if _YEAR.fullmatch(text[time[0] : time[1]]) is not None and _NAMED.search(before) is not None:
        of = _YEAR_OF.match(text, time[1])
        if of is not None and not _occasions() & set(of.group().casefold().split()):
            return True  # "in the 2016 presidential election"; "in a 2016 interview" tells when
    if _DUE.match(text, time[1]) is not None:
        return True  # "by the Wednesday deadline"
    if _NOUN.match(text, time[1]) is None:
        return False
    before = text[max(time[0] - 30, 0) : time[0]]
    if _ABOUT.search(before) is not None:
        return True
    named = _NAMED.search(before)
    return named is not None and (named.group(1) or "").casefold() not in _HOLDS


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where the last match of a pattern begins, or -1."""
    found = -1
    for match in pattern.finditer(text, start, end):
        found = match.start()
    return found


def spoken_day(
    page: Page,
    found: Found,
    times: Sequence[TimeExpression],
    contents: Sequence[Place] = (),
    others: Sequence[Found] = (),
) -> When | None:
    """Return the day of speaking that the frame states, nearest to the reporting words.

    `contents` are those of all reports of the document: a day that somebody speaks of is no day of speaking; `others`
    the reports themselves: a day right behind somebody else's reporting words is his.
    """
    if not found.cue:
        return None
    anchor = found.cue[0][0]
    dateline = page.draft.dateline.when
    last = dateline.latest if dateline is not None else None
    best: tuple[int, TimeExpression] | None = None
    for time in times:
        span = time.span
        if time.kind not in {"date", "time"} or time.timex_value.endswith("_REF"):
            continue
        if span.text.casefold().startswith("later ") or (
            _AHEAD.search(time.form) and not _asked(page, time, last, anchor)
        ):
            continue
        if time.earliest is not None and last is not None and time.earliest > last:
            continue  # nobody spoke after the article was written: "expects an answer in January"
        if time.value and not time.earliest and not time.form.endswith(":past"):
            continue
        place = (span.start, span.end)
        if not any(a <= span.start and span.end <= b for a, b in found.frame) or not _outside(place, found.content):
            continue
        if _elsewhere(page.draft.text, place, found):
            continue
        if any(a <= place[0] and place[1] <= b and not a <= anchor < b for a, b in contents):
            continue
        if any(place[1] <= a <= anchor < b for a, b in contents) or _of_another(page, found, place, others):
            continue
        if found.speaker and found.speaker[0] <= span.start < found.speaker[1]:
            distance = 0
        else:
            distance = abs(span.start - anchor)
        if distance <= 160 and (best is None or distance < best[0]):
            best = (distance, time)
    if best is None:
        return None
    time = best[1]
    if not time.earliest:
        return When("", None, None, time.basis, (time.span,))  # "in February" of an undated article: the words are kept
    return When(time.value, time.earliest, time.latest, time.basis, (time.span,))


_ASKED = re.compile(r"(?:when )?(?:asked|questioned|pressed|speaking|talking|responding|commenting)\b", re.I)


def _asked(page: Page, time: TimeExpression, last: str | None, anchor: int) -> bool:
    """Say whether a day of the dateline's is when somebody was asked ("Asked about the plan Thursday, Berg said")."""
    start = page.lines[line_at(page.lines, time.span.start)].sentence.start
    return (
        time.span.start < anchor
        and time.earliest is not None
        and time.earliest == time.latest == last
        and _ASKED.match(page.draft.text, start) is not None
    )


_BESIDE = re.compile(r"\s+(?:(?:on|late|early)\s+)*")


def _of_another(page: Page, found: Found, time: Place, others: Sequence[Found]) -> bool:
    """Say whether a day stands right behind the reporting words of somebody else ("…, but Lind said Tuesday that")."""
    for other in others:
        if other is found or not other.cue or other.speaker is None or other.speaker == found.speaker:
            continue
        end = other.cue[0][1]
        if end < time[0] <= end + 16 and other.cue[0] != found.cue[0]:
            between = _BESIDE.match(page.draft.text, end)
            if between is not None and between.end() == time[0]:
                return True
    return False


def settled(page: Page, when: When | None) -> When | None:
    """Return the day of speaking; where its words cannot be placed, no later than the dateline, the words kept.

    Words that wait for a better dateline ("earlier this month" in an undated article) are resolved when one is found.
    """
    if when is not None and when.value:
        return when
    bound = _by_dateline(page)
    if when is None:
        return bound
    if bound is None:
        return When("", None, None, when.basis, when.evidence)
    return When(bound.value, bound.earliest, bound.latest, f"{when.basis}; {bound.basis}", when.evidence)


def _by_dateline(page: Page) -> When | None:
    dateline = page.draft.dateline.when
    if dateline is None:
        return None
    latest = dateline.latest
    return When(
        f"../{latest}" if latest else dateline.value,
        None,
        latest,
        f"no day is given; not after the dateline {dateline.value}",
        (),
    )


_OCCASION = re.compile(r"\b(?:(?:conference|briefing|interview|webinar|hearing|show)s?|programmes?)$", re.I)


def is_occasion(words: str) -> bool:
    """Say whether an addressee's phrase names where the words fell and not to whom ("told a news conference")."""
    return _OCCASION.search(words) is not None


def lead_day(page: Page, found: Sequence[Found]) -> When | None:
    """Return the past day that the report's first sentences are about ("talks in Geneva on Monday ended without …")."""
    body = [s for s in page.draft.sentences if s.role == "body"][:3]
    if not body:
        return None
    dateline = page.draft.dateline.when
    low, high = body[0].start, body[-1].end
    contents = [place for item in found for place in item.content]
    for time in page.draft.times:
        if (
            not (low <= time.span.start and time.span.end <= high)
            or time.kind not in {"date", "time"}
            or (not time.value and not _wire(page, time, contents))
        ):
            continue
        if not time.value:
            # a wire report names the day of its news: known once its dateline is
            return When("", None, None, f"the day that the report is about: {time.basis}", (time.span,))
        if not _tells_past(page, time.span.start):
            continue  # "faces a test on Thursday night, when talks begin"
        if _NOT_LEAD.search(page.draft.text, max(time.span.start - 90, low), time.span.start) is not None:
            continue
        if (
            time.earliest is None
            or time.earliest != time.latest
            or not time.form.startswith(("weekday", "rel:day", "date"))
        ):
            continue
        if dateline is not None and dateline.latest is not None and time.earliest > dateline.latest:
            continue
        if overlap([(time.span.start, time.span.end)], contents) and not time.form.startswith("weekday"):
            continue
        basis = f"the day that the report is about: {time.basis}"
        last = dateline.latest if dateline is not None else None
        if last is not None and dateline is not None and dateline.earliest == last:
            waited = date.fromisoformat(last) - date.fromisoformat(time.earliest)
            if waited.days > _OLD:
                continue  # "On 4 March 2011 …" opens a report of something else
            if waited.days >= _STALE:
                return When(f"{time.earliest}/{last}", time.earliest, last, f"from {basis}", (time.span,))
        return When(time.value, time.earliest, time.latest, basis, (time.span,))
    return None


_WAS = frozenset("was were had did has have been said told".split())


def _tells_past(page: Page, offset: int) -> bool:
    """Say whether the sentence at an offset tells of something that has happened."""
    line = page.lines[line_at(page.lines, offset)]
    return any(
        token.low in _WAS or is_past(token.low)
        for token, quoted in zip(line.tokens, line.quoted, strict=True)
        if not quoted
    )


_NOT_LEAD = re.compile(
    r"\b(?:despite|since|until|before)\b(?:(?!\b(?:was|were|is|are|has|had|\w+ed)\b)[^,.;:])*$"
    r"|\b(?:plan(?:s|ned)?|want(?:s|ed)?|offer(?:s|ed)?|hopes?|due|set|ready|expected|scheduled)\s+to\s+[a-z]+\b[^,.;:]*$",
    re.I,
)
"""Before a day that the news is not of: "despite a delay on Thursday", "planned to leave today"."""


def _wire(page: Page, time: TimeExpression, contents: Sequence[Place]) -> bool:
    """Say whether a weekday in the first sentence of a report with a dateline waits for that dateline's year."""
    first = next((s for s in page.draft.sentences if s.role == "body"), None)
    return (
        time.form.startswith("weekday")
        and not _AHEAD.search(time.form)
        and first is not None
        and first.start <= time.span.start < first.end
        and any(segment.role == "dateline" for segment in page.draft.segments)
        and not overlap([(time.span.start, time.span.end)], contents)
    )


_OLD = 14
_STALE = 2
"""Days from the day that a report opens with to its writing, from which on what has no day may be of any between."""


def day_of_contact(time: TimeExpression) -> When:
    """Return the day of the call or meeting at which words fell."""
    return When(time.value, time.earliest, time.latest, f"the day of the contact told of: {time.basis}", (time.span,))


_REMARKS = re.compile(
    r"\b(?:made the (?:remarks?|comments?|statement|announcement)|told (?:a different|another) story|spoke|"
    r"gave (?:an interview|a speech|a briefing|a news conference))\b",
    re.I,
)


def told_before(page: Page, found: Found, start: int, cues: Sequence[int]) -> When | None:
    """Return the day of the sentence before, where it tells of the occasion ("She made the remarks on Friday …")."""
    number = found.sentence
    text = page.draft.text
    for back in (1, 2):
        if number - back < 0:
            break
        line = page.lines[number - back].sentence
        here = page.lines[number].sentence
        if line.role != here.role or here.paragraph - line.paragraph > 1:
            break
        if _REMARKS.search(text, line.start, line.end) is None:
            if any(line.start <= cue < line.end for cue in cues):
                break
            continue
        for time in page.draft.times:
            if line.start <= time.span.start < line.end and time.kind in {"date", "time"} and time.timex_type == "DATE":
                if _AHEAD.search(time.form) or not time.form.startswith(("weekday", "rel:day")):
                    continue
                basis = f"the occasion told of before: {time.basis}"
                return When(time.value, time.earliest, time.latest, basis, (time.span,))
        break
    return None
