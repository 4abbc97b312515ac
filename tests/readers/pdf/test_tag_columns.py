"""Cells of tagged rows that lack blank ones, placed between the edges that level lines tell; laid out by hand."""

from __future__ import annotations

import pytest

from extract.readers._pdf.structure import TaggedCell
from extract.readers._pdf.tag_columns import between_edges

EDGES = (0.0, 100.0, 150.0, 200.0, 250.0)

Row = list[tuple[float, float, int, int]]  # left and right end of a text, rows and columns of its cell

HEAD: Row = [(5, 40, 2, 1), (160, 190, 1, 3)]
LEAVES: Row = [(101, 130, 1, 1), (151, 180, 1, 1), (201, 249, 1, 1)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEAD, LEAVES], [(0, 0), (0, 1), (1, 1), (1, 2), (1, 3)]),
        (
            [HEAD, LEAVES, [(5, 90, 1, 1), (155, 160, 1, 1)]],
            [(0, 0), (0, 1), (1, 1), (1, 2), (1, 3), (2, 0), (2, 2)],
        ),
        ([[(185, 215, 1, 2)]], [(0, 2)]),
        ([[(165, 185, 1, 4)]], [(0, 0)]),
    ],
    ids=["all cells", "blank cells left out", "across the edge of two columns", "over all"],
)
def test_texts_stand_between_the_edges_of_their_columns(
    rows: list[Row], expected: list[tuple[int, int]]
) -> None:
    assert places(rows) == expected


@pytest.mark.parametrize(
    ("rows", "edges"),
    [
        ([[(95, 120, 1, 1)]], EDGES),
        ([[(110, 140, 1, 2)]], EDGES),
        ([HEAD, [(20, 60, 1, 1)]], EDGES),
        ([[(201, 220, 1, 1), (110, 120, 1, 1)]], EDGES),
        ([HEAD, LEAVES], EDGES[:-1]),
    ],
    ids=[
        "across an edge",
        "beside two middles",
        "below a cell of two rows",
        "from right to left",
        "an edge too few",
    ],
)
def test_no_place_is_guessed(rows: list[Row], edges: tuple[float, ...]) -> None:
    assert places(rows, edges) is None


def places(rows: list[Row], edges: tuple[float, ...] = EDGES) -> list[tuple[int, int]] | None:
    numbered = [[(10 * k + n, cell) for n, cell in enumerate(row)] for k, row in enumerate(rows)]
    lines = [[(number, TaggedCell(high, wide, [])) for number, (_, _, high, wide) in row] for row in numbered]
    extents = {number: (left, right) for row in numbered for number, (left, right, _, _) in row}
    found = between_edges(lines, extents, edges, len(EDGES) - 1)
    return None if found is None else [(span.row, span.col) for span in found.values()]
