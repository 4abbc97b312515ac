"""Dumps in which a bar on a line of its own opens each row, and each cell ends its lines with one → rows.

    |
           规章  |
                          (blank lines anywhere)
           7  |
        |||               the bars of a cell over four columns, not as far in as cells are

A blank cell is a bar as far in as the other cells.
"""

from __future__ import annotations

from extract.readers._text.cells import Rows

EDGE = " \t\r\f\v"
MAX_CELL_LINES = 6  # lines of one cell; more are paragraphs behind the table
ENOUGH_ROWS = 2


def opened_run(lines: list[str], start: int) -> tuple[Rows, int]:
    """The rows of the table that starts at this line, and the line behind it; no rows if none does."""
    if lines[start].rstrip(EDGE) != "|":
        return [], start
    rows: Rows = []
    held: list[str] = []  # lines of a cell that no bar has ended yet
    indent = -1  # of the cells' lines
    end = start
    for index in range(start, len(lines)):
        line = lines[index].rstrip(EDGE)
        content = line.strip(EDGE)
        if not content:
            continue
        if line == "|":
            if held:
                break
            rows.append([])
        elif len(held) == MAX_CELL_LINES:
            break
        elif not content.endswith("|"):
            held.append(content)
            continue
        elif content.strip("|"):
            indent = len(line) - len(line.lstrip(EDGE))
            # a merged cell's other bars may stand behind its own: 0 | |
            rows[-1].append("\n".join((*held, content.rstrip(f"|{EDGE}"))))
            held = []
        elif len(content) == 1 and len(line) - 1 == indent:
            rows[-1].append("")
        elif held:
            break
        end = index + 1
    printed = [row for row in rows if row]
    return (printed, end) if len(printed) >= ENOUGH_ROWS else ([], start)
