"""What of a PDF page shows: the truth is what a viewer displays of the page drawn here."""

from __future__ import annotations

import numpy as np
import pytest

from extract.flags import OVERPRINTED
from extract.readers._page.arrays import Chars
from extract.readers._page.content import printed_twice
from extract.readers.pdf import read
from normalize.text import fold
from tests.readers.drawn_pages import EXPECTED, LEVEL, STROKED, WORDS, made, rows, text, wide
from tests.readers.pdf.one_cell import BLANK_CELL, FORM, IMAGE, SOUTH, TWELVE, cell_of

GREY_BOX = "0.2 g 150 320 100 20 re f 0 g "


def through_form(content: str, alpha: float) -> bytes:
    content = f"/G gs {content}"
    return made(
        STROKED + WORDS + "/X Do", more=(FORM.format(alpha=alpha, length=len(content), content=content),)
    )


@pytest.mark.parametrize("colour", ["1 1 1 rg", "1 g", "3 Tr", "7 Tr"])
def test_text_that_does_not_show_is_left_out_and_its_cell_says_so(colour: str) -> None:
    cell = cell_of(made(STROKED + WORDS + f"q BT {colour} /F 10 Tf 172 325 Td (9) Tj ET Q"))
    assert (cell.text, cell.flags) == ("12", ("hidden_text",))


def test_an_unseen_copy_of_what_shows_is_no_doubt() -> None:
    """A layer for searching over text that needs none; a copy that says something else stays a doubt."""
    assert cell_of(made(STROKED + WORDS + "BT 3 Tr ET " + WORDS)).flags == ()
    other = WORDS.replace("(12)", "(13)")
    assert cell_of(made(STROKED + WORDS + "BT 3 Tr ET " + other)).flags == ("hidden_text",)


@pytest.mark.parametrize("beside", [0, 0.4])
@pytest.mark.parametrize("look", ["3 Tr", "1 g", "1 Tr 1 G 2 w"])
def test_what_is_printed_on_an_unseen_print_of_itself_shows(beside: float, look: str) -> None:
    """PDFium's text has the first of the two alone: a browser's shadow of the text."""
    shadow = f"q BT {look} /F 10 Tf {160 + beside} 325 Td (12) Tj ET Q "
    cell = cell_of(made(STROKED + BLANK_CELL + shadow + text(160, 325, "12")))
    assert (cell.text, cell.flags) == ("12", ())
    assert cell_of(made(STROKED + BLANK_CELL + shadow)).text == ""


def test_every_letter_has_a_shadow_of_its_own_beside_what_a_form_draws() -> None:
    """As a browser prints `text-shadow` where something else on the page is half transparent."""
    letters = [(160, "1"), (165.56, "."), (168.34, "5")]
    content = "".join(f"q 1 g {text(x, 324.4, letter)} Q {text(x, 325, letter)}" for x, letter in letters)
    note = text(160, 200, "note")
    more = (FORM.format(alpha=0.5, length=len(note), content=note),)
    cell = cell_of(made(STROKED + BLANK_CELL + content + "/X Do", more=more))
    assert (cell.text, cell.flags) == ("1.5", ())


def test_a_number_filled_and_then_stroked_is_printed_once() -> None:
    """`-webkit-text-stroke`: the stroke is another font's, whose line is lower."""
    boxes = np.array([[160, 0, 165, 8.3], [160, 1.4, 165, 6.7], [165, 0, 170, 8.3]])
    chars = Chars(np.full(3, ord("7"), np.uint32), boxes, np.zeros(3, np.int64))
    assert printed_twice(chars, np.ones(3, dtype=bool)).tolist() == [False, True, False]


@pytest.mark.parametrize("y", [100.0, 101.0, 102.0, 103.0, 103.9])
def test_a_second_print_is_one_at_whatever_height(y: float) -> None:
    boxes = np.array([[160, y, 165, y + 10], [160.3, y + 0.8, 165.3, y + 10.8], [160, y + 12, 165, y + 22]])
    chars = Chars(np.full(3, ord("7"), np.uint32), boxes, np.zeros(3, np.int64))
    assert printed_twice(chars, np.ones(3, dtype=bool)).tolist() == [False, True, False]


