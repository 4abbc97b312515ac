"""Text whose lines were stripped, so that rows lost the blanks at their ends: no number stands one column off unsaid."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.pipeline import extract_document
from extract.result import CellRecord

TITLE = "清河县水利局2023年政府信息公开工作年度报告"
HEAD = "\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
ROWS = {
    "new": "一、本年新收政府信息公开申请数量\t\t\t1\t0\t0\t0\t0\t2\t3",
    "carried_in": "二、上年结转政府信息公开申请数量\t\t\t0\t0\t0\t0\t0\t0\t0",
    "outcome.granted": "三、本年度办理结果\t（一）予以公开\t\t1\t0\t0\t0\t0\t0\t1",
    "outcome.partial": "\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t0\t0\t0\t0\t0\t2\t2",
    "outcome.refused.state_secret": "\t（三）不予公开\t1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0",
    "outcome.refused.prohibited_by_law": "\t\t2.其他法律行政法规禁止公开\t0\t0\t0\t0\t0\t0\t0",
    "outcome.refused.security_and_stability": "\t\t3.危及“三安全一稳定”\t0\t0\t0\t0\t0\t0\t0",
}


def read(*lines: str) -> dict[str, list[CellRecord]]:
    text = "\n".join((TITLE, "三、收到和处理政府信息公开申请情况", *lines))
    found: dict[str, list[CellRecord]] = {}
    for cell in extract_document(text.encode(), "a.txt").reports[0].cells:
        found.setdefault(cell.item, []).append(cell)
    return found


@pytest.mark.parametrize("strip", [str.rstrip, str.strip])
@pytest.mark.parametrize("item", ["carried_in", "outcome.granted", "outcome.partial"])
def test_a_row_without_its_total(strip: Callable[[str], str], item: str) -> None:
    """The total is blank and lost with the line's end, the blanks of the merged label are not."""
    lines = {name: row[: row.rindex("\t") + 1] if name == item else row for name, row in ROWS.items()}
    items = read(HEAD, *map(strip, lines.values()))
    assert all(cell.flags for cell in items[item])
    for other in ("outcome.refused.prohibited_by_law", "outcome.refused.security_and_stability"):
        assert [(cell.value, cell.flags) for cell in items[other]] == [(0, ())] * 7


@pytest.mark.parametrize("item", ["carried_in", "outcome.partial", "outcome.refused.prohibited_by_law"])
def test_a_row_whose_first_number_is_blank(item: str) -> None:
    lines = [row.replace("\t0\t0", "\t\t0", 1) if name == item else row for name, row in ROWS.items()]
    row = read(HEAD, *lines)[item]
    assert [cell.status for cell in row] == ["blank", *["reported"] * 6]
    assert not any(cell.flags for cell in row)


def test_a_column_of_units_that_the_header_does_not_name() -> None:
    """In a copy with a cell a line, a blank lost: 件, six numbers."""
    rows = [*ROWS.values()]
    lines = [row.replace("\t1", "\t件\t1", 1).replace("\t0", "\t件\t0", 1) for row in rows[:1]]
    lines += ["二、上年结转政府信息公开申请数量\t件\t5\t0\t0\t0\t0\t5"]
    row = read("\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计", *lines)["carried_in"]
    assert all(cell.flags for cell in row)


def test_a_tab_at_every_rows_end_ends_its_last_cell() -> None:
    rows = read(*(f"{row}\t" for row in (HEAD, *ROWS.values())))
    plain = read(HEAD, *ROWS.values())
    for item in ROWS:
        assert [(cell.value, cell.flags) for cell in rows[item]] == [(cell.value, ()) for cell in plain[item]]


@pytest.mark.parametrize("mark", ["\t", " | "])
@pytest.mark.parametrize("above", [[], ["索引号：\t1/2024\t发布机构：\t水利局"]])
def test_blank_lines_between_the_rows(mark: str, above: list[str]) -> None:
    lines = "\n\n".join((HEAD, *ROWS.values())).replace("\t", mark)
    for item, cells in read(*above, lines).items():
        if item in ROWS:
            assert [(cell.value, cell.flags) for cell in cells] == [
                (cell.value, ()) for cell in read(HEAD, *ROWS.values())[item]
            ]
