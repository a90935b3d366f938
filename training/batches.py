"""Examples -> ids in padded batches."""

import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from .categories import CATEGORIES, INDEX
from .data import Example
from .tokenizer import MAX_TOKENS, ReaderTokenizer


def targets(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Labels and mask, float [B, C]; the mask is 0 where a category is optional."""
    labels = np.zeros((len(examples), len(CATEGORIES)), np.float32)
    mask = np.ones_like(labels)
    for row, example in enumerate(examples):
        labels[row, [INDEX[c] for c in example.labels]] = 1
        mask[row, [INDEX[c] for c in example.optional]] = 0
    return torch.from_numpy(labels), torch.from_numpy(mask)


def training_ids(tokenizer: ReaderTokenizer, examples: Sequence[Example], longest: int = MAX_TOKENS) -> list[list[int]]:
    """One input of at most `longest` ids a text.

    Of a longer text the middle is left out, a quarter of the room kept for its end.
    """
    inputs = []
    for example, pieces in zip(examples, tokenizer.text_ids([e.text for e in examples])):
        context = tokenizer.context_ids(example.message)
        room = longest - len(context) - 1
        if len(pieces) > room:
            pieces = pieces[: room - room // 4] + pieces[-(room // 4) :]
        inputs.append([*context, *pieces, tokenizer.eos])
    return inputs


def padded_length(length: int) -> int:
    """Lengths in steps of 8 (of 16 above 64): every new shape costs the CPU library a compilation."""
    step = 8 if length <= 64 else 16
    return -(-length // step) * step


def pad(inputs: Sequence[Sequence[int]], padding: int) -> tuple[Tensor, Tensor]:
    """ids and mask, int64 [B, L]."""
    length = padded_length(max(len(ids) for ids in inputs))
    ids = torch.full((len(inputs), length), padding)
    mask = torch.zeros((len(inputs), length), dtype=torch.int64)
    for row, pieces in enumerate(inputs):
        ids[row, : len(pieces)] = torch.tensor(pieces)
        mask[row, : len(pieces)] = 1
    return ids, mask


def batches(lengths: Sequence[int], tokens: int, rng: random.Random | None = None) -> list[list[int]]:
    """Indices in batches of one padded length and of one size for it, at most `tokens` with padding.

    With `rng` (training) in random order, a last batch filled with texts of its length; without it every index once.
    """
    buckets: dict[int, list[int]] = {}
    for i, length in enumerate(lengths):
        buckets.setdefault(padded_length(length), []).append(i)
    made: list[list[int]] = []
    for length, members in sorted(buckets.items()):
        size = max(1, tokens // length)
        if rng:
            rng.shuffle(members)
            size = min(size, len(members))
            members = members + members[: -len(members) % size]
        made += [members[start : start + size] for start in range(0, len(members), size)]
    if rng:
        rng.shuffle(made)
    return made
