"""What parties tell otherwise of one thing: one claims what the other denies; each says that the other asked; who said it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from rapidfuzz import fuzz

from verbale.collation.accounts import Account
from verbale.collation.clashes import Clash
from verbale.collation.days import gap
from verbale.collation.likeness import Wording, compare, overlap
from verbale.collation.occasions import firm_day, hearer
from verbale.collation.voices import Voices
from verbale.lexicon import load_words
from verbale.lexicon.wording import canonical, weight

Name = Callable[[str], str]

_SAID = frozenset({"assert", "announce", "expect", "promise"})
"""What tells a fact, one to come too; accusations and threats are denied as a matter of course, and linked `denies`."""
_WINDOW = 10
"""Days within which a denial is of what was said."""
_BESIDE = 160
"""Characters after a claim within which "denied it" is a denial of it."""
_CROWD = 60
_SAME_RUN = 6


def _near(one: Account, other: Account, days: int) -> bool:
    standing, apart = gap(one.spoken, one.written, other.spoken, other.written)
    return standing in {"same", "overlap"} or (standing in {"open", "apart"} and apart <= days)


# -- denials -----------------------------------------------------------------------------------------------------------


_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial|ials)|refut|reject|dismiss|disput)", re.I)
"""A denial is told as one; "did not" is not held against another's words."""


_LOOSE = re.compile(r"^(?:it|this|that|them)\W*$", re.I)
_NOT_SO = re.compile(r"\b(?:den(?:y|ies|ied|ying)|refut|disput)", re.I)


@cache
def _pointers() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, load_words("denied_things.txt")), key=lambda w: (-len(w), w)))
    return re.compile(rf"^(?:{words})\W*$", re.I)


def denied_claims(accounts: Sequence[Account], voices: Voices) -> Iterator[Clash]:
    """Yield claims that another party denies: "an official said that ...; the minister denied it", or in like words."""
    denials = [
        a for a in accounts
        if a.attribution.act == "deny" and a.speaker_key is not None and not a.head and not _left_open(a)
        and any(_DENIES.search(cue.text) for cue in a.attribution.cue)
    ]  # fmt: skip
    if not denials:
        return
    by_document: defaultdict[str, list[Account]] = defaultdict(list)
    accused: defaultdict[str, list[Account]] = defaultdict(list)
    wanted = {a.document_id for a in denials}
    for a in accounts:
        if a.document_id in wanted and a.attribution.act == "accuse":
            accused[a.document_id].append(a)
        if a.document_id in wanted and _claims(a):
            by_document[a.document_id].append(a)
    for denial in denials:
        yield from _beside(denial, by_document[denial.document_id], accused[denial.document_id], voices)
    yield from _alike(denials, accounts, voices)


def _claims(account: Account) -> bool:
    """Say whether an account has somebody tell a fact, not that another denied one."""
    told = account.attribution.act in _SAID and account.speaker_key is not None
    return told and not any(_DENIES.search(span.text) for span in account.attribution.content)


_GOES_ON = re.compile(
    r"\s+(?!(?:and|but|on|in|at|as|again|when|while|after|later|during|through|outright|to|with|saying|calling)\b)[a-z]"
)
_ANTECEDENT = 60
"""Characters of its own sentence before a denial in which stands what "it" means."""


def _not_a_pointer(denial: Account) -> bool:
    """Say whether "them" is no claim told before: "denies them visas"."""
    around, said = denial.around, denial.attribution
    if around is None:
        return False
    return _GOES_ON.match(around.text, max(0, said.content[-1].end - around.start)) is not None


def _has_antecedent(denial: Account, claim: Account) -> bool:
    """Say whether "it" stands for what its own sentence says before, and not for the claim of another sentence."""
    around, said = denial.around, denial.attribution
    if around is None or claim.attribution.content[0].start >= around.start:
        return False
    begins = min(s.start for s in (*said.cue, *([said.speaker] if said.speaker else []))) - around.start
    return begins > _ANTECEDENT and _WHEN_DENIED.search(around.text, 0, begins) is not None


_WHEN_DENIED = re.compile(r"\b(?:after|when|until|once|because|since|although|though|while)\s*$", re.I)
_OPEN = re.compile(r"\b(?:neither|nor|confirm(?:ed|ing)? (?:or|nor))\b[^.;]{0,40}$", re.I)


