"""The rows and columns of a table of an OpenDocument file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.readers._odf.names import TABLE

_GROUPS: Final = frozenset(  # elements that only hold rows or columns together
    f"{TABLE}table-{name}"
    for name in ("row-group", "header-rows", "rows", "column-group", "header-columns", "columns")
)


def lines_of_table(element: etree._Element) -> Iterator[etree._Element]:
    """Rows and columns in order, also those that are grouped."""
    for child in element:
        if child.tag in _GROUPS:
            yield from lines_of_table(child)
        else:
            yield child
