"""Tables without `<table>`: of blocks, or typed in `<pre>`.

A page whose tables are made of blocks (`<div class="td">`, as scripts build them): a line for each cell → tables.

Nothing but style sheets that are not at hand says so, so the lines are read as those of a copied page: by their words.
A row a line, its cells apart by blanks (`&nbsp;`, `&emsp;`, a tab that collapsed to one space) → tables, read as the text that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from extract.model import Block, Paragraph, Table
from extract.readers._html.content import Typed
from extract.readers._html.lines import collapsed
from extract.readers._text.cells import cell_run, has_cell_runs
from extract.readers._text.rows import rows_to_table
from extract.readers.text import read_text

# of the table above an article (索引号、发布机构); the form's smallest table has more
FRAME_CELLS: Final = 16
LEAST_ROWS: Final = (
    3  # of a form's table have a label and several cells; without such lines, nothing is tried
)


def with_typed_tables(items: Sequence[str | Block]) -> tuple[Block, ...]:
    """Lines as paragraphs, and `pre`s one right below another as the text that they are, where the page has no other table."""
    has_tables = Typed in map(type, items) and _has_tables(items)
    blocks: list[Block] = []
    for typed, group in groupby(items, lambda item: isinstance(item, Typed)):
        if not typed:
            blocks += (Paragraph(item) if isinstance(item, str) else item for item in group)
            continue
        text = "\n".join(str(item) for item in group)
        read = read_text(text).blocks if text.strip() and not has_tables else ()
        if any(isinstance(block, Table) for block in read):
            blocks += read
        else:
            blocks += (Paragraph(line) for line in map(collapsed, text.split("\n")) if line)
    return tuple(blocks)


def _has_tables(items: Sequence[str | Block]) -> bool:
    return any(isinstance(item, Table) and len(item.cells) > FRAME_CELLS for item in items)


def sheet_starts(blocks: Sequence[Block], sheets: Sequence[Sequence[str | Block]]) -> tuple[int, ...]:
    """The numbers of the blocks with which each sheet saved as a table begins, and what stands behind it."""
    firsts, lasts = ({id(sheet[end]) for sheet in sheets} for end in (0, -1))
    starts = {number for number, block in enumerate(blocks) if id(block) in firsts}
    starts |= {number + 1 for number, block in enumerate(blocks) if id(block) in lasts}
    return tuple(sorted(starts - {len(blocks)}))


def with_tables_of_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, those lines that are cells as tables, where the page has no table of its own."""
    if _has_tables(blocks):
        return tuple(blocks)
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    return tuple(_parted(blocks) if has_cell_runs(lines) else _with_spaced_tables(blocks))


def _with_spaced_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, runs of lines as text where that has a table as large as the form's."""
    for plain, group in _plain_lines(blocks):
        lines = [block.text for block in group if isinstance(block, Paragraph)] if plain else []
        rows = sum(len(line.split(maxsplit=2)) > 2 for line in lines)
        read = read_text("\n".join(lines)).blocks if rows >= LEAST_ROWS else ()
        yield from read if _has_tables(read) else group


def _plain_lines(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Runs of lines that are no headings, and those of other blocks."""
    for plain, group in groupby(blocks, lambda block: isinstance(block, Paragraph) and not block.heading):
        yield plain, list(group)


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    sure = False
    for plain, group in _plain_lines(blocks):
        if not plain:
            yield from group
            continue
        lines = [block.text for block in group if isinstance(block, Paragraph)]
        index = 0
        while index < len(lines):
            rows, after = cell_run(lines, index, sure=sure)
            if rows:
                yield rows_to_table(rows)
                sure = True
            else:
                yield from map(Paragraph, lines[index:after])
            index = after
