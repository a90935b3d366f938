"""Readers that have not seen a family: what they answer of it is what the final score is fitted on."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from .data import Example, fold_of, read_examples
from .distil import LAYERS, distil
from .finetune import Schedule, learn, standardise
from .measure import note, read_logits, summary
from .model import load_reader, save_reader
from .sources import Sources

STUDENT_LAYERS = 6


def run_fold(
    sources: Sources,
    fold: int,
    encoder: Path,
    teacher_epochs: float,
    student_epochs: float,
    frozen_layers: int = 4,
    reuse_teacher: bool = False,
) -> None:
    """Teacher from the bare encoder, student from the teacher, both on the other folds.

    With `reuse_teacher` the teacher's weights of an earlier run are taken.
    """
    tokenizer, examples = sources.reader_tokenizer(), sources.examples()
    others = [e for e in examples if fold_of(e.family) != fold]
    held = [e for e in examples if fold_of(e.family) == fold]
    print(f"fold {fold}: {len(others)} texts to learn from, {len(held)} held out", flush=True)
    if reuse_teacher:
        teacher = load_reader(_weights(sources, fold, "teacher"))
    else:
        torch.manual_seed(fold)
        teacher = load_reader(encoder)
        standardise(teacher, tokenizer, others, fold)
        schedule = Schedule(teacher_epochs, frozen_layers=frozen_layers, seed=10 + fold)
        learn(teacher, tokenizer, others, schedule, title=f"fold {fold} teacher")
        save_reader(teacher, _weights(sources, fold, "teacher"))
    schedule = Schedule(student_epochs, rate=1.5e-4, head_rate=5e-4, frozen_layers=0, dropout=0.0, seed=20 + fold)
    student = distil(teacher, tokenizer, others, LAYERS[STUDENT_LAYERS], schedule, f"fold {fold} student")
    save_reader(student, _weights(sources, fold, "student"))
    measure_fold(sources, fold, held)


def measure_fold(sources: Sources, fold: int, held: list[Example]) -> None:
    """Note the measures of the fold's saved readers on what they have not seen."""
    tokenizer = sources.reader_tokenizer()
    real = {path.name: read_examples([path]) for path in sources.real}
    for role in ("teacher", "student"):
        reader = load_reader(_weights(sources, fold, role))
        chosen = {"out of fold": held, **real}
        lines = measures({name: (read_logits(reader, tokenizer, part), part) for name, part in chosen.items()})
        note(sources.results, f"fold {fold} {role}, {len(reader.encoder.layers)} layers", lines)


def _weights(sources: Sources, fold: int, role: str) -> Path:
    return sources.weights / f"fold{fold}_{role}.f16.pt"


def measures(parts: dict[str, tuple[np.ndarray, list[Example]]]) -> list[str]:
    """A line for each named part (logits, examples), and one for all real files together."""
    lines = [f"- {name} ({len(chosen)}): {summary(logits, chosen)}" for name, (logits, chosen) in parts.items()]
    real = [part for name, part in parts.items() if name.endswith(".jsonl")]
    if real:
        together = [e for _, chosen in real for e in chosen]
        lines.append(
            f"- all real ({len(together)}): {summary(np.concatenate([logits for logits, _ in real]), together)}"
        )
    return lines


def measure_real(title: str, sources: Sources, read: Callable[[list[Example]], np.ndarray]) -> list[str]:
    """Note the measures of a reader on each file of real texts; returns the lines."""
    chosen = {path.name: read_examples([path]) for path in sources.real}
    lines = measures({name: (read(examples), examples) for name, examples in chosen.items()})
    note(sources.results, title, lines)
    return lines
