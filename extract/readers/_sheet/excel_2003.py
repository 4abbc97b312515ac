"""Excel 2003 XML → its visible sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.flags import HIDDEN_TEXT, STRUCK_TEXT, SUBSCRIPT, SUPERSCRIPT
from extract.readers._shared.limits import MAX_LISTED, refuse_many
from extract.readers._shared.raised import PLACES
from extract.readers._shared.unseen import is_pale_hex
from extract.readers._shared.xml import child_named, count_of, local_name, parse, refuse_large
from extract.readers._sheet.formats import number_look
from extract.readers._sheet.grid import MAX_LINES, SheetGrid, printed, stored_number
from extract.readers._sheet.looks import CellFormat, text_of_runs

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_FORMULA: Final = f"{_SS}Formula"
_NAMED_FORMATS: Final = {
    "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Currency": "#,##0.00", "Euro Currency": "#,##0.00",
}  # fmt: skip
MAX_COLUMNS: Final = 256  # of a sheet of that time
_PARTS: Final = ("Font", "Interior", "NumberFormat")
_HTML_MARKS: Final = {"Sup": SUPERSCRIPT, "Sub": SUBSCRIPT, "S": STRUCK_TEXT}


def excel_2003_grids(data: bytes) -> Iterator[SheetGrid]:
    """The visible sheets. Raises DocumentError for damaged and oversized files."""
    refuse_large(data)
    root = parse(data.lstrip())
    if root.tag != f"{_SS}Workbook":
        raise DocumentError(f"不是可读的电子表格 (root is <{local_name(root)}>)；请核对文件格式")
    stated = {style.get(f"{_SS}ID") or "": style for style in root.iter(f"{_SS}Style")}
    styles = {
        name: _style(style, stated.get(style.get(f"{_SS}Parent", ""))) for name, style in stated.items()
    }
    for sheet in root.iterchildren(f"{_SS}Worksheet"):
        options = sheet.find(f"{_EXCEL}WorksheetOptions")
        if options is not None and child_named(options, "Visible") is not None:
            continue  # SheetHidden or SheetVeryHidden; the visible ones do not say so
        no_zeros = options is not None and child_named(options, "DoNotDisplayZeros") is not None
        for table in sheet.iterchildren(f"{_SS}Table"):
            grid = _TableReader(styles, no_zeros).read(table)
            grid.name = sheet.get(f"{_SS}Name") or ""
            yield grid


@dataclass(slots=True)
class _TableReader:
    """Reads one sheet's table into a grid. `no_zeros`: the sheet does not show zeros."""

    styles: Mapping[str, CellFormat]
    no_zeros: bool
    grid: SheetGrid = field(default_factory=SheetGrid)
    column_styles: dict[int, str] = field(default_factory=dict)

    def read(self, table: etree._Element) -> SheetGrid:
        row = col = 0
        for line in table:
            span = count_of(line, f"{_SS}Span", 0)
            if line.tag == f"{_SS}Column":
                col = count_of(line, f"{_SS}Index", col + 1) - 1
                self._columns(line, range(col, min(col + span + 1, MAX_LINES)))
                col += span + 1
            elif line.tag == f"{_SS}Row":
                row = count_of(line, f"{_SS}Index", row + 1) - 1
                if _is_hidden(line):
                    self.grid.hidden_rows.update(range(row, min(row + span + 1, MAX_LINES)))
                self._row(line, row)
                row += span + 1
        return self.grid

    def _columns(self, line: etree._Element, columns: range) -> None:
        if _is_hidden(line):
            self.grid.hidden_columns.update(columns)
        if f"{_SS}StyleID" in line.attrib:
            self.column_styles.update(dict.fromkeys(columns[:MAX_COLUMNS], line.get(f"{_SS}StyleID", "")))

    def _row(self, line: etree._Element, row: int) -> None:
        col = 0
        for cell in line.iterchildren(f"{_SS}Cell"):
            col = count_of(cell, f"{_SS}Index", col + 1) - 1
            across, down = count_of(cell, f"{_SS}MergeAcross", 0), count_of(cell, f"{_SS}MergeDown", 0)
            own = cell.get(f"{_SS}StyleID") or line.get(f"{_SS}StyleID")
            text, flags = self._cell(cell, own or self.column_styles.get(col) or "Default")
            if text.strip():
                self.grid.texts[row, col] = text.strip()
                if flags:
                    self.grid.flags[row, col] = flags
                refuse_many(len(self.grid.texts), MAX_LISTED)
            if across or down:
                self.grid.merges.append(((row, col), (row + down, col + across)))
            col += across + 1

    def _cell(self, cell: etree._Element, style_name: str) -> tuple[str, tuple[str, ...]]:
        content = child_named(cell, "Data")
        text, flags = ("", ()) if content is None else _text(content)
        if not text.strip() and _lacks_result(cell, content):
            text = cell.get(_FORMULA, "")
            self.grid.formulas += 1
        style = self.styles.get(style_name)
        if style is not None:
            flags = (*style.flags, *flags)
        if content is not None and content.get(f"{_SS}Type") == "Number":
            text = stored_number(text)
            flags = flags if style is None else (*flags, *style.look.flags(text, style.dark))
            if self.no_zeros and text == "0":
                flags = tuple(dict.fromkeys((*flags, HIDDEN_TEXT)))
        elif content is not None and content.get(f"{_SS}Type") == "Boolean":
            text = printed(text.strip() == "1")
        elif content is not None and style is not None:
            flags = (*flags, *style.look.text_flags(style.dark))
        return text, flags


