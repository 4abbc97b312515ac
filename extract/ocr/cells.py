"""Readings of a page's cells → tables; a number cell is read twice where its first reading or its ink gives a doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extract.flags import OCR_LOW
from extract.model import Cell, Place, Table
from extract.ocr import numbers
from extract.ocr.clean import FAINT_INK
from extract.ocr.crops import InkLine
from extract.ocr.ink import INSET, is_below_seal, is_surely_all, seal_is_beside, traced_mark
from extract.ocr.labels import labels_again
from extract.ocr.layout import InkedCell, Layout
from extract.ocr.lines import SCALE
from extract.ocr.recognize import Reading, Recognizer
from extract.ocr.widths import fits, usual_digit

APART = 1.3  # of a line's height: digits farther apart may be two numbers whose line was lost
# certainty given to a word whose readings cannot be relied on: it counts as legible, and is flagged
IN_DOUBT = 0.6
SIGN_AWAY = 1.2  # of a line's height: a minus sign stands at most so far before its number, and may be lost below a seal
ROUND_HOLE = 0.52  # width by height of a hole: up to 0.5 in a full-width 0, 0.55 and more in an O
CUT = 24  # pixels from the page's edge, which is tilted where the page was
CLOSED = 0.6  # share of a side that its line inks at least
# share of a page's numbers, and how many: on a page whose strokes are whole 0, where its back shines through 0.04
BROKEN_NUMBERS, FEW_BROKEN = 0.05, 2
PADDING = 10  # pixels beside a cell's text, at least: Word's own setting is 15

Readings = tuple[Reading, ...]


def cells_to_tables(layout: Layout, readings: Sequence[Reading], recognizer: Recognizer) -> list[Table]:
    """The page's tables. `readings` are those of the cells' lines, except lines known by their shape, in the layout's order."""
    given = iter(readings)
    by_cell = [tuple(marked(line) or next(given) for line in cell.lines) for cell in layout.cells]
    by_cell = labels_again(layout, by_cell, recognizer)
    numeric = _decided_numbers(layout, by_cell, recognizer)
    digit = usual_digit(
        (read[0].text, cell.lines[0].shares)
        for cell, read in zip(layout.cells, by_cell, strict=True)
        if len(read) == 1
    )
    tables: list[list[Cell]] = [[] for _ in layout.grids]
    broken = _are_broken((layout.cells[k].lines[0], decided.text) for k, decided in numeric.items())
    ones = {k for k, decided in numeric.items() if decided.text == "1" and not decided.flags}
    ones = {k for k in ones if not _doubted(layout, layout.cells[k], numeric[k], digit).flags}
    numerals = not numbers.writes_digits(
        [((cell.table, cell.span.col), [line.mark for line in cell.lines]) for cell in layout.cells],
        {(layout.cells[k].table, layout.cells[k].span.col) for k in ones},
    )
    for k, (cell, read) in enumerate(zip(layout.cells, by_cell, strict=True)):
        decided = numeric.get(k) or _decided(layout, cell, read, numerals)
        if broken and OCR_LOW not in decided.flags and _may_have_lost_strokes(decided.text):
            decided = replace(decided, flags=(*decided.flags, OCR_LOW))
        tables[cell.table].append(_cell(layout, cell, _doubted(layout, cell, decided, digit)))
    return [
        Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))), len(grid.ys) - 1, len(grid.xs) - 1)
        for grid, cells in zip(layout.grids, tables, strict=True)
    ]


def _decided_numbers(
    layout: Layout, by_cell: Sequence[Readings], recognizer: Recognizer
) -> Mapping[int, numbers.Decided]:
    """The decided readings of cells that hold a single line and no words, by the cells' places in the layout."""
    numeric = _numeric_cells(layout, by_cell)
    inks = {k: layout.cells[k].lines[0] for k in numeric}
    doubtful = [k for k in numeric if _is_doubtful(layout, inks[k], by_cell[k][0])]
    again = recognizer.read([layout.second_crop(inks[k]) for k in doubtful])
    decided = {k: numbers.Decided(numbers.plain(by_cell[k][0].text)) for k in numeric}
    for k, second in zip(doubtful, again, strict=True):
        decided[k] = numbers.decide(by_cell[k][0], second, inks[k].pieces, inks[k].roundness)
    return decided


def _are_broken(read: Iterable[tuple[InkLine, str]]) -> bool:
    """Whether the page's digits fall into pieces. Where print is so thin, strokes and whole signs may be lost."""
    broken = [numbers.are_broken(text, line.pieces) for line, text in read]
    return sum(broken) >= max(BROKEN_NUMBERS * len(broken), FEW_BROKEN)


def _may_have_lost_strokes(text: str) -> bool:
    """Whether a blank may be a whole sign that thin print lost, or a number with a 1 one with a 4, 7 or 9."""
    return not text or (numbers.is_number(text) and "1" in text)


def _numeric_cells(layout: Layout, by_cell: Sequence[Readings]) -> list[int]:
    """Cells whose one line looks like a number, or stands where numbers do and is short or spoilt by a seal."""
    cells = layout.cells
    columns = _numeric_columns(cells, by_cell)
    return [
        k
        for k, (cell, read) in enumerate(zip(cells, by_cell, strict=True))
        if len(read) == 1
        and cell.lines[0].mark is None
        and (
            numbers.may_be_number(read[0].text)
            or (
                (cell.table, cell.span.col) in columns
                and (len(read[0].text) <= 2 or is_below_seal(layout.ink, cell.lines[0].box))
            )
        )
    ]


