"""The neutral document that every reader fills: paragraphs and tables in reading order.

A table is a set of cells, each with its text, its place in the grid and its spans. Readers report what stands on the
page; what is a label and what a number they ask only where the file keeps no grid (text, pictures, tables without lines).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from extract.flags import added

RECOGNITION: Final = "ocr"  # as a reader's name
MIN_PICTURE: Final = 8 * 1024  # bytes; a scanned table has some 100 KB, an emblem, a seal or an icon a few


class Place(NamedTuple):
    """Where something stands: page (from 1) and box in points from the page's top left corner."""

    page: int
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """All four sides, or none: of a blank only the page may be known."""
        if self.x0 is None or self.y0 is None or self.x1 is None or self.y1 is None:
            return None
        return self.x0, self.y0, self.x1, self.y1


class Cell(NamedTuple):
    """One printed cell. `row`, `col` count from 0; the text is as read, lines separated by newlines.

    `flags` say how it was read (`ocr_low` …); see the cells table's `flags` column. `alternative` is what a second
    reading of the same scan made of it, where that differs.

    A tuple, like its place, not a dataclass: a report has some 300, and a frozen dataclass takes four times as long
    to make.
    """

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    flags: tuple[str, ...] = ()
    place: Place | None = None
    alternative: str | None = None

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.col + self.colspan

    def flagged(self, *flags: str) -> Cell:
        return self._replace(flags=added(self.flags, *flags))


def are_blank(cells: Iterable[Cell]) -> bool:
    """Whether none of them prints anything."""
    return not any(cell.text.strip() for cell in cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in row-major order, not overlapping; grid places without a cell were not printed.

    `ragged`: the source kept no grid (a text dump): a cell's `col` is its order in the row, merged cells
    left no trace. `flags` hold for every cell (`column_inferred`: the columns were guessed from alignment).
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    ragged: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text; `heading` where the source marks it as one (`h1`, outline level, title style)."""

    text: str
    heading: bool = False
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded picture large enough to hold a table (its file's bytes); recognition may read it."""

    data: bytes = field(repr=False)
    place: Place | None = field(default=None, compare=False)


Block = Paragraph | Table | Picture


@dataclass(frozen=True)  # no slots: what is cached needs a place
class Document:
    """What a reader gives.

    `reader` names the library or format that read it, two joined by `+` where recognition read some of its pages.
    `title` is the file's own (web page `<title>`, document property), not a line of text.
    `unreadable_pages` carry no usable text layer and need recognition; the text of `layered_pages` is another
    program's recognition, hidden below their picture; `pictured_pages` show a picture and no table.
    `hidden_text` stands in rows and columns that the file holds and does not show.
    `sheets` are the numbers of the blocks with which a workbook's sheets begin, or tables of a web page that are sheets.
    `first_table`: the number of the first table, for one report of a volume that of the volume's.
    `problems` are one-line Chinese sentences on what could not be read; a document with problems is never `ok`.
    """

    blocks: tuple[Block, ...]
    reader: str
    title: str | None = None
    pages: int | None = None
    unreadable_pages: tuple[int, ...] = ()
    layered_pages: tuple[int, ...] = ()
    pictured_pages: tuple[int, ...] = ()
    hidden_text: str = ""
    sheets: tuple[int, ...] = ()
    first_table: int = 0
    problems: tuple[str, ...] = ()

    @property
    def is_recognized(self) -> bool:
        """Whether some of it was read from pictures of its pages."""
        return RECOGNITION in self.reader.split("+")

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @cached_property
    def table_places(self) -> tuple[int, ...]:
        """Where among the blocks each table stands."""
        return tuple(place for place, block in enumerate(self.blocks) if isinstance(block, Table))

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


def joined(parts: Sequence[Document], reader: str, title: str | None = None) -> Document:
    """One document of several that were read one by one, in their order; behind one that has sheets, the next begins a sheet."""
    sheets: list[int] = []
    n_blocks = 0
    for part in parts:
        sheets += (n_blocks + number for number in part.sheets)
        n_blocks += len(part.blocks)
        sheets += (n_blocks,) if part.sheets else ()
    return Document(
        tuple(block for part in parts for block in part.blocks),
        reader,
        title,
        sheets=tuple(sorted({*sheets} - {n_blocks})),
        hidden_text="\n".join(part.hidden_text for part in parts if part.hidden_text),
        problems=tuple(dict.fromkeys(problem for part in parts for problem in part.problems)),
    )
