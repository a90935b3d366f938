"""Text and its neighbours -> piece ids: the contract that the TypeScript service keeps too (see README.md).

Layout of one input, parts in brackets only when they exist:
`<s> [stage piece] [kind piece] [</s>] [前 history pieces </s>] text pieces </s>`
A message before the contract without history is therefore just `<s> text </s>`.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers

MAX_TOKENS = 256  # of one window, specials and context included
OVERLAP = 64  # text pieces that neighbouring windows share
HISTORY_TOKENS = 48  # the last pieces of the history that are read

STAGE_PIECES = {"contracted": "契約", "delivered": "完了"}  # any other stage: none
KIND_PIECES = {"job_post": "求人", "reply": "返信", "notice": "通知"}  # any other kind: none
HISTORY_PIECE = "前"

# Characters that show nothing: soft hyphen, zero-width and bidi marks, variation selectors, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# Spelt out, because `\s` means different things to Python, Rust and JavaScript.
_SPACES = re.compile("[\t\n\v\f\r \u0085\u1680\u2028\u2029]+")


def normalise(text: str) -> str:
    """NFKC without invisible characters; runs of white space become one space, none at the ends."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip(" ")


@dataclass(frozen=True)
class Message:
    """A text to read, with what is known about it."""

    text: str
    stage: str = "pre_contract"
    kind: str = "message"
    history: str = ""


class ReaderTokenizer:
    """Unigram pieces with scores, read from `tokenizer.json` ({pieces, scores, bos, eos, pad, unk})."""

    def __init__(self, path: str | Path) -> None:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        self.pieces: list[str] = data["pieces"]
        self.scores: list[float] = data["scores"]
        self.bos, self.eos, self.pad, self.unk = (int(data[k]) for k in ("bos", "eos", "pad", "unk"))
        # A sender who types "</s>" must not get the separator: specials get names that no normalised text holds.
        specials = {self.bos, self.eos, self.pad, self.unk}
        names = [f"\n{i}" if i in specials else piece for i, piece in enumerate(self.pieces)]
        self._engine = Tokenizer(models.Unigram(list(zip(names, self.scores)), unk_id=self.unk, byte_fallback=False))
        self._engine.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
        index = {piece: i for i, piece in enumerate(self.pieces)}
        self._stage = {stage: index[piece] for stage, piece in STAGE_PIECES.items()}
        self._kind = {kind: index[piece] for kind, piece in KIND_PIECES.items()}
        self._history = index[HISTORY_PIECE]

    def __len__(self) -> int:
        return len(self.pieces)

    def text_ids(self, texts: list[str]) -> list[list[int]]:
        """Piece ids of each text, without specials; an empty text has none."""
        normal = [normalise(text) for text in texts]
        return [encoding.ids if text else [] for encoding, text in zip(self._engine.encode_batch(normal), normal)]

    def context_ids(self, message: Message) -> list[int]:
        """`<s>` and the marked parts before the text."""
        marks = [ids[key] for ids, key in ((self._stage, message.stage), (self._kind, message.kind)) if key in ids]
        ids = [self.bos, *marks, *([self.eos] if marks else [])]
        if message.history:
            past = self.text_ids([message.history])[0][-HISTORY_TOKENS:]
            if past:
                ids += [self._history, *past, self.eos]
        return ids

    def windows(self, message: Message, text_ids: list[int] | None = None) -> list[list[int]]:
        """One input for each window of the text; every window repeats the context."""
        pieces = self.text_ids([message.text])[0] if text_ids is None else text_ids
        context = self.context_ids(message)
        room = MAX_TOKENS - len(context) - 1
        step = room - OVERLAP
        starts = [0]
        while starts[-1] + room < len(pieces):
            starts.append(starts[-1] + step)
        return [[*context, *pieces[start : start + room], self.eos] for start in starts]

    def windows_of(self, messages: list[Message]) -> list[list[list[int]]]:
        """`windows` for many messages, tokenised in one go."""
        return [self.windows(m, ids) for m, ids in zip(messages, self.text_ids([m.text for m in messages]))]
