"""Tables of elements that only say so, for screen readers: `<div role="table"><div role="row"><span role="cell">` (WAI-ARIA)."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from extract.readers._html.tags import CELL, ROW, TABLE

_CODES: Final = {
    "table": TABLE,
    "grid": TABLE,
    "row": ROW,
    "cell": CELL,
    "gridcell": CELL,
    "columnheader": CELL,
    "rowheader": CELL,
}
_ROWS: Final = re.compile(rb"role\s*=\s*[\"']?row\b", re.IGNORECASE)
_BY_TAG: Final = ("table", "tr", "td", "th")  # these say by themselves what they are


def codes_by_role(tree: LexborHTMLParser) -> dict[int, int]:
    """By their `mem_id` the elements that are tables, rows and cells by their roles alone, with the codes of such tags."""
    codes: dict[int, int] = {}
    if _ROWS.search(tree.raw_html or b"") is None:
        return codes
    for table in tree.css("[role=table],[role=grid]"):
        if table.tag in _BY_TAG or table.mem_id in codes:
            continue
        said = [node for node in table.css("[role]") if node.attributes["role"] in _CODES]
        own = {node.mem_id: _CODES[node.attributes["role"] or ""] for node in said}
        if ROW in own.values() and not any(node.tag in _BY_TAG for node in said):
            codes.update(own)
    return codes
