"""Score who is quoted, and which quotations of two outlets the record takes for one statement, on BASIL (open part).

`python -m benchmarks.basil DATA [--stories N] [--keep FOLDER] [--errors N]`: DATA holds `basil/open/train.jsonl.gz`, three
outlets' articles of each story. All stories are built into one record, told apart by nothing but what the articles say.

Nobody labelled which quotations are one; but where the words that one article sets between marks stand, all of them and
six or more, inside a quotation of another outlet's article of the same story, both quote one utterance. That is counted
here from the texts alone. A false join is one across stories, or one of two quotations of six words and more
without three words in a row in common. Speakers are those that the corpus names for quoted spans.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.coreference import Rate
from verbale.model import Attribution
from verbale.record import Record

CORPUS = Path("basil/open/train.jsonl.gz")
LEAST = 6
"""Words of a quotation that are no coincidence when another outlet quotes them too."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OPEN, _CLOSE = '“"', '”"'
_GROUPS = frozenset(
    "lawmakers democrats republicans members officials campaign party now naacp catholics buzzfeed".split()
)
"""Last words of labels that name no person."""
_ASIDE = frozenset({"other_anti", "other_pro", "other_neutral", ""})


class Quotation(Struct, frozen=True, order=True):
    """What an article sets between marks, without them."""

    document: str
    start: int
    end: int
    words: tuple[str, ...]


class Shared(Struct, frozen=True, order=True):
    """One utterance in two outlets: the shorter quotation, and where its words stand in the longer one."""

    story: str
    short: Quotation
    long: Quotation


class Said(Struct, frozen=True):
    """One coded attribution, and what the record makes of it."""

    document: str
    row: Attribution
    group: str
    names: tuple[str, ...]
    actor: str | None


class Labelled(Struct, frozen=True):
    """A quoted span of the corpus; its speaker is a person by name, a group ("House_Democrats") or only a side."""

    document: str
    start: int
    end: int
    speaker: str
    kind: str


class Built(Struct, frozen=True):
    """A record of the corpus: the texts and the story of each document, and what was coded there."""

    texts: dict[str, str]
    story: dict[str, str]
    outlet: dict[str, str]
    said: dict[str, list[Said]]
    labels: list[Labelled]
    links: set[tuple[str, str]]
    """Pairs of documents that report one statement or event."""

    def shares(self, one: Said, other: Said) -> bool:
        """Say whether either's document has another account of the other's statement: a sentence quoted by itself here,
        and within a longer quotation there, can be one with a part only where the parts are not one among themselves."""
        groups = ({s.group for s in self.said[said.document]} for said in (other, one))
        return any(said.group in held for said, held in zip((one, other), groups, strict=True))


class Joins(Struct, frozen=True):
    """How far quotations that are verbatim the same came to be one statement."""

    wanted: int
    coded: int
    joined: int
    causes: Counter[str]
    faults: list[tuple[str, Shared]]
    false: list[tuple[Said, Said]]
    across: int

    @property
    def rate(self) -> Rate:
        """Precision of what can be judged, recall of all."""
        given = self.joined + len(self.false)
        return Rate(self.joined / given if given else 1.0, self.joined / self.wanted if self.wanted else 1.0)


# -- what the texts alone tell -----------------------------------------------------------------------------------------


def quotations(document: str, text: str) -> Iterator[Quotation]:
    """Yield what stands between double marks, paragraph by paragraph; an open one ends with its paragraph."""
    at = 0
    for paragraph in text.split("\n"):
        begin: int | None = None
        for place, char in enumerate(paragraph):
            if begin is None and char in _OPEN:
                begin = place + 1
            elif begin is not None and char in _CLOSE:
                yield _quotation(document, text, at + begin, at + place)
                begin = None
        if begin is not None:
            yield _quotation(document, text, at + begin, at + len(paragraph))
        at += len(paragraph) + 1


def _quotation(document: str, text: str, start: int, end: int) -> Quotation:
    return Quotation(document, start, end, tuple(_fold(w) for w in _WORD.findall(text[start:end])))


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _stands(short: Sequence[str], long: Sequence[str]) -> int:
    """Return where a run of words stands in another, -1 where it does not."""
    size = len(short)
    return next((at for at in range(len(long) - size + 1) if tuple(long[at : at + size]) == tuple(short)), -1)


