"""Rows whose label tells too little, as a page's end or a misreading leaves it: placed with a doubt, or doubted as lost."""

from __future__ import annotations

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
