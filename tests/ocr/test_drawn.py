"""Tables drawn as a scanner sees them, from pixels to cells and to what is printed in them; the truth is what was drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")

from extract.model import Place  # noqa: E402
from extract.ocr.clean import flatten, skew, to_sheet  # noqa: E402
from extract.ocr.crops import InkLine  # noqa: E402
from extract.ocr.grids import ruling_to_grids  # noqa: E402
from extract.ocr.images import PageImage  # noqa: E402
from extract.ocr.ink import seal_is_beside  # noqa: E402
from extract.ocr.layout import Layout, sheet_to_layout  # noqa: E402
from extract.ocr.lines import SCALE, sheet_to_ruling  # noqa: E402
from extract.ocr.page import ReadPage  # noqa: E402
from extract.ocr.recognize import recognizer  # noqa: E402
from extract.ocr.reversed_blocks import turned_over  # noqa: E402
from extract.ocr.spread import spread_to_pages  # noqa: E402
from extract.ocr.upright import upright_layout  # noqa: E402
from extract.readers._page.page_blocks import PageBlocks  # noqa: E402

SIZE = (760, 1300)  # of a strip of a page at 200 dpi, high and wide
# how many lines of ink each cell of the drawn table has
ONE_INKED = {(0, 0): 0, (0, 1): 0, (1, 0): 0, (1, 1): 1, (2, 0): 0, (2, 1): 0}


def drawn_table(*, gaps: int = 0, ink: int = 0) -> np.ndarray:
    """Three rows of two columns at 200 dpi; `gaps` in each line; the middle row's right cell holds a bar of ink."""
    page = np.full((*SIZE, 3), 255, np.uint8)
    for y in (400, 460, 520, 580):
        cv2.line(page, (200, y), (1200, y), (ink,) * 3, 2)
    for x in (200, 700, 1200):
        cv2.line(page, (x, 400), (x, 580), (ink,) * 3, 2)
    for k in range(gaps):
        page[380:600, 260 + 110 * k : 264 + 110 * k] = 255
    page[476:504, 940:948] = 0
    return page


def noisy(page: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, 9, page.shape)
    return np.clip(cv2.GaussianBlur(page, (0, 0), 0.9) + noise, 0, 255).astype(np.uint8)


def in_dots(page: np.ndarray) -> np.ndarray:
    """Grey paper and ink in black and white."""
    picture = Image.fromarray(cv2.min(cv2.max(page, 40), 215)).convert("1")
    return np.asarray(picture.convert("RGB"))


def in_pieces(dash: int, gap: int) -> np.ndarray:
    """The table with lines of dashes."""
    page = np.full((*SIZE, 3), 255, np.uint8)
    for start in range(200, 1200, dash + gap):
        for y in (400, 460, 520, 580):
            page[y - 1 : y + 2, start : min(start + dash, 1201)] = 0
    for start in range(400, 580, dash + gap):
        for x in (200, 700, 1200):
            page[start : min(start + dash, 581), x - 1 : x + 2] = 0
    page[476:504, 940:948] = 0
    return page


def layout_of(page: np.ndarray) -> Layout:
    return sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))


def inks_of(page: np.ndarray) -> dict[tuple[int, int], tuple[InkLine, ...]]:
    """What is printed in each cell, by row and column."""
    return {(cell.span.row, cell.span.col): cell.lines for cell in layout_of(page).cells}


@pytest.mark.parametrize(
    "page",
    [
        drawn_table(),
        drawn_table(gaps=8),
        drawn_table(ink=150),
        noisy(drawn_table(ink=190)),
        in_pieces(8, 8),
        in_pieces(20, 14),
        in_dots(drawn_table()),
    ],
    ids=["whole", "broken", "pale", "faint", "dashed", "in long dashes", "halftone"],
)
def test_whole_broken_and_faint_lines_give_the_cells_and_tell_blank_from_inked(page: np.ndarray) -> None:
    assert {place: len(lines) for place, lines in inks_of(page).items()} == ONE_INKED


@pytest.mark.parametrize("line", [0, 255], ids=["black lines", "white lines"])
def test_white_print_on_a_dark_heading_is_ink_in_its_cells(line: int) -> None:
    page = drawn_table()
    page[402:459, 202:1199] = (36, 68, 102)
    page[402:459, 699:702] = line
    for x in (300, 800):
        cv2.putText(page, "ABC", (x, 440), cv2.FONT_HERSHEY_SIMPLEX, 1, (255, 255, 255), 3)
    found = {place: len(lines) for place, lines in inks_of(noisy(page)).items()}
    assert found == {**ONE_INKED, (0, 0): 1, (0, 1): 1}


def test_what_has_no_white_print_or_no_solid_ground_is_not_turned_over() -> None:
    page = np.full(SIZE, 255, np.uint8)
    page[300:360, 200:900] = 40
    cv2.putText(page, "BOLD PRINT", (200, 240), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 16)
    assert (turned_over(page) == page).all()


