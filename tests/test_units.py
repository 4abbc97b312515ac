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
        ({"head": "本年收费金额（单位：元）", "above": "<p>单位：万元"}, "元", ()),
        ({"head": "本年收费金额（人民币：元）"}, "元", ()),
        ({"head": "本年收费金额（以元计）"}, "元", ()),
        ({"head": "本年收费金额（￥）"}, "元", ()),
        ({"head": "本年收费金额（单位：人民币万元）"}, "万元", ()),
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
    ],
)
def test_unit(printed: dict[str, str], unit: str | None, flags: tuple[str, ...]) -> None:
    assert fee(**printed)[1:] == (unit, flags)
