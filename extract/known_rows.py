"""The cells of a table that are labels of the forms' rows, whatever form they are of."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Table
from extract.vocabulary import meanings


def row_labels(table: Table) -> Iterator[str]:
    """The texts of these cells, as printed."""
    for cell in table.cells:
        if cell.text and any(meaning.role == "row" for meaning in meanings(cell.text)):
            yield cell.text
