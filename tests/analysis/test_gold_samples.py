"""The gold files that ship fit their articles, and a coding that repeats them scores 1 throughout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.perfect import empty, perfect
from tests.conftest import ROOT, SHARED
from verbale.analysis.evaluate import evaluate
from verbale.analysis.gold import Gold, digest, place_gold, read_gold
from verbale.analysis.gold_scores import FURNITURE_ROLES
from verbale.intake import read
from verbale.model import Coding, Document, Skip

SEEDS = ROOT / "tests/gold/seeds.json"
FOLDERS = {
    ROOT / "examples/security-guarantees/gold.json": ROOT / "examples/security-guarantees",
    ROOT / "examples/dam-on-the-nile/gold.json": ROOT / "examples/dam-on-the-nile",
    SEEDS: SHARED / "seeds",
    **dict.fromkeys(sorted((ROOT / "tests/gold").glob("labels_*.json")), SHARED),
}
FILES = pytest.mark.parametrize("path", list(FOLDERS), ids=lambda path: f"{path.parent.name}-{path.stem}")


def articles(path: Path) -> dict[str, Document]:
    folder = FOLDERS[path]
    if not folder.is_dir():
        pytest.skip("no ../shared beside the checkout: these articles may not be redistributed")
    given = [each for each in read([folder]) if not isinstance(each, Skip)]
    return {each.receipt.locator: each.document for each in given}


def pairs(gold: Gold, documents: dict[str, Document]) -> dict[str, tuple[Document, Coding]]:
    found = {}
    by_name = {Path(locator).name: locator for locator in documents}
    by_digest = {digest(document.text): locator for locator, document in documents.items()}
    for truth in gold.documents:
        locator = by_digest.get(truth.sha256 or "") or by_name[truth.file or ""]
        document = documents[locator]
        found[locator] = (document, perfect(place_gold(truth, document.text), document))
    return found


@FILES
def test_every_word_of_gold_stands_in_its_article(path: Path) -> None:
    documents = articles(path)
    gold = read_gold(path)
    coded = pairs(gold, documents)
    assert len(coded) == len(gold.documents)
    for document, coding in coded.values():
        spans = [span for each in coding.attributions for span in each.content]
        spans += [each.trigger for each in coding.events] + [each.span for each in coding.times]
        assert all(document.text[span.start : span.end] == span.text for span in spans)


@FILES
def test_what_gold_says_scores_one(path: Path) -> None:
    gold = read_gold(path)
    report = evaluate(gold, pairs(gold, articles(path)))
    assert not report.missing
    assert report.faults == ()
    assert {(score.category, score.measure): score.f1 for score in report.scores if score.f1 < 1} == {}
    assert report.act_macro_f1 == 1
    assert report.furniture_coded == 0


@FILES
def test_saying_nothing_scores_nothing(path: Path) -> None:
    gold = read_gold(path)
    coded = pairs(gold, articles(path))
    report = evaluate(gold, {key: (document, empty(coding)) for key, (document, coding) in coded.items()})
    assert report.score("statements", "found").right == 0
    assert report.score("statements", "found").f1 == 0
    assert report.score("events", "type").recall == 0
    assert report.score("datelines", "right").recall == 0
    assert report.score("datelines", "honest range").f1 == 1


@FILES
def test_no_label_rests_on_furniture(path: Path) -> None:
    documents = articles(path)
    gold = read_gold(path)
    for truth in gold.documents:
        document = next(d for d in documents.values() if truth.sha256 == digest(d.text)) if truth.sha256 else next(
            d for locator, d in documents.items() if Path(locator).name == truth.file
        )  # fmt: skip
        located = place_gold(truth, document.text)
        marked = [each.span for each in located.segments or () if each.gold.role in FURNITURE_ROLES]
        spans = [span for each in located.statements or () for span in each.content]
        spans += [each.trigger for each in located.events or ()]
        spans += [each.span for each in located.mentions or ()] + [each.span for each in located.times or ()]
        assert not [s for s in spans for m in marked if s.start < m.end and m.start < s.end], truth.name


@FILES
def test_direct_contents_stand_inside_their_marks(path: Path) -> None:
    documents = articles(path)
    gold = read_gold(path)
    for truth in gold.documents:
        document = next(d for d in documents.values() if truth.sha256 == digest(d.text)) if truth.sha256 else next(
            d for locator, d in documents.items() if Path(locator).name == truth.file
        )  # fmt: skip
        for statement in place_gold(truth, document.text).statements or ():
            if statement.gold.mode == "direct":
                for span in statement.content:
                    before = document.text[max(0, span.start - 2) : span.start]
                    assert set(before) & set("“\"'‘"), (truth.name, span.text)


def test_seed_gold_gives_no_words_away() -> None:
    gold = read_gold(SEEDS)
    assert len(gold.documents) == 5
    for document in gold.documents:
        assert document.sha256
        for statement in document.statements or ():
            assert all(isinstance(words, tuple) for words in statement.content)
            assert statement.cue is None or isinstance(statement.cue, tuple)
            assert statement.speaker_text is None or isinstance(statement.speaker_text, tuple)
        assert all(isinstance(event.trigger, tuple) for event in document.events or ())
        for each in (*(document.segments or ()), *(document.times or ())):
            assert each.text is None


def test_every_sample_article_has_gold() -> None:
    for path in FOLDERS:
        if "examples" in path.parts:
            labelled = {each.file for each in read_gold(path).documents}
            assert {Path(locator).name for locator in articles(path)} == labelled
