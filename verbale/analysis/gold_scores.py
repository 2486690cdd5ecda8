"""Score one document, category by category: statements, quotations, events, names, times, dateline, furniture.

The numbers and rules here are written down in `docs/reference/gold.md`; the two must agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from verbale.analysis.gold import GoldEvent, GoldStatement, Located, LocatedEvent, LocatedStatement
from verbale.analysis.gold_match import Page, Tally, honest, kept, match, overlap, right_day
from verbale.analysis.gold_names import name_words
from verbale.model import Attribution, EventMention, Mention, Span

FURNITURE_ROLES = frozenset({"furniture", "caption", "credit", "tag"})
SYMMETRIC_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Event types whose parties may stand on either side."""
FOUND = 0.5
"""Least overlap of content words (intersection over union) at which a statement counts as found."""
NEAR = 200
"""Most characters between two triggers of one event in one line of text."""


def _speaker_right(page: Page, gold: GoldStatement, given: Attribution) -> bool:
    names = page.called(given.speaker_id, given.speaker)
    if gold.speaker is None:
        return not names or page.same(gold.speaker_accept, names)
    return page.same((gold.speaker, *gold.speaker_accept), names)


def score_statements(page: Page, truth: Sequence[LocatedStatement], tally: Tally) -> None:
    """Score attributions, their fields and the direct quotations among them."""
    given = page.coding.attributions if page.coding is not None else ()
    covers = [page.tokens.cover(each.content) for each in given]
    wanted = [page.tokens.cover(each.content) for each in truth]
    weights = []
    for g, gold in enumerate(truth):
        for s, coded in enumerate(given):
            shared = overlap(wanted[g], covers[s])
            if shared >= FOUND:
                # In "X said that Y warned of Z" both contents may overlap both truths: the speaker decides.
                weights.append((shared + 0.25 * _speaker_right(page, gold.gold, coded), g, s))
    optional = [each.gold.optional for each in truth]
    scored, missed, spurious = kept(match(weights), optional, len(given))
    count = (len(scored) + len(spurious), len(scored) + len(missed))
    tally.add("statements", "found", len(scored), *count)
    exact = [(g, s) for g, s in scored if _core(page, wanted[g]) == _core(page, covers[s])]
    tally.add("statements", "content exact", len(exact), *count)
    right = [(g, s) for g, s in scored if _speaker_right(page, truth[g].gold, given[s])]
    tally.add("statements", "found with speaker", len(right), *count)
    tally.add("statements", "speaker, of found", len(right), len(scored), len(scored))
    for g, s in scored:
        _fields(page, truth, given, g, s, tally)
    parents = {given[s].id: truth[g].gold.id for g, s in match(weights).items() if truth[g].gold.id is not None}
    sure = {each.gold.id for each in truth if each.gold.id is not None and not each.gold.optional}
    nested = [(g, s) for g, s in scored if truth[g].gold.parent in sure]
    held = sum(parents.get(given[s].parent_id or "") == truth[g].gold.parent for g, s in nested)
    tally.add("statements", "parent, of found", held, len(nested), len(nested))
    _direct(page, truth, given, tally)
    for g, s in scored:
        if (g, s) not in exact:
            tally.fault(
                page.name, truth[g].content[0].start, "statements", "content", _words(truth[g].content),
                _words(given[s].content),
            )  # fmt: skip
    for g in missed:
        who = f"{truth[g].gold.speaker}: {_words(truth[g].content)}"
        tally.fault(page.name, truth[g].content[0].start, "statements", "missed", who, "")
    for s in spurious:
        start = given[s].content[0].start if given[s].content else 0
        tally.fault(
            page.name, start, "statements", "spurious", "", f"{_speaker(page, given[s])}: {_words(given[s].content)}"
        )


def _core(page: Page, words: frozenset[int]) -> frozenset[int]:
    """Leave out a leading "that" or "to": where a content begins is a matter of taste, what it says is not."""
    first = min(words, default=-1)
    if first >= 0 and page.text[page.tokens.starts[first] : page.tokens.ends[first]].casefold() in {"that", "to"}:
        return words - {first}
    return words


def _speaker(page: Page, given: Attribution) -> str:
    return " / ".join(page.called(given.speaker_id, given.speaker)) or "?"


def _words(spans: Iterable[Span]) -> str:
    return " … ".join(span.text for span in spans)


