"""Tables of other elements than a table's.

They say what they are to screen readers, `<div role="table"><div role="row"><span role="cell">` (WAI-ARIA). Else blocks of
blocks are rows of cells where labels of a form are among them; that is asked only where some are blank, for without blanks
the words alone tell the rows (`blocks.py`).
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.tags import CELL, ROW, TABLE
from extract.readers._text.rows import ENOUGH_LABELS, n_labels

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
_CELLS: Final = re.compile(rb"<t[dh]\b|role\s*=\s*[\"']?row\b", re.IGNORECASE)
_FRAMES: Final = 24  # cells of tables around an article: 索引号, the page's footer
_LONG_TEXT: Final = 400  # characters; no row of cells is as long
_ENOUGH_ROWS: Final = 3  # fewer are how pages are laid out
_BY_TAG: Final = ("table", "tr", "td", "th")  # these say by themselves what they are


def codes_by_role(tree: LexborHTMLParser) -> dict[int, int]:
    """By their `mem_id` the elements that are tables, rows and cells by their roles alone, with the codes of such tags."""
    codes: dict[int, int] = {}
    if _ROWS.search(tree.raw_html or b"") is None:
        return codes
    for table in tree.css("[role=table],[role=grid]"):
        said = [node for node in table.css("[role]") if node.attributes["role"] in _CODES]
        own = {node.mem_id: _CODES[node.attributes["role"] or ""] for node in said}
        if not any(node.tag in _BY_TAG for node in said):
            codes.update(own)
    return codes


def codes_by_labels(tree: LexborHTMLParser) -> dict[int, int]:
    """As `codes_by_role`, of blocks in blocks on a page without other tables, if one is blank where labels of a form's table stand."""
    codes: dict[int, int] = {}
    page = tree.raw_html or b""
    if page.count(b"<td") > _FRAMES or len(_CELLS.findall(page)) > _FRAMES:  # the pattern takes long
        return codes
    any_blank = False
    around: set[int] = set()  # what is too large to be a cell
    for table in reversed(tree.css("div,section,ul")):
        rows = [*table.iter()]
        if len(rows) < _ENOUGH_ROWS or table.mem_id in around:
            continue
        cells = [[*row.iter()] for row in rows]
        if not all(cells) or 2 * sum(len(row) > 1 for row in cells) < len(rows):
            continue
        texts = [(cell.text() or "").strip() for row in cells for cell in row]
        if n_labels(texts) >= ENOUGH_LABELS and not any(map(_has_own_text, rows)):
            any_blank |= "" in texts
            codes[table.mem_id] = TABLE
            codes.update((row.mem_id, ROW) for row in rows)
            codes.update((cell.mem_id, CELL) for row in cells for cell in row)
        if table.mem_id in codes or sum(map(len, texts)) > _LONG_TEXT:
            parent = table.parent
            while parent is not None and parent.mem_id not in around:
                around.add(parent.mem_id)
                parent = parent.parent
    return codes if any_blank else {}


def _has_own_text(node: LexborNode) -> bool:
    return any(part.tag == "-text" and part.text().strip() for part in node.iter(include_text=True))
