"""Rows by the right edges of their cells, as RTF and Word's binary state them → tables: both have no grid, nor RTF even tables.

The columns of a table are the edges that occur in any of its rows; a cell's span is the number of them that
it covers. A cell's content is a list of its lines and of the tables nested in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.errors import DocumentError
from extract.flags import COLUMN_INFERRED, HIDDEN_TEXT
from extract.model import Paragraph, Table
from extract.readers._shared.limits import refuse_many
from extract.readers._shared.nested import nested_text
from extract.readers._word.grid import MAX_COLUMNS, WordCell, WordRow, rows_to_table, snap

EDGE_SNAP = 20  # twips (1 pt): edges closer than this are one; writers round each row by itself
LEFT_SNAP = 150  # twips: rows begin up to a cell margin (108) apart where they were made separately

Item = str | Paragraph | Table


@dataclass(slots=True)
class CellContent:
    """What a cell holds. `aside`: text that is the cell's only where it has no other (struck through, white)."""

    items: list[Item] = field(default_factory=list)
    aside: str = ""
    flags: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = (
            each if isinstance(each, str) else each.text for each in self.items if not isinstance(each, Table)
        )
        return "\n".join(lines).strip() or self.aside.strip() or nested_text(self.items)

    def lines(self) -> list[Item]:
        return self.items if self.items or not self.aside.strip() else [self.aside.strip()]

    def all_flags(self, dark: bool) -> tuple[str, ...]:
        seen = dark and not any(self.items)
        return tuple(flag for flag in dict.fromkeys(self.flags) if not (seen and flag == HIDDEN_TEXT))


@dataclass(slots=True)
class CellEdge:
    """What `\\cellx` ends: the right edge in twips, and the merge marks that stood before it."""

    right: int
    vertical: str | None = None
    horizontal: str | None = None
    dark: bool = False  # its fill lets white text be seen


@dataclass(slots=True)
class RowShape:
    """What stands between `\\trowd` and `\\row`."""

    left: int = 0
    edges: list[CellEdge] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """A table being read, at one depth of nesting."""

    shape: RowShape = field(default_factory=RowShape)
    open: CellContent = field(default_factory=CellContent)
    cells: list[CellContent] = field(default_factory=list)  # of the row that is open
    rows: list[tuple[RowShape, list[CellContent]]] = field(default_factory=list)
    n_cells: int = 0

    def end_cell(self) -> None:
        self.cells.append(self.open)
        self.open = CellContent()
        self.n_cells += 1
        refuse_many(self.n_cells)

    def end_row(self) -> None:
        if self.open.lines() and len(self.cells) < len(self.shape.edges):  # a last cell that nobody ended
            self.end_cell()
        if self.cells:
            self.rows.append((self.shape, self.cells))
        self.cells, self.open = [], CellContent()


def level_to_items(level: Level) -> Iterator[Item]:
    """The table that was read, then the tables nested in it; a table of one cell is a frame: its content."""
    loose = level.open.lines()
    level.open = CellContent()
    level.end_row()
    contents = [cell for _, cells in level.rows for cell in cells]
    if len(contents) == 1:
        yield from contents[0].lines()
    elif contents:
        table = _table(level.rows)
        if table is not None:
            yield table
        yield from (item for cell in contents for item in cell.items if isinstance(item, Table))
    yield from loose


def _table(rows: list[tuple[RowShape, list[CellContent]]]) -> Table | None:
    lefts = [shape.left for shape, _ in rows]
    left = min(lefts)
    starts = [left if start - left < LEFT_SNAP else start for start in lefts]
    columns = _edges_to_columns({*starts, *(edge.right for shape, _ in rows for edge in shape.edges)})
    if len(columns) > MAX_COLUMNS:
        raise DocumentError(f"表格超过 {MAX_COLUMNS} 列 (too many columns)；请核对文件是否损坏")
    guessed = any(len(cells) > len(shape.edges) for shape, cells in rows)
    read = [_row(shape, cells, start, columns) for start, (shape, cells) in zip(starts, rows, strict=True)]
    snap(read, [after - edge for edge, after in pairwise(columns)])
    table = rows_to_table(read)
    return replace(table, flags=(COLUMN_INFERRED,)) if table is not None and guessed else table


def _edges_to_columns(edges: set[int]) -> list[int]:
    """Sorted edges, those that lie within the snap of the one before left out."""
    columns: list[int] = []
    for edge in sorted(edges):
        if not columns or edge - columns[-1] > EDGE_SNAP:
            columns.append(edge)
    return columns


def _row(shape: RowShape, cells: list[CellContent], start: int, columns: list[int]) -> WordRow:
    before = at = _column(start, columns)
    row: list[WordCell] = []
    for number, content in enumerate(cells):
        # more cells than edges: the rest go one to a column
        edge = shape.edges[number] if number < len(shape.edges) else CellEdge(-1)
        end = max(_column(edge.right, columns), at + 1)
        row.append(
            WordCell(content.text(), end - at, edge.vertical, edge.horizontal, content.all_flags(edge.dark))
        )
        at = end
    return WordRow(before, row)


def _column(edge: int, columns: list[int]) -> int:
    """Number of the column line that stands for this edge."""
    return max(bisect_left(columns, edge - EDGE_SNAP), 0)
