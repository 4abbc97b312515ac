"""Pages whose logical structure (tags) gives a table without lines."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import (
    made,
    rows,
    text,
)


def structured(lines: list[list[tuple[float, str, int]]], typed: str = "") -> bytes:
    """A page whose structure has a table of these rows; each cell its left edge, its text, and how many columns it spans.

    `typed`: what is drawn without a tag.
    """
    cells = [(k, cell) for k, line in enumerate(lines) for cell in line]
    content = "".join(
        f"/TD << /MCID {n} >> BDC {text(x, 325 - 20 * k, word)} EMC "
        for n, (k, (x, word, _)) in enumerate(cells)
    )
    first = 9 + len(lines)
    of_row = [[first + n for n, (k, _) in enumerate(cells) if k == row] for row in range(len(lines))]
    refs = " ".join(f"{first + n} 0 R" for n in range(len(cells)))
    more = [
        "null",
        f"<< /Type /StructTreeRoot /K 8 0 R /ParentTree << /Nums [0 [{refs}]] >> >>",
        f"<< /S /Table /P 7 0 R /K [{' '.join(f'{9 + k} 0 R' for k in range(len(lines)))}] >>",
        *(f"<< /S /TR /P 8 0 R /K [{' '.join(f'{n} 0 R' for n in row)}] >>" for row in of_row),
        *(
            f"<< /S /TD /P {9 + k} 0 R /Pg 3 0 R /K {n} /A << /O /Table /ColSpan {span} >> >>"
            for n, (k, (_, _, span)) in enumerate(cells)
        ),
    ]
    page = "/MediaBox [0 0 400 400] /StructParents 0"
    return made(content + typed, page, tuple(more), "/StructTreeRoot 7 0 R /MarkInfo << /Marked true >>")


def test_the_logical_structure_gives_a_table_without_lines() -> None:
    data = structured([[(60, "north", 1), (200, "12", 1)], [(72, "south", 1), (212, "7", 1)]])
    (table,) = read(data).tables
    assert rows(table) == [["north", "12"], ["south", "7"]]
    assert table.flags == ()


def test_numbers_of_lines_beside_a_table_of_the_structure() -> None:
    numbers = "".join(text(20, 325 - 20 * k, str(k + 1)) for k in range(5))
    lines: list[list[tuple[float, str, int]]] = [
        [(60, f"north {word}", 1), (200, "12", 1)] for word in ("one", "two", "three", "four", "five")
    ]
    (table,) = read(structured(lines, numbers)).tables
    assert rows(table) == [[label, number] for (_, label, _), (_, number, _) in lines]


def test_a_number_typed_onto_a_page_with_structure_is_in_its_table() -> None:
    lines: list[list[tuple[float, str, int]]] = [
        [(60, "north", 1), (150, "1", 1), (200, "12", 1)],
        [(60, "south", 1), (150, " ", 1), (200, "7", 1)],
        [(60, "west", 1), (150, "3", 1), (200, "8", 1)],
    ]
    (table,) = read(structured(lines, text(150, 305, "2"))).tables
    assert rows(table) == [["north", "1", "12"], ["south", "2", "7"], ["west", "3", "8"]]
    assert table.flags == ("column_inferred",)


@pytest.mark.parametrize("x", [150, 158, 170])
def test_a_picture_in_a_blank_cell_of_a_table_with_structure_is_told(x: int) -> None:
    lines: list[list[tuple[float, str, int]]] = [
        [(60, "north", 1), (150, "1", 1), (200, "12", 1)],
        [(60, "south", 1), (150, " ", 1), (200, "7", 1)],
        [(60, "west", 1), (150, " ", 1), (200, "8", 1)],
    ]
    picture = f"q 8 0 0 9 {x} 304 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI Q "
    (table,) = read(structured(lines, picture)).tables
    assert rows(table)[1] == ["south", "", "7"]
    assert [cell.flags for cell in table.cells] == [(), (), (), (), ("picture",), (), (), (), ()]


def test_content_of_another_page_by_the_same_number_is_no_cells() -> None:
    data = structured([[(60, "north", 1), (200, "12", 1)], [(72, "south", 1), (212, "7", 1)]])
    also = data.replace(b"/K 3 /A", b"/K [3 << /Type /MCR /Pg 4 0 R /MCID 0 >>] /A")
    (table,) = read(also).tables
    assert (rows(table), table.flags) == ([["north", "12"], ["south", "7"]], ())


def test_blank_cells_that_a_structure_lacks_are_put_where_the_page_has_room() -> None:
    lines: list[list[tuple[float, str, int]]] = [
        [(60, "region", 1), (150, "made", 1), (210, "kept", 2), (300, "all", 1)],
        [(60, "north", 1), (150, "1", 1), (210, "2", 2), (300, "3", 1)],
        [(60, "south", 1), (210, "4", 2), (300, "4", 1)],
        [(60, "west", 1), (150, "5", 1), (300, "5", 1)],
    ]
    (table,) = read(structured(lines)).tables
    assert table.flags == ("column_inferred",)
    assert rows(table)[1:] == [
        ["north", "1", "2", "3"],
        ["south", "", "4", "4"],
        ["west", "5", "", "5"],  # the blank is as wide as its neighbours
    ]
