"""Why a report is `partial`: what its document, its tables and its rows leave open, a line for each cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extract.align.leftover import Leftover
from extract.flags import ROW_REPEATED, TABLE_INCOMPLETE
from extract.model import Document
from extract.result import CellRecord
from normalize.number import prints_number

MAX_NAMED = 5  # rows and columns outside the form that the report's error names
ENOUGH_TWICE, ENOUGH_ROWS_TWICE = 5, 3  # cells, and rows they stand in, that a whole table repeats


def problems_of(
    document: Document, cells: Sequence[CellRecord], unknown: Sequence[Leftover], months: str | None
) -> list[str]:
    """`unknown`: what no cell of the form takes; `months`: the part of a year that the report tells of."""
    return [
        *document.problems,
        *([f"标题写明为{months}，不是全年的数据 (part of a year)"] if months else []),
        *_missing_tables(cells, document),
        *_torn_tables(cells),
        *_unplaced_numbers(cells),
        *_second_tables(cells),
        *_outside_the_form(unknown),
    ]


def _missing_tables(cells: Sequence[CellRecord], document: Document) -> list[str]:
    printed = {cell.section for cell in cells if cell.status != "missing"}
    sections = dict.fromkeys(cell.section for cell in cells)
    missing = [f"未找到表 (table not found): {section}" for section in sections if section not in printed]
    if missing and document.pictures:
        missing.append(f"表格可能在图片中 ({len(document.pictures)} pictures), 请核对原文")
    return missing


def _torn_tables(cells: Sequence[CellRecord]) -> list[str]:
    """Sections of which some cells were found, and most may be among what was not read."""
    lost = Counter(
        cell.section for cell in cells if cell.status == "missing" and TABLE_INCOMPLETE in cell.flags
    )
    said = []
    for section, missing in lost.items():
        in_all = sum(cell.section == section for cell in cells)
        if in_all / 2 < missing < in_all:
            said.append(f"表只读到一部分 (table found in part): {section}，缺 {missing} 格")
    return said


def _unplaced_numbers(cells: Sequence[CellRecord]) -> list[str]:
    lost = sum(
        cell.status == "unreadable" and (prints_number(cell.raw or "") or TABLE_INCOMPLETE in cell.flags)
        for cell in cells
    )
    return [f"{lost} 个数字无法确定属于哪一列 (numbers without a column)"] if lost else []


def _second_tables(cells: Sequence[CellRecord]) -> list[str]:
    """Sections of which a whole second table, with other numbers, was left out: another report's, most likely."""
    said = []
    for section in dict.fromkeys(cell.section for cell in cells):
        twice = [cell for cell in cells if cell.section == section and ROW_REPEATED in cell.flags]
        if len(twice) >= ENOUGH_TWICE and len({cell.item for cell in twice}) >= ENOUGH_ROWS_TWICE:
            said.append(f"同一张表印了不止一次，数字不同，只收入第一张 (another table left out): {section}")
    return said


def _outside_the_form(unknown: Sequence[Leftover]) -> list[str]:
    """Each of them is a finding; the report's line names the first."""
    named = [left.said for left in unknown[:MAX_NAMED]]
    return [*named, f"另有 {len(unknown) - MAX_NAMED} 处 (and more)"] if len(unknown) > MAX_NAMED else named
