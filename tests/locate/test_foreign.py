"""Other tables of a report that use the words of the national ones: trends, prose in table form, an empty form annexed."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from extract.result import Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.forms import items_of
from tests.builder.grid import Box, Grid, Paragraph, make_grid
from tests.builder.html import to_html
from tests.builder.layout import Page

PAGE = lay_out(make_report(random.Random(5), "2021", number_mess=0.0), Mess(5))
GRIDS = [block for block in PAGE.blocks if isinstance(block, Grid)]


def grid(text: str) -> Grid:
    rows = [line.split() for line in text.strip().splitlines()]
    return make_grid(Box(cell, row, col) for row, cells in enumerate(rows) for col, cell in enumerate(cells))


def emptied(table: Grid) -> Grid:
    return make_grid(replace(box, text="") if box.role == "value" else box for box in table.boxes)


def read(page: Page) -> Report:
    return extract_document(to_html(page), "a.html").reports[0]


def page_of(labels: list[str]) -> str:
    """A web page with a row of 0 for each of these labels of the requests."""
    names = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [names, *([label, *"0000000"] for label in labels)]
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<p>乙局2022年政府信息公开工作年度报告<p>三、收到和处理政府信息公开申请情况<table>{body}</table>"


def with_table(table: Grid, heading: str) -> Page:
    """The page with one more table below the heading of this section."""
    headings = [
        n for n, block in enumerate(PAGE.blocks) if isinstance(block, Paragraph) and heading in block.text
    ]
    place = headings[-1] + 1
    return replace(PAGE, blocks=(*PAGE.blocks[:place], table, *PAGE.blocks[place:]))


@pytest.mark.parametrize("heading", ["总体情况", "其他需要报告的事项"])
@pytest.mark.parametrize(
    "table",
    [
        grid("序号 信息公开内容 数量\n1 行政许可 120\n2 行政处罚 31\n3 行政强制 9"),
        grid("信息类别 公开数量（条）\n规章 2\n行政规范性文件 17\n其他 45\n合计 64"),
        grid("年度 新收申请数量 上年结转 予以公开\n2019 41 3 9\n2020 7 0 3"),
        grid("办理结果 件数\n予以公开 4\n部分公开 2\n不予公开 5\n其他处理 1"),
        grid("年度 行政复议 行政诉讼\n2019 3 1\n2020 2 0"),
        grid("申请方式 自然人 法人或其他组织\n当面申请 3 1\n网络申请 12 2"),
        emptied(GRIDS[1]),
    ],
    ids=["numbered", "categories", "trend", "outcomes", "disputes", "channels", "empty form"],
)  # fmt: skip
def test_numbers_of_other_tables_are_not_the_report_s(table: Grid, heading: str) -> None:
    alone, beside = read(PAGE), read(with_table(table, heading))
    without_place = [cell._replace(table_index=None) for cell in alone.cells]
    assert [cell._replace(table_index=None) for cell in beside.cells] == without_place
    assert (beside.outcome, beside.findings) == (alone.outcome, alone.findings)


def test_a_list_behind_one_table_that_holds_the_headings_of_all_sections_is_none_of_them() -> None:
    """一张大表: 二、主动公开政府信息情况 is a row across it, so its tables stand below their own headings."""
    boxes: list[Box] = []
    row = 0
    for block in PAGE.blocks[PAGE.blocks.index(GRIDS[0]) - 1 : PAGE.blocks.index(GRIDS[2]) + 1]:
        if isinstance(block, Grid):
            boxes += [replace(box, row=box.row + row) for box in block.boxes]
            row = max(box.row + box.rowspan for box in boxes)
        else:
            boxes.append(Box(block.text, row, 0, 1, 15))
            row += 1
    whole = replace(PAGE, blocks=(*PAGE.blocks[:8], make_grid(boxes)))
    listed = grid("类别 数量（条）\n行政规范性文件 22\n行政许可 31\n行政处罚 9\n行政强制 8\n其他 45")
    alone, beside = read(whole), read(replace(whole, blocks=(*whole.blocks, listed)))
    assert not any(cell.flags for cell in alone.cells)
    assert beside.cells == alone.cells


def test_of_a_list_of_other_things_only_what_the_form_s_table_lacks_is_told() -> None:
    """政府采购 is a row of the 2019 form alone; the other rows say nothing about this report's."""
    listed = grid(
        "类别 数量（条）\n行政规范性文件 22\n行政许可 31\n行政处罚 9\n政府采购 4\n其他 45\n总计 111"
    )
    alone, beside = read(PAGE), read(with_table(listed, "其他需要报告的事项"))
    more = [cell for cell in beside.cells if cell.item == "procurement"]
    assert [(cell.raw, bool(cell.flags)) for cell in more] == [("4", True), (None, True)]
    without_place = [cell._replace(table_index=None) for cell in alone.cells]
    assert [cell._replace(table_index=None) for cell in beside.cells if cell not in more] == without_place


