"""The network: a BERT-shaped encoder and one attention-pooled head a category.

Shapes: B texts, L tokens (padding included), H = 384 units of a state, C = 14 categories.
A layer may have fewer heads and fewer units between its products than the pretrained one (`narrow.py`).
"""

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .categories import CATEGORIES

WIDTH, INNER, HEADS, EPSILON = 384, 1536, 12, 1e-12
HEAD_WIDTH = WIDTH // HEADS
PRIOR = -3.0  # log-odds added to every logit, so that training starts near the rate of the categories
MASKED = -1e4  # attention score of padding


class Output(NamedTuple):
    """What one reading gives."""

    logits: Tensor  # [B, C], log-odds
    contributions: Tensor  # [B, L, C], attention × value, log-odds; the evidence
    states: Tensor  # [B, L, H], of the last layer


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by its norm (post-norm, as in BERT)."""

    def __init__(self, heads: int = HEADS, inner: int = INNER) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(WIDTH, 3 * heads * HEAD_WIDTH)
        self.out = nn.Linear(heads * HEAD_WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, states: Tensor, visible: Tensor) -> Tensor:
        """states [B, L, H], visible [B, 1, 1, L] bool -> [B, L, H]."""
        batch, length, _ = states.shape
        query, key, value = self.qkv(states).view(batch, length, 3, self.heads, HEAD_WIDTH).permute(2, 0, 3, 1, 4)
        mixed = _attend(query, key, value, visible)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, self.heads * HEAD_WIDTH))
        states = self.attention_norm(states + mixed)
        return self.output_norm(states + self.down(F.gelu(self.up(states))))


def _attend(query: Tensor, key: Tensor, value: Tensor, visible: Tensor) -> Tensor:
    """Attention of [B, heads, L, H / heads]; spelt out for training, where the fused form is slower."""
    if not torch.is_grad_enabled():
        return F.scaled_dot_product_attention(query, key, value, attn_mask=visible)
    scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5
    weights = scores.masked_fill(~visible, MASKED).softmax(-1, dtype=torch.float32)
    return weights.to(value.dtype) @ value


class Encoder(nn.Module):
    """Piece ids -> states. The word rows and the first `frozen` layers are never trained."""

    def __init__(self, vocabulary: int, layers: int, positions: int, heads: int, inner: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(positions, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer(heads, inner) for _ in range(layers))
        self.frozen = 0

    def freeze(self, layers: int) -> None:
        """Fix the embeddings and the first `layers` layers."""
        self.frozen = layers
        for module in (self.word, self.position, self.norm, *self.layers[:layers]):
            module.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """ids, mask [B, L] int64 -> [B, L, H]."""
        visible = mask[:, None, None, :] > 0
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.frozen):
            places = torch.arange(ids.shape[1], device=ids.device)
            states = self.norm(self.word(ids) + self.position(places)[None])
            for layer in self.layers[: self.frozen]:
                states = layer(states, visible)
        for layer in self.layers[self.frozen :]:
            states = layer(states, visible)
        return states


class Reader(nn.Module):
    """Encoder and heads. A category attends over the tokens, sums their values and adds a value of the mean state.

    States are standardised by mean and deviation of the pretrained encoder (their deviation is 0.09: without that
    the heads learn nothing).
    """

    def __init__(
        self, vocabulary: int, layers: int, positions: int = 512, heads: int = HEADS, inner: int = INNER
    ) -> None:
        super().__init__()
        self.encoder = Encoder(vocabulary, layers, positions, heads, inner)
        self.attention = nn.Linear(WIDTH, len(CATEGORIES))
        self.value = nn.Linear(WIDTH, len(CATEGORIES))
        self.overall = nn.Linear(WIDTH, len(CATEGORIES))
        for name in ("token", "text"):
            self.register_buffer(f"{name}_mean", torch.zeros(WIDTH))
            self.register_buffer(f"{name}_deviation", torch.ones(WIDTH))
        for head in (self.attention, self.value, self.overall):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def head_parameters(self) -> list[nn.Parameter]:
        """Parameters of the heads, which learn faster than the encoder."""
        return [p for head in (self.attention, self.value, self.overall) for p in head.parameters()]

    def forward(self, ids: Tensor, mask: Tensor, dropout: float = 0.0) -> Output:
        """ids, mask [B, L] int64 -> Output. `dropout` is of the states that enter the heads."""
        states = self.encoder(ids, mask)
        tokens = F.dropout((states - self.token_mean) / self.token_deviation, dropout, self.training)
        text = F.dropout((_mean(states, mask) - self.text_mean) / self.text_deviation, dropout, self.training)
        share = self.attention(tokens).masked_fill(mask[..., None] == 0, MASKED).softmax(1)
        contributions = share * self.value(tokens)
        return Output(contributions.sum(1) + self.overall(text) + PRIOR, contributions, states)

    @torch.no_grad()
    def standardise(self, batches: list[tuple[Tensor, Tensor]]) -> None:
        """Set the means and deviations from some batches of (ids, mask) [B, L]."""
        read = [(self.encoder(ids, mask), mask) for ids, mask in batches]
        tokens = torch.cat([states[mask > 0] for states, mask in read])
        texts = torch.cat([_mean(states, mask) for states, mask in read])
        self.token_mean, self.token_deviation = tokens.mean(0), tokens.std(0)
        self.text_mean, self.text_deviation = texts.mean(0), texts.std(0)


def arithmetic() -> torch.autocast:
    """bfloat16 where the processor multiplies it, which a CPU without AVX-512 does sixteen times slower than float."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    """Mean state of the visible tokens: [B, L, H], [B, L] -> [B, H]."""
    weight = mask[..., None].to(states.dtype)
    return (states * weight).sum(1) / weight.sum(1)


def new_reader(weights: dict[str, Tensor], layers: list[int] | None = None) -> Reader:
    """A reader from a state dict; with `layers` a shallower one that starts from these of its layers.

    Heads that the dict lacks (a bare encoder) keep their first values.
    """
    weights = {name: value.float() for name, value in weights.items()}
    count = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers."))
    chosen = list(range(count)) if layers is None else layers
    kept = {name: value for name, value in weights.items() if not name.startswith("encoder.layers.")}
    for place, layer in enumerate(chosen):
        head = f"encoder.layers.{layer}."
        kept |= {f"encoder.layers.{place}.{n[len(head) :]}": v for n, v in weights.items() if n.startswith(head)}
    reader = Reader(
        len(weights["encoder.word.weight"]),
        len(chosen),
        len(weights["encoder.position.weight"]),
        weights["encoder.layers.0.out.weight"].shape[1] // HEAD_WIDTH,
        len(weights["encoder.layers.0.up.weight"]),
    )
    missing, unknown = reader.load_state_dict(kept, strict=False)
    if unknown or any(name.startswith("encoder.") for name in missing):
        raise ValueError(f"not the weights of a reader: missing {missing}, unknown {unknown}")
    return reader


def load_reader(path: str | Path, layers: list[int] | None = None) -> Reader:
    """A reader from its file (half or full precision)."""
    return new_reader(torch.load(path, map_location="cpu", weights_only=True), layers)


def is_bare(path: str | Path) -> bool:
    """Whether a file holds an encoder without heads, as `unpack` writes it."""
    weights = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    return not any(name.startswith("attention.") for name in weights)


def save_reader(reader: Reader, path: str | Path) -> None:
    """Write the weights in half precision."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: value.half() for name, value in reader.state_dict().items()}, path)
