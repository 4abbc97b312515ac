"""A table in a layout of its own → its values, each by the labels over it and before it.

The table of disputes (行政复议、行政诉讼情况) has all labels over its numbers in the national form. Some reports print it as a
matrix, as a list, or as several tables. A cell is then told by one row label and one column label of the form, wherever
around it these stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.model import Cell
from extract.table.rows import PrintedRow
from extract.table.vocabulary import parts_in_one, roles
from normalize.label import label_key
from normalize.number import is_words, prints_number
from schemas.forms import Block, Column, FormTable, Row

_BRACKETED = re.compile(r"[（(]([^（()）]+)[)）]")
Pair = tuple[Row, Column, Cell, int]


def by_labels(rows: Sequence[PrintedRow], table: FormTable) -> tuple[Pair, ...]:
    """The values with their row, column and table number. () if some number has no place in the form, or two have the same.

    Words that are no label (详见附件) are a value where its row and its column have numbers: a matrix has a cell there.
    """
    block = table.blocks[0]
    found: dict[tuple[str, str], Pair] = {}
    lines: set[tuple[str, int, int]] = set()
    words: list[tuple[tuple[str, int, int], tuple[str, int, int], Pair]] = []
    for index, row in enumerate(rows):
        above = [other for other in rows[:index] if other.table == row.table]
        for place, cell in enumerate(row.cells):
            says_words = is_words(cell.text)
            if cell.row != row.index or _stands_before_label(place, row, table.section):
                continue
            if says_words and roles(cell.text, table.section):
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
            across = (one.code, row.table, row.index)
            down = (other.code, row.table, _column_of(cell, row))
            if says_words:
                words.append((across, down, (one, other, cell, row.table)))
                continue
            if prints_number(cell.text):
                lines.update((across, down))
            key = (one.code, other.code)
            if key in found and prints_number(cell.text):
                if not _is_label_place(found[key][2], row, rows[index + 1 :]):
                    return ()
                del found[key]
            found.setdefault(key, (one, other, cell, row.table))
    for across, down, pair in words:
        if across in lines and down in lines:
            found.setdefault((pair[0].code, pair[1].code), pair)
    return tuple(found.values())


def _stands_before_label(place: int, row: PrintedRow, section: str) -> bool:
    """Whether a blank cell stands before a label in its row: it is part of a merged label above."""
    if row.cells[place].text.strip():
        return False
    return any(is_words(cell.text) and roles(cell.text, section) for cell in row.cells[place + 1 :])


def _is_label_place(blank: Cell, row: PrintedRow, below: Sequence[PrintedRow]) -> bool:
    """Whether a blank cell of a row stands where rows below print a label: 行政复议 has one label less than 行政诉讼."""
    if blank.text.strip() or blank.row != row.index:
        return False
    return any(
        cell.col == blank.col and is_words(cell.text)
        for other in below
        if other.table == row.table
        for cell in other.cells
    )


def _apart(text: str, section: str) -> tuple[str, ...]:
    """The labels that a cell holds, the innermost first."""
    return parts_in_one(text, section)[::-1] or (text,)


def _before(row: PrintedRow, place: int, above: Sequence[PrintedRow]) -> Iterator[str]:
    """The words left of a cell, the nearest first; a blank stands for the words above it in its column.

    Without a grid columns are counted from the right, as in `_over`.
    """
    for cell in reversed(row.cells[:place]):
        if is_words(cell.text):
            yield cell.text
        elif not cell.text.strip():
            column = _column_of(cell, row)
            over = (
                c for r in reversed(above) for c in r.cells if _column_of(c, r) == column and c.text.strip()
            )
            first = next(over, None)
            if first is not None and is_words(first.text):
                yield first.text


def _column_of(cell: Cell, row: PrintedRow) -> int:
    """The column of a cell; without a grid, how many cells lie between it and the row's end, below 0."""
    return cell.col - len(row.cells) if row.ragged else cell.col


def _over(row: PrintedRow, place: int, above: Sequence[PrintedRow]) -> Iterator[str]:
    """The words over a cell, the nearest first; a blank stands for the words left of it in its row.

    A label of the cell's own row does not count. Without a grid columns are counted from the right, as merged labels leave no
    trace there.
    """
    behind = len(row.cells) - place - 1
    for other in reversed(above):
        if row.ragged:
            over = other.cells[: max(0, len(other.cells) - behind)]
        else:
            over = tuple(c for c in other.cells if c.col <= row.cells[place].col)
        reaching = [c for c in over if c.text.strip()]
        if not reaching or not is_words(reaching[-1].text):
            continue
        if reaching[-1] is over[-1] or not _has_words_below(row, other, reaching[-1]):
            yield reaching[-1].text


def _has_words_below(row: PrintedRow, other: PrintedRow, cell: Cell) -> bool:
    """Whether the row prints words where a row above it has that cell."""
    if row.ragged:
        place = len(row.cells) - len(other.cells) + other.cells.index(cell)
        return place >= 0 and is_words(row.cells[place].text)
    return any(c.col <= cell.col < c.end and is_words(c.text) for c in row.cells)


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
