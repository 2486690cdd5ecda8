"""The record: one SQLite file in which every row leads to exact words. The only room that reads and writes it."""

from verbale.store.merge import MergeConflict, Merged, Part, Source, source_of
from verbale.store.rows import (
    Actor,
    Collation,
    Contradicted,
    Disagreement,
    DisagreementKind,
    Event,
    Hit,
    Link,
    LinkType,
    NarrowedDateline,
    Post,
    Problem,
    Reading,
    Run,
    Side,
    Statement,
    TimelineRow,
)
from verbale.store.store import Store
from verbale.store.verify import verify_file

__all__ = [
    "Actor",
    "Collation",
    "Contradicted",
    "Disagreement",
    "DisagreementKind",
    "Event",
    "Hit",
    "Link",
    "LinkType",
    "MergeConflict",
    "Merged",
    "NarrowedDateline",
    "Part",
    "Post",
    "Problem",
    "Reading",
    "Run",
    "Side",
    "Source",
    "Statement",
    "Store",
    "TimelineRow",
    "source_of",
    "verify_file",
]
