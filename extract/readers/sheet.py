"""A spreadsheet (.xlsx, .xls, .et, .xlsb, .ods) → Document: the visible sheets' text and tables, top to bottom.

python-calamine reads all of these formats and knows merged ranges; formulas give the value stored with them.
Numbers stored as numbers are printed as Excel's General format shows them: 3.0 is `3`. Hidden sheets are left
out, hidden rows and columns too in .xlsx (calamine does not tell them for the others). An .ods loses its merges.
"""

from __future__ import annotations

import datetime
import io
from bisect import bisect_left
from typing import Any, Final

from extract.errors import DocumentError
from extract.model import Block, Document
from extract.readers._sheet_rows import SheetCell, cells_to_blocks
from extract.readers._sheet_xlsx import hidden_lines

READER: Final = "sheet"

MAX_CELLS = 200_000  # with text, in one file; a report has some 500
MAX_MERGES = 100_000
MAX_COVERED = 400_000  # places under merges


def read(data: bytes) -> Document:
    """Paragraphs and tables of all visible sheets. Raises DocumentError for damaged, encrypted, oversized files."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise DocumentError("不是可读的电子表格 (Excel 2003 XML?)；请用 Excel 另存为 .xlsx")
    hidden = hidden_lines(data) if data.startswith(b"PK") else []
    blocks: list[Block] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for number, meta in enumerate(book.sheets_metadata):
                if meta.visible != SheetVisibleEnum.Visible or meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                rows, columns = hidden[number] if number < len(hidden) else (set(), set())
                blocks += cells_to_blocks(_cells(book.get_sheet_by_index(number), rows, columns))
    except PasswordError as error:
        raise DocumentError("电子表格有密码，请去掉密码后另存 (encrypted)") from error
    except CalamineError as error:
        raise DocumentError(
            f"电子表格已损坏或不完整，请重新下载 ({' '.join(str(error).split())[:80]})"
        ) from error
    except BaseException as error:  # a panic inside calamine arrives as a BaseException of its own
        if type(error).__name__ != "PanicException":
            raise
        raise DocumentError("电子表格已损坏，无法读取，请用 Excel 另存后重试 (damaged)") from error
    if not blocks:
        raise DocumentError("电子表格没有可见的内容 (empty)；请核对文件")
    return Document(tuple(blocks), READER)


def _cells(sheet: Any, hidden_rows: set[int], hidden_columns: set[int]) -> list[SheetCell]:
    """The sheet's cells with their merges, hidden rows and columns taken out of the grid."""
    start = sheet.start
    if start is None:
        return []
    merges = sheet.merged_cell_ranges or []
    if len(merges) > MAX_MERGES:
        raise DocumentError(f"合并单元格超过 {MAX_MERGES} 处 (too many merges)；请核对文件是否损坏")
    texts = {
        (row, col): text
        # not iter_rows: that begins at the sheet's first row, but at the first column with text
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), start[0])
        for col, value in enumerate(values, start[1])
        if (text := _printed(value)) and row not in hidden_rows and col not in hidden_columns
    }
    if len(texts) > MAX_CELLS:
        raise DocumentError(f"电子表格超过 {MAX_CELLS} 个单元格 (too many cells)；请核对文件是否损坏")
    spans, covered = _merged(merges, texts)
    inner = _Lines(hidden_rows), _Lines(hidden_columns)
    cells: list[SheetCell] = []
    for row, col in sorted({*texts, *spans}):
        if (row, col) in covered:
            continue
        bottom, right = spans.get((row, col), (row, col))
        top_line, left_line = inner[0].at(row), inner[1].at(col)
        rowspan = inner[0].at(bottom + 1) - top_line
        colspan = inner[1].at(right + 1) - left_line
        if rowspan and colspan:
            cells.append(SheetCell(texts.get((row, col), ""), top_line, left_line, rowspan, colspan))
    return cells


Place = tuple[int, int]


def _merged(merges: list[tuple[Place, Place]], texts: dict[Place, str]) -> tuple[dict[Place, Place], set[Place]]:
    """The merges by their first place, and the places under them, whose text no program shows.

    Merges that no text touches are left out, those that overlap an earlier one too.
    """
    last_row, last_col = max((row for row, _ in texts), default=0), max((col for _, col in texts), default=0)
    spans: dict[Place, Place] = {}
    covered: set[Place] = set()
    for (top, left), (bottom, right) in merges:
        bottom, right = min(bottom, last_row), min(right, max(last_col, left))
        places = (bottom - top + 1) * (right - left + 1)
        if places <= 1 or top > last_row or left > last_col:
            continue
        if len(covered) + places > MAX_COVERED:
            raise DocumentError(f"合并单元格占用超过 {MAX_COVERED} 个位置 (merges too large)；请核对文件是否损坏")
        here = {(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)}
        if here & (covered | spans.keys()) == set():
            covered |= here - {(top, left)}
            spans[top, left] = (bottom, right)
    return spans, covered


class _Lines:
    """Numbers of rows or columns once the hidden ones are gone."""

    def __init__(self, hidden: set[int]) -> None:
        self._hidden = sorted(hidden)

    def at(self, line: int) -> int:

        return line - bisect_left(self._hidden, line)


def _printed(value: object) -> str:
    """The value as Excel's General format shows it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
