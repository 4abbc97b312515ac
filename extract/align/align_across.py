"""The table of disputes (四), whose items stand over its columns: each row of numbers below its own header → the form's cells."""

from __future__ import annotations

from collections.abc import Sequence

from extract.align.aligned import PrintedValue
from extract.align.leftover import Leftover
from extract.align.pairs import Pair, by_labels
from extract.align.place import Placer
from extract.flags import COLUMN_INFERRED
from extract.model import are_blank
from extract.table.data_rows import DataRow, names_any_numbers
from extract.table.header import Header, is_header
from extract.table.rows import PrintedRow, have_number, have_value
from extract.table.split import SplitRow
from extract.table.vocabulary import parts_in_one, roles
from normalize.number import is_words, says_nothing
from normalize.text import without_space
from schemas.forms import FORMS, levels_of

LEAST_NOTE = 2  # characters other than letters and digits: 1O may be a number


def align_across(placer: Placer, rows: Sequence[PrintedRow], data: Sequence[DataRow]) -> None:
    """Places each value by the header above its row. Where some stay open, all are placed by the labels around each number."""
    _place_below_headers(placer, data)
    if placer.unknown or not placer.is_whole():
        _align_pairs(placer, rows)
    elif have_number(
        c for row in rows if is_header(row, placer.section) for c in row.cells if c.row == row.index
    ):
        # a matrix, 行政复议 before its numbers, above another table: which of the two is the report's?
        placer.unknown.append(Leftover("layout"))
        placer.printings.doubt([code for code, _ in placer.printings.values], COLUMN_INFERRED)


def _place_below_headers(placer: Placer, data: Sequence[DataRow]) -> None:
    headed = any(item.header for item in data)
    counted = any(have_value(item.row.cells) for item in data)
    numbered = {id(item.header) for item in data if have_number(item.row.cells)}
    doubts: tuple[str, ...] = ()
    for item in data:
        if not item.header and headed:  # the table's title in its own first row
            continue
        if counted and _is_note(item.row):
            continue
        if id(item.header) in numbered and all(says_nothing(cell.text) for cell in item.row.cells):
            continue  # drawn for its height, or / throughout
        if are_blank(item.row.cells) and placer.printings.values:
            continue
        header = placer.header(item, 0, placer.form)
        split = placer.split_row(item, header, across=True)
        row = FORMS[placer.form].by_section[placer.section].blocks[0].rows[0]
        placer.place_absent(row, header, item.row.table)
        for leaf, entry, fuzzy, cell in zip(
            header.leaves, header.entries, header.fuzzy, split.values, strict=True
        ):
            one = Header(header.form, (leaf,), (entry,), (fuzzy,), header.inferred)
            label = without_space(leaf.groups[-1]) if leaf.groups else ""
            placer.place(row, one, SplitRow((), (cell,)), item.row.table, label, doubts)
        if item.header and None in split.values:  # it lost cells: those of a row below are another table's
            doubts = (COLUMN_INFERRED,)


def _is_note(row: PrintedRow) -> bool:
    """Whether a row prints nothing but words in its first cell: 填表人： below the numbers of a sheet."""
    first, *others = row.cells
    return (
        len(others) > 0
        and is_words(first.text)
        and sum(not character.isascii() for character in first.text) >= LEAST_NOTE
        and are_blank(others)
    )


def _align_pairs(placer: Placer, rows: Sequence[PrintedRow]) -> None:
    """Places the values of a table in a layout of its own, if every number has a place in the form."""
    pairs = by_labels(rows, FORMS[placer.form].by_section[placer.section])
    if not pairs:
        return
    placer.printings.values.clear()
    placer.unknown.clear()
    whole = len(pairs) == len(FORMS[placer.form].by_section[placer.section].cells)
    sure = whole and (_is_matrix(pairs, rows) or _is_list(pairs, rows, placer.section))
    for row, column, cell, table in pairs:
        label = without_space(levels_of(row.label)[-1])
        value = PrintedValue(row, column, cell, table, label, None, () if sure else (COLUMN_INFERRED,))
        placer.printings.values[row.code, column.code] = value
        placer.seen.add((table, cell.row, cell.col))
    if not whole:
        placer.unknown.append(Leftover("layout"))


def _is_matrix(pairs: Sequence[Pair], rows: Sequence[PrintedRow]) -> bool:
    """Whether the table is a matrix, in which the labels of a number cannot be another number's.

    Each item must be one row of one table, and each outcome one column. Without a grid columns are counted from the right.
    """
    ends = {(row.table, row.index): len(row.cells) for row in rows if row.ragged}
    items = {(row.code, cell.row) for row, _, cell, _ in pairs}
    outcomes = {(column.code, cell.col - ends.get((table, cell.row), 0)) for _, column, cell, table in pairs}
    one_table = len({table for *_, table in pairs}) == 1
    return one_table and all(
        len(lines) == len({code for code, _ in lines}) == len({place for _, place in lines})
        for lines in (items, outcomes)
    )


def _is_list(pairs: Sequence[Pair], rows: Sequence[PrintedRow], section: str) -> bool:
    """Whether the table is a list: each number stands in a row of its own, behind all of its labels.

    行政复议-结果维持 | 3, or 行政复议 | 结果维持 | 3. A row without a number may only be a heading like 数量.
    """
    lines = {(table, cell.row): cell for *_, cell, table in pairs}
    for row in rows:
        value = lines.get((row.table, row.index))
        labels = [cell.text for cell in row.cells if cell is not value and cell.text.strip()]
        if value is None:
            if labels and ("年" in labels[0] or not names_any_numbers(labels[-1])):  # 上年情况 | 数量
                return False
        elif len(labels) == 1:
            if not parts_in_one(labels[0], section):
                return False
        elif not labels or not all(roles(label, section) for label in labels):
            return False
    return len(lines) == len(pairs)
