"""The body of an .odt → paragraphs, tables and pictures in reading order, in one walk.

Deleted text stands in the list of tracked changes at its head, which is not read, or in its place between two marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, product, takewhile
from typing import Final

from lxml import etree

from extract.flags import AUTO_NUMBER, HIDDEN_TEXT, PICTURE, SPAN_OVERLAP, STRUCK_TEXT
from extract.model import Block, Cell, Paragraph, Picture, Table
from extract.readers._odf.looks import GROUND, Look, Styles, flags_of, over
from extract.readers._odf.names import DRAW, HREF, OFFICE, TABLE, TABLE_STYLE, TEXT, TEXT_STYLE
from extract.readers._odf.signs import sign_of
from extract.readers._odf.tables import lines_of_table
from extract.readers._odt.drawings import inline_picture, is_shape, shape_parts
from extract.readers._odt.lists import Lists
from extract.readers._shared.limits import refuse_many
from extract.readers._shared.raised import PLACES
from extract.readers._shared.xml import count_of, local_name
from extract.readers._word.boxes import problems_of_boxes
from extract.readers._word.items import (
    Box,
    Item,
    OpenCell,
    PictureRef,
    cell_text,
    flatten,
    is_frame,
    text_and_flags,
)
from extract.readers._word.numbering import runs_together

_PARAGRAPHS: Final = (f"{TEXT}p", f"{TEXT}h")
_LIST, _ITEM, _SECTION = f"{TEXT}list", f"{TEXT}list-item", f"{TEXT}section"
_TABLE: Final = f"{TABLE}table"
_HOLDING: Final = frozenset(  # elements that only hold others
    f"{TEXT}{name}"
    for name in ("list-header", "index-body", "index-title", "numbered-paragraph", "table-of-content", "user-index",
                 "table-index", "illustration-index", "object-index", "alphabetical-index", "bibliography")
)  # fmt: skip
_NOT_PRINTED: Final = frozenset(
    (f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{TEXT}note", f"{TEXT}script", f"{TEXT}tracked-changes")
)
_CHANGES: Final = (f"{TEXT}change-start", f"{TEXT}change-end")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")  # print as one blank
_HIDES: Final = f"{TEXT}is-hidden"
_SOFT_HYPHEN: Final = "\u00ad"


class Walk:
    """The state of one walk; `hidden` holds what stands in sections, paragraphs and cells that are not shown."""

    def __init__(self, styles: Styles, lists: Lists, problems: list[str]) -> None:
        self.hidden: list[str] = []
        self._styles, self._lists, self._problems = styles, lists, problems
        self._cell: OpenCell | None = None
        self._ground: Look = {}  # of the open cell
        self._boxed: list[str] = []  # texts of boxes outside of cells
        self._n_cells = 0
        self._deletions: set[str | None] = set()  # ids of the tracked changes that delete
        self._deleted: set[str] = set()  # those of them that are open

    def blocks(self, body: etree._Element) -> list[Block | PictureRef]:
        items: list[Item] = []
        regions = body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region[{TEXT}deletion]")
        self._deletions = {region.get(f"{TEXT}id") for region in regions}
        self._flow(body, items)
        if self._deleted:
            self._problems.append(
                "修订中的删除没有结尾 (a tracked deletion without its end)，其后的内容未读；请接受修订后另存"
            )
        self._problems.extend(problems_of_boxes(self._boxed))
        return [
            block for block in flatten(items) if isinstance(block, Paragraph | Table | Picture | PictureRef)
        ]

    def _flow(self, container: etree._Element, items: list[Item]) -> None:
        for child in container:
            if child.tag in _PARAGRAPHS:
                self._paragraph(child, items, self._heading_number(child))
            elif child.tag == _LIST:
                self._list(child, items, self._lists.open(child), 0)
            elif child.tag == _TABLE:
                self._table(child, items)
            elif child.tag == _SECTION and child.get(f"{TEXT}display", "true") != "true":
                self.hidden.append("\n".join(child.itertext()))
            elif child.tag == _SECTION or child.tag in _HOLDING:
                self._flow(child, items)
            elif is_shape(child):
                self._shape(child, items)

    def _list(self, element: etree._Element, items: list[Item], list_id: str, level: int) -> None:
        for entry in element:
            numbered = entry.tag != _ITEM  # a header of a list has no number
            for child in entry:
                if child.tag == _LIST:
                    self._list(child, items, list_id, level + 1)
                elif child.tag in _PARAGRAPHS and not numbered:
                    number = self._lists.number(list_id, level, entry.get(f"{TEXT}start-value"))
                    self._paragraph(child, items, number)
                    numbered = True
                else:
                    self._flow([child], items)

    def _heading_number(self, element: etree._Element) -> str:
        level = element.get(f"{TEXT}outline-level") or ""
        if not level.isdecimal() or element.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self._lists.heading(int(level) - 1)

    def _paragraph(self, element: etree._Element, items: list[Item], number: str) -> None:
        texts: list[str] = []
        aside: list[Item] = []
        look = over(self._ground, self._styles.look(element.get(TEXT_STYLE)))
        self._inlines(element, look, texts, aside)
        text = "".join(texts).strip(" ")
        if _is_hidden(element):
            self.hidden.append(text)
            return
        if number:
            if self._cell is not None and runs_together(text):
                self._cell.flags.append(AUTO_NUMBER)
            text = number + text
        items.append(Paragraph(text, heading=True) if local_name(element) == "h" else text)
        items.extend(aside)

    def _inlines(self, element: etree._Element, look: Look, texts: list[str], aside: list[Item]) -> None:
        self._say(element.text, look, texts)
        for child in element:
            sign = sign_of(child)
            if sign is not None:
                texts.append("" if self._deleted else sign)
            elif is_shape(child):
                self._shape(child, aside)
            elif child.tag in _CHANGES:
                self._change(child)
            elif child.get(_HIDES) == "true":
                pass  # by its condition
            elif child.tag not in _NOT_PRINTED:
                self._inlines(child, over(look, self._styles.look(child.get(TEXT_STYLE))), texts, aside)
            self._say(child.tail, look, texts)

    def _change(self, mark: etree._Element) -> None:
        """A tracked change begins or ends."""
        changed = mark.get(f"{TEXT}change-id") or ""
        if mark.tag == _CHANGES[0] and changed in self._deletions:
            self._deleted.add(changed)
        else:
            self._deleted.discard(changed)

    def _say(self, text: str | None, look: Look, texts: list[str]) -> None:
        """Struck and unseen text is a cell's only where it has no other; raised and lowered digits are none of its number."""
        if not text or self._deleted or look.get("display") == "none":
            return
        text = _BLANKS.sub(" ", text).replace(_SOFT_HYPHEN, "")
        if self._cell is not None and text != " ":
            for flag in flags_of(look):
                self._cell.flags.append(flag)
                if flag in (STRUCK_TEXT, HIDDEN_TEXT):
                    self._cell.aside.append(text)
                    return
                text = text.translate(PLACES[flag])
        texts.append(text)

    def _table(self, element: etree._Element, items: list[Item]) -> None:
        cells: list[Cell] = []
        contents: list[list[Item]] = []
        widths: list[int] = []  # of each row, in columns
        for line in lines_of_table(element):
            if line.tag != f"{TABLE}table-row":
                continue
            row = self._row(line, contents)
            repeated = count_of(line, f"{TABLE}number-rows-repeated")
            self._count_cells((repeated - 1) * len(row))
            for _ in range(repeated):
                cells += [
                    cell._replace(row=len(widths), col=col)
                    for col, cell in enumerate(row)
                    if cell is not None
                ]
                widths.append(len(row))
        aside = [item for content in contents for item in content if not isinstance(item, str | Paragraph)]
        if is_frame(widths, aside):
            for content in contents:
                items.extend(content)
        elif cells:
            size = len(widths), max(widths)
            items.append(Table(tuple(_within(cells, *size)), *size))
            items.extend(aside)

    def _row(self, line: etree._Element, contents: list[list[Item]]) -> list[Cell | None]:
        """The places of a row: its cells, as if they stood in the first one, and None where a merge covers it."""
        row: list[Cell | None] = []
        for element in line:
            name = local_name(element)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            repeated = count_of(element, f"{TABLE}number-columns-repeated")
            self._count_cells(repeated)
            if name == "table-cell":
                row += [self._read_cell(element, contents)] * repeated
            else:
                row += [None] * repeated
                self.hidden += filter(str.strip, map(str, element.itertext()))
        return row

    def _count_cells(self, count: int) -> None:
        self._n_cells += count
        refuse_many(self._n_cells)

    def _read_cell(self, element: etree._Element, contents: list[list[Item]]) -> Cell:
        items: list[Item] = []
        outer = self._cell, self._ground
        self._cell = cell = OpenCell()
        look = self._styles.look(element.get(TABLE_STYLE))
        self._ground = {GROUND: look[GROUND]} if GROUND in look else {}
        self._flow(element, items)
        self._cell, self._ground = outer
        contents.append(items)
        down, across = (count_of(element, f"{TABLE}number-{of}-spanned") for of in ("rows", "columns"))
        text, flags = text_and_flags(cell, items)
        return Cell(text, 0, 0, down, across, flags)

    def _shape(self, element: etree._Element, aside: list[Item]) -> None:
        """A frame, picture or drawing: text boxes and pictures in it; in a cell, what else is drawn there is noted."""
        parts = [*shape_parts(element)]
        for part in parts:
            if part.tag == f"{DRAW}image":
                picture = inline_picture(part)
                aside.append(PictureRef(part.get(HREF) or "") if picture is None else picture)
            elif part.tag in (f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}control"):
                if self._cell is not None:
                    self._cell.flags.append(PICTURE)
            else:
                box = Box([])
                (outer, ground), self._ground = (self._cell, self._ground), {}
                self._flow(part, box.items)
                self._cell, self._ground = outer, ground
                aside.append(box)
                if self._cell is None:
                    self._boxed.append(cell_text(box.items).strip())
        if not parts and self._cell is not None:
            self._cell.drawn = True


