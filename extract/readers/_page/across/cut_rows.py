"""Two pieces of one table, cut by a page's end -> the cells of the whole table, with a row that was cut in two as one row.

In: the cells above and below the cut, their columns counted on the same edges. What makes it hard: the rest of a cut row
looks like a row of its own. The cut may run through a label of the heading (结果维 | 持), through a row's label or its
numbers, or through the blank strip below them.
"""

from __future__ import annotations

import re

from extract.flags import NUMBER_WRAPPED, ROW_JOINED
from extract.model import Cell
from extract.readers._page.wording import (
    ITEM,
    UNIT_CHARS,
    begins_item,
    has_role,
    is_enumerator,
    is_label,
    is_unit,
)
from normalize.number import number, prints_value

_DIGITS = re.compile(r"[\d,，.．\n]*\d[\d,，.．\n]*")
_LAST_DIGITS = re.compile(rf"{_DIGITS.pattern}[{UNIT_CHARS}]*")  # of a number, its unit behind them


def join_rows(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...]:
    """The cells of the whole table. `cut` is the first row below the cut, in which the cells of `lower` begin.

    Each kind of cut is tried in turn; where none applies, the pieces stay two rows.
    """
    return (
        _with_cut_head(upper, lower, cut)
        or _with_cut_cells(upper, lower, cut)
        or _with_cut_row(upper, lower, cut)
        or _without_remains(_doubted(upper, lower, cut), lower, cut)
    )


