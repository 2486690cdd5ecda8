"""What a tagger may learn from when everything it learns from may be passed on: no PolNeAR, no publishers' articles.

    python -m training.permissive passages --out train.jsonl.gz [--dev]
    python -m training.permissive frames DATA --out frames.jsonl.gz
    python -m training.permissive silver DATA --weights FOLDER --out silver.jsonl.gz
    python -m training.permissive words --out reporting.txt

passages  our own labelled passages (Apache-2.0), the disputes kept apart left out, several to a page
frames    the weblogs and newsgroups of the English Web Treebank with PropBank's frames of saying (CC BY-SA 4.0)
silver    free news and statements, labelled by the rules and by a network that this recipe made earlier
words     the forms of the lexicon's reporting words: which contents may hold a report of their own

The first three in PolNeAR's layout. PolNeAR's habits are kept, because the run time counts on them: a content holds its quotation
marks and its "that", and of reports in reports only the outer one is marked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.labels.check import DEV, Passage, place, read_all
from training.score import sentences_of
from verbale.coding.coder import Coder
from verbale.language import Piece, load
from verbale.lexicon import load_table
from verbale.lexicon.verbs import forms
from verbale.model import Document, row_id

Row = dict[str, Any]
Attribution = dict[str, list[Piece]]

OPENING, CLOSING = "“\"«„‘'", "”\"»’'"
A_PAGE = 1400
"""Characters of a page that several passages, or part of an article, make."""
ARRANGEMENTS = 6
FREE_GENRES = frozenset({"news", "interview", "court"})
_NARRATOR = frozenset("i we you me us it who which that what there".split())
_I = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_GENRES = ("weblog-", "newsgroup-")


def widened(text: str, start: int, end: int) -> Piece:
    """Take in the marks around a content and a "that" before it."""
    if start and end < len(text) and text[start - 1] in OPENING and text[end] in CLOSING:
        start, end = start - 1, end + 1
    if text[max(start - 5, 0) : start].lower() == "that " and not text[start - 6 : start - 5].isalnum():
        start -= 5
    return start, end


def outermost(found: list[Attribution]) -> list[Attribution]:
    """Leave out what stands, cue and all, inside another's content."""

    def inside(one: Attribution, other: Attribution) -> bool:
        return all(any(a <= s and e <= b for a, b in other["content"]) for s, e in (*one["cue"], *one["content"]))

    return [one for one in found if not any(other is not one and inside(one, other) for other in found)]


# --- our own passages ---


def labels_of(passage: Passage, parent: str | None = None) -> list[Attribution]:
    """Return a passage's labels as attributions; with `parent`, those inside that label's content."""
    text = passage.text
    found = []
    for label in passage.statements:
        if label.cue is None or label.parent != parent:
            continue
        source = [place(text, label.speaker_text)] if label.speaker_text else []
        content = sorted(widened(text, *place(text, words)) for words in label.content)
        found.append({"source": source, "cue": [place(text, label.cue)], "content": content})
    return found if parent else outermost(found)


def paragraphs_of(passages: Iterable[Passage]) -> list[tuple[str, list[Attribution]]]:
    """Return each passage as a text with its labels, and each content that holds a report as a text of its own.

    The run time reads contents again, as if they were the article, for the reports in them.
    """
    found = []
    for passage in passages:
        found.append((passage.text, labels_of(passage)))
        for label in passage.statements:
            inner = labels_of(passage, label.id)
            if not inner or len(label.content) != 1:
                continue
            low, high = place(passage.text, label.content[0])
            moved = [{role: [(a - low, b - low) for a, b in pieces] for role, pieces in one.items()} for one in inner]
            if all(a >= 0 and b <= high - low for one in moved for pieces in one.values() for a, b in pieces):
                found.append((passage.text[low:high], moved))
    return found


