"""A sheet as its file stores it (texts, merges, hidden lines) → its printed cells."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.errors import DocumentError
from extract.flags import PICTURE
from extract.readers._shared.limits import MAX_LISTED, refuse_many
from extract.readers._shared.xml import MAX_COUNT
from extract.readers._sheet.rows import Flags, SheetCell

MAX_MERGES = 100_000
MAX_COVERED = 400_000  # places under merges
MAX_LINES = MAX_COUNT  # rows of a sheet; columns are fewer
MAX_PLACES = 3_000_000  # rows times columns of a sheet

Place = tuple[int, int]  # row and column, from 0
Area = tuple[Place, Place]  # first and last place
Hidden = tuple[set[int], set[int]]  # rows and columns, from 0


@dataclass(slots=True)
class SheetGrid:
    """`texts` by place, none empty."""

    texts: dict[Place, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    flags: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    pictures: list[Area] = field(default_factory=list)  # what lies under each
    formulas: int = 0  # cells whose formula's result is not stored
    name: str = ""  # the sheet's, on its tab
    titles: list[str] = field(default_factory=list)  # that stand in no cell


def printed(value: object) -> str:
    """The value as Excel's General format shows it: 3.0 is `3`."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def hidden_texts(grid: SheetGrid) -> Iterator[str]:
    """What stands in rows and columns that are hidden by hand or by a filter."""
    return (
        text
        for (row, col), text in grid.texts.items()
        if row in grid.hidden_rows or col in grid.hidden_columns
    )


def visible_cells(grid: SheetGrid) -> tuple[list[SheetCell], Flags]:
    """Cells with text or a merge, hidden rows and columns taken out, and the flags of places with neither.

    Raises DocumentError beyond the limits.
    """
    texts = {
        place: text
        for place, text in grid.texts.items()
        if place[0] not in grid.hidden_rows and place[1] not in grid.hidden_columns
    }
    refuse_many(len(texts), MAX_LISTED)
    if len(grid.merges) > MAX_MERGES:
        raise DocumentError(f"合并单元格超过 {MAX_MERGES} 处 (too many merges)；请核对文件是否损坏")
    spans, covered = _merged(grid.merges, texts)
    flags = {**grid.flags}
    for place in _under_pictures(grid.pictures, texts, covered):
        flags[place] = (*flags.get(place, ()), PICTURE)
    rows, columns = _Lines(grid.hidden_rows), _Lines(grid.hidden_columns)
    cells: list[SheetCell] = []
    for row, col in sorted({*texts, *spans}):
        if (row, col) in covered:
            continue
        bottom, right = spans.get((row, col), (row, col))
        top_line, left_line = rows.at(row), columns.at(col)
        rowspan, colspan = rows.at(bottom + 1) - top_line, columns.at(right + 1) - left_line
        if rowspan and colspan:
            # a merge shows its text where some of it is seen, though its first row or column is hidden
            text, its = grid.texts.get((row, col), ""), flags.get((row, col), ())
            cells.append(SheetCell(text, top_line, left_line, rowspan, colspan, its))
    blank = {
        (rows.at(row), columns.at(col)): its
        for (row, col), its in flags.items()
        if row not in grid.hidden_rows and col not in grid.hidden_columns and (row, col) not in texts
    }
    return cells, blank


def refuse_large(rows: int, columns: int) -> None:
    """Raises DocumentError where a sheet's last cell stands too far out."""
    if rows * columns > MAX_PLACES:
        raise DocumentError(
            f"电子表格占用 {rows} 行 × {columns} 列，超出上限 (used range)；请删除多余单元格后另存"
        )


def _under_pictures(
    pictures: list[Area], texts: dict[Place, str], covered: dict[Place, Place]
) -> Iterator[Place]:
    """Cells of which a picture is the content: blank ones below it, and any that holds it whole."""
    for (top, left), (bottom, right) in pictures:
        under = {
            covered.get((row, col), (row, col))
            for row in range(top, bottom + 1)
            for col in range(left, right + 1)
        }
        yield from (place for place in under if len(under) == 1 or place not in texts)


def _merged(merges: list[Area], texts: dict[Place, str]) -> tuple[dict[Place, Place], dict[Place, Place]]:
    """The last place of each merge by its first, and the first by the places under it, whose text no program shows.

    Merges beyond the last text are left out, those that overlap an earlier one too.
    """
    last_row = max((row for row, _ in texts), default=-1)
    last_col = max((col for _, col in texts), default=-1)
    spans: dict[Place, Place] = {}
    covered: dict[Place, Place] = {}
    for (top, left), (bottom, right) in merges:
        bottom, right = min(bottom, last_row), min(right, max(last_col, left))
        places = (bottom - top + 1) * (right - left + 1)
        if places <= 1 or top > last_row or left > last_col:
            continue
        if len(covered) + places > MAX_COVERED:
            raise DocumentError(
                f"合并单元格占用超过 {MAX_COVERED} 个位置 (merges too large)；请核对文件是否损坏"
            )
        here = {(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)}
        if here.isdisjoint(covered) and here.isdisjoint(spans):
            covered.update(dict.fromkeys(here - {(top, left)}, (top, left)))
            spans[top, left] = (bottom, right)
    return spans, covered


class _Lines:
    """Numbers of rows or columns once the hidden ones are gone."""

    def __init__(self, hidden: set[int]) -> None:
        self._hidden = sorted(hidden)

    def at(self, line: int) -> int:
        return line - bisect_left(self._hidden, line)


def stored_number(text: str) -> str:
    """A stored number as printed; what is none is kept as it stands."""
    try:
        return printed(float(text))
    except (ValueError, OverflowError):
        return text.strip()
