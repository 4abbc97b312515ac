"""RTF text as it is read → blocks: the tables that are open, one within another, and the paragraphs between them."""

from __future__ import annotations

from extract.model import Block, Paragraph
from extract.readers._rtf.text import Text
from extract.readers._word.edges import CellContent, CellEdge, Level, RowShape, level_to_items

_MERGES = {b"clvmgf": "restart", b"clvmrg": "continue", b"clmgf": "restart", b"clmrg": "continue"}
ROW_WORDS = frozenset(b"cellx trowd trleft clcbpat cell row nestcell nestrow".split()) | frozenset(_MERGES)


class Flow:
    """`left_out`: deleted or hidden text was read since the last row; `boxed`: lines of text boxes outside of tables."""

    def __init__(self, text: Text) -> None:
        self.left_out = False
        self.boxed: list[str] = []
        self._text = text
        self._blocks: list[Block] = []
        self._levels: list[Level] = []
        # by whether the row is one of a nested table
        self._shapes: dict[bool, RowShape] = {False: RowShape(), True: RowShape()}
        self._vertical: str | None = None
        self._horizontal: str | None = None
        self._dark = False  # the fill of the cell whose edge comes next

    def row_word(self, word: bytes, number: int, depth: int, nested: bool) -> None:
        """Takes a control word about a row at this depth; `nested` says that it stands in the definition of a nested table's row."""
        if word == b"cellx":
            edge = CellEdge(number, self._vertical, self._horizontal, self._dark)
            self._shapes[nested].edges.append(edge)
            self._begin_cell()
        elif word == b"trowd":
            self._shapes[nested] = RowShape()
            self._begin_cell()
        elif word == b"clcbpat":
            self._dark = self._text.is_dark(number)
        elif word == b"trleft":
            self._shapes[nested].left = number
        elif word in (b"clvmgf", b"clvmrg"):
            self._vertical = _MERGES[word]
        elif word in (b"clmgf", b"clmrg"):
            self._horizontal = _MERGES[word]
        elif word in (b"cell", b"nestcell"):
            self._line(self._down_to(max(2, depth) if word == b"nestcell" else 1)).end_cell()
        elif word in (b"row", b"nestrow"):
            self._end_row(self._down_to(max(2, depth) if word == b"nestrow" else 1), word == b"nestrow")

    def _begin_cell(self) -> None:
        self._vertical = self._horizontal = None
        self._dark = False

    def _end_row(self, level: Level, nested: bool) -> None:
        level.shape = self._shapes[nested]
        if self.left_out and not any(any(cell.lines()) for cell in level.cells):
            level.cells = []  # a row deleted with changes tracked: nothing in RTF says so but its text
        level.end_row()
        self.left_out = False

    def _down_to(self, depth: int) -> Level:
        """The table that is open at this depth. Deeper ones are finished and become part of its open cell."""
        while len(self._levels) > depth:
            items = level_to_items(self._levels.pop())
            if self._levels:
                self._levels[-1].open.items.extend(items)
            else:
                self._blocks.extend(Paragraph(item) if isinstance(item, str) else item for item in items)
        while len(self._levels) < depth:
            self._levels.append(Level())
        return self._levels[-1] if self._levels else Level()

    def _line(self, level: Level) -> Level:
        """Add the text read since the last mark to the level's open cell."""
        taken, cell = self._text.take(), level.open
        line = taken.text.strip(" \t")
        if line or cell.items:
            cell.items.append(line)
        if taken.flags:
            cell.aside += taken.aside
            cell.flags += taken.flags
        return level

    def paragraph(self, depth: int, heading: bool, boxed: bool) -> None:
        """Ends a paragraph: in a table at this depth, or outside of tables (0); `boxed` says that it stands in a text box."""
        if depth == 0 and self._levels and (self._levels[0].cells or self._levels[0].open.items):
            depth = 1  # the row is not ended: a writer that leaves out \intbl
        if depth:
            self._line(self._down_to(depth))
            return
        line = self._text.take().whole.strip(" \t\n")
        self._down_to(0)
        if line:
            self._blocks.append(Paragraph(line, heading=heading))
            if boxed:
                self.boxed.append(line)

    def drop_open_row(self) -> None:
        """Leave out the row in which the file breaks off: its last number may be half of one."""
        for level in self._levels:
            if level.cells or level.open.items:
                level.cells, level.open = [], CellContent()
                self._text.take()

    def blocks(self) -> list[Block]:
        """Ends the text and gives all its blocks."""
        self._down_to(0)
        return self._blocks
