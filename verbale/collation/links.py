"""How statements stand to one another: one repeats another, answers it, denies it, contradicts it.

A link is proposed only where both sides name each other's matter: the answering party is meant in what it answers, the
days fit, and the words share what the matter is about. Of several candidates only the likest is linked.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from verbale.collation.accounts import Account
from verbale.collation.days import limits, number
from verbale.collation.likeness import Likeness
from verbale.collation.statements import Group
from verbale.collation.voices import Voices
from verbale.store.rows import LinkType

_CALLS = frozenset({"demand", "propose", "request", "threaten", "warn", "accuse", "assert", "announce"})
_ASKS = frozenset({"demand", "propose", "request"})
_ANSWERS = frozenset({"accept", "refuse"})
_WINDOW = 45
"""Days within which the press sets an answer against what it answers."""


class Stated(Struct, frozen=True):
    """A statement made ready for what it answers or repeats: its base wording, its party, its days, whom it is about."""

    group: Group
    base: Account
    block: str
    first: int | None
    last: int | None
    about: frozenset[str]
    """Blocks that its words name."""

    @property
    def act(self) -> str:
        """What the base wording does."""
        return self.base.attribution.act


def stated(group: Group, voices: Voices) -> Stated | None:
    """Return a statement made ready; None where nobody is known to have said it."""
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
    return Stated(
        group,
        base,
        block,
        min(firsts, default=None),
        min(lasts, default=None),
        frozenset((named | addressed) - {block}),
    )


def _words(statement: Stated) -> frozenset[str]:
    return frozenset(t.form for t in statement.base.wording.tokens if not t.name and not t.number)


_Best = tuple[float, LinkType, Stated]


def find_repeated(later: Stated, near: Iterable[tuple[Stated, Likeness]]) -> _Best | None:
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


def _apart(earlier: Stated, later: Stated) -> bool:
    return earlier.last is not None and later.first is not None and later.first > earlier.last


def find_replied(later: Stated, near: Iterable[tuple[Stated, Likeness]]) -> _Best | None:
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


def _reply(earlier: Stated, later: Stated, found: Likeness) -> LinkType | None:
    act = later.act
    if act in _ANSWERS and earlier.act in _ASKS:
        return "answers"
    if act == "deny" and earlier.act in {"accuse", "assert", "warn", "announce", "threaten"}:
        return "denies"
    if earlier.act in _CALLS and found.mutual >= 0.6 and (found.turned >= 0.5 or found.contraries):
        return "contradicts"
    return None
