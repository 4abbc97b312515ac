"""Sheets that are XML themselves: an .ods (whose merges calamine does not tell) and Excel 2003 XML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.readers._docx.names import child_named, local_name
from extract.readers._docx.package import MAX_PART, Package
from extract.readers._pale import is_pale_hex
from extract.readers._raised import PLACES
from extract.readers._sheet.fonts import CellFormat, text_of_runs
from extract.readers._sheet.formats import number_look, shown_otherwise
from extract.readers._sheet.grid import MAX_CELLS, SheetGrid, printed
from extract.readers._sheet.ods_formats import OdsFormats, read_formats
from extract.readers._sheet.ods_text import Styles, TextStyle, cell_text, read_styles
from extract.readers._xml import parse

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_USUAL: Final = f"{_TABLE}default-cell-style-name"
_STYLE_NAME: Final = f"{_TABLE}style-name"
_NO_ZEROS: Final = re.compile(rb'"ShowZeroValues"[^>]*>\s*false')
_WHITE: Final = re.compile(rb"#f[0-9a-f]f[0-9a-f]f[0-9a-f]", re.IGNORECASE)
_GROUPS: Final = frozenset(
    f"{_TABLE}table-{name}"
    for name in ("row-group", "header-rows", "rows", "column-group", "header-columns", "columns")
)
MAX_FLAGGED: Final = 100  # repetitions of a special cell
_NAMED_FORMATS: Final = {
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
}
_MAX_LINES: Final = 1 << 20  # rows of a sheet; columns are fewer


def is_ods(data: bytes) -> bool:
    return data.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data


def ods_grids(data: bytes) -> Iterator[SheetGrid]:
    """The visible sheets. Raises DocumentError for damaged, encrypted, oversized files."""
    package = Package(data)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise DocumentError("电子表格有密码，请去掉密码后另存 (encrypted)")
    content = package.part("content.xml")
    if content is None:
        raise DocumentError("电子表格已损坏或不完整，请重新下载 (no content.xml)")
    root = parse(content)
    styles, formats = read_styles(root), _formats(package, root)
    no_zeros = _NO_ZEROS.search(package.part("settings.xml") or b"") is not None
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(each.get(f"{_TABLE}display") == "false" for each in style)
    }
    for table in root.iter(f"{_TABLE}table"):
        if table.get(f"{_TABLE}style-name") not in hidden:
            grid = _ods_grid(table, _Looks(styles, formats, no_zeros))
            grid.name = table.get(f"{_TABLE}name") or ""
            yield grid


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the file says of how cells look; `no_zeros`: noughts are not shown."""

    styles: Styles
    formats: OdsFormats
    no_zeros: bool


def _formats(package: Package, content: etree._Element) -> OdsFormats:
    """Few files print numbers in white."""
    common = package.part("styles.xml") or b""
    return read_formats([content, parse(common)] if _WHITE.search(common) else [content])


def _ods_grid(table: etree._Element, looks: _Looks) -> SheetGrid:
    grid = SheetGrid()
    row = col = 0
    usual: list[tuple[int, str]] = []  # where a run of columns ends, and the style of its cells
    for line in _lines(table):
        number = _count(line, f"{_TABLE}number-rows-repeated")
        seen = line.get(f"{_TABLE}visibility", "visible") == "visible"
        if line.tag == f"{_TABLE}table-column":
            columns = _count(line, f"{_TABLE}number-columns-repeated")
            if not seen:
                grid.hidden_columns.update(range(col, min(col + columns, _MAX_LINES)))
            col += columns
            usual.append((col, line.get(_USUAL) or ""))
        elif line.tag == f"{_TABLE}table-row":
            if seen:
                _ods_row(line, row, number, grid, looks, usual)
            else:
                grid.hidden_rows.update(range(row, min(row + number, _MAX_LINES)))
            row += number
    return grid


def _lines(element: etree._Element) -> Iterator[etree._Element]:
    """Rows and columns in order, also those that are grouped."""
    for child in element:
        if child.tag in _GROUPS:
            yield from _lines(child)
        else:
            yield child


