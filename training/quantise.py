"""Int8 forms of the float graph, and how far from it and how fast they are."""

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from .data import Example
from .export import INPUTS, OUTPUTS
from .measure import merge_windows
from .tokenizer import ReaderTokenizer

# How much of an outlier is moved into the weights. At 0.5 (the paper's) and 0.3 the answers are worse than without,
# at 0.65 to 0.85 the mean difference of logits is 0.08 instead of 0.19; nearly all of it stems from the products down.
STRENGTH = 0.75


def quantise(source: str | Path, target: str | Path, float_layers: Sequence[int], peaks: dict[str, np.ndarray]) -> None:
    """Write the int8 form: word rows and the encoder's products in int8 (a scale a column), the rest in float.

    `float_layers` are left in float, as are the heads (their products carry the evidence and cost nothing).
    `peaks` are those of `input_peaks`.
    """
    model = smoothed(onnx.load(str(source)), peaks)
    even = Path(target).with_suffix(".smoothed")
    onnx.save(model, str(even))
    kept = [
        node.name
        for node in model.graph.node
        if (node.op_type == "MatMul" and not (is_weight_product(node, model) and "/layers." in node.name))
        or any(f"/layers.{layer}/" in node.name for layer in float_layers)
    ]
    quantize_dynamic(
        str(even),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=kept,
    )
    even.unlink()


def is_weight_product(node: onnx.NodeProto, model: onnx.ModelProto) -> bool:
    """Whether a product has a constant matrix on its right."""
    return node.input[1] in {tensor.name for tensor in model.graph.initializer}


def input_peaks(source: str | Path, inputs: Sequence[Sequence[int]]) -> dict[str, np.ndarray]:
    """Highest absolute value of each unit that enters each product of the encoder, over these inputs."""
    model = onnx.load(str(source))
    products = [
        n for n in model.graph.node if n.op_type == "MatMul" and "/layers." in n.name and is_weight_product(n, model)
    ]
    watched = sorted({node.input[0] for node in products})
    for name in watched:
        model.graph.output.append(onnx.ValueInfoProto(name=name))
    watching = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    peaks: dict[str, np.ndarray] = {}
    for ids in inputs:
        feed = {INPUTS[0]: np.array([ids], np.int64), INPUTS[1]: np.ones((1, len(ids)), np.int64)}
        for name, value in zip(watched, watching.run(watched, feed)):
            peak = np.abs(value).reshape(-1, value.shape[-1]).max(0)
            peaks[name] = np.maximum(peaks.get(name, 0), peak)
    return {node.name: peaks[node.input[0]] for node in products}


def smoothed(model: onnx.ModelProto, peaks: dict[str, np.ndarray], strength: float = STRENGTH) -> onnx.ModelProto:
    """The same function with the outliers of the activations moved into the weights (SmoothQuant, Xiao et al. 2023).

    Before each product its input is divided by a factor a unit, whose rows of the matrix are multiplied by it.
    """
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.name in peaks:
            tensor = weights[node.input[1]]
            matrix = numpy_helper.to_array(tensor)
            factor = (peaks[node.name] + 1e-5) ** strength / (np.abs(matrix).max(1) + 1e-5) ** (1 - strength)
            factor = (factor / np.exp(np.log(factor).mean())).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(matrix * factor[:, None], tensor.name))
            name = node.name + "/smooth"
            model.graph.initializer.append(numpy_helper.from_array(1 / factor, name + "/factor"))
            nodes.append(onnx.helper.make_node("Mul", [node.input[0], name + "/factor"], [name + "/out"], name=name))
            node.input[0] = name + "/out"
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def session(path: str | Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """A session on the CPU, as the service opens it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(open_session: onnxruntime.InferenceSession, ids: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Logits [C] and contributions [L, C] of one input."""
    logits, contributions = open_session.run(OUTPUTS, _feed(ids))
    return logits[0], contributions[0]


def _run_logits(open_session: onnxruntime.InferenceSession, ids: Sequence[int]) -> np.ndarray:
    """Logits [C] of one input, of graphs that do not tell their evidence as well."""
    return open_session.run(OUTPUTS[:1], _feed(ids))[0][0]


def _feed(ids: Sequence[int]) -> dict[str, np.ndarray]:
    return {INPUTS[0]: np.array([ids], np.int64), INPUTS[1]: np.ones((1, len(ids)), np.int64)}


def milliseconds(open_session: onnxruntime.InferenceSession, tokens: int, rounds: int = 60) -> tuple[float, float]:
    """Median and fastest time of one input of this many tokens, in milliseconds."""
    ids = np.random.default_rng(1).integers(5, 3000, tokens).tolist()
    times = []
    for _ in range(rounds + 5):
        begin = time.perf_counter()
        run(open_session, ids)
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times[5:]), min(times[5:])


def processor_milliseconds(open_session: onnxruntime.InferenceSession, tokens: int, rounds: int = 5) -> float:
    """Median processor time of one input of this many tokens, in milliseconds, for a session of one thread.

    What others do on the machine counts less in it.
    """
    ids = np.random.default_rng(1).integers(5, 3000, tokens).tolist()
    times = []
    for _ in range(rounds + 1):
        begin = time.thread_time()
        _run_logits(open_session, ids)
        times.append(1000 * (time.thread_time() - begin))
    return statistics.median(times[1:])


class Distance(NamedTuple):
    """How far two graphs' probabilities are apart."""

    mean: float  # of all categories of all texts
    mean_of_highest: float  # of each text's category that differs most
    highest: float
    changed: float  # share of answers at 0.5 that change


def distance(
    reference: onnxruntime.InferenceSession, other: onnxruntime.InferenceSession, inputs: Sequence[Sequence[int]]
) -> Distance:
    """Compare the answers of two graphs to these inputs."""
    ours = np.stack([run(reference, ids)[0] for ids in inputs])
    theirs = np.stack([run(other, ids)[0] for ids in inputs])
    gap = np.abs(_probability(ours) - _probability(theirs))
    changed = (ours > 0) != (theirs > 0)
    return Distance(float(gap.mean()), float(gap.max(1).mean()), float(gap.max()), float(changed.mean()))


def read_logits(
    open_session: onnxruntime.InferenceSession, tokenizer: ReaderTokenizer, examples: Sequence[Example]
) -> np.ndarray:
    """Log-odds [B, C] as the service gets them, long texts in windows."""
    windows = tokenizer.windows_of([e.message for e in examples])
    return np.stack([merge_windows(np.stack([_run_logits(open_session, ids) for ids in text])) for text in windows])


def _probability(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))
