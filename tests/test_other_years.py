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
    ],
)
def test_the_line_above_a_table_says_whose_year_it_is(above: str, doubted: bool) -> None:
    page = f"<p>清河县水利局2023年政府信息公开工作年度报告<p>一、总体情况<p>四、行政复议、行政诉讼情况<p>{above}{TABLE}"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    review = [cell for cell in cells if cell.item == "review"]
    assert [cell.value for cell in review] == [1, 2, 3, 4, 10]
    assert {"other_year" in cell.flags for cell in review} == {doubted}
