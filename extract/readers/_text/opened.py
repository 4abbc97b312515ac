"""Dumps in which a bar on a line of its own opens each row, and each cell ends its lines with one → rows.

    |
           规章  |
                          (blank lines anywhere)
           7  |
        |||               the bars of a cell over four columns, not as far in as cells are; or behind it: 7 | |||

A blank cell is a bar as far in as the other cells, or one behind the cell before: 7 | | | is two of them. Where cells
stand no further in than the bars that open rows, the last bar before words opens one, the others are blanks.
"""

from __future__ import annotations

import re

from extract.readers._text.places import EDGE_OR_TAB
from extract.readers._text.rows import MOST_LABELS, Rows
from normalize.number import prints_value

MAX_CELL_LINES = 6  # lines of one cell; more are paragraphs behind the table
ENOUGH_ROWS = 2

_CELL = re.compile(r"(?P<text>.*?[^|\s])\s*\|(?P<blanks>(?:\s+\|(?!\|))*)(?P<fill>\s*\|{2,})?", re.DOTALL)


def opened_run(lines: list[str], start: int) -> tuple[Rows, int]:
    """The rows of the table that starts at this line, and the line behind it; no rows if none does."""
    if lines[start].rstrip(EDGE_OR_TAB) != "|":
        return [], start
    rows: Rows = []
    held: list[str] = []  # lines of a cell that no bar has ended yet
    indent = -1  # the indent of the cells' lines
    behind = 0  # blank cells behind the last one, unless the row ends there: one bar more may fill it up
    bars = 0  # on lines of their own since the last cell
    end = start
    for index in range(start, len(lines)):
        line = lines[index].rstrip(EDGE_OR_TAB)
        content = line.strip(EDGE_OR_TAB)
        if not content:
            continue
        if line == "|":
            if held:
                break
            bars += 1
        elif len(held) == MAX_CELL_LINES:
            break
        elif not content.endswith("|"):
            held.append(content)
            continue
        elif content.strip("|"):
            indent = len(line) - len(line.lstrip(EDGE_OR_TAB))
            text, blanks, filled = _cell("\n".join((*held, content)))
            if bars and (indent or not rows):
                rows.append([])
            elif bars:
                _open(rows, bars, text)
            behind = 0 if bars else behind
            bars = 0
            rows[-1] += [*[""] * behind, text, *[""] * (blanks if filled else 0)]
            behind, held = (0 if filled else blanks), []
        # an indent of 0 makes it a bar that opens a row, handled above
        elif len(content) == 1 and len(line) - 1 == indent:
            rows[-1] += [""] * (behind + 1)
            behind = 0
        elif held:
            break
        end = index + 1
    if rows and not indent:
        rows[-1] += [""] * bars
    printed = [row for row in rows if row]
    return (printed, end) if len(printed) >= ENOUGH_ROWS else ([], start)


def _open(rows: Rows, bars: int, text: str) -> None:
    """Bars on their own lines before a cell that stands no further in than they do: the last of them opens a row.

    A number does not begin a row. The bars before it are blank cells of the row above, which has the label.
    """
    above = rows[-1]
    if not prints_value(text):
        above += [""] * (bars - 1)
        rows.append([])
    elif len(above) > MOST_LABELS and not any(map(prints_value, above)):
        rows.append([""] * (bars - 1))  # below a heading, as in table 四
    else:
        above += [""] * bars


def _cell(text: str) -> tuple[str, int, bool]:
    """A cell and the bars behind it → its text, the blank cells among these, and whether they fill the row up."""
    match = _CELL.fullmatch(text)
    if match is None:
        return text.rstrip(EDGE_OR_TAB + "|"), 0, False
    return match["text"], match["blanks"].count("|"), match["fill"] is not None
