"""The trained reader: a small encoder that finds who says what, and by which words, in press prose.

    tagger = load()
    for found in tagger.tag_document(text, sentences):   # sentences: (start, end) offsets into text, in order
        found.cue, found.source, found.content           # tuples of (start, end) offsets into text
        found.probability                                # calibrated: that cue, speaker and content belong together

It knows words and nothing of disputes: who a speaker is, what was done by saying it, and when, is decided above.
Everything here runs on numpy and onnxruntime from the files in `weights/`; nothing is fetched.
"""

from __future__ import annotations

from verbale.language.tagged import Piece, TaggedAttribution
from verbale.language.tagger import MODEL, Tagger, load, load_fast

__all__ = ["MODEL", "Piece", "TaggedAttribution", "Tagger", "load", "load_fast"]
