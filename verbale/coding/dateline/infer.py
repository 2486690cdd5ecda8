"""The day a document was written, by what it alone says: claims believed unless the prose speaks against them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np

from verbale.coding.dateline.claims import given_claims, printed_claims
from verbale.coding.dateline.cues import Cue
from verbale.coding.dateline.eras import find_eras
from verbale.coding.dateline.likelihood import score
from verbale.coding.dateline.posts import find_posts
from verbale.coding.dateline.prose import prose_cues, weak_cues
from verbale.coding.dateline.solve import Posterior, edtf, shortest_range, solve
from verbale.coding.draft import Sentence
from verbale.model import Dateline, Document, Segment, Span, When

Kind = Literal["stamp", "agency", "source", "inferred", "none"]
_BELIEVED = 0.5
_SURE = 0.7
"""Share of the distribution below which a claim that is believed is given as a range."""
_DOUBTFUL = 0.2
"""Share of the distribution below which a claim is left out altogether."""
_LATER = 7
"""Days after a believed claim within which another one ("Updated") is no contradiction."""
_MOST_EVIDENCE = 8


def find_dateline(document: Document, segments: Sequence[Segment], sentences: Sequence[Sentence]) -> Dateline:
    """Return the day (and place) of writing, a range of days or None, with the claims that were not believed."""
    claims, agency = printed_claims(document.text, segments)
    claims += given_claims(document)
    cues = [*claims, *prose_cues(document, sentences)]
    cues += weak_cues(document, segments)
    cues += find_posts(document.text, sentences)
    cues += find_eras(document.text, tuple(segments))
    place = Span.of(document.text, *agency.place) if agency is not None and agency.place is not None else None
    when, kind, rejected = decide(cues)
    return Dateline(
        when=when,
        kind=kind if kind != "stamp" or agency is None or agency.day is None else "agency",
        place=place.text.title() if place is not None and place.text.isupper() else place.text if place else None,
        place_evidence=place,
        rejected=rejected,
    )


def decide(cues: Sequence[Cue]) -> tuple[When | None, Kind, tuple[str, ...]]:
    """Weigh the cues against each other."""
    posterior = solve(cues)
    if posterior is None:
        return None, "none", ()
    claims = [cue for cue in cues if cue.kind == "claim"]
    supported = sorted(claims, key=lambda cue: (-round(_support(posterior, cue), 6), cues.index(cue)))
    if supported and _support(posterior, supported[0]) >= _BELIEVED:
        return _believed(supported[0], claims, cues, posterior)
    doubtful = [cue for cue in claims if _support(posterior, cue) < _DOUBTFUL]
    without = solve([cue for cue in cues if cue not in doubtful]) if doubtful else posterior
    if without is None:
        return None, "none", _rejected(claims, cues, posterior, None)
    found = shortest_range(without)
    rejected = _rejected(claims, cues, posterior, found)
    told = _telling(cues, without) if found is not None else []
    if found is None or not told:
        return None, "none", rejected
    basis = "inferred from " + ", ".join(f"“{cue.words}”" for cue in told)
    spans = tuple(sorted({cue.span for cue in told if cue.span is not None}))
    when = When(edtf(*found), found[0].isoformat(), found[1].isoformat(), basis, spans)
    printed = any(cue.printed and cue.kind == "monthday" for cue in told)
    return when, "stamp" if printed and found[0] == found[1] else "inferred", rejected


def _believed(
    best: Cue, claims: Sequence[Cue], cues: Sequence[Cue], posterior: Posterior
) -> tuple[When, Kind, tuple[str, ...]]:
    """Return what a claim comes to: its day, or where the prose leans away from it a range that holds both."""
    assert best.days is not None
    first, last = best.days
    wider = shortest_range(posterior)
    same = [cue for cue in claims if cue.days == best.days]
    spans = tuple(sorted({cue.span for cue in same if cue.span is not None}))
    basis = "; ".join(dict.fromkeys(cue.words for cue in same))
    kind: Kind = "stamp" if spans else "source"
    if wider is not None and first != last and first <= wider[0] and wider[1] <= last:
        first, last = wider
    elif wider is not None and _support(posterior, best) < _SURE and wider[0] <= first and last <= wider[1]:
        basis += "; doubted: it does not go well with " + (_against(best, cues, posterior) or "the other claims")
        return When(edtf(*wider), wider[0].isoformat(), wider[1].isoformat(), basis, spans), kind, ()
    if first == last and not spans and (told := _of_next_day(first, cues)) is not None:
        first = last = first + timedelta(1)
        basis += f"; a day later: it tells of “{told.text}”"
        spans = (told,)
    when = When(edtf(first, last), first.isoformat(), last.isoformat(), basis, spans)
    return when, kind, _rejected(claims, cues, posterior, (first, max(last, first + timedelta(_LATER))))


def _of_next_day(claimed: date, cues: Sequence[Cue]) -> Span | None:
    """Return the weekday after a page's date on which, in the article's words, something was said or its news happened.

    Pages keep the day on which they were first put online, and are written on; a weekday six days back is called "last Friday".
    Of 41 such articles of world news 36 were of the day after; in the others it was still to come.
    """
    wanted = (claimed.weekday() + 1) % 7
    return next((c.said for c in cues if c.kind == "weekday" and not c.offset and c.weekday == wanted and c.said), None)


def _rejected(
    claims: Sequence[Cue], cues: Sequence[Cue], posterior: Posterior, found: tuple[date, date] | None
) -> tuple[str, ...]:
    """Return the claims that lie outside what was found, each with what speaks against it."""
    result: list[str] = []
    for claim in claims:
        assert claim.days is not None
        apart = found is None or claim.days[1] < found[0] - timedelta(1) or claim.days[0] > found[1] + timedelta(1)
        if apart:
            result.append(_why_not(claim, cues, posterior))
    return tuple(dict.fromkeys(result))


def _support(posterior: Posterior, claim: Cue) -> float:
    assert claim.days is not None
    return posterior.share(claim.days[0].toordinal() - 1, claim.days[1].toordinal() + 1)


def _why_not(claim: Cue, cues: Sequence[Cue], posterior: Posterior) -> str:
    """Say which words speak against a claim."""
    assert claim.days is not None
    words = _against(claim, cues, posterior) or "the other claims"
    return f"{edtf(*claim.days)} ({claim.words}): does not agree with {words}"


def _against(claim: Cue, cues: Sequence[Cue], posterior: Posterior) -> str:
    """Return the words that fit the likeliest other day best against the claimed one."""
    assert claim.days is not None
    first, last = claim.days[0].toordinal(), claim.days[1].toordinal()
    apart = (posterior.days < first - 1) | (posterior.days > last + 1)
    if not apart.any():
        return ""
    other = int(posterior.days[apart][int(np.argmax(posterior.mass[apart]))])
    days = np.array(sorted({first, other}), dtype=np.int64)
    against: list[tuple[float, int, Cue]] = []
    for index, cue in enumerate(cues):
        if cue is not claim:
            scores = dict(zip(days.tolist(), score(cue, days).tolist(), strict=True))
            if scores[other] - scores[first] > 0.7:
                against.append((round(scores[first] - scores[other], 6), index, cue))
    return ", ".join(f"“{cue.words}”" for _, _, cue in sorted(against, key=lambda item: item[:2])[:3])


def _telling(cues: Sequence[Cue], posterior: Posterior) -> list[Cue]:
    """Return the cues that made the range what it is: they tell its best day from the days and years around."""
    best = posterior.best
    around = np.array(
        sorted({*range(best - 7, best + 8), *(best + 30 * step for step in range(-30, 31))}), dtype=np.int64
    )
    around = around[around > 400]
    told: list[tuple[float, int]] = []
    for index, cue in enumerate(cues):
        if cue.kind == "claim":
            continue
        scores = score(cue, around)
        at_best = float(scores[int(np.nonzero(around == best)[0][0])]) if best in around else 0.0
        gain = at_best - float(np.log(np.mean(np.exp(scores))))
        if gain > 0.15:
            told.append((-round(gain, 6), index))
    chosen = sorted(index for _, index in sorted(told)[:_MOST_EVIDENCE])
    return [cues[index] for index in chosen]
