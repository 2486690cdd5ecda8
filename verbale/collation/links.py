"""How statements stand to one another: one repeats another, answers it, denies it, contradicts it.

A link is proposed only where both sides name each other's matter: the answering party is meant in what it answers, the
days fit, and the words share what the matter is about. Of several candidates only the likest is linked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from verbale.collation.accounts import Account
from verbale.collation.days import limits, number
from verbale.collation.likeness import Likeness, compare, overlap
from verbale.collation.statements import Group
from verbale.collation.voices import Voices
from verbale.store.rows import Link, LinkType

_CALLS = frozenset({"demand", "propose", "request", "threaten", "warn", "accuse", "assert", "announce"})
_ASKS = frozenset({"demand", "propose", "request"})
_ANSWERS = frozenset({"accept", "refuse"})
_WINDOW = 45
"""Days within which the press sets an answer against what it answers."""
_SHARED = 0.25
"""What two wordings must have word for word to be held side by side."""
_AGAIN = 400
"""Days within which a statement is said again."""
_CROWD = 80
"""How many statements of one party may share a word within the window before the word leads nowhere."""


class _Statement(Struct, frozen=True):
    group: Group
    base: Account
    block: str
    first: int | None
    last: int | None
    about: frozenset[str]
    """Blocks that its words name."""

    @property
    def act(self) -> str:
        return self.base.attribution.act


def _ready(group: Group, voices: Voices) -> _Statement | None:
    base = max(group.accounts, key=lambda a: (len(a.wording.words), a.id))
    if base.speaker_key is None:
        return None
    days = [limits(a.spoken) for a in group.accounts]
    firsts = [first for first, last in days if first is not None]
    lasts = [last for _, last in days if last is not None]
    if not lasts:
        lasts = [number(a.written.latest) for a in group.accounts if a.written and a.written.latest]
    named = {voices.block(f[1:]) for a in group.accounts for f in a.wording.forms if f.startswith("@")}
    addressed = {voices.block(a.addressee_key) for a in group.accounts if a.addressee_key}
    block = voices.block(base.speaker_key)
    return _Statement(
        group,
        base,
        block,
        min(firsts, default=None),
        min(lasts, default=None),
        frozenset((named | addressed) - {block}),
    )


def _words(statement: _Statement) -> frozenset[str]:
    return frozenset(t.form for t in statement.base.wording.tokens if not t.name and not t.number)


def find_links(groups: Sequence[Group], voices: Voices) -> list[Link]:
    """Return the links between statements, by ids."""
    ready = [s for g in groups if (s := _ready(g, voices)) is not None and s.last is not None]
    ready.sort(key=lambda s: (s.last or 0, s.group.id))
    by_word: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    found: list[Link] = []
    for index, later in enumerate(ready):
        near = _near(index, later, ready, by_word)
        for best in (_repeated(later, near), _replied(later, near)):
            if best is not None:
                score, kind, earlier = best
                found.append(Link(later.group.id, kind, earlier.group.id, "", round(min(score, 1.0), 3)))
        for word in sorted(_words(later)):
            by_word[later.block, word].append(index)
    return sorted(found, key=lambda x: (x.left_id, x.type, x.right_id))


def _near(
    index: int, later: _Statement, ready: Sequence[_Statement], by_word: dict[tuple[str, str], list[int]]
) -> list[tuple[_Statement, Likeness]]:
    """Return earlier statements, by this party or one it names, that share words with it."""
    shared: defaultdict[int, int] = defaultdict(int)
    for block in sorted({later.block, *later.about}):
        for word in sorted(_words(later)):
            places = by_word.get((block, word), ())
            for other in places[-_CROWD:]:
                shared[other] += 1
    own = _words(later)
    near = []
    for other in sorted(shared):
        earlier = ready[other]
        if (later.last or 0) - (earlier.last or 0) > _AGAIN or shared[other] < min(2, len(own)):
            continue
        if overlap(earlier.base.wording, later.base.wording) < _SHARED:
            continue
        near.append((earlier, compare(earlier.base.wording, later.base.wording, marks=False)))
    return near


_Best = tuple[float, LinkType, _Statement]


def _repeated(later: _Statement, near: Iterable[tuple[_Statement, Likeness]]) -> _Best | None:
    """Return the earlier statement of the same party that this one says again on another day."""
    best: _Best | None = None
    for earlier, found in near:
        if earlier.block != later.block or not _apart(earlier, later) or found.turned >= 0.5 or found.contraries:
            continue
        acts = {earlier.act, later.act}
        if len(acts) > 1 and not acts <= _ASKS | {"assert", "announce", "warn"}:
            continue
        if found.mutual >= 0.5 and found.weight >= 0.6 and (best is None or found.mutual > best[0]):
            best = (found.mutual, "repeats", earlier)
    return best


def _apart(earlier: _Statement, later: _Statement) -> bool:
    return earlier.last is not None and later.first is not None and later.first > earlier.last


def _replied(later: _Statement, near: Iterable[tuple[_Statement, Likeness]]) -> _Best | None:
    """Return the earlier statement of another party that this one answers, denies or contradicts."""
    best: _Best | None = None
    for earlier, found in near:
        if earlier.block == later.block or earlier.block not in later.about:
            continue
        if (later.last or 0) - (earlier.last or 0) > _WINDOW:
            continue
        kind = _reply(earlier, later, found)
        score = max(found.covered * min(1.0, found.weight), found.mutual)
        if kind is not None and score >= 0.35 and (best is None or score > best[0]):
            best = (score, kind, earlier)
    return best


def _reply(earlier: _Statement, later: _Statement, found: Likeness) -> LinkType | None:
    act = later.act
    if act in _ANSWERS and earlier.act in _ASKS:
        return "answers"
    if act == "deny" and earlier.act in {"accuse", "assert", "warn", "announce", "threaten"}:
        return "denies"
    if earlier.act in _CALLS and found.mutual >= 0.6 and (found.turned >= 0.5 or found.contraries):
        return "contradicts"
    return None
