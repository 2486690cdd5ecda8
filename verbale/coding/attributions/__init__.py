"""Who says what: quotations, reporting words, speakers."""

from __future__ import annotations

from verbale.coding.attributions.acts import read_acts, told_through
from verbale.coding.attributions.direct import find_direct
from verbale.coding.attributions.found import Found, Page, extent, overlap
from verbale.coding.attributions.indirect import find_indirect
from verbale.coding.attributions.learned import combine, find_learned
from verbale.coding.attributions.nominal import find_nominal
from verbale.coding.attributions.quotes import find_quotes
from verbale.coding.attributions.resolve import merge, resolve, without_relays
from verbale.coding.attributions.transcript import Turns, find_turns
from verbale.coding.draft import Draft
from verbale.language import load, load_fast
from verbale.model import Attribution, Mention

__all__ = ["find_attributions"]


def find_attributions(draft: Draft) -> tuple[tuple[Attribution, ...], tuple[Mention, ...]]:
    """Return the attributions of a draft in text order, and mentions of speakers that are described, not named."""
    page, found = find_all(draft)
    if draft.fast:
        return resolve(page, without_relays(found, draft.text))
    attributions, mentions = resolve(page, without_relays(read_acts(page, found), draft.text))
    return told_through(attributions), mentions


def find_all(draft: Draft) -> tuple[Page, list[Found]]:
    """Return all that may be a report, doubtful ones too, and the page that it stands on."""
    page = Page(draft, [])
    page.quotes = find_quotes(draft.text, page.paragraphs)
    turns = find_turns(page)
    direct = [*turns.said, *(item for item in find_direct(page) if not _inside(item, turns.said))]
    indirect = [*find_indirect(page), *find_nominal(page)]
    direct, indirect = _off_labels(direct, turns), _off_labels(indirect, turns)
    tagger = load_fast() if draft.fast else load()
    if tagger is None:
        return page, merge(direct, indirect, draft.text)
    learned = _off_labels(find_learned(page, tagger), turns)
    return page, merge([], combine(page, direct, indirect, learned), draft.text)


def _off_labels(found: list[Found], turns: Turns) -> list[Found]:
    """Leave out what was read into the name that opens a turn: "Reporter: The government announced …" is no report of its own."""
    return [item for item in found if item.rule == "turn:label" or not turns.is_label(item)]


def _inside(item: Found, turns: list[Found]) -> bool:
    """Say whether a quotation stands in a turn of a printed conversation."""
    return any(2 * overlap(item.content, turn.content) > extent(item.content) for turn in turns)
