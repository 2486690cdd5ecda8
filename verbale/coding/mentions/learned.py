"""Let the trained reader of names speak to what lexicon and rules have found in each sentence.

Who is who stays with the lexicon: what it knows with a key is kept, but for a surname that looks like a place
("Jordan") and a longer name around it ("NATO Parliamentary Assembly"). What only rules guessed can be added to, given
another kind, cut to size, or taken back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan
from verbale.coding.mentions.runs import put_name
from verbale.coding.mentions.titles import rebind
from verbale.language.names import TYPES, Name, Names
from verbale.model import MentionKind

_KINDS: dict[str, MentionKind] = {"PER": "person", "LOC": "place", "ORG": "organisation"}
_TYPES = {"person": "PER", "polity": "LOC", "place": "LOC", "organisation": "ORG", "office": "ORG"}
_INITIALS = re.compile(r"(?:[A-Z]\.)+\Z")
NEW = 0.5
"""How sure the reader must be to name what nobody else has."""
HEADLINE = 0.75
OTHER_KIND = 0.5
AROUND = 0.55
"""... to take a longer name than the lexicon's."""
SURNAME = 0.75
"""... to call a person what the lexicon knows as a place or a body."""
NAMESAKE = 0.9
"""... or a body, or what nobody known is called."""
TAKE_BACK = 0.5
"""How sure it must be that a guess is no name."""


def apply_names(reader: Reader, scans: list[Scan], names: Names) -> None:
    """Correct the scans of a document by what the trained reader made of it."""
    starts = [name.start for name in names.found]
    for scan in scans:
        if not scan.tokens:
            continue
        low = bisect_left(starts, scan.sentence.start)
        high = bisect_right(starts, scan.sentence.end - 1)
        spans = [
            (name, *span)
            for name in names.found[low:high]
            if name.type in _KINDS and (span := _tokens(reader, scan, name)) is not None
        ]
        changed = _take_back(reader, scan, names, names.found[low:high])
        for name, first, last in _with_initials(scan, spans):
            changed |= _put(reader, scan, name, first, last)
        if changed:
            _unbind(scan)
            rebind(reader, scan)


def _with_initials(scan: Scan, spans: Sequence[tuple[Name, int, int]]) -> Iterator[tuple[Name, int, int]]:
    """Yield names, the initials that were read as a person of their own ("P.J." Crowley) with the name behind them."""
    opened = -1
    for at, (name, first, last) in enumerate(spans):
        if name.type == "PER" and at + 1 < len(spans):
            behind, begin, _ = spans[at + 1]
            if behind.type == "PER" and begin == last and all(_INITIALS.match(t.text) for t in scan.tokens[first:last]):
                opened = first if opened < 0 else opened
                continue
        yield name, first if opened < 0 else opened, last
        opened = -1


def _tokens(reader: Reader, scan: Scan, name: Name) -> tuple[int, int] | None:
    """Return the tokens of a name, without the article and titles before it."""
    tokens, labels = scan.tokens, scan.labels
    first = next((at for at, token in enumerate(tokens) if token.end > name.start), len(tokens))
    if first < len(tokens) and tokens[first].start < name.start and tokens[first].text[:1].isalnum():
        return None  # the end of a word that is one here, as in "Goto.com"
    last = first
    while last < len(tokens) and tokens[last].start < name.end:
        last += 1
    while first < last:
        label = labels[first]
        title = name.type == "PER" and (
            tokens[first].fold in reader.honorific or (label is not None and label.form == "title")
        )
        if not (title or tokens[first].fold == "the"):
            break
        first += 1
    while last > first and not tokens[last - 1].word and tokens[last - 1].text != ".":
        last -= 1
    if scan.loose and (last - first < 2 or any(_plain(reader, token.fold) for token in tokens[first:last])):
        return None  # where all words have capitals, the body's names tell more
    if first >= last or not any(token.cap for token in tokens[first:last]):
        return None
    if not tokens[first].cap and tokens[first].fold not in reader.particle and not tokens[first].fold[:1].isdigit():
        return None
    return first, last


def _plain(reader: Reader, fold: str) -> bool:
    return fold in reader.common and fold not in reader.given


