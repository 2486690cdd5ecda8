"""The day a document was written: claims and cues weighed against each other, a range where no day is supported."""

from verbale.coding.dateline.cues import Cue
from verbale.coding.dateline.infer import decide, find_dateline

__all__ = ["Cue", "decide", "find_dateline"]
