"""Load the shipped network and read documents with it."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from verbale.language.acts import NOT_READ, ActRead, Roles, Sheet, Told, anchor, bare, lay_out, matter_in
from verbale.language.assemble import Found, Read, Scan, Tables, assemble, scan
from verbale.language.belief import looks, probability
from verbale.language.memory import Page, current, kept, question, scan_of
from verbale.language.mend import trimmed, whole_words, with_marks
from verbale.language.session import lazily, packed, weights_folder
from verbale.language.tagged import Piece, TaggedAttribution
from verbale.language.windows import Feed, Window, cut_windows, feed
from verbale.language.words import Vocabulary, Words, read_words

MODEL = "attribution-1"
"""Name and version of the shipped weights; changes whenever they do."""

FAST_MODEL = "attribution-fast-1"
"""Name and version of the small tagger on the lower layers of the large one."""

ACT_MODEL = "acts-5"
"""Name and version of the weights that tell acts and stances apart."""

_LETTERS = re.compile(r"[^\W\d_]+")
Floats = npt.NDArray[np.float32]
Network = Callable[[Feed], tuple[Floats, Floats, Floats, Floats]]
"""One window in; word layers, questions, answers out, and what the lower layers made of each word."""
ActNetwork = Callable[[Floats, Sheet], tuple[Floats, Floats, Floats, Floats]]
"""What the lower layers made of the words around one attribution in; logits of acts, stances, "nothing said" and, of each word,
of the matter beginning and ending there out; all but the acts may be missing."""
_KEPT = 64
"""Windows of a document that are kept as read; those of a longer one are read again for its names and acts."""


class Tagger:
    """Finds attributions. The same text gives the same result, whatever is read beside it."""

    def __init__(
        self,
        network: Network,
        vocabulary: Vocabulary,
        tables: Tables,
        reporting: frozenset[str] = frozenset(),
        act_network: ActNetwork | None = None,
        name: str = MODEL,
    ) -> None:
        self.name = name
        self._network = network
        self._act_network = act_network
        self._kept: dict[int, tuple[Floats, Floats, Floats, Floats]] = {}
        self._last: tuple[int, tuple[Floats, Floats, Floats, Floats]] | None = None
        self._feeds: dict[int, Feed] = {}
        self._document: tuple[str, tuple[Piece, ...], Words, list[Window]] | None = None
        self.vocabulary = vocabulary
        self._tables = tables
        self._reporting = reporting

    def tag_document(self, text: str, sentences: Sequence[Piece]) -> tuple[TaggedAttribution, ...]:
        """Return the attributions of a document in text order.

        `sentences` are offsets into `text`, in order, not overlapping; what lies outside them is not read. A line break
        between two sentences starts a new paragraph.
        """
        words = self.words(text, sentences)
        outer = self._tagged(text, sentences, words, self.find(words))
        return tuple(_in_order([*outer, *self._within(text, outer)]))

    def _within(self, text: str, outer: list[TaggedAttribution]) -> list[TaggedAttribution]:
        """Read the contents again, as if they were the article, for the reports in reports.

        The corpus that the network was taught marks the outermost report only, so the first reading passes over them.
        """
        pieces: list[Piece] = []
        end = 0
        for start, stop in sorted({piece for one in outer for piece in one.content}):
            bare = _bare(text, max(start, end), stop)
            if bare is not None and self._may_report(text, *bare):
                pieces.append(bare)
                end = bare[1]
        if not pieces:
            return []
        words = read_words(text, pieces, self.vocabulary, apart=True)
        inner = self._tagged(text, pieces, words, self.find(words))
        known = {position for one in outer for start, stop in one.cue for position in range(start, stop)}
        return [
            replace(one, depth=1, again=True)
            for one in inner
            if one.cue and one.source and not any(start in known for start, _stop in one.cue)
        ]

    def _may_report(self, text: str, start: int, end: int) -> bool:
        return end - start > 20 and any(word in self._reporting for word in _LETTERS.findall(text[start:end].lower()))

    def tag(self, texts: Sequence[str]) -> list[tuple[TaggedAttribution, ...]]:
        """Return the attributions of each text on its own; a text's lines are its paragraphs, each one sentence."""
        results: list[tuple[TaggedAttribution, ...]] = []
        for text in texts:
            lines: list[Piece] = []
            start = 0
            for line in text.split("\n"):
                if line.strip():
                    lines.append((start, start + len(line)))
                start += len(line) + 1
            results.append(self.tag_document(text, lines))
        return results

    def words(self, text: str, sentences: Sequence[Piece]) -> Words:
        """Return a document's words, and forget the windows of the document before unless it is the same one."""
        given = tuple(sentences)
        if self._document is not None and self._document[0] == text and self._document[1] == given:
            return self._document[2]
        self._kept.clear()
        self._last = None
        self._feeds.clear()
        words = read_words(text, sentences, self.vocabulary)
        self._document = (text, given, words, cut_windows(words))
        return words

    def windows(self, words: Words) -> list[Window]:
        """Return the windows that words are read in."""
        if self._document is not None and self._document[2] is words:
            return self._document[3]
        return cut_windows(words)

    def find(self, words: Words) -> list[Found]:
        """Return the attributions in words, before they are mended: what scorers and calibration look at."""
        windows = self.windows(words)
        pages = [self.page(words, window) for window in windows]
        scans = [None if page is None else scan_of(page) for page in pages]
        unread = [number for number, known in enumerate(scans) if known is None]
        reads = [Read(windows[number], *self._read(words, windows[number])[:3]) for number in unread]
        for number, one in zip(unread, scan(words, reads, self._tables), strict=True):
            scans[number] = one
            if (page := pages[number]) is not None:
                page.scan = kept(one)
        return assemble(words, windows, [one or Scan() for one in scans])

    def features(self, text: str, words: Words, found: Sequence[Found]) -> list[list[float]]:
        """Return what the probability of each finding rests on."""
        seen = looks(text, words, found, self._reporting)
        return [[*one.features, *marks] for one, marks in zip(found, seen, strict=True)]

    def probabilities(self, text: str, words: Words, found: Sequence[Found]) -> list[float]:
        """Return how probable it is of each finding that it is right."""
        return [probability(self._tables.calibration, row) for row in self.features(text, words, found)]

    def acts(self, text: str, sentences: Sequence[Piece], attributions: Sequence[Roles]) -> tuple[Told, ...]:
        """Return, for each attribution, the act that it most probably is, how probable, how probable each stance, and which
        words name the matter.

        `text` and `sentences` as given to `tag_document`; called right after it, most of the work is done already. The
        answer is the same if it is called alone. An attribution whose words stand in no sentence is `NOT_READ`.
        """
        if self._act_network is None or not attributions:
            return (Told(NOT_READ),) * len(attributions)
        words = self.words(text, sentences)
        windows = self.windows(words)
        firsts = [window.first for window in windows]
        results: list[Told] = []
        for roles in attributions:
            number = bisect_right(firsts, anchor(words, roles)) - 1
            if number < 0:
                results.append(Told(NOT_READ))
                continue
            read = self._act(words, windows[number], lay_out(text, words, windows[number], roles))
            matter = None
            if read.matter:
                first, last = (firsts[number] + word for word in read.matter)
                matter = bare(text, words.starts[first], words.ends[last])
            results.append(Told(read, matter))
        return tuple(results)

    def _act(self, words: Words, window: Window, sheet: Sheet) -> ActRead:
        assert self._act_network is not None
        own = sheet.words - window.first
        page = self.page(words, window)
        number = 0
        if page is not None:
            number = question(own, sheet.roles, sheet.flags, sheet.keys)
            if (known := page.acts.get(number)) is not None:
                return known
        acts, stances, nothing, matter = self._act_network(self.lower(words, window)[own], sheet)
        shares = _shares(acts)
        best = int(shares.argmax())
        answer = ActRead(
            best,
            round(float(shares[best]), 3),
            tuple(round(100 * float(share)) for share in _shares(stances)),
            round(100 / (1 + math.exp(-float(nothing[0])))) if nothing.size else 0,
            tuple(int(own[place]) for place in (matter_in(matter) or ())) if matter.size else (),
        )
        if page is not None:
            page.acts[number] = answer
        return answer

    def lower(self, words: Words, window: Window) -> Floats:
        """Return what the lower layers make of each word of a window."""
        return self._read(words, window)[3]

    def page(self, words: Words, window: Window) -> Page | None:
        """Return the page on which what is known of a window stands; None where nothing is remembered."""
        memory = current()
        return None if memory is None else memory.page(self.name, self._feed(words, window))

    def _feed(self, words: Words, window: Window) -> Feed:
        document = self._document is not None and self._document[2] is words
        given = self._feeds.get(window.first) if document else None
        if given is None:
            given = feed(words, window, self.vocabulary)
            if document:
                self._feeds[window.first] = given
        return given

    def _read(self, words: Words, window: Window) -> tuple[Floats, Floats, Floats, Floats]:
        document = self._document is not None and self._document[2] is words
        if not document:
            return self._network(self._feed(words, window))
        read = self._kept.get(window.first)
        if read is None and self._last is not None and self._last[0] == window.first:
            read = self._last[1]
        if read is None:
            read = self._network(self._feed(words, window))
            if len(self._kept) < _KEPT:
                self._kept[window.first] = read
            else:  # what is asked of a long document comes in its order: the window asked of last is asked of again
                self._last = window.first, read
        return read

    def _tagged(
        self, text: str, sentences: Sequence[Piece], words: Words, found: list[Found]
    ) -> list[TaggedAttribution]:
        results: list[TaggedAttribution] = []
        for one, value in zip(found, self.probabilities(text, words, found), strict=True):
            if value < self._tables.least:
                continue
            content = tuple(
                piece
                for whole in one.content
                for first, last in _by_paragraph(words, *whole)
                if (piece := _piece(text, sentences, words, first, last, marks=True)) is not None
            )
            if not content:
                continue
            source = tuple(
                piece
                for first, last in one.source
                if (piece := _piece(text, sentences, words, first, last)) is not None
            )
            cue: tuple[Piece, ...] = ()
            if one.cue is not None:
                piece = _piece(text, sentences, words, *one.cue)
                cue = (piece or (words.starts[one.cue[0]], words.ends[one.cue[1] - 1]),)
            results.append(TaggedAttribution(cue, source, content, value))
        return results