def shared_quotations(built: Built) -> list[Shared]:
    """Return the quotations that two outlets of one story have verbatim, each pair once."""
    by_story: defaultdict[str, list[list[Quotation]]] = defaultdict(list)
    for document, text in sorted(built.texts.items()):
        own = [q for q in quotations(document, text) if len(q.words) >= LEAST]
        by_story[built.story[document]].append(own)
    found: list[Shared] = []
    for story, articles in sorted(by_story.items()):
        for left, right in combinations(articles, 2):
            for one in left:
                for other in right:
                    short, long = (one, other) if len(one.words) <= len(other.words) else (other, one)
                    at = _stands(short.words, long.words)
                    if at >= 0:
                        found.append(Shared(story, short, _part(long, at, len(short.words), built.texts)))
    return found


def _part(whole: Quotation, at: int, size: int, texts: dict[str, str]) -> Quotation:
    """Return the run of words of a quotation as a place of its own."""
    places = list(_WORD.finditer(texts[whole.document], whole.start, whole.end))[at : at + size]
    return Quotation(whole.document, places[0].start(), places[-1].end(), whole.words[at : at + size])


# -- what the record holds ---------------------------------------------------------------------------------------------


def read_rows(path: Path, stories: int | None = None) -> list[dict[str, Any]]:
    """Return the articles of the first so many stories, by id, or of all."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    kept = set(sorted({row["story"] for row in rows})[:stories])
    return [row for row in rows if row["story"] in kept]


def build(rows: Sequence[dict[str, Any]], path: Path, *, fast: bool = False) -> Built:
    """Build a record of the articles, coding only what the one that is there has not, and return what it holds."""
    articles = path.with_suffix(".jsonl")
    fields = ("title", "text", "url", "date")
    lines = (json.dumps({key: row[key] for key in fields if row[key]}) + "\n" for row in rows)
    articles.write_text("".join(lines), encoding="utf-8")
    with Record.open(path) as record:
        record.add(articles)
        record.code(fast=fast)
        record.collate()
        return _built(rows, record)


def _built(rows: Sequence[dict[str, Any]], record: Record) -> Built:
    store = record.store
    by_url = {row["url"]: row for row in rows if row["url"]}
    by_title = {row["title"]: row for row in rows}
    actors = {mention: actor for actor in store.actors() for mention in actor.mention_ids}
    statement_of = {a: s.id for s in store.statements() for a in s.attribution_ids}
    event_of = {m: e.id for e in store.events() for m in e.event_mention_ids}
    texts, story, outlet = {}, {}, {}
    said: dict[str, list[Said]] = {}
    labels: list[Labelled] = []
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for document in store.documents():
        row = by_url.get(document.url or "") or by_title[document.title or ""]
        coding = store.coding(document.id)
        texts[document.id], story[document.id], outlet[document.id] = document.text, row["story"], row["outlet"]
        labels += _labels(row, document.id, document.text)
        if coding is None:
            continue
        mentions = {mention.id: mention for mention in coding.mentions}
        own = said.setdefault(document.id, [])
        for a in coding.attributions:
            mention = mentions.get(a.speaker_id or "")
            actor = actors.get(a.speaker_id or "") or actors.get((mention.head_id if mention else "") or "")
            names = [mention.name if mention else "", actor.name if actor else "", *(actor.aliases if actor else ())]
            group = statement_of.get(a.id, a.id)
            own.append(Said(document.id, a, group, tuple(n for n in names if n), actor.id if actor else None))
            holders[group].add(document.id)
        for event in coding.events:
            holders[event_of.get(event.id, event.id)].add(document.id)
    links = {pair for held in holders.values() for pair in combinations(sorted(held), 2)}
    return Built(texts, story, outlet, said, labels, links)


def _labels(row: dict[str, Any], document: str, text: str) -> Iterator[Labelled]:
    """Yield the quoted spans, where they stand in the record's text."""
    shift = max(0, text.find(row["text"]))
    for span in row["bias_spans"]:
        if span["quote"] != "yes":
            continue
        words = row["text"][span["start"] : span["end"]]
        start = text.find(words, max(0, span["start"] + shift - 40))
        start = start if start >= 0 else text.find(words)
        if start >= 0:
            speaker = span["speaker"] or ""
            named = "group" if speaker.split("_")[-1].casefold() in _GROUPS else "person"
            yield Labelled(document, start, start + len(words), speaker, "side" if speaker in _ASIDE else named)