def pages(parts: list[tuple[str, list[Attribution]]], seed: int) -> Iterator[Row]:
    """Join texts to pages, in an order of the seed's, so that the network reads reports beside others."""
    draw = random.Random(seed)
    order = list(parts)
    draw.shuffle(order)
    text, number = "", 0
    attributions: list[Attribution] = []
    for words, found in order:
        if text and len(text) + len(words) > A_PAGE * draw.uniform(0.3, 1.0):
            yield {"id": f"page-{seed}-{number}", "text": text, "attributions": attributions}
            text, attributions, number = "", [], number + 1
        text += "\n\n" if text else ""
        base = len(text)
        attributions += [{r: [(a + base, b + base) for a, b in p] for r, p in one.items()} for one in found]
        text += words
    yield {"id": f"page-{seed}-{number}", "text": text, "attributions": attributions}


def passages(arrangements: int, dev: bool = False) -> Iterator[Row]:
    """Yield our own passages, each arrangement once through all of them; with `dev` those that are not learned from."""
    parts = paragraphs_of(p for p in read_all() if (p.dispute in DEV) == dev)
    for seed in range(arrangements):
        yield from pages(parts, seed)


# --- frames of the web treebank ---


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def rolesets() -> dict[str, tuple[str, int]]:
    """Return which argument of a roleset is the content, and its least length in words."""
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {roleset: (content, int(least)) for roleset, content, least in table}


def _places(text: str, tokens: list[str]) -> list[Piece] | None:
    found, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or start > at + 3:
            return None
        at = start + len(token)
        found.append((start, at))
    return found


def _framed(row: Row, spans: list[Piece], table: dict[str, tuple[str, int]]) -> list[Attribution]:
    found: list[Attribution] = []
    for frame in row["frames"]:
        if frame["roleset"] not in table or not row["xpos"][frame["pred"]].startswith("V"):
            continue
        wanted, least = table[frame["roleset"]]
        by_label: dict[str, list[tuple[int, int]]] = {}
        for start, end, label in frame["args"]:
            by_label.setdefault(label.removesuffix("-DSP"), []).append((start, end))
        source, content = by_label.get("ARG0", []), sorted(by_label.get(wanted, []))
        said = [word.lower() for start, end in source for word in row["tokens"][start:end]]
        if len(source) != 1 or not content or (len(said) == 1 and said[0] in _NARRATOR):
            continue
        if sum(end - start for start, end in content) < least:
            continue
        found.append(
            {
                "source": [(spans[s][0], spans[e - 1][1]) for s, e in source],
                "cue": [spans[frame["pred"]]],
                "content": [(spans[s][0], spans[e - 1][1]) for s, e in content],
            }
        )
    return outermost(found)


