"""Find names that the lexicon does not know: runs of capitals, and what they are by the words in and around them."""

from __future__ import annotations

import re

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan
from verbale.model import MentionKind

_WEAK = frozenset(
    "major general private fellow chair justice captain head chief director deputy secretary king prince queen marshal "
    "pilot doctor officer resident speaker judge expert official commander private cardinal colleague counterpart "
    "representative coordinator inspector candidate actor coach governor boss leader author founder".split()
)
"""Titles that are common words: without a name beside them or a polity before them they are left to descriptions."""
_INITIAL = re.compile(r"[A-Z]\.?\Z|(?:[A-Z]\.){2,3}\Z")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,6}\Z")
_STOP_ACRONYMS = frozenset(
    "ICBM VA DC NV TV CEO AM PM GMT EST EDT UTC ID OK GDP AIDS HIV DNA CD DVD PC II III IV VI VII VIII IX XI XII".split()
)
_FOREIGN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?\Z|(?:[A-Z]\.){2,3}\Z")
_KINDED: dict[str, MentionKind] = {
    **dict.fromkeys(
        ("town", "city", "village", "province", "district", "region", "port", "resort", "suburb", "neighborhood", "island",
         "neighbourhood", "capital", "governorate", "county", "settlement", "enclave", "prefecture", "peninsula"), "place"),
    **dict.fromkeys(
        ("newspaper", "daily", "magazine", "company", "firm", "airline", "broadcaster", "channel", "website", "agency", "group",
         "tabloid", "weekly", "station", "network", "giant", "bank", "club", "band", "automaker", "maker", "charity",
         "think-tank", "consultancy"), "organisation"),
}  # fmt: skip
_KINDED_AFTER: dict[str, MentionKind] = {
    **dict.fromkeys(
        ("province", "district", "region", "village", "island", "prison", "airport", "river", "valley", "neighborhood",
         "neighbourhood", "peninsula", "governorate", "county", "prefecture", "refugee"), "place"),
    **dict.fromkeys(
        ("newspaper", "magazine", "television", "tv", "radio", "channel", "airline", "airlines", "party", "militia",
         "website", "militants", "rebels", "guerrillas", "insurgents"), "organisation"),
}  # fmt: skip
_REACHED = frozenset(
    "visited visiting reached captured recaptured seized shelled bombed leaving entered retook overran besieged".split()
)
"""Verbs whose object is a place rather than a person when nothing else is known of it."""
_SURNAMES = frozenset(
    {"post", "church", "mission", "guard", "park", "stock", "records", "league", "media", "press", "bank"}
)
_LEADING = frozenset(
    {"bin", "del", "de", "van", "von", "al", "el", "della", "den", "der", "la", "di", "da", "ben", "abu"}
)
_HONORIFIC_GENDER = {
    "mr": "m", "messrs": "m", "sir": "m", "lord": "m", "herr": "m", "monsieur": "m", "señor": "m", "pope": "m", "imam": "m",
    "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f", "baroness": "f", "madam": "f", "madame": "f", "frau": "f",
}  # fmt: skip


def find_runs(reader: Reader, scan: Scan) -> None:
    """Label the unknown names of a sentence; what stays open waits for the rest of the document."""
    if scan.loose:
        _loose_runs(reader, scan)
        return
    tokens = scan.tokens
    count = len(tokens)
    for each in scan.found:
        if each.kind == "person":
            _absorb(reader, scan, each)
    at = 0
    while at < count:
        if not _opens(reader, scan, at):
            at += 1
            continue
        end = _extend(reader, scan, at)
        reader.hint = ""
        made = _classify(reader, scan, at, end)
        if made is None:
            scan.pending.append((at, end, reader.hint))
        at = max(end, made.last if made else 0)


def _absorb(reader: Reader, scan: Scan, person: Found) -> None:
    """Let a person the lexicon knows have the further names that the document gives ("Mohamed" Siad Barre)."""
    tokens, labels = scan.tokens, scan.labels
    first, last = person.first, person.last
    while (
        first > 0
        and tokens[first].adjacent
        and labels[first - 1] is None
        and namely(reader, scan, first - 1)
        and first > 1
    ):
        first -= 1
    while (
        last < len(tokens)
        and tokens[last].adjacent
        and not tokens[last - 1].poss
        and labels[last] is None
        and namely(reader, scan, last)
    ):
        last += 1
    if (first, last) == (person.first, person.last):
        return
    if last != person.last and tokens[last - 1].fold not in ("jr", "sr", "ii", "iii"):
        person.key = None
    person.first, person.last = first, last
    person.start, person.end = tokens[first].start, tokens[last - 1].end
    person.text, person.words = reader.text[person.start : person.end], tuple(scan.folds[first:last])
    for at in range(first, last):
        labels[at] = person


