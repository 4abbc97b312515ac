"""Tables some of whose lines were not drawn, so that cells run into one: each number is read or in doubt, none is lost unsaid."""

from __future__ import annotations

import pytest

from extract.flags import COLUMN_INFERRED
from extract.model import Cell
from extract.pipeline import extract_document
from extract.result import CellRecord
from extract.table.rows import PrintedRow
from extract.table.run_on import run_on
from extract.table.several_rows import labels_in
from extract.table.split import label_count

HEAD = "<p>甲县乙局2022年政府信息公开工作年度报告</p><p>{}</p><table>"
REQUESTS = HEAD.format("三、收到和处理政府信息公开申请情况") + (
    "<tr><th rowspan=3 colspan=3><th colspan=7>申请人情况<tr><th rowspan=2>自然人<th colspan=5>法人或其他组织<th rowspan=2>总计"
    "<tr><th>商业企业<th>科研机构<th>社会公益组织<th>法律服务机构<th>其他"
)
DISCLOSURE = HEAD.format("二、主动公开政府信息情况") + (
    "<tr><td colspan=4>第二十条第（一）项<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
)


def cells_of(page: str) -> dict[tuple[str, str], CellRecord]:
    (report,) = extract_document(f"{page}</table>".encode(), "a.html").reports
    return {(cell.item, cell.category): cell for cell in report.cells}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "3.补正后申请内容仍不明确1.信访举报投诉类申请",
            ("3.补正后申请内容仍不明确", "1.信访举报投诉类申请"),
        ),
        ("规章行政规范性文件", ()),  # of another table than the one asked for
        ("5.属于三类内部事务信息\n6.属于四类过程性信息", ("5.属于三类内部事务信息", "6.属于四类过程性信息")),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", ()),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    ],
)
def test_labels_that_stand_in_one_cell(text: str, labels: tuple[str, ...]) -> None:
    assert labels_in(text, "requests") == labels


@pytest.mark.parametrize("between", ["", "<br>"], ids=["without a break", "with one"])
def test_two_rows_without_a_line_between_them_are_two(between: str) -> None:
    cells = cells_of(f"{DISCLOSURE}<tr><td>规章{between}行政规范性文件<td>8<br>5<td>0<br>1<td>80<br>6")
    values = [
        [cells[item, category].value for category in ("issued", "repealed", "in_force")]
        for item in ("regulations", "normative_documents")
    ]
    assert values == [[8, 0, 80], [5, 1, 6]]


def test_a_groups_rows_without_lines_between_them_are_rows() -> None:
    page = f"{REQUESTS}<tr><td rowspan=2>三、本年度办理结果<td>（四）无法提供<td>1.本机关不掌握相关政府信息<br>2.没有现成信息需要另行制作<br>3.补正后申请内容仍不明确"
    cells = cells_of(page + "<td>9<br>3<br>10" * 7 + "<tr><td colspan=2>（七）总计" + "<td>22" * 7)
    items = ("not_held", "needs_creation", "still_unclear")
    assert [cells[f"outcome.unavailable.{item}", "total"].value for item in items] == [9, 3, 10]


def test_numbers_of_two_rows_beside_one_label_leave_its_row_in_doubt() -> None:
    cells = cells_of(f"{DISCLOSURE}<tr><td>规章<td>8<br>5<td>0<td>80<tr><td>行政规范性文件<td>5<td>1<td>6")
    assert [cells["regulations", category].flags for category in ("repealed", "in_force")] == [
        ("row_joined",)
    ] * 2
    assert cells["normative_documents", "issued"].flags == ()


def test_two_labels_with_one_number_leave_the_other_in_doubt() -> None:
    page = f"{REQUESTS}<tr><td rowspan=2>三、本年度办理结果<td rowspan=2>（三）不予公开<td>1.属于国家秘密2.其他法律行政法规禁止公开"
    cells = cells_of(page + "<td>4" * 7 + "<tr><td>3.危及“三安全一稳定”" + "<td>1" * 7)
    for item in ("outcome.refused.state_secret", "outcome.refused.prohibited_by_law"):
        assert cells[item, "total"].flags


def test_a_row_whose_label_ran_into_half_of_the_next_is_in_doubt() -> None:
    page = f"{REQUESTS}<tr><td colspan=3>一、本年新收政府信息公开申请数量" + "<td>4" * 7
    cells = cells_of(page + "<tr><td colspan=3>（七）总计转下年度继续办理" + "<td>25<br>6" * 7)
    assert cells["outcome.total", "total"].flags
    assert cells["carried_out", "total"].flags
    assert cells["outcome.granted", "total"].flags == ()  # whose label is not printed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("行政事业性收费 2549.75", ("行政事业性收费", "2549.75")),
        ("政府集中采购 3 12.5万元", ("政府集中采购", "3", "12.5万元")),
        ("行政许可 情况", ("行政许可 情况",)),
        ("2022年 12", ("2022年 12",)),
    ],
)
def test_numbers_behind_a_label(text: str, parts: tuple[str, ...]) -> None:
    assert run_on(text, "disclosure") == parts


