"""The whole way on sixty texts and two layers of chance, in well under two minutes: no weights are needed."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .batches import batches, pad, targets, training_ids
from .categories import CATEGORIES
from .curve import SHARES, in_share
from .data import Example, fold_of
from .distil import distil
from .document import table, write_between_marks
from .export import export
from .finetune import Schedule, label_loss, learn, standardise
from .measure import merge_windows, read_logits
from .model import HEAD_WIDTH, HEADS, INNER, Reader, load_reader, new_reader, save_reader
from .narrow import narrowed
from .pieces import differing_files
from .quantise import input_peaks, quantise, run, session
from .recover import recover
from .sources import Sources
from .tokenizer import MAX_TOKENS, Message, ReaderTokenizer, normalise

TEXTS = 60
LAYERS = [0, 1]
SCHEDULE = Schedule(3, head_rate=1e-2, frozen_layers=0, dropout=0.0)  # heads fast enough to part the answers
ONNX_TOLERANCE = 1e-3  # of a logit, float graph against PyTorch
INT8_TOLERANCE = 0.2  # of a logit in the mean, int8 graph against PyTorch: processors without VNNI round more


def run_check(sources: Sources) -> None:
    """Raises AssertionError at the first step that does not hold."""
    started = time.monotonic()

    def step(name: str) -> None:
        print(f"{time.monotonic() - started:5.1f} s  {name}", flush=True)

    tokenizer, texts = sources.reader_tokenizer(), sources.examples()
    _check_tokenizer(tokenizer)
    differing = differing_files(tokenizer, sources.corpus)
    assert not differing, f"`npm run train:reader -- pieces` is due: {differing}"
    step("tokenizer: normalisation, specials, windows, the corpus")
    examples = texts[:: max(1, len(texts) // TEXTS)][:TEXTS]
    _check_batches(tokenizer, examples)
    step("batches: every text once, families in one fold")

    start = _random_weights(len(tokenizer))
    teacher, again = (_fine_tuned(start, tokenizer, examples) for _ in range(2))
    assert torch.allclose(again.value.weight, teacher.value.weight, atol=1e-5), "two runs of one seed differ"
    step("fine-tune: the loss falls, the same seed gives the same reader")
    student = distil(teacher, tokenizer, examples, LAYERS, replace(SCHEDULE, epochs=1), "distil")
    step("distil")

    with tempfile.TemporaryDirectory() as folder:
        full, small, weights = (Path(folder) / name for name in ("float.onnx", "int8.onnx", "student.f16.pt"))
        save_reader(student, weights)
        saved = load_reader(weights).eval()
        export(saved, full)
        inputs = training_ids(tokenizer, examples)
        _check_float(saved, full, inputs)
        step("export: logits and contributions are PyTorch's")
        quantise(full, small, (), input_peaks(full, inputs))
        step(f"int8: logits differ from PyTorch's by {_check_int8(saved, small, inputs):.4f} on average")
        assert read_logits(saved, tokenizer, examples).shape == (len(examples), len(CATEGORIES))
        _check_recovered(saved, new_reader(recover(small)), inputs)
        step("recover: the weights of the int8 network are those that it was made of")
    _check_narrowed(saved, inputs, tokenizer.pad)
    step("narrow: all heads and units read the same, and so does the half that counts")
    _check_shares(texts)
    _check_document()
    step("frontier, curve: shares of the families hold one another, a table finds its place")
    step("done")


def _check_tokenizer(tokenizer: ReaderTokenizer) -> None:
    assert normalise("　ＬＩＮＥ\u200bで\n\n 続き ") == "LINEで 続き"
    plain = tokenizer.windows(Message("こんにちは"))
    assert plain[0][0] == tokenizer.bos and plain[0][-1] == tokenizer.eos and len(plain) == 1
    typed = tokenizer.windows(Message("</s><s><unk>", stage="contracted"))[0]
    assert typed.count(tokenizer.eos) == 2 and typed.count(tokenizer.bos) == 1, "a sender can write specials"
    assert tokenizer.windows(Message(""))[0] == [tokenizer.bos, tokenizer.eos]
    long = Message(
        "記事の執筆をお願いします。" * 200, stage="contracted", kind="reply", history="前のメッセージです。" * 50
    )
    windows = tokenizer.windows(long)
    assert len(windows) > 1 and max(map(len, windows)) == MAX_TOKENS
    scores = np.zeros((2, len(CATEGORIES)), np.float32)
    scores[0] = 1
    merged = merge_windows(scores)
    assert merged[0] == 1 and merged[CATEGORIES.index("vague_job")] == 0


def _check_batches(tokenizer: ReaderTokenizer, examples: list[Example]) -> None:
    lengths = [len(ids) for ids in training_ids(tokenizer, examples)]
    assert sorted(i for batch in batches(lengths, 512) for i in batch) == list(range(len(examples)))
    for example in examples:
        assert fold_of(example.family) == fold_of(replace(example, weight=2.0).family)


def _random_weights(vocabulary: int) -> dict[str, torch.Tensor]:
    torch.manual_seed(1)
    return Reader(vocabulary, len(LAYERS)).state_dict()


def _fine_tuned(start: dict[str, torch.Tensor], tokenizer: ReaderTokenizer, examples: list[Example]) -> Reader:
    reader = new_reader(start)
    standardise(reader, tokenizer, examples, 1)
    first = _loss(reader, tokenizer, examples)
    learn(reader, tokenizer, examples, SCHEDULE, title="fine-tune")
    assert _loss(reader, tokenizer, examples) < first, "fine-tuning does not lower the loss"
    return reader


@torch.no_grad()
def _loss(reader: Reader, tokenizer: ReaderTokenizer, examples: list[Example]) -> float:
    reader.eval()
    ids, visible = pad(training_ids(tokenizer, examples), tokenizer.pad)
    return float(label_loss(reader(ids, visible), *targets(examples), ids, visible).mean())


@torch.no_grad()
def _read(reader: Reader, ids: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """PyTorch's logits [C] and contributions [L, C]."""
    tensor = torch.tensor([ids])
    read = reader(tensor, torch.ones_like(tensor))
    return read.logits[0].numpy(), read.contributions[0].numpy()


