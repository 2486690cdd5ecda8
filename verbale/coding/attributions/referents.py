"""Whom a speaker's words mean: "he", "the diplomat", "the Norwegian", "its ambassador", "his Russian counterpart".

The speakers of a document are gone through in the order in which they are named. Each is kept with the words by which it
has been described (its dossier), so that what comes later can be told to mean the same one or another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from verbale.coding.attributions.callings import (
    HE,
    POSSESSIVE,
    PRONOUNS,
    THEY,
    adjectives,
    country_of,
    gender_of,
    is_adjective,
    is_plural,
    is_title,
    office_in,
    post_of,
)
from verbale.coding.attributions.clauses import finite
from verbale.coding.attributions.cues import ADVERBS, AUXILIARIES
from verbale.coding.attributions.cues import lexicon as cues
from verbale.coding.attributions.dossiers import FAR, PERSONAL, REACH, Referent, is_person
from verbale.coding.attributions.found import Found, Line, Place
from verbale.coding.attributions.media import outlet_medium
from verbale.coding.attributions.naming import head_words, kind_of, nouns
from verbale.coding.attributions.papers import Papers
from verbale.coding.attributions.speakers import head_nouns
from verbale.lexicon.actors import lexicon as actors
from verbale.model import Mention

_DEFINITE = frozenset({"the", "this", "that"})
_PRINTS = frozenset("newspaper daily agency weekly radio magazine tabloid editorial commentary".split())
_ANY_PAPER = frozenset("document text paper papers".split())
_PAPERS = frozenset({"reports", "documents", "states", "powers", "sides"})
_BODIES = frozenset({"body", "outlet"})
_UNNAMED = frozenset("official source informant diplomat".split())
"""Nouns by which the press calls those whom it may not name."""
_PARTISANS = frozenset({"republican", "democrat"})
_SECRET = frozenset({"source", "informant"})
_HEADS = frozenset("president premier chancellor king queen emir sultan".split())
_APART = frozenset("shadow former ex-minister".split())


class Referents(Papers):
    """Those who have spoken in a document so far."""

    # -- pronouns ------------------------------------------------------------------------------------------------------

    def pronoun(
        self, place: Place, mention: Mention | None, apart: Mention | None = None, content: Sequence[Place] = ()
    ) -> Mention | None:
        """Return whom a pronoun means; `apart` is whom it cannot (nobody is told by himself).

        Who is only spoken of in the content itself is meant less likely than who spoke before.
        """
        low = self._page.text(place).casefold()
        gender = HE.get(low, "")
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
        topic = self._topic(place, gender) if gender else None
        if (
            topic is not None
            and (apart is None or topic.id != apart.id)
            and (found is None or (found.paragraph != self._sentence(place[0])[1] and found.mention.id != topic.id))
        ):
            self._genders.setdefault(topic.id, gender)
            return topic
        several = (
            self._several(place, content) if low in THEY else self._body_ahead(place, content) if low == "it" else None
        )
        if several is not None and (apart is None or several.id != apart.id):
            number = self._sentence(several.span.start)[0]
            if found is None or found.sentence < number or (low in THEY and found.mention.kind != "group"):
                return several
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
            or (
                (self._spoken_of(draft, place, content) or self._aside(draft, place[0], found))
                and self._told[self._sentence(place[0])[0]] - self._told[found.sentence] <= 2
            )
        ):
            meant = found.mention
        else:
            meant = draft
        if meant is not None and gender:
            self._genders.setdefault(meant.id, gender)
        return meant

    def _topic(self, place: Place, gender: str) -> Mention | None:
        """Return the person with whose name the sentence before opens, where a pronoun goes on from it.

        "Mr. Dahl’s embrace is not limited to Norway. He has threatened Denmark …"
        """
        number, paragraph = self._sentence(place[0])
        if number == 0 or place[0] - self._page.lines[number].sentence.start > 2:
            return None
        before = self._page.lines[number - 1].sentence
        if before.paragraph != paragraph:
            return None
        for mention in self._names.within(before.start, min(before.start + 60, before.end)):
            head = self._names.head_of(mention)
            if mention.form == "pronoun" or head.kind != "person" or head.form != "name":
                continue
            lead = self._page.draft.text[before.start : mention.span.start]
            opens = all(w[:1].isupper() or w.casefold() in {"the", "a"} for w in lead.split()) and "," not in lead
            return head if opens and self._agrees(head, gender) else None
        return None

    def _subjects(self, place: Place, content: Sequence[Place]) -> Iterator[tuple[Line, int]]:
        """Yield this sentence and the one before, each with the last word of the subject that it opens with."""
        number, _ = self._sentence(place[0])
        for line in (self._page.lines[at] for at in (number, number - 1) if at >= 0):
            last = _subject_end(line, place[0])
            if last is not None and not any(a <= line.tokens[last].start < b for a, b in content):
                yield line, last  # "Norway would not give in, it said" is not Norway's word

    def _several(self, place: Place, content: Sequence[Place]) -> Mention | None:
        """Return the several with whom this sentence or the one before opens: "Some members oppose it because they want"."""
        for line, last in self._subjects(place, content):
            tokens = line.tokens
            noun = tokens[last].low
            whole = line.place(0, last)
            joined = [t.low for t in tokens[: last + 1]].count("and") == 1 and all(
                t.upper or t.low in {"and", "the", ".", ","} for t in tokens[: last + 1]
            )
            if joined and sum(m.kind == "person" and m.form == "name" for m in self._names.within(*whole)) < 2:
                continue
            many = noun.endswith("s") and (is_person(noun[:-1]) or (noun in head_nouns() and noun not in _PAPERS))
            if (
                not joined
                and not many
                and noun not in {"mps", "people", "companies", "associations", "firms", "groups"}
            ):
                continue
            inside = next((m for m in self._names.within(*whole) if m.span.end == whole[1] and m.kind == "group"), None)
            return self._names.head_of(inside) if inside is not None and not joined else self._describe(whole, "group")
        return None

    def _body_ahead(self, place: Place, content: Sequence[Place]) -> Mention | None:
        """Return the state or body with which this sentence or the one before opens, as the subject of its verb."""
        for line, last in self._subjects(place, content):
            whole = line.place(0, last)
            for mention in self._names.within(*whole):
                head = self._names.head_of(mention)
                if mention.span.end == whole[1] and head.kind in {"polity", "organisation"} and head.form == "name":
                    lead = self._page.draft.text[whole[0] : mention.span.start].casefold().split()
                    return head if not set(lead) - {"the", "but", "and", "yet"} else None
            return None
        return None

    def _before(self, place: Place, low: str, gender: str, apart: Mention | None) -> Mention | None:
        """Return the nearest one named before a pronoun that is of its kind, where nobody of them spoke."""
        sentence, _ = self._sentence(place[0])
        for mention in reversed(self._names.within(max(place[0] - REACH, 0), place[0])[-12:]):
            head = self._names.head_of(mention)
            if sentence - self._sentence(mention.span.start)[0] > FAR:
                break
            if mention.form == "pronoun" or head.form == "pronoun" or (apart is not None and head.id == apart.id):
                continue
            if gender:
                right = head.kind in PERSONAL and self._agrees(head, gender)
            elif low in THEY:
                right = head.kind == "group"
            else:
                right = head.kind in {"polity", "organisation"}
            if right:
                return head
        return None

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
            told = gender_of(words)
            if told and told != gender:
                continue
            inside = self._names.within(*opening)
            whole = next((m for m in inside if m.span.end == opening[1] and m.kind in PERSONAL), None)
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
                if index and not token.upper and (token.low in cues() or token.low in AUXILIARIES):
                    break  # "The daily accused the administration": whose verb has come
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

    def meaning(self, item: Found, place: Place, mention: Mention, apart: Mention | None = None) -> Mention:
        """Return the mention of a speaker, told whom its words mean where they go on from somebody; never `apart`."""
        phrase = self._page.text(place)
        words = phrase.split()
        low = words[0].casefold()
        if len(words) == 1 and low in PRONOUNS:
            meant = self.pronoun(place, mention, apart, content=item.content)
            return self._linked(mention, meant, "pronoun") if meant is not None and meant.id != mention.id else mention
        if mention.form == "name" and mention.kind == "person":
            return mention
        if (
            len(words) == 1
            and mention.actor in actors().actors
            and is_adjective(words[0])
            and item.rule.find("noun:") >= 0
        ):
            return replace(mention, name=actors().actors[mention.actor].name)  # "Cuban claims": Cuba's
        if (owner := self._issuer(place, words)) is not None:
            return self._linked(mention, owner)
        if low in POSSESSIVE:
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

    def _definite(self, item: Found, place: Place, mention: Mention, words: list[str]) -> Mention:
        core = head_words(" ".join(words[1:]))
        if not core:
            return mention
        noun = core[-1].casefold()
        party = words[0].casefold() == "the" and noun in _PARTISANS and "and" not in core
        if party and (fellow := self._partisan(place)) is not None:
            return self._linked(mention, fellow)
        if self._named(mention, core[-1]):
            fuller = (
                self._fuller(place, noun) if len(core) == 1 and nouns().get(noun, ("",))[0] in {"", "outlet"} else None
            )
            return self._linked(mention, fuller) if fuller is not None else mention
        if mention.head_id != mention.id and mention.form == "description":
            return mention  # the reader of names knows whom it means
        bare = len(core) == len(words) - 1
        if len(core) == 1 and core[0][:1].isupper() and "." not in core[0] and is_adjective(core[0]):
            return self._national(item, place, mention, core[0])
        if noun == "latter":
            return self._latter(place, mention)
        kind, fits = nouns().get(noun, ("", frozenset[str]()))
        tail = bool(item.content) and item.content[0][0] < place[0] and item.mode == "direct"
        near = [r for r in self._near(place[0], 6 if kind in {"paper", "outlet"} else FAR) if r.spoke]
        modifiers = {w.casefold().removesuffix("'s").removesuffix("’s") for w in core[:-1]}
        several = not kind and kind_of(" ".join(words)) == "group"
        for each in near:  # "a hospital director" … "the director"
            if noun in each.words and (not modifiers or modifiers <= each.words) and self._again(each, kind):
                body = kind in _BODIES or (core[-1][:1].isupper() and not is_person(core[-1]))
                if each.mention.kind in PERSONAL and (body or (several and each.mention.form == "name")):
                    continue  # "the ministry", "the advisers", "the North" are not the one whom such words describe
                if (
                    kind in _BODIES
                    and each.mention.kind == "group"
                    and noun not in each.mention.name.casefold().split()[-1]
                ):
                    continue  # "the cabinet" is not "cabinet officials"
                return self._linked(mention, each.mention)
        if noun in _UNNAMED and (unnamed := self._unnamed(place, noun, modifiers)) is not None:
            return self._linked(mention, unnamed) if unnamed.id != mention.id else mention
        if not bare:
            return mention
        if kind == "outlet" or noun == "paper":
            own = {w.casefold() for w in core if w[:1].isupper()}  # "the Munhwa Ilbo newspaper" names itself
            for each in near:
                if own <= each.words and (outlet_medium(each.mention.name) is not None or each.words & _PRINTS):
                    return self._linked(mention, each.mention)
        if kind == "paper":
            return next(
                (
                    self._linked(mention, r.mention)
                    for r in near
                    if r.mention.kind == "document" and (noun in r.words or not self._apart_from(noun, r))
                ),
                mention,
            )
        if kind in {"outlet", "body"}:
            return mention
        persons = [
            r
            for r in near
            if self._fits("he", gender_of(words) or "m", r) or (not gender_of(words) and self._fits("she", "f", r))
        ]
        persons = [r for r in persons if not self._gap(r, place)]
        if not persons:
            alone = self._alone(place) if kind == "anyone" or (tail and not kind and not modifiers) else None
            if kind == "office":
                alone = self._alone(place, fits | {noun})  # "Sen. Berg flew home. … the senator said"
                told = {country_of(w) for w in core[:-1]} - {""}
                if alone is not None and (told or (mention.actor or ".").find(".") < 0):
                    alone = None  # of "the Norwegian president" the lexicon knows who it is
            if alone is not None and (noun in _SECRET or (noun in _UNNAMED and not self._holds_office(alone))):
                alone = None  # "the official" is not whom the article is about
            return self._linked(mention, alone) if alone is not None else mention
        last = persons[0]
        named = {w.casefold() for w in core[:-1] if w[:1].isupper() and not country_of(w)}
        if several or (core[-1][:1].isupper() and not named and not is_person(core[-1])):
            return mention
        if kind == "anyone" and named and not named <= last.words:
            return mention  # "the CNN host" is not the guest who spoke before
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
        if noun in _SECRET and last.mention.form == "name":
            return mention
        if noun in _UNNAMED and last.mention.form == "name" and not self._holds_office(last.mention):
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

    def _unnamed(self, place: Place, noun: str, modifiers: set[str]) -> Mention | None:
        """Return the one without a name who came in by this noun, however far back: "a senior official" … "the official"."""
        number, _ = self._sentence(place[0])
        for line in reversed(self._page.lines[: number + 1]):
            for index in range(len(line.tokens) - 1, 0, -1):
                token = line.tokens[index]
                if token.low != noun or token.start >= place[0] or line.quoted[index]:
                    continue
                first = _article(line, index)
                if first is None:
                    continue
                if first > 1 and line.tokens[first - 1].low == "," and line.named[first - 2]:
                    return None  # "Lars Dahl, a senior official": he has a name
                words = {t.low for t in line.tokens[first:index]}
                if modifiers and not modifiers <= words:
                    continue
                return self._brought_in(line.place(first, index))
        return None

    def _brought_in(self, place: Place) -> Mention:
        """Return the mention of somebody described at a place: the speaker of that place, if one was noted there."""
        for spoken in self._noted(place[0], place[0] + 1):
            return spoken.mention
        whole = next((m for m in self._names.within(*place) if m.span.end == place[1] and m.kind in PERSONAL), None)
        return self._names.head_of(whole) if whole is not None else self._describe(place, "person")

    def _named(self, mention: Mention, noun: str) -> bool:
        """Say whether words name a state or body: "the White House", "the UK" are nobody who was described before."""
        if mention.form != "name" or mention.kind not in {"office", "organisation", "polity"}:
            return False
        return mention.kind != "polity" or not is_adjective(noun)

    def _fuller(self, place: Place, noun: str) -> Mention | None:
        """Return the body that spoke before by a fuller name: "the Times" after "The New York Times"."""
        for each in self._near(place[0], 6):
            named = each.mention.name.split()
            body = each.spoke and each.mention.kind == "organisation" and each.mention.form == "name" and len(named) > 1
            if body and (named[-1].casefold() == noun or (named[0] == "The" and noun in each.words)):
                return each.mention
        return None

    def _partisan(self, place: Place) -> Mention | None:
        """Return whom "the Iowa Republican" goes on from: an American who spoke, or the one person named right before."""
        for each in self._near(place[0]):
            if each.spoke and each.mention.kind == "person" and each.mention.form == "name":
                return each.mention if self._countries(each) <= {"USA"} else None
        return self._alone(place)

    def _titles(self, head: Mention) -> set[str]:
        """Return the words of the titles that stand beside a person's names."""
        named = [m for m in self._names.mentions if m.head_id == head.id and m.form == "name"]
        return set().union(*(self._beside(mention) for mention in named))

    def _holds_office(self, head: Mention) -> bool:
        """Say whether the text gives a person an office by which he can be called an official: no head of state is."""
        words = self._dossiers.get(head.id, set()) | self._titles(head)
        return any(is_title(word) for word in words) and not words & _HEADS

    def _apart_from(self, noun: str, each: Referent) -> bool:
        """Say whether a paper is named by another noun than the one that spoke: a resolution is no statement."""
        return noun not in _ANY_PAPER and any(nouns().get(word, ("",))[0] == "paper" for word in each.words)

    def _alone(self, place: Place, titles: frozenset[str] = frozenset()) -> Mention | None:
        """Return the one person (with one of the titles) whom the sentences right before name, if it is only one."""
        number, _ = self._sentence(place[0])
        start = self._page.lines[max(number - 2, 0)].sentence.start
        heads = {
            head.id: head
            for m in self._names.within(start, place[0])
            if m.kind == "person"
            and (head := self._names.head_of(m)).form == "name"
            and not any(q.start <= m.span.start < q.end for q in self._page.quotes)
        }
        titled = [head for head in heads.values() if not titles or self._titles(head) & titles]
        return titled[0] if len(titled) == 1 else None

    def _latter(self, place: Place, mention: Mention) -> Mention:
        last = next(
            (
                m
                for m in reversed(self._names.within(max(place[0] - REACH, 0), place[0]))
                if m.kind == "person" and m.form == "name"
            ),
            None,
        )
        return self._linked(mention, self._names.head_of(last)) if last is not None else mention

    def _national(self, item: Found, place: Place, mention: Mention, word: str) -> Mention:
        """Return who is meant by a nationality alone: somebody of that country, else the counterpart of who spoke last."""
        country = country_of(word)
        if is_plural(word):
            return mention
        near = [r for r in self._near(place[0], 8) if r.mention.kind in PERSONAL]
        for each in near:
            if country in self._countries(each):
                return self._linked(mention, each.mention)
        tail = bool(item.content) and item.content[0][0] < place[0] and item.mode == "direct"
        last = next((r for r in near if r.spoke), None)
        if last is not None and tail and self._continues_or_next(last, place) and not self._countries(last):
            return self._linked(mention, last.mention)
        office = self._plural_office(place[0]) or next(
            (o for r in near if self._countries(r) and (o := office_in(r.mention.name.split()))), ""
        )
        if not office:
            return mention
        name = f"{adjectives().get(country, word)} {office}"
        return replace(
            mention, kind="person", form="description", name=name, head_id=mention.id, actor=post_of(country, office)
        )  # fmt: skip

    def _plural_office(self, start: int) -> str:
        """Return the office that several hold in the sentences before ("the two foreign ministers")."""
        number, _ = self._sentence(start)
        for line in reversed(self._page.lines[max(number - 3, 0) : number + 1]):
            words = [t.low for t in line.tokens if t.start < start]
            for at, word in enumerate(words):
                office = office_in([*words[max(at - 2, 0) : at], word[:-1]]) if at and word.endswith("s") else ""
                if office and office.split()[-1] == word[:-1]:
                    return office
        return ""


