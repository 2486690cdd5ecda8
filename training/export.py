"""Turn a trained network into the shipped files: an int8 ONNX graph, small tables, the vocabulary.

    python -m training.export --net /path/net.pt --base <all-MiniLM-L6-v2> --out verbale/language/weights

Word embeddings are kept as int8 with one scale a row, matrices as int8 with one scale a column and seven bits used
(reduce_range: the same sums on processors with and without VNNI).
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.net import RANK, Net
from training.train import average
from verbale.language.tagger import MODEL
from verbale.language.windows import BUDGET

LEAN = 0.4
"""Find cues a little more readily than the corpus would have it: whoever wants fewer has the probabilities."""
LOWER = "/layers.2/norm2/LayerNormalization_output_0"
INPUTS = ("ids", "shapes", "places", "quotes", "heads")


class Rows(nn.Module):
    """An embedding table in int8, one scale a row."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("table", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.table[ids].float() * self.scale[ids]


def tables_of(net: Net) -> dict:
    """Everything that the run time applies outside the graph."""

    def plain(value: Tensor) -> list:
        return [plain(v) for v in value] if value.ndim else round(float(value), 5)

    names = ("distance", "sentence", "paragraph", "transitions", "first")
    return {name: plain(getattr(net, name).detach()) for name in names} | {"rank": RANK}


def slim(net: Net, pieces: list[str]) -> list[str]:
    """Leave out what is never read: the base vocabulary's unused pieces, places beyond a window. Return the pieces left."""
    kept = [number for number, piece in enumerate(pieces) if not piece.startswith("[unused")]
    net.words = nn.Embedding.from_pretrained(net.words.weight.detach()[kept])
    net.positions = nn.Embedding.from_pretrained(net.positions.weight.detach()[:BUDGET])
    return [pieces[number] for number in kept]


def export(net: Net, path: Path, int8: bool = True) -> None:
    net.eval()
    if int8:
        net.words = Rows(net.words.weight.detach())
    n, w = 24, 9
    sample = (*(torch.ones(1, n, dtype=torch.long) for _ in range(4)), torch.arange(w)[None])
    axes = {name: {1: "pieces"} for name in INPUTS[:4]} | {"heads": {1: "words"}}
    axes |= {name: {1: "words"} for name in ("tag", "ask", "answer")}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            net, sample, str(plain), input_names=list(INPUTS), output_names=["tag", "ask", "answer"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        if int8:
            quantize_dynamic(
                plain, path, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True,
                weight_type=QuantType.QInt8,
            )  # fmt: skip
        else:
            shutil.copy(plain, path)
    model = onnx.load(path)
    # what the lower layers make of each piece, for the networks that stand on them
    model.graph.node.append(onnx.helper.make_node("Identity", [LOWER], ["lower"], name="/lower"))
    model.graph.output.append(
        onnx.helper.make_tensor_value_info("lower", onnx.TensorProto.FLOAT, [1, "pieces", net.kind.shape[0]])
    )
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = "verbale", "", ""
    onnx.save(model, path)


def _lean(towards_cues: float) -> list[float]:
    return [towards_cues, 0.0, 0.0, 0.0, 0.0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--net", type=Path, nargs="+", required=True, help="several are averaged, weight by weight")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lean", type=float, help="towards finding cues; without it what the tables there say, or 0.4")
    parser.add_argument("--plain", action="store_true", help="float32, to measure what int8 loses")
    args = parser.parse_args()
    net = Net()
    net.load_state_dict(average(args.net))
    args.out.mkdir(parents=True, exist_ok=True)
    tables = args.out / f"{MODEL}.json"
    kept = json.loads(tables.read_text()) if tables.exists() else {}
    fitted = {"begin": _lean(LEAN)} | {k: kept[k] for k in ("begin", "calibration", "least") if k in kept}
    if args.lean is not None:
        fitted["begin"] = _lean(args.lean)
    tables.write_text(json.dumps(tables_of(net) | fitted) + "\n")
    pieces = slim(net, (args.base / "vocab.txt").read_text(encoding="utf-8").splitlines())
    (args.out / "vocab.txt").write_text("\n".join([*pieces, ""]), encoding="utf-8")
    export(net, args.out / f"{MODEL}.onnx", int8=not args.plain)
    print((args.out / f"{MODEL}.onnx").stat().st_size)


if __name__ == "__main__":
    main()
