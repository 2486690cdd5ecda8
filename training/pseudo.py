"""Label unlabelled articles with an earlier tagger, in PolNeAR's layout, to widen what a later one sees.

python -m training.pseudo ../shared/data/abp_world/open/articles.jsonl.gz --weights /path --every 4 --out extra.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from training.score import sentences_of
from verbale.language import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--every", type=int, default=4, help="take every n-th article")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    tagger = load(args.weights)
    count = 0
    with (
        gzip.open(args.corpus, "rt", encoding="utf-8") as lines,
        gzip.open(args.out, "wt", encoding="utf-8") as out,
    ):
        for number, line in enumerate(lines):
            if number % args.every:
                continue
            row = json.loads(line)
            text = row["text"][:8000]
            if len(text) < 1200:
                continue
            found = [f for f in tagger.tag_document(text, sentences_of(text)) if not f.depth and f.cue]
            gold = [{"source": f.source, "cue": f.cue, "content": f.content} for f in found]
            out.write(json.dumps({"id": row["id"], "text": text, "attributions": gold}) + "\n")
            count += 1
    print(count)


if __name__ == "__main__":
    main()
