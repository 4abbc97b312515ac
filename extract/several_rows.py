"""A printed row that holds several rows of the form, one below the other in its cells: 行政处罚⏎行政强制 beside 15⏎17."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from extract.rows import PrintedRow
from extract.vocabulary import roles


def parted(rows: Iterable[PrintedRow], section: str) -> Iterator[PrintedRow]:
    """The rows, those that hold several of the form cut into these, where all their cells have as many words as labels."""
    for row in rows:
        label = next((cell.text for cell in row.cells if cell.row == row.index), "")
        count = _labels_in(label, section) if " " in label or "\n" in label else 0
        yield from _cut(row, count) if count else (row,)


def _cut(row: PrintedRow, count: int) -> Iterator[PrintedRow]:
    texts = [cell.text.split() if cell.row == row.index else [] for cell in row.cells]
    if any(len(words) not in (0, count) for words in texts):
        yield row
        return
    for number in range(count):
        cells = (
            cell._replace(text=words[number]) if words else cell
            for cell, words in zip(row.cells, texts, strict=True)
        )
        yield replace(row, cells=tuple(cells))


@lru_cache(maxsize=1 << 12)
def _labels_in(text: str, section: str) -> int:
    """How many row labels a text is made of, whole and nothing else; 0 where it is not."""
    words = text.split()
    return len(words) if len(words) > 1 and all("row" in roles(word, section) for word in words) else 0