def test_an_empty_form_is_in_doubt_where_the_report_s_own_table_was_not_found() -> None:
    """The table of section 四 may be a picture, or drawn in a way of its own."""
    own = [block for block in PAGE.blocks if block is not GRIDS[-1]]
    annex = Paragraph("附件：年度报告格式", "body")
    page = replace(PAGE, blocks=(*own, annex, *map(emptied, GRIDS)))
    disputes = [cell for cell in read(page).cells if cell.section == "disputes"]
    assert len(disputes) == 15
    assert all(cell.flags for cell in disputes)


def test_headings_in_a_table_of_text_are_those_of_its_rows() -> None:
    """All sections in one table, a heading a row; behind it a list of other things that repeats rows of section 二."""
    text = """乙局2022年政府信息公开工作年度报告
|二、主动公开政府信息情况
信息内容|本年处理决定数量
行政许可|1
行政处罚|2
行政强制|3
|四、行政复议、行政诉讼情况
|行政复议
结果维持|结果纠正|总计
0|0|0
六、其他需要报告的事项
公开类别|数量|备注
行政许可|15|无
行政处罚|17|无
行政强制|19|无
""".replace("|", "\t")
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    decisions = [(cell.value, cell.flags) for cell in cells if cell.category == "decisions"]
    assert decisions == [(1, ()), (2, ()), (3, ())]


def test_a_row_with_its_label_cut_short_is_not_that_of_another_table() -> None:
    labels = [row[0].item_label.rpartition(" > ")[2] for row in items_of("2021", "requests").values()]
    own = page_of(["一、本年新收申请", *labels[1:-1], "四、结转下年度"])
    other = page_of(labels).partition("<table>")[2].replace("<td>0</td>", "<td>7</td>")
    report = extract_document(f"{own}<p>下属单位：<table>{other}".encode(), "a.html").reports[0]
    short = [cell for cell in report.cells if cell.item in ("new", "carried_out")]
    assert [cell.value for cell in short] == [0] * 14


