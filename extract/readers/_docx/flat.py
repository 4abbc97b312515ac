"""A plain Word table → its rows, in one flat pass over the few elements that matter, found in C.

Nearly all tables are plain: rows of cells of paragraphs of runs of text, at most a content control or a change
around some of them. The walk over such a table costs more than parsing the file did; this pass costs a fifth of it.
At the first element that is more than that (a row deleted, a field, a picture, a list number) it gives up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from extract.readers._docx.grid import WordCell, WordRow
from extract.readers._docx.names import KIND, PROPERTY, WORD_NAMESPACES, attribute, integer, switched_on
from extract.readers._docx.properties import shifted

_OF_CELL: Final = {"gridSpan": "span", "vMerge": "vertical", "hMerge": "horizontal"}
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": "\t"}
# kinds that carry no text and stand inside what is checked anyway
_IGNORED: Final = {"r", "pPr", "rPr", "tcPr", "trPr", "through"}
_STEP: Final[dict[object, str]] = {
    tag: name for tag, name in {**KIND, **PROPERTY}.items() if name not in _IGNORED
}
_TAGS: Final = {
    ns: [
        tag
        for tag in map(str, _STEP)
        if tag.startswith(f"{{{ns}}}") or not any(tag.startswith(f"{{{other}}}") for other in WORD_NAMESPACES)
    ]
    for ns in WORD_NAMESPACES
}


def flat_rows(
    table: etree._Element, namespace: str, is_plain: Callable[[etree._Element], bool]
) -> list[WordRow] | None:
    """The rows of a plain table, the lines of a cell separated by newlines; None where it is not plain.

    `is_plain` tells whether a style, by the element that names it, leaves text as it stands.
    """
    rows: list[WordRow] = []
    cells: list[WordCell] = []
    row = cell = paragraph = hidden = None
    current = WordCell("")
    empty = True  # the current cell has no paragraph yet
    plain: set[str] = set()  # styles that were asked about
    value = f"{{{namespace}}}val"
    for element in table.iter(_TAGS[namespace]):
        step = _STEP[element.tag]
        if step == "t":
            run = element.getparent()
            if run.getparent() is not paragraph and _holder(run) is not paragraph:
                return None
            if run is not hidden:
                current.text += element.text or ""
        elif step in _BREAKS:
            run = element.getparent()
            if _holder(run) is not paragraph:  # also the tab stops of a paragraph's properties
                return None
            if run is not hidden:
                current.text += _BREAKS[step]
        elif step == "p":
            if element.getparent() is not cell and _holder(element) is not cell:
                return None
            paragraph = element
            if not empty:
                current.text += "\n"
            empty = False
        elif step == "tc":
            if element.getparent() is not row and _holder(element) is not row:
                return None
            cell, paragraph = element, None
            current, empty = WordCell(""), True
            cells.append(current)
        elif step == "tr":
            if element.getparent() is not table and _holder(element) is not table:
                return None
            row, cell, paragraph = element, None, None
            cells = []
            rows.append(WordRow(0, cells))
        elif step in _OF_CELL:
            if element.getparent().getparent() is not cell:  # in a tracked change: as it was before
                return None
            if step == "gridSpan":
                current.span = integer(element) or 1
            else:
                mark = "restart" if attribute(element, "val") == "restart" else "continue"
                setattr(current, _OF_CELL[step], mark)
        elif step == "vanish":
            run = element.getparent().getparent()
            if KIND.get(run.tag) != "r" or _holder(run) is not paragraph:  # the paragraph's own mark
                return None
            hidden = run if switched_on(element) else None
        elif step == "del":  # of text, which is not visited; else of a row, a cell or a paragraph's mark
            if _holder(element) is not paragraph:
                return None
        elif step in ("strike", "dstrike"):
            if switched_on(element):
                return None
        elif step == "vertAlign":
            if attribute(element, "val") != "baseline":
                return None
        elif step == "position":
            if shifted(element):
                return None
        elif step == "gridBefore":
            if element.getparent().getparent() is not row:
                return None
            rows[-1].before = integer(element) or 0
        elif step in ("pStyle", "rStyle"):
            name = element.get(value)
            if name not in plain:
                if not is_plain(element):
                    return None
                if name is not None:
                    plain.add(name)
        elif element is not table:
            return None
    return [row for row in rows if row.cells]


def _holder(element: etree._Element) -> etree._Element | None:
    """What an element stands in, whatever controls and insertions are around it."""
    holder = element.getparent()
    while holder is not None and KIND.get(holder.tag) == "through":
        holder = holder.getparent()
    return holder
