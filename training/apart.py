"""How good a reader is on texts that no reader learns from, by the folder that they lie in."""

from collections.abc import Callable, Sequence

import numpy as np

from .categories import CATEGORIES, VIOLATIONS
from .data import Example, read_examples
from .measure import precision_recall_f1
from .sources import Sources

KINDS = {"violations": range(len(VIOLATIONS)), "cautions": range(len(VIOLATIONS), len(CATEGORIES))}


def sets_apart(sources: Sources) -> dict[str, list[Example]]:
    """The texts of `--real`, by the name of their folder; raises ValueError without any."""
    sets: dict[str, list[Example]] = {}
    for path in sources.real:
        sets.setdefault(path.resolve().parent.name, []).extend(read_examples([path]))
    if not sets:
        raise ValueError("--real: give the files to measure on")
    return sets


def score_columns(sets: dict[str, list[Example]]) -> list[str]:
    """A column for violations and cautions of each set."""
    return [f"{name}: {kind}" for name in sets for kind in KINDS]


def scores(read: Callable[[Sequence[Example]], np.ndarray], sets: dict[str, list[Example]]) -> list[str]:
    """F1 in percent at probability 0.5, with precision and recall, of a reader that gives log-odds [B, C]."""
    cells = []
    for examples in sets.values():
        logits = read(examples)
        for columns in KINDS.values():
            precision, recall, f1 = precision_recall_f1(logits, examples, list(columns))
            cells.append(f"{f1:.1f} ({precision:.1f} / {recall:.1f})")
    return cells


def told(sets: dict[str, list[Example]]) -> str:
    """How many texts each set has."""
    return ", ".join(f"`{name}` ({len(examples)} texts)" for name, examples in sets.items())
