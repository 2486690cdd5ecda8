"""Notices given or not given, and who joins or leaves a body or pact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verbale.analysis.undertakings.model import Value
from verbale.analysis.undertakings.sentence import ONES, WORDED, Mode, Reading, Statable, mode_of, owner

# -- notices -----------------------------------------------------------------------------------------------------------

_NOTIFY = re.compile(
    r"\b(notif(?:ied|ies|y|ying)|informed|(?:gave|given|giving|give|served|submitted|sent|received|delivered|"
    r"handed(?: over)?|filed|issued)\s+"
    r"(?:\w+\s+){0,4}?(?:notices?|notifications?)|invok(?:ed|es|ing)|formally requested|officially requested|"
    r"(?:prior|advance) (?:notice|notification)|(?:\w+['’]?\s+){0,2}(?:days|months|weeks|hours)['’]?\s+notice)\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:treaty|pact|accord|agreement|deal|document|convention|protocol|article|chapter|clause|paragraph|"
    r"mechanism|exercises?|drills?|"
    r"launch|tests?|inspections?|withdraw\w*|leav\w+|IAEA|OSCE|depositary|Security Council|intention|decision|"
    r"snapback|troops|movements?|"
    r"enrich\w*|missiles?|activity|activities|explanation|ceasefire|truce|dam|filling|manoeuvres|maneuvers)\b",
    re.I,
)
_NONE = re.compile(
    r"\bwithout (?:any )?(?:prior |advance |giving |formal )*(?:notice|notification|notifying|informing)\b|"
    r"\bfail(?:ed|ure) to (?:notify|inform|give notice)\b"
    r"|\b(?:did|had|has|have|was|were) (?:not|never) (?:been )?(?:notif|inform|"
    r"given (?:\w+ )?notice)\w*|\bno (?:prior |advance )?(?:notice|notification)\b",
    re.I,
)
_DAYS = re.compile(
    rf"\b({'|'.join(ONES)}|\d{{1,3}}|thirty|sixty|ninety)[\s-]+(hours?|days?|weeks?|"
    rf"months?)['’]?(?:\s+(?:\w+\s+){{0,2}}(?:notice|before|in advance|ahead))",
    re.I,
)
_IN_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0}


def notices(s: Reading) -> Iterator[Statable]:
    """Yield a notice that was given, or one that is said not to have been given."""
    match, missing = _NOTIFY.search(s.text), _NONE.search(s.text)
    found = missing or match
    if found is None:
        return
    if missing is None and not _ABOUT.search(s.text[: found.start()] + s.text[found.end() :]):
        return
    if (
        match is not None
        and match[0].casefold() == "informed"
        and not re.search(r"\binformed\s+(?:the\s+)?[A-Z]", s.text)
    ):
        return
    whose = owner(s, (found.start(), found.end()), (found.start(), found.end()))
    attrs: dict[str, Value] = {"notified": missing is None}
    time = _DAYS.search(s.text)
    if time is not None:
        worded = {**WORDED, "sixty": 60, "ninety": 90}.get(time[1].casefold())
        days = (worded if worded is not None else float(time[1])) * _IN_DAYS[time[2].casefold().rstrip("s")]
        attrs["notice_days"] = round(days, 2)
    to = next((p.key for p in s.parties if found.end() <= p.start <= found.end() + 30 and p.key != whose), "")
    mode = "actual" if missing else mode_of(s, found.start(), found.end())
    yield Statable("notice", whose, attrs, mode, found.start(), found.end(), to)


# -- memberships -------------------------------------------------------------------------------------------------------

_BODY = (
    r"((?:the\s+)?(?:NATO|North Atlantic Treaty Organi[sz]ation|alliance|EU|European Union|bloc|UN|"
    r"United Nations|African Union|Arab League|"
    r"CSTO|OSCE|SCO|BRICS|Commonwealth|ASEAN|Council of Europe|OPEC|Warsaw Pact|International Criminal Court|"
    r"Eurasian Economic Union|"
    r"(?:[A-Z][\w-]{1,40}\s+){1,3}(?:Treaty|Pact|Convention|Accord|Union|Council|Organi[sz]ation|Court)|treaty|pact|accord)\b)"
)
_JOINED = re.compile(
    rf"\b((?:re)?join(?:ed|s|ing)?|acced(?:ed|es?|ing) to|accession to|admitted (?:in)?to|(?:became|become|"
    rf"becoming|is|are|was|were|been|remains?|not|as) (?:a |an |the )?"
    rf"(?:full |new |founding |\d+\w\w |newest |latest )*members? of|membership (?:of|in)|member of|entry into)\s+{_BODY}"
    rf"|{_BODY}(?:['’]s)?\s+(?:newest |latest )?members?(?:hip)?\b(?!\s+states?\b)",
    re.I,
)
_LEFT = re.compile(
    rf"\b(left|leaves|leave|leaving|quit|quits|exit(?:ed|ing|s)?|withdr(?:ew|awn|aws?|awing|awal) from|"
    rf"pull(?:ed|ing|s)? out of|expelled from|suspended from|departure from)\s+{_BODY}",
    re.I,
)
_SINCE = re.compile(r"\b(?:in|since|on \d{1,2} \w+|from)\s+((?:19|20)\d\d)\b")


def members(s: Reading) -> Iterator[Statable]:
    """Yield who is in a body or pact, or left it."""
    for pattern, inside in ((_LEFT, False), (_JOINED, True)):
        match = pattern.search(s.text)
        if match is None:
            continue
        body_words = next(g for g in reversed(match.groups()) if g)
        if re.search(r"\b(?:forces|troops|exercise|drills?|talks|summit|meeting)\b", body_words, re.I):
            continue
        body = next((p.key for p in s.parties if match.start() <= p.start < match.end()), "")
        whose = owner(s, (match.start(), match.end()), None)
        if whose in {"", body}:
            whose = next(
                (
                    p.key
                    for p in s.parties
                    if p.key not in {"", body} and (p.end <= match.start() or p.start >= match.end())
                ),
                "",
            )
        if not whose and inside:
            continue
        attrs: dict[str, Value] = {"body": body or body_words.removeprefix("the ").strip(), "member": inside}
        year = _SINCE.search(s.text)
        if year is not None:
            attrs["since"] = year[1]
        yield Statable("membership", whose, attrs, _membership_mode(s, match), match.start(), match.end())
        return


_ASKS = re.compile(
    r"\b(?:hopes?|aspir\w+|bid|wants?|wish\w*|seeks?|seeking|prospects?|would-be|future|path|ambition\w*|appl(?:y|"
    r"ied|ication)|candidate|"
    r"invited|negotiat\w+|block\w*|veto\w*|bar(?:red|ring)?|prevent\w*|den(?:y|ied)|exclusion|"
    r"potential|possible|rule\w* out|talk\w* of)\b",
    re.I,
)


def _membership_mode(s: Reading, match: re.Match[str]) -> Mode:
    mode = mode_of(s, match.start(), match.end())
    if mode == "actual" and _ASKS.search(s.text[max(0, match.start() - 70) : match.end() + 25]):
        return "hypothetical"
    return mode
