"""Sheets of quarters or months beside those of the year are left out; truth: the rows below."""

from __future__ import annotations

import io

import openpyxl
import pytest

from extract.pipeline import extract_document
from extract.result import Report

WATER = "清河县水利局"
TITLE = WATER + "2023年政府信息公开工作年度报告"
DISCLOSURE = ("规章", "行政规范性文件")
YEAR = [11, 12, 13, 14, 15, 16]


def table(first: int) -> list[tuple[object, ...]]:
    rows = ((label, *range(first + 3 * n, first + 3 * n + 3)) for n, label in enumerate(DISCLOSURE))
    return [("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), *rows, ("行政许可", None)]


def read(*sheets: tuple[str, list[tuple[object, ...]]]) -> list[Report]:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return [*extract_document(out.getvalue(), "a.xlsx").reports]


def sure(report: Report) -> list[float | None]:
    return [cell.value for cell in report.cells if cell.status == "reported" and not cell.flags]


@pytest.mark.parametrize(
    "names", [("第一季度", "第二季度"), ("上半年", "下半年"), ("1月", "2月份"), ("2023年1月", "2023年2月")]
)
@pytest.mark.parametrize("first", [False, True])
def test_parts_of_a_year_are_left_out_and_said(names: tuple[str, str], first: bool) -> None:
    parts = [(name, [("二、主动公开政府信息情况",), *table(50 * n)]) for n, name in enumerate(names, 1)]
    whole = ("全年", [(TITLE,), *table(11)])
    (report,) = read(*((whole, *parts) if first else (*parts, whole)))
    assert sure(report) == YEAR
    assert report.identity.year == 2023
    assert {cell.table_index for cell in report.cells} - {None} == {0 if first else 2}
    assert report.outcome == "partial"
    assert "不是全年的数据，未收入" in str(report.error)


def test_the_month_below_a_title_is_the_reports_own() -> None:
    disputes = [
        ("行政复议", *[None] * 4),
        ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
        (1, 2, 3, 4, 10),
    ]
    sheets = (
        ("Sheet1", [(TITLE,), ("2024年1月",), *table(11)]),
        ("Sheet2", [("四、行政复议、行政诉讼情况",), *disputes]),
    )
    (report,) = read(*sheets)
    assert report.identity.year == 2023
    assert sure(report)[:6] == YEAR
