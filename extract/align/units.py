"""The unit that a cell of units states, and that of a table which states it in its caption or in a row of its own, not in its header.

Some reports print 本年收费金额 without a unit, and 单位：元 above the table. To take the form's unit, 万元, would be wrong by ten
thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from extract.align.aligned import Aligned
from extract.flags import UNIT_ELSEWHERE
from extract.model import Document
from extract.table.rows import PrintedRow
from extract.texts.beside import lines_above, lines_below, lines_on_top
from normalize.label import plain
from normalize.money import stated_scale, stated_units
from normalize.number import is_unit, number, says_nothing
from normalize.simplified import simplified
from schemas.forms import AS_PRINTED, Column, Row, is_money, tables_of, unit_of

CAPTION_LINES = 3  # above a table
NOTE_LINES = 2  # below it
_ROW_CODE = re.compile(r"^\d+")
_UNIT_AND_NOTE = re.compile(
    r"(?:计量)?(?:单位[:为]?)?([\u4e00-\u9fff/]+)(?:[^\u4e00-\u9fff/].*)?"
)  # 条(注1), 条①, 单位:条
_NOTE = regex.compile("[(]?(?:注|备注|说明|附注)")


def with_stated_units(aligned: Aligned, rows: Sequence[PrintedRow], document: Document) -> Aligned:
    """The section with the units of its sums of money, and of counts in thousands, where only the lines around state them.

    A unit other than the form's is flagged, and so is one in the header where the table's lines state another. Where these
    state two and the header none, the unit stays unknown.
    """
    values = dict(aligned.values)
    texts: dict[int, list[tuple[int, set[str]]]] = {}
    scales = {table: _scale(document, table) for table in {value.table for value in values.values()}}
    if not _has_money(aligned.section) and not any(scales.values()):
        return aligned
    for place, value in aligned.values.items():
        if not is_money(unit_of(value.row, value.column)):
            if value.unit is None and scales[value.table]:
                values[place] = value._replace(unit=scales[value.table])
            continue
        if value.cell is None or number(value.cell.text).unit is not None:
            continue
        if value.table not in texts:
            texts[value.table] = _texts_of_rows(rows, value.table)
        near = {*_in_rows(texts[value.table], value.cell.row), *_beside(document, value.table)}
        if value.unit is not None:
            if near - {value.unit}:  # 单位：元 above a header's 万元
                values[place] = value.flagged(UNIT_ELSEWHERE)
            continue
        usual = unit_of(value.row, value.column)
        # in a volume a line above one office's table may speak for the others': these are emptied here
        emptied = (n for n, table in enumerate(document.tables, document.first_table) if not table.cells)
        tables = {row.table for row in rows}.union(emptied) - {value.table}
        far = {unit for table in tables for unit in _beside(document, table)}
        if (near or far) - {usual}:
            unit = near.pop() if len(near) == 1 else None
            values[place] = value._replace(unit=unit, flags=(*value.flags, UNIT_ELSEWHERE))
    return replace(aligned, values=values)


def _scale(document: Document, table: int) -> str | None:
    """单位：万件 above a table, or in a row of its own at its top."""
    lines = (*lines_above(document, table, CAPTION_LINES), *lines_on_top(document, table))
    return next((scale for line in lines if "单位" in line and (scale := stated_scale(line))), None)


@cache
def _has_money(section: str) -> bool:
    """Whether any form's table of that section has sums of money."""
    return any(is_money(cell.unit) for table in tables_of(section).values() for cell in table.cells)


def _texts_of_rows(rows: Sequence[PrintedRow], table: int) -> list[tuple[int, set[str]]]:
    """What each row of the table prints, by its index."""
    return [
        (row.index, {cell.text for cell in row.cells if cell.text.strip()})
        for row in rows
        if row.table == table
    ]


def _in_rows(printed: Sequence[tuple[int, set[str]]], own: int) -> Iterator[str]:
    """Units in rows of one text, captions and headings within the table, and in the labels of row `own` and of its header."""
    for index, texts in printed:
        if len(texts) == 1 or own - 1 <= index <= own:
            for text in texts:
                yield from stated_units(text)


def _beside(document: Document, table: int) -> Iterator[str]:
    """Units in the lines right above a table and in the notes right below it."""
    for line in lines_above(document, table, CAPTION_LINES):
        yield from stated_units(line)
    for line in lines_below(document, table, NOTE_LINES):
        if _NOTE.match(plain(line)):
            yield from stated_units(line)


def unit_of_cell(text: str) -> str:
    """The unit in a cell, without a row's code before it (02 条) and a note behind it; "" where a mark stands for it (/)."""
    unit = _ROW_CODE.sub("", simplified(plain(text))).strip("()").replace("¥", "元")
    if says_nothing(unit):
        return ""
    told = None if is_unit(unit) else _UNIT_AND_NOTE.fullmatch(unit)
    return told[1] if told else unit


def may_be_in(unit: str, row: Row, column: Column) -> bool:
    """Whether a unit stated for a whole row may be this column's: the projects of 政府集中采购（万元） are not counted in money."""
    usual = unit_of(row, column)
    return not unit.endswith("元") or usual.endswith("元") or usual == AS_PRINTED
