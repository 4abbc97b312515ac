"""Web pages of a few elements, read."""

from __future__ import annotations

from extract.model import Document, Table
from extract.readers.html import read

REPORT = "<table><tr><td>行政许可<td>3<tr><td>行政处罚<td>1</table>"


def body(html: str) -> Document:
    return read(f"<!DOCTYPE html><html><body>{html}</body></html>".encode())


def table(html: str) -> Table:
    (only,) = body(f"<table>{html}</table>").tables
    return only


def lines(document: Document) -> list[str]:
    return [block.text for block in document.paragraphs]
