"""A page's characters and lines -> its tables, and the lines of text outside of them.

A table's cells come from ruling lines. Where there are none they come from the file's logical structure (tags), if that
agrees with what is printed; else from how the words stand below each other, which is a guess (`column_inferred`)
unless its words prove it.
"""

from __future__ import annotations

import numpy as np

from extract.model import Table
from extract.readers._page.across.running_heads import is_browsers_head
from extract.readers._page.arrays import positions
from extract.readers._page.content import TABLE_IMAGE, PageContent
from extract.readers._page.free_lines import free_lines, without_page_number
from extract.readers._page.guessed.align import looks_like_table
from extract.readers._page.guessed.columns import Above
from extract.readers._page.gutter import gutter
from extract.readers._page.line_numbers import without_line_numbers
from extract.readers._page.overhang import with_overhang
from extract.readers._page.overprint import digit_cores, digits_beside
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.readable import is_unreadable
from extract.readers._page.ruled.frames import Part, area_of, page_parts, split_at_lines
from extract.readers._page.ruled.grid import APART_PT, lines_to_grids, rules_to_lines
from extract.readers._page.ruled.hanging import with_hanging
from extract.readers._page.ruled_table import ruled_table
from extract.readers._page.text import Line
from extract.readers._page.unruled import TaggedReader, read_unruled


def content_to_blocks(
    content: PageContent,
    number: int,
    tagged: TaggedReader,
    before: Above,
) -> list[PageBlocks]:
    """What stands on a page: one entry as a rule, several for a sheet with two pages side by side or a page within a frame.

    `before`: what the unruled table tells that ended the page before, which may go on here.
    """
    width, height = content.upright.size
    if is_unreadable(content):
        return [PageBlocks(number, width, height, unreadable=True)]
    content = without_line_numbers(content)
    found = []
    for region, part in enumerate(_parts(content)):
        found.append(_blocks_of(content, part, number, region, tagged, before))
        before = found[-1].above
    return found


def _parts(content: PageContent) -> list[Part]:
    """The parts of the page that are read one by one: the halves of a sheet, the cells of a frame, or the whole page."""
    lines, frames = rules_to_lines(content.rules)
    grids = lines_to_grids(lines, APART_PT)
    middle = gutter(content)
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
    before: Above,
) -> PageBlocks:
    width, height = content.upright.size
    frames = (content.upright, content.shown)
    blocks = PageBlocks(number, width, height, layered=content.recognized, region=region, frames=frames)
    rest = part.chosen.copy()
    if part.grids:
        beside, digits = digits_beside(content.chars), digit_cores(content.chars)
    for grid in sorted(part.grids, key=area_of):
        grid = with_overhang(grid, content, rest, part.grids)
        numbers = with_hanging(content.chars, grid.cell_numbers(content.chars.x, content.chars.y))
        inside = positions((numbers >= 0) & rest)
        table = ruled_table(grid, content, numbers, inside, beside, digits, number) if len(inside) else None
        if table is not None:
            rest[inside] = False
            blocks.tables.append(table)
    all_lines = free_lines(content.chars, rest)
    lines = without_page_number(all_lines, height)
    if len(lines) < len(all_lines):
        kept = set(map(id, lines))
        blocks.page_numbers = [line for line in all_lines if id(line) not in kept]
    if looks_like_table(lines, content.chars) or (lines and before.columns is not None):
        unruled = read_unruled(content, rest, lines, number, tagged, before)
        if unruled.tables:
            blocks.tables += unruled.tables
            rest = unruled.rest
            lines = without_page_number(free_lines(content.chars, rest), height)
            if not _is_below(lines, unruled.tables[-1]):
                blocks.above = unruled.above
    blocks.lines = lines
    blocks.pictured = not blocks.tables and content.image_share >= TABLE_IMAGE
    return blocks


def _is_below(lines: list[Line], table: Table) -> bool:
    """Whether text follows the table on its page."""
    bottom = max((cell.place.y1 for cell in table.cells if cell.place and cell.place.y1), default=0.0)
    return any(line.y0 > bottom and not is_browsers_head(line) for line in lines)
