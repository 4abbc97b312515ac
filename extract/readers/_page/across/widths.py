"""A sheet printed over several page widths (先列后行, 先行后列): the right parts of a table are joined with its left part.

Only the left part has the labels of the rows. A table on a later page is its right part where the rows stand at the same
heights, and the headings of all parts together are the columns of a form in its order. Rows that the page's end cut off
follow on later pages in the same way. A table is joined only where all of its parts are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.model import Cell, Place, Table
from extract.readers._page.across.cuts import column_edges
from extract.readers._page.across.titles import (
    heads_columns,
    title_columns,
    with_cut_cells_doubted,
    without_titles,
)
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.wording import are_all_columns, has_role
from normalize.number import is_words, prints_value

SAME_PT = 0.5  # points: edges of two parts of one sheet differ by less
NOTHING = Table((), 0, 0)  # in place of a table that was joined with another


@dataclass(frozen=True, slots=True)
class _Part:
    """Table number `k` of page `at` with the edges of its columns and rows; `titles` columns that it prints again are left out."""

    at: int
    k: int
    table: Table
    xs: list[float]
    ys: list[float]
    titles: int = 0

    @property
    def head(self) -> float:
        """Where its heading ends, if it has no labels of rows."""
        ends = (cell.row + cell.rowspan for cell in self.table.cells if is_words(cell.text))
        return self.ys[max(ends, default=0)]

    def leaves(self, bottom: float) -> list[str]:
        """The lowest labels of a heading that ends there, from left to right."""
        cells = [c for c in self.table.cells if _same(self.ys[c.row + c.rowspan], bottom)]
        return [cell.text for cell in sorted(cells, key=lambda cell: cell.col)]

    def without(self, titles: int) -> _Part:
        if not titles:
            return self
        return replace(self, table=without_titles(self.table, titles), xs=self.xs[titles:], titles=titles)


def join_widths(pages: Sequence[PageBlocks]) -> dict[int, float]:
    """Moves what stands on pages with right parts onto the page of the left part; gives for each such page how far it moved.

    All then stands as if on one wide page, so that the pieces that the pages' ends cut have the same edges.
    """
    # for each page that was moved: beside which page, and how far to the right
    beside: dict[int, tuple[int, float]] = {}
    ends: list[float] = []  # the right edges of left parts
    parts = [list(_parts_on(page, at)) for at, page in enumerate(pages)] if _may_be_wide(pages) else []
    for left in [part for of_page in parts for part in of_page]:
        rows = [(row, _moves(row)) for row in _rows(parts, left)]
        found = {
            part.at: (row[0].at, move)
            for row, moves in rows
            for part, move in zip(row[1:], moves[1:], strict=True)
        }
        if _agree(beside, found):
            beside |= found
            for row, moves in rows:
                ends.append(row[0].xs[-1])
                for part in row[1:]:
                    pages[part.at].tables[part.k] = NOTHING
                pages[row[0].at].tables[row[0].k] = _joined(row, moves)
    for at, page in enumerate(pages) if ends else ():
        if at not in beside:
            _doubt_cut(page, ends)
    for at, (left_at, move) in beside.items():
        page, right = pages[left_at], pages[at]
        page.tables += [_moved(table, move) for table in right.tables if table is not NOTHING]
        page.lines += [line._replace(x0=line.x0 + move, x1=line.x1 + move) for line in right.lines]
        right.tables, right.lines = [], []
    return {pages[at].number: move for at, (_, move) in beside.items()}


def is_last_column(table: Table) -> bool:
    """Whether it may be the last column of a table that was too wide for its page: nothing but numbers below a column's label.

    Other boxes below each other are paragraphs, or a table whose columns are not ruled.
    """
    rest = [cell.text for cell in table.cells if not has_role(cell.text, "column")]
    return len(rest) > 1 and all(prints_value(text) for text in rest if text.strip())


def _doubt_cut(page: PageBlocks, ends: Sequence[float]) -> None:
    """A table that ends where left parts of others do may be cut there, too: its right part is not known."""
    for k, table in enumerate(page.tables):
        places = [cell.place for cell in table.cells if cell.place]
        end = max((place.x1 or 0.0 for place in places), default=0.0)
        if any(_same(end, other) for other in ends):
            page.tables[k] = with_cut_cells_doubted(table)


def _may_be_wide(pages: Sequence[PageBlocks]) -> bool:
    """Whether tables on two pages begin and end at the same heights, as rows of one sheet do."""
    ends: set[tuple[int, int]] = set()
    for page in pages:
        corners = [(table.cells[0].place, table.cells[-1].place) for table in page.tables if table.cells]
        mine = {(round(a.y0 or 0), round(b.y1 or 0)) for a, b in corners if a and b}
        if not ends.isdisjoint(mine):
            return len({page.number for page in pages}) == len(pages)
        ends |= mine
    return False


def _parts_on(page: PageBlocks, at: int) -> Iterator[_Part]:
    """The ruled tables."""
    for k, table in enumerate(page.tables):
        xs = None if table.flags else column_edges(table)
        if xs is not None:
            cells = [(cell, cell.place) for cell in table.cells if cell.place]
            ys = {cell.row: place.y0 or 0.0 for cell, place in cells}
            ys |= {cell.row + cell.rowspan: place.y1 or 0.0 for cell, place in cells}
            if len(ys) == table.n_rows + 1:
                yield _Part(at, k, table, xs, [ys[row] for row in sorted(ys)])


def _agree(beside: Mapping[int, tuple[int, float]], found: Mapping[int, tuple[int, float]]) -> bool:
    """Whether the moves found agree: each page was moved to one place only, and none to a page that was moved itself."""
    placed = {**beside, **found}
    return all(left not in placed for left, _ in placed.values()) and all(
        placed[at][0] == left and _same(placed[at][1], move) for at, (left, move) in beside.items()
    )


def _rows(parts: Sequence[Sequence[_Part]], left: _Part) -> list[list[_Part]]:
    """Rows of parts that stand beside each other: the row that `left` begins, and those of the pages below; [] if one is missing."""
    first = _beside(parts, left)
    rows = [first] if first else []
    while rows and (below := _below(parts, rows)) is not None:
        row = [below]
        for right in first[1:]:
            at = below.at + right.at - left.at
            others = [part.without(right.titles) for part in (parts[at] if at < len(parts) else ())]
            row += [p for p in others if _are_same(p.ys, below.ys) and _are_same(p.xs, right.xs)]
        if len(row) != len(first):
            return []
        rows.append(row)
    return rows


def _beside(parts: Sequence[Sequence[_Part]], left: _Part) -> list[_Part]:
    """The part and its right ones, whose headings together are a form's; none where they are not."""
    row = [left]
    for part in (part for of_page in parts[left.at + 1 :] for part in of_page):
        if _are_same((part.ys[0], part.ys[-1]), (left.ys[0], left.ys[-1])):
            right = part.without(title_columns(left.table, part.table))
            bottom = row[1].head if len(row) > 1 else right.head
            if _are_same(*([y for y in each.ys if y > bottom - SAME_PT] for each in (left, right))):
                row.append(right)
                texts = [text for each in row for text in each.leaves(bottom)]
                if are_all_columns(tuple(texts)) or are_all_columns(tuple(texts[1:])):  # without the corner
                    return row
    return []


