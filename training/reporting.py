"""List the words that mostly stand in reporting cues: what says whether a content may hold a report of its own.

python -m training.reporting ../shared/data/polnear/open/train.jsonl.gz > verbale/language/weights/reporting.txt
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter

HEADER = """\
# Words that stand in a reporting cue in at least 35% of their uses outside reported contents (at least 4 uses).
# Counted on PolNeAR's training articles by training/reporting.py; a word list, it holds no text of the articles.\
"""


def main() -> None:
    inside: Counter[str] = Counter()
    every: Counter[str] = Counter()
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row["text"]
            cue, content = bytearray(len(text)), bytearray(len(text))
            for attribution in row["attributions"]:
                for marks, role in ((cue, "cue"), (content, "content")):
                    for start, end in attribution[role]:
                        marks[start:end] = b"\1" * (end - start)
            for match in re.finditer(r"[^\W\d_]+", text):
                word = match.group().lower()
                inside[word] += cue[match.start()]
                every[word] += cue[match.start()] or not content[match.start()]
    print(HEADER)
    for word in sorted(inside):
        if inside[word] >= 4 and inside[word] >= 0.35 * every[word]:
            print(word)


if __name__ == "__main__":
    main()
