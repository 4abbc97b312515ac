"""The logical structure of a page of a tagged PDF (Table, TR, TH, TD with spans) -> its tables' cells.

Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its row.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.readers import pdf_calls as calls
from extract.readers.pdf_calls import Argument

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100
_TABLE, _ROW = (name.encode("utf-16-le") for name in ("Table", "TR"))
_LONGEST = 64  # bytes of a type's name

_Name = ctypes.c_char * _LONGEST


@dataclass(slots=True)
class TaggedCell:
    """Its spans, and the numbers by which the page calls its content."""

    rows: int = 1
    cols: int = 1
    contents: list[int] = field(default_factory=list)


def structure_tables(page: Argument) -> list[list[list[TaggedCell]]]:
    """Of each table of the page its rows of cells; none where the file is not tagged."""
    tree = calls.structure(page)
    if not tree:
        return []
    (root,) = calls.arguments([tree])
    try:
        return [rows for rows in _tables(root) if rows]
    finally:
        calls.close_structure(root)


def _kind(element: Argument) -> bytes:
    name = _Name()
    size = calls.element_type(element, name, _LONGEST)
    return name.raw[: max(0, min(size, _LONGEST) - 2)]


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


def _tables(tree: Argument) -> Iterator[list[list[TaggedCell]]]:
    """Of each table its rows of cells."""
    roots = [calls.root_element(tree, k) for k in range(calls.root_elements(tree))]
    pending = calls.arguments(filter(None, reversed(roots)))
    for _ in range(MAX_ELEMENTS):
        if not pending:
            return
        element = pending.pop()
        if _kind(element) == _TABLE:
            yield [[_cell(cell) for cell in _children(row)] for row in _rows(element, 0)]
        else:
            pending.extend(child for child in reversed(_children(element)) if child is not None)


def _rows(element: Argument, depth: int) -> Iterator[Argument]:
    for child in _children(element):
        if child is None:
            continue
        if _kind(child) == _ROW:
            yield child
        elif depth < 3:  # THead, TBody, TFoot
            yield from _rows(child, depth + 1)


def _cell(element: Argument | None) -> TaggedCell:
    cell = TaggedCell()
    if element is None:
        return cell
    attributes = (calls.attribute(element, k) for k in range(calls.attributes(element)))
    for attribute in calls.arguments(attributes):
        cell.rows = max(cell.rows, _number(attribute, b"RowSpan"))
        cell.cols = max(cell.cols, _number(attribute, b"ColSpan"))
    pending: list[Argument | None] = [element]
    while pending and len(cell.contents) < MAX_ELEMENTS:
        part = pending.pop()
        if part is None:
            continue
        ids = (calls.element_content_id(part, k) for k in range(calls.element_content_ids(part)))
        cell.contents.extend(number for number in ids if number >= 0)
        pending.extend(_children(part))
    return cell


def _number(attribute: Argument, name: bytes) -> int:
    value = calls.attribute_value(attribute, name)
    number = ctypes.c_float(1.0)
    if not value or not calls.value_number(*calls.arguments([value]), ctypes.byref(number)):
        return 1
    return int(number.value) if 1 <= number.value <= MAX_SPAN else 1
