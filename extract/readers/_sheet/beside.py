"""A sheet's cells → paragraphs and tables, also where tables of several sections stand beside one another.

Told by columns without any text between the columns of tables, each with labels of a section of its own: a blank column within one
table has labels of the same section on both sides. Whole reports beside one another each begin with their title, or office.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.model import Block
from extract.readers._sheet.rows import NO_FLAGS, Flags, SheetCell, cells_to_blocks
from extract.table.vocabulary import section_told
from normalize.agency import agency_alone, agency_of_title

LEAST_LABELS = 3  # of a table, that only its section has


class _Band(NamedTuple):
    """Rows that follow one another, and the first columns of the tables in them."""

    first: int
    end: int
    columns: tuple[int, ...]


def sheet_to_blocks(
    cells: list[SheetCell], flags: Flags = NO_FLAGS, *, hidden: bool = False
) -> Iterator[Block]:
    """As `cells_to_blocks`, tables that stand beside one another from left to right, and so whole reports."""
    columns = _columns(cells)
    reports = [*_cut(cells, columns)] if len(columns) > 1 else []
    if len(reports) > 1 and all(map(_is_report, reports)):
        for report in reports:
            yield from sheet_to_blocks(report, flags, hidden=hidden)
        return
    bands = [band for band in map(_band, _runs(cells)) if len(band.columns) > 1]
    below = 0
    for band in bands:
        above = [cell for cell in cells if below <= cell.row < band.first]
        yield from cells_to_blocks(above, flags, hidden=hidden)
        here = [cell for cell in cells if band.first <= cell.row < band.end]
        for part in _cut(here, band.columns):
            yield from cells_to_blocks(part, flags, hidden=hidden)
        below = band.end
    rest = [cell for cell in cells if cell.row >= below] if bands else cells
    yield from cells_to_blocks(rest, flags, hidden=hidden)


def _cut(cells: Sequence[SheetCell], columns: Sequence[int]) -> Iterator[list[SheetCell]]:
    """The cells that begin in each of the tables, whose first columns these are."""
    for number in range(1, len(columns) + 1):
        yield [cell for cell in cells if bisect_right(columns, cell.col) == number]


def _runs(cells: Sequence[SheetCell]) -> Iterator[list[SheetCell]]:
    """The printed cells of rows that follow one another, without the single lines above them."""
    run: list[SheetCell] = []
    end = -1  # the row below the run
    for cell in sorted((cell for cell in cells if cell.text), key=lambda cell: (cell.row, cell.col)):
        alone = len(run) == 1 and cell.row > run[0].row
        if run and (cell.row > end or (alone and run[0].rowspan == 1)):
            yield run
            run, end = [], -1
        run.append(cell)
        end = max(end, cell.row + cell.rowspan)
    yield run


def _band(run: Sequence[SheetCell]) -> _Band:
    """The rows of a run, with one first column where no tables of unlike sections stand side by side."""
    if not run:
        return _Band(0, 0, ())
    first, end = run[0].row, max(cell.row + cell.rowspan for cell in run)
    columns = _columns(run)
    sections = [_section(part) for part in _cut(run, columns)] if len(columns) > 1 else []
    apart = len(sections) > 1 and None not in sections and len({*sections}) == len(sections)
    return _Band(first, end, tuple(columns) if apart else (0,))


def _columns(cells: Sequence[SheetCell]) -> list[int]:
    """The first columns of what stands side by side, a column without any text between."""
    columns: list[int] = []
    reach = -1
    for cell in sorted((cell for cell in cells if cell.text), key=lambda cell: cell.col):
        if cell.col > reach:
            columns.append(cell.col)
        reach = max(reach, cell.col + cell.colspan)
    return columns


def _is_report(cells: Sequence[SheetCell]) -> bool:
    """Whether these begin with an office's name, or a title with one, above labels of a form's table."""
    first = min((cell for cell in cells if cell.text), key=lambda cell: (cell.row, cell.col)).text
    named = agency_of_title(first) is not None or agency_alone(first) is not None
    return named and _section(cells) is not None


def _section(cells: Sequence[SheetCell]) -> str | None:
    """The section that most labels tell."""
    told = Counter(section for cell in cells if (section := section_told(cell.text)))
    section, labels = told.most_common(1)[0] if told else (None, 0)
    return section if labels >= LEAST_LABELS else None
