"""Totals that a report leaves blank: told, and no doubt of the numbers beside them unless these may stand one place off."""

from __future__ import annotations

import re

import pytest

from extract.result import Report
from tests.one_page import PAGE, read

START, END = PAGE.index("一、本年新收"), PAGE.index("四、政府信息公开行政复议")
NUMBER = re.compile(r"<td>\d+</td>")
BLANK = "<td></td>"


def with_rows(change: dict[str, object], rows: str = PAGE[START:END]) -> Report:
    """The page, in table 三 each row that one of these labels opens changed by a function of its number cells."""
    parts = re.split(r"(?=<tr)", rows)
    for label, turn in change.items():
        place = next(n for n, part in enumerate(parts) if label in part)
        numbers = NUMBER.findall(parts[place])
        assert len(numbers) == 7
        assert callable(turn)
        parts[place] = parts[place].replace("".join(numbers), "".join(turn(numbers)))
    return read(PAGE[:START] + "".join(parts) + PAGE[END:])


def without_total(numbers: list[str]) -> list[str]:
    return [*numbers[:-1], BLANK]


def flagged(report: Report) -> set[tuple[str, str]]:
    return {(cell.item, cell.category) for cell in report.cells if cell.flags}


GRANTED, TOTAL, CARRIED_OUT = "（一）予以公开", "（七）总计", "四、结转下年度"


def test_a_blank_in_the_column_of_totals_is_its_own_doubt_alone() -> None:
    report = with_rows({GRANTED: without_total, CARRIED_OUT: without_total})
    assert flagged(report) == {("outcome.granted", "total"), ("carried_out", "total")}
    assert {finding.severity for finding in report.findings} == {"info"}


@pytest.mark.parametrize("printed", [BLANK, "<td>/</td>"])
def test_a_blank_row_of_totals_is_its_own_doubt_alone(printed: str) -> None:
    report = with_rows({TOTAL: lambda numbers: [printed] * 7})
    assert {item for item, _ in flagged(report)} == {"outcome.total"}
    assert {finding.severity for finding in report.findings} == {"info"}


def test_a_row_of_totals_that_is_not_printed_is_what_the_rows_above_it_add_up_to() -> None:
    total = next(row for row in re.split("(?=<tr)", PAGE[START:END]) if TOTAL in row)
    page = re.sub(
        r'rowspan="(\d+)"(?=[^>]*>三、本年度办理结果)',
        lambda found: f'rowspan="{int(found[1]) - 1}"',
        PAGE.replace(total, ""),
    )
    report = read(page)
    assert {cell.status for cell in report.cells if cell.item == "outcome.total"} == {"missing"}
    assert (flagged(report), report.findings) == (set(), ())


@pytest.mark.parametrize("others", [{}, {"二、上年结转": "<td>88776</td>"}])
def test_a_blank_total_beside_no_right_one_leaves_all_its_row_in_doubt(others: dict[str, str]) -> None:
    """Nothing shows then that the numbers stand in their columns: no total is printed, or only a wrong one; zeros show nothing."""
    rows = re.split("(?=<tr)", PAGE[START:END])
    labels = [re.sub("<.*?>", "", row) for row in rows]
    assert any(set(NUMBER.findall(row)) == {"<td>0</td>"} for row in rows)
    for place, row in enumerate(rows):
        if len(numbers := NUMBER.findall(row)) == 7:
            total = next((cell for label, cell in others.items() if label in labels[place]), BLANK)
            rows[place] = row.replace("".join(numbers), "".join((*numbers[:-1], total)))
    report = with_rows({}, "".join(rows))
    assert sum("check:requests.row_sum" in cell.flags for cell in report.cells if cell.item == "new") == 7


def test_a_blank_total_behind_a_last_part_less_than_the_others_is_only_blank() -> None:
    report = with_rows({GRANTED: lambda _: [f"<td>{n}</td>" for n in (5, 0, 0, 0, 0, 2)] + [BLANK]})
    doubted = [
        cell.category
        for cell in report.cells
        if cell.item == "outcome.granted" and "check:requests.row_sum" in cell.flags
    ]
    assert doubted == ["total"]


def test_a_row_read_one_place_off_is_all_in_doubt() -> None:
    def shifted(numbers: list[str]) -> list[str]:
        return [*numbers[1:], BLANK]

    report = with_rows({CARRIED_OUT: shifted})
    assert sum(item == "carried_out" for item, _ in flagged(report)) == 7


def test_a_wrong_number_beside_blank_totals_is_an_error() -> None:
    report = with_rows({TOTAL: lambda numbers: [BLANK] * 7, GRANTED: lambda n: ["<td>99887</td>", *n[1:]]})
    assert ("requests.row_sum", "error") in {(finding.check, finding.severity) for finding in report.findings}
    assert sum(item == "outcome.granted" for item, _ in flagged(report)) == 7


@pytest.mark.parametrize("mark", ["", "/", "—"])
def test_a_mark_beside_a_groups_label_is_no_blank_subtotal(mark: str) -> None:
    """Groups as rows of their own, as where a table has one column of labels."""
    head = (
        "<tr><td>申请人情况<td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他<td>总计"
    )
    rows = {
        "一、本年新收政府信息公开申请数量": "2",
        "三、本年度办理结果": mark,
        "（三）不予公开": mark,
        "7.属于行政执法案卷": "1",
        "8.属于行政查询事项": "1",
        "（七）总计": "2",
    }
    table = "".join(f"<tr><td>{label}<td>{n}<td><td><td><td><td><td>{n}" for label, n in rows.items())
    report = read(
        f"<p>清河县水利局2022年政府信息公开工作年度报告<p>三、收到和处理政府信息公开申请情况<table>{head}{table}</table>"
    )
    assert not report.findings
    assert not any(cell.flags for cell in report.cells if cell.value is not None)
