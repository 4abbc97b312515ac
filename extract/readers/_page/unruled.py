"""The text outside of ruling lines -> the tables in it: by the file's logical structure (tags), else by alignment.

What makes it hard: the tags of a table may lack rows that are printed right above or below it, and a line may be
claimed both by the tags and by the alignment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.model import Table
from extract.readers._page.across.running_heads import is_browsers_head
from extract.readers._page.arrays import Chars, Ints, positions, some
from extract.readers._page.carried import Carried, heading_of, with_heading, without_places
from extract.readers._page.cells import Layout, chars_to_tables
from extract.readers._page.content import PageContent, TaggedTable
from extract.readers._page.guessed.align import cell_numbers, lines_to_tables
from extract.readers._page.guessed.columns import UNTOLD, Above, Leaves
from extract.readers._page.guessed.told import told_leaves
from extract.readers._page.guessed.told_words import words_tell
from extract.readers._page.page_blocks import INFERRED, TOLD
from extract.readers._page.text import Line, cell_boxes
from extract.readers._page.wording import has_role
from normalize.number import prints_value

Mask = NDArray[np.bool_]  # of the page's characters
TaggedReader = Callable[[PageContent, Mask], list[TaggedTable]]  # of tables that hold any of the characters


class Unruled(NamedTuple):
    """The tables found, which characters are in none of them, and what the last table tells the next page."""

    tables: list[Table]
    rest: Mask
    above: Above


def read_unruled(
    content: PageContent,
    rest: Mask,
    lines: list[Line],
    page: int,
    tagged: TaggedReader,
    before: Above,
) -> Unruled:
    """The tables in the characters `rest`, which no ruled table holds, and in `lines`, the lines that these make up.

    `before`: what the unruled table tells that ended the page before, which may go on here.
    """
    chars = content.chars
    lines = [line for line in lines if not is_browsers_head(line)]
    # a table that has ruling lines, too, is read by these: they are what a person sees
    found = [table for table in tagged(content, rest) if rest[table.numbers >= 0].all()]
    carried = _carried(before, chars, lines, found)
    if carried:
        mine = carried.guesses[0].numbers[: len(chars)] >= 0
        found = [table for table in found if not some(mine & (table.numbers >= 0))]
    tables, left, leaves = _tagged_tables(content, rest, page, found, before.leaves)
    if tables:
        lines = _within(lines, left)
    if carried:
        chars, guesses = carried.chars, carried.guesses
        if tables:
            others = _within(lines, left & ~mine)
            guesses = [guesses[0], *(lines_to_tables(others, chars) if others else ())]
    else:
        guesses = lines_to_tables(lines, chars, before.columns) if lines else []
    if not guesses:
        head = _heading_of_tags(found[-1], tables[-1], chars) if tables else None
        return Unruled(tables, left, Above(leaves=UNTOLD if head else leaves, head=head))
    leaves = UNTOLD if carried else before.leaves
    layouts = []
    for guess in guesses:
        told, leaves = told_leaves(guess, chars, content.rules.level, leaves)
        layouts.append(Layout(guess.spans, TOLD if told else INFERRED))
    members = [mine for guess in guesses for mine in guess.members]
    numbers = cell_numbers(members, len(chars))
    used = positions(numbers >= 0)
    made = _made(replace(content, chars=chars), used, numbers.take(used), layouts, page)
    if carried:
        made[0] = without_places(made[0], carried.top)
    above = Above(guesses[-1].columns, leaves, heading_of(guesses[-1], chars))
    return Unruled(tables + made, left & (numbers[: len(left)] < 0), above)


def _carried(
    before: Above, chars: Chars, lines: Sequence[Line], found: Iterable[TaggedTable]
) -> Carried | None:
    """The page's tables below the heading that ended the page before; None where tags that lack no cell tell the first."""
    if before.head is None or before.leaves.whole:
        return None
    carried = with_heading(before.head, chars, lines)
    if carried:
        mine = carried.guesses[0].numbers[: len(chars)] >= 0
        if any(some(mine & (table.numbers >= 0)) for table in found if not table.inferred):
            return None
    return carried


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
    content: PageContent, rest: Mask, page: int, found: Sequence[TaggedTable], leaves: Leaves
) -> tuple[list[Table], Mask, Leaves]:
    """The tables `found` by the structure, the characters that are in none, and the labels of the last one's heading.

    `leaves`: those of the table that ended the page before.
    """
    if not found:
        return [], rest, UNTOLD
    used = [positions(table.numbers >= 0) for table in found]
    firsts = accumulate((len(table.spans) for table in found), initial=0)
    numbers = [
        table.numbers.take(own) + first for table, own, first in zip(found, used, firsts, strict=False)
    ]
    layouts = []
    for tags in found:
        told, leaves = words_tell(tags.spans, tags.numbers, content.chars, leaves)
        layouts.append(Layout(tags.spans, () if not tags.inferred else TOLD if told else INFERRED))
    tables: list[Table] = []
    left = rest.copy()
    made = _made(content, np.concatenate(used), np.concatenate(numbers), layouts, page)
    for table, own in zip(made, used, strict=True):
        if len(own):
            tables.append(table)
            left[own] = False
    return tables, left, leaves


def _heading_of_tags(tags: TaggedTable, table: Table, chars: Chars) -> Chars | None:
    """The characters of a table that has labels of columns, not all of a form's, and no value."""
    mine = tags.numbers >= 0
    texts = [cell.text for cell in table.cells]
    if not some(mine) or any(map(prints_value, texts)) or sum(has_role(text, "column") for text in texts) < 2:
        return None
    _, leaves = words_tell(tags.spans, tags.numbers, chars, UNTOLD)
    return None if leaves.whole else chars.take(mine)
