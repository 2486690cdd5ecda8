"""Read a coding again with a better known dateline: the same rows, the same ids and words, sharper days.

The coding in the record stays as it was coded; this is how it is read wherever days are shown or compared.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from verbale.coding.times import resolve
from verbale.model import Attribution, Coding, EventMention, Span, TimeExpression, When


def _time(time: TimeExpression, dateline: When) -> TimeExpression:
    found = resolve(time.form, dateline)
    if not found.value or found.value == time.value:
        return time
    basis = f"{found.basis}; {dateline.basis}"
    return replace(
        time,
        value=found.value,
        earliest=found.earliest,
        latest=found.latest,
        timex_value=found.timex_value,
        basis=basis,
    )


def _when(when: When | None, times: Mapping[Span, TimeExpression], dateline: When, spoken: bool = False) -> When | None:
    if when is not None and when.evidence:
        time = times.get(when.evidence[0])
        if time is None or not time.value or time.kind not in {"date", "time"}:
            return when
        late = dateline.latest is not None and time.earliest is not None and time.earliest > dateline.latest
        if spoken and late:
            # nobody spoke after the article was written
            return When(f"../{dateline.latest}", None, dateline.latest, f"not after the dateline {dateline.value}")
        return When(time.value, time.earliest, time.latest, time.basis, when.evidence)
    if when is None or when.value.startswith(".."):
        latest = dateline.latest
        if latest is None:
            return when
        return When(f"../{latest}", None, latest, f"no day is given; not after the dateline {dateline.value}")
    return when


def refine(coding: Coding, dateline: When | None) -> Coding:
    """Return the coding as it reads under a narrowed dateline; the coding itself where there is none."""
    if dateline is None or (coding.dateline.when is not None and coding.dateline.when.value == dateline.value):
        return coding
    times = tuple(_time(time, dateline) for time in coding.times)
    by_span = {time.span: time for time in times}

    def said(a: Attribution) -> Attribution:
        return replace(a, spoken=_when(a.spoken, by_span, dateline, spoken=True))

    def happened(e: EventMention) -> EventMention:
        return (
            e
            if e.status == "hypothetical" and e.happened is None
            else replace(e, happened=_when(e.happened, by_span, dateline))
        )

    return replace(
        coding,
        dateline=replace(coding.dateline, when=dateline),
        times=times,
        attributions=tuple(said(a) for a in coding.attributions),
        events=tuple(happened(e) for e in coding.events),
    )
