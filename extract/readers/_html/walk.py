"""One walk over Lexbor's tree → lines, headings, tables and pictures in reading order.

The walk keeps its own stack (pages nest as deep as they like) and asks a node for attributes only where
they can matter: that, and not the parsing, is what a page costs.
"""

from __future__ import annotations

import base64
import binascii
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.errors import DocumentError
from extract.model import Block, Paragraph, Picture
from extract.readers._html.filled import code_of, is_bound
from extract.readers._html.grid import RawCell
from extract.readers._html.nodes import (
    BLOCK,
    BREAK,
    BUTTON,
    CELL,
    DRAWN,
    FOOT,
    GROUP,
    HEADING,
    IMAGE,
    INPUT,
    LINK,
    LOWERED,
    PRE,
    RAISED,
    ROW,
    SELECT,
    SKIP,
    SPACE,
    STRIKE,
    TABLE,
    Mark,
    attributed_nodes,
    codes_of_tags,
    collapsed,
    lines_of,
)
from extract.readers._html.tables import RawTable, drop_alignment_row, read_spans, table_items
from extract.readers._raised import LOWER, RAISE

MAX_CELLS = 200_000  # of one page; a report has some 400
MIN_PICTURE_BYTES = 8192  # smaller ones are icons and rules, no legible table

_DATA_URI = re.compile(
    r"data:image/(?:png|jpe?g|gif|bmp|webp|tiff?)[^,]{0,80};base64,(.*)", re.IGNORECASE | re.DOTALL
)
# how plain text says what `bdo` does; a number between them is none as it stands
RIGHT_TO_LEFT, AS_BEFORE = "\u202e", "\u202c"

_CLOSED = frozenset((SELECT, BUTTON, DRAWN))  # what they hold is not walked
_LINE_ENDS = frozenset((BLOCK, HEADING, PRE))
_BUTTONS = frozenset(("submit", "button", "reset"))
_DRAWN_INPUTS = frozenset(("password", "range", "image", "datetime-local", "time", "week"))
_TYPED_INPUTS = frozenset(("", "text", "number", "tel", "search", "date", "month", "url", "email"))