def _left_open(denial: Account) -> bool:
    """Say whether nothing is denied: "has neither confirmed nor denied it"."""
    around, cues = denial.around, denial.attribution.cue
    if around is None or not cues:
        return False
    cue = max(cues, key=lambda c: c.end)
    return _OPEN.search(around.text[: max(0, cue.end - around.start)].rpartition(" ")[0]) is not None


_CHARGED = re.compile(r"accus|charge|alleg", re.I)


def _mentions_within(claim: Account, charge: Account) -> bool:
    """Say whether a claim stands in the sentence of a charge."""
    around = charge.around
    return around is not None and around.start <= claim.attribution.content[0].start < around.end


def _beside(denial: Account, claims: Sequence[Account], accused: Sequence[Account], voices: Voices) -> Iterator[Clash]:
    """Yield the claim just before a denial that only points to it."""
    content = " ".join(s.text for s in denial.attribution.content)
    if _pointers().match(content.strip()) is None or denial.around is None:
        return
    if _LOOSE.match(content.strip()) and (
        not any(_NOT_SO.search(cue.text) for cue in denial.attribution.cue) or _not_a_pointer(denial)
    ):
        return  # "dismissed them": a draft, a rival, a fear
    before = [
        c for c in claims
        if c.around is not None and _other(c, denial, voices)
        and 0 <= denial.attribution.content[0].start - c.attribution.content[-1].end <= _BESIDE + len(denial.around.text)
        and denial.around.start - c.around.end <= _BESIDE
        and not _mentions(denial, c) and _concerns(c, denial, voices)
    ]  # fmt: skip
    if before and not _same_subject(denial):
        claim = max(before, key=lambda c: (c.attribution.content[-1].end, c.id))
        if _LOOSE.match(content.strip()) and _has_antecedent(denial, claim):
            return
        if _CHARGED.search(content) and any(_mentions_within(claim, a) for a in accused):
            return  # what is denied is the charge in the claim's own sentence
        if _CHARGED.search(content) and any(_CHARGED.search(span.text) for span in claim.attribution.content):
            return  # the claim speaks of the allegations, and makes none
        yield _denied(claim, denial, 0.75)


_KIN = 4
"""Letters by which a country and its people are told to be one: "Russia", "Russian"; "the claim", "has claimed"."""
_NEXT = 40
"""Characters between the end of a claim, with "said Roe" behind it, and the sentence that denies it."""
_NAMED = re.compile(r"[^\W\d_]{4,}")
_CAPITAL = re.compile(r"\b[A-Z][a-z]{3,}")
_ALLEGED = re.compile(r"accus|charge|alleg|claim|assert|suspect|suspic|contend|contention", re.I)
"""Words of one family: what is told as an accusation is denied as a claim."""


def _is_next(claim: Account, denial: Account) -> bool:
    """Say whether a denial stands in a claim's own sentence or in the next."""
    around, end = denial.around, claim.attribution.content[-1].end
    begins = min(span.start for span in denial.attribution.cue)
    if around is None or begins - end > _NEXT + _BESIDE:
        return False
    if around.start >= end:
        return around.start - end <= _NEXT
    return len(_ENDS.findall(around.text, end - around.start, begins - around.start)) < 2


_ENDS = re.compile(r"[.!?][”\"’']?\s")


def _concerns(claim: Account, denial: Account, voices: Voices) -> bool:
    """Say whether a claim is about whoever denies it, as what is denied always is, or is called what the denial calls it.

    The sentence before a denial may be of something else, and what is denied stand before that.
    """
    own = voices.block(denial.speaker_key or "")
    if _LOOSE.match(denial.content.strip()) and _is_next(claim, denial):
        return True  # "it" is what was said just before
    if any(t.form.startswith("@") and voices.block(t.form[1:]) == own for t in claim.wording.tokens):
        return True
    told = claim.around.text if claim.around is not None else ""
    words = {w.casefold() for text in (told, claim.content) for w in _NAMED.findall(text)}
    if not words.isdisjoint(_governing()) and not voices.unknown(denial.speaker_key or ""):
        return True
    whose = voices.unknown(denial.speaker_key or "") and claim.attribution.mode == "indirect"
    if whose and any(_CAPITAL.search(span.text) for span in claim.attribution.content):
        return True  # nobody knows whose "government in Rabat" it is: the claim names somebody
    speaker = denial.attribution.speaker
    names = {w[:_KIN].casefold() for w in _NAMED.findall(speaker.text) if w[0].isupper()} if speaker else set()
    if any(w[:_KIN].casefold() in names for w in _NAMED.findall(f"{told} {claim.content}") if w[0].isupper()):
        return True
    pointer, cue = denial.content, " ".join(span.text for span in claim.attribution.cue)
    if _ALLEGED.search(cue) is not None:
        return _ALLEGED.search(pointer) is not None
    cues = {w[:_KIN].casefold() for w in _NAMED.findall(cue)}
    return any(w[:_KIN].casefold() in cues for w in _NAMED.findall(pointer))


