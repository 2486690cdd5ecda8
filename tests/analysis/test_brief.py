"""A brief: nothing in it that is not in the record, in every format, the same every time."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest

import verbale
from tests.conftest import ROOT
from verbale.analysis.brief import Brief, Quote
from verbale.export.brief_html import html
from verbale.export.brief_markdown import markdown
from verbale.export.brief_text import CLOSING
from verbale.record import Record

SAMPLES = {"dam-on-the-nile": "2020-07-01", "security-guarantees": "2022-01-20"}


@pytest.fixture(scope="module", params=sorted(SAMPLES))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Record, Brief]:
    record = verbale.open(tmp_path_factory.mktemp("brief") / "r.db")
    record.build(ROOT / "examples" / request.param)
    return record, record.brief(title="The <b>matter</b> & its *parties*", since=SAMPLES[request.param])


def quotes(brief: Brief) -> list[Quote]:
    return [
        *(q for s in brief.sections for x in s.sentences for q in x.quotes),
        *(n.quote for n in brief.notes if n.quote is not None),
    ]


def test_each_quotation_stands_in_its_article_where_it_says(made: tuple[Record, Brief]) -> None:
    record, brief = made
    found = quotes(brief)
    assert len(found) > 30
    for quote in found:
        assert record.view.page(quote.document_id).document.text[quote.start : quote.end] == quote.text
        assert quote.text.strip() == quote.text != ""


def test_each_sentence_is_a_quotation_or_a_count_and_has_its_notes(made: tuple[Record, Brief]) -> None:
    _, brief = made
    notes = {note.number: note for note in brief.notes}
    assert sorted(notes) == list(range(1, len(notes) + 1))
    for section in brief.sections:
        for sentence in section.sentences:
            assert sentence.notes, sentence
            mine = [notes[n] for n in sentence.notes]
            if sentence.quotes:
                cited = {n.quote.document_id for n in mine if n.quote}
                assert {q.document_id for q in sentence.quotes} <= cited
            else:
                assert all(n.counted for n in mine)
    assert all(n.source and n.title for n in brief.notes if n.quote)


def test_quotations_lie_inside_the_words_of_a_note(made: tuple[Record, Brief]) -> None:
    _, brief = made
    notes = {note.number: note.quote for note in brief.notes}
    for section in brief.sections:
        for sentence in section.sentences:
            for quote in sentence.quotes:
                spans = [q for n in sentence.notes if (q := notes[n]) and q.document_id == quote.document_id]
                assert any(q.start <= quote.start and (quote.end <= q.end or q.more) for q in spans), sentence


def test_the_parts_are_there(made: tuple[Record, Brief]) -> None:
    _, brief = made
    headings = [s.heading for s in brief.sections if s.level == 2]
    assert headings[:3] == ["What this rests on", "Where they stand", f"What is new since {brief.since}"]
    assert any(h.startswith("What is due, as of ") for h in headings)
    assert "Contacts" in headings


def test_it_is_the_same_every_time(made: tuple[Record, Brief]) -> None:
    record, brief = made
    assert record.brief(title=brief.title, since=brief.since) == brief


def test_markdown_escapes_what_the_articles_hold_and_every_mark_has_its_note(made: tuple[Record, Brief]) -> None:
    _, brief = made
    text = markdown(brief)
    assert "<b>" not in text
    assert text.startswith("# The \\<b\\>matter")
    used = set(re.findall(r"(?<!^)\[\^(\d+)\](?!:)", text))
    defined = set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    assert used == defined
    assert CLOSING in text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and (value or "").startswith("#"):
                self.targets.append((value or "")[1:])
            if name in {"src", "srcset"} or (tag == "link"):
                self.loads.append(value or "")


def test_the_page_loads_nothing_and_every_link_leads_somewhere(made: tuple[Record, Brief]) -> None:
    _, brief = made
    page = _Page()
    page.feed(html(brief))
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert page.loads == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)


def test_the_word_file_opens_in_a_reader_and_holds_each_quotation(made: tuple[Record, Brief]) -> None:
    reader = pytest.importorskip("docx", reason="python-docx is not installed (verbale[word])")
    from verbale.export.brief_docx import docx

    _, brief = made
    content = docx(brief)
    assert content == docx(brief)
    text = "\n".join(p.text for p in reader.Document(io.BytesIO(content)).paragraphs)
    for quote in quotes(brief):
        shown = "".join(c if c.isprintable() else "·" for c in " ".join(quote.text.split()))
        assert shown in text
    assert CLOSING in text


def test_as_of_an_early_day_nothing_later_is_told(made: tuple[Record, Brief]) -> None:
    record, _ = made
    first = min(d.earliest for d in record.documents() if d.earliest)
    early = record.brief(as_of=first)
    stands = [x for s in early.sections if s.level == 3 for x in s.sentences if x.quotes]
    whole = record.brief()
    assert len(stands) < len([x for s in whole.sections if s.level == 3 for x in s.sentences if x.quotes])