def _below(parts: Sequence[Sequence[_Part]], rows: Sequence[Sequence[_Part]]) -> _Part | None:
    """The left part that goes on with the last one's table at the top of the next page."""
    last, used = rows[-1][0], {part.at for row in rows for part in row}
    at = next((at for at in range(last.at + 1, len(parts)) if at not in used), None)
    if at is None or not parts[at] or any(part.ys[0] > last.ys[0] for part in parts[last.at]):
        return None
    first = min(parts[at], key=lambda part: part.ys[0])
    alike = _are_same((first.xs[0], first.xs[-1]), (last.xs[0], last.xs[-1]))
    return first if alike and not heads_columns(first.table.cells) else None


def _moves(row: Sequence[_Part]) -> list[float]:
    """How far each is moved to the right to stand beside the one before it."""
    moves = [0.0]
    for part, following in pairwise(row):
        moves.append(moves[-1] + part.xs[-1] - following.xs[0])
    return moves


def _joined(row: Sequence[_Part], moves: Sequence[float]) -> Table:
    """The parts as one table."""
    ys = sorted(y for part in row for y in part.ys)
    ys = [y for y, before in zip(ys, (-SAME_PT, *ys), strict=False) if not _same(y, before)]
    cells: list[Cell] = []
    width = 0
    for part, move in zip(row, moves, strict=True):
        at = [sum(edge < y - SAME_PT for edge in ys) for y in part.ys]
        cells += (
            c._replace(row=at[c.row], rowspan=at[c.row + c.rowspan] - at[c.row], col=c.col + width)
            for c in _moved(part.table, move).cells
        )
        width += part.table.n_cols
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(row[0].table, cells=tuple(cells), n_rows=len(ys) - 1, n_cols=width)


def _moved(table: Table, move: float) -> Table:
    cells = (c._replace(place=moved_place(c.place, move)) if c.place else c for c in table.cells)
    return replace(table, cells=tuple(cells))


def moved_place(place: Place, move: float) -> Place:
    """The place so far to the right."""
    if place.x0 is None or place.x1 is None:
        return place
    return place._replace(x0=place.x0 + move, x1=place.x1 + move)


def _same(one: float, other: float) -> bool:
    return abs(one - other) < SAME_PT


def _are_same(ones: Sequence[float], others: Sequence[float]) -> bool:
    return len(ones) == len(others) and all(map(_same, ones, others))
