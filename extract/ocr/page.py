"""One scanned page → tables and lines of text, each number cell read as a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extract.model import Cell, Place, Table
from extract.ocr import numbers
from extract.ocr.clean import Sheet, to_sheet
from extract.ocr.crops import (
    INSET,
    Box,
    Ink,
    InkLine,
    cell_ink,
    cut_out,
    free_lines,
    ink_to_lines,
    is_surely_blank,
    sharpened,
    sheet_to_ink,
    squeezed,
    usual_height,
)
from extract.ocr.images import PageImage, Pixels
from extract.ocr.lines import SCALE, edges_only, ruling_to_grids, sheet_to_ruling
from extract.ocr.recognize import Reading, Recognizer
from extract.ocr.unruled import Box as PointBox
from extract.ocr.unruled import words_to_tables
from extract.readers.grid import Grid, Span, without_empty_places
from extract.readers.pdf_flow import PageBlocks, is_page_number
from extract.readers.pdf_text import Line

LEVEL_SHARE = 0.2  # of a page's lines are wider than three characters; of a page on its side few are
UPRIGHT = 0.85  # mean certainty of some lines; upside down they give 0.4 to 0.7
SAMPLES = 5  # lines that are tried to see whether the page is upright
LONG = 6.0  # of a line's height: no count is printed that wide
SQUEEZE = 0.6
APART = 1.3  # of a line's height: digits farther apart may be two numbers whose line was lost
PADDING = 10  # pixels beside a cell's text, at least: Word's own setting is 15
LEGIBLE = 0.5  # mean certainty of a line of text; below it is dirt, a seal, a drawing


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A cell with its lines of ink."""

    table: int
    span: Span
    box: Box
    lines: tuple[InkLine, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A levelled page before recognition."""

    sheet: Sheet
    ink: Ink
    grids: tuple[Grid, ...]
    cells: tuple[_Place, ...]
    free: tuple[InkLine, ...]
    usual: float

    def crop(self, line: InkLine) -> Pixels:
        """Long lines are words, and squeezed: they are read as well, in less time."""
        crop = cut_out(self.ink.grey, line.box, self.usual)
        return squeezed(crop, SQUEEZE) if self.is_long(line) else crop

    def is_long(self, line: InkLine) -> bool:
        return line.box[2] - line.box[0] > LONG * self.usual

    def second_crop(self, line: InkLine) -> Pixels:
        """The same ink at another scale and with another threshold."""
        return sharpened(cut_out(self.ink.grey, line.box, self.usual, room=1.8))


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """What a page says, in points of the levelled `sheet`: reading order is that of the upright page."""

    blocks: PageBlocks
    sheet: Sheet

    def place(self, place: Place | None) -> Place | None:
        """A place on the sheet → on the page as it was scanned."""
        if place is None or place.x0 is None or place.y0 is None or place.x1 is None or place.y1 is None:
            return place
        box = (place.x0 / SCALE, place.y0 / SCALE, place.x1 / SCALE, place.y1 / SCALE)
        return Place(place.page, *self.sheet.box_on_page(box))


def read_page(page: PageImage, recognizer: Recognizer) -> ReadPage:
    layout = _upright_layout(page, recognizer)
    lines = [line for cell in layout.cells for line in cell.lines if line.mark is None]
    readings = recognizer.read([layout.crop(line) for line in (*lines, *layout.free)])
    height, width = layout.sheet.grey.shape
    blocks = PageBlocks(page.number, width * SCALE, height * SCALE)
    blocks.tables = _tables(layout, readings[: len(lines)], recognizer)
    tables, words = words_to_tables(_words_beside(layout, readings[len(lines) :]), page.number)
    blocks.tables += tables
    found = [_text_line(box, reading) for box, reading in words]
    blocks.lines = [line for line in found if not is_page_number(line, blocks.height)]
    return ReadPage(blocks, layout.sheet)


def sheet_to_layout(sheet: Sheet) -> Layout:
    ruling = sheet_to_ruling(sheet)
    grids = ruling_to_grids(ruling)
    ink = sheet_to_ink(sheet, edges_only(ruling.mask, grids))
    cut = []
    kept = []
    for grid in grids:
        masks = [cell_ink(ink, _pixels(grid.cell_box(span))) for span in grid.spans]
        filled = np.array([mask.any() for mask in masks], dtype=bool)
        if not filled.any():
            continue
        grid = without_empty_places(grid, filled)
        if len(grid.xs) < 3:  # a frame around text, a stamp's box
            continue
        kept.append(grid)
        cut.append([cell_ink(ink, _pixels(grid.cell_box(span))) for span in grid.spans])
    usual = usual_height([mask for masks in cut for mask in masks])
    cells = [
        _place(number, span, _pixels(grid.cell_box(span)), mask, ink, usual)
        for number, (grid, masks) in enumerate(zip(kept, cut, strict=True))
        for span, mask in zip(grid.spans, masks, strict=True)
    ]
    free = free_lines(ink, [_pixels(grid.box) for grid in kept], usual)
    return Layout(sheet, ink, tuple(kept), tuple(cells), tuple(free), usual)


def _place(table: int, span: Span, box: Box, mask: NDArray[np.bool_], ink: Ink, usual: float) -> _Place:
    x, y = box[0] + INSET, box[1] + INSET
    inside = ink.grey[y : y + mask.shape[0], x : x + mask.shape[1]]
    return _Place(table, span, box, tuple(ink_to_lines(mask, inside, (x, y), usual)))


def _pixels(box: tuple[float, float, float, float]) -> Box:
    x0, y0, x1, y1 = (max(round(side / SCALE), 0) for side in box)
    return (x0, y0, x1, y1)


def _upright_layout(page: PageImage, recognizer: Recognizer) -> Layout:
    """The layout of the page turned the way its lines lie level and read best."""
    level = sheet_to_layout(to_sheet(page))
    turns = 0
    if len(_wide_lines(level)) < LEVEL_SHARE * len(_lines(level)):
        beside = sheet_to_layout(to_sheet(page, 1))
        if len(_wide_lines(beside)) > len(_wide_lines(level)):
            level, turns = beside, 1
    sure = _certainty(level, recognizer)
    if sure >= UPRIGHT:
        return level
    turned = sheet_to_layout(to_sheet(page, turns + 2))
    return turned if _certainty(turned, recognizer) > sure else level


def _lines(layout: Layout) -> list[InkLine]:
    return [line for cell in layout.cells for line in cell.lines] + list(layout.free)


def _wide_lines(layout: Layout) -> list[InkLine]:
    return [line for line in _lines(layout) if line.box[2] - line.box[0] > 3 * (line.box[3] - line.box[1])]


def _certainty(layout: Layout, recognizer: Recognizer) -> float:
    wide = _wide_lines(layout)
    if not wide:
        return 0.0
    # neither the longest, which cost most, nor the shortest, which say little
    wide.sort(key=lambda line: abs(line.box[2] - line.box[0] - 8 * layout.usual))
    readings = recognizer.read([layout.crop(line) for line in wide[:SAMPLES]])
    return sum(reading.mean for reading in readings) / SAMPLES  # a lone line read well may be chance


def _tables(layout: Layout, readings: Sequence[Reading], recognizer: Recognizer) -> list[Table]:
    given = iter(readings)
    by_cell = [tuple(_marked(line) or next(given) for line in cell.lines) for cell in layout.cells]
    columns = _numeric_columns(layout.cells, by_cell)
    numeric = [
        k
        for k, (cell, read) in enumerate(zip(layout.cells, by_cell, strict=True))
        if len(read) == 1
        and cell.lines[0].mark is None
        and (
            numbers.may_be_number(read[0].text)
            or ((cell.table, cell.span.col) in columns and len(read[0].text) <= 2)
        )
    ]
    inks = {k: layout.cells[k].lines[0] for k in numeric}
    doubtful = [
        k
        for k in numeric
        if numbers.is_doubtful(by_cell[k][0], inks[k].pieces, inks[k].roundness) or layout.is_long(inks[k])
    ]
    again = recognizer.read([layout.second_crop(inks[k]) for k in doubtful])
    decided = {k: numbers.Decided(numbers.plain(by_cell[k][0].text)) for k in numeric}
    for k, second in zip(doubtful, again, strict=True):
        decided[k] = numbers.decide(by_cell[k][0], second, inks[k].pieces, inks[k].roundness)
    for k, ink in inks.items():
        seven = decided[k].text == "1" and ink.barred
        strange = ink.gap > APART * layout.usual or seven or ink.beside_line
        if strange and numbers.LOW not in decided[k].flags:
            decided[k] = replace(decided[k], flags=(*decided[k].flags, numbers.LOW))
    tables: list[list[Cell]] = [[] for _ in layout.grids]
    for k, (cell, read) in enumerate(zip(layout.cells, by_cell, strict=True)):
        tables[cell.table].append(_cell(layout, cell, decided.get(k) or _decided(layout, cell, read)))
    return [
        Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))), len(grid.ys) - 1, len(grid.xs) - 1)
        for grid, cells in zip(layout.grids, tables, strict=True)
    ]


def _numeric_columns(cells: Sequence[_Place], read: Sequence[tuple[Reading, ...]]) -> set[tuple[int, int]]:
    """Columns most of whose inked cells are numbers."""
    inked: Counter[tuple[int, int]] = Counter()
    good: Counter[tuple[int, int]] = Counter()
    for cell, readings in zip(cells, read, strict=True):
        if readings:
            inked[cell.table, cell.span.col] += 1
            good[cell.table, cell.span.col] += len(readings) == 1 and numbers.may_be_number(readings[0].text)
    return {column for column, count in inked.items() if good[column] * 2 > count}


def _marked(line: InkLine) -> Reading | None:
    return Reading(line.mark, (1.0,)) if line.mark else None


def _decided(layout: Layout, cell: _Place, readings: Sequence[Reading]) -> numbers.Decided:
    """The text of a cell that holds no number on one line: blank, a mark, words, a number cut by a narrow cell."""
    if not readings:
        return numbers.Decided(
            "", () if is_surely_blank(layout.ink, layout.sheet.seal, cell.box) else (numbers.LOW,)
        )
    if len(readings) == 1 and cell.lines[0].mark:
        x0, _, x1, _ = cell.lines[0].box
        return numbers.mark(cell.lines[0].mark, (x1 - x0) / layout.usual)
    room = cell.box[2] - cell.box[0] - 2 * PADDING
    return numbers.words(readings, [line.box[2] - line.box[0] for line in cell.lines], room)


def _cell(layout: Layout, cell: _Place, decided: numbers.Decided) -> Cell:
    x0, y0, x1, y1 = (side * SCALE for side in cell.box)
    span = cell.span
    return Cell(
        decided.text,
        span.row,
        span.col,
        span.rows,
        span.cols,
        decided.flags,
        Place(layout.sheet.number, x0, y0, x1, y1),
        decided.alternative,
    )


def _words_beside(layout: Layout, readings: Sequence[Reading]) -> list[tuple[PointBox, Reading]]:
    """What could be read outside of the ruled tables, with boxes in points."""
    return [
        ((line.box[0] * SCALE, line.box[1] * SCALE, line.box[2] * SCALE, line.box[3] * SCALE), reading)
        for line, reading in zip(layout.free, readings, strict=True)
        if reading.text.strip() and reading.mean >= LEGIBLE
    ]


def _text_line(box: PointBox, reading: Reading) -> Line:
    return Line(reading.text.strip(), box[0], box[1], box[2], box[3])
