"""Where the texts, weights and results lie: in the repository, or where the command line says."""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from .data import Example, read_corpus
from .tokenizer import ReaderTokenizer

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "test" / "corpus"
READER = ROOT / "dict" / "reader"
TOKENIZER = READER / "tokenizer.json"
NETWORK = "reader.int8.onnx"  # as `reader.json` names it
WORK = ROOT / "data" / "reader"  # under no version control


@dataclass(frozen=True)
class Sources:
    """Paths of one run."""

    tokenizer: Path
    corpus: Path
    real: list[Path]
    weights: Path  # folder of .pt files
    out: Path  # folder of what a run writes
    results: Path  # Markdown, appended to

    def examples(self) -> list[Example]:
        """All texts to learn from."""
        return read_corpus(self.corpus)

    def reader_tokenizer(self) -> ReaderTokenizer:
        """The tokenizer of all readers."""
        return ReaderTokenizer(self.tokenizer)


def add_paths(parser: ArgumentParser) -> None:
    """Options of every subcommand that reads texts."""
    parser.add_argument("--tokenizer", type=Path, default=TOKENIZER, help="tokenizer.json")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of labelled *.jsonl")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="files to measure on, never trained on")
    parser.add_argument("--weights", type=Path, default=WORK, help="folder of weights")
    parser.add_argument("--out", type=Path, default=WORK, help="folder for what the run writes")
    parser.add_argument("--results", type=Path, help="Markdown file to append measures to (default: OUT/results.md)")


def paths_of(options: Namespace) -> Sources:
    """The paths that were given."""
    return Sources(
        options.tokenizer,
        options.corpus,
        sorted(options.real),
        options.weights,
        options.out,
        options.results or options.out / "results.md",
    )
