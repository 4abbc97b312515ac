"""The second, independent reading of a PDF's tables: pdfplumber, the library everyone trusts, on the pages concerned.

Same cells twice means that the report itself is wrong; a cell that reads otherwise is to be doubted. Slow, and
asked only where a check fails.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber._typing import T_obj
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.model import Cell, Table
from extract.readers._page.arrays import NAMELESS, Floats
from extract.readers._page.glyphs import to_plain
from normalize.text import without_space

# the last two where a page's boxes or its turn are none
_DAMAGE = (MalformedPDFException, PdfminerException, PDFException, PSException, IndexError, TypeError)
STANDS_AT = 0.01  # points: an upright character begins where it is put
MIDDLE = 0.35  # of a character's size above its line
NEAR_PT = 4.0  # points: boxes of the two readings whose sides lie closer are the same cell

Box = tuple[float, float, float, float]


def disagreements(
    first: Sequence[Table], data: bytes, only: Collection[int] | None = None
) -> set[tuple[int, int, int]]:
    """(table, row, col) of each cell of the first reading that pdfplumber reads otherwise.

    `only`: the tables to read again, by their index in `first`; by default all. A page that pdfplumber cannot
    read disagrees as a whole: nothing vouches for it.
    """
    # one warning for each character of a font without a box: noise here, where text is all that counts
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    wanted = _cells_by_page(first, only)
    if not wanted:
        return set()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return {key for number, cells in wanted.items() for key in _differing(pdf, number, cells)}
    except _DAMAGE:
        return {key for cells in wanted.values() for key, _ in cells}


Keyed = tuple[tuple[int, int, int], Cell]


def _cells_by_page(first: Sequence[Table], only: Collection[int] | None) -> dict[int, list[Keyed]]:
    found: dict[int, list[Keyed]] = {}
    for index, table in enumerate(first):
        for cell in table.cells if only is None or index in only else ():
            if cell.place is None:
                continue
            found.setdefault(cell.place.page, []).append(((index, cell.row, cell.col), cell))
    return found


def _differing(pdf: pdfplumber.pdf.PDF, number: int, cells: list[Keyed]) -> Iterator[tuple[int, int, int]]:
    """Cells are compared with pdfplumber's own; where it finds no such cell, with the text it sees in the box."""
    if number > len(pdf.pages):
        yield from (key for key, _ in cells)
        return
    page = pdf.pages[number - 1]
    own = [box for table in page.find_tables() for box in table.cells]
    boxes = _moved(own, _corner(page))
    x, y = _middles(page)
    letters = np.array([char["text"] for char in page.chars], dtype=object)
    for key, cell in cells:
        box = cell.place.box if cell.place else None
        if box is None:
            continue  # a place without a box is empty: nothing was read there
        near = np.flatnonzero((np.abs(boxes - box) < NEAR_PT).all(axis=1))
        x0, y0, x1, y1 = boxes[near[0]] if len(near) else box
        inside = (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)  # in the file's order
        if not _is_same(_squeezed("".join(letters[inside])), _squeezed(cell.text)):
            yield key
    page.close()


def _corner(page: pdfplumber.page.Page) -> tuple[float, float]:
    """Where the visible page begins: at its crop box as far as that lies within the media box, if it does at all."""
    crop, media = page.cropbox, page.mediabox
    left, top, right, bottom = (*map(max, crop[:2], media[:2]), *map(min, crop[2:], media[2:]))
    return (left, top) if left < right and top < bottom else (media[0], media[1])


def _moved(boxes: Sequence[Box], corner: tuple[float, float]) -> Floats:
    """pdfplumber counts from the media box, the first reading from the visible page's corner."""
    left, top = corner
    return np.array(boxes, dtype=np.float64).reshape(-1, 4) - (left, top, left, top)


def _middles(page: pdfplumber.page.Page) -> tuple[Floats, Floats]:
    """Of the page's characters, in the file's order."""
    sides = [(char["x0"], char["x1"], _height(char)) for char in page.chars]
    x0, x1, y = np.array(sides, dtype=np.float64).reshape(-1, 3).T
    left, top = _corner(page)
    return (x0 + x1) / 2 - left, y - top


def _height(char: T_obj) -> float:
    """Of the middle, from the line that the character stands on: fonts name depths at which no character lies."""
    a, b, c, d, x, y = char["matrix"]
    if b or c or a <= 0 or d <= 0 or abs(x - char["x0"]) > STANDS_AT:  # turned, or written downwards
        return float(char["top"] + char["bottom"]) / 2
    return float(char["top"] + char["y1"] - y - MIDDLE * char["size"])


def _is_same(text: str, other: str) -> bool:
    """Words may stand in another order in the file (columns of vertical text), a number's digits may not."""
    worded = any(char >= "\u3400" for char in other)
    return text == other or (worded and sorted(text) == sorted(other))


def _squeezed(text: str) -> str:
    """Without blanks, marks of no width and glyphs that no font names, which the first reading sees to."""
    return without_space(to_plain(text)).replace(chr(NAMELESS), "")
