"""Header rows (表头) of one table → the columns they print, from left to right, each with the labels of its groups.

What makes it hard: plain text keeps no spans. Which columns a group's label covers must then come from the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile, takewhile
from operator import attrgetter
from typing import NamedTuple

from extract.table.column_groups import keys_of_parts, levels, n_children, place_of, spread
from extract.table.label_halves import completed, joined
from extract.table.rows import PrintedRow
from extract.table.vocabulary import parts_in_one, roles, roles_of_any
from normalize.label import label_key

NO_GRID = -1
APPLICANTS = "申请人情况"  # stands over all columns of the form's table of requests
# columns that hold no counts
WORDY = frozenset(("单位", "计量单位", "占比", "比例", "百分比", "备注", "说明"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column's label in the lowest row of a header, the labels of its groups, and the grid columns it covers.

    `col` is NO_GRID where the source has no grid. `repeated` says that the label is printed in each of several columns, as
    in copies without merges.
    """

    text: str
    groups: tuple[str, ...]
    col: int
    colspan: int
    repeated: bool = False

    @property
    def end(self) -> int:
        return self.col + self.colspan


def _is_corner(text: str) -> bool:
    return "corner" in roles_of_any(text)


class _Head(NamedTuple):
    """A header cell; `row` counts from the header's first."""

    row: int
    col: int
    colspan: int
    text: str

    @property
    def end(self) -> int:
        return self.col + self.colspan


def _heads(rows: Sequence[PrintedRow]) -> tuple[_Head, ...]:
    first = rows[0].index
    cells = {(cell.row, cell.col): cell for row in rows for cell in row.cells}
    return tuple(_Head(cell.row - first, cell.col, cell.colspan, cell.text) for cell in cells.values())


@lru_cache(maxsize=1 << 10)
def _grid_leaves(cells: tuple[_Head, ...], section: str) -> tuple[Leaf, ...]:
    downwards = sorted(_with_groups_over_blanks(cells, section), key=attrgetter("row"))
    leaves = []
    for cell in cells:
        if _is_corner(cell.text):
            continue
        end = cell.end
        if any(o.row > cell.row and o.text.strip() and o.col < end and o.end > cell.col for o in cells):
            continue
        middle = cell.col + (cell.colspan - 1) // 2
        above = tuple(
            o.text
            for o in downwards
            if o.row < cell.row
            and o.col <= middle < o.end
            and not _is_corner(o.text)
            and label_key(o.text) != label_key(cell.text)
        )
        text, above = _whole_label(cell.text, above)
        leaves.append(Leaf(text, above, cell.col, cell.colspan))
    return tuple(sorted(_without_empty(leaves), key=attrgetter("col")))


def _with_groups_over_blanks(cells: tuple[_Head, ...], section: str) -> Iterator[_Head]:
    """The header cells, with a group's label in the blank cells behind it: CSV and Markdown keep it in the first of them alone."""
    group = ""
    for cell in sorted(cells):
        if cell.text.strip() or cell.col == 0:
            group = cell.text if cell.colspan == 1 and n_children(cell.text, section) > 1 else ""
        yield cell if cell.text.strip() else cell._replace(text=group)