def _meeting(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[list[Cell], dict[int, Cell]]:
    """The cells of the first row below the cut; and for these, by `id`, the cell of the same columns that ends right above."""
    ends = {(cell.col, cell.colspan): cell for cell in upper if cell.row + cell.rowspan == cut}
    first = [cell for cell in lower if cell.row == cut]
    found = {id(cell): ends.get((cell.col, cell.colspan)) for cell in first}
    return first, {key: end for key, end in found.items() if end is not None}


def _with_cut_head(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """The cells with the labels of a heading that the cut runs through put together; None where no heading is cut.

    A label may be cut in two (结果维 above, 持 below). Or all of it stands above the cut, and below it there is a blank cell
    beside the labels of the heading's next row.
    """
    first, ends = _meeting(upper, lower, cut)
    met = [(ends[id(cell)], cell) for cell in first if id(cell) in ends]
    if not any(cell.text.strip() for cell in first) or not met:
        return None
    texts = (ends[id(cell)].text + cell.text if id(cell) in ends else cell.text for cell in first)
    if not all(has_role(text, "corner", "column") for text in texts if text.strip()):
        return None
    both = (*first, *(end for end, _ in met))
    if any(prints_value(cell.text) for cell in both):
        return None
    whole = {
        id(end): _longer(end, cell.rowspan)._replace(text=end.text + cell.text.strip()) for end, cell in met
    }
    kept = (whole.get(id(cell), cell) for cell in upper)
    return (*kept, *(cell for cell in lower if id(cell) not in ends))


def _with_cut_cells(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """The cells with those of the last row that go on below the cut put together; None where none do.

    Every text below the cut must go on with the one above it, so that no row begins there: 政法规禁止公开 below 2.其他法律行.
    Digits below digits are joined to one number only where the row's widest number left no room for one digit more.
    """
    first, ends = _meeting(upper, lower, cut)
    rest = [cell for cell in first if cell.text.strip()]
    met = [(ends[id(cell)], cell) for cell in rest if id(cell) in ends]
    if len(met) < len(rest) or not all(_goes_on(end.text, cell.text) for end, cell in met):
        return None
    widest = max((len(c.text) for c in upper if c.row == cut - 1 and _DIGITS.fullmatch(c.text)), default=0)
    whole = {}
    for end, cell in met:
        digits = _LAST_DIGITS.fullmatch(cell.text) is not None
        long = len(cell.text.rstrip(UNIT_CHARS))
        between = "\n" if digits and not (1 < len(end.text) == widest >= long) else ""
        flags = (*end.flags, NUMBER_WRAPPED) if digits else end.flags
        whole[id(end)] = end._replace(text=end.text + between + cell.text, flags=flags)
    below = {id(cell) for cell in rest}
    return _without_remains(
        [whole.get(id(cell), cell) for cell in upper],
        [cell._replace(text="") if id(cell) in below else cell for cell in lower],
        cut,
    )


def _doubted(upper: list[Cell], lower: list[Cell], cut: int) -> list[Cell]:
    """The cells above the cut, a value in doubt where another value stands below it in a row without a label.

    The two may be one number that the cut runs through (12 above, 3 below).
    """
    first, ends = _meeting(upper, lower, cut)
    rest = [cell for cell in first if cell.text.strip()]
    if not all(prints_value(cell.text) or is_unit(cell.text) for cell in rest):
        return upper
    met = {id(end) for cell in rest if (end := ends.get(id(cell))) and prints_value(end.text)}
    return [cell._replace(flags=(*cell.flags, NUMBER_WRAPPED)) if id(cell) in met else cell for cell in upper]


def _goes_on(text: str, rest: str) -> bool:
    """Whether `text` and `rest` below it are one cell's text.

    They are one label, digits below digits, a number and its unit, or a mark in words (不适 | 用).
    """
    if _LAST_DIGITS.fullmatch(rest):
        return _DIGITS.fullmatch(text) is not None
    if is_label(text + rest):
        if number(rest).status == "not_applicable":
            return False  # 自然人 over —
        # 1.属于 above 国家秘密, which alone is short for the whole label
        begun = begins_item(text) and not begins_item(rest)
        return not is_label(rest) or begun or (bool(text.strip()) and is_numbered_by(text, rest))
    return is_unit(rest) or (not prints_value(rest) and number(text + rest).status == "not_applicable")


def is_numbered_by(part: str, rest: str) -> bool:
    """Whether `part` is a label's number, or the beginning of one, and `rest` the label: （四） above 无法提供, （ above 四）无法提供."""
    return is_enumerator(part) and not prints_value(part) and not ITEM.match(rest)


def _with_cut_row(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """The cells with the last row above the cut and the first below it as one row; None where they are two rows.

    The label of a row may stand on one side of the cut and its numbers on the other. They are one row where each column has
    text on one side alone, and some number stands on another side than the row's label.
    """
    halves = {(cell.col, cell.colspan): cell for cell in lower if cell.row == cut and cell.rowspan == 1}
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
    rest = (cell for cell in lower if cell.row != cut or cell.rowspan > 1)
    return (*kept, *(_shorter(cell) if cell.row == cut else cell for cell in rest))


def _half(one: Cell, other: Cell) -> Cell:
    """The upper one of two halves of a cell, with the text of the half that has some; in doubt, as its row was put together."""
    shown = one if one.text.strip() else other
    return one._replace(text=shown.text, place=shown.place, flags=(*shown.flags, ROW_JOINED))


def _shorter(cell: Cell) -> Cell:
    return cell._replace(row=cell.row + 1, rowspan=cell.rowspan - 1)


def _without_remains(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...]:
    """The cells without a row of blanks right above or below the cut: it is the rest of the row on the other side."""
    heads = [cell for cell in lower if cell.row == cut]
    if not any(cell.text.strip() for cell in upper if cell.row == cut - 1):
        upper = [_longer(c, -1) if c.row + c.rowspan == cut else c for c in upper if c.row < cut - 1]
        return (*upper, *lower)
    ends = {(c.col, c.colspan): c for c in upper if c.row + c.rowspan == cut}
    if any(cell.text.strip() or (cell.col, cell.colspan) not in ends for cell in heads):
        return (*upper, *lower)
    met = ((ends[head.col, head.colspan], head.rowspan) for head in heads)
    # a row's own cells end with it; only those of groups reach further
    more = {id(end): rows for end, rows in met if max(end.rowspan, rows) > 1}
    kept = (_longer(cell, more.get(id(cell), 0)) for cell in upper)
    return (*kept, *(cell for cell in lower if cell.row != cut))


def _longer(cell: Cell, rows: int) -> Cell:
    return cell._replace(rowspan=cell.rowspan + rows)
