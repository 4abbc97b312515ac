"""What counts as ink on a scan: pale signs, signs below a seal, signs known by their shape. Truth: the hand that drew."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")
pytest.importorskip("rapidocr", reason="the extra ocr is not installed")

from extract.ocr.cells import ROUND_HOLE  # noqa: E402
from extract.ocr.clean import to_sheet  # noqa: E402
from extract.ocr.images import PageImage  # noqa: E402
from extract.ocr.ink import is_surely_all  # noqa: E402
from extract.ocr.layout import InkedCell, Layout, sheet_to_layout  # noqa: E402
from extract.ocr.page import read_pages  # noqa: E402
from extract.ocr.recognize import recognizer  # noqa: E402
from normalize.simplified import simplified  # noqa: E402

PAPER = 245
LEFT, TOP = 940, 420  # of what stands in the first row's second cell


def table_page(rows: int = 3) -> np.ndarray:
    """Rows of two columns with black ink in all cells but the first row's second, at 200 dpi."""
    page = np.full((1100, 1300, 3), PAPER, np.uint8)
    bottom = 400 + 60 * rows
    for y in range(400, bottom + 1, 60):
        cv2.line(page, (200, y), (1200, y), (0, 0, 0), 2)
    for x in (200, 700, 1200):
        cv2.line(page, (x, 400), (x, bottom), (0, 0, 0), 2)
    picture = Image.fromarray(page)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(30)
    for row in range(rows):
        pen.text((240, 414 + 60 * row), "ABCD EFGH", (0, 0, 0), font)
    for row in range(1, rows):
        pen.text((LEFT, 414 + 60 * row), "35", (0, 0, 0), font)
    return np.array(picture)


def with_text(page: np.ndarray, text: str, grey: int = 0) -> np.ndarray:
    picture = Image.fromarray(page)
    ImageDraw.Draw(picture).text((LEFT, TOP - 6), text, (grey,) * 3, ImageFont.load_default(30))
    return np.array(picture)


