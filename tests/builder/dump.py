"""Writes a page as the dumps that text extractors make of web pages, blank cells left out but in the last:

filled: rows `规章 | 0 | 0 | 0 |`, filled up to the table's width with bars (`行政许可 | 0 | ||`); filled_lines: the same with
a line for each cell; lines: cells on lines of their own, empty ones between; barred: a bar behind each cell.
"""

from __future__ import annotations

import random

from tests.builder.grid import Grid
from tests.builder.layout import Page

SHAPES = ("filled", "filled_lines", "lines", "barred")


def to_dump(page: Page) -> bytes:
    shape = random.Random(repr(page.mess)).choice(SHAPES)
    between = "\n\n" if shape == "lines" else "\n"
    blocks = [_grid(block, shape) if isinstance(block, Grid) else block.text for block in page.blocks]
    return between.join((*blocks, "")).encode()


def _grid(grid: Grid, shape: str) -> str:
    rows = [[_one_line(box.text) for box in grid.row(number)] for number in range(grid.n_rows)]
    if shape == "barred":
        return "".join(f"{text}\n|\n" for row in rows for text in row)
    printed = [[text for text in row if text] for row in rows]
    if shape == "lines":
        return "\n\n".join(text for row in printed for text in row)
    mark = " |\n" if shape == "filled_lines" else " | "
    return "\n".join(_filled(mark.join(row), grid.n_cols - len(row)) for row in printed if row)


def _filled(row: str, missing: int) -> str:
    return f"{row} | {'|' * missing}" if missing else f"{row} |"


def _one_line(text: str) -> str:
    return " ".join(text.split())
