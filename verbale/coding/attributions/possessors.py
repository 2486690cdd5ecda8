"""Whom a possessive means: "its ambassador", "his Russian counterpart"."""

from __future__ import annotations

from msgspec.structs import replace

from verbale.coding.attributions.callings import POSSESSIVE, PRONOUNS, country_of, is_title, office_in, post_of
from verbale.coding.attributions.dossiers import Dossiers
from verbale.coding.attributions.found import Place
from verbale.coding.attributions.naming import described_name
from verbale.lexicon.actors import fold
from verbale.lexicon.actors import lexicon as actors
from verbale.model import Mention, MentionKind

_HELD = frozenset(
    "office embassy delegation representative agent undersecretary brother-in-law sister-in-law press-secretary lawyers".split()
)


class Possessors(Dossiers):
    """Those who have spoken, as the owners of what is named after them."""

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
                actor=post_of(country_of(adjective), office),
            )  # fmt: skip
        if not (is_title(rest[-1]) or noun in _HELD) or (
            pronoun in {"his", "her"} and noun not in _HELD and fold(noun) not in actors().offices
        ):
            return mention
        name = owner.name.removesuffix("’s").removesuffix("'s")
        if name.casefold() in PRONOUNS | set(POSSESSIVE):
            return mention
        kind: MentionKind = mention.kind if mention.kind != "polity" else "organisation"
        own = "’" if name.endswith("s") and owner.kind == "group" else "’s"
        actor = post_of(owner.actor or "", " ".join(rest)) if owner.kind == "polity" else None
        return replace(
            mention,
            kind=kind,
            form="description",
            name=f"{name}{own} {' '.join(rest)}",
            head_id=mention.id,
            actor=actor,
        )

    def _office_of(self, owner: Mention) -> str:
        office = office_in(owner.name.split())
        if office:
            return office
        for each in self._near(10**9, 10**6):
            if each.mention.id == owner.id:
                # words of a dossier have no order: look for the title in the phrases that named him
                for mention in self._names.mentions:
                    if mention.head_id == owner.id:
                        text = self._page.draft.text[max(mention.span.start - 50, 0) : mention.span.end + 50]
                        if found := office_in(text.replace(",", " ").split()):
                            return found
                break
        return ""

    def _owner(self, pronoun: str, place: Place) -> Mention | None:
        """Return whom a possessive pronoun means."""
        gender = POSSESSIVE[pronoun]
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
