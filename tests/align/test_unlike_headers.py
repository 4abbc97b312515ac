"""Rows of table 三 that do not fit the header above them: what the others then hold is in doubt, too."""

from __future__ import annotations

import pytest

from extract.flags import COLUMN_INFERRED
from extract.pipeline import extract_document
from extract.result import CellRecord
from tests.builder.__main__ import WRITERS, page_of
from tests.builder.compare import compare

HEAD = "甲县乙局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
PARTS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "（七）总计",
    "四、结转下年度继续办理",
]
NUMBERS = ["1", "0", "2", "0", "3", "0", "6"]


def read(lines: list[list[str]], separator: str = "\t") -> dict[tuple[str, str], CellRecord]:
    text = HEAD + "\n".join(separator.join(line) for line in lines)
    (report,) = extract_document(text.encode(), "a.txt").reports
    return {(cell.item, cell.category): cell for cell in report.cells if cell.section == "requests"}


def test_a_group_before_its_parts_in_brackets_is_a_columns_label() -> None:
    """法人或其他组织（商业企业）: what the brackets hold is the column."""
    header = [["项目", "自然人", *(f"法人或其他组织（{part}）" for part in PARTS), "总计"]]
    cells = read([*header, *([label, *NUMBERS] for label in LABELS)])
    new = [(cell.value, cell.flags) for (item, _), cell in cells.items() if item == "new"]
    assert new == [(float(number), ()) for number in NUMBERS]


@pytest.mark.parametrize("separator", ["\t", "\n"])
def test_a_column_beside_the_applicants_stands_behind_them(separator: str) -> None:
    """Last year's numbers beside 申请人情况: in the header's text before the applicants, in the rows behind them; the sums hold either way."""
    header = [["勾稽关系", "申请人情况", "上年数"], ["自然人", "法人或其他组织", "总计"], PARTS]
    numbers = ["0", "0", "1", "2", "0", "18", "21", "42"]
    labels = [*LABELS[:4], "1.属于国家秘密", "7.属于行政执法案卷"]
    cells = read([*header, *([label, *numbers] for label in labels)], separator)
    assert [cell.value for (item, _), cell in cells.items() if item == "new"] == [0, 0, 1, 2, 0, 18, 21]


def test_a_header_printed_in_each_of_its_columns_has_no_column_beside() -> None:
    page = page_of(6750013, "2019")  # 申请人情况 seven times, a line a cell
    (report,) = extract_document(WRITERS["text"][0](page), "a.txt").reports
    score = compare(page.truth, report.cells)
    assert score.right == score.total
    assert not any(COLUMN_INFERRED in cell.flags for cell in report.cells)


@pytest.mark.parametrize("separator", ["\t", "\n"])
def test_rows_that_lost_a_number_beside_the_applicants_are_in_doubt(separator: str) -> None:
    header = [["勾稽关系", "申请人情况", "上年数"], ["自然人", "法人或其他组织", "总计"], PARTS]
    cells = read([*header, *([label, *"0120324"] for label in LABELS)], separator)
    assert all(cell.flags for cell in cells.values() if cell.value is not None)


def test_a_row_that_fits_by_its_blank_alone_is_in_doubt_where_others_are_too_long() -> None:
    header = [["申请人情况"], ["自然人", "法人或其他组织", "总计"], PARTS]
    rows = [[label, *NUMBERS, "9"] for label in LABELS]
    rows[3] = [LABELS[3], "", "1", "0", "0", "0", "1", "2", "4"]
    cells = read([*header, *rows])
    assert all(cells["outcome.partial", category].flags for item, category in cells if item == "new")


def test_a_row_printed_again_does_not_make_up_for_what_the_first_lost() -> None:
    header = ["申请人情况", "自然人", *PARTS, "总计"]
    short = [[label, "1", "0", "2", "1"] for label in LABELS]
    again = [[label, *NUMBERS] for label in LABELS]
    cells = read([header, *short, *again], "\n")
    assert all(cell.flags for cell in cells.values() if cell.value is not None)


