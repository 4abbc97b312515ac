"""Tables drawn as boxes, and at the foot of a page: the truth is the table as the hand here laid it out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import LEVEL, STROKED, made, rows, text

CELLS = ((50, 340), (150, 340), (50, 310), (150, 310))  # left and upper edges
WORDS = "".join(
    text(x + 8, y - 17, word) for (x, y), word in zip(CELLS, ("north", "12", "south", "1,234"), strict=True)
)
EXPECTED = [["north", "12"], ["south", "1,234"]]
CURVE = 5.0  # points: radius of a round corner


def around(x: float, y: float) -> str:
    """A box with round corners, stroked."""
    x1, y1, r = x + 95, y - 25, CURVE
    return (
        f"{x + r} {y} m {x1 - r} {y} l {x1} {y} {x1} {y} {x1} {y - r} c {x1} {y1 + r} l "
        f"{x1} {y1} {x1} {y1} {x1 - r} {y1} c {x + r} {y1} l {x} {y1} {x} {y1} {x} {y1 + r} c "
        f"{x} {y - r} l {x} {y} {x} {y} {x + r} {y} c h S "
    )


def framed(x: float, y: float) -> str:
    """A border filled between its outer and its inner edge."""
    return f"{x} {y - 25} 96 25 re {x + 1.5} {y - 23.5} 93 22 re f* "


def apart(x: float, y: float) -> str:
    return f"{x} {y - 25} 95.5 25 re S "


@pytest.mark.parametrize("box", [around, framed, apart])
def test_boxes_apart_from_each_other_are_cells_of_one_table(box: Callable[[float, float], str]) -> None:
    (table,) = read(made("".join(box(x, y) for x, y in CELLS) + WORDS)).tables
    assert rows(table) == EXPECTED
    assert table.flags == ()


def test_gaps_between_white_cells_on_a_dark_ground_are_lines() -> None:
    """As web pages draw tables by `cellspacing`."""
    ground = "0 g 49 284 197 57 re f 1 g "
    cells = "".join(f"{x} {y - 25} 95 25 re f " for x, y in CELLS)
    (table,) = read(made(f"{ground}{cells}0 g {WORDS}")).tables
    assert (rows(table), table.flags) == (EXPECTED, ())
    assert read(made(f"{ground}50 285 195 55 re f 0 g {WORDS}")).tables[0].flags == ("column_inferred",)


def test_rows_within_one_box_with_upright_lines_alone_are_rows() -> None:
    lines = "50 280 200 60 re S 150 280 m 150 340 l S "
    printed = [("region", "all"), ("north", "12"), ("south", "1,234"), ("west", "5")]
    words = "".join(
        text(60, 328 - 14 * n, label) + text(160, 328 - 14 * n, value)
        for n, (label, value) in enumerate(printed)
    )
    (table,) = read(made(lines + words)).tables
    assert rows(table)[-3:] == [list(row) for row in printed[1:]]
    assert table.flags == ("column_inferred",)


CAPITALS_ARE_CHINESE = """/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfrange <20> <40> <0020> <61> <7A> <0061> endbfrange
1 beginbfrange <41> <5A> <586B> endbfrange endcmap end"""


@pytest.mark.parametrize("width", [150, 190])
def test_a_row_alone_at_the_foot_of_a_page_is_none_of_the_table_right_above_it(width: int) -> None:
    """Its letters stand so near to the border above that the last line of a row that the page cuts could hang out there."""
    lines = "".join(f"50 {y} m 250 {y} l S " for y in (70, 50, 30)) + "".join(
        f"{x} 30 m {x} 70 l S " for x in (50, 150, 250)
    )
    alone = f"53 10 {width} 17.5 re S "
    words = text(60, 55, "north") + text(160, 55, "12") + text(60, 35, "south") + text(160, 35, "7")
    to_unicode = f"<< /Length {len(CAPITALS_ARE_CHINESE)} >> stream\n{CAPITALS_ARE_CHINESE}\nendstream"
    data = made(
        lines + alone + words + text(60, 19, "ABCD"), more=("null", to_unicode), font="/ToUnicode 7 0 R"
    )
    document = read(data)
    assert rows(document.tables[0]) == [["north", "12"], ["south", "7"]]
    assert [paragraph.text for paragraph in document.paragraphs] == ["\u586b\u586c\u586d\u586e"]


@pytest.mark.parametrize(
    ("below", "length"),
    [
        (text(110, 21.5, "ABCDEFGHIJ"), 10),
        (text(60, 21.5, "AB") + text(82, 17, "5"), 3),
    ],
    ids=["heading", "page number"],
)
def test_a_line_right_below_a_table_at_the_foot_of_a_page_is_none_of_its_last_row(
    below: str, length: int
) -> None:
    """A heading runs on over the upright lines of the cells above; what is left of a cut cell's text does not."""
    words = text(60, 55, "north") + text(160, 55, "12") + text(60, 35, "south") + text(160, 35, "7")
    lines = "".join(f"50 {y} m 250 {y} l S " for y in (70, 50, 30)) + "".join(
        f"{x} 30 m {x} 70 l S " for x in (50, 150, 250)
    )
    to_unicode = f"<< /Length {len(CAPITALS_ARE_CHINESE)} >> stream\n{CAPITALS_ARE_CHINESE}\nendstream"
    document = read(made(lines + words + below, more=("null", to_unicode), font="/ToUnicode 7 0 R"))
    assert rows(document.tables[0]) == [["north", "12"], ["south", "7"]]
    assert sum(len(paragraph.text) for paragraph in document.paragraphs) == length


