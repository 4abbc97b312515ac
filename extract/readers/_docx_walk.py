"""The XML tree of a Word document → blocks, in one walk.

The walk touches blocks, cells and runs only; the properties that matter were gathered before it.
Read as it would print: deleted and moved-away text, hidden text and field codes are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from extract.errors import DocumentError
from extract.model import Block, Paragraph, Table
from extract.readers._docx_flat import flat_rows
from extract.readers._docx_grid import MAX_CELLS, WordCell, WordRow, rows_to_table
from extract.readers._docx_items import Box, Item, PictureRef, cell_text, flatten
from extract.readers._docx_names import (
    KIND,
    RELATION_IDS,
    attribute,
    integer,
    local_name,
    namespace_of,
    switched_on,
)
from extract.readers._docx_properties import (
    Properties,
    Style,
    chosen,
    chosen_entry,
    deleted_2003,
    gathered_properties,
    is_aside,
    is_drawn,
    is_heading,
    kept_annotation,
    mark_is_gone,
    merge,
    printed_number_2003,
    vertical_position,
)
from extract.readers._docx_styles import Styles
from extract.readers._docx_symbols import symbol_text
from extract.readers._docx_white import white_runs
from extract.readers._raised import PLACES

_PLAIN = Style()
_SPREADSHEETS = ("Excel.", "ET.")  # programs whose embedded sheets print as pictures


@dataclass(slots=True)
class Walk:
    """State of one walk. `load_styles` is called at the first style met, `number` gives the printed list number of a paragraph (list id, level)."""

    load_styles: Callable[[], Styles]
    number: Callable[[str, int], str]
    problems: list[str]
    white: bool
    _properties: dict[etree._Element, Properties] = field(default_factory=dict)
    _fields: list[bool] = field(default_factory=list)  # open fields; True: within the result, False: the code
    _under: Style = _PLAIN  # of the paragraph that is open
    _cells: int = 0
    _namespace: str = ""
    _cell_flags: list[str] = field(default_factory=list)  # of the cell that is open
    _aside: list[str] | None = None  # its text that is struck through or white; None outside of cells
    _styles: Styles | None = None
    _root: etree._Element | None = None
    _unseen: set[str] = field(default_factory=set)  # styles met that set text so that nobody sees it
    _with_white: set[etree._Element] = field(default_factory=set)  # tables that hold text nobody sees

    def blocks(self, root: etree._Element, body: etree._Element) -> list[Block | PictureRef]:
        """Paragraphs (none blank), tables and picture references of a body in reading order."""
        self._root, self._namespace = root, namespace_of(root)
        self._properties = gathered_properties(root, self._namespace)
        if self.white:
            self._mark_unseen()
        items: list[Item] = []
        self._flow(body, items)
        return list(flatten(items))

    def _mark_unseen(self, style: str | None = None) -> None:
        """Marks the runs of text that nobody sees on white paper by their own properties, or by that style."""
        for run, table in white_runs(self._root, self._namespace, self._is_filled, style):
            self._properties.setdefault(run, {})["white"] = run
            self._with_white.add(table)

    def _is_filled(self, reference: etree._Element) -> bool:
        return self._style(reference).filled

    # -- blocks

    def _flow(self, container: etree._Element, items: list[Item]) -> None:
        carried: list[str] = []
        self._flow_into(container, items, carried)
        if carried:
            items.append("".join(carried))

    def _flow_into(self, container: etree._Element, items: list[Item], carried: list[str]) -> None:
        """`carried` is the text of paragraphs whose mark is deleted: it belongs to the next paragraph."""
        for child in container:
            kind = KIND.get(child.tag)
            if kind == "p":
                self._paragraph(child, items, carried)
            elif kind == "tbl":
                if carried:
                    items.append("".join(carried))
                    carried.clear()
                self._table(child, items)
            elif kind == "through":
                self._flow_into(child, items, carried)
            elif kind == "alternate":
                self._flow_into(chosen(child), items, carried)
            elif kind == "annotation":
                if (content := kept_annotation(child)) is not None:
                    self._flow_into(content, items, carried)
            elif kind == "altChunk":
                self.problems.append("文中嵌有另一文件 (altChunk)，未读；请用 Word 打开后另存")

    def _plain_text(self, paragraph: etree._Element) -> str | None:
        """The text of a paragraph of nothing but ordinary runs, as nearly all in a table are; else None.

        It does what `_paragraph` does for these, in half the time.
        """
        text = ""
        special = self._properties
        for child in paragraph:
            kind = KIND.get(child.tag)
            if kind == "r":
                for piece in child:
                    kind = KIND.get(piece.tag)
                    if kind == "t":
                        text += piece.text or ""
                    elif kind is not None and (kind != "rPr" or piece in special):
                        return None
            elif kind is not None and (kind != "pPr" or child in special):
                return None
        return text

    def _paragraph(self, element: etree._Element, items: list[Item], carried: list[str]) -> None:
        texts: list[str] = []
        aside: list[Item] = []
        properties: Properties = {}
        style = _PLAIN
        for child in element:
            kind = KIND.get(child.tag)
            if kind == "r":
                self._run(child, texts, aside)
            elif kind == "pPr":
                properties = self._properties.get(child) or {}
                if properties:
                    style = self._style(properties.get("pStyle"))
                self._under = style
            elif kind is not None:
                self._inline(child, kind, texts, aside)
        self._under = _PLAIN
        # A field whose end is missing must not swallow the paragraphs after it.
        self._fields.clear()
        text = "".join(texts)
        if properties:
            if mark_is_gone(properties):
                carried.append(text)
                items.extend(aside)
                return
            if prefix := self._list_number(properties, style):
                carried.insert(0, prefix)
                if not text or text[:1].isdigit():
                    self._cell_flags.append("auto_number")  # `1.` drawn before `23` must not pass for 1.23
        if carried:
            text = "".join((*carried, text))
            carried.clear()
        if properties and is_heading(properties, style):
            items.append(Paragraph(text, heading=True))
        else:
            items.append(text)
        if aside:
            items.extend(aside)

    def _style(self, reference: etree._Element | None) -> Style:
        if reference is None:
            return _PLAIN
        if self._styles is None:
            self._styles = self.load_styles()
        name = attribute(reference, "val") or ""
        style = self._styles.named(name)
        if style.unseen and name not in self._unseen:
            self._unseen.add(name)
            self._mark_unseen(name)
        return style

    def _list_number(self, properties: Properties, style: Style) -> str:
        if "listPr" in properties:  # Word 2003 writes the printed number beside the reference
            return printed_number_2003(properties["listPr"])
        numbering = style.numbering
        direct = properties.get("numPr")
        if direct is not None:
            inner = {local_name(child): integer(child) for child in direct}
            identifier, level = inner.get("numId"), inner.get("ilvl")
            own = str(identifier) if identifier is not None else (numbering or ("0", 0))[0]
            numbering = (own, level if level is not None else (numbering or ("0", 0))[1])
        return self.number(*numbering) if numbering else ""

    # -- text

    def _run(self, run: etree._Element, texts: list[str], aside: list[Item]) -> None:
        visible = not self._under.hidden
        special = self._under.struck or self._under.place is not None
        properties: Properties = {}
        for child in run:
            kind = KIND.get(child.tag)
            if kind == "t":
                if visible and (not self._fields or all(self._fields)):
                    text = child.text or ""
                    if special:
                        self._special_text(text, properties, texts)
                    else:
                        texts.append(text)
            elif kind == "rPr":
                if child in self._properties:
                    properties = self._properties[child]
                    visible = not self._is_hidden(properties)
                    special = bool(self._set_apart(properties))
            elif kind == "fldChar":
                self._field(attribute(child, "fldCharType"))
                if len(child) and (choice := chosen_entry(child)):
                    texts.append(choice)
            elif kind == "instrText":
                if is_drawn(child):
                    self._cell_flags.append("picture")
            elif kind is not None and visible and (not self._fields or all(self._fields)):
                self._inline(child, kind, texts, aside)

    def _set_apart(self, run: Properties) -> str | None:
        style = self._run_style(run)
        return is_aside(run, style) or vertical_position(run, style)

    def _run_style(self, run: Properties) -> Style:
        style, under = self._style(run.get("rStyle")), self._under
        if not under.struck and under.place is None:
            return style
        return replace(style, struck=style.struck or under.struck, place=style.place or under.place)

    def _special_text(self, text: str, run: Properties, texts: list[str]) -> None:
        """Struck and white text is a cell's only where it has no other; raised and lowered digits are none of its number."""
        style = self._run_style(run)
        place, aside = vertical_position(run, style), is_aside(run, style)
        if aside and self._aside is not None:
            self._cell_flags.append(aside)
            self._aside.append(text)
        elif place is not None and self._aside is not None:
            self._cell_flags.append(place)
            texts.append(text.translate(PLACES[place]))
        else:
            texts.append(text)

    def _inline(self, element: etree._Element, kind: str, texts: list[str], aside: list[Item]) -> None:
        if kind == "through":
            self._inlines(element, texts, aside)
        elif kind == "r":
            self._run(element, texts, aside)
        elif kind == "t":
            texts.append(element.text or "")
        elif kind in ("br", "cr"):
            texts.append("\n")
        elif kind in ("tab", "ptab"):
            texts.append("\t")
        elif kind == "noBreakHyphen":
            texts.append("-")
        elif kind == "sym":
            texts.append(symbol_text(attribute(element, "font"), attribute(element, "char")))
        elif kind in ("drawing", "pict", "object"):
            self._drawing(element, aside)
        elif kind == "formula":
            self._cell_flags.append("picture")
        elif kind == "alternate":
            self._inlines(chosen(element), texts, aside)
        elif kind == "annotation" and (content := kept_annotation(element)) is not None:
            self._inlines(content, texts, aside)

    def _inlines(self, container: etree._Element, texts: list[str], aside: list[Item]) -> None:
        for child in container:
            kind = KIND.get(child.tag)
            if kind is not None:
                self._inline(child, kind, texts, aside)

    def _field(self, mark: str | None) -> None:
        if mark == "begin":
            self._fields.append(False)
        elif self._fields and mark == "separate":
            self._fields[-1] = True
        elif self._fields and mark == "end":
            self._fields.pop()

    def _is_hidden(self, properties: Properties) -> bool:
        if "vanish" in properties:
            return switched_on(properties["vanish"])
        return self._under.hidden or self._style(properties.get("rStyle")).hidden

    def _drawing(self, element: etree._Element, aside: list[Item]) -> None:
        """Text boxes and pictures at any depth of a drawing, an alternative read once."""
        for child in element:
            kind = KIND.get(child.tag)
            if kind == "txbxContent":
                fields, self._fields = self._fields, []
                under, self._under = self._under, _PLAIN
                box = Box([])
                self._flow(child, box.items)
                self._fields, self._under = fields, under
                aside.append(box)
            elif kind in ("blip", "imagedata"):
                if relation := next(filter(None, map(child.get, RELATION_IDS)), None):
                    aside.append(PictureRef(relation))
            elif local_name(child) == "textpath":  # letters drawn along a line
                self._cell_flags.append("picture")
            elif local_name(child) == "OLEObject":
                if (child.get("ProgID") or "").startswith(_SPREADSHEETS):
                    self.problems.append(
                        "文中嵌有电子表格 (embedded spreadsheet)，未读；请把它转为 Word 表格"
                    )
            else:
                self._drawing(chosen(child) if kind == "alternate" else child, aside)

    # -- tables

    def _is_plain(self, reference: etree._Element) -> bool:
        return self._style(reference).is_plain()

    def _count_cells(self, count: int) -> None:
        self._cells += count
        if self._cells > MAX_CELLS:
            raise DocumentError(f"表格单元格超过 {MAX_CELLS} 个 (too many cells)；请核对文件是否损坏")

    def _table(self, element: etree._Element, items: list[Item]) -> None:
        plain = element not in self._with_white
        rows = flat_rows(element, self._namespace, self._is_plain) if plain else None
        contents: list[list[Item]] = []
        if rows is None:
            rows = []
            self._rows(element, rows, contents)
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
        one_column = all(len(row.cells) == 1 for row in rows)
        # A frame around text, or around whole tables: what it holds is the text, not a table of one column.
        if one_column and (len(rows) == 1 or any(isinstance(item, Table) for item in aside)):
            for content in contents:
                items.extend(content)
            return
        table = rows_to_table(rows)
        if table is not None:
            items.append(table)
        items.extend(aside)

    def _rows(self, container: etree._Element, rows: list[WordRow], contents: list[list[Item]]) -> None:
        for child in container:
            kind = KIND.get(child.tag)
            if kind == "tr":
                self._row(child, rows, contents)
            elif kind == "through":
                self._rows(child, rows, contents)
            elif kind == "alternate":
                self._rows(chosen(child), rows, contents)
            elif kind == "annotation" and (content := kept_annotation(child)) is not None:
                self._rows(content, rows, contents)

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
        self._cells_of(element, cells, own)
        # w:hidden hides the row's end mark only: the row is gone when all its text is hidden too
        if "hidden" in properties and switched_on(properties["hidden"]) and not any(c.text for c in cells):
            return
        before = (integer(properties["gridBefore"]) or 0) if "gridBefore" in properties else 0
        if cells:
            rows.append(WordRow(before, cells))
            contents.extend(own)

    def _cells_of(self, container: etree._Element, cells: list[WordCell], contents: list[list[Item]]) -> None:
        for child in container:
            kind = KIND.get(child.tag)
            if kind == "tc":
                self._cell(child, cells, contents)
            elif kind == "through":
                self._cells_of(child, cells, contents)
            elif kind == "alternate":
                self._cells_of(chosen(child), cells, contents)
            elif kind == "annotation" and (content := kept_annotation(child)) is not None:
                self._cells_of(content, cells, contents)

    def _cell(self, element: etree._Element, cells: list[WordCell], contents: list[list[Item]]) -> None:
        self._count_cells(1)
        properties: Properties | None = None
        items: list[Item] = []
        outer = self._cell_flags, self._aside
        self._cell_flags, self._aside = [], []
        for child in element:
            kind = KIND.get(child.tag)
            if kind == "tcPr":
                properties = self._properties.get(child)
            elif kind == "p" and (text := self._plain_text(child)) is not None:
                items.append(text)
            elif kind is not None:
                items.clear()
                self._flow(element, items)
                if any(type(item) is PictureRef for item in items):
                    self._cell_flags.append("picture")
                break
        flags = tuple(dict.fromkeys(self._cell_flags)) if self._cell_flags else ()
        text = cell_text(items)
        if self._aside and not text.strip():
            text = "".join(self._aside)
        self._cell_flags, self._aside = outer
        if properties is None:
            cells.append(WordCell(text, flags=flags))
            contents.append(items)
        elif "cellDel" not in properties:
            span = (integer(properties["gridSpan"]) or 1) if "gridSpan" in properties else 1
            vertical, horizontal = merge(properties, "vMerge"), merge(properties, "hMerge")
            cells.append(WordCell(text, span, vertical, horizontal, flags))
            contents.append(items)
