"""Days narrowed by neighbours: made-up papers that tell of one event."""

from __future__ import annotations

from itertools import permutations

from verbale.coding.dateline import find_dateline
from verbale.coding.segments import mark_segments
from verbale.coding.sentences import split_sentences
from verbale.coding.times import tag_times
from verbale.collation.datelines import DocumentFacts, narrow_datelines
from verbale.model import Document

KNOWN = (
    "Minister sees little hope\n10:20 GMT 14.10.2015\nThe foreign minister said on Wednesday that he saw little hope.\n"
    "He recalled that Anders Holm and Petra Vlk had spoken in last week's virtual meeting about the strait."
)
UNKNOWN = (
    "Envoy ready to fly\nThe envoy said on Thursday that he was ready to fly to any city.\n"
    "His words came after Petra Vlk and Anders Holm met by video link last week.\nBoth had warned of war."
)
OTHER = (
    "Harvest fails\nFarmers said on Thursday that the harvest had failed.\n"
    "Their union met with Jana Dubova last week and asked for help."
)


def facts(key: str, text: str, names: tuple[str, ...]) -> DocumentFacts:
    document = Document(id=key, text=text, language="en")
    segments = mark_segments(document)
    sentences = split_sentences(text, segments)
    dateline = find_dateline(document, segments, sentences)
    times = tag_times(key, text, sentences, dateline.when)
    return DocumentFacts(key, None, dateline, times, names, text)


PAIR = ("Anders Holm", "Petra Vlk")


def test_one_call_last_week_places_an_undated_paper() -> None:
    known, unknown = facts("a", KNOWN, PAIR), facts("b", UNKNOWN, PAIR)
    assert unknown.dateline.when is None
    narrowed = narrow_datelines([known, unknown])
    assert set(narrowed) == {"b"}
    when = narrowed["b"]
    assert when.earliest is not None
    assert when.latest is not None
    assert "2015-10-12" <= when.earliest <= "2015-10-15" <= when.latest <= "2015-10-18"
    assert "a, dated 2015-10-14" in when.basis
    assert all(UNKNOWN[span.start : span.end] == span.text for span in when.evidence)


def test_order_does_not_matter() -> None:
    documents = [facts("a", KNOWN, PAIR), facts("b", UNKNOWN, PAIR), facts("c", OTHER, ("Jana Dubova",))]
    results = [narrow_datelines(list(order)) for order in permutations(documents)]
    assert all(result == results[0] for result in results)


def test_papers_of_another_story_place_nothing() -> None:
    assert narrow_datelines([facts("a", KNOWN, PAIR), facts("c", OTHER, ("Jana Dubova",))]) == {}


def test_known_days_are_left_alone() -> None:
    assert narrow_datelines([facts("a", KNOWN, PAIR), facts("b", KNOWN, PAIR)]) == {}
    assert narrow_datelines([]) == {}


def test_the_seed_articles_place_each_other(shared: object) -> None:
    from pathlib import Path

    assert isinstance(shared, Path)
    documents = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        names = ("Vladimir Putin", "Joe Biden", "Sergei Ryabkov", "Dmitry Peskov", "Geneva", "Ukraine", "NATO")
        documents.append(facts(path.name[:3], text, tuple(name for name in names if name.split()[-1] in text)))
    days = {one.document_id: one.dateline.when for one in documents} | narrow_datelines(documents)
    truth = {"000": "2021-12-15", "001": "2021-12-16", "002": "2021-12-24", "003": "2021-12-23", "004": "2021-12-17"}
    for key, day in truth.items():
        when = days[key]
        assert when is not None
        assert when.earliest is not None
        assert when.latest is not None
        assert when.earliest <= day <= when.latest, (key, when)
        assert int(when.latest[8:]) - int(when.earliest[8:]) <= 8, (key, when)
