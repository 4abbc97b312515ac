"""A sheet's cells → paragraphs and tables: a report typed into a spreadsheet does not say which is which.

A row of several cells belongs to a table. A row with a single text may be a line of running text, or a label whose
values are blank: it belongs to the table that it touches, unless it reads like a heading, a sentence or a date.
Empty rows part tables, but one between two labelled rows of numbers; so does a heading between rows of unlike width.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.errors import DocumentError
from extract.flags import HIDDEN_TEXT
from extract.model import Block, Cell, Paragraph, Table
from extract.readers._shared.limits import MAX_LISTED, refuse_many
from extract.readers._sheet.naming import naming_lines
from extract.table.vocabulary import section_told
from normalize.number import prints_number
from normalize.text import NUMERALS

MAX_CROSSED = 200_000  # rows that merged cells cross
_LINE = 40  # characters; the longest label of the form that may stand alone in a row of blanks is shorter
_LABELS = 5  # columns of one header row; 四 of the form has fifteen, and no label to the left of its numbers
_WIDER = 3  # columns by which the next of the report's tables is wider at least
_HEADING = re.compile(rf"\s*[{NUMERALS}]+\s*[、.．]")
# rows of 三, and groups of the 统计表 of 2014, that are numbered like headings of sections
_NO_HEADING = re.compile(
    r"\s*(?:[一二四]\s*[、.．]\s*(?:本年新收|上年结转|结转下年)"
    r"|[四五六七]\s*[、.．]\s*(?:行政复议数量|行政诉讼数量|举报投诉数量|依申请公开信息收取的费用)"
    r"|[一二三八九]\s*[、.．]\s*(?:主动公开|回应解读|依申请公开|机构建设和保障经费|政府信息公开会议和培训)情况\s*$)"
)
_NUMBERED = re.compile(rf"\s*(?:[（(]\s*[{NUMERALS}]+\s*[）)]|\d+\s*[.．、,，)）]|其\s*中)")
_ANNEX = re.compile(rf"\s*附\s*[件表]?\s*[\d{NUMERALS}]*\s*[:：、]")  # the caption of another table
_WORDS = re.compile(r"(?:[\u4e00-\u9fff]\s*){2,}")
_NO_LABEL = re.compile(r"[。；！]|(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A printed cell of the visible grid; `text` may be empty."""

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int
    flags: tuple[str, ...] = ()


Flags = Mapping[tuple[int, int], tuple[str, ...]]
NO_FLAGS: Flags = {}


def cells_to_blocks(
    cells: list[SheetCell], flags: Flags = NO_FLAGS, *, hidden: bool = False
) -> Iterator[Block]:
    """Blocks in reading order; `cells` are those with text or a merge, none overlapping, `flags` those of the others.

    `hidden`: the sheet has rows that it hides; a header's numbers may stand in one of them.
    """
    if sum(cell.rowspan for cell in cells if cell.rowspan > 1) > MAX_CROSSED:
        raise DocumentError(f"合并单元格跨越超过 {MAX_CROSSED} 行 (merges too large)；请核对文件是否损坏")
    rows: defaultdict[int, _Row] = defaultdict(_Row)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            rows[row].add(cell, row)
    run: list[_Row] = []
    last = -2
    for number in sorted(number for number, row in rows.items() if row.texts or row.crossed):
        if number != last + 1 and not (number == last + 2 and _goes_on(run, rows[number])):
            yield from _run(run, flags, hidden, goes_on=rows[number].is_table)
            run = []
        run.append(rows[number])
        last = number
    yield from _run(run, flags, hidden)


class _Row:
    """One row's cells. `crossed`: a cell with text reaches down into it."""

    def __init__(self) -> None:
        self.number = 0
        self.cells: list[SheetCell] = []
        self.texts: list[str] = []
        self.crossed = False
        self.left, self.right = 1 << 30, 0
        self.tall = False

    def add(self, cell: SheetCell, number: int) -> None:
        self.number = number
        if cell.row == number:
            self.cells.append(cell)
            if cell.text:
                self.texts.append(cell.text)
                self.tall |= cell.rowspan > 1
        elif cell.text:
            self.crossed = True
        self.left = min(self.left, cell.col)
        self.right = max(self.right, cell.col + cell.colspan)

    @property
    def numbers(self) -> set[int]:
        """The columns with numbers."""
        return {cell.col for cell in self.cells if prints_number(cell.text)}

    @property
    def is_table(self) -> bool:
        return len(self.texts) > 1 or self.crossed or self.tall

    @property
    def is_header(self) -> bool:
        """Whether it labels columns: if nothing follows, the numbers below are blank, which a sheet does not store."""
        return len(self.texts) >= _LABELS and all(map(_WORDS.fullmatch, self.texts))

    @property
    def is_annex(self) -> bool:
        return _ANNEX.match(self.texts[0]) is not None

    def may_be_label(self) -> bool:
        text = self.texts[0]
        if len(text) > _LINE or _NO_LABEL.search(text) or self.is_annex:
            return False
        return _HEADING.match(text) is None or _NO_HEADING.match(text) is not None


def _goes_on(rows: list[_Row], below: _Row) -> bool:
    """Whether a row with numbers, below an empty one, is of the same table as the row above that.

    One section has both labels, or no label tells a section and the numbers stand in the same columns.
    """
    if not rows or not rows[-1].is_table or not any(map(prints_number, below.texts)):
        return False
    above = {section_told(text) for text in rows[-1].texts}
    told = {section for text in below.texts if (section := section_told(text))}
    return bool(told & above) or (not told and len(below.numbers) > 1 and below.numbers == rows[-1].numbers)


