"""Give every part of a document its role.

The order matters. First what a line says of itself (marks of the lexicon), then what was glued to it, then where it
stands: the run of prose is the article, the headline stands before it, links and comments after it. What reads like
prose in a text that was extracted before is never thrown out by its place alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from verbale.coding.segments.agency import find_agency_line
from verbale.coding.segments.bylines import is_labelled_names, is_name_line, names_of
from verbale.coding.segments.glued import split_glued
from verbale.coding.segments.inserted import INSERTED, inserted
from verbale.coding.segments.marks import Mark, find_mark, is_stamp
from verbale.coding.segments.page import body_run, bridge, find_headline, is_clean, is_tail_label
from verbale.coding.segments.repeats import line_hash
from verbale.coding.segments.split import split_credit, split_headline, split_tail
from verbale.coding.segments.stamps import is_placed_stamp
from verbale.coding.segments.units import BULLETS, Unit, make_unit, split_units
from verbale.model import CODED_ROLES, Document, Role, Segment

_TAKEAWAYS = frozenset(
    {
        "key takeaways", "key points", "highlights", "story highlights", "at a glance", "in brief", "summary",
        "what you need to know", "takeaways", "quick read",
    }
)  # fmt: skip
_REFINED = frozenset({"body", "standfirst", "crosshead", "headline"})


def mark_segments(document: Document, recurring: frozenset[str] = frozenset()) -> tuple[Segment, ...]:
    """Return the document's segments: they do not overlap, and together they cover all that is not blank.

    `recurring` holds the hashes of lines that the outlet prints on many pages (`repeated_lines`).
    """
    if document.segments:
        return _refine(document, recurring)
    units = split_units(document.text)
    if not units:
        return ()
    units = _unglue(document, units)
    _mark_summary(units)
    _mark_lines(document, units, recurring)
    _mark_repeats(units)
    _place(document, units)
    _agency_lines(document.text, units)
    return _assemble(document.text, units)


# -- what the lines say of themselves ----------------------------------------------------------------------------------


def _unglue(document: Document, units: list[Unit]) -> list[Unit]:
    """Cut lines where a credit, a caption or the headline was glued to something else."""
    text = document.text
    result: list[Unit] = []
    first_prose = True
    for unit in units:
        pieces = split_glued(text, unit.start, unit.end, bool(result)) or split_credit(text, unit.start, unit.end)
        if pieces is not None:
            for start, end, role, reason in pieces:
                piece = make_unit(text, start, end, unit.blanks_before)
                if piece is not None:
                    piece.role, piece.reason = role, reason
                    result.append(piece)
            continue
        if first_prose and unit.words >= 12:
            first_prose = False
            at = split_headline(text, unit.start, unit.end, document.title)
            head = make_unit(text, unit.start, at, unit.blanks_before) if at else None
            rest = make_unit(text, at, unit.end) if at else None
            if head is not None and rest is not None:
                head.role, head.reason = "headline", "a title glued to the first paragraph"
                result += [head, rest]
                continue
        result.append(unit)
    return result


def _mark_summary(units: Sequence[Unit]) -> None:
    """The lines behind a label that was glued to the first of them are the points of a summary, up to the first sentence."""
    inside = False
    for unit in units:
        if unit.role:
            inside = unit.reason in _SUMMARY_MARKS
        elif inside and not unit.closed and not unit.inner and 3 <= unit.words <= _LONGEST_POINT:
            unit.role, unit.reason = "standfirst", "a point of the summary"
        elif inside:
            inside = False


_SUMMARY_MARKS = frozenset({"mark: labels of a summary", "mark: a picture before a summary"})
_LONGEST_POINT = 30


def _mark_lines(document: Document, units: Sequence[Unit], recurring: frozenset[str]) -> None:
    names = names_of(document.byline)
    mastheads = _mastheads(document)
    for unit in units:
        if unit.role:
            continue
        mark = _mark(unit)
        if mark is not None and mark.where == "any":
            unit.role, unit.reason = mark.role, mark.reason
        elif unit.key in mastheads:
            unit.role, unit.reason = "furniture", "the outlet's own name alone on its line"
        elif unit.words <= 12 and unit.key in names:
            unit.role, unit.reason = "byline", "the writer that the source names"
        elif recurring and not unit.quoted and line_hash(unit.text) in recurring:
            unit.role, unit.reason = "furniture", "the outlet prints this line on many pages"


def _mark(unit: Unit) -> Mark | None:
    if unit.words <= _LONGEST_STAMP and is_placed_stamp(unit.text):
        return Mark("dateline", "any", "a day with its place, agency or body alone on its line")
    return find_mark(unit)


_LONGEST_STAMP = 18


def _mastheads(document: Document) -> frozenset[str]:
    outlet = document.outlet
    if outlet is None:
        return frozenset()
    names = {outlet.name.casefold(), (outlet.domain or "").casefold()}
    return frozenset(name for name in names | {f"the {name}" for name in names} if len(name) > 2)


def _mark_repeats(units: Sequence[Unit]) -> None:
    """A line said twice is said once: the copy beside a credit is a caption, the copy of a title is furniture.

    Bullets of a summary repeat sentences of the body: there the body keeps them.
    """
    counts = Counter(unit.key for unit in units if unit.words >= 4)
    captions = {unit.key for unit in units if unit.role == "caption"}
    seen: set[str] = set()
    for index, unit in enumerate(units):
        key = unit.key
        if unit.role or unit.words < 4:
            continue
        near = [units[at].key for at in (index - 1, index + 1) if 0 <= at < len(units)]
        if key in captions and any(other == key for other in near):
            unit.role, unit.reason = "caption", "said again beside a credit"
        elif counts[key] > 1:
            if key in seen and not unit.text.startswith(("•", "-")):
                unit.role, unit.reason = "furniture", "repeats an earlier line"
            seen.add(key)


# -- where they stand --------------------------------------------------------------------------------------------------


def _place(document: Document, units: list[Unit]) -> None:
    clean = is_clean(units)
    first, last = body_run(units)
    if last < first:
        _no_body(units)
        return
    first, last = _widen(units, first, last) if clean else bridge(units, first, last)
    headline = next((i for i in range(first) if units[i].role == "headline"), None)
    inside = next((i for i in range(first, last + 1) if units[i].role == "headline"), None)
    if headline is None and inside is None:
        first = _skip_title(document, units, first, last)
        for unit in units[:first]:
            # a first sentence behind a printed dateline is no headline, whatever it looks like
            if not unit.role and unit.words > 9 and find_agency_line(document.text, unit.start, unit.end):
                unit.role, unit.reason = "standfirst", "stands behind a printed dateline"
        headline = find_headline(units, first, document.title)
    if headline is not None:
        units[headline].role = "headline"
        units[headline].reason = units[headline].reason or "a title before the first paragraph"
        first = _skip_standfirst(units, first, last)
    _before(units, first, headline)
    _inside(units, first, last, clean)
    _after(units, last, clean)


def _widen(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """In an extracted text all that reads like prose belongs to the article, up to its comments or related links."""
    for index in range(first):
        if not units[index].role and units[index].prose:
            first = index
            break
    for index in range(last + 1, len(units)):
        if is_tail_label(units[index]):
            break
        if not units[index].role and (units[index].prose or units[index].quoted):
            last = index
    return first, last


def _skip_title(document: Document, units: Sequence[Unit], first: int, last: int) -> int:
    """A headline that reads like a sentence is not the body's first line."""
    if first >= last:
        return first
    unit = units[first]
    title = (document.title or "").casefold()
    is_title = bool(title) and unit.key in {title, " ".join(title.split())}
    open_end = not unit.closed or (unit.text.endswith("?") and not unit.quoted)
    # "Who asked? Both sides disagree" is one title; a full stop inside says otherwise
    one = not unit.inner or (not unit.closed and re.search(r"\.\s+[A-Z]", unit.text) is None)
    looks = first == 0 and not unit.role and open_end and 5 <= unit.words <= 26 and one
    behind = first + 1
    while looks and behind < min(last, first + 3) and not units[behind].prose and units[behind].words <= 10:
        behind += 1  # a byline, a stamp
    if looks and units[behind].prose and behind > first + 1 and _signed(units[first + 1 : behind]):
        return behind
    if is_title or (looks and units[first + 1].prose and (unit.words <= 18 or unit.capitalised > 0.6)):
        return first + 1
    return first


