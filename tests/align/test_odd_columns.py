"""Web pages whose headers and columns are doubled, lost, added or in another order."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from tests.builder.grid import Box, Grid, make_grid, unmerge
from tests.builder.html import to_html
from tests.one_page import PAGE, PLAIN, REPORT, facts, read


def test_an_empty_column_on_the_right_moves_nothing() -> None:
    blocks = [_with_empty_column(block) if isinstance(block, Grid) else block for block in REPORT.blocks]
    assert facts(read(to_html(replace(REPORT, blocks=tuple(blocks))).decode())) == PLAIN


def _with_empty_column(table: Grid) -> Grid:
    written_out = unmerge(table, "blank", "blank")
    empty = (Box("", row, table.n_cols) for row in range(table.n_rows))
    return make_grid((*written_out.boxes, *empty))


def test_a_number_typed_into_each_place_of_its_merged_cell_is_one_number() -> None:
    row = "<tr><td>信息内容" + "<td>本年处理决定数量" * 3 + "<tr><td>行政许可" + "<td>38" * 3
    other = "<tr><td>行政处罚" + "<td>12" * 3 + "<tr><td>行政强制<td>1<td>2<td>1"
    cells = {
        cell.item: cell for cell in read(f"<p>政府信息公开工作年度报告<p><table>{row}{other}</table>").cells
    }
    assert [(cells[item].value, cells[item].flags) for item in ("licences", "penalties")] == [
        (38, ()),
        (12, ()),
    ]
    assert cells["coercive_measures"].flags


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


def test_a_group_in_several_pieces_stands_over_each_piece() -> None:
    group = "<td{}>法人或其他组织"
    heads = f"{group.format(' colspan=3')}<td rowspan=2>总计{group.format('')}<td rowspan=2>自然人{group.format('')}"
    parts = "<td>社会公益组织<td>法律服务机构<td>其他<td>科研机构<td>商业企业"
    numbers = "<td>1<td>2<td>3<td>21<td>4<td>6<td>5"
    row = f"<td>一、本年新收政府信息公开申请数量{numbers}"
    page = f"<p>政府信息公开工作年度报告<p><table><tr><td rowspan=2>{heads}<tr>{parts}<tr>{row}</table>"
    cells = {cell.category: cell.value for cell in read(page).cells if cell.item == "new"}
    assert [cells[category] for category in ("natural_person", "total")] == [6, 21]
    parts_of = ("public_interest", "legal_service", "other", "research", "commercial")
    assert [cells[f"legal_person.{part}"] for part in parts_of] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("direct", "is_known"), [("直接起诉", True), ("首次起诉", False)])
def test_a_group_of_another_name_in_another_order_is_told_or_in_doubt(direct: str, is_known: bool) -> None:
    start = PAGE.rindex("<tr>")
    values = re.findall(r"<td>\d+</td>", PAGE[start:])
    turned = (
        PAGE[:start].replace("复议后起诉", "?").replace("未经复议直接起诉", "复议后起诉").replace("?", direct)
    )
    row = "".join([*values[:5], *values[10:], *values[5:10]])
    report = read(f"{turned}<tr>{row}</tr></tbody></table></body>")
    if is_known:
        assert facts(report) == PLAIN
    else:
        assert all("column_inferred" in cell.flags for cell in report.cells if cell.section == "disputes")


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


def test_a_header_printed_again_below_itself_is_one() -> None:
    """As where a page ends between the header and its first row."""
    start = PAGE.rindex("<table")
    last = PAGE.rindex("<tr>")
    head = PAGE[PAGE.index("<tr>", start) : last]
    assert facts(read(PAGE[:last] + head + PAGE[last:])) == PLAIN


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


@pytest.mark.parametrize(("name", "doubted"), [("小计", False), ("", True), ("备注", True)])
def test_a_blank_beside_a_column_of_nobodys(name: str, doubted: bool) -> None:
    """Where that column has a name, the number below it is its own and the blank beside it is no lost number."""
    rows = {
        "一、本年新收政府信息公开申请数量": ("5", "", "1", "1", "", "3", "5", "10"),
        "二、上年结转政府信息公开申请数量": ("0", "0", "0", "0", "0", "0", "0", "0"),
    }
    header = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", name, "总计")
    table = "".join(f"<tr><td>{'<td>'.join(row)}" for row in (header, *((k, *v) for k, v in rows.items())))
    report = read(f"<p>2021年政府信息公开工作年度报告</p><table>{table}</table>")
    new = [cell for cell in report.cells if cell.item == "new"]
    assert [cell.value for cell in new] == [5, None, 1, 1, None, 3, 10]
    assert any("column_inferred" in cell.flags for cell in new) is doubted


@pytest.mark.parametrize(
    ("heads", "doubted"), [("<td>信息内容<td>代码", False), ("<td colspan=2>信息内容", True)]
)
def test_a_number_between_a_label_and_its_blank_column(heads: str, doubted: bool) -> None:
    """Where the heading goes over both columns of the labels the number may be what the blank lacks."""
    table = f"<tr>{heads}<td>本年处理决定数量<tr><td>行政处罚<td>1<td><tr><td>行政强制<td>2<td>5"
    report = read(
        f"<p>2021年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p><table>{table}</table>"
    )
    cells = {cell.item: cell for cell in report.cells if cell.status != "missing"}
    assert ("column_inferred" in cells["penalties"].flags) is doubted
    assert (cells["coercive_measures"].value, cells["coercive_measures"].flags) == (5, ())


def test_a_header_one_place_off_its_numbers_leaves_them_in_doubt() -> None:
    """A cell was put in before the header's labels: the last column is blank, the first one's number stands before it."""
    table = "<tr><td colspan=2>信息内容<td>上一年项目数量<td>本年增/减<td>处理决定数量<tr><td>行政处罚<td>0<td>-3<td>二<td>"
    report = read(
        f"<p>2019年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p><table>{table}</table>"
    )
    assert all("column_inferred" in cell.flags for cell in report.cells if cell.item == "penalties")


@pytest.mark.parametrize("last", ["3", "--", "详见附表"])
def test_a_row_one_place_off_its_header_is_in_doubt(last: str) -> None:
    """A cell was put into the row: what stood below 总计 stands in a column without a name."""
    start, end = PAGE.index("一、本年新收"), PAGE.index("四、政府信息公开行政复议")
    rows = PAGE[start:end].replace("</tr>", "<td></td></tr>")
    head = PAGE[:start].replace("colspan=7>申请人情况", "colspan=8>申请人情况")
    head = head.replace('<td rowspan="2">总计</td>', '<td rowspan="2">总计</td><td rowspan="2"></td>')
    row = next(row for row in re.findall(r"<tr>.*?</tr>", rows, re.S) if "1.属于国家秘密" in row)
    moved = row.replace("<td>0</td>", "<td></td><td>0</td>", 1)
    moved = moved.replace("<td>0</td><td></td></tr>", f"<td>{last}</td></tr>")
    report = read(head + rows.replace(row, moved) + PAGE[end:])
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.refused.state_secret")


def test_a_label_one_place_off_its_column_leaves_all_in_doubt() -> None:
    """Cells were put in: 法律服务机构 stands above the numbers of 其他, and its own below no label."""
    header = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "", "", "法律服务机构", "总计")
    rows = {
        "一、本年新收政府信息公开申请数量": ("5", "1", "1", "1", "", "2", "3", "13"),
        "二、上年结转政府信息公开申请数量": ("0", "0", "0", "0", "", "0", "0", "0"),
    }
    table = "".join(f"<tr><td>{'<td>'.join(row)}" for row in (header, *((k, *v) for k, v in rows.items())))
    report = read(f"<p>2021年政府信息公开工作年度报告</p><table>{table}</table>")
    services = [cell for cell in report.cells if cell.category == "legal_person.legal_service"]
    assert all("column_inferred" in cell.flags for cell in services if cell.item in ("new", "carried_in"))


def test_litigation_alone_has_its_labels_is_not_review() -> None:
    """A row of labels is lost: those that are left are of 行政诉讼, and the first five may be 未经复议直接起诉."""
    labels = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = (
        ("行政复议", *[""] * 4, "行政诉讼", *[""] * 9),
        ("",) * 5 + labels * 2,
        ("",) * 5 + ("1", "2", "3", "0", "6", "0", "0", "0", "5", "5"),
    )
    table = "".join(f"<tr><td>{'<td>'.join(row)}" for row in rows)
    report = read(
        f"<p>2021年政府信息公开工作年度报告<p>四、政府信息公开行政复议、行政诉讼情况<table>{table}</table>"
    )
    printed = [cell for cell in report.cells if cell.value]
    assert printed
    assert all("column_inferred" in cell.flags for cell in printed)


def _without(rows: str, place: int) -> str:
    """The rows, of whose seven cells of numbers one is left out."""

    def drop(row: re.Match[str]) -> str:
        cells = re.findall(r"<td>[^<]*</td>", row[0])
        return "".join(cells[:place] + cells[place + 1 :])

    return re.sub(r"(?:<td>[^<]*</td>){7}(?=</tr>)", drop, rows)


def test_a_hidden_column_of_a_header_that_parts_the_numbers_otherwise_leaves_them_in_doubt() -> None:
    """It held 科研机构 in the header and the number of 社会公益组织 in the rows, as 自然人 is two columns wide, in these 其他."""
    start, end = PAGE.index("一、本年新收"), PAGE.index("四、政府信息公开行政复议")
    header = PAGE[:start].replace("<td>科研机构</td>", "").replace("colspan=5>法人", "colspan=4>法人")
    header = header.replace('<td rowspan="2">自然人', '<td rowspan="2" colspan="2">自然人')
    rows = re.sub(r"<td>(?=\d+</td><td>\d+</td></tr>)", "<td colspan=2>", _without(PAGE[start:end], 3))
    report = read(header + rows + PAGE[end:])
    found = [cell for cell in report.cells if cell.item == "new" and cell.status != "missing"]
    assert found
    assert all("column_inferred" in cell.flags for cell in found)


def test_a_label_in_two_columns_whose_rows_have_two_numbers_leaves_all_in_doubt() -> None:
    row = "<tr><td>信息内容<td>上一年项目数量<td>上一年项目数量<td>本年增/减<td>处理决定数量"
    rows = "<tr><td>行政处罚<td>3<td>3<td>1<td>2<tr><td>行政强制<td>1<td>2<td>4<td>5"
    report = read(f"<p>2019年政府信息公开工作年度报告<p><table>{row}{rows}</table>")
    found = [cell for cell in report.cells if cell.item == "penalties"]
    assert [cell.value for cell in found] == [3, 1, 2]
    assert all("column_inferred" in cell.flags for cell in found)


def test_remarks_in_two_columns_say_nothing_of_the_others() -> None:
    row = "<tr><td>信息内容<td>上一年项目数量<td>本年增/减<td>处理决定数量<td>备注<td>备注"
    rows = "<tr><td>行政处罚<td>3<td>1<td>2<td>含简易程序<td><tr><td>行政强制<td>2<td>4<td>5<td><td>同上"
    report = read(f"<p>2019年政府信息公开工作年度报告<p><table>{row}{rows}</table>")
    found = [cell for cell in report.cells if cell.item == "penalties"]
    assert [(cell.value, cell.flags) for cell in found] == [(3, ()), (1, ()), (2, ())]


def test_the_header_of_a_right_part_is_none_of_the_left_parts_next_rows() -> None:
    """A sheet as wide as two pages: its rows' left part, their right part, the next rows' left part."""
    pieces = (
        (("", "自然人", "商业企业"), ("一、本年新收政府信息公开申请数量", "1", "2")),
        (("科研机构", "法律服务机构"), ("3", "6")),
        (("二、上年结转政府信息公开申请数量", "4", "5"), ("四、结转下年度继续办理", "7", "8")),
    )
    tables = ("".join(f"<tr><td>{'<td>'.join(row)}" for row in piece) for piece in pieces)
    page = f"<p>2021年政府信息公开工作年度报告</p><table>{'</table><table>'.join(tables)}</table>"
    cells = [cell for cell in read(page).cells if cell.item in {"carried_in", "carried_out"}]
    assert {cell.status for cell in cells} == {"unreadable", "missing"}
    assert all(cell.flags for cell in cells)


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


def test_a_header_cell_that_reaches_down_into_the_numbers_leaves_them_in_doubt() -> None:
    """Its wrong rowspan gives the row sixteen cells; the first, blank, is 结果维持's, and no label. Another span is wrong, so no grid tells."""
    start = PAGE.rindex("<table")
    table = (
        PAGE[start:]
        .replace('rowspan="2">尚未审结', 'rowspan="3">尚未审结')
        .replace("colspan=10", "colspan=14")
    )
    report = read(PAGE[:start] + table.replace("<td>0</td>", "<td></td>", 1))
    review = [cell for cell in report.cells if cell.item == "review"]
    assert all("column_inferred" in cell.flags for cell in review)


