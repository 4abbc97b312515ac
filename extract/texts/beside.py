"""The lines of running text right above a table, and right below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from extract.model import Block, Document, Paragraph, Table


def lines_above(document: Document, table: int, most: int) -> Iterator[str]:
    """The nearest first, of table number `table` as rows and cells count them; none beyond another table or a picture."""
    return islice(_lines(reversed(document.blocks[: _place(document, table)])), most)


def lines_below(document: Document, table: int, most: int) -> Iterator[str]:
    """The nearest first; none beyond another table or a picture."""
    return islice(_lines(document.blocks[_place(document, table) + 1 :]), most)


def _place(document: Document, table: int) -> int:
    places = [place for place, block in enumerate(document.blocks) if isinstance(block, Table)]
    return places[table - document.first_table]


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, Paragraph):
            return
        yield block.text
