"""What the trained reader of names may change in what lexicon and rules found, and what it may not."""

from __future__ import annotations

from itertools import pairwise

from benchmarks.mentions import draft
from verbale.coding.mentions import find_mentions
from verbale.coding.mentions.agree import agree
from verbale.coding.mentions.learned import apply_names
from verbale.coding.mentions.marks import marks_of
from verbale.coding.mentions.reader import Reader, Scan
from verbale.coding.mentions.scan import scan_sentence
from verbale.language.names import MARKS, Name, Names


def _read(text: str, *told: tuple[str, str, float], plain: float = 0.9) -> dict[str, tuple[str, str | None]]:
    """Scan a text, let a reader say what is `told`, and return the names' kinds and keys."""
    reader = Reader(text)
    scans = _scans(reader, text)
    found = tuple(Name(text.index(word), text.index(word) + len(word), kind, sure) for word, kind, sure in told)
    covered = [(name.start, name.end) for name in found]
    starts = tuple(at for at, char in enumerate(text) if char.isalnum() and (not at or not text[at - 1].isalnum()))
    outside = tuple(0.01 if any(s <= at < e for s, e in covered) else plain for at in starts)
    apply_names(reader, scans, Names(tuple(sorted(found, key=lambda name: name.start)), starts, outside))
    return {each.text: (each.kind, each.key) for scan in scans for each in scan.found if each.form == "name"}


def _scans(reader: Reader, text: str) -> list[Scan]:
    return [scan_sentence(reader, n, sentence) for n, sentence in enumerate(draft(text).sentences)]


def test_it_names_what_nobody_knew() -> None:
    text = "Later the Oruvane Collective blamed Vexley for the raid on Tumbara, residents said."
    names = _read(text, ("Oruvane Collective", "ORG", 0.9), ("Vexley", "PER", 0.8), ("Tumbara", "LOC", 0.9))
    assert names["Oruvane Collective"] == ("organisation", None)
    assert names["Vexley"] == ("person", None)
    assert names["Tumbara"] == ("place", None)


def test_it_takes_a_guess_back_but_never_what_the_lexicon_knows() -> None:
    text = "The talks in Tumbara ended. Iran and NATO agreed."
    assert "Tumbara" in _read(text, plain=0.2)
    names = _read(text, plain=0.99)
    assert "Tumbara" not in names
    assert names["Iran"][1] == "IRN"
    assert names["NATO"][1] == "NATO"


def test_a_surname_that_looks_like_a_country_becomes_a_person_only_where_it_is_sure() -> None:
    text = "Critics said Jordan had misread the treaty."
    assert _read(text, ("Jordan", "PER", 0.95))["Jordan"] == ("person", None)
    assert _read(text, ("Jordan", "PER", 0.6))["Jordan"] == ("polity", "JOR")
    assert _read(text, ("Jordan", "ORG", 0.95))["Jordan"] == ("polity", "JOR")


def test_a_longer_name_takes_in_a_shorter_one() -> None:
    text = "The Zambia Wheat Exporters Circle met ministers on Tuesday."
    assert "Zambia Wheat Exporters Circle" in _read(text, ("Zambia Wheat Exporters Circle", "ORG", 0.9))


def test_a_title_is_no_part_of_a_name_and_goes_to_the_person() -> None:
    text = "On Monday Foreign Minister Vexley left."
    reader = Reader(text)
    scans = _scans(reader, text)
    at = text.index("Foreign")
    apply_names(reader, scans, Names((Name(at, at + len("Foreign Minister Vexley"), "PER", 0.9),), (), ()))
    persons = [each for each in scans[0].found if each.kind == "person"]
    assert [each.text for each in persons] == ["Vexley"]
    assert persons[0].person is not None
    assert persons[0].person.office == "FOREIGN_MINISTER"


def test_marks_are_in_text_order_and_fit_the_network() -> None:
    text = "Iranian envoy Ali Karimi met NATO officials in Vienna. He left."
    reader = Reader(text)
    marks = marks_of(reader, _scans(reader, text))
    assert all(0 <= start < end <= len(text) for start, end, _ in marks)
    assert all(a[1] <= b[0] for a, b in pairwise(marks))
    assert all(0 < bits < 1 << MARKS for *_, bits in marks)