def holder(said: Iterable[Said], start: int, end: int) -> Said | None:
    """Return the attribution that has most of a stretch of text as its content, at least half; the closest fit."""
    best: tuple[int, int, str] | None = None
    found = None
    for one in said:
        inside = sum(max(0, min(end, s.end) - max(start, s.start)) for s in one.row.content)
        size = sum(s.end - s.start for s in one.row.content)
        rank = (-inside, size, one.row.id)
        if 2 * inside >= end - start and (best is None or rank < best):
            best, found = rank, one
    return found


def is_named(names: Iterable[str], label: str) -> bool:
    """Say whether a name is the label's: its last word is among the name's words."""
    last = label.split("_")[-1].casefold()
    return any(last in {_fold(w).removesuffix("'s") for w in _WORD.findall(name)} for name in names)


def speakers(built: Built) -> list[tuple[str, Labelled, Said | None]]:
    """Return each labelled span with what became of it: right, another, nobody, not coded."""
    found = []
    for label in built.labels:
        held = holder(built.said.get(label.document, ()), label.start, label.end)
        if held is None:
            outcome = "not coded"
        elif is_named(held.names, label.speaker):
            outcome = "right"
        else:
            outcome = "another" if held.names else "nobody"
        found.append((outcome, label, held))
    return found


def _words(said: Said) -> list[str]:
    return [_fold(word) for span in said.row.content for word in _WORD.findall(span.text)]


def _has_three(one: Sequence[str], other: Sequence[str]) -> bool:
    runs = {tuple(one[at : at + 3]) for at in range(len(one) - 2)}
    return any(tuple(other[at : at + 3]) in runs for at in range(len(other) - 2))


def joins(built: Built) -> Joins:
    """Return how far what is verbatim shared came to be one statement, and what was joined wrongly."""
    causes: Counter[str] = Counter()
    faults: list[tuple[str, Shared]] = []
    coded = joined = 0
    wanted = shared_quotations(built)
    for pair in wanted:
        one, other = (holder(built.said.get(q.document, ()), q.start, q.end) for q in (pair.short, pair.long))
        if one is None or other is None:
            cause = "not coded as said"
        else:
            coded += 1
            if one.group == other.group:
                joined += 1
                continue
            if built.shares(one, other):
                cause = "one side joined with another part of the other"
            elif one.actor is None or other.actor is None:
                cause = "a speaker is not known"
            else:
                cause = "one speaker, left apart" if one.actor == other.actor else "two speakers"
        causes[cause] += 1
        faults.append((cause, pair))
    false, across = _false(built)
    return Joins(len(wanted), coded, joined, causes, faults, false, across)


def _false(built: Built) -> tuple[list[tuple[Said, Said]], int]:
    """Return the joined pairs that cannot be one, and how many of them are of two stories."""
    groups: defaultdict[str, list[Said]] = defaultdict(list)
    for own in built.said.values():
        for one in own:
            groups[one.group].append(one)
    false, across = [], 0
    for _, members in sorted(groups.items()):
        for left, right in combinations(sorted(members, key=lambda s: s.row.id), 2):
            if left.document == right.document:
                continue
            if built.story[left.document] != built.story[right.document]:
                across += 1
                false.append((left, right))
            elif left.row.mode == right.row.mode == "direct":
                mine, theirs = (_words(said) for said in (left, right))
                if min(len(mine), len(theirs)) >= LEAST and not _has_three(mine, theirs):
                    false.append((left, right))
    return false, across


def together(built: Built) -> Rate:
    """Score stories as documents that hang together by a statement or event that they share."""
    of: dict[str, str] = {document: document for document in built.story}

    def top(document: str) -> str:
        while of[document] != document:
            document = of[document]
        return document

    for one, other in sorted(built.links):
        of[top(other)] = top(one)
    right = given = wanted = 0
    for one, other in combinations(sorted(built.story), 2):
        same, joined = built.story[one] == built.story[other], top(one) == top(other)
        right, given, wanted = right + (same and joined), given + joined, wanted + same
    return Rate(right / given if given else 1.0, right / wanted if wanted else 1.0)


