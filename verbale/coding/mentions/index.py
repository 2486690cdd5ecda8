"""Ask a document's mentions by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from verbale.model import Mention


class MentionIndex:
    """Mentions of one document, found by offset and by id."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions: tuple[Mention, ...] = tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end)))
        self._starts = [mention.span.start for mention in self.mentions]
        self._by_id = {mention.id: mention for mention in self.mentions}

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie wholly inside `[start, end)`, in text order; an outer one before an inner one."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(mention for mention in self.mentions[low:high] if mention.span.end <= end)

    def at(self, offset: int) -> Mention | None:
        """Return the smallest mention that covers an offset."""
        best: Mention | None = None
        for mention in reversed(self.mentions[: bisect_right(self._starts, offset)][-8:]):
            if mention.span.end > offset and (best is None or len(mention.span.text) < len(best.span.text)):
                best = mention
        return best

    def get(self, mention_id: str) -> Mention | None:
        """Return a mention by id."""
        return self._by_id.get(mention_id)

    def head_of(self, mention: Mention) -> Mention:
        """Return the first naming mention of the same one."""
        return self._by_id.get(mention.head_id, mention)

    @staticmethod
    def is_actor_like(mention: Mention) -> bool:
        """Say whether a mention can speak or act: anything but places and documents."""
        return mention.kind not in ("place", "document")
