"""The record: one SQLite file in which every row leads to exact words. The only room that reads and writes it."""

from verbale.store.rows import (
    Actor,
    Collation,
    Event,
    Hit,
    Link,
    LinkType,
    NarrowedDateline,
    Problem,
    Reading,
    Run,
    Statement,
    TimelineRow,
)
from verbale.store.store import Store
from verbale.store.verify import verify_file

__all__ = [
    "Actor",
    "Collation",
    "Event",
    "Hit",
    "Link",
    "LinkType",
    "NarrowedDateline",
    "Problem",
    "Reading",
    "Run",
    "Statement",
    "Store",
    "TimelineRow",
    "verify_file",
]