def test_a_border_as_long_as_the_text_above_it_is_no_underline() -> None:
    """The table has no sides and no padding: its labels begin and its numbers end where its level lines do."""
    lines = "".join(f"50 {y} m 250 {y} l S " for y in LEVEL) + "150 300 m 150 340 l S "
    words = (
        text(49.5, 322, "north") + text(239.2, 322, "12") + text(49.5, 302, "south") + text(239.2, 302, "34")
    )
    (table,) = read(made(lines + words)).tables
    assert (rows(table), table.flags) == ([["north", "12"], ["south", "34"]], ())


@pytest.mark.parametrize(
    ("width", "lines", "doubts"),
    [
        (400, STROKED, ()),
        (400, "0 0 190 400 re W n " + STROKED, ("hidden_text",)),
        (400, "0 0 249.5 400 re W n " + STROKED, ()),
        (190, STROKED, ("hidden_text",)),
        (250, STROKED, ("hidden_text",)),
    ],
    ids=[
        "shown",
        "cut by a clip path",
        "as wide as a clip path",
        "cut by the page's edge",
        "cut by its maker at the page's edge",
    ],
)
def test_a_blank_cell_that_runs_on_beyond_what_is_shown_is_in_doubt(
    width: int, lines: str, doubts: tuple[str, ...]
) -> None:
    """A browser leaves out the numbers there."""
    words = text(60, 325, "north") + text(60, 305, "south")
    (table,) = read(made(lines + words, f"/MediaBox [0 0 {width} 400]")).tables
    assert [cell.flags for cell in table.cells if cell.text == ""] == [doubts, doubts]


def ruled(left: int, top: int, *lines: tuple[str, str]) -> str:
    """A table of two columns, its rows 20 points high."""
    bottom = top - 20 * len(lines)
    level = "".join(f"{left} {y} m {left + 200} {y} l S " for y in range(bottom, top + 1, 20))
    upright = "".join(f"{x} {bottom} m {x} {top} l S " for x in (left, left + 100, left + 200))
    words = "".join(
        text(left + 10, top - 20 * n - 15, label) + text(left + 110, top - 20 * n - 15, value)
        for n, (label, value) in enumerate(lines)
    )
    return level + upright + words


PROSE = "TheseTablesWereCountedByTheOffice"


@pytest.mark.parametrize(
    "right",
    [
        ruled(450, 380, *((f"right{n}", str(60 + n)) for n in range(6))),
        ruled(450, 380, ("right0", "60")) + text(450, 300, PROSE),
    ],
    ids=["a table", "a lone row"],
)
def test_two_pages_on_a_sheet_are_read_one_after_the_other(right: str) -> None:
    left = [(f"left{n}", str(10 + n)) for n in range(13)]
    sheet = text(50, 350, PROSE) + ruled(50, 300, *left) + right
    document = read(made(sheet, "/MediaBox [0 0 700 400]"))
    found = [row for table in document.tables for row in rows(table)]
    assert found[:14] == [[*pair] for pair in left] + [["right0", "60"]]


SIDES = "".join(f"{x} 250 m {x} 340 l S " for x in (50, 150, 200, 250))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (SIDES, [["north", "12", "3"]]),
        (SIDES + "150 300 m 250 300 l S ", [["north", "12", "3"], ["4", "5"]]),
    ],
    ids=["no level line", "none between the rows of the label"],
)
def test_a_cell_that_goes_on_over_the_page_has_sides_alone(lines: str, expected: list[list[str]]) -> None:
    words = text(60, 325, "north") + text(160, 325, "12") + text(210, 325, "3")
    below = text(160, 280, "4") + text(210, 280, "5") if len(expected) > 1 else ""
    (table,) = read(made(lines + words + below)).tables
    assert (rows(table), table.flags) == (expected, ())


def test_rows_between_upright_lines_alone_are_not_one() -> None:
    words = "".join(
        text(x, y, word)
        for y, line in ((325, ("north", "12", "3")), (300, ("south", "4", "5")))
        for x, word in zip((60, 160, 210), line, strict=True)
    )
    (table,) = read(made(SIDES + words)).tables
    assert (rows(table), table.flags) == ([["north", "12", "3"], ["south", "4", "5"]], ("column_inferred",))


