"""Tables of numbers as workbooks, CSV and JSON, and what is read of them."""

from __future__ import annotations

import csv
import io
import json

import openpyxl

from extract.pipeline import extract_document
from extract.result import Report

Rows = list[tuple[object, ...]]


def book(rows: Rows, merges: tuple[str, ...] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for merge in merges:
        workbook.active.merge_cells(merge)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def books(*sheets: Rows) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def text(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def records(rows: Rows) -> bytes:
    head, *body = rows
    return json.dumps({"data": [dict(zip(head, row, strict=True)) for row in body]}).encode()


def reports(data: bytes, name: str = "汇总.xlsx") -> tuple[Report, ...]:
    return extract_document(data, name).reports


def read(found: tuple[Report, ...]) -> dict[tuple[object, ...], float | None]:
    """The numbers without a flag by agency, year, item and category."""
    return {
        (report.identity.agency, report.identity.year, cell.item, cell.category): cell.value
        for report in found
        for cell in report.cells
        if cell.status == "reported" and not cell.flags
    }
