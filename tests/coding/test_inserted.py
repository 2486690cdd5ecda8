"""Links that a site sets into a sentence are furniture, and the sentence around them is read as it was written."""

from __future__ import annotations

import pytest

from verbale.coding.coder import coder
from verbale.coding.insertions import without_insertions
from verbale.coding.segments import INSERTED, mark_segments, readable
from verbale.coding.segments.inserted import inserted
from verbale.coding.sentences import split_sentences
from verbale.model import Document, Evidence, Hop, Span

_CARD = "Rosa Maria LundMayors wary of the dam Lund to face recall vote: report MORE"
_LEAD = f"Governor Rosa Lund {_CARD} said on Monday that the dam at Vell will not be filled before the spring."
_TEXT = "\n".join(
    (
        "Vell dam stays dry until spring",
        _LEAD,
        "The reservoir lies on the border of two provinces and has been contested for more than a decade.",
        "Farmers on both banks have long asked for a share of the water and for a seat on the board.",
    )
)


def _places(line: str) -> list[str]:
    return [line[start:end].strip() for start, end in inserted(line, 0, len(line))]


@pytest.mark.parametrize(
    ("line", "cards"),
    [
        (_LEAD, [_CARD]),
        ("Sen. Tom Berg Thomas (Tom) Alan BergAid stalls MORE (N) agreed.", ["Thomas (Tom) Alan BergAid stalls MORE"]),
        ("The aide, Ann Roe Ann Louise RoeMORE, left.", ["Ann Louise RoeMORE"]),
        ("Leader Pak Min Su Pak Min SuTown hall talks fail MORE spoke.", ["Pak Min SuTown hall talks fail MORE"]),
        ("Aide Ida Vall Ida Johanna StoneBudget talks stall MORE Stone spoke.", ["Ida Johanna StoneBudget talks stall MORE"]),
        ("Berg Tom BergOne MORE and Lund Rosa LundTwo MORE met.", ["Tom BergOne MORE", "Rosa LundTwo MORE"]),
        ("She said that they must pay MORE for the water of the river.", []),
        ("Rosa Lund said Rosa Lund would never ask for MORE.", []),
        ("MacDonald said the McDonald plan asked for MORE.", []),
    ],
)  # fmt: skip
def test_a_card_is_a_name_said_again_glued_to_headlines_up_to_its_closing_word(line: str, cards: list[str]) -> None:
    assert _places(line) == cards


def test_the_card_is_furniture_and_the_line_around_it_one_sentence() -> None:
    segments = mark_segments(Document(id="d", text=_TEXT, language="en"))
    cards = [s for s in segments if s.reason == INSERTED]
    assert [_TEXT[s.start : s.end] for s in cards] == [_CARD]
    assert cards[0].role == "furniture"
    lead = _TEXT.index(_LEAD)
    sentences = [s for s in split_sentences(_TEXT, segments) if s.role == "body"]
    assert (sentences[0].start, sentences[0].end) == (lead, lead + len(_LEAD))
    read = readable(_TEXT, segments)
    assert len(read) == len(_TEXT)
    assert read[lead : lead + len(_LEAD)].split() == _LEAD.replace(_CARD, "").split()


def test_no_row_rests_on_the_card() -> None:
    document = Document(id="d", text=_TEXT, language="en")
    coding = coder().code(document)
    said = [a for a in coding.attributions if a.cue and a.cue[0].text == "said"]
    assert len(said) == 1
    assert said[0].speaker is not None
    assert said[0].speaker.text == "Governor Rosa Lund"
    card = _TEXT.index(_CARD), _TEXT.index(_CARD) + len(_CARD)
    spans = [s for a in coding.attributions for s in (*a.content, *a.cue, *((a.speaker,) if a.speaker else ()))]
    spans += [m.span for m in coding.mentions] + [e.trigger for e in coding.events]
    assert all(s.text == _TEXT[s.start : s.end] for s in spans)
    assert not any(s.start < card[1] and card[0] < s.end for s in spans)


def test_a_place_across_the_links_becomes_two_or_keeps_its_first_part() -> None:
    text = "aa bb LINK cc dd"
    hop = Hop(None, "x", None, Span(3, 13, text[3:13]))
    assert without_insertions(hop, text, [(6, 10)]).span == Span(3, 5, "bb")
    evidence = Evidence("content", Span(0, 16, " " * 16))
    assert without_insertions(evidence, text, [(6, 10)]).span == Span(0, 5, "aa bb")
    assert without_insertions(hop, text, [(14, 16)]) is hop


def test_lines_behind_a_card_stay_lines_of_their_own() -> None:
    text = _TEXT.replace(_LEAD, f"They met Governor Rosa Lund {_CARD}")
    segments = mark_segments(Document(id="d", text=text, language="en"))
    lines = [text[s.start : s.end] for s in split_sentences(text, segments)]
    assert "They met Governor Rosa Lund" in lines
    assert any(line.startswith("The reservoir lies") for line in lines)