@pytest.mark.parametrize(
    ("right", "is_one"),
    [(164, True), (180, False)],
    ids=["a narrow cell", "room for more"],
)
def test_digits_below_each_other_are_one_number_that_the_page_cut_where_no_more_fit(
    right: int, is_one: bool
) -> None:
    sides = "".join(f"{x} 250 m {x} 340 l S " for x in (50, 150, right, 250)) + "50 250 m 250 250 l S "
    digits = "".join(text(154, y, digit) for y, digit in ((325, "7"), (312, "1"), (299, "2")))
    blocks = read(made(sides + digits)).tables
    assert [rows(table) for table in blocks if not table.flags] == ([[["", "7\n1\n2", ""]]] if is_one else [])


def test_a_piece_of_a_border_as_long_as_the_text_above_it_is_no_underline() -> None:
    left, right = 86.3, 109.1  # where "north" begins and ends
    pieces = "".join(f"{x0} 320 m {x1} 320 l S " for x0, x1 in ((50.8, left), (left, right), (right, 249.2)))
    sides = "".join(f"{x} 295 m {x} {end} l S " for x, end in ((50, 340), (98, 320), (180, 320), (250, 340)))
    words = text(left, 321.5, "north") + text(55, 305, "south") + text(110, 305, "12")
    (table,) = read(made(sides + "50 340 m 250 340 l S " + pieces + words)).tables
    assert rows(table) == [["north"], ["south", "12", ""]]


def test_a_piece_of_a_border_whose_ends_stand_out_is_no_underline() -> None:
    pieces = "".join(f"{x0} 320 m {x1} 320 l S " for x0, x1 in ((49.4, 86.8), (86.8, 222.4), (222.4, 250.6)))
    sides = "".join(f"{x} 295 m {x} 340 l S " for x in (50, 80, 250))
    words = text(55, 325, "n") + text(86.3, 321.5, "north" * 6) + text(55, 305, "s") + text(150, 305, "12")
    (table,) = read(made(sides + "50 340 m 250 340 l S 50 295 m 250 295 l S " + pieces + words)).tables
    assert rows(table) == [["n", "north" * 6], ["s", "12"]]


def test_a_piece_of_a_border_as_wide_as_a_narrow_cells_text_is_no_underline() -> None:
    """It ends a little beside the sides, and only the whole border runs from one side to the other."""
    pieces = "".join(f"{x0} 320 m {x1} 320 l S " for x0, x1 in ((50.8, 52), (52.4, 72.6), (74, 249.2)))
    sides = "".join(f"{x} 300 m {x} 340 l S " for x in (50, 75, 250))
    words = text(52, 321.5, "north") + text(160, 325, "12") + text(52, 305, "south") + text(160, 305, "34")
    (table,) = read(made("50 340 m 250 340 l S 50 300 m 250 300 l S " + pieces + sides + words)).tables
    assert rows(table) == [["north", "12"], ["south", "34"]]


@pytest.mark.parametrize(
    ("border", "last"),
    [("", "south\u586b\u586c\u586d"), ("50 300 m 250 300 l S ", "south")],
    ids=["cut row", "table's end"],
)
def test_text_below_a_table_is_its_last_rows_where_no_border_ends_that(border: str, last: str) -> None:
    """A browser draws no border where the page cuts a row, and lets its last lines hang out."""
    lines = "50 340 m 250 340 l S 50 320 m 250 320 l S " + border
    lines += "".join(f"{x} 300 m {x} 340 l S " for x in (50, 150, 250))
    to_unicode = f"<< /Length {len(CAPITALS_ARE_CHINESE)} >> stream\n{CAPITALS_ARE_CHINESE}\nendstream"
    words = text(60, 325, "north") + text(160, 325, "12") + text(60, 305, "south") + text(160, 305, "7")
    data = made(lines + words + text(60, 288, "ABC"), more=("null", to_unicode), font="/ToUnicode 7 0 R")
    assert rows(read(data).tables[0]) == [["north", "12"], [last, "7"]]


def test_a_stamps_digit_on_a_number_is_told_where_its_words_make_the_cell_unreadable() -> None:
    printed = text(155, 325, "8") + text(157, 325, "3") + text(172, 325, "ABC")
    to_unicode = f"<< /Length {len(CAPITALS_ARE_CHINESE)} >> stream\n{CAPITALS_ARE_CHINESE}\nendstream"
    words = text(60, 325, "north") + printed + text(60, 305, "south") + text(160, 305, "7")
    data = made(STROKED + words, more=("null", to_unicode), font="/ToUnicode 7 0 R")
    flags = [cell.flags for cell in read(data).tables[0].cells]
    assert flags == [(), ("overprinted",), (), ()]
