"""A whole sheet saved as text (CSV, Excel's "Unicode text") → its paragraphs and tables.

Every row of such a file has as many cells as the widest; Excel sees to that for each sixteen rows by themselves. The file
keeps blank cells and loses merges, like a sheet whose report was typed without any. In other text with commas or tabs in its
tables the lines have different numbers of cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from extract.model import Block
from extract.readers._sheet.beside import sheet_to_blocks
from extract.readers._sheet.rows import SheetCell
from extract.readers._text.frames import without_frame
from extract.readers._text.rows import LINE_BREAK

MARKS = ",;\t"
_SEPARATOR = re.compile(r"sep=[,;\t]\n", re.IGNORECASE)  # Excel's own first line
# a cell in quotes over several lines, the longest label of a form among them
_LINE = r'(?:[^"\n]|""){0,80}'
_BROKEN = re.compile(rf'(?:^|(?<=[,;\t]))"(?:{_LINE}\n){{1,8}}{_LINE}"(?=[,;\t]|$)', re.MULTILINE)
# a formula that is a text, as programs write numbers for Excel to leave them as they are
_TEXT_FORMULA = re.compile(r'(?:^|(?<=[,;\t]))(?:="([^"\n]*)"|"=""([^"\n]*)""")(?=[,;\t]|$)', re.MULTILINE)
# a cell in quotes between tabs: some programs write each so
_BETWEEN_TABS = re.compile(r'(?:^|(?<=\t))"((?:[^"\n\t]|"")*)"(?=\t|$)', re.MULTILINE)
LEAST_ROWS = 8  # a report's tables have some 40
WIDE = 30  # columns of a collection, which may have a row for each of a few offices
AT_A_TIME = 16  # rows that Excel writes


def unbroken(text: str) -> str:
    """The text with each cell in quotes on one line, ="12" as 12, and without Excel's line that names the mark."""
    text = _SEPARATOR.sub("", text, count=1) if text[:4].lower() == "sep=" else text
    if '="' in text:
        text = _TEXT_FORMULA.sub(lambda cell: _quoted(cell[1] or cell[2] or ""), text)
    if '"' in text:
        text = _BROKEN.sub(lambda cell: _quoted(cell[0][1:-1].replace("\n", LINE_BREAK)), text)
    if '"\t"' in text:
        text = _BETWEEN_TABS.sub(lambda cell: cell[1].replace('""', '"'), text)
    return text


def _quoted(cell: str) -> str:
    """A cell's text, in its quotes where it holds a mark between cells."""
    return f'"{cell}"' if any(mark in cell for mark in MARKS) else cell.replace('""', '"')


def saved_sheet(text: str) -> tuple[Block, ...]:
    """The sheet's paragraphs and tables; () where the text is none."""
    # a tab is not stripped: at the beginning it follows a blank cell
    first = text.lstrip("\n \ufeff").partition("\n")[0]
    for mark in MARKS:
        if text.count(mark) < LEAST_ROWS:
            continue
        lines = _rows(text.rstrip("\n"), mark)
        rows = [row for row in lines if row]
        if len(rows) < (2 if rows and len(rows[0]) >= WIDE else LEAST_ROWS):
            continue
        filled = mark in first and (_are_filled_up(rows) or all(map(_are_filled_up, _parts(lines))))
        if filled or (mark == "," and _are_cut_at_last_text(rows)):
            width = max(map(len, rows))
            even = [[*row, *[""] * (width - len(row))] for row in rows]
            return tuple(sheet_to_blocks(_cells(without_frame(even))))
    return ()


def _rows(text: str, mark: str) -> list[list[str]]:
    try:
        return [*csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error:  # a quote that nothing closes, a cell beyond any length
        return []


def _parts(rows: list[list[str]]) -> Iterator[list[list[str]]]:
    return (rows[start : start + AT_A_TIME] for start in range(0, len(rows), AT_A_TIME))


def _are_filled_up(rows: list[list[str]]) -> bool:
    """Whether every row reaches as far as the last text of any."""
    return min(map(len, rows)) >= max(
        number for row in rows for number, cell in enumerate(["x", *row]) if cell.strip()
    )


def _cells(rows: list[list[str]]) -> list[SheetCell]:
    return [
        SheetCell(text, row, col, 1, 1)
        for row, texts in enumerate(rows)
        for col, cell in enumerate(texts)
        if (text := cell.strip())
    ]


def _are_cut_at_last_text(rows: list[list[str]]) -> bool:
    """Whether a program left out the blank cells at the end of each row: there are blank ones at the beginnings, none at ends."""
    tabular = sum(len(row) > 1 for row in rows)
    return 2 * tabular > len(rows) and all(row[-1] for row in rows) and not all(row[0] for row in rows)
