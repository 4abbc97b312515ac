"""The logical structure of a page of a tagged PDF (Table, TR, TH, TD with spans) -> its tables' cells.

What makes it hard: a page lists only what stands on it, so a cell that began on the page before is missing from its row.
Elements are asked about together, those of a table's cells all at once: a page has some thousand.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence, Set
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100
_TABLE, _ROW = ((name + "\0").encode("utf-16-le") for name in ("Table", "TR"))
_Name = ctypes.c_char * len(_TABLE)


class TaggedCell(NamedTuple):
    """A cell's spans, and the numbers by which the page calls its content."""

    rows: int
    cols: int
    contents: list[int]


class _Kids(NamedTuple):
    """What some elements hold, in order: for each entry the element it belongs to, and a number of content or an element below.

    The number is -1 where there is none. An entry that stands on another page, or is empty, has neither.
    """

    owners: list[int]
    contents: list[int]
    elements: list[Argument | None]


def structure_tables(page: Argument, wanted: Set[int]) -> list[list[list[TaggedCell]]]:
    """The rows of cells of each table on the page that holds any of the `wanted` content; none where the file is not tagged."""
    tree = calls.structure(page)
    if not tree:
        return []
    (root,) = calls.arguments([tree])
    try:
        return [rows for table in _tables(root) if (rows := _cells(list(_rows(table, 0)), wanted))]
    finally:
        calls.close_structure(root)


def _kids(parents: Sequence[Argument]) -> _Kids:
    counts = list(map(calls.elements, parents))
    owners = list(chain.from_iterable(map(repeat, range(len(counts)), counts)))
    places = list(chain.from_iterable(map(range, counts)))
    handles = list(map(parents.__getitem__, owners))
    # the kids of one level are alike, so each is asked for what the first one is
    if handles and calls.element(handles[0], places[0]):
        elements = calls.arguments(map(calls.element, handles, places))
        contents = [-1] * len(elements)
        rest = [k for k, element in enumerate(elements) if element is None]
        for k in rest:
            contents[k] = calls.child_content_id(handles[k], places[k])
        return _Kids(owners, contents, elements)
    contents = list(map(calls.child_content_id, handles, places))
    if not contents or min(contents) >= 0:
        return _Kids(owners, contents, [None] * len(contents))
    return _Kids(owners, contents, calls.arguments(map(calls.element, handles, places)))


def _are(elements: Sequence[Argument], kind: bytes) -> Iterator[bool]:
    """Which elements are of this kind. Their names are asked for only where they are as long as that of the kind."""
    name = _Name()
    for element, length in zip(
        elements, map(calls.element_type, elements, repeat(None), repeat(0)), strict=True
    ):
        if length == len(kind):
            calls.element_type(element, name, length)
        yield length == len(kind) and name.raw.startswith(kind)


def _tables(tree: Argument) -> Iterator[Argument]:
    """The tables below these elements, without those within another table."""
    roots = range(calls.root_elements(tree))
    level = calls.arguments(filter(None, map(calls.root_element, repeat(tree), roots)))
    left = MAX_ELEMENTS
    while level and left > 0:
        left -= len(level)
        others = []
        for element, is_table in zip(level, _are(level, _TABLE), strict=True):
            if is_table:
                yield element
            else:
                others.append(element)
        level = [kid for kid in _kids(others).elements if kid is not None]


def _rows(group: Argument, depth: int) -> Iterator[Argument]:
    kids = [kid for kid in _kids([group]).elements if kid is not None]
    for kid, is_row in zip(kids, _are(kids, _ROW), strict=True):
        if is_row:
            yield kid
        elif depth < 3:  # THead, TBody, TFoot
            yield from _rows(kid, depth + 1)


def _cells(rows: list[Argument], wanted: Set[int]) -> list[list[TaggedCell]]:
    """The cells of each row, a blank one for a cell on another page; no rows where none holds any of the wanted content."""
    kids = _kids(rows)
    cells = [kid for kid, content in zip(kids.elements, kids.contents, strict=True) if content < 0]
    owners = [owner for owner, content in zip(kids.owners, kids.contents, strict=True) if content < 0]
    contents = _contents(cells)
    if wanted.isdisjoint(chain.from_iterable(contents)):
        return []
    found: list[list[TaggedCell]] = [[] for _ in rows]
    for row, cell in zip(owners, map(TaggedCell, *_spans(cells), contents), strict=True):
        found[row].append(cell)
    return found


def _contents(cells: Sequence[Argument | None]) -> list[list[int]]:
    """The numbers of each cell's content, that of elements within it included."""
    found: list[list[int]] = [[] for _ in cells]
    owners = [k for k, cell in enumerate(cells) if cell is not None]
    level = list(filter(None, cells))
    left = MAX_ELEMENTS
    while level and left > 0:
        left -= len(level)
        kids = _kids(level)
        level, above, owners = [], owners, []
        for owner, content, kid in zip(*kids, strict=True):
            if content >= 0:
                found[above[owner]].append(content)
            elif kid is not None:
                level.append(kid)
                owners.append(above[owner])
    return found


def _spans(cells: Sequence[Argument | None]) -> tuple[list[int], list[int]]:
    """Over how many rows and columns each cell goes."""
    counts = [calls.attributes(cell) if cell is not None else 0 for cell in cells]
    owners = list(chain.from_iterable(map(repeat, range(len(counts)), counts)))
    places = chain.from_iterable(map(range, counts))
    attributes = calls.arguments(map(calls.attribute, map(cells.__getitem__, owners), places))
    rows, cols = (_largest(attributes, owners, len(cells), name) for name in (b"RowSpan", b"ColSpan"))
    return rows, cols


def _largest(attributes: list[Argument], owners: list[int], count: int, name: bytes) -> list[int]:
    """The largest number under this name among each cell's attributes; 1 where there is none."""
    values = list(map(calls.attribute_value, attributes, repeat(name)))
    said = [k for k, value in enumerate(values) if value]
    found, known = calls.of_objects(
        calls.value_number, calls.arguments(map(values.__getitem__, said)), np.float32, (1,)
    )
    largest = [1] * count
    for k, number, is_known in zip(said, found[:, 0].tolist(), known, strict=True):
        if is_known and largest[owners[k]] < number <= MAX_SPAN:
            largest[owners[k]] = int(number)
    return largest
