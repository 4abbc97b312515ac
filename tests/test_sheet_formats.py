"""Number formats: the truth is what Excel shows for them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from extract.readers.sheet import read


@pytest.mark.parametrize(
    ("code", "value", "flags"),
    [
        ("General", 3, ()),
        ("#,##0", 1234, ()),
        ("0.00", 3.5, ()),
        ('0"件"', 3, ()),
        ("¥#,##0.00", 3, ()),
        ("#,##0_);[Red](#,##0)", 3, ()),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0, ()),
        ("@", 3, ()),
        ('0!.0,"万"', 125000, ("number_format",)),  # 12.5万
        ("#,##0,", 125000, ("number_format",)),  # 125
        ("0%", 2, ("number_format",)),  # 200%
        ('"1"0', 2, ("number_format",)),  # 12
        ('0"万元"', 2, ("number_format",)),
        (";;;", 2, ("hidden_text",)),
        ("[White]0", 2, ("hidden_text",)),
        ("0;-0;;@", 0, ("hidden_text",)),
        ("0;-0;;@", 5, ()),
        ("#", 0, ("hidden_text",)),
        ("#", 5, ()),
        ("0", 0.4, ("number_format",)),
        ("0.00", 12.3456, ("number_format",)),
        ("#,##0.00", 12.34, ()),
        ("0.00E+00", 12.3456, ()),
    ],
)
def test_a_number_that_the_sheet_does_not_show_so_is_in_doubt(
    code: str, value: float, flags: tuple[str, ...]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("信息内容", "本年处理决定数量"), ("行政许可", value), ("行政处罚", 1)):
        sheet.append(row)
    sheet["B2"].number_format = code
    out = io.BytesIO()
    book.save(out)
    (table,) = read(out.getvalue()).tables
    assert [(cell.text, cell.flags) for cell in table.cells if cell.row == 1][1] == (f"{value:g}", flags)
