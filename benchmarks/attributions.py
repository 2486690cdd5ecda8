"""Score attributions against PolNeAR's development part by the measure its peers were measured by.

An attribution is found when its content's words overlap a gold content's with an intersection over union of at least .5
and, where the gold names a source, its speaker overlaps the gold source. Run: `python -m benchmarks.attributions`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verbale.coding.coder import coder
from verbale.model import Attribution, Document

_WORD = re.compile(r"\w+")
Place = tuple[int, int]


@dataclass
class Score:
    """Counts of one run."""

    gold: int = 0
    predicted: int = 0
    content: int = 0
    linked: int = 0
    by_mode: dict[str, list[int]] = field(default_factory=dict)
    seconds: float = 0.0
    documents: int = 0

    def f1(self, hits: int) -> float:
        """F1 of a count of hits."""
        return 2 * hits / max(self.gold + self.predicted, 1)


def _words(text: str, places: list[Place]) -> frozenset[int]:
    return frozenset(m.start() + start for start, end in places for m in _WORD.finditer(text[start:end]))


def read(path: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield PolNeAR records."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if most is not None and number >= most:
                return
            yield json.loads(line)


def _mode(text: str, content: list[Place]) -> str:
    words = "".join(text[s:e] for s, e in content)
    around = "".join(text[max(0, s - 2) : e + 2] for s, e in content)
    marks = any(c in around for c in '"“”')
    if not marks:
        return "indirect"
    return (
        "direct"
        if text[content[0][0]] in '"“' or text[max(0, content[0][0] - 1)] in '"“'
        else "mixed"
        if any(c in words for c in '"“”')
        else "indirect"
    )


def score(
    path: Path,
    code: Callable[[str], list[tuple[list[Place], Place | None]]],
    most: int | None = None,
    report: Callable[[str], None] | None = None,
) -> Score:
    """Score a coder (text -> [(content, speaker)]) on a PolNeAR file."""
    total = Score()
    for record in read(path, most):
        text = record["text"]
        began = time.perf_counter()
        predicted = [(_words(text, c), s, c) for c, s in code(text)]
        total.seconds += time.perf_counter() - began
        total.documents += 1
        gold = [
            (
                _words(text, [tuple(p) for p in a["content"]]),
                [tuple(p) for p in a["source"]],
                [tuple(p) for p in a["content"]],
            )
            for a in record["attributions"]
            if a["content"] and a["source"]
        ]
        total.gold += len(gold)
        total.predicted += len(predicted)
        pairs = sorted(
            (
                (-(len(g & p) / max(len(g | p), 1)), i, j)
                for i, (g, _, _) in enumerate(gold)
                for j, (p, _, _) in enumerate(predicted)
                if g & p and len(g & p) / len(g | p) >= 0.5
            )
        )
        used_gold: set[int] = set()
        used: set[int] = set()
        for _, i, j in pairs:
            if i in used_gold or j in used:
                continue
            used_gold.add(i)
            used.add(j)
            total.content += 1
            speaker = predicted[j][1]
            mode = total.by_mode.setdefault(_mode(text, gold[i][2]), [0, 0])
            if speaker and any(s < speaker[1] and speaker[0] < e for s, e in gold[i][1]):
                total.linked += 1
                mode[0] += 1
            elif report:
                wanted = [text[s:e] for s, e in gold[i][1]]
                given = text[speaker[0] : speaker[1]] if speaker else None
                start, end = gold[i][2][0]
                report(f"SPEAKER  gold {wanted} got {given!r} :: {text[start:end][:80]!r}")
        for i, (_, sources, content) in enumerate(gold):
            total.by_mode.setdefault(_mode(text, content), [0, 0])[1] += 1
            if i not in used_gold and report:
                report(f"MISSED   {[text[s:e] for s, e in sources]} :: {[text[s:e] for s, e in content]}")
        for j, (_, speaker, content) in enumerate(predicted):
            if j not in used and report:
                report(f"EXTRA    {speaker and text[speaker[0] : speaker[1]]!r} :: {[text[s:e] for s, e in content]}")
    return total


def code_text(text: str) -> list[tuple[list[Place], Place | None]]:
    """Code a bare text with the shipped coder and give its attributions as places."""
    coding = coder().code(Document(id="benchmark", text=text, language="en"))
    by_id = {m.id: m for m in coding.mentions}

    def speaker(a: Attribution) -> Place | None:
        if a.speaker is not None:
            return a.speaker.start, a.speaker.end
        mention = by_id.get(a.speaker_id or "")
        return (mention.span.start, mention.span.end) if mention else None

    return [([(s.start, s.end) for s in a.content], speaker(a)) for a in coding.attributions]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data/polnear/open/dev.jsonl.gz")
    if not path.exists():
        sys.exit(f"{path} is not there: give the path of PolNeAR's dev.jsonl.gz")
    report = (lambda line: print(line)) if "--errors" in sys.argv else None
    total = score(path, code_text, report=report)
    print(f"gold {total.gold}  predicted {total.predicted}  {total.documents / total.seconds:.1f} documents/s")
    precision, recall = total.linked / total.predicted, total.linked / total.gold
    print(
        f"content F1 {total.f1(total.content):.3f}  linked F1 {total.f1(total.linked):.3f} (P {precision:.3f} R {recall:.3f})"
    )
    print(f"speaker right on a found content {total.linked / max(total.content, 1):.3f}")
    for mode, (hit, all_) in sorted(total.by_mode.items()):
        print(f"recall {mode} {hit / all_:.3f} of {all_}")


if __name__ == "__main__":
    main()
