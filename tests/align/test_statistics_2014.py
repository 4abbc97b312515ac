"""The 统计表 of 2014 with its header lacking, or with a column that nobody named."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

import pytest

from extract.pipeline import extract_document
from extract.result import Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.forms import items_of
from tests.builder.grid import Box, Grid, make_grid
from tests.builder.html import to_html
from tests.builder.layout import DASHES, Page

PAGE = lay_out(make_report(random.Random(14), "2014", number_mess=0.0), Mess())
(TABLE,) = (block for block in PAGE.blocks if isinstance(block, Grid))


def read(*grids: Grid) -> Report:
    rest = [block for block in PAGE.blocks if not isinstance(block, Grid)]
    page: Page = replace(PAGE, blocks=(*rest, *grids))
    return extract_document(to_html(page), "a.html").reports[0]


def rows(start: int, end: int) -> Grid:
    kept = [replace(box, row=box.row - start) for box in TABLE.boxes if start <= box.row < end]
    return make_grid(kept)


def test_without_a_header_a_number_behind_its_unit_is_no_guess() -> None:
    report = read(rows(1, TABLE.n_rows))
    score = compare(PAGE.truth, report.cells)
    assert score.right == score.total
    assert score.units == []
    assert not any(cell.flags for cell in report.cells if cell.value is not None)


def test_a_table_without_a_number_is_said_to_be_blank_whatever_stands_beside_its_groups() -> None:
    boxes = (
        replace(box, text=box.text if box.text in DASHES else "") if box.col == 2 and box.row else box
        for box in TABLE.boxes
    )
    (finding,) = (f for f in read(make_grid(boxes)).findings if f.check.startswith("structure"))
    assert finding.check == "structure.blank_table"


@pytest.mark.parametrize(
    ("head", "lost"),
    [
        ("二、回应解读情况", "response.hot_topics"),
        ("（二）通过不同渠道和方式回应解读的情况", "response.press_conferences"),
    ],
)
@pytest.mark.parametrize("units", [True, False])
def test_a_number_that_lost_its_label_below_a_groups_is_doubted(head: str, lost: str, units: bool) -> None:
    columns = (0, 1, 2) if units else (0, 2)
    whole = [replace(box, col=columns.index(box.col)) for box in TABLE.boxes if box.col in columns]
    (row,) = (box.row for box in whole if box.text.strip() == head)
    boxes = (
        replace(box, text="" if box.col == 0 or box.text in DASHES else box.text)
        if box.row in (row, row + 1) and (box.row, box.col) != (row, 0)
        else box
        for box in whole
    )
    (cell,) = (cell for cell in read(make_grid(boxes)).cells if cell.item == lost)
    assert (cell.status, cell.flags) == ("missing", ("table_incomplete",))


@pytest.mark.parametrize("place", [2, 3])
def test_numbers_of_a_nameless_column_are_nobodys(place: int) -> None:
    """Beside a group's label, too, which the form has no number for."""
    second = rows(20, TABLE.n_rows)
    counted = [Box(str(7000 + row), row, place) for row in range(second.n_rows)]
    moved = [replace(box, col=box.col + (box.col >= place)) for box in second.boxes]
    report = read(rows(0, 20), make_grid([*moved, *counted]))
    assert compare(PAGE.truth, report.cells).silent == []
    assert not any(cell.value is not None and cell.value >= 7000 and not cell.flags for cell in report.cells)


@pytest.mark.parametrize(
    "lines",
    [
        ["清河县民政局2016年政府信息公开情况统计表"],
        ["清河县民政局政府信息公开情况统计表", "（2016年度）"],
        ["清河县民政局政府信息公开工作年度报告", "（2016年度）"],
        ["附件：", "清河县民政局", "2016年度政府信息公开统计表"],
        ["2016年政府信息公开工作情况报表", "填报单位：清河县民政局"],
    ],
)
def test_a_table_alone_in_its_file_says_whose_and_of_which_year(lines: list[str]) -> None:
    table = re.sub("<title>.*?</title>", "", to_html(replace(PAGE, blocks=(TABLE,))).decode())
    page = table.replace("<table", f"{''.join(f'<p>{line}</p>' for line in lines)}<table", 1)
    (report,) = extract_document(page.encode(), "（已审）清河县财政局2017年统计表.html").reports
    assert (report.identity.agency, report.identity.year) == ("清河县民政局", 2016)
    assert "2016" in (report.title or "") or "统计表" in lines[0]


