"""Plain text that a text extractor made of a report → `Document`; merged cells left no trace in it.

Five dialects, told from the content, the first that fits:

1. A cell a line, opened by a tab: Apache Tika's dump of a Word file (`_text/tika.py`).
2. Rows of `|`-separated cells: Markdown, psql, dumps of web pages; ruled lines (`---|---`, `+---+`) are dropped.
   Where a ruled line stands behind every row (`+---+`), the lines between two of them are one row.
3. Tab-separated cells, one row a line (`_text/tabs.py`); a quoted cell over several lines, as spreadsheets write it, is put on
   one before.
4. A cell a line with no mark at all, as browsers copy a page; told by its numbers and labels.
5. Cells apart by spaces, commas or semicolons, one row a line; told in the same way.

Tables drawn with characters keep their grid (`_text/boxed.py`). A whole sheet saved as CSV is read as a
sheet (`_text/saved.py`).

Blank cells stay, with text "", so that value columns can be counted from the right. Dialects 2 and 3 may
follow each other in one file; there an empty line ends the table, a short line without tabs between two rows
is a row of one cell (a label across the table). A line alone is a table if it stands
between bars or has three cells; a menu (`首页 | 公开`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.errors import DocumentError
from extract.model import Block, Document, Paragraph, Table
from extract.readers._shared.encoding import REPLACEMENT, decode
from extract.readers._shared.limits import MAX_LISTED, refuse_many
from extract.readers._text.bars import bar_run, with_bars
from extract.readers._text.boxed import boxed_table
from extract.readers._text.cells import cell_run, has_cell_runs
from extract.readers._text.columns import ColumnRuns, in_doubt
from extract.readers._text.frames import without_frame
from extract.readers._text.markup import without_markup
from extract.readers._text.opened import opened_run
from extract.readers._text.pages import without_counted_lines, without_page_marks
from extract.readers._text.places import EDGE, EDGE_OR_TAB
from extract.readers._text.repeated import repeated_run
from extract.readers._text.rows import LINE_BREAK, Rows, grid_to_table
from extract.readers._text.saved import saved_sheet, unbroken
from extract.readers._text.short_rows import even_table, to_table
from extract.readers._text.tabs import as_grids, tab_run
from extract.readers._text.tika import cell_lines, is_cell_a_line, marks_ends

MAX_LINES = 200_000  # a long report has some 3,000, a list of the numbers of 500 offices 100,000
NEARLY_ALL = 0.8
FEW_MARKS = 3  # lines with a tab or a bar: a menu, a signature; from so many on they part cells

_MARKDOWN = re.compile(r"#{1,6}\s+(?:\*\*)?(?P<heading>.*?[^#*\s])(?:\*\*)?[#\s]*|\*\*(?P<bold>[^*]+)\*\*")
_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")  # Tika's mark of a Word bookmark, no part of the text


def read(data: bytes) -> Document:
    """Paragraphs and ragged tables in reading order. `DocumentError`: empty, binary, or too many cells."""
    return read_text(decode(data))


def read_text(text: str) -> Document:
    """As `read`, of text whose encoding is settled."""
    if not text.strip(" \t\r\n\f\v\0"):
        raise DocumentError("文本文件是空的（empty）；请检查提取文本的程序")
    if text.count("\0") > len(text) // 100:
        raise DocumentError("文件不是文本（binary data）；请提供原始文件")
    refuse_many(text.count("\t"), MAX_LISTED)
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise DocumentError(f"文本超过 {MAX_LINES} 行，超出上限 (too many lines)；请拆成几个文件")
    text = _BOOKMARK.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = unbroken(without_markup(text))
    blocks = saved_sheet(text) or _typed(text)
    if LINE_BREAK in text:
        blocks = tuple(map(_with_breaks, blocks))
    lost = text.count(REPLACEMENT)
    problems = (f"{lost} 个字符无法按任何编码识别，以 U+FFFD 代替",) if lost else ()
    return Document(blocks, reader="text", problems=problems)


def _with_breaks(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    cells = (cell._replace(text=cell.text.replace(LINE_BREAK, "\n")) for cell in block.cells)
    return replace(block, cells=tuple(cells))


def _typed(text: str) -> tuple[Block, ...]:
    lines = without_page_marks(text.split("\n"))
    pieces = cell_lines(lines, ends_marked=marks_ends(text)) if is_cell_a_line(lines) else row_lines(lines)
    return tuple(_within_limit(pieces))


def row_lines(lines: list[str]) -> Iterator[Block]:
    """Blocks of dialects 2 to 5."""
    lines = _without_end_tabs(lines)
    if _is_double_spaced(lines):
        lines = [line for line in lines if line.strip()]
    index = 0
    sure = has_cell_runs(lines)
    marked = sure or sum("|" in with_bars(line) or "\t" in line for line in lines) >= FEW_MARKS
    lines = lines if marked else without_counted_lines(lines)
    looked = 0 if sure else len(lines)  # no table of dialect 4 begins before this line
    columns = ColumnRuns(lines)
    undrawn = unbarred = 0  # no drawn table, none of bars begins before this line
    while index < len(lines):
        if index >= undrawn:
            table, undrawn = boxed_table(lines, index)
            if table is not None:
                yield table
                index = undrawn
                continue
        rows, after = opened_run(lines, index)
        if not rows and index >= unbarred:
            rows, after = bar_run(lines, index)
            unbarred = after
        if not rows:
            rows, after = tab_run(lines, index)
            if grids := as_grids(rows):
                yield from grids
                index = after
                continue
        if not rows and index >= looked and lines[index].strip():
            rows, after = repeated_run(lines, index)
            if rows:
                yield grid_to_table(rows)
                index = after
                continue
            rows, looked = cell_run(lines, index, sure=sure)
            after, sure = looked, sure or bool(rows)
        table = _table(rows) if rows else None
        if not marked and table is not None:
            table = in_doubt(table, lines[index:after])
        elif not marked and lines[index].strip():
            table, after = columns.at(index, sure=sure)
            sure = sure or table is not None
        if table is not None:
            yield table
            index = after
            continue
        content = lines[index].strip(EDGE_OR_TAB)
        if content:
            yield _paragraph(content)
        index += 1


def _table(rows: Rows) -> Table:
    unframed = without_frame(rows)
    return to_table(rows) if unframed is rows else even_table(unframed)


def _without_end_tabs(lines: list[str]) -> list[str]:
    """A tab at the end of every row ends its last cell, as those before it end theirs."""
    if not all(line.endswith("\t") for line in lines if "\t" in line.strip(EDGE)):
        return lines
    return [line.removesuffix("\t") for line in lines]


def _is_double_spaced(lines: list[str]) -> bool:
    """Whether a blank line stands below nearly every row of cells between tabs or bars."""
    rows = [n for n, line in enumerate(lines) if "\t" in line or "|" in line]
    apart = sum(not "".join(lines[n + 1 : n + 2]).strip() for n in rows)
    return len(rows) >= FEW_MARKS and apart >= NEARLY_ALL * len(rows)


def _paragraph(line: str) -> Paragraph:
    """Without the marks of Markdown: `## 一、总体情况`, `**一、总体情况**`."""
    mark = _MARKDOWN.fullmatch(line)
    return Paragraph(line) if mark is None else Paragraph(mark["heading"] or mark["bold"], heading=True)


def _within_limit(blocks: Iterable[Block]) -> Iterator[Block]:
    n_cells = 0
    for block in blocks:
        if isinstance(block, Table):
            n_cells += len(block.cells)
            refuse_many(n_cells, MAX_LISTED)
        yield block
