"""Readers that have not seen a family, and what they answer: the logits that the final score is fitted on."""

import json
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
    """Teacher from the bare encoder, student from the teacher, both on the other folds; then `predict_fold`.

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
    predict_fold(sources, fold)


def predict_fold(sources: Sources, fold: int) -> None:
    """Write the logits of the fold's texts and of the real ones by the fold's saved readers, and measure them.

    `out`/oof_fold{k}.jsonl and `out`/real_fold{k}.jsonl: {text, fold, family, file, stage, kind, teacher, student}.
    Texts written after the readers were trained may be among them: their families were in no training.
    """
    tokenizer = sources.reader_tokenizer()
    held = [e for e in sources.examples() if fold_of(e.family) == fold]
    real = {path.name: read_examples([path]) for path in sources.real}
    rows: dict[str, list[dict]] = {"oof": [_row(e, fold) for e in held]}
    rows["real"] = [_row(e, fold) for chosen in real.values() for e in chosen]
    for role in ("teacher", "student"):
        reader = load_reader(_weights(sources, fold, role))
        parts = {
            name: read_logits(reader, tokenizer, chosen) for name, chosen in [("out of fold", held), *real.items()]
        }
        lines = measures({name: (parts[name], chosen) for name, chosen in [("out of fold", held), *real.items()]})
        note(sources.results, f"fold {fold} {role}, {len(reader.encoder.layers)} layers", lines)
        logits = {"oof": parts.pop("out of fold"), "real": np.concatenate(list(parts.values()))}
        for name, part in rows.items():
            for row, values in zip(part, logits[name]):
                row[role] = [round(float(x), 4) for x in values]
    for name, part in rows.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
        (sources.out / f"{name}_fold{fold}.jsonl").write_text(text, encoding="utf-8")


def _row(example: Example, fold: int) -> dict:
    return {
        "text": example.text,
        "fold": fold,
        "family": example.family,
        "file": example.source,
        "stage": example.message.stage,
        "kind": example.message.kind,
    }


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