def test_a_number_in_its_labels_cell_is_read_in_doubt() -> None:
    cells = cells_of(f"{DISCLOSURE}<tr><td colspan=4>规章 8 0 80<tr><td>行政规范性文件<td>5<td>1<td>6")
    found = [cells["regulations", category] for category in ("issued", "repealed", "in_force")]
    assert [(cell.value, "merged_cell" in cell.flags) for cell in found] == [(8, True), (0, True), (80, True)]
    assert cells["normative_documents", "issued"].flags == ()


def test_a_number_in_its_labels_cell_without_room_is_doubted_as_lost() -> None:
    cells = cells_of(f"{DISCLOSURE}<tr><td>规章 8<td><td><td><tr><td>行政规范性文件<td>5<td>1<td>6")
    assert cells["regulations", "issued"].value in (None, 8)
    assert cells["regulations", "issued"].flags


def test_values_beside_their_columns_are_in_doubt() -> None:
    """A line is missing in the heading, another one in the row: as many cells as columns, but other ones."""
    head = REQUESTS.replace("<th>科研机构<th>社会公益组织", "<th colspan=2>科研机构社会公益组织")
    row = "<tr><td colspan=3>一、本年新收政府信息公开申请数量<td>6<td>0<td>0<td>1<td colspan=2>0 0<td>7"
    cells = cells_of(head + row + "<tr><td colspan=3>四、结转下年度继续办理" + "<td>0" * 7)
    assert cells["new", "legal_person.legal_service"].flags  # not its 1


def test_two_numbers_in_one_cell_leave_the_others_below_their_columns() -> None:
    """A line is missing in the heading, where a page ends, and another one below: as many cells as columns, but other ones."""
    head = (
        "<table><tr><td colspan=4 rowspan=2>自然人<td colspan=5>法人或其他组织<td rowspan=2>总计<tr>"
        + "".join(f"<td>{name}" for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))
    )
    row = "<tr><td colspan=3>一、本年新收政府信息公开申请数量<td>7<td>86<td>6<td>0<td>0<td colspan=2>5 104"
    cells = cells_of(head + row + "<tr><td colspan=3>四、结转下年度继续办理" + "<td>0" * 7)
    assert cells["new", "legal_person.commercial"].value == 86
    assert cells["new", "legal_person.research"].value == 6
    assert cells["new", "legal_person.other"].value is None


def test_a_number_with_a_blank_for_its_thousands_leaves_the_row_in_its_order() -> None:
    """The wide cells of heading and row do not stand below each other, and no line is missing."""
    head = REQUESTS.replace("<th>其他", "<th colspan=2>其他").replace("colspan=7", "colspan=8")
    head = head.replace("colspan=5", "colspan=6")
    row = "<tr><td colspan=3>一、本年新收政府信息公开申请数量<td>/<td><td colspan=2><td><td>1709<td><td>1 709"
    cells = cells_of(
        head
        + row
        + "<tr><td colspan=3>四、结转下年度继续办理"
        + "<td>0" * 4
        + "<td colspan=2>0"
        + "<td>0" * 2
    )
    legal, other = (cells["new", f"legal_person.{name}"] for name in ("legal_service", "other"))
    assert (legal.value, other.value, cells["new", "total"].value) == (1709, None, 1709)


def test_a_row_beside_two_groups_labels_in_one_cell_is_doubted() -> None:
    """（六）其他处理 has run into the group above it, and its numbers into that group's last row."""
    rows = "<tr><td rowspan=3>三、本年度办理结果<td rowspan=2>{}<td>4.无正当理由大量反复申请" + "<td>1" * 7
    rows += (
        "<tr><td>5.要求行政机关确认或重新出具已获取信息"
        + "<td>2" * 7
        + "<tr><td colspan=2>（七）总计"
        + "<td>3" * 7
    )
    item = ("outcome.declined.reconfirmation", "total")
    joined = cells_of(REQUESTS + rows.format("（五）不予处理（六）其他处理"))[item]
    assert (joined.value, "row_joined" in joined.flags) == (2, True)
    assert "row_joined" not in cells_of(REQUESTS + rows.format("（五）不予处理"))[item].flags


def test_a_subtotal_stands_below_its_own_group_where_a_page_has_one_column_less() -> None:
    """（四）无法提供 stands a column farther left than （三）不予公开 did, and a blank where that stood."""
    rows = (
        "<tr><td rowspan=2>三、本年度办理结果<td rowspan=2>（三）不予公开<td>7.属于行政执法案卷" + "<td>0" * 7
    )
    rows += "<tr><td>8.属于行政查询事项" + "<td>1" * 7
    rows += "<tr><td rowspan=2>（四）无法提供<td><td>1.本机关不掌握相关政府信息" + "<td>2" * 7
    rows += "<tr><td><td>小计" + "<td>3" * 7
    cells = cells_of(REQUESTS.replace("2022", "2020") + rows)
    assert cells["outcome.unavailable", "total"].value == 3
    assert ("outcome.refused", "total") not in cells or cells["outcome.refused", "total"].value is None


