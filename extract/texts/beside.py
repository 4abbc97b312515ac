"""The lines of running text right above a table, and right below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter

from extract.model import Block, Document, Paragraph


def lines_above(document: Document, table: int, most: int) -> Iterator[str]:
    """At most so many lines above table number `table`, the nearest first; none beyond another table or a picture."""
    return islice(_lines(reversed(document.blocks[: _place(document, table)])), most)


def lines_below(document: Document, table: int, most: int) -> Iterator[str]:
    """At most so many lines below it, the nearest first; none beyond another table or a picture."""
    return islice(_lines(document.blocks[_place(document, table) + 1 :]), most)


def lines_on_top(document: Document, table: int) -> Iterator[str]:
    """The texts of the table's first rows that print one text each, the lowest first: a title within the table."""
    found: list[str] = []
    for _, cells in groupby(document.tables[table - document.first_table].cells, key=attrgetter("row")):
        texts = {cell.text for cell in cells if cell.text.strip()}
        if len(texts) != 1:
            break
        found += texts
    return reversed(found)


def _place(document: Document, table: int) -> int:
    return document.table_places[table - document.first_table]


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, Paragraph):
            return
        if block.text.strip():  # <p>&nbsp;</p> stands for a space between two lines
            yield block.text
