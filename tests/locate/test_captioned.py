"""Section 四 as small tables below lines that name their groups."""

import pytest

from extract.pipeline import extract_document

HEADER = "<tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计</tr>"
NUMBERS = {
    "review": [1, 2, 3, 4, 10],
    "litigation.direct": [5, 6, 7, 8, 26],
    "litigation.after_review": [9, 0, 1, 2, 12],
}
CAPTIONS = {
    "numbered": ("（一）行政复议", "（二）行政诉讼</p><p>1.未经复议直接起诉", "2.复议后起诉"),
    "in one line": ("1、行政复议情况", "2、行政诉讼（未经复议直接起诉）", "3、行政诉讼（复议后起诉）"),
    "bare": ("行政复议", "未经复议直接起诉", "复议后起诉"),
    "above a line of its own": (
        "行政复议</p><p>单位：件",
        "未经复议直接起诉</p><p>单位：件",
        "复议后起诉</p><p>单位：件",
    ),
}


def page(captions: tuple[str, ...]) -> bytes:
    rows = ("".join(f"<td>{number}" for number in numbers) for numbers in NUMBERS.values())
    tables = (
        f"<p>{line}</p><table>{HEADER}<tr>{row}</table>" for line, row in zip(captions, rows, strict=True)
    )
    licences = "<table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>1<tr><td>行政处罚<td>2</table>"
    return f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{licences}{''.join(tables)}".encode()


@pytest.mark.parametrize("way", CAPTIONS)
def test_the_line_above_a_table_names_its_group(way: str) -> None:
    cells = extract_document(page(CAPTIONS[way]), "a.html").reports[0].cells
    for item, numbers in NUMBERS.items():
        found = [cell for cell in cells if cell.item == item]
        assert [(cell.value, cell.flags) for cell in found] == [(number, ()) for number in numbers]


def test_lines_below_the_tables_name_nobody() -> None:
    above, *tables = page(("", "", "")).decode().split("<p></p>")
    captions = zip(tables, CAPTIONS["bare"], strict=True)
    text = above + "".join(f"{table}<p>{line}</p>" for table, line in captions)
    cells = extract_document(text.encode(), "a.html").reports[0].cells
    found = [cell for cell in cells if cell.section == "disputes"]
    assert {(cell.status, cell.flags) for cell in found} == {("missing", ("table_incomplete",))}


def test_columns_of_no_group_are_nobodys() -> None:
    report = extract_document(page(("", "", "")), "a.html").reports[0]
    found = [cell for cell in report.cells if cell.section == "disputes"]
    assert {(cell.status, cell.flags) for cell in found} == {("missing", ("table_incomplete",))}
    assert "disputes" in (report.error or "")


@pytest.mark.parametrize(
    "heading", ["四、政府信息公开行政复议、行政诉讼情况", "（四）政府信息公开行政复议、行政诉讼情况"]
)
def test_a_list_of_the_groups_in_section_one_is_none_of_the_tables(heading: str) -> None:
    head = "<p>一、总体情况</p><table><tr><td>指标<td>2021年<td>2022年<td>增长"
    rows = "".join(f"<tr><td>{name}<td>3<td>5<td>持平" for name in ("办结", "行政复议", "行政诉讼"))
    text = page(CAPTIONS["numbered"]).decode().replace("四、政府信息公开行政复议、行政诉讼情况", heading)
    cells = extract_document(f"{head}{rows}</table>{text}".encode(), "a.html").reports[0].cells
    for item, numbers in NUMBERS.items():
        found = [cell for cell in cells if cell.item == item]
        assert [(cell.value, cell.flags) for cell in found] == [(number, ()) for number in numbers]
