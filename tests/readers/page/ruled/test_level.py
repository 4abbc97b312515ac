"""Tables with level lines alone: the truth is the table as the hand here laid it out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import made, rows, text
from tests.readers.page import words_at

EDGES = (50, 200, 250, 330)
LINES = [("reports received", "pcs", "12"), *((f"of kind {n}", "pcs", str(n)) for n in range(5))]


def level(y: int, edges: tuple[int, ...] = EDGES) -> str:
    """A line drawn cell by cell."""
    return "".join(f"{x0} {y} m {x1} {y} l S " for x0, x1 in pairwise(edges))


def words(lines: list[tuple[str, str, str]], height: int = 20) -> str:
    """The unit ends where the number begins, as in cells that are set to their left edge."""
    return "".join(
        text(x + 2, 385 - height * n, word)
        for n, line in enumerate(lines)
        for x, word in zip((50, 232, 250), line, strict=True)
    )


def page(drawn: str, lines: list[tuple[str, str, str]]) -> bytes:
    return made(drawn + words(lines))


def test_lines_that_end_at_the_columns_edges_tell_the_columns() -> None:
    drawn = "".join(level(400 - 20 * n) for n in range(7))
    (table,) = read(page(drawn, LINES)).tables
    assert rows(table) == [[*line] for line in LINES]
    assert table.flags == ()
    assert not any(cell.flags for cell in table.cells)


@pytest.mark.parametrize(
    ("drawn", "lines"),
    [
        ("".join(level(400 - 20 * n, (50, 330)) for n in range(7)), LINES),
        ("".join(level(400 - 120 * n) for n in range(2)), LINES),
        ("".join(level(y) for y in (400, 380, 340, 320, 300, 280, 260)), LINES),
        (
            "".join(level(400 - 20 * n) for n in range(7)),
            [("a label that is much wider than its column", "pcs", "12"), *LINES[1:]],
        ),
        ("".join(level(400 - 20 * n) for n in range(6)) + level(280, (50, 330)), LINES),
        ("".join(level(400 - 20 * n) for n in range(6)), LINES),
        ("".join(level(380 - 20 * n) for n in range(6)), LINES),
        (
            "".join(level(375 - 20 * n) for n in range(6)) + text(52, 391, "label") + text(52, 378, "cut"),
            [("", "", "12"), *LINES[1:]],
        ),
        ("".join(level(380 - 20 * n) for n in range(6)), [(*LINES[0][:2], "--"), *LINES[1:]]),
        ("".join(level(400 - 20 * n) for n in range(7)), [*LINES[:3], ("", "all", ""), *LINES[4:]]),
    ],
    ids=[
        "lines in one piece",
        "two lines alone",
        "two rows between lines",
        "a wide cell",
        "a last line in one piece",
        "no last line",
        "no first line",
        "no first line, a label around its number",
        "no first line, a mark",
        "a caption over all columns",
    ],
)
def test_other_level_lines_tell_no_columns(drawn: str, lines: list[tuple[str, str, str]]) -> None:
    for table in read(page(drawn, lines)).tables:
        assert table.flags == ("column_inferred",)


KINDS = ["received", "alpha", "beta", "gamma"]
SET_TO = (384, 376, 368)  # the top, the middle and the bottom of the first row


def test_a_row_is_what_stands_between_two_lines_however_its_cells_are_set() -> None:
    drawn = "".join(f"50 {y} m 330 {y} l S " for y in (400, 360, 320, 280, 240))
    for n, kind in enumerate(KINDS):
        drawn += text(52, 384 - 40 * n, "reports") + text(52, 372 - 40 * n, kind)
        drawn += "".join(text(160 + 60 * k, SET_TO[(n + k) % 3] - 40 * n, f"{n}{k}") for k in range(3))
    (table,) = read(made(drawn)).tables
    assert rows(table) == [[f"reports\n{kind}", f"{n}0", f"{n}1", f"{n}2"] for n, kind in enumerate(KINDS)]


def test_the_heading_of_a_second_table_between_the_lines_is_one() -> None:
    """Two labels stand over each of its columns, without a line between them."""
    words: list[words_at.Word] = []
    for table, kinds in enumerate((("规章", "规范性文件", "行政许可"), ("行政处罚", "行政强制", "行政确认"))):
        top = 160 * table
        head = ((5, 16, "信息内容"), (150, 4, "申请人情况"), (150, 20, "自然人"))
        words += [
            (x, top + y, label) for x, y, label in (*head, (250, 4, "法人或其他组织"), (250, 20, "商业企业"))
        ]
        for n, kind in enumerate(kinds):
            row = top + 40 * (n + 1)
            words += [(5, row + 16, kind), (150, row + 4, f"{table}{n}"), (250, row + 28, f"{n}{table}")]
    found = words_at.read(words, level=[(40 * n, 0, 400) for n in range(9)])
    assert [[text for row, *_, text in cells if row > 1] for cells in found] == [
        ["规章", "00", "00", "规范性文件", "01", "10", "行政许可", "02", "20"],
        ["行政处罚", "10", "01", "行政强制", "11", "11", "行政确认", "12", "21"],
    ]


def test_numbers_below_each_other_between_two_lines_are_of_two_rows() -> None:
    drawn = "".join(f"50 {y} m 330 {y} l S " for y in (400, 360, 320, 280, 240))
    for n in range(8):
        drawn += text(52, 385 - 20 * n, f"kind-{n}")
        drawn += "".join(text(160 + 60 * k, 385 - 20 * n, f"{n}{k}") for k in range(3))
    (table,) = read(made(drawn)).tables
    assert rows(table) == [[f"kind-{n}", f"{n}0", f"{n}1", f"{n}2"] for n in range(8)]
