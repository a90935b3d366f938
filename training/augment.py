"""Variants of texts: what the corpus does not hold and a sender may write."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from .data import Example

SPLICE_VIOLATING, SPLICE_INNOCENT = 0.2, 0.1  # share of short texts set into a long ordinary one
SHORT, LONG = 160, 80  # characters: a text short enough to be set in, one long enough to take it
HISTORY_RATE = 0.06  # share of texts that get an unrelated ordinary message as history
KIND_DROPPED = 0.3  # share of texts read without their kind, since callers often do not know it


class Augmenter:
    """Makes each epoch's variants: short texts inside long ordinary ones, unrelated history, kinds left out."""

    def __init__(self, examples: Sequence[Example], seed: int) -> None:
        self.random = random.Random(seed)
        self.ordinary = [e for e in examples if not e.labels and not e.optional and len(e.text) > LONG]

    def __call__(self, example: Example) -> Example:
        rate = SPLICE_VIOLATING if example.labels else SPLICE_INNOCENT
        if self.ordinary and len(example.text) < SHORT and self.random.random() < rate:
            example = self.splice(example)
        message = example.message
        if message.kind != "message" and self.random.random() < KIND_DROPPED:
            message = replace(message, kind="message")
        if self.ordinary and not message.history and self.random.random() < HISTORY_RATE:
            message = replace(message, history=self.random.choice(self.ordinary).text)
            # An earlier message may name the job.
            example = _without_vague_job(example)
        return replace(example, message=message)

    def splice(self, example: Example) -> Example:
        """The text between two sentences of a long ordinary one, which names a job: `vague_job` becomes optional."""
        sentences = re.split(r"(?<=[。\n！？])", self.random.choice(self.ordinary).text)
        place = self.random.randrange(len(sentences) + 1)
        end = "\n" if self.random.random() < 0.5 else ""
        text = "".join(sentences[:place]) + example.text + end + "".join(sentences[place:])
        return replace(_without_vague_job(example), message=replace(example.message, text=text))


def _without_vague_job(example: Example) -> Example:
    if "vague_job" not in example.labels:
        return example
    return replace(example, labels=example.labels - {"vague_job"}, optional=example.optional | {"vague_job"})