def _whole_label(text: str, above: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A label whose halves stand in two rows (商业 over 企业), and the groups above it."""
    whole = joined(above[-1], text) if above else None
    return (text, above) if whole is None else (whole, above[:-1])


def _without_empty(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves without blank ones below a merged label, which are no columns of their own."""
    labelled = [leaf for leaf in leaves if leaf.text.strip()]
    first = min((leaf.col for leaf in labelled), default=0)
    blanks = {
        leaf.col: leaf  # one for each column, however many rows the header has
        for leaf in leaves
        if leaf.col > first and not any(o.col <= leaf.col < o.end for o in labelled)
    }
    return [*labelled, *blanks.values()]


def _ragged_leaves(rows: Sequence[PrintedRow], section: str) -> tuple[Leaf, ...]:
    line: list[tuple[str, tuple[str, ...]]] = []
    beside = _beside_applicants(rows[0], section)
    printed = (
        [text for text in _own_labels(row) if not _is_corner(text) and text not in beside] for row in rows
    )
    for cells in (level for row in printed for level in levels(row, section)):
        if whole := completed([text for text, _ in line], cells):
            line = [(text, above) for text, (_, above) in zip(whole, line, strict=True)]
            continue
        grouped = any(n_children(text, section) for text, _ in line)
        dealt = spread([text for text, _ in line], cells, section) if grouped else None
        if dealt is None:
            line = [(text, ()) for text in cells]
            continue
        shares = iter(dealt)
        line = [
            leaf
            for text, above in line
            for leaf in (
                [(part, (*above, text)) for part in next(shares)]
                if n_children(text, section)
                else [(text, above)]
            )
        ]
    if any(n_children(text, section) for text, _ in line) or _stand_beside(line, section):
        return ()  # a group that was not dealt out is no column: the form's own columns are surer
    if len(rows) == 1 and _has_risen([text for text in _own_labels(rows[0]) if text not in beside], section):
        return ()
    # in text with a line for each cell, what these columns hold is not read as values
    wordy = WORDY if len(rows) == 1 else frozenset[str]()
    behind = [(text, ()) for text in beside if label_key(text) not in wordy]
    return tuple(Leaf(text, above, NO_GRID, 1) for text, above in (*line, *behind))


def _stand_beside(line: Sequence[tuple[str, tuple[str, ...]]], section: str) -> bool:
    """Whether parts of a group that was dealt out stand beside it, not in the form's order (商业企业 on the line above 科研机构, 社会公益组织 …)."""
    places = [place for text, _ in line if (place := place_of(text, section)) is not None]
    if places == sorted(places):
        return False
    parts = {key for _, above in line if above for key in keys_of_parts(above[-1], section)}
    return any(not above and label_key(text) in parts for text, above in line)


def _beside_applicants(row: PrintedRow, section: str) -> list[str]:
    """The labels right behind 申请人情况 that no form has below it: columns of their own (占比, 上年总计), as high as the header."""
    behind = dropwhile(lambda text: label_key(text) != APPLICANTS, _own_labels(row))
    # it may be printed in each of its columns
    beside = dropwhile(lambda text: label_key(text) == APPLICANTS, behind)
    return list(takewhile(lambda text: "column" not in roles(text, section), beside))


def _has_risen(header: list[str], section: str) -> bool:
    """Whether a group stands before its place in a header written in one line: 法人或其他组织, 自然人, 总计, 商业企业 …

    Text is taken from a page from top to bottom. A label like 自然人 is set to the middle of two rows, and so comes behind the
    group, although it stands left of it in the table.
    """
    labels = levels(header, section)[0]
    places = [(place_of(text, section), n_children(text, section)) for text in labels]
    known = [(place, parts) for place, parts in places if place is not None]
    alone = [place for place, parts in known if not parts]
    return alone == sorted(alone) and known != sorted(known)


def completes_labels(row: PrintedRow, above: PrintedRow) -> bool:
    """Whether a row holds nothing but second halves of labels above it: 企业, 机构 below 商业, 科研."""
    halves = _own_labels(row)
    return bool(halves) and bool(completed(_own_labels(above), halves))


def _own_labels(row: PrintedRow) -> list[str]:
    return [cell.text for cell in row.cells if cell.row == row.index and cell.text.strip()]


def header_leaves(rows: Sequence[PrintedRow], section: str) -> tuple[Leaf, ...]:
    """The leaf columns right of the row labels, corner cells (信息内容, the sums' explanation) left out."""
    # a header cut by a page end has two grids, so only its labels count: header_cut_by_page
    without_grid = rows[0].ragged or rows[0].table != rows[-1].table or _has_lost_spans(rows, section)
    leaves = _ragged_leaves(rows, section) if without_grid else _grid_leaves(_heads(rows), section)
    return _once(tuple(_apart(leaf, section) for leaf in leaves))


def _apart(leaf: Leaf, section: str) -> Leaf:
    """A leaf whose one cell holds a group's label and its own (行政复议结果维持), with the group among its groups."""
    *groups, text = parts_in_one(leaf.text, section) or (leaf.text,)
    return replace(leaf, text=text, groups=(*leaf.groups, *groups)) if groups else leaf


def _has_lost_spans(rows: Sequence[PrintedRow], section: str) -> bool:
    """Whether the header is a copy that lost its merges: its rows do not reach equally far, or a group is too narrow for its parts.

    A group is not too narrow where its parts are not printed (自然人, 法人或其他组织, 总计), nor where it is typed into each column.
    """
    if rows[0].cells[0].place is not None:
        return False  # its grid was measured on the page
    if len({row.end for row in rows}) > 1:
        return True
    return any(_is_crowded(row, section) for row in rows if row is not rows[-1] or _holds_parts(row, section))


def _holds_parts(row: PrintedRow, section: str) -> bool:
    """Whether a group's label and parts of the group are printed in one row."""
    parts = {key for cell in row.cells for key in keys_of_parts(cell.text, section)}
    return any(label_key(cell.text) in parts for cell in row.cells)


def _is_crowded(row: PrintedRow, section: str) -> bool:
    """Whether another label stands right beside that of a group of several columns, which covers one column alone.

    A group's label that is printed several times, other columns between, stands over each column of its own.
    """
    keys = [label_key(cell.text) for cell in row.cells]
    return any(
        cell.colspan == 1 and after and keys.count(key) == 1 and n_children(cell.text, section) > 1
        for cell, key, after in zip(row.cells, keys, keys[1:], strict=False)
    )


def _once(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The leaves, with neighbours of one label (本年处理决定数量 three times) as one column, whose cells are merged below it."""
    kept: list[Leaf] = []
    for leaf in leaves:
        last = kept[-1] if kept else None
        if last is not None and leaf.text.strip() and (leaf.text, leaf.groups) == (last.text, last.groups):
            kept[-1] = Leaf(last.text, last.groups, last.col, leaf.end - last.col, repeated=True)
        else:
            kept.append(leaf)
    return tuple(kept)
