"""Columns that no form has: those beside the form's that say nothing about its cells, and those that put its header in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Cell
from extract.table.header import COUNTING, Header
from extract.table.leaves import Leaf
from extract.table.rows import have_number
from extract.table.split import SplitRow
from normalize.number import prints_number
from normalize.text import fold

ROW_CODES = frozenset(("代码", "指标代码", "编码", "编号", "行次", "行号", "序号"))
LONGEST_CODE = 3  # digits
REMARKS = frozenset(("备注", "备考", "说明"))
ENOUGH_UNLIKE = 5  # rows longer than their header; a few are, by the blank in 2 124


def is_beside(label: str, text: str) -> bool:
    """Whether a cell of that column says nothing about the form's: it counts the rows (01, 02; — for a group), or is a remark without a number."""
    if label in ROW_CODES:
        code = text.strip()
        return (len(code) <= LONGEST_CODE and code.isdecimal()) or not any(map(str.isalnum, code))
    return label in REMARKS and not any(map(str.isdigit, text))


def unlikeness(header: Header, values: Sequence[Cell], *, has_grid: bool) -> int:
    """How much a row tells against its header: 0 for nothing, more where the header may be another table's.

    With a grid a number stands between two of the header's columns. Without a grid the row has more numbers than the header
    has columns, or the header begins with a column that no form has while others have groups: 备注, printed beside the group
    of all columns, comes before them in text.
    """
    if has_grid:
        return ENOUGH_UNLIKE * have_number(cell for cell in values if cell.col in header.gaps)
    if header.entries[0] is None and any(leaf.groups for leaf in header.leaves):
        return 0 if fold(header.leaves[0].text) in ROW_CODES else ENOUGH_UNLIKE
    numbers = values[header.unit_place == 0 :]
    return int(
        len(values) > len(header.leaves)
        and prints_number(numbers[0].text)
        and prints_number(numbers[-1].text)
    )


def stands_before(split: SplitRow, n_labels: int, columns: Sequence[Leaf]) -> bool:
    """Whether a number stands between a row's labels and its columns, one of which is blank: 行政处罚 | 1 | _.

    Not where that column counts the rows.
    """
    between = split.labels[n_labels:]
    if not between or all(cell is not None and cell.text.strip() for cell in split.values):
        return False
    counting = {leaf.col for leaf in columns if fold(leaf.text) in ROW_CODES | COUNTING}
    return have_number(cell for cell in between if cell.col not in counting)
