"""Tab-separated cells, one row a line → rows, and tables that kept the grid of a spreadsheet."""

from __future__ import annotations

import re
from itertools import groupby

from extract.model import Block, Paragraph
from extract.readers._text.places import EDGE
from extract.readers._text.rows import SHORT_LINE, Rows, grid_to_table
from extract.table.vocabulary import meanings, names_row
from extract.texts.headings import heading_of
from extract.texts.titles import is_table_title

_OF_YEAR = re.compile(r"20\d\d\s*年")  # heads another year's table


def tab_run(lines: list[str], start: int) -> tuple[Rows, int]:
    """The rows that start at this line, and the line behind them; ([], start) where none do."""
    rows: Rows = []
    index = start
    while index < len(lines):
        if "\t" in lines[index]:
            rows.append([cell.strip(EDGE) for cell in lines[index].split("\t")])
            index += 1
        elif rows and (_is_label_between(lines, index) or _is_row_without_cells(lines[index])):
            rows.append([lines[index].strip(EDGE)])
            index += 1
        else:
            break
    if all(len(row) % 2 and not any(row[1::2]) for row in rows):
        rows = [row[::2] for row in rows]  # two tabs between cells
    # indented prose: nothing but leading tabs
    if all(sum(1 for cell in row if cell) < 2 and row[-1] for row in rows):
        return [], start
    if len(rows) == 1 and len(rows[0]) < 3:
        return [], start
    return rows, index


def as_grids(rows: Rows) -> list[Block]:
    """Tab-separated rows that a spreadsheet wrote: as many cells in each row of a table, a merged cell leaving blanks.

    The headings of sections part the tables. [] where the rows are of unequal lengths.
    """
    blocks: list[Block] = []
    for alone, part in groupby(rows, lambda row: len(row) == 1):
        table = [*part]
        if (len({*map(len, table)}) > 1) or (alone and not all(heading_of(row[0]) for row in table)):
            return []
        blocks += [Paragraph(row[0]) for row in table] if alone else [grid_to_table(table)]
    return blocks


def _is_label_between(lines: list[str], index: int) -> bool:
    label = lines[index].strip(EDGE)
    below = lines[index + 1] if index + 1 < len(lines) else ""
    leads_over = label.endswith(("：", ":")) and not meanings(label)  # 近三年办理情况对比：
    apart = leads_over or is_table_title(label) or _OF_YEAR.search(label) is not None
    return 0 < len(label) <= SHORT_LINE and "\t" in below and not apart


def _is_row_without_cells(line: str) -> bool:
    """A row's label alone right below other rows: its blank cells' tabs are lost."""
    return 0 < len(line) <= SHORT_LINE and names_row(line.strip(EDGE)) and heading_of(line) is None
