"""The text outside of ruling lines -> the tables in it: by the file's logical structure (tags), else by alignment.

What makes it hard: the tags of a table may lack rows that are printed right above or below it, and a line may be
claimed both by the tags and by the alignment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.model import Table
from extract.readers._page.arrays import Floats, Ints, positions
from extract.readers._page.cells import Layout, chars_to_tables
from extract.readers._page.content import PageContent, TaggedTable
from extract.readers._page.guessed.align import (
    Guess,
    cell_numbers,
    ends_in_number,
    lines_to_tables,
)
from extract.readers._page.guessed.columns import UNTOLD, Columns
from extract.readers._page.guessed.regions import ROW_REACH
from extract.readers._page.guessed.told import told_leaves
from extract.readers._page.page_blocks import INFERRED, TOLD
from extract.readers._page.text import Line, cell_boxes
from extract.readers._page.wording import has_role

Mask = NDArray[np.bool_]  # of the page's characters
TaggedReader = Callable[[PageContent, Mask], list[TaggedTable]]  # of tables that hold any of the characters


class Unruled(NamedTuple):
    """The tables found, which characters are in none of them, and the columns of the last table read by alignment."""

    tables: list[Table]
    rest: Mask
    columns: Columns | None


def read_unruled(
    content: PageContent,
    rest: Mask,
    lines: list[Line],
    page: int,
    tagged: TaggedReader,
    before: Columns | None,
) -> Unruled:
    """The tables in the characters `rest`, which no ruled table holds, and in `lines`, the lines that these make up.

    `before`: the columns of the unruled table that ended the page before, which may go on here.
    """
    tables, left = _tagged_tables(content, rest, lines, page, tagged)
    around, chars = lines, content.chars
    if tables:
        lines = _within(lines, left)
    guesses = lines_to_tables(lines, chars, before) if lines else []
    if not guesses:
        return Unruled(tables, left, None)
    leaves = before.leaves if before else UNTOLD
    layouts = []
    for guess in guesses:
        told, leaves = told_leaves(guess, chars, content.rules.level, _not_in(guess, around), leaves)
        layouts.append(Layout(guess.spans, TOLD if told else INFERRED))
    members = [mine for guess in guesses for mine in guess.members]
    numbers = cell_numbers(members, len(chars))
    used = positions(numbers >= 0)
    tables += _made(content, used, numbers.take(used), layouts, page)
    columns = replace(guesses[-1].columns, leaves=leaves)
    return Unruled(tables, left & (numbers < 0), columns)


def _made(
    content: PageContent, used: Ints, numbers: Ints, layouts: Sequence[Layout], page: int
) -> list[Table]:
    """Tables from the positions `used` of all their characters; `numbers` gives the cell of each, counted through all tables."""
    chars = content.chars.take(used)
    boxes = cell_boxes(chars.boxes, numbers, sum(len(layout.spans) for layout in layouts))
    return chars_to_tables(content, chars, numbers, layouts, boxes, page)


def _within(lines: Iterable[Line], chosen: Mask) -> list[Line]:
    """The lines all of whose characters are among the chosen."""
    is_chosen = chosen.tolist().__getitem__
    return [line for line in lines if all(map(is_chosen, line.members))]


def _tagged_tables(
    content: PageContent, rest: Mask, lines: Sequence[Line], page: int, tagged: TaggedReader
) -> tuple[list[Table], Mask]:
    """The tables of the structure, and the characters that are in none."""
    # a table that has ruling lines, too, is read by these: they are what a person sees
    found = [table for table in tagged(content, rest) if rest[table.numbers >= 0].all()]
    if not found:
        return [], rest
    used = [positions(table.numbers >= 0) for table in found]
    free = rest.copy()
    free[np.concatenate(used)] = False
    beside = _within(lines, free)
    firsts = accumulate((len(table.spans) for table in found), initial=0)
    numbers = [
        table.numbers.take(own) + first for table, own, first in zip(found, used, firsts, strict=False)
    ]
    layouts = [Layout(table.spans) for table in found]
    tables: list[Table] = []
    left = rest.copy()
    made = _made(content, np.concatenate(used), np.concatenate(numbers), layouts, page)
    for table, own in zip(made, used, strict=True):
        if len(own) and not _goes_on(content.chars.boxes.take(own, axis=0), _has_heading(table), beside):
            tables.append(table)
            left[own] = False
    return tables, left


def _not_in(guess: Guess, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines of which the table holds no character; seldom asked for."""
    held = set(positions(guess.numbers >= 0).tolist())
    yield from (line for line in lines if held.isdisjoint(line.members))


def _has_heading(table: Table) -> bool:
    return any(has_role(cell.text, "corner", "column") for cell in table.cells if cell.row == 0)


def _goes_on(boxes: Floats, headed: bool, lines: Sequence[Line]) -> bool:
    """Whether a row of the table is printed right above or below it although the table's tags lack it.

    Such a row is a line that ends in a number; one above counts only where the table has no heading of its own. `boxes` are
    those of the table's characters, `lines` the lines in no tagged table.
    """
    x0, y0, x1, y1 = (
        reach(side).item() for reach, side in zip((np.min, np.min, np.max, np.max), boxes.T, strict=True)
    )
    beside = [line for line in lines if line.x0 < x1 and line.x1 > x0]
    below = [line for line in beside if y0 <= line.y0 < y1 + ROW_REACH * line.height]
    above = [line for line in beside if y0 - ROW_REACH * line.height < line.y0 < y0 and not headed]
    return any(ends_in_number(line) for line in (*above, *below))