def _is_hidden(line: etree._Element) -> bool:
    return bool(line.get(f"{_SS}Hidden") == "1")


def _lacks_result(cell: etree._Element, content: etree._Element | None) -> bool:
    """Whether a formula has not been worked out, as programs write it; one whose result is no text says so."""
    return _FORMULA in cell.attrib and (content is None or content.get(f"{_SS}Type") != "String")


def _style(style: etree._Element, parent: etree._Element | None) -> CellFormat:
    """`parent`: the style on which it is based."""
    own = [child_named(style, name) for name in _PARTS]
    based = [None if parent is None else child_named(parent, name) for name in _PARTS]
    font, fill, form = (b if a is None else a for a, b in zip(own, based, strict=True))
    dark = (
        fill is not None
        and fill.get(f"{_SS}Pattern", "None") != "None"
        and not is_pale_hex(fill.get(f"{_SS}Color", ""))
    )
    flags: list[str] = []
    if font is not None:
        if font.get(f"{_SS}StrikeThrough") == "1":
            flags.append(STRUCK_TEXT)
        ink = font.get(f"{_SS}Color", "")
        if fill is not None and dark and ink and ink == fill.get(f"{_SS}Color"):
            dark = False
            flags.append(HIDDEN_TEXT)
        elif not dark and is_pale_hex(ink):
            flags.append(HIDDEN_TEXT)
        place = font.get(f"{_SS}VerticalAlign", "").lower()
        if place in PLACES:
            flags.append(place)
    code = "General" if form is None else form.get(f"{_SS}Format", "General")
    return CellFormat(tuple(flags), dark, number_look("", _NAMED_FORMATS.get(code, code)))


def _text(content: etree._Element) -> tuple[str, tuple[str, ...]]:
    """The text of ss:Data without what is struck through unless there is no other; its formatting is that of HTML."""
    pieces: list[tuple[str, tuple[str, ...]]] = []
    for text in content.xpath(".//text()"):
        holder = text.getparent() if text.is_text else text.getparent().getparent()
        around = {local_name(holder), *map(local_name, holder.iterancestors())}
        pieces.append((str(text), tuple(mark for name, mark in _HTML_MARKS.items() if name in around)))
    return text_of_runs(pieces)
