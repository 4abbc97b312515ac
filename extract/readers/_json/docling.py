"""A document that JSON gives by its parts, as docling writes it → the page that they make.

    {"schema_name": "DoclingDocument", "body": {"children": [{"$ref": "#/texts/0"}, {"$ref": "#/tables/0"}, …]},
     "tables": [{"data": {"table_cells": [{"start_row_offset_idx": 0, "start_col_offset_idx": 1, "row_span": 1, "col_span": 2, "text": …}, …]}}]}

The file lists all texts before all tables; only the body says which stands between which.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any, Final

from extract.errors import DocumentError

MOST_SLOTS: Final = 20_000  # of one table; the forms' largest has 300
_SCHEMA: Final = "DoclingDocument"
_PLACE: Final = ("start_row_offset_idx", "start_col_offset_idx", "row_span", "col_span")
_TITLES: Final = ("title", "section_header")
_OF_PAGES: Final = ("page_header", "page_footer")


def markup_of_parts(value: dict[str, Any]) -> str | None:
    """The page that such a document makes; None of any other value. `DocumentError`: it does not hold together."""
    if value.get("schema_name") != _SCHEMA:
        return None
    try:
        return "".join(_parts(value, value["body"]["children"], set()))
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        raise DocumentError(f"docling 的 JSON 不完整 ({error!r})；请提供原文件") from error


def _parts(whole: dict[str, Any], children: Sequence[dict[str, str]], seen: set[str]) -> Iterator[str]:
    for place in (child["$ref"] for child in children):
        if place in seen:
            continue
        seen.add(place)
        _, kind, number = place.split("/")
        part = whole[kind][int(number)]
        if kind == "tables":
            yield from _parts(whole, part.get("captions", ()), seen)
            yield _table(part["data"]["table_cells"])
            continue
        if "text" in part and part["label"] not in _OF_PAGES:
            tag = "h2" if part["label"] in _TITLES else "p"
            marker = part["marker"] if part.get("enumerated") else ""  # of a list's item: 一、
            yield f"<{tag}>{html.escape(marker + part['text'])}</{tag}>"
        yield from _parts(whole, part.get("children", ()), seen)


def _table(cells: Sequence[dict[str, Any]]) -> str:
    """The rows, with a blank cell wherever none is given, so that each stands where it should."""
    taken: dict[
        tuple[int, int], str
    ] = {}  # the markup of the cell that starts there; "" where another one goes on
    for cell in cells:
        row, col, rows, cols = (cell[name] for name in _PLACE)
        if rows * cols > MOST_SLOTS:
            raise ValueError("cell too large")
        slots = {(r, c): "" for r in range(row, row + rows) for c in range(col, col + cols)}
        if not taken.keys().isdisjoint(slots):
            raise ValueError("cells one over the other")
        text = html.escape(cell["text"]).replace("\n", "<br>")
        taken |= slots | {(row, col): f"<td rowspan={rows} colspan={cols}>{text}</td>"}
    n_rows, n_cols = (max((slot[axis] for slot in taken), default=-1) + 1 for axis in (0, 1))
    if n_rows * n_cols > MOST_SLOTS:
        raise ValueError("table too large")
    rows_ = ("".join(taken.get((row, col), "<td></td>") for col in range(n_cols)) for row in range(n_rows))
    return f"<table><tr>{'<tr>'.join(rows_)}</table>"
