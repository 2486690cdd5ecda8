"""Properties of the checker: it does not depend on order, copies raise nothing, nothing is dropped, nobody unbound breaches."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from verbale.analysis.undertakings.checker import check, covers
from verbale.analysis.undertakings.findings import Finding
from verbale.analysis.undertakings.loader import read_file, read_shipped
from verbale.analysis.undertakings.model import Claim, File, Policy
from verbale.analysis.undertakings.support import Said, weigh
from verbale.errors import UsageError

INVENTED = read_file(Path(__file__).with_name("invented.yaml"))
DRAFT = read_shipped("russia-nato-2021")
RANK = {
    "no evidence": 0, "denied only": 0, "undetermined": 1, "reported": 2, "claimed": 3, "alleged": 3, "contested": 3,
    "established": 4,
}  # fmt: skip

CLAIMS = st.builds(
    Claim,
    speaker=st.sampled_from(["ETH", "EGY", "SDN", "AU", "paper"]),
    says=st.sampled_from(["yes", "yes", "no"]),
    about=st.sampled_from(["act", "act", "act", "breach", "trigger", "condition", "exception"]),
    attrs=st.sampled_from([{"duration_hours": 100}, {"duration_hours": "some 72"}, {"duration_hours": 1}, {}]),
    when=st.sampled_from([None, "2010-03-01", "2012-07-01", "2017-12/2018-02", "2018-06-01"]),
    said=st.sampled_from([None, "2012-07-02", "2013-05-05"]),
    mode=st.sampled_from(["actual", "actual", "actual", "hypothetical"]),
    origin=st.sampled_from([None, "a", "b", "c"]),
    first_hand=st.booleans(),
    anonymous=st.sampled_from([False, False, True]),
)
SETS = st.lists(CLAIMS, max_size=6)
RULES = st.sampled_from([p.id for p in INVENTED.provisions])
DAYS = st.sampled_from(["2009-01-01", "2010-08-01", "2012-12-31", "2013-06-01", "2019-01-01"])


def told(file: File, rule: str, claims: list[Claim], day: str, k: int = 3) -> Finding:
    return check(file, rule, claims, as_of=day, bearer="ETH", to="EGY", policy=Policy(k=k))


@given(RULES, SETS, DAYS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_order_and_repetition_change_nothing(rule: str, claims: list[Claim], day: str, chance: object) -> None:
    mixed = [*claims, *claims]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = told(INVENTED, rule, claims, day), told(INVENTED, rule, mixed, day)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


@given(RULES, SETS, DAYS)
@settings(max_examples=200, deadline=None)
def test_a_breach_needs_all_four_axes(rule: str, claims: list[Claim], day: str) -> None:
    found = told(INVENTED, rule, claims, day)
    if found.display.startswith("breach"):
        assert found.status == "in force"
        assert found.norm == "active"
    if found.display == "breach established":
        assert (found.conduct, found.support) == ("contrary conduct", "established")


@given(SETS, DAYS, st.lists(st.sampled_from(["RUS", "USA", "DEU"]), min_size=1, max_size=1))
@settings(max_examples=60, deadline=None)
def test_no_draft_is_ever_breached(claims: list[Claim], day: str, bearer: list[str]) -> None:
    own = [replace(c, speaker=bearer[0], attrs={"host": "BLR", "above_baseline_of_1997": True}) for c in claims]
    for rule in DRAFT.provisions:
        found = check(DRAFT, rule.id, own, as_of="2022-02-20", bearer=bearer[0], view="un")
        assert "breach" not in found.display


@given(RULES, SETS, DAYS, st.data())
@settings(max_examples=150, deadline=None)
def test_copies_never_raise_support(rule: str, claims: list[Claim], day: str, data: st.DataObject) -> None:
    if not claims:
        return
    one = data.draw(st.sampled_from(claims))
    origin = one.origin or f"{one.speaker}: {one.said or one.when or ''}"
    copies = [replace(one, via=[f"outlet-{n}"]) for n in range(5)]
    copies += [replace(one, speaker=f"outlet-{n}", role="outlet", origin=origin, first_hand=False) for n in range(5)]
    for k in (1, 3):
        before, after = told(INVENTED, rule, claims, day, k), told(INVENTED, rule, [*claims, *copies], day, k)
        assert RANK[after.support] <= RANK[before.support], (before.why, after.why)


@given(RULES, SETS, CLAIMS, DAYS)
@settings(max_examples=200, deadline=None)
def test_a_new_claim_drops_no_row(rule: str, claims: list[Claim], new: Claim, day: str) -> None:
    def rows(found: Finding) -> set[tuple[str, str, str, str, str]]:
        return {(v.speaker, v.said, v.when, v.origin, v.test) for v in found.voices}

    assert rows(told(INVENTED, rule, claims, day)) <= rows(told(INVENTED, rule, [*claims, new], day))


@given(SETS, DAYS)
@settings(max_examples=100, deadline=None)
def test_what_is_said_later_is_not_known_yet(claims: list[Claim], day: str) -> None:
    later = [replace(c, said="2030-01-01") for c in claims]
    assert told(INVENTED, "fill", [*claims, *later], day) == told(INVENTED, "fill", claims, day)


ROLES = st.sampled_from(["bearer", "counterparty", "verifier", "witness", "third", "outlet"])
SAID = st.builds(
    Said,
    claim=st.builds(
        Claim, speaker=st.sampled_from(list("abcd")), origin=st.sampled_from(list("xyz")), first_hand=st.booleans(),
        anonymous=st.booleans(),
    ),
    role=ROLES, test=st.just(""), denial=st.booleans(),
)  # fmt: skip


@given(st.lists(SAID, max_size=5), st.lists(SAID, max_size=3), SAID, st.integers(1, 3))
def test_more_evidence_for_it_never_lowers_support(pro: list[Said], con: list[Said], new: Said, k: int) -> None:
    before = weigh(pro, con, 0, "bearer", Policy(k=k), "alleged")
    after = weigh([*pro, new], con, 0, "bearer", Policy(k=k), "alleged")
    assert RANK[after.support] >= RANK[before.support]
    assert after.origins >= before.origins


@given(st.lists(SAID, max_size=5), st.lists(SAID, max_size=3), SAID, st.integers(1, 3))
def test_a_denial_never_establishes(pro: list[Said], con: list[Said], new: Said, k: int) -> None:
    before = weigh(pro, con, 0, "bearer", Policy(k=k), "alleged")
    after = weigh(pro, [*con, new], 0, "bearer", Policy(k=k), "alleged")
    if before.support != "established":
        assert after.support != "established"


def test_the_sentence_says_who_and_on_what() -> None:
    claims = [
        Claim("EGY", when="2012-07-01", via=["A", "B"], origin="o", attrs={"duration_hours": 100}),
        Claim("ETH", says="no", when="2012-07-01"),
        Claim("SDN", when="2012-07-01", attrs={"duration_hours": 10}),
    ]
    found = told(INVENTED, "fill", claims, "2013-01-01")
    assert found.why == (
        "fill, ETH to EGY, as of 2013-01-01: breach contested; alleged by EGY; denied by ETH; does not meet the test on the "
        "account of SDN; 1 origin in 2 outlets (A, B)."
    )
    assert "3 independent first-hand origins" in found.policy


def test_a_what_if_is_answered_by_the_text_alone() -> None:
    claim = Claim("analyst", mode="hypothetical", attrs={"host": "LVA", "above_baseline_of_1997": True})
    assert covers(DRAFT, "russia-nato-2021.4", claim, bearer="DEU")[0] == "yes"
    assert covers(DRAFT, "russia-nato-2021.4", claim, bearer="POL")[0] == "no"


@pytest.mark.parametrize(
    ("rule", "reading", "view"), [("none", None, None), ("fill", "EGY", None), ("fill", None, "flat")]
)
def test_what_does_not_exist_is_refused(rule: str, reading: str | None, view: str | None) -> None:
    with pytest.raises(UsageError):
        check(INVENTED, rule, [], as_of="2013-01-01", bearer="ETH", reading=reading, view=view)
