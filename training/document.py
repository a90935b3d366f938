"""Tables in the documents, each between the marks of the command that writes it."""

from collections.abc import Sequence
from pathlib import Path

from .sources import ROOT

QUALITY = ROOT / "docs" / "quality.md"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_between_marks(text: str, command: str, path: Path = QUALITY) -> None:
    """Put the text where the document says that the command's output stands; raises ValueError without such a place."""
    begin, end = f"<!-- begin: {command} -->\n", f"\n<!-- end: {command} -->"
    document = path.read_text(encoding="utf-8")
    if begin not in document or end not in document:
        raise ValueError(f"{path.name}: there is no {begin.strip()} … {end.strip()}")
    before, rest = document.split(begin, 1)
    path.write_text(before + begin + text + end + rest.split(end, 1)[1], encoding="utf-8")
