"""The pieces of a table that the pages' ends cut -> one table; a row cut inside its label -> one row again.

2.其他法律行 and its numbers stand at the foot of one page, 政法规禁止公开 at the head of the next: read as two rows, the
numbers would have no label, and the label no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from extract.model import Cell, Table
from extract.readers.pdf_text import Line
from extract.readers.pdf_words import ITEM, begins_label, has_role, is_enumerator, is_label, is_unit
from normalize.number import number, prints_value

SAME_PT = 3.0  # points: edges of one column on two pages differ by less
JOINED = "row_joined"
WRAPPED = "number_wrapped"
EXACT_PT = 0.1  # points: those of one table are the same line

_DIGITS = re.compile(r"[\d,，.．]*\d[\d,，.．]*")
_CUT_NUMBER = re.compile(r"\s*[)）、.．,，]")  # what is left of a label whose number stands above


class Page(Protocol):
    """What was found on one page, in reading order of its tables."""

    lines: list[Line]
    tables: list[Table]


def join_cut_tables(pages: Sequence[Page]) -> None:
    """Joins a table that ends one page with the one that begins the next, where both have the same edges.

    Before that the last row of a page is joined with the first of the next, if both are one; so it is where the
    edges are not known.
    """
    above: tuple[list[Table], int] | None = None  # where the table that ends the page before is kept
    for page in pages:
        if not page.tables and not page.lines:
            continue
        first = _first_on(page) if above else None
        bottom = None
        if above and first is not None:
            tables, last = above
            upper, lower = tables[last], page.tables[first]
            joined = _joined(*_mended(upper, _without_head(upper, lower)), _edges(lower))
            if joined is not None:
                bottom = _bottom(lower)
                tables[last] = joined
                del page.tables[first]
            else:
                tables[last], page.tables[first] = _mended(upper, lower)
        if page.tables:
            bottoms = list(map(_bottom, page.tables))
            below = max(bottoms)
            end = bottoms.index(below)
            above = (page.tables, end) if bottom is None or below > bottom else above
        else:
            below = bottom or 0.0
            above = above if bottom is not None else None
        if any(line.y0 > below for line in page.lines):
            above = None


def _first_on(page: Page) -> int | None:
    """The table that begins the page, if no text stands above it."""
    if not page.tables:
        return None
    tops = list(map(_top, page.tables))
    highest = min(tops)
    return None if any(line.y1 < highest for line in page.lines) else tops.index(highest)


def _joined(upper: Table, lower: Table, below: list[float] | None) -> Table | None:
    """Both as one table on the edges of both; None where they differ in width or their edges are not known.

    `below`: the edges of the piece below, of whose columns its head may have been the only one to show some.
    """
    above = _edges(upper)
    if above is None or below is None or upper.flags != lower.flags:
        return None
    if not _holds(above, below) and not _holds(below, above):
        below = [x + above[0] - below[0] for x in below]  # the right half of a sheet, an odd page's margin
        if abs(above[-1] - below[-1]) > SAME_PT:
            return None
    edges = sorted((*above, *(x for x in below if min(abs(x - y) for y in above) > SAME_PT)))
    pieces = [_on_edges(upper, above, edges, 0), _on_edges(lower, below, edges, upper.n_rows)]
    if any(cell.colspan < 1 for piece in pieces for cell in piece):
        return None
    cells = (
        _with_cut_head(*pieces, upper.n_rows)
        or _with_cut_cells(*pieces, upper.n_rows)
        or _with_cut_row(*pieces, upper.n_rows)
        or _without_remains(*pieces, upper.n_rows)
    )
    return replace(upper, cells=cells, n_rows=upper.n_rows + lower.n_rows, n_cols=len(edges) - 1)


def _holds(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether the others, of a piece that may lack the columns of a group's label, end at the same edge on the right."""
    return abs(edges[-1] - others[-1]) < SAME_PT and all(
        min(abs(x - y) for y in edges) < SAME_PT for x in others
    )


