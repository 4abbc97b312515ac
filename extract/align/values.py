"""Aligned sections → cell records: every cell of the form once, in the form's order, then what is printed beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence, Set
from functools import cache, lru_cache

from extract.align.aligned import Aligned, PrintedValue
from extract.flags import (
    COLUMN_INFERRED,
    FRACTION,
    LEADING_ZERO,
    NEGATIVE,
    ONE_OR_DASH,
    REMARK,
    SPACED_DIGITS,
    TABLE_INCOMPLETE,
    TOO_LARGE,
    UNIT_ELSEWHERE,
)
from extract.result import CellRecord
from extract.table.split import UNASSIGNED
from normalize.label import plain
from normalize.number import (
    MAX_LENGTH,
    Number,
    has_leading_zero,
    has_odd_gap,
    is_unit,
    is_words,
    number,
    prints_value,
)
from normalize.remark import before_remark
from schemas.forms import AS_PRINTED, FORMS, FormCell, form_cell

SCALES = frozenset("百千万亿元")  # a unit with one of these is no mere unit of counts
_MORE = re.compile(r"\s*(?:[+＋﹢]|增|上升)")  # 增加3: how many more, where the column counts all
_PLAIN = re.compile("0|[1-9][0-9]{0,8}")  # most numbers: nothing in their print is odd
_THOUSANDTHS = re.compile("[.．][0０]{3}")
# the forms' units of what has no halves
COUNTED = frozenset(("件", "项", "次", "条", "人", "人次", "个", "篇"))
LARGEST = 1e10  # a province's counts have six digits, its money in 元 ten; a seal's or a telephone's number has more
CHANGE = "items_change"  # 本年增/减, the one column of numbers that may be less than nothing
ONE = "一"  # alone in a cell, as often typed for the dash
CUT_OFF = 2  # rows at an end of the form's that are not printed: the table may go on as a picture, or on a page not kept
# between two readings of one scanned cell
OR = " | "


@cache
def _slots(form: str, section: str) -> dict[tuple[str, str], tuple[FormCell, bool]]:
    """The cells of the form in its order, with those of its group labels (True) between them, which count only where printed."""
    return {
        (row.code, column.code): (form_cell(section, row, column), row.head)
        for block in FORMS[form].by_section[section].blocks
        for row in block.rows
        for column in block.value_columns
    }


@cache
def _missing(form: str, cell: FormCell) -> CellRecord:
    return CellRecord(
        form,
        cell.section,
        cell.item,
        cell.category,
        cell.item_label,
        cell.category_label,
        None,
        None,
        cell.unit if cell.unit != AS_PRINTED else None,
        None,
        "missing",
    )


def _not_found(form: str, cell: FormCell, incomplete: bool) -> CellRecord:
    """The record of a cell that was not found; `incomplete` says that it may be among rows or columns that nobody could match."""
    missing = _missing(form, cell)
    return missing._replace(flags=(TABLE_INCOMPLETE,)) if incomplete else missing


@lru_cache(maxsize=1 << 10)
def _doubts_of_print(text: str) -> tuple[str, ...]:
    """Doubts about a number for the way it is printed: a leading zero, a gap between digits, a 一 that may be a dash."""
    doubts = ((LEADING_ZERO, has_leading_zero), (SPACED_DIGITS, has_odd_gap), (ONE_OR_DASH, _is_one))
    return tuple(flag for flag, is_doubtful in doubts if is_doubtful(text))


@lru_cache(maxsize=1 << 12)
def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None


def _doubts_of_number(slot: FormCell, text: str, read: Number) -> tuple[str, ...]:
    """All doubts about a number: for the way it is printed, and for a value that the form does not expect there."""
    doubts = _doubts_of_print(text)
    value = read.value or 0.0
    if slot.category != CHANGE and (value < 0 or _MORE.match(text)):
        doubts += (NEGATIVE,)
    fraction = value % 1 or _THOUSANDTHS.search(text)
    if fraction and (read.unit or slot.unit) in COUNTED:
        doubts += (FRACTION,)
    return (*doubts, TOO_LARGE) if abs(value) >= LARGEST else doubts


def _is_one(text: str) -> bool:
    return plain(text) == ONE


def _remarked(text: str) -> Number | None:
    """The number before a remark, if the cell prints one."""
    before = before_remark(text) if len(text) <= MAX_LENGTH else None
    read = number(before) if before else None
    return read if read and read.status == "reported" else None


def _record(form: str, slot: FormCell, printed: PrintedValue) -> CellRecord:
    cell = printed.cell
    if cell is None:
        return _not_found(form, slot, True)
    read = number(cell.text)
    unassigned = UNASSIGNED in cell.flags
    place = cell.place
    flags = printed.flags
    if read.status == "unreadable" and (remarked := _remarked(cell.text)):
        read = remarked
        flags = (*flags, REMARK)
    if cell.flags:
        flags = (*flags, *(flag for flag in cell.flags if flag != UNASSIGNED))
    if read.status == "reported" and not _is_plain(cell.text):
        flags += _doubts_of_number(slot, cell.text, read)
    unit, is_doubtful = _unit_of(slot, printed, cell.text, read.unit)
    if is_doubtful:
        flags += (UNIT_ELSEWHERE,)
    if flags:
        flags = tuple(dict.fromkeys(flags))
    return CellRecord(
        form,
        slot.section,
        slot.item,
        slot.category,
        slot.item_label,
        slot.category_label,
        printed.printed_label,
        None if unassigned else read.value,
        unit,
        cell.text if cell.alternative is None else f"{cell.text}{OR}{cell.alternative}",
        "unreadable" if unassigned else read.status,
        flags,
        place.page if place else None,
        printed.table,
        cell.row,
        cell.col,
        place.x0 if place else None,
        place.y0 if place else None,
        place.x1 if place else None,
        place.y1 if place else None,
        cell.alternative,
    )


def _unit_of(slot: FormCell, printed: PrintedValue, text: str, read: str | None) -> tuple[str | None, bool]:
    """The unit of a value, and whether it is in doubt.

    In doubt are a mere ¥ in a column of 万元, which may not mean 元, and counts in thousands (1.2万, or 1.2 in a column of 万条).
    """
    if read is not None and (printed.unit is None or "元" in text or read != "元"):
        return read, slot.unit in COUNTED and not SCALES.isdisjoint(read + (printed.unit or ""))
    if printed.unit is not None:
        scaled = slot.unit in COUNTED and not SCALES.isdisjoint(printed.unit)
        return printed.unit, scaled or (read is not None and read != printed.unit)
    usual = slot.unit != AS_PRINTED and UNIT_ELSEWHERE not in printed.flags
    return slot.unit if usual else None, False


def _is_guessed(aligned: Aligned) -> bool:
    """Whether the section was read from a table without ruling lines, where cells that were not found may be printed all the same."""
    return bool([v for v in aligned.values.values() if v.cell and COLUMN_INFERRED in v.cell.flags])


def _beside_several(aligned: Aligned) -> Iterator[str]:
    """The items of the form around one whose cell prints several numbers below each other, as these may be theirs."""
    items = _items(aligned.form, aligned.section)
    for (item, _), printed in aligned.values.items():
        text = printed.cell.text if printed.cell is not None else ""
        if "\n" not in text or item not in items or not is_words(text):
            continue
        lines = text.split("\n")
        if all(map(prints_value, lines)):
            place, others = items.index(item), len(lines) - 1
            yield from items[max(place - others, 0) : place + others + 1]


@cache
def _items(form: str, section: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.item for cell in FORMS[form].by_section[section].cells))


def _cut_off(aligned: Aligned, printed: Set[str]) -> frozenset[str]:
    """The items of the form that the table may have lost at its beginning or its end, where two or more in a row are not printed.

    In a table of several parts, these are the items of parts of which nothing is printed.
    """
    items = _items(aligned.form, aligned.section)
    places = [place for place, item in enumerate(items) if item in printed]
    if not places:
        return frozenset()
    blocks = FORMS[aligned.form].by_section[aligned.section].blocks
    if len(blocks) > 1:
        parts = [{row.code for row in block.rows} for block in blocks]
        return frozenset().union(*(part for part in parts if part.isdisjoint(printed)))
    ends = (items[: places[0]], items[places[-1] + 1 :])
    return frozenset(item for end in ends if len(end) >= CUT_OFF for item in end)


def _rows_of_print(aligned: Aligned, printed: Set[str]) -> Set[str]:
    """The items with a printed cell: a column that such a row lacks may be cut off. In a table that lies across, all items."""
    if FORMS[aligned.form].by_section[aligned.section].across:
        return frozenset(_items(aligned.form, aligned.section))
    return printed


def _section_records(aligned: Aligned, unread: bool) -> list[CellRecord]:
    records = []
    values = aligned.values
    items = {item for item, _ in values}
    incomplete = unread or bool(aligned.unknown) or _is_guessed(aligned)
    lost_row = any(left.is_row for left in aligned.unknown)
    slots = _slots(aligned.form, aligned.section)
    # of another table: 其他 and 总计 are also applicants, where the table is turned
    foreign = aligned.unknown and 6 * len(items) < len(_items(aligned.form, aligned.section))
    cut_off = _cut_off(aligned, items) | _rows_of_print(aligned, items) | {*_beside_several(aligned)}
    for key, (slot, head) in slots.items():
        if key in values:
            record = _record(aligned.form, slot, values[key])
            # a blank beside a row that could not be matched may be that row's, if its own is not sure
            lost = foreign or (
                record.status == "blank" and (aligned.nameless or (aligned.unknown and record.flags))
            )
            lost = lost or (unread and record.status == "unreadable" and is_unit(record.raw or ""))
            records.append(record.flagged(TABLE_INCOMPLETE) if lost else record)
        elif not head or lost_row:  # a row that could not be matched may be a subtotal's
            records.append(_not_found(aligned.form, slot, incomplete or slot.item in cut_off))
    for printed in [printed for key, printed in values.items() if key not in slots]:
        slot = form_cell(aligned.section, printed.row, printed.column)
        records.append(_record(aligned.form, slot, printed))
    return records


def cell_records(
    form: str, sections: Sequence[Aligned], *, unread: bool = False, headed: Collection[str] = ()
) -> tuple[CellRecord, ...]:
    """All cells of a report on `form`, in its order, those of tables that it does not print as `missing`.

    The printed cells of tables that only another form has follow. `unread` says that the report has numbers that no section
    took, so that missing cells may be among these. `headed` names the sections with a heading in the report: a table that was
    not found below may be a picture.
    """
    by_section = {aligned.section: aligned for aligned in sections}
    records: list[CellRecord] = []
    guessed = any(map(_is_guessed, sections))
    for table in FORMS[form].tables:
        aligned = by_section.get(table.section)
        if aligned is not None:
            records.extend(_section_records(aligned, unread))
        else:
            doubted = guessed or unread or table.section in headed
            records.extend(_not_found(form, cell, doubted) for cell in table.cells)
    for aligned in sections:
        if aligned.section not in FORMS[form].by_section:
            records.extend(cell for cell in _section_records(aligned, unread) if cell.status != "missing")
    return tuple(records)