def _fields(
    page: Page,
    truth: Sequence[LocatedStatement],
    given: Sequence[Attribution],
    g: int,
    s: int,
    tally: Tally,
) -> None:
    """Score the single fields of one found statement."""
    gold, coded = truth[g].gold, given[s]
    start = truth[g].content[0].start

    def field(measure: str, right: bool, wanted: str, got: str) -> None:
        tally.add("statements", measure, int(right), 1, 1)
        if not right:
            tally.fault(page.name, start, "statements", measure, wanted, got)

    if not _speaker_right(page, gold, coded):
        tally.fault(page.name, start, "statements", "speaker", str(gold.speaker), _speaker(page, coded))
    act = coded.act if coded.act in gold.act_accept else gold.act
    tally.acts[(act, coded.act)] += 1
    tally.add("statements", "act, first choice", int(coded.act == gold.act), 1, 1)
    field("act", act == coded.act, gold.act, coded.act)
    field("mode", coded.mode in (gold.mode, *gold.mode_accept), gold.mode, coded.mode)
    if gold.spoken is not None:
        got = coded.spoken.value if coded.spoken is not None else ""
        field("spoken", right_day(coded.spoken, gold.spoken, gold.spoken_accept), gold.spoken, got)
    if gold.medium is not None:
        field("medium", coded.medium == gold.medium, gold.medium, coded.medium or "")
    names = page.called(coded.addressee_id)
    if gold.addressee is not None or names:
        right = gold.addressee is not None and page.same((gold.addressee,), names)
        tally.add("statements", "addressee", int(right), int(bool(names)), int(gold.addressee is not None))
        if not right:
            tally.fault(page.name, start, "statements", "addressee", gold.addressee or "", " / ".join(names))
    if gold.relay:
        hops = [name for hop in coded.relay for name in (hop.name, *page.called(hop.mention_id, hop.span))]
        field(
            "relay",
            all(page.same((hop.name,), hops) for hop in gold.relay),
            " > ".join(hop.name for hop in gold.relay),
            " > ".join(hop.name for hop in coded.relay),
        )


def _direct(page: Page, truth: Sequence[LocatedStatement], given: Sequence[Attribution], tally: Tally) -> None:
    """Score direct quotations by themselves, each pair of marks alone: the exact words from the right mouth."""
    sure = [each.gold.mode == "direct" and not each.gold.mode_accept and not each.gold.optional for each in truth]
    # What gold only accepts as direct, or labels as optional, is neither wanted nor wrong.
    loose = [not sure[g] and (t.gold.optional or "direct" in (t.gold.mode, *t.gold.mode_accept))
             for g, t in enumerate(truth)]  # fmt: skip
    wanted = [(g, page.tokens.cover((span,))) for g, each in enumerate(truth) for span in each.content
              if sure[g] or loose[g]]  # fmt: skip
    coded = [(s, page.tokens.cover((span,))) for s, each in enumerate(given) if each.mode == "direct"
             for span in each.content]  # fmt: skip
    weights = [
        (1 + 0.25 * _speaker_right(page, truth[g].gold, given[s]), i, j)
        for i, (g, words) in enumerate(wanted)
        for j, (s, others) in enumerate(coded)
        if words == others
    ]
    optional = [loose[g] for g, _ in wanted]
    borderline = [words for g, words in wanted if loose[g]]
    scored, missed, spurious = kept(match(weights), optional, len(coded))
    spurious = [j for j in spurious if not any(overlap(each, coded[j][1]) >= FOUND for each in borderline)]
    count = (len(scored) + len(spurious), len(scored) + len(missed))
    right = sum(_speaker_right(page, truth[wanted[i][0]].gold, given[coded[j][0]]) for i, j in scored)
    tally.add("direct quotations", "exact words", len(scored), *count)
    tally.add("direct quotations", "exact words and speaker", right, *count)


def _parties(page: Page, gold: LocatedEvent, coded: EventMention, complete: bool) -> bool:
    actors, recipients = [[page.called(each) for each in ids] for ids in (coded.actors, coded.recipients)]
    sides = [(list(gold.gold.actors), actors), (list(gold.gold.recipients), recipients)]
    if gold.gold.type in SYMMETRIC_TYPES:
        sides = [(sides[0][0] + sides[1][0], actors + recipients)]
    for wanted, got in sides:
        hit = [any(page.same((name,), names) for names in got) for name in wanted]
        if not complete:
            # one right name on each side that gold names; both of two where either side will do
            least = min(2, len(wanted)) if gold.gold.type in SYMMETRIC_TYPES else min(1, len(wanted))
            if sum(hit) < least:
                return False
        elif not all(hit) or not all(any(page.same((name,), names) for name in wanted) for names in got):
            return False
    return True


