"""A section of which a few cells were found, and most others not: the report is `partial` where they may stand in what was not read."""

from __future__ import annotations

from extract.pipeline import extract_document
from extract.result import Report

TITLE = "<html><body><p>甲县乙局2022年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p>"
HEADER = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
LICENCES = "<tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>7"


def report(tables: str) -> Report:
    (found,) = extract_document(f"{TITLE}{tables}</body></html>".encode(), "a.html").reports
    return found


def test_a_section_of_which_most_was_not_read_is_told() -> None:
    lost = f"<table>{HEADER}<tr><td>规章<td>1<td>0<td>4</table><table>{HEADER}<tr><td>甲乙丙<td>1<td>2<td>3</table>"
    assert "table found in part): disclosure" in (report(lost).error or "")


def test_a_short_table_is_all_that_the_agency_prints() -> None:
    short = f"<table>{HEADER}<tr><td>规章<td>1<td>0<td>4{LICENCES}</table>"
    assert "found in part" not in (report(short).error or "")
