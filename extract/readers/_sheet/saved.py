"""A whole sheet saved as text (CSV, Excel's "Unicode text"): every row has as many cells → its blocks.

Such a file stores blank cells and loses merges, like a sheet whose report was typed without any. Text that only has
tables between marks has lines of other lengths.
"""

from __future__ import annotations

import csv
import io
import re

from extract.model import Block
from extract.readers._sheet.rows import SheetCell, cells_to_blocks
from extract.readers._text.frames import without_frame
from extract.readers._text.rows import LINE_BREAK

MARKS = ",;\t"
_SEPARATOR = re.compile(r"sep=[,;\t]\n", re.IGNORECASE)  # Excel's own first line
# a cell in quotes over several lines, the longest label of a form among them
_LINE = r'(?:[^"\n]|""){0,80}'
_BROKEN = re.compile(rf'(?:^|(?<=[,;\t]))"(?:{_LINE}\n){{1,8}}{_LINE}"(?=[,;\t]|$)', re.MULTILINE)
LEAST_ROWS = 8  # a report's tables have some 40


def unbroken(text: str) -> str:
    """The text with each cell in quotes on one line, and without Excel's line that names the mark."""
    text = _SEPARATOR.sub("", text, count=1) if text[:4].lower() == "sep=" else text
    return _BROKEN.sub(_on_one_line, text) if '"' in text else text


def _on_one_line(cell: re.Match[str]) -> str:
    inner = cell[0][1:-1].replace("\n", LINE_BREAK)
    return f'"{inner}"' if any(mark in inner for mark in MARKS) else inner.replace('""', '"')


def saved_sheet(text: str) -> tuple[Block, ...]:
    """The sheet's paragraphs and tables; () where the text is none."""
    first, _, rest = text.lstrip("\n \ufeff").partition("\n")  # a tab first is a blank cell
    for mark in MARKS:
        padded = first.count(mark)
        if padded and rest.partition("\n")[0].count(mark) >= padded:
            rows = _rows(text, mark)
            if len(rows) >= LEAST_ROWS and {*map(len, rows)} == {padded + 1}:
                return tuple(cells_to_blocks(_cells(without_frame(rows))))
    return ()


def _rows(text: str, mark: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter=mark) if row]
    except csv.Error:  # a quote that nothing closes, a cell beyond any length
        return []


def _cells(rows: list[list[str]]) -> list[SheetCell]:
    return [
        SheetCell(text, row, col, 1, 1)
        for row, texts in enumerate(rows)
        for col, cell in enumerate(texts)
        if (text := cell.strip())
    ]
