"""Web pages that print the national tables in ways of their own, made from one clean report by replacing its markup."""

from __future__ import annotations

import random
import re

import pytest

from extract.pipeline import extract_document
from extract.result import CellRecord, Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.html import to_html

PAGE = to_html(lay_out(make_report(random.Random(5), "2021", number_mess=0.0), Mess(5))).decode()


def read(page: str) -> Report:
    return extract_document(page.encode(), "a.html").reports[0]


def facts(report: Report) -> list[tuple[str, str, float | None, tuple[str, ...]]]:
    return [(cell.item, cell.category, cell.value, cell.flags) for cell in report.cells]


PLAIN = facts(read(PAGE))


def test_the_page_is_read_whole() -> None:
    assert len(PLAIN) == 200
    assert all(value is not None and not flags for _, _, value, flags in PLAIN)


def test_empty_rows_between_rows_join_nothing() -> None:
    """A browser counts them among the rows that a cell spans."""
    taller = re.sub(r'rowspan="(\d+)"', lambda found: f'rowspan="{2 * int(found[1])}"', PAGE)
    assert taller != PAGE
    assert facts(read(taller.replace("</tr>", "</tr><tr></tr>"))) == PLAIN


@pytest.mark.parametrize(("printed", "value"), [("03", 3), ("００", 0), ("-01", -1), ("007件", 7)])
def test_a_needless_zero_is_a_doubt(printed: str, value: float) -> None:
    table = f"<table><tr><td>行政许可<td>{printed}<tr><td>行政处罚<td>0.5<tr><td>行政强制<td>0</table>"
    cells: dict[str, CellRecord] = {cell.item: cell for cell in read(f"<p>报告<p>{table}").cells}
    assert (cells["licences"].value, cells["licences"].flags) == (value, ("leading_zero",))
    assert cells["penalties"].flags == cells["coercive_measures"].flags == ()


def test_a_sum_with_a_number_in_doubt_is_a_warning() -> None:
    new = PAGE.index("一、本年新收")
    wrong, doubtful = (
        read(PAGE[:new] + PAGE[new:].replace("<td>9676</td>", cell, 1)).findings
        for cell in ("<td>9677</td>", "<td><s>9676</s>9677</td>")
    )
    assert {(one.check, one.severity) for one in wrong} == {
        ("requests.balance", "error"),
        ("requests.row_sum", "error"),
    }
    assert [(one.check, one.actual, one.severity) for one in doubtful] == [
        (one.check, one.actual, "warning") for one in wrong
    ]
    assert all("存疑" in one.message for one in doubtful)
