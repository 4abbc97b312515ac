"""One walk over Lexbor's tree → lines, headings, tables and pictures in reading order.

The walk keeps its own stack (pages nest as deep as they like) and asks a node for attributes only where
they can matter: that, and not the parsing, is what a page costs.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.flags import PICTURE
from extract.readers._html.content import Content
from extract.readers._html.filled import code_of, is_bound
from extract.readers._html.grid import RawCell
from extract.readers._html.lines import SPACE, collapsed, lines_of
from extract.readers._html.marks import Mark, attributed_nodes
from extract.readers._html.tables import read_spans
from extract.readers._html.tags import (
    BLOCK,
    BREAK,
    BUTTON,
    CELL,
    DRAWN,
    FOOT,
    GROUP,
    HEAD,
    HEADING,
    IMAGE,
    INPUT,
    LINK,
    PRE,
    ROW,
    SELECT,
    SKIP,
    TABLE,
    codes_of_tags,
)

_CLOSED = frozenset((SELECT, BUTTON, DRAWN))  # what they hold is not walked
_LINE_ENDS = frozenset((BLOCK, HEADING, PRE))


class Walk:
    """The state of one walk; `items` holds the page's content when it is done, `sheets` what of it came from sheets, `code` that of its scripts."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.hidden: list[str] = []  # what stands in tables' cells and rows that are not shown
        self._content = Content()
        self._spanning = {node.mem_id for node in tree.css("[colspan],[rowspan]")}
        scripts = tree.css("script")
        self.code = code_of(scripts) if scripts else None
        self._hidden, self._marked, self._roles = attributed_nodes(tree, self.code)
        self._spanning.update(self._roles)
        if tree.root is not None:
            self._walk(tree.root)
        self._content.flush()
        self.items, self.sheets = self._content.items, self._content.sheets

    def _walk(self, root: LexborNode) -> None:
        text_id, codes = codes_of_tags()
        special, roles = bool(self._hidden or self._marked), self._roles
        stack: list[tuple[LexborNode, int, Mark | None]] = []
        node: LexborNode | None = root
        mark: Mark | None = None
        while True:
            assert node is not None
            tag_id = node.tag_id
            code = codes.get(tag_id, 0)
            if roles:
                code = roles.get(node.mem_id, code)
            child = None
            if tag_id == text_id:
                self._content.text(node.text_content)
            elif special and node.mem_id in self._hidden:
                self._hide(node)
            elif code != SKIP:
                mark = self._marked.get(node.mem_id) if special else None
                if mark:
                    self._content.count_mark(mark, 1)
                if code:
                    self._enter(node, code)
                child = node.first_child if code not in _CLOSED else None
                if code == PRE and self._content.may_be_typed():
                    typed = self._typed_text(node)
                    if typed is not None:
                        self._content.typed(typed)
                        child = None
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
        if not self._content.tables or self._content.bears_on_text():
            return node
        text_id, codes = codes_of_tags()
        row = self._content.tables[-1].rows_of_group()[-1]
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
            self._content.count_cell()
            cell = RawCell(lines)
            if not lines and is_bound(node):
                cell.drawn = True
            cell.close()
            if node.mem_id in spanning:
                read_spans(cell, node)
            row.append(cell)
            node = node.next
        return None

    def _typed_text(self, node: LexborNode) -> str | None:
        """The text within, or none where anything bears on how it is read."""
        text_id, codes = codes_of_tags()
        parts: list[str] = []
        for inner in [*node.traverse(include_text=True)][1:]:
            code = codes.get(inner.tag_id, 0)
            if inner.tag_id == text_id:
                parts.append(inner.text_content or "")
            elif code == BREAK:
                parts.append("\n")
            elif code not in (0, LINK) or inner.mem_id in self._hidden or inner.mem_id in self._marked:
                return None
        return "".join(parts)

    def _hide(self, node: LexborNode) -> None:
        if self._content.tables:
            self.hidden.append(node.text(separator=" "))
            code = codes_of_tags()[1].get(node.tag_id)
            self._content.tables[-1].hidden_rows |= code == ROW
            self._content.tables[-1].hidden_cells |= code == CELL

    def _enter(self, node: LexborNode, code: int) -> None:
        content = self._content
        if code in _LINE_ENDS or code == BREAK:
            content.flush()
        if code in content.open:
            content.open[code] += 1
        elif code == CELL:
            content.open_cell(node, self._marked.get(node.mem_id), node.mem_id in self._spanning)
        elif code == ROW:
            content.open_row()
        elif code in (HEAD, GROUP, FOOT):
            content.open_group(code)
        elif code == TABLE:
            content.open_table()
        elif code == INPUT:
            content.show_input(node)
        elif code == SELECT:
            content.show_choice(node)
        elif code == BUTTON:
            content.button(node.text())
        elif code == DRAWN:
            if content.cell is not None:
                content.cell.drawn = True
                if any(map(str.isdigit, "".join(text.text() for text in node.css("text,mn")))):
                    content.flag(PICTURE)
        elif code == IMAGE:
            content.show_picture(node)

    def _leave(self, code: int, mark: Mark | None) -> None:
        content = self._content
        if code in _LINE_ENDS:
            content.flush()
        if code in content.open:
            content.open[code] -= 1
        elif code == CELL:
            content.close_cell()
        elif code == TABLE:
            content.close_table()
        if mark:
            content.count_mark(mark, -1)
