"""The grid of ruling lines and the characters in it -> a table, or none where its rows or columns are not ruled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from extract.flags import COLUMN_INFERRED
from extract.model import Table
from extract.readers._page.across.widths import is_last_column
from extract.readers._page.arrays import Floats, Ints, some
from extract.readers._page.cells import BORDERS_PT, PADDING_PT, Layout, chars_to_tables
from extract.readers._page.content import PageContent
from extract.readers._page.overprint import crossed_cells, cut_numbers
from extract.readers._page.pieces import SNAP_PT
from extract.readers._page.ruled.crowded import with_crowded
from extract.readers._page.ruled.grid import Grid
from extract.readers._page.ruled.hanging import with_hanging
from extract.readers._page.ruled.slivers import has_own_sliver, without_empty_places
from extract.readers._page.text import BLANKS, is_in
from extract.readers._page.word_lines import words_to_lines
from extract.readers._page.wording import begins_label
from extract.readers._page.words import chars_to_words

COLUMN_ROWS = 2  # rows that a column alone has at least, as the last of a table too wide for its page
MANY_VALUES = 3  # values in one cell: so many are of several rows, which no line parts


def ruled_table(
    whole: Grid, content: PageContent, of_page: Ints, inside: Ints, beside: Ints, digits: Floats, page: int
) -> Table | None:
    """The table that the grid `whole` holds; None where it is no table, or its rows or columns are not ruled.

    `of_page` gives the cell of each of the page's characters, `inside` the positions of those in the table. `beside` and
    `digits` are the page's `digits_beside` and `digit_cores`.
    """
    chars = content.chars.take(inside)
    filled = np.zeros(len(whole.spans), dtype=bool)
    inked = ~is_in(chars.codes, BLANKS)  # blanks may hang out of their cell
    filled[of_page[inside[inked]]] = True
    grid = without_empty_places(whole, filled)
    is_column = len(grid.xs) == 2
    if is_column and len(grid.ys) <= COLUMN_ROWS:  # a boxed or underlined paragraph
        return None
    if grid is not whole:
        of_page = with_hanging(content.chars, grid.cell_numbers(content.chars.x, content.chars.y))
    if len(grid.ys) == 2 and _holds_rows(grid, content, inside, of_page):
        return None
    numbers = of_page[inside]
    cut = cut_numbers(content.chars, of_page, beside) | crossed_cells(digits, grid)
    layouts = [Layout(grid.spans)]
    table = with_crowded(chars_to_tables(content, chars, numbers, layouts, grid.cell_boxes(), page, cut)[0])
    if is_column and not is_last_column(table):
        return None
    in_doubt = grid is not whole and has_own_sliver(whole, filled)
    return replace(table, flags=(COLUMN_INFERRED,)) if in_doubt else table


def _holds_rows(grid: Grid, content: PageContent, inside: Ints, numbers: Ints) -> bool:
    """Whether a grid of one row holds several rows of a table, with upright lines between columns and no level ones.

    A single row that goes on over the page's end looks alike. Its values stand on one line, one in a cell; or no label begins
    in it, and a cell has a number on several lines because it has no room for one digit more.
    """
    top, bottom = grid.ys.tolist()
    level = content.rules.level[:, 0]
    words = chars_to_words(content.chars, inside)
    values = [word for word in words if word.is_value]
    in_cells = [numbers[word.members[0]] for word in values]
    if some(np.minimum(np.abs(level - top), np.abs(level - bottom)) < SNAP_PT):
        if not any(begins_label(word.text) for word in words if not word.is_value):
            room = [right - left - 2 * PADDING_PT - BORDERS_PT for left, _, right, _ in grid.cell_boxes()]
            in_cells = [
                cell
                for cell, word in zip(in_cells, values, strict=True)
                if room[cell] > (word.x1 - word.x0) * (1 + 1 / len(word.text))
            ]
        return len(in_cells) >= MANY_VALUES and max(Counter(in_cells).values()) >= MANY_VALUES
    filled = set(in_cells)
    if any(numbers[word.members[0]] in filled for word in words if not word.is_value):
        return True
    return sum(any(word.is_value for word in line.tail) for line in words_to_lines(words)) > 1
