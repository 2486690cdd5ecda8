"""Expressions of time: find them in prose, say what their words mean, and place them against the dateline.

`tag_times` tags a document, `resolve` places a form again when the dateline becomes better known, `parse_form` reads a
form, `explicit_dates` says what a text gives with no dateline at all.
"""

from verbale.coding.times.forms import Form, format_form, parse_form
from verbale.coding.times.resolve import Resolved, resolve
from verbale.coding.times.tagger import Explicit, explicit_dates, tag_times

__all__ = ["Explicit", "Form", "Resolved", "explicit_dates", "format_form", "parse_form", "resolve", "tag_times"]
