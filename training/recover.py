"""Weights of a reader from its int8 network: where no others are kept, training goes on from what ships."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

PREFIX = "reader."
INT8 = ("_quantized", "_scale", "_zero_point")


def recover(network: str | Path) -> dict[str, Tensor]:
    """State dict of the reader that `quantise` made this network of.

    Heads, norms and biases are as they were; the other weights are whole steps of their column's scale, and what
    was moved into them from the activations is taken out again.
    """
    graph = onnx.load(str(network)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = {name: value for name, value in stored.items() if name.startswith(PREFIX) and not name.endswith(INT8)}
    for name in ("encoder.word.weight", "encoder.position.weight"):
        weights[PREFIX + name] = _float(stored, f"{PREFIX}{name}")
    for node in graph.node:
        if node.op_type not in ("MatMul", "MatMulInteger") or node.input[1] not in stored:
            continue
        place = node.name.removesuffix("_quant").removesuffix("/MatMul").removesuffix("/Gemm_MatMul")
        matrix = node.input[1].removesuffix("_quantized")
        value = stored[matrix] if matrix in stored else _float(stored, matrix)
        factor = stored.get(f"{place}/MatMul/smooth/factor")
        value = value if factor is None else value * factor[:, None]
        weights[place[1:].replace("/", ".") + ".weight"] = value.T
    return {name.removeprefix(PREFIX): torch.tensor(np.ascontiguousarray(value)) for name, value in weights.items()}


def _float(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    """An int8 matrix times its scale, one for all or one a column."""
    steps = stored[name + "_quantized"].astype(np.float32) - stored[name + "_zero_point"].astype(np.float32)
    return steps * stored[name + "_scale"]
