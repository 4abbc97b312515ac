"""Words at places, as a page without ruling lines prints them, and the tables that are read of them."""

from __future__ import annotations

import numpy as np

from extract.readers._page.arrays import Chars
from extract.readers._page.guessed.align import lines_to_tables
from extract.readers._page.text import chars_to_cell_texts, chars_to_lines

SIZE = 8.0  # points: Chinese characters are square, digits half as wide
Word = tuple[float, float, str]
COLUMNS = (200, 240, 280)
HEAD: list[Word] = [
    (200, 0, "自然人"),
    (240, 0, "法人或其他组织"),
    (240, 12, "商业企业"),
    (280, 12, "科研机构"),
]
DISCLOSURE: list[Word] = [(20, 10, "信息内容"), (200, 10, "本年制发件数"), (300, 10, "现行有效件数")]
DISPUTES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
LEFTS = tuple(range(20, 20 + 3 * 5 * 36, 36))


def chars(words: list[Word], digits: float = SIZE, large: str = "") -> Chars:
    """`digits`: how high a digit's box is, which stands on the line's foot; `large`: a word of letters twice as high."""
    codes, boxes = [], []
    for x, y, word in words:
        size = 2 * SIZE if word == large else SIZE
        for letter in word:
            wide = size / 2 if letter.isascii() else size
            codes.append(ord(letter))
            boxes.append((x, y + SIZE - (digits if letter.isdigit() else size), x + wide, y + SIZE))
            x += wide
    return Chars(np.array(codes, np.uint32), np.array(boxes, float), np.zeros(len(codes), np.int64))


def read(
    words: list[Word], digits: float = SIZE, large: str = ""
) -> list[list[tuple[int, int, int, int, str]]]:
    """Of each table its cells as row, column, spans and text."""
    page = chars(words, digits, large)
    found = []
    for guess in lines_to_tables(chars_to_lines(page), page):
        kept = np.flatnonzero(guess.numbers >= 0)
        texts = chars_to_cell_texts(page.take(kept), guess.numbers[kept], len(guess.spans))
        found.append([(s.row, s.col, s.rows, s.cols, t) for s, t in zip(guess.spans, texts, strict=True)])
    return found


def row(y: float, label: str, *values: str, x: float = 0) -> list[Word]:
    return [(x, y, label), *((at, y, value) for at, value in zip(COLUMNS, values, strict=True) if value)]


def rows(words: list[Word]) -> list[list[str]]:
    """The texts of the one table, row by row."""
    (cells,) = read(words)
    found: dict[int, list[str]] = {}
    for row, *_, text in cells:
        found.setdefault(row, []).append(text)
    return list(found.values())