@cache
def _governing() -> frozenset[str]:
    return frozenset(load_words("governing_words.txt"))


_ALSO = re.compile(r"\b(?:but|and|then|yet)(?:\s+(?:later|also|then|has|had|\w+ly)){0,2}\s*$", re.I)


def _same_subject(denial: Account) -> bool:
    """Say whether whoever denies is the subject of the clause before: "said that a panel had met on it, but dismissed it"."""
    around, cues = denial.around, denial.attribution.cue
    if around is None or not cues or not around.start <= cues[0].start <= around.end:
        return False
    return _ALSO.search(around.text[: cues[0].start - around.start]) is not None


def _mentions(denial: Account, claim: Account) -> bool:
    """Say whether the denial's own sentence is what was taken for the claim."""
    one, other = denial.attribution.content, claim.attribution.content
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


_FOR_ANOTHER = re.compile(r"spokes(?:wo)?m[ae]n|spokesperson|lawyer|attorney|\baides?\b|representative", re.I)


def _other(one: Account, other: Account, voices: Voices) -> bool:
    left, right = one.speaker_key or "", other.speaker_key or ""
    for account, key in ((one, left), (other, right)):
        speaker = account.attribution.speaker
        if voices.unknown(key) and speaker is not None and _FOR_ANOTHER.search(speaker.text):
            return False  # nobody knows for whom he speaks: for the other, as likely as not
    if voices.unknown(left) or voices.unknown(right):
        return left != right
    return voices.block(left) != voices.block(right)


def _alike(denials: Sequence[Account], accounts: Sequence[Account], voices: Voices) -> Iterator[Clash]:
    """Yield claims whose words another party's denial repeats."""
    places: defaultdict[str, list[Account]] = defaultdict(list)
    for denial in denials:
        for word in sorted({canonical(t.form) for t in denial.wording.tokens if not t.name}):
            places[word].append(denial)
    for claim in accounts:
        if not _claims(claim) or claim.head:
            continue
        shared: defaultdict[str, int] = defaultdict(int)
        held = {}
        for word in sorted({canonical(t.form) for t in claim.wording.tokens if not t.name}):
            if len(places.get(word, ())) <= _CROWD:
                for denial in places.get(word, ()):
                    shared[denial.id] += 1
                    held[denial.id] = denial
        for own in sorted(i for i, count in shared.items() if count >= 2):
            denial = held[own]
            if not _other(claim, denial, voices) or not _near(claim, denial, _WINDOW):
                continue
            if _labels(claim) or not any(_NOT_SO.search(cue.text) for cue in denial.attribution.cue):
                continue  # "dismissed it as a witch hunt", "called it a witch hunt"
            if _told_aside(claim, denial):
                continue
            if overlap(claim.wording, denial.wording) < 0.4 or voices.reporter(claim.speaker_key or ""):
                continue
            found = compare(claim.wording, denial.wording)
            if found.run >= _SAME_RUN:
                continue  # one remark twice
            if found.mutual >= 0.6 and found.covered >= 0.75 and found.weight >= 1.5:
                yield _denied(claim, denial, 0.8)


_LABEL = re.compile(r"\b(?:call|describ|dub|label|brand)", re.I)
_ASIDE = re.compile(r"\b(?:after|while|when|although|though)\b", re.I)


def _labels(claim: Account) -> bool:
    """Say whether a claim only gives something a name."""
    return any(_LABEL.search(cue.text) for cue in claim.attribution.cue)


def _told_aside(claim: Account, denial: Account) -> bool:
    """Say whether a claim is told behind what is denied: "denied that it sold oil, after Roe said he was unhappy"."""
    at = claim.attribution.content[0].start
    return any(
        s.start < at < s.end and _ASIDE.search(s.text, 0, at - s.start) is not None for s in denial.attribution.content
    )


