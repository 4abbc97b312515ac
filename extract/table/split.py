"""A printed row below a header → its label cells, and for each column of the header its value cell.

What makes it hard: the spans of a row's cells need not be those of the header. Where a row has as many value cells as
the header has columns, their order decides; the grid decides only where the numbers differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.flags import COLUMN_INFERRED, MERGED_CELL, ROW_JOINED
from extract.model import Cell, are_blank
from extract.table.header import Header
from extract.table.leaves import Leaf
from extract.table.rows import PrintedRow, have_number
from extract.table.vocabulary import SUBTOTALS, roles
from normalize.label import label_key
from normalize.number import is_unit, is_words, prints_number, prints_value, says_nothing
from normalize.text import COUNT, NUMERALS, fold

_ENUMERATOR = re.compile(rf"（?{COUNT}[）.．、,，](?!\d)|（[{NUMERALS}]?$")
_TWO_NUMBERS = re.compile(r"\d +\d")
_CLOSING = re.compile("[”’」』）》]+[、，。；：]?")
LONGEST_REMARK = 5  # characters of words in place of a number: 详见附件
SHORT = 2  # characters: a number that is wrapped in its cell has more on its first line
EXPLANATIONS = frozenset(("备注", "说明", "指标解释", "指标说明"))
# used between this module and `align.values` only: the number cannot be given to one column or row
UNASSIGNED = "unassigned"


class SplitRow(NamedTuple):
    """`values[i]` belongs to column i of the header; None where the row has no cell for it."""

    labels: tuple[Cell, ...]
    values: tuple[Cell | None, ...]


@lru_cache(maxsize=1 << 15)
def _is_text(text: str) -> bool:
    """Whether a text is a label's: words, the number of a label cut from it by a page's end, or the mark that closes one."""
    return is_words(text) and (
        len(label_key(text)) > 1 or _ENUMERATOR.match(fold(text)) is not None or _is_closing(text)
    )


def _is_closing(text: str) -> bool:
    """Whether it is but the mark that closes the label on the line above: ”, ）."""
    return _CLOSING.fullmatch(fold(text)) is not None


def _is_label(text: str) -> bool:
    long = len(label_key(text)) > LONGEST_REMARK or _ENUMERATOR.match(fold(text)) is not None
    return long and _is_text(text)


def _is_no_value(text: str, header: Header) -> bool:
    """Whether a text in the place of a value is none: a label that no form has, or a unit although no column is for units."""
    return _is_label(text) or (is_unit(text) and header.unit_place != 0)


def label_count(row: PrintedRow, section: str, wanted: int) -> int:
    """How many of the row's first cells are labels: up to the last one that the form knows, and words behind it.

    Such words count as labels while `wanted` cells are left for the columns of the header. In a row with fewer cells and no
    known label, the first half of a row cut in two, all words are labels.
    """
    cells = row.cells
    known = [
        n for n, cell in enumerate(cells, 1) if not cell.text.isascii() and "row" in roles(cell.text, section)
    ]
    while not row.ragged and len(known) > 1 and have_number(cells[known[0] : known[-1] - 1]):
        known.pop()  # a label behind numbers of the first label is a remark: 含行政许可
    count = known[-1] if known else 0
    if count < len(cells) and label_key(cells[count].text) in SUBTOTALS:
        count += 1
    n_cells = len(cells)
    last = n_cells - wanted if count or n_cells >= wanted else n_cells
    for index in range(count, last):
        text = cells[index].text
        if prints_number(text) or (count and is_unit(text)):
            if index == 0 and last > 1 and _is_text(cells[1].text):
                continue  # the row's own number, 序号
            break
        if _is_text(text):
            count = index + 1
    return count


def _by_grid(cells: Sequence[Cell], header: Header) -> tuple[Cell | None, ...]:
    """For each column of the header the cell below it. This is in doubt, as the row has another number of cells than the header."""
    values: list[Cell | None] = []
    takers: dict[int, int] = {}
    labelled = [leaf for leaf in header.leaves if leaf.text.strip()]
    for leaf in header.leaves:
        under = [c for c in cells if _is_under(c, leaf)]
        if not leaf.text.strip():  # a blank that stands for a merge with its neighbour: so may the cell below
            under = [c for c in under if not any(_is_under(c, other) for other in labelled)]
        printed = [c for c in under if c.text.strip()]
        if len(printed) > 1:
            joined = printed[0]._replace(text=" | ".join(c.text for c in printed))
            values.append(joined.flagged(COLUMN_INFERRED))
        elif under:
            taken = (printed or under)[0]
            if header.lacks and len(under) > 1:  # one of the two may be the column's whose label it lacks
                taken = taken.flagged(COLUMN_INFERRED)
            takers[id(taken)] = takers.get(id(taken), 0) + 1
            values.append(taken)
        else:
            values.append(None)
    return tuple(
        _spanning(value) if value is not None and takers.get(id(value), 0) > 1 else value for value in values
    )


def _is_under(cell: Cell, leaf: Leaf) -> bool:
    return cell.col < leaf.end and cell.end > leaf.col


def _spanning(cell: Cell) -> Cell:
    """A cell below several columns: a mark or a blank holds for each of them, a number for none that could be told."""
    if says_nothing(cell.text):
        return cell
    return cell.flagged(MERGED_CELL, UNASSIGNED)


def _one_cell_each(cells: Sequence[Cell], values: tuple[Cell | None, ...]) -> bool:
    """Whether the grid gave every non-blank cell to exactly one column."""
    printed = [cell for cell in cells if cell.text.strip()]
    given = [value for value in values if value is not None and value.text.strip()]
    return len(printed) == len(given) and all(any(v is c for v in given) for c in printed)


def split_row(row: PrintedRow, header: Header, count: int, *, has_grid: bool, across: bool) -> SplitRow:
    """Cut a row behind its `count` labels and deal the values out to the header's columns.

    `has_grid`: header and row stand in one grid; a header before a page end has other columns.
    """
    cells, wanted = row.cells, len(header.leaves)
    flags = (
        *row.flags,
        *((COLUMN_INFERRED,) if header.inferred and wanted > 1 and not _unit_tells(cells, header) else ()),
    )
    n_labels = len(cells) - wanted
    between = cells[count : max(n_labels, count)]
    values: tuple[Cell | None, ...]
    in_order = n_labels >= max(count, not across) and (not between or (not has_grid and are_blank(between)))
    if in_order and not (has_grid and _lacks_a_line(cells[n_labels:], header)):
        labels, values = cells[:n_labels], cells[n_labels:]
        if (
            (has_grid and _stand_elsewhere(values, header))
            or (has_grid and not across and _begins_blank(values, row, header))
            # the blanks may be a column that only this side has, the last cell a remark, which no column is for
            or (between and (not values[-1].text.strip() or (len(values) > 1 and is_words(values[-1].text))))
            # a program that writes a merged label into each of its cells leaves no label blank
            or (between and any(leaf.repeated for leaf in header.leaves))
            # the row lost a blank cell
            or (row.ragged and len(values) > 1 and _is_no_value(values[0].text, header))
        ):
            flags = (*flags, COLUMN_INFERRED)
    elif has_grid:
        labels, values, flags = _grid_split(row, header, count, flags)
    else:
        labels, values, flags = cells[:count], _by_count(cells[count:], header), (*flags, COLUMN_INFERRED)
    printed = [value for value in values if value is not None]
    if [v for v in printed if "\n" in v.text and v.rowspan == 1 and _is_of_two_rows(v.text)]:
        flags = (*flags, ROW_JOINED)
    if [value for value in printed if value.rowspan > 1]:
        if {value.text for value in printed} & {leaf.text for leaf in header.leaves if leaf.text}:
            flags = (*flags, COLUMN_INFERRED)  # the header reaches down into the row
        values = tuple(_reaching_down(value, row) if value is not None else None for value in values)
    if flags:
        values = tuple(value.flagged(*flags) if value is not None else None for value in values)
    return SplitRow(tuple(labels), values)


def _is_of_two_rows(text: str) -> bool:
    """Whether a cell holds two numbers, one below the other. Which of the two is the row's cannot be told."""
    first, newline, rest = text.partition("\n")
    return (
        bool(newline)
        and len(first.strip()) <= SHORT
        and prints_value(first)
        and prints_value(rest.partition("\n")[0])
    )


