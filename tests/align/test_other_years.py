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
        ("表2 2022年情况", True),
        ("附表 2022年数据对照", True),
        ("附：2023年上半年数据", True),
        ("2023年1—6月行政复议、行政诉讼情况", True),
        ("2023年1—12月行政复议、行政诉讼情况", False),
        ("2022年行政複議、行政訴訟情況", True),
        ("2022年与2023年数据对比", False),
        ("2022年情况如下：<p>单位：件", True),
        ("2022年情况如下：<p>行政复议、行政诉讼情况表<p>单位：件", True),
        ("2022年情况如下。<p>单位：件", True),
        ("2022年情况如下：略。2023年无变化。<p>单位：件", False),
        ("2022年未发生行政复议情况<p>2023年行政复议情况如下：<p>单位：件", False),
        ("附表：2022年", True),
        ("2.2022年", True),
        ("表1 2023年情况", False),
        ("附：2022年数据<p>&nbsp;</p><p>&emsp;", True),
        ("附：2022年度行政复议、行政诉讼情况（供对比）", True),
        ("2023年度行政复议、行政诉讼情况（截至2024年1月）", False),
        ("2023年度行政复议、行政诉讼情况（含2022年结转）", False),
        ("本年情况（含2022年结转）", False),
        ("与去年相比，情况如下：", False),
        ("上年结转情况如下：", False),
        ("较上年增加3件，情况如下：", False),
        ("2024年1月，我局对上年度有关工作作了统计，情况如下：", False),
        ("2023年12月，我局对上年度有关工作作了统计，情况如下：", True),
        ("2022年", True),
        ("2022年<p>2022年", True),
        ("2023年<p>2022年", False),  # a page's tabs
        ("2023年<p>2022年<p>2021年<p>2020年<p>2019年", False),
        ("2023年<p>2022年<p>发布日期：2024-01-20<p>来源：清河县水利局", False),
        ("附：2022年数据<table><tr><td>公开渠道<td>条数<tr><td>网站<td>7</table>", True),
    ],
)
def test_the_line_above_a_table_says_whose_year_it_is(above: str, doubted: bool) -> None:
    page = f"<p>清河县水利局2023年政府信息公开工作年度报告<p>一、总体情况<p>四、行政复议、行政诉讼情况<p>{above}{TABLE}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [cell for cell in cells if cell.item == "review"]
    assert [cell.value for cell in review] == [1, 2, 3, 4, 10]
    assert {"other_year" in cell.flags for cell in review} == {doubted}


def test_a_year_above_a_table_that_begins_with_a_heading() -> None:
    rows = "<tr><td>一、主动公开情况<td><tr><td>（一）主动公开政府信息数<td>31<tr><td>制发规范性文件总数<td>2"
    page = f"<p>清河县水利局2016年政府信息公开工作年度报告<p>政府信息公开情况统计表<p>2015年<table>{rows}</table>"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    read = {cell.item: (cell.value, cell.flags) for cell in cells if cell.value is not None}
    assert read["disclosure.normative_documents_issued"] == (2, ("other_year",))


@pytest.mark.parametrize(
    ("head", "doubted"),
    [
        ("行政复议（2022年）", True),
        ("2022年度行政复议", True),
        ("行政复议（2023年）", False),
        ("行政复议（2024年1月统计）", False),
        ("行政复议（依据2019年新修订的条例）", False),
    ],
)
def test_the_header_of_a_table_says_whose_year_it_is(head: str, doubted: bool) -> None:
    table = TABLE.replace("行政复议<", f"{head}<")
    page = f"<p>清河县水利局2023年政府信息公开工作年度报告<p>一、总体情况<p>四、行政复议、行政诉讼情况{table}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [cell for cell in cells if cell.item == "review"]
    assert [cell.value for cell in review] == [1, 2, 3, 4, 10]
    assert {"other_year" in cell.flags for cell in review} == {doubted}


def test_a_column_of_another_year_beside_the_reports_own_doubts_no_other_column() -> None:
    table = TABLE.replace("colspan=5", "colspan=6").replace("总计<", "总计<td>2022年总计<")
    table = table.replace("<td>10<", "<td>10<td>7<")
    page = f"<p>清河县水利局2023年政府信息公开工作年度报告<p>四、行政复议、行政诉讼情况{table}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [(cell.value, "other_year" in cell.flags) for cell in cells if cell.item == "review"]
    assert review == [(n, False) for n in (1, 2, 3, 4, 10)]


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
    assert not any("row_repeated" in cell.flags or "other_year" in cell.flags for cell in review)


def test_of_two_years_tables_below_a_menu_of_years_the_first_is_kept_and_doubted() -> None:
    last = TABLE.replace("<td>1<td>2<td>3<td>4<td>10", "<td>5<td>6<td>7<td>8<td>26")
    menu = "<ul><li>2023年<li>2022年</ul>"
    page = f"<h1>清河县水利局2023年政府信息公开工作年度报告</h1>{menu}<p>来源：清河县水利局</p>{TABLE}<p>打印</p>{last}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [cell for cell in cells if cell.item == "review"]
    assert [cell.value for cell in review] == [1, 2, 3, 4, 10]
    assert all("row_repeated" in cell.flags for cell in review)