def _shares(logits: Floats) -> npt.NDArray[np.float64]:
    """Return the probabilities that logits stand for; none of none."""
    raised: npt.NDArray[np.float64] = np.exp(logits.astype(np.float64) - logits.max(initial=-np.inf))
    return raised / raised.sum() if raised.size else raised


def _by_paragraph(words: Words, first: int, last: int) -> list[tuple[int, int]]:
    """Cut a range of words where paragraphs change."""
    cuts = [w for w in range(first + 1, last) if words.paragraphs[w] != words.paragraphs[w - 1]]
    return list(pairwise([first, *cuts, last]))


def _piece(
    text: str, sentences: Sequence[Piece], words: Words, first: int, last: int, *, marks: bool = False
) -> Piece | None:
    low = sentences[words.sentences[first]][0]
    high = sentences[words.sentences[last - 1]][1]
    start, end = whole_words(text, words.starts[first], words.ends[last - 1], low, high)
    if marks:
        start, end = with_marks(text, start, end, low, high)
    return trimmed(text, start, end)


def _bare(text: str, start: int, end: int) -> Piece | None:
    """Take the outer quotation marks and a leading "that" off a content: it then reads like an article's sentence."""
    inner = trimmed(text, start, end)
    if inner is None:
        return None
    start, end = inner
    if text[start] in "“\"«„‘'" and text[end - 1] in "”\"»’'":
        start, end = start + 1, end - 1
    if text[start : start + 5].lower() == "that ":
        start += 5
    return trimmed(text, start, end) if start < end else None


