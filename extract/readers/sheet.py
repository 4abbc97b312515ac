"""A spreadsheet (.xlsx, .xls, .et, .ods, Excel 2003 XML) → Document: the visible sheets, top to bottom.

python-calamine reads the first three and knows merged ranges; formulas give the value stored with them. The two that
are XML are read in `_sheet/ods.py` and `_sheet/excel_2003.py`. Numbers stored as numbers are printed as Excel's General format shows them. Hidden
sheets, rows and columns are left out. A sheet's name is printed where it is an office's or a year.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from extract.errors import DocumentError, one_line
from extract.flags import HIDDEN_TEXT
from extract.model import Block, Document, Paragraph
from extract.readers._sheet import xls, xlsx
from extract.readers._sheet.beside import sheet_to_blocks
from extract.readers._sheet.excel_2003 import excel_2003_grids
from extract.readers._sheet.grid import SheetGrid, hidden_texts, printed, visible_cells
from extract.readers._sheet.looks import SheetMarks
from extract.readers._sheet.ods import is_ods, ods_grids
from extract.readers._sheet.xlsx_marks import workbook_marks
from normalize.agency import agency_alone, agency_of_title, agency_with_year, is_summary
from normalize.year import month_alone, part_of_year, year_alone

READER: Final = "sheet"
_NAMES: Final = (agency_alone, agency_with_year, year_alone, is_summary, part_of_year, month_alone)


def read(data: bytes) -> Document:
    """Paragraphs and tables of all visible sheets. Raises DocumentError for damaged, encrypted, oversized files."""
    if is_ods(data):
        grids = ods_grids(data)
    elif data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        grids = _binary_grids(data)
    else:
        grids = excel_2003_grids(data)
    blocks: list[Block] = []
    unsaved = 0
    hidden: list[str] = []
    sheets: list[int] = []
    for grid in grids:
        unshown = [*hidden_texts(grid)]
        cells, flags = visible_cells(grid)
        printed_blocks = [*sheet_to_blocks(cells, flags, hidden=bool(unshown))]
        if printed_blocks:
            sheets.append(len(blocks))
        if printed_blocks and tells_report(grid.name):
            blocks.append(Paragraph(grid.name, heading=True))  # a sheet for each office or year, one for all
        if printed_blocks and not any(map(_is_title, printed_blocks)):
            blocks += map(Paragraph, grid.titles)
        blocks += printed_blocks
        unsaved += grid.formulas
        hidden += unshown
    if not blocks:
        raise DocumentError("电子表格没有可见的内容 (empty)；请核对文件")
    return Document(
        tuple(blocks),
        READER,
        hidden_text="\n".join(hidden),
        sheets=tuple(sheets),
        problems=_problems(unsaved),
    )


def tells_report(name: str) -> bool:
    """Whether a sheet's name says whose or when it is."""
    return any(of(name) for of in _NAMES)


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and agency_of_title(block.text) is not None


def _problems(unsaved: int) -> tuple[str, ...]:
    if not unsaved:
        return ()
    return (f"{unsaved} 个公式没有存下结果，无法读出 (formulas without values)；请用 Excel 打开后重存",)


def _binary_grids(data: bytes) -> Iterator[SheetGrid]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    if data.startswith(b"PK"):
        hidden, marks = xlsx.hidden_lines(data), workbook_marks(data)
    else:
        hidden, marks, data = xls.hidden_and_marks(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for number, meta in enumerate(book.sheets_metadata):
                if meta.visible != SheetVisibleEnum.Visible or meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                rows, columns = hidden[number] if number < len(hidden) else (set(), set())
                special = marks[number] if number < len(marks) else SheetMarks()
                yield _grid(book.get_sheet_by_index(number), rows, columns, special, meta.name)
    except PasswordError as error:
        raise DocumentError("电子表格有密码，请去掉密码后另存 (encrypted)") from error
    except CalamineError as error:
        raise DocumentError(f"电子表格已损坏或不完整，请重新下载 ({one_line(error)})") from error
    except OverflowError as error:  # of a number in a format of times, for which Excel itself shows ####
        raise DocumentError(
            "电子表格中有过大的时间 (a time out of range)；请把该格改为常规格式后另存"
        ) from error
    except BaseException as error:  # a panic inside calamine arrives as a BaseException of its own
        if type(error).__name__ != "PanicException":
            raise
        raise DocumentError("电子表格已损坏，无法读取，请用 Excel 另存后重试 (damaged)") from error


def _grid(
    sheet: Any, hidden_rows: set[int], hidden_columns: set[int], marks: SheetMarks, name: str
) -> SheetGrid:
    top, left = sheet.start or (0, 0)
    # not iter_rows: that begins at the sheet's first row, but at the first column with text
    rows = sheet.to_python(skip_empty_area=True) if sheet.start is not None else ()
    stored = {(row, col): value for row, line in enumerate(rows, top) for col, value in enumerate(line, left)}
    if marks.no_zeros or marks.hiding:
        for place, value in stored.items():
            if type(value) in (int, float) and marks.hides(place, value):
                marks.flag(place, HIDDEN_TEXT)
    texts = {place: printed(value) for place, value in stored.items()} | marks.texts
    return SheetGrid(
        {place: text for place, text in texts.items() if text},
        sheet.merged_cell_ranges or [],
        hidden_rows,
        hidden_columns,
        marks.flags,
        marks.pictures,
        marks.formulas,
        name,
        marks.titles,
    )
