"""Writes a page as plain text: the dump that text extractors make of a Word file, or rows with marks between cells.

In the dump every cell is a line that starts with a tab, rows are parted by an empty line, a cell's own line
breaks start a line without a tab; of a horizontal merge nothing is left, of a vertical one an empty cell or nothing.
"""

from __future__ import annotations

import re

from tests.builder.grid import Box, Grid
from tests.builder.layout import Page

_ENCODINGS = {
    "utf-16": "utf-8",
    "big5": "utf-8",
    "gbk": "gb18030",
}  # dumps are UTF-8 or a Chinese Windows' own


def to_text(page: Page) -> bytes:
    blocks = [_grid(page, block) if isinstance(block, Grid) else block.text + "\n" for block in page.blocks]
    encoding = _ENCODINGS.get(page.mess.encoding, page.mess.encoding)
    return "".join(blocks).encode(encoding)


def _grid(page: Page, grid: Grid) -> str:
    mess = page.mess
    rows = [_row(grid, number, keep=mess.text_keeps_places) for number in range(grid.n_rows)]
    if mess.text_shape == "cells":
        # an empty line ends a row, so two breaks in a row inside a cell would cut it
        rows = [[re.sub("\n+", "\n", text) for text in row] for row in rows]
        return "".join("".join(f"\t{text}\n" for text in row) + "\n" for row in rows) + "\n\n"
    mark = "\t" if mess.text_shape == "tabs" else "|"
    lines = [mark.join(" ".join(text.split("\n")) for text in row) for row in rows]
    if mess.text_shape == "pipes":
        lines = [f"|{line}|" for line in lines]
    return "\n".join(lines) + "\n\n"


def _row(grid: Grid, number: int, *, keep: bool) -> list[str]:
    covered = grid.covered()
    texts: list[str] = []
    col = 0
    while col < grid.n_cols:
        box = covered.get((number, col), Box("", number, col))
        if box.row == number:
            texts.append(box.text)
        elif keep:
            texts.append("")
        col += box.colspan
    return texts
