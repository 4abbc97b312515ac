"""Lines drawn in every way that a page draws them -> the same grid."""

from __future__ import annotations

import numpy as np
import pytest

from extract.readers._page.arrays import Rules
from extract.readers._page.pieces import join_pieces
from extract.readers._page.ruled.grid import APART_PT, Grid, lines_to_grids, rules_to_grids, rules_to_lines
from extract.readers._page.ruled.slivers import without_empty_places


def rules(level: list[tuple[float, float, float]], upright: list[tuple[float, float, float]]) -> Rules:
    return Rules(np.array(level, float).reshape(-1, 3), np.array(upright, float).reshape(-1, 3))


def box(level: tuple[float, ...] = (0, 20, 40), upright: tuple[float, ...] = (0, 50, 100)) -> Rules:
    return rules([(y, upright[0], upright[-1]) for y in level], [(x, level[0], level[-1]) for x in upright])


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(span.row, span.col, span.rows, span.cols) for span in grid.spans]


FOUR = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]

SAME_GRID = {
    "plain": box(),
    "askew": rules([(0.4, 0, 100), (20, 0, 99), (39.5, 1, 100)], [(0, 0, 40), (50.6, 0, 39), (99.4, 0, 40)]),
    "doubled": rules(
        [(y + d, 0, 100) for y in (0, 20, 40) for d in (0, 2)],
        [(x + d, 0, 42) for x in (0, 50, 100) for d in (0, 2)],
    ),
    "in pieces": rules(
        [(y, x, x + 50) for y in (0, 20, 40) for x in (0, 50)],
        [(x, y, y + 20) for x in (0, 50, 100) for y in (0, 20)],
    ),
    "dashed": rules(
        [(y, x, x + 3) for y in (0, 20, 40) for x in range(0, 100, 5)],
        [(x, y, y + 3) for x in (0, 50, 100) for y in range(0, 40, 5)],
    ),
    "open sides": rules([(0, 0, 100), (20, 0, 100), (40, 0, 100)], [(50, 0, 40)]),
    "open ends": rules([(20, 0, 100)], [(0, 0, 40), (50, 0, 40), (100, 0, 40)]),
}


@pytest.mark.parametrize("drawn", SAME_GRID.values(), ids=SAME_GRID)
def test_one_grid_however_drawn(drawn: Rules) -> None:
    (grid,) = rules_to_grids(drawn)
    assert spans(grid) == FOUR
    assert grid.xs == pytest.approx([0, 50, 100], abs=2.5)
    assert grid.ys == pytest.approx([0, 20, 40], abs=2.5)


def test_a_missing_edge_merges() -> None:
    drawn = rules([(0, 0, 100), (20, 50, 100), (40, 0, 100)], [(0, 0, 40), (50, 0, 40), (100, 0, 40)])
    assert spans(rules_to_grids(drawn)[0]) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


def test_an_l_shaped_gap_falls_into_cells_that_do_not_overlap() -> None:
    drawn = rules([(0, 0, 100), (20, 50, 100), (40, 0, 100)], [(0, 0, 40), (50, 20, 40), (100, 0, 40)])
    (grid,) = rules_to_grids(drawn)
    assert spans(grid) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_tables_that_do_not_touch_are_apart() -> None:
    above, below = box(), box(level=(100, 120, 140))
    drawn = Rules(np.concatenate((above.level, below.level)), np.concatenate((above.upright, below.upright)))
    assert [grid.box[1] for grid in rules_to_grids(drawn)] == [0, 100]


def test_an_underline_is_no_table() -> None:
    assert rules_to_grids(rules([(10, 0, 80), (30, 0, 80)], [])) == []


def test_specks_are_no_lines() -> None:
    assert len(join_pieces(np.array([(5.0, 0.0, 2.0), (50.0, 10.0, 12.0)]))) == 0


def test_points_fall_into_cells() -> None:
    (grid,) = rules_to_grids(box())
    numbers = grid.cell_numbers(np.array([10.0, 60.0, 60.0, 200.0]), np.array([5.0, 5.0, 30.0, 5.0]))
    assert numbers.tolist() == [0, 1, 3, -1]


@pytest.mark.parametrize("sides", [(0, 100), (0, -3, 100, 103)], ids=["single", "double"])
def test_a_frame_just_outside_of_a_table_is_none_of_its_columns(sides: tuple[int, ...]) -> None:
    """A double one has outer lines that are a little longer."""
    table = box(level=(20, 40, 60), upright=(2.5, 50, 97.5))
    frame = rules(
        [(0, min(sides), max(sides)), (200, min(sides), max(sides))],
        [(x, 0, 200) if 0 <= x <= 100 else (x, -3, 203) for x in sides],
    )
    drawn = Rules(np.concatenate((table.level, frame.level)), np.concatenate((table.upright, frame.upright)))
    grids = lines_to_grids(rules_to_lines(drawn)[0], APART_PT)
    assert any(spans(grid) == FOUR and len(grid.xs) == 3 for grid in grids)