@pytest.mark.parametrize(
    "parts",
    [
        ("机关本级", "下属单位", "合计"),
        ("一季度", "二季度", "全年"),
        ("本期", "增减", "全年累计"),
        ("三季度", "四季度", "1—12月累计"),
    ],
)
def test_of_columns_of_parts_the_whole_is_the_reports(parts: tuple[str, ...]) -> None:
    rows = [
        [cell.item_label.rsplit(" > ", 1)[-1], cell.unit, str(n), "2", str(n + 2)]
        for n, (cell, *_) in enumerate(items_of("2014", "statistics").values(), 1)
    ]
    lines = (["统计指标", "单位", *parts], *rows)
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in lines)
    page = f"<p>清河县民政局2016年政府信息公开工作年度报告</p><table>{table}</table>"
    report = extract_document(page.encode(), "a.html").reports[0]
    found = {cell.item: cell.value for cell in report.cells if cell.status == "reported"}
    assert found == {item: float(n + 2) for n, item in enumerate(items_of("2014", "statistics"), 1)}
    assert report.outcome == "partial"
    assert parts[0] in (report.error or "")


ROWS = [
    [cell.item_label.rsplit(" > ", 1)[-1], cell.unit, f"{PAGE.made.numbers[cell.key]:g}"]
    for cell, *_ in items_of("2014", "statistics").values()
]


def numbers(header: list[str], *rows: list[str], text: bool = False) -> Report:
    lines = (header, *rows)
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    title = "清河县民政局2016年政府信息公开工作年度报告"
    if text:
        return extract_document("\n".join((title, "", *map(" ".join, lines))).encode(), "a.txt").reports[0]
    return extract_document(f"<p>{title}</p><table>{table}</table>".encode(), "a.html").reports[0]


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("name", ["代码", "指标代码", "行次"])
def test_a_column_that_counts_the_rows_is_no_loss(name: str, text: bool) -> None:
    lines = [[label, f"{n:02}", unit, value] for n, (label, unit, value) in enumerate(ROWS, 1)]
    report = numbers(["统计指标", name, "单位", "统计数"], *lines, text=text)
    told = [(cell.value, cell.unit, cell.flags) for cell in report.cells if cell.value is not None]
    assert told == [(float(value), unit, ()) for _, unit, value in ROWS]
    assert (report.outcome, report.error) == ("ok", None)


@pytest.mark.parametrize(("code", "outcome"), [("—", "ok"), ("——", "ok"), ("/", "ok"), ("1204", "partial")])
def test_a_groups_row_has_a_mark_for_its_code(code: str, outcome: str) -> None:
    lines = [[label, unit, f"{n:02}", value] for n, (label, unit, value) in enumerate(ROWS, 1)]
    group = ["一、主动公开情况", "—", code, "—"]
    assert numbers(["统计指标", "单位", "代码", "统计数"], group, *lines).outcome == outcome


def test_a_header_one_place_off_its_numbers_leaves_them_in_doubt() -> None:
    """A cell was put in before 单位: the numbers stand below it, and below 统计数 nothing does."""
    report = numbers(
        ["统计指标", "", "单位", "统计数"], *([label, unit, value, ""] for label, unit, value in ROWS)
    )
    found = [cell for cell in report.cells if cell.status == "blank"]
    assert len(found) == len(ROWS)
    assert all("column_inferred" in cell.flags for cell in found)


@pytest.mark.parametrize(
    ("note", "outcome"), [("", "ok"), ("见附件", "ok"), ("其中2件为上年结转", "partial"), ("7", "partial")]
)
def test_remarks_without_a_number_are_no_loss(note: str, outcome: str) -> None:
    lines = [[*line, note if n == 3 else ""] for n, line in enumerate(ROWS)]
    assert numbers(["统计指标", "单位", "统计数", "备注"], *lines).outcome == outcome


@pytest.mark.parametrize("mark", ["\n", "\t"])
def test_last_years_table_right_below_in_text_is_none_of_the_reports(mark: str) -> None:
    own = [[label, unit, value] for label, unit, value in ROWS]
    last = [[label, unit, "99"] for label, unit, _ in ROWS if not label.startswith("（二）被依法纠错数")]
    lines = ["清河县民政局2016年政府信息公开工作年度报告"]
    for year, rows in ((2016, own), (2015, last)):
        lines += [f"{year}年政府信息公开情况统计表", *map(mark.join, (["统计指标", "单位", "统计数"], *rows))]
    report = extract_document("\n".join(lines).encode(), "a.txt").reports[0]
    told = [(cell.value, cell.flags) for cell in report.cells if cell.value is not None]
    assert told == [(float(value), ()) for _, _, value in ROWS]