def _unit_tells(cells: Sequence[Cell], header: Header) -> bool:
    """Whether the one number of a row without a header stands behind its unit: 件 | 12."""
    at = header.unit_place
    return at == 0 and len(header.leaves) == len(cells) - 1 == 2 and is_unit(cells[1].text)


def _by_count(cells: Sequence[Cell], header: Header) -> tuple[Cell | None, ...]:
    """The values of a row without a grid that has another number of cells than the header has columns.

    If it has as many that are not blank, these are the values. Else the one number beside columns of words (单位, 指标解释)
    has its column, and nobody can tell which column any others are of.
    """
    wanted = len(header.leaves)
    printed = [cell for cell in cells if cell.text.strip()]
    if len(printed) == wanted:
        return tuple(printed)
    numbers = [cell for cell in printed if prints_number(cell.text)]
    places = [place for place in range(wanted) if not _is_wordy(header, place)]
    if len(numbers) == len(places) == 1 and len(printed) < wanted:
        unit = next((cell for cell in printed if is_unit(cell.text)), None)
        own = {header.unit_place: unit, places[0]: numbers[0]}
        return tuple(own.get(place) for place in range(wanted))
    shown = [cell.flagged(UNASSIGNED) if cell in printed else cell for cell in cells]
    return tuple(shown[index] if index < len(shown) else None for index in range(wanted))


