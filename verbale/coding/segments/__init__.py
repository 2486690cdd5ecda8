"""Roles of the parts of a document: what is the article's own prose, and what is the page around it."""

from verbale.coding.segments.inserted import INSERTED, readable
from verbale.coding.segments.mark import mark_segments
from verbale.coding.segments.repeats import line_hash, repeated_lines

__all__ = ["INSERTED", "line_hash", "mark_segments", "readable", "repeated_lines"]
