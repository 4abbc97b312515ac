"""What stands over a table's numbers: another year's title, a column of another name, a unit written in a way of its own."""

from __future__ import annotations

import pytest

from tests.one_page import PAGE, PLAIN, REPORT, facts, read

YEAR = REPORT.made.year
HEADING = "<h2>三、收到和处理政府信息公开申请情况</h2>"
TABLE = HEADING + '\n<table border="1">\n<tbody>\n'
FEE, DECISIONS = "本年收费金额（单位：万元）", "本年处理决定数量"


def flags(page: str, section: str) -> set[tuple[str, ...]]:
    return {cell.flags for cell in read(page).cells if cell.section == section}


@pytest.mark.parametrize("place", ["line", "row"])
@pytest.mark.parametrize(("year", "doubted"), [(YEAR - 1, True), (YEAR, False)])
def test_a_title_tells_its_tables_year_above_it_and_in_its_first_row(
    place: str, year: int, doubted: bool
) -> None:
    title = f"{year}年度收到和处理政府信息公开申请情况统计表"
    more = f"<tr><td colspan=10>{title}</td></tr>" if place == "row" else ""
    page = PAGE.replace(TABLE, TABLE.replace("<table", f"<p>{title}</p><table", place == "line") + more)
    assert flags(page, "requests") == {("other_year",) if doubted else ()}


@pytest.mark.parametrize(
    "line",
    [
        "依据2019年新修订的《条例》，收到和处理情况如下：",
        "自2021年起采用新格式，有关数据如下：",
        "按照2022年修订的年度报告格式，有关数据如下：",
        f"较{YEAR - 1}年度有所下降，具体情况如下表：",
        "去年同期为5件，本年情况如下：",
        "政府信息公开申请情况表（2021年修订版）",
    ],
)
def test_years_that_tell_of_something_else_put_nothing_in_doubt(line: str) -> None:
    assert facts(read(PAGE.replace(TABLE, TABLE.replace("<table", f"<p>{line}</p><table")))) == PLAIN


@pytest.mark.parametrize(
    "name", ["上年", "历年累计", "公开率", "环比增长率（%）", "现有事项数", f"{YEAR - 1}年"]
)
def test_the_one_column_of_another_name_is_in_doubt(name: str) -> None:
    cells = read(PAGE.replace(DECISIONS, name)).cells
    assert {c.flags for c in cells if c.category == "decisions"} == {("column_inferred",)}


@pytest.mark.parametrize("name", ["数量", "件数", "统计数据", "数据", ""])
def test_the_one_column_of_a_name_that_is_anybodys_is_sure(name: str) -> None:
    assert facts(read(PAGE.replace(DECISIONS, name))) == PLAIN


@pytest.mark.parametrize(
    "written",
    [
        "（单位；元）", "（以元为单位）", "（元，保留两位小数）", "（单位：RMB元）", "（￥元）", "（单位“元”）", "(单位.元)",
        "（单位以元计）", "（单位 元）", "（人民币元）", "（单位：￥）", "（元/年）",
    ],
)  # fmt: skip
def test_the_unit_of_a_sum_of_money_however_it_is_written(written: str) -> None:
    cells = read(PAGE.replace("（单位：万元）", written)).cells
    assert [(c.unit, c.flags) for c in cells if c.item == "fees"] == [("元", ())]


@pytest.mark.parametrize("where", ["<p>单位 元</p>", "<p>单位/元</p>", "corner"])
def test_a_unit_stated_beside_the_header_only(where: str) -> None:
    page = PAGE.replace("（单位：万元）", "")
    if where == "corner":
        page = page.replace(
            "信息内容</td><td colspan=3>本年收费", "信息内容（单位：元）</td><td colspan=3>本年收费"
        )
    else:
        page = page.replace("<table", f"{where}<table", 1)
    assert [(c.unit, c.flags) for c in read(page).cells if c.item == "fees"] == [("元", ("unit_elsewhere",))]


@pytest.mark.parametrize("label", ["1.本单位不掌握相关政府信息", "1.本单位没有现成信息需要另行制作"])
def test_an_office_that_calls_itself_a_unit_states_none(label: str) -> None:
    page = PAGE.replace("1.本机关不掌握相关政府信息", label).replace("2.没有现成信息需要另行制作", label)
    units = {cell.unit for cell in read(page).cells if cell.section == "requests"}
    assert units <= {"件", None}


def test_a_row_that_says_nothing_beside_one_with_numbers_is_no_second_printing() -> None:
    numbers = PAGE[PAGE.index("<tr><td>0</td><td>0</td><td>0</td><td>116</td>") :].partition("</tr>")[0]
    for mark in ("", "/"):
        blank = "<tr>" + f"<td>{mark}</td>" * 15 + "</tr>"
        assert facts(read(PAGE.replace(numbers, blank + numbers))) == PLAIN
        assert facts(read(PAGE.replace(numbers, f"{numbers}</tr>{blank[:-5]}"))) == PLAIN


@pytest.mark.parametrize("first", ["（一）深入推进依法行政", "首页 > 法治政府建设 > 政府信息公开年报"])
def test_words_of_other_reports_at_the_head_make_none_of_a_report_whose_table_is_a_picture(
    first: str,
) -> None:
    start = PAGE.index("<table", PAGE.index(HEADING))
    page = PAGE[:start] + "<img src=3.png>" + PAGE[PAGE.index("</table>", start) + 8 :]
    report = read(page.replace("<body>", f"<body><p>{first}</p>"))
    assert report.outcome == "partial"
    assert "table not found): requests" in (report.error or "")


def test_a_row_of_the_year_before_is_in_doubt() -> None:
    cells = read(PAGE.replace("<td>行政处罚</td>", "<td>行政处罚（上年）</td>")).cells
    assert [c.flags for c in cells if c.item == "penalties"] == [("label_ambiguous",)]


@pytest.mark.parametrize("printed", ["一", "一&nbsp;", "&#x3000;一", "\u2f00"])
def test_a_one_that_may_be_a_dash(printed: str) -> None:
    page = PAGE.replace(
        "<tr><td>行政许可</td><td colspan=3>0</td></tr>",
        f"<tr><td>行政许可</td><td colspan=3>{printed}</td></tr>",
    )
    assert [(c.value, c.flags) for c in read(page).cells if c.item == "licences"] == [(1.0, ("one_or_dash",))]