def _run(rows: list[_Row], flags: Flags, hidden: bool, goes_on: bool = False) -> Iterator[Block]:
    """Neighbouring rows that are not empty: lines before, tables, lines after. `goes_on`: a table follows them."""
    named = _naming(rows)
    yield from (Paragraph(line) for row in rows[:named] for line in naming_lines(row.texts) or row.texts)
    rows = rows[named:]
    tables = [place for place, row in enumerate(rows) if row.is_table]
    if not tables:
        yield from (Paragraph(text) for row in rows for text in row.texts)
        return
    first, end = tables[0], tables[-1] + 1
    edges = min(rows[place].left for place in tables), max(rows[place].right for place in tables)
    while first and _NUMBERED.match(rows[first - 1].texts[0]) and _is_label_of(rows[first - 1], edges):
        first -= 1
    while end < len(rows) and _is_label_of(rows[end], edges):
        end += 1
    yield from (Paragraph(row.texts[0]) for row in rows[:first])
    start = first
    for place in range(first, end):
        if not rows[place].is_table and _parts(rows, start, place, end):
            yield from _lines_or_table(rows[start:place], flags)
            yield Paragraph(rows[place].texts[0])
            start = place + 1
    blank = end == len(rows) and rows[-1].is_header and not goes_on
    below = (HIDDEN_TEXT,) if hidden else ()
    yield from _table(rows[start:end], flags, blank_rows=int(blank), below=below)
    yield from (Paragraph(row.texts[0]) for row in rows[end:])


def _naming(rows: list[_Row]) -> int:
    """How many rows at the beginning are lines, the last of several cells that say whose report it is.

    单位 | 清河县水利局 may also head a list of that office's numbers.
    """
    first = next((place for place, row in enumerate(rows) if row.is_table), len(rows))
    named = next((n for n in range(first, len(rows)) if not naming_lines(rows[n].texts)), len(rows))
    if first == named:
        return 0
    cells = len(rows[named - 1].texts)
    heads_list = cells == 2 and named < len(rows) and rows[named].is_table and len(rows[named].texts) <= cells
    return 0 if heads_list else named


def _is_label_of(row: _Row, edges: tuple[int, int]) -> bool:
    """Whether a single text above or below a table is a label whose values are blank: it leaves them room."""
    (cell,) = (each for each in row.cells if each.text)
    return row.may_be_label() and edges[0] <= cell.col and cell.col + cell.colspan < edges[1]


def _parts(rows: list[_Row], first: int, place: int, end: int) -> bool:
    """Whether a single text stands between two tables rather than across one: their columns differ.

    What names an annex does; a heading or a long line parts tables of unlike columns. Any other text may be a label
    whose values are blank, and below it rows may end early in blanks; but a table does not grow wider: the report's
    three do, one by one.
    """
    if rows[place].is_annex:
        return True
    label = rows[place].may_be_label()
    above, below = _columns(reversed(rows[first:place]), label), _columns(rows[place + 1 : end], label)
    if label:
        return not _NUMBERED.match(rows[place].texts[0]) and max(below) >= max(above) + _WIDER > _WIDER
    return max(above) != max(below) or not (above <= below or below <= above)


def _columns(rows: Iterable[_Row], near: bool) -> set[int]:
    """Where the cells of the first table rows begin and end, as far as the next heading, `near` the next single text."""
    edges = {0}
    for row in rows:
        if row.is_table:
            edges |= {row.right, *(cell.col for cell in row.cells)}
        elif not row.may_be_label() or (near and len(edges) > 1):
            break
    return edges


def _lines_or_table(rows: list[_Row], flags: Flags) -> Iterator[Block]:
    """What stands between two headings: a table, or the text between one report's last table and the next one's first."""
    if any(row.is_table for row in rows):
        yield from _table(rows, flags)
    else:
        yield from (Paragraph(text) for row in rows for text in row.texts)


def _table(
    rows: list[_Row], flags: Flags, blank_rows: int = 0, below: tuple[str, ...] = ()
) -> Iterator[Table]:
    """The table of these rows, with so many blank ones below, whose cells have the flags `below`."""
    if not rows:
        return
    first, end = rows[0].number, rows[-1].number + 1 + blank_rows
    cells = [cell for row in rows for cell in row.cells]
    left = min(row.left for row in rows)
    right = max(row.right for row in rows)
    refuse_many(max(len(rows) * (right - left), sum(c.rowspan * c.colspan for c in cells)), MAX_LISTED)
    taken = {
        (row, col)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for col in range(cell.col, cell.col + cell.colspan)
    }
    # an empty cell is a printed blank; the sheet stores none
    cells += [
        SheetCell("", row, col, 1, 1, flags.get((row, col), ()) if row <= rows[-1].number else below)
        for row in range(first, end)
        for col in range(left, right)
        if (row, col) not in taken
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    yield Table(
        tuple(
            Cell(
                cell.text,
                cell.row - first,
                cell.col - left,
                min(cell.rowspan, end - cell.row),
                cell.colspan,
                cell.flags,
            )
            for cell in cells
        ),
        n_rows=end - first,
        n_cols=right - left,
    )