def _is_hidden(paragraph: etree._Element) -> bool:
    """Whether a condition hides the whole paragraph; a box anchored in it has paragraphs of its own."""
    marks = (mark for mark in paragraph.iter(f"{TEXT}hidden-paragraph") if mark.get(_HIDES) == "true")
    return any(next(mark.iterancestors(*_PARAGRAPHS)) is paragraph for mark in marks)


def _within(cells: Iterable[Cell], n_rows: int, n_cols: int) -> list[Cell]:
    """The cells with spans that stay in the table.

    A span over another cell is cut off, and its rows are in doubt: where programs leave out the cells that a merge covers,
    what follows stands too far to the left.
    """
    placed = [
        cell._replace(
            rowspan=min(cell.rowspan, n_rows - cell.row), colspan=min(cell.colspan, n_cols - cell.col)
        )
        for cell in cells
    ]
    taken = {(cell.row, cell.col) for cell in placed}
    doubtful: set[int] = set()
    for number, cell in enumerate(placed):
        rows = range(cell.row, cell.row + cell.rowspan)
        below = islice(product(rows, range(cell.col, cell.end)), 1, None)
        covered = [*takewhile(lambda place: place not in taken, below)]
        if len(covered) == cell.rowspan * cell.colspan - 1:
            taken.update(covered)
        else:
            placed[number] = cell._replace(rowspan=1, colspan=1)
            doubtful.update(rows)
    return [cell.flagged(SPAN_OVERLAP) if cell.row in doubtful else cell for cell in placed]