def test_a_note_at_a_unit_is_no_part_of_it() -> None:
    notes = ("{}（注1）", "{}①", "{}：", "单位：{}", "（{}）", "{}*")
    lines = [
        [label, notes[n % len(notes)].format(unit), value] for n, (label, unit, value) in enumerate(ROWS)
    ]
    report = numbers(["统计指标", "单位", "统计数"], *lines)
    assert [cell.unit for cell in report.cells] == [unit for _, unit, _ in ROWS]


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        ([["清河县民政局"], ["2017年1月20日"]], date(2017, 1, 20)),
        ([["备注", "", "2017年1月20日"]], None),
        ([["清河县民政局"], ["截至2017年1月20日"]], None),
    ],
)
def test_the_signature_in_the_rows_below_the_numbers_is_the_reports(
    rows: list[list[str]], published: date | None
) -> None:
    assert numbers(["统计指标", "单位", "统计数"], *ROWS, *rows).published == published


def test_the_telephone_of_who_filled_it_in_is_no_number_of_the_tables() -> None:
    report = numbers(
        ["统计指标", "单位", "统计数"], *ROWS, ["联系电话", "", "88000001"], ["填报日期", "", "20170120"]
    )
    assert (report.outcome, report.error, report.findings) == ("ok", None, ())


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("requests.answered", "（三）对申请的答复数"),
        ("requests.answered.refused", "4.不予公开答复数"),
        ("requests.answered.refused.state_secret", "其中：涉及国家秘密数"),
        ("requests.answered.refused.not_government_information", "不是《条例》所指政府信息数"),
        ("requests.received.online", "3.网上申请数"),
        ("requests.closed.on_time", "1.按期办结数"),
        ("disclosure.channel.website", "2.网站公开政府信息数"),
        ("disclosure.channel.weibo", "3.微博公开政府信息数"),
    ],
)
def test_usual_wordings_of_a_row_are_no_guess(item: str, label: str) -> None:
    place = [*items_of("2014", "statistics")].index(item)
    lines = [[label, *line[1:]] if n == place else line for n, line in enumerate(ROWS)]
    report = numbers(["统计指标", "单位", "统计数"], *lines)
    (cell,) = (cell for cell in report.cells if cell.item == item)
    assert (cell.value, cell.flags) == (float(ROWS[place][2]), ())


def test_a_label_of_two_lines_with_a_number_in_it_keeps_its_row() -> None:
    """As `pdftotext -layout` leaves it: one space before the unit, and one around the 1 of 计1条."""
    printed = """
政府信息公开情况统计表（2016年度）
统计指标                        单位    统计数
一、主动公开情况
（一）主动公开政府信息数（不同渠道和方式 条            182
公开相同信息计 1 条）
其中：主动公开规范性文件数               条     50
制发规范性文件总数                   件     49
（二）通过不同渠道和方式公开政府信息的情
况
1.政府公报公开政府信息数           条       5
2.政府网站公开政府信息数           条       186
3.政务微博公开政府信息数           条       25
"""
    cells = extract_document(printed.encode(), "a.txt").reports[0].cells
    assert [(cell.value, cell.unit, cell.flags) for cell in cells if cell.value is not None] == [
        (182, "条", ()),
        (50, "条", ()),
        (49, "件", ()),
        (5, "条", ()),
        (186, "条", ()),
        (25, "条", ()),
    ]


@pytest.mark.parametrize("head", ["上年数", "2015年", "去年公开数"])
def test_one_number_below_two_years_is_neither_ones(head: str) -> None:
    """A cell a line, as browsers copy a page: blank cells leave no trace."""
    rows = (("政府公报", 1, 2), ("政府网站", 26), ("政务微博", 3, 4), ("政务微信", 5, 6), ("其他方式", 7, 8))
    lines = ["2016年政府信息公开工作年度报告", "统计指标", head, "统计数", "一、主动公开情况"]
    for place, (channel, *numbers) in enumerate(rows, 1):
        lines += [f"{place}.{channel}公开政府信息数", *map(str, numbers)]
    cells = extract_document("\n".join(lines).encode(), "a.txt").reports[0].cells
    channels = [cell for cell in cells if cell.item.startswith("disclosure.channel.")]
    assert [cell.value for cell in channels] == [2, None, 4, 6, 8]
    assert channels[1].flags


FOOT = make_grid([Box("清河县水利局", 0, 0), Box("第3页", 0, 1), Box("共5页", 0, 2)])


def cut_within(row: int, place: int, *, numbers_first: bool) -> list[Grid]:
    """The table cut by a page's end within the label of a row, its unit and number beside either half."""
    label, *rest = sorted((box for box in TABLE.boxes if box.row == row), key=lambda box: box.col)
    blank = [replace(box, text="") for box in rest]
    whole = label.text.strip()
    halves = [replace(label, text=text) for text in (whole[:place], whole[place:])]
    first, second = (rest, blank) if numbers_first else (blank, rest)
    before = [box for box in TABLE.boxes if box.row < row]
    after = [box for box in TABLE.boxes if box.row > row]
    lower = [replace(box, row=box.row - row) for box in (halves[1], *second, *after)]
    return [make_grid([*before, halves[0], *first]), make_grid(lower)]


