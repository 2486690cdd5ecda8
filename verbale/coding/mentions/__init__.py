"""Who and what a document names, and which mentions are the same one inside it."""

from __future__ import annotations

from functools import cache

from verbale.coding.draft import Draft
from verbale.coding.mentions.agree import agree
from verbale.coding.mentions.found import Found
from verbale.coding.mentions.index import MentionIndex
from verbale.coding.mentions.learned import apply_names
from verbale.coding.mentions.marks import marks_of
from verbale.coding.mentions.reader import Reader
from verbale.coding.mentions.resolve import resolve
from verbale.coding.mentions.scan import scan_sentence
from verbale.language.names import read_names
from verbale.lexicon import load_table
from verbale.model import Mention, Span, row_id

__all__ = ["MentionIndex", "find_mentions"]


_HOLDERS = ("office", "person", "group")
_PROSE = 20_000
"""A document with a longer "sentence" is a dump of data: rules alone read it."""


def find_mentions(draft: Draft) -> tuple[Mention, ...]:
    """Find the persons, polities, organisations, offices, groups and places of a draft's sentences, with their heads."""
    text = draft.text
    reader = Reader(text)
    reader.home = _home(draft)
    scans = [scan_sentence(reader, number, sentence) for number, sentence in enumerate(draft.sentences)]
    sentences = [(sentence.start, sentence.end) for sentence in draft.sentences]
    if not draft.fast and all(end - start <= _PROSE for start, end in sentences):
        apply_names(reader, scans, agree(text, read_names(text, sentences, marks_of(reader, scans))))
    resolved = resolve(reader, scans, _day(draft))
    document = draft.document.id
    taken = -1
    within = -1  # where the last mention nested in a title ends: titles hold names, names hold nothing
    kept: list[Found] = []
    outer: Found | None = None
    for found in resolved.found:
        if found.start < taken:
            nested = outer is not None and outer.kind in _HOLDERS and outer.form in ("title", "description")
            if not (nested and outer is not None and found.end <= outer.end and found.use != "adjective"):
                continue
            if found.start < within:
                continue
            within = found.end
        else:
            outer = None
            within = -1
        kept.append(found)
        if found.end > taken:
            taken, outer = found.end, found
    ids = {id(found): row_id("mention", document, found.start, found.end) for found in kept}
    mentions = []
    for found in kept:
        head = found.top()
        mentions.append(
            Mention(
                id=ids[id(found)],
                span=Span(found.start, found.end, found.text),
                kind=found.kind,
                form=found.form,
                name=" ".join(resolved.names.get(id(head), head.text).split()),
                head_id=ids.get(id(head), ids[id(found)]),
                actor=found.key,
                confidence=found.confidence,
            )
        )
    return tuple(mentions)


def _day(draft: Draft) -> str | None:
    when = draft.dateline.when
    return (when.earliest or when.latest) if when is not None else None


def _home(draft: Draft) -> str | None:
    """Return the key of the country in which the outlet sits."""
    outlet = draft.document.outlet
    return _states().get(outlet.country or "") if outlet is not None else None


@cache
def _states() -> dict[str, str]:
    return {row["alpha2"]: row["alpha3"] for row in load_table("country_codes.tsv")}
