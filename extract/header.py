"""Header rows (表头) → the leaf columns they print, and which columns of the form those are.

In: consecutive header rows of one table. Out: leaves from left to right, each with the labels above it.
What makes it hard: a text dump keeps no spans, so which columns a group label covers must come from the form.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extract.columns import by_groups, lacking, misread_columns, moved_columns, unmatched, without_parts
from extract.rows import PrintedRow
from extract.sequence import Label, Match, align_labels
from extract.vocabulary import FUZZY_CUTOFF, meanings, roles
from normalize.label import label_key, label_unit, squeeze
from schemas.forms import FORMS, Entries, Entry

NO_GRID = -1
_OF_BEFORE = re.compile(r"[（(]\s*(?:上|去)一?年度?\s*[）)]")  # 本年制发件数（上年） beside （本年）
ROW_ONLY = frozenset({"row"})
COUNTING = frozenset(
    ("甲", "乙", "丙", "栏次", "列次", "行次", "栏号", "列号", "序号")
)  # beside the numbers of columns
MOST_LACKING = 2  # columns of the form; a header that lacks more is of another layout
MANY_COUNTED = 5  # columns; 1 2 3 alone may be three numbers


@dataclass(frozen=True, slots=True)
class Leaf:
    """A lowest header cell: label, labels above it, and the grid columns it covers (`col` is NO_GRID without a grid).

    `repeated`: it is typed into each of its columns, as copies without merges have it.
    """

    text: str
    groups: tuple[str, ...]
    col: int
    colspan: int
    repeated: bool = False


@dataclass(frozen=True)
class Header:
    """The value columns that a header prints; cells of a row are matched to `leaves` by count, else by grid.

    `entries[i]`: what leaf i is in the form's block, None for a column that the form does not know.
    """

    leaves: tuple[Leaf, ...]
    entries: tuple[Entry | None, ...]
    fuzzy: tuple[bool, ...]
    inferred: bool = False  # no header is printed: the form's own columns, by count

    @cached_property
    def unit_place(self) -> int | None:
        """Which leaf is the column 单位."""
        return next((i for i, e in enumerate(self.entries) if e and e.column and e.column.aux), None)

    @cached_property
    def units(self) -> tuple[str | None, ...]:
        """The unit that each leaf's label states."""
        return tuple(label_unit(leaf.text) for leaf in self.leaves)

    @cached_property
    def is_sure(self) -> bool:
        """Whether each label is a column's own; else one that the form has may be printed, though none was told to be it."""
        return all(self.entries) and not any(self.fuzzy) and not any(leaf.repeated for leaf in self.leaves)

    @property
    def has_grid(self) -> bool:
        return self.leaves[0].col != NO_GRID


def is_header(row: PrintedRow, section: str) -> bool:
    """Whether a row holds column labels and no row label."""
    columns = 0
    for cell in row.cells:
        if not cell.text or cell.row != row.index:
            continue
        known = roles(cell.text, section)
        if known == ROW_ONLY:
            return False
        columns += bool(known) and "row" not in known
    return columns > 0


def numbers_the_columns(row: PrintedRow) -> bool:
    """Whether a row below a header only counts the columns: 甲 1 2 3, or 1 2 3 4 5 without a label."""
    texts = [squeeze(cell.text) for cell in row.cells if cell.text.strip()]
    counts = [text for text in texts if text not in COUNTING]
    counted = counts == [str(number) for number in range(1, len(counts) + 1)]
    return counted and len(counts) > 0 and (len(counts) < len(texts) or len(counts) >= MANY_COUNTED)


def _is_corner(text: str) -> bool:
    return any(meaning.role == "corner" for meaning in meanings(text))


class _Head(NamedTuple):
    """A header cell; `row` counts from the header's first."""

    row: int
    col: int
    colspan: int
    text: str


def _heads(rows: Sequence[PrintedRow]) -> tuple[_Head, ...]:
    first = rows[0].index
    cells = {(cell.row, cell.col): cell for row in rows for cell in row.cells}
    return tuple(_Head(cell.row - first, cell.col, cell.colspan, cell.text) for cell in cells.values())


@lru_cache(maxsize=1 << 10)
def _grid_leaves(cells: tuple[_Head, ...]) -> tuple[Leaf, ...]:
    downwards = sorted(cells, key=_row_of)
    leaves = []
    for cell in cells:
        if _is_corner(cell.text):
            continue
        end = cell.col + cell.colspan
        if any(
            o.row > cell.row and o.text.strip() and o.col < end and o.col + o.colspan > cell.col
            for o in cells
        ):
            continue
        middle = cell.col + (cell.colspan - 1) // 2
        above = tuple(
            o.text
            for o in downwards
            if o.row < cell.row
            and o.col <= middle < o.col + o.colspan
            and not _is_corner(o.text)
            and label_key(o.text) != label_key(cell.text)
        )
        leaves.append(Leaf(cell.text, above, cell.col, cell.colspan))
    return tuple(sorted(_without_empty(leaves), key=lambda leaf: leaf.col))


