"""Rows of a section, each with the header that stands over it, and which columns of a form that header prints for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from extract.flags import COLUMN_INFERRED, added
from extract.model import Cell, are_blank
from extract.table.header import (
    COUNTING,
    Header,
    assumed_header,
    is_header,
    lies_across,
    match_header,
    numbers_the_columns,
)
from extract.table.leaves import NO_GRID, Leaf, completes_labels, header_leaves
from extract.table.rows import PrintedRow
from extract.table.run_on import without_run_on
from extract.table.several_rows import parted
from extract.table.split import label_count
from extract.table.vocabulary import roles
from normalize.label import label_key
from normalize.number import is_words
from normalize.text import fold
from schemas.forms import FORMS, tables_of

_TAIL = re.compile(r"(\D+)(\d+)")
# column names that may stand over any numbers
_NEUTRAL = re.compile(
    "(?:本年度?|当年度?|今年)?(?:政府信息)?(?:公开|处理|办理|决定|收费|统计|全年|累计|实际)*的?(?:数量?|件数|数据|数值|数字|金额|总额|总数|合计|总计|个数|条数|次数|情况|计)?(?:单位)?(?:件|条|个|项|万元|元)?"
)


class DataRow(NamedTuple):
    row: PrintedRow
    header: tuple[Leaf, ...]
    n_labels: int  # leading cells that are labels; without a header any words are
    wanted: int  # columns of the header for which `n_labels` was counted
    one_grid: bool  # row and header stand in the same table's grid, so that their columns can be compared

    @property
    def labels(self) -> tuple[Cell, ...]:
        return self.row.cells[: self.n_labels]

    @property
    def values(self) -> tuple[Cell, ...]:
        """The cells behind the labels."""
        return self.row.cells[self.n_labels :]


def data_rows(rows: Sequence[PrintedRow], section: str) -> Iterator[DataRow]:
    """Rows below headers, each with the header that stands over it; repeated headers replace the earlier one."""
    header: list[PrintedRow] = []
    leaves: tuple[Leaf, ...] = ()
    open_header = False
    repeats = False
    columns = 1  # of values
    grid = -1
    bare: bool | None = None  # whether no row below the header has a label: the right part of a wide table
    across = lies_across(section)
    usual: dict[int, int] = {}  # where most rows of each table end
    for row in _cut_rows(rows, section):
        blank = not row.cells[0].text.strip() and are_blank(row.cells)
        if blank and not across:
            continue  # drawn for its height; where items stand over the columns, it may be their numbers
        if is_header(row, section) or (open_header and completes_labels(row, header[-1])):
            if not open_header:
                header, open_header = [], True
            header.append(row)
            continue
        if open_header and numbers_the_columns(row):
            continue
        if open_header:
            leaves, open_header = header_leaves(header, section) or leaves, False
            repeats, columns = any(leaf.repeated for leaf in leaves), _n_columns(leaves)
            grid, bare = header[-1].table, None
        if repeats and (row.table == grid or row.end == leaves[-1].end):
            row = _merged_as_header(row, leaves)
        n_labels = label_count(row, section, columns)
        if row.table == grid:
            bare = bare is not False and not n_labels
        elif bare and n_labels and not across:
            # rows of the left part that follow on a page of their own
            leaves, bare, repeats, columns = (), None, False, 1
            n_labels = label_count(row, section, columns)
        if row.table != grid and not row.ragged:
            if row.table not in usual:
                usual[row.table] = _usual_end(rows, row.table)
            # a cell too many, and no header above it tells which of its blanks that is
            if row.end > usual[row.table] and any(not cell.text.strip() for cell in row.cells):
                row = replace(row, flags=added(row.flags, COLUMN_INFERRED))
        yield DataRow(row, leaves, n_labels, columns, row.table == grid and not row.ragged)


def _n_columns(leaves: Sequence[Leaf]) -> int:
    """The columns of values under a header, 1 where there is none; 序号 stands over no values."""
    numbered = sum(1 for _ in takewhile(lambda leaf: fold(leaf.text) in COUNTING, leaves))
    return len(leaves) - numbered or 1


def _usual_end(rows: Iterable[PrintedRow], table: int) -> int:
    """The column behind the last cell of most of a table's rows."""
    ends = Counter(row.end for row in rows if row.table == table)
    return ends.most_common(1)[0][0]


