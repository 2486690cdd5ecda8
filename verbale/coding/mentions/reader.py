"""What the finders share: a sentence as scanned so far, the lexicon at hand, and how a find is put down or taken back."""

from __future__ import annotations

from dataclasses import dataclass, field

from verbale.coding.draft import Sentence
from verbale.coding.mentions.found import Found
from verbale.coding.mentions.tokens import Token
from verbale.lexicon.actors import Lexicon, common_words, given_names, lexicon, name_words, title_modifiers
from verbale.model import MentionForm, MentionKind


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
    pending: list[tuple[int, int, str]] = field(default_factory=list)
    """Runs of capitals that could not be told; the rest of the document may."""


class Reader:
    """The lexicon and the word lists, for reading one document."""

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
        self.home: str | None = None
        """Country of the outlet: its president is "the president"."""
        self.hint = ""
        self.mid: set[str] = set()
        """Words that stand with a capital inside a sentence: no accident of its beginning."""

    def make(self, scan: Scan, at: int, end: int, kind: MentionKind, form: MentionForm) -> Found:
        """Make a find of some words; it is not yet put down."""
        tokens = scan.tokens
        start, stop = tokens[at].start, tokens[end - 1].end
        return Found(scan.number, at, end, start, stop, self.text[start:stop], kind, form, tuple(scan.folds[at:end]))

    def label(self, scan: Scan, found: Found) -> None:
        """Put a find down on its words."""
        scan.found.append(found)
        for at in range(found.first, found.last):
            scan.labels[at] = found

    def drop(self, scan: Scan, found: Found) -> None:
        """Take a find back."""
        for at in range(found.first, found.last):
            if scan.labels[at] is found:
                scan.labels[at] = None
        if found in scan.found:
            scan.found.remove(found)
