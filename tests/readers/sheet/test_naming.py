"""Rows of a sheet that name the report in several cells, above its tables; truth: the rows below."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_document
from tests.readers.sheet.books import book_of, saved

WATER, TAX = "清河县水利局", "清河县财政局"
TITLE = "2023年政府信息公开工作年度报告"
TABLE = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", 1, 2, 3),
    ("行政规范性文件", 4, 5, 6),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", 7),
)


@pytest.mark.parametrize("gap", [(), ((None,),), (("二、主动公开政府信息情况",),)])
@pytest.mark.parametrize(
    "above",
    [
        [("政府信息公开工作年度报告统计表",), ("填报单位", WATER, None, "统计年度", 2023)],
        [("政府信息公开工作年度报告统计表",), ("单位名称：", WATER), ("报告年度：", "2023年")],
        [("政府信息公开情况统计表",), ("机关名称：" + WATER, None, "年度：2023年")],
        [(WATER + TITLE, None, None, "返回目录")],
        [(WATER, 2023, "年政府信息公开工作年度报告")],
        [(TITLE,), ("填报单位：" + WATER, "填报单位：" + WATER)],
    ],
)
def test_whose_report_it_is_may_stand_in_several_cells(above: list[object], gap: tuple[object, ...]) -> None:
    (report,) = extract_document(saved(book_of(*above, *gap, *TABLE)), "a.xlsx").reports
    assert (report.identity.agency, report.identity.year) == (WATER, 2023)
    assert [cell.value for cell in report.cells if cell.status == "reported"] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("corner", ["单位", "指标"])
def test_labels_and_offices_of_a_list_name_no_report(corner: str) -> None:
    labels = (
        "规章/本年制发件数",
        "规章/现行有效件数",
        "行政许可/本年处理决定数量",
        "一、本年新收政府信息公开申请数量/总计",
    )
    several = book_of(
        (TITLE,), (corner, WATER, TAX), *((label, 1, 2) for label in (*labels, "行政处罚/本年处理决定数量"))
    )
    found = extract_document(saved(several), "汇总.xlsx").reports
    assert [report.identity.agency for report in found] == [WATER, TAX]
    assert [sum(cell.status == "reported" for cell in report.cells) for report in found] == [5, 5]