def _in_order(found: list[TaggedAttribution]) -> list[TaggedAttribution]:
    """Sort by where each begins; mark those whose cue stands inside another's content."""
    covered: list[Piece] = []  # what the outer contents cover, in order, not overlapping
    for start, end in sorted(piece for one in found if not one.depth for piece in one.content):
        if covered and start <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    results = []
    for one in found:
        place = bisect_right(covered, one.cue[0][0], key=itemgetter(0)) - 1 if one.cue else -1
        nested = place >= 0 and one.cue[-1][1] <= covered[place][1]
        results.append(replace(one, depth=1) if nested else one)
    return sorted(results, key=lambda one: (min((*one.cue, *one.source, *one.content)), one.depth, one.content))


def _network(path: Path) -> Network:
    session = lazily(path)

    def run(given: Feed) -> tuple[Floats, Floats, Floats, Floats]:
        rows = {
            "ids": given.ids, "shapes": given.shapes, "places": given.places, "quotes": given.quotes,
            "heads": given.heads,
        }  # fmt: skip
        tag, ask, answer, lower = session().run(
            ["tag", "ask", "answer", "lower"], {name: row[None] for name, row in rows.items()}
        )
        return tag[0], ask[0], answer[0], lower[0][given.heads]

    return run


def _act_network(path: Path) -> ActNetwork:
    session = lazily(path)

    @cache
    def told() -> list[str]:
        return [output.name for output in session().get_outputs()]

    def run(lower: Floats, sheet: Sheet) -> tuple[Floats, Floats, Floats, Floats]:
        rows: dict[str, npt.NDArray[Any]] = {
            "lower": lower,
            "roles": sheet.roles,
            "flags": sheet.flags,
            "keys": sheet.keys,
        }
        found = dict(zip(told(), session().run(told(), {name: row[None] for name, row in rows.items()}), strict=True))
        none = np.zeros((1, 0), np.float32)  # weights made from free texts alone tell acts and no more
        acts, stances, nothing, matter = (found.get(name, none)[0] for name in ("acts", "stances", "nothing", "matter"))
        return acts, stances, nothing, matter

    return run


@cache
def load(folder: Path | None = None) -> Tagger:
    """Return the tagger with the shipped weights (or those in `folder`), loaded once a process."""
    folder = weights_folder(folder)
    acts = packed(folder, ACT_MODEL)
    return _tagger(folder, MODEL, _act_network(acts) if acts.exists() else None)


@cache
def load_fast(folder: Path | None = None) -> Tagger | None:
    """Return the small tagger, which knows no acts and misses more; None where the weights are without one."""
    folder = weights_folder(folder)
    return _tagger(folder, FAST_MODEL) if (folder / f"{FAST_MODEL}.onnx").exists() else None


def _tagger(folder: Path, model: str, acts: ActNetwork | None = None) -> Tagger:
    tables = msgspec.json.decode((folder / f"{model}.json").read_bytes(), type=Tables)
    lines = (folder / "reporting.txt").read_text(encoding="utf-8").splitlines()
    reporting = frozenset(line for line in lines if not line.startswith("#"))
    vocabulary = Vocabulary.read(folder / "vocab.txt")
    return Tagger(_network(folder / f"{model}.onnx"), vocabulary, tables, reporting, acts, model)
