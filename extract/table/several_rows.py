"""A printed row that holds several rows of the form, one below the other in its cells: 行政处罚⏎行政强制 beside 15⏎17.

The line between them was not drawn, or the author typed them into one. A PDF's cells keep no end of a label's lines
(行政处罚行政强制).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extract.flags import ROW_JOINED
from extract.model import Cell
from extract.table.rows import PrintedRow
from extract.table.vocabulary import roles, spells_row
from normalize.label import label_key
from normalize.number import is_unit, prints_number
from normalize.text import without_space
from schemas.forms import levels_of, tables_of

MOST_TOGETHER = 400  # characters of labels in one cell

_GROUPED = re.compile(r"\d[^\S\n]+\d{3}(?!\d)")


def parted(row: PrintedRow, section: str) -> Iterator[PrintedRow]:
    """The row, cut into several of the form where all its cells have as many words as there are labels of these in it."""
    own = [cell for cell in row.cells if cell.row == row.index]
    labels: tuple[str, ...] = ()
    if any(len(_words(cell)) > 1 for cell in own):
        several = (labels_in(cell.text, section) for cell in own)
        labels = next((found for found in several if found and not _is_path(found, section)), ())
    count = len(labels)
    texts = {cell.col: _texts(cell, labels, section) for cell in own} if labels else {}
    if not labels or any(len(words) not in (0, count) for words in texts.values()):
        yield row
        return
    for number in range(count):
        yield replace(row, cells=tuple(_part(cell, texts.get(cell.col), number) for cell in row.cells))


def _part(cell: Cell, texts: Sequence[str] | None, number: int) -> Cell:
    """One row's part of a cell, in doubt where the blank between two parts may be one within a number: 53 633."""
    if not texts:
        return cell
    part = cell._replace(text=texts[number])
    return part.flagged(ROW_JOINED) if _GROUPED.search(cell.text) else part


def _words(cell: Cell) -> list[str]:
    """The words of a cell, a number and its unit (0 件) as one."""
    words: list[str] = []
    for word in cell.text.split():
        if words and is_unit(word) and prints_number(words[-1]):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _texts(cell: Cell, labels: Sequence[str], section: str) -> Sequence[str]:
    """The text of a cell in each of the rows that it holds: the labels, or the numbers and marks line by line."""
    words = _words(cell)
    if labels_in(cell.text, section) == tuple(labels):
        return labels
    if len(words) == 1 and spells_row(words[0], section):
        return words * len(labels)  # the label of their group
    return words


def _is_path(labels: Sequence[str], section: str) -> bool:
    """Whether they are one row's label with those of its groups before it: 三、本年度办理结果⏎（一）予以公开."""
    return tuple(map(label_key, labels)) in _paths(section)


@cache
def _paths(section: str) -> frozenset[tuple[str, ...]]:
    rows = (row for table in tables_of(section).values() for block in table.blocks for row in block.rows)
    keys = [tuple(map(label_key, levels_of(row.label))) for row in rows]
    return frozenset(path[start:] for path in keys for start in range(len(path) - 1))


@lru_cache(maxsize=1 << 12)
def labels_in(text: str, section: str) -> tuple[str, ...]:
    """The row labels that a text is made of, two or more and nothing else; none where it is not."""
    words = text.split()
    if len(words) > 1 and all("row" in roles(word, section) for word in words):
        return tuple(words)
    whole = without_space(text)
    if len(whole) > MOST_TOGETHER or spells_row(whole, section):
        return ()
    found = _labels_from(whole, section)
    return found if len(found) > 1 else ()


@lru_cache(maxsize=1 << 12)
def _labels_from(text: str, section: str) -> tuple[str, ...]:
    for end in range(2, len(text) + 1):
        if spells_row(text[:end], section) and label_key(text[end:]) != label_key(text):
            rest = _labels_from(text[end:], section) if end < len(text) else ()
            if rest or end == len(text):
                return text[:end], *rest
    return ()
