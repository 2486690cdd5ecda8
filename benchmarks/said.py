"""What a record finds of what is said in real articles, of disputes that nothing was learned from: found, exact, by whom.

    verbale build said.db ARTICLES && python -m benchmarks.said said.db [--errors]

The labels (`training/labels/attributions/kept_apart.jsonl`) name articles by the digest of their text and reports by the places
of their content. A row answers a label where the two contents share at least half of their letters and figures, one to one,
closest first; one that answers a report that can be argued (`either`) counts for nothing. A content is exact where it has a
reader's words, marks and a leading "that" or "to" aside. ARTICLES: those of the two corpora that the labels' head names.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from training.attributions import KEPT_APART, Row, read_rows
from verbale.analysis.gold import digest
from verbale.analysis.gold_names import Names
from verbale.language.tagged import Piece
from verbale.model import Attribution, Coding
from verbale.store import Store

SAME = 0.5
CUE = 0.25
"""What the same reporting words add where several contents could be meant."""
NAMES = Names([
    ("Iran", "Islamic Republic", "Islamic Republic of Iran", "Tehran"), ("Saudi Arabia", "Riyadh"),
    ("Defense Department", "Pentagon"), ("South Korea", "Republic of Korea"), ("Israel", "Jewish state"),
    ("United States", "US", "U.S.", "America", "Washington"), ("Democratic Party", "Democrats"),
    ("Republican Party", "Republicans"), ("Islamic Revolutionary Guard Corps", "IRGC", "Revolutionary Guards"),
    ("Palestinian Authority", "Palestinians"), ("White House", "administration"),
])  # fmt: skip
"""Other names of one and the same that readers of these disputes wrote."""


class Answer(Struct, frozen=True):
    """A labelled report and the row that answers it, or either alone."""

    document: str
    row: Row | None
    said: Attribution | None
    exact: bool = False
    named: bool | None = None
    """Whether the speaker is the one whom readers name; None where they name none."""


def letters(text: str, pieces: Sequence[Piece]) -> set[int]:
    """Return where the letters and figures of a content stand."""
    return {at for start, end in pieces for at in range(start, end) if text[at].isalnum()}


def words(text: str, pieces: Sequence[Piece]) -> list[str]:
    """Return the words of a content, marks and a leading "that" or "to" aside."""
    whole = " ".join(text[start:end] for start, end in pieces).casefold()
    found = "".join(letter if letter.isalnum() else " " for letter in whole).split()
    return found[1:] if found[:1] in (["that"], ["to"]) else found


def answers(text: str, rows: Sequence[Row], coding: Coding) -> Iterator[Answer]:
    """Yield the labelled reports of an article with the rows that answer them, then what is left of both."""
    names = {m.id: m.name for m in coding.mentions}
    said = coding.attributions
    own = [letters(text, [(s.start, s.end) for s in one.content]) for one in said]
    cues = [letters(text, [(s.start, s.end) for s in one.cue]) for one in said]
    pairs = []
    for number, row in enumerate(rows):
        contents = [letters(text, pieces) for pieces in (row.content, row.other) if pieces]
        cue = letters(text, row.cue)
        for at, mine in enumerate(own):
            share = max(len(mine & theirs) / max(1, len(mine | theirs)) for theirs in contents)
            if share >= SAME:
                pairs.append((share + CUE * bool(cue & cues[at]), -number, -at))
    taken: set[int] = set()
    given: set[int] = set()
    for _, n, a in sorted(pairs, reverse=True):
        if n in taken or a in given:
            continue
        taken.add(n)
        given.add(a)
        row, one = rows[-n], said[-a]
        mine_words = words(text, [(s.start, s.end) for s in one.content])
        exact = any(mine_words == words(text, pieces) for pieces in (row.content, row.other) if pieces)
        named = None
        if row.names:
            who = names.get(one.speaker_id or "", "")
            named = any(NAMES.same(who, name) if name not in {"-", "unnamed"} else not who for name in row.names)
        yield Answer(digest(text), row, one, exact, named)
    yield from (Answer(digest(text), row, None) for n, row in enumerate(rows) if -n not in taken)
    yield from (Answer(digest(text), None, one) for a, one in enumerate(said) if -a not in given)


def read(store: Store, labels: Path = KEPT_APART) -> list[Answer]:
    """Return what a record makes of the labelled articles in it."""
    wanted = read_rows(labels)
    found: list[Answer] = []
    for document in store.documents():
        rows, coding = wanted.get(digest(document.text)), store.coding(document.id)
        if rows is not None and coding is not None:
            found += answers(document.text, rows, coding)
    return found


def scores(found: Sequence[Answer]) -> dict[str, float]:
    """Return shares, by name."""
    sure = [one for one in found if one.row is None or one.row.verdict == "yes"]
    hit = [one for one in sure if one.row is not None and one.said is not None]
    given = sum(one.said is not None for one in sure)
    wanted = sum(one.row is not None for one in sure)
    named = [one for one in hit if one.named is not None]
    precision, recall = len(hit) / max(given, 1), len(hit) / max(wanted, 1)
    return {
        "found, precision": precision,
        "found, recall": recall,
        "found, F1": 2 * precision * recall / max(precision + recall, 1e-9),
        "content exact, of found": sum(one.exact for one in hit) / max(len(hit), 1),
        "speaker, of found": sum(bool(one.named) for one in named) / max(len(named), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--labels", type=Path, default=KEPT_APART)
    parser.add_argument("--errors", action="store_true", help="print what is missed, too many or otherwise")
    args = parser.parse_args()
    with Store.open(args.record, write=False) as store:
        found = read(store, args.labels)
        texts = {digest(d.text): d.text for d in store.documents()} if args.errors else {}
        names = {m.id: m.name for c in store.codings() for m in c.mentions} if args.errors else {}
    for name, value in scores(found).items():
        print(f"{name:<26}{value:.3f}")
    print(f"{sum(one.row is not None and one.row.verdict == 'yes' for one in found)} labelled reports")
    for one in found if args.errors else ():
        text = texts[one.document]
        mine = " ".join(s.text for s in one.said.content) if one.said else ""
        theirs = " ".join(text[a:b] for a, b in one.row.content) if one.row else ""
        if one.row is None:
            print(f"too many: {mine!r}")
        elif one.said is None:
            print(f"{'missed' if one.row.verdict == 'yes' else 'arguable'}: {theirs!r}")
        else:
            if not one.exact:
                print(f"otherwise: {mine!r} is {theirs!r}")
            if one.named is False:
                print(f"speaker: {names.get(one.said.speaker_id or '', '-')!r} is {one.row.names}: {theirs[:60]!r}")


if __name__ == "__main__":
    main()
