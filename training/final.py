"""The readers that are used: a teacher on all texts and the student that ships."""

import json
from pathlib import Path

import torch

from .categories import CATEGORIES
from .data import Example, read_examples
from .distil import LAYERS, distil, unlabelled
from .export import export
from .finetune import Schedule, learn, standardise
from .folds import measure_real
from .measure import note, read_logits
from .model import Reader, is_bare, load_reader, save_reader
from .quantise import distance, input_peaks, milliseconds, quantise, session
from .quantise import read_logits as read_graph
from .sources import NETWORK, Sources

UNLABELLED = 0.3  # unlabelled splices for each labelled text
CALIBRATION_TEXTS = 200
SPEED_TOKENS = (24, 58, 128, 256)


def train_teacher(sources: Sources, start: Path, epochs: float) -> Path:
    """All texts, from the bare encoder or going on from a reader; returns the file of the weights."""
    tokenizer, examples = sources.reader_tokenizer(), sources.examples()
    torch.manual_seed(30)
    teacher = load_reader(start)
    schedule = Schedule(epochs, rate=5e-5, head_rate=5e-4, seed=31)
    if is_bare(start):
        standardise(teacher, tokenizer, examples, 30)
        schedule = Schedule(epochs, seed=31)
    learn(teacher, tokenizer, examples, schedule, title="teacher")
    path = sources.weights / "teacher.f16.pt"
    save_reader(teacher, path)
    measure_real("final teacher", sources, lambda texts: read_logits(teacher, tokenizer, texts))
    return path


def train_student(sources: Sources, teacher: Path, layers: int, epochs: float, start: Path | None = None) -> Path:
    """A student of so many layers, or one that goes on from `start`, on all texts and unlabelled splices."""
    tokenizer, examples = sources.reader_tokenizer(), sources.examples()
    texts = examples + unlabelled(examples, round(UNLABELLED * len(examples)), 41)
    schedule = Schedule(epochs, rate=1.5e-4, head_rate=5e-4, frozen_layers=0, dropout=0.0, seed=42)
    student = distil(
        load_reader(teacher),
        tokenizer,
        texts,
        LAYERS[layers],
        schedule,
        f"student of {layers} layers",
        load_reader(start) if start else None,
    )
    path = sources.weights / f"student{layers}.f16.pt"
    save_reader(student, path)
    measure_real(f"final student, {layers} layers", sources, lambda texts: read_logits(student, tokenizer, texts))
    return path


def ship(sources: Sources, weights: Path, target: Path, float_layers: tuple[int, ...] = ()) -> Path:
    """Export, quantise and measure; writes the network into `target`, the float form and `report.json` into `out`."""
    tokenizer, examples = sources.reader_tokenizer(), sources.examples()
    full, small = sources.out / "reader.float.onnx", target / NETWORK
    chosen = calibration_texts(examples)
    make_graphs(load_reader(weights), full, small, _first_windows(sources, chosen), float_layers)

    real = [e for path in sources.real for e in read_examples([path])]
    before, after = session(full), session(small)
    gap = distance(before, after, _first_windows(sources, real or chosen))
    speed = {str(tokens): round(milliseconds(after, tokens)[0], 2) for tokens in SPEED_TOKENS}
    measured = measure_real(f"int8 of {weights.name}", sources, lambda texts: read_graph(after, tokenizer, texts))
    figures = {
        "categories": CATEGORIES,
        "bytes": small.stat().st_size,
        "int8_from_float": {name: round(value, 4) for name, value in gap._asdict().items()},
        "milliseconds_one_thread_by_tokens": speed,
        "measured": [line.removeprefix("- ") for line in measured],
    }
    (sources.out / "report.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    note(sources.results, f"cost of {weights.name}", [f"- {key}: {figures[key]}" for key in list(figures)[1:4]])
    return small


def calibration_texts(examples: list[Example]) -> list[Example]:
    """Texts spread evenly over the corpus, on which a network is quantised."""
    return examples[:: max(1, len(examples) // CALIBRATION_TEXTS)]


def make_graphs(
    reader: Reader, full: Path, small: Path, inputs: list[list[int]], float_layers: tuple[int, ...] = ()
) -> None:
    """Write the float graph and its int8 form, quantised by these inputs."""
    small.parent.mkdir(parents=True, exist_ok=True)
    export(reader, full)
    quantise(full, small, float_layers, input_peaks(full, inputs))


def _first_windows(sources: Sources, examples: list[Example]) -> list[list[int]]:
    return [windows[0] for windows in sources.reader_tokenizer().windows_of([e.message for e in examples])]
