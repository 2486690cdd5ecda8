"""Count which words name what a stance is about: how often a thing that a report names is the matter that a reader chose.

    python -m training.matters RECORD > verbale/lexicon/issue_matters.tsv

RECORD holds the articles of `labels/reports`; what no article of `kept_apart` says is counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from training.labels.articles import texts_of
from training.reports import LEARNED, read_rows
from verbale.analysis.terms import WORD, piece
from verbale.analysis.things import things_in

LEAST = 5
"""So often a thing must be named in a labelled report to have a row."""
HEAD = """# How often a thing that a report with a stance names is what the stance is about, by readers of 18,278 reports
# (training/labels/reports).
# word: canonical, the last of its name. share: percent. Origin: training/matters.py. Licence: CC-BY-4.0, as the labels.
word\tshare\tseen"""


def head_of_matter(words: str) -> str:
    """Return the canonical last word of what a matter is called: of "withdrawal of troops" the withdrawal; '' where none tells."""
    told = [key for word in WORD.findall(words.split(" of ")[0]) if (key := piece(word)[0])]
    return told[-1] if told else ""


def main() -> None:
    wanted = read_rows(LEARNED)
    texts = texts_of(Path(sys.argv[1]), wanted)
    seen: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for name, text in texts.items():
        for row in wanted[name]:
            if row.matters is None:
                continue
            chosen = {head_of_matter(text[start:end]) for start, end in row.matters[:2]}
            for thing in things_in(" ".join(text[start:end] for start, end in row.content)):
                seen[thing.word] += 1
                meant[thing.word] += thing.word in chosen
    print(HEAD)
    for word in sorted(word for word, count in seen.items() if count >= LEAST and not word.startswith("@")):
        print(word, round(100 * meant[word] / seen[word]), seen[word], sep="\t")


if __name__ == "__main__":
    main()