def namely(reader: Reader, scan: Scan, at: int) -> bool:
    """Say whether a word can be part of a person's name by its looks."""
    token = scan.tokens[at]
    fold = token.fold
    return (
        token.cap
        and token.word
        and fold not in reader.never
        and fold not in reader.honorific
        and (fold not in reader.common or fold in reader.given)
        and fold not in reader.org
        and _FOREIGN.match(token.text) is not None
    )


def _loose_runs(reader: Reader, scan: Scan) -> None:
    """In a headline only words that prose never writes small may be names; the body decides which."""
    tokens = scan.tokens
    for at, token in enumerate(tokens[:-1]):
        after = tokens[at + 1]
        if (
            scan.labels[at] is None
            and token.cap
            and token.fold in reader.given
            and token.fold not in reader.common
            and scan.labels[at + 1] is None
            and namely(reader, scan, at + 1)
            and after.adjacent
            and not token.poss
            and after.fold not in reader.place
            and not token.upper
        ):
            put_name(reader, scan, at, at + 2, "person", 0.7)
    for at, token in enumerate(tokens):
        if scan.labels[at] is None and token.cap and token.fold not in reader.never and len(token.text) > 2:
            scan.pending.append((at, at + 1, ""))


def _opens(reader: Reader, scan: Scan, at: int) -> bool:
    token = scan.tokens[at]
    if not token.cap or scan.labels[at] is not None or not token.word:
        return False
    title = scan.labels[at - 1] if at else None
    titled = title is not None and title.form == "title" and token.adjacent
    if token.fold in reader.never and not (
        (token.fold in reader.given or titled)
        and at + 1 < len(scan.tokens)
        and scan.tokens[at + 1].adjacent
        and namely(reader, scan, at + 1)
    ):
        return False
    if not _FOREIGN.match(token.text):
        return False
    initial = at == 0 or scan.tokens[at - 1].text in "“\"‘'«„—–:;•*(["
    following = scan.tokens[at + 1] if at + 1 < len(scan.tokens) else None
    if initial and len(token.text) == 1:
        return False
    if initial and following is not None and following.adjacent and scan.labels[at + 1] is not None:
        label = scan.labels[at + 1]
        if token.fold not in reader.given and token.fold.endswith(("ing", "ed")) and label is not None:
            return False
    if initial and token.fold in reader.common:
        # "On Sunday", "Will Smith": only a given name before another capital opens a name
        if token.fold not in reader.given or following is None:
            return bool(
                following
                and following.adjacent
                and following.fold in reader.org
                and following.cap
                and len(token.text) > 3
            )
        return following.cap and following.adjacent and not token.poss and following.fold not in reader.never
    return not (_INITIAL.match(token.text) and not (following and following.cap and following.adjacent))


def _extend(reader: Reader, scan: Scan, at: int) -> int:
    tokens, labels = scan.tokens, scan.labels
    count = len(tokens)
    end = at + 1
    while end < count and end - at < 9:
        token = tokens[end]
        before = tokens[end - 1]
        if before.poss or not token.adjacent:
            break
        if token.cap and token.word and _FOREIGN.match(token.text) and token.fold not in reader.never:
            label = labels[end]
            if label is None or (
                "." not in token.text[:-1]  # "Recalling U.N."
                and label.last - label.first == 1
                and (label.use in ("name", "seat", "ministry") or label.form == "title")
                and not (label.form == "title" and token.text[0].islower())
            ):
                if label is not None and label.form == "title" and label.noun not in _WEAK:
                    break
                if label is not None and at == 0 and scan.folds[0] not in reader.given and end == 1:
                    break  # "Declaring Mosul": an unknown word at the start and a place are not one name
                end += 1
                continue
            break
        if token.fold in reader.particle and not token.cap:
            ahead = end + 1
            while ahead < count and tokens[ahead].fold in reader.particle and ahead - end < 3:
                ahead += 1
            if (
                ahead < count
                and tokens[ahead].cap
                and labels[ahead] is None
                and tokens[ahead].adjacent
                and token.fold not in ("y", "e", "do", "la")
            ):
                end = ahead + 1
                continue
            break
        if token.fold in ("of", "for", "and", "on", "&", "the") and any(
            tokens[i].fold in reader.org for i in range(at, end)
        ):
            ahead = end + 1
            if ahead < count and tokens[ahead].fold == "the":
                ahead += 1
            last = tokens[end - 1].fold
            if (
                ahead < count
                and tokens[ahead].cap
                and tokens[ahead].adjacent
                and token.fold in ("of", "for", "on")
                and last in reader.org
                and tokens[ahead].fold not in reader.never
            ):
                label = labels[ahead]
                end = label.last if label is not None else ahead + 1
                continue
            if (
                token.fold == "and"
                and ahead + 1 < count
                and tokens[ahead].cap
                and labels[ahead] is None
                and any(tokens[i].fold in reader.org for i in range(ahead, min(ahead + 3, count)) if tokens[i].cap)
                and tokens[end - 1].fold not in reader.org
            ):
                end = ahead + 1
                continue
        break
    return end


