"""Numbers of lines in the left margin: the truth is what is drawn on the page here."""

from __future__ import annotations

from extract.readers.pdf import read
from tests.readers.drawn_pages import EXPECTED, STROKED, WORDS, made, rows, text

LINES = "".join(text(60, y, words) for y, words in ((380, "title"), (360, "first line"), (280, "last line")))


def numbered(*values: int) -> str:
    places = zip((380, 360, 325, 305, 280), values, strict=True)
    return "".join(text(20, y, str(value)) for y, value in places)


def paragraphs(content: str) -> list[str]:
    return [paragraph.text for paragraph in read(made(content)).paragraphs]


def test_numbers_of_lines_are_no_part_of_the_text() -> None:
    content = STROKED + WORDS + LINES + numbered(8, 9, 10, 11, 12)
    assert paragraphs(content) == paragraphs(LINES)
    assert rows(read(made(content)).tables[0]) == EXPECTED


def test_numbers_that_do_not_count_are_text() -> None:
    assert "8" in paragraphs(STROKED + WORDS + LINES + numbered(8, 9, 10, 20, 21))[0]


def test_numbers_behind_a_ruling_line_are_of_a_table() -> None:
    assert "8" in paragraphs(STROKED + WORDS + LINES + numbered(8, 9, 10, 11, 12) + "15 270 m 15 395 l S ")[0]