def _signed(units: Sequence[Unit]) -> bool:
    """Tell whether lines between a title and the prose are a byline or a stamp, not a list."""
    return any(
        unit.role == "dateline" or ((mark := _mark(unit)) is not None and mark.role == "byline") for unit in units
    )


def _skip_standfirst(units: Sequence[Unit], first: int, last: int) -> int:
    """Behind a headline, a first line without an end mark, or one before a summary's label, is the standfirst."""
    unit = units[first]
    if first >= last or unit.role or unit.quoted:
        return first
    following = units[first + 1]
    if _is_takeaways(following) or (not unit.closed and not unit.inner and unit.words <= 45 and following.prose):
        return first + 1
    return first


def _before(units: Sequence[Unit], first: int, headline: int | None) -> None:
    for index in range(first):
        unit = units[index]
        if unit.role:
            continue
        mark = _mark(unit)
        if mark is not None and mark.where == "head":
            unit.role, unit.reason = mark.role, mark.reason
        elif first - index <= 8 and (is_name_line(unit.text) or is_labelled_names(unit.text)):
            unit.role, unit.reason = "byline", "names alone on a line before the first paragraph"
        elif first - index <= 8 and unit.words <= 14 and _ends_in_stamp(unit):
            unit.role, unit.reason = "dateline", "a line before the first paragraph that ends in a date"
        elif (
            headline is not None
            and headline < index
            and (unit.words >= 7 or unit.prose)
            and first - index <= _HEAD_LINES
        ):
            unit.role, unit.reason = "standfirst", "stands between the headline and the first paragraph"
        else:
            unit.role, unit.reason = "furniture", "a line before the article that is no sentence"


