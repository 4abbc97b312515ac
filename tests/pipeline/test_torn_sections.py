"""A section of which a few cells were found, and most others not: the report is `partial` where they may stand in what was not read."""

from __future__ import annotations

from extract.pipeline import extract_document
from extract.result import Report

TITLE = "<html><body><p>甲县乙局{}年政府信息公开工作年度报告</p>"
HEADER = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
LICENCES = "<tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>7"


def report(tables: str, year: int = 2022) -> Report:
    (found,) = extract_document(f"{TITLE.format(year)}{tables}</body></html>".encode(), "a.html").reports
    return found


def test_a_section_of_which_most_was_not_read_is_told() -> None:
    lost = f"<table>{HEADER}<tr><td>规章<td>1<td>0<td>4</table><table>{HEADER}<tr><td>甲乙丙<td>1<td>2<td>3</table>"
    assert "table found in part): disclosure" in (report(lost).error or "")


def test_a_short_table_is_all_that_the_agency_prints() -> None:
    short = f"<table>{HEADER}<tr><td>规章<td>1<td>0<td>4{LICENCES}</table>"
    assert "found in part" not in (report(short).error or "")


def test_a_table_that_breaks_off_is_told_and_one_that_goes_to_its_end_is_not() -> None:
    first = (
        "<table><tr><td>统计指标<td>单位<td>统计数<tr><td>一、主动公开情况<td>-<td>-<tr><td>（一）主动公开政府信息数<td>条<td>7"
        "<tr><td>其中：主动公开规范性文件数<td>条<td>3<tr><td>制发规范性文件总数<td>件<td>2"
    )
    last = "<tr><td>（三）接受培训人员数<td>人次<td>2"
    assert "table found in part): statistics" in (report(f"{first}</table>", 2016).error or "")
    assert report(f"{first}{last}</table>", 2016).outcome == "ok"
