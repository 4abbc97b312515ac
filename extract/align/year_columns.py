"""Tables of the 2014 form with a column for each year → this year's alone: 本年数 | 上年数, 2016年 | 2015年.

Tables with a column for each part (机关 | 事业单位 | 合计, 一季度 … 全年) are treated in the same way: the column of the whole is
the report's, and the others are noted. In the later forms a column may be printed twice, once for each year (2022年总计 |
2023年总计). Where the row of 四 is, the two differ and are in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extract.model import Cell
from extract.table.rows import PrintedRow
from extract.table.vocabulary import ROW_ONLY, roles_of_any
from normalize.text import fold
from normalize.year import year_alone

HEADER_ENDS = 6  # rows; a table's own title may stand above its header
VALUE = "统计数"  # the form's own name of the column
_YEARED = re.compile(r"(20\d\d)年度?[:：]?(\D+)")
_COUNT = re.compile("(?:统计)?(?:数据|数量|数)?$")  # 本年统计数, 2016年度统计数
_THIS = frozenset(("本年", "本年度", "当年", "当年度"))
_FORMS_OWN = frozenset(("统计数", "数量", "统计数量", "数据", "数值"))
_WHOLE = frozenset(
    ("合计", "总计", "总数", "全年", "全年数", "全年合计", "全年累计", "本年累计", "本年度累计")
)
_TWELVE_MONTHS = re.compile("1[-—–~～至]12月份?(?:累计|合计)?")
_OTHER = frozenset(("上年", "上年度", "上一年", "上一年度", "去年", "历年累计", "累计"))


def of_year(rows: Sequence[PrintedRow], year: int | None) -> tuple[PrintedRow, ...]:
    """The rows without the columns of other years, where the header gives this year and others; this year's is named 统计数."""
    kept: list[PrintedRow] = []
    dropped: frozenset[int] = frozenset()
    table = -1
    for row in rows:
        if row.table != table:
            table, dropped = row.table, frozenset()
        told = [] if row.index >= HEADER_ENDS else [(cell, _is_this(cell.text, year)) for cell in row.cells]
        own = [cell for cell, this in told if this] or _whole(row, [cell for cell, _ in told])
        others = [cell for cell, this in told if this is False]
        if len(own) == 1 and (not row.ragged if others else _has_head(row)):
            dropped = frozenset(col for cell in others for col in _columns(cell))
            named = (cell._replace(text=VALUE) if cell is own[0] else cell for cell in row.cells)
            row = replace(row, cells=tuple(named))
        kept.append(
            replace(row, cells=tuple(c for c in row.cells if c.col not in dropped)) if dropped else row
        )
    return tuple(kept)


def of_year_under(rows: Sequence[PrintedRow], year: int | None) -> Sequence[PrintedRow]:
    """The rows of a form's table without the columns that another year has beside the report's own: 2022年总计 | 2023年总计,

    or all columns under 2022年 | 2023年. Rows that do not reach as far as the header lost a cell and stay as they are.
    """
    ends: dict[int, int] = {}  # by table
    dropped: dict[int, frozenset[int]] = {}  # by table
    renamed: dict[int, dict[Cell, Cell]] = {}  # by place among the rows
    for place, row in enumerate(rows):
        if year is None or row.index >= HEADER_ENDS or row.ragged:
            continue
        told = [(cell, *found) for cell in row.cells if (found := _year_and_column(cell.text)) is not None]
        own = {label: cell for cell, named, label in told if named == year}
        others = [cell for cell, named, label in told if named != year and label in own]
        if others and len(own) + len(others) == len(told):
            renamed[place] = {cell: cell._replace(text=label) for label, cell in own.items()}
        else:
            others = _beside_own(row, year)
        if others:
            columns = frozenset(col for cell in others for col in _columns(cell))
            dropped[row.table] = dropped.get(row.table, frozenset()) | columns
            ends[row.table] = row.end
    if not dropped:
        return rows
    return tuple(
        replace(
            row,
            cells=tuple(
                renamed.get(place, {}).get(cell, cell)
                for cell in row.cells
                if cell.col not in dropped.get(row.table, ())
            ),
        )
        if row.end == ends.get(row.table)
        else row
        for place, row in enumerate(rows)
    )


def _beside_own(row: PrintedRow, year: int) -> list[Cell]:
    """The cells that stand over as many columns for another year as one does for the report's own: 2022年 | 2023年."""
    told = [
        (cell, _is_this(cell.text, year)) for cell in row.cells if cell.colspan > 1 and cell.row == row.index
    ]
    own = [cell.colspan for cell, this in told if this]
    others = [cell for cell, this in told if this is False]
    return others if [cell.colspan for cell in others] == own * len(others) else []


@lru_cache(maxsize=1 << 12)
def _year_and_column(text: str) -> tuple[int, str] | None:
    """2023年总计, 2023年度总计: the year and the form's column."""
    found = _YEARED.fullmatch(fold(text)) if "年" in text else None
    if found is None or "column" not in roles_of_any(found[2]):
        return None
    return int(found[1]), found[2]


@lru_cache(maxsize=1 << 12)
def _is_this(text: str, year: int | None) -> bool | None:
    """Whether a header names the report's year, or another one; None for any other text."""
    label = _COUNT.sub("", fold(text[:30]), count=1)
    if label in _THIS or label in _OTHER:
        return label in _THIS
    named = year_alone(label) if label.endswith(("年", "年度")) else None
    return None if named is None or year is None else named == year


def _whole(row: PrintedRow, cells: Sequence[Cell]) -> list[Cell]:
    """The column 合计 of a header that names no column of the form's for its numbers."""
    if not _has_head(row) or any(fold(cell.text) in _FORMS_OWN for cell in cells):
        return []
    return [cell for cell in cells if _is_whole(fold(cell.text[:30]))]


def _is_whole(label: str) -> bool:
    return label in _WHOLE or _TWELVE_MONTHS.fullmatch(label) is not None


def _has_head(row: PrintedRow) -> bool:
    """Whether one of its cells stands over the labels or their units: 统计指标, 单位."""
    return bool([cell for cell in row.cells if not roles_of_any(cell.text) <= ROW_ONLY])


def _columns(cell: Cell) -> range:
    return range(cell.col, cell.end)
