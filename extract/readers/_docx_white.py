"""White text in the cells of a Word table: nobody reads it, unless the cell, the paragraph or the table is filled.

Files in which white occurs at all are few, so the runs are looked for before the walk, and not by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from extract.readers._docx_names import KIND, attribute, child_named, local_name

WHITE: Final = "FFFFFF"
_BARE_FILLS: Final = frozenset((None, "auto", "none", "white", WHITE, WHITE.lower()))
_BARE_PATTERNS: Final = frozenset((None, "clear", "nil"))


def may_be_white(xml: bytes) -> bool:
    """Whether a document part mentions the colour."""
    return b'FFFFFF"' in xml or b'ffffff"' in xml


def white_runs(
    root: etree._Element, namespace: str, is_filled_style: Callable[[etree._Element], bool]
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The w:rPr of each run of white text on white paper within a table, and the innermost table around it."""
    for colour in root.iter(f"{{{namespace}}}color"):
        holder = colour.getparent()
        run = holder.getparent() if holder is not None else None
        if run is None or KIND.get(run.tag) != "r" or (attribute(colour, "val") or "").upper() != WHITE:
            continue
        if is_filled(holder):
            continue
        around = list(run.iterancestors())
        table = next((each for each in around if KIND.get(each.tag) == "tbl"), None)
        if table is not None and not any(_fills(each, is_filled_style) for each in around):
            yield holder, table


def _fills(element: etree._Element, is_filled_style: Callable[[etree._Element], bool]) -> bool:
    """Whether a paragraph, cell or table gives what it holds another ground than the paper's."""
    kind = KIND.get(element.tag)
    name = {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(kind or "")
    properties = child_named(element, name) if name else None
    if properties is None:
        return kind == "txbxContent"  # a box may be drawn in any colour
    style = child_named(properties, "tblStyle") if kind == "tbl" else None
    return is_filled(properties) or (style is not None and is_filled_style(style))


def is_filled(properties: etree._Element) -> bool:
    """Whether properties give a ground that is not white."""
    for child in properties:
        name = local_name(child)
        if name == "highlight" and attribute(child, "val") not in _BARE_FILLS:
            return True
        if name == "shd":
            fill = attribute(child, "fill")
            if fill not in _BARE_FILLS or attribute(child, "val") not in _BARE_PATTERNS:
                return True
    return False
