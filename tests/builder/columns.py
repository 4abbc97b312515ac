"""Writes a page as text whose cells stand apart by spaces or commas, one row a line.

spaces: one space, as text copied from a page, blank cells left out; aligned: as `pdftotext -layout`, each column from its
own place on the line; commas: CSV, the cells under a merge blank.
"""

from __future__ import annotations

import csv
import io
import random
import unicodedata

from tests.builder.grid import Grid
from tests.builder.layout import Page

SHAPES = ("spaces", "aligned", "commas")


def to_columns(page: Page) -> bytes:
    shape = random.Random(repr(page.mess)).choice(SHAPES)
    if shape == "commas" and _merges_values(page):
        shape = "aligned"
    blocks = [_grid(block, shape) if isinstance(block, Grid) else block.text for block in page.blocks]
    return "\n".join((*blocks, "")).encode()


def _merges_values(page: Page) -> bool:
    """In CSV a number over two columns cannot be told from a blank beside it."""
    boxes = (box for block in page.blocks if isinstance(block, Grid) for box in block.boxes)
    return page.mess.widths_disagree or any(box.role == "value" and box.colspan > 1 for box in boxes)


def _grid(grid: Grid, shape: str) -> str:
    rows = [["" for _ in range(grid.n_cols)] for _ in range(grid.n_rows)]
    for box in grid.boxes:
        rows[box.row][box.col] = " ".join(box.text.split())
    if shape == "commas":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().rstrip("\n")
    if shape == "spaces":
        return "\n".join(" ".join(filter(None, row)) for row in rows)
    starts = [0]
    for col in range(grid.n_cols):
        starts.append(starts[-1] + 2 + max(_width(row[col]) for row in rows))
    return "\n".join(_aligned(row, starts) for row in rows)


def _aligned(row: list[str], starts: list[int]) -> str:
    line = ""
    for text, start in zip(row, starts, strict=False):
        if text:
            line += " " * max(start - _width(line), 2 * bool(line)) + text
    return line


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
