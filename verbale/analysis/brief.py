"""A brief that a desk officer would sign: who stands where, what is new, who met whom, what is due, where accounts differ.

Each sentence is a quotation or a count, and each has notes that lead to the words: outlet, day, article, place. Every quotation
is cut from an article by its offsets (`Quote.text == document.text[start:end]`); nothing in a brief is not in the record.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from verbale.analysis.contacts import Surroundings, find_contacts
from verbale.analysis.deadlines import find_deadlines, last_day
from verbale.analysis.diff import find_changes, snapshot
from verbale.analysis.facts import Facts, Said, Words
from verbale.analysis.issues import Given, find_issues
from verbale.analysis.positions import Voices, find_positions
from verbale.analysis.results import Position, Stand
from verbale.analysis.sentences import sentence_at
from verbale.analysis.stances import is_said
from verbale.store import Disagreement, Store

_PARTIES = 8
_CELLS = 6
_BESIDE = 3
_TELLS = 3
"""Blanks that a stance under no issue must have: fewer words tell nothing."""
_NEW = 25
_DIFFER = 15
_VALUE = 80
_AROUND = 400
_NOTES = 3
"""Sources named behind one quotation; how many more carry it is counted."""
_LONGEST = 320
"""Characters of one quotation; a longer one is cut at a word."""


class Quote(Struct, frozen=True):
    """Exact words of one article."""

    document_id: str
    start: int
    end: int
    text: str
    more: bool = False
    """It goes on in the article."""


class Note(Struct, frozen=True):
    """Where a quotation stands, or how a count was made."""

    number: int
    source: str
    """The outlet, or the article's title where no outlet is known."""
    title: str
    day: str | None
    url: str | None
    quote: Quote | None
    """The words with who says them, as they stand."""
    counted: str = ""
    """What was counted, where it is a count."""


class Sentence(Struct, frozen=True):
    """A lead, and the words or the count that it leads to."""

    lead: str
    quotes: tuple[Quote, ...] = ()
    tail: str = ""
    notes: tuple[int, ...] = ()


class Section(Struct, frozen=True):
    """A part of a brief; `level` 2 for parts, 3 for what is within them."""

    heading: str
    sentences: tuple[Sentence, ...]
    level: int = 2