def frames(data: Path) -> Iterator[Row]:
    """Yield pages of the treebank's weblogs and newsgroups with what somebody is said there to say or think."""
    table = rolesets()
    framed = {tuple(row["tokens"]): row for row in _rows(data / "srl_ewt/open/train.jsonl.gz")}
    text = name = gap = genre = line_text = ""
    number = 0
    attributions: list[Attribution] = []
    tokens: list[str] = []
    with gzip.open(data / "ud_ewt/open/en_ewt-ud-train.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if text:
                    yield {"id": f"{name}-{number}", "text": text, "attributions": attributions}
                genre = name = line[14:].strip()
                text, attributions, number = "", [], 0
            elif line.startswith("# newpar"):
                gap = "\n"
                if len(text) > A_PAGE:
                    yield {"id": f"{name}-{number}", "text": text, "attributions": attributions}
                    text, attributions, number = "", [], number + 1
            elif line.startswith("# text = "):
                line_text = line[9:].strip()
            elif line[:1].isdigit():
                columns = line.split("\t")
                if columns[0].isdigit():
                    tokens.append(columns[1])
            elif not line.strip() and tokens:
                row, spans = framed.get(tuple(tokens)), _places(line_text, tokens)
                if genre.startswith(_GENRES) and row is not None and spans is not None:
                    text += (gap or " ") if text else ""
                    base = len(text)
                    for one in _framed(row, spans, table):
                        attributions.append({r: [(a + base, b + base) for a, b in p] for r, p in one.items()})
                    text += line_text
                tokens, gap = [], ""
    if text:
        yield {"id": f"{name}-{number}", "text": text, "attributions": attributions}


# --- free texts, labelled by what this recipe has made so far ---


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Yield free texts, a page at a time: Wikinews, GUM's free genres, official statements; nothing of a publisher's."""
    for row in _rows(data / "meantime/open/train.jsonl.gz"):
        yield from _cut(row["id"], row["text"])
    for row in _rows(data / "gum/open/train.jsonl.gz"):
        if row["genre"] in FREE_GENRES:
            yield from _cut(row["id"], row["text"])
    for row in _rows(data / "re3d/open/train.jsonl.gz"):
        if not row["source"].startswith("BBC"):
            yield from _cut(row["id"], row["text"])
    for row in _rows(data / "primary_statements/open/statements.jsonl.gz"):
        # readouts tell who said what; speeches, in the first person, hardly ever do
        text = row["text"][:6000]
        if row["licence"].startswith("US government") and len(_I.findall(text)) * 60 < len(text.split()):
            yield from _cut(row["id"], text)


def _cut(name: str, text: str) -> Iterator[tuple[str, str]]:
    page, number = "", 0
    for paragraph in text.split("\n"):
        if page and len(page) + len(paragraph) > A_PAGE:
            yield f"{name}-{number}", page
            page, number = "", number + 1
        page += ("\n" if page else "") + paragraph
    if page.strip():
        yield f"{name}-{number}", page


def by_rules(name: str, text: str) -> list[Attribution]:
    """Return what the rules alone find, the outer reports only."""
    coding = Coder(fast=True).code(Document(id=row_id("document", name, text), text=text, language="en"))
    found = []
    for one in coding.attributions:
        if one.parent_id is None and one.cue and one.speaker is not None:
            content = [widened(text, span.start, span.end) for span in one.content]
            cue = [(span.start, span.end) for span in one.cue]
            found.append({"source": [(one.speaker.start, one.speaker.end)], "cue": cue, "content": content})
    return found


def _touch(one: Attribution, other: Attribution) -> bool:
    mine, theirs = one["content"] + one["cue"], other["content"] + other["cue"]
    return any(a < d and c < b for a, b in mine for c, d in theirs)


def silver(data: Path, weights: Path) -> Iterator[Row]:
    """Yield the free texts as the network reads them; what only the rules see is added where it disturbs nothing."""
    tagger = load(weights)
    for name, text in texts(data):
        tagged = tagger.tag_document(text, sentences_of(text))
        found = [
            {"source": list(t.source), "cue": list(t.cue), "content": list(t.content)}
            for t in tagged
            if not t.depth and t.cue
        ]
        found += [one for one in by_rules(name, text) if not any(_touch(one, other) for other in found)]
        yield {"id": name, "text": text, "attributions": outermost(found)}


def reporting() -> str:
    """Return the reporting words of the lexicon in all their forms, one a line."""
    words = {"according"}
    for row in load_table("cues.tsv"):
        inflected = forms(row["lemma"])
        for form in (inflected.base, inflected.third, inflected.past, inflected.participle, inflected.gerund):
            words.add(form.split()[0])
    return "\n".join(["# The forms of the verbs in verbale/lexicon/cues.tsv.", *sorted(words), ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    ours = commands.add_parser("passages")
    ours.add_argument("--arrangements", type=int, default=ARRANGEMENTS)
    ours.add_argument("--dev", action="store_true", help="the disputes kept apart, for probabilities and scores")
    treebank = commands.add_parser("frames")
    free = commands.add_parser("silver")
    free.add_argument("--weights", type=Path, required=True, help="the tagger of an earlier step of this recipe")
    for command in (treebank, free):
        command.add_argument("data", type=Path)
    for command in (ours, treebank, free, commands.add_parser("words")):
        command.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "words":
        args.out.write_text(reporting(), encoding="utf-8")
        return
    if args.command == "passages":
        rows = passages(args.arrangements, args.dev)
    elif args.command == "frames":
        rows = frames(args.data)
    else:
        rows = silver(args.data, args.weights)
    count = attributions = 0
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row) + "\n")
            count += 1
            attributions += len(row["attributions"])
    print(f"{count} pages, {attributions} attributions")


if __name__ == "__main__":
    main()
