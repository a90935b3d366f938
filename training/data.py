"""The labelled texts and their folds."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .categories import INDEX
from .tokenizer import Message

FOLDS = 3
TRUE_TO_LIFE = frozenset(
    {
        "asks-in-plain-words",
        "cases",
        "cautions-and-contracts",
        "circumlocutions",
        "client-reports",
        "contracts-and-notices",
        "contrast-frames-3",
        "contrast-plain-3",
        "contrast-posts-3",
        "contrast-terse-3",
        "disguised-and-ordinary",
        "disguises-and-everyday",
        "follow-ups-and-fees",
        "fraud-cases",
        "long-and-framed",
        "posts-and-scouts",
        "reported",
    }
)
"""Corpus files written the way that people write."""
TRUE_TO_LIFE_WEIGHT = 2.0


@dataclass(frozen=True)
class Example:
    """A text with its labels; `optional` categories are neither right nor wrong."""

    message: Message
    labels: frozenset[str]
    optional: frozenset[str] = frozenset()
    family: str = ""
    source: str = ""  # file name without its ending
    weight: float = 1.0

    @property
    def text(self) -> str:
        """The text as sent."""
        return self.message.text


def read_jsonl(path: Path) -> list[dict]:
    """Objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def read_examples(paths: Iterable[Path]) -> list[Example]:
    """Examples of files of {text, labels, optional?, stage?, kind?, history?, family?}."""
    examples = []
    for path in paths:
        weight = TRUE_TO_LIFE_WEIGHT if path.stem in TRUE_TO_LIFE else 1.0
        for row in read_jsonl(path):
            message = Message(
                row["text"],
                row.get("stage") or "pre_contract",
                row.get("kind") or "message",
                _history_text(row.get("history") or ()),
            )
            labels = frozenset(row["labels"]) & INDEX.keys()
            optional = frozenset(row.get("optional") or ()) & INDEX.keys() - labels
            family = row.get("family") or row.get("id") or row["text"]
            examples.append(Example(message, labels, optional, family, path.stem, weight))
    return examples


def _history_text(history: Sequence[dict]) -> str:
    """The client's earlier messages as one text; what the worker wrote is not read."""
    return "\n".join(entry["text"] for entry in history if entry["from"] == "client")


def corpus_files(corpus: Path) -> list[Path]:
    """The labelled files of a folder, in a fixed order."""
    return sorted(corpus.glob("*.jsonl"))


def read_corpus(corpus: Path) -> list[Example]:
    """All texts to learn from, none twice."""
    seen: set[str] = set()
    examples = []
    for example in read_examples(corpus_files(corpus)):
        if example.text not in seen:
            seen.add(example.text)
            examples.append(example)
    print(f"{len(examples)} texts, {len({e.family for e in examples})} families", flush=True)
    return examples


def fold_of(family: str) -> int:
    """Fold of a family: a stable hash, so that later texts of a family join it."""
    return int.from_bytes(hashlib.sha256(family.encode()).digest()[:8], "big") % FOLDS