@pytest.mark.parametrize(("left", "wide", "high"), [(704, 6, 3), (960, 9, 3), (950, 30, 4)])
def test_a_dash_of_any_length_is_ink_even_close_to_a_line(left: int, wide: int, high: int) -> None:
    page = drawn_table()
    page[425 : 425 + high, left : left + wide] = 0
    assert [line.mark for line in inks_of(noisy(page))[0, 1]] == ["—"]


@pytest.mark.parametrize(("sealed", "cells"), [(True, 2), (False, 1)])
def test_a_line_that_a_seal_broke_goes_on(sealed: bool, cells: int) -> None:
    ruling = sheet_to_ruling(to_sheet(PageImage(1, noisy(drawn_table()), 0.36)))
    for found in (ruling.mask, ruling.dark):
        found[463:517, 690:711] = 0
    seal = np.zeros_like(ruling.mask)
    seal[440:540, 650:800] = 255
    (grid,) = ruling_to_grids(replace(ruling, seal=seal if sealed else None))
    assert len([span for span in grid.spans if span.row == 1]) == cells


def test_a_seal_may_hide_a_sign_beside_a_number() -> None:
    ink = layout_of(stamped_table()).ink
    assert seal_is_beside(ink, (700, 400, 1200, 460), (960, 420, 980, 440), 36)
    assert not seal_is_beside(ink, (700, 400, 1200, 460), (1060, 420, 1080, 440), 36)


def stamped_table() -> np.ndarray:
    page = drawn_table()
    cv2.rectangle(page, (900, 405), (940, 455), (230, 60, 50), -1)
    return page


def test_a_large_digit_is_no_line() -> None:
    page = drawn_table()
    page[408:452, 800:805] = 0  # a 1 of 22 points in a row of 22
    layout = layout_of(noisy(page))
    inked = {(cell.span.row, cell.span.col, cell.span.cols): len(cell.lines) for cell in layout.cells}
    assert inked[0, 1, 1] == 1


def test_a_slash_at_the_side_of_its_cell_is_ink() -> None:
    page = drawn_table()
    cv2.line(page, (709, 418), (702, 440), (0, 0, 0), 2)
    assert len(inks_of(noisy(page))[0, 1]) == 1


def test_a_stick_beside_its_cells_line_is_kept_and_known() -> None:
    page = drawn_table()
    page[418:436, 705:708] = 0
    (line,) = inks_of(noisy(page))[0, 1]
    assert line.beside_line


@pytest.mark.parametrize(("figure", "barred"), [(figure, figure == "7") for figure in "0123456789"])
def test_the_shape_of_a_7_is_told_from_all_other_figures(figure: str, barred: bool) -> None:
    picture = Image.fromarray(drawn_table())
    ImageDraw.Draw(picture).text((960, 420), figure, (0, 0, 0), ImageFont.load_default(30))
    (line,) = inks_of(noisy(np.array(picture)))[0, 1]
    assert line.barred is barred
    assert not line.leaning


@pytest.mark.parametrize("right", [0, 2, 4])
def test_a_stroke_that_leans_less_than_a_slash_may_be_one(right: int) -> None:
    page = drawn_table()
    cv2.line(page, (960 + right, 420), (960, 444), (0, 0, 0), 3)
    (line,) = inks_of(noisy(page))[0, 1]
    assert (line.mark, line.leaning) == (None, right > 2)


def test_a_dot_is_no_dash() -> None:
    page = drawn_table()
    cv2.circle(page, (960, 430), 2, (0, 0, 0), -1)
    assert [line.mark for line in inks_of(noisy(page))[0, 1]] == [None]


def test_a_row_of_strokes_is_no_line() -> None:
    page = drawn_table()
    for left in range(220, 660, 27):  # 工 over and over, with the gaps that characters have
        for top in (417, 427, 437):
            page[top : top + 3, left : left + 23] = 0
        page[417:440, left + 10 : left + 13] = 0
    layout = layout_of(noisy(page))
    assert len(layout.grids) == 1
    assert (len(layout.grids[0].ys), len(layout.grids[0].xs)) == (4, 3)


def test_strokes_of_a_large_heading_are_no_table() -> None:
    page = drawn_table()
    page[200:270, 300:312] = page[200:212, 300:380] = page[258:270, 300:380] = 0  # 区
    page[200:270, 372:380] = page[232:240, 300:380] = 0
    page[200:212, 400:470] = page[258:270, 396:474] = page[200:270, 430:442] = 0  # 工
    cv2.rectangle(page, (500, 210), (660, 232), (0, 0, 0), 4)  # 市晋, whose tops touch
    cv2.rectangle(page, (600, 244), (650, 268), (0, 0, 0), 6)
    layout = layout_of(noisy(page))
    assert len(layout.grids) == 1
    (heading,) = layout.free
    assert heading.box == pytest.approx((300, 200, 664, 271), abs=2)


