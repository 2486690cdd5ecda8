"""Which block of a page is headline, body, caption, byline ... and which is furniture.

The extractor's choice is the ground; the page's own markup corrects it, in both directions: captions, credits and
bylines that it took for prose are named for what they are, and paragraphs that it lost between two that it took are
taken back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from verbale.intake.align import Key, key_of
from verbale.intake.blocks import Block
from verbale.intake.meta import Meta
from verbale.intake.tables import table
from verbale.model import Role, Segment

_YEAR = re.compile(r"\d{4}")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_AROUND = 4
"""How many of the elements around a block have a say about it by their class names."""


@cache
def _pattern(role: str) -> re.Pattern[str]:
    """Return the expression by which the markup, or a block's first words, name a role (`markup.tsv`)."""
    return re.compile("|".join(pattern for name, pattern in table("markup.tsv") if name == role), re.IGNORECASE)


def _near(block: Block) -> str:
    return (
        " ".join((*block.around[-_AROUND:], block.inside))
        if block.end - block.start < 400
        else " ".join(block.around[-2:])
    )


def _own(block: Block, levels: int = 2) -> str:
    return " ".join((*block.around[-levels:], block.inside))


def _says_title(key: str, titles: Sequence[str]) -> bool:
    """Say whether a block's letters are a title, or a title's without the outlet's name behind it."""
    return len(key) >= 8 and any(
        key == title or (title.startswith(key) and len(key) > 0.6 * len(title)) for title in titles
    )


def _headline(blocks: Sequence[Block], keys: Sequence[str], meta: Meta) -> int | None:
    """Return the number of the headline's block: a heading that says what the metadata says, or the only `h1`."""
    titles = [key_of(title) for title in meta.titles]
    exact = [n for n, block in enumerate(blocks) if "nav" not in block.places and _says_title(keys[n], titles)]
    for wanted in (("h1",), tuple(sorted(_HEADINGS)), ("div", "p", "header", "section", "td", "a", "span")):
        for number in exact:
            if blocks[number].tag in wanted:
                return number
    ones = [n for n, b in enumerate(blocks) if b.tag == "h1" and not b.places & {"nav", "footer", "aside"}]
    return ones[0] if len(ones) == 1 and len(keys[ones[0]]) >= 12 else None


def _is_prose(block: Block, text: str) -> bool:
    size = block.end - block.start
    if block.tag in _HEADINGS or block.linked * 3 > size or size < 40:
        return False
    return text[block.end - 1] in ".!?…\"”»'’:;)" and " " in text[block.start : block.end]


def _lone_link(block: Block, text: str, size: int) -> bool:
    """Say whether a paragraph is but a link to another story ("Also read: ..."), which no extractor tells from prose."""
    if size > 250 or block.tag in {"li", "td", "th"}:
        return False
    prompt = _pattern("words:link").match(text, block.start, block.end)
    rest = block.end - (prompt.end() if prompt else block.start)
    return block.linked > 20 and block.linked >= 0.9 * rest


@lru_cache(maxsize=4096)
def _says(what: str, names: str) -> bool:
    """Say whether names of elements say what a block is; a page, and a site, has the same few again and again."""
    return _pattern(what).search(names) is not None


def _special(block: Block, text: str, size: int) -> tuple[Role, str] | None:
    """Return the role that the markup around a block gives it, whoever took it for prose."""
    own = _own(block)
    if "figcaption" in block.places or _says("caption", own):
        # a caption that names its photographer is a caption still
        alone = size < 80 and (
            _says("credit", block.own) or _pattern("words:credit").match(text, block.start, block.end)
        )
        return ("credit", "markup") if alone else ("caption", "markup")
    if size < 160 and _says("credit", own):
        return "credit", "markup"
    if size < 160 and (_says("byline", _own(block, 1)) or block.tag == "address") and text[block.end - 1] not in ".!?":
        return "byline", "markup"
    if size < 80 and _pattern("words:byline").match(text, block.start, block.end) and text[block.end - 1] != ".":
        return "byline", "starts with by"
    dated = size < 100 and ("time" in block.places or _says("dateline", own))
    if dated and _YEAR.search(text, block.start, block.end):
        return "dateline", "markup"
    if size < 200 and block.linked * 2 > size and _says("tag", _near(block)):
        return "tag", "markup"
    return None


