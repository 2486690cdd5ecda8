"""Whom a speaker's words mean: "he", "the diplomat", "the Norwegian", "its ambassador", "his Russian counterpart".

The speakers of a document are gone through in the order in which they are named. Each is kept with the words by which it
has been described (its dossier), so that what comes later can be told to mean the same one or another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from msgspec.structs import replace

from verbale.coding.attributions.found import Found, Line, Page, Place, line_at
from verbale.coding.attributions.media import outlet_medium
from verbale.coding.attributions.naming import described_name, head_words, nouns
from verbale.coding.mentions.index import MentionIndex
from verbale.lexicon import load_table
from verbale.lexicon.actors import FOLDER, fold, given_names
from verbale.lexicon.actors import lexicon as actors
from verbale.model import Mention, MentionKind

_HE = {"he": "m", "him": "m", "she": "f", "her": "f"}
_THEY = frozenset({"they", "them"})
PRONOUNS = frozenset({*_HE, *_THEY, "it"})
_POSSESSIVE = {"his": "m", "her": "f", "its": "", "their": ""}
_DEFINITE = frozenset({"the", "this", "that"})
_FEMALE = frozenset(
    "woman lady girl spokeswoman chairwoman congresswoman stateswoman queen princess duchess mother sister widow wife "
    "ombudswoman businesswoman policewoman mrs ms miss madame her she grandmother daughter".split()
)
_MALE = frozenset(
    "man gentleman boy spokesman chairman congressman statesman king prince duke father brother widower husband mr sir lord "
    "his he grandfather son fisherman herdsman policeman businessman monsieur".split()
)
_PERSONAL = frozenset({"person", "office"})
_REACH = 8000
"""How many characters back a mention is looked for."""
_PRINTS = frozenset("newspaper daily agency weekly radio magazine tabloid editorial commentary".split())
_APART = frozenset("shadow former ex-minister".split())
_HELD = frozenset(
    "office embassy delegation representative agent undersecretary brother-in-law sister-in-law press-secretary lawyers".split()
)
_FAR = 4
"""How many sentences back somebody may be whom a pronoun or a description means."""
_MANY_HOLD = frozenset(
    "OFFICIAL DIPLOMAT SPOKESPERSON REPRESENTATIVE ENVOY AIDE ADVISER MINISTER DEPUTY EXPERT ANALYST SENATOR LAWMAKER OFFICER "
    "SOLDIER NEGOTIATOR JUDGE LAWYER LEADER CHIEF HEAD SECRETARY COUNTERPART CAPTAIN GENERAL COLONEL ADMIRAL".split()
)


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


@cache
def country_of(word: str) -> str:
    """Return the key of the country of an adjective or demonym ("Norwegian", "Dane"); '' for other words."""
    if not word[:1].isupper():
        return ""
    for entry in actors().phrases.get(fold(word.removesuffix("’s").removesuffix("'s")), ()):
        if entry.kind == "polity" and entry.use in {"adjective", "demonym", "name", "seat"}:
            return entry.key
    return ""


def _is_title(word: str) -> bool:
    """Say whether a word names an office or a calling."""
    low = word.casefold()
    return nouns().get(low, ("",))[0] in {"anyone", "office", "calling"} or fold(low) in actors().offices


@cache
def _adjectives() -> dict[str, str]:
    """Return the adjective of each country, by key: "French" and not "Frenchman"."""
    return {
        row["key"]: row["adjectives"].split(";")[0] for row in load_table(FOLDER + "polities.tsv") if row["adjectives"]
    }


def _is_adjective(word: str) -> bool:
    return any(e.kind == "polity" and e.use in {"adjective", "demonym"} for e in actors().phrases.get(fold(word), ()))


def _office_in(words: Sequence[str]) -> str:
    """Return the longest office among words ("foreign minister" of "Ukraine's foreign minister")."""
    folded = [fold(word) for word in words]
    offices = actors().offices
    for size in range(min(5, len(folded)), 0, -1):
        for start in range(len(folded) - size + 1):
            phrase = " ".join(folded[start : start + size])
            if phrase in offices and offices[phrase].name != "COUNTERPART":
                return " ".join(w.strip(",") for w in words[start : start + size])
    return ""


class Referents:
    """Those who have spoken in a document so far."""

    def __init__(self, page: Page, names: MentionIndex, describe: Callable[[Place, MentionKind], Mention]) -> None:
        self._page = page
        self._describe = describe
        self._names = names
        self._known: list[Referent] = []
        self._starts: list[int] = []
        self._genders: dict[str, str] = {}
        self._dossiers: dict[str, set[str]] = {}

    # -- what is known of somebody -------------------------------------------------------------------------------------

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
        gender = self._genders.get(head.id) or _told_gender(phrase, head)
        if gender:
            self._genders.setdefault(head.id, gender)
        self._starts.append(place[0])
        self._known.append(Referent(place[0], sentence, paragraph, head, spoke, dossier, gender))

    def _beside(self, mention: Mention) -> set[str]:
        """Return the words of the titles right before and after a name."""
        text = self._page.draft.text
        before = text[max(mention.span.start - 60, 0) : mention.span.start].rpartition(".")[2].rpartition("”")[2]
        after = text[mention.span.end : mention.span.end + 60]
        words = before.split()[-6:]
        apposed, closed, _ = after[1:].partition(",")
        if after.startswith(",") and closed and len(apposed) < 50 and "." not in apposed:
            words += apposed.split()
        plain = {w.strip(",.'’()“\"").removesuffix("'s").removesuffix("’s") for w in words}
        return {w.casefold() for w in plain if _is_title(w) or country_of(w)}

    def _near(self, start: int, back: int = _FAR) -> list[Referent]:
        """Return those named before an offset, the nearest first, no further than some sentences back."""
        sentence, _ = self._sentence(start)
        near: list[Referent] = []
        for each in reversed(self._known[: bisect_left(self._starts, start)]):
            if sentence - each.sentence > back:
                break
            near.append(each)
        return near

    # -- pronouns ------------------------------------------------------------------------------------------------------

    def pronoun(
        self, place: Place, mention: Mention | None, apart: Mention | None = None, content: Sequence[Place] = ()
    ) -> Mention | None:
        """Return whom a pronoun means; `apart` is whom it cannot (nobody is told by himself).

        Who is only spoken of in the content itself is meant less likely than who spoke before.
        """
        low = self._page.text(place).casefold()
        gender = _HE.get(low, "")
        draft = self._names.head_of(mention) if mention is not None else None
        if (draft is not None and draft.form == "pronoun") or (
            draft is not None and draft.span.text.casefold() in PRONOUNS
        ):
            draft = None
        if apart is not None and draft is not None and draft.id == apart.id:
            draft = None
        found = None
        for spoken in (True, False):
            for each in self._near(place[0]):
                if each.spoke is not spoken or (apart is not None and each.mention.id == apart.id):
                    continue
                if self._fits(low, gender, each):
                    found = each
                    break
            if found is not None:
                break
        opened = None
        if gender and (found is None or self._sentence(place[0])[0] - found.sentence > 1):
            opened = self._opener(place, gender)
        elif low == "it" and (found is None or self._sentence(place[0])[0] - found.sentence > 0):
            opened = self._body_before(place)
        if opened is not None:
            meant: Mention | None = opened
        elif found is None:
            meant = draft or self._before(place, low, gender, apart)
        elif (
            draft is None
            or not self._agrees(draft, gender)
            or self._last_sentence(draft, place[0]) <= found.sentence
            or (self._spoken_of(draft, place, content) and self._sentence(place[0])[0] - found.sentence <= 2)
        ):
            meant = found.mention
        else:
            meant = draft
        if meant is not None and gender:
            self._genders.setdefault(meant.id, gender)
        return meant

    def _before(self, place: Place, low: str, gender: str, apart: Mention | None) -> Mention | None:
        """Return the nearest one named before a pronoun that is of its kind, where nobody of them spoke."""
        sentence, _ = self._sentence(place[0])
        for mention in reversed(self._names.within(max(place[0] - _REACH, 0), place[0])[-12:]):
            head = self._names.head_of(mention)
            if sentence - self._sentence(mention.span.start)[0] > _FAR:
                break
            if mention.form == "pronoun" or head.form == "pronoun" or (apart is not None and head.id == apart.id):
                continue
            if gender:
                right = head.kind in _PERSONAL and self._agrees(head, gender)
            elif low in _THEY:
                right = head.kind == "group"
            else:
                right = head.kind in {"polity", "organisation"}
            if right:
                return head
        return None

    def _agrees(self, mention: Mention, gender: str) -> bool:
        known = self._genders.get(mention.id, "")
        return not gender or not known or known == gender

    def _last_sentence(self, head: Mention, start: int) -> int:
        last = max(
            (
                m.span.start
                for m in self._names.within(max(start - _REACH, 0), start)
                if m.head_id == head.id and m.span.start < start and m.form != "pronoun"
            ),
            default=-1,
        )
        return self._sentence(last)[0] if last >= 0 else -1

    def _spoken_of(self, head: Mention, place: Place, content: Sequence[Place]) -> bool:
        """Say whether the last mention of somebody before a pronoun stands in what is said."""
        before = [
            m
            for m in self._names.within(max(place[0] - _REACH, 0), place[0])
            if m.head_id == head.id and m.form != "pronoun"
        ]
        return bool(before) and any(a <= before[-1].span.start < b for a, b in content)

    def _fits(self, low: str, gender: str, each: Referent) -> bool:
        kind = each.mention.kind
        if gender:
            known = self._genders.get(each.mention.id, "") or each.gender
            titled = kind == "person" or (kind == "office" and each.mention.form != "name")
            return titled and (not known or known == gender)
        if low in _THEY:
            return kind in {"group", "organisation", "polity"}
        return kind in {"polity", "organisation", "document", "office"}

    def _opener(self, place: Place, gender: str) -> Mention | None:
        """Return the described person with whom the sentence before opens ("A colleague from Ohio, who …, was blunter")."""
        number, _ = self._sentence(place[0])
        for back in (0, 1):
            if number - back < 0:
                break
            line = self._page.lines[number - back]
            if any(r.sentence == line.number and r.spoke and r.start < place[0] for r in self._known):
                return None
            opening = _opening(line)
            if opening is None or opening[1] >= place[0]:
                continue
            words = self._page.text(opening).split()
            told = _gender_of(words)
            if told and told != gender:
                continue
            inside = self._names.within(*opening)
            whole = next((m for m in inside if m.span.end == opening[1] and m.kind in _PERSONAL), None)
            return self._names.head_of(whole) if whole is not None else self._describe(opening, "person")
        return None

    def _body_before(self, place: Place) -> Mention | None:
        """Return the office or ministry with which the sentence before, or this one, opens ("Berg’s office …. It said")."""
        number, _ = self._sentence(place[0])
        text = self._page.draft.text
        for back in (1, 0):
            if number - back < 0:
                continue
            line = self._page.lines[number - back]
            for index, token in enumerate(line.tokens[:9]):
                if token.end > place[0] or line.quoted[index] or not (token.word or token.low in {"’", "'", "."}):
                    break
                if (
                    nouns().get(token.low, ("",))[0] == "body"
                    and index
                    and line.tokens[index - 1].low not in {"of", "in", "by"}
                ):
                    opening = (line.tokens[0].start, token.end)
                    if text[token.end : token.end + 2] in {"'s", "’s"}:
                        break
                    whole = next(
                        (
                            m
                            for m in self._names.within(*opening)
                            if m.span.end == token.end and m.kind == "organisation"
                        ),
                        None,
                    )
                    return self._names.head_of(whole) if whole is not None else self._describe(opening, "organisation")
        return None

    # -- descriptions --------------------------------------------------------------------------------------------------

    def meaning(self, item: Found, place: Place, mention: Mention) -> Mention:
        """Return the mention of a speaker, told whom its words mean where they go on from somebody."""
        phrase = self._page.text(place)
        words = phrase.split()
        low = words[0].casefold()
        if len(words) == 1 and low in PRONOUNS:
            meant = self.pronoun(place, mention, content=item.content)
            return self._linked(mention, meant, "pronoun") if meant is not None and meant.id != mention.id else mention
        if mention.form == "name" and mention.kind == "person":
            return mention
        if (
            len(words) == 1
            and mention.actor in actors().actors
            and _is_adjective(words[0])
            and item.rule.find("noun:") >= 0
        ):
            return replace(mention, name=actors().actors[mention.actor].name)  # "Cuban claims": Cuba's
        if (owner := self._issuer(place, words)) is not None:
            return self._linked(mention, owner)
        if low in _POSSESSIVE:
            return self._possessed(place, mention, words)
        if low in _DEFINITE and len(words) > 1:
            return self._definite(item, place, mention, words)
        return mention

    def told(self, place: Place, mention: Mention, speaker: Mention | None) -> Mention:
        """Return the mention of an addressee, told whom a pronoun means: never the speaker."""
        low = self._page.text(place).casefold()
        if low not in PRONOUNS:
            return mention
        meant = self.pronoun(place, mention, self._names.head_of(speaker) if speaker is not None else None)
        return self._linked(mention, meant, "pronoun") if meant is not None and meant.id != mention.id else mention

    def _linked(self, mention: Mention, meant: Mention, form: str = "description") -> Mention:
        return replace(
            mention,
            kind=meant.kind,
            form="pronoun" if form == "pronoun" else "description",
            name=meant.name,
            head_id=meant.head_id,
            actor=meant.actor,
        )

    def _definite(self, item: Found, place: Place, mention: Mention, words: list[str]) -> Mention:
        core = head_words(" ".join(words[1:]))
        if not core:
            return mention
        noun = core[-1].casefold()
        if mention.head_id != mention.id and mention.form == "description":
            return mention  # the reader of names knows whom it means
        bare = len(core) == len(words) - 1
        if len(core) == 1 and core[0][:1].isupper() and _is_adjective(core[0]):
            return self._national(item, place, mention, core[0])
        if noun == "latter":
            return self._latter(place, mention)
        kind, fits = nouns().get(noun, ("", frozenset[str]()))
        tail = bool(item.content) and item.content[0][0] < place[0] and item.mode == "direct"
        near = [r for r in self._near(place[0], 6 if kind in {"paper", "outlet"} else _FAR) if r.spoke]
        modifiers = {w.casefold().removesuffix("'s").removesuffix("’s") for w in core[:-1]}
        for each in near:  # "a hospital director" … "the director"
            if noun in each.words and (not modifiers or modifiers <= each.words) and self._again(each, kind):
                return self._linked(mention, each.mention)
        if not bare:
            return mention
        if kind == "outlet" or noun == "paper":
            for each in near:
                if outlet_medium(each.mention.name) is not None or each.words & _PRINTS:
                    return self._linked(mention, each.mention)
        if kind == "paper":
            return next((self._linked(mention, r.mention) for r in near if r.mention.kind == "document"), mention)
        if kind in {"outlet", "body"}:
            return mention
        persons = [
            r
            for r in near
            if self._fits("he", _gender_of(words) or "m", r) or (not _gender_of(words) and self._fits("she", "f", r))
        ]
        persons = [r for r in persons if not self._gap(r, place)]
        if not persons:
            alone = self._alone(place) if kind == "anyone" or (tail and not kind and not modifiers) else None
            return self._linked(mention, alone) if alone is not None else mention
        last = persons[0]
        if kind in {"office", "calling"}:
            wanted = fits | {noun}
            fitting = next(
                (
                    r
                    for r in persons
                    if r.words & wanted and not r.words & _APART and (not modifiers or modifiers <= r.words or tail)
                ),
                None,
            )
            if fitting is not None and (mention.actor is None or mention.actor == fitting.mention.actor):
                return self._linked(mention, fitting.mention)
            if kind == "office":
                return mention
        if kind == "anyone":
            distinct = {country_of(w) for w in core[:-1]} - {""}
            return self._linked(mention, last.mention) if tail or not distinct else mention
        if (
            tail
            and near[0] is last
            and (last.mention.form == "name" or (not modifiers and self._continues(last, place)))
        ):
            return self._linked(mention, last.mention)
        return mention

    def _again(self, each: Referent, kind: str) -> bool:
        """Say whether somebody can be called by a noun of this class again."""
        if kind == "paper":
            return each.mention.kind == "document"
        if kind in {"anyone", "office", "calling"}:
            return each.mention.kind in _PERSONAL
        return each.mention.kind != "polity"

    def _alone(self, place: Place) -> Mention | None:
        """Return the one person whom the sentences right before name, if it is only one."""
        number, _ = self._sentence(place[0])
        start = self._page.lines[max(number - 2, 0)].sentence.start
        heads = {
            head.id: head
            for m in self._names.within(start, place[0])
            if m.kind == "person"
            and (head := self._names.head_of(m)).form == "name"
            and not any(q.start <= m.span.start < q.end for q in self._page.quotes)
        }
        return next(iter(heads.values())) if len(heads) == 1 else None

    def _latter(self, place: Place, mention: Mention) -> Mention:
        last = next(
            (
                m
                for m in reversed(self._names.within(max(place[0] - _REACH, 0), place[0]))
                if m.kind == "person" and m.form == "name"
            ),
            None,
        )
        return self._linked(mention, self._names.head_of(last)) if last is not None else mention

    def _gap(self, each: Referent, place: Place) -> bool:
        """Say whether somebody spoke too far back to be gone on from: another paragraph, more than two sentences ago."""
        sentence, paragraph = self._sentence(place[0])
        return paragraph - each.paragraph > 1 or (paragraph != each.paragraph and sentence - each.sentence > 3)

    def _continues(self, each: Referent, place: Place) -> bool:
        sentence, paragraph = self._sentence(place[0])
        return paragraph == each.paragraph and sentence - each.sentence <= 2

    def _national(self, item: Found, place: Place, mention: Mention, word: str) -> Mention:
        """Return who is meant by a nationality alone: somebody of that country, else the counterpart of who spoke last."""
        country = country_of(word)
        if _is_plural(word):
            return mention
        near = [r for r in self._near(place[0], 8) if r.mention.kind in _PERSONAL]
        for each in near:
            if country in self._countries(each):
                return self._linked(mention, each.mention)
        tail = bool(item.content) and item.content[0][0] < place[0] and item.mode == "direct"
        last = next((r for r in near if r.spoke), None)
        if last is not None and tail and self._continues_or_next(last, place) and not self._countries(last):
            return self._linked(mention, last.mention)
        office = self._plural_office(place[0]) or next(
            (o for r in near if self._countries(r) and (o := _office_in(r.mention.name.split()))), ""
        )
        if not office:
            return mention
        name = f"{_adjectives().get(country, word)} {office}"
        return replace(
            mention, kind="person", form="description", name=name, head_id=mention.id, actor=_post(country, office)
        )  # fmt: skip

    def _countries(self, each: Referent) -> set[str]:
        """Return the countries by which somebody has been described."""
        return {country_of(w[:1].upper() + w[1:]) for w in each.words if w not in {"us", "un", "u.n"}} - {""}

    def _continues_or_next(self, each: Referent, place: Place) -> bool:
        sentence, paragraph = self._sentence(place[0])
        return paragraph - each.paragraph <= 2 and sentence - each.sentence <= 3

    def _plural_office(self, start: int) -> str:
        """Return the office that several hold in the sentences before ("the two foreign ministers")."""
        number, _ = self._sentence(start)
        for line in reversed(self._page.lines[max(number - 3, 0) : number + 1]):
            words = [t.low for t in line.tokens if t.start < start]
            for at, word in enumerate(words):
                office = _office_in([*words[max(at - 2, 0) : at], word[:-1]]) if at and word.endswith("s") else ""
                if office and office.split()[-1] == word[:-1]:
                    return office
        return ""

    # -- possessors ----------------------------------------------------------------------------------------------------

    def _possessed(self, place: Place, mention: Mention, words: list[str]) -> Mention:
        pronoun = words[0].casefold()
        rest = described_name(" ".join(words[1:])).split()
        if not rest:
            return mention
        if mention.form in {"name", "description"} and mention.head_id != mention.id:
            return mention
        owner = self._owner(pronoun, place)
        if owner is None or owner.name == mention.name:
            return mention
        noun = rest[-1].casefold()
        if any(w[:1].isupper() and not country_of(w) for w in rest) or self._is_head(mention):
            return mention  # "their negotiator Trevor Haslett"
        adjective = next((w for w in rest[:-1] if country_of(w)), "")
        if noun in {"counterpart", "colleague", "counterparts", "opposite"}:
            office = self._office_of(owner)
            if not office or not adjective:
                return mention
            return replace(
                mention, kind="person", form="description", name=f"{adjective} {office}", head_id=mention.id,
                actor=_post(country_of(adjective), office),
            )  # fmt: skip
        if not (_is_title(rest[-1]) or noun in _HELD) or (
            pronoun in {"his", "her"} and noun not in _HELD and fold(noun) not in actors().offices
        ):
            return mention
        name = owner.name.removesuffix("’s").removesuffix("'s")
        if name.casefold() in PRONOUNS | set(_POSSESSIVE):
            return mention
        kind: MentionKind = mention.kind if mention.kind != "polity" else "organisation"
        own = "’" if name.endswith("s") and owner.kind == "group" else "’s"
        actor = _post(owner.actor or "", " ".join(rest)) if owner.kind == "polity" else None
        return replace(
            mention,
            kind=kind,
            form="description",
            name=f"{name}{own} {' '.join(rest)}",
            head_id=mention.id,
            actor=actor,
        )

    def _is_head(self, mention: Mention) -> bool:
        return any(m.head_id == mention.id and m.id != mention.id for m in self._names.mentions)

    def _issuer(self, place: Place, words: list[str]) -> Mention | None:
        """Return who speaks by a paper: "Bangkok's reply", "its letter", "a statement released by the Kremlin"."""
        core = head_words(" ".join(words))
        noun = core[-1].casefold()
        if nouns().get(noun, ("",))[0] != "paper" or noun in {"draft", "report", "plan", "treaty", "text", "proposal"}:
            return None
        inside = [m for m in self._names.within(*place) if m.kind in {"polity", "organisation", "person", "office"}]
        if words[0].casefold() in {"its", "their"} and len(core) <= 3:
            return self._owner(words[0].casefold(), place)
        if inside and self._possesses(inside[0]) and inside[0].span.start <= place[0] + 4:
            return self._names.head_of(inside[0])
        text = self._page.draft.text
        for mention in inside:
            if text[place[0] : mention.span.start].endswith((" by the ", " by ", " from the ", " from ")):
                return self._names.head_of(mention)
        return None

    def _office_of(self, owner: Mention) -> str:
        office = _office_in(owner.name.split())
        if office:
            return office
        for each in self._near(10**9, 10**6):
            if each.mention.id == owner.id:
                # words of a dossier have no order: look for the title in the phrases that named him
                for mention in self._names.mentions:
                    if mention.head_id == owner.id:
                        text = self._page.draft.text[max(mention.span.start - 50, 0) : mention.span.end + 50]
                        if found := _office_in(text.replace(",", " ").split()):
                            return found
                break
        return ""

    def _owner(self, pronoun: str, place: Place) -> Mention | None:
        """Return whom a possessive pronoun means."""
        gender = _POSSESSIVE[pronoun]
        number, _ = self._sentence(place[0])
        if gender:
            meant = next(
                (
                    r.mention
                    for r in self._near(place[0])
                    if r.spoke and self._fits("he" if gender == "m" else "she", gender, r)
                ),
                None,
            )
            drafted = next((m for m in self._names.mentions if m.span.start == place[0] and m.form == "pronoun"), None)
            return meant or (self._names.head_of(drafted) if drafted is not None else None)
        for line in reversed(self._page.lines[max(number - 2, 0) : number + 1]):
            spoken = [r for r in self._known if r.sentence == line.number and r.start < place[0] and r.spoke]
            plain = [
                m
                for m in self._names.within(line.sentence.start, min(line.sentence.end, place[0]))
                if (m.kind in {"polity", "organisation"} or (pronoun == "their" and m.kind == "group"))
                and m.form != "pronoun"
                and not self._quoted(line, m.span.start)
            ]
            bodies = [r.mention for r in spoken if self._fits("they" if pronoun == "their" else "it", "", r)]
            if bodies:
                return bodies[-1]
            subject = [m for m in plain if not self._possesses(m)]
            if subject:
                return self._names.head_of(subject[0])
        return None

    def _possesses(self, mention: Mention) -> bool:
        end = mention.span.end
        return self._page.draft.text[end : end + 2] in {"'s", "’s"} or mention.span.text.endswith(("'s", "’s"))

    def _quoted(self, line: Line, offset: int) -> bool:
        return any(q and t.start <= offset < t.end for t, q in zip(line.tokens, line.quoted, strict=True))


def _is_plural(word: str) -> bool:
    """Say whether a demonym names a people: "the Danes", "the Swiss"."""
    return (word.endswith(("s", "ese")) and word.casefold() not in {"portuguese"}) or word in {
        "French",
        "British",
        "Dutch",
        "Irish",
    }


def _post(country: str, office: str) -> str | None:
    """Return the key of an office of a country, where one holds it at a time."""
    known = actors().offices.get(" ".join(fold(w) for w in office.split()))
    if not country or known is None or known.name in _MANY_HOLD:
        return None
    return f"{country}.{known.name}"


def _gender_of(words: Sequence[str]) -> str:
    low = {w.casefold().strip(",.") for w in words}
    return "f" if low & _FEMALE else "m" if low & _MALE else ""


def _told_gender(phrase: str, head: Mention) -> str:
    """Return the gender that a phrase or a given name tells."""
    words = head_words(phrase)
    if told := _gender_of(words[-1:] + words[:1]):
        return told
    if head.kind == "person" and head.form == "name":
        return given_names().get(fold(head.name.split()[0]), "")
    return ""


def _opening(line: Line) -> Place | None:
    """Return the described person with whom a sentence opens, if one does."""
    words = line.tokens
    if len(words) < 4 or words[0].low not in {"the", "a", "an", "one", "his", "her", "another"}:
        return None
    known = nouns()
    for index in range(1, min(5, len(words) - 1)):
        if line.quoted[index] or not words[index].word:
            return None
        following = words[index + 1].low
        kind = known.get(words[index].low, ("",))[0]
        if kind in {"anyone", "office"} or words[index].low in {"colleague", "friend", "neighbour", "member"}:
            if following in known or words[index + 1].upper:
                continue
            return line.place(0, index)
    return None