@pytest.mark.parametrize("copied", [True, False], ids=["copied", "once"])
@pytest.mark.parametrize("review_first", [True, False])
def test_groups_in_another_order_without_their_merges_keep_their_numbers(
    copied: bool, review_first: bool
) -> None:
    """As CSV and Markdown have them: a merged label once and blanks beside it, or a copy in each of its columns."""
    start = PAGE.rindex("<table")
    values = re.findall(r"<td>\d+</td>", PAGE[start:])
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    groups = [["行政复议"] * 5, ["行政诉讼"] * 10]
    parts = [names, ["复议后起诉"] * 5 + ["未经复议直接起诉"] * 5]
    lowest = [names if copied else [""] * 5, names * 2]
    numbers = [values[:5], values[10:] + values[5:10]]
    order = slice(None, None, 1 if review_first else -1)
    rows = ["<tr>"]
    for line in (groups, parts, lowest):
        labels = [label for part in line[order] for label in part]
        before = ["", *labels]
        rows += [
            f"<td>{'' if label == last and not copied else label}</td>"
            for label, last in zip(labels, before, strict=False)
        ]
        rows.append("<tr>")
    rows += [number for part in numbers[order] for number in part]
    assert facts(read(f"{PAGE[:start]}<table>{''.join(rows)}</table></body>")) == PLAIN