@pytest.mark.parametrize("foot", [(), (FOOT,)])
@pytest.mark.parametrize("numbers_first", [True, False])
@pytest.mark.parametrize(
    ("text", "place"),
    [("（一）主动公开政府信息数", 18), ("2.政府网站公开政府信息数", 6), ("四、行政复议数量", 6)],
)
def test_a_page_end_within_a_label_loses_no_number(
    foot: tuple[Grid, ...], numbers_first: bool, text: str, place: int
) -> None:
    row = next(box.row for box in TABLE.boxes if box.text.strip().startswith(text))
    upper, lower = cut_within(row, place, numbers_first=numbers_first)
    score = compare(PAGE.truth, read(upper, *foot, lower).cells)
    assert (score.right, score.silent) == (score.total, [])


def test_the_last_row_alone_behind_a_pages_foot() -> None:
    score = compare(
        PAGE.truth, read(rows(0, TABLE.n_rows - 1), FOOT, rows(TABLE.n_rows - 1, TABLE.n_rows)).cells
    )
    assert score.right == score.total


def test_no_doubt_is_named_twice() -> None:
    """A number that its row lost, in a table with a column that nobody knows: each a reason to say that the table is not whole."""
    lines = [
        "统计指标 2015年 统计数",
        "1.政府公报公开政府信息数 1 2",
        "2.政府网站公开政府信息数 26",
        "3.政务微博公开政府信息数 3 5 6",
    ]
    cells = extract_document(" ".join(lines).replace(" ", "\n").encode(), "a.txt").reports[0].cells
    lost = next(cell for cell in cells if cell.item == "disclosure.channel.website")
    assert (lost.status, lost.flags) == ("missing", ("table_incomplete",))


def columns_of(*columns: int) -> list[list[str]]:
    """The table's rows, each of these columns of it."""
    return [[TABLE.row(row)[col].text for col in columns] for row in range(TABLE.n_rows)]


def read_text(text: str) -> Report:
    page = "\n".join(block.text for block in PAGE.blocks if not isinstance(block, Grid))
    return extract_document(f"{page}\n{text}".encode(), "a.txt").reports[0]


def test_the_one_number_of_a_row_that_lost_a_blank_explanation() -> None:
    rows = [
        [label, unit, "同上年" if n == 3 else "", value]
        for n, (label, unit, value) in enumerate(columns_of(0, 1, 2))
    ]
    rows[0][2] = "指标解释"
    report = read_text("\n".join("   ".join(filter(None, row)) for row in rows))
    score = compare(PAGE.truth, report.cells)
    assert score.right == score.total


def test_a_unit_behind_its_number_where_each_cell_is_a_line() -> None:
    report = read_text("\n".join(text for row in columns_of(0, 2, 1) for text in row))
    score = compare(PAGE.truth, report.cells)
    assert score.right == score.total
    assert not any(cell.flags for cell in report.cells if cell.value is not None)


def test_rows_of_one_number_among_many_of_two_that_no_header_names_are_in_doubt() -> None:
    """Last year's and this year's, of which text between wide gaps lost the blanks."""
    rows = [
        [label, unit, f"{n + 900}", value if n % 3 else ""]
        for n, (label, unit, value) in enumerate(columns_of(0, 1, 2))
    ]
    report = read_text("\n".join("   ".join(filter(None, row)) for row in rows[1:]))
    assert not any(cell.value is not None and cell.value >= 900 and not cell.flags for cell in report.cells)


def test_each_number_of_a_table_that_a_second_one_contradicts_is_in_doubt() -> None:
    """Rows of one name below 行政复议 and below 行政诉讼 are each compared with their own."""
    other = [replace(box, text=str(7000 + box.row)) if box.text.isdigit() else box for box in TABLE.boxes]
    report = read(TABLE, make_grid(other))
    assert compare(PAGE.truth, report.cells).silent == []
    printed = [cell for cell in report.cells if cell.raw is not None and cell.raw.isdigit()]
    assert len(printed) > len(PAGE.truth) // 2
    assert all("row_repeated" in cell.flags for cell in printed)


def test_a_table_printed_twice_contradicts_nothing() -> None:
    report = read(TABLE, TABLE)
    assert compare(PAGE.truth, report.cells).right == len(PAGE.truth)
    assert not any("row_repeated" in cell.flags for cell in report.cells)
