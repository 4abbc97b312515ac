"""A table as the walk met it → a `Table`, or, where it only arranges the page, what its cells hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from selectolax.lexbor import LexborNode

from extract.flags import HIDDEN_TEXT, SPAN_OVERLAP
from extract.model import Block, Paragraph, Picture, Table
from extract.readers._html.grid import MAX_COLSPAN, MAX_ROWSPAN, RawCell, RawRow, rows_to_table, span_value
from extract.readers._html.tags import CELLS, FOOT, GROUP, HEAD
from extract.readers._sheet.beside import sheet_to_blocks
from extract.readers._sheet.rows import SheetCell
from extract.texts.titles import is_title
from normalize.text import without_space
from normalize.year import year_of

LONG_TEXT = 200  # characters; no label or note of a form is as long, so the cell lays out running text
_OVERVIEW = re.compile(r"\s*一\s*[、.．]\s*(?:总\s*体|概|基\s*本)")
_EDGE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*"  # white space, and marks that take no room
_NUMBER = re.compile(rf"{_EDGE}[-－+＋]?[0-9０-９][0-9０-９.,，．]*\s*(?:件|项|条|次|人|万元|元)?{_EDGE}")


@dataclass(slots=True)
class RawTable:
    """Its groups of rows: browsers draw the first `thead` before all others and the first `tfoot` behind them."""

    heads: list[list[RawRow]] = field(default_factory=list)
    bodies: list[list[RawRow]] = field(default_factory=list)
    feet: list[list[RawRow]] = field(default_factory=list)
    group: list[RawRow] | None = None
    hidden_rows: bool = False  # some row is not shown
    hidden_cells: bool = False  # some cell is not shown
    outer_cell: RawCell | None = None

    def rows_of_group(self) -> list[RawRow]:
        """The rows of the group that is open; a table may go without any group."""
        if self.group is None:
            self.open_group(GROUP)
        assert self.group is not None
        return self.group

    def open_group(self, code: int) -> None:
        """`code`: HEAD, GROUP or FOOT."""
        own = {HEAD: self.heads, FOOT: self.feet}.get(code, self.bodies)
        self.group = []
        (self.bodies if own else own).append(self.group)

    def groups(self) -> list[list[RawRow]]:
        """A head that prints nothing only keeps the columns' widths, below a header that stays in sight (DataTables)."""
        return [*filter(_prints, self.heads), *self.bodies, *self.feet]

    def rows(self) -> list[RawRow]:
        return [row for group in self.groups() for row in group]


def _prints(group: list[RawRow]) -> bool:
    return any(cell.items or cell.flags or cell.aside for row in group for cell in row)


def read_spans(cell: RawCell, node: LexborNode) -> None:
    attributes = node.attrs
    by_role = "" if node.tag in CELLS else "aria-"
    cell.colspan = span_value(attributes.get(f"{by_role}colspan"), MAX_COLSPAN, zero=1)
    cell.rowspan = span_value(attributes.get(f"{by_role}rowspan"), MAX_ROWSPAN, zero=0)


def table_items(raw: RawTable) -> tuple[list[str | Block], bool]:
    """A report table stays a table; a layout table gives its content in reading order.

    And whether the table was read as a sheet that holds all of a report.
    """
    rows = raw.rows()
    if not any(rows):
        return [], False
    _blank_where_only_named(rows)
    if _is_layout(rows):
        return [item for row in rows for cell in row for item in cell.items], False
    table = rows_to_table(raw.groups())
    if raw.hidden_rows or raw.hidden_cells:
        table = _moved_over(table, all_rows=raw.hidden_cells)
    # what a cell cannot hold follows its table
    inner = [item for row in rows for cell in row for item in cell.items if isinstance(item, Table | Picture)]
    if _is_whole_sheet(rows):
        return [*_blocks_of_sheet(table), *inner], True
    return [table, *inner], False


