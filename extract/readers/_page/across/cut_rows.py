"""The cells of two pieces of one table, below each other -> those of the table, a row that the cut runs through as one.

In: the cells above and those below, their columns counted on the same edges. Hard about it: the cut may run through
the head's labels, through a row's label or numbers, or through the blank strip below them, and what stands below the
cut looks like a row of its own.
"""

from __future__ import annotations

import re

from extract.flags import NUMBER_WRAPPED, ROW_JOINED
from extract.model import Cell
from extract.readers._page.wording import ITEM, UNIT_CHARS, has_role, is_enumerator, is_label, is_unit
from normalize.number import number, prints_value

_DIGITS = re.compile(r"[\d,，.．\n]*\d[\d,，.．\n]*")
_LAST_DIGITS = re.compile(rf"{_DIGITS.pattern}[{UNIT_CHARS}]*")  # of a number, its unit behind them


def join_rows(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...]:
    """All cells; those below begin in row `cut`."""
    return (
        _with_cut_head(upper, lower, cut)
        or _with_cut_cells(upper, lower, cut)
        or _with_cut_row(upper, lower, cut)
        or _without_remains(_doubted(upper, lower, cut), lower, cut)
    )


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
    """The cells above, in doubt where a number stands below a value and no label in its row: it may go on so."""
    first, ends = _meeting(upper, lower, cut)
    rest = [cell for cell in first if cell.text.strip()]
    if not all(prints_value(cell.text) or is_unit(cell.text) for cell in rest):
        return upper
    met = {id(end) for cell in rest if (end := ends.get(id(cell))) and prints_value(end.text)}
    return [cell._replace(flags=(*cell.flags, NUMBER_WRAPPED)) if id(cell) in met else cell for cell in upper]


def _goes_on(text: str, rest: str) -> bool:
    """Whether a cell's text goes on with the rest: a label, digits after digits, a unit, a mark in words."""
    if _LAST_DIGITS.fullmatch(rest):
        return _DIGITS.fullmatch(text) is not None
    if is_label(text + rest):
        return not is_label(rest) or (bool(text.strip()) and is_numbered_by(text, rest))
    return is_unit(rest) or (not prints_value(rest) and number(text + rest).status == "not_applicable")


def is_numbered_by(part: str, rest: str) -> bool:
    """Whether a label's number, or what begins it, stands above the label: （四）, or （ alone, above 四）无法提供."""
    return is_enumerator(part) and not prints_value(part) and not ITEM.match(rest)


def _with_cut_row(upper: list[Cell], lower: list[Cell], cut: int) -> tuple[Cell, ...] | None:
    """All cells, the last row above the cut and the first below it as one; None where they are two rows.

    The numbers of a row whose label goes over several lines may stand on one side of the cut, its label on the other:
    one side is blank where the other is not, and the row's label and its numbers do not stand on the same side.
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
    """The half that holds the text, in the place of the first."""
    shown = one if one.text.strip() else other
    return one._replace(text=shown.text, place=shown.place, flags=(*shown.flags, ROW_JOINED))


def _shorter(cell: Cell) -> Cell:
    return cell._replace(row=cell.row + 1, rowspan=cell.rowspan - 1)


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
