"""Where the weights lie; open a network for one thread, so that its sums come in the same order everywhere."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from verbale import settings


def weights_folder(given: Path | None = None) -> Path:
    """Return the folder of weights: the one given, else the user's, else the package's."""
    return given or settings.WEIGHTS or Path(str(resources.files(__package__) / "weights"))


def packed(folder: Path, name: str) -> Path:
    """Return where a network lies that is kept packed; as it is, where a folder has it only so."""
    path, plain = folder / f"{name}.onnx.gz", folder / f"{name}.onnx"
    return plain if plain.exists() and not path.exists() else path


def open_session(path: Path) -> Any:
    """Return an onnxruntime session; a graph whose name ends in ".gz" is packed."""
    # imported here: the 0.1 s is paid by who loads the tagger, not by who imports the package
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    # joining sum and normalisation into one step is slower than the two apart and less exact (docs/explanation/scale.md)
    graph = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else str(path)
    return onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def lazily(path: Path) -> Callable[[], Any]:
    """Return what opens a session when it is first asked for: who knows all answers needs no network."""
    return cache(partial(open_session, path))
