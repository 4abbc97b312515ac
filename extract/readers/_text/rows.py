"""Cells in reading order → rows, where nothing but the words tells where a row begins.

A row is some words and the numbers behind them. Blank cells may be lost, and a row with too few numbers cannot be dealt
out to the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.model import Cell, Table
from extract.table.vocabulary import ROW_ONLY, SUBTOTALS, meanings, roles_of_any, section_told, vocabulary
from normalize.label import is_translation, label_key
from normalize.number import is_words
from normalize.remark import before_remark
from normalize.text import NUMERALS, fold
from normalize.year import year_alone

Rows = list[list[str]]

ENOUGH_LABELS = 4
MOST_LABELS = 3  # of one row: 三、本年度办理结果, （三）不予公开, 1.属于国家秘密; more are a header's
SHORT_LINE = 40  # characters; the longest label that spans a table, far less than a paragraph
LONGEST_ODD = 5  # characters

LINE_BREAK = "\v"  # within a cell, where a line is a row: 12 above 345 is no 12345
_LEVELS = (
    re.compile(rf"[{NUMERALS}]{{1,3}}、"),
    re.compile(rf"[（(][{NUMERALS}]{{1,3}}[）)]"),
    re.compile(r"\d{1,2}[.．、,，]|[①-⑨]|[（(]\d{1,2}[）)]"),
)
UNIT = re.compile(r"[件条项次人个篇份]|人次|[千万亿]?元")


def rows_to_table(rows: Rows) -> Table:
    """A ragged table: a cell's `col` is only its place in the row, not a column of a grid."""
    cells = tuple(Cell(text, row, col) for row, texts in enumerate(rows) for col, text in enumerate(texts))
    return Table(cells, n_rows=len(rows), n_cols=max(map(len, rows)), ragged=True)


def grid_to_table(rows: Rows) -> Table:
    """A table from rows of one length, where merged cells left blanks. Last columns without any text are left out."""
    width = max((number for row in rows for number, text in enumerate(row, 1) if text), default=1)
    return replace(rows_to_table([row[:width] for row in rows]), ragged=False)


def is_value(text: str) -> bool:
    """A number, a mark, or a blank: what a column of numbers holds."""
    return not is_words(text)


def n_words(cells: Sequence[str]) -> int:
    """How many cells stand before the first value, blanks being values."""
    return next((n for n, cell in enumerate(cells) if is_value(cell)), len(cells))


def n_labels(cells: Iterable[str]) -> int:
    """How many of them a form knows."""
    return sum(bool(meanings(cell)) for cell in cells)


def rows_of_cells(cells: Sequence[str]) -> Rows:
    """The rows that a run of cells makes up: words, then their values."""
    rows = _cut_at_words(cells)
    return (
        [row for part in by_header(rows) for row in _without_doubtful_blanks(part)] if "" in cells else rows
    )


def _cut_at_words(cells: Sequence[str]) -> Rows:
    rows: Rows = []
    words: list[str] = []
    values: list[str] = []
    cells = _rejoined(cells)
    for cell, after in pairwise((*cells, None, None)):
        if cell == "" and not values and words and _ends_header(words):
            continue  # a blank that only fills the place of a merged header cell
        within = values or (words and "row" in roles_of_any(words[-1]))
        sure = "" in cells or (after is not None and is_value(after))
        behind = values and cell and UNIT.fullmatch(cell)  # 统计数 before 单位
        if cell is not None and (is_value(cell) or behind or (within and sure and _is_odd_value(cell))):
            values.append(cell)
            continue
        if values or cell is None:
            before, label = _label_rows(words)
            rows += before
            rows.append([*label, *values])
            words, values = [], []
        if cell is not None:
            words.append(cell)
    return rows


def by_header(rows: Rows) -> list[Rows]:
    """The rows parted where a header begins."""
    parts: list[Rows] = [[]]
    for row in rows:
        if parts[-1] and not any(map(is_value, row)) and any(map(_is_header_only, row)):
            parts.append([])
        parts[-1].append(row)
    return parts