def test_columns_cut_off_at_the_right_are_in_doubt() -> None:
    """A page too narrow for its table printed one column of 复议后起诉, and not the label, in the middle of the five."""
    width = 11
    blocks = list(REPORT.blocks)
    place, table = [(k, block) for k, block in enumerate(blocks) if isinstance(block, Grid)][-1]
    kept = [replace(box, colspan=min(box.colspan, width - box.col)) for box in table.boxes if box.col < width]
    blocks[place] = make_grid([replace(box, text=box.text.replace("复议后起诉", "")) for box in kept])
    report = read(to_html(replace(REPORT, blocks=tuple(blocks))).decode())
    missing = [cell for cell in report.cells if cell.section == "disputes" and cell.status == "missing"]
    assert [cell.item for cell in missing] == ["litigation.after_review"] * 4
    assert {cell.flags for cell in missing} == {("table_incomplete",)}


@pytest.mark.parametrize("remark", ["见附件", "含行政许可", "行政处罚"])
def test_a_remark_worded_like_a_row_is_none(remark: str) -> None:
    page = PAGE.replace("本年处理决定数量</td>", "本年处理决定数量</td><td>备注</td>").replace(
        "<tr><td>行政许可</td><td colspan=3>0</td>",
        f"<tr><td>行政许可</td><td colspan=3>4711</td><td>{remark}</td>",
    )
    assert [cell.value for cell in read(page).cells if cell.item == "licences"] == [4711]