def _ods_row(
    line: etree._Element,
    row: int,
    repeated: int,
    grid: SheetGrid,
    looks: _Looks,
    usual: list[tuple[int, str]],
) -> None:
    col = 0
    of_row = line.get(_USUAL)
    for cell in line:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        number = _count(cell, f"{_TABLE}number-columns-repeated")
        if _STYLE_NAME not in cell.attrib:
            place = bisect_right(usual, col, key=itemgetter(0))
            cell.set(_STYLE_NAME, of_row or (usual[place][1] if place < len(usual) else ""))
        text, flags = _ods_text(cell, looks) if cell.tag == f"{_TABLE}table-cell" else ("", ())
        if flags:
            grid.flags.update(
                ((row + down, col + right), flags)
                for down in range(min(repeated, MAX_FLAGGED))
                for right in range(min(number, MAX_FLAGGED))
            )
        if text:
            if len(grid.texts) + number * repeated > MAX_CELLS:
                raise DocumentError(f"电子表格超过 {MAX_CELLS} 个单元格 (too many cells)；请核对文件是否损坏")
            for down in range(repeated):
                grid.texts.update(dict.fromkeys(((row + down, col + right) for right in range(number)), text))
        across = _count(cell, f"{_TABLE}number-columns-spanned")
        down = _count(cell, f"{_TABLE}number-rows-spanned")
        if across > 1 or down > 1:
            grid.merges.append(((row, col), (row + down - 1, col + across - 1)))
        col += number


def _ods_text(cell: etree._Element, looks: _Looks) -> tuple[str, tuple[str, ...]]:
    text, flags = cell_text(cell, looks.styles)
    value = cell.get(f"{_OFFICE}value")
    if cell.get(f"{_OFFICE}value-type") == "float" and value is not None:
        stored = _number(value)
        if child_named(cell, "p") is not None:
            flags = (*flags, *shown_otherwise(text, stored))
        style = cell.get(_STYLE_NAME, "")
        white = looks.formats.is_white(style, stored) and not looks.styles.get(style, TextStyle()).dark
        if white or (looks.no_zeros and not stored.strip("-0.")):
            flags = tuple(dict.fromkeys((*flags, "hidden_text")))
        text = stored
    return text, flags


# --- Excel 2003 XML ---------------------------------------------------------------------------------------


def excel_2003_grids(data: bytes) -> Iterator[SheetGrid]:
    """The visible sheets. Raises DocumentError for damaged and oversized files."""
    if len(data) > MAX_PART:
        raise DocumentError(f"XML 超过 {MAX_PART >> 20} MB (too large)；拒绝读取")
    root = parse(data.lstrip())
    if root.tag != f"{_SS}Workbook":
        raise DocumentError(f"不是可读的电子表格 (root is <{local_name(root)}>)；请核对文件格式")
    styles = {style.get(f"{_SS}ID") or "": _excel_2003_style(style) for style in root.iter(f"{_SS}Style")}
    for sheet in root.iterchildren(f"{_SS}Worksheet"):
        options = sheet.find(f"{_EXCEL}WorksheetOptions")
        if options is not None and child_named(options, "Visible") is not None:
            continue  # SheetHidden or SheetVeryHidden; the visible ones do not say so
        no_zeros = options is not None and child_named(options, "DoNotDisplayZeros") is not None
        for table in sheet.iterchildren(f"{_SS}Table"):
            grid = _excel_2003_grid(table, styles, no_zeros)
            grid.name = sheet.get(f"{_SS}Name") or ""
            yield grid


def _excel_2003_grid(table: etree._Element, styles: Mapping[str, CellFormat], no_zeros: bool) -> SheetGrid:
    grid = SheetGrid()
    row = col = 0
    for line in table:
        span = _count(line, f"{_SS}Span", 0)
        hidden = line.get(f"{_SS}Hidden") == "1"
        if line.tag == f"{_SS}Column":
            col = _count(line, f"{_SS}Index", col + 1) - 1
            if hidden:
                grid.hidden_columns.update(range(col, min(col + span + 1, _MAX_LINES)))
            col += span + 1
        elif line.tag == f"{_SS}Row":
            row = _count(line, f"{_SS}Index", row + 1) - 1
            if hidden:
                grid.hidden_rows.update(range(row, min(row + span + 1, _MAX_LINES)))
            _excel_2003_row(line, row, grid, styles, no_zeros)
            row += span + 1
    return grid


