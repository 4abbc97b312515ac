"""A Word document's paragraphs → their text, as it would print: fields give their results, deleted and hidden text is left out.

What stands within a paragraph and is none of its text, boxes and pictures, is handed aside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from extract.flags import AUTO_NUMBER, PICTURE, SUPERSCRIPT
from extract.model import Paragraph
from extract.readers._docx.met_styles import PLAIN, MetStyles
from extract.readers._docx.names import (
    KIND,
    NOTE_REFERENCES,
    RELATION_IDS,
    attribute,
    integer,
    switched_on,
)
from extract.readers._docx.open_fields import OpenFields
from extract.readers._docx.properties import (
    Properties,
    Style,
    chosen,
    is_heading,
    kept_annotation,
    mark_is_gone,
    printed_number_2003,
    vertical_position,
    why_aside,
)
from extract.readers._shared.raised import PLACES
from extract.readers._shared.xml import local_name
from extract.readers._word.fields import prints_nothing
from extract.readers._word.items import Box, Item, OpenCell, PictureRef, cell_text
from extract.readers._word.numbering import runs_together
from extract.readers._word.symbols import symbol_text

_SIGNS = ("sym", "noBreakHyphen")  # characters that a run does not hold as text
_DRAWN = ("drawing", "pict", "object", "contentPart")  # contentPart: ink
_SPREADSHEETS = ("Excel.", "ET.")  # programs whose embedded sheets print as pictures
_FILES = ("Word.", "WPS.", "KWPS.", "Package", "Acro")  # programs whose embedded files are documents


@dataclass(slots=True)
class Paragraphs:
    """Reads the paragraphs of one document, one after the other: fields, list numbers and styles go on from one to the next.

    `number` gives the printed list number of a paragraph (list id, level).
    `read_blocks` reads what a text box holds. `cell` is the open cell, None outside of cells; `boxed` collects the texts of
    boxes and frames outside of cells.
    """

    properties: dict[etree._Element, Properties]
    styles: MetStyles
    number: Callable[[str, int], str]
    problems: list[str]
    read_blocks: Callable[[etree._Element, list[Item]], None]
    cell: OpenCell | None = None
    boxed: list[str] = field(default_factory=list)
    _fields: OpenFields = field(default_factory=OpenFields)
    _under: Style = PLAIN  # of the paragraph that is open

    def read(self, element: etree._Element, items: list[Item], carried: list[str]) -> None:
        texts: list[str] = []
        aside: list[Item] = []
        properties: Properties = {}
        style = PLAIN
        for child in element:
            kind = KIND.get(child.tag)
            if kind == "r":
                self._run(child, texts, aside)
            elif kind == "pPr":
                properties = self.properties.get(child) or {}
                if properties:
                    style = self.styles.named(properties.get("pStyle"))
                self._under = style
            elif kind is not None:
                self._inline(child, kind, texts, aside)
        self._under = PLAIN
        self._fields.clear()
        text = "".join(texts)
        if properties:
            if mark_is_gone(properties):
                carried.append(text)
                items.extend(aside)
                return
            if prefix := self._list_number(properties, style):
                carried.insert(0, prefix)
                if runs_together(text):
                    self._flag(AUTO_NUMBER)
        if carried:
            text = "".join((*carried, text))
            carried.clear()
        if properties and is_heading(properties, style):
            items.append(Paragraph(text, heading=True))
        else:
            items.append(text)
        if "framePr" in properties and self.cell is None:  # stands where it is put, as a box does
            self.boxed.append(text.strip())
        if aside:
            items.extend(aside)

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

    def _run(self, run: etree._Element, texts: list[str], aside: list[Item]) -> None:
        visible = not self._under.hidden
        special = self._under.struck or self._under.place is not None
        properties: Properties = {}
        is_mark = False  # what follows is the mark of a note
        for child in run:
            kind = KIND.get(child.tag)
            if kind == "t":
                if visible and self._fields.print_text:
                    text = child.text or ""
                    if is_mark:
                        self._raised_text(text, SUPERSCRIPT, texts)
                    elif special:
                        self._special_text(text, properties, texts)
                    else:
                        texts.append(text)
            elif kind == "rPr":
                if child in self.properties:
                    properties = self.properties[child]
                    visible = not self._is_hidden(properties)
                    special = bool(self._set_apart(properties))
            elif kind in NOTE_REFERENCES:
                is_mark = attribute(child, "customMarkFollows") in ("1", "true", "on")
            elif kind == "fldChar":
                if self._fields.take(attribute(child, "fldCharType"), texts):
                    self._flag(PICTURE)
            elif kind == "instrText":
                self._fields.add_code(child.text or "")
            elif kind is not None and visible and self._fields.print_text:
                if special and kind in _SIGNS:
                    sign: list[str] = []
                    self._inline(child, kind, sign, aside)
                    self._special_text("".join(sign), properties, texts)
                else:
                    self._inline(child, kind, texts, aside)

    def _set_apart(self, run: Properties) -> str | None:
        style = self._run_style(run)
        return why_aside(run, style) or vertical_position(run, style)

    def _run_style(self, run: Properties) -> Style:
        style, under = self.styles.named(run.get("rStyle")), self._under
        if not under.struck and under.place is None:
            return style
        return replace(style, struck=style.struck or under.struck, place=style.place or under.place)

    def _special_text(self, text: str, run: Properties, texts: list[str]) -> None:
        """Struck and unseen text is a cell's only where it has no other; raised and lowered digits are none of its number."""
        style = self._run_style(run)
        place, aside = vertical_position(run, style), why_aside(run, style)
        if aside and self.cell is not None:
            self._flag(aside)
            self.cell.aside.append(text)
        elif place is not None:
            self._raised_text(text, place, texts)
        else:
            texts.append(text)

    def _raised_text(self, text: str, place: str, texts: list[str]) -> None:
        """Raised or lowered text, in a cell as such digits."""
        if self.cell is not None:
            self._flag(place)
            text = text.translate(PLACES[place])
        texts.append(text)

    def _inline(self, element: etree._Element, kind: str, texts: list[str], aside: list[Item]) -> None:
        if kind == "through":
            self._inlines(element, texts, aside)
        elif kind == "bdo":
            self._inlines(element, texts, aside)
            if attribute(element, "val") == "rtl":
                self._flag(PICTURE)
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
        elif kind in _DRAWN:
            self._drawing_in_line(element, aside)
        elif kind == "fldSimple":
            before = len(texts)
            self._inlines(element, texts, aside)
            if not any(texts[before:]) and not prints_nothing(attribute(element, "instr") or ""):
                self._flag(PICTURE)
        elif kind == "formula":
            self._flag(PICTURE)
        elif kind == "alternate":
            self._inlines(chosen(element), texts, aside)
        elif kind == "annotation" and (content := kept_annotation(element)) is not None:
            self._inlines(content, texts, aside)

    def _inlines(self, container: etree._Element, texts: list[str], aside: list[Item]) -> None:
        for child in container:
            kind = KIND.get(child.tag)
            if kind is not None:
                self._inline(child, kind, texts, aside)

    def _is_hidden(self, properties: Properties) -> bool:
        if "vanish" in properties:
            return switched_on(properties["vanish"])
        return self._under.hidden or self.styles.named(properties.get("rStyle")).hidden

    def _drawing_in_line(self, element: etree._Element, aside: list[Item]) -> None:
        """A drawing that gives its cell neither text nor picture nor flag is noted there."""
        cell, known = self.cell, len(aside)
        flags = len(cell.flags) if cell is not None else 0
        self._drawing(element, aside)
        if cell is not None and (known, flags) == (len(aside), len(cell.flags)):
            cell.drawn = True

    def _flag(self, flag: str) -> None:
        if self.cell is not None:
            self.cell.flags.append(flag)

    def _drawing(self, element: etree._Element, aside: list[Item]) -> None:
        """Text boxes and pictures at any depth of a drawing, an alternative read once."""
        for child in element:
            kind = KIND.get(child.tag)
            if kind == "txbxContent":
                fields, self._fields = self._fields, OpenFields()
                under, self._under = self._under, PLAIN
                box = Box([])
                self.read_blocks(child, box.items)
                self._fields, self._under = fields, under
                aside.append(box)
                if self.cell is None:
                    self.boxed.append(cell_text(box.items).strip())
            elif kind in ("blip", "imagedata"):
                if relation := next(filter(None, map(child.get, RELATION_IDS)), None):
                    aside.append(PictureRef(relation))
            elif local_name(child) == "textpath":  # letters drawn along a line
                self._flag(PICTURE)
            elif local_name(child) == "OLEObject":
                self._flag(PICTURE)
                program = child.get("ProgID") or ""
                if program.startswith(_SPREADSHEETS):
                    self.problems.append(
                        "文中嵌有电子表格 (embedded spreadsheet)，未读；请把它转为 Word 表格"
                    )
                elif program.startswith(_FILES):
                    self.problems.append("文中嵌有附件 (embedded file)，未读；请把它另存后读取")
            else:
                self._drawing(chosen(child) if kind == "alternate" else child, aside)
