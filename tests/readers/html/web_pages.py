"""Web pages of a few elements, read."""

from __future__ import annotations

from extract.model import Cell, Document, Table
from extract.readers.html import read

REPORT = "<table><tr><td>行政许可<td>3<tr><td>行政处罚<td>1</table>"


def body(html: str) -> Document:
    return read(f"<!DOCTYPE html><html><body>{html}</body></html>".encode())


def table(html: str) -> Table:
    (only,) = body(f"<table>{html}</table>").tables
    return only


def lines(document: Document) -> list[str]:
    return [block.text for block in document.paragraphs]


def cell_of(markup: str, head: str = "") -> Cell:
    """The cell that is written as `markup`, within a table of figures."""
    cell = markup if markup.startswith("<td") else f"<td>{markup}"
    page = f"{head}<table><tr><td>行政许可{cell}<tr><td>行政处罚<td>7<tr><td>行政强制<td>8</table>"
    (table,) = (block for block in read(page.encode()).blocks if isinstance(block, Table))
    assert [each.text for each in table.cells[2:]] == ["行政处罚", "7", "行政强制", "8"]
    assert not any(each.flags for each in table.cells[2:])
    return table.cells[1]
