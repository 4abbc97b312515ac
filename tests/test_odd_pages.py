"""Web pages that print the national tables in ways of their own, made from one clean report by replacing its markup."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from extract.result import CellRecord, Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.forms import items_of
from tests.builder.grid import Box, Grid, make_grid, unmerge
from tests.builder.html import to_html

REPORT = lay_out(make_report(random.Random(5), "2021", number_mess=0.0), Mess(5))
PAGE = to_html(REPORT).decode()


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


@pytest.mark.parametrize("lost", [r' rowspan="?\d+"?', r' colspan="?\d+"?', r' (?:row|col)span="?\d+"?'])
def test_copies_that_lost_their_merges_keep_the_order_of_the_numbers(lost: str) -> None:
    """As clean pastes of editors leave them: rows then hold their labels and seven numbers, wherever these stand."""
    copy = re.sub(lost, "", PAGE)
    assert copy != PAGE
    assert [(item, category, value) for item, category, value, _ in facts(read(copy))] == [
        (item, category, value) for item, category, value, _ in PLAIN
    ]


def test_an_empty_column_on_the_right_moves_nothing() -> None:
    blocks = [_with_empty_column(block) if isinstance(block, Grid) else block for block in REPORT.blocks]
    assert facts(read(to_html(replace(REPORT, blocks=tuple(blocks))).decode())) == PLAIN


def _with_empty_column(table: Grid) -> Grid:
    written_out = unmerge(table, "blank", "blank")
    empty = (Box("", row, table.n_cols) for row in range(table.n_rows))
    return make_grid((*written_out.boxes, *empty))


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
    fees = [cell for cell in read(f"<p>报告<p>{table}").cells if cell.item == "fees" and cell.value == 5]
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


def test_a_number_typed_into_each_place_of_its_merged_cell_is_one_number() -> None:
    row = "<tr><td>信息内容" + "<td>本年处理决定数量" * 3 + "<tr><td>行政许可" + "<td>38" * 3
    other = "<tr><td>行政处罚" + "<td>12" * 3 + "<tr><td>行政强制<td>1<td>2<td>1"
    cells = {cell.item: cell for cell in read(f"<p>报告<p><table>{row}{other}</table>").cells}
    assert [(cells[item].value, cells[item].flags) for item in ("licences", "penalties")] == [
        (38, ()),
        (12, ()),
    ]
    assert cells["coercive_measures"].flags


@pytest.mark.parametrize("mark", ["-", " > ", "—", "→"])
def test_labels_written_with_those_above_them(mark: str) -> None:
    """三、本年度办理结果-（三）不予公开-1.属于国家秘密, as exports of databases print them."""
    items = items_of("2021", "requests")
    labels = [cells[0].item_label.replace(" > ", mark) for cells in items.values()]
    rows = [f"<tr><td>{label}" + f"<td>{n}" * 7 for n, label in enumerate(labels)]
    applicants = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    head = "<tr><td>指标" + "".join(f"<td>{name}" for name in applicants)
    cells = [
        cell
        for cell in read(f"<p>报告<p><table>{head}{''.join(rows)}</table>").cells
        if cell.value is not None
    ]
    assert [(cell.item, cell.value) for cell in cells] == [
        (item, n) for n, item in enumerate(items) for _ in range(7)
    ]


def test_a_row_that_lost_a_cell_is_in_doubt() -> None:
    row = PAGE.index("（一）予以公开")
    report = read(PAGE[:row] + PAGE[row:].replace("<td>0</td>", "", 1))
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.granted")
    assert sum(bool(set(cell.flags) - {"check:requests.row_sum"}) for cell in report.cells) < 40


def test_a_row_whose_numbers_stand_in_a_row_without_label_is_in_doubt() -> None:
    """As where a page end parts them."""
    cut = re.sub(
        r"（一）予以公开</td>(.*?)</tr>",
        r"</td>\1</tr><tr><td colspan=2>（一）予以公开" + "<td>" * 7 + "</tr>",
        PAGE,
    )
    assert cut != PAGE
    report = read(cut.replace('rowspan="22"', 'rowspan="23"'))
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.granted")
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_a_group_with_the_numbers_of_its_first_row_is_in_doubt() -> None:
    row = re.search(r"(<td[^>]*>（六）其他处理</td>)(<td[^>]*>1\.申请人无正当理由.*?</td>)(.*?)</tr>", PAGE)
    assert row is not None
    head, part, numbers = row.groups()
    cut = f"{head.replace('rowspan=', 'data-r=')}<td></td>{numbers}</tr><tr><td></td>{part}{'<td></td>' * 7}</tr>"
    report = read(PAGE.replace(row[0], cut).replace('rowspan="22"', 'rowspan="23"'))
    first = [
        cell for cell in report.cells if cell.item in ("outcome.other", "outcome.other.not_corrected_in_time")
    ]
    assert len(first) == 14
    assert all("label_ambiguous" in cell.flags for cell in first)


@pytest.mark.parametrize(("printed", "is_total"), [("Ei计", True), ("总汁", True), ("备注", False)])
def test_a_column_label_that_is_hardly_left_is_told_by_its_neighbours(printed: str, is_total: bool) -> None:
    start = PAGE.index("申请人情况")
    report = read(PAGE[:start] + PAGE[start:].replace("总计", printed, 1))
    totals = [cell for cell in report.cells if cell.section == "requests" and cell.category == "total"]
    assert len(totals) == 25
    assert all(cell.flags for cell in totals)
    assert [cell.value for cell in totals if is_total] == [
        value
        for item, category, value, _ in PLAIN
        if category == "total" and item in {cell.item for cell in totals}
    ][: 25 * is_total]
    assert is_total or all(cell.value is None for cell in totals)


def test_groups_of_columns_in_another_order_keep_their_numbers() -> None:
    start = PAGE.rindex("<tr>")
    values = re.findall(r"<td>\d+</td>", PAGE[start:])
    turned = PAGE[:start].replace("未经复议直接起诉", "?").replace("复议后起诉", "未经复议直接起诉")
    turned = turned.replace("?", "复议后起诉")
    row = "".join([*values[:5], *values[10:], *values[5:10]])
    assert facts(read(f"{turned}<tr>{row}</tr></tbody></table></body>")) == PLAIN


def test_groups_in_one_line_and_another_order_keep_their_numbers() -> None:
    start = PAGE.rindex("<table")
    values = re.findall(r"<td>\d+</td>", PAGE[start:])
    groups = ("行政诉讼-复议后起诉", "行政诉讼-未经复议直接起诉", "行政复议")
    names = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    head = "".join(f"<td colspan=5>{group}</td>" for group in groups)
    row = "".join([*values[10:], *values[5:10], *values[:5]])
    table = f"<table><tr>{head}</tr><tr>{names * 3}</tr><tr>{row}</tr></table>"
    assert facts(read(f"{PAGE[:start]}{table}</body>")) == PLAIN


@pytest.mark.parametrize("years", [("（本年）", "（上年）"), ("（上年）", "（本年）")])
def test_columns_of_the_year_before_are_none_of_the_form(years: tuple[str, str]) -> None:
    other = years.index("（上年）")

    def two(found: re.Match[str]) -> str:
        """Each label once for either year, each number with a 77 for the year before."""
        text = found[1]
        pair = [text, "77"] if text.isdigit() else [text + years[1 - other], text + years[other]]
        return "".join(f"<td>{part}</td>" for part in (reversed(pair) if other == 0 else pair))

    start, end = PAGE.index("<tr><td>信息内容"), PAGE.index("<tr><td colspan=4>第二十条第（五）项")
    columns = re.sub(r"<td>(\d+|本年[制废]\w+|现行\w+)</td>", two, PAGE[start:end])
    report = read(PAGE[:start] + columns + PAGE[end:])
    assert [(cell.item, cell.value) for cell in report.cells] == [
        (item, value) for item, _, value, _ in PLAIN
    ]
    assert "structure.unknown" in {finding.check for finding in report.findings}


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


def test_a_header_printed_again_below_itself_is_one() -> None:
    """As where a page ends between the header and its first row."""
    start = PAGE.rindex("<table")
    last = PAGE.rindex("<tr>")
    head = PAGE[PAGE.index("<tr>", start) : last]
    assert facts(read(PAGE[:last] + head + PAGE[last:])) == PLAIN


def test_rows_drawn_for_their_height_join_nothing() -> None:
    first, rest = PAGE.split("三、收到和处理政府信息公开申请情况", 1)
    blank = "<tr><td>&nbsp;</td><td></td><td></td><td></td></tr>"
    assert (
        facts(read(first.replace("</tr>", f"</tr>{blank}") + "三、收到和处理政府信息公开申请情况" + rest))
        == PLAIN
    )


def test_a_row_that_counts_the_columns_holds_no_numbers() -> None:
    counted = [
        ("一、本年新收", '<tr><td colspan="3">甲</td>', 7),
        (">结果维持</td>", "<tr>", 15),
    ]
    page = PAGE
    for label, start, count in counted:
        row = f"{start}{''.join(f'<td>{n}</td>' for n in range(1, count + 1))}</tr>"
        rows = re.split(r"(?=<tr)", page)
        place = max(n for n, text in enumerate(rows) if label in text) + (label.startswith(">"))
        page = "".join((*rows[:place], row, *rows[place:]))
    assert page.count("<tr") == PAGE.count("<tr") + 2
    assert facts(read(page)) == PLAIN


def test_the_parts_of_a_group_in_one_cell_with_its_label() -> None:
    columns = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    rows = {
        "（三）不予公开：1.属于国家秘密": (14, 3, 0, 0, 0, 0, 17),
        "（三）不予公开：8.属于行政查询事项": (2, 0, 0, 0, 0, 1, 3),
        "（四）无法提供:1.本机关不掌握相关政府信息": (9, 0, 1, 0, 0, 0, 10),
        "（六）其他处理：3.其他": (0, 5, 0, 0, 0, 0, 5),
    }
    table = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for row in (columns, *((label, *numbers) for label, numbers in rows.items()))
    )
    report = read(f"<p>2021年政府信息公开工作年度报告</p><table>{table}</table>")
    found: dict[str, list[float | None]] = {}
    for cell in report.cells:
        if cell.status == "reported":
            assert cell.flags == ()
            found.setdefault(cell.item, []).append(cell.value)
    assert [*found.values()] == [[*numbers] for numbers in rows.values()]


def test_columns_of_a_group_printed_without_its_parts() -> None:
    page = (
        "<p>2021年政府信息公开工作年度报告</p><table><tr><td></td><td>自然人</td><td>法人或其他组织</td><td>总计</td></tr>"
        "<tr><td>一、本年新收政府信息公开申请数量</td><td>55</td><td>200</td><td>255</td></tr>"
        "<tr><td>二、上年结转政府信息公开申请数量</td><td>12</td><td>1</td><td>13</td></tr></table>"
    )
    report = read(page)
    found = {(c.item, c.category): c.value for c in report.cells if c.status == "reported"}
    assert found == {
        ("new", "natural_person"): 55,
        ("new", "total"): 255,
        ("carried_in", "natural_person"): 12,
        ("carried_in", "total"): 13,
    }
    assert all(cell.flags for cell in report.cells if cell.status == "missing" and cell.section == "requests")
    assert report.outcome == "partial"


def test_litigation_without_its_two_parts_is_neither_of_them() -> None:
    results = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    numbers = "".join(f"<td>{n}</td>" for n in (31, 56, 24, 37, 148, 68, 66, 56, 54, 244))
    report = read(
        "<p>2021年政府信息公开工作年度报告</p><table><tr><td colspan=5>行政复议</td><td colspan=5>行政诉讼</td></tr>"
        f"<tr>{results}{results}</tr><tr>{numbers}</tr></table>"
    )
    found = {(cell.item, cell.category): cell for cell in report.cells if cell.section == "disputes"}
    assert found["review", "total"].value == 148
    assert {(cell.status, cell.flags) for (item, _), cell in found.items() if item != "review"} == {
        ("missing", ("table_incomplete",))
    }


def test_two_rows_of_one_name_are_in_doubt() -> None:
    row = re.search(r"<tr[^>]*>(?:(?!<tr).)*行政强制<.*?</tr>", PAGE, re.S)
    assert row is not None
    measures, execution = (row[0].replace("行政强制", f"行政强制{kind}") for kind in ("措施", "执行"))
    report = read(PAGE.replace(row[0], measures + re.sub(r">\d+<", ">276<", execution)))
    assert [c.flags for c in report.cells if c.item == "coercive_measures"] == [("label_ambiguous",)]


def test_of_two_printings_of_a_table_the_first_is_kept_in_doubt() -> None:
    start = PAGE.index("<table", PAGE.index("三、收到和处理"))
    end = PAGE.index("</table>", start) + len("</table>")
    other = re.sub(r">(\d+)<", lambda found: f">{int(found[1]) + 3}<", PAGE[start:end])
    kept = facts(read(PAGE.replace("</body>", f"<p>附：上年情况</p>{other}</body>")))
    assert [(item, category, value) for item, category, value, _ in kept] == [
        (item, category, value) for item, category, value, _ in PLAIN
    ]
    assert all(flags for item, category, _, flags in kept if (item, category) in REQUESTS)


REQUESTS = {(cell.item, cell.category) for cell in read(PAGE).cells if cell.section == "requests"}


OUTCOMES = {
    "四、行政复议数量": ("review", ("（一）维持具体行政行为数", "（二）被依法纠错数", "（三）其他情形数")),
    "五、行政诉讼数量": (
        "litigation",
        ("（一）维持具体行政行为或者驳回原告诉讼请求数", "（二）被依法纠错数", "（三）其他情形数"),
    ),
}


@pytest.mark.parametrize("heads", [["五、行政诉讼数量", "四、行政复议数量"], ["四、行政复议数量"]])
def test_parts_below_a_head_are_its_own_in_any_order(heads: list[str]) -> None:
    rows = [("一、主动公开情况", "", ""), ("（一）主动公开政府信息数", "条", "120")]
    truth: dict[str, float] = {}
    for head in heads:
        item, parts = OUTCOMES[head]
        rows.append((head, "件", "9"))
        for number, part in enumerate(parts):
            truth[f"{item}.{('upheld', 'corrected', 'other')[number]}"] = 10 * len(rows)
            rows.append((part, "件", str(10 * len(rows))))
    rows += [("六、举报投诉数量", "件", "3"), ("七、依申请公开信息收取的费用", "万元", "0")]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = (
        f"<p>2016年政府信息公开工作年度报告</p><table><tr><td>统计指标<td>单位<td>统计数</tr>{table}</table>"
    )
    cells = {cell.item: cell for cell in read(page).cells}
    found = {item: cells[item].value for item in truth}
    assert found == truth
    assert all(cells[item].flags for item in truth if heads[0].startswith("五"))


def test_labels_with_their_english_below_them() -> None:
    english = {
        "规章": "Regulations",
        "行政许可": "Administrative licensing",
        "自然人": "Natural person",
        "1.属于国家秘密": "State secrets",
        "结果维持": "Upheld",
    }
    page = PAGE
    for label, translation in english.items():
        page = page.replace(f">{label}<", f">{label}<br>{translation}<")
    assert page.count("<br>") >= PAGE.count("<br>") + len(english)
    assert facts(read(page)) == PLAIN


def test_a_reading_aid_is_no_digit() -> None:
    report = read(PAGE.replace("<td>9676</td>", "<td><ruby>9676<rt>7</rt></ruby></td>", 1))
    assert [cell.flags for cell in report.cells if cell.raw == "9676⁷"] == [("superscript",)]


def test_rows_that_only_a_second_table_with_other_numbers_prints_are_in_doubt() -> None:
    own = "<tr><td>行政许可<td>15<tr><td>行政处罚<td>7"
    annex = "<tr><td>行政许可<td>2<tr><td>行政处罚<td>9<tr><td>行政强制<td>72"
    page = f"<p>{OWN_TITLE}<p>二、主动公开政府信息情况<table>{own}</table><p>附：所属单位情况<table>{annex}</table>"
    cells = {cell.item: cell for cell in read(page).cells}
    assert [
        (cells[item].value, bool(cells[item].flags))
        for item in ("licences", "penalties", "coercive_measures")
    ] == [
        (15, True),
        (7, True),
        (72, True),
    ]


OWN_TITLE = "清河县水利局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize("mark", ["<br>", " ", "</p><p>"])
def test_two_rows_in_one_are_two(mark: str) -> None:
    rows = re.findall(r"<tr(?:(?!<tr).)*行政(?:处罚|强制)<.*?</tr>", PAGE, re.S)
    values = [re.findall(r">([^<>]+)</td>", row)[-1] for row in rows]
    assert len(rows) == 2
    both = f"<tr><td>行政处罚{mark}行政强制</td><td colspan=3>{mark.join(values)}</td></tr>"
    assert facts(read(PAGE.replace(rows[0], both).replace(rows[1], ""))) == PLAIN


def test_a_number_of_a_second_table_does_not_fill_the_blank_of_the_first() -> None:
    own = "<table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td><tr><td>行政处罚<td>5</table>"
    second = "<p>其中双公示：</p><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>524<tr><td>行政处罚<td>5</table>"
    cells = read(f"<p>二、主动公开政府信息情况</p>{own}{second}").cells
    found = {cell.item: cell for cell in cells if cell.category == "decisions"}
    assert found["licences"].status == "blank"
    assert "row_repeated" in found["licences"].flags
    assert (found["penalties"].value, found["penalties"].flags) == (5, ())


def test_the_mark_that_closes_a_label_may_stand_before_the_numbers() -> None:
    """As lines of text without ruling lines wrap: the numbers stand beside the second one."""
    row = re.search(r"<tr><td([^>]*)>3.危及“三安全一稳定”</td>(.*?)</tr>", PAGE)
    assert row is not None
    blanks = "<td></td>" * row[2].count("<td")
    wrapped = f"<tr><td{row[1]}>3.危及“三安全一稳定</td>{blanks}</tr><tr><td{row[1]}>”</td>{row[2]}</tr>"
    page = (
        PAGE.replace(row[0], wrapped)
        .replace('rowspan="8"', 'rowspan="9"')
        .replace('rowspan="23"', 'rowspan="24"')
    )
    found = {cell.category: cell for cell in read(page).cells if cell.item.endswith("security_and_stability")}
    truth = {category: value for item, category, value, _ in PLAIN if item.endswith("security_and_stability")}
    assert {category: cell.value for category, cell in found.items()} == truth