def _without_head(upper: Table, lower: Table) -> Table:
    """The piece below without the rows of its table's head that are printed again above it."""
    above, below = _texts_by_row(upper), _texts_by_row(lower)
    start, found = 0, False
    for texts, (row, again) in zip(above.values(), below.items(), strict=False):
        if texts != again or not _is_head(texts):
            start = row if found else 0
            break
        found = True
    if not start or any(cell.row < start < cell.row + cell.rowspan for cell in lower.cells):
        return lower
    rest = (cell._replace(row=cell.row - start) for cell in lower.cells if cell.row >= start)
    return replace(lower, cells=tuple(rest), n_rows=lower.n_rows - start)


def _texts_by_row(table: Table) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    return dict(sorted(rows.items()))


def _is_head(texts: Sequence[str]) -> bool:
    return not any(map(prints_value, texts)) and any(has_role(text, "corner", "column") for text in texts)


def _meeting(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[list[Cell], dict[int, Cell]]:
    """The cells of the first row below the cut, and by `id` the cells above it that end there in the same column."""
    ends = {(cell.col, cell.colspan): cell for cell in upper if cell.row + cell.rowspan == cut}
    first = [cell for cell in lower if cell.row == cut]
    found = {id(cell): ends.get((cell.col, cell.colspan)) for cell in first}
    return first, {key: end for key, end in found.items() if end is not None}


def _with_cut_head(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """All cells, those of the table's head that go on below the cut as one; None where no head is cut.

    结果维 above, 持 below; or the whole label above, and blank what its cell has left beside the labels below.
    """
    first, ends = _meeting(upper, lower, cut)
    met = [(ends[id(cell)], cell) for cell in first if id(cell) in ends]
    if not any(cell.text.strip() for cell in first) or not met:
        return None
    texts = (ends[id(cell)].text + cell.text if id(cell) in ends else cell.text for cell in first)
    if not all(has_role(text, "corner", "column") for text in texts if text.strip()):
        return None
    both = (*first, *(end for end, _ in met))
    if any(prints_value(cell.text) or _is_row_label(cell.text) for cell in both):
        return None
    whole = {
        id(end): _longer(end, cell.rowspan)._replace(text=end.text + cell.text.strip()) for end, cell in met
    }
    kept = (whole.get(id(cell), cell) for cell in upper)
    return (*kept, *(cell for cell in lower if id(cell) not in ends))


def _is_row_label(text: str) -> bool:
    return has_role(text, "row") and not has_role(text, "corner", "column")


def _with_cut_cells(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """All cells, those of a row that go on below the cut as one; None where none do.

    Each text below the cut stands below another and goes on with it, so no row begins there. As in an uncut cell,
    digits are one number only where its cell had no room for a further one.
    """
    first, ends = _meeting(upper, lower, cut)
    rest = [cell for cell in first if cell.text.strip()]
    met = [(ends[id(cell)], cell) for cell in rest if id(cell) in ends]
    if not rest or len(met) < len(rest) or not all(_goes_on(end.text, cell.text) for end, cell in met):
        return None
    widest = max((len(c.text) for c in upper if c.row == cut - 1 and _DIGITS.fullmatch(c.text)), default=0)
    whole = {}
    for end, cell in met:
        digits = _DIGITS.fullmatch(cell.text) is not None
        between = "\n" if digits and not (1 < len(end.text) == widest >= len(cell.text)) else ""
        flags = (*end.flags, WRAPPED) if digits else end.flags
        whole[id(end)] = end._replace(text=end.text + between + cell.text, flags=flags)
    below = {id(cell) for cell in rest}
    return _without_remains(
        [whole.get(id(cell), cell) for cell in upper],
        [cell._replace(text="") if id(cell) in below else cell for cell in lower],
        cut,
    )


def _goes_on(text: str, rest: str) -> bool:
    """Whether a cell's text goes on with the rest: a label, digits after digits, a unit, a mark in words."""
    if _DIGITS.fullmatch(rest):
        return _DIGITS.fullmatch(text) is not None
    if is_label(text + rest):
        return not is_label(rest)
    return is_unit(rest) or (not prints_value(rest) and number(text + rest).status == "not_applicable")


def _with_cut_row(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """All cells, the last row above the cut and the first below it as one; None where they are two rows.

    The numbers of a row whose label goes over several lines may stand on one side of the cut, its label on the other:
    one side is blank where the other is not, and the row's label and its numbers do not stand on the same side.
    """
    first = cut + _header_rows(lower, cut)
    halves = {(cell.col, cell.colspan): cell for cell in lower if cell.row == first and cell.rowspan == 1}
    pairs = [(cell, halves.get((cell.col, cell.colspan))) for cell in upper if cell.row + cell.rowspan == cut]
    pairs.sort(key=lambda pair: pair[0].col)
    texts = [(a.text.strip(), b.text.strip() if b else "") for a, b in pairs if a.row == cut - 1 or b]
    lone = set(halves) - {(a.col, a.colspan) for a, _ in pairs}
    if any(a and b for a, b in texts) or any(halves[place].text.strip() for place in lone):
        return None
    sides = [(0 if a else 1, prints_value(a or b)) for a, b in texts if (a or b) and not is_unit(a or b)]
    start = next((k for k, (_, counts) in enumerate(sides) if counts), 0)
    if not start or not all(counts for _, counts in sides[start:]):
        return None
    if all(side == sides[start - 1][0] for side, _ in sides[start:]):
        return None
    whole = {id(a): _half(a, b) for a, b in pairs if b is not None}
    kept = (whole.get(id(cell), cell) for cell in upper)
    rest = (cell for cell in lower if cell.row != first or cell.rowspan > 1)
    return (*kept, *(_shorter(cell) if cell.row == first else cell for cell in rest))


def _half(one: Cell, other: Cell) -> Cell:
    """The half that holds the text, in the place of the first."""
    shown = one if one.text.strip() else other
    return one._replace(text=shown.text, place=shown.place, flags=(*shown.flags, JOINED))


def _shorter(cell: Cell) -> Cell:
    return cell._replace(row=cell.row + 1, rowspan=cell.rowspan - 1)


def _header_rows(lower: list[Cell], cut: int) -> int:
    """How many rows of the piece below only repeat the table's header."""
    count = 0
    while any(cell.row == cut + count and has_role(cell.text, "corner", "column") for cell in lower):
        count += 1
    return count


def _without_remains(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...]:
    """All cells but those of a row of blanks above or below the cut: what the cut left of the row beside it."""
    heads = [cell for cell in lower if cell.row == cut]
    if not any(cell.text.strip() for cell in upper if cell.row == cut - 1):
        upper = [_longer(c, -1) if c.row + c.rowspan == cut else c for c in upper if c.row < cut - 1]
        return (*upper, *lower)
    ends = {(c.col, c.colspan): c for c in upper if c.row + c.rowspan == cut}
    if any(cell.text.strip() or (cell.col, cell.colspan) not in ends for cell in heads):
        return (*upper, *lower)
    met = ((ends[head.col, head.colspan], head.rowspan) for head in heads)
    more = {id(end): rows for end, rows in met if max(end.rowspan, rows) > 1}  # not the row's own cells
    kept = (_longer(cell, more.get(id(cell), 0)) for cell in upper)
    return (*kept, *(cell for cell in lower if cell.row != cut))


def _longer(cell: Cell, rows: int) -> Cell:
    return cell._replace(rowspan=cell.rowspan + rows) if rows else cell


def _edges(table: Table) -> list[float] | None:
    """Where the columns begin and end; None where cells of one column disagree, as they do without lines."""
    sides: dict[
        tuple[int, float | None], None
    ] = {}  # of a ruled table one a column, whatever the number of cells
    for _, _, col, _, colspan, _, place, _ in table.cells:
        if place is None:
            return None
        sides[col, place.x0] = sides[col + colspan, place.x1] = None
    found: dict[int, float] = {}
    for column, x in sides:
        if x is None or abs(found.setdefault(column, x) - x) > EXACT_PT:
            return None
    return [found[column] for column in sorted(found)] if len(found) == table.n_cols + 1 else None


def _on_edges(table: Table, own: Sequence[float], edges: Sequence[float], down: int) -> list[Cell]:
    """The cells with their columns counted on `edges`, so many rows further down."""
    at = [_nearest(edges, x) for x in own]
    if not down and at == list(range(len(at))):
        return list(table.cells)
    return [
        Cell(text, row + down, at[col], rowspan, at[col + colspan] - at[col], flags, place, alternative)
        for text, row, col, rowspan, colspan, flags, place, alternative in table.cells
    ]


def _nearest(edges: Sequence[float], x: float) -> int:
    return edges.index(x) if x in edges else min(range(len(edges)), key=lambda k: abs(edges[k] - x))


def _bottom(table: Table) -> float:
    places = [cell.place for cell in table.cells]
    return max([place.y1 for place in places if place and place.y1 is not None], default=0.0)


def _top(table: Table) -> float:
    places = [cell.place for cell in table.cells]
    return min([place.y0 for place in places if place and place.y0 is not None], default=0.0)


def _mended(upper: Table, lower: Table) -> tuple[Table, Table]:
    end = upper.n_rows - 1
    ends = [cell for cell in upper.cells if cell.row + cell.rowspan > end and cell.text.strip()]
    heads = [cell for cell in lower.cells if cell.row == 0 and cell.text.strip()]
    pairs = [(a, b) for a in ends for b in heads if _is_one(upper, a, lower, b)]
    if not pairs:
        return upper, lower
    in_last_row = all(part.row == end for part, _ in pairs)
    above = any(_side(upper, cell) < min(_side(upper, part) for part, _ in pairs) for cell in ends)
    below = any(_side(lower, cell) < min(_side(lower, rest) for _, rest in pairs) for cell in heads)
    only_rests = len(pairs) == len(heads) and all(part.row + part.rowspan == upper.n_rows for part, _ in pairs)
    for part, rest in pairs:
        whole = part.text + rest.text
        if only_rests or (in_last_row and not below):  # the numbers stand above
            upper, lower = _with(upper, part, whole), _with(lower, rest, "")
        elif in_last_row and not above:
            upper, lower = _with(upper, part, ""), _with(lower, rest, whole)
    return upper, lower


def _is_one(upper: Table, part: Cell, lower: Table, rest: Cell) -> bool:
    """Whether both are one cell: a form spells the label so, and they stand in one column."""
    if not _in_one_column(upper, part, lower, rest):
        return False
    number_cut = is_enumerator(part.text) and _CUT_NUMBER.match(rest.text) is not None
    known = has_role(part.text + rest.text, "row") if number_cut else is_label(part.text + rest.text)
    whole = part.text + rest.text
    if lower.n_rows == 1 and begins_label(whole) and not begins_label(rest.text):
        return True  # it goes on on the page after
    if is_label(part.text) or not known:
        return False
    return not is_label(rest.text) or _CUT_NUMBER.match(rest.text) is not None or _lacks_number(part, rest)


def _lacks_number(part: Cell, rest: Cell) -> bool:
    """（四） above, 无法提供 below."""
    return is_enumerator(part.text) and not prints_value(part.text) and not ITEM.match(rest.text)


def _in_one_column(upper: Table, part: Cell, lower: Table, rest: Cell) -> bool:
    one, other = part.place, rest.place
    if upper.flags or lower.flags or not one or not other:
        return _side(upper, part) == _side(lower, rest)
    if one.x0 is None or other.x0 is None or one.x1 is None or other.x1 is None:
        return False
    return abs(one.x0 - other.x0) < SAME_PT and abs(one.x1 - other.x1) < SAME_PT


def _side(table: Table, cell: Cell) -> int:
    """Columns right of a cell: pieces of one table have as many columns of numbers, if not of labels."""
    return table.n_cols - cell.col - cell.colspan


def _with(table: Table, cell: Cell, text: str) -> Table:
    cells = tuple(c._replace(text=text) if c is cell else c for c in table.cells)
    return replace(table, cells=cells)