def test_a_merged_header_written_in_each_of_its_columns_holds_for_the_tables_next_piece() -> None:
    """A dump of a Word file whose table is cut right below it: 信息内容 | 本年处理决定数量 three times over 行政许可 | 2 | 2 | 2."""
    lines = [
        *(
            "第二十条第（一）项 | " * 3 + "第二十条第（一）项",
            "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
        ),
        *("规章 | 1 | 2 | 3", "行政规范性文件 | 4 | 5 | 6", "信息内容" + " | 本年处理决定数量" * 3, ""),
        *("行政许可 | 2 | 2 | 2", "行政处罚 | 7 | 7 | 7"),
    ]
    text = "甲县乙局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n" + "\n".join(lines)
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    found = [(c.value, c.flags) for c in cells if c.item in ("licences", "penalties")]
    assert found == [(2, ()), (7, ())]


def test_a_label_and_its_numbers_cut_into_two_columns_are_doubted() -> None:
    """As programs cut a table of a PDF where a line is missing: 处理决定 | 数量 over 434 | 5."""
    start = "<p>政府信息公开工作年度报告<table><tr><td>信息内容<td>上一年项目数量<td>本年增/减"
    rows = "<tr><td>行政许可<td>3<td>0<td>434<td>5<tr><td>其他对外管理服务事项<td>1<td>0<td>7<td>"
    cells = read(f"{start}<td>处理决定<td>数量{rows}</table>").cells
    decisions = [cell for cell in cells if cell.category == "decisions" and cell.value is not None]
    assert [cell.value for cell in decisions] == [434, 7]
    assert all("column_inferred" in cell.flags for cell in decisions)
    whole = [cell for cell in cells if cell.category == "items_last_year" and cell.value is not None]
    assert [(cell.value, cell.flags) for cell in whole] == [(3, ()), (1, ())]
