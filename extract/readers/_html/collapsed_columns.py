"""Columns of tables that are not shown: `<col style="visibility:collapse">`, the only thing that hides a column in browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.css.cascade import Cascade
from extract.readers._html.css.rules import declarations
from extract.readers._html.grid import MAX_COLSPAN, RawCell, rows_to_table, span_value
from extract.readers._html.tables import read_spans
from extract.readers._html.tags import CELLS

_COLLAPSE: Final = re.compile(rb"visibility\s*:\s*collapse")
_GROUPS: Final = ("thead", "tbody", "tfoot")


def cells_of_collapsed_columns(tree: LexborHTMLParser, cascade: Cascade | None) -> Iterator[LexborNode]:
    """The cells that stand in such columns alone."""
    page = (tree.raw_html or b"").lower()
    if b"visibility" not in page or not _COLLAPSE.search(page):
        return
    for table in tree.css("table"):
        columns = list(_collapsed(table, cascade))
        if True not in columns:
            continue
        nodes: list[LexborNode] = []
        groups = [[_raw_cells(row, nodes) for row in rows] for rows in _rows(table)]
        for cell in rows_to_table(groups).cells:
            if columns[cell.col : cell.end].count(True) == cell.colspan:
                yield nodes[int(cell.text)]


def _collapsed(table: LexborNode, cascade: Cascade | None) -> Iterator[bool]:
    """Whether each of a table's columns is collapsed, as far as the table names them."""
    for group in table.iter():
        if group.tag != "colgroup":
            continue
        cols = [col for col in group.iter() if col.tag == "col"]
        is_group_collapsed = _is_collapsed(group, cascade)
        for col in cols or [group]:
            is_collapsed = is_group_collapsed or _is_collapsed(col, cascade)
            yield from [is_collapsed] * span_value(col.attributes.get("span"), MAX_COLSPAN, zero=1)


def _is_collapsed(node: LexborNode, cascade: Cascade | None) -> bool:
    said = cascade.declared(node) if cascade is not None else node.attributes.get("style") or ""
    return declarations(said.lower()).get("visibility") == "collapse"


def _rows(table: LexborNode) -> Iterator[list[LexborNode]]:
    for group in table.iter():
        if group.tag in _GROUPS:
            yield [row for row in group.iter() if row.tag == "tr"]


def _raw_cells(row: LexborNode, nodes: list[LexborNode]) -> list[RawCell]:
    """The row's cells, each with its place in `nodes` for a text."""
    cells = []
    for node in row.iter():
        if node.tag in CELLS:
            cell = RawCell()
            cell.text = str(len(nodes))
            read_spans(cell, node)
            nodes.append(node)
            cells.append(cell)
    return cells
