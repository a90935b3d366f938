"""Reading many texts and measuring what was found."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from .batches import batches, pad, targets
from .categories import CATEGORIES, INDEX, VIOLATIONS
from .data import Example
from .model import Reader, arithmetic
from .tokenizer import ReaderTokenizer

BATCH_TOKENS = 2048


def merge_windows(logits: np.ndarray) -> np.ndarray:
    """Logits of a text's windows [W, C] -> [C]: the highest, but the lowest for `vague_job`.

    A job that is named in one window is named.
    """
    merged = logits.max(0)
    merged[INDEX["vague_job"]] = logits[:, INDEX["vague_job"]].min()
    return merged


def read_logits(reader: Reader, tokenizer: ReaderTokenizer, examples: Sequence[Example]) -> np.ndarray:
    """Log-odds [B, C], long texts in windows."""
    reader.eval()
    windows = tokenizer.windows_of([e.message for e in examples])
    flat = [ids for text in windows for ids in text]
    logits = np.zeros((len(flat), len(CATEGORIES)), np.float32)
    with torch.inference_mode(), arithmetic():
        for chosen in batches([len(ids) for ids in flat], BATCH_TOKENS):
            logits[chosen] = reader(*pad([flat[i] for i in chosen], tokenizer.pad)).logits.float().numpy()
    starts = np.cumsum([0, *(len(text) for text in windows)])
    return np.stack([merge_windows(logits[a:b]) for a, b in zip(starts, starts[1:])])


def precision_recall_f1(
    logits: np.ndarray, examples: Sequence[Example], columns: Sequence[int]
) -> tuple[float, float, float]:
    """Precision, recall, F1 in percent at probability 0.5; optional categories count neither way."""
    labels, mask = (t.numpy() > 0 for t in targets(examples))
    found = logits > 0
    true = int((found & labels)[:, columns].sum())
    wrong = int((found & ~labels & mask)[:, columns].sum())
    missed = int((~found & labels)[:, columns].sum())
    return (
        100 * true / max(1, true + wrong),
        100 * true / max(1, true + missed),
        200 * true / max(1, 2 * true + wrong + missed),
    )


def summary(logits: np.ndarray, examples: Sequence[Example]) -> str:
    """One line: violations and cautions as F1 (precision / recall), legitimate texts flagged."""
    split = len(VIOLATIONS)
    parts = []
    for name, columns in (("violations", range(split)), ("cautions", range(split, len(CATEGORIES)))):
        precision, recall, f1 = precision_recall_f1(logits, examples, list(columns))
        parts.append(f"{name} {f1:.1f} ({precision:.1f} / {recall:.1f})")
    legitimate = [i for i, e in enumerate(examples) if not e.labels]
    if legitimate:
        mask = targets([examples[i] for i in legitimate])[1].numpy() > 0
        found = (logits[legitimate] > 0) & mask
        violating, flagged = (100 * part.any(1).mean() for part in (found[:, :split], found))
        parts.append(f"of {len(legitimate)} legitimate {violating:.1f}% with a violation, {flagged:.1f}% flagged")
    return ", ".join(parts)


def note(path: Path, title: str, lines: Sequence[str]) -> None:
    """Append a section to a file of results and print it."""
    section = "\n".join([f"## {title}", *lines, ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(section + "\n")
    print(section, flush=True)
