"""Which day the words of an article fall on where their own frame names none: the speaker's other words, the lead, or none.

A day that is not sure is not given: what was said at another time ("has said", "at one point"), by another tense, inside
somebody else's report or beside a month only, keeps an open day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from verbale.coding.attributions.cues import lexicon
from verbale.coding.attributions.found import Found, Page, Place
from verbale.coding.attributions.media import outlet_medium
from verbale.coding.attributions.naming import kind_of
from verbale.lexicon import load_words
from verbale.lexicon.verbs import forms
from verbale.model import When

PERSONAL = 6
IMPERSONAL = 1
"""How many attributions away the same speaker's day may stand: a person is quoted on one occasion, a country on many."""
_BACK = 2
"""A day that is named further on counts as so much further away: it mostly opens another occasion."""
_COARSE = 8
"""Days from which on what was stated is a stretch ("in December"): it holds for its own sentence and the next alone."""
_SHORT = 10
"""An article of fewer sentences is news to its end."""
_UPPER_PART = 4
"""One part in so many of an article, from its head, tells its news."""
_OPENING = 14
"""Characters from the start of a sentence within which a day opens a new occasion ("On Friday, the minister …")."""

_PERFECT = re.compile(
    r"(?:\b(?:has|have|had|having)|['’]ve)\b(?:\s+(?:\w+ly|also|long|since|now|not|never|often|so far|yet))*\s*$", re.I
)
_PERFECT_CUE = re.compile(r"(?:has|have|had|having)\b", re.I)
_RELATIVE = re.compile(r",\s(?:who|which)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """What decides on the day of one report."""

    when: When | None
    """The day that its own frame states."""
    who: str
    """The id of who speaks; '' where unknown."""
    reach: int
    sentence: int
    present: bool | None
    """True for "says", False for "said", None where the reporting words do not tell."""
    apart: bool
    """Said at another time than the rest of the article, whichever: takes no day from elsewhere."""
    before: bool
    """In the perfect ("had told"): inside another's report this is a shift of tense and no other time."""
    aside: bool
    """Stands in a relative clause ("Berg, who on Monday said …, told us"): its day is no other report's."""
    opens: bool
    """Its day opens the sentence: a new occasion, which does not reach back."""


@cache
def _otherwise() -> re.Pattern[str]:
    phrases = sorted(load_words("other_times.txt"), key=lambda words: (-len(words), words))
    return re.compile(r"\b(?:" + "|".join(re.escape(words) for words in phrases) + r")\b", re.I)


def read_frame(
    page: Page, item: Found, when: When | None, who: str, impersonal: bool, contents: Sequence[Place]
) -> Told:
    """Read off a report's frame what decides on its day."""
    text = page.draft.text
    apart = before = aside = opens = False
    if item.cue:
        start, end = item.cue[0]
        low = page.draft.sentences[item.sentence].start
        before = (
            _PERFECT_CUE.match(text, start) is not None
            or _PERFECT.search(text[max(start - 40, low) : start]) is not None
        )
        apart = any(
            not any(a <= match.start() < b for a, b in contents)
            for low_, high_ in (*(f for f in item.frame if f[0] <= start < f[1] or 0 <= f[0] - end < 60), item.cue[0])
            for match in _otherwise().finditer(text, low_, high_)
        )
        aside = any("," not in text[m.start() + 1 : start] for m in _RELATIVE.finditer(text, low, start))
        if when is not None and when.evidence:
            first = when.evidence[0].start
            opens = low <= first < min(low + _OPENING, start)
    reach = IMPERSONAL if impersonal else PERSONAL
    return Told(when, who, reach, item.sentence, _tense(page, item), apart, before, aside, opens)


def _tense(page: Page, item: Found) -> bool | None:
    """Say whether the reporting words stand in the present: None for "saying", headlines, papers and what does not tell."""
    if not item.cue or page.draft.sentences[item.sentence].role != "body":
        return None
    if item.speaker is not None and kind_of(page.text(item.speaker)) == "document":
        return None  # what is written is always said to say
    words = page.text(item.cue[0]).casefold().split()
    if words[0] in {"is", "are"}:
        return True  # "is demanding"
    for word in words:
        for split, entry in lexicon().get(word.strip(",.;:"), ()):
            if len(split) == 1:
                return None if entry.form == "gerund" else entry.form != "past"
    return None


def fill(
    page: Page, told: Sequence[Told], outer: Sequence[int | None], found: Sequence[Found], lead: When | None
) -> list[When | None]:
    """Fill in days of speaking that a frame leaves out.

    The same speaker's other words in the article have one occasion, the nearest stated; else the words fall on the day
    that the report is about, where its first sentences name one.
    """
    days: list[When | None] = []
    for index, one in enumerate(told):
        around = outer[index]
        if one.when is not None or one.apart or (one.before and around is None):
            days.append(one.when)
            continue
        near = _nearest(told, index)
        if near is not None:
            basis = f"same speaker as where it says {near.basis}"
            days.append(When(near.value, near.earliest, near.latest, basis, near.evidence))
        elif lead is not None and _on_lead(page, told, found, index, around, lead):
            days.append(lead)
        else:
            days.append(None)
    return [_within(days, told, outer, index) for index in range(len(days))]


def _nearest(told: Sequence[Told], index: int) -> When | None:
    """Return the day of the same speaker's nearest words whose frame states one."""
    own = told[index]
    if not own.who:
        return None
    best: tuple[int, int, int] | None = None
    for other in range(max(index - own.reach, 0), min(index + own.reach // _BACK + 1, len(told))):
        each = told[other]
        if each.when is None or each.who != own.who or each.aside or other == index:
            continue
        if own.present is not None and each.present is not None and own.present is not each.present:
            continue
        away = abs(each.sentence - own.sentence)
        if _coarse(each.when) and (other > index or away > 1):
            continue
        if other > index and each.opens and away:
            continue
        rank = (abs(other - index), -1 if other < index else 0, other)
        if best is None or rank < best:
            best = rank
    return told[best[2]].when if best is not None else None


def _coarse(when: When) -> bool:
    if when.value.startswith("["):
        return False  # one of several days, whose year is not known
    if when.earliest is None or when.latest is None:
        return bool(when.value)
    return (date.fromisoformat(when.latest) - date.fromisoformat(when.earliest)).days > _COARSE


def _on_lead(
    page: Page, told: Sequence[Told], found: Sequence[Found], index: int, around: int | None, lead: When
) -> bool:
    """Say whether words fall on the day that the article is about: not what is always said, nor what others told of."""
    own, item = told[index], found[index]
    if own.present:
        here = page.draft.sentences[own.sentence]
        return any(here.start <= span.start < here.end for span in lead.evidence)
    if around is None:
        return not _other_day_before(page, own.sentence, lead) and not _is_background(page, own, item)
    if own.who and told[around].who == own.who:
        return True
    return not own.before and _passes_on(page, found[around], item)


@cache
def _background() -> frozenset[str]:
    return frozenset(form for lemma in load_words("cues_of_background.txt") for form in forms(lemma).all)


def _is_background(page: Page, own: Told, item: Found) -> bool:
    """Say whether a report tells, below the first quarter of its article, what a state or body did by words: of no known day."""
    many = len(page.draft.sentences)
    if item.mode == "direct" or not item.cue or many < _SHORT or _UPPER_PART * own.sentence < many:
        return False
    words = page.text(item.cue[0]).casefold().split()
    if "earlier" in words:
        return True
    return own.reach == IMPERSONAL and (words[-1] in _background() or " ".join(words[-2:]) in _background())


def _other_day_before(page: Page, number: int, lead: When) -> bool:
    """Say whether the sentence right before tells of a day long before: "On 26 July they left. The ministry said …"."""
    here = page.draft.sentences[number]
    before = page.draft.sentences[number - 1] if number else here
    if before is here or before.paragraph != here.paragraph or lead.earliest is None:
        return False
    return any(
        before.start <= time.span.start < before.end
        and time.timex_type == "DATE"
        and time.latest is not None
        and time.earliest == time.latest  # "the peace of 1977" tells of no day
        and (date.fromisoformat(lead.earliest) - date.fromisoformat(time.latest)).days >= _COARSE
        and not any(q.start <= time.span.start < q.end for q in page.quotes)
        for time in page.draft.times
    )


def _passes_on(page: Page, around: Found, item: Found) -> bool:
    """Say whether a report only passes another's words on: a paper's, or one behind them ("…, the ministry said")."""
    if around.cue and item.cue and around.content[0][0] < around.cue[0][0]:
        return True
    return around.speaker is not None and outlet_medium(page.text(around.speaker)) is not None


def _within(days: Sequence[When | None], told: Sequence[Told], outer: Sequence[int | None], index: int) -> When | None:
    """Keep words that somebody tells of from falling after the telling."""
    own, around = days[index], outer[index]
    if around is None or told[index].when is not None:
        return own
    above = days[around]
    if above is None or above.latest is None or told[around].when is None:
        return own
    if own is not None and own.latest is not None and own.latest <= above.latest:
        return own
    return When(
        f"../{above.latest}", None, above.latest, f"no day is given; not after it was told of, {above.basis}", ()
    )