@pytest.mark.parametrize(
    ("title", "name", "part"),
    [
        ("清河县水利局2023年第三季度政府信息公开情况统计表", "a", "第三季度"),
        ("清河县水利局2023年上半年政府信息公开工作情况", "a", "上半年"),
        ("清河县水利局2023年度第三季度政府信息公开情况统计表", "a", "第三季度"),
        ("清河县水利局2023年政府信息公开工作半年报告", "a", "半年"),
        ("政府信息公开情况统计表（2023年1月-3月）", "a", "1月-3月"),
        ("政府信息公开情况统计表", "2023年第一季度统计表", "第一季度"),
        ("清河县水利局2023年政府信息公开工作年度报告", "2023年第一季度发布", None),
        ("政府信息公开情况统计表（2023年1月-12月）", "a", None),
        ("政府信息公开情况统计表（2023年1月1日至12月31日）", "a", None),
        ("政府信息公开情况统计表（2023年1月1日至6月30日）", "a", "1月1日至6月30日"),
        ("政府信息公开情况统计表（2023年01月-06月）", "a", "01月-06月"),
        ("政府信息公开情况统计表（2023年1月至2023年6月）", "a", "2023年6月"),
        ("政府信息公开情况统计表（2022年12月至2023年11月）", "2023年", None),
        ("清河县水利局2023年政府信息公开工作年度报告（截至6月底）", "a", "截至6月底"),
        ("清河县水利局2023年政府信息公开工作年度报告（截至12月底）", "a", None),
        ("清河县水利局2008年政府信息公开工作年度报告（2008年5月1日至12月31日）", "a", None),
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


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("（1—6月）", "1—6月"),
        ("（2023年上半年）", "上半年"),
        ("本报告所列数据的统计期限自2023年1月1日起至2023年6月30日止。", "2023年6月30日"),
        ("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。", None),
        ("本报告所列数据的统计期限自2022年12月26日起至2023年12月25日止。", None),
        ("本局组建于2023年3月，数据的统计期限自2023年3月1日起至2023年12月31日止。", None),
        ("本报告由本局办公室编制，与上半年的数据不同处以本报告为准。", None),
    ],
)
def test_a_part_of_the_year_told_below_the_title(line: str, part: str | None) -> None:
    page = f"<h1>清河县水利局2023年政府信息公开工作年度报告</h1><p>{line}<p>一、总体情况<p>无。{TABLE}"
    report = extract_document(page.encode(), "a.html").reports[0]
    read = [cell for cell in report.cells if cell.item == "review"]
    assert {"other_year" in cell.flags for cell in read} == {part is not None}
    assert (part or "") in (report.error or "")


@pytest.mark.parametrize("line", ["", "2022年情况：\n"])
def test_last_years_table_below_the_reports_own_matrix_puts_it_in_doubt_but_where_a_line_parts_them(
    line: str,
) -> None:
    counts = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    groups = ("行政复议", "未经复议直接起诉", "复议后起诉")
    own = [["", *counts], *([group, *"12339"] for group in groups)]
    last = [["行政复议", "行政诉讼"], [*counts, *groups[1:]], [*counts * 2], [*"56789" * 3]]
    text = "清河县水利局2023年政府信息公开工作年度报告\n一、总体情况\n四、行政复议、行政诉讼情况\n"
    for rows, above in ((own, ""), (last, line)):
        text += above + "".join("\t".join(row) + "\n" for row in rows)
    report = extract_document(f"{text}五、存在的主要问题及改进情况\n无。\n".encode(), "a.txt").reports[0]
    cells = [cell for cell in report.cells if cell.section == "disputes" and cell.status == "reported"]
    assert len(cells) == 15
    assert all("column_inferred" in cell.flags for cell in cells) == (not line)
    assert not line or [(cell.value, cell.flags) for cell in cells] == [(int(n), ()) for n in "12339" * 3]


def test_last_years_table_with_misspelt_labels_is_a_copy_of_the_reports_own() -> None:
    labels = ["2.其他法律行政法规禁止公开", "3.补正后申请内容仍不明确", "4.无正当理由大量反复申请"]
    labels += ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    columns = "<td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他<td>总计"

    def table(names: list[str], number: int) -> str:
        rows = "".join(f"<tr><td>{name}" + f"<td>{number}" * 7 for name in names)
        return f"<table><tr><td>{columns}{rows}</table>"

    last = table([name[:6] + name[7:] for name in labels], 8)
    page = f"<p>清河县水利局2023年政府信息公开工作年度报告<p>2022年情况如下：{last}<p>2023年情况如下：{table(labels, 3)}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    requests = [cell for cell in cells if cell.section == "requests" and cell.value is not None]
    assert [cell.value for cell in requests] == [3] * 35
    assert not any({"row_repeated", "other_year", "label_fuzzy"} & {*cell.flags} for cell in requests)