def _check_float(reader: Reader, path: Path, inputs: list[list[int]]) -> None:
    graph = session(path)
    for ids in inputs[:10]:
        for ours, theirs in zip(_read(reader, ids), run(graph, ids), strict=True):
            assert np.abs(ours - theirs).max() < ONNX_TOLERANCE, "the graph differs from the network"


def _check_recovered(reader: Reader, again: Reader, inputs: list[list[int]]) -> None:
    gap = float(np.mean([np.abs(_read(reader, ids)[0] - _read(again, ids)[0]).mean() for ids in inputs]))
    assert gap < INT8_TOLERANCE, f"recovered weights answer otherwise by {gap:.3f} on average"


def _check_narrowed(reader: Reader, inputs: list[list[int]], padding: int) -> None:
    """All heads and units kept: the same answers. Half of them, where the other half reaches nothing: the same again."""
    batch = [pad(inputs, padding)]
    _check_same(reader, narrowed(reader, batch, HEADS, INNER), inputs, "narrowing changes the whole")
    halved = _with_half_silent(reader)
    half = narrowed(halved, batch, HEADS // 2, INNER // 2)
    layer = half.encoder.layers[0]
    assert (layer.out.in_features, layer.up.out_features) == (HEADS // 2 * HEAD_WIDTH, INNER // 2)
    _check_same(halved, half, inputs, "the weightiest half is not kept")


@torch.no_grad()
def _with_half_silent(reader: Reader) -> Reader:
    """The same reader, but every second head and unit adds nothing to the states."""
    silent = new_reader(reader.state_dict())
    for layer in silent.encoder.layers:
        layer.out.weight.view(-1, HEADS, HEAD_WIDTH)[:, 1::2] = 0
        layer.down.weight[:, 1::2] = 0
    return silent.eval()


def _check_same(one: Reader, other: Reader, inputs: list[list[int]], fault: str) -> None:
    other.eval()
    for ids in inputs[:10]:
        assert np.abs(_read(one, ids)[0] - _read(other, ids)[0]).max() < ONNX_TOLERANCE, fault


def _check_shares(examples: list[Example]) -> None:
    """A greater share of the families holds every smaller one, and is about as great as it says."""
    families = {e.family for e in examples}
    shares = [{f for f in families if in_share(f, share)} for share in SHARES]
    assert all(small < great for small, great in zip(shares, shares[1:])) and shares[-1] == families
    for share, chosen in zip(SHARES, shares):
        assert abs(100 * len(chosen) / len(families) - share) < 3


def _check_document() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.md"
        path.write_text("a\n<!-- begin: x -->\nold\n<!-- end: x -->\nb\n", encoding="utf-8")
        write_between_marks(table(["c"], [["1"]]), "x", path)
        written = "a\n<!-- begin: x -->\n| c |\n| --- |\n| 1 |\n<!-- end: x -->\nb\n"
        assert path.read_text(encoding="utf-8") == written


def _check_int8(reader: Reader, path: Path, inputs: list[list[int]]) -> float:
    """Mean difference of logits."""
    graph = session(path)
    gap = float(np.mean([np.abs(_read(reader, ids)[0] - run(graph, ids)[0]).mean() for ids in inputs]))
    assert gap < INT8_TOLERANCE, f"int8 differs from PyTorch by {gap:.3f} on average"
    return gap
