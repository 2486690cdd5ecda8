"""Train the small tagger of `--fast`: two narrow layers and the three heads on the shipped tagger's lower three layers.

    python -m training.fast --data DATA/polnear/open --extra extra.jsonl.gz --weights verbale/language/weights

The lower layers stay as they are shipped, rounding and all, and their weights are not written a second time: the graph
of the small tagger reads them out of the large one's file, where they stand.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import onnx.compose
import onnx.helper
import onnx.numpy_helper
import onnx.utils
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.calibrate import evidence, fit, reliability
from training.export import LOWER, tables_of
from training.loop import half
from training.net import DISTANCES, PARAGRAPHS, RANK, SENTENCES, TAGS, Layer, Linear
from training.polnear import Example, examples, read
from training.score import intervals, predict, read_documents, score_document, total
from training.train import collate, losses
from verbale.language.tagger import FAST_MODEL, MODEL, load_fast
from verbale.language.words import Vocabulary

SIZE = 128
BATCH = 16
SHARED = 1024
"""Bytes from which on a table is read out of the large tagger's file."""
PIECES = ("ids", "shapes", "places", "quotes")


class FastNet(nn.Module):
    """What stands on the lower layers."""

    def __init__(self, size: int = SIZE, layers: int = 2, dropout: float = 0.1) -> None:
        super().__init__()
        self.take = Linear(384, size)
        self.layers = nn.ModuleList(Layer(size, 4, size * 4, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(size)
        self.tag = nn.Sequential(Linear(384 + size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, 3 * TAGS))
        self.ask = nn.Sequential(Linear(size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, 2 * TAGS * RANK))
        self.answer = nn.Sequential(Linear(size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, 2 * TAGS * RANK))
        self.distance = nn.Parameter(torch.zeros(DISTANCES, 2 * TAGS))
        self.sentence = nn.Parameter(torch.zeros(SENTENCES, 2 * TAGS))
        self.paragraph = nn.Parameter(torch.zeros(PARAGRAPHS, 2 * TAGS))
        self.transitions = nn.Parameter(torch.zeros(5, TAGS, TAGS))
        self.first = nn.Parameter(torch.zeros(5, TAGS))
        nn.init.normal_(self.ask[3].weight, std=0.05)
        nn.init.normal_(self.answer[3].weight, std=0.05)

    def read(self, states: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """Return what the heads say of words, given what the lower layers made of them."""
        x = self.norm(self.take(states))
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        return self.tag(torch.cat([states, x], 2)), self.ask(x), self.answer(x)

    def forward(self, lower: Tensor, heads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.read(torch.gather(lower, 1, heads[:, :, None].expand(-1, -1, lower.shape[2])), None)


def lower_part(weights: Path) -> onnx.ModelProto:
    """Cut the shipped tagger off above its third layer."""
    model = onnx.load(weights / f"{MODEL}.onnx")
    model.graph.output.append(onnx.helper.make_tensor_value_info(LOWER, onnx.TensorProto.FLOAT, [1, "pieces", 384]))
    return onnx.utils.Extractor(model).extract_model(list(PIECES), [LOWER])


def laid_out(
    session: onnxruntime.InferenceSession, paths: list[Path], vocabulary: Vocabulary, seed: int, limit: int | None
) -> list[tuple[Example, np.ndarray]]:
    """Return windows with what the lower layers made of their words."""
    draw = random.Random(seed)
    found = []
    for path in paths:
        for article in read(path, vocabulary, limit):
            for e in examples(article, vocabulary, draw.choice((256, 256, draw.randint(128, 256)))):
                given = {name: getattr(e.feed, name)[None] for name in PIECES}
                found.append((e, session.run([LOWER], given)[0][0][e.feed.heads].astype(np.float16)))
    return found


def train(net: FastNet, pool: list[tuple[Example, np.ndarray]], minutes: float, rate: float, seed: int) -> None:
    draw = random.Random(seed)
    torch.manual_seed(seed)
    optimizer = torch.optim.AdamW(net.parameters(), betas=(0.9, 0.98), weight_decay=0.01)
    began, step, sums = time.monotonic(), 0, np.zeros(2)
    net.train()
    while True:
        order = sorted(pool, key=lambda one: (len(one[0].feed.heads) // 12, draw.random()))
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        draw.shuffle(batches)
        for batch in batches:
            passed = (time.monotonic() - began) / (60 * minutes)
            if passed >= 1:
                return
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / 100) * min(1.0, (1 - passed) / 0.7)
            data = collate([e for e, _ in batch])
            states = torch.zeros(*data["words"].shape, 384)
            for row, (_, state) in enumerate(batch):
                states[row, : len(state)] = torch.from_numpy(state.astype(np.float32))
            with half():
                tag, ask, answer = net.read(states, data["words"] > 0)
            unary, pair = losses(net, data, tag, ask, answer)
            optimizer.zero_grad(set_to_none=True)
            (unary + pair).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            sums += (float(unary.detach()), float(pair.detach()))
            if step % 50 == 0:
                print(f"step {step} words {sums[0] / 50:.4f} cues {sums[1] / 50:.4f} {passed:.2f}", flush=True)
                sums = np.zeros(2)


def shared(model: onnx.ModelProto, file: Path) -> None:
    """Let the graph read each large table from where its bytes stand in another file."""
    whole = file.read_bytes()
    for tensor in model.graph.initializer:
        data = onnx.numpy_helper.to_array(tensor).tobytes()
        at = whole.find(data) if len(data) >= SHARED else -1
        if at < 0:
            continue
        for field in ("raw_data", "float_data", "int32_data"):
            tensor.ClearField(field)
        tensor.data_location = onnx.TensorProto.EXTERNAL
        del tensor.external_data[:]
        for key, value in (("location", file.name), ("offset", str(at)), ("length", str(len(data)))):
            tensor.external_data.add(key=key, value=value)


def export(net: FastNet, weights: Path) -> None:
    """Write the small tagger beside the large one whose lower layers it shares."""
    net.eval()
    for layer in net.modules():
        if isinstance(layer, Linear):
            layer.rounded = False
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            net, (torch.zeros(1, 24, 384), torch.arange(9)[None]), str(plain), input_names=["lower_in", "heads"],
            output_names=["tag", "ask", "answer"], opset_version=17, dynamo=False,
            dynamic_axes={"lower_in": {1: "pieces"}, **{n: {1: "words"} for n in ("heads", "tag", "ask", "answer")}},
        )  # fmt: skip
        quantize_dynamic(
            plain, small, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip
        upper = onnx.compose.add_prefix(onnx.load(small), "fast/", rename_inputs=False, rename_outputs=False)
    lower = lower_part(weights)
    upper.ir_version = lower.ir_version
    model = onnx.compose.merge_models(lower, upper, io_map=[(LOWER, "lower_in")])
    model.graph.node.append(onnx.helper.make_node("Identity", [LOWER], ["lower"], name="/lower"))
    model.graph.output.append(onnx.helper.make_tensor_value_info("lower", onnx.TensorProto.FLOAT, [1, "pieces", 384]))
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = "verbale", "", ""
    shared(model, weights / f"{MODEL}.onnx")
    path = weights / f"{FAST_MODEL}.onnx"
    path.write_bytes(model.SerializeToString())
    large = json.loads((weights / f"{MODEL}.json").read_text())
    tables = tables_of(net) | {key: large[key] for key in ("begin", "least") if key in large}
    (weights / f"{FAST_MODEL}.json").write_text(json.dumps(tables) + "\n")
    print(path, path.stat().st_size)


def calibrate(weights: Path, corpus: Path) -> None:
    """Fit the probabilities on every second article of a corpus; say how far off they are on the others."""
    documents = read_documents(corpus)
    tagger = load_fast(weights)
    assert tagger is not None
    fitted = fit(*evidence(tagger, documents[::2]))
    path = weights / f"{FAST_MODEL}.json"
    values = json.loads(path.read_text()) | {"calibration": [round(float(w), 4) for w in fitted]}
    path.write_text(json.dumps(values) + "\n")
    x, y = evidence(tagger, documents[1::2])
    print(f"calibration error {reliability(1 / (1 + np.exp(-x @ fitted)), y)[0]:.3f} over {len(y)} not fitted on")


def score(weights: Path, corpus: Path) -> None:
    tagger = load_fast(weights)
    assert tagger is not None
    scored = [score_document(d, predict(tagger, d)) for d in read_documents(corpus)]
    ranges = intervals(scored)
    for name, (p, r, f) in total(scored).items():
        print(f"{name:24}{p:7.1f}{r:7.1f}{f:7.1f}   [{ranges[name][0]:.1f}, {ranges[name][1]:.1f}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with PolNeAR's train.jsonl.gz")
    parser.add_argument("--extra", type=Path, nargs="*", default=[], help="articles labelled by the large tagger")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--dev", type=Path, help="articles to fit probabilities on and to score")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    part = lower_part(args.weights).SerializeToString()
    session = onnxruntime.InferenceSession(part, options, providers=["CPUExecutionProvider"])
    vocabulary = Vocabulary.read(args.weights / "vocab.txt")
    pool = laid_out(session, [args.data / "train.jsonl.gz", *args.extra], vocabulary, args.seed, args.limit)
    print(len(pool), "windows", sum(len(states) for _, states in pool), "words", flush=True)
    net = FastNet()
    for layer in net.modules():
        if isinstance(layer, Linear):
            layer.rounded = True
    train(net, pool, args.minutes, args.rate, args.seed)
    if args.save:
        torch.save(net.state_dict(), args.save)
    export(net, args.weights)
    if args.dev:
        calibrate(args.weights, args.dev)
        load_fast.cache_clear()
        score(args.weights, args.dev)


if __name__ == "__main__":
    main()