def _cut_rows(rows: Iterable[PrintedRow], section: str) -> Iterator[PrintedRow]:
    """The rows, with a row that holds several rows of the form cut into these, and a label cut from the number in its cell."""
    for row in rows:
        text = "".join([cell.text for cell in row.cells])
        if " " in text or "\n" in text:
            yield from (without_run_on(each, section) for each in parted(row, section))
        else:
            yield row


def _merged_as_header(row: PrintedRow, leaves: Sequence[Leaf]) -> PrintedRow:
    """A value typed into each of the columns of one repeated label is one value: `38 | 38 | 38`."""
    cells = list(row.cells)
    for leaf in leaves:
        under = [cell for cell in cells if leaf.col <= cell.col < leaf.end]
        if leaf.repeated and len(under) == leaf.colspan and len({cell.text for cell in under}) == 1:
            place = cells.index(under[0])
            cells[place : place + len(under)] = [under[0]._replace(colspan=leaf.colspan)]
    return replace(row, cells=tuple(cells))


def _other_forms_header(data: DataRow, form: str, section: str, block: int) -> Header | None:
    """The header as another form prints it over the same rows: 本年新公开数量 above 行政规范性文件 in a 2021 report."""
    rows = {row.code for row in FORMS[form].by_section[section].blocks[block].rows}
    for other, table in tables_of(section).items():
        for place, candidate in enumerate(table.blocks if other != form else ()):
            if rows.isdisjoint(row.code for row in candidate.rows):
                continue
            header = match_header(data.header, other, section, place, NO_GRID, len(data.values))
            if header is not None:
                return header
    return None


def header_for(data: DataRow, form: str, section: str, block: int) -> Header:
    header = None
    if data.header:
        values = data.values
        first = values[0].col if values and data.one_grid else NO_GRID
        header = match_header(data.header, form, section, block, first, len(values))
    if header is None and data.header:
        header = _other_forms_header(data, form, section, block)
    n_values = len(data.values)
    columns = FORMS[form].by_section[section].blocks[block].value_columns
    n_leaves = len(header.leaves) if header is not None else 0
    # in a grid, more values than columns under the header: two columns print one label (本年新制作数量 twice)
    if header is None or (
        n_values == len(columns) > 1 and (n_leaves != n_values if data.row.ragged else n_leaves < n_values)
    ):
        return assumed_header(form, section, block, n_values, misnamed=_is_misnamed(data, section))
    return header


def _is_misnamed(data: DataRow, section: str) -> bool:
    """Whether the only column of numbers has a name that is neither a form's nor one for any count: 2022年, 公开率, 收费项目数."""
    if len(data.values) != 1 or not 0 < len(data.header) <= len(data.row.cells):
        return False
    name = label_key(data.header[-1].text)
    return name != "" and "column" not in roles(name, section) and not names_any_numbers(name)


def names_any_numbers(text: str) -> bool:
    """Whether a column's name may stand over whatever its table counts: 数量, 本年处理数（件）."""
    return _NEUTRAL.fullmatch(label_key(text)) is not None


def numbers_in_heads(rows: Sequence[DataRow], section: str) -> list[str]:
    """The labels of a heading that end in a number (商业企业2, 科研机构3): no line parts the row of these numbers from the heading."""
    for leaves in {id(data.header): data.header for data in rows}.values():
        tails = [_TAIL.fullmatch(fold(leaf.text)) for leaf in leaves]
        numbers = [tail[2] for tail in tails if tail and "column" in roles(tail[1], section)]
        if len(numbers) > 1:
            return numbers
    return []


def behind_words(row: PrintedRow) -> tuple[Cell, ...]:
    """The cells behind the first one with words. Numbers before it (1, 2, 3 …) only count the rows."""
    first = next((n for n, cell in enumerate(row.cells) if is_words(cell.text)), 0)
    return row.cells[first:]