def test_transparent_text_does_not_show() -> None:
    nine = text(172, 325, "9")
    assert cell_of(through_form(nine, 0)).text == "12"
    assert cell_of(through_form(nine, 0.4)).text == "129"


def test_white_text_shows_on_a_dark_ground() -> None:
    cell = cell_of(made(GREY_BOX + STROKED + BLANK_CELL + "BT 1 g /F 10 Tf 160 325 Td (12) Tj ET"))
    assert (cell.text, cell.flags) == ("12", ())


WHITE_OUT = "q 1 1 1 rg 158 322 20 16 re f Q "


def test_what_a_white_area_covers_does_not_show() -> None:
    """A number painted over and typed anew."""
    cell = cell_of(made(STROKED + WORDS + WHITE_OUT + text(160, 325, "7")))
    assert (cell.text, cell.flags) == ("7", ("hidden_text",))
    assert cell_of(made(WHITE_OUT + STROKED + WORDS)).text == "12"


@pytest.mark.parametrize("matrix", ["-1 0 0 -1 175 332", "-1 0 0 1 175 325"], ids=["upside down", "mirrored"])
def test_digits_that_stand_on_their_head_are_not_named(matrix: str) -> None:
    turned = f"BT {matrix} Tm /F 10 Tf (69) Tj ET "
    letters = text(60, 200, "letters enough for a page that is read as text")
    assert cell_of(made(STROKED + BLANK_CELL + letters + turned)).text == "\ufffd\ufffd"


@pytest.mark.parametrize(("x0", "x1"), [(159, 167), (159.5, 165.5), (154.5, 167)])
def test_a_line_through_a_digit_strikes_it_out(x0: float, x1: float) -> None:
    """7 struck out by hand, 12 beside it."""
    line = f"{x0} 328.5 m {x1} 328.5 l S "
    cell = cell_of(made(STROKED + BLANK_CELL + text(160, 325, "7") + text(168, 325, "12") + line))
    assert (cell.text, cell.flags) == ("12", ("struck_text",))


@pytest.mark.parametrize(
    ("size", "rise", "printed", "flags"),
    [
        (6, 4, "12¹", ("superscript",)),
        (10, 4, "12¹", ("superscript",)),
        (6, -2, "12₁", ("subscript",)),
        (10, 0, "121", ()),
        (9.5, 0, "121", ()),
    ],
)
def test_a_mark_set_off_the_line_is_no_digit(
    size: float, rise: float, printed: str, flags: tuple[str, ...]
) -> None:
    cell = cell_of(made(STROKED + TWELVE + f"BT /F {size} Tf 171.2 {325 + rise} Td (1) Tj ET " + SOUTH))
    assert (cell.text, cell.flags) == (printed, flags)


@pytest.mark.parametrize(
    ("over", "printed", "flags"),
    [
        ("", "１２", ()),
        ("BT /F 7.5 Tf 180.2 327.5 Td (1) Tj ET ", "１２¹", ("superscript",)),
        ("q 0 0 9 9 re W n BT /F 10 Tf 180.2 325 Td (3) Tj ET Q ", "１２", ("hidden_text",)),
        ("180 328.5 m 190 328.5 l S BT /F 10 Tf 180.2 325 Td (3) Tj ET ", "１２", ("struck_text",)),
    ],
    ids=["plain", "raised", "clipped", "struck"],
)
def test_full_width_digits_are_digits(over: str, printed: str, flags: tuple[str, ...]) -> None:
    cell = cell_of(wide(STROKED + TWELVE + over + SOUTH))
    assert (cell.text, cell.flags) == (printed, flags)