def test_a_group_beside_its_own_parts_is_no_column() -> None:
    """All levels of the header in one row, 其他 torn off: seven labels, whose order is not that of the seven numbers."""
    lines = [["", "自然人", "法人或其他组织", "总计", *PARTS[:4]], *([label, *NUMBERS] for label in LABELS)]
    table = "".join(f"<tr><td>{'<td>'.join(line)}" for line in lines)
    (report,) = extract_document(f"{HEAD}<table>{table}</table>".encode(), "a.html").reports
    printed = [(cell.value, COLUMN_INFERRED in cell.flags) for cell in report.cells if cell.item == "new"]
    assert printed == [(float(number), True) for number in NUMBERS]


def test_a_part_on_the_line_of_its_group_leaves_the_columns_in_doubt() -> None:
    """A header broken behind 商业企业: the other four parts are the group's, and 商业企业 stands behind 总计."""
    header = [["申请人情况"], ["自然人", "法人或其他组织", "总计", PARTS[0]], PARTS[1:]]
    cells = read([*header, *([label, *NUMBERS] for label in LABELS)])
    printed = [(cell.value, COLUMN_INFERRED in cell.flags) for cell in cells.values() if cell.item == "new"]
    assert printed == [(float(number), True) for number in NUMBERS]


def test_one_of_two_columns_of_one_name_is_the_one_that_is_lacking() -> None:
    """其他 typed for 法律服务机构."""
    header = [
        ["申请人情况", *[""] * 8],
        ["", "", "自然人", "法人或其他组织", *[""] * 4, "总计"],
        [*[""] * 3, *PARTS[:3], "其他", "其他", ""],
    ]
    rows = [[label, "", "1", "", "2", "0", "3", "", "6"] for label in LABELS]
    cells = read([*header, *rows], " | ")
    assert cells["new", "legal_person.other"].value == 3
    assert cells["new", "legal_person.other"].flags


BLANK_HEAD = f"<tr><td>申请人情况<td>自然人{''.join(f'<td>{part}' for part in PARTS)}<td><td>总计"
WIDER_GROUP = (
    "<tr><td rowspan=2>申请人情况<td rowspan=2>自然人<td colspan=6>法人或其他组织<td rowspan=2>总计"
    f"<tr>{''.join(f'<td>{part}' for part in PARTS)}"
)


@pytest.mark.parametrize("header", [BLANK_HEAD, WIDER_GROUP], ids=["blank head", "wider group"])
def test_a_column_that_only_the_rows_have_leaves_all_in_doubt(header: str) -> None:
    """Inserted below a blank head, or within a group of columns that grew with it while its parts stand one off."""
    page = f"<p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>{header}"
    for label, other in zip(LABELS, ("3", "", "2", "", "1", ""), strict=True):
        page += f"<tr><td>{label}<td>1<td>0<td><td>2<td>0<td>0<td>{other}<td>6"
    (report,) = extract_document(f"{page}</table>".encode(), "a.html").reports
    cells = [cell for cell in report.cells if cell.section == "requests" and cell.value is not None]
    assert cells
    assert all(cell.flags for cell in cells)


@pytest.mark.parametrize("year", [2020, 2022])
def test_a_block_that_only_the_other_form_has_is_in_doubt_and_no_error(year: int) -> None:
    """政府集中采购 is the fifth block of the 2019 form, and a report of either year may print it."""
    tables = [
        [["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章", "1", "2", "3"]],
        [["信息内容 采购项目数量", "", "采购总金额"], ["政府集中采购", "7", "8"]],
    ]
    page = f"<h1>甲县乙局{year}年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>"
    for table in tables:
        rows = ("".join(f"<td>{text}</td>" for text in row) for row in table)
        page += "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    (report,) = extract_document(page.encode(), "a.html").reports
    cells = {(cell.item, cell.category): cell for cell in report.cells}
    assert all(cells["procurement", category].flags for category in ("projects", "amount"))
    assert cells["regulations", "made"].value == 1