class Walk:
    """The state of one walk; `items` holds the page's content when it is done, `code` that of its scripts."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.items: list[str | Block] = []
        self.hidden: list[str] = []  # what stands in tables' cells and rows that are not shown
        self._line: list[str] = []
        self._cell: RawCell | None = None
        self._tables: list[RawTable] = []
        self._n_cells = 0
        self._headings = self._links = self._pres = self._raised = self._lowered = self._struck = 0
        self._invisible = self._white = 0
        self._after_box = False
        self._spanning = {node.mem_id for node in tree.css("[colspan],[rowspan]")}
        scripts = tree.css("script")
        self.code = code_of(scripts) if scripts else None
        self._hidden, self._marked = attributed_nodes(tree, self.code)
        if tree.root is not None:
            self._walk(tree.root)
        self._flush()

    def _walk(self, root: LexborNode) -> None:
        text_id, codes = codes_of_tags()
        special = bool(self._hidden or self._marked)
        stack: list[tuple[LexborNode, int, Mark | None]] = []
        node: LexborNode | None = root
        mark: Mark | None = None
        while True:
            assert node is not None
            tag_id = node.tag_id
            code = codes.get(tag_id, 0)
            child = None
            if tag_id == text_id:
                self._text(node.text_content)
            elif special and node.mem_id in self._hidden:
                self._hide(node)
            elif code != SKIP:
                mark = self._marked.get(node.mem_id) if special else None
                if mark:
                    self._count_mark(mark, 1)
                if code:
                    self._enter(node, code)
                child = node.first_child if code not in _CLOSED else None
                if code == ROW and child is not None:
                    child = self._plain_cells(child)
                if child is None and (code or mark):
                    self._leave(code, mark)
            if child is not None:
                stack.append((node, code, mark))
                node = child
                continue
            node = node.next
            while node is None:
                if not stack:
                    return
                node, code, mark = stack.pop()
                if code or mark:
                    self._leave(code, mark)
                node = node.next

    def _plain_cells(self, node: LexborNode | None) -> LexborNode | None:
        """Reads the cells of a row as long as they hold lines of text and nothing else, as nearly all do.

        It does what the walk does for these, in a fraction of the time. Returns the first node that is left.
        """
        if not self._tables or self._bears_on_text():
            return node
        text_id, codes = codes_of_tags()
        row = self._tables[-1].rows_of_group()[-1]
        marked, spanning = self._marked, self._spanning
        while node is not None:
            tag_id = node.tag_id
            if tag_id == text_id:
                if (node.text_content or "").strip(SPACE):
                    return node
                node = node.next
                continue
            if node.mem_id in self._hidden:
                self._hide(node)
                node = node.next
                continue
            if codes.get(tag_id) != CELL or node.mem_id in marked:
                return node
            inner = node.first_child
            if inner is None:
                lines: list[str] | None = []
            elif inner.tag_id == text_id and inner.next is None:
                text = collapsed(inner.text_content or "")
                lines = [text] if text else []
            else:
                lines = lines_of(inner, self._hidden, marked)
            if lines is None:
                return node
            self._count_cell()
            cell = RawCell(lines)
            if not lines and is_bound(node):
                cell.drawn = True
            cell.close()
            if node.mem_id in spanning:
                read_spans(cell, node)
            row.append(cell)
            node = node.next
        return None

    def _hide(self, node: LexborNode) -> None:
        if self._tables:
            self.hidden.append(node.text(separator=" "))

    def _bears_on_text(self) -> int:
        """Whether something open around a row bears on its text: a link, `pre`, a heading, struck text …"""
        return (
            self._links
            or self._pres
            or self._headings
            or self._raised
            or self._lowered
            or self._struck
            or self._invisible
            or self._white
        )

    def _count_mark(self, mark: Mark, by: int) -> None:
        """An element of that mark begins (1) or ends (-1)."""
        self._invisible += by * (mark is Mark.INVISIBLE)
        self._struck += by * (mark is Mark.STRUCK)
        self._white += by * (mark is Mark.WHITE)
        self._raised += by * (mark is Mark.RAISED)
        self._lowered += by * (mark is Mark.LOWERED)
        if mark is Mark.APART:
            self._flush()
        elif mark is Mark.BACKWARDS and self._cell is not None:
            self._line.append(RIGHT_TO_LEFT if by > 0 else AS_BEFORE)
        elif mark is Mark.DRAWN or mark is Mark.FIGURE:
            self._fill(mark)

    def _fill(self, mark: Mark | None) -> None:
        """Something is shown in the open cell that is none of its text."""
        if self._cell is not None and mark is Mark.DRAWN:
            self._cell.drawn = True
        elif mark is Mark.FIGURE:
            self._flag("picture")

    def _text(self, text: str | None) -> None:
        if not text or self._invisible:
            return
        if self._after_box:
            self._after_box = False
            if text[0].isdigit():
                self._flush()
        if self._pres and "\n" in text:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._flush()
                self._line.append(line)
            return
        if not text.strip(SPACE):
            if self._line:
                self._line.append(" ")
            return
        if self._raised or self._lowered:
            text = self._small(text)
        if (self._struck or self._white) and self._cell is not None:
            self._flag("struck_text" if self._struck else "hidden_text")
            self._cell.aside += text
            return
        self._line.append(text)
        if self._links and self._cell is not None:
            self._cell.link_chars += len(text.strip())

    def _small(self, text: str) -> str:
        self._flag("superscript" if self._raised else "subscript")
        return text.translate(RAISE if self._raised else LOWER)

    def _flag(self, flag: str) -> None:
        if self._cell is not None and flag not in self._cell.flags:
            self._cell.flags += (flag,)

    def _flush(self) -> None:
        """The current line is over."""
        if not self._line:
            return
        text = collapsed("".join(self._line))
        self._line.clear()
        if text:
            items = self._cell.items if self._cell is not None else self.items
            items.append(Paragraph(text, heading=True) if self._headings else text)

    def _enter(self, node: LexborNode, code: int) -> None:
        if code in _LINE_ENDS or code == BREAK:
            self._flush()
            if code == HEADING:
                self._headings += 1
            elif code == PRE:
                self._pres += 1
        elif code == CELL:
            self._open_cell(node)
        elif code == ROW:
            self._open_row(node)
        elif code in (GROUP, FOOT):
            self._open_group(code == FOOT)
        elif code == TABLE:
            self._open_table()
        elif code == LINK:
            self._links += 1
        elif code == RAISED:
            self._raised += 1
        elif code == LOWERED:
            self._lowered += 1
        elif code == STRIKE:
            self._struck += 1
        elif code == INPUT:
            self._input(node)
        elif code == SELECT:
            chosen = node.css_first("option[selected]") or node.css_first("option")
            self._boxed(chosen.text() if chosen is not None else None)
        elif code == BUTTON:
            self._button(node.text())
        elif code == DRAWN:
            if self._cell is not None:
                self._cell.drawn = True
                if any(map(str.isdigit, "".join(text.text() for text in node.css("text")))):
                    self._flag("picture")
        elif code == IMAGE:
            self._picture(node)

    def _leave(self, code: int, mark: Mark | None) -> None:
        if code in _LINE_ENDS:
            self._flush()
            if code == HEADING:
                self._headings -= 1
            elif code == PRE:
                self._pres -= 1
        elif code == CELL:
            self._flush()
            if self._cell is not None:
                self._cell.close()
            self._cell = None
        elif code == TABLE:
            self._close_table()
        elif code == LINK:
            self._links -= 1
        elif code == RAISED:
            self._raised -= 1
        elif code == LOWERED:
            self._lowered -= 1
        elif code == STRIKE:
            self._struck -= 1
        if mark:
            self._count_mark(mark, -1)

    def _open_table(self) -> None:
        self._flush()
        self._tables.append(RawTable(outer_cell=self._cell))
        self._cell = None

    def _open_group(self, foot: bool) -> None:
        if self._tables:
            table = self._tables[-1]
            table.open_group(table.feet if foot else table.groups)

    def _open_row(self, node: LexborNode) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        table.rows_of_group().append([])
        table.last_row = node

    def _open_cell(self, node: LexborNode) -> None:
        self._flush()
        if not self._tables or not self._tables[-1].group:
            return
        self._count_cell()
        self._cell = RawCell()
        if node.mem_id in self._spanning:
            read_spans(self._cell, node)
        mark = self._marked.get(node.mem_id)
        self._fill(mark)
        if mark is Mark.BACKWARDS:
            self._line.append(RIGHT_TO_LEFT)
        self._tables[-1].group[-1].append(self._cell)

    def _count_cell(self) -> None:
        self._n_cells += 1
        if self._n_cells > MAX_CELLS:
            raise DocumentError(f"表格单元格超过 {MAX_CELLS} 个（too many cells）；不像一份年度报告")

    def _close_table(self) -> None:
        self._flush()
        raw = self._tables.pop()
        drop_alignment_row(raw)
        self._cell = raw.outer_cell
        items = self._cell.items if self._cell is not None else self.items
        items.extend(table_items(raw))

    def _button(self, text: str) -> None:
        if self._cell is None or any(map(str.isdigit, text)):  # 修改 beside a number is none of it
            self._boxed(text)

    def _boxed(self, text: str | None) -> None:
        """The text of a box within the line: a number of its own."""
        if self._cell is not None and self._line and self._line[-1][-1:].isdigit():
            self._flush()
        self._text(text)
        self._after_box = bool(text) and self._cell is not None

    def _input(self, node: LexborNode) -> None:
        """What a field shows: pages generated from a form print their numbers in read-only inputs."""
        attributes = node.attributes
        kind, value = (attributes.get("type") or "").strip().lower(), attributes.get("value") or ""
        if kind in _TYPED_INPUTS:
            self._boxed(value)
            if not value and (attributes.get("placeholder") or "").strip().isdigit():
                self._flag("picture")
        elif kind in _BUTTONS:
            self._button(value)
        elif kind in _DRAWN_INPUTS and value:
            self._flag("picture")

    def _picture(self, node: LexborNode) -> None:
        if self._invisible:
            return
        self._flag("picture")
        picture = _embedded_picture(node.attrs.get("src"))
        if picture is not None:
            self._flush()
            (self._cell.items if self._cell is not None else self.items).append(picture)


def _embedded_picture(source: str | None) -> Picture | None:
    """A picture inside the page itself; those elsewhere are never fetched."""
    found = _DATA_URI.match(source.strip()) if source and len(source) > MIN_PICTURE_BYTES else None
    if found is None:
        return None
    try:
        data = base64.b64decode(found[1])
    except (binascii.Error, ValueError):  # ValueError: characters beyond ASCII
        return None
    return Picture(data) if len(data) >= MIN_PICTURE_BYTES else None
