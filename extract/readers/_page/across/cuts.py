"""Pieces of a table on several pages -> one table, with a row that a page's end cut in two as one row again.

2.其他法律行 and its numbers stand at the foot of one page, 政法规禁止公开 at the head of the next. Read as two rows, the
numbers would have a label that no form has, and the rest of the label no numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.model import Cell, Table
from extract.readers._page.across.cut_rows import is_numbered_by, join_rows
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.wording import has_role, is_enumerator, is_label
from normalize.number import prints_value

SAME_PT = 3.0  # points: edges of one column on two pages differ by less
EXACT_PT = 0.1  # points: edges of one column in one piece differ by less, as they are one line

_CUT_NUMBER = re.compile(r"\s*[)）、.．,，]")  # what is left of a label whose number stands above


def join_cut_tables(pages: Sequence[PageBlocks]) -> None:
    """Joins the table that ends a page with the table that begins the next page, where the edges of their columns agree.

    Before that, a label that is cut in two is put together. This is done also where the edges are not known, as in tables
    without ruling lines.
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
            joined = _joined(*_mended(upper, _without_head(upper, lower)), column_edges(lower))
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


def _first_on(page: PageBlocks) -> int | None:
    """The table that begins the page, if no text stands above it."""
    if not page.tables:
        return None
    tops = list(map(_top, page.tables))
    highest = min(tops)
    return None if any(line.y1 < highest for line in page.lines) else tops.index(highest)


def _joined(upper: Table, lower: Table, below: list[float] | None) -> Table | None:
    """Both pieces as one table, its columns on the edges of both; None where their widths differ or the edges are not known.

    `below` gives the edges of the lower piece before its repeated heading was left out, which may have been the only row to
    show some of them.
    """
    above = column_edges(upper)
    if above is None or below is None or upper.flags != lower.flags:
        return None
    if not _holds(above, below) and not _holds(below, above):
        below = [x + above[0] - below[0] for x in below]  # the right half of a sheet, an odd page's margin
        if abs(above[-1] - below[-1]) > SAME_PT:
            return None
    edges = sorted((*above, *[x for x in below if _distance(above, x) > SAME_PT]))
    pieces = [_on_edges(upper, above, edges, 0), _on_edges(lower, below, edges, upper.n_rows)]
    if any(cell.colspan < 1 for piece in pieces for cell in piece):
        return None
    cells = join_rows(pieces[0], pieces[1], upper.n_rows)
    return replace(upper, cells=cells, n_rows=upper.n_rows + lower.n_rows, n_cols=len(edges) - 1)


