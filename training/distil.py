"""A shallower reader learns what a deeper one answers."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional as F

from .categories import CATEGORIES
from .data import Example
from .finetune import Loss, Schedule, label_loss, learn
from .model import Output, Reader, arithmetic, new_reader
from .tokenizer import ReaderTokenizer

LABEL_SHARE = 0.3  # weight of the labels beside the teacher's probabilities
STATE_SHARE = 1.0  # weight of the angle between the last states of both
LAYERS = {12: list(range(12)), 6: [0, 2, 4, 6, 9, 11], 4: [0, 3, 7, 11], 3: [0, 5, 11], 2: [0, 11]}


def distil_loss(teacher: Reader) -> Loss:
    """Loss of each text [B]: teacher's probabilities of all categories, labels, and the angle of the states."""
    teacher.eval()

    def loss(read: Output, labels: Tensor, mask: Tensor, ids: Tensor, visible: Tensor) -> Tensor:
        with torch.inference_mode(), arithmetic():
            taught = teacher(ids, visible)
        probabilities = taught.logits.float().sigmoid().clone()
        states = ((taught.states - teacher.token_mean) / teacher.token_deviation).clone()
        own = (read.states - teacher.token_mean) / teacher.token_deviation
        angle = 1 - F.cosine_similarity(own.float(), states.float(), dim=-1)
        angle = (angle * visible).sum(1) / visible.sum(1)
        answers = F.binary_cross_entropy_with_logits(read.logits.float(), probabilities, reduction="none").sum(1)
        return answers + LABEL_SHARE * label_loss(read, labels, mask, ids, visible) + STATE_SHARE * angle

    return loss


def unlabelled(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """Texts that nobody wrote: the sentences of one message, cut somewhere, with the end of another.

    All their categories are optional, so that only the teacher's answers count.
    """
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        first, second = rng.choice(examples), rng.choice(examples)
        head, tail = (re.split(r"(?<=[。\n！？])", e.text) for e in (first, second))
        text = "".join(head[: rng.randint(1, len(head))] + tail[rng.randrange(len(tail)) :])
        made.append(
            replace(
                first,
                message=replace(first.message, text=text),
                labels=frozenset(),
                optional=frozenset(CATEGORIES),
                source="unlabelled",
                weight=1.0,
            )
        )
    return made


def distil(
    teacher: Reader,
    tokenizer: ReaderTokenizer,
    examples: Sequence[Example],
    layers: Sequence[int],
    schedule: Schedule,
    title: str = "",
    student: Reader | None = None,
) -> Reader:
    """A reader that starts from these layers of the teacher (or goes on from `student`), trained on its answers."""
    student = student or new_reader(teacher.state_dict(), list(layers))
    learn(student, tokenizer, examples, schedule, distil_loss(teacher), title)
    return student