class Brief(Struct, frozen=True):
    """The document."""

    title: str
    as_of: str | None
    since: str | None
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def plural(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_WEEK = re.compile(r"[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3])")


def told(value: str | None) -> str:
    """Return an EDTF day in words."""
    if not value:
        return "a day not known"
    if value[5:] in _SEASONS:
        return f"{_SEASONS[value[5:]]} {value[:4]}"
    if _WEEK.fullmatch(value):
        return f"the week of {dt.date.fromisoformat(value + '-1')}"
    if value.startswith("["):
        return f"one of {', '.join(told(v) for v in value.strip('[]').split(','))}"
    first, bar, last = value.partition("/")
    if bar:
        return f"by {last}" if first == ".." else f"from {first} on" if last == ".." else f"{first} to {last}"
    return f"about {value[:-1]}" if value.endswith("~") else value


class _Writer:
    """Collects notes while sections are written."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self.store, self.facts = store, facts
        self.notes: list[Note] = []
        self._known: dict[tuple[str, int, int], int] = {}

    def words(self, rows: Iterable[str]) -> dict[str, tuple[Words, ...]]:
        """Return the words behind rows."""
        return self.facts.words(rows)

    def note(self, words: Sequence[Words]) -> int | None:
        """Note where words stand: with who says them and how, as far as they stand together."""
        if not words:
            return None
        document = words[0].document_id
        start, end = min(w.start for w in words), max(w.end for w in words)
        content = [w for w in words if w.field in {"content", "trigger"}]
        if end - start > 2 * _LONGEST and content:
            start, end = content[0].start, content[-1].end
        return self._noted(document, start, end)

    def place(self, document: str, start: int, end: int) -> int:
        """Note a place of an article."""
        return self._noted(document, start, end)

    def _noted(self, document: str, start: int, end: int) -> int:
        key = (document, start, end)
        if key not in self._known:
            article = self.facts.documents[document]
            self._known[key] = len(self.notes) + 1
            self.notes.append(
                Note(
                    len(self.notes) + 1, self.facts.called(document), article.title, article.value, article.url,
                    self.quote(document, start, end, 2 * _LONGEST),
                )
            )  # fmt: skip
        return self._known[key]

    def count(self, what: str) -> int:
        """Note how a count was made."""
        self.notes.append(Note(len(self.notes) + 1, "", "", None, None, None, what))
        return len(self.notes)

    def quote(self, document: str, start: int, end: int, longest: int = _LONGEST) -> Quote:
        """Cut a quotation out of an article, not longer than may be."""
        text = self.facts.text(document, start, end)
        more = len(text) > longest
        if more:
            text = text[:longest]
            space = max(text.rfind(" "), text.rfind("\n"))
            text = text[: space if space > longest // 2 else longest].rstrip()
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        return Quote(document, start + lead, start + lead + len(text), text, more)

    def said(self, said: Said, behind: dict[str, tuple[Words, ...]], lead: str, tail: str = "") -> Sentence:
        """Return a sentence that quotes a statement."""
        first = [w for w in behind.get(said.lemma_id, ()) if w.field == "content"]
        quotes = tuple(self.quote(w.document_id, w.start, w.end) for w in first)
        rows = [said.lemma_id, *(a for a in said.attribution_ids if a != said.lemma_id)]
        notes: list[int] = []
        named: set[str] = set()
        for row in rows:
            words = behind.get(row, ())
            if not words or self.facts.called(words[0].document_id) in named or len(notes) >= _NOTES:
                continue
            named.add(self.facts.called(words[0].document_id))
            number = self.note([w for w in words if w.field in {"content", "speaker", "cue"}])
            if number is not None:
                notes.append(number)
        others = len(said.outlets) - len(notes)
        if others > 0:
            tail = f"{tail} (also in {plural(others, 'further source')})".strip()
        return Sentence(lead, quotes, tail, tuple(notes))


def make_brief(
    store: Store,
    facts: Facts,
    *,
    title: str = "",
    since: str | None = None,
    as_of: str | None = None,
    given: Sequence[Given] = (),
    min_confidence: float = 0.0,
) -> Brief:
    """Return the brief of a record as it stood on `as_of` (the last day written, unless given); `since`: what is new from then."""
    writer = _Writer(store, facts)
    day = as_of or last_day(facts)
    issues, placed = find_issues(facts, given)
    positions = find_positions(facts, issues, placed, until=as_of, min_confidence=min_confidence)
    sections = [
        _counts(writer, as_of),
        *_stand(writer, positions, [i.name for i in issues], _beside(facts, placed, as_of, min_confidence)),
        *([_new(writer, since, as_of, given)] if since else []),
        _contacts(writer, since, as_of),
        _due(writer, day),
        _differ(writer, as_of),
    ]
    return Brief(title or "Brief", day, since, tuple(s for s in sections if s.sentences), tuple(writer.notes))


def _counts(writer: _Writer, as_of: str | None) -> Section:
    facts = writer.facts
    said = [s for s in facts.said if as_of is None or s.day == "9999-12-31" or s.day <= as_of]
    happened = [e for e in facts.happened if as_of is None or e.day == "9999-12-31" or e.day <= as_of]
    written = sorted(d.value for d in facts.documents.values() if d.value)
    outlets = {d.outlet for d in facts.documents.values() if d.outlet}
    voices = Voices(facts)
    parties = {voices.party(s.speaker_id) for s in said if s.speaker_id and voices.stands(s.speaker_id)}
    span = f", written {written[0]} to {written[-1]}" if written else ""
    of = f" of {plural(len(outlets), 'named outlet')}" if outlets else ""
    found = [
        Sentence(
            f"The record holds {plural(len(facts.documents), 'article')}{of}{span}.",
            notes=(writer.count("Articles and outlets in the record, with their days of writing."),),
        ),
        Sentence(
            f"They carry {plural(len(said), 'statement')} of {plural(len(parties), 'party', 'parties')} and tell of "
            f"{plural(len(happened), 'event')}.",
            notes=(writer.count("Statements, events, and the states and bodies whose people speak."),),
        ),
    ]
    return Section("What this rests on", tuple(found))


def _stand(
    writer: _Writer, positions: Sequence[Position], issues: Sequence[str], rest: dict[str, list[Said]]
) -> list[Section]:
    voices = Voices(writer.facts)
    by_party: defaultdict[str, list[Position]] = defaultdict(list)
    for position in positions:
        by_party[position.actor_id].append(position)
    parties = [*by_party, *sorted((p for p in rest if p not in by_party), key=lambda p: (-len(rest[p]), p))]
    # those that take a stance go before those that only speak
    firm = [p for p in parties if p in rest or any(row.stance != "states" for row in by_party[p])]
    chief = [*firm, *(p for p in parties if p not in firm)][:_PARTIES]
    by_id = {s.id: s for s in writer.facts.said}
    beside = {p: rest[p][:_BESIDE] for p in chief if p in rest}
    chosen = [by_id[_shown(p).statement_id] for party in chief for p in by_party.get(party, ())]
    behind = writer.words(
        a for s in (*chosen, *(s for rows in beside.values() for s in rows)) for a in s.attribution_ids
    )
    note = writer.count("Parties and issues with a statement; the matrix names the rest as not on record.")
    count = f"{plural(len(by_party), 'party is', 'parties are')} on record on {plural(len(issues), 'issue')}."
    sections = [Section("Where they stand", (Sentence(count, notes=(note,)),))] if chief else []
    for party in chief:
        rows = by_party.get(party, [])
        taken = [p for p in rows if p.stance != "states"][:_CELLS] or rows[:2]
        sentences = [writer.said(by_id[_shown(p).statement_id], behind, _lead(p)) for p in taken]
        for said in beside.get(party, ()):
            stance, _ = voices.stance(said)
            assert said.speaker_id is not None
            together = voices.joint.get(said.id)
            who = _who(
                together.phrase if together else writer.facts.name(said.speaker_id) or "",
                voices.voice(said.speaker_id, said.latest),
                voices.told_by(said),
            )
            day = f" ({told(said.value)})" if said.value else ""
            sentences.append(writer.said(said, behind, f"Besides: {stance}. {who}{day}:"))
        silent = [i for i in issues if i not in {p.issue for p in rows}]
        if silent:
            name = writer.facts.name(party)
            note = writer.count(f"Issues on which no statement counts for {name}.")
            sentences.append(Sentence(f"No statement on record on: {'; '.join(silent)}.", notes=(note,)))
        sections.append(Section(writer.facts.name(party) or "", tuple(sentences), 3))
    return sections


def _beside(facts: Facts, placed: Container[str], as_of: str | None, least: float) -> dict[str, list[Said]]:
    """Return the stances that lie under no issue, by party: those most often carried first, each in few words once."""
    voices = Voices(facts)
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for said in facts.said:
        if (
            said.id in placed
            or said.speaker_id is None
            or said.confidence < least
            or not voices.stands(said.speaker_id)
        ):
            continue
        if as_of is not None and said.day > as_of:
            continue
        stance, _ = voices.stance(said)
        # "this", "the accusations": too little to stand alone
        if stance != "states" and said.content.count(" ") >= _TELLS and is_said(said, stance):
            found[voices.party(said.speaker_id)].append(said)
            for other in voices.joint[said.id].parties if said.id in voices.joint else ():
                found[other].append(said)
    return {
        party: sorted(rows, key=lambda s: (-s.independent, -len(s.content), s.day, s.id))
        for party, rows in found.items()
    }


def _shown(position: Position) -> Stand:
    """Return the statement that stands for a position: of those that hold the present stance the best carried, then the last."""
    return max(
        enumerate(position.holding), key=lambda item: (item[1].content.count(" ") > 2, item[1].independent, item[0])
    )[1]


def _who(speaker: str, voice: str, teller: str | None) -> str:
    return f"{speaker} (as told by {teller})" if teller else f"{speaker}{_VOICES[voice]}"


def _lead(position: Position) -> str:
    stand = _shown(position)
    since = f", since {told(position.since)}" if position.since else ", on a day not known"
    since = since.replace("since by", "by")
    again = f", restated {plural(position.restated, 'time')}" if position.restated else ""
    who = _who(stand.speaker, stand.voice, stand.told_by)
    on = f" ({told(stand.value)})" if stand.value and stand.value != position.since else ""
    return f"On {position.issue}: {position.stance}{since}{again}. {who}{on}:"


_VOICES = {
    "principal": "", "spokesperson": " (who speaks for it)", "unnamed": " (not named)", "institution": "", "own": "",
    "told by others": "", "own account": " (on their own account)",
}  # fmt: skip


def _new(writer: _Writer, since: str, as_of: str | None, given: Sequence[Given]) -> Section:
    facts = writer.facts
    changes = find_changes(
        snapshot(writer.store, facts, before=since), writer.store, facts, until=as_of, given=given
    )  # fmt: skip
    by_id = {s.id: s for s in facts.said}
    voices = Voices(facts)
    spoken = [by_id[c.id] for c in changes if c.kind == "new statement" and by_id[c.id].speaker_id]
    fresh = [s for s in spoken if is_said(s, voices.stance(s)[0])]
    best = sorted(fresh, key=lambda s: (voices.stance(s)[0] == "states", -s.independent, -len(s.content), s.id))[:_NEW]
    turned = [c for c in changes if c.kind in {"changed position", "new position"}]
    behind = writer.words(a for s in (*best, *(by_id[c.id] for c in turned)) for a in s.attribution_ids)
    articles = [c for c in changes if c.kind in {"new article", "corrected article"}]
    sentences = [
        Sentence(
            f"{plural(len(articles), 'article')} and {plural(len(fresh), 'statement')} are new.",
            notes=(writer.count(f"Statements that no article written before {since} carries."),),
        )
    ]
    for change in turned:
        said = by_id[change.id]
        was = f"was “{change.before}”, is" if change.before else "now"
        lead = f"{change.what}: {was} “{change.after}”. {facts.name(said.speaker_id)}:"
        sentences.append(writer.said(said, behind, lead))
    for said in sorted(best, key=lambda s: (s.day, s.id)):
        day = f" ({told(said.value)})" if said.value else ""
        teller = voices.told_by(said)
        told_by = f" (as told by {teller})" if teller else ""
        lead = f"{facts.name(said.speaker_id)}{told_by}{day} {voices.stance(said)[0]}:"
        sentences.append(writer.said(said, behind, lead))
    if len(fresh) > len(best):
        note = writer.count("New statements beyond those quoted, which are carried by fewer sources or take no stance.")
        sentences.append(
            Sentence(f"{plural(len(fresh) - len(best), 'further new statement')} not quoted here.", notes=(note,))
        )
    return Section(f"What is new since {since}", tuple(sentences))


def _contacts(writer: _Writer, since: str | None, as_of: str | None) -> Section:
    around = Surroundings(writer.store)
    sentences = []
    for c in find_contacts(writer.store, writer.facts, around):
        if (since and (c.latest or c.earliest or "0000") < since) or (as_of and (c.earliest or "") > as_of):
            continue
        places = around.of(c.event_id, of_status=c.status) or around.of(c.event_id)
        names = list(dict.fromkeys((*c.who, *c.whom)))
        if not places or len(names) < 2:
            continue
        details = [c.manner, "planned" if c.status == "scheduled" else c.status if c.status != "happened" else ""]
        manner = ", ".join(d for d in details if d)
        document, start, end = places[0]
        notes = tuple(dict.fromkeys(writer.place(*p) for p in places[:_NOTES]))
        lead = f"{told(c.when).capitalize()}, {manner}: {', '.join(names)}."
        sentences.append(Sentence(lead, (writer.quote(document, start, end),), "", notes))
    return Section("Contacts", tuple(sentences))


def _due(writer: _Writer, day: str | None) -> Section:
    by_id = {s.id: s for s in writer.facts.said}
    rows = find_deadlines(writer.store, writer.facts, as_of=day)
    behind = writer.words(a for d in rows if d.statement_id in by_id for a in by_id[d.statement_id].attribution_ids)
    around = Surroundings(writer.store)
    sentences = []
    for d in rows:
        owing = " to ".join((d.owed_by or "", d.owed_to or "")).strip() if d.owed_to else d.owed_by
        lead = f"Due {told(d.due)} ({d.state}){f': {owing}' if owing else ''}."
        said = by_id.get(d.statement_id)
        if said is not None:
            who = f" {d.according_to}:" if d.according_to else ""
            told_so = writer.said(said, behind, lead + who)
            sentences.append(replace(told_so, notes=(*told_so.notes, *_met(writer, d.met_by, by_id, around))))
            continue
        document, mark, span = d.statement_id.partition("#")
        if mark:
            start, end = (int(n) for n in span.split("-"))
            places = [(document, start, end)]
        else:
            places = around.of(d.statement_id, of_status="scheduled")
        if places:
            own = [writer.place(*p) for p in places[:_NOTES]]
            notes = tuple(dict.fromkeys((*own, *_met(writer, d.met_by, by_id, around))))
            sentences.append(Sentence(lead, (writer.quote(*places[0]),), "", notes))
    return Section(f"What is due, as of {day}", tuple(sentences))


def _met(writer: _Writer, row: str | None, by_id: dict[str, Said], around: Surroundings) -> tuple[int, ...]:
    """Note the words that met a deadline: a statement's, a sentence's, or those of the account of a meeting."""
    if row is None:
        return ()
    document, mark, span = row.partition("#")
    if mark:
        start, end = (int(n) for n in span.split("-"))
        return (writer.place(document, start, end),)
    if row in by_id:
        words = writer.words((by_id[row].lemma_id,)).get(by_id[row].lemma_id, ())
        number = writer.note([w for w in words if w.field in {"content", "speaker", "cue"}])
        return () if number is None else (number,)
    return tuple(writer.place(*p) for p in around.of(row, of_status="happened")[:1])


def _differ(writer: _Writer, as_of: str | None) -> Section:
    rows = [d for d in writer.facts.disagreements if _told_by(writer.facts, d, as_of)][:_DIFFER]
    behind = writer.words(r for d in rows for s in d.sides for r in s.row_ids)
    sentences = []
    for d in rows:
        quotes: list[Quote] = []
        notes: list[int] = []
        for side in d.sides:
            words = next((behind[r] for r in side.row_ids if behind.get(r)), ())
            content = [w for w in words if w.field in {"content", "trigger"}]
            best = next((w for w in content if side.value.casefold() in w.text.casefold()), None)
            if not content:
                continue
            first, last = (best, best) if best else (content[0], content[-1])
            quote = _shows(writer, side.value, first.document_id, first.start, last.end)
            quotes.append(quote)
            wider = quote.start < first.start or quote.end > last.end
            number = writer.place(quote.document_id, quote.start, quote.end) if wider else writer.note(words)
            if number is not None:
                notes.append(number)
        if len(quotes) > 1:
            sides = " — ".join(f"{_short(s.value)} ({plural(s.independent, 'source')})" for s in d.sides)
            sentences.append(Sentence(f"{d.about[:1].upper()}{d.about[1:]}: {sides}.", tuple(quotes), "", tuple(notes)))
    return Section("Where accounts differ", tuple(sentences))


def _short(value: str) -> str:
    """Return a value that leads to its words: a long one is cut at a word, for the words follow."""
    return value if len(value) <= _VALUE else f"{value[:_VALUE].rpartition(' ')[0]} …"


def _shows(writer: _Writer, value: str, document: str, start: int, end: int) -> Quote:
    """Quote the words of a side; where what they differ in stands beside them, the sentence that has both."""
    own = writer.quote(document, start, end)
    offset = max(start - _AROUND, 0)
    around = writer.facts.text(document, offset, end + _AROUND)
    first, last = sentence_at(around, start - offset, end - offset)
    if value.casefold() in own.text.casefold() or value.casefold() not in around[first:last].casefold():
        return own
    return writer.quote(document, offset + first, offset + last)


def _told_by(facts: Facts, row: Disagreement, as_of: str | None) -> bool:
    """Say whether what is in question was known by a day."""
    if as_of is None:
        return True
    return facts.days.get(row.subject_id, "0000") <= as_of
