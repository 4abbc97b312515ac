"""The logical structure of a page of a tagged PDF (Table, TR, TH, TD with spans) -> its tables' cells.

Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its row.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import repeat

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
    count = calls.elements(element)
    return [
        calls.ADDRESS.from_param(child) if child else None
        for k, child in enumerate(map(calls.element, repeat(element, count), range(count)))
        if child or calls.child_content_id(element, k) < 0
    ]


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
        count = calls.element_content_ids(part)
        ids = map(calls.element_content_id, repeat(part, count), range(count))
        found += [number for number in ids if number >= 0]
        pending += _children(part)
    return found


def _spans(cell: Argument | None) -> tuple[int, int]:
    """Of how many rows and columns it is."""
    count = calls.attributes(cell) if cell is not None else 0
    attributes = calls.arguments(map(calls.attribute, repeat(cell, count), range(count)))
    return _largest(attributes, b"RowSpan"), _largest(attributes, b"ColSpan")


def _largest(attributes: list[Argument], name: bytes) -> int:
    """The number that the attributes have by this name; 1 without any."""
    largest, number = 1, ctypes.c_float()
    for value in filter(None, map(calls.attribute_value, attributes, repeat(name))):
        known = calls.value_number(*calls.arguments([value]), ctypes.byref(number))
        if known and 1 <= number.value <= MAX_SPAN:
            largest = max(largest, int(number.value))
    return largest