@pytest.mark.parametrize("turn", ["0 1 -1 0 400 0 cm ", "0 -1 1 0 0 400 cm "])
def test_marks_are_told_on_turned_pages(turn: str) -> None:
    page = turn + STROKED + TWELVE + "BT /F 6 Tf 171.2 329 Td (1) Tj ET " + SOUTH
    assert [row[1] for table in read(made(page)).tables for row in rows(table)] == ["12¹", "1,234"]


@pytest.mark.parametrize(
    "over",
    [
        "BT /F 10 Tf 162 326 Td (7) Tj ET",  # on the digits
        "BT /F 10 Tf 172 328 Td (7) Tj ET",  # beside them, on another line
        "BT /F 20 Tf 172 322 Td (7) Tj ET",  # far larger
        "BT /F 10 Tf 192 325 Td (7) Tj ET",  # far behind them
        "BT /F 6 Tf 171.2 329 Td (1) Tj ET",  # a mark that the file gives elsewhere
    ],
)
def test_digits_that_were_not_set_as_one_number_are_doubted(over: str) -> None:
    assert OVERPRINTED in cell_of(made(STROKED + WORDS + over)).flags


@pytest.mark.parametrize(("right", "cut"), [(250, "123"), (178, "123")], ids=["next column", "table's end"])
def test_a_number_that_runs_over_its_rule_is_doubted(right: int, cut: str) -> None:
    """12345 in a column too narrow for it: its last digits stand in the next one, or beyond the table."""
    lines = "".join(f"50 {y} m {right} {y} l S " for y in (340, 320, 300))
    lines += "".join(f"{x} 300 m {x} 340 l S " for x in (50, 150, 178, right))
    south = text(60, 305, "south") + text(160, 305, "12")
    table = read(made(lines + text(60, 325, "north") + text(160, 325, "12345") + south)).tables[0]
    flags = {cell.text: cell.flags for cell in table.cells}
    assert flags[cut] == ("overprinted",)
    assert flags["12"] == ()


def test_a_minus_that_a_rule_parts_from_its_number_leaves_both_cells_in_doubt() -> None:
    """-5 on a rule: the minus stands in one column, its digit in the next."""
    lines = "".join(f"50 {y} m 250 {y} l S " for y in (340, 320, 300))
    lines += "".join(f"{x} 300 m {x} 340 l S " for x in (50, 150, 178, 250))
    rest = (
        text(60, 325, "north")
        + text(155, 325, "12")
        + text(60, 305, "south")
        + text(155, 305, "7")
        + text(190, 305, "-3")
    )
    table = read(made(lines + rest + text(175.2, 325, "-5"))).tables[0]
    flags = {cell.text: cell.flags for cell in table.cells}
    assert OVERPRINTED in flags["12 -"]
    assert OVERPRINTED in flags["5"]
    assert flags["north"] == flags["south"] == ()


@pytest.mark.parametrize(("y", "note"), [(280, 200), (350, 200), (280, 290), (360, 345)])
def test_a_label_that_the_pages_clip_leaves_out_is_no_line_of_text(y: int, note: int) -> None:
    """A sheet's page ends in the midst of a group, whose label stands in its middle, on the other page.

    A row of titles may be printed again between it and the table.
    """
    clipped = f"q 0 295 400 50 re W n {text(60, y, 'group')} Q "
    document = read(made(STROKED + WORDS + clipped + text(60, note, "note")))
    assert [paragraph.text for paragraph in document.paragraphs] == ["note"]


def test_the_lines_of_a_label_for_which_its_row_has_no_room_are_no_part_of_the_next_one() -> None:
    """Word's rows of exact height: what does not fit is clipped, line by line."""
    (table,) = read(made(STROKED + WORDS + f"q 50 320 100 20 re W n {text(60, 311, 'again')} Q ")).tables
    assert rows(table) == EXPECTED
    assert not any(cell.flags for cell in table.cells)