def _is_wordy(header: Header, place: int) -> bool:
    """Whether the column is 单位, or one of explanations."""
    return place == header.unit_place or label_key(header.leaves[place].text) in EXPLANATIONS


def _grid_split(
    row: PrintedRow, header: Header, count: int, flags: tuple[str, ...]
) -> tuple[tuple[Cell, ...], tuple[Cell | None, ...], tuple[str, ...]]:
    first = header.leaves[0].col
    count = max(count, sum(cell.end <= first for cell in row.cells))
    rest = row.cells[count:]
    values = _by_grid(rest, header)
    if _one_cell_each(rest, values):
        # a row that ends before its header does lost a cell, and nothing says which
        return row.cells[:count], values, flags if _ends_with(row, header) else (*flags, COLUMN_INFERRED)
    behind = len(rest) - len(header.leaves)
    if behind >= 0 and are_blank(rest[:behind]):
        # a blank label cell, and columns that do not stand under the header's: their order decides
        count, values = count + behind, rest[behind:]
    return row.cells[:count], values, (*flags, COLUMN_INFERRED)


def _stand_elsewhere(values: Sequence[Cell], header: Header) -> bool:
    """Whether the values do not stand below the columns of a header that is unsure or not whole, although both begin and end alike.

    Ruling lines may be missing in one of the two, or a column hidden, so that their order does not tell the columns.
    """
    if header.is_sure and not header.lacks:
        return False
    first, last = header.leaves[0], header.leaves[-1]
    begins, ends = values[0].col == first.col, values[-1].end == last.end
    if not begins or not ends or all(cell.colspan == 1 for cell in values):
        return False
    return not all(map(_is_under, values, header.leaves))


def _begins_blank(values: Sequence[Cell], row: PrintedRow, header: Header) -> bool:
    """Whether a row that ends before its header does begins with a blank: a label's, where the row lost a cell."""
    return row.end < header.leaves[-1].end and not values[0].text.strip() and len(values) > 1


def _lacks_a_line(values: Sequence[Cell], header: Header) -> bool:
    """Whether two numbers stand side by side in a cell below two columns, and the values not below those of their order: 7 | 86 | 5 104."""
    spaced = [cell for cell in values if " " in cell.text and _TWO_NUMBERS.search(cell.text)]
    return any(sum(_is_under(cell, leaf) for leaf in header.leaves) > 1 for cell in spaced) and not all(
        map(_is_under, values, header.leaves)
    )


def _ends_with(row: PrintedRow, header: Header) -> bool:
    return row.end == header.leaves[-1].end


def _reaching_down(cell: Cell, row: PrintedRow) -> Cell:
    """A value cell that is merged over several rows. Its number may be that of its first row, and is not given to the others."""
    if cell.rowspan == 1 or not cell.text.strip():
        return cell
    return cell.flagged(MERGED_CELL) if cell.row == row.index else cell.flagged(MERGED_CELL, UNASSIGNED)