_HEAD_LINES = 10


def _ends_in_stamp(unit: Unit) -> bool:
    words = unit.text.split()
    return any(is_stamp(" ".join(words[at:])) for at in range(max(0, len(words) - 7), len(words) - 1))


def _inside(units: Sequence[Unit], first: int, last: int, clean: bool) -> None:
    label = ""
    begun = False
    takeaways = any(_is_takeaways(unit) for unit in units[:first])
    for index in range(first, last + 1):
        unit = units[index]
        if _is_takeaways(unit):
            takeaways = True
            continue
        if unit.role == "dateline" and (begun or not _has_day(unit)):
            unit.role, unit.reason = "furniture", "a stray time stamp inside the article"
        if unit.role:
            continue
        bullet = unit.text[:1] in BULLETS
        if takeaways and (bullet or not begun) and bullet:
            unit.role, unit.reason = "standfirst", "a point of the summary"
        elif _is_question(units, index, last):
            unit.role, unit.reason = "crosshead", "a question alone on its line before a paragraph"
        elif unit.prose or unit.quoted or bullet:
            unit.role, unit.reason = "body", "prose"
            begun = True
            takeaways = False
        elif label:
            unit.role, unit.reason = "furniture", label
        elif (unit.words <= 16 and not unit.closed) or unit.text.endswith(("?", '"', "'", "!")):
            unit.role, unit.reason = _short_inside(units, index, last)
        else:
            unit.role, unit.reason = "body", "a short sentence inside the article"


def _has_day(unit: Unit) -> bool:
    """Tell whether a stamp names a month or a full numeric date, not only a clock time."""
    return (
        re.search(r"[a-z]{3}(?<!gmt)(?<!utc)|\d[./-]\d{1,2}[./-]\d", unit.key.replace("a.m", "").replace("p.m", ""))
        is not None
    )


def _is_question(units: Sequence[Unit], index: int, last: int) -> bool:
    unit = units[index]
    if not unit.text.endswith("?") or unit.words > 12 or unit.quoted or unit.inner or index >= last or not index:
        return False
    return units[index + 1].prose and units[index - 1].role in {"body", "furniture", "caption", "credit", "standfirst"}


def _is_takeaways(unit: Unit) -> bool:
    return unit.role == "furniture" and unit.key.strip(" :.") in _TAKEAWAYS


def _short_inside(units: Sequence[Unit], index: int, last: int) -> tuple[str, str]:
    """A short line between paragraphs: a crosshead where prose follows, else a list, a link or a name."""
    unit = units[index]
    following = units[index + 1] if index < last else None
    if following is not None and (following.prose or following.quoted) and following.role in {"", "body"}:
        previous = units[index - 1] if index else None
        if previous is not None and (
            previous.prose or previous.role in {"furniture", "caption", "credit", "crosshead"}
        ):
            return "crosshead", "a short line before a paragraph"
    if unit.words >= 9 or unit.text[-1] in ",;:":
        return "body", "a broken sentence inside the article"
    return ("crosshead", "a short line inside the article") if unit.words >= 2 else ("furniture", "a lone word")


def _after(units: Sequence[Unit], last: int, clean: bool) -> None:
    closed = False
    for unit in units[last + 1 :]:
        closed = closed or is_tail_label(unit)
        if unit.role:
            continue
        mark = _mark(unit)
        if mark is not None and mark.where == "tail":
            unit.role, unit.reason = mark.role, mark.reason
        elif clean and not closed and (unit.prose or unit.quoted or (unit.closed and unit.words >= 3)):
            unit.role, unit.reason = "body", "prose after the article's run"
        else:
            unit.role, unit.reason = "furniture", "stands after the article"


def _no_body(units: Sequence[Unit]) -> None:
    """No running prose at all: the first open line is a headline, the rest stays as it is said."""
    titled = any(unit.role == "headline" for unit in units)
    for unit in units:
        if unit.role:
            continue
        if not titled and 3 <= unit.words <= 34 and not unit.prose:
            unit.role, unit.reason, titled = "headline", "the first line of a text without paragraphs", True
        elif unit.words >= 5 or unit.quoted:
            unit.role, unit.reason = "body", "kept: a text without paragraphs"
        else:
            unit.role, unit.reason = "furniture", "a short line in a text without paragraphs"