def _denied(claim: Account, denial: Account, sure: float) -> Clash:
    words = claim.content[:100]
    return Clash("status", f"claimed and denied: “{words}”", claim, denial, ("claimed", "denied"), sure)


# -- who asked ---------------------------------------------------------------------------------------------------------


@cache
def _asked() -> re.Pattern[str]:
    verbs = "|".join(sorted(map(re.escape, load_words("asking.txt")), key=lambda w: (-len(w), w)))
    return re.compile(
        rf"\b(?:{verbs})\s+(?:(?:for|it|to|a|an|the|this|that|such|another|new|first|phone|telephone|video)\s+){{0,4}}"
        r"(?:(?P<what>calls?|conversations?|talks?|meetings?|summits?|speak|meet)\b|(?P<it>it\b))",
        re.I,
    )


_MEET = re.compile(r"\b(?:calls?|conversations?|talks?|meetings?|summits?|met|spoke|telephone)\b", re.I)


def asked_clashes(accounts: Sequence[Account], voices: Voices) -> Iterator[Clash]:
    """Yield meetings and calls for which each party says that the other asked."""
    asked: defaultdict[frozenset[str], list[tuple[str, Account]]] = defaultdict(list)
    for account in accounts:
        if account.speaker_key is None or account.attribution.act in {"demand", "propose", "request", "deny"}:
            continue
        asker = _asker(account)
        own = voices.block(account.speaker_key)
        if asker is not None and voices.block(asker) != own:
            asked[frozenset((own, voices.block(asker)))].append((asker, account))
    for parties in sorted(asked, key=sorted):
        claims = asked[parties]
        for n, (by, one) in enumerate(claims):
            for whom, other in claims[n + 1 :]:
                if voices.block(by) != voices.block(whom) and _near(one, other, 4):
                    yield Clash("who asked", "who asked for it", one, other, (by, whom), 0.95, key=True)


def _asker(account: Account) -> str | None:
    """Return who, by an account's words, asked to talk: the name that stands just before the asking."""
    text = " ".join(s.text for s in account.attribution.content)
    match = _asked().search(text)
    if match is None or match.start() > _FIRST:
        return None
    if match["it"] and (account.around is None or not _MEET.search(account.around.text)) and len(text) > _FIRST:
        return None
    first = next((t.form for t in account.wording.tokens if t.name and t.form.startswith("@")), None)
    begins = account.wording.tokens[0].form if account.wording.tokens else ""
    return first[1:] if first is not None and first == begins else None


_FIRST = 60
"""Characters from the start of a content within which its subject asks."""

# -- one demand on two days -----------------------------------------------------------------------------------------

_ASKS = frozenset({"demand", "propose", "request"})
_ALIKE = 0.4
"""How much of what one party asks on a day must be in what it asks, by another article, on the next."""
_MUCH = 3.0


def demand_clashes(accounts: Sequence[Account], voices: Voices) -> Iterator[Clash]:
    """Yield one party's like demands that two articles have on successive days and made to others: told twice, or two?

    All that an article has a party say on the day is taken together, since one article quotes what another tells in turns.
    An article that knows of both days settles it: these are two.
    """
    asked: defaultdict[tuple[str, int], dict[str, list[Account]]] = defaultdict(dict)
    also: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    days: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for a in accounts:
        if a.speaker_key is None or a.head or a.spoken is None:
            continue
        day = firm_day(a)
        if day is not None:
            days[a.document_id, a.speaker_key].add(day)
            if a.attribution.act in _ASKS:
                asked[a.speaker_key, day].setdefault(a.document_id, []).append(a)
        if a.spoken.earliest == a.spoken.latest:
            also[a.document_id, f"{a.speaker_key} {a.spoken.earliest}"].append(a)
    for (speaker, day), first in sorted(asked.items()):
        second = asked.get((speaker, day + 1), {})
        for one_id, ones in sorted(first.items()):
            for other_id, others in sorted(second.items()):
                if len(days[one_id, speaker] | days[other_id, speaker]) > 2 or one_id == other_id:
                    continue
                left, right = (
                    _joint(also[d, f"{speaker} {dt.date.fromordinal(n).isoformat()}"] or held)
                    for d, n, held in ((one_id, day, ones), (other_id, day + 1, others))
                )
                found = compare(left, right, marks=False)
                if found.covered >= _ALIKE and found.weight >= _MUCH and not found.contraries and found.turned < 0.5:
                    yield from _twice(ones[0], others[0], voices)