def _rejoined(cells: Sequence[str]) -> list[str]:
    """A label that a page prints in two paragraphs (商业 / 企业, 本年新 / 制作数量) is one cell again.

    So is one with its translation below (规章 / Regulations).
    """
    joined: list[str] = []
    for cell in cells:
        above = joined[-1] if joined else ""
        if is_translation(cell) and meanings(above):
            joined[-1] = f"{above}\n{cell}"
            continue
        part = above and cell and not is_value(above) and label_key(above) not in vocabulary()
        if part and label_key(above + cell) in vocabulary():
            joined[-1] = f"{above}\n{cell}"
        else:
            joined.append(cell)
    return joined


def _without_doubtful_blanks(rows: Rows) -> Rows:
    """The rows, with blank cells left out where they may belong to the next row.

    They are kept in rows as long as those without any blank; where every row has blanks, if all rows have one length.
    """
    counted = [(row, sum(map(is_value, row))) for row in rows]
    whole = Counter(n for row, n in counted if n and "" not in row)
    lengths = {n for row, n in counted if n}
    alike = lengths.pop() if len(lengths) == 1 and len(rows) >= ENOUGH_LABELS else 0
    usual = whole.most_common(1)[0][0] if whole else alike
    return [row if n == usual else _printed(row) for row, n in counted]


def _printed(row: list[str]) -> list[str]:
    """The row without blanks, and without words behind its numbers, which would make up for a lost number in the count."""
    if "" not in row:
        return row
    last = max((n for n, cell in enumerate(row) if cell and is_value(cell)), default=len(row))
    return [cell for cell in row[: last + 1] if cell]


def _ends_header(words: list[str]) -> bool:
    return "column" in roles_of_any(words[-1]) and any(map(_is_header_only, words))


def _is_odd_value(text: str) -> bool:
    """Whether a text among numbers is a cell's value and no label: O for 0, 见附件, or a number with a remark (22（其中修订16件）).

    A year alone (2022年) is a label: that of last year's numbers.
    """
    return (
        (len(text) <= LONGEST_ODD or before_remark(text) is not None)
        and not meanings(text)
        and label_key(text) not in SUBTOTALS
        and year_alone(text) is None
    )


def _label_rows(words: list[str]) -> tuple[list[list[str]], list[str]]:
    """The words before a row's numbers → rows without numbers (headers, rows of blanks), and the labels of this row.

    The labels of a row are its own and those of its groups before it. A label that no deeper one follows is a row of its own,
    all of whose cells are blank. In the form of 2014 groups have numbers, too, so that there every label is a row.
    """
    start = max((n + 1 for n, word in enumerate(words) if _is_header_only(word)), default=0)
    # 其他 and 总计 may be rows, but behind columns they are the last ones; a table whose rows have no labels ends so
    while 0 < start < len(words) and "column" in roles_of_any(words[start]):
        start += 1
    rows: list[list[str]] = [[]]
    for place, (above, word) in enumerate(pairwise(("", *words))):
        if place < start:
            caption = place > 0 and not any(meanings(other) for other in words[:place])
            alone = caption or ROW_ONLY in (roles_of_any(word), roles_of_any(above))
        else:
            inner = _level(above) < _level(word) and section_told(above) != "statistics"
            alone = place == start or not (inner or UNIT.fullmatch(word))
        if alone:
            rows.append([])
        rows[-1].append(word)
    label = rows.pop() if start < len(words) else []
    return [row for row in rows if row], label


def _is_header_only(text: str) -> bool:
    roles = roles_of_any(text)
    return bool(roles) and "row" not in roles


def _level(text: str) -> int:
    """How deep a label's number stands: 一、 is 0, （一） 1, 1. 2, a label without a number 3."""
    compact = fold(text)
    return next((level for level, mark in enumerate(_LEVELS) if mark.match(compact)), len(_LEVELS))
