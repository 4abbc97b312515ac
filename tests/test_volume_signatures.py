"""Whose each report of a volume is, by every way to head a report, to end one, and to begin the volume."""

from __future__ import annotations

import pytest

from extract.model import Block, Paragraph
from tests.volume_blocks import NAMES, OPENING, OTHER_MATTERS, OVERVIEW, PROSE, ROWS, owners, table

GENERIC = "2023年政府信息公开工作年度报告"
HEADS = {
    "name above the title": ("{}", GENERIC),
    "name below the title": (GENERIC, "{}"),
    "name in brackets": (GENERIC, "（{}）"),
    "name behind a dash": (GENERIC + "——{}",),
    "annex": ("附件1：{}2023年年报",),
    "whole title": ("{}" + GENERIC,),
    "unit": (GENERIC, "填报单位：{}"),
}
ENDS = {
    "nothing": (),
    "date": ("2024年1月10日",),
    "name": ("{}",),
    "name, date": ("{}", "2024年1月10日"),
    "date, name": ("2024年1月10日", "{}"),
    "one line": ("{} 2024年1月10日",),
    "stamp": ("{}（盖章）",),
}
COVERS = {
    "none": (),
    "publisher": (GENERIC + "（汇编）", "清河县人民政府办公室", "2024年3月"),
    "title": (f"清河县各乡镇、县直各单位{GENERIC}",),
}


def lines(texts: tuple[str, ...], name: str) -> list[Block]:
    return [Paragraph(text.format(name)) for text in texts]


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("head", HEADS)
def test_each_report_is_of_its_own_office(head: str, end: str, cover: str) -> None:
    blocks = lines(COVERS[cover], "")
    for name in NAMES:
        blocks += lines(HEADS[head], name)
        blocks += [OPENING, OVERVIEW, PROSE, table(*ROWS), OTHER_MATTERS, PROSE]
        blocks += lines(ENDS[end], name)
    assert owners(*blocks) == [(name, 2023) for name in NAMES]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("prose", [PROSE, Paragraph("认真贯彻落实条例。")])
def test_a_report_of_form_2014_has_its_text_and_its_table(head: str, end: str, prose: Paragraph) -> None:
    """The table stands below a title of its own: 政府信息公开情况统计表."""
    blocks: list[Block] = []
    for name in NAMES:
        blocks += lines(tuple(text.replace("2023", "2016") for text in HEADS[head]), name)
        blocks += [OPENING, Paragraph("一、概述"), prose, Paragraph("二、存在的主要问题和改进措施"), prose]
        blocks += lines(("政府信息公开情况统计表", "（2016年度）", "填报单位：{}"), name)
        blocks += [table(*ROWS)]
        blocks += lines(tuple(text.replace("2024", "2017") for text in ENDS[end]), name)
    assert owners(*blocks) == [(name, 2016) for name in NAMES]
