"""A page's characters and lines -> its tables, and the lines of text outside of them.

A table's cells come from ruling lines. Where there are none they come from the file's logical structure (tags), if that
agrees with what is printed; else from how the words stand below each other, which is a guess (`column_inferred`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from extract.flags import COLUMN_INFERRED
from extract.model import Table
from extract.readers._page.across.running_heads import EDGE_SHARE
from extract.readers._page.arrays import NAMELESS, Chars, Floats, Ints, positions, some
from extract.readers._page.cells import BORDERS_PT, PADDING_PT, Layout, chars_to_tables
from extract.readers._page.content import BIG_IMAGE, TABLE_IMAGE, PageContent
from extract.readers._page.free_lines import free_lines, without_page_number
from extract.readers._page.guessed.align import last_columns, looks_like_table
from extract.readers._page.guessed.told import has_unread_rows
from extract.readers._page.overprint import crossed_cells, cut_numbers, digit_cores, digits_beside
from extract.readers._page.page_blocks import EndColumns, PageBlocks
from extract.readers._page.pieces import GAP_PT, SNAP_PT
from extract.readers._page.ruled.frames import Part, area_of, page_parts, split_at_lines
from extract.readers._page.ruled.grid import APART_PT, Grid, lines_to_grids, rules_to_lines
from extract.readers._page.ruled.hanging import with_hanging
from extract.readers._page.ruled.level import with_told_columns
from extract.readers._page.ruled.parted import holds_labels, with_parted
from extract.readers._page.ruled.slivers import has_own_sliver, without_empty_places
from extract.readers._page.text import BLANKS, Line, chars_to_lines, is_in, table_of
from extract.readers._page.unruled import TaggedReader, Unruled, read_unruled
from extract.readers._page.word_lines import pieces, words_to_lines
from extract.readers._page.wording import begins_label
from extract.readers._page.words import chars_to_words

RUBBISH_SHARE = 0.1  # of a page's characters: more of them without meaning make the page unreadable
# and so do half as many that have no code at all: digits are some 10 in 100 of a table's
NAMELESS_SHARE = 0.05
# of a page's characters: more letters of other scripts, which no Chinese report has, make it unreadable, too
FOREIGN_SHARE = 0.01
FEW_FOREIGN = 4  # a name or two may have one
FEW_CHARS = 10  # a page of pictures or drawings with fewer characters has no text layer
MANY_PATHS = 500  # text turned into outlines has a path for every character
GUTTER_PT = 20.0  # points between two report pages on one sheet
# level ruling lines in half of a sheet, none of which crosses the sheet's middle: it is a page
RULED_LINES = 6
PROSE_LINES = 3  # lines of running text that each half of such a sheet has at least
CELL_CHARS = 12  # characters in a cell, on average: cells with more may hold tables of their own
MANY_VALUES = 3  # values in one cell: so many are of several rows, which no line parts
LINES_OVER = 4.0  # of a character's height: the lines of a cut cell hang out below its border by no more

_RUBBISH = table_of((*range(0x20), *range(0xE000, 0xF900), NAMELESS))
_KNOWN_SIGNS = (0xD7, 0xF7, *range(0x391, 0x3CA))  # × ÷ and Greek letters
_FOREIGN = table_of(set(range(0xC0, 0x2000)).difference(_KNOWN_SIGNS))


def content_to_blocks(
    content: PageContent,
    number: int,
    tagged: TaggedReader,
    before: EndColumns,
) -> list[PageBlocks]:
    """What stands on a page: one entry as a rule, several for a sheet with two pages side by side or a page within a frame.

    `before` gives the columns of the unruled table that ended the page before, which may go on here.
    """
    width, height = content.upright.size
    if _is_unreadable(content):
        return [PageBlocks(number, width, height, unreadable=True)]
    found = []
    for region, part in enumerate(_parts(content)):
        found.append(_blocks_of(content, part, number, region, tagged, before))
        before = found[-1].columns
    return found


def _parts(content: PageContent) -> list[Part]:
    """The parts of the page that are read one by one: the halves of a sheet, the cells of a frame, or the whole page."""
    lines, frames = rules_to_lines(with_told_columns(content.rules, content.chars))
    grids = lines_to_grids(lines, APART_PT)
    middle = _gutter(content)
    if middle is None:
        parts = page_parts(grids, content.chars, np.ones(len(content.chars), dtype=bool))
        return [piece for part in parts for piece in split_at_lines(part, frames, content.chars)]
    left = content.chars.x < middle
    return [Part(left, tuple(grids)), Part(~left, tuple(grids))]


def _blocks_of(
    content: PageContent,
    part: Part,
    number: int,
    region: int,
    tagged: TaggedReader,
    before: EndColumns,
) -> PageBlocks:
    width, height = content.upright.size
    frames = (content.upright, content.shown)
    blocks = PageBlocks(number, width, height, layered=content.recognized, region=region, frames=frames)
    rest = part.chosen.copy()
    if part.grids:
        beside, digits = digits_beside(content.chars), digit_cores(content.chars)
    for grid in sorted(part.grids, key=area_of):
        grid = _with_overhang(grid, content, rest, part.grids)
        numbers = with_hanging(content.chars, grid.cell_numbers(content.chars.x, content.chars.y))
        inside = positions((numbers >= 0) & rest)
        table = _ruled_table(grid, content, numbers, inside, beside, digits, number) if len(inside) else None
        if table is not None:
            rest[inside] = False
            blocks.tables.append(table)
    all_lines = free_lines(content.chars, rest)
    lines = without_page_number(all_lines, height)
    if len(lines) < len(all_lines):
        kept = set(map(id, lines))
        blocks.page_numbers = [line for line in all_lines if id(line) not in kept]
    if looks_like_table(lines, content.chars) or (lines and before() is not None):
        unruled = read_unruled(content, rest, lines, number, tagged, before)
        if unruled.tables:
            blocks.tables += unruled.tables
            rest = unruled.rest
            lines = without_page_number(free_lines(content.chars, rest), height)
            if not _is_below(lines, unruled.tables[-1]):
                # the table may go on on the next page without being tagged there
                blocks.columns = _end_columns(unruled, content)
    blocks.unread = (
        bool(lines)
        and not len(content.rules.upright)
        and has_unread_rows(content.chars, rest, content.rules.level)
    )
    blocks.lines = lines
    blocks.pictured = not blocks.tables and content.image_share >= TABLE_IMAGE
    return blocks


def _end_columns(unruled: Unruled, content: PageContent) -> EndColumns:
    return cache(
        lambda: unruled.columns or last_columns(unruled.tagged_lines, content.chars, content.rules.level)
    )


def _is_below(lines: list[Line], table: Table) -> bool:
    """Whether text follows the table on its page."""
    bottom = max((cell.place.y1 for cell in table.cells if cell.place and cell.place.y1), default=0.0)
    return any(line.y0 > bottom for line in lines)


def _is_unreadable(content: PageContent) -> bool:
    codes = content.chars.codes[content.chars.codes != 0x20]
    if len(codes) < FEW_CHARS:
        return content.image_share >= BIG_IMAGE or content.drawn >= MANY_PATHS
    rubbish = np.count_nonzero(is_in(codes, _RUBBISH)) + np.count_nonzero(codes >= 0xF0000)
    # a font whose map is lost names its glyphs by others' numbers: 。 may come as 2
    foreign = np.count_nonzero(is_in(codes, _FOREIGN))
    if foreign > max(FEW_FOREIGN, FOREIGN_SHARE * len(codes)):
        return True
    nameless = np.count_nonzero(codes == NAMELESS)
    lost = rubbish > RUBBISH_SHARE * len(codes) or nameless > NAMELESS_SHARE * len(codes)
    return bool(lost) or content.unmapped


def _gutter(content: PageContent) -> float | None:
    """Where a landscape sheet with two pages side by side is parted: a strip near its middle that nothing crosses."""
    width, height = content.upright.size
    if width < 1.2 * height or len(content.chars) < 2 * FEW_CHARS:
        return None
    spans = np.concatenate((content.chars.boxes[:, [0, 2]], content.rules.level[:, 1:]))
    spans = spans[np.argsort(spans[:, 0])]
    ends = np.maximum.accumulate(spans[:, 1])
    gaps = spans[1:, 0] - ends[:-1]
    centres = (spans[1:, 0] + ends[:-1]) / 2
    good = (gaps > GUTTER_PT) & (np.abs(centres - width / 2) < 0.08 * width)
    if not some(good):
        return None
    middle = float(centres[good][gaps[good].argmax()])
    left = content.chars.x < middle
    on_left = content.rules.level[:, 1] < middle
    halves = ((left, on_left), (~left, ~on_left))
    return middle if all(_is_page(content, *half) for half in halves) else None


def _is_page(content: PageContent, chars: NDArray[np.bool_], level: NDArray[np.bool_]) -> bool:
    """Whether half of a sheet is a page of its own: it has running text, or level ruling lines that end within it."""
    ruled = int(np.count_nonzero(level))
    if ruled >= RULED_LINES:
        return True
    prose = _prose_lines(content.chars.take(chars))
    return prose >= PROSE_LINES or (ruled >= 2 and prose > 0)  # the last row of a table, and text below it


def _prose_lines(chars: Chars) -> int:
    return sum(1 for line in chars_to_lines(chars) if len(line.text) > 12 and " " not in line.text)


def _with_overhang(grid: Grid, content: PageContent, rest: NDArray[np.bool_], grids: Iterable[Grid]) -> Grid:
    """The grid, its last row longer where text of that row hangs out below the table.

    Where the page's end cuts a row, browsers print the row's last lines below the border, or draw no border at all. Text
    below a table may also be a heading, a page number or a row in a box of its own, which are none of its last row's.
    """
    x0, _, x1, bottom = grid.box
    foot = (1 - EDGE_SHARE) * content.upright.size[1]
    boxes, x, y = content.chars.boxes, content.chars.x, content.chars.y
    height = content.chars.height
    below = rest & (y > bottom)
    if bottom < foot:
        below &= boxes[:, 1] < foot
        within = below & (x > x0) & (x < x1) & (boxes[:, 3] < bottom + LINES_OVER * height)
        if some(below & ~within) or _is_ruled_off(bottom, content, x[below]):
            return grid
    else:
        below &= (x > x0) & (x < x1) & (boxes[:, 1] < bottom + 0.3 * height)
    for left, top, right, end in (other.box for other in grids if other.box[1] >= bottom):
        below &= (x < left) | (x > right) | (y < top) | (y > end)
    if not some(below):
        return grid
    lowest = float(boxes[below, 3].max())
    # a page number is none: 第5页 共7页, whose digits may begin lower than its words
    if some(content.chars.codes[rest & (y > bottom) & (y < lowest) & (x > x0) & (x < x1)] < 0x3400):
        return grid
    ys = grid.ys.copy()
    ys[-1] = lowest
    longer = replace(grid, ys=ys)
    cells = longer.cell_numbers(x, y)
    words = chars_to_words(content.chars, positions(rest & (y > bottom) & (cells >= 0)))
    # a heading runs on over the sides of the cells above
    return grid if any(len(set(cells[word.members].tolist())) > 1 for word in words) else longer


def _is_ruled_off(bottom: float, content: PageContent, x: Floats) -> bool:
    """Whether a border at the table's bottom runs above any of the places `x`. What stands below it is not the last row's."""
    level = content.rules.level
    border = level[np.abs(level[:, 0] - bottom) < SNAP_PT]
    return some((x > border[:, 1:2] - GAP_PT) & (x < border[:, 2:] + GAP_PT))


def _ruled_table(
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
    if len(grid.xs) < 3:  # a boxed or underlined paragraph, or a table whose columns are not ruled
        return None
    if grid is not whole:
        of_page = with_hanging(content.chars, grid.cell_numbers(content.chars.x, content.chars.y))
    if len(grid.ys) == 2 and _holds_rows(grid, content, inside, of_page):
        return None
    numbers = of_page[inside]
    if len(inside) > CELL_CHARS * np.count_nonzero(filled) and _holds_columns(chars, numbers):
        return None  # frames around tables whose own cells are not ruled
    if holds_labels(grid, chars, numbers):
        return None
    grid, parts = with_parted(grid, chars, numbers)
    if parts:
        of_page = with_hanging(content.chars, grid.cell_numbers(content.chars.x, content.chars.y))
        numbers = of_page[inside]
    cut = cut_numbers(content.chars, of_page, beside) | crossed_cells(digits, grid)
    layouts = [Layout(grid.spans)]
    table = chars_to_tables(content, chars, numbers, layouts, grid.cell_boxes(), page, cut, parts)[0]
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


def _holds_columns(chars: Chars, numbers: Ints) -> bool:
    """Whether the cell with most text holds a table without lines: several of its lines end in numbers apart from their labels."""
    fullest = int(np.bincount(numbers[numbers >= 0]).argmax())
    lines = words_to_lines(chars_to_words(chars, positions(numbers == fullest)))
    return sum(len(pieces(line)) > 1 and any(word.is_number for word in line.tail) for line in lines) > 1