def _classify(reader: Reader, scan: Scan, at: int, end: int) -> Found | None:
    tokens, labels = scan.tokens, scan.labels
    folds = scan.folds[at:end]
    before = tokens[at - 1] if at else None
    after = tokens[end] if end < len(tokens) else None
    previous = labels[at - 1] if at and tokens[at].adjacent else None
    size = end - at
    joined: Found | None = None
    if (
        previous is not None
        and previous.form == "name"
        and previous.kind in ("polity", "place")
        and not tokens[at - 1].poss
    ):
        joined = previous if previous.use in ("adjective", "name", "seat", "place") else None
    honorific = before is not None and before.fold in reader.honorific
    titled = previous is not None and previous.form == "title" and not previous.noun.endswith("s")
    if not honorific and folds[0] in reader.honorific and size > 1:
        inner = _classify_person(reader, scan, at + 1, end, 4)
        if inner is not None:
            inner.gender = _HONORIFIC_GENDER.get(folds[0], inner.gender)
        return inner
    if honorific or titled:
        made = _classify_person(reader, scan, at, end, 4)
        if made is not None and honorific and before is not None:
            made.gender = _HONORIFIC_GENDER.get(before.fold, made.gender)
        return made
    if size == 2 and folds[1] in ("administration", "government", "cabinet", "doctrine", "plan", "presidency"):
        scan.pending.append((at, at + 1, ""))
        return None
    if size > 1 or folds[-1] in ("airport",):
        if any(fold in reader.org for fold in folds) and not (
            folds[0] in reader.given and size == 2 and (folds[1] not in reader.org or folds[1] in _SURNAMES)
        ):
            if folds[-1] in reader.place and folds[-1] not in reader.org:
                return put_name(reader, scan, at, end, "place")
            start = at
            if joined is not None:
                start = joined.first
                reader.drop(scan, joined)
            return put_name(reader, scan, start, end, "organisation")
        if folds[-1] in reader.place or (
            folds[0] in ("mount", "lake", "cape", "fort", "port", "camp", "gulf") and folds[0] not in reader.given
        ):
            start = at
            if joined is not None and joined.use != "adjective":
                start = joined.first
                reader.drop(scan, joined)
            return put_name(reader, scan, start, end, "place")
    elif folds[0] in reader.org or folds[0] in reader.place:
        if joined is not None and folds[0] not in ("states", "nations", "west"):
            reader.drop(scan, joined)
            return put_name(reader, scan, joined.first, end, "place" if folds[0] in reader.place else "organisation")
        if folds[0] in reader.common:
            return None
    text = reader.text[tokens[at].start : tokens[end - 1].end]
    if size == 1 and _ACRONYM.match(text) and text not in _STOP_ACRONYMS:
        return put_name(reader, scan, at, end, "organisation", 0.7)
    score = 0
    common = [fold in reader.common and fold not in reader.given for fold in folds]
    if all(common):
        return None
    if folds[0] in reader.given:
        score += 3 if size > 1 else 1
    if size in (2, 3) and not any(common):
        score += 2
    if size == 1 and tokens[at].text.startswith(("al-", "Al-", "el-", "El-")):
        score += 1
    if any(_INITIAL.match(tokens[i].text) for i in range(at, end)) and size > 1:
        score += 2
    if tokens[at].upper and size > 1 and len(tokens[at].text) > 2 and not tokens[end - 1].upper:
        score -= 4
    if size > 1 and any(fold in reader.particle or fold.startswith(("al-", "el-")) for fold in folds[1:]):
        score += 2
    if size == 2 and "-" in tokens[end - 1].text and tokens[end - 1].text.partition("-")[2].islower():
        score += 2
    if after is not None and after.adjacent and (after.fold in reader.reporting or after.fold == "who"):
        score += 2
    if before is not None and before.fold in reader.reporting and before.fold not in ("called", "visited", "met"):
        score += 1
    if at > 1 and before is not None and before.fold == "to" and tokens[at - 2].fold == "according":
        score += 2
    if after is not None and after.text == "," and end + 1 < len(tokens):
        nearby = tokens[end + 1 : end + 7]
        if (nearby[0].fold.isdigit() and 15 < int(nearby[0].fold[:3]) < 105 and len(nearby[0].fold) < 4) or nearby[
            0
        ].fold == "who":
            score += 3
        elif nearby[0].fold in ("a", "an", "the", "one") and any(
            label is not None and label.form == "title" for label in labels[end + 1 : end + 7]
        ):
            score += 2
    if after is not None and after.text == "(" and size > 1:
        score -= 1
    if tokens[end - 1].poss:
        score += 0
    kinded = _KINDED.get(before.fold) if before is not None else None
    if before is not None and before.fold == "of" and at > 1:
        kinded = _KINDED.get(tokens[at - 2].fold) if _KINDED.get(tokens[at - 2].fold) == "place" else None
    if kinded is not None and not any(common):
        return put_name(reader, scan, at, end, kinded, 0.7)
    if after is not None and after.fold in _KINDED_AFTER and not any(common) and folds[0] not in reader.given:
        return put_name(reader, scan, at, end, _KINDED_AFTER[after.fold], 0.7)
    located = before is not None and (before.fold in reader.locative or (size == 1 and before.fold in _REACHED))
    if located and at > 1 and tokens[at - 2].fold == "according":
        located = False
    if located and size == 1:
        score -= 2
    elif located:
        score -= 1
    if before is not None and before.fold == "the":
        score -= 3
    initial = at == 0 or tokens[at - 1].text in "“\"‘'«„—–:;•*(["
    if _described(scan, end) and size <= 4 and not all(common):
        score, initial = max(score, 3), False  # "Araghchi, Iran's top negotiator, said"
    if score >= 2 and size == 1 and initial and folds[0] not in reader.given:
        reader.hint = "person"
        return None
    if score >= 2:
        return _classify_person(reader, scan, at, end, score)
    if (
        located
        and before is not None
        and (
            before.fold in ("in", "near", "at", "from", "around", "outside", "across", "into")
            or before.fold in _REACHED
        )
        and not any(common)
    ):
        return put_name(reader, scan, at, end, "place", 0.6)
    if after is not None and after.text == "," and end + 1 < len(tokens) and not any(common):
        label = labels[end + 1]
        named = label is not None and label.kind in ("polity", "place") and label.use in ("name", "seat", "place")
        if named and label is not None and not tokens[label.last - 1].poss:
            return put_name(reader, scan, at, end, "place", 0.7)
    return None


