"""Rows whose label tells too little, as a page's end or a misreading leaves it: placed with a doubt, or doubted as lost."""

from __future__ import annotations

import pytest

from extract.locate.tables import has_unread_numbers
from extract.model import Document, Paragraph
from extract.pipeline import extract_document
from extract.result import CellRecord

HEADER = (
    "<tr><th rowspan=3 colspan=3><th colspan=7>申请人情况<tr><th rowspan=2>自然人<th colspan=5>法人或其他组织<th rowspan=2>总计"
    "<tr><th>商业企业<th>科研机构<th>社会公益组织<th>法律服务机构<th>其他"
)
NUMBERS = "".join(f"<td>{number}" for number in (1, 2, 3, 4, 5, 6, 21))


def requests(group: str, below: str) -> dict[tuple[str, str], CellRecord]:
    """A table of 不予处理 in two rows and one `below` them, the group's label as given."""
    page = (
        "<html><body><p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>"
        f"{HEADER}<tr><td colspan=3>一、本年新收政府信息公开申请数量{NUMBERS}"
        f"<tr><td rowspan=3>三、本年度办理结果<td rowspan=3>{group}<td>1.信访举报投诉类申请{NUMBERS}"
        f"<tr><td>2.重复申请{NUMBERS}<tr><td>{below}{NUMBERS}</table></body></html>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    return {(cell.item, cell.category): cell for cell in report.cells if cell.section == "requests"}


def test_a_subtotal_goes_with_the_rows_above_it_where_its_groups_label_is_cut() -> None:
    cell = requests("（五）不予", "小计")["outcome.declined", "total"]
    assert (cell.value, cell.flags) == (21, ("label_fuzzy",))


def test_a_groups_numbers_above_rows_without_labels_are_in_doubt() -> None:
    """The column of the parts' labels is hidden: the numbers beside （四）无法提供 are its first part's."""
    header = HEADER.replace("colspan=3", "colspan=2")
    groups = (
        "三、本年度办理结果<td>（三）不予公开",
        "<td>",
        "<td>",
        "<td>（四）无法提供",
        "<td>",
        "<td>（七）总计",
    )
    rows = "".join(f"<tr><td>{labels}{NUMBERS}" for labels in groups)
    page = f"<p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>{header}{rows}</table>"
    (report,) = extract_document(page.encode(), "a.html").reports
    heads = [c for c in report.cells if c.item in ("outcome.refused", "outcome.unavailable") and c.raw]
    assert len(heads) == 14
    assert all("label_ambiguous" in cell.flags for cell in heads)


def test_a_subtotal_of_a_known_group_is_sure() -> None:
    cell = requests("（五）不予处理", "小计")["outcome.declined", "total"]
    assert (cell.value, cell.flags) == (21, ())


def test_a_row_that_is_nobodys_may_be_any_subtotal() -> None:
    cells = requests("（五）不予处理", "甲乙丙丁")
    for group in ("outcome.declined", "outcome.refused", "outcome.unavailable"):
        assert (cells[group, "total"].status, cells[group, "total"].flags) == (
            "missing",
            ("table_incomplete",),
        )


def test_rows_at_a_tables_end_that_are_not_printed_may_be_a_picture() -> None:
    cells = requests("（五）不予处理", "3.要求提供公开出版物")
    lost = ("outcome.total", "carried_out", "outcome.other.rest")
    assert {cells[item, "total"].flags for item in lost} == {("table_incomplete",)}
    assert cells["outcome.granted", "total"].flags == ()  # between printed rows: left out by the agency


def test_an_empty_row_below_a_row_is_no_piece_of_it() -> None:
    numbers = f"{NUMBERS}<tr>{'<td>' * 8}"
    page = (
        "<html><body><p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>"
        f"{HEADER}<tr><td colspan=3>一、本年新收政府信息公开申请数量{NUMBERS}"
        f"<tr><td rowspan=4>三、本年度办理结果<td rowspan=4>（五）不予处理<td>1.信访举报投诉类申请{numbers}"
        f"<tr><td>2.重复申请{numbers}</table></body></html>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    cells = {(cell.item, cell.category): cell for cell in report.cells}
    for item in ("outcome.declined.petition_or_complaint", "outcome.declined.repeated"):
        assert (cells[item, "total"].value, cells[item, "total"].flags) == (21, ())


def test_a_row_with_pieces_of_its_label_in_a_column_of_values_is_doubted_whole() -> None:
    """The lower piece of the table has a column less, as pymupdf4llm cuts a PDF's tables at a page's end: 113 is 商业企业's."""
    text = (
        "甲县乙局2022年政府信息公开工作年度报告\n\n"
        "|第三|项加第四项之和）|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计|\n"
        "|一、本|年新收政府信息公开申请数量|298|353|536|795|241||2223|\n\n"
        "||3.补正|||||||\n||后申请内容仍||113||135||248|\n||不明确|||||||\n"
        "|不予处|举报投|132||0||0|132|\n||提供公开出版||0||286|0|286|\n"
    )
    (report,) = extract_document(text.encode(), "a.md").reports
    cells = [cell for cell in report.cells if cell.item == "outcome.unavailable.still_unclear"]
    assert [cell.value for cell in cells if cell.value is not None] == [113, 135, 248]
    assert all("column_inferred" in cell.flags for cell in cells)


@pytest.mark.parametrize(
    ("label", "values"),
    [("1 .信访举报投诉 类申请", "1 0 0 4 2 7"), ("1 .信访举报投 诉 类申请", "1 0 4 2 7")],
)
def test_a_label_set_apart_is_no_number_of_a_row_that_lost_a_blank(label: str, values: str) -> None:
    """Text copied from a PDF, its blanks lost and the label's end set apart: 1 is 自然人's, and the row has seven words behind 投诉 all the same."""
    text = (
        "甲县乙局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
        "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
        "一、本年新收政府信息公开申请数量 9 0 0 2 0 0 11\n"
        f"三、本年度办理结果 （一）予以公开 3 0 0 1 0 0 4\n（五）不予处理 {label} {values}\n"
        "2.重复申请 4 0 0 0 0 0 4\n（七）总计 8 0 0 5 2 0 15\n"
    )
    (report,) = extract_document(text.encode(), "a.txt").reports
    cells = [cell for cell in report.cells if cell.item == "outcome.declined.petition_or_complaint"]
    assert " ".join(cell.raw or "" for cell in cells).endswith(f"类申请 {values}")
    assert all("column_inferred" in cell.flags for cell in cells)


def test_a_small_table_that_was_not_found_may_be_a_picture() -> None:
    head = "<tr><td>信息内容<td>本年处理决定数量"
    page = (
        "<html><body><p>甲县乙局2022年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p>"
        "<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>0<td>0<td>0"
        f"<tr><td>行政规范性文件<td>3<td>1<td>8</table><table>{head}<tr><td>行政许可<td>612</table>"
        f'<table>{head}<tr><td>行政处罚<td>7</table><p><img src="fees.png"></p></body></html>'
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    missing = {
        cell.item: cell.flags for cell in report.cells if cell.section == "disclosure" and not cell.raw
    }
    assert missing["fees"] == ("table_incomplete",)
    assert missing["coercive_measures"] == ()  # a row of a table that is printed


def test_numbers_within_a_heading_are_a_rows_that_was_lost() -> None:
    swallowed = HEADER.replace("商业企业", "商业企业<br>2").replace("科研机构", "科研机构<br>3")
    page = (
        "<html><body><p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>"
        f"{HEADER}<tr><td colspan=3>一、本年新收政府信息公开申请数量{NUMBERS}"
        f"{swallowed}<tr><td colspan=3>四、结转下年度继续办理{NUMBERS}</table></body></html>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    cells = {(cell.item, cell.category): cell for cell in report.cells}
    assert cells["carried_in", "total"].flags == ("table_incomplete",)
    assert cells["new", "total"].value == 21


RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@pytest.mark.parametrize(
    ("labels", "lost"),
    [
        (("结果", "结果", "其他", "尚未", "总计"), "upheld"),
        (("结", "结果纠正", "其他结果", "尚未审结", "总计"), "upheld"),
    ],
    ids=["two alike", "one cut"],
)
def test_a_column_whose_label_is_cut_is_not_said_to_be_unprinted(labels: tuple[str, ...], lost: str) -> None:
    parts = "".join(f"<td rowspan=2>{label}" for label in labels)
    page = (
        "<p>甲县乙局2022年政府信息公开工作年度报告</p><p>四、政府信息公开行政复议、行政诉讼情况</p><table>"
        "<tr><td colspan=5>行政复议<td colspan=10>行政诉讼"
        f"<tr>{parts}<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉"
        f"<tr>{''.join(f'<td>{label}' for label in RESULTS * 2)}<tr>{'<td>0' * 15}</table>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    cells = {(c.item, c.category): c for c in report.cells if c.section == "disputes"}
    assert (cells["review", lost].status, cells["review", lost].flags) == ("missing", ("table_incomplete",))
    assert not [c for (item, _), c in cells.items() if c.flags and item != "review"]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("8.属于行政查询事 / 0 0 0", True),
        ("（六）其他处理 1 2", True),
        ("（七）其余事项 1 2", False),
        ("（一）召开政府信息公开工作会议或专题会议数 104", True),
        ("2022 年 1 月 18 日", False),
        ("全年受理申请 3 件，上年 4 件，结转 5 件", False),
    ],
)
def test_numbers_in_a_row_beside_the_tables_may_be_theirs(text: str, unread: bool) -> None:
    assert has_unread_numbers(Document((Paragraph(text),), "pdf"), {}) == unread


@pytest.mark.parametrize(("numbers", "doubted"), [("<p>7<p>8<p>9<p>10<p>11<p>12", True), ("", False)])
def test_a_unit_where_the_number_stands_beside_the_table_is_in_doubt(numbers: str, doubted: bool) -> None:
    """The column of numbers has no lines."""
    labels = ("（一）主动公开政府信息数", "其中：主动公开规范性文件数", "制发规范性文件总数")
    page = (
        "<p>甲县乙局2016年政府信息公开工作年度报告</p><table><tr><td>统计指标<td>单位<td>统计数<tr><td>一、主动公开情况<td>-<td>-</table><table>"
        f"{''.join(f'<tr><td>{label}<td>件' for label in labels)}</table>{numbers}"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    cells = [cell for cell in report.cells if cell.raw == "件"]
    assert [cell.status for cell in cells] == ["unreadable"] * 3
    assert {cell.flags for cell in cells} == {("table_incomplete",) if doubted else ()}
    assert ("numbers without a column" in (report.error or "")) == doubted


def test_a_blank_row_that_one_form_knows_does_not_make_the_other_likelier() -> None:
    blanks, zeros = "<td>" * 7, "<td>0" * 7
    page = (
        "<p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>"
        f"{HEADER}<tr><td colspan=3>一、本年新收政府信息公开申请数量{zeros}"
        f"<tr><td rowspan=3><td><td>通知要求缴纳费用、行政机关不再处理其政府信息公开申请{blanks}"
        f"<tr><td><td>3.其他{zeros}<tr><td colspan=2>（七）总计{zeros}"
        f"<tr><td colspan=3>四、结转下年度继续办理{zeros}</table>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    assert report.form == "2021"


def test_rows_printed_twice_are_the_forms_own() -> None:
    """The left columns and the right ones, each with the labels: only one form has all rows to be printed twice."""
    rows = (
        "<td colspan=3>一、本年新收政府信息公开申请数量",
        "<td rowspan=3>三、本年度办理结果<td rowspan=3>（六）其他处理<td>1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "<td>2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "<td>3.其他",
        "<td colspan=3>四、结转下年度继续办理",
    )
    tables = (
        f"<table><tr><th colspan=3>项目<th>{heading}" + "".join(f"<tr>{row}<td>{value}" for row in rows)
        for heading, value in (("自然人", 1), ("商业企业", 2))
    )
    page = f"<p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p>{'</table>'.join(tables)}</table>"
    (report,) = extract_document(page.encode(), "a.html").reports
    assert report.form == "2021"


def test_tables_of_a_row_each_under_the_same_header_are_read_with_the_one_they_belong_to() -> None:
    header = "<tr>" + "".join(f"<th>{name}" for name in ("类别", *"甲乙丙丁戊己", "总计"))
    tables = (
        ["一、本年新收政府信息公开申请数量"],
        ["二、上年结转政府信息公开申请数量"],
        ["（一）予以公开"],
        ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"],
    )
    printed = "".join(
        f"<p>{labels[0]}</p><table>{header}"
        + "".join(f"<tr><td>{label}{NUMBERS}" for label in labels)
        + "</table>"
        for labels in tables
    )
    page = f"<p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p>{printed}"
    (report,) = extract_document(page.encode(), "a.html").reports
    read = {cell.item: cell.value for cell in report.cells if cell.category == "total" and cell.value}
    assert set(read.values()) == {21}
    assert {"new", "carried_in", "outcome.granted", "outcome.refused.state_secret"} < set(read)
