"""A table in a layout of its own → each value by the labels that stand over it and before it.

行政复议、行政诉讼情况 lies across in the national form; some reports print it as a matrix, as a list, or as several
tables. Then a cell is told by one label of a row and one of a column of the form, wherever the two stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.model import Cell
from extract.table.rows import PrintedRow
from extract.table.vocabulary import parts_in_one
from normalize.label import label_key
from normalize.number import is_words, prints_number
from schemas.forms import Block, Column, FormTable, Row

_BRACKETED = re.compile(r"[（(]([^（()）]+)[)）]")
Pair = tuple[Row, Column, Cell, int]


def by_labels(rows: Sequence[PrintedRow], table: FormTable) -> tuple[Pair, ...]:
    """Row, column, cell and table number of every value; empty unless every number has one place of its own."""
    block = table.blocks[0]
    found: dict[tuple[str, str], Pair] = {}
    for index, row in enumerate(rows):
        above = [other for other in rows[:index] if other.table == row.table]
        for place, cell in enumerate(row.cells):
            if cell.row != row.index or is_words(cell.text):
                continue
            before, over = (
                [part for text in texts for part in _apart(text, table.section)]
                for texts in (_before(row, place, above), _over(row, place, above))
            )
            one, other = _row(block, [*before, *over]), _column(block, [*over, *before])
            if one is None or other is None:
                if prints_number(cell.text):
                    return ()
                continue
            key = (one.code, other.code)
            if key in found and prints_number(cell.text):
                return ()
            found.setdefault(key, (one, other, cell, row.table))
    return tuple(found.values())


def _apart(text: str, section: str) -> tuple[str, ...]:
    """The labels that a cell holds, the innermost first."""
    return parts_in_one(text, section)[::-1] or (text,)


def _before(row: PrintedRow, place: int, above: Sequence[PrintedRow]) -> Iterator[str]:
    """The words left of a cell, the nearest first; a blank stands for the words above it in its column."""
    for cell in reversed(row.cells[:place]):
        if is_words(cell.text):
            yield cell.text
        elif not cell.text.strip():
            over = (c for r in reversed(above) for c in r.cells if c.col == cell.col and c.text.strip())
            first = next(over, None)
            if first is not None and is_words(first.text):
                yield first.text


def _over(row: PrintedRow, place: int, above: Sequence[PrintedRow]) -> Iterator[str]:
    """The words over a cell, the nearest first; a blank stands for the words left of it.

    Without a grid columns are counted from the right: there merged labels leave no trace.
    """
    behind = len(row.cells) - place - 1
    for other in reversed(above):
        if row.ragged:
            reaching = [c for c in other.cells[: max(0, len(other.cells) - behind)] if c.text.strip()]
        else:
            reaching = [c for c in other.cells if c.col <= row.cells[place].col and c.text.strip()]
        if reaching and is_words(reaching[-1].text):
            yield reaching[-1].text


def _row(block: Block, texts: Sequence[str]) -> Row | None:
    for text in texts:
        keys = {label_key(part) for part in (text, *_BRACKETED.findall(text))}  # 行政诉讼（复议后起诉）
        for row, own in block.row_keys:
            if own & keys:
                return row
    return None


def _column(block: Block, texts: Sequence[str]) -> Column | None:
    for text in texts:
        key = label_key(text)
        fitting = [column for column, own in block.column_keys if key in own]
        if len(fitting) == 1:
            return fitting[0]
    return None