def test_full_width_digits_run_over_a_rule_too() -> None:
    lines = "".join(f"50 {y} m 250 {y} l S " for y in LEVEL)
    lines += "".join(f"{x} 300 m {x} 340 l S " for x in (50, 150, 190, 250))
    (table,) = read(wide(lines + text(60, 325, "north") + text(160, 325, "12345") + SOUTH)).tables
    flags = {cell.text: cell.flags for cell in table.cells}
    assert flags["１２３"] == flags["４５"] == ("overprinted",)


def test_a_cell_below_a_watermarks_digit_is_doubted() -> None:
    """PDFium takes the second of two like digits for the same one."""
    mark = "BT /F 12 Tf 0.9 0.44 -0.44 0.9 159.5 324.5 Tm (1) Tj ET "
    for data in (made(mark + STROKED + WORDS), wide(mark + STROKED + WORDS)):
        (table,) = read(data).tables
        assert [cell.flags for cell in table.cells] == [(), ("overprinted",), (), ()]
        assert [fold(word) for word in rows(table)[1]] == EXPECTED[1]


@pytest.mark.parametrize(
    ("drawing", "more"),
    [
        ("q 12 0 0 12 160 324 cm /X Do Q", (IMAGE,)),
        ("q 12 0 0 14 160 316 cm /X Do Q", (IMAGE,)),  # over its border, as a browser draws turned text
        # an 8 as an outline
        (
            "160 324 m 168 324 168 330 160 330 c 168 330 168 336 160 336 c 155 333 l 158 330 l 155 327 l h f",
            (),
        ),
    ],
    ids=["picture", "over the border", "outline"],
)
def test_a_blank_cell_with_a_drawing_in_it_says_so(drawing: str, more: tuple[str, ...]) -> None:
    cell = cell_of(made(STROKED + BLANK_CELL + drawing, more=more))
    assert (cell.text, cell.flags) == ("", ("picture",))


@pytest.mark.parametrize(
    ("behind_text", "flags"), [("", ("picture",)), ("q 100 0 0 20 50 320 cm /X Do Q ", ())]
)
def test_a_picture_that_fills_a_blank_cell_is_its_number_where_no_cell_with_text_has_one(
    behind_text: str, flags: tuple[str, ...]
) -> None:
    """Else it is the cells' background."""
    filled = f"{behind_text}q 100 0 0 20 150 320 cm /X Do Q "
    cell = cell_of(made(filled + STROKED + BLANK_CELL, more=(IMAGE,)))
    assert (cell.text, cell.flags) == ("", flags)


def test_a_picture_behind_the_table_is_none_in_a_cell() -> None:
    cell = cell_of(made(f"q 300 0 0 300 20 200 cm /X Do Q {STROKED}{BLANK_CELL}", more=(IMAGE,)))
    assert (cell.text, cell.flags) == ("", ())


def test_a_table_wider_than_its_page_is_read_whole() -> None:
    (table,) = read(made(STROKED + WORDS, "/MediaBox [0 0 158 400]")).tables
    assert rows(table) == EXPECTED


CLIP_12 = "q 150 300 {wide} 40 re W n {words} Q"
BOXED = FORM.replace("{alpha}", "1").replace("[0 0 400 400]", "[0 0 {wide} 400]")


def boxed(wide: int, drawn: str = "q 1 0 0 1 150 0 cm /X Do Q") -> bytes:
    """12 in a form whose box ends `wide` points right of the cell's left edge."""
    content = text(10, 325, "12")
    form = BOXED.replace("{wide}", str(wide)).format(length=len(content), content=content)
    return made(STROKED + BLANK_CELL + drawn, more=(form,))


