"""One event for many accounts: plans and what came of them, parties by state and rank, days, places, words, denials."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.collation.accounts import EventAccount
from verbale.collation.cluster import Verdicts
from verbale.collation.event_likeness import Likeness
from verbale.collation.event_told import round_of
from verbale.collation.events import SAME, EventGroup, denials, group_events
from verbale.collation.voices import Voices
from verbale.lexicon.event_families import family, kinship
from verbale.model import EventMention, EventType, Evidence, Span, Status, When, row_id

PEOPLE = {"berg": "NOR", "holm": "NOR", "arda": "TUR", "demir": "TUR", "ivanov": "RUS", "egger": "AUT"}


def _block(key: str) -> str:
    own = key.removeprefix("lexicon:")
    if key.startswith("group:"):
        return key.split(":")[1]
    return PEOPLE.get(own, "?" if key.startswith("mention:") else own.split(".")[0])


def _same(left: str, right: str) -> bool:
    return left == right or (_block(left) == _block(right) and not {left, right} <= {f"lexicon:{p}" for p in PEOPLE})


VOICES = Voices(
    _same,
    _block,
    unknown=lambda key: key.startswith("mention:"),
    reporter=lambda key: False,
    person=lambda key: False,
    rivals=lambda one, other: False,
)
NOBODY = Verdicts({}, {})


def day(value: str, said: Span | None = None) -> When:
    return When(value, value, value, "", (said,) if said else ())


def month(value: str, said: Span) -> When:
    first = dt.date.fromisoformat(f"{value}-01")
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return When(value, first.isoformat(), last.isoformat(), "", (said,))


def told(
    document: str,
    trigger: str,
    by: str,
    to: str = "",
    *,
    type: EventType = "CONSULT",
    status: Status = "happened",
    on: str | None = None,
    written: str | None = "2019-03-05",
    start: int = 1000,
    mode: str | None = None,
    place: str | None = None,
    rule: str = "",
    far: int = 20,
) -> EventAccount:
    """Return an account; `on` is a day or a month, said `far` characters after the trigger."""

    def keys(names: str) -> tuple[str, ...]:
        return tuple(n if ":" in n else f"lexicon:{n}" for n in names.split())

    words = Span(start, start + len(trigger), trigger)
    said = Span(words.end + far, words.end + far + 4, "then")
    when = None if on is None else month(on, said) if len(on) == 7 else day(on, said)
    mention = EventMention(
        row_id("event-mention", document, trigger, start),
        type,
        mode,
        None,
        status,
        words,
        keys(by),
        keys(to),
        when,
        Span(words.end + 60, words.end + 60 + len(place), place) if place else None,
        rule=rule,
    )
    return EventAccount(document, mention, keys(by), keys(to), when, day(written) if written else None)


def groups(*accounts: EventAccount) -> list[list[str]]:
    """Return which accounts form one event, by document and trigger."""
    found = group_events(accounts, VOICES, NOBODY).groups
    return sorted(sorted(f"{a.document_id} {a.mention.trigger.text}" for a in g.accounts) for g in found)


def one(*accounts: EventAccount) -> bool:
    return len(groups(*accounts)) == 1


MET = told("a", "met", "berg", "arda", on="2019-03-04")


@pytest.mark.parametrize(
    "other",
    [
        told("b", "met", "arda", "berg", on="2019-03-04"),
        told("b", "meeting", "NOR TUR", "NOR TUR", on="2019-03-04", rule="N-meeting"),
        told("b", "held talks", "lexicon:NOR", "lexicon:TUR", on="2019-03-04"),
        told("b", "meet", "berg", "arda", status="scheduled", on="2019-03-04", written="2019-02-20"),
        told("b", "meet", "berg", "arda", status="hypothetical", written="2019-03-01"),
        told("b", "meeting", "berg", "arda", on="2019-03", rule="N-meeting"),
        told("b", "met", "berg", "arda", on="2019-03-03"),
        told("b", "met", "berg", "arda", written="2019-03-06"),
        told("b", "meeting", "berg", "arda", written="2019-03-10", rule="N-meeting"),
    ],
    ids=["sides", "states", "talks", "scheduled", "hypothetical", "month", "a day's slip", "no day", "noun"],
)
def test_accounts_of_one_meeting_are_one_event(other: EventAccount) -> None:
    assert one(MET, other)


@pytest.mark.parametrize(
    "other",
    [
        told("b", "met", "berg", "arda", on="2019-03-09", written="2019-03-10"),
        told("b", "met", "berg", "egger", on="2019-03-04"),
        told("b", "met", "holm", "arda", on="2019-03-04"),
        told("b", "met", "berg", "arda", written="2019-04-20"),
        told("b", "meet", "berg", "arda", status="scheduled", written="2019-03-20"),
        told("b", "met", "berg", "mention:1", on="2019-02-04"),
        told("b", "signed", "berg", "arda", type="AGREE", on="2019-03-04"),
        told("b", "met", "berg", "arda", status="denied", on="2019-03-04"),
        told("b", "met", "group:NOR:officials", "group:TUR:officials", on="2019-03-04"),
    ],
    ids=["day", "party", "another minister", "weeks later", "planned after", "unknown", "type", "denied", "officials"],
)
def test_accounts_of_other_meetings_stay_apart(other: EventAccount) -> None:
    assert not one(MET, other)


def test_a_summit_that_many_talk_of_is_one_event_with_a_history_of_status() -> None:
    accounts = (
        told("a", "summit", "berg", "arda", status="scheduled", written="2019-05-20", rule="N-meeting"),
        told("b", "summit", "NOR TUR", "NOR TUR", status="hypothetical", written="2019-05-23", rule="N-meeting"),
        told("c", "summit", "NOR", "arda", written="2019-05-24", rule="N-meeting"),
        told("d", "meeting", "berg", "arda", status="hypothetical", written="2019-05-27", rule="N-meeting"),
        told("e", "met", "berg", "arda", on="2019-06-12", written="2019-06-12"),
    )
    assert one(*accounts)
    lower = told("f", "met", "holm", "arda", on="2019-05-22", written="2019-05-23")
    assert len(groups(*accounts, lower)) == 2


def test_a_cancellation_is_one_whatever_the_verb_and_whatever_day_the_cancelled_thing_had() -> None:
    first = told(
        "a", "scrapped the summit", "berg", type="SANCTION", mode="discontinue", on="2019-05-24", written="2019-05-28"
    )
    second = told("b", "called off the meeting", "berg", "TUR", type="SANCTION", mode="discontinue", on="2019-05-24",
                  written="2019-05-25")  # fmt: skip
    third = told("c", "cancelling the June 12 summit", "berg", "arda", type="SANCTION", mode="discontinue",
                 written="2019-05-24", on="2019-06-12", far=-15)  # fmt: skip
    assert one(first, second, third)
    left = told(
        "d", "cancelled the visit", "arda", type="SANCTION", mode="discontinue", on="2019-05-24", written="2019-05-25"
    )
    assert len(groups(first, left)) == 2


def test_a_day_named_far_from_the_trigger_decides_nothing() -> None:
    far = told("b", "summit", "berg", "arda", on="2019-02-26", rule="N-meeting", far=300)
    near = told("b", "summit", "berg", "arda", on="2019-02-26", rule="N-meeting")
    assert one(MET, far)
    assert not one(MET, near)


def test_movements_of_forces_are_told_apart_by_place_and_number() -> None:
    poland = told("a", "sent troops", "RUS", type="MOBILIZE", on="2019-03-04", place="Brest")
    romania = told("b", "sent troops", "RUS", type="MOBILIZE", on="2019-03-04", place="Omsk")
    assert not one(poland, romania)
    assert one(poland, told("b", "deployed troops", "RUS", type="MOBILIZE", on="2019-03-04", place="Brest"))
    few = told("a", "move 1,000 soldiers", "RUS", type="MOBILIZE", on="2019-03-04")
    many = told("b", "fly 2,500 paratroopers", "RUS", type="MOBILIZE", on="2019-03-04")
    assert not one(few, many)


def test_a_buildup_and_a_redeployment_that_one_article_tells_without_a_day_are_two() -> None:
    buildup = told("a", "buildup", "RUS", type="MOBILIZE", rule="N-buildup")
    assert not one(buildup, told("a", "redeploy its forces", "RUS", type="MOBILIZE", start=3000))
    assert one(buildup, told("a", "build-up", "RUS", type="MOBILIZE", start=3000, rule="N-buildup"))


def test_talks_of_two_and_talks_of_four_on_no_known_day_are_two() -> None:
    wide = told("a", "talking to", "USA POL NATO", "RUS", start=3000)
    assert not one(told("a", "talks", "NATO", "RUS", rule="N-talks"), wide)


def test_what_a_party_says_is_one_act_only_on_one_known_day() -> None:
    first = told("a", "accused", "berg", "TUR", type="ACCUSE", on="2019-03-04")
    assert one(first, told("b", "accusing", "berg", "TUR", type="ACCUSE", on="2019-03-04"))
    assert not one(first, told("b", "accused", "berg", "TUR", type="ACCUSE"))
    # the second in one article is another one, unless the first is its headline
    assert not one(first, told("a", "accused", "berg", "TUR", type="ACCUSE", on="2019-03-04", start=3000))
    assert one(first, told("a", "accuses", "berg", "TUR", type="ACCUSE", on="2019-03-04", start=20))


def test_nobody_is_killed_twice() -> None:
    first = told("a", "killed", "mention:1", "egger", type="ASSAULT", written="2019-03-05")
    assert one(first, told("b", "assassination", "mention:2", "egger", type="ASSAULT", written="2019-09-05"))
    assert not one(first, told("b", "killed", "mention:2", "demir", type="ASSAULT", written="2019-03-05"))
    # whoever is said to have done it
    assert one(told("a", "killed", "RUS", "egger", type="ASSAULT"), told("b", "murder", "TUR", "egger", type="ASSAULT"))
    assert not one(told("a", "killed", "RUS", "place:brest", type="ASSAULT", written="2019-01-05"),
                   told("b", "killed", "RUS", "place:brest", type="ASSAULT", written="2019-09-05"))  # fmt: skip


def test_deeds_are_told_apart_by_what_they_are_done_to_and_from_what_is_feared() -> None:
    ships = told("a", "sent a destroyer", "RUS", type="MOBILIZE")
    assert not one(ships, told("b", "sent troops", "RUS", type="MOBILIZE"))
    assert one(ships, told("b", "dispatched warships", "RUS", type="MOBILIZE"))
    struck = told("a", "struck", "RUS", "NOR", type="ASSAULT")
    assert not one(struck, told("b", "strike", "RUS", "NOR", type="ASSAULT", status="hypothetical"))
    assert one(struck, told("b", "struck", "RUS", "NOR", type="ASSAULT"))
    assert not one(struck, told("b", "struck", "RUS", "NOR", type="ASSAULT", written="2019-03-12"))
    massing = told("a", "build-up", "RUS", type="MOBILIZE", rule="N-buildup")
    assert one(massing, told("b", "massed troops", "RUS", type="MOBILIZE", written="2019-03-12"))
    nobody = told("b", "killed", "RUS", type="ASSAULT")
    assert not one(nobody, told("a", "killed", "RUS", type="ASSAULT"))
    feared = told("a", "attack", "RUS", "NOR", type="ASSAULT", status="hypothetical")
    assert one(feared, told("b", "attack", "RUS", type="ASSAULT", status="denied"))


def test_a_far_word_of_another_year_parts_two_accounts() -> None:
    said = Span(3000, 3009, "last year")
    year = When("2018", "2018-01-01", "2018-12-31", "", (said,))
    old = told("b", "imposed tariffs", "RUS", "NOR", type="COERCE")
    old = EventAccount("b", old.mention, old.actor_keys, old.recipient_keys, year, old.written)
    assert not one(told("a", "imposed tariffs", "RUS", "NOR", type="COERCE"), old)


def test_rounds_are_told_apart() -> None:
    assert round_of("after the third round of talks") == 3
    assert round_of("their 2nd summit") == 2
    assert round_of("The minister first spoke at length of their summit") is None
    assert not one(told("a", "second summit", "berg", "arda"), told("b", "third summit", "berg", "arda"))
    assert one(told("a", "second summit", "berg", "arda"), told("b", "summit", "berg", "arda"))


def test_calls_are_no_visits() -> None:
    call = told("a", "spoke", "berg", "arda", mode="phone", on="2019-03-04")
    assert not one(call, told("b", "visited", "berg", "arda", mode="visit", on="2019-03-04"))
    assert one(call, told("b", "telephone call", "berg", "arda", mode="phone", on="2019-03-04"))


def test_articles_without_a_day_join_over_the_same_people_alone() -> None:
    named = told("a", "meeting", "berg", "arda", written=None, rule="N-meeting")
    assert one(named, told("b", "met", "berg", "arda", written=None))
    assert one(named, MET)
    assert not one(named, told("b", "visit", "NOR", "TUR", written=None, rule="N-visit"))


def test_a_date_without_a_year_meets_the_days_it_may_be() -> None:
    said = Span(1020, 1027, "13 July")
    maybe = When("[2018-07-13,2019-07-13]", "2018-07-13", "2019-07-13", "", (said,))
    visit = told("a", "visit", "berg", "arda", status="scheduled", written=None)
    open_year = EventAccount("a", visit.mention, visit.actor_keys, visit.recipient_keys, maybe, None)
    likeness = Likeness(VOICES)
    same = told("b", "visit", "berg", "arda", on="2019-07-13", written="2019-07-14")
    other = told("c", "visit", "berg", "arda", on="2019-07-16", written="2019-07-16")
    assert (likeness.score(open_year, same) or 0.0) >= SAME
    assert likeness.score(open_year, other) is None


def test_a_denial_is_paired_with_what_it_denies() -> None:
    done = told("a", "attacked", "RUS", "NOR", type="ASSAULT", on="2019-03-04")
    denied = told("b", "attack", "RUS", "NOR", type="ASSAULT", status="denied", on="2019-03-04")
    elsewhere = told("c", "attack", "RUS", "TUR", type="ASSAULT", status="denied", on="2019-03-04")
    found = group_events((done, denied, elsewhere), VOICES, NOBODY).groups
    assert len(found) == 3
    of = {a.id: g.id for g in found for a in g.accounts}
    assert denials(found, VOICES) == ((of[done.id], of[denied.id]),)


def test_a_reader_joins_and_parts_what_no_rule_would() -> None:
    strike = told("b", "strike", "RUS", "NOR", type="ASSAULT", on="2019-03-05")
    pair = min(MET.id, strike.id), max(MET.id, strike.id)
    assert len(group_events((MET, strike), VOICES, Verdicts({pair: "reader"}, {})).groups) == 1
    again = told("b", "met", "arda", "berg", on="2019-03-04")
    pair = min(MET.id, again.id), max(MET.id, again.id)
    assert len(group_events((MET, again), VOICES, Verdicts({}, {pair: "reader"})).groups) == 2


ACCOUNTS = st.lists(
    st.builds(
        told,
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(["met", "summit", "talks", "spoke"]),
        st.sampled_from(["berg", "NOR", "holm", "NOR TUR"]),
        st.sampled_from(["arda", "TUR", "mention:7", "egger"]),
        status=st.sampled_from(["happened", "scheduled", "hypothetical", "denied"]),
        on=st.sampled_from([None, "2019-03-01", "2019-03-04", "2019-03"]),
        written=st.sampled_from([None, "2019-03-05", "2019-03-12"]),
        start=st.sampled_from([10, 500, 2000]),
        rule=st.sampled_from(["", "N-meeting"]),
    ),
    max_size=12,
    unique_by=lambda a: a.id,
)


def _shape(found: tuple[EventGroup, ...]) -> list[tuple[str, ...]]:
    return sorted(tuple(a.id for a in g.accounts) for g in found)


@settings(max_examples=60, deadline=None)
@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_order_decides_nothing_and_no_pair_in_a_group_excludes_another(
    accounts: list[EventAccount], random: object
) -> None:
    found = group_events(accounts, VOICES, NOBODY)
    mixed = list(accounts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert _shape(group_events(mixed, VOICES, NOBODY).groups) == _shape(found.groups)
    likeness = Likeness(VOICES)
    for group in found.groups:
        for left, right in combinations(group.accounts, 2):
            assert likeness.score(left, right) is not None
            assert likeness.score(left, right) == likeness.score(right, left)


def test_an_added_article_changes_only_what_it_touches() -> None:
    far = tuple(
        told(f"x{n}", "met", "ivanov", "egger", on=f"2019-0{n}-01", written=f"2019-0{n}-02") for n in range(1, 6)
    )
    before = _shape(group_events((MET, *far), VOICES, NOBODY).groups)
    after = _shape(group_events((MET, *far, told("b", "met", "berg", "arda", on="2019-03-04")), VOICES, NOBODY).groups)
    assert set(before) - set(after) == {(MET.id,)}


def test_families_of_triggers() -> None:
    assert family("SANCTION", "scrapped the meeting") == family("SANCTION", "Cancelling Upcoming Summit") == "cancel"
    assert family("CONSULT", "held a summit") == "summit"
    assert (
        kinship("CONSULT", "met", "meeting")
        > kinship("CONSULT", "met", "summit")
        > kinship("CONSULT", "met", "call")
        == 0.0
    )
    assert kinship("ASSAULT", "invaded", "attack") == kinship("ASSAULT", "attack", "invaded") > 0.8
    assert kinship("CONSULT", "", "met") == 0.0


def _off(account: EventAccount) -> EventAccount:
    """Return the account with words that call the thing off."""
    said = Span(account.mention.trigger.end + 5, account.mention.trigger.end + 15, "called off")
    mention = msgspec.structs.replace(account.mention, status="denied", evidence=(Evidence("status", said),))
    return msgspec.structs.replace(account, mention=mention)


def test_a_summit_that_was_called_off_is_the_summit_that_nouns_speak_of() -> None:
    planned = told("a", "summit", "NOR TUR", "NOR TUR", status="scheduled", written="2019-03-01", rule="N-meeting")
    named = told("b", "summit", "NOR TUR", "NOR TUR", written="2019-03-02", rule="N-meeting")
    off = _off(told("c", "summit", "NOR TUR", "NOR TUR", written="2019-03-03", rule="N-meeting"))
    assert one(planned, named, off)
    held = told("b", "summit", "NOR TUR", "NOR TUR", on="2019-03-02", rule="N-meeting")
    assert not one(held, off)
    assert not one(told("b", "met", "NOR TUR", "NOR TUR", written="2019-03-02", rule="c-meet"), off)


def test_a_treaty_signed_is_a_deed_and_praise_is_not() -> None:
    def account(document: str, trigger: str, written: str) -> EventAccount:
        return told(document, trigger, "NOR TUR", "NOR TUR", type="SUPPORT", written=written, rule="s-sign")

    assert one(account("a", "signed a deal", "2019-03-03"), account("b", "signed the pact", "2019-03-05"))
    assert not one(account("a", "praised", "2019-03-03"), account("b", "praised", "2019-03-05"))


def test_two_deeds_upon_nobody_named_are_two() -> None:
    def account(trigger: str, by: str, start: int) -> EventAccount:
        return told("a", trigger, by, type="COERCE", start=start, rule="e-sanction")

    assert not one(account("imposed levies", "NOR", 1000), account("imposed the tariffs", "berg", 3000))
