"""The XML tree of a Word document → blocks, in one walk.

The walk touches blocks, cells and runs only; the properties that matter were gathered before it. Paragraphs are read
in `_docx/text.py`; deleted rows and cells are left out, merges and frames resolved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lxml import etree

from extract.model import Block, Paragraph
from extract.readers._docx.met_styles import MetStyles
from extract.readers._docx.names import (
    KIND,
    RELATION_IDS,
    integer,
    namespace_of,
    switched_on,
    widths_of_grid,
)
from extract.readers._docx.plain_table import plain_rows
from extract.readers._docx.properties import (
    Properties,
    chosen,
    deleted_2003,
    gathered_properties,
    kept_annotation,
    merge,
)
from extract.readers._docx.styles import Styles
from extract.readers._docx.text import Paragraphs
from extract.readers._shared.limits import refuse_many
from extract.readers._word.boxes import problems_of_boxes
from extract.readers._word.grid import WordCell, WordRow, rows_to_table, snap
from extract.readers._word.items import (
    ChunkRef,
    Item,
    OpenCell,
    PictureRef,
    flatten,
    is_frame,
    text_and_flags,
)


class Walk:
    """One walk over a document's blocks. `look_for_unseen`: text that nobody sees may be there."""

    def __init__(
        self,
        root: etree._Element,
        styles: Styles,
        number: Callable[[str, int], str],
        problems: list[str],
        *,
        look_for_unseen: bool,
    ) -> None:
        self._namespace = namespace_of(root)
        self._properties = gathered_properties(root, self._namespace)
        self._styles = MetStyles(root, self._properties, styles)
        self._problems = problems
        self._text = Paragraphs(self._properties, self._styles, number, problems, self._flow)
        self._cells = 0
        if look_for_unseen:
            self._styles.mark_unseen()

    def blocks(self, body: etree._Element) -> list[Block | PictureRef | ChunkRef]:
        """Paragraphs (none blank), tables, references to pictures and other files of a body in reading order."""
        items: list[Item] = []
        self._flow(body, items)
        self._problems.extend(problems_of_boxes(self._text.boxed))
        return list(flatten(items))

    def _flow(self, container: etree._Element, items: list[Item]) -> None:
        carried: list[str] = []  # text of paragraphs whose mark is deleted: it belongs to the next paragraph
        for kind, child in _opened(container):
            if kind == "p":
                self._text.read(child, items, carried)
            elif kind == "tbl":
                if carried:
                    items.append("".join(carried))
                    carried.clear()
                self._table(child, items)
            elif kind == "altChunk":
                items.append(ChunkRef(next(filter(None, map(child.get, RELATION_IDS)), "")))
        if carried:
            items.append("".join(carried))

    def _is_plain(self, reference: etree._Element) -> bool:
        return self._styles.named(reference).is_plain()

    def _count_cells(self, count: int) -> None:
        self._cells += count
        refuse_many(self._cells)

    def _table(self, element: etree._Element, items: list[Item]) -> None:
        plain = element not in self._styles.tables_with_unseen
        contents: list[list[Item]] = []
        read = partial(self._read_cell, contents)
        rows = plain_rows(element, self._namespace, self._is_plain, read) if plain else None
        if rows is None:
            rows = []
            for kind, child in _opened(element):
                if kind == "tr":
                    self._row(child, rows, contents)
        else:
            self._count_cells(sum(len(row.cells) for row in rows))
            if rows and len(rows) == len(rows[0].cells) == 1:
                contents = [[*rows[0].cells[0].text.split("\n")]]
        aside = [
            item
            for content in contents
            for item in content
            if type(item) is not str and type(item) is not Paragraph
        ]
        if is_frame([len(row.cells) for row in rows], aside):
            for content in contents:
                items.extend(content)
            return
        snap(rows, widths_of_grid(element))
        table = rows_to_table(rows)
        if table is not None:
            items.append(table)
        items.extend(aside)

    def _row(self, element: etree._Element, rows: list[WordRow], contents: list[list[Item]]) -> None:
        properties: Properties = {}
        for child in element:
            if KIND.get(child.tag) == "trPr":
                properties = self._properties.get(child) or {}
                break
        if "del" in properties or "moveFrom" in properties or deleted_2003(element):
            return
        cells: list[WordCell] = []
        own: list[list[Item]] = []
        for kind, child in _opened(element):
            if kind == "tc":
                self._count_cells(1)
                self._cell(child, cells, own)
        # w:hidden hides the row's end mark only: the row is gone when all its text is hidden too
        if "hidden" in properties and switched_on(properties["hidden"]) and not any(c.text for c in cells):
            return
        before = (integer(properties["gridBefore"]) or 0) if "gridBefore" in properties else 0
        if cells:
            rows.append(WordRow(before, cells))
            contents.extend(own)

    def _read_cell(self, contents: list[list[Item]], element: etree._Element) -> WordCell:
        cells: list[WordCell] = []
        self._cell(element, cells, contents)
        return cells[0]

    def _cell(self, element: etree._Element, cells: list[WordCell], contents: list[list[Item]]) -> None:
        own = (child for child in element if KIND.get(child.tag) == "tcPr")
        properties = self._properties.get(next(own, None))
        items: list[Item] = []
        outer, cell = self._text.cell, OpenCell()
        self._text.cell = cell
        self._flow(element, items)
        self._text.cell = outer
        text, flags = text_and_flags(cell, items)
        if properties is None:
            cells.append(WordCell(text, flags=flags))
            contents.append(items)
        elif "cellDel" not in properties:
            span = (integer(properties["gridSpan"]) or 1) if "gridSpan" in properties else 1
            vertical, horizontal = merge(properties, "vMerge"), merge(properties, "hMerge")
            cells.append(WordCell(text, span, vertical, horizontal, flags))
            contents.append(items)


def _opened(container: etree._Element) -> Iterator[tuple[str | None, etree._Element]]:
    """What an element holds, with its kind; what stands in a control, a choice or a kept change in the place of that."""
    for child in container:
        kind = KIND.get(child.tag)
        if kind == "through":
            yield from _opened(child)
        elif kind == "alternate":
            yield from _opened(chosen(child))
        elif kind == "annotation":
            if (content := kept_annotation(child)) is not None:
                yield from _opened(content)
        else:
            yield kind, child
