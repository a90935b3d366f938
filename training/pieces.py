"""What the tokenizer makes of the corpus: the service's own tokenizer is held to it by `reader-pieces.test.ts`."""

import hashlib
import json
from pathlib import Path

from .data import corpus_files, read_jsonl
from .tokenizer import ReaderTokenizer

TARGET = "reader-pieces.json"


def write_pieces(tokenizer: ReaderTokenizer, corpus: Path) -> None:
    """Write the sums of every corpus file beside them."""
    sums = {path.name: _sum(tokenizer, _texts(path)) for path in corpus_files(corpus)}
    (corpus / TARGET).write_text(json.dumps(sums, indent=2) + "\n", encoding="utf-8")


def differing_files(tokenizer: ReaderTokenizer, corpus: Path) -> list[str]:
    """Corpus files that are not cut as they were when the sums were written; texts added since do not count."""
    sums = json.loads((corpus / TARGET).read_text(encoding="utf-8"))
    return [name for name, known in sums.items() if _sum(tokenizer, _texts(corpus / name)[: known["texts"]]) != known]


def _texts(path: Path) -> list[str]:
    return [row["text"] for row in read_jsonl(path)]


def _sum(tokenizer: ReaderTokenizer, texts: list[str]) -> dict[str, int | str]:
    """SHA-256 over a line for each text: its ids with commas between them."""
    lines = "".join(",".join(map(str, ids)) + "\n" for ids in tokenizer.text_ids(texts))
    return {"texts": len(texts), "sha256": hashlib.sha256(lines.encode()).hexdigest()}
