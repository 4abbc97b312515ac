"""The pages of a document -> its tables and paragraphs in reading order.

What makes it hard: a paragraph's lines are cut by the margin and by the page's end, page numbers fall in between, and
the only signs of a new paragraph are its indent, a short line before it, a number such as 一、 or （一）.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from extract.model import Block, Paragraph, Place, Table
from extract.readers._page.across.cuts import join_cut_tables
from extract.readers._page.across.running_heads import NUMBERED, OTHER_SIZE, drop_running_heads
from extract.readers._page.across.widths import join_widths, moved_place
from extract.readers._page.page_blocks import INFERRED, TOLD, PageBlocks
from extract.readers._page.text import Line
from extract.readers._page.wording import begins_item, has_role, is_label
from normalize.number import prints_value

INDENT = 1.2  # of a line's height: a first line is indented by two characters
APART = 3.0  # of a line's height: lines of one paragraph begin no farther apart
LOOSE = 2.2  # of a line's height: with a wider gap below, a line that ends a sentence ends its paragraph
# of a line's height: a second line begins no farther left than two characters, one below a title may
OUTDENT = 2.6
REST = 3  # characters of a value's second line
SHORT = 2.0  # of a line's height: a last line ends this far before the margin


def join_pages(pages: Sequence[PageBlocks]) -> list[Block]:
    """Tables and paragraphs of all pages in reading order, their places as the pages are shown."""
    drop_running_heads(pages)
    moves = join_widths(pages)
    join_cut_tables(pages)
    _settle_told(pages)
    margins = _margins(pages)
    blocks: list[Block] = []
    paragraph = _Open()
    for page in pages:
        left, right = margins[page.shape]
        for item in _in_order(page):
            if isinstance(item, Table):
                blocks.extend(paragraph.closed())
                blocks.append(item)
            else:
                if not paragraph.goes_on(item, page.number, left):
                    blocks.extend(paragraph.closed())
                paragraph.add(item, page.number, right)
        if page.pictures:
            blocks += [*paragraph.closed(), *page.pictures]
    blocks.extend(paragraph.closed())
    turned = {page.number: page.frames for page in pages if page.frames and page.frames[0] != page.frames[1]}

    def as_shown(place: Place) -> Place:
        place = moved_place(place, -moves.get(place.page, 0.0))
        if place.box is None or place.page not in turned:
            return place
        upright, shown = turned[place.page]
        return Place(place.page, *shown.boxes_from(np.array([place.box]), upright)[0].tolist())

    return [with_places(block, as_shown) for block in blocks] if turned or moves else blocks


def with_places(block: Block, move: Callable[[Place], Place | None]) -> Block:
    """The block with its places moved."""
    if isinstance(block, Table):
        cells = (
            cell if cell.place is None else cell._replace(place=move(cell.place)) for cell in block.cells
        )
        return replace(block, cells=tuple(cells))
    return block if block.place is None else replace(block, place=move(block.place))


def _settle_told(pages: Sequence[PageBlocks]) -> None:
    """Frees the tables without upright lines that leave no doubt about their columns (`TOLD`) of their flag.

    They keep it where a row may go on on the next page.
    """
    for page, after in zip_longest(pages, pages[1:]):
        for k, table in enumerate(page.tables):
            if table.flags == TOLD:
                last = k == len(page.tables) - 1
                goes_on = last and _goes_on(table, page, after)
                page.tables[k] = replace(table, flags=INFERRED if goes_on else ())


def _goes_on(table: Table, page: PageBlocks, after: PageBlocks | None) -> bool:
    """Whether the table's last row may go on: on the next page, right below it, or with a digit taken for a page number.

    The first is so where the next page begins with values whose row has no label, or but the rest of one.
    """
    if after is not None and after.tables and _lacks_label(after.tables[0]):
        return True
    last = [cell for cell in table.cells if cell.row == table.n_rows - 1 and cell.place and cell.place.box]
    boxes = [cell.place.box for cell in last if cell.place and cell.place.box]
    if not boxes:
        return False
    bottom, labels_end = max(box[3] for box in boxes), 0.0 if prints_value(last[0].text) else boxes[0][2]
    near = [line for line in (*page.lines, *page.page_numbers) if abs(line.y0 - bottom) < line.height]
    if any(_may_be_rest(line, labels_end) for line in (*near, *_first_lines(after))):
        return True
    below = [line for line in page.lines if 0 < line.y0 - bottom < APART * line.height]
    if any(map(_names_row, (*below, *_first_lines(after)))):
        return True  # a row of blanks
    numbers = [line for line in page.page_numbers if line.y0 > page.height / 2]
    numbers += [line for line in after.page_numbers if line.y0 < after.height / 2] if after else []
    digits = [line for line in numbers if line.text.isdigit()]
    return any(line.x0 < box[2] and box[0] < line.x1 for box in boxes[1:] for line in digits)


def _may_be_rest(line: Line, labels_end: float) -> bool:
    """Whether the words of a line beside a table's labels are as short as what values leave for their second line (不适 | 用)."""
    return line.x0 > labels_end and all(len(word) <= REST for word in line.text.split())