def _article(line: Line, index: int) -> int | None:
    """Return the index of the "a" that opens a description whose noun stands at `index`."""
    for first in range(index - 1, max(index - 8, -1), -1):
        token = line.tokens[first]
        if token.low in {"a", "an", "one", "another", "unnamed", "unidentified"}:
            return first
        if token.low in {"the", "this", "that", "of", "and"} or not (token.word or token.low in {".", "-", "'", "’"}):
            return None
    return None


def _subject_end(line: Line, stop: int) -> int | None:
    """Return the last token of the noun phrase that opens a sentence before an offset, right before its verb."""
    tokens = line.tokens
    for index in range(min(_SUBJECT, len(tokens))):
        if tokens[index].low in _NOT_SUBJECT:
            return None
        if index == 0:
            continue
        if tokens[index].start >= stop or line.quoted[index]:
            return None
        if finite(line, index):
            last = index - 1
            while last > 0 and (tokens[last].low in ADVERBS or line.timed[last]):
                last -= 1
            return last if tokens[last].word and not line.quoted[last] else None
        if not tokens[index].word and tokens[index].low not in {".", "-", "'", "’"}:
            return None
    return None


_NOT_SUBJECT = frozenset(
    "of in for with by that who which to from on at after before as when while if since because than about over under "
    "despite during following although though whether how why what it they he she we i you there".split()
)
_SUBJECT = 9
"""Words within which a sentence's subject ends, where it is looked for."""


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
