"""Workbooks of a few rows, and what is read of them."""

from __future__ import annotations

import io

import openpyxl

from extract.model import Paragraph, Table
from extract.readers.sheet import read


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*rows: tuple[object, ...]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells]


def sheet_blocks(book: openpyxl.Workbook) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else grid(b) for b in read(saved(book)).blocks]