def _excel_2003_row(
    line: etree._Element, row: int, grid: SheetGrid, styles: Mapping[str, CellFormat], no_zeros: bool
) -> None:
    col = 0
    for cell in line.iterchildren(f"{_SS}Cell"):
        col = _count(cell, f"{_SS}Index", col + 1) - 1
        across, down = _count(cell, f"{_SS}MergeAcross", 0), _count(cell, f"{_SS}MergeDown", 0)
        content = child_named(cell, "Data")
        text, flags = ("", ()) if content is None else _excel_2003_text(content)
        style = styles.get(cell.get(f"{_SS}StyleID") or line.get(f"{_SS}StyleID") or "Default")
        if style is not None:
            flags = (*style.flags, *flags)
        if content is not None and content.get(f"{_SS}Type") == "Number":
            text = _number(text)
            flags = flags if style is None else (*flags, *style.look.flags(text, style.dark))
            if no_zeros and text == "0":
                flags = tuple(dict.fromkeys((*flags, "hidden_text")))
        elif content is not None and style is not None:
            flags = (*flags, *style.look.text_flags(style.dark))
        if text.strip():
            grid.texts[row, col] = text.strip()
            if flags:
                grid.flags[row, col] = flags
            if len(grid.texts) > MAX_CELLS:
                raise DocumentError(f"电子表格超过 {MAX_CELLS} 个单元格 (too many cells)；请核对文件是否损坏")
        if across or down:
            grid.merges.append(((row, col), (row + down, col + across)))
        col += across + 1


def _excel_2003_style(style: etree._Element) -> CellFormat:
    font, fill, form = (child_named(style, name) for name in ("Font", "Interior", "NumberFormat"))
    dark = (
        fill is not None
        and fill.get(f"{_SS}Pattern", "None") != "None"
        and not is_pale_hex(fill.get(f"{_SS}Color", ""))
    )
    flags: list[str] = []
    if font is not None:
        if font.get(f"{_SS}StrikeThrough") == "1":
            flags.append("struck_text")
        if not dark and is_pale_hex(font.get(f"{_SS}Color", "")):
            flags.append("hidden_text")
        place = font.get(f"{_SS}VerticalAlign", "").lower()
        if place in PLACES:
            flags.append(place)
    code = "General" if form is None else form.get(f"{_SS}Format", "General")
    return CellFormat(tuple(flags), dark, number_look("", _NAMED_FORMATS.get(code, code)))


_HTML_MARKS: Final = {"Sup": "superscript", "Sub": "subscript", "S": "struck_text"}


def _excel_2003_text(content: etree._Element) -> tuple[str, tuple[str, ...]]:
    """The text of ss:Data without what is struck through unless there is no other; its formatting is that of HTML."""
    pieces: list[tuple[str, tuple[str, ...]]] = []
    for text in content.xpath(".//text()"):
        holder = text.getparent() if text.is_text else text.getparent().getparent()
        around = {local_name(holder), *map(local_name, holder.iterancestors())}
        pieces.append((str(text), tuple(mark for name, mark in _HTML_MARKS.items() if name in around)))
    return text_of_runs(pieces)


def _number(text: str) -> str:
    """A stored number as printed; what is none is kept as it stands."""
    try:
        return printed(float(text))
    except (ValueError, OverflowError):
        return text.strip()


def _count(element: etree._Element, name: str, otherwise: int = 1) -> int:
    """A positive number in an attribute; what is none counts as absent."""
    value = element.get(name) or ""
    return min(int(value), _MAX_LINES) if value.isdecimal() and len(value) < 10 else otherwise