def _full(page: Page, gold: LocatedEvent, coded: EventMention) -> bool:
    truth = gold.gold
    place = truth.place is None or (coded.place is not None and page.names.same(truth.place, coded.place.text))
    day = truth.happened is None or right_day(coded.happened, truth.happened, truth.happened_accept)
    return (
        _parties(page, gold, coded, True)
        and truth.mode in (None, coded.mode)
        and truth.context in (None, coded.context)
        and coded.status == truth.status
        and place
        and day
    )


def score_events(page: Page, truth: Sequence[LocatedEvent], tally: Tally) -> None:
    """Score event mentions: type, parties, all fields."""
    given = page.coding.events if page.coding is not None else ()
    weights = []
    for g, gold in enumerate(truth):
        for s, coded in enumerate(given):
            first, second = sorted((gold.trigger, coded.trigger))
            gap = max(0, second.start - first.end)
            if coded.type == gold.gold.type and gap <= NEAR and "\n" not in page.text[first.end : second.start]:
                parties = _parties(page, gold, coded, False)
                weights.append((1 / (1 + gap) + 0.25 * parties, g, s))
    scored, missed, spurious = kept(match(weights), [each.gold.optional for each in truth], len(given))
    count = (len(scored) + len(spurious), len(scored) + len(missed))
    checks: tuple[tuple[str, Callable[[LocatedEvent, EventMention], bool]], ...] = (
        ("type", lambda gold, coded: True),
        ("type and both parties", lambda gold, coded: _parties(page, gold, coded, False)),
        ("full", lambda gold, coded: _full(page, gold, coded)),
    )
    for measure, check in checks:
        tally.add("events", measure, sum(check(truth[g], given[s]) for g, s in scored), *count)
    for g, s in scored:
        event, coded = truth[g].gold, given[s]
        tally.add("events", "status, of found", int(event.status == coded.status), 1, 1)
        if event.happened is not None:
            day = right_day(coded.happened, event.happened, event.happened_accept)
            tally.add("events", "day, of found", int(day), 1, 1)
        if not _full(page, truth[g], coded):
            tally.fault(page.name, truth[g].trigger.start, "events", "fields", _event(event), _coded(page, coded))
    for g in missed:
        wanted = f"{_event(truth[g].gold)} “{truth[g].trigger.text}”"
        tally.fault(page.name, truth[g].trigger.start, "events", "missed", wanted, "")
    for s in spurious:
        got = f"{_coded(page, given[s])} “{given[s].trigger.text}”"
        tally.fault(page.name, given[s].trigger.start, "events", "spurious", "", got)


def _event(gold: GoldEvent) -> str:
    return (
        f"{gold.type} {gold.mode or '-'} {gold.context or '-'} {gold.status}: {', '.join(gold.actors)} -> "
        f"{', '.join(gold.recipients)} ({gold.happened or '-'}, {gold.place or '-'})"
    )


def _coded(page: Page, event: EventMention) -> str:
    actors, recipients = (", ".join("/".join(page.called(each)) for each in ids)
                          for ids in (event.actors, event.recipients))  # fmt: skip
    when = event.happened.value if event.happened is not None else "-"
    return (
        f"{event.type} {event.mode or '-'} {event.context or '-'} {event.status}: {actors} -> {recipients} "
        f"({when}, {event.place.text if event.place is not None else '-'})"
    )


def _bare(span: Span) -> tuple[int, int]:
    """Return the place of a name without an article before it or a possessive behind it."""
    article = re.match(r"(?:the|a|an)\s+", span.text, re.IGNORECASE)
    start = span.start + (article.end() if article else 0)
    return start, span.end - (2 if span.text.endswith(("'s", "’s")) else 0)


