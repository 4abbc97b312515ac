"""A table that JSON gives as data → its rows: a list of rows, or of records with the same keys.

    [["", "自然人", "总计"], ["一、本年新收政府信息公开申请数量", 1, 1]]
    {"columns": ["信息内容", "现行有效件数"], "data": [["规章", null]]}
    [{"指标": "规章", "数量": 3}, …]

Lists of articles look the same, so that a table is one by its rows' labels, or by its head where it has one row only. What a
page's end left of a table, which reading PDFs gives as rows, may have no more than one row, and no whole label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from extract.readers._text.rows import Rows
from extract.table.vocabulary import meanings, names_row
from normalize.number import is_words, prints_number

ENOUGH_ROWS = 2
BARE_NUMBERS = 5
ENOUGH_PATHS = 5
LONGEST_PATH = 120  # characters
_BETWEEN = re.compile("[/_>＞|:：—-]+")


def rows_of_data(value: object) -> Rows:
    """The rows of the table that a value is, its heads above them; none where it is no table."""
    rows = _rows(value)
    if isinstance(value, dict) and not rows:
        rows = _with_heads(value)
    if not rows:
        return []
    labelled = sum(any(map(names_row, row)) for row in rows)
    if labelled >= ENOUGH_ROWS or (labelled and any(map(_is_head, rows))):
        return rows
    if sum(map(_is_path, chain.from_iterable(rows))) >= ENOUGH_PATHS:
        return rows
    is_piece = isinstance(value, list) and not isinstance(value[0], dict) and any(map(_is_row, rows))
    return rows if is_piece else []


def is_label(cell: object) -> bool:
    """Whether a value is a label of a row, alone or behind those above it."""
    return names_row(str(cell)) or _is_path(str(cell))


def _is_path(cell: str) -> bool:
    """规章_本年制发件数: a label behind those above it."""
    labels = _BETWEEN.split(cell) if len(cell) <= LONGEST_PATH and "<" not in cell else []
    return len(labels) > 1 and any(map(meanings, labels))


def _is_head(row: Sequence[str]) -> bool:
    """信息内容, 本年收费金额: labels of the forms and nothing else."""
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and all(map(meanings, filled))


def _is_row(row: Sequence[str]) -> bool:
    """A label and a number, or words and as many numbers as applicants have columns, nearly."""
    numbers = sum(map(prints_number, row))
    return (numbers > 0 and any(map(names_row, row))) or (numbers >= BARE_NUMBERS and any(map(is_words, row)))


def _rows(value: object) -> Rows:
    if not isinstance(value, list) or not value:
        return []
    if all(isinstance(row, list) and _are_cells(row) for row in value):
        return [[*map(_text, row)] for row in value]
    if all(
        isinstance(row, dict) and row.keys() == value[0].keys() and _are_cells([*row.values()])
        for row in value
    ):
        keys = [*map(str, value[0])]
        # 0, 1, 2 or names in the system's own language
        heads = [] if all(key.isascii() for key in keys) else [keys]
        return [*heads, *([_text(row[key]) for key in value[0]] for row in value)]
    return []


def _with_heads(value: dict[str, object]) -> Rows:
    """Of a record that holds the heads and the rows by themselves, and nothing else of that kind."""
    bodies = [rows for inner in value.values() if (rows := _rows(inner))]
    if len(bodies) != 1:
        return []
    width = max(map(len, bodies[0]))
    lists = (inner for inner in value.values() if isinstance(inner, list) and _are_cells(inner))
    heads = [
        [*map(_text, inner)]
        for inner in lists
        if len(inner) == width and any(isinstance(x, str) for x in inner)
    ]
    return [*heads, *bodies[0]] if len(heads) == 1 else []


def _are_cells(values: Sequence[object]) -> bool:
    return len(values) > 0 and all(value is None or isinstance(value, (str, int, float)) for value in values)


def _text(value: object) -> str:
    return "" if value is None else str(value)
