"""A page's content as the walk meets it: the line that is open, the cell and the tables around it, and what is done.

How a line is read depends on what is open around it: a heading, a link, `pre`, raised or struck text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from extract.flags import PICTURE, STRUCK_TEXT, SUBSCRIPT, SUPERSCRIPT
from extract.model import MIN_PICTURE, Block, Paragraph, Picture
from extract.readers._html.grid import RawCell
from extract.readers._html.lines import SPACE, collapsed
from extract.readers._html.marks import Mark
from extract.readers._html.tables import RawTable, read_spans, table_items
from extract.readers._html.tags import HEADING, LINK, LOWERED, PRE, RAISED, READING, STRIKE
from extract.readers._shared.limits import refuse_many
from extract.readers._shared.raised import LOWER, RAISE

_DATA_URI = re.compile(
    r"data:image/(?:png|jpe?g|gif|bmp|webp|tiff?)[^,]{0,80};base64,(.*)", re.IGNORECASE | re.DOTALL
)

_BUTTONS = frozenset(("submit", "button", "reset"))
_DRAWN_INPUTS = frozenset(("password", "range", "image", "datetime-local", "time", "week"))
_TYPED_INPUTS = frozenset(("", "text", "number", "tel", "search", "date", "month", "url", "email"))


_BEARING = (HEADING, LINK, PRE, RAISED, LOWERED, STRIKE, READING)

# marks that say of any element what a tag may say, too
_OF_MARKS = {Mark.STRUCK: STRIKE, Mark.RAISED: RAISED, Mark.LOWERED: LOWERED}


class Typed(str):
    """What a `pre` outside of tables holds, its lines and spaces as they are: a text dump put on a page."""


class Content:
    """`items`: what the page holds outside of tables' cells; `sheets`: those of them that came from a sheet saved as a table.

    `open`: how many elements of each kind are that bear on text.
    """

    def __init__(self) -> None:
        self.items: list[str | Block] = []
        self.sheets: list[Sequence[str | Block]] = []
        self.cell: RawCell | None = None
        self.tables: list[RawTable] = []
        self.open: dict[int, int] = dict.fromkeys(_BEARING, 0)
        self._invisible = self._white = 0
        self._line: list[str] = []
        self._struck = ""  # numbers of the line; outside of cells they are its text where it has no other
        self._n_cells = 0
        self._after_box = False

    def bears_on_text(self) -> bool:
        """Whether something open around a row bears on its text: a link, `pre`, a heading, struck text …"""
        return any(self.open.values()) or self._invisible > 0 or self._white > 0

    def may_be_typed(self) -> bool:
        """Whether of all that bears on text a `pre` alone is open, outside of cells."""
        alone = sum(self.open.values()) == self.open[PRE] == 1
        return alone and self.cell is None and not self._invisible and not self._white

    def count_mark(self, mark: Mark, by: int) -> None:
        """An element of that mark begins (1) or ends (-1)."""
        self._invisible += by * (mark is Mark.INVISIBLE)
        self._white += by * (mark is Mark.WHITE)
        if mark in _OF_MARKS:
            self.open[_OF_MARKS[mark]] += by
        elif mark in (Mark.APART, Mark.UNCLEAR):
            self.flush()
            self._fill(mark)
        else:
            self._fill(mark)

    def _fill(self, mark: Mark | None) -> None:
        """Something is shown in the open cell that is none of its text."""
        if self.cell is not None and mark is Mark.DRAWN:
            self.cell.drawn = True
        elif mark in (Mark.FIGURE, Mark.UNCLEAR):
            self.flag(PICTURE)

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self._invisible:  # its place stays empty
            self._after_box = self._after_box or (self.cell is not None and not text.isspace())
            return
        if self._after_box:
            self._after_box = False
            if text[0].isdigit():
                self.flush()
        first, *rest = text.split("\n") if self.open[PRE] else (text,)
        self._shown(first)
        for line in rest:
            self.flush()
            self._shown(line)

    def _shown(self, text: str) -> None:
        if not text.strip(SPACE):
            if self._line:
                self._line.append(" ")
            return
        if self._white and self.cell is None:
            return
        if self.open[READING] and not any(map(str.isdigit, text)):
            return
        if self.open[RAISED] or self.open[LOWERED] or self.open[READING]:
            text = self._small(text)
        if (self.open[STRIKE] or self._white) and self.cell is not None:
            if self.open[STRIKE]:
                self.flag(STRUCK_TEXT)
            else:
                self.cell.unseen += text
            self.cell.aside += text
            return
        if self.open[STRIKE] and not any(map(str.isalpha, text)):
            self._struck += text
            return
        self._line.append(text)
        if self.open[LINK] and self.cell is not None:
            self.cell.link_chars += len(text.strip())

    def _small(self, text: str) -> str:
        lowered = self.open[LOWERED] and not self.open[RAISED]
        self.flag(SUBSCRIPT if lowered else SUPERSCRIPT)
        return text.translate(LOWER if lowered else RAISE)

    def flag(self, flag: str) -> None:
        if self.cell is not None and flag not in self.cell.flags:
            self.cell.flags += (flag,)

    def typed(self, text: str) -> None:
        self.flush()
        self.items.append(Typed(text))

    def flush(self) -> None:
        """The current line is over."""
        if not self._line:
            if not self._struck:
                return
            self._line.append(self._struck)
        self._struck = ""
        text = collapsed("".join(self._line))
        self._line.clear()
        if text:
            items = self.cell.items if self.cell is not None else self.items
            items.append(Paragraph(text, heading=True) if self.open[HEADING] else text)

    def open_table(self) -> None:
        self.flush()
        self.tables.append(RawTable(outer_cell=self.cell))
        self.cell = None

    def open_group(self, code: int) -> None:
        if self.tables:
            self.tables[-1].open_group(code)

    def open_row(self) -> None:
        if not self.tables:
            return
        self.tables[-1].rows_of_group().append([])

    def open_cell(self, node: LexborNode, mark: Mark | None, spans: bool) -> None:
        self.flush()
        if not self.tables or not self.tables[-1].group:
            return
        self.count_cell()
        self.cell = RawCell()
        if spans:
            read_spans(self.cell, node)
        self._fill(mark)
        self.tables[-1].group[-1].append(self.cell)

    def count_cell(self) -> None:
        self._n_cells += 1
        refuse_many(self._n_cells)

    def close_cell(self) -> None:
        self.flush()
        if self.cell is not None:
            self.cell.close()
        self.cell = None

    def close_table(self) -> None:
        self.flush()
        raw = self.tables.pop()
        self.cell = raw.outer_cell
        items = self.cell.items if self.cell is not None else self.items
        found, is_sheet = table_items(raw)
        if is_sheet and self.cell is None:
            self.sheets.append(found)
        items.extend(found)

    def button(self, text: str) -> None:
        if self.cell is None or any(map(str.isdigit, text)):  # 修改 beside a number is none of it
            self.boxed(text)

    def boxed(self, text: str | None) -> None:
        """The text of a box within the line: a number of its own."""
        if self.cell is not None and self._line and self._line[-1][-1:].isdigit():
            self.flush()
        self.text(text)
        self._after_box = bool(text) and self.cell is not None

    def show_input(self, node: LexborNode) -> None:
        """What a field shows: pages generated from a form print their numbers in read-only inputs."""
        attributes = node.attributes
        kind, value = (attributes.get("type") or "").strip().lower(), attributes.get("value") or ""
        if kind in _TYPED_INPUTS:
            self.boxed(value)
            if not value and (attributes.get("placeholder") or "").strip().isdigit():
                self.flag(PICTURE)
        elif kind in _BUTTONS:
            self.button(value)
        elif kind in _DRAWN_INPUTS and value:
            self.flag(PICTURE)

    def show_choice(self, node: LexborNode) -> None:
        """The entry of a list that shows: the last one chosen, else the first that can be; all those of an open list."""
        if "multiple" in node.attributes or (node.attributes.get("size") or "1") != "1":
            shown = node.css("option")
        else:
            shown = node.css("option[selected]")[-1:] or node.css("option:not([disabled])")[:1]
        for each in shown:
            self.boxed(each.attributes.get("label") or each.text())

    def show_picture(self, node: LexborNode) -> None:
        if self._invisible:
            return
        self.flag(PICTURE)
        picture = _embedded_picture(node.attrs.get("src"))
        if picture is not None:
            self.flush()
            (self.cell.items if self.cell is not None else self.items).append(picture)


def _embedded_picture(source: str | None) -> Picture | None:
    """A picture inside the page itself; those elsewhere are never fetched."""
    found = _DATA_URI.match(source.strip()) if source and len(source) > MIN_PICTURE else None
    if found is None:
        return None
    try:
        data = base64.b64decode(found[1])
    except (binascii.Error, ValueError):  # ValueError: characters beyond ASCII
        return None
    return Picture(data) if len(data) >= MIN_PICTURE else None