def _blank_where_only_named(rows: list[RawRow]) -> None:
    """Makes cells blank whose only text does not show and stands, as unseen, beside the text of other cells (a column's name for phones)."""
    unseen = [cell for row in rows for cell in row if cell.unseen]
    names = {cell.unseen.strip() for cell in unseen if HIDDEN_TEXT not in cell.flags}
    for cell in unseen:
        if not cell.items and cell.unseen.strip() in names:
            cell.text = ""
            cell.flags = tuple(flag for flag in cell.flags if flag != HIDDEN_TEXT)


def _moved_over(table: Table, *, all_rows: bool) -> Table:
    """The table with rows flagged whose cells may stand beside their columns: spans count rows or cells that are not shown.

    Rows of several cells are of unlike widths then. A row that is not shown moves those which are as wide as few others
    are; where cells are not, spans of the header are too wide for the rows below it.
    """
    steps = [0] * (table.n_rows + 1)  # by which each row is wider than the one above
    own = [0] * table.n_rows
    for cell in table.cells:
        steps[cell.row] += cell.colspan
        steps[cell.row + cell.rowspan] -= cell.colspan
        own[cell.row] += 1
    widths = [width if cells > 1 else None for width, cells in zip(accumulate(steps), own, strict=False)]
    counted = Counter(width for width in widths if width is not None)
    if len(counted) < 2:
        return table
    usual = (None, *(() if all_rows else (counted.most_common(1)[0][0],)))
    doubtful = {row for row, width in enumerate(widths) if width not in usual}
    return replace(
        table,
        cells=tuple(cell.flagged(SPAN_OVERLAP) if cell.row in doubtful else cell for cell in table.cells),
    )


def _is_whole_sheet(rows: list[RawRow]) -> bool:
    """Whether a row is a report's title or section 一's heading alone: a spreadsheet saved as a web page, all of it one table."""
    for row in rows:
        printed = [cell.text for cell in row if cell.text.strip()]
        if len(printed) == 1 and (_OVERVIEW.match(printed[0]) or _is_dated_title(printed[0])):
            return True
    return False


def _is_dated_title(text: str) -> bool:
    return is_title(text) and year_of(without_space(text)) is not None


def _blocks_of_sheet(table: Table) -> Iterator[Block]:
    printed = [cell for cell in table.cells if cell.text.strip() or cell.rowspan > 1 or cell.colspan > 1]
    blank = {(cell.row, cell.col): cell.flags for cell in table.cells if not cell.text.strip()}
    cells = [SheetCell(c.text.strip(), c.row, c.col, c.rowspan, c.colspan, c.flags) for c in printed]
    return sheet_to_blocks(cells, blank)


def _is_layout(rows: list[RawRow]) -> bool:
    """Whether a table only arranges a page: a menu, a frame around the article, a box around a line.

    Numbers decide first: whatever else a table holds (notes of many lines, headings, a table in a cell),
    rows of bare numbers make it data.
    """
    cells = [cell for row in rows for cell in row]
    if any(isinstance(item, Table) for cell in cells for item in cell.items):
        return sum(sum(map(_is_number, row)) >= 2 for row in rows) < 2
    if len(cells) > 1 and any(map(_is_number, cells)):
        return False
    if max(len(row) for row in rows) == 1 and all(cell.colspan == 1 for cell in cells):
        return True
    if any(isinstance(item, Paragraph) for cell in cells for item in cell.items):
        return True
    texts = [cell.text for cell in cells]
    if max(map(len, texts)) > LONG_TEXT:
        return True
    # a bar or a slash between links is no entry of a menu
    filled = sum(any(map(str.isalnum, text)) for text in texts)
    links = sum(len(cell.text) <= cell.link_chars + 2 for cell in cells if cell.link_chars)
    return links > 0 and links * 3 >= filled * 2


def _is_number(cell: RawCell) -> bool:
    return cell.text.isdecimal() or _NUMBER.fullmatch(cell.text) is not None
