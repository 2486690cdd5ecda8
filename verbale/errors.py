"""Everything that can go wrong and is the user's to mend.

VerbaleError
├── UsageError        the command or call asks for something that does not exist
├── SourceError       a given file or stream cannot be read at all
├── RecordError       the record cannot be opened or written
│   ├── RecordLocked      another process is writing; the message names it
│   ├── RecordTooNew      written by a newer version
│   ├── RecordDamaged     a span, hash or row is not what it must be
│   ├── RecordUnreadable  its file is damaged, or the disk under it fails
│   └── RecordFull        the disk is full; what was committed stays
└── GoldError         a gold file does not fit its documents
"""

from __future__ import annotations


class VerbaleError(Exception):
    """An error whose message is meant for the user: it names the thing and says what to do."""


class UsageError(VerbaleError):
    """The command or call asks for something that does not exist."""


class SourceError(VerbaleError):
    """A given file or stream cannot be read at all."""


class RecordError(VerbaleError):
    """The record cannot be opened or written."""


class RecordLocked(RecordError):
    """Another process is writing to the record."""


class RecordTooNew(RecordError):
    """The record was written by a newer version of verbale."""


class RecordDamaged(RecordError):
    """A span, hash or row of the record is not what it must be."""


class RecordUnreadable(RecordError):
    """The record's file is damaged, or the disk under it fails: no word on any one row."""


class RecordFull(RecordError):
    """The disk is full; everything committed before stays."""


class GoldError(VerbaleError):
    """A gold file does not fit its documents."""