def _described(scan: Scan, end: int) -> bool:
    """Say whether a polity's possessive and a title follow a comma: only a person is described like that."""
    tokens, labels = scan.tokens, scan.labels
    if end + 2 >= len(tokens) or tokens[end].text != ",":
        return False
    owner = labels[end + 1]
    if owner is None or owner.kind not in ("polity", "organisation", "office") or not tokens[owner.last - 1].poss:
        return False
    return any(label is not None and label.form == "title" for label in labels[owner.last : owner.last + 4])


def _classify_person(reader: Reader, scan: Scan, at: int, end: int, score: int) -> Found | None:
    if end - at == 1 and scan.folds[at] in reader.org and scan.folds[at] in reader.common:
        return None
    back = at
    while (
        back > 0
        and back > at - 3
        and scan.folds[back - 1] in _LEADING
        and scan.labels[back - 1] is None
        and scan.tokens[back].adjacent
    ):
        back -= 1
    at = back
    while (
        end > at + 1
        and (scan.folds[end - 1] in reader.common and scan.folds[end - 1] not in reader.given)
        and end - at > 2
        and scan.labels[end - 1] is not None
    ):
        end -= 1
    if at >= end or (
        all(fold in reader.common and fold not in reader.given for fold in scan.folds[at:end])
        and end - at == 1
        and score < 4
    ):
        return None
    made = put_name(reader, scan, at, end, "person", 1.0 if score >= 3 else 0.7)
    made.gender = reader.given.get(scan.folds[at], "") if end - at > 1 else ""
    return made


def put_name(reader: Reader, scan: Scan, at: int, end: int, kind: MentionKind, confidence: float = 0.8) -> Found:
    """Label words as a name, in place of whatever was labelled inside them."""
    for label in {id(each): each for each in scan.labels[at:end] if each is not None}.values():
        reader.drop(scan, label)
    made = reader.make(scan, at, end, kind, "name")
    made.confidence = confidence
    reader.label(scan, made)
    return made
