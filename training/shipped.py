"""Read the weights of a shipped int8 graph back, and write others in their places: the file stays the same but for their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnx.numpy_helper
import torch
from torch import nn

from training.graphs import load, save

STEPS = 64
"""Matrices are kept in seven bits: from -64 to 64 times the scale of their column."""
Array = npt.NDArray[np.float32]


def _module(node: str) -> str:
    """Return the module whose product a node is: `/tag/tag.0/MatMul_quant` is that of `tag.0`."""
    parts = node.strip("/").split("/")[:-1]
    return ".".join(p for p, after in zip(parts, [*parts[1:], ""], strict=True) if not after.startswith(f"{p}."))


def places_of(model: onnx.ModelProto) -> dict[str, tuple[str, str]]:
    """Return where a graph holds each module's matrix: the names of its int8 table and of its scales."""
    scales = {n.name: n.input[1] for n in model.graph.node if n.name.endswith("_quant_scales_mul")}
    return {
        _module(n.name): (n.input[1], scales[f"{n.name}_scales_mul"])
        for n in model.graph.node
        if n.op_type == "MatMulInteger"
    }


def weights_of(path: Path, prefix: str = "") -> Iterator[tuple[str, Array]]:
    """Yield the parameters of a graph by the names that they had in training, without `prefix`."""
    model = load(path)
    held = {t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer}
    for name, value in held.items():
        if name.startswith(prefix) and value.dtype == np.float32 and "::" not in name:
            yield name.removeprefix(prefix), value
    for module, (table, scale) in places_of(model).items():
        if module.startswith(prefix):
            yield f"{module.removeprefix(prefix)}.weight", (held[table].astype(np.float32) * held[scale]).T


def fill(net: nn.Module, path: Path, prefix: str = "") -> set[str]:
    """Give a network the parameters that a graph holds; return the names of those that it does not."""
    own = dict(net.named_parameters())
    for name, value in weights_of(path, prefix):
        if name in own:
            own.pop(name).data.copy_(torch.tensor(value))
    return set(own)


def put(net: nn.Module, path: Path, out: Path, prefix: str = "", only: tuple[str, ...] = ("",)) -> None:
    """Write a graph anew with a network's parameters in place of its own: those whose names begin as `only` says."""
    model = load(path)
    where = places_of(model)
    new: dict[str, npt.NDArray[np.generic]] = {}
    for name, parameter in net.named_parameters():
        if not name.startswith(only):
            continue
        value = parameter.detach().numpy().astype(np.float32)
        module = prefix + name.rpartition(".")[0]
        if name.endswith("weight") and module in where:
            scale = (np.maximum(np.abs(value).max(1), 1e-8) / STEPS).astype(np.float32)
            new[where[module][0]] = np.round(value / scale[:, None]).T.astype(np.int8)
            new[where[module][1]] = scale
        else:
            new[prefix + name] = value
    for tensor in model.graph.initializer:
        if tensor.name not in new:
            continue
        old, value = onnx.numpy_helper.to_array(tensor), new[tensor.name]
        if old.shape != value.shape or old.dtype != value.dtype:
            raise ValueError(f"{path}: {tensor.name} is {old.dtype}{old.shape}, not {value.dtype}{value.shape}")
        if tensor.HasField("raw_data"):
            tensor.raw_data = value.tobytes()
        else:
            tensor.float_data[:] = value.ravel().tolist()
    out.parent.mkdir(parents=True, exist_ok=True)
    save(model, out)
