"""Networks as files: written with matrices in int8, packed, and with nothing in them of when they were made; read again."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from verbale.language.session import open_session

__all__ = ["export", "load", "open_session", "save"]
Axes = Mapping[str, Mapping[int, str]]
MATRICES = ("MatMul",)


def load(path: Path) -> onnx.ModelProto:
    """Read a graph, packed or not."""
    return onnx.load_from_string(gzip.decompress(path.read_bytes())) if path.suffix == ".gz" else onnx.load(path)


def save(model: onnx.ModelProto, path: Path) -> None:
    """Write a graph, packed where the name ends in ".gz"."""
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(model.SerializeToString(), 9, mtime=0))
    else:
        onnx.save(model, path)


def export(
    net: nn.Module, sample: tuple[Tensor, ...], given: Sequence[str], told: Sequence[str], axes: Axes, path: Path,
    *, int8: bool = True, kinds: Sequence[str] = MATRICES,
) -> None:  # fmt: skip
    """Write a network as a graph; with `int8` the operations of these kinds keep their weights in seven bits of eight."""
    net.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            net, sample, str(plain), input_names=list(given), output_names=list(told),
            dynamic_axes={name: dict(axis) for name, axis in axes.items()}, opset_version=17, dynamo=False,
        )  # fmt: skip
        if not int8:
            shutil.copy(plain, path)
            return
        quantize_dynamic(
            plain, small, op_types_to_quantize=list(kinds), per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip
        model = onnx.load(small)
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = "verbale", "", ""
    save(model, path)