def assign(text: str, blocks: Sequence[Block], key: Key, meta: Meta) -> tuple[Segment, ...]:
    """Return the segments of a page's text from what the extractor took (`key.covered`) and what the markup says."""
    taken = [key.share(number) >= 0.5 for number in range(len(blocks))]
    _one_cell(blocks, taken)
    roles: list[tuple[Role, str]] = [("furniture", "page")] * len(blocks)
    headline = _headline(blocks, key.keys, meta)
    body = [n for n, is_taken in enumerate(taken) if is_taken and n != headline]
    first, last = (body[0], body[-1]) if body else (len(blocks), -1)
    for number, block in enumerate(blocks):
        size = block.end - block.start
        special = _special(block, text, size)
        inner = first <= number <= last or (headline is not None and headline < number < first)
        if number == headline:
            roles[number] = ("headline", "title")
        elif special is not None and special[0] == "tag" and not taken[number]:
            if _around(number, first, last, headline):
                roles[number] = special
        elif (
            special is not None
            and special[0] != "tag"
            and (taken[number] or inner or special[0] in {"byline", "dateline"})
        ):
            if special[0] not in {"byline", "dateline"} or _by_article(number, first, last, headline, block):
                roles[number] = special
            elif taken[number]:
                roles[number] = ("body", "extracted")
        elif taken[number] and _lone_link(block, text, size):
            roles[number] = ("furniture", "a link alone")
        elif taken[number]:
            if block.tag in _HEADINGS and size < 200:
                roles[number] = ("crosshead", "heading")
            else:
                roles[number] = ("body", "extracted")
        elif (
            first <= number <= last
            and block.tag in {"p", "blockquote", "div"}
            and not block.places & {"aside", "nav", "footer", "form", "figure", "li", "button", "dialog"}
            and not _pattern("furniture").search(_own(block))
            and _is_prose(block, text)
            and any(taken[n] and blocks[n].parent == block.parent for n in _neighbours(number, len(blocks)))
        ):
            roles[number] = ("body", "between extracted paragraphs")
    if headline is not None:
        _standfirst(text, blocks, key, meta, roles, headline, body)
    return _segments(blocks, roles)


def _standfirst(
    text: str,
    blocks: Sequence[Block],
    key: Key,
    meta: Meta,
    roles: list[tuple[Role, str]],
    headline: int,
    body: Sequence[int],
) -> None:
    """Name the sentence or two between headline and body, if the markup or the page's own description tells them."""
    summary = key_of(meta.summary or "")
    following = next((n for n in body if n > headline), len(blocks))
    parents = [blocks[n].parent for n in body[:6]]
    for number in range(headline + 1, min(headline + 12, following + 2, len(blocks))):
        block = blocks[number]
        size = block.end - block.start
        if roles[number][0] not in {"furniture", "body", "crosshead"} or not 20 <= size < 600:
            continue
        if block.linked * 2 >= size or block.places & {"nav", "footer", "aside", "form"}:
            continue
        if (
            block.tag not in _HEADINGS
            and parents.count(block.parent) > 1
            and not _pattern("standfirst-itself").search(block.own)
        ):
            continue  # a paragraph among paragraphs, if its class does not call it so outright: the body's first
        if _pattern("standfirst").search(_own(block)):
            roles[number] = ("standfirst", "markup")
            return
        said = key.keys[number]
        if len(summary) > 40 and said.startswith(summary) and (number < following or block.tag in _HEADINGS):
            roles[number] = ("standfirst", "the page's description")
            return


def _one_cell(blocks: Sequence[Block], taken: list[bool]) -> None:
    """Where a page is laid out in a table and one cell holds most of what was taken, the other cells are furniture."""
    sizes: dict[int, int] = {}
    for block, is_taken in zip(blocks, taken, strict=True):
        if is_taken:
            sizes[block.cell] = sizes.get(block.cell, 0) + block.end - block.start
    cell, size = max(sorted(sizes.items()), key=lambda item: item[1], default=(0, 0))
    if cell and len(sizes) > 1 and size > 600 and size * 5 > 3 * sum(sizes.values()):
        for number, block in enumerate(blocks):
            taken[number] = taken[number] and block.cell == cell


def _neighbours(number: int, count: int) -> range:
    return range(max(0, number - 3), min(count, number + 4))


def _beginning(first: int, headline: int | None) -> int:
    return headline if headline is not None and headline < first else first - 8


def _around(number: int, first: int, last: int, headline: int | None) -> bool:
    """Say whether a block stands with the article, where its own tags would."""
    return _beginning(first, headline) - 6 <= number <= last + 12


def _by_article(number: int, first: int, last: int, headline: int | None, block: Block) -> bool:
    """Say whether a byline or date stands with the article and not with a teaser elsewhere on the page."""
    if block.places & {"nav", "footer", "aside"}:
        return False
    start = _beginning(first, headline)
    return start - 6 <= number <= max(first, 0) + 3 or last - 1 <= number <= last + 2


def _segments(blocks: Sequence[Block], roles: Sequence[tuple[Role, str]]) -> tuple[Segment, ...]:
    """Join runs of furniture and of tags, and keep every other block a segment of its own."""
    segments: list[Segment] = []
    for block, (role, reason) in zip(blocks, roles, strict=True):
        if segments and role in {"furniture", "tag"} and segments[-1].role == role:
            segments[-1] = Segment(segments[-1].start, block.end, role, reason)
        else:
            segments.append(Segment(block.start, block.end, role, reason))
    return tuple(segments)
