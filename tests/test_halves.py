"""The 统计表 of 2014 printed in two or three parts side by side: every number keeps its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.docx import to_docx
from tests.builder.grid import Grid, make_grid
from tests.builder.html import to_html
from tests.builder.layout import Page
from tests.builder.text import to_text

Writer = Callable[[Page], bytes]


def side_by_side(grid: Grid, parts: int) -> Grid:
    """The rows below the header in this many parts, the header over each; the last part is the shortest."""
    head = [box for box in grid.boxes if box.row == 0]
    height = -(-(grid.n_rows - 1) // parts)
    boxes = [replace(box, col=box.col + part * grid.n_cols) for part in range(parts) for box in head]
    for box in grid.boxes:
        if box.row:
            part, row = divmod(box.row - 1, height)
            boxes.append(replace(box, row=row + 1, col=box.col + part * grid.n_cols))
    return make_grid(boxes)


def in_parts(seed: int, parts: int) -> Page:
    page = page_of(seed, "2014")
    blocks = [side_by_side(block, parts) if isinstance(block, Grid) else block for block in page.blocks]
    return replace(page, blocks=tuple(blocks))


def is_whole(page: Page) -> bool:
    """One table, under one header, whose cells below each other are not merged."""
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    heads = sum(box.role == "head" for box in grids[0].boxes)
    return len(grids) == 1 and heads == grids[0].n_cols and all(box.rowspan == 1 for box in grids[0].boxes)


SEEDS = [seed for seed in range(3100, 3140) if is_whole(page_of(seed, "2014"))]


@pytest.mark.parametrize("write", [to_html, to_docx, to_text], ids=["html", "docx", "text"])
@pytest.mark.parametrize("parts", [2, 3])
def test_every_number_keeps_its_row(write: Writer, parts: int) -> None:
    right = total = 0
    for seed in SEEDS:
        page = in_parts(seed, parts)
        score = compare(page.truth, extract_document(write(page), "a").reports[0].cells)
        assert not score.silent, (seed, score.silent[0])
        right, total = right + score.right, total + score.total
    assert total > 300
    assert right / total > 0.99