def _holds(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether all of the others are among the edges, and both end at the same edge on the right.

    The others may be those of a piece that lacks the columns of a group's label, on the left.
    """
    return abs(edges[-1] - others[-1]) < SAME_PT and all(_distance(edges, x) < SAME_PT for x in others)


def _without_head(upper: Table, lower: Table) -> Table:
    """The piece below without the rows of its table's head that are printed again above it."""
    if _first_text(upper) != _first_text(lower):
        return lower
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


def _first_text(table: Table) -> str:
    return next((cell.text for cell in table.cells if cell.text.strip()), "")


def _texts_by_row(table: Table) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    return dict(sorted(rows.items()))


def _is_head(texts: Sequence[str]) -> bool:
    return not any(map(prints_value, texts)) and any(has_role(text, "corner", "column") for text in texts)


def column_edges(table: Table) -> list[float] | None:
    """The left and right edges of the columns, in order; None where cells of one column disagree, as they do without lines."""
    found: dict[int, float] = {}
    for _, _, col, _, colspan, _, place, _ in table.cells:
        if place is None or place.x0 is None or place.x1 is None:
            return None
        for column, x in ((col, place.x0), (col + colspan, place.x1)):
            first = found.setdefault(column, x)
            if first != x and abs(first - x) > EXACT_PT:
                return None
    return [found[column] for column in sorted(found)] if len(found) == table.n_cols + 1 else None


def _on_edges(table: Table, own: Sequence[float], edges: Sequence[float], down: int) -> list[Cell]:
    """The cells with their columns counted on `edges`, so many rows further down."""
    at = [_nearest(edges, x) for x in own]
    if not down and at == list(range(len(at))):
        return list(table.cells)
    return [
        Cell._make(
            (text, row + down, at[col], rowspan, at[col + colspan] - at[col], flags, place, alternative)
        )
        for text, row, col, rowspan, colspan, flags, place, alternative in table.cells
    ]


def _distance(edges: Sequence[float], x: float) -> float:
    """How far the nearest of the edges is, which come in order."""
    above = bisect_left(edges, x)
    return min([abs(x - edge) for edge in edges[max(above - 1, 0) : above + 1]])


def _nearest(edges: Sequence[float], x: float) -> int:
    return edges.index(x) if x in edges else min(range(len(edges)), key=lambda k: abs(edges[k] - x))


def _bottom(table: Table) -> float:
    return max([at.y1 for cell in table.cells if (at := cell.place) and at.y1 is not None], default=0.0)


def _top(table: Table) -> float:
    return min([at.y0 for cell in table.cells if (at := cell.place) and at.y0 is not None], default=0.0)


def _mended(upper: Table, lower: Table) -> tuple[Table, Table]:
    end = upper.n_rows - 1
    ends = [cell for cell in upper.cells if cell.row + cell.rowspan > end and cell.text.strip()]
    heads = [cell for cell in lower.cells if cell.row == 0 and cell.text.strip()]
    pairs = [(a, b) for a, b in _in_one_column(upper, ends, lower, heads) if _is_one(a, b)]
    if not pairs:
        return upper, lower
    in_last_row = all(part.row == end for part, _ in pairs)
    above = any(_side(upper, cell) < min(_side(upper, part) for part, _ in pairs) for cell in ends)
    below = any(_side(lower, cell) < min(_side(lower, rest) for _, rest in pairs) for cell in heads)
    only_rests = len(pairs) == len(heads)
    for part, rest in pairs:
        whole = part.text + rest.text
        if only_rests or (in_last_row and not below):  # the numbers stand above
            upper, lower = _with(upper, part, whole), _with(lower, rest, "")
        elif in_last_row and not above:
            upper, lower = _with(upper, part, ""), _with(lower, rest, whole)
    return upper, lower


def _is_one(part: Cell, rest: Cell) -> bool:
    """Whether two that stand in one column are one cell: a form spells the label so."""
    number_cut = is_enumerator(part.text) and _CUT_NUMBER.match(rest.text) is not None
    known = has_role(part.text + rest.text, "row") if number_cut else is_label(part.text + rest.text)
    if is_label(part.text) or not known:
        return False
    return (
        not is_label(rest.text)
        or _CUT_NUMBER.match(rest.text) is not None
        or is_numbered_by(part.text, rest.text)
    )


def _in_one_column(
    upper: Table, ends: Sequence[Cell], lower: Table, heads: Sequence[Cell]
) -> Iterator[tuple[Cell, Cell]]:
    """Pairs of a cell at the end of one piece and of one at the head of the other."""
    by_side = bool(upper.flags or lower.flags)
    below = [(rest, rest.place.box if rest.place else None) for rest in heads]
    for part in ends:
        one = part.place.box if part.place else None
        for rest, other in below:
            if by_side or not one or not other:
                if _side(upper, part) == _side(lower, rest):
                    yield part, rest
            elif abs(one[0] - other[0]) < SAME_PT and abs(one[2] - other[2]) < SAME_PT:
                yield part, rest


def _side(table: Table, cell: Cell) -> int:
    """How many columns stand right of a cell. Pieces of one table agree in the columns of numbers, if not in those of labels."""
    return table.n_cols - cell.col - cell.colspan


def _with(table: Table, cell: Cell, text: str) -> Table:
    cells = tuple(c._replace(text=text) if c is cell else c for c in table.cells)
    return replace(table, cells=cells)
