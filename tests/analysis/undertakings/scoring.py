"""Scoring what sentences state against labels: by kind, whose, how sure, and the figure."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from verbale.analysis.undertakings.quantities import quantity
from verbale.analysis.undertakings.stating import Statable, parties_in, stated_in

LABELS = Path(__file__).with_name("stated.tsv")
PLACES = Path(__file__).with_name("stated_abp.tsv")


class Label(Struct, frozen=True):
    kind: str
    bearer: str
    mode: str
    attribute: str
    value: str


def read(path: Path = LABELS) -> list[tuple[str, tuple[Label, ...]]]:
    """Read labelled sentences."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, told = line.split("\t")
        found.append((text, _labels(told)))
    return found


def read_places(folder: Path) -> list[tuple[str, tuple[Label, ...]]]:
    """Read the sentences of news articles that are labelled by place; `folder` holds the open data."""
    wanted = [line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    names = {row[0] for row in wanted}
    texts = {}
    with gzip.open(folder / "abp_world" / "open" / "articles.jsonl.gz", "rt", encoding="utf-8") as given:
        for line in given:
            row = json.loads(line)
            if row["id"] in names:
                texts[row["id"]] = row["text"]
    return [(texts[i][int(start) : int(end)], _labels(told)) for i, start, end, told in wanted]


def _labels(told: str) -> tuple[Label, ...]:
    labels = []
    for part in told.split(" + ") if told != "-" else ():
        kind, bearer, mode, figure = part.split("|")
        name, _, value = figure.partition("=")
        labels.append(Label(kind, bearer, mode, name, value))
    return tuple(labels)


def states(text: str) -> list[Statable]:
    """Return what a sentence states, by the names in it alone."""
    return stated_in(text, parties_in(text))


def same_figure(label: Label, found: Statable) -> bool:
    if not label.attribute:
        return True
    value = found.attrs.get(label.attribute)
    if value is None:
        return False
    if ".." in label.value:
        figure = quantity(value) if isinstance(value, str | int | float | list) else None
        if figure is None:
            return False
        least, most = (float(v) for v in label.value.split(".."))
        return abs(figure.least - least) < 0.51 and (figure.most == most or abs(figure.most - most) < 0.51)
    return str(value) == label.value


def score(rows: Sequence[tuple[str, Sequence[Label], Sequence[Statable]]]) -> dict[str, float]:
    """Return precision and recall of rows (kind and figure), and how many of the found have whose and how sure right."""
    n: Counter[str] = Counter()
    for _, labels, found in rows:
        left = list(found)
        for label in labels:
            hit = next((f for f in left if f.kind == label.kind and same_figure(label, f)), None)
            n["wanted"] += 1
            if hit is None:
                continue
            left.remove(hit)
            n["hit"] += 1
            n["bearer"] += hit.bearer == label.bearer
            n["mode"] += hit.mode == label.mode
            n["all"] += hit.bearer == label.bearer and hit.mode == label.mode
        n["found"] += len(found)
    return {
        "sentences": float(len(rows)),
        "wanted": float(n["wanted"]),
        "precision": n["hit"] / max(1, n["found"]),
        "recall": n["hit"] / max(1, n["wanted"]),
        "bearer": n["bearer"] / max(1, n["hit"]),
        "mode": n["mode"] / max(1, n["hit"]),
        "whole": n["all"] / max(1, n["wanted"]),
    }


def faults(rows: Sequence[tuple[str, Sequence[Label], Sequence[Statable]]]) -> list[str]:
    """Return a line for each sentence that comes out otherwise."""
    lines = []
    for text, labels, found in rows:
        left = list(found)
        bad = []
        for label in labels:
            hit = next((f for f in left if f.kind == label.kind and same_figure(label, f)), None)
            if hit is None:
                bad.append(f"missed {label.kind} {label.bearer} {label.attribute}={label.value}")
            else:
                left.remove(hit)
                if hit.bearer != label.bearer or hit.mode != label.mode:
                    bad.append(f"{label.bearer}/{label.mode} read as {hit.bearer}/{hit.mode}")
        bad += [f"false {f.kind} {f.bearer} {f.mode} {f.attrs}" for f in left]
        if bad:
            lines.append(f"{text}\n    " + "\n    ".join(bad))
    return lines


if __name__ == "__main__":
    import sys

    labelled = [(text, labels, states(text)) for text, labels in read()]
    print("all ", score(labelled))
    print("odd ", score(labelled[::2]))
    print("even (kept apart)", score(labelled[1::2]))
    if len(sys.argv) > 1:
        news = [(text, labels, states(text)) for text, labels in read_places(Path(sys.argv[1]))]
        print("news", score(news))
    if "--faults" in sys.argv:
        print("\n".join(faults(labelled[::2])))