@pytest.mark.parametrize(
    ("page", "printed", "flags"),
    [
        (CLIP_12.format(wide=16, words=text(160, 325, "12")), "1", ("hidden_text",)),
        (CLIP_12.format(wide=5, words=text(160, 325, "12")), "", ("hidden_text",)),
        (CLIP_12.format(wide=12, words=text(160, 325, "1,2")), "", ("hidden_text",)),
        (CLIP_12.format(wide=100, words=text(160, 325, "12")), "12", ()),
        # cut at its edge, where all of it still shows
        (CLIP_12.format(wide=20.5, words=text(160, 325, "12")), "12", ()),
        # its lower part is cut off, and a point would be
        ("q 150 328 100 12 re W n " + text(160, 325, "12") + "Q", "12", ("hidden_text",)),
        ("q 150 325.5 100 12 re W n " + text(160, 325, "12") + "Q", "12", ()),
        ("q 150 300 m 166 300 l 166 340 l 150 340 l 160 320 l h W n " + text(160, 325, "12") + "Q", "1", ("hidden_text",)),
        ("q 150 300 90 40 re W n 0 300 166 40 re W n " + text(160, 325, "12") + "Q", "1", ("hidden_text",)),
        # a label that runs on below the number beside it, which covers it
        ("q 50 300 100 40 re W n " + text(125, 325, "northern 9 areas") + "Q " + text(160, 325, "12"), "12", ()),
    ],
)  # fmt: skip
def test_digits_that_a_clip_path_leaves_out_do_not_show(
    page: str, printed: str, flags: tuple[str, ...]
) -> None:
    cell = cell_of(made(STROKED + BLANK_CELL + page))
    assert (cell.text, cell.flags) == (printed, flags)


@pytest.mark.parametrize(
    ("data", "printed"),
    [
        (boxed(400), "12"),
        (boxed(16), "1"),
        (boxed(400, "q 150 300 16 40 re W n 1 0 0 1 150 0 cm /X Do Q"), "1"),
        (boxed(16, "q 2 0 0 1 140 0 cm /X Do Q"), "1"),
    ],
    ids=["all", "its box", "its clip path", "wider"],
)
def test_a_form_shows_what_its_box_and_its_clip_path_leave(data: bytes, printed: str) -> None:
    assert cell_of(data).text == printed
    assert cell_of(data).flags == (() if printed == "12" else ("hidden_text",))


def test_a_white_area_hides_no_more_than_its_clip_path_leaves() -> None:
    white = "q 0 300 50 40 re W n 1 g 0 300 300 40 re f Q "
    assert cell_of(made(STROKED + WORDS + white)).text == "12"


def said(actual: str, words: str) -> str:
    """A span whose glyphs are `words`, for which the file says `actual`."""
    return f"/Span << /ActualText {actual} >> BDC {words} EMC "


@pytest.mark.parametrize(
    ("content", "printed", "flags"),
    [
        (said("(34)", text(160, 325, "12")), "12", ("hidden_text",)),
        (said("<FEFF00330034>", text(160, 325, "12")), "12", ("hidden_text",)),
        (said("<FEFFFF13>", text(160, 325, "12")), "12", ("hidden_text",)),
        (said("(7)", text(160, 325, "1") + text(165.6, 325, "2")), "12", ("hidden_text",)),
        (said("( )", text(160, 325, "12")), "12", ("hidden_text",)),
        (said("<FEFF2014>", text(160, 325, "12")), "12", ("hidden_text",)),
        (said("(7)", text(160, 325, "  ")), "", ("hidden_text",)),
        (said("(1)", text(160, 325, "1")) + text(165.6, 325, "2"), "12", ()),
        (said("(12)", text(160, 325, "1") + text(165.6, 325, "2")), "12", ()),
        (said("<FEFF00310032200B>", text(160, 325, "12")), "12", ()),
        (said("<FEFFFF11FF12>", text(160, 325, "12")), "12", ()),
        (said("<FEFF200B>", text(155, 325, " ")) + text(160, 325, "12"), "12", ()),
        (said("<FEFF4E00>", text(160, 325, "-")), "一", ()),
    ],
)  # fmt: skip
def test_what_the_glyphs_show_goes_before_what_the_file_says_of_them(
    content: str, printed: str, flags: tuple[str, ...]
) -> None:
    cell = cell_of(made(STROKED + BLANK_CELL + content))
    assert (cell.text, cell.flags) == (printed, flags)