@pytest.mark.parametrize("bottom", [300, 60], ids=["goes on below", "cut by the page's end"])
@pytest.mark.parametrize("left", [2.5, 6.5], ids=["near on the left", "apart on both sides"])
def test_both_sides_of_a_frame_stand_farther_from_its_tables(left: float, bottom: float) -> None:
    table = box(level=(20, 40, 60), upright=(left, 150, 293.5))
    sides = rules([(0, 0, 300)], [(x, 0, bottom) for x in (0, 300)])
    drawn = Rules(np.concatenate((table.level, sides.level)), np.concatenate((table.upright, sides.upright)))
    lines, frames = rules_to_lines(drawn)
    (grid,) = lines_to_grids(lines, APART_PT)
    assert (spans(grid), frames[:, 0].tolist()) == (FOUR, [0, 300])


@pytest.mark.parametrize(
    "level",
    [[(y, 0, 300) for y in (0, 20, 40, 60)], [(0, 0, 300), (20, 0, 300), (40, 6.5, 300), (60, 0, 300)]],
    ids=["rows over it", "a cell over two rows"],
)
def test_a_narrow_first_column_has_no_frame_around_it(level: list[tuple[float, float, float]]) -> None:
    drawn = rules(level, [(x, 0, 60) for x in (0, 6.5, 150, 300)])
    lines, frames = rules_to_lines(drawn)
    (grid,) = lines_to_grids(lines, APART_PT)
    assert (len(grid.xs), len(frames)) == (4, 0)


def test_a_small_box_in_a_cell_makes_no_frame_of_the_line_beside_it() -> None:
    table = box(level=tuple(range(0, 200, 20)), upright=(0, 100, 200))
    tick = box(level=(45, 55), upright=(104, 114))
    drawn = Rules(np.concatenate((table.level, tick.level)), np.concatenate((table.upright, tick.upright)))
    lines, frames = rules_to_lines(drawn)
    assert (lines.upright[:, 0].tolist(), len(frames)) == ([0, 100, 104, 114, 200], 0)


def test_a_small_box_in_the_last_column_makes_no_frame_of_the_tables_sides() -> None:
    table = box(level=tuple(range(0, 200, 20)), upright=(0, 150, 300))
    tick = box(level=(45, 55), upright=(284, 294))
    drawn = Rules(np.concatenate((table.level, tick.level)), np.concatenate((table.upright, tick.upright)))
    lines, frames = rules_to_lines(drawn)
    assert (lines.upright[:, 0].tolist(), len(frames)) == ([0, 150, 284, 294, 300], 0)


def test_tables_of_other_widths_on_each_other_fall_apart() -> None:
    above, below = box(), box(level=(40, 60, 80), upright=(0, 30, 60))
    drawn = Rules(np.concatenate((above.level, below.level)), np.concatenate((above.upright, below.upright)))
    assert [(grid.box[1], grid.box[2], grid.box[3]) for grid in rules_to_grids(drawn)] == [
        (0, 100, 40),
        (40, 60, 80),
    ]


def staircase(steps: int) -> Rules:
    """Each step meets the next one alone."""
    corners = [20 * k for k in range(steps)]
    return rules([(c, c, c + 20) for c in corners], [(c + 20, c, c + 20) for c in corners])


def test_lines_that_meet_one_after_the_other_are_one_grid() -> None:
    (grid,) = rules_to_grids(staircase(300))
    assert (len(grid.xs), len(grid.ys)) == (301, 301)


def test_a_drawing_of_thousands_of_lines_is_no_grid_and_takes_no_minute() -> None:
    assert rules_to_grids(staircase(1000)) == []


def test_a_thin_column_goes_where_its_text_reaches() -> None:
    drawn = rules(
        [(0, 0, 100), (20, 0, 100), (40, 0, 100)], [(0, 0, 40), (50, 0, 20), (55, 20, 40), (100, 0, 40)]
    )
    (grid,) = rules_to_grids(drawn)
    places = without_empty_places(grid, np.ones(len(grid.spans), dtype=bool))
    numbers = places.cell_numbers(np.array([40.0, 60.0, 40.0, 60.0]), np.array([10.0, 10.0, 30.0, 30.0]))
    assert len(set(numbers.tolist())) == 4


def test_a_row_that_blank_cells_alone_begin_is_none() -> None:
    drawn = rules([(0, 0, 100), (20, 0, 50), (40, 0, 100)], [(0, 0, 40), (50, 0, 40), (100, 0, 40)])
    (grid,) = rules_to_grids(drawn)
    filled = np.array([True, True, False])  # the last one stands below the first, beside the second
    assert spans(without_empty_places(grid, filled)) == [(0, 0, 1, 1), (0, 1, 1, 1)]
