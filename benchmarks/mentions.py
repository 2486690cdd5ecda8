"""Measure mention finding: exact span and type against open corpora, chains on GUM news, speed, load time.

    python benchmarks/mentions.py ../shared/data [corpus ...] [--errors PER] [--plain]

One mapping of types, for all corpora: PER = our persons by name; LOC = polities and places by name (corpora part states
from places in many ways, so GPE and LOC are one); ORG = organisations and seats of power by name.

What is not asked for, neither as found nor as missed:
- demonyms and adjectives ("Iranians", "Somali"), about which corpora disagree; a leading "the"; a title or honorific that
  a corpus puts into a person's span; a body named with small letters only ("the central bank");
- what a corpus cannot mark: a part of one of its tokens ("U.S." in "U.S.-led"), and a name that stands inside a longer
  thing of a type that is not measured ("Italy" in CrossNER's election "2009 European Parliament election in Italy");
- of RE3D, which also marks pronouns and common nouns, all that is no name by its looks.
`--plain` leaves the second and third rule out.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verbale.coding.draft import Draft
from verbale.coding.mentions import find_mentions
from verbale.coding.sentences import split_sentences
from verbale.lexicon.actors import fold_phrase, lexicon, name_words
from verbale.model import Dateline, Document, Mention, Segment, When

Spans = set[tuple[int, int, str]]
TYPES = {
    "per": "PER", "geo": "LOC", "gpe": "LOC", "org": "ORG", "PER": "PER", "LOC": "LOC", "ORG": "ORG", "PERSON": "PER",
    "LOCATION": "LOC", "ORGANIZATION": "ORG", "Person": "PER", "Location": "LOC", "Organisation": "ORG", "person": "PER",
    "politician": "PER", "country": "LOC", "location": "LOC", "organisation": "ORG", "politicalparty": "ORG",
    "place": "LOC", "organization": "ORG",
}  # fmt: skip
KINDS = {"person": "PER", "polity": "LOC", "place": "LOC", "organisation": "ORG", "office": "ORG"}


THIRDS = ("wikigold", "crossner", "uner", "re3d")
"""Sets of which the reader of names has seen two thirds: every third document (or sentence) is measured."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a corpus marks in a document: names of the three types, what else it marks, and where its tokens begin and end."""

    text: str
    spans: Spans
    others: tuple[tuple[int, int], ...] = ()
    edges: frozenset[int] | None = None


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def draft(text: str, identity: str = "bench", headline: int = 0) -> Draft:
    """Put a plain text on the desk, as one body (and a headline of so many characters)."""
    segments = [Segment(headline, len(text), "body")]
    if headline:
        segments.insert(0, Segment(0, headline, "headline"))
    made = Draft(Document(id=identity, text=text, language="en"), segments=tuple(segments))
    made.sentences = split_sentences(text, made.segments)
    return made


