"""Read one sentence. Nothing is decided here that needs the rest of the document."""

from __future__ import annotations

from verbale.coding.draft import Sentence
from verbale.coding.mentions.groups import find_groups
from verbale.coding.mentions.known import find_known
from verbale.coding.mentions.reader import Reader, Scan
from verbale.coding.mentions.runs import find_runs
from verbale.coding.mentions.titles import find_titles
from verbale.coding.mentions.tokens import is_shouted, is_title_case, tokenise


def scan_sentence(reader: Reader, number: int, sentence: Sentence) -> Scan:
    """Read one sentence."""
    tokens = tokenise(reader.text, sentence)
    shouted = is_shouted(tokens)
    loose = shouted or is_title_case(tokens, sentence.role)
    scan = Scan(number, sentence, tokens, [token.fold for token in tokens], loose)
    scan.labels = [None] * len(tokens)
    if not loose:
        reader.mid.update(
            token.fold
            for at, token in enumerate(tokens)
            if token.cap and at and tokens[at - 1].word and len(token.text) > 2
        )
    find_known(reader, scan, shouted)
    find_runs(reader, scan)
    find_titles(reader, scan)
    find_groups(reader, scan)
    return scan
