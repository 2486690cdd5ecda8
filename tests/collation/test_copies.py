"""Copies of made-up reports: found, named and traced to their origin, whatever the order they come in."""

from __future__ import annotations

import random
import time

import pytest

from tests.collation.stories import LEAD, OTHER, REST, RIVAL, WIRE, filler
from verbale.collation.copies import (
    Copy,
    Index,
    Signature,
    candidates,
    compare,
    find_copies,
    find_families,
    find_links,
    sign,
    sign_text,
)
from verbale.collation.signatures import decode, encode
from verbale.model import Coding, Dateline, Document, Outlet, Segment, When


def signed(key: str, text: str, outlet: str | None = None, day: str | None = None) -> Signature:
    return sign_text(key, text, outlet=outlet, earliest=day, latest=day)


def only(copies: tuple[Copy, ...]) -> Copy:
    assert len(copies) == 1
    return copies[0]


# -- signing -----------------------------------------------------------------------------------------------------------


def test_case_accents_and_typography_make_no_other_text() -> None:
    plain = signed("a", 'The "old" cafe\'s owner said: no treaty - ever - was re-newed')
    fancy = signed("b", "THE “old” café’s owner said:\u00a0no treaty — ever — was re\u2011newed")
    assert plain.whole == fancy.whole
    assert plain.sketch == fancy.sketch
    assert signed("c", "The old cafe owner said no treaty was ever renewed").whole != plain.whole


def test_a_signature_is_small_and_comes_back_from_bytes() -> None:
    signature = signed("a", WIRE, "herald.example", "2019-10-08")
    assert decode(encode(signature)) == signature
    assert len(encode(signature)) < 4 * signature.words + 300


def test_only_the_prose_is_signed() -> None:
    furniture = "Subscribe now to read on"
    text = f"Talks fail\n{WIRE}\n{furniture}"
    start = len("Talks fail\n")
    segments = (
        Segment(0, len("Talks fail"), "headline"),
        Segment(start, start + len(WIRE), "body"),
        Segment(len(text) - len(furniture), len(text), "furniture"),
    )
    document = Document("a", text, "en", Outlet("herald.example", "The Herald"))
    day = When("2019-10-08", "2019-10-08", "2019-10-08", "stamp")
    coding = Coding("a", "test-1", Dateline(day, "stamp"), segments, (), (), (), ())
    signature = sign(document, coding)
    assert signature.body == signed("b", WIRE).body
    assert signature.whole == signed("b", f"Talks fail\n{WIRE}").whole
    assert (signature.outlet, signature.earliest, signature.latest) == ("herald.example", "2019-10-08", "2019-10-08")


@pytest.mark.parametrize("text", ["", "No", "  \n", "\ud800 \udfff", "\ufdfa" * 50, "…—“”", "a" * 100_000])
def test_any_text_can_be_signed(text: str) -> None:
    signature = signed("a", text)
    assert find_copies([signature, signed("b", WIRE)]) == ()
    assert decode(encode(signature)) == signature


