"""The text of a page that no ruling lines hold -> tables by the file's logical structure, else by alignment.

Hard about it: the structure may lack rows that stand above or below its table, and both readings may claim one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.model import Table
from extract.readers._page.align import Guess, cell_numbers, ends_in_number, lines_to_tables
from extract.readers._page.cells import Layout, chars_to_tables
from extract.readers._page.columns import Columns
from extract.readers._page.content import PageContent, TaggedTable
from extract.readers._page.flow import INFERRED, TOLD
from extract.readers._page.grid import Chars, Ints, positions
from extract.readers._page.regions import ROW_REACH
from extract.readers._page.text import Line, cell_boxes
from extract.readers._page.told import told_leaves
from extract.readers._page.wording import has_role

Mask = NDArray[np.bool_]  # of the page's characters
TaggedReader = Callable[[Mask], list[TaggedTable]]  # of tables that hold any of the characters


class Unruled(NamedTuple):
    """Tables, the characters that are in none, and the lines that are in tagged ones.

    `columns`: of the last table, where its words told them.
    """

    tables: list[Table]
    rest: Mask
    columns: Columns | None
    tagged_lines: list[Line]


def read_unruled(
    content: PageContent,
    rest: Mask,
    lines: list[Line],
    page: int,
    tagged: TaggedReader,
    before: Columns | None,
) -> Unruled:
    """`rest`: the characters that are in no ruled table, `lines`: what they say.

    `before`: the columns of an unruled table that ended the page before.
    """
    tables, left = _tagged_tables(content, rest, lines, page, tagged)
    around, inside = lines, list[Line]()
    if tables:
        untold = left.tolist()
        inside = [line for line in lines if not all(map(untold.__getitem__, line.members))]
        lines = [line for line in lines if all(map(untold.__getitem__, line.members))]
    guesses = lines_to_tables(lines, content.chars, before)
    if not guesses:
        return Unruled(tables, left, None, inside)
    leaves = before.leaves if before else ()
    layouts = []
    for guess in guesses:
        leaves = told_leaves(guess, content.chars, content.rules.level, _not_in(guess, around), leaves)
        layouts.append(Layout(guess.spans, TOLD if leaves else INFERRED))
    members = [mine for guess in guesses for mine in guess.members]
    numbers = cell_numbers(members, len(content.chars))
    tables += _made(content, numbers, layouts, page)[0]
    return Unruled(tables, left & (numbers < 0), replace(guesses[-1].columns, leaves=leaves), inside)


def _made(
    content: PageContent, numbers: Ints, layouts: Sequence[Layout], page: int
) -> tuple[list[Table], Chars]:
    """The tables, and their characters; `numbers` says which of all their cells a character is in, -1 for none."""
    used = positions(numbers >= 0)
    chars, numbers = content.chars.take(used), numbers[used]
    boxes = cell_boxes(chars.boxes, numbers, sum(len(layout.spans) for layout in layouts))
    return chars_to_tables(content, chars, numbers, layouts, boxes, page), chars


def _tagged_tables(
    content: PageContent, rest: Mask, lines: Sequence[Line], page: int, tagged: TaggedReader
) -> tuple[list[Table], Mask]:
    """The tables of the structure, and the characters that are in none."""
    # not those that are ruled as well: the lines are what the reader of the page sees
    found = [table for table in tagged(rest) if rest[table.numbers >= 0].all()]
    free = rest.copy()
    for table in found:
        free &= table.numbers < 0
    outside = free.tolist() if found else []
    beside = [line for line in lines if all(map(outside.__getitem__, line.members))] if found else []
    tables: list[Table] = []
    left = rest.copy()
    for table in found:
        layout = Layout(table.spans, INFERRED if table.inferred else ())
        (made,), chars = _made(content, table.numbers, [layout], page)
        if len(chars) and not _goes_on(chars, _has_heading(made), beside):
            tables.append(made)
            left &= table.numbers < 0
    return tables, left


def _not_in(guess: Guess, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines of which the table holds no character; seldom asked for."""
    held = set(positions(guess.numbers >= 0).tolist())
    yield from (line for line in lines if held.isdisjoint(line.members))


def _has_heading(table: Table) -> bool:
    return any(has_role(cell.text, "corner", "column") for cell in table.cells if cell.row == 0)


def _goes_on(chars: Chars, headed: bool, lines: Sequence[Line]) -> bool:
    """Whether a line of numbers right above (no heading) or below belongs to the table, though its structure lacks it.

    `chars`: those of the table, `lines`: those in no tagged table.
    """
    x0, y0, x1, y1 = (
        reach(side).item()
        for reach, side in zip((np.min, np.min, np.max, np.max), chars.boxes.T, strict=True)
    )
    beside = [line for line in lines if line.x0 < x1 and line.x1 > x0]
    below = [line for line in beside if y0 <= line.y0 < y1 + ROW_REACH * line.height]
    above = [line for line in beside if y0 - ROW_REACH * line.height < line.y0 < y0 and not headed]
    return any(ends_in_number(line) for line in (*above, *below))