def test_a_line_that_leads_over_to_a_comparison_parts_it_from_the_table_above() -> None:
    """Lines with tabs, and one without: 近三年办理情况对比："""
    names = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    labels = [row[0].item_label.rpartition(" > ")[2] for row in items_of("2021", "requests").values()]
    own = [names, *([label, *"0000000"] for label in labels)]
    other = [
        ["年度", "本年新收", "上年结转", "予以公开"],
        ["2021年", "5", "3", "8"],
        ["2022年", "7", "1", "2"],
    ]
    lines = ["乙局2022年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += ["\t".join(row) for row in own] + ["近三年办理情况对比："] + ["\t".join(row) for row in other]
    report = extract_document(
        "\n".join([*lines, "五、存在的主要问题及改进情况", "无。"]).encode(), "a.txt"
    ).reports[0]
    cells = [cell for cell in report.cells if cell.section == "requests"]
    assert {(cell.value, cell.flags) for cell in cells} == {(0, ())}


def test_an_empty_form_whose_labels_are_not_those_of_the_filled_one_is_none_of_the_report_s() -> None:
    """The filled one prints each label with those above it, as exports of databases do."""
    filled = page_of([row[0].item_label.replace(" > ", "-") for row in items_of("2021", "requests").values()])
    empty = "".join(to_html(replace(PAGE, blocks=(emptied(table),))).decode() for table in GRIDS)
    report = extract_document(
        f"{filled}<p>六、其他需要报告的事项<p>附件：年度报告格式{empty}".encode(), "a.html"
    ).reports[0]
    cells = [cell for cell in report.cells if cell.section == "requests"]
    assert {cell.status for cell in cells} == {"reported"}
    assert not any(cell.flags for cell in cells)


def test_a_second_official_table_with_other_numbers_is_a_doubt() -> None:
    other = [replace(box, text="777") if box.text == "0" else box for box in GRIDS[1].boxes]
    report = read(with_table(make_grid(other), "其他需要报告的事项"))
    assert any("row_repeated" in cell.flags for cell in report.cells if cell.section == "requests")


def test_of_two_whole_tables_the_one_below_its_sections_heading_holds() -> None:
    """下属单位 in section 一 has the same rows, all of them with other numbers."""
    boxes = [replace(box, text="77") if box.role == "value" else box for box in GRIDS[1].boxes]
    report = read(with_table(make_grid(boxes), "总体情况"))
    wanted = {cell.key: cell.value for cell in PAGE.truth if cell.section == "requests"}
    cells = {(c.section, c.item, c.category): c for c in report.cells if c.section == "requests"}
    assert {key: cell.value for key, cell in cells.items()} == wanted
    assert all("row_repeated" in cell.flags for cell in cells.values())


def test_tables_printed_behind_the_report_are_its_own() -> None:
    text = [block for block in PAGE.blocks if not isinstance(block, Grid)]
    moved = replace(PAGE, blocks=(*text, *GRIDS))
    assert [cell.value for cell in read(moved).cells] == [cell.value for cell in read(PAGE).cells]


def test_a_few_rows_elsewhere_are_not_surely_those_of_a_section_that_is_not_read() -> None:
    """The section's own table is a picture; another one in section 一 prints three of its rows."""
    page = to_html(PAGE).decode()
    other = (
        "<table><tr><td>事项<td>数量<tr><td>行政许可<td>12<tr><td>行政处罚<td>3<tr><td>行政强制<td>0</table>"
    )
    own = page[page.index("<table") : page.index("</table>") + len("</table>")]
    page = page.replace("一、总体情况", f"一、总体情况{other}", 1).replace(own, "<img src=a.png>")
    report = extract_document(page.encode(), "a.html").reports[0]
    cells = [cell for cell in report.cells if cell.section == "disclosure"]
    assert {cell.flags for cell in cells if cell.value is not None} == {("column_inferred",)}
    assert {cell.flags for cell in cells if cell.value is None} == {("table_incomplete",)}


@pytest.mark.parametrize("heading", ["一、总体情况\n", ""], ids=["section 一", "above all headings"])
def test_rows_elsewhere_that_the_sections_own_table_lacks_are_in_doubt(heading: str) -> None:
    """A text dump lost the blanks of 行政许可 …, whose labels are left as lines; another table has these rows."""
    text = (
        f"清河县水利局2021年政府信息公开工作年度报告\n{heading}事项\t数量\n行政许可\t12\n行政处罚\t3\n行政强制\t0\n"
        "（一）主动公开方面。全年公开信息67条。\n二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t1\t2\n行政规范性文件\t3\t4\t5\n"
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\n第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n"
        "行政事业性收费\t7\n"
    )
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    found = {cell.item: cell for cell in cells if cell.value is not None}
    assert all(found[item].flags for item in ("licences", "penalties", "coercive_measures") if item in found)
    assert found["fees"].flags == ()


def test_a_comparison_above_the_sections_own_table_is_not_its_first_printing() -> None:
    page = to_html(PAGE).decode()
    plain = extract_document(page.encode(), "a.html").reports[0].cells
    place = page.index("<table", page.index("三、收到和处理"))
    rows = "".join(
        f"<tr><td>{label}<td>77<td>88"
        for label in ("本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "予以公开")
    )
    table = f"<table><tr><td>项目<td>2020年<td>2021年{rows}</table>"
    report = extract_document(f"{page[:place]}{table}{page[place:]}".encode(), "a.html").reports[0]
    assert report.cells[: len(plain)] == tuple(
        cell._replace(table_index=cell.table_index + (cell.section != "disclosure")) for cell in plain
    )


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize(
    "table",
    [
        grid("年度 2020 2021\n新收申请 3 5\n予以公开 2 3\n部分公开 0 1\n不予公开 1 1"),
        grid("办理结果 件数 占比\n予以公开 3 60%\n不予公开 2 40%\n总计 5 100%"),
    ],
    ids=["trend", "outcomes"],
)
def test_a_comparison_that_names_groups_of_the_form(table: Grid, behind: bool) -> None:
    """不予公开 is a group there, with no numbers of its own."""
    place = PAGE.blocks.index(GRIDS[1]) + behind
    report = read(replace(PAGE, blocks=(*PAGE.blocks[:place], table, *PAGE.blocks[place:])))
    plain = read(PAGE)
    facts = [[(c.item, c.category, c.value, c.flags) for c in each.cells] for each in (report, plain)]
    assert facts[0] == facts[1]


def test_the_last_rows_in_a_table_of_their_own_are_no_comparison() -> None:
    """Each with its groups' labels again, and own labels (其他, 总计) that a column may have, too."""
    groups = [(0, "三、本年度办理结果"), (1, "（六）其他处理")]
    requests = GRIDS[1]
    carried = requests.n_rows - 1
    head = [box for box in requests.boxes if box.row < carried - 2]
    tail = [box for box in requests.boxes if carried - 2 <= box.row < carried and box.rowspan == 1]
    tail += [
        Box(text, row, col)
        for row in (carried - 2, carried - 1)
        for col, text in groups
        if row + col < carried
    ]
    cut = tuple(
        make_grid(replace(box, row=box.row - part[0].row) for box in sorted(part, key=lambda box: box.row))
        for part in (head, tail)
    )
    place = PAGE.blocks.index(requests)
    report = read(replace(PAGE, blocks=(*PAGE.blocks[:place], *cut, *PAGE.blocks[place + 1 :])))
    wanted = {cell.key: cell.value for cell in PAGE.truth if cell.section == "requests"}
    read_as = {(c.section, c.item, c.category): c.value for c in report.cells if c.section == "requests"}
    assert {key: value for key, value in wanted.items() if key[1] != "carried_out"} == {
        key: value for key, value in read_as.items() if key[1] != "carried_out"
    }


def test_rows_below_a_header_in_a_table_of_its_own_are_no_comparison_with_the_next_table() -> None:
    """The report's own, and below it those of 下属单位 in one table."""
    page = to_html(PAGE).decode()
    start = page.index("<table", page.index("三、收到和处理"))
    end = page.index("</table>", start) + len("</table>")
    first_row = page.rindex("<tr", start, page.index("一、本年新收", start))
    other = re.sub(r"<td>\d+</td>", "<td>77</td>", page[start:end])
    own = f"{page[start:first_row]}</table><table>{page[first_row:end]}"
    page = f"{page[:start]}{own}<p>2.下属单位</p>{other}{page[end:]}"
    report = extract_document(page.encode(), "a.html").reports[0]
    wanted = {cell.key: cell.value for cell in PAGE.truth}
    assert {(c.section, c.item, c.category): c.value for c in report.cells} == wanted
    assert "another table left out" in (report.error or "")


def test_a_row_in_a_table_of_its_own_whose_label_begins_as_a_column_s_is_no_comparison() -> None:
    """2.其他法律行政法规禁止公开 is no longer wording of 其他, the last column but one."""
    requests = GRIDS[1]
    (own,) = (box.row for box in requests.boxes if "禁止公开" in box.text)
    parts = [
        [box for box in requests.boxes if own in range(box.row, box.row + box.rowspan)],
        [box for box in requests.boxes if box.row > own],
    ]
    above = [replace(box, rowspan=min(box.rowspan, own - box.row)) for box in requests.boxes if box.row < own]
    row = make_grid(replace(box, row=0, rowspan=1) for box in parts[0])
    below = make_grid(replace(box, row=box.row - own - 1) for box in parts[1])
    place = PAGE.blocks.index(requests)
    blocks = (*PAGE.blocks[:place], make_grid(above), row, below, *PAGE.blocks[place + 1 :])
    wanted = [cell.value for cell in PAGE.truth if cell.item == "outcome.refused.prohibited_by_law"]
    cells = read(replace(PAGE, blocks=blocks)).cells
    assert [cell.value for cell in cells if cell.item == "outcome.refused.prohibited_by_law"] == wanted


@pytest.mark.parametrize(
    "first",
    [
        "<tr><td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他<td>总计<tr>"
        + "<td>906" * 7,
        "<tr><td>月份<td>自然人<td>商业企业<td>总计<tr><td>1月<td>3<td>4<td>7<tr><td>2月<td>1<td>0<td>1",
    ],
)
def test_a_table_of_the_forms_columns_alone_puts_no_blank_in_doubt(first: str) -> None:
    page = re.sub(r"<td>0</td>", "<td></td>", to_html(PAGE).decode())
    place = page.index("<table", page.index("三、收到和处理"))
    report = extract_document(
        f"{page[:place]}<table>{first}</table>{page[place:]}".encode(), "a.html"
    ).reports[0]
    assert {cell.status for cell in report.cells} == {"reported", "blank"}
    assert not any(cell.flags for cell in report.cells)