def _row_of(cell: _Head) -> int:
    return cell.row


def _without_empty(leaves: list[Leaf]) -> list[Leaf]:
    """A blank header cell is no column where labelled ones reach over the same places (repeated blanks under a merge)."""
    labelled = [leaf for leaf in leaves if leaf.text.strip()]
    first = min((leaf.col for leaf in labelled), default=0)
    blanks = {
        leaf.col: leaf  # one for each column, however many rows the header has
        for leaf in leaves
        if not leaf.text.strip()
        and leaf.col > first
        and not any(o.col <= leaf.col < o.col + o.colspan for o in labelled)
    }
    return [*labelled, *blanks.values()]


@cache
def _children(section: str) -> dict[str, int]:
    """How many direct parts a column group of the section has: 法人或其他组织 → 5."""
    parts: dict[frozenset[str], set[frozenset[str]]] = {}
    for form in FORMS.values():
        table = form.by_section.get(section)
        for entries in table.column_entries if table else ():
            for entry in entries:
                path = (*entry.groups, entry.variants)
                for outer, inner in itertools.pairwise(path):
                    parts.setdefault(outer, set()).add(inner)
    return {key: len(inner) for outer, inner in parts.items() for key in outer}


@lru_cache(maxsize=1 << 12)
def _n_children(text: str, section: str) -> int:
    """How many parts the column group that this label names has; 0 where it names none."""
    children = _children(section)
    key = label_key(text)
    if key in children:
        return children[key]
    if len(key) < 4 or "column" not in roles(text, section):
        return 0
    found = process.extractOne(key, children.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
    return children[found[0]] if found else 0


def _spread(line: Sequence[str], cells: list[str], section: str) -> list[list[str]] | None:
    """Deal the labels of one header row out to the groups in the row above; None where they do not fit.

    Where the row repeats the other labels of the row above (merged cells written out), those are passed over.
    """
    counts = [_n_children(text, section) for text in line]
    groups = [count for count in counts if count]
    if sum(groups) + len(line) - len(groups) == len(cells):
        widths = [(count or 1, bool(count)) for count in counts]
    elif sum(groups) == len(cells):
        widths = [(count, True) for count in groups]
    elif len(cells) % len(groups) == 0:
        widths = [(len(cells) // len(groups), True)] * len(groups)
    else:
        return None
    dealt, start = [], 0
    for width, is_group in widths:
        if is_group:
            dealt.append(cells[start : start + width])
        start += width
    return dealt


def _ragged_leaves(rows: Sequence[PrintedRow], section: str) -> tuple[Leaf, ...]:
    line: list[tuple[str, tuple[str, ...]]] = []
    printed = (_printed_in(row, line, section) for row in rows)
    for cells in (level for row in printed if row for level in _levels(row, section)):
        grouped = any(_n_children(text, section) for text, _ in line)
        dealt = _spread([text for text, _ in line], cells, section) if grouped else None
        if dealt is None:
            line = [(text, ()) for text in cells]
            continue
        shares = iter(dealt)
        line = [
            leaf
            for text, above in line
            for leaf in (
                [(part, (*above, text)) for part in next(shares)]
                if _n_children(text, section)
                else [(text, above)]
            )
        ]
    if any(_n_children(text, section) for text, _ in line):
        return ()  # a group that was not dealt out is no column: the form's own columns are surer
    return tuple(Leaf(text, above, NO_GRID, 1) for text, above in line)


def _printed_in(row: PrintedRow, line: Sequence[tuple[str, tuple[str, ...]]], section: str) -> list[str]:
    """The labels that begin in a header row; with those that reach down into it only where all of them fit `line`."""
    cells = [cell for cell in row.cells if cell.text.strip() and not _is_corner(cell.text)]
    own = [cell.text for cell in cells if cell.row == row.index]
    parts = [_n_children(text, section) for text, _ in line]
    fitting = (sum(parts), sum(part or 1 for part in parts))
    return [cell.text for cell in cells] if len(own) not in fitting and len(cells) in fitting else own


def _levels(cells: list[str], section: str) -> list[list[str]]:
    """The header rows of a header written in one line: groups, and behind each level the parts of its groups."""
    for width in range(1, len(cells)):
        levels, start, end = [cells[:width]], 0, width
        while parts := sum(_n_children(text, section) for text in cells[start:end]):
            start, end = end, end + parts
            levels.append(cells[start:end])
        if end == len(cells) and len(levels) > 1:
            return levels
    return [cells]


def header_leaves(rows: Sequence[PrintedRow], section: str) -> tuple[Leaf, ...]:
    """The leaf columns right of the row labels, corner cells (信息内容, the sums' explanation) left out."""
    if not rows:
        return ()
    # a header cut by a page end has two grids, so only its labels count: header_cut_by_page
    without_grid = rows[0].ragged or rows[0].table != rows[-1].table or _has_lost_spans(rows, section)
    return _once(_ragged_leaves(rows, section) if without_grid else _grid_leaves(_heads(rows)))


def _has_lost_spans(rows: Sequence[PrintedRow], section: str) -> bool:
    """Whether the rows do not reach equally far, or a group has no room for its parts: a copy without the merges.

    A group in the last row has room enough where no parts of it are printed: 自然人, 法人或其他组织, 总计.
    """
    if rows[0].cells[0].place is not None:
        return False  # its grid was measured on the page
    if len({row.cells[-1].col + row.cells[-1].colspan for row in rows}) > 1:
        return True
    return any(
        cell.colspan == 1
        and after.text.strip()
        and label_key(after.text) != label_key(cell.text)
        and _n_children(cell.text, section) > 1
        for row in rows
        if row is not rows[-1] or len(_levels([cell.text for cell in row.cells], section)) > 1
        for cell, after in itertools.pairwise(row.cells)
    )


def _once(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """A label typed into each of the cells that are merged below it (本年处理决定数量 three times) is one column."""
    if all(one.text != two.text for one, two in itertools.pairwise(leaves)):
        return leaves
    kept: list[Leaf] = []
    for leaf in leaves:
        last = kept[-1] if kept else None
        if last is not None and leaf.text.strip() and (leaf.text, leaf.groups) == (last.text, last.groups):
            kept[-1] = Leaf(
                last.text, last.groups, last.col, leaf.col + leaf.colspan - last.col, repeated=True
            )
        else:
            kept.append(leaf)
    return tuple(kept)


@lru_cache(maxsize=1 << 10)
def match_header(
    leaves: tuple[Leaf, ...], form: str, section: str, block: int, first_value: int, n_values: int
) -> Header | None:
    """The leaves as columns of one block of a form; None where not one of them is.

    Leaves before the first known one stand over the row labels and are dropped, but not those over values: rows
    have their first value in grid column `first_value`, or (NO_GRID) `n_values` of them.
    """
    entries = FORMS[form].by_section[section].column_entries[block]
    labels = tuple(Label("" if _OF_BEFORE.search(leaf.text) else leaf.text, leaf.groups) for leaf in leaves)
    matches = {match.first: match for match in by_groups(labels, entries) or align_labels(labels, entries)}
    untold = without_parts(labels, entries)
    matches = {first: match for first, match in matches.items() if first not in untold}
    if not matches and not untold:
        return None
    for search in (moved_columns, misread_columns):
        found = search(labels, matches, entries)
        matches |= {match.first: match for match in found if match.first not in untold}
    first = min(matches, default=0)
    if first_value == NO_GRID or leaves[0].col == NO_GRID:
        first -= min(first, max(0, n_values - (len(leaves) - first)))
        while first and "column" in roles(leaves[first - 1].text, section):
            first -= 1  # another form's column stands over values, however many of these a text lost
    else:
        first = min([first, *(n for n, leaf in enumerate(leaves) if leaf.col >= first_value and leaf.text)])
    kept = range(first, len(leaves))
    over = {(label_key(label.text), label.groups) for _, label in unmatched(labels, matches)}
    doubted = {
        index: match.alike < 1 or (label_key(labels[index].text), labels[index].groups) in over
        for index, match in matches.items()
    }
    incomplete = leaves[0].col == NO_GRID and _lacks_a_column(entries, matches.values())
    return Header(
        tuple(leaves[index] for index in kept),
        tuple(entries[matches[index].entry] if index in matches else None for index in kept),
        tuple(
            index in matches and (incomplete or doubted[index] or matches[index].ambiguous) for index in kept
        ),
    )


def _lacks_a_column(entries: Entries, matches: Iterable[Match]) -> bool:
    """Whether one or two of the form's columns are not in the header: their labels may have run into others' words.

    Without a grid the numbers are then dealt out to the columns that are left.
    """
    found = [entries[match.entry] for match in matches]
    lost = len(lacking(entries, found))
    return not any(entry.row for entry in entries) and 0 < lost <= MOST_LACKING and lost < len(found)


@cache
def assumed_header(form: str, section: str, block: int, n_values: int) -> Header:
    """The form's own columns, for rows over which no header is printed; without 单位 where the rows have none."""
    entries = FORMS[form].by_section[section].column_entries[block]
    without = Entries(entry for entry in entries if entry.column and not entry.column.aux)
    entries = without if n_values == len(without) else entries
    leaves = (Leaf("", (), NO_GRID, 1),) * len(entries)
    return Header(leaves, entries, (False,) * len(entries), inferred=True)
