"""Read one sentence: names the lexicon knows, unknown names, titles, groups.

Nothing is decided here that needs the rest of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from verbale.coding.draft import Sentence
from verbale.coding.mentions.found import Found
from verbale.coding.mentions.tokens import Token, is_shouted, is_title_case, tokenise
from verbale.lexicon.actors import (
    Entry,
    Lexicon,
    common_words,
    given_names,
    lexicon,
    name_words,
    title_modifiers,
)
from verbale.model import MentionForm, MentionKind

_WEAK = frozenset(
    "major general private fellow chair justice captain head chief director deputy secretary king prince queen marshal "
    "pilot doctor officer resident speaker judge expert official commander private cardinal colleague counterpart "
    "representative coordinator inspector candidate actor coach governor boss leader author founder".split()
)
"""Titles that are common words: without a name beside them or a polity before them they are left to descriptions."""
_PLURAL_OK = frozenset("the these those some many several two three four five senior top".split())
_OF = frozenset({"of", "for", "to", "at", "in", "on", "from", "with"})
_ALONE = frozenset(
    "officials rebels militants separatists insurgents protesters demonstrators analysts experts diplomats lawmakers "
    "journalists reporters activists police authorities residents troops soldiers peacekeepers inspectors observers "
    "mediators negotiators opposition gunmen guerrillas prosecutors fishermen ministers ambassadors senators".split()
)
_GROUP_MODIFIERS = frozenset(
    "senior top military security intelligence naval air ground armed special government defence defense foreign regional "
    "local federal state border paramilitary separatist rebel opposition unnamed anonymous coalition allied police army "
    "navy political peace elite regular occupying occupation invading former high-ranking key several other two three "
    "border-guard nuclear trade riot public-sector law-enforcement navy democratic interim caretaker central civilian".split()
)
_INITIAL = re.compile(r"[A-Z]\.?\Z")
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,6}\Z")
_STOP_ACRONYMS = frozenset(
    "TV CEO AM PM GMT EST EDT UTC ID OK GDP AIDS HIV DNA CD DVD PC II III IV VI VII VIII IX XI XII".split()
)
_FOREIGN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?\Z")


@dataclass(slots=True)
class Scan:
    """What one sentence gave."""

    number: int
    sentence: Sentence
    tokens: list[Token]
    folds: list[str]
    loose: bool
    """Title Case or capitals: a capital letter says nothing here."""
    found: list[Found] = field(default_factory=list)
    labels: list[Found | None] = field(default_factory=list)
    pending: list[tuple[int, int]] = field(default_factory=list)
    """Runs of capitals that could not be told; the rest of the document may."""


class Scanner:
    """Reads sentences of one document with the lexicon at hand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lex: Lexicon = lexicon()
        self.given = given_names()
        self.common = common_words()
        self.never = name_words("never")
        self.org = name_words("organisation")
        self.place = name_words("place")
        self.locative = name_words("locative")
        self.reporting = name_words("reporting")
        self.honorific = name_words("honorific")
        self.particle = name_words("particle")
        self.modifiers = title_modifiers()

    def scan(self, number: int, sentence: Sentence) -> Scan:
        """Read one sentence."""
        tokens = tokenise(self.text, sentence)
        shouted = is_shouted(tokens)
        loose = shouted or is_title_case(tokens)
        scan = Scan(number, sentence, tokens, [token.fold for token in tokens], loose)
        scan.labels = [None] * len(tokens)
        self._known(scan, shouted)
        self._runs(scan)
        self._titles(scan)
        self._groups(scan)
        return scan

    # -- what the lexicon knows ----------------------------------------------------------------------------------------

    def _known(self, scan: Scan, shouted: bool) -> None:
        tokens, folds, longest = scan.tokens, scan.folds, self.lex.longest
        count = len(tokens)
        at = 0
        while at < count:
            token = tokens[at]
            reach = longest.get(token.fold, 0)
            step = 1
            if reach and token.word:
                for size in range(min(reach, count - at), 0, -1):
                    made = self._match(scan, at, size, shouted)
                    if made is not None:
                        self._label(scan, made)
                        step = size
                        break
            at += step

    def _match(self, scan: Scan, at: int, size: int, shouted: bool) -> Found | None:
        tokens = scan.tokens
        end = at + size
        for inner in range(at, end - 1):
            if tokens[inner].poss and size > 1 and "'" not in tokens[inner].fold:
                return None
        folded = scan.folds[at] if size == 1 else " ".join(scan.folds[at:end])
        cap = tokens[at].cap
        entries = self.lex.phrases.get(folded)
        if entries is not None:
            surface = self.text[tokens[at].start : tokens[end - 1].end]
            good = [entry for entry in entries if _written(entry, surface, cap, shouted)]
            if good and not (size == 1 and self._part_of_name(scan, at, good[0])):
                return self._entry(scan, at, end, good)
        if size > 1 and cap and tokens[end - 1].cap:
            person = self.lex.person(folded)
            if person is not None and not all(fold in self.common for fold in scan.folds[at:end]):
                made = self._make(scan, at, end, "person", "name")
                made.key, made.gender = person.key, person.gender or self.given.get(scan.folds[at], "")
                return made
        if folded in self.lex.ministries and (size > 1 or cap):
            strong = cap or size > 1
            if strong:
                made = self._make(scan, at, end, "organisation", "name")
                made.noun, made.use = folded, "ministry"
                made.sector = self.lex.ministries[folded][1]
                return made if size > 1 or folded in self.org or cap else None
        office = self.lex.offices.get(folded)
        if office is not None:
            made = self._make(scan, at, end, "office", "title")
            made.office, made.sector, made.gender, made.noun = office.name, office.sector, office.gender, folded
            return made
        return None

    def _part_of_name(self, scan: Scan, at: int, entry: Entry) -> bool:
        """Say whether a one-word polity or place stands inside a person's name: "Jordan Belfort", "Jack London"."""
        tokens = scan.tokens
        fold = tokens[at].fold
        if scan.loose or entry.use == "adjective":
            return False
        if at and tokens[at].adjacent and tokens[at - 1].cap and not tokens[at - 1].poss:
            before = tokens[at - 1].fold
            if (before in self.given and scan.labels[at - 1] is None and before not in self.common) or (
                _INITIAL.match(tokens[at - 1].text) and tokens[at - 1].text.endswith(".")
            ):
                return True
        if at + 1 < len(tokens) and tokens[at + 1].adjacent and not tokens[at].poss and fold in self.given:
            after = tokens[at + 1]
            return after.cap and after.fold not in self.lex.longest and after.fold not in self.common
        return False

    def _entry(self, scan: Scan, at: int, end: int, entries: list[Entry]) -> Found | None:
        tokens = scan.tokens
        entry = entries[0]
        adjective = next((each for each in entries if each.use == "adjective"), None)
        following = tokens[end] if end < len(tokens) else None
        if adjective and entry.use == "demonym":
            plain = following is None or not following.word or not following.adjacent
            if not plain or (tokens[end - 1].text[-1] != "s" and not tokens[end - 1].text.endswith(("ese", "sh", "ch"))):
                entry = adjective
        elif adjective is None and entry.use == "demonym" and len(entries) == 1 and not entry.surface.endswith("s"):
            pass
        kind: MentionKind = entry.kind
        made = self._make(scan, at, end, kind, "name")
        made.key, made.use = (entry.key or None), entry.use
        if kind == "polity":
            made.of = entry.key
            if entry.use == "demonym":
                made.kind, made.plural = "group", tokens[end - 1].text.endswith(("s", "men", "ese", "sh", "ch"))
            if entry.use == "seat" and self._is_place(scan, at, end):
                made.kind, made.use = "place", "place"
        elif kind == "organisation" and entry.key:
            actor = self.lex.actors[entry.key]
            made.of, made.sector = entry.key, actor.sector
            if actor.kind == "seat":
                made.kind = "office"
        return made

    def _is_place(self, scan: Scan, at: int, end: int) -> bool:
        """Say whether a capital stands for the town ("in Moscow"), not the government ("Moscow said")."""
        tokens = scan.tokens
        back = at - 1
        while back >= 0 and (
            tokens[back].fold in ("the", "central", "downtown", "nearby", "and", ",") or tokens[back].cap
        ):
            if tokens[back].fold in self.locative:
                break
            back -= 1
            if at - back > 4:
                break
        before = tokens[back].fold if back >= 0 else ""
        if tokens[end - 1].poss:
            return False
        if before in ("between", "from", "to", "toward", "towards", "with", "by"):
            after = tokens[end].fold if end < len(tokens) else ""
            if before in ("to", "from", "towards", "toward") and back > 0:
                return tokens[back - 1].fold in _MOTION or after in ("on", "airport")
            return False
        if before in self.locative:
            return not (before == "at" and False)
        after = tokens[end] if end < len(tokens) else None
        if after is not None and after.text == "," and end + 1 < len(tokens):
            return tokens[end + 1].cap and tokens[end + 1].fold in self.lex.phrases and before in self.locative
        return False

    # -- names it does not know ----------------------------------------------------------------------------------------

    def _runs(self, scan: Scan) -> None:
        if scan.loose:
            self._loose_runs(scan)
            return
        tokens = scan.tokens
        count = len(tokens)
        at = 0
        while at < count:
            if not self._opens(scan, at):
                at += 1
                continue
            end = self._extend(scan, at)
            made = self._classify(scan, at, end)
            if made is None:
                scan.pending.append((at, end))
            at = max(end, made.last if made else 0)

    def _loose_runs(self, scan: Scan) -> None:
        """In a headline only words that prose never writes small may be names; the body decides which."""
        for at, token in enumerate(scan.tokens):
            if scan.labels[at] is None and token.cap and token.fold not in self.never and len(token.text) > 2:
                scan.pending.append((at, at + 1))

    def _opens(self, scan: Scan, at: int) -> bool:
        token = scan.tokens[at]
        if not token.cap or scan.labels[at] is not None or token.fold in self.never or not token.word:
            return False
        if not _FOREIGN.match(token.text):
            return False
        initial = at == 0 or scan.tokens[at - 1].text in "“\"‘'«„—–:;•*(["
        following = scan.tokens[at + 1] if at + 1 < len(scan.tokens) else None
        if initial and token.fold in self.common:
            # "On Sunday", "Will Smith": only a given name before another capital opens a name
            if token.fold not in self.given or following is None:
                return bool(
                    following
                    and following.adjacent
                    and following.fold in self.org
                    and following.cap
                    and len(token.text) > 3
                )
            return following.cap and following.adjacent and not token.poss and following.fold not in self.never
        return not (len(token.text) == 1 and not (following and following.cap and following.adjacent))

    def _extend(self, scan: Scan, at: int) -> int:
        tokens, labels = scan.tokens, scan.labels
        count = len(tokens)
        end = at + 1
        while end < count and end - at < 9:
            token = tokens[end]
            before = tokens[end - 1]
            if before.poss or not token.adjacent:
                break
            if token.cap and token.word and _FOREIGN.match(token.text) and token.fold not in self.never:
                label = labels[end]
                if label is None or (
                    label.last - label.first == 1
                    and (label.use in ("name", "seat", "ministry") or label.form == "title")
                    and not (label.form == "title" and token.text[0].islower())
                ):
                    if label is not None and label.form == "title" and label.noun not in _WEAK:
                        break
                    end += 1
                    continue
                break
            if token.fold in self.particle and not token.cap:
                ahead = end + 1
                while ahead < count and tokens[ahead].fold in self.particle and ahead - end < 3:
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
                tokens[i].fold in self.org for i in range(at, end)
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
                    and last in self.org
                ):
                    label = labels[ahead]
                    end = label.last if label is not None else ahead + 1
                    continue
                if (
                    token.fold == "and"
                    and ahead + 1 < count
                    and tokens[ahead].cap
                    and labels[ahead] is None
                    and any(tokens[i].fold in self.org for i in range(ahead, min(ahead + 3, count)) if tokens[i].cap)
                    and tokens[end - 1].fold not in self.org
                ):
                    end = ahead + 1
                    continue
            break
        return end

    def _classify(self, scan: Scan, at: int, end: int) -> Found | None:
        tokens, labels = scan.tokens, scan.labels
        folds = scan.folds[at:end]
        before = tokens[at - 1] if at else None
        after = tokens[end] if end < len(tokens) else None
        previous = labels[at - 1] if at and tokens[at].adjacent else None
        size = end - at
        honorific = before is not None and before.fold in self.honorific
        titled = previous is not None and previous.form == "title" and not previous.noun.endswith("s")
        if not honorific and folds[0] in self.honorific and size > 1:
            inner = self._classify_person(scan, at + 1, end, 4)
            if inner is not None:
                inner.gender = _HONORIFIC_GENDER.get(folds[0], inner.gender)
            return inner
        if honorific or titled:
            made = self._classify_person(scan, at, end, 4)
            if made is not None and honorific and before is not None:
                made.gender = _HONORIFIC_GENDER.get(before.fold, made.gender)
            return made
        if size > 1 or folds[-1] in ("airport",):
            if any(fold in self.org for fold in folds) and not (
                folds[0] in self.given and size == 2 and folds[1] not in self.org
            ):
                if folds[-1] in self.place and folds[-1] not in self.org:
                    return self._name(scan, at, end, "place")
                start = at
                if (
                    previous is not None
                    and previous.kind == "polity"
                    and not tokens[at - 1].poss
                    and previous.use in ("adjective", "name")
                ):
                    start = previous.first
                    self._drop(scan, previous)
                return self._name(scan, start, end, "organisation")
            if folds[-1] in self.place or (
                folds[0] in ("mount", "lake", "cape", "fort", "port", "camp", "gulf") and folds[0] not in self.given
            ):
                return self._name(scan, at, end, "place")
        elif folds[0] in self.org and folds[0] in self.common:
            return None
        text = self.text[tokens[at].start : tokens[end - 1].end]
        if size == 1 and _ACRONYM.match(text) and text not in _STOP_ACRONYMS:
            return self._name(scan, at, end, "organisation", 0.7)
        score = 0
        common = [fold in self.common and fold not in self.given for fold in folds]
        if all(common):
            return None
        if folds[0] in self.given:
            score += 3 if size > 1 else 1
        if size in (2, 3) and not any(common):
            score += 1
        if any(_INITIAL.match(tokens[i].text) for i in range(at, end)) and size > 1:
            score += 2
        if size > 1 and any(fold in self.particle or fold.startswith(("al-", "el-")) for fold in folds[1:]):
            score += 2
        if size == 2 and "-" in tokens[end - 1].text and tokens[end - 1].text.partition("-")[2].islower():
            score += 2
        if after is not None and after.adjacent and (after.fold in self.reporting or after.fold == "who"):
            score += 2
        if before is not None and before.fold in self.reporting and before.fold not in ("called", "visited", "met"):
            score += 1
        if at > 1 and before is not None and before.fold == "to" and tokens[at - 2].fold == "according":
            score += 2
        if after is not None and after.text == "," and end + 1 < len(tokens):
            nearby = tokens[end + 1 : end + 7]
            if (nearby[0].fold.isdigit() and 15 < int(nearby[0].fold[:3]) < 105 and len(nearby[0].fold) < 4) or nearby[0].fold == "who":
                score += 3
            elif nearby[0].fold in ("a", "an", "the", "one") and any(
                label is not None and label.form == "title" for label in labels[end + 1 : end + 7]
            ):
                score += 2
        if after is not None and after.text == "(" and size > 1:
            score -= 1
        if tokens[end - 1].poss:
            score += 0
        located = before is not None and before.fold in self.locative
        if located and size == 1:
            score -= 2
        elif located:
            score -= 1
        if before is not None and before.fold == "the":
            score -= 3
        if score >= 2:
            return self._classify_person(scan, at, end, score)
        if (
            located
            and before is not None
            and before.fold in ("in", "near", "at", "from", "around", "outside", "across", "into")
            and not any(common)
        ):
            return self._name(scan, at, end, "place", 0.6)
        if after is not None and after.text == "," and end + 1 < len(tokens) and not any(common):
            label = labels[end + 1]
            if label is not None and label.kind in ("polity", "place") and label.use in ("name", "seat", "place"):
                return self._name(scan, at, end, "place", 0.7)
        return None

    def _classify_person(self, scan: Scan, at: int, end: int, score: int) -> Found | None:
        while (
            end > at + 1
            and (scan.folds[end - 1] in self.common and scan.folds[end - 1] not in self.given)
            and end - at > 2
            and scan.labels[end - 1] is not None
        ):
            end -= 1
        if (
            at >= end
            or (all(fold in self.common and fold not in self.given for fold in scan.folds[at:end])
            and end - at == 1
            and score < 4)
        ):
            return None
        made = self._name(scan, at, end, "person", 1.0 if score >= 3 else 0.7)
        made.gender = self.given.get(scan.folds[at], "") if end - at > 1 else ""
        return made

    def _name(self, scan: Scan, at: int, end: int, kind: MentionKind, confidence: float = 0.8) -> Found:
        for label in {id(each): each for each in scan.labels[at:end] if each is not None}.values():
            self._drop(scan, label)
        made = self._make(scan, at, end, kind, "name")
        made.confidence = confidence
        self._label(scan, made)
        return made

    # -- titles --------------------------------------------------------------------------------------------------------

    def _titles(self, scan: Scan) -> None:
        """Join a title with what stands before and after it ("Russian Deputy ... of the Security Council"), and a name."""
        tokens, labels = scan.tokens, scan.labels
        for found in list(scan.found):
            if found.use == "ministry" and found.kind == "organisation":
                self._ministry(scan, found)
        for found in list(scan.found):
            if found.form != "title" or labels[found.first] is not found:
                continue
            first, last = found.first, found.last
            while first > 0 and tokens[first].adjacent:
                label = labels[first - 1]
                if label is None:
                    if scan.folds[first - 1] in self.modifiers and not tokens[first - 1].poss:
                        first -= 1
                        continue
                    break
                if label is found or label.kind == "person" or label.kind == "place":
                    break
                if label.form == "title":
                    if (
                        label.last == first
                        and not tokens[first - 1].poss
                        and label.noun in ("presidential", "deputy", "chief")
                    ):
                        first = label.first
                        continue
                    break
                if (
                    (label.kind in ("polity", "organisation", "office", "group")
                    and label.use != "demonym")
                    or label.use == "adjective"
                ):
                    if found.of is None:
                        found.of = label.of or label.key
                    if label.use == "adjective":
                        label.use = "part"
                    first = label.first
                    if tokens[label.last - 1].poss:
                        break
                    continue
                break
            if found.of is None and last < len(tokens) and tokens[last].fold in _OF and not tokens[last - 1].poss:
                ahead = last + 1
                while (
                    (ahead < len(tokens)
                    and tokens[ahead].fold in ("the", "a"))
                    or (ahead < len(tokens)
                    and labels[ahead] is None
                    and tokens[ahead].fold in self.modifiers
                    and ahead - last < 3)
                ):
                    ahead += 1
                label = labels[ahead] if ahead < len(tokens) else None
                if (
                    label is not None
                    and label.kind in ("polity", "organisation", "office")
                    and label.form == "name"
                    and (tokens[last].fold in ("of", "for", "to", "at") or label.kind != "polity")
                ):
                    found.of = label.of or label.key
                    beyond = labels[label.last] if label.last < len(tokens) and tokens[label.last].adjacent else None
                    inner = (
                        (beyond is not None
                        and (beyond.form == "title" or beyond.kind == "person"))
                        or tokens[label.last - 1].poss
                    )
                    if tokens[last].fold in ("of", "for", "to", "at") and label.use != "adjective" and not inner:
                        last = label.last
                    if found.office in (
                        "AMBASSADOR",
                        "ENVOY",
                        "SPECIAL_REPRESENTATIVE",
                        "PERMANENT_REPRESENTATIVE",
                    ) and tokens[found.last].fold in ("to", "for"):
                        found.of = None
            found.first, found.last = first, last
            found.start, found.end = tokens[first].start, tokens[last - 1].end
            found.text = self.text[found.start : found.end]
            if not found.office.startswith("DEPUTY") and any(
                scan.folds[i] in ("deputy", "vice") for i in range(first, last)
            ):
                found.office = "DEPUTY_" + found.office
            if any(
                scan.folds[i] in ("former", "ex", "ex-", "late", "ousted", "retired", "then")
                for i in range(first, last)
            ):
                found.use = "former"
        for found in list(scan.found):
            if found.form == "title":
                self._beside(scan, found)

    def _ministry(self, scan: Scan, found: Found) -> None:
        tokens, labels = scan.tokens, scan.labels
        label = labels[found.first - 1] if found.first and tokens[found.first].adjacent else None
        if (
            label is None
            and found.first > 1
            and scan.folds[found.first - 1] in self.modifiers
            and tokens[found.first].adjacent
        ):
            label = labels[found.first - 2]
        after = found.last
        if label is not None and label.kind in ("polity", "group") and label.key:
            found.key = self.lex.ministry(found.noun, label.key)
            if not tokens[label.last - 1].poss and label.use != "demonym":
                first = label.first
                self._drop(scan, label)
                found.first, found.start = first, tokens[first].start
                found.text = self.text[found.start : found.end]
                for i in range(found.first, found.last):
                    labels[i] = found
        elif after + 1 < len(tokens) and tokens[after].fold == "of":
            ahead = after + 2 if tokens[after + 1].fold == "the" else after + 1
            of = labels[ahead] if ahead < len(tokens) else None
            if of is not None and of.kind == "polity" and of.key:
                found.key = self.lex.ministry(found.noun, of.key)
        found.of = found.key
        if found.key is None and not tokens[found.first].cap and len(found.words) == 1:
            self._drop(scan, found)

    def _beside(self, scan: Scan, found: Found) -> None:
        """Find the person a title belongs to: right after it, or before it in apposition."""
        tokens, labels = scan.tokens, scan.labels
        after = found.last
        if after < len(tokens):
            here = after
            if tokens[here].text == "," and here + 1 < len(tokens) and tokens[after - 1].fold not in ("said",):
                comma = labels[here + 1]
                if (
                    comma is not None
                    and comma.kind == "person"
                    and found.first > 0
                    and tokens[found.first - 1].fold in ("the", "a", "an", "'s")
                    and tokens[found.first - 1].cap
                ):
                    here += 1
            while (
                here < len(tokens) and tokens[here].fold in self.honorific and here - after < 2 and labels[here] is None
            ):
                here += 1
            label = labels[here] if here < len(tokens) else None
            if label is not None and label.kind == "person" and label.form == "name" and not tokens[after - 1].poss:
                self._give(found, label)
                return
        first = found.first
        back = first - 1
        while back >= 0 and (
            tokens[back].fold
            in (
                "the",
                "a",
                "an",
                "its",
                "their",
                "his",
                "her",
                "as",
                "was",
                "is",
                "also",
                "then",
                "country",
                "who",
                "currently",
            )
            or (tokens[back].poss
            and labels[back] is None)
        ):
            back -= 1
            if first - back > 5:
                return
        if back >= 1 and tokens[back].text in (",", "(", "–", "—", "-"):
            label = labels[back - 1]
            if label is not None and label.kind == "person" and label.form == "name" and label.person is None:
                closing = tokens[found.last].text if found.last < len(tokens) else "."
                if (
                    closing in (",", ")", ".", ";", "–", "—", ":")
                    or tokens[found.last].fold in ("who", "and", "to", "of", "for", "in", "on")
                    or found.last - found.first > 1
                ):
                    self._give(found, label)

    def _give(self, title: Found, person: Found) -> None:
        title.person = person
        if person.person is None or not person.office:
            person.office, person.sector = title.office, title.sector
            person.of = title.of if title.use != "former" else person.of
        person.person = title
        if title.gender and not person.gender:
            person.gender = title.gender

    # -- groups --------------------------------------------------------------------------------------------------------

    def _groups(self, scan: Scan) -> None:
        tokens, labels, folds = scan.tokens, scan.labels, scan.folds
        groups = self.lex.groups
        count = len(tokens)
        at = 0
        while at < count:
            if labels[at] is not None and not (
                labels[at] is not None and labels[at].form == "title" and labels[at].noun == folds[at]
            ):  # type: ignore[union-attr]
                at += 1
                continue
            size = next(
                (size for size in (3, 2, 1) if at + size <= count and " ".join(folds[at : at + size]) in groups), 0
            )
            if not size or labels[at] is not None:
                at += 1
                continue
            phrase = " ".join(folds[at : at + size])
            first = at
            while (
                first > 0
                and tokens[first].adjacent
                and labels[first - 1] is None
                and folds[first - 1] in _GROUP_MODIFIERS
                and not tokens[first - 1].poss
            ):
                first -= 1
            label = labels[first - 1] if first and tokens[first].adjacent else None
            if label is not None and (
                tokens[label.last - 1].poss or label.form == "title" or label.kind in ("person", "place")
            ):
                label = None if not (label.kind == "polity" and tokens[label.last - 1].poss) else label
            owner = (
                label.of or label.key
                if label is not None and label.kind in ("polity", "organisation", "group", "office")
                else None
            )
            possessed = label is not None and tokens[label.last - 1].poss
            if (
                owner is None
                and phrase not in _ALONE
                and not (first < at and phrase not in ("side", "public", "people"))
            ):
                at += size
                continue
            start = label.first if label is not None and owner and not possessed else first
            if label is not None and owner and not possessed:
                self._drop(scan, label)
            made = self._make(scan, start, at + size, "group", "description")
            made.sector, made.of, made.noun = groups[phrase], owner, phrase
            made.plural = phrase.endswith("s") or phrase in ("police", "people", "media")
            if owner:
                made.key = owner if made.sector in ("GOV", "") or "." in owner else f"{owner}.{made.sector}"
                if owner in ("WEST", "ARABS", "KURDS"):
                    made.key = owner
            self._label(scan, made)
            at += size

    # -- small parts ---------------------------------------------------------------------------------------------------

    def _make(self, scan: Scan, at: int, end: int, kind: MentionKind, form: MentionForm) -> Found:
        tokens = scan.tokens
        start, stop = tokens[at].start, tokens[end - 1].end
        return Found(scan.number, at, end, start, stop, self.text[start:stop], kind, form, tuple(scan.folds[at:end]))

    def _label(self, scan: Scan, found: Found) -> None:
        scan.found.append(found)
        for at in range(found.first, found.last):
            scan.labels[at] = found

    def _rebind(self, scan: Scan, person: Found) -> None:
        """Give a name that was found late the title that stands right before it."""
        label = scan.labels[person.first - 1] if person.first else None
        if label is not None and label.form == "title" and label.person is None and label.last == person.first:
            self._give(label, person)

    def _drop(self, scan: Scan, found: Found) -> None:
        for at in range(found.first, found.last):
            if scan.labels[at] is found:
                scan.labels[at] = None
        if found in scan.found:
            scan.found.remove(found)


def _written(entry: Entry, surface: str, cap: bool, shouted: bool) -> bool:
    """Say whether the document writes a name as the lexicon does: acronyms exactly, other names with their capital."""
    if entry.surface == surface:
        return True
    if entry.surface.isupper() and len(entry.surface) <= 6:
        return False
    return cap or shouted


_MOTION = frozenset(
    "flew fly flying flight travel travelled traveled travelling trip visit visited went go going return returned came "
    "arrived arrive drove moved heading headed back mission".split()
)
_HONORIFIC_GENDER = {
    "mr": "m", "sir": "m", "lord": "m", "herr": "m", "monsieur": "m", "señor": "m", "pope": "m", "imam": "m",
    "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f", "baroness": "f", "madam": "f", "madame": "f", "frau": "f",
}  # fmt: skip
__all__ = ["MentionForm", "Scan", "Scanner"]