def linked(built: Built) -> Rate:
    """Score pairs of documents that share a statement or event outright as being of one story."""
    same = sum(built.story[a] == built.story[b] for a, b in built.links)
    wanted = sum(n * (n - 1) // 2 for n in Counter(built.story.values()).values())
    return Rate(same / len(built.links) if built.links else 1.0, same / wanted if wanted else 1.0)


# -- report ------------------------------------------------------------------------------------------------------------


def report(built: Built) -> Iterator[str]:
    """Yield the tables."""
    rows = sum(len(own) for own in built.said.values())
    yield f"{len(built.texts)} articles of {len(set(built.story.values()))} stories, {rows} attributions"
    yield ""
    outcomes = speakers(built)
    said = sum(held is not None for *_, held in outcomes)
    yield f"{len(outcomes)} labelled spans that quote, {said} of them coded as said ({said / (len(outcomes) or 1):.3f})"
    yield ""
    yield "| spans that quote a named person | coded as said | right by name | another | nobody | right of coded | of all |"
    yield "|---|---|---|---|---|---|---|"
    count = Counter(outcome for outcome, label, _ in outcomes if label.kind == "person")
    coded = count["right"] + count["another"] + count["nobody"]
    yield (
        f"| {count.total()} | {coded} | {count['right']} | {count['another']} | {count['nobody']} "
        f"| {count['right'] / (coded or 1):.3f} | {count['right'] / (count.total() or 1):.3f} |"
    )
    yield ""
    found = joins(built)
    yield "| quotations verbatim in two outlets | coded as said on both sides | joined | recall | of coded | false | precision |"
    yield "|---|---|---|---|---|---|---|"
    yield (
        f"| {found.wanted} | {found.coded} | {found.joined} | {found.rate.recall:.3f} "
        f"| {found.joined / (found.coded or 1):.3f} | {len(found.false)} ({found.across} across stories) "
        f"| {found.rate.precision:.3f} |"
    )
    yield ""
    yield "left apart: " + ", ".join(f"{cause} {n}" for cause, n in found.causes.most_common())
    yield ""
    yield "| articles of one story, pairs | P | R | F1 |"
    yield "|---|---|---|---|"
    for title, rate in (("share a statement or event", linked(built)), ("hang together by such", together(built))):
        yield f"| {title} | " + " | ".join(f"{cell:.3f}" for cell in rate.prf) + " |"


def errors(built: Built, most: int) -> Iterator[str]:
    """Yield what went wrong, with the words."""

    def shown(said: Said | None) -> str:
        if said is None:
            return "-"
        words = " … ".join(s.text for s in said.row.content)[:160].replace("\n", " ")
        spoken = said.row.spoken
        day = f"{spoken.earliest}..{spoken.latest}" if spoken else "?"
        return (
            f"[{built.outlet[said.document]} {'/'.join(said.names[:2])} {said.row.act} {said.row.mode} {day}] {words}"
        )

    found = joins(built)
    for cause in sorted(found.causes):
        for _, pair in [fault for fault in found.faults if fault[0] == cause][:most]:
            yield f"{cause}: {' '.join(pair.short.words)[:140]}"
            for q in (pair.short, pair.long):
                text = built.texts[q.document]
                yield f"    {shown(holder(built.said.get(q.document, ()), q.start, q.end))}"
                yield "        " + text[max(0, q.start - 110) : q.end + 90].replace("\n", " ¶ ")[:420]
    for left, right in found.false[:most]:
        yield f"false join:\n    {shown(left)}\n    {shown(right)}"
    for outcome in ("another", "nobody", "not coded"):
        for _, label, held in [s for s in speakers(built) if s[0] == outcome and s[1].kind == "person"][:most]:
            yield f"speaker {outcome}: {label.speaker}"
            yield f"    {shown(held)}"
            yield "        " + built.texts[label.document][max(0, label.start - 150) : label.end + 100].replace(
                "\n", " ¶ "
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--stories", type=int, metavar="N", help="the first N stories only")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the record, and collate one already there")
    parser.add_argument("--fast", action="store_true", help="code by rules alone")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list N of each kind")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        built = build(read_rows(given.data / CORPUS, given.stories), folder / "basil.db", fast=given.fast)
        for line in (*report(built), *errors(built, given.errors)):
            print(line)


if __name__ == "__main__":
    main()
