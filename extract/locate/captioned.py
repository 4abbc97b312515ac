"""Tables of section 四 whose groups stand in a line above them → their rows, with that line as a header row.

Some reports print three small tables, each with the columns 结果维持 to 总计, below （一）行政复议, 1.未经复议直接起诉 and
2.复议后起诉.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter

import regex

from extract.model import Cell, Document
from extract.table.header import is_header
from extract.table.rows import PrintedRow
from extract.texts.beside import lines_above
from normalize.label import label_key
from normalize.simplified import simplified
from normalize.text import fold
from schemas.forms import levels_of, tables_of

SECTION = "disputes"
LINES_ABOVE = 3
LONGEST_CAPTION = 40  # characters; longer lines are sentences
_LITIGATION = "行政诉讼"
_GROUPS = regex.compile("行政复议|行政诉讼|未经复议直接起诉|复议后起诉")


def with_captions(rows: Sequence[PrintedRow], document: Document) -> tuple[PrintedRow, ...]:
    """The rows of section 四, each table below rows with the groups that the line above it names.

    Where the first of several tables has no such line, the lines may stand below their tables, and name nobody.
    """
    tables = {table: tuple(group) for table, group in groupby(rows, attrgetter("table"))}
    bare = [t for t, own in tables.items() if is_header(own[0], SECTION) and not _names_group(own)]
    captions = {table: _caption(lines_above(document, table, LINES_ABOVE)) for table in bare}
    if len(bare) > 1 and not captions[bare[0]]:
        captions = {}
    found: list[PrintedRow] = []
    for table, own in tables.items():
        named = captions.get(table, ())
        width = max(cell.end for cell in own[0].cells)
        for index, text in enumerate(named, -len(named)):
            cell = Cell(text, index, 0, 1, width)
            found.append(PrintedRow((cell,), table, index, own[0].ragged))
        found += own
    return tuple(found)


def _names_group(rows: Sequence[PrintedRow]) -> bool:
    return any(label_key(cell.text) in _group_keys() for row in rows for cell in row.cells)


@cache
def _group_keys() -> frozenset[str]:
    rows = (row for table in tables_of(SECTION).values() for block in table.blocks for row in block.rows)
    return frozenset(label_key(part) for row in rows for part in levels_of(row.label))


def _caption(lines: Iterable[str]) -> tuple[str, ...]:
    """The groups, outermost first, that the nearest line names if it names one group only."""
    for line in lines:
        text = simplified(fold(line)) if len(line) <= LONGEST_CAPTION else ""
        groups = _GROUPS.findall(text)
        inner = [group for group in groups if group.endswith("起诉")]
        if len(inner) == 1:
            return _LITIGATION, inner[0]
        if groups:
            return tuple(groups) if len(groups) == 1 else ()
    return ()
