"""Last year's table printed where this year has nothing to say."""

import pytest

from extract.pipeline import extract_document

TABLE = (
    "<table><tr><td colspan=5>行政复议</td></tr><tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计</tr>"
    "<tr><td>1<td>2<td>3<td>4<td>10</tr></table>"
)


@pytest.mark.parametrize(
    ("above", "doubted"),
    [
        ("2023年无行政复议、行政诉讼。2022年情况如下：", True),
        ("2022年行政复议、行政诉讼情况统计表", True),
        ("2023年行政复议、行政诉讼情况如下：", False),
        ("截至2023年底，与2022年相比持平。", False),
        ("（2024年1月20日填报）", False),
        ("情况如下：", False),
        ("（2022年度）", True),
        ("2022年度<p>填报单位：清河县水利局", True),
        ("政府信息公开情况统计表（2022年度）", True),
        ("（2023年度）", False),
        ("2022年度<p>四、行政复议情况", False),
        ("去年同期数据如下：", True),
        ("附：上年度情况", True),
        ("附：2022年数据", True),
        ("与去年相比，情况如下：", False),
        ("上年结转情况如下：", False),
        ("较上年增加3件，情况如下：", False),
        ("2024年1月，我局对上年度有关工作作了统计，情况如下：", False),
        ("2023年12月，我局对上年度有关工作作了统计，情况如下：", True),
        ("附：2022年数据<table><tr><td>公开渠道<td>条数<tr><td>网站<td>7</table>", True),
    ],
)
def test_the_line_above_a_table_says_whose_year_it_is(above: str, doubted: bool) -> None:
    page = f"<p>清河县水利局2023年政府信息公开工作年度报告<p>一、总体情况<p>四、行政复议、行政诉讼情况<p>{above}{TABLE}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [cell for cell in cells if cell.item == "review"]
    assert [cell.value for cell in review] == [1, 2, 3, 4, 10]
    assert {"other_year" in cell.flags for cell in review} == {doubted}


@pytest.mark.parametrize("last_first", [True, False])
def test_the_reports_own_year_holds_where_last_years_table_stands_above_or_below(last_first: bool) -> None:
    tables = [f"<p>2022年情况如下：{TABLE.replace('<td>1<', '<td>8<')}", f"<p>2023年情况如下：{TABLE}"]
    page = "".join(
        (
            "<p>清河县水利局2023年政府信息公开工作年度报告<p>四、行政复议、行政诉讼情况",
            *(tables if last_first else reversed(tables)),
        )
    )
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [cell for cell in cells if cell.item == "review"]
    assert [cell.value for cell in review] == [1, 2, 3, 4, 10]
    assert review[0].flags


@pytest.mark.parametrize(
    ("title", "name", "part"),
    [
        ("清河县水利局2023年第三季度政府信息公开情况统计表", "a", "第三季度"),
        ("清河县水利局2023年上半年政府信息公开工作情况", "a", "上半年"),
        ("政府信息公开情况统计表（2023年1月-3月）", "a", "1月-3月"),
        ("政府信息公开情况统计表", "2023年第一季度统计表", "第一季度"),
        ("清河县水利局2023年政府信息公开工作年度报告", "2023年第一季度发布", None),
        ("政府信息公开情况统计表（2023年1月-12月）", "a", None),
        ("政府信息公开情况统计表（2023年1月1日至12月31日）", "a", None),
    ],
)
def test_a_quarter_is_no_year(title: str, name: str, part: str | None) -> None:
    page = f"<title>{title}</title><h1>{title}</h1>{TABLE}"
    report = extract_document(page.encode(), f"{name}.html").reports[0]
    read = [cell for cell in report.cells if cell.item == "review"]
    assert [cell.value for cell in read] == [1, 2, 3, 4, 10]
    assert {"other_year" in cell.flags for cell in read} == {part is not None}
    assert (part or "part of a year") in (report.error or "") or part is None
    assert report.identity.year is None or part is None