def spoilt(page: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(2).normal(0, 8, (*page.shape[:2], 1))
    return np.clip(cv2.GaussianBlur(page, (0, 0), 0.9) + noise, 0, 255).astype(np.uint8)


def first_row(page: np.ndarray) -> tuple[Layout, InkedCell]:
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    return layout, next(cell for cell in layout.cells if (cell.span.row, cell.span.col) == (0, 1))


def value_of(page: np.ndarray) -> tuple[str, tuple[str, ...]]:
    (read,) = read_pages(PageImage(1, page, 0.36), recognizer())
    (table,) = read.blocks.tables
    cell = next(cell for cell in table.cells if (cell.row, cell.col) == (0, 1))
    return cell.text, cell.flags


@pytest.mark.parametrize("grey", [0, 150, 180])
def test_a_pale_minus_is_read_or_doubted(grey: int) -> None:
    page = with_text(table_page(), "  1")
    page[TOP + 11 : TOP + 13, LEFT : LEFT + 12] = grey
    text, flags = value_of(spoilt(page))
    assert text == "-1" or (grey == 180 and flags == ("ocr_low",))


@pytest.mark.parametrize("grey", [140, 180])
@pytest.mark.parametrize("gap", [3, 5])
def test_what_may_be_a_short_minus_close_to_its_digit_leaves_a_doubt(grey: int, gap: int) -> None:
    page = with_text(table_page(), " 3")
    digit = LEFT + int(np.flatnonzero((page[TOP : TOP + 24, LEFT : LEFT + 60] < 128).any(axis=(0, 2)))[0])
    page[TOP + 11 : TOP + 13, digit - gap - 4 : digit - gap] = grey
    text, flags = value_of(page)
    assert text == "-3" or flags == ("ocr_low",)


@pytest.mark.parametrize("text", ["", "21"])
@pytest.mark.parametrize(("broken", "flags"), [(True, ("ocr_low",)), (False, ())])
def test_blanks_and_ones_are_in_doubt_where_the_strokes_of_numbers_are_broken(
    broken: bool, flags: tuple[str, ...], text: str
) -> None:
    page = with_text(table_page(6), text)
    for top in (TOP + 60, TOP + 120):
        page[top - 15 : top + 38, LEFT - 5 : LEFT + 60] = PAPER
        cv2.ellipse(page, (LEFT + 8, top + 11), (7, 11), 0, 0, 360, (0, 0, 0), 2)
        if broken:
            page[top - 2 : top + 26, LEFT + 6 : LEFT + 10] = (
                PAPER  # in black and white, a stroke too pale is paper
            )
    assert value_of(page) == (text, flags)


def test_a_pale_slash_alone_is_a_mark_in_doubt() -> None:
    page = table_page()
    cv2.line(page, (LEFT + 9, TOP), (LEFT, TOP + 22), (170,) * 3, 2)
    assert value_of(spoilt(page)) == ("/", ("ocr_low",))


def test_an_empty_cell_is_blank_without_a_doubt() -> None:
    assert value_of(spoilt(table_page())) == ("", ())


@pytest.mark.parametrize(("wide", "sign"), [(14, "—"), (4, "")], ids=["a dash", "a dot"])
def test_a_sign_too_pale_for_ink_leaves_a_doubt(wide: int, sign: str) -> None:
    page = table_page()
    page[TOP + 8 : TOP + 12, LEFT : LEFT + wide] = 200
    layout, cell = first_row(spoilt(page))
    assert cell.lines == ()
    assert not is_surely_all(layout.ink, cell.box, [])
    assert value_of(spoilt(page)) == (sign, ("ocr_low",))


def test_a_slash_too_pale_for_ink_is_a_slash_in_doubt() -> None:
    page = table_page()
    cv2.line(page, (LEFT + 10, TOP), (LEFT, TOP + 24), (200,) * 3, 2)
    assert first_row(spoilt(page))[1].lines == ()
    assert value_of(spoilt(page)) == ("/", ("ocr_low",))


@pytest.mark.parametrize("text", ["35", ""])
def test_a_streak_across_the_page_is_no_line_and_leaves_a_doubt(text: str) -> None:
    page = with_text(table_page(), text)
    page[:, 820:823] = 90
    assert value_of(spoilt(page)) == (text, ("ocr_low",))


def test_lines_of_a_table_cut_out_along_its_frame_stay() -> None:
    picture = with_text(table_page(), "35")[400:582, 200:1202]
    layout, cell = first_row(spoilt(picture))
    assert layout.sheet.streaks is None
    assert (len(layout.cells), len(cell.lines)) == (6, 1)


def test_lines_of_a_table_that_the_page_cuts_on_both_sides_stay() -> None:
    layout, _ = first_row(spoilt(table_page()[:500, 300:1100]))
    assert layout.sheet.streaks is None


@pytest.mark.parametrize("text", ["35", ""])
def test_a_cell_that_the_pages_edge_cuts_is_in_doubt(text: str) -> None:
    assert value_of(spoilt(with_text(table_page(), text)[:, :1100])) == (text, ("ocr_low",))


def test_a_shaded_row_is_read_as_any_other() -> None:
    page = with_text(table_page(), "35")
    rows = page[402:459, 202:1199]
    page[402:459, 202:1199] = np.where(rows > 200, (189, 215, 238), rows)  # Word's light blue
    layout, cell = first_row(page)
    assert len(cell.lines) == 1
    assert is_surely_all(layout.ink, cell.box, [cell.lines[0].box])


def test_a_thin_ring_on_a_page_of_pale_print_is_not_passed_over() -> None:
    page = table_page()
    cv2.circle(page, (LEFT + 11, TOP + 11), 11, (100,) * 3, 1, cv2.LINE_AA)
    noise = np.random.default_rng(2).normal(0, 3, (*page.shape[:2], 1))
    pale = 255 - (255 - cv2.GaussianBlur(page, (0, 0), 0.6).astype(np.float32)) * 0.3 + noise
    assert value_of(np.clip(pale, 0, 255).astype(np.uint8)) != ("", ())


@pytest.mark.parametrize(("text", "cells"), [(True, 6), (False, 12)], ids=["of the back", "of its own"])
def test_pale_lines_are_those_of_the_back_where_pale_text_stands_about(text: bool, cells: int) -> None:
    page = table_page()
    back = np.full_like(page, PAPER)
    for x in (550, 850):
        back[402:579, x : x + 3] = 205
    if text:
        picture = Image.fromarray(back)
        for y in range(50, 1050, 60):
            ImageDraw.Draw(picture).text((210, y), "HETLFIZE" * 5, (205,) * 3, ImageFont.load_default(30))
        back = np.array(picture)[:, ::-1]
    layout, _ = first_row(spoilt(np.minimum(page, back)))
    assert len(layout.cells) == cells


@pytest.mark.parametrize("strokes", [(6, 20), (4, 12, 21)], ids=["二", "三"])
def test_flat_strokes_one_above_the_other_are_a_numeral(strokes: tuple[int, ...]) -> None:
    page = table_page()
    for number, y in enumerate(strokes):
        inset = 0 if number == len(strokes) - 1 else 4
        page[TOP + y : TOP + y + 3, LEFT + inset : LEFT + 26 - inset] = 0
    _, cell = first_row(spoilt(page))
    assert [line.mark for line in cell.lines] == ["二" if len(strokes) == 2 else "三"]


@pytest.mark.parametrize(("text", "doubted"), [("203", False), ("2O3", True)])
def test_the_hole_of_an_o_among_digits_is_rounder_than_that_of_a_zero(text: str, doubted: bool) -> None:
    _, cell = first_row(spoilt(with_text(table_page(), text)))
    assert [line.hole > ROUND_HOLE for line in cell.lines] == [doubted]


@pytest.mark.parametrize("closed", [True, False])
def test_text_within_a_frame_around_the_table_is_read(closed: bool) -> None:
    page = table_page()
    for x in (100, 1250):
        cv2.line(page, (x, 60), (x, 1050), (0, 0, 0), 2)
    if closed:
        for y in (60, 1050):
            cv2.line(page, (100, y), (1250, y), (0, 0, 0), 2)
    picture = Image.fromarray(page)
    for y in (120, 320, 700):
        ImageDraw.Draw(picture).text((200, y), "ABCD EFGH", (0, 0, 0), ImageFont.load_default(30))
    layout = sheet_to_layout(to_sheet(PageImage(1, spoilt(np.array(picture)), 0.36)))
    assert [(len(grid.xs), len(grid.ys)) for grid in layout.grids] == [(3, 4)]
    tops = sorted({line.box[1] // 10 for line in layout.free})
    assert len(layout.free) == 3
    assert tops == [12, 32, 70]


@pytest.mark.parametrize("text", ["198", "8537"])
def test_a_number_half_below_a_seal_keeps_all_its_digits(text: str) -> None:
    page = with_text(table_page(), text)
    seal = np.full_like(page, 255)
    cv2.circle(seal, (LEFT + 60, TOP + 30), 44, (210, 50, 60), -1)  # red, green, blue
    stamped = (page.astype(np.float32) * seal / 255).astype(np.uint8)
    assert value_of(spoilt(stamped))[0] == text


def test_words_without_lines_stay_apart_though_their_lines_overlap() -> None:
    page = Image.new("RGB", (1300, 1100), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(30)
    for row in range(4):
        top = 200 + 90 * row
        pen.text((100, top), "ABCDEFGH", "black", font)  # a label of two lines, its number at their middle
        pen.text((100, top + 36), "ABCDEFGH", "black", font)
        pen.text((300, top + 18), "35", "black", font)
        pen.text((360, top + 18), "1204", "black", font)
    layout = sheet_to_layout(to_sheet(PageImage(1, spoilt(np.array(page)), 0.36)))
    assert layout.grids == ()
    columns = [sum(left <= word.box[0] < left + 30 for word in layout.free) for left in (90, 290, 350)]
    assert columns == [8, 4, 4]
    assert len(layout.free) == 16


def test_level_lines_without_upright_ones_join_no_words() -> None:
    page = np.full((1100, 1300, 3), PAPER, np.uint8)
    for y in range(400, 701, 60):
        cv2.line(page, (200, y), (1200, y), (0, 0, 0), 2)
        cv2.putText(page, "35", (240, y + 58), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (0, 0, 0), 3)  # on the line
        cv2.putText(page, "35", (LEFT, y + 58), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (0, 0, 0), 3)
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    assert layout.grids == ()
    boxes = [line.box for line in layout.free]
    assert len(boxes) == 12
    assert all(box[2] - box[0] < 150 for box in boxes)


def test_traditional_characters_of_the_model_become_simplified() -> None:
    assert "".join(map(simplified, "規章減3总計")) == "规章减3总计"


@pytest.mark.parametrize("text", ["7", ""])
@pytest.mark.parametrize("angle", [0.0, 0.8])
def test_a_strip_that_was_not_printed_or_not_scanned_leaves_a_doubt(text: str, angle: float) -> None:
    whole = with_text(table_page(rows=10), text)
    cv2.putText(whole, "HHHHHHHHHHHH", (420, 440), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 3)
    printed, scanned = whole.copy(), tilted(whole, angle)
    printed[424:428] = PAPER  # the bar of the 7
    scanned[:, LEFT + 4 : LEFT + 8] = PAPER
    for page in (tilted(printed, angle), scanned):
        assert value_of(page)[1] == ("ocr_low",)
    assert first_row(tilted(whole, angle))[0].sheet.lost is None


def tilted(page: np.ndarray, angle: float) -> np.ndarray:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=(PAPER,) * 3), np.uint8)