def _take_back(reader: Reader, scan: Scan, names: Names, near: tuple[Name, ...]) -> bool:
    changed = False
    for label in list(scan.found):
        if label.form != "name" or label.key is not None or label.use != "name":
            continue
        if label.kind not in ("person", "place", "organisation"):
            continue
        over = [name for name in near if name.start < label.end and label.start < name.end]
        work = any(name.type == "MISC" and name.probability >= TAKE_BACK for name in over)
        if over and not (work and len(over) == 1):
            continue
        if work or names.plain(label.start, label.end) >= TAKE_BACK:
            reader.drop(scan, label)
            changed = True
    kept = []
    for first, last, hint in scan.pending:
        if hint and names.plain(scan.tokens[first].start, scan.tokens[last - 1].end) >= TAKE_BACK:
            hint = ""
        kept.append((first, last, hint))
    scan.pending = kept
    return changed


def _put(reader: Reader, scan: Scan, name: Name, first: int, last: int) -> bool:
    """Put one name down where it adds to or corrects what stands there; say whether anything changed."""
    kind = _KINDS[name.type]
    inside: list[Found] = []
    for at in range(first, last):
        label = scan.labels[at]
        if label is not None and label not in inside:
            inside.append(label)
    sure = max(name.probability, name.shares[TYPES.index(name.type)] if name.shares else 0.0)
    if not inside:
        if sure < (HEADLINE if scan.loose else NEW):
            return False
        _name(reader, scan, first, last, kind, sure)
        return True
    if len(inside) == 1 and (inside[0].first, inside[0].last) == (first, last):
        return _same_words(reader, scan, inside[0], kind, sure)
    if any(label.kind == "group" or (label.form == "title" and kind != "organisation") for label in inside):
        return False
    if any(label.first < first or last < label.last for label in inside):
        return _cut(reader, scan, inside, kind, sure, first, last)
    # everything there stands inside the new name
    if all(label.key is None and label.use == "name" and label.form == "name" for label in inside):
        if sure < OTHER_KIND:
            return False
    elif sure < AROUND:
        return False
    if kind == "person":
        lands = [label for label in inside if label.kind in ("polity", "place") and label.key and label.first == first]
        if lands and any(label.kind == "person" and label.last == last for label in inside):
            return False  # a state and its minister, side by side
        known = [label for label in inside if label.kind == "person" and label.key]
        if len(known) == 1 and known[0].last == last:
            key, gender = known[0].key, known[0].gender
            made = _name(reader, scan, first, last, kind, sure)
            made.key, made.gender = key, gender or made.gender
            return True
    elif kind == "place" and any(label.key and label.kind in ("organisation", "office") for label in inside):
        return False
    _name(reader, scan, first, last, kind, sure)
    return True


def _same_words(reader: Reader, scan: Scan, label: Found, kind: MentionKind, sure: float) -> bool:
    if label.form != "name" or label.use in ("adjective", "part", "demonym", "ministry"):
        return False
    if _TYPES.get(label.kind) == _TYPES[kind]:
        label.confidence = max(label.confidence, round(sure, 2)) if label.key is None else label.confidence
        return False
    if label.key is not None or label.kind not in ("person", "place", "organisation"):
        if kind != "person" or label.kind not in ("polity", "place", "organisation") or label.use == "seat":
            return False
        likely = label.words[-1] in reader.lex.surnames or label.words[0] in reader.given
        likely = likely and label.use == "name" and label.kind != "organisation"
        if sure < (SURNAME if likely else NAMESAKE):
            return False
    elif sure < OTHER_KIND:
        return False
    _name(reader, scan, label.first, label.last, kind, sure)
    return True


def _cut(
    reader: Reader, scan: Scan, inside: list[Found], kind: MentionKind, sure: float, first: int, last: int
) -> bool:
    """Put a name where a guess reached further than the name does."""
    for label in inside:
        if label.key is not None or label.form != "name" or label.use != "name":
            return False
        if label.kind == kind == "organisation" and label.first <= first and last <= label.last:
            return False  # the rules know where "Chamber of Commerce and Industry" ends
    if sure < OTHER_KIND:
        return False
    _name(reader, scan, first, last, kind, sure)
    return True


def _name(reader: Reader, scan: Scan, first: int, last: int, kind: MentionKind, sure: float) -> Found:
    made = put_name(reader, scan, first, last, kind, min(1.0, max(0.5, round(sure, 2))))
    if kind == "person" and last - first > 1:
        made.gender = reader.given.get(scan.folds[first], "")
    return made


def _unbind(scan: Scan) -> None:
    """Free the titles whose person is no longer held to be one."""
    for label in scan.found:
        if label.form == "title" and label.person is not None and label.person not in scan.found:
            label.person = None
