"""Those who have spoken in a document so far, each with the words by which it has been described (its dossier)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from msgspec.structs import replace

from verbale.coding.attributions.callings import PRONOUNS, THEY, country_of, is_title, told_gender
from verbale.coding.attributions.clauses import finite
from verbale.coding.attributions.cues import ADVERBS, DETERMINERS, lexicon
from verbale.coding.attributions.found import Line, Page, Place, line_at
from verbale.coding.attributions.naming import head_words
from verbale.coding.mentions.index import MentionIndex
from verbale.lexicon import load_words
from verbale.model import Mention, MentionKind

PERSONAL = frozenset({"person", "office"})
_DOERS = ("man", "men", "woman", "women", "person", "ist", "ian", "er", "or", "ee", "ant", "aire")
_GOVERNS = frozenset(
    "to with for from of against about over by on at in between toward towards than behind under".split()
)
_FRONTED = frozenset("after before during in on at as following despite when while for".split())
_STOP = re.compile(r"(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bAmb)\.")
REACH = 8000
"""How many characters back a mention is looked for."""
FAR = 4
"""How many sentences back somebody may be whom a pronoun or a description means."""


@cache
def _clause() -> frozenset[str]:
    """Return the finite forms of reporting verbs, and what opens a clause: behind them a description is another's."""
    saying = (words[0] for split in lexicon().values() for words, entry in split if entry.form == "past")
    return frozenset(saying) | {"says", "that", "whether", "if", "because", "when", "while"}


@cache
def _people() -> frozenset[str]:
    return frozenset(load_words("people_nouns.txt"))


@cache
def _things() -> frozenset[str]:
    return frozenset(load_words("things_like_doers.txt"))


def is_person(word: str) -> bool:
    """Say whether a noun is of a person: an office, a calling, "the Democrat"."""
    return is_title(word) or word.casefold() in _people()


@dataclass(slots=True)
class Referent:
    """Somebody who has spoken, or been spoken to."""

    start: int
    sentence: int
    paragraph: int
    mention: Mention
    """The first mention of the same one."""
    spoke: bool
    words: set[str] = field(default_factory=set)
    gender: str = ""