def score_mentions(page: Page, located: Located, tally: Tally) -> None:
    """Score names: span, kind, whose."""
    truth = located.mentions or ()
    given = [m for m in page.coding.mentions if m.form == "name"] if page.coding is not None else []
    places = {_bare(each.span): s for s, each in reversed(list(enumerate(given)))}
    weights = [(1.0, g, places[_bare(each.span)]) for g, each in enumerate(truth) if _bare(each.span) in places]
    pairs = match(weights)
    optional = [each.gold.optional for each in truth]
    scored, missed, spurious = kept(pairs, optional, len(given))
    # A name that overlaps an optional one is neither right nor wrong.
    loose = [each.span for each in truth if each.gold.optional] + _heads(located)
    spurious = [s for s in spurious if not any(_touch(given[s].span, each) for each in loose)]
    count = (len(scored) + len(spurious), len(scored) + len(missed))
    kinds = [(g, s) for g, s in scored if given[s].kind in (truth[g].gold.kind, *truth[g].gold.accept)]
    tally.add("mentions", "span", len(scored), *count)
    tally.add("mentions", "span and kind", len(kinds), *count)
    for g, s in scored:
        if (g, s) not in kinds:
            tally.fault(page.name, truth[g].span.start, "mentions", f"kind of {truth[g].span.text}", truth[g].gold.kind,
                given[s].kind)  # fmt: skip
    named = [(g, s) for g, s in scored if truth[g].gold.actor is not None]
    right = [(g, s) for g, s in named if _whose(page, truth[g].gold.actor or "", given[s])]
    tally.add("mentions", "actor, of found", len(right), len(named), len(named))
    for g in missed:
        tally.fault(page.name, truth[g].span.start, "mentions", "missed", truth[g].span.text, "")
    for s in spurious:
        tally.fault(page.name, given[s].span.start, "mentions", "spurious", "", given[s].span.text)


def _whose(page: Page, actor: str, given: Mention) -> bool:
    """Tell whether a name was led back to its owner: to the owner's full name where the article gives it."""
    names = page.called(given.id)
    if given.kind == "person" and actor in page.text:
        names = tuple(name for name in names if len(name_words(name)) >= len(name_words(actor)))
    return page.same((actor,), names)


def _heads(located: Located) -> list[Span]:
    """Return the date and byline lines: whether their names and days are coded counts for nothing."""
    return [each.span for each in located.segments or () if each.gold.role in {"dateline", "byline"}]


def score_times(page: Page, located: Located, tally: Tally) -> None:
    """Score time expressions: span and value."""
    truth = located.times or ()
    given = page.coding.times if page.coding is not None else ()
    covers = [page.tokens.cover((each.span,)) for each in given]
    wanted = [page.tokens.cover((each.span,)) for each in truth]
    weights = [
        (overlap(wanted[g], covers[s]), g, s)
        for g in range(len(truth))
        for s in range(len(given))
        if wanted[g] & covers[s]
    ]
    scored, missed, spurious = kept(match(weights), [each.gold.optional for each in truth], len(given))
    heads = _heads(located)
    spurious = [s for s in spurious if not any(_touch(given[s].span, each) for each in heads)]
    count = (len(scored) + len(spurious), len(scored) + len(missed))
    right = [(g, s) for g, s in scored if given[s].value in (truth[g].gold.value, *truth[g].gold.accept)]
    tally.add("times", "found", len(scored), *count)
    tally.add("times", "found with value", len(right), *count)
    for g, s in scored:
        if (g, s) not in right:
            tally.fault(page.name, truth[g].span.start, "times", f"value of {truth[g].span.text}", truth[g].gold.value,
                given[s].value)  # fmt: skip
    for g in missed:
        tally.fault(page.name, truth[g].span.start, "times", "missed", truth[g].span.text, "")
    for s in spurious:
        tally.fault(page.name, given[s].span.start, "times", "spurious", "", given[s].span.text)


def score_dateline(page: Page, located: Located, tally: Tally) -> None:
    """Score the day of writing."""
    truth = located.gold.dateline
    if truth is None:
        return
    when = page.coding.dateline.when if page.coding is not None else None
    exact = when is not None and right_day(when, truth.value, truth.accept)
    tally.add("datelines", "right", int(exact), int(when is not None), 1)
    tally.add("datelines", "honest range", int(honest(when, truth.value)), 1, 1)
    if not exact:
        tally.fault(page.name, 0, "datelines", "day", truth.value, when.value if when is not None else "")


def _touch(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def score_furniture(page: Page, located: Located, tally: Tally) -> None:
    """Count the coded rows that rest on words of furniture."""
    if page.coding is None:
        return
    marked = [each.span for each in located.segments or () if each.gold.role in FURNITURE_ROLES]
    rows: list[tuple[str, tuple[Span, ...]]] = []
    for said in page.coding.attributions:
        own = (*said.content, *said.cue, *((said.speaker,) if said.speaker is not None else ()))
        rows.append(("attribution", own + tuple(each.span for each in said.evidence)))
    rows += [("event", (each.trigger, *(e.span for e in each.evidence))) for each in page.coding.events]
    rows += [("mention", (each.span,)) for each in page.coding.mentions]
    rows += [("time", (each.span,)) for each in page.coding.times]
    for kind, spans in rows:
        hit = [span for span in spans if any(_touch(span, each) for each in marked)]
        if hit:
            tally.furniture += 1
            tally.fault(page.name, hit[0].start, "furniture", kind, "", hit[0].text)
