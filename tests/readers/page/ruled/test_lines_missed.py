"""Numbers that lines run through, leave out or fail to part: each is read in its row or in doubt, none is lost unsaid."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import made, text

RULES = "".join(f"50 {y} m 250 {y} l S " for y in (340, 320, 300)) + "".join(
    f"{x} 300 m {x} 340 l S " for x in (50, 150, 200, 250)
)
LABELS = text(60, 325, "north") + text(60, 305, "south")
DOUBTED = ("overprinted",)


def flags(content: str) -> list[list[tuple[str, ...]]]:
    (table,) = read(made(content)).tables
    return [[cell.flags for cell in table.cells if cell.row == row] for row in range(table.n_rows)]


@pytest.mark.parametrize(
    ("x", "of_row"),
    [
        (144.5, [(), (), ()]),  # ends at its cell's rule
        (146, [(), (), ()]),  # the rule runs through its edge
        (147, [DOUBTED, DOUBTED, ()]),
        (148, [DOUBTED, DOUBTED, ()]),
        (149, [(), (), ()]),  # its edge again, in the next cell
        (197.2, [(), DOUBTED, DOUBTED]),
        (246.5, [(), (), DOUBTED]),  # on the table's own border
        (248.2, [(), (), DOUBTED]),
        (251, [(), (), ()]),  # beyond it
    ],
)
def test_a_digit_on_a_rule_may_be_of_either_cell(x: float, of_row: list[tuple[str, ...]]) -> None:
    found = flags(RULES + LABELS + text(160, 325, "12") + text(x, 305, "7"))
    assert found == [[(), (), ()], of_row]


@pytest.mark.parametrize(
    ("y", "of_rows"),
    [
        (322, [(), ()]),  # stands on the rule
        (318.5, [DOUBTED, DOUBTED]),
        (315.5, [DOUBTED, DOUBTED]),
        (312, [(), ()]),  # ends below it
        (297, [(), DOUBTED]),  # on the table's own border
    ],
)
def test_a_number_typed_over_the_rule_between_two_rows_may_be_of_either(
    y: float, of_rows: list[tuple[str, ...]]
) -> None:
    found = flags(RULES + LABELS + text(160, 325, "12") + text(160, 305, "12") + text(215, y, "74"))
    assert [row[2] for row in found] == of_rows
    assert [row[:2] for row in found] == [[(), ()], [(), ()]]


def test_a_digit_of_a_label_on_a_rule_is_no_number() -> None:
    """Each of the font's letters is a Han character to the reader."""
    label = "<< /Length 200 >> stream\n/CIDInit begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
    label += "1 beginbfchar <61> <7EA6> endbfchar\nendcmap\nendstream"
    (table,) = read(
        made(RULES + LABELS + text(141.5, 305, "a7"), more=("null", label), font="/ToUnicode 7 0 R")
    ).tables
    assert [cell.flags for cell in table.cells if cell.row == 1] == [(), (), ()]


@pytest.mark.parametrize("number", ["1.23", "1523"])
def test_a_letter_spaced_number_over_the_border_is_doubted(number: str) -> None:
    """Its last digit stands beyond the table, as far behind the one before as that behind its own."""
    wide = {"1.23": 226, "1523": 223}[number]
    found = flags(
        RULES + LABELS + f"BT 3 Tc /F 10 Tf {wide} 305 Td ({number}) Tj 0 Tc ET " + text(160, 325, "12")
    )
    assert found[1][2] == DOUBTED


@pytest.mark.parametrize(
    ("number", "x", "cells"),
    [("12,345", 184, ["12,", "345"]), ("12,345", 188, ["12", ",345"]), ("1.5", 192, ["1.", "5"])],
)
def test_a_number_that_a_rule_cuts_at_its_point_or_comma_is_doubted(
    number: str, x: float, cells: list[str]
) -> None:
    """It runs over into the blank cell beside its own, where its end looks like a number of its own."""
    (table,) = read(made(RULES + LABELS + text(x, 305, number) + text(160, 325, "12"))).tables
    assert [(cell.text, cell.flags) for cell in table.cells if cell.row and cell.col] == [
        (part, DOUBTED) for part in cells
    ]


def test_a_digit_that_the_pages_clip_leaves_out_is_doubted() -> None:
    clipped = f"q 0 0 256 400 re W n {text(226, 305, '1 5 6')}BT /F 10 Tf 257 305 Td (3) Tj ET Q "
    found = flags(RULES + LABELS + clipped + text(160, 325, "12"))
    assert "hidden_text" in found[1][2]


@pytest.mark.parametrize(
    ("lower", "printed", "doubts"), [("1,234", "12\n1,234", ("number_wrapped",)), ("/", "12\n/", ())]
)
def test_numbers_that_no_line_parts_are_no_rows_number(
    lower: str, printed: str, doubts: tuple[str, ...]
) -> None:
    """Only the labels' column has the line between the two rows."""
    lines = "".join(f"50 {y} m {x} {y} l S " for y, x in ((340, 250), (320, 150), (300, 250)))
    lines += "".join(f"{x} 300 m {x} 340 l S " for x in (50, 150, 250))
    (table,) = read(made(lines + LABELS + text(160, 325, "12") + text(160, 305, lower))).tables
    assert [(cell.text, cell.flags) for cell in table.cells if cell.col == 1] == [(printed, doubts)]


def test_a_number_in_the_middle_of_two_rows_is_of_both() -> None:
    lines = "".join(f"50 {y} m {x} {y} l S " for y, x in ((340, 250), (320, 150), (300, 250)))
    lines += "".join(f"{x} 300 m {x} 340 l S " for x in (50, 150, 250))
    (table,) = read(made(lines + LABELS + text(160, 315, "12"))).tables
    assert [(cell.text, cell.rowspan, cell.flags) for cell in table.cells if cell.col == 1] == [("12", 2, ())]


@pytest.mark.parametrize(
    ("upright", "doubted"),
    [
        ("150 320 m 150 340 l S 150 300 m 150 320 l S 156 300 m 156 320 l S", True),  # a blank of its own
        ("150 320 m 150 340 l S 156 300 m 156 320 l S", False),  # the row's edge is a little off
        ("150 300 m 150 340 l S 156 300 m 156 340 l S", False),  # a gap through all rows
    ],
)
def test_a_blank_sliver_for_a_cell_leaves_open_which_column_the_next_one_is_in(
    upright: str, doubted: bool
) -> None:
    sides = "50 300 m 50 340 l S 200 300 m 200 340 l S 250 300 m 250 340 l S "
    level = "".join(f"50 {y} m 250 {y} l S " for y in (340, 320, 300))
    words = text(60, 325, "north") + text(160, 325, "one") + text(60, 305, "4") + text(160, 305, "5")
    (table,) = read(made(level + sides + upright + " " + words)).tables
    assert table.flags == (("column_inferred",) if doubted else ())
