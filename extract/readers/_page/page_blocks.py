"""What was found on one page, before the pages of a document are joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.flags import COLUMN_INFERRED
from extract.model import Picture, Table
from extract.readers._page.frame import Frame
from extract.readers._page.guessed.columns import NOTHING_ABOVE, Above
from extract.readers._page.text import Line

INFERRED = (COLUMN_INFERRED,)  # of a table: its columns are a guess
# until pages are joined: the columns are proved, yet the cells' boxes are only those of their texts
TOLD = ("columns_told",)


@dataclass(slots=True)
class PageBlocks:
    """What was found on one page: lines outside of tables and tables, with the page's size."""

    number: int
    width: float = 0.0
    height: float = 0.0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    unreadable: bool = False
    layered: bool = False  # its text is an invisible layer over a picture
    pictured: bool = False  # it shows a picture that may hold a table, and none of its own
    pictures: list[Picture] = field(default_factory=list)  # the pictures, where the file keeps them apart
    region: int = 0  # left and right half of a sheet with two pages
    above: Above = NOTHING_ABOVE  # what the unruled table that ends it tells the next page
    page_numbers: list[Line] = field(default_factory=list)  # what was taken for such, in none of its tables
    # the frame in which the places stand, and the one in which a viewer shows the page
    frames: tuple[Frame, Frame] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        return (round(self.width), self.region)
