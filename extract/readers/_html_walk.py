"""One walk over Lexbor's tree → lines, headings, tables and pictures in reading order.

The walk keeps its own stack (pages nest as deep as they like) and asks a node for attributes only where
they can matter: that, and not the parsing, is what a page costs.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.errors import DocumentError
from extract.model import Block, Paragraph, Picture, Table
from extract.readers._html_grid import (
    MAX_COLSPAN,
    MAX_ROWSPAN,
    RawCell,
    RawRow,
    rows_to_table,
    span_value,
)

MAX_CELLS = 200_000  # of one page; a report has some 400
MIN_PICTURE_BYTES = 8192  # smaller ones are icons and rules, no legible table
LONG_TEXT = 200  # characters; no label or note of a form is as long, so the cell lays out running text

_SPACE = " \t\n\r\f"  # what HTML collapses: neither U+00A0 nor U+3000
_SPACES = re.compile(r"[ \t\n\r\f]+")
_EDGE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*"  # white space, and marks that take no room
_NUMBER = re.compile(rf"{_EDGE}[-－+＋]?[0-9０-９][0-9０-９.,，．]*\s*(?:件|项|条|次|人|万元|元)?{_EDGE}")
_DATA_URI = re.compile(
    r"data:image/(?:png|jpe?g|gif|bmp|webp|tiff?)[^,]{0,80};base64,(.*)", re.IGNORECASE | re.DOTALL
)
_NOT_SHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:comment|comment-list|annotation)\b)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"(?:^|[;\s])visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK = re.compile(r"(?:^|[;\s])text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_STYLED = ",".join(
    f'[style*="{word}" i]' for word in ("display", "visibility", "mso-hide", "mso-element", "line-through")
)
_ATTRIBUTED = f"[hidden],s.msoDel,span.msoDel,{_STYLED}"

_BLOCK, _SKIP, _BREAK, _TABLE, _GROUP, _FOOT, _ROW, _CELL, _HEADING = range(1, 10)
_LINK, _INPUT, _SELECT, _IMAGE, _PRE, _RAISED, _LOWERED, _STRIKE = range(10, 18)
_TAGS = {
    _BLOCK: "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li listing main menu nav ol p search section"
    " summary ul",
    _SKIP: "head script style noscript template iframe noembed noframes svg audio video canvas object datalist"
    " rp del colgroup",
    _BREAK: "br",
    _TABLE: "table",
    _GROUP: "thead tbody",
    _FOOT: "tfoot",
    _ROW: "tr",
    _CELL: "td th",
    _HEADING: "h1 h2 h3 h4 h5 h6",
    _LINK: "a",
    _INPUT: "input",
    _SELECT: "select",
    _IMAGE: "img",
    _PRE: "pre xmp plaintext",
    _RAISED: "sup",
    _LOWERED: "sub",
    _STRIKE: "s strike",
}
_LINE_ENDS = frozenset((_BLOCK, _HEADING, _PRE))
# A footnote mark behind a number must not become its last digit: 3<sup>1</sup> is printed 3¹
_RAISE = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWER = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_TYPED_INPUTS = frozenset(("", "text", "number", "tel", "search", "date", "month", "url", "email"))


@cache
def _codes() -> tuple[int, dict[int, int]]:
    """Lexbor's number of a text node, and what to do at each numbered tag."""
    tree = LexborHTMLParser("<p>x")
    paragraph = tree.body.first_child if tree.body else None
    assert paragraph is not None
    assert paragraph.first_child is not None
    codes = {tree.create_node(tag).tag_id: code for code, tags in _TAGS.items() for tag in tags.split()}
    return paragraph.first_child.tag_id, codes


@dataclass(slots=True)
class _RawTable:
    groups: list[list[RawRow]] = field(default_factory=list)
    feet: list[list[RawRow]] = field(default_factory=list)
    group: list[RawRow] | None = None
    last_row: LexborNode | None = None
    outer_items: list[str | Block] = field(default_factory=list)
    outer_cell: RawCell | None = None

    def rows(self) -> list[RawRow]:
        return [row for group in (*self.groups, *self.feet) for row in group]


