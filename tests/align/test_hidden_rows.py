"""Rows that a file holds and hides: their cells are not printed, and say why."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from extract.pipeline import extract_document
from extract.result import Report
from tests.one_page import PAGE, read

TITLE = "清河县水利局2023年政府信息公开工作年度报告"
HEAD = (
    (TITLE,),
    ("二、主动公开政府信息情况",),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
)
ROWS = (("行政许可", 7), ("行政处罚", 3), ("行政强制", 0))


def sheet_without(hidden: str) -> Report:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (*HEAD, *ROWS):
        sheet.append(row)
        sheet.row_dimensions[sheet.max_row].hidden = row[0] == hidden
    out = io.BytesIO()
    book.save(out)
    (report,) = extract_document(out.getvalue(), "a.xlsx").reports
    return report


@pytest.mark.parametrize("hidden", [label for label, _ in ROWS])
def test_a_row_that_a_sheet_hides(hidden: str) -> None:
    cells = {cell.item_label: cell for cell in sheet_without(hidden).cells}
    for label, number in ROWS:
        kept = label != hidden
        assert cells[label].value == (number if kept else None)
        assert cells[label].flags == (() if kept else ("hidden_text",))
    assert cells["规章"].flags == ("table_incomplete",)  # its table is not in the sheet, hidden or not


@pytest.mark.parametrize("label", ["行政处罚", "（一）予以公开", "4.无正当理由大量反复申请"])
def test_a_row_that_a_page_hides(label: str) -> None:
    rows = re.split(r"(?=<tr)", PAGE)
    (place,) = (n for n, row in enumerate(rows) if label in row)
    rows[place] = rows[place].replace("<tr", '<tr style="display:none"', 1)
    hidden = [cell for cell in read("".join(rows)).cells if cell.flags == ("hidden_text",)]
    assert {cell.status for cell in hidden} == {"missing"}
    assert {cell.item for cell in hidden} == {
        cell.item for cell in read(PAGE).cells if label in (cell.printed_label or "")
    }


@pytest.mark.parametrize("hidden", [False, True])
def test_the_row_below_a_header_that_a_sheet_hides_is_not_blank_for_sure(hidden: bool) -> None:
    """Table 四 has one row of numbers, which a sheet does not store where they are blank."""
    parts = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows = (
        [TITLE],
        ["四、政府信息公开行政复议、行政诉讼情况"],
        ["行政复议", *[None] * 4, "行政诉讼"],
        [*parts, "未经复议直接起诉", *[None] * 4, "复议后起诉"],
        [*[None] * 5, *parts, *parts],
    )
    for row in rows:
        sheet.append(row)
    if hidden:
        sheet.append([0] * 14 + [3])
        sheet.row_dimensions[sheet.max_row].hidden = True
    out = io.BytesIO()
    book.save(out)
    (report,) = extract_document(out.getvalue(), "a.xlsx").reports
    cells = [cell for cell in report.cells if cell.section == "disputes"]
    assert len(cells) == 15
    assert {cell.status for cell in cells} == {"blank"}
    assert {cell.flags for cell in cells} == ({("hidden_text",)} if hidden else {()})
