"""Words of a page without ruling lines → tables by alignment, as in a PDF without lines; all of it inferred."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.flags import COLUMN_INFERRED, OCR_LOW
from extract.model import Cell, Place, Table
from extract.ocr import numbers
from extract.ocr.recognize import Reading
from extract.readers._page.arrays import Chars
from extract.readers._page.guessed.align import Guess, lines_to_tables, looks_like_table
from extract.readers._page.text import Line, cell_boxes, chars_to_cell_texts, chars_to_lines

FAR = 2.2  # of a line's height: words of running text stand closer
LETTERS = 3  # characters of a word that shows how high a line is

Box = tuple[float, float, float, float]


def words_to_tables(
    words: Sequence[tuple[Box, Reading]], page: int
) -> tuple[list[Table], list[tuple[Box, Reading]]]:
    """The tables among recognised words (boxes in points), and the words outside of them."""
    chars, owners = _words_to_chars(words)
    if not len(chars):
        return [], list(words)
    lines: list[Line] = chars_to_lines(chars)
    if not looks_like_table(lines, chars):
        return [], list(words)
    guesses = lines_to_tables(lines, chars)
    used = {owners[k] for guess in guesses for k in np.flatnonzero(guess.numbers >= 0).tolist()}
    unsure = {k for k, (_, reading) in enumerate(words) if reading.least < numbers.SURE}
    tables = [_guess_to_table(guess, chars, owners, unsure, page) for guess in guesses]
    return tables, [word for k, word in enumerate(words) if k not in used]


def words_to_lines(words: Sequence[tuple[Box, Reading]]) -> list[tuple[Box, Reading]]:
    """Words of running text → its lines."""
    size = _line_height(words)
    lines: list[tuple[Box, Reading]] = []
    for box, reading in sorted(
        words, key=lambda word: (round((word[0][1] + word[0][3]) / max(size, 1.0)), word[0][0])
    ):
        last = lines[-1] if lines else None
        if last and 0 <= box[0] - last[0][2] < FAR * size and abs(_middle(box) - _middle(last[0])) < size / 2:
            (x0, y0, x1, y1), before = last
            blank = Reading(" ", (1.0,)) if box[0] - x1 > size else Reading("", ())
            text = before.text + blank.text + reading.text
            joined = Reading(text, before.sure + blank.sure + reading.sure)
            lines[-1] = ((x0, min(y0, box[1]), box[2], max(y1, box[3])), joined)
        else:
            lines.append((box, reading))
    return lines


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _line_height(words: Sequence[tuple[Box, Reading]]) -> float:
    """In points; of words of several characters, as ink."""
    heights = [box[3] - box[1] for box, reading in words if len(reading.text) >= LETTERS]
    return float(np.median(heights)) if heights else 0.0


def _words_to_chars(words: Sequence[tuple[Box, Reading]]) -> tuple[Chars, list[int]]:
    """Characters spread evenly over their word, and for each the number of its word."""
    codes: list[int] = []
    boxes: list[Box] = []
    owners: list[int] = []
    size = _line_height(words)
    for k, ((x0, top, x1, bottom), reading) in enumerate(words):
        # ink of digits and dashes is lower than a line
        grown = max(size - (bottom - top), 0.0) / 2
        y0, y1 = top - grown, bottom + grown
        text = numbers.plain(reading.text)
        # a Chinese character is twice as wide as a digit
        widths = np.array([2.0 if ord(char) > 0x2E7F else 1.0 for char in text])
        edges = x0 + (x1 - x0) * np.concatenate(([0.0], np.cumsum(widths))) / max(widths.sum(), 1.0)
        for char, left, right in zip(text, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            codes.append(ord(char))
            boxes.append((left, y0, right, y1))
            owners.append(k)
    array = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    return Chars(np.array(codes, dtype=np.uint32), array, np.zeros(len(codes), dtype=np.int64)), owners


def _guess_to_table(guess: Guess, chars: Chars, owners: Sequence[int], unsure: set[int], page: int) -> Table:
    used = np.flatnonzero(guess.numbers >= 0)
    numbers, count = guess.numbers[used], len(guess.spans)
    texts = chars_to_cell_texts(chars.take(used), numbers, count)
    cells = []
    for span, members, text, box in zip(
        guess.spans, guess.members, texts, cell_boxes(chars.boxes[used], numbers, count), strict=True
    ):
        flags = (OCR_LOW,) if any(owners[k] in unsure for k in members) else ()
        place = Place(page, *box) if box else Place(page)
        cells.append(Cell(text, *span, flags, place))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    n_rows = max(span.row + span.rows for span in guess.spans)
    n_cols = max(span.col + span.cols for span in guess.spans)
    return Table(tuple(cells), n_rows, n_cols, flags=(COLUMN_INFERRED,))
