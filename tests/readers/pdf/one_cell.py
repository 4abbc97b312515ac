"""A cell of the small table with an oddity in it, and what it takes to draw one."""

from __future__ import annotations

from extract.model import Cell
from extract.readers.pdf import read
from normalize.text import fold
from tests.readers.drawn_pages import rows, text

FORM = (
    "<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /Font << /F 5 0 R >> "
    "/ExtGState << /G << /ca {alpha} >> >> >> /Length {length} >> stream\n{content}\nendstream"
)
IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    "/Length 1 >> stream\n0\nendstream"
)
TWELVE = text(60, 325, "north") + text(160, 325, "12")
SOUTH = text(60, 305, "south") + text(160, 305, "1,234")
BLANK_CELL = text(60, 325, "north") + text(60, 305, "south") + text(160, 305, "1,234")


def cell_of(data: bytes) -> Cell:
    """The cell right of north, where each page here has its oddity."""
    (table,) = read(data).tables
    assert fold(rows(table)[1][1]) == "1,234"
    return table.cells[1]
