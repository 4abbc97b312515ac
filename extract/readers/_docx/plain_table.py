"""A plain Word table → its rows, in one pass over the few elements that matter, found in C.

Nearly all tables are plain: rows of cells of paragraphs of runs of text, at most a content control or a change
around some of them. The walk over such a table costs more than parsing the file did; this pass costs a fifth of it.
A cell that holds more than that (a list number, a field, a picture) is left to the walk; at a row that is more than
its cells, the pass gives up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from lxml import etree

from extract.readers._docx.names import KIND, PROPERTY, WORD_NAMESPACES, attribute, integer, switched_on
from extract.readers._docx.properties import shifted
from extract.readers._word.grid import WordCell, WordRow

_MERGES: Final = ("gridSpan", "vMerge", "hMerge")
_OF_TABLE: Final = ("tbl", "cellDel")  # what holds tables is a frame, mostly
# properties that may leave text as it stands, and whether one does
_OF_TEXT: Final[dict[str, Callable[[etree._Element], bool]]] = {
    "framePr": lambda _: True,
    "strike": lambda said: not switched_on(said),
    "dstrike": lambda said: not switched_on(said),
    "vertAlign": lambda said: attribute(said, "val") == "baseline",
    "position": lambda said: not shifted(said),
}
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": "\t"}
# kinds that carry no text and stand inside what is checked anyway, or within what is not plain
_IGNORED: Final = {
    "r", "pPr", "rPr", "tcPr", "trPr", "through", "txbxContent", "blip", "imagedata", "formula",
}  # fmt: skip
_STEP: Final[dict[object, str]] = {
    **{tag: name for tag, name in {**KIND, **PROPERTY}.items() if name not in _IGNORED},
    **{tag: "formula" for tag in KIND if str(tag).endswith("}oMath")},
}
_TAGS: Final = {
    ns: [
        tag
        for tag in map(str, _STEP)
        if tag.startswith(f"{{{ns}}}") or not any(tag.startswith(f"{{{other}}}") for other in WORD_NAMESPACES)
    ]
    for ns in WORD_NAMESPACES
}


class _LeftToRead(NamedTuple):
    """A cell that is not plain, with its row's cells and its place among them."""

    cells: list[WordCell]
    place: int
    element: etree._Element


def plain_rows(
    table: etree._Element,
    namespace: str,
    is_plain: Callable[[etree._Element], bool],
    read: Callable[[etree._Element], WordCell],
) -> list[WordRow] | None:
    """The rows of a table of plain rows, the lines of a cell separated by newlines; None where it is no such table.

    `is_plain` tells whether a style, by the element that names it, leaves text as it stands. `read` is asked for the cells
    that are not plain, in their order, once all others are read.
    """
    rows: list[WordRow] = []
    cells: list[WordCell] = []
    row = cell = paragraph = hidden = None
    current = WordCell("")
    empty = True  # the current cell has no paragraph yet
    plain: set[str | None] = set()  # styles that were asked about
    value = f"{{{namespace}}}val"
    left: list[_LeftToRead] = []
    skipped = None  # the last of them, or a deleted row, as long as what is met stands in it
    for element in table.iter(_TAGS[namespace]):
        if skipped is not None:
            if skipped in element.iterancestors(skipped.tag):
                continue
            skipped = None
        step = _STEP[element.tag]
        if step == "t":
            run = element.getparent()
            if run.getparent() is paragraph or _holder(run) is paragraph:
                if run is not hidden:
                    current.text += element.text or ""
                continue
        elif step in _BREAKS:
            run = element.getparent()
            if _holder(run) is paragraph:  # else a tab stop of a paragraph's properties
                if run is not hidden:
                    current.text += _BREAKS[step]
                continue
        elif step == "p":
            if element.getparent() is cell or _holder(element) is cell:
                paragraph = element
                if not empty:
                    current.text += "\n"
                empty = False
                continue
        elif step == "tc":
            if element.getparent() is row or _holder(element) is row:
                cell, paragraph = element, None
                current, empty = WordCell(""), True
                cells.append(current)
                continue
        elif step == "tr":
            if element.getparent() is table or _holder(element) is table:
                row, cell, paragraph = element, None, None
                cells = []
                rows.append(WordRow(0, cells))
                continue
        elif step in _MERGES:
            if element.getparent().getparent() is cell:  # else in a tracked change: as it was before
                _set_merge(current, step, element)
                continue
        elif step == "vanish":
            run = element.getparent().getparent()
            if KIND.get(run.tag) == "r" and _holder(run) is paragraph:  # else the paragraph's own mark
                hidden = run if switched_on(element) else None
                continue
        elif step == "del":  # of text, which is not visited; else of a row, a cell or a paragraph's mark
            if _holder(element) is paragraph:
                continue
            if cell is None and element.getparent().getparent() is row:
                rows.pop()
                skipped = row
                continue
        elif step == "gridBefore":
            if element.getparent().getparent() is row:
                rows[-1].before = integer(element) or 0
                continue
        elif element is table or (step in _OF_TEXT and _OF_TEXT[step](element)):
            continue
        elif step in ("pStyle", "rStyle"):
            name = element.get(value)
            if name in plain or is_plain(element):
                plain.add(name)
                continue
        if cell is None or step in _OF_TABLE or cell not in element.iterancestors(cell.tag):
            return None
        left.append(_LeftToRead(cells, len(cells) - 1, cell))
        skipped = cell
    if left and all(len(row.cells) < 2 for row in rows):
        return None  # a frame: what it holds is no table's
    for cells, place, element in left:
        cells[place] = read(element)
    return [row for row in rows if row.cells]


def _set_merge(cell: WordCell, name: str, element: etree._Element) -> None:
    if name == "gridSpan":
        cell.span = integer(element) or 1
        return
    mark = "restart" if attribute(element, "val") == "restart" else "continue"
    if name == "vMerge":
        cell.vertical = mark
    else:
        cell.horizontal = mark


def _holder(element: etree._Element) -> etree._Element | None:
    """What an element stands in, whatever controls and insertions are around it."""
    holder = element.getparent()
    while holder is not None and KIND.get(holder.tag) == "through":
        holder = holder.getparent()
    return holder