def test_a_huge_text_stays_small_and_is_still_compared() -> None:
    huge = filler(1, 30_000)
    one, other = signed("a", huge), signed("b", huge[: len(huge) * 3 // 4])
    assert len(one.sketch) <= 4 * 4096
    link = compare(one, other)
    assert link is not None
    assert link.left_share == pytest.approx(0.75, abs=0.04)
    assert link.right_share == pytest.approx(1.0, abs=0.01)


# -- two documents -----------------------------------------------------------------------------------------------------


def test_the_same_body_under_another_headline_is_exact() -> None:
    def coded(key: str, headline: str) -> Signature:
        head, text = len(headline), f"{headline}\n{WIRE}"
        return sign_text(key, text, (Segment(0, head, "headline"), Segment(head + 1, len(text), "body")))

    link = compare(coded("a", "Ardania digs in"), coded("b", "No deal on strait"))
    assert link is not None
    assert link.kind == "exact"


def test_a_few_words_changed_is_near() -> None:
    edited = WIRE.replace("four hours", "nearly four hours").replace("before the end of the month", "this month")
    link = compare(signed("a", WIRE), signed("b", edited))
    assert link is not None
    assert link.kind == "near"
    assert 0.8 < link.containment < 1


def test_an_excerpt_within_other_prose_is_partial() -> None:
    link = compare(signed("a", WIRE), signed("b", "\n".join((OTHER, LEAD, *REST[:2]))))
    assert link is not None
    assert link.kind == "partial"
    assert max(link.left_share, link.right_share) >= 0.5


def test_two_own_reports_of_one_event_are_no_copies() -> None:
    assert compare(signed("a", WIRE), signed("b", RIVAL)) is None


def test_reports_in_one_form_are_no_copies() -> None:
    form = (
        "The Ministry of Sea and Sky of Kestova said it had detected {0} Ardanian aircraft and {1} naval vessels near "
        "the Selm Strait in the 24 hours to 6 a.m. on {2}. Of these, {3} aircraft crossed the middle line and entered "
        "the identification zone. The armed forces watched the situation and sent patrol aircraft, ships and coastal "
        "missile units in response, the ministry said in its daily bulletin."
    )
    monday = signed("a", form.format(12, 5, "4 March", 3), "a.example", "2019-03-04")
    tuesday = signed("b", form.format(31, 9, "5 March", 14), "b.example", "2019-03-05")
    copied = signed("c", form.format(31, 9, "5 March", 14).replace("watched", "is watching"), "c.example", "2019-03-05")
    assert compare(monday, tuesday) is None
    link = compare(tuesday, copied)
    assert link is not None
    assert link.kind == "near"
    again = signed("d", form.format(12, 5, "4 March", 3), "d.example", "2019-04-04")
    assert compare(monday, again) is None


def test_all_quotations_of_another_in_own_prose() -> None:
    said = (
        "“We have opened every ledger that was asked for and then some.”",
        "“Nobody in this building was told about the second cable.”",
        "“I would sooner resign than sign a paper that I cannot read.”",
        "“Ask the ones who laid it, they know where it ends.”",
    )
    one = signed("a", "\n".join((OTHER, *said)), "a.example", "2020-02-01")
    other = signed(
        "b", " ".join((filler(3, 120), *said[:3])).replace("“", '"').replace("”", '"'), "b.example", "2020-02-03"
    )
    copy = only(find_copies([one, other]))
    assert (copy.document_id, copy.origin_id, copy.kind) == ("b", "a", "quotes")
    assert "3 quotations" in copy.reason
    assert find_families([one, other]) == ()
    two_shared = signed("c", " ".join((filler(4, 120), *said[:2])), "c.example", "2020-02-03")
    assert find_copies([one, two_shared]) == ()


def test_the_same_quotations_beside_others_are_no_copy() -> None:
    said = [f"“{filler(seed, 9)}”" for seed in range(12)]
    one = signed("a", " ".join((filler(50, 80), *said[:6])))
    other = signed("b", " ".join((filler(51, 80), *said[3:9])))
    assert compare(one, other) is None


def test_a_letter_that_two_quote_is_no_copy_of_one_by_the_other() -> None:
    letter = [f"“{filler(60 + part, 60)}" + ("”" if part == 3 else "") for part in range(4)]
    one = signed("a", "\n".join((filler(70, 100), *letter, filler(71, 60))))
    other = signed("b", "\n".join((filler(72, 70), *letter, filler(73, 90))))
    link = compare(one, other)
    assert link is not None
    assert (link.kind, link.binds) == ("quotes", False)
    assert link.containment > 0.5
    reworked = signed("c", "\n".join((filler(70, 100), *letter, filler(74, 60))))
    link = compare(one, reworked)
    assert link is not None
    assert link.kind == "near" or link.binds


# -- candidates --------------------------------------------------------------------------------------------------------


def test_a_new_document_meets_its_copies_only() -> None:
    index = Index(signed(f"x{number:03}", filler(number, 300)) for number in range(700))
    index.add(signed("wire", WIRE))
    assert len(index) == 701
    assert index.add(signed("copy", WIRE + " " + filler(900, 30))) == ("wire",)
    assert index.add(signed("copy", WIRE)) == ()
    assert "x042" in index.add(signed("y", filler(42, 300) + " " + filler(901, 30)))


def test_the_very_same_words_stand_for_one_another() -> None:
    index = Index(signed(f"w{number}", WIRE) for number in range(50))
    assert index.add(signed("w9999", WIRE)) == ("w0",)


@pytest.mark.parametrize("size", [120, 200, 400])
def test_an_excerpt_of_any_place_finds_its_source(size: int) -> None:
    sources = [signed(f"s{number:02}", filler(number, 1500)) for number in range(30)]
    cuts = []
    for number in range(30):
        words = filler(number, 1500).split()
        at = 37 * number % (1500 - size)
        cuts.append(signed(f"t{number:02}", filler(1000 + number, size // 3) + " " + " ".join(words[at : at + size])))
    pairs = set(candidates([*sources, *cuts]))
    assert sum((f"s{number:02}", f"t{number:02}") in pairs for number in range(30)) >= 29
    assert len(pairs) <= 40


def test_what_the_index_finds_does_not_hang_on_order() -> None:
    signatures = [signed(f"s{n:02}", filler(n % 9, 200) + " " + filler(100 + n, 60 + 9 * n)) for n in range(40)]
    expected = set(candidates(signatures))
    for seed in range(3):
        shuffled = random.Random(seed).sample(signatures, len(signatures))
        index, pairs = Index(), set()
        for signature in shuffled:
            pairs |= {tuple(sorted((signature.document_id, other))) for other in index.add(signature)}
        assert pairs == expected


# -- origins -----------------------------------------------------------------------------------------------------------


def test_the_earlier_is_the_origin() -> None:
    edited = WIRE.replace("four hours", "hours")
    copy = only(
        find_copies(
            [signed("a", edited, "late.example", "2019-10-10"), signed("z", WIRE, "early.example", "2019-10-08")]
        )
    )
    assert (copy.document_id, copy.origin_id) == ("a", "z")
    assert "dated 2019-10-08" in copy.reason


def test_the_fuller_text_is_the_origin_where_no_day_tells() -> None:
    copy = only(find_copies([signed("a", "\n".join((LEAD, *REST[:3]))), signed("b", WIRE)]))
    assert (copy.document_id, copy.origin_id) == ("a", "b")
    assert "fullest" in copy.reason


def test_a_range_of_days_that_overlaps_tells_nothing() -> None:
    month = sign_text("b", WIRE, earliest="2019-10-01", latest="2019-10-31")
    copy = only(find_copies([signed("a", "\n".join((LEAD, *REST[:3])), None, "2019-10-08"), month]))
    assert copy.origin_id == "b"


def test_the_credited_agency_is_the_origin_though_its_copy_is_dated_later() -> None:
    credited = signed("a", f"PORT SELM, Oct 8 (Reuters) - {WIRE}", "herald.example", "2019-10-08")
    silent = signed("b", WIRE, "courier.example", "2019-10-08")
    agency = signed("c", f"PORT SELM (Reuters) - {WIRE}", "reuters.com", "2019-10-09")
    copies = find_copies([credited, silent, agency])
    assert {copy.document_id: copy.origin_id for copy in copies} == {"a": "c", "b": "c"}
    assert "own text of reuters.com" in copies[0].reason
    family = find_families([credited, silent, agency])[0]
    assert (family.key, family.agency, family.members) == ("c", "reuters.com", ("a", "b", "c"))


def test_an_agency_whose_text_is_missing_still_names_the_family() -> None:
    first = signed("z", f"{WIRE}\nSource: TASS", "courier.example", "2019-10-08")
    second = signed("b", f"PORT SELM, October 9. /TASS/. {WIRE}", "herald.example", "2019-10-09")
    silent = signed("a", WIRE + " The talks go on.", "post.example", "2019-10-07")
    family = find_families([first, second, silent])[0]
    assert (family.origin_id, family.key) == ("z", "agency:tass.com")
    assert all("tass.com" in copy.reason for copy in find_copies([first, second, silent]))


def test_an_agency_that_no_list_knows_is_known_by_its_own_name() -> None:
    own = signed("m", f"PORT SELM, Oct 8 (Meridian Wire) — {WIRE}", "meridianwire.example", "2019-10-09")
    paper = signed("a", f"PORT SELM, Oct 8 (Meridian Wire) — {WIRE}\nShare this", "courier.example", "2019-10-08")
    copy = only(find_copies([own, paper]))
    assert (copy.document_id, copy.origin_id) == ("a", "m")


# -- families ----------------------------------------------------------------------------------------------------------


def test_a_chain_of_edits_is_one_family() -> None:
    words = filler(7, 1000).split()
    chain = [signed(f"v{step}", " ".join(words[120 * step : 120 * step + 400])) for step in range(5)]
    assert compare(chain[0], chain[4]) is None
    family = find_families(chain)[0]
    assert family.members == ("v0", "v1", "v2", "v3", "v4")
    copies = find_copies(chain)
    assert {copy.origin_id for copy in copies} == {family.origin_id}
    assert len(copies) == 4


def test_a_digest_does_not_make_one_source_of_what_it_carries() -> None:
    one, two = signed("a", filler(1, 120)), signed("b", filler(2, 120))
    copied = signed("c", filler(1, 120) + " " + filler(3, 10))
    digest = signed("d", " ".join((filler(4, 500), filler(1, 120), filler(5, 300), filler(2, 120))))
    families = find_families([one, two, copied, digest])
    assert [family.members for family in families] == [("a", "c")]
    carried = {
        (copy.origin_id, copy.kind) for copy in find_copies([one, two, copied, digest]) if copy.document_id == "d"
    }
    assert carried == {("c", "partial"), ("b", "partial")}


def test_an_excerpt_in_a_long_article_joins_its_family() -> None:
    family = find_families([signed("a", filler(1, 120)), signed("b", filler(4, 700) + " " + filler(1, 120))])
    assert [f.members for f in family] == [("a", "b")]


def mixed() -> list[Signature]:
    days = ["2019-10-07", "2019-10-08", None]
    texts = [WIRE, f"PORT SELM, Oct 8 (AP) — {WIRE}", "\n".join((LEAD, *REST[:2], OTHER)), RIVAL, OTHER]
    texts += [filler(n % 6, 150) + " " + filler(200 + n, 40) for n in range(14)]
    texts += [f"{filler(300, 400)} {filler(0, 150)} {filler(301, 300)} {filler(1, 150)}", WIRE, OTHER.upper()]
    return [signed(f"d{n:02}", text, f"o{n % 5}.example", days[n % 3]) for n, text in enumerate(texts)]


def test_the_outcome_does_not_hang_on_order() -> None:
    signatures = mixed()
    expected, families = find_copies(signatures), find_families(signatures)
    assert len(expected) > 8
    for seed in range(5):
        shuffled = random.Random(seed).sample(signatures, len(signatures))
        assert find_copies(shuffled) == expected
        assert find_families(shuffled) == families


def test_links_kept_and_added_to_make_the_same_families() -> None:
    signatures = mixed()
    expected = find_copies(signatures)
    kept = find_links(signatures[:12])
    for number in range(12, len(signatures)):
        kept += find_links(signatures[number : number + 1], signatures[:number])
    assert find_copies(signatures, kept) == expected
    assert find_families(signatures, kept) == find_families(signatures)


def test_many_copies_of_one_text_cost_no_more_than_many_texts() -> None:
    texts = [WIRE + " " + filler(n, 12) for n in range(600)]
    signatures = [signed(f"d{n:03}", text) for n, text in enumerate(texts)]
    start = time.process_time()
    assert len(find_links(signatures)) < 2 * len(signatures)
    assert time.process_time() - start < 5
    assert len(find_copies(signatures)) == 599


def test_hostile_texts_take_no_long_time() -> None:
    start = time.process_time()
    for text in (
        '"' * 200_000,
        "“" * 200_000,
        "(" * 200_000,
        "\n" * 200_000,
        "by " * 60_000,
        "1.1," * 50_000,
        "-" * 200_000,
    ):
        signed("a", text)
    assert time.process_time() - start < 10
