"""The unit of 行政事业性收费, wherever a report prints it."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_document

TOP = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>0<td>0<td>0<tr><td>行政规范性文件<td>1<td>0<td>2"


def fee(
    *, above: str = "", below: str = "", row: str = "", head: str = "本年收费金额", cell: str = "125000"
) -> tuple[object, ...]:
    page = f"""<p>某市财政局2022年政府信息公开工作年度报告</p><p>一、总体情况</p><p>收费单位：元旦后办理。</p>
    <p>二、主动公开政府信息情况</p>{above}<table>{TOP}<tr><td colspan=4>第二十条第（八）项{row}
    <tr><td>信息内容<td colspan=3>{head}<tr><td>行政事业性收费<td colspan=3>{cell}</table>{below}"""
    (found,) = (
        each for each in extract_document(page.encode(), "a.html").reports[0].cells if each.item == "fees"
    )
    return found.value, found.unit, found.flags


ELSEWHERE = ("unit_elsewhere",)


@pytest.mark.parametrize(
    ("printed", "unit", "flags"),
    [
        ({}, "万元", ()),
        ({"head": "本年收费金额（单位：万元）"}, "万元", ()),
        ({"head": "本年收费金额（单位：元）", "above": "<p>单位：万元"}, "元", ELSEWHERE),
        ({"head": "本年收费金额（单位：万元）", "above": "<p>单位：元"}, "万元", ELSEWHERE),
        ({"head": "本年收费金额（单位：万元）", "above": "<p>单位：万元、件"}, "万元", ()),
        ({"head": "本年收费金额（单位：万元）", "row": "（单位：元）", "cell": "35元"}, "元", ()),
        ({"head": "本年收费金额（人民币：元）"}, "元", ()),
        ({"head": "本年收费金额（以元计）"}, "元", ()),
        ({"head": "本年收费金额（单位：w元）"}, "万元", ()),
        ({"head": "本年收费金额（￥）"}, "元", ()),
        ({"head": "本年收费金额（单位：人民币万元）"}, "万元", ()),
        ({"head": "本年收费金额（万）"}, "万元", ()),
        ({"head": "本年收费金额（万）", "above": "<p>单位：万元"}, "万元", ()),
        ({"head": "本年收费金额（单位：元人民币）"}, "元", ()),
        ({"above": "<p>单位：元"}, "元", ELSEWHERE),
        ({"above": "<p>计量单位：件、元"}, "元", ELSEWHERE),
        ({"above": "<p>（金额单位：千元）"}, "千元", ELSEWHERE),
        ({"above": "<p>单位：万元"}, "万元", ()),
        ({"above": "<p>单位：件"}, "万元", ()),
        ({"row": "（单位：元）"}, "元", ELSEWHERE),
        ({"below": "<p>注：收费金额单位为元"}, "元", ELSEWHERE),
        ({"below": "<p>备注：以上行政事业性收费金额以元为单位。"}, "元", ELSEWHERE),
        ({"below": "<p>单位：元<table><tr><td>甲<td>1</table>"}, "万元", ()),
        ({"above": "<p>单位：元", "row": "（单位：万元）"}, None, ELSEWHERE),
        ({"above": f"<p>单位：元<table>{TOP}</table><p>续表"}, None, ELSEWHERE),
        ({"above": "<p>单位：元", "cell": "12.5万元"}, "万元", ()),
        ({"head": "本年收费金额（单位：万元）", "cell": "￥3.5"}, "万元", ELSEWHERE),
        ({"head": "本年收费金额（单位：元）", "cell": "￥3.5"}, "元", ()),
        ({"head": "本年收费金额（单位：万元）", "cell": "￥35000元"}, "元", ()),
        ({"cell": "￥35000"}, "元", ()),
    ],
)
def test_unit(printed: dict[str, str], unit: str | None, flags: tuple[str, ...]) -> None:
    assert fee(**printed)[1:] == (unit, flags)


@pytest.mark.parametrize(
    ("above", "label", "head", "unit", "flags"),
    [
        ("", "政府集中采购", "采购总金额", None, ()),
        ("", "政府集中采购（万元）", "采购总金额", "万元", ()),
        ("", "政府集中采购", "采购总金额（元）", "元", ()),
        ("<p>单位：万元", "政府集中采购", "采购总金额", "万元", ELSEWHERE),
        ("<p>（金额单位：元）", "政府集中采购", "采购总金额", "元", ELSEWHERE),
    ],
)
def test_the_amount_of_procurement_is_in_the_unit_that_the_report_states(
    above: str, label: str, head: str, unit: str | None, flags: tuple[str, ...]
) -> None:
    page = f"""<p>某市财政局2019年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p>{above}<table>
    <tr><td colspan=3>第二十条第（九）项<tr><td>信息内容<td>采购项目数量<td>{head}<tr><td>{label}<td>7<td>4650</table>"""
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    amount, projects = (
        next(cell for cell in cells if cell.section == "disclosure" and cell.value == value)
        for value in (4650, 7)
    )
    assert (amount.unit, amount.flags) == (unit, flags)
    assert projects.unit not in ("元", "万元")


@pytest.mark.parametrize(
    ("cell", "value", "unit", "flags"),
    [
        ("12", 12, "件", ()),
        ("12次", 12, "次", ()),
        ("1.2万", 1.2, "万", ELSEWHERE),
        ("12万件", 12, "万件", ELSEWHERE),
    ],
)
def test_a_count_in_tens_of_thousands(cell: str, value: float, unit: str, flags: tuple[str, ...]) -> None:
    """Its number alone is none of the column's."""
    page = (
        f"<p>某市财政局2022年政府信息公开工作年度报告</p><table>{TOP.replace('<td>2', f'<td>{cell}')}</table>"
    )
    found = next(
        each
        for each in extract_document(page.encode(), "a.html").reports[0].cells
        if (each.item, each.category) == ("normative_documents", "in_force")
    )
    assert (found.value, found.unit, found.flags) == (value, unit, flags)


