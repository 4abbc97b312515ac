"""Writes a page as a workbook: everything below each other on one sheet, or each table on a sheet of its own.

Plain numbers are stored as numbers or as text; hidden rows and a hidden sheet hold numbers that are not printed.
"""

from __future__ import annotations

import datetime
import io
import random
import re
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.builder.grid import Grid, Paragraph
from tests.builder.layout import Page

_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?")
_FORMATS = ("General", "General", "0", "#,##0")


def to_xlsx(page: Page) -> bytes:
    rng = random.Random(page.mess.seed + 9)
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 31)
    one = rng.random() < 0.5
    sheet = book.active
    sheet.title = "年报"
    width = max(block.n_cols for block in page.blocks if isinstance(block, Grid))
    row = 1 + rng.randint(0, 2)
    last: Paragraph | Grid | None = None
    for block in page.blocks:
        if isinstance(block, Paragraph):
            _paragraph(sheet, block, row, width, rng)
            row += 1
        else:
            if not one:
                sheet, row = book.create_sheet(f"表{len(book.sheetnames)}"), 1
            elif isinstance(last, Grid):
                row += 1  # an empty row parts tables
            row = _table(sheet, block, page, row, 1 if one else 1 + rng.randint(0, 2), rng)
        last = block
    if page.mess.hidden_elements:
        decoys = book.create_sheet("旧表")
        decoys.sheet_state = rng.choice(["hidden", "veryHidden"])
        decoys.append(["（一）予以公开", *range(1, 8)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _paragraph(sheet: Worksheet, paragraph: Paragraph, row: int, width: int, rng: random.Random) -> None:
    sheet.cell(row, 1, paragraph.text)
    if paragraph.role == "title" or rng.random() < 0.5:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _table(sheet: Worksheet, grid: Grid, page: Page, top: int, left: int, rng: random.Random) -> int:
    """Writes the grid with its first cell at `top`, `left`; returns the row below it."""
    lines: list[int] = []
    line = top
    # a row may be hidden only where no merge crosses it: a writer would have to grow the merge
    crossed = {box.row + down for box in grid.boxes for down in range(1, box.rowspan)}
    for number in range(grid.n_rows):
        if page.mess.hidden_elements and number and number not in crossed and rng.random() < 0.1:
            for col in range(grid.n_cols):
                sheet.cell(line, left + col, rng.randint(1, 99))
            sheet.row_dimensions[line].hidden = True
            line += 1
        lines.append(line)
        line += 1
    as_numbers = rng.random() < 0.7
    for box in grid.boxes:
        if box.text:
            cell = sheet.cell(lines[box.row], left + box.col)
            if as_numbers and box.role == "value" and _PLAIN.fullmatch(box.text):
                cell.value = float(box.text) if "." in box.text else int(box.text)
                cell.number_format = "General" if "." in box.text else rng.choice(_FORMATS)
            else:
                cell.value, cell.data_type = box.text, "s"
        if box.rowspan > 1 or box.colspan > 1:
            sheet.merge_cells(
                start_row=lines[box.row],
                start_column=left + box.col,
                end_row=lines[box.row] + box.rowspan - 1,
                end_column=left + box.col + box.colspan - 1,
            )
    return line


def to_excel_2003(page: Page) -> bytes:
    """The same workbook as Excel's XML of 2003: what stands under a merge is left out, places are told by index."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(page)))
    sheets = "".join(_sheet_2003(sheet) for sheet in book.worksheets)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    head = '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
    return (
        f'{head}<Workbook xmlns="{space}" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="{space}">'
        f"{sheets}</Workbook>"
    ).encode()


def _sheet_2003(sheet: Worksheet) -> str:
    spans = {(merge.min_row, merge.min_col): merge for merge in sheet.merged_cells.ranges}
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            merge = spans.get((cell.row, cell.column))
            if cell.value is None and merge is None:
                continue
            across = (
                f' ss:MergeAcross="{merge.size["columns"] - 1}" ss:MergeDown="{merge.size["rows"] - 1}"'
                if merge
                else ""
            )
            kind = "Number" if isinstance(cell.value, int | float) else "String"
            text = escape(str(cell.value)).replace("\n", "&#10;") if cell.value is not None else ""
            cells.append(
                f'<Cell ss:Index="{cell.column}"{across}><Data ss:Type="{kind}">{text}</Data></Cell>'
            )
        hidden = ' ss:Hidden="1"' if sheet.row_dimensions[row[0].row].hidden else ""
        if cells:
            rows.append(f'<Row ss:Index="{row[0].row}"{hidden}>{"".join(cells)}</Row>')
    state = "" if sheet.sheet_state == "visible" else "<x:Visible>SheetHidden</x:Visible>"
    return (
        f'<Worksheet ss:Name="{sheet.title}"><Table>{"".join(rows)}</Table>'
        f"<x:WorksheetOptions>{state}</x:WorksheetOptions></Worksheet>"
    )
