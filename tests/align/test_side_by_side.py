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


def side_by_side(grid: Grid, parts: int, headed: int) -> Grid:
    """The rows below the header in this many parts, the header over the first of them; the last part is the shortest."""
    head = [box for box in grid.boxes if box.row == 0]
    height = -(-(grid.n_rows - 1) // parts)
    boxes = [replace(box, col=box.col + part * grid.n_cols) for part in range(headed) for box in head]
    boxes += [
        replace(box, text="", col=box.col + part * grid.n_cols)
        for part in range(headed, parts)
        for box in head
    ]
    for box in grid.boxes:
        if box.row:
            part, row = divmod(box.row - 1, height)
            boxes.append(replace(box, row=row + 1, col=box.col + part * grid.n_cols))
    return make_grid(boxes)


def in_parts(seed: int, parts: int, headed: int) -> Page:
    page = page_of(seed, "2014")
    blocks = [
        side_by_side(block, parts, headed) if isinstance(block, Grid) else block for block in page.blocks
    ]
    return replace(page, blocks=tuple(blocks))


def is_whole(page: Page) -> bool:
    """One table, under one header, whose cells below each other are not merged."""
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    heads = sum(box.role == "head" for box in grids[0].boxes)
    return len(grids) == 1 and heads == grids[0].n_cols and all(box.rowspan == 1 for box in grids[0].boxes)


SEEDS = [seed for seed in range(3100, 3140) if is_whole(page_of(seed, "2014"))]


def score_of(write: Writer, parts: int, headed: int) -> float:
    right = total = 0
    for seed in SEEDS:
        page = in_parts(seed, parts, headed)
        score = compare(page.truth, extract_document(write(page), "a").reports[0].cells)
        assert not score.silent, (seed, score.silent[0])
        right, total = right + score.right, total + score.total
    assert total > 300
    return right / total


@pytest.mark.parametrize("write", [to_html, to_docx, to_text], ids=["html", "docx", "text"])
@pytest.mark.parametrize("parts", [2, 3])
def test_every_number_keeps_its_row(write: Writer, parts: int) -> None:
    assert score_of(write, parts, parts) > 0.99


@pytest.mark.parametrize("write", [to_html, to_docx], ids=["html", "docx"])
@pytest.mark.parametrize("headed", [1, 0], ids=["header over the first part", "no header"])
def test_every_number_keeps_its_row_below_a_lacking_header(write: Writer, headed: int) -> None:
    for parts in (2, 3):
        assert score_of(write, parts, headed) > 0.99