@pytest.mark.parametrize(
    ("printed", "unit", "flags"),
    [
        ("条", "条", ()),
        ("", "条", ()),
        ("/", "条", ()),
        ("万条", "万条", ELSEWHERE),
        ("千条", "千条", ELSEWHERE),
    ],
)
def test_the_unit_beside_a_row_of_the_statistics(printed: str, unit: str, flags: tuple[str, ...]) -> None:
    assert statistics("主动公开政府信息数", printed, "disclosure.published") == (3, unit, flags)


def test_a_count_in_tens_of_thousands_by_its_label() -> None:
    assert statistics("主动公开政府信息数（万条）", "", "disclosure.published") == (3, "万条", ELSEWHERE)
    assert statistics("主动公开政府信息数（万条）", "", "disclosure.published", "3条") == (3, "条", ELSEWHERE)
    assert statistics("主动公开政府信息数（万）", "", "disclosure.published") == (3, "万", ELSEWHERE)


@pytest.mark.parametrize(
    ("line", "unit", "flags"),
    [
        ("单位：万条", "万条", ELSEWHERE),
        ("（计量单位：千件）", "千件", ELSEWHERE),
        ("单位：万", "万", ELSEWHERE),
        ("单位：万元", "条", ()),
        ("单位：件", "条", ()),
    ],
)
def test_a_count_in_tens_of_thousands_by_the_line_above(line: str, unit: str, flags: tuple[str, ...]) -> None:
    found = statistics("主动公开政府信息数", "", "disclosure.published", above=f"<p>{line}")
    assert found == (3, unit, flags)


@pytest.mark.parametrize("printed", ["元", "（元）", "￥"])
def test_the_unit_of_money_beside_a_row_of_the_statistics(printed: str) -> None:
    assert statistics("依申请公开信息收取的费用", printed, "fees_charged")[:2] == (3, "元")


def statistics(
    label: str, unit: str, item: str, number: str = "3", above: str = ""
) -> tuple[float | None, str | None, tuple[str, ...]]:
    head = f"<p>某市财政局2016年政府信息公开工作年度报告{above}<table><tr><td>统计指标<td>单位<td>统计数"
    row = f"<tr><td>{label}<td>{unit}<td>{number}<tr><td>制发规范性文件总数<td>件<td>2</table>"
    cells = extract_document(f"{head}{row}".encode(), "a.html").reports[0].cells
    found = next(cell for cell in cells if cell.item == item)
    return found.value, found.unit, found.flags