def _twice(one: Account, other: Account, voices: Voices) -> Iterator[Clash]:
    days = [day for a in (one, other) if (day := firm_day(a)) is not None]
    to, whom = hearer(one), hearer(other)
    if len(days) < 2 or not to or not whom or voices.block(to) == voices.block(whom):
        return
    values = (dt.date.fromordinal(days[0]).isoformat(), dt.date.fromordinal(days[1]).isoformat())
    yield Clash("date", "the day of a like demand: one, or two?", one, other, values, 0.6)
    if not voices.unknown(to) and not voices.unknown(whom):
        yield Clash("addressee", "to whom a like demand was made", one, other, (to, whom), 0.6, key=True)


def _joint(accounts: Sequence[Account]) -> Wording:
    """Return all that accounts have said as one wording."""
    each = [a.wording for a in accounts]
    return Wording(
        tuple(t for w in each for t in w.tokens),
        sum(w.total for w in each),
        tuple(r for w in each for r in w.runs),
        tuple(word for w in each for word in w.words),
        frozenset().union(*(w.poles for w in each)),
    )


# -- who said it -------------------------------------------------------------------------------------------------------

_LONG = 50
"""Characters of a sentence that two people do not say alike."""
_SAID_WITHIN = 2
"""Days within which one sentence is given to two; later somebody reads out what another said."""
_PRONOUN = re.compile(r"^(?:he|she|they|it|we|I|who|which|that|this)$", re.I)


def speaker_clashes(near: Iterable[tuple[Account, Account]], voices: Voices, name: Name) -> Iterator[Clash]:
    """Yield one marked sentence that two articles give to two speakers, each named in its own sentence."""
    for one, other in near:
        if one.document_id == other.document_id or not _firm(one, voices) or not _firm(other, voices):
            continue
        left, right = one.speaker_key or "", other.speaker_key or ""
        if left == right or voices.same(left, right) or one.wording.total < 1.0:
            continue
        if not _by_name(one, name(left)) or not _by_name(other, name(right)):
            continue  # "the former president" may be taken for another
        if _called(name(left), other) or _called(name(right), one):
            continue  # both name both: who quotes whom is for the reader of a sentence to tell
        if fuzz.ratio(name(left).casefold(), name(right).casefold()) >= 75:
            continue
        if not _is_name(left, name(left)) or not _is_name(right, name(right)):
            continue  # "the former agent" may be whoever the other names
        first, second = (a.attribution.content[0].text for a in (one, other))
        if fuzz.partial_ratio(first, second) < 90 or min(len(first), len(second)) < _LONG:
            continue  # what else was taken for the same speech
        found = compare(one.wording, other.wording)
        if found.run >= 9 and found.run_share >= 0.9 and found.weight >= 1.0 and _near(one, other, _SAID_WITHIN):
            about = "who said: “" + " ".join(s.text for s in one.attribution.content)[:80] + "”"
            yield Clash("attribution", about, one, other, (left, right), 0.9, key=True)


def _firm(account: Account, voices: Voices) -> bool:
    """Say whether a sentence itself names who speaks, and it is neither an outlet nor nobody knows who."""
    speaker, around, key = account.attribution.speaker, account.around, account.speaker_key
    if speaker is None or around is None or key is None or account.attribution.parent_id is not None:
        return False
    if voices.unknown(key) or voices.reporter(key) or _PRONOUN.match(speaker.text.strip()):
        return False
    return around.start <= speaker.start and speaker.end <= around.end and account.attribution.mode != "indirect"


def _is_name(key: str, name: str) -> bool:
    """Say whether an actor goes by a name, and is no description of one article's."""
    if key.startswith("mention:"):
        return False
    return next((w[0].isupper() for w in name.split() if w.casefold() != "the"), False)


def _by_name(account: Account, name: str) -> bool:
    speaker = account.attribution.speaker.text.casefold() if account.attribution.speaker else ""
    return any(len(word) > 2 and word.casefold() in speaker for word in name.split())


def _called(name: str, account: Account) -> bool:
    """Say whether an account's sentence names somebody: any word of the name that tells something."""
    told = account.around.text.casefold() if account.around else ""
    return any(len(word) > 2 and weight(word.casefold()) > 0 and word.casefold() in told for word in name.split())