def _numeric_columns(cells: Sequence[InkedCell], read: Sequence[Readings]) -> set[tuple[int, int]]:
    """Columns most of whose inked cells are numbers."""
    inked: Counter[tuple[int, int]] = Counter()
    good: Counter[tuple[int, int]] = Counter()
    for cell, readings in zip(cells, read, strict=True):
        if readings:
            inked[cell.table, cell.span.col] += 1
            good[cell.table, cell.span.col] += len(readings) == 1 and numbers.may_be_number(readings[0].text)
    return {column for column, count in inked.items() if good[column] * 2 > count}


def _is_doubtful(layout: Layout, ink: InkLine, reading: Reading) -> bool:
    return (
        numbers.is_doubtful(reading, ink.pieces, ink.roundness)
        or layout.is_long(ink)
        or ink.pale
        or is_below_seal(layout.ink, ink.box)
    )


def read_again(layout: Layout, readings: Sequence[Reading], recognizer: Recognizer) -> list[Reading]:
    """The words of a page without cells, its numbers read a second time where in doubt."""
    numeric = [
        k
        for k, (line, reading) in enumerate(zip(layout.free, readings, strict=True))
        if line.mark is None and numbers.may_be_number(reading.text) and _is_doubtful(layout, line, reading)
    ]
    again = list(readings)
    second = recognizer.read([layout.second_crop(layout.free[k]) for k in numeric])
    for k, other in zip(numeric, second, strict=True):
        line, reading = layout.free[k], readings[k]
        decided = numbers.decide(reading, other, line.pieces, line.roundness)
        sure = IN_DOUBT if OCR_LOW in decided.flags else 1.0
        again[k] = Reading(decided.text, (sure,) * len(decided.text))
    return again


def marked(line: InkLine) -> Reading | None:
    return Reading(line.mark, (1.0,)) if line.mark else None


def _decided(layout: Layout, cell: InkedCell, readings: Readings, numerals: bool) -> numbers.Decided:
    """The text of a cell that holds no number on one line: blank, a mark, words, a number cut by a narrow cell.

    `numerals`: the page may write its numbers as 一, 二, 三.
    """
    if not readings:
        sign = traced_mark(layout.ink, cell.box, layout.usual)
        return numbers.Decided(sign, (OCR_LOW,)) if sign else numbers.Decided("")
    if len(readings) == 1 and cell.lines[0].mark:
        x0, _, x1, _ = cell.lines[0].box
        return numbers.mark(cell.lines[0].mark, (x1 - x0) / layout.usual, numerals=numerals)
    told = [k for k, reading in enumerate(readings) if numbers.is_number(reading.text)]
    rest = [line.box for k, line in enumerate(cell.lines) if k not in told]
    if len(told) == 1 and rest and all(is_below_seal(layout.ink, box) for box in rest):
        # the other lines may be what is left of the seal
        return numbers.Decided(numbers.plain(readings[told[0]].text), (OCR_LOW,))
    room = cell.box[2] - cell.box[0] - 2 * PADDING
    return numbers.words(readings, [line.box[2] - line.box[0] for line in cell.lines], room)


def _doubted(layout: Layout, cell: InkedCell, decided: numbers.Decided, digit: float) -> numbers.Decided:
    """The reading, flagged where the ink speaks against it, however certain the model is. `digit`: the usual width of one on this page."""
    if OCR_LOW in decided.flags or not _is_strange(layout, cell, decided.text, digit):
        return decided
    return replace(decided, flags=(*decided.flags, OCR_LOW))


def _is_cut(layout: Layout, cell: InkedCell) -> bool:
    """Whether the page ends in the cell: no line closes it there, and the scan may have lost what it holds."""
    (x0, y0, x1, y1), grey = cell.box, layout.sheet.grey
    rows = grey[y0 + INSET : y1 - INSET]
    if not rows.size:
        return False
    sides = [x for x, away in ((x0, x0), (x1, grey.shape[1] - x1)) if away <= CUT]
    return any(
        float((rows[:, max(x - INSET, 0) : x + INSET + 1].min(axis=1) < FAINT_INK).mean()) < CLOSED
        for x in sides
    )


def _is_streaked(layout: Layout, cell: InkedCell) -> bool:
    """Whether a dark or a blank strip of the page goes through the cell."""
    x0, y0, x1, y1 = cell.box
    inside = slice(y0 + INSET, y1 - INSET), slice(x0 + INSET, x1 - INSET)
    strips = (layout.sheet.streaks, layout.sheet.lost)
    return any(strip is not None and bool(strip[inside].any()) for strip in strips)


def _is_strange(layout: Layout, cell: InkedCell, text: str, digit: float) -> bool:
    if text and not (numbers.is_number(text) or numbers.is_mark(text)):
        return False
    if (
        _is_streaked(layout, cell)
        or _is_cut(layout, cell)
        or not is_surely_all(layout.ink, cell.box, [line.box for line in cell.lines])
    ):
        return True
    return any(
        line.gap > APART * layout.usual
        or (text == "1" and (line.barred or line.leaning))
        or ("0" in text and line.hole > ROUND_HOLE)
        or line.beside_line
        or not fits(text, _digit_shares(text, line), digit)
        or seal_is_beside(layout.ink, cell.box, line.box, SIGN_AWAY * layout.usual)
        or (line.pale and (line.mark is not None or is_below_seal(layout.ink, line.box)))
        for line in cell.lines
    )


def _digit_shares(text: str, line: InkLine) -> tuple[float, ...]:
    """The widths of the digits, as shares of their height."""
    halves = numbers.is_in_halves(text, line.pieces, line.roundness)
    return (line.roundness,) if halves else line.shares


def _cell(layout: Layout, cell: InkedCell, decided: numbers.Decided) -> Cell:
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