class Walk:
    """The state of one walk; `items` holds the page's content when it is done."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.items: list[str | Block] = []
        self._line: list[str] = []
        self._cell: RawCell | None = None
        self._tables: list[_RawTable] = []
        self._n_cells = 0
        self._headings = self._links = self._pres = self._raised = self._lowered = self._struck = 0
        self._invisible = 0
        self._spanning = {node.mem_id for node in tree.css("[colspan],[rowspan]")}
        self._hidden, self._blanked, self._crossed = _attributed_nodes(tree)
        if tree.root is not None:
            self._walk(tree.root)
        self._flush()

    def _walk(self, root: LexborNode) -> None:
        text_id, codes = _codes()
        special = bool(self._hidden or self._blanked or self._crossed)
        stack: list[tuple[LexborNode, int, int]] = []
        node, blanked = root, 0
        while True:
            tag_id = node.tag_id
            code = codes.get(tag_id, 0)
            child = None
            if tag_id == text_id:
                self._text(node.text_content)
            elif code != _SKIP and not (special and node.mem_id in self._hidden):
                blanked = self._enter_special(node) if special else 0
                if code:
                    self._enter(node, code)
                child = node.first_child if code != _SELECT else None
                if child is None:
                    self._leave(code, blanked)
            if child is not None:
                stack.append((node, code, blanked))
                node = child
                continue
            while True:
                following = node.next
                if following is not None:
                    node = following
                    break
                if not stack:
                    return
                node, code, blanked = stack.pop()
                self._leave(code, blanked)

    def _enter_special(self, node: LexborNode) -> int:
        """Bits: 1 its text is invisible, 2 its text is struck through."""
        address = node.mem_id
        bits = (address in self._blanked) + 2 * (address in self._crossed)
        self._invisible += bits & 1
        self._struck += bits >> 1
        return bits

    def _text(self, text: str | None) -> None:
        if not text or self._invisible:
            return
        if self._pres and "\n" in text:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._flush()
                self._line.append(line)
            return
        if not text.strip(_SPACE):
            if self._line:
                self._line.append(" ")
            return
        if self._raised or self._lowered:
            text = self._small(text)
        if self._struck:
            self._flag("struck_text")
        self._line.append(text)
        if self._links and self._cell is not None:
            self._cell.link_chars += len(text.strip())

    def _small(self, text: str) -> str:
        self._flag("superscript" if self._raised else "subscript")
        return text.translate(_RAISE if self._raised else _LOWER)

    def _flag(self, flag: str) -> None:
        if self._cell is not None and flag not in self._cell.flags:
            self._cell.flags += (flag,)

    def _flush(self) -> None:
        """The current line is over."""
        if not self._line:
            return
        text = _SPACES.sub(" ", "".join(self._line)).strip(" ")
        self._line.clear()
        if text:
            items = self._cell.items if self._cell is not None else self.items
            items.append(Paragraph(text, heading=True) if self._headings else text)

    def _enter(self, node: LexborNode, code: int) -> None:
        if code in _LINE_ENDS or code == _BREAK:
            self._flush()
            if code == _HEADING:
                self._headings += 1
            elif code == _PRE:
                self._pres += 1
        elif code == _CELL:
            self._open_cell(node)
        elif code == _ROW:
            self._open_row(node)
        elif code in (_GROUP, _FOOT):
            self._open_group(code == _FOOT)
        elif code == _TABLE:
            self._open_table()
        elif code == _LINK:
            self._links += 1
        elif code == _RAISED:
            self._raised += 1
        elif code == _LOWERED:
            self._lowered += 1
        elif code == _STRIKE:
            self._struck += 1
        elif code == _INPUT:
            self._text(_input_text(node))
        elif code == _SELECT:
            chosen = node.css_first("option[selected]") or node.css_first("option")
            self._text(chosen.text() if chosen is not None else None)
        elif code == _IMAGE:
            self._picture(node)

    def _leave(self, code: int, special: int) -> None:
        if code in _LINE_ENDS:
            self._flush()
            if code == _HEADING:
                self._headings -= 1
            elif code == _PRE:
                self._pres -= 1
        elif code == _CELL:
            self._flush()
            if self._cell is not None:
                self._cell.close()
            self._cell = None
        elif code == _TABLE:
            self._close_table()
        elif code == _LINK:
            self._links -= 1
        elif code == _RAISED:
            self._raised -= 1
        elif code == _LOWERED:
            self._lowered -= 1
        elif code == _STRIKE:
            self._struck -= 1
        if special:
            self._invisible -= special & 1
            self._struck -= special >> 1

    def _open_table(self) -> None:
        self._flush()
        self._tables.append(_RawTable(outer_cell=self._cell))
        self._cell = None

    def _open_group(self, foot: bool) -> None:
        if self._tables:
            table = self._tables[-1]
            table.group = []
            (table.feet if foot else table.groups).append(table.group)

    def _open_row(self, node: LexborNode) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if table.group is None:
            self._open_group(foot=False)
        assert table.group is not None
        table.group.append([])
        table.last_row = node

    def _open_cell(self, node: LexborNode) -> None:
        self._flush()
        if not self._tables or not self._tables[-1].group:
            return
        self._n_cells += 1
        if self._n_cells > MAX_CELLS:
            raise DocumentError(f"表格单元格超过 {MAX_CELLS} 个（too many cells）；不像一份年度报告")
        self._cell = RawCell()
        if node.mem_id in self._spanning:
            attributes = node.attrs
            self._cell.colspan = span_value(attributes.get("colspan"), MAX_COLSPAN, zero=1)
            self._cell.rowspan = span_value(attributes.get("rowspan"), MAX_ROWSPAN, zero=0)
        self._tables[-1].group[-1].append(self._cell)

    def _close_table(self) -> None:
        self._flush()
        raw = self._tables.pop()
        _drop_alignment_row(raw)
        self._cell = raw.outer_cell
        items = self._cell.items if self._cell is not None else self.items
        items.extend(_table_items(raw))

    def _picture(self, node: LexborNode) -> None:
        if self._invisible:
            return
        self._flag("picture")
        picture = _embedded_picture(node.attrs.get("src"))
        if picture is not None:
            self._flush()
            (self._cell.items if self._cell is not None else self.items).append(picture)


def _attributed_nodes(tree: LexborHTMLParser) -> tuple[set[int], set[int], set[int]]:
    """Addresses of the elements that are not there, invisible in their place, struck through."""
    gone: set[int] = set()
    invisible: set[int] = set()
    struck: set[int] = set()
    for node in tree.css(_ATTRIBUTED):
        attributes = node.attributes
        style = attributes.get("style") or ""
        deleted = "msodel" in (attributes.get("class") or "").lower().split()
        if deleted or "hidden" in attributes or _NOT_SHOWN.search(style):
            gone.add(node.mem_id)
        elif _INVISIBLE.search(style):
            invisible.add(node.mem_id)
        elif _STRUCK.search(style):
            struck.add(node.mem_id)
    return gone, invisible, struck


def _input_text(node: LexborNode) -> str | None:
    """What a field shows: pages generated from a form print their numbers in read-only inputs."""
    attributes = node.attributes
    if (attributes.get("type") or "").strip().lower() not in _TYPED_INPUTS:
        return None
    return attributes.get("value")


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


def _drop_alignment_row(raw: _RawTable) -> None:
    """Word ends a table whose columns do not align with a row of empty cells of no height; it is not printed."""
    if raw.last_row is None or not raw.group or any(cell.items for cell in raw.group[-1]):
        return
    attributes = raw.last_row.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    if attributes.get("height") == "0" or re.search(r"(?:^|;)height:0(?:px|pt|cm)?(?:;|$)", style):
        raw.group.pop()


def _table_items(raw: _RawTable) -> list[str | Block]:
    """A report table stays a table; a layout table gives its content in reading order."""
    rows = raw.rows()
    if not any(rows):
        return []
    if _is_layout(rows):
        return [item for row in rows for cell in row for item in cell.items]
    table = rows_to_table([*raw.groups, *raw.feet])
    # what a cell cannot hold follows its table
    inner = [item for row in rows for cell in row for item in cell.items if isinstance(item, Table | Picture)]
    return [table, *inner]


def _is_layout(rows: list[RawRow]) -> bool:
    """Whether a table only arranges a page: a menu, a frame around the article, a box around a line.

    Numbers decide first: whatever else a table holds (notes of many lines, headings, a table in a cell),
    rows of bare numbers make it data.
    """
    cells = [cell for row in rows for cell in row]
    numbers = [sum(1 for cell in row if _NUMBER.fullmatch(cell.text)) for row in rows]
    holds_tables = any(isinstance(item, Table) for cell in cells for item in cell.items)
    if holds_tables:
        return sum(count >= 2 for count in numbers) < 2
    if any(numbers) and len(cells) > 1:
        return False
    if max(len(row) for row in rows) == 1 and all(cell.colspan == 1 for cell in cells):
        return True
    if any(isinstance(item, Paragraph) for cell in cells for item in cell.items):
        return True
    texts = [cell.text for cell in cells]
    if max(map(len, texts)) > LONG_TEXT:
        return True
    filled = sum(1 for text in texts if text.strip())
    links = sum(1 for cell, text in zip(cells, texts, strict=True) if 0 < len(text) <= cell.link_chars + 2)
    return filled > 0 and links * 3 >= filled * 2
