"""One scanned page → tables and lines of text, each number cell read as a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.model import Place
from extract.ocr.cells import cells_to_tables, marked, read_again
from extract.ocr.clean import Sheet
from extract.ocr.images import PageImage
from extract.ocr.layout import Layout
from extract.ocr.lines import SCALE
from extract.ocr.recognize import Reading, Recognizer
from extract.ocr.spread import spread_to_pages
from extract.ocr.unruled import Box as PointBox
from extract.ocr.unruled import words_to_lines, words_to_tables
from extract.ocr.upright import upright_layout
from extract.readers._page.across.running_heads import is_page_number
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.text import Line

LEGIBLE = 0.5  # mean certainty of a line of text; below it is dirt, a seal, a drawing


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """What a page says, in points of the levelled `sheet`: reading order is that of the upright page."""

    blocks: PageBlocks
    sheet: Sheet

    def place(self, place: Place) -> Place:
        """A place on the sheet as a place on the page as it was scanned."""
        number = abs(place.page)
        if place.box is None:
            return Place(number)
        x0, y0, x1, y1 = (side / SCALE for side in place.box)
        return Place(number, *self.sheet.box_on_page((x0, y0, x1, y1)))


def read_pages(image: PageImage, recognizer: Recognizer) -> list[ReadPage]:
    """The page of a picture, or the two that stand side by side on it."""
    return [_read(layout, recognizer) for layout in spread_to_pages(upright_layout(image, recognizer))]


def _read(layout: Layout, recognizer: Recognizer) -> ReadPage:
    lines = [line for cell in layout.cells for line in cell.lines if line.mark is None]
    beside = [line for line in layout.free if line.mark is None]
    readings = recognizer.read([layout.crop(line) for line in (*lines, *beside)])
    height, width = layout.sheet.grey.shape
    blocks = PageBlocks(layout.sheet.number, width * SCALE, height * SCALE)
    blocks.tables = cells_to_tables(layout, readings[: len(lines)], recognizer)
    given = iter(readings[len(lines) :])
    free = [marked(line) or next(given) for line in layout.free]
    if not layout.grids:
        free = read_again(layout, free, recognizer)
    tables, words = words_to_tables(_words_beside(layout, free), layout.sheet.number)
    blocks.tables += tables
    found = [_text_line(box, reading) for box, reading in words_to_lines(words)]
    blocks.lines = [line for line in found if not is_page_number(line, blocks.height)]
    return ReadPage(blocks, layout.sheet)


def _words_beside(layout: Layout, readings: Sequence[Reading]) -> list[tuple[PointBox, Reading]]:
    """What could be read outside of the ruled tables, with boxes in points."""
    return [
        ((line.box[0] * SCALE, line.box[1] * SCALE, line.box[2] * SCALE, line.box[3] * SCALE), reading)
        for line, reading in zip(layout.free, readings, strict=True)
        if reading.text.strip() and reading.mean >= LEGIBLE
    ]


def _text_line(box: PointBox, reading: Reading) -> Line:
    return Line(reading.text.strip(), box[0], box[1], box[2], box[3])
