"""Float ONNX of a reader."""

from pathlib import Path

import torch
from torch import Tensor, nn

from .model import Reader

INPUTS = ["ids", "mask"]  # int64 [batch, length]
OUTPUTS = ["logits", "contributions"]  # float [batch, 14], [batch, length, 14]
OPSET = 17


class _Exported(nn.Module):
    """The reader without the states, which only distillation needs."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        read = self.reader(ids, mask)
        return read.logits, read.contributions


def export(reader: Reader, path: str | Path) -> None:
    """Write the float graph; batch and length are free."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(5, 1000, (2, 40))
    shape = {0: "batch", 1: "length"}
    torch.onnx.export(
        _Exported(reader).eval(),
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes={"ids": shape, "mask": shape, "logits": {0: "batch"}, "contributions": shape},
        opset_version=OPSET,
        dynamo=False,
    )
