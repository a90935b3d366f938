"""The learning curve: how much a reader gains from more families of the corpus."""

from functools import partial
from hashlib import sha256
from pathlib import Path

import torch

from .apart import score_columns, scores, sets_apart, told
from .data import Example
from .document import table, write_between_marks
from .finetune import Schedule, learn, standardise
from .frontier import LONGEST
from .measure import note, read_logits
from .model import Reader, load_reader, save_reader
from .sources import Sources

COMMAND = "npm run train:reader -- curve"
SHARES = (25, 50, 75, 100)  # percent of the families
SEED = 60


def curve(sources: Sources, encoder: Path, layers: int, frozen: int, epochs: float, write: bool) -> None:
    """F1 of readers that learned from a growing share of the families.

    They learn from labels alone, from the first layers of the bare encoder: the readers that exist, and so what a
    student could learn from them, know all families. Every reader takes as many steps as `epochs` over all texts,
    so that only the texts differ.
    """
    sets, tokenizer, examples = sets_apart(sources), sources.reader_tokenizer(), sources.examples()
    rows = []
    for share in SHARES:
        chosen = [e for e in examples if in_share(e.family, share)]
        passes = epochs * len(examples) / len(chosen)
        schedule = Schedule(passes, frozen_layers=frozen, longest=LONGEST, seed=SEED)
        weights = sources.weights / f"curve-{layers}-{frozen}-{epochs:g}-{share}.f16.pt"
        if not weights.exists():
            save_reader(_learned(sources, encoder, layers, chosen, schedule, share), weights)
        families = len({e.family for e in chosen})
        row = [
            f"{share}%",
            f"{families:,}",
            f"{len(chosen):,}",
            *scores(partial(read_logits, load_reader(weights), tokenizer), sets),
        ]
        rows.append(row)
        note(sources.results, f"curve: {share}% of the families", [f"- {', '.join(row[1:])}"])
    columns = ["of the families", "families", "texts", *score_columns(sets)]
    text = (
        f"{layers} layers, the first {frozen} of them as they were, as many steps as {epochs:g} epochs over all texts. "
        f"On {told(sets)}: F1 in percent (precision / recall) at 0.5.\n\n{table(columns, rows)}"
    )
    print(text)
    if write:
        write_between_marks(text, COMMAND)


def in_share(family: str, share: int) -> bool:
    """Whether a family is among this percentage of them; who is in a smaller share is in every greater one."""
    return int.from_bytes(sha256(f"curve {family}".encode()).digest()[:8], "big") * 100 < share << 64


def _learned(
    sources: Sources, encoder: Path, layers: int, examples: list[Example], schedule: Schedule, share: int
) -> Reader:
    tokenizer = sources.reader_tokenizer()
    torch.manual_seed(SEED)
    reader = load_reader(encoder, list(range(layers)))
    standardise(reader, tokenizer, examples, SEED)
    learn(reader, tokenizer, examples, schedule, title=f"{share}% of the families")
    return reader