def join(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join tokens as prose writes them, and say where each token lies."""
    text, spans, glue = "", [], True
    for token in tokens:
        token = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(token, token)
        tight = glue or re.fullmatch(r"[.,;:!?)\]%]|'s|n't|'(?:re|ve|ll|d|m)|'", token) is not None
        text += "" if tight else " "
        spans.append((len(text), len(text) + len(token)))
        text += token
        glue = token in ("(", "[", "$")
    return text, spans


def from_tags(tokens: list[str], tags: list[str], base: int = 0) -> Gold:
    text, spans = join(tokens)
    out: Spans = set()
    others: list[tuple[int, int]] = []
    at = 0
    while at < len(tags):
        tag = tags[at]
        if tag == "O":
            at += 1
            continue
        end = at + 1
        while end < len(tags) and tags[end] == "I-" + tag[2:]:
            end += 1
        start, stop = base + spans[at][0], base + spans[end - 1][1]
        if tag[2:] in TYPES:
            out.add((start, stop, TYPES[tag[2:]]))
        else:
            others.append((start, stop))
        at = end
    return Gold(text, out, tuple(others), frozenset(base + edge for span in spans for edge in span))


def _sorted(text: str, marked: Iterable[tuple[int, int, str]], names: bool = False) -> Gold:
    """Part what is measured from what is not; with `names`, only what is a name by its looks is measured."""
    out: Spans = set()
    others: list[tuple[int, int]] = []
    for start, end, kind in marked:
        if kind in TYPES and (not names or is_name(text[start:end])):
            out.add((start, end, TYPES[kind]))
        else:
            others.append((start, end))
    return Gold(text, out, tuple(others))


def corpus(name: str, data: Path) -> Iterator[Gold]:
    """Yield the documents of a corpus."""
    if name in ("gmb", "wikigold"):
        path = data / ("gmb_ner/open/dev.jsonl.gz" if name == "gmb" else "wikigold/open/train.jsonl.gz")
        parts: list[Gold] = []
        length, last, doc = 0, -99, None
        for row in rows(path):
            number = int(re.sub(r"\D", "", row["id"].split("-")[-1]))
            if parts and (number != last + 1 or row.get("doc") != doc):
                yield _whole(parts)
                parts, length = [], 0
            last, doc = number, row.get("doc")
            parts.append(from_tags(row["tokens"], row["tags"], length))
            length += len(parts[-1].text) + 1
        yield _whole(parts)
        return
    file = {
        "uner": "uner_ewt/open/dev.jsonl.gz", "crossner": "crossner_politics/open/dev.jsonl.gz",
        "re3d": "re3d/open/train.jsonl.gz", "ieer": "ieer/open/dev.jsonl.gz", "gum": "gum/open/dev.jsonl.gz",
        "gumtrain": "gum/open/train.jsonl.gz",
    }[name]  # fmt: skip
    for row in rows(data / file):
        if name == "crossner":
            yield from_tags(row["tokens"], row["tags"])
        elif name == "uner":
            yield _sorted(row["text"], row["entities"])
        elif name == "re3d":
            yield _sorted(row["text"], ((x["start"], x["end"], x["type"]) for x in row["entities"]), names=True)
        elif name == "ieer":
            # the wire breaks lines inside sentences: a space for each such break keeps every offset
            yield _sorted(re.sub(r"\n(?!\t| {3})", " ", row["text"]), row["entities"])
        elif row["genre"] in ("news", "interview"):
            yield Gold(row["text"], _gum(row))


def _whole(parts: list[Gold]) -> Gold:
    """Put sentences that follow each other together, a line each."""
    return Gold(
        "\n".join(part.text for part in parts),
        {span for part in parts for span in part.spans},
        tuple(span for part in parts for span in part.others),
        frozenset(edge for part in parts for edge in part.edges or ()),
    )


def _gum(row: dict[str, Any]) -> Spans:
    """Return the proper-name core of GUM's nested mentions: the run of proper nouns around the head."""
    tokens, out = row["tokens"], set()
    for mention in row["mentions"]:
        head = mention["head_tok"]
        if mention["type"] not in TYPES or tokens[head][4] != "PROPN":
            continue
        low, high = mention["tok"]
        first = last = head
        while first > low and tokens[first - 1][4] == "PROPN":
            first -= 1
        while last + 1 < high and tokens[last + 1][4] == "PROPN":
            last += 1
        out.add((tokens[first][0], tokens[last][1], TYPES[mention["type"]]))
    return out


_SMALL = frozenset("of and for the in on to de la del da di e y al bin bint ibn von van der den du des und & -".split())
_PRONOUNS = frozenset(
    "i he she it we they you his her its our their my your me him us them who this that these those".split()
)


def is_name(words: str) -> bool:
    """Say whether a marked phrase is a name by its looks: all of its words have capitals, but for small ones between."""
    parts = re.findall(r"[^\W_]+", words.removeprefix("the ").removeprefix("The "))
    return (
        bool(parts)
        and all(part[0].isupper() or part[0].isdigit() or part in _SMALL for part in parts)
        and parts[0][0].isupper()
        and parts[-1] not in _SMALL
        and parts[0].lower() not in _PRONOUNS
    )


def trim(text: str, start: int, end: int, kind: str) -> tuple[int, int, str] | None:
    """Take "the", possessive endings, titles and honorifics off a span; None where nothing is left or it is a demonym."""
    words = text[start:end]
    if words.lower().startswith("the "):
        start += 4
    for tail in ("'s", "’s", "'", ".", ","):
        if text[start:end].endswith(tail) and not re.search(r"\.\w?\.$|(?:Jr|Inc|Corp|Co|Ltd)\.$", text[start:end]):
            end -= len(tail)
    if kind == "PER":
        known = lexicon()
        while " " in text[start:end].strip():
            first = re.match(r"\S+\s+", text[start:end])
            word = fold_phrase(first.group().strip()) if first else ""
            two = re.match(r"\S+\s+\S+\s+", text[start:end])
            if two and fold_phrase(two.group().strip()) in known.offices:
                start += two.end()
            elif first and (
                word in known.offices or word in name_words("honorific") or word in known.groups or word in _RANKS
            ):
                start += first.end()
            else:
                break
        left = fold_phrase(text[start:end])
        if left in known.offices or left in name_words("honorific") or left in _RANKS:
            return None
    if kind == "LOC":
        entries = lexicon().phrases.get(fold_phrase(text[start:end]), ())
        if entries and all(entry.use in ("adjective", "demonym") for entry in entries):
            return None
    return (start, end, kind) if start < end and text[start:end].strip() else None


_RANKS = frozenset("vice deputy former foreign prime secretary".split())


def predicted(text: str, mentions: tuple[Mention, ...]) -> Spans:
    out: Spans = set()
    for mention in mentions:
        named = mention.form == "name" or (mention.kind == "organisation" and mention.form == "description")
        if named and mention.kind in KINDS and any(map(str.isupper, mention.span.text)):
            span = trim(text, mention.span.start, mention.span.end, KINDS[mention.kind])
            if span is not None:
                out.add(span)
    return out


def _can_be_marked(each: Gold, start: int, end: int) -> bool:
    if each.edges is not None and not {start, end} <= each.edges:
        return False
    return not any(s <= start and end <= e and (s, e) != (start, end) for s, e in each.others)


def score(
    name: str, data: Path, limit: int = 0, errors: str = "", plain: bool = False
) -> dict[str, tuple[float, float, float, int]]:
    """Return precision, recall, F1 and number of gold spans by type."""
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for number, each in enumerate(corpus(name, data)):
        if limit and number >= limit:
            break
        if name in THIRDS and number % 3:
            continue
        text = each.text
        gold = {span for one in each.spans if (span := trim(text, *one)) is not None}
        mentions = find_mentions(draft(text))
        found = predicted(text, mentions)
        found = {f for f in found if f in gold or plain or _can_be_marked(each, *f[:2])}
        right.update(kind for _, _, kind in gold & found)
        made.update(kind for _, _, kind in found)
        wanted.update(kind for _, _, kind in gold)
        if errors:
            for start, end, kind in sorted(gold - found):
                if kind == errors:
                    seen[f"- {text[start:end]}   <{text[max(0, start - 25) : end + 20]!r}>"] += 1
            for start, end, kind in sorted(found - gold):
                if kind == errors:
                    seen[f"+ {text[start:end]}   <{text[max(0, start - 25) : end + 20]!r}>"] += 1
    for line, count in seen.most_common(150):
        print(count, line)
    out = {}
    for kind in ("PER", "LOC", "ORG"):
        precision = right[kind] / max(1, made[kind])
        recall = right[kind] / max(1, wanted[kind])
        out[kind] = (precision, recall, 2 * precision * recall / max(1e-9, precision + recall), wanted[kind])
    return out


def chains(data: Path, split: str = "dev") -> dict[str, tuple[int, int]]:
    """Measure heads on GUM news: of our pronouns and bare surnames that GUM annotates, how many point into its chain."""
    out: dict[str, list[int]] = {"pronoun": [0, 0], "surname": [0, 0], "description": [0, 0]}
    for row in rows(data / f"gum/open/{split}.jsonl.gz"):
        if row["genre"] not in ("news", "interview"):
            continue
        group: dict[int, str] = {}
        for mention in row["mentions"]:
            group[row["tokens"][mention["head_tok"]][0]] = mention["group"]
        mentions = find_mentions(draft(row["text"]))
        heads = {mention.id: mention for mention in mentions}
        for mention in mentions:
            if mention.kind != "person" or mention.head_id == mention.id:
                continue
            mine = _group(mention, group)
            # the head's own first mention may be a headline that GUM joins, so any chain of the name counts once
            theirs = _group(heads[mention.head_id], group)
            if mine is None or theirs is None or mention.form == "title":
                continue
            label = "surname" if mention.form == "name" else mention.form
            out[label][0] += mine == theirs
            out[label][1] += 1
    return {label: (good, total) for label, (good, total) in out.items()}


def _group(mention: Mention, group: dict[int, str]) -> str | None:
    start, end = mention.span.start, mention.span.end
    offsets = [offset for offset in group if start <= offset < end]
    return group[max(offsets)] if offsets else None


GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "mentions.jsonl"


def own_gold(show: bool = False) -> dict[str, tuple[int, int]]:
    """Measure on the repository's own paragraphs: spans found, kinds, persons' names (chains), keys."""
    out = {label: [0, 0] for label in ("found", "kind", "name", "description name", "pronoun name", "actor")}

    def count(label: str, good: bool, what: object) -> None:
        out.setdefault(label, [0, 0])
        out[label][0] += good
        out[label][1] += 1
        if show and not good:
            print(label, what)

    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        made = draft(row["text"])
        made.dateline = Dateline(When(row["date"], row["date"], row["date"], "gold"), "stamp")
        spans = {(mention.span.start, mention.span.text): mention for mention in find_mentions(made)}
        for surface, start, kind, name, actor in row["mentions"]:
            mention = spans.get((start, surface))
            count("found", mention is not None, (row["date"], surface, row["text"][max(0, start - 30) : start + 40]))
            if mention is None:
                continue
            count("kind", mention.kind == kind, (surface, mention.kind, kind, row["text"][:60]))
            if kind == "person":
                label = "name" if mention.form == "name" else f"{mention.form} name"
                count(label, mention.name == name, (surface, mention.name, name, row["text"][:90]))
            if actor:
                count("actor", mention.actor == actor, (surface, mention.actor, actor, row["date"]))
    return {label: (good, total) for label, (good, total) in out.items()}


def speed(data: Path, articles: int = 60) -> tuple[float, float]:
    """Return milliseconds for the lexicon's load and, by rules alone, per article of 625 words."""
    began = time.perf_counter()
    lexicon()
    loaded = (time.perf_counter() - began) * 1000
    texts = [each.text for each in corpus("ieer", data)][:articles]
    drafts = [draft(text) for text in texts]
    for each in drafts:
        each.fast = (
            True  # the trained reader shares its work with the stages after: benchmarks/pipeline.py has the whole
        )
    for each in drafts[:5]:
        find_mentions(each)
    words = sum(len(text.split()) for text in texts)
    began = time.perf_counter()
    for each in drafts:
        find_mentions(each)
    return loaded, (time.perf_counter() - began) * 1000 / words * 625


def main() -> None:
    data = Path(sys.argv[1])
    errors = sys.argv[sys.argv.index("--errors") + 1] if "--errors" in sys.argv else ""
    plain = "--plain" in sys.argv
    names = [name for name in sys.argv[2:] if not name.startswith("--") and name != errors]
    loaded, per_article = speed(data)
    print(f"lexicon loaded in {loaded:.0f} ms; {per_article:.2f} ms per article of 625 words")
    for name in names or ["gmb", "ieer", "gum", "re3d", "wikigold", "uner", "crossner"]:
        for kind, (precision, recall, f1, number) in score(name, data, errors=errors, plain=plain).items():
            print(f"{name:9} {kind}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  n {number}")
    for label, (good, total) in own_gold(bool(errors)).items():
        print(f"own gold   {label:16} {good}/{total} = {good / max(1, total):.3f}")
    for label, (good, total) in chains(data, "train").items():
        print(f"gum chains {label:12} {good}/{total} = {good / max(1, total):.3f}")


if __name__ == "__main__":
    main()
