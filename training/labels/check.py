"""Read the labelled passages and say what is wrong with them; nothing is, or the tests fail.

python -m training.labels.check
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec import Struct

from verbale.model import Act, EventType, Medium, Mode, Status

FOLDER = Path(__file__).parent
DEV = frozenset(
    {
        *("gerd-nile-dam", "falklands", "kosovo-serbia"),
        *("camp-david", "guyana-venezuela-essequibo", "qatar-blockade"),
        *("rhodesia-udi", "georgia-russia", "dokdo-takeshima"),
    }
)
"""Disputes kept for development in `set_a.jsonl`: no passage about them is trained on."""

MARKS = "\"“”«»„‘'’"
_MARK = re.compile(r"[\"“”«»„]|(?<!\w)[‘'](?=\w)")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DECADE = re.compile(r"(?:19|20)\d0s")
_EDTF = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?[~?]?(?:/\d{4}(?:-\d\d(?:-\d\d)?)?[~?]?)?")
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "which"})


class Hop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step by which the words reached the page."""

    name: str
    medium: Medium | None = None


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One attribution: who says what, by which words."""

    id: str
    speaker: str | None
    speaker_accept: tuple[str, ...] = ()
    speaker_text: str | None = None
    cue: str | None = None
    content: tuple[str, ...]
    mode: Mode
    mode_accept: tuple[Mode, ...] = ()
    act: Act
    act_accept: tuple[Act, ...] = ()
    addressee: str | None = None
    medium: Medium | None = None
    relay: tuple[Hop, ...] = ()
    parent: str | None = None
    spoken: str | None = None
    spoken_accept: tuple[str, ...] = ()
    optional: bool = False


class Happening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event that the passage tells, and whether it happened."""

    trigger: str
    type: EventType
    status: Status


class Passage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A few sentences of made-up press with all attributions in them."""

    id: str
    dispute: str
    decade: str
    text: str
    statements: tuple[Label, ...]
    status: tuple[Happening, ...] = ()


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Find all occurrences of the words as whole words: "he" does not stand in "the"."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(before + re.escape(words) + after, text)]


def place(text: str, words: str) -> tuple[int, int]:
    """Find the one occurrence of the words; ValueError where there is none or more than one."""
    found = places(text, words) if words else []
    if len(found) != 1:
        raise ValueError(f"{words!r} stands {len(found)} times in the text")
    return found[0]


def mode_of(text: str, content: list[tuple[int, int]]) -> Mode:
    """Tell from the marks alone how the words are given."""
    quoted = [_stands_between_marks(text, start, end) for start, end in content]
    if all(quoted):
        return "direct"
    if any(quoted) or any(_MARK.search(text, start, end) for start, end in content):
        return "mixed"
    return "indirect"


def _stands_between_marks(text: str, start: int, end: int) -> bool:
    opened = start > 0 and text[start - 1] in MARKS
    closed = text[end : end + 1] in tuple(MARKS) or text[end : end + 1] in ("", "\n")
    return opened and closed


def read(path: Path) -> Iterator[Passage]:
    """Read one file of passages strictly; an unknown field or value is an error that names the line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield msgspec.json.decode(line, type=Passage)
        except msgspec.DecodeError as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error


def read_all(folder: Path = FOLDER) -> list[Passage]:
    """Read all passages, files in the order of their names."""
    return [passage for path in sorted(folder.glob("*.jsonl")) for passage in read(path)]


def faults(passages: list[Passage]) -> list[str]:
    """Say what is wrong, one line for each fault; empty where all is well."""
    found = [f"{id}: used {count} times" for id, count in Counter(p.id for p in passages).items() if count > 1]
    found += [
        f"{ids[0]}: same text as {ids[1]}"
        for ids in _groups((" ".join(p.text.split()).casefold(), p.id) for p in passages)
    ]
    for passage in passages:
        found += [f"{passage.id}: {fault}" for fault in _faults_of(passage)]
    return found


def _groups(pairs: Iterator[tuple[str, str]]) -> Iterator[list[str]]:
    by_text: dict[str, list[str]] = {}
    for text, id in pairs:
        by_text.setdefault(text, []).append(id)
    return (ids for ids in by_text.values() if len(ids) > 1)


def _faults_of(passage: Passage) -> Iterator[str]:
    if not _SLUG.fullmatch(passage.dispute) or not passage.id.startswith(passage.dispute + "-"):
        yield f"the id does not begin with the dispute {passage.dispute!r}"
    if not _DECADE.fullmatch(passage.decade):
        yield f"no decade: {passage.decade!r}"
    if not passage.text or passage.text != passage.text.strip():
        yield "blanks around the text"
    known = {label.id: label for label in passage.statements}
    if len(known) < len(passage.statements):
        yield "two statements have the same id"
    for label in passage.statements:
        for fault in _faults_of_label(passage.text, label, known):
            yield f"{label.id}: {fault}"
    for happening in passage.status:
        if len(places(passage.text, happening.trigger)) != 1:
            yield f"trigger {happening.trigger!r} is not found once"


def _faults_of_label(text: str, label: Label, known: dict[str, Label]) -> Iterator[str]:
    if not label.content:
        yield "no content"
        return
    try:
        content = [place(text, words) for words in label.content]
        for words in (label.speaker_text, label.cue):
            if words is not None:
                place(text, words)
    except ValueError as error:
        yield str(error)
        return
    if any(right[0] < left[1] for left, right in pairwise(content)):
        yield "the pieces of the content overlap or are out of order"
    mode = mode_of(text, content)
    if mode != label.mode and mode not in label.mode_accept:
        yield f"labelled {label.mode}, but the marks say {mode}"
    if mode == "indirect" and re.search(r"\w\w[.]$", label.content[-1]):
        yield "an indirect content ends before its full stop"
    if label.content[0].startswith("that "):
        yield "the content begins after 'that'"
    if label.act in label.act_accept:
        yield "the act is also among the accepted ones"
    if label.speaker is not None and label.speaker.casefold() in _PRONOUNS:
        yield f"a pronoun is no name: {label.speaker!r}"
    if label.spoken is not None and not _EDTF.fullmatch(label.spoken):
        yield f"no EDTF: {label.spoken!r}"
    if label.parent is not None:
        around = known.get(label.parent)
        if around is None or around is label:
            yield f"no such parent: {label.parent!r}"
        elif not _inside(content, [place(text, words) for words in around.content if len(places(text, words)) == 1]):
            yield f"the content does not stand in that of its parent {label.parent!r}"


def _inside(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def summary(passages: list[Passage]) -> str:
    """Count what there is."""
    labels = [label for passage in passages for label in passage.statements]
    lines = [f"{len(passages)} passages, {len(labels)} attributions"]
    for name, counts in (
        ("act", Counter(str(label.act) for label in labels)),
        ("mode", Counter(str(label.mode) for label in labels)),
        ("dispute", Counter(p.dispute for p in passages for _ in p.statements)),
        ("decade", Counter(p.decade for p in passages)),
    ):
        lines.append(f"{name}: " + ", ".join(f"{key} {n}" for key, n in sorted(counts.items())))
    lines.append(f"passages without attributions: {sum(not p.statements for p in passages)}")
    return "\n".join(lines)


def main() -> None:
    passages = read_all()
    print(summary(passages))
    wrong = faults(passages)
    print("\n".join(wrong))
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
