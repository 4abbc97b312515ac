"""A sheet too wide for its page, with its last columns on a later page: blank cells at the cut are put in doubt.

A number is set to the middle of its cell. Where the page's edge cuts a wide cell, its number may stand on the other page,
and the cell looks blank. Each page may print the first columns again (打印标题列); in the table of disputes these hold
numbers (复议诉讼), which must be read once only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from extract.flags import HIDDEN_TEXT
from extract.model import Cell, Table
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.wording import has_role

# edges of rows on one page; the table of disputes (复议诉讼), which has no labels, has fewer
FEWEST_EDGES = 7
SAME_PT = 1.0  # points: edges of one row on two pages differ by less


def flag_torn_rows(pages: Sequence[PageBlocks], wide: bool) -> None:
    """Flags the blank cells at the right edge of a table whose rows go on, without labels, on a later page.

    `wide` says that some right parts were joined with their left parts (`_page/across/widths.py`). Both parts may then stand
    on one page, and a few rows at the same heights are enough.
    """
    before: list[tuple[PageBlocks, int]] = []
    torn: list[tuple[PageBlocks, int]] = []
    most = 0
    for page in pages:
        labelled = [(page, k) for k, table in enumerate(page.tables) if _has_labels(table)]
        before += labelled if wide else []
        for table in page.tables if before or labelled else ():
            if not _has_labels(table):
                edges = _row_edges(table)
                those = [(other, k) for other, k in before if _are_among(edges, other.tables[k])]
                those += [(page, k) for _, k in labelled if _are_those_above(edges, page.tables[k])]
                torn += those
                most = max(most, len(edges) if those else 0)
        before += [] if wide else labelled
    if torn and (wide or most >= FEWEST_EDGES):
        _doubt_tables_ending(pages, {_right_edge(other.tables[k]) for other, k in torn})


def _doubt_tables_ending(pages: Sequence[PageBlocks], ends: Set[float]) -> None:
    """Of each table with labels that ends where a page's edge cut another: its right part may be no table of its own."""
    for page in pages:
        for k, table in enumerate(page.tables):
            if _has_labels(table) and min(abs(_right_edge(table) - end) for end in ends) < SAME_PT:
                page.tables[k] = with_cut_cells_doubted(table)


def settle_titles(pages: Sequence[PageBlocks]) -> None:
    """Handles the first columns of a ruled table that repeat those of a table on an earlier page (打印标题列).

    The two tables differ in the headings behind these columns. First columns of numbers, below a column's label, are left
    out, so that the numbers are read once. First columns of labels stay, as each row needs its label, and the blank cells
    at the cut are put in doubt.
    """
    last: dict[int, tuple[PageBlocks, int, Table]] = {}
    for page in pages:
        for k, table in enumerate(page.tables):
            firsts = _firsts(table)
            if table.flags or len(firsts) < 2:
                continue
            before, last[len(firsts)] = last.get(len(firsts)), (page, k, table)
            if not before or before[0] is page or not _is_beside(before[2], table):
                continue
            titles = title_columns(before[2], table)
            if heads_columns(firsts):
                page.tables[k] = without_titles(table, titles)
            else:
                for there, at in (before[:2], (page, k)):
                    there.tables[at] = with_cut_cells_doubted(there.tables[at], titles)


def title_columns(before: Table, table: Table) -> int:
    """How many of the first columns of `before` the table prints again, whatever stands in a cell over several columns."""
    own = {(c.text, c.col, before.n_rows - c.row): _box(c)[2] for c in before.cells}
    new = (
        cell.col
        for cell in table.cells
        if cell.colspan == 1
        and abs(own.get((cell.text, cell.col, table.n_rows - cell.row), -SAME_PT) - _box(cell)[2]) >= SAME_PT
    )
    return min(new, default=0)


def without_titles(table: Table, titles: int) -> Table:
    """The table without so many of its first columns."""
    cells = (cell._replace(col=cell.col - titles) for cell in table.cells if cell.col >= titles)
    return replace(table, cells=tuple(cells), n_cols=table.n_cols - titles)


def heads_columns(cells: Iterable[Cell]) -> bool:
    """Whether one of the cells is a column's label, and no row's."""
    return any(has_role(cell.text, "column") and not has_role(cell.text, "row") for cell in cells)


def _firsts(table: Table) -> list[Cell]:
    return [cell for cell in table.cells if cell.col == 0 and cell.colspan == 1]


def _is_beside(before: Table, table: Table) -> bool:
    """Whether their first columns are the same lines with most of the same texts, and their headings are not."""
    pairs = list(zip(_firsts(before), _firsts(table), strict=True))
    edges = (abs(x - y) for one, other in pairs for x, y in zip(_box(one), _box(other), strict=True))
    if _heading(before) == _heading(table) or any(edge >= SAME_PT for edge in edges):
        return False
    return 2 * sum(one.text == other.text for one, other in pairs) > len(pairs)


def _heading(table: Table) -> list[str]:
    return [cell.text for cell in table.cells if cell.col and has_role(cell.text, "column")]


def _box(cell: Cell) -> tuple[float, ...]:
    """The edges of a cell; for a cell without a place, edges that no other cell has."""
    return (cell.place.box if cell.place else None) or (-9.0,) * 4


def _has_labels(table: Table) -> bool:
    return any(has_role(cell.text, "row", "corner") for cell in table.cells)


def _are_among(edges: Set[float], table: Table) -> bool:
    own = _row_edges(table)
    return bool(edges) and all(min(abs(y - own_y) for own_y in own) < SAME_PT for y in edges)


def _are_those_above(edges: Set[float], table: Table) -> bool:
    """Whether all of its rows' edges are as far from one another, and higher: pages that were put onto one long page."""
    own = sorted(_row_edges(table))
    if not FEWEST_EDGES <= len(own) == len(edges) or own[-1] > min(edges):
        return False
    return all(
        abs((y - min(edges)) - (mine - own[0])) < SAME_PT for mine, y in zip(own, sorted(edges), strict=True)
    )


def _right_edge(table: Table) -> float:
    return max((_box(cell)[2] for cell in table.cells), default=-9.0)


def _row_edges(table: Table) -> set[float]:
    places = [cell.place for cell in table.cells if cell.place]
    return {y for place in places for y in (place.y0, place.y1) if y is not None}


def with_cut_cells_doubted(table: Table, left: int = 0) -> Table:
    """The table with the blank cells at its right edge in doubt.

    `left` is the number of first columns that are printed again; blank cells right behind them are put in doubt as well.
    """
    cells = (
        cell._replace(flags=(*cell.flags, HIDDEN_TEXT))
        if (cell.col + cell.colspan == table.n_cols or 0 < cell.col == left)
        and not cell.text.strip()
        and HIDDEN_TEXT not in cell.flags
        else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))
