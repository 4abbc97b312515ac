"""Apache Tika's dump of a Word file: a cell a line → paragraphs and ragged tables (`ganzhou_jingkai_2024.tika.txt`).

Each cell is a line that starts with a tab; its further lines stand below without one. An empty line ends the row, the next
paragraph ends the table. The witness:

    ⇥            a blank cell: the label above is merged down to here
    ⇥其他        a cell of two lines
    结果
    ⇥0

A cell merged away is such a blank or simply absent, so a cell's `col` is its order in the row.

Three empty lines end a table even without a paragraph behind them: the row's own, and two that the dump leaves behind a
table. Two may be a row of which nothing is left. A line behind one or two empty ones goes on with the cell before them
(an empty paragraph inside a cell) if the row's next cell stands right below it, and elsewhere in the file three empty
lines stand behind a table. The heading of a section does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.model import Block, Paragraph, Table
from extract.readers._text.places import EDGE
from extract.readers._text.rows import SHORT_LINE, rows_to_table
from extract.table.vocabulary import meanings
from extract.texts.headings import heading_of

SHORT_CELL = 12  # characters; half of a report's cells are numbers, lines of indented prose are longer
_TABLE_END = re.compile(r"(?:^|\n)\t[^\n]*\n *\n *\n *(?:\n|$)")


def is_cell_a_line(lines: list[str]) -> bool:
    """Whether tabs open cells rather than part them or indent prose."""
    tabbed = [line for line in lines if "\t" in line]
    opening = [line for line in tabbed if line.startswith("\t") and "\t" not in line[1:]]
    short = sum(1 for line in opening if len(line) <= SHORT_CELL)
    return len(opening) * 2 > len(tabbed) and short * 2 > len(opening)


def marks_ends(text: str) -> bool:
    """Whether three empty lines stand behind a table of this text."""
    return _TABLE_END.search(text) is not None


def cell_lines(lines: Sequence[str], *, ends_marked: bool) -> Iterator[Block]:
    """Tables and the paragraphs between them; `ends_marked`: tables end with three empty lines."""
    rows: list[list[list[str]]] = []  # each row's cells' lines
    row_open = False
    empty = 0  # empty lines since the last other one
    for line, row_below in zip(lines, _rows_below(lines), strict=True):
        content = line.strip(EDGE)
        if not line.startswith("\t") and not content:
            row_open = False
            empty += 1
            continue
        in_cell = ends_marked and 0 < empty < 3 and row_below and _may_go_on(content)
        goes_on = row_open or in_cell
        if line.startswith("\t"):
            if empty >= 3 and rows:
                yield _joined(rows)
                rows = []
            if not row_open:
                rows.append([])
            rows[-1].append([line[1:].strip(EDGE)])
            row_open = True
        elif rows and goes_on:
            rows[-1][-1].append(content)
            row_open = True
        else:
            if rows:
                yield _joined(rows)
                rows = []
            yield Paragraph(content)
        empty = 0
    if rows:
        yield _joined(rows)


def _may_go_on(content: str) -> bool:
    """Whether a line may be a cell's behind an empty one: no prose, and no heading of a section."""
    return len(content) <= SHORT_LINE and (heading_of(content) is None or bool(meanings(content)))


def _rows_below(lines: Sequence[str]) -> list[bool]:
    """For each line whether the text from there on runs into a row: the next cell stands right below some text."""
    below = [False] * len(lines)
    runs = False
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].startswith("\t"):
            above = lines[index - 1] if index else ""
            runs = bool(above.strip(EDGE)) and not above.startswith("\t")
        else:
            below[index] = runs
    return below


def _joined(rows: list[list[list[str]]]) -> Table:
    return rows_to_table([["\n".join(filter(None, cell)) for cell in row] for row in rows])
