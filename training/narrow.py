"""A narrower reader: fewer heads and fewer units between the two products of a layer, the weightiest of them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from .model import HEAD_WIDTH, Reader, new_reader


@torch.no_grad()
def narrowed(reader: Reader, batches: Sequence[tuple[Tensor, Tensor]], heads: int, inner: int) -> Reader:
    """The reader with only so many heads and inner units in each layer.

    What is kept is what reaches the states most: the root mean square of a unit over these batches of (ids, mask)
    [B, L] times the length of its column. The mean of what goes is added to the bias.
    """
    weights = dict(reader.state_dict())
    for place, (mixed, raised) in enumerate(_inputs(reader, batches)):
        name = f"encoder.layers.{place}"
        kept = _weightiest(mixed, weights[f"{name}.out.weight"], heads, HEAD_WIDTH)
        rows = torch.cat([kept + part * mixed.shape[1] for part in range(3)])
        _take(weights, f"{name}.qkv", rows)
        _keep(weights, f"{name}.out", mixed, kept)
        kept = _weightiest(raised, weights[f"{name}.down.weight"], inner, 1)
        _take(weights, f"{name}.up", kept)
        _keep(weights, f"{name}.down", raised, kept)
    return new_reader(weights)


def _inputs(reader: Reader, batches: Sequence[tuple[Tensor, Tensor]]) -> list[tuple[Tensor, Tensor]]:
    """What enters `out` and `down` of each layer at the visible tokens: [tokens, units]."""
    seen: dict[torch.nn.Module, list[Tensor]] = {}
    watched = [product for layer in reader.encoder.layers for product in (layer.out, layer.down)]
    visible: Tensor = torch.empty(0)

    def look(product: torch.nn.Module, given: tuple[Tensor]) -> None:
        seen.setdefault(product, []).append(given[0][visible])

    handles = [product.register_forward_pre_hook(look) for product in watched]
    reader.eval()
    for ids, mask in batches:
        visible = mask > 0
        reader.encoder(ids, mask)
    for handle in handles:
        handle.remove()
    return [(torch.cat(seen[layer.out]), torch.cat(seen[layer.down])) for layer in reader.encoder.layers]


def _weightiest(entering: Tensor, matrix: Tensor, count: int, size: int) -> Tensor:
    """Indices of the units of the `count` weightiest groups of `size` neighbours, in their order."""
    weight = entering.square().mean(0) * matrix.square().sum(0)
    groups = weight.view(-1, size).sum(1).topk(count).indices.sort().values
    return (groups[:, None] * size + torch.arange(size)).flatten()


def _take(weights: dict[str, Tensor], name: str, rows: Tensor) -> None:
    weights[f"{name}.weight"] = weights[f"{name}.weight"][rows]
    weights[f"{name}.bias"] = weights[f"{name}.bias"][rows]


def _keep(weights: dict[str, Tensor], name: str, entering: Tensor, kept: Tensor) -> None:
    matrix, mean = weights[f"{name}.weight"], entering.mean(0)
    gone = mean.clone()
    gone[kept] = 0
    weights[f"{name}.bias"] = weights[f"{name}.bias"] + matrix @ gone
    weights[f"{name}.weight"] = matrix[:, kept]