def test_a_subtotal_without_its_groups_label_is_that_of_the_row_above() -> None:
    """As below a page's end, where the group's label is not printed again."""
    rows = "<tr><td>三、本年度办理结果<td>（三）不予公开<td>7.属于行政执法案卷" + "<td>0" * 7
    rows += "</table><table><tr><td>8.属于行政查询事项" + "<td>1" * 7 + "<tr><td>小计" + "<td>3" * 7
    rows += (
        "<tr><td rowspan=2>（四）无法提供<td>1.本机关不掌握相关政府信息"
        + "<td>2" * 7
        + "<tr><td>小计"
        + "<td>4" * 7
    )
    cells = cells_of(REQUESTS.replace("2022", "2020") + rows)
    assert [cells[f"outcome.{group}", "total"].value for group in ("refused", "unavailable")] == [3, 4]
    assert cells["outcome.refused", "total"].printed_label == "小计"


@pytest.mark.parametrize("wanted", [7, 8, 10])
def test_a_subtotals_label_is_no_value_whatever_the_heading_holds(wanted: int) -> None:
    """A heading that the page's end cut may seem to have more columns than it has."""
    texts = ("小计", *"0123456")
    row = PrintedRow(tuple(Cell(text, 0, k) for k, text in enumerate(texts)), 0, 0, ragged=False)
    assert label_count(row, "requests", wanted) == 1


def test_a_column_in_one_cell_with_a_group_leaves_all_in_doubt() -> None:
    """No line stands between 自然人 and 商业企业, whose cells hold either one's number."""
    page = REQUESTS.replace(
        "<th rowspan=2>自然人<th colspan=5>法人或其他组织",
        "<th colspan=2>自然人 法人或其他组织<th colspan=4>法人或其他组织",
    ).replace("<th>商业企业", "<th colspan=2>商业企业")
    row = "<tr><td colspan=3>二、上年结转政府信息公开申请数量<td colspan=2>7" + "<td>0" * 4 + "<td>7"
    cells = cells_of(page + row)
    assert cells["carried_in", "natural_person"].status == "missing"
    assert all(cell.flags for cell in cells.values() if cell.item == "carried_in")


def test_a_blank_that_may_stand_within_a_number_parts_two_rows_in_doubt() -> None:
    """〇 and 53 633, below each other at one height, or 〇53 and 633."""
    cells = cells_of(f"{DISCLOSURE}<tr><td>规章<br>行政规范性文件<td>8<br>5<td>0<br>1<td>〇53 633")
    assert not cells["normative_documents", "issued"].flags
    assert cells["regulations", "in_force"].flags
    assert cells["normative_documents", "in_force"].flags


def test_a_number_and_its_unit_are_not_the_numbers_of_two_rows() -> None:
    cells = cells_of(f"{DISCLOSURE}<tr><td>规章<br>行政规范性文件<td>8 件<td>0 件<td>6 件")
    assert not [cell for cell in cells.values() if cell.status == "reported" and not cell.flags]


def test_a_number_before_a_blank_first_column_is_in_doubt() -> None:
    """The line between the labels and 自然人 stands on the wrong side of 7."""
    page = REQUESTS.replace("colspan=3><th colspan=7", "colspan=4><th colspan=7")
    row = "<tr><td>二、上年结转政府信息公开申请数量<td><td colspan=2>7<td><td>0<td>0<td>0<td>0<td>0<td>0"
    cells = cells_of(page + row)
    assert all(COLUMN_INFERRED in cell.flags for cell in cells.values() if cell.item == "carried_in")


def test_a_columns_label_among_a_rows_values_leaves_it_in_doubt() -> None:
    """The line below the header is gone: 申请人情况 stands in the row, its numbers do not."""
    row = "<tr><td colspan=3>二、上年结转政府信息公开申请数量<td>申请人情况" + "<td>" * 6
    cells = cells_of(REQUESTS + row)
    assert all(cell.flags for cell in cells.values() if cell.item == "carried_in")


def test_two_cells_below_a_label_beside_one_that_is_lacking_are_in_doubt() -> None:
    """The labels of 商业企业 and 社会公益组织 are lost with the lines before them: the 7 may be 商业企业's."""
    page = REQUESTS.replace(
        "<th rowspan=2>自然人<th colspan=5>", "<th rowspan=2 colspan=2>自然人<th colspan=4>"
    )
    page = page.replace("<th>商业企业", "").replace("<th>社会公益组织<th>", "<th colspan=2>")
    row = "<tr><td colspan=3>二、上年结转政府信息公开申请数量<td><td>7<td>0<td colspan=2>0<td>0<td>7"
    cell = cells_of(page + row)["carried_in", "natural_person"]
    assert cell.value == 7
    assert COLUMN_INFERRED in cell.flags