# -- putting the segments together -------------------------------------------------------------------------------------


def _agency_lines(text: str, units: list[Unit]) -> None:
    """Cut the printed dateline off the first paragraphs ("MOSCOW, Dec 24 (Reuters) —")."""
    looked = 0
    for index, unit in enumerate(units):
        if unit.role not in {"body", "standfirst", "crosshead", "headline", "furniture"} or looked > 3:
            continue
        if unit.role == "furniture" and not unit.text.endswith(("-", "_", ")")):
            continue
        looked += unit.role == "body"
        if unit.role == "headline" and unit.words > 9:
            continue
        found = find_agency_line(text, unit.start, unit.end)
        if found is None:
            continue
        line = make_unit(text, unit.start, found.end)
        rest = make_unit(text, found.end, unit.end)
        if line is None:
            continue
        line.role, line.reason = "dateline", "place, day or agency before the first words"
        if rest is None:
            units[index] = line
        else:
            rest.role, rest.reason = unit.role, unit.reason
            units[index : index + 1] = [line, rest]
        return


def _assemble(text: str, units: Iterable[Unit]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for unit in units:
        start, end = unit.start, unit.end
        if unit.role in CODED_ROLES:
            if text[start] in BULLETS and start + 1 < end:
                segments.append(Segment(start, start + 1, "furniture", "a bullet"))
                start += 1
                while text[start].isspace():
                    start += 1
            tail = split_tail(text, start, end)
            if tail is not None:
                _add_prose(segments, text, start, _rstrip(text, start, tail), unit)
                _add(segments, tail, end, "credit", "an agency's mark at the end of a paragraph")
                continue
            _add_prose(segments, text, start, end, unit)
            continue
        _add(segments, start, end, unit.role, unit.reason)
    return tuple(segments)


def _add_prose(segments: list[Segment], text: str, start: int, end: int, unit: Unit) -> None:
    """Append a line of prose, the links that were set into its sentences as what they are."""
    for low, high in inserted(text, start, end):
        while low < high and text[low].isspace():
            low += 1
        if low > start:
            _add(segments, start, _rstrip(text, start, low), unit.role, unit.reason)
        _add(segments, low, high, "furniture", INSERTED)
        start = high
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        _add(segments, start, end, unit.role, unit.reason)


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _add(segments: list[Segment], start: int, end: int, role: str, reason: str) -> None:
    """Append a segment; neighbours of the body, and furniture of one kind, become one."""
    checked: Role = role  # type: ignore[assignment]
    if segments and segments[-1].role == role and role in {"body", "furniture"} and segments[-1].reason == reason:
        segments[-1] = Segment(segments[-1].start, end, checked, reason)
    else:
        segments.append(Segment(start, end, checked, reason))


def _refine(document: Document, recurring: frozenset[str]) -> tuple[Segment, ...]:
    """Look again at the blocks that the source itself marks: a credit line or an ad mark may stand in its body."""
    text = document.text
    result: list[Unit] = []
    for segment in sorted(document.segments):
        if segment.role not in _REFINED:
            whole = make_unit(text, segment.start, segment.end)
            if whole is not None:
                whole.role, whole.reason = segment.role, segment.reason
                result.append(whole)
            continue
        block = split_units(text[segment.start : segment.end])
        for unit in block:
            unit.start += segment.start
            unit.end += segment.start
        if segment.role == "body":
            block = _unglue(Document(id="", text=text, language=""), block)
            _mark_lines(document, block, recurring)
        for unit in block:
            if unit.role in {"", "headline"} or (unit.role == "byline" and unit.closed):
                unit.role, unit.reason = segment.role, segment.reason or "the source's own mark"
            elif unit.role == "dateline" and result and any(before.role == "body" for before in result):
                unit.role, unit.reason = "furniture", "a stray time stamp inside the article"
        result += block
    _agency_lines(text, result)
    return _assemble(text, _cover(text, result))


def _cover(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Add what the source's marks left out, as furniture, so that nothing that is not blank is lost."""
    covered: list[Unit] = []
    position = 0
    for unit in units:
        if unit.start < position:
            continue
        gap = make_unit(text, position, unit.start)
        if gap is not None:
            gap.role, gap.reason = "furniture", "left out by the source's own marks"
            covered.append(gap)
        covered.append(unit)
        position = unit.end
    gap = make_unit(text, position, len(text))
    if gap is not None:
        gap.role, gap.reason = "furniture", "left out by the source's own marks"
        covered.append(gap)
    return covered
