"""A sheet's table too wide for its page, whose last columns are printed on a later one."""

from __future__ import annotations

import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.flow import PageBlocks, join_pages

LABELS = ("行政许可", "行政处罚", "行政强制", "行政检查", "行政征收", "行政裁决")


def page(number: int, texts: list[tuple[str, ...]], top: float = 100.0) -> PageBlocks:
    cells = [
        Cell(
            text,
            row,
            col,
            place=Place(number, 50 + 80 * col, top + 20 * row, 130 + 80 * col, top + 20 * row + 20),
        )
        for row, of_row in enumerate(texts)
        for col, text in enumerate(of_row)
    ]
    table = Table(tuple(cells), len(texts), len(texts[0]))
    return PageBlocks(number, 595.0, 842.0, tables=[table])


LEFT = [(label, "") for label in LABELS[:-1]] + [(LABELS[-1], "3")]


@pytest.mark.parametrize(
    ("right", "doubted"),
    [
        (page(2, [("7",)] * 6), True),
        (page(2, [("7",)] * 6, top=105), False),  # a table of its own
        (page(2, [("7",)] * 4), False),  # so few rows may stand at the same heights by chance
        (page(2, [(label, "7") for label in LABELS]), False),  # with labels
    ],
)
def test_a_blank_cell_that_the_edge_of_its_page_cuts_is_doubted(right: PageBlocks, doubted: bool) -> None:
    """The number of a wide cell stands in its middle, on the other page."""
    left, *_ = join_pages([page(1, LEFT), right])
    assert isinstance(left, Table)
    flags = {cell.flags for cell in left.cells if not cell.text}
    assert flags == {("hidden_text",) if doubted else ()}
    assert all(not cell.flags for cell in left.cells if cell.text)


@pytest.mark.parametrize(("first", "doubted"), [(6, True), (4, False)])
def test_the_last_rows_of_a_wide_sheet_are_cut_as_those_on_its_other_page(first: int, doubted: bool) -> None:
    left, right = LEFT[:2], [("7",)] * 2
    pages = [page(1, LEFT[:first]), page(2, left), page(3, [("7",)] * first), page(4, right)]
    tables = [block for block in join_pages(pages) if isinstance(block, Table)]
    flags = [
        cell.flags
        for table in tables
        for cell in table.cells
        if cell.place and cell.place.page == 2 and not cell.text
    ]
    assert flags == [("hidden_text",) if doubted else ()] * 2
