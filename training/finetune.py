"""Fine-tune a reader on labelled texts."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from .augment import Augmenter
from .batches import batches, pad, targets, training_ids
from .data import Example
from .model import Output, Reader, arithmetic
from .tokenizer import MAX_TOKENS, ReaderTokenizer

WARMUP = 0.06  # share of the steps in which the rate rises
LAST_RATE = 0.02  # the rate never falls below this share
PROGRESS_STEPS = 25


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn."""

    epochs: float
    rate: float = 1e-4  # AdamW, encoder
    head_rate: float = 1e-3
    tokens: int = 2048  # of a batch, padding included; about 30 texts
    frozen_layers: int = 4
    dropout: float = 0.1  # of the states before the heads
    longest: int = MAX_TOKENS  # ids of an input; of a longer text the middle is left out
    seed: int = 1


Teach = Callable[[Sequence[Example], Sequence[Sequence[int]]], tuple[Tensor, Tensor]]
"""What examples, given with their inputs, should be answered, and how much each answer counts: two floats [B, C]."""

Loss = Callable[[Output, Tensor, Tensor, Tensor, Tensor], Tensor]
"""Loss of each text [B] from what was read, labels and mask [B, C], ids and mask of ids [B, L]."""


def label_loss(read: Output, labels: Tensor, mask: Tensor, _ids: Tensor, _visible: Tensor) -> Tensor:
    """Cross-entropy of each text [B], summed over the categories that are not optional."""
    return F.binary_cross_entropy_with_logits(read.logits.float(), labels, reduction="none").mul(mask).sum(1)


def standardise(reader: Reader, tokenizer: ReaderTokenizer, examples: Sequence[Example], seed: int) -> None:
    """Set the reader's means and deviations from 384 texts."""
    chosen = random.Random(seed).sample(list(examples), min(384, len(examples)))
    inputs = training_ids(tokenizer, chosen)
    reader.eval()
    reader.standardise([pad(inputs[i : i + 32], tokenizer.pad) for i in range(0, len(inputs), 32)])


def learn(
    reader: Reader,
    tokenizer: ReaderTokenizer,
    examples: Sequence[Example],
    schedule: Schedule,
    loss_of: Loss = label_loss,
    title: str = "",
    teach: Teach = lambda examples, _inputs: targets(examples),
) -> None:
    """Train in place; a weight of 2 counts a text twice. Deterministic for a seed and threads."""
    torch.manual_seed(schedule.seed)
    plan = _plan(tokenizer, examples, schedule)
    steps = sum(len(epoch.batches) for epoch in plan)
    reader.encoder.freeze(schedule.frozen_layers)
    optimiser, rate = _optimiser(reader, schedule, steps)
    parameters = [p for group in optimiser.param_groups for p in group["params"]]
    weight = torch.tensor([e.weight for e in examples])
    weight /= weight.mean()
    progress = _Progress(title, steps)
    reader.train()
    for epoch in plan:
        labels, mask = teach(epoch.variants, epoch.inputs)
        for chosen in epoch.batches:
            ids, visible = pad([epoch.inputs[i] for i in chosen], tokenizer.pad)
            with arithmetic():
                read = reader(ids, visible, schedule.dropout)
            loss = (loss_of(read, labels[chosen], mask[chosen], ids, visible) * weight[chosen]).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            rate.step()
            progress.add(loss.item())


class _Epoch(NamedTuple):
    variants: list[Example]
    inputs: list[list[int]]  # ids of each variant
    batches: list[list[int]]  # indices


def _plan(tokenizer: ReaderTokenizer, examples: Sequence[Example], schedule: Schedule) -> list[_Epoch]:
    """Every epoch's variants and batches; of a last part of an epoch only so many batches."""
    rng = random.Random(schedule.seed)
    augment = Augmenter(examples, schedule.seed)
    plan = []
    left = schedule.epochs
    while left > 0:
        variants = [augment(e) for e in examples]
        inputs = training_ids(tokenizer, variants, schedule.longest)
        made = batches([len(ids) for ids in inputs], schedule.tokens, rng)
        plan.append(_Epoch(variants, inputs, made[: max(1, round(len(made) * min(1.0, left)))]))
        left -= 1
    return plan


def _optimiser(reader: Reader, schedule: Schedule, steps: int) -> tuple[AdamW, LambdaLR]:
    """AdamW with its own rate for the heads; rates rise over the first steps, then fall evenly."""
    heads = reader.head_parameters()
    known = {id(p) for p in heads}
    body = [p for p in reader.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": body, "lr": schedule.rate}, {"params": heads, "lr": schedule.head_rate}]
    optimiser = AdamW(groups, weight_decay=0.01, fused=True)
    rise = max(1, WARMUP * steps)
    return optimiser, LambdaLR(optimiser, lambda step: min(1, (step + 1) / rise) * max(LAST_RATE, 1 - step / steps))


class _Progress:
    """Prints mean loss, seconds gone and seconds left every so many steps."""

    def __init__(self, title: str, steps: int) -> None:
        self.title, self.steps = title, steps
        self.losses: list[float] = []
        self.step = 0
        self.started = time.monotonic()

    def add(self, loss: float) -> None:
        self.step += 1
        self.losses.append(loss)
        if self.step % PROGRESS_STEPS and self.step != self.steps:
            return
        seconds = time.monotonic() - self.started
        left = seconds / self.step * (self.steps - self.step)
        mean = sum(self.losses) / len(self.losses)
        print(
            f"{self.title} step {self.step}/{self.steps} loss {mean:.3f} {seconds:.0f} s, {left:.0f} s left", flush=True
        )
        self.losses.clear()