class Dossiers:
    """What is known of those who have spoken, and what each can be called again by."""

    def __init__(self, page: Page, names: MentionIndex, describe: Callable[[Place, MentionKind], Mention]) -> None:
        self._page = page
        self._describe = describe
        self._names = names
        self._known: list[Referent] = []
        self._starts: list[int] = []
        self._genders: dict[str, str] = {}
        self._dossiers: dict[str, set[str]] = {}
        self._told = list(accumulate((not (line.tokens and all(line.quoted)) for line in page.lines), initial=0))
        """How many sentences before each are the narrator's: those wholly in quotation marks do not part two speakers."""

    def text_before(self, place: Place) -> str:
        """Return the words right before a place."""
        return self._page.draft.text[max(place[0] - 10, 0) : place[0]]

    def _sentence(self, offset: int) -> tuple[int, int]:
        number = line_at(self._page.lines, offset)
        return number, self._page.draft.sentences[number].paragraph

    def add(self, place: Place, mention: Mention, spoke: bool) -> None:
        """Note who spoke at a place, or was spoken to."""
        head = self._names.head_of(mention)
        sentence, paragraph = self._sentence(place[0])
        phrase = self._page.text(place)
        words = {w.casefold().strip(",.'’").removesuffix("'s").removesuffix("’s") for w in phrase.split()}
        dossier = self._dossiers.setdefault(head.id, set())
        if not words & set(PRONOUNS):
            dossier |= words
        if head.form == "name" and head.kind == "person" and head.span.start not in (place[0],):
            dossier |= self._beside(head)
        if mention.form == "name" and mention.kind == "person":
            dossier |= self._beside(mention)
        dossier |= {w.casefold().strip(",.") for w in head.name.split()}
        gender = self._genders.get(head.id) or told_gender(phrase, head)
        if gender:
            self._genders.setdefault(head.id, gender)
        self._starts.append(place[0])
        self._known.append(Referent(place[0], sentence, paragraph, head, spoke, dossier, gender))

    def _beside(self, mention: Mention) -> set[str]:
        """Return the words of the titles right before and after a name."""
        text = self._page.draft.text
        before = _STOP.split(text[max(mention.span.start - 60, 0) : mention.span.start])[-1].rpartition("”")[2]
        after = text[mention.span.end : mention.span.end + 60]
        words = before.split()[-6:]
        verb = next((at for at in range(len(words) - 1, -1, -1) if words[at].casefold().strip(",") in _clause()), -1)
        words = words[verb + 1 :]  # "the official said Lund": who says is not Lund
        apposed, closed, _ = after[1:].partition(",")
        if after.startswith(",") and closed and len(apposed) < 50 and "." not in apposed:
            told = apposed.split()
            words += told if not _clause().intersection(told) else []  # "beside Lund, the senator said, “…”"
        plain = {w.strip(",.'’()“\"").removesuffix("'s").removesuffix("’s") for w in words}
        return {w.casefold() for w in plain if is_title(w) or country_of(w)}

    def _noted(self, start: int, end: int) -> list[Referent]:
        """Return those noted at the places of a stretch."""
        return self._known[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _near(self, start: int, back: int = FAR) -> list[Referent]:
        """Return those named before an offset, the nearest first, no further than some sentences back."""
        sentence, _ = self._sentence(start)
        near: list[Referent] = []
        for each in reversed(self._known[: bisect_left(self._starts, start)]):
            if self._told[sentence] - self._told[each.sentence] > back:
                break
            near.append(each)
        return near

    def _agrees(self, mention: Mention, gender: str) -> bool:
        known = self._genders.get(mention.id, "")
        return not gender or not known or known == gender

    def _last_sentence(self, head: Mention, start: int) -> int:
        last = max(
            (
                m.span.start
                for m in self._names.within(max(start - REACH, 0), start)
                if m.head_id == head.id and m.span.start < start and m.form != "pronoun"
            ),
            default=-1,
        )
        return self._sentence(last)[0] if last >= 0 else -1

    def _spoken_of(self, head: Mention, place: Place, content: Sequence[Place]) -> bool:
        """Say whether the last mention of somebody before a pronoun stands in what is said."""
        before = [
            m
            for m in self._names.within(max(place[0] - REACH, 0), place[0])
            if m.head_id == head.id and m.form != "pronoun"
        ]
        if not before:
            return False
        last = before[-1].span.start
        return any(a <= last < b for a, b in content) or any(q.start <= last < q.end for q in self._page.quotes)

    def _fits(self, low: str, gender: str, each: Referent) -> bool:
        kind = each.mention.kind
        if gender:
            known = self._genders.get(each.mention.id, "") or each.gender
            titled = kind == "person" or (kind == "office" and each.mention.form != "name")
            return titled and (not known or known == gender) and (bool(known) or self._human(each.mention))
        if low in THEY:
            return kind in {"group", "organisation", "polity"}
        return kind in {"polity", "organisation", "document", "office"}

    def _human(self, mention: Mention) -> bool:
        """Say whether a description is of a person: "an elderly villager", not "the revolution", which nobody calls "he"."""
        if mention.form == "name" or mention.kind == "office":
            return True
        words = [word.casefold().removesuffix("'s").removesuffix("’s") for word in mention.name.split()]
        core = len(head_words(mention.name))
        if any(is_title(word) for word in words[:core]):
            return True
        for noun in (words[core - 1], words[-1]):
            if noun in _people() or is_title(noun) or country_of(noun[:1].upper() + noun[1:]):
                return True
            if noun.endswith(_DOERS) and noun not in _things():
                return True
        return False

    def _aside(self, head: Mention, start: int, after: Referent) -> bool:
        """Say whether somebody is last named in passing, behind a preposition, where another spoke before: "met with Lund".

        In the pronoun's own sentence only what stands in front counts: "After speaking to Lund, he said".
        """
        last = next(
            (
                m
                for m in reversed(self._names.within(max(start - REACH, 0), start))
                if m.head_id == head.id and m.span.start < start
            ),
            None,
        )
        if last is None or last.form == "pronoun":
            return False
        line = self._page.lines[line_at(self._page.lines, last.span.start)]
        tokens = line.tokens
        here = self._sentence(start)[0]
        if line.number == here:
            fronted = tokens[0].low.endswith(("ing", "ed")) or tokens[0].low in _FRONTED
            if not fronted or not any(t.low == "," for t in tokens if last.span.end <= t.start < start):
                return False
        elif self._told[here] - self._told[after.sentence] > 1:
            return False
        behind = next((i for i, t in enumerate(tokens) if t.start >= last.span.end), len(tokens))
        if behind < len(tokens) and tokens[behind].low in {",", "("}:
            closed = next((i for i in range(behind + 1, min(behind + 16, len(tokens))) if tokens[i].low in ",)"), None)
            behind = closed + 1 if closed is not None else len(tokens)
        while behind < len(tokens) and (tokens[behind].low in ADVERBS or line.timed[behind]):
            behind += 1
        if behind < len(tokens) and finite(line, behind):
            return False
        before = next((i for i, t in enumerate(tokens) if t.end > last.span.start), 0) - 1
        while before >= 0 and (
            tokens[before].upper or tokens[before].low in DETERMINERS or is_title(tokens[before].low)
        ):
            before -= 1
        return before >= 0 and tokens[before].low in _GOVERNS

    def _again(self, each: Referent, kind: str) -> bool:
        """Say whether somebody can be called by a noun of this class again."""
        if kind == "paper":
            return each.mention.kind == "document"
        if kind in {"anyone", "office", "calling"}:
            return each.mention.kind in PERSONAL
        return each.mention.kind != "polity"

    def _gap(self, each: Referent, place: Place) -> bool:
        """Say whether somebody spoke too far back to be gone on from: another paragraph, more than two sentences ago."""
        sentence, paragraph = self._sentence(place[0])
        return paragraph - each.paragraph > 1 or (paragraph != each.paragraph and sentence - each.sentence > 3)

    def _continues(self, each: Referent, place: Place) -> bool:
        sentence, paragraph = self._sentence(place[0])
        return paragraph == each.paragraph and sentence - each.sentence <= 2

    def _continues_or_next(self, each: Referent, place: Place) -> bool:
        sentence, paragraph = self._sentence(place[0])
        return paragraph - each.paragraph <= 2 and sentence - each.sentence <= 3

    def _countries(self, each: Referent) -> set[str]:
        """Return the countries by which somebody has been described."""
        return {country_of(w[:1].upper() + w[1:]) for w in each.words if w not in {"us", "un", "u.n"}} - {""}

    def _linked(self, mention: Mention, meant: Mention, form: str = "description") -> Mention:
        return replace(
            mention,
            kind=meant.kind,
            form="pronoun" if form == "pronoun" else "description",
            name=meant.name,
            head_id=meant.head_id,
            actor=meant.actor,
        )

    def _is_head(self, mention: Mention) -> bool:
        return any(m.head_id == mention.id and m.id != mention.id for m in self._names.mentions)

    def _possesses(self, mention: Mention) -> bool:
        end = mention.span.end
        return self._page.draft.text[end : end + 2] in {"'s", "’s"} or mention.span.text.endswith(("'s", "’s"))

    def _quoted(self, line: Line, offset: int) -> bool:
        return any(q and t.start <= offset < t.end for t, q in zip(line.tokens, line.quoted, strict=True))
