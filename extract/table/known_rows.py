"""The cells of a table that are labels of the forms' rows, whatever form they are of."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Table
from extract.table.vocabulary import names_row


def row_labels(table: Table) -> Iterator[str]:
    """The texts of these cells, as printed."""
    for cell in table.cells:
        if names_row(cell.text):
            yield cell.text