@pytest.mark.parametrize("quarter_turns", range(2))
def test_labels_in_a_narrow_column_put_no_page_on_its_side(quarter_turns: int) -> None:
    page = np.full((1600, 1300, 3), 255, np.uint8)
    for y in range(200, 1401, 400):
        cv2.line(page, (200, y), (1200, y), (0, 0, 0), 2)
    for x in (200, 260, *range(400, 1201, 200)):
        cv2.line(page, (x, 200), (x, 1400), (0, 0, 0), 2)
    for y in range(200, 1400, 400):
        for row in range(10):
            cv2.rectangle(page, (216, y + 30 + 32 * row), (242, y + 56 + 32 * row), (0, 0, 0), 3)
        for x in range(400, 1200, 200):
            cv2.ellipse(page, (x + 100, y + 200), (7, 12), 0, 0, 360, (0, 0, 0), 2)
    turned = PageImage(1, np.ascontiguousarray(np.rot90(noisy(page), quarter_turns)), 0.36)
    assert upright_layout(turned, recognizer()).sheet.grey.shape == page.shape[:2]


def test_an_upright_line_of_one_low_row_is_found() -> None:
    page = np.full((1000, 1000, 3), 255, np.uint8)
    for y in (400, 424, 448):
        cv2.line(page, (100, y), (900, y), (0, 0, 0), 2)
    for x, bottom in ((100, 448), (500, 424), (900, 448)):
        cv2.line(page, (x, 400), (x, bottom), (0, 0, 0), 2)
    page[406:418, 300:306] = page[406:418, 700:706] = page[430:442, 300:306] = 0
    layout = layout_of(page)
    places = {(cell.span.row, cell.span.col, cell.span.cols) for cell in layout.cells}
    assert places == {(0, 0, 1), (0, 1, 1), (1, 0, 2)}


@pytest.mark.parametrize("angle", [-5.0, -1.2, 0.3, 5.0])
def test_the_skew_is_measured(angle: float) -> None:
    page = drawn_table()[:, :, 0]
    turn = cv2.getRotationMatrix2D((650, 490), angle, 1)
    tilted = cv2.warpAffine(page, turn, SIZE[::-1], borderValue=255)
    assert skew(tilted) == pytest.approx(-angle, abs=0.11)


def test_red_on_black_leaves_the_black() -> None:
    page = drawn_table()
    seal = page.copy()
    cv2.circle(seal, (944, 490), 60, (210, 50, 60), -1)  # red, green, blue
    stamped = np.minimum(page, seal)
    grey = to_sheet(PageImage(1, stamped, 0.36)).grey
    assert grey[490, 943] < 60
    assert grey[490, 970] > 230


def test_a_number_typed_in_red_is_ink_and_a_yellow_marker_is_none() -> None:
    page = drawn_table()
    page[476:504, 940:948] = (255, 0, 0)
    page[410:450, 720:1180] = (255, 255, 90)
    assert {place: len(lines) for place, lines in inks_of(page).items()} == ONE_INKED


@pytest.mark.parametrize(("sealed", "red"), [(False, False), (True, True)])
def test_red_ruling_lines_are_no_seal(sealed: bool, red: bool) -> None:
    page = np.full((760, 1300, 3), 255, np.uint8)
    for y in range(40, 740, 20):
        cv2.line(page, (100, y), (1200, y), (200, 0, 0), 2)
    if sealed:
        cv2.circle(page, (700, 380), 120, (210, 50, 60), 8)
    assert (to_sheet(PageImage(1, page, 0.36)).seal is not None) is red


@pytest.mark.parametrize("print_", [0, 100, 195])
def test_print_of_any_strength_is_black(print_: int) -> None:
    page = np.full((2339, 1654), 245, np.uint8)
    for left in range(300, 1200, 50):
        page[400:2000, left : left + 4] = print_
    grey = flatten(page)
    assert grey[490, 302] < 100
    assert grey[490, 327] > 250


def test_two_pages_on_one_picture_are_read_from_left_to_right() -> None:
    page = drawn_table()[300:700]
    halves = spread_to_pages(layout_of(np.hstack((page, np.roll(page, -80, axis=0)))))
    assert [len(half.cells) for half in halves] == [6, 6]
    for half, corner in zip(halves, [(200, 100), (1500, 20)], strict=True):
        number = half.sheet.number
        box = (side * SCALE for side in half.cells[0].box)
        place = ReadPage(PageBlocks(number), half.sheet).place(Place(number, *box))
        assert place[:3] == (1, *(pytest.approx(side * SCALE, abs=1) for side in corner))
