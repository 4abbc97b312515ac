"""The logical structure of a page of a tagged PDF (Table, TR, TH, TD with spans) -> its tables' cells.

Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its row.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Set
from dataclasses import dataclass

from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100
_TABLE, _ROW = ((name + "\0").encode("utf-16-le") for name in ("Table", "TR"))
_Name = ctypes.c_char * len(_TABLE)


@dataclass(frozen=True, slots=True)
class TaggedCell:
    """Its spans, and the numbers by which the page calls its content."""

    rows: int
    cols: int
    contents: list[int]


def structure_tables(page: Argument, wanted: Set[int]) -> list[list[list[TaggedCell]]]:
    """Of each table of the page its rows of cells; none where the file is not tagged.

    Only of tables that hold any of the `wanted` content.
    """
    tree = calls.structure(page)
    if not tree:
        return []
    (root,) = calls.arguments([tree])
    try:
        return list(_tables(root, wanted))
    finally:
        calls.close_structure(root)


def _is_a(element: Argument, kind: bytes) -> bool:
    name = _Name()
    return calls.element_type(element, name, len(name)) == len(kind) and name.raw.startswith(kind)


def _children(element: Argument) -> list[Argument | None]:
    """Elements below, None for one that stands on another page (or is empty)."""
    found: list[Argument | None] = []
    for k in range(calls.elements(element)):
        child = calls.element(element, k)
        if child:
            found.append(calls.ADDRESS.from_param(child))
        elif calls.child_content_id(element, k) < 0:
            found.append(None)
    return found


def _tables(tree: Argument, wanted: Set[int]) -> Iterator[list[list[TaggedCell]]]:
    roots = [calls.root_element(tree, k) for k in range(calls.root_elements(tree))]
    pending = calls.arguments(filter(None, reversed(roots)))
    for _ in range(MAX_ELEMENTS):
        if not pending:
            return
        element = pending.pop()
        if _is_a(element, _TABLE):
            rows = [[(cell, _contents(cell)) for cell in _children(row)] for row in _rows(element, 0)]
            if any(not wanted.isdisjoint(contents) for row in rows for _, contents in row):
                yield [[TaggedCell(*_spans(cell), contents) for cell, contents in row] for row in rows]
        else:
            pending.extend(child for child in reversed(_children(element)) if child is not None)


def _rows(element: Argument, depth: int) -> Iterator[Argument]:
    for child in _children(element):
        if child is None:
            continue
        if _is_a(child, _ROW):
            yield child
        elif depth < 3:  # THead, TBody, TFoot
            yield from _rows(child, depth + 1)


def _contents(cell: Argument | None) -> list[int]:
    found: list[int] = []
    pending = [cell]
    while pending and len(found) < MAX_ELEMENTS:
        part = pending.pop()
        if part is None:
            continue
        ids = (calls.element_content_id(part, k) for k in range(calls.element_content_ids(part)))
        found.extend(number for number in ids if number >= 0)
        pending.extend(_children(part))
    return found


def _spans(cell: Argument | None) -> tuple[int, int]:
    """Of how many rows and columns it is."""
    rows = cols = 1
    if cell is not None:
        attributes = (calls.attribute(cell, k) for k in range(calls.attributes(cell)))
        for attribute in calls.arguments(attributes):
            rows = max(rows, _number(attribute, b"RowSpan"))
            cols = max(cols, _number(attribute, b"ColSpan"))
    return rows, cols


def _number(attribute: Argument, name: bytes) -> int:
    value = calls.attribute_value(attribute, name)
    number = ctypes.c_float(1.0)
    if not value or not calls.value_number(*calls.arguments([value]), ctypes.byref(number)):
        return 1
    return int(number.value) if 1 <= number.value <= MAX_SPAN else 1
