"""Fit what tells whether something was said: a new answer of the network of acts, and what it weighs beside tagger and rules.

    python -m training.heard RECORD --weights verbale/language/weights --out FOLDER > verbale/lexicon/heard.tsv
    python -m training.heard RECORD --weights FOLDER > verbale/lexicon/heard.tsv

The second fits what the figures weigh alone, and leaves the network as it is: after the tagger was taught more.

Learned from readers' verdicts on all that the coder takes, or might take, for a report (`labels/attributions`; RECORD holds the
articles), and from what readers of acts held for none in the same articles (`labels/reports`). The network stays as it is but for
the weights of that one answer, which are fitted on what its layers make of a report. Every tenth article is left out of that;
the weights of `lexicon/heard.tsv` are fitted on those.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx.helper
import onnxruntime
import torch

from training.acts import A, ActNet, S
from training.acts_data import Example, laid_out, share
from training.attributions import LEARNED, NONE, Row, apart, read_rows
from training.graphs import load as load_graph
from training.reports import examples as reports_of
from training.same_statement import fit
from training.shipped import fill, put
from verbale.analysis.gold import digest
from verbale.coding.attributions import find_all
from verbale.coding.attributions.found import Found, overlap
from verbale.coding.attributions.heard import LEAST, figures, odds, takes_stance
from verbale.coding.draft import Draft
from verbale.coding.stages import ATTRIBUTIONS, EVENTS, stages
from verbale.language import load
from verbale.language.acts import Roles
from verbale.language.session import packed, weights_folder
from verbale.language.tagger import ACT_MODEL
from verbale.store import Store

PARTS = 5
PREFIX = "net."
RIDGE = 1000.0
AGAIN = 0.3
"""What a report read for its act weighs beside one read for whether it is one."""
HEAD = """# What tells whether something was said: weights of a logistic regression. Origin: training/heard.py, fitted on articles
# of training/labels/attributions that the network had not learned from. Licence: CC0-1.0.
figure\tweight"""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a report, laid out for the network, and whether readers hold that it is one."""

    text: str
    figures: dict[str, float]
    example: Example
    said: bool
    doubtful: bool


def verdict(item: Found, rows: tuple[Row, ...]) -> bool | None:
    """Return whether readers hold that something was said; None where they did not see it, or it stands there twice."""
    best, score = None, 0.0
    for row in rows:
        same = (not item.cue and not row.cue) or overlap(item.cue, row.cue) > 0
        alike = share(item.content, row.content)
        if alike >= 0.4 and alike + 0.5 * same > score:
            best, score = row, alike + 0.5 * same
    if best is None:
        return False if item.doubtful else None
    return None if best.verdict == "dup" else best.verdict not in NONE


def candidates(record: Path, labels: Path, weights: Path, only: Callable[[str], bool]) -> Iterator[Candidate]:
    """Yield all that the coder takes, or might take, for a report in those labelled articles of a record that `only` names."""
    wanted = {name: rows for name, rows in read_rows(labels).items() if only(name)}
    tagger = load()
    if weights_folder() != weights:
        raise SystemExit(f"the coder reads with {weights_folder()}: set VERBALE_WEIGHTS={weights}")
    with Store.open(record, write=False) as store:
        documents = {name: d for d in store.documents() if (name := digest(d.text)) in wanted}
    for name, document in sorted(documents.items()):
        draft = Draft(document)
        for stage in stages():
            if stage not in (ATTRIBUTIONS, EVENTS):
                stage.run(draft)
        page, found = find_all(draft)
        many = [Roles((f.speaker,) if f.speaker else (), tuple(f.cue), tuple(f.content)) for f in found]
        sentences = [(line.sentence.start, line.sentence.end) for line in page.lines]
        told = tagger.acts(draft.text, sentences, many)
        laid = laid_out(tagger, draft.text, many, sentences)
        for number, (item, read, (states, sheet)) in enumerate(zip(found, told, laid, strict=True)):
            said = verdict(item, wanted[name])
            if said is None or (not said and not item.doubtful and takes_stance(read.read)):
                continue  # positions told of a party are kept, though nobody speaks: these readers struck them out
            example = Example(
                f"{name[:16]}/{number}", name, "heard", "", (), states, sheet.roles, sheet.flags, sheet.keys, nothing=not said,
            )  # fmt: skip
            yield Candidate(name, figures(page, item, read.read), example, said, item.doubtful)


def _session(weights: Path) -> tuple[onnxruntime.InferenceSession, str]:
    """Return the network of acts, and the name of what its last matrix reads of a report."""
    model = load_graph(packed(weights, ACT_MODEL))
    made_by = {output: node for node in model.graph.node for output in node.output}
    last = next(n for n in model.graph.node if n.op_type == "MatMulInteger" and n.name.startswith("/net/out/"))
    name = made_by[last.input[0]].input[0]
    model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    return onnxruntime.InferenceSession(model.SerializeToString()), name


