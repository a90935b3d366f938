"""What a reader's size buys: students of several shapes, distilled alike from the network that ships."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from .apart import score_columns, scores, sets_apart, told
from .batches import pad, targets, training_ids
from .data import Example
from .distil import LABEL_SHARE
from .document import table, write_between_marks
from .final import calibration_texts, make_graphs
from .finetune import Schedule, learn
from .measure import note
from .model import HEAD_WIDTH, HEADS, INNER, Reader, load_reader, new_reader, save_reader
from .narrow import narrowed
from .quantise import processor_milliseconds, read_logits, run, session
from .recover import recover
from .sources import NETWORK, Sources

COMMAND = "npm run train:reader -- frontier"
TOKENS = 58  # about 100 characters
LONGEST = 128  # ids of an input; seven texts of eight are shorter
SEED = 50


@dataclass(frozen=True)
class Shape:
    """A student: which layers of the network it starts from, how many heads and inner units each keeps."""

    layers: tuple[int, ...]
    heads: int = HEADS
    inner: int = INNER


SHAPES = {
    "6": Shape((0, 1, 2, 3, 4, 5)),
    "4": Shape((0, 2, 3, 5)),
    "3": Shape((0, 2, 5)),
    "narrow": Shape((0, 1, 2, 3, 4, 5), heads=6, inner=384),
}


def frontier(
    sources: Sources, network: Path, shapes: Sequence[str], epochs: float, others: Sequence[Path], write: bool
) -> None:
    """F1 and milliseconds of the network, of its students and of other readers as they are.

    Students whose weights lie there already are measured only. All learn from the same variants of the corpus, in
    the same order.
    """
    sets, tokenizer = sets_apart(sources), sources.reader_tokenizer()
    sessions: dict[str, onnxruntime.InferenceSession] = {}
    rows: dict[str, list[str]] = {}

    def measure(name: str, graph: Path) -> None:
        sessions[name] = session(graph)
        rows[name] = [
            f"{graph.stat().st_size / 1e6:.1f}",
            *scores(partial(read_logits, sessions[name], tokenizer), sets),
        ]
        note(sources.results, f"frontier: {name}", [f"- {', '.join(rows[name])}"])

    measure("6 layers, as shipped", network)
    for name in shapes:
        weights = sources.weights / f"frontier-{name}-{epochs:g}.f16.pt"
        if not weights.exists():
            save_reader(_student(sources, network, SHAPES[name], epochs, name), weights)
        measure(f"{described(load_reader(weights))}, distilled for {epochs:g} epochs", _graph(sources, weights))
    for path in others:
        if path.suffix == ".onnx":
            measure(f"`{path.name}`, as it is", path)
        else:
            measure(f"{described(load_reader(path))}, `{path.name}`", _graph(sources, path))

    times = _taking_turns(sessions)
    by_time = sorted(rows, key=lambda name: times[name], reverse=True)
    columns = ["reader", "megabytes", f"ms, {TOKENS} tokens", *score_columns(sets)]
    made = [[name, rows[name][0], f"{times[name]:.1f}", *rows[name][1:]] for name in by_time]
    text = f"On {told(sets)}: F1 in percent (precision / recall) at 0.5.\n\n{table(columns, made)}"
    print(text)
    if write:
        write_between_marks(text, COMMAND)


def described(reader: Reader) -> str:
    """Shape of a reader in words."""
    layers = reader.encoder.layers
    heads, inner = layers[0].out.in_features // HEAD_WIDTH, layers[0].up.out_features
    narrow = "" if (heads, inner) == (HEADS, INNER) else f" of {heads} heads and {inner} inner units"
    return f"{len(layers)} layers{narrow}"


class Opinions:
    """What a network answers, each input read once and kept in a file."""

    def __init__(self, network: Path, path: Path) -> None:
        self.network, self.path = network, path
        self.known: dict[bytes, np.ndarray] = {}
        self.made_by = sha256(network.read_bytes()).hexdigest()
        if path.exists():
            with np.load(path) as kept:
                if str(kept["made_by"]) == self.made_by:
                    self.known = {key.tobytes(): row for key, row in zip(kept["keys"], kept["logits"])}

    def of(self, inputs: Sequence[Sequence[int]]) -> np.ndarray:
        """Log-odds [B, C]."""
        keys = [sha256(np.array(ids, np.int32).tobytes()).digest() for ids in inputs]
        new = {key: ids for key, ids in zip(keys, inputs) if key not in self.known}
        if new:
            opened = session(self.network)
            self.known |= {key: run(opened, ids)[0] for key, ids in new.items()}
            self.path.parent.mkdir(parents=True, exist_ok=True)
            names = np.frombuffer(b"".join(self.known), np.uint8).reshape(-1, 32)
            np.savez(self.path, keys=names, logits=np.stack(list(self.known.values())), made_by=self.made_by)
        return np.stack([self.known[key] for key in keys])

    def teach(self, examples: Sequence[Example], inputs: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Probabilities and labels as one answer, and its weight: cross-entropy is linear in what is wanted."""
        labels, mask = targets(examples)
        answers = torch.from_numpy(self.of(inputs)).sigmoid()
        weight = 1 + LABEL_SHARE * mask
        return (answers + LABEL_SHARE * mask * labels) / weight, weight


def _student(sources: Sources, network: Path, shape: Shape, epochs: float, title: str) -> Reader:
    tokenizer, examples = sources.reader_tokenizer(), sources.examples()
    student = new_reader(recover(network), list(shape.layers))
    if (shape.heads, shape.inner) != (HEADS, INNER):
        inputs = training_ids(tokenizer, calibration_texts(examples), LONGEST)
        batches = [pad(inputs[i : i + 32], tokenizer.pad) for i in range(0, len(inputs), 32)]
        student = narrowed(student, batches, shape.heads, shape.inner)
    schedule = Schedule(epochs, rate=1.5e-4, head_rate=5e-4, frozen_layers=0, dropout=0.0, longest=LONGEST, seed=SEED)
    opinions = Opinions(network, sources.out / "opinions.npz")
    learn(student, tokenizer, examples, schedule, title=f"student {title}", teach=opinions.teach)
    return student


def _graph(sources: Sources, weights: Path) -> Path:
    """The int8 graph of a reader."""
    folder = sources.out / weights.name.removesuffix(".f16.pt")
    tokenizer, chosen = sources.reader_tokenizer(), calibration_texts(sources.examples())
    make_graphs(load_reader(weights), folder / "float.onnx", folder / NETWORK, training_ids(tokenizer, chosen))
    return folder / NETWORK


def _taking_turns(sessions: dict[str, onnxruntime.InferenceSession], rounds: int = 15) -> dict[str, float]:
    """Milliseconds of one thread for one input of `TOKENS`, the readers read in turns."""
    times: dict[str, list[float]] = {name: [] for name in sessions}
    for _ in range(rounds):
        for name, opened in sessions.items():
            times[name].append(processor_milliseconds(opened, TOKENS))
    return {name: median(values) for name, values in times.items()}
