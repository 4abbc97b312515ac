"""Web pages that print tables and cells in ways of their own, made from one clean report by replacing its markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from extract.result import CellRecord
from schemas.forms import FORMS
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.grid import Box, Grid, make_grid
from tests.builder.html import to_html
from tests.one_page import PAGE, PLAIN, REPORT, facts, read


def test_the_page_is_read_whole() -> None:
    assert len(PLAIN) == 200
    assert all(value is not None and not flags for _, _, value, flags in PLAIN)


@pytest.mark.parametrize("lost", [r' rowspan="?\d+"?', r' colspan="?\d+"?', r' (?:row|col)span="?\d+"?'])
def test_copies_that_lost_their_merges_keep_the_order_of_the_numbers(lost: str) -> None:
    """As clean pastes of editors leave them: rows then hold their labels and seven numbers, wherever these stand."""
    copy = re.sub(lost, "", PAGE)
    assert copy != PAGE
    assert [(item, category, value) for item, category, value, _ in facts(read(copy))] == [
        (item, category, value) for item, category, value, _ in PLAIN
    ]


@pytest.mark.parametrize(("printed", "value"), [("03", 3), ("００", 0), ("007件", 7)])
def test_a_needless_zero_is_a_doubt(printed: str, value: float) -> None:
    table = f"<table><tr><td>行政许可<td>{printed}<tr><td>行政处罚<td>50<tr><td>行政强制<td>0</table>"
    cells: dict[str, CellRecord] = {cell.item: cell for cell in read(f"<p>信息公开报告<p>{table}").cells}
    assert (cells["licences"].value, cells["licences"].flags) == (value, ("leading_zero",))
    assert cells["penalties"].flags == cells["coercive_measures"].flags == ()


def test_a_lone_one_may_be_a_dash() -> None:
    table = "<table><tr><td>行政许可<td>一<tr><td>行政处罚<td>二<tr><td>行政强制<td>—</table>"
    cells: dict[str, CellRecord] = {cell.item: cell for cell in read(f"<p>信息公开报告<p>{table}").cells}
    assert (cells["licences"].value, cells["licences"].flags) == (1, ("one_or_dash",))
    assert (cells["penalties"].value, cells["penalties"].flags) == (2, ())
    assert cells["coercive_measures"].status == "not_applicable"


@pytest.mark.parametrize(
    ("printed", "value", "flags"),
    [
        ("22<br>（其中修订 16 件）", 22, ("remark",)),
        ("1,234 件(含自然失效 29 件)", 1234, ("remark",)),
        ("0（不含派出所）", 0, ("remark",)),
        ("7 0（含撤销）", 70, ("remark", "spaced_digits")),
        ("12（件）", 12, ()),
        ("12（应为13件）", None, ()),  # the number meant is another
        ("12（13）", None, ()),
        ("12（含修订3件", None, ()),
        ("约12（含修订3件）", None, ()),
        ("2<br>2（其中修订16件）", None, ()),  # two cells run together
    ],
)
def test_a_remark_behind_a_number_is_a_doubt(
    printed: str, value: float | None, flags: tuple[str, ...]
) -> None:
    table = f"<table><tr><td>行政许可<td>{printed}<tr><td>行政处罚<td>50<tr><td>行政强制<td>0</table>"
    cells: dict[str, CellRecord] = {cell.item: cell for cell in read(f"<p>信息公开报告<p>{table}").cells}
    found = cells["licences"]
    assert (found.value, found.flags) == (value, flags)
    assert found.status == ("unreadable" if value is None else "reported")
    assert found.raw == printed.replace("<br>", "\n")


@pytest.mark.parametrize(
    ("printed", "flags"),
    [
        ("1.000", ("fraction",)),  # or 1,000
        ("１．０００", ("fraction",)),
        ("12.00", ()),
        ("1.234", ("fraction",)),
        ("12.5件", ("fraction",)),
        ("12.0", ()),
        ("1,234", ()),
        ("1.2万件", ("unit_elsewhere",)),
        ("3百件", ("unit_elsewhere",)),
    ],
)
def test_a_count_has_no_fraction(printed: str, flags: tuple[str, ...]) -> None:
    fee = "<tr><td>行政事业性收费<td>12.5"
    page = (
        f"<p>二、主动公开政府信息情况<table><tr><td>行政许可<td>{printed}<tr><td>行政处罚<td>3{fee}</table>"
    )
    cells = {cell.item: cell for cell in read(page).cells}
    assert cells["licences"].flags == flags
    assert cells["fees"].flags == cells["penalties"].flags == ()


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_table_turned_on_its_side_gives_no_sure_number(form: str) -> None:
    """Its rows 其他 and 总计 are applicants, not outcomes."""
    (block,) = FORMS[form].by_section["requests"].blocks
    labels = "".join(f"<td>{row.label}" for row in block.rows)
    sides = "".join(f"<tr><td>{side.label}{'<td>7' * len(block.rows)}" for side in block.value_columns)
    start = PAGE.index("<table", PAGE.index("三、收到和处理"))
    page = f"{PAGE[:start]}<table><tr><td>申请人{labels}{sides}</table>{PAGE[PAGE.index('四、政府信息公开行政复议') :]}"
    report = read(page)
    assert report.outcome == "partial"
    assert not [cell for cell in report.cells if cell.section == "requests" and not cell.flags]


def test_a_page_saved_before_its_script_ran_is_partial() -> None:
    start = PAGE.index("一、本年新收")
    report = read(PAGE[:start] + re.sub(r"<td>[^<]*\d+</td>", "<td>{{ row.n }}</td>", PAGE[start:]))
    assert report.outcome == "partial"
    assert "filled by a script" in (report.error or "")


@pytest.mark.parametrize(("blank", "said"), [("", True), ("/", False), ("0", False)])
def test_a_table_without_any_number(blank: str, said: bool) -> None:
    start, end = PAGE.index("一、本年新收"), PAGE.index("四、政府信息公开行政复议")
    page = PAGE[:start] + re.sub(r"<td>[^<]*\d+</td>", f"<td>{blank}</td>", PAGE[start:end]) + PAGE[end:]
    checks = [finding.check for finding in read(page).findings]
    assert ("structure.blank_table" in checks) == said


@pytest.mark.parametrize(
    ("printed", "flags"),
    [
        ("3301020012345", ("too_large",)),
        ("20240131001", ("too_large",)),
        ("1234567890.12元", ("unit_elsewhere",)),
    ],
)
def test_a_seals_number_is_a_doubt(printed: str, flags: tuple[str, ...]) -> None:
    table = f"<table><tr><td>行政许可<td>{printed}<tr><td>行政处罚<td>2<tr><td>行政强制<td>—</table>"
    (cell,) = (cell for cell in read(f"<p>信息公开报告<p>{table}").cells if cell.item == "licences")
    assert cell.flags == flags


@pytest.mark.parametrize(
    ("printed", "value"), [("-12", -12), ("+12", 12), ("增加12", 12), ("增12件", 12), ("上升 12", 12)]
)
def test_only_a_change_has_a_sign(printed: str, value: int) -> None:
    head = "<tr><td>信息内容<td>上一年项目数量<td>本年增/减<td>处理决定数量"
    row = f"<tr><td>行政许可<td>7<td>{printed}<td>{printed}"
    page = f"<p>二、主动公开政府信息情况<table>{head}{row}</table>"
    cells = {cell.category: cell for cell in read(page).cells if cell.item == "licences"}
    assert (cells["items_change"].value, cells["items_change"].flags) == (value, ())
    assert (cells["decisions"].value, cells["decisions"].flags) == (value, ("negative",))


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


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("行政事业性收费", "万元"),
        ("行政事业性收费（元）", "元"),
        ("行政事业性收费（单位：元）", "元"),
        ("行政事业性收费（注）", "万元"),
    ],
)
def test_the_unit_that_a_row_states(label: str, unit: str) -> None:
    table = f"<table><tr><td>行政许可<td>3<tr><td>行政处罚<td>1<tr><td>{label}<td>5</table>"
    fees = [
        cell for cell in read(f"<p>信息公开报告<p>{table}").cells if cell.item == "fees" and cell.value == 5
    ]
    assert [cell.unit for cell in fees] == [unit]


def test_a_spreadsheet_saved_as_a_web_page_keeps_its_text() -> None:
    """The whole report, title and prose included, is one table."""
    boxes: list[Box] = []
    top = 0
    for block in REPORT.blocks:
        if isinstance(block, Grid):
            boxes += [replace(box, row=box.row + top) for box in block.boxes]
            top += block.n_rows
        else:
            boxes.append(Box(block.text, top, 0, 1, 10))
            top += 1
    sheet = read(to_html(replace(REPORT, blocks=(make_grid(boxes),))).decode())
    page = read(PAGE)
    assert facts(sheet) == PLAIN
    assert (sheet.identity, sheet.sections) == (page.identity, page.sections)


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_tables_made_of_blocks_give_no_wrong_number(form: str) -> None:
    """`<div>` for every tag of a table: its blank cells are lost, so rows that have any are left in doubt."""
    right = total = 0
    for seed in range(3300, 3306):
        page = page_of(seed, form)
        blocks = re.sub(rb"<(/?)(?:table|tbody|thead|tr|td|th)\b", rb"<\1div", to_html(page))
        report = extract_document(blocks, "a.html").reports[0]
        if report.outcome == "failed":  # all its rows have blanks, or stand in another order
            continue
        score = compare(page.truth, report.cells)
        assert score.silent == []
        right, total = right + score.right, total + score.total
    assert right > total / 2


def test_of_two_printings_of_a_table_the_first_is_kept_in_doubt() -> None:
    start = PAGE.index("<table", PAGE.index("三、收到和处理"))
    end = PAGE.index("</table>", start) + len("</table>")
    other = re.sub(r">(\d+)<", lambda found: f">{int(found[1]) + 3}<", PAGE[start:end])
    kept = facts(read(PAGE.replace("</body>", f"<p>附：另一次统计</p>{other}</body>")))
    assert [(item, category, value) for item, category, value, _ in kept] == [
        (item, category, value) for item, category, value, _ in PLAIN
    ]
    assert all(flags for item, category, _, flags in kept if (item, category) in REQUESTS)


REQUESTS = {(cell.item, cell.category) for cell in read(PAGE).cells if cell.section == "requests"}


def test_a_reading_aid_is_no_digit() -> None:
    report = read(PAGE.replace("<td>9676</td>", "<td><ruby>9676<rt>7</rt></ruby></td>", 1))
    assert [cell.flags for cell in report.cells if cell.raw == "9676⁷"] == [("superscript",)]


def test_a_reading_aid_at_a_label_is_none_of_it() -> None:
    page = re.sub(
        r"(?<=>)([\u4e00-\u9fff]{2,}企业|予以公开)(?=<)", r"<ruby>\1<rp>(</rp><rt>pīn</rt></ruby>", PAGE
    )
    page = page.replace("总计</td>", "<ruby>总计<rt>zǒng jì</rt></ruby></td>")
    assert page != PAGE
    assert facts(read(page)) == PLAIN


def test_rows_that_only_a_second_table_with_other_numbers_prints_are_in_doubt() -> None:
    own = "<tr><td>行政许可<td>15<tr><td>行政处罚<td>7"
    annex = "<tr><td>行政许可<td>2<tr><td>行政处罚<td>9<tr><td>行政强制<td>72"
    page = f"<p>{OWN_TITLE}<p>二、主动公开政府信息情况<table>{own}</table><p>附：所属单位情况<table>{annex}</table>"
    cells = {cell.item: cell for cell in read(page).cells}
    assert [
        (cells[item].value, bool(cells[item].flags))
        for item in ("licences", "penalties", "coercive_measures")
    ] == [
        (15, False),
        (7, False),
        (72, True),
    ]


OWN_TITLE = "清河县水利局2021年政府信息公开工作年度报告"


def test_a_number_of_a_second_table_does_not_fill_the_blank_of_the_first() -> None:
    own = "<table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td><tr><td>行政处罚<td>5</table>"
    second = "<p>其中双公示：</p><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>524<tr><td>行政处罚<td>5</table>"
    cells = read(f"<p>二、主动公开政府信息情况</p>{own}{second}").cells
    found = {cell.item: cell for cell in cells if cell.category == "decisions"}
    assert found["licences"].status == "blank"
    assert "row_repeated" in found["licences"].flags
    assert (found["penalties"].value, found["penalties"].flags) == (5, ())


@pytest.mark.parametrize("tables", ["{own}{second}", "{second}{own}"])
def test_a_number_of_a_second_table_is_not_surely_that_of_a_row_printed_without_a_cell(tables: str) -> None:
    head = "<tr><td>信息内容<td>本年处理决定数量"
    own = f"<table>{head}<tr><td>行政许可<tr><td>行政处罚<td>5</table>"
    second = f"<table>{head}<tr><td>行政许可<td>524<tr><td>行政处罚<td>5</table>"
    page = tables.format(own=own, second=f"<p>其中双公示：</p>{second}")
    cells = read(f"<p>二、主动公开政府信息情况</p>{page}").cells
    (licences,) = (cell for cell in cells if cell.item == "licences" and cell.category == "decisions")
    assert licences.flags