def answers(weights: Path, examples: Sequence[Example]) -> tuple[Floats, Floats]:
    """Return what the layers make of each report, and how probable it is, in percent, that nothing was said."""
    session, name = _session(weights)
    layers, nothing = [], []
    for e in examples:
        rows = {"lower": e.states.astype(np.float32), "roles": e.roles, "flags": e.flags, "keys": e.keys}
        pooled, logit = session.run([name, "nothing"], {key: row[None] for key, row in rows.items()})
        layers.append(pooled[0])
        nothing.append(round(100 / (1 + math.exp(-float(logit[0, 0])))))
    return np.array(layers, dtype=np.float64), np.array(nothing, dtype=np.float64)


def probe(x: Floats, y: Floats, weight: Floats) -> tuple[Floats, float]:
    """Return weights and bias of a weighted logistic regression on features brought to one width: Newton's steps."""
    mean, width = x.mean(0), x.std(0) + 1e-6
    z = np.concatenate([(x - mean) / width, np.ones((len(x), 1))], 1)
    w = np.zeros(z.shape[1])
    ridge = np.eye(len(w)) * RIDGE
    ridge[-1, -1] = 1e-6
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        curve = (z * (weight * p * (1 - p) + 1e-9)[:, None]).T @ z + ridge
        step = np.linalg.solve(curve, z.T @ (weight * (p - y)) + ridge @ w)
        w -= step
        if float(np.abs(step).max()) < 1e-4:
            break
    return w[:-1] / width, float(w[-1] - (w[:-1] * mean / width).sum())


def teach(weights: Path, out: Path, found: Sequence[Candidate], again: Sequence[Example]) -> None:
    """Write the network with new weights of the answer that nothing was said."""
    examples = [*(one.example for one in found), *again]
    layers, _ = answers(weights, examples)
    weight = np.array([1.0] * len(found) + [AGAIN] * len(again))
    row, bias = probe(layers, np.array([float(e.nothing) for e in examples]), weight)
    path = packed(weights, ACT_MODEL)
    net = ActNet()
    fill(net, path, PREFIX)
    net.out.weight.data[A + S] = torch.tensor(row, dtype=torch.float32)
    net.out.bias.data[A + S] = bias
    put(net, path, packed(out, ACT_MODEL), PREFIX)


def weigh(found: Sequence[Candidate], weights: Path) -> dict[str, float]:
    """Fit what each figure weighs, on articles that the network has not learned from; print what that reaches on parts left out."""
    names = sorted(found[0].figures, key=lambda name: (name != "one", name))
    rows = []
    _, percents = answers(weights, [one.example for one in found])
    for one, nothing in zip(found, percents.tolist(), strict=True):
        told = {"nothing": odds(nothing), "nothing, direct": odds(nothing) * one.figures["direct"]}
        rows.append([(one.figures | told)[name] for name in names])
    x, y = np.array(rows), np.array([float(one.said) for one in found])
    parts = np.array([int(one.text[8:12], 16) % PARTS for one in found])
    either = np.zeros(x.shape[1])
    p = np.zeros(len(y))
    for part in range(PARTS):
        p[parts == part] = 1 / (1 + np.exp(-x[parts == part] @ fit(x[parts != part], y[parts != part], either)))
    before = ~np.array([one.doubtful for one in found])
    for name, kept in (("before", before), *((f"from {least:.2f} up", p >= least) for least in (0.3, LEAST, 0.7))):
        precision, recall = float(y[kept].mean()), float(y[kept].sum() / y.sum())
        print(f"left out, {name}: precision {precision:.3f} recall {recall:.3f}", file=sys.stderr)
    return dict(zip(names, fit(x, y, either).tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--labels", type=Path, default=LEARNED)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the network there; without it only the figures are weighed")
    args = parser.parse_args()
    found = list(candidates(args.record, args.labels, args.weights.resolve(), (lambda _: True) if args.out else apart))
    if args.out:
        texts = {one.text for one in found}
        again = [e for e in reports_of(args.record) if e.dispute in texts and not apart(e.dispute)]
        print(f"{len(found)} verdicts, {len(again)} reports read for their acts", file=sys.stderr)
        teach(args.weights, args.out, [one for one in found if not apart(one.text)], again)
    print(HEAD)
    for name, weight in weigh([one for one in found if apart(one.text)], args.out or args.weights).items():
        print(f"{name}\t{weight:.3f}")


if __name__ == "__main__":
    main()