def _told(text: str, *told: tuple[int, str, str, tuple[float, ...]]) -> Names:
    """Say of the nth place of some words what the network sees there."""
    found = []
    for number, word, kind, shares in told:
        at = -1
        for _ in range(number):
            at = text.index(word, at + 1)
        found.append(Name(at, at + len(word), kind, max(shares), shares))
    return Names(tuple(sorted(found, key=lambda name: name.start)), (), ())


def test_the_same_words_name_the_same_kind_of_thing_all_over_a_document() -> None:
    text = "Tessaro fell. Then Tessaro rose. Talks in Tessaro went on."
    names = agree(
        text,
        _told(
            text,
            (1, "Tessaro", "ORG", (0.1, 0.1, 0.8, 0.0)),
            (2, "Tessaro", "ORG", (0.1, 0.0, 0.9, 0.0)),
            (3, "Tessaro", "LOC", (0.1, 0.6, 0.3, 0.0)),
        ),
    )
    assert [name.type for name in names.found] == ["ORG", "ORG", "ORG"]
    assert all(0.5 < name.probability <= 1 for name in names.found)


def test_a_full_name_says_what_its_last_word_alone_means() -> None:
    text = "Ilse Marrow left. A lawyer from Marrow's office stayed."
    names = agree(
        text,
        _told(text, (1, "Ilse Marrow", "PER", (0.98, 0.0, 0.02, 0.0)), (2, "Marrow", "LOC", (0.3, 0.6, 0.1, 0.0))),
    )
    assert [name.type for name in names.found] == ["PER", "PER"]


def test_what_a_document_leaves_open_stays_as_it_was_read() -> None:
    text = "Tessaro fell. Talks in Tessaro went on."
    told = _told(text, (1, "Tessaro", "ORG", (0.0, 0.4, 0.5, 0.1)), (2, "Tessaro", "LOC", (0.0, 0.5, 0.4, 0.1)))
    assert agree(text, told).found == told.found
    bare = Names((Name(0, 7, "ORG", 0.6),), (), ())
    assert agree(text, bare) is bare


def test_a_body_is_a_person_where_the_network_is_sure_of_it() -> None:
    text = "In May he staged Wagner again."
    assert _read(text, ("Wagner", "PER", 0.97))["Wagner"] == ("person", None)
    assert _read(text, ("Wagner", "PER", 0.8))["Wagner"][0] == "organisation"


def test_the_end_of_a_word_is_no_name() -> None:
    text = "Analysts at Vexley.com expect more."
    names = _read(text, ("Vexley", "ORG", 0.9), ("com", "LOC", 0.9))
    assert names.get("Vexley.com", ("organisation", None)) == ("organisation", None)
    assert "com" not in names


def test_the_name_inside_a_group_is_a_mention_too() -> None:
    found = {(m.span.text, m.kind, m.form, m.actor) for m in find_mentions(draft("Later NATO troops left Kabul."))}
    assert ("NATO troops", "group", "description", "NATO.MIL") in found
    assert ("NATO", "organisation", "name", "NATO") in found


def test_a_word_is_told_what_the_document_says_of_it_elsewhere() -> None:
    text = "Mr. Vexley met Anna Vexley in Tumbara. The vexley case is old. Vexley (VXL) said no."
    reader = Reader(text)
    bits = {text[start:end]: bits for start, end, bits in marks_of(reader, _scans(reader, text))}
    assert bits["Vexley"] >> 25 & 1  # after an honorific
    assert bits["Vexley"] >> 28 & 1  # written small elsewhere
    assert bits["Tumbara"] >> 26 & 1  # somewhere one can be
    assert bits["VXL"] >> 30 & 1  # an abbreviation in brackets
    assert not bits["Tumbara"] >> 28 & 1


def test_a_general_election_is_no_generals() -> None:
    found = {
        m.span.text: m.kind for m in find_mentions(draft("After the 1997 United Kingdom general election Blair won."))
    }
    assert found["United Kingdom"] == "polity"
    assert not any("general" in words for words in found)


def test_a_state_before_its_minister_is_no_given_name() -> None:
    text = "The minister of foreign affairs of Ukraine Dmytro Kuleba asked for talks."
    names = _read(text, ("Ukraine Dmytro Kuleba", "PER", 0.7))
    assert names["Ukraine"] == ("polity", "UKR")
    assert "Dmytro Kuleba" in names