def _names_row(line: Line) -> bool:
    return any(is_label(word) and has_role(word, "row") for word in line.text.split())


def _first_lines(page: PageBlocks | None) -> list[Line]:
    """The line that begins the page, if no table does."""
    items = _in_order(page)[:1] if page else []
    return [item for item in items if not isinstance(item, Table)]


def _lacks_label(table: Table) -> bool:
    """Whether no text of the first row is a label or begins one."""
    texts = [cell.text for cell in table.cells if cell.row == 0]
    return table.flags == INFERRED and not any(
        is_label(text) or begins_item(text) or has_role(text, "corner", "column") for text in texts
    )


class _Open:
    """The paragraph that is being put together."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._page = self._last_page = 0
        self._full = False  # its last line reaches the right margin

    def goes_on(self, line: Line, page: int, left: float) -> bool:
        if not self._lines or not self._full or NUMBERED.match(line.text):
            return False
        last = self._lines[-1]
        step, reach = line.y0 - last.y0, APART * line.height
        if last.x0 - line.x0 > OUTDENT * line.height or (
            step > LOOSE * line.height and last.text.endswith("。")
        ):
            return False
        # further down, or up again on a sheet's right half; beside it stands another cell of a frame
        near = page != self._last_page or 0 < step < reach or step < -reach
        low, high = sorted((line.height, last.height))
        return near and high < OTHER_SIZE * low and line.x0 < left + INDENT * line.height

    def add(self, line: Line, page: int, right: float) -> None:
        if not self._lines:
            self._page = page
        self._lines.append(line)
        self._last_page = page
        self._full = line.x1 > right - SHORT * line.height

    def closed(self) -> Iterator[Paragraph]:
        if self._lines:
            text = self._lines[0].text
            for line in self._lines[1:]:
                text += (" " if _is_latin(text[-1]) and _is_latin(line.text[0]) else "") + line.text
            first = self._lines[0]
            place = Place(self._page, first.x0, first.y0, first.x1, first.y1)
            self._lines = []
            yield Paragraph(text, place=place)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _margins(pages: Sequence[PageBlocks]) -> dict[tuple[int, int], tuple[float, float]]:
    """Where running text begins and ends on pages of the same shape."""
    long_lines: dict[tuple[int, int], list[Line]] = {page.shape: [] for page in pages}
    for page in pages:
        long_lines[page.shape].extend(line for line in page.lines if len(line.text) >= 8)
    margins = {}
    for shape, lines in long_lines.items():
        starts, ends = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
        # a tenth of the lines may stick out
        margins[shape] = (starts[len(starts) // 10], ends[-1 - len(ends) // 10]) if lines else (0.0, 0.0)
    return margins


def _begin(table: Table, page: int) -> tuple[float, float]:
    """The top and the left of a table's first row on a page; where it goes on at the head of a sheet's right half, it stands higher there."""
    corners: list[tuple[float, float]] = []
    first = -1
    for cell in table.cells:
        if corners and cell.row != first:
            break
        at = cell.place
        if at is not None and at.page == page and at.x0 is not None and at.y0 is not None:
            corners.append((at.y0, at.x0))
            first = cell.row
    return min(corners, default=(0.0, 0.0))


def _in_order(page: PageBlocks) -> list[Line | Table]:
    placed: list[tuple[float, float, int, Line | Table]] = [
        (line.y0, line.x0, k, line) for k, line in enumerate(page.lines)
    ]
    for k, table in enumerate(page.tables):
        placed.append((*_begin(table, page.number), len(page.lines) + k, table))
    return [item for *_, item in sorted(placed, key=lambda entry: entry[:3])]
