"""An .ods, whose merges calamine does not tell → its visible sheets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from lxml import etree

from extract.flags import HIDDEN_TEXT, NUMBER_FORMAT
from extract.readers._odf.looks import Styles, flags_of, is_dark
from extract.readers._odf.names import OFFICE, STYLE, STYLE_NAME, TABLE, TABLE_STYLE
from extract.readers._odf.package import open_package
from extract.readers._odf.tables import lines_of_table
from extract.readers._shared.limits import MAX_LISTED, refuse_many
from extract.readers._shared.xml import child_named, count_of, local_name, parse
from extract.readers._sheet.formats import as_float, shown_otherwise
from extract.readers._sheet.grid import MAX_LINES, SheetGrid, stored_number
from extract.readers._sheet.ods_formats import COMPARED, OdsFormats, hiding_conditions, read_formats
from extract.readers._sheet.ods_text import cell_text

_USUAL: Final = f"{TABLE}default-cell-style-name"
_FORMULA: Final = f"{TABLE}formula"
_NO_ZEROS: Final = re.compile(rb'"ShowZeroValues"[^>]*>\s*false')
_WHITE: Final = re.compile(rb"#f[0-9a-f]f[0-9a-f]f[0-9a-f]", re.IGNORECASE)
HEAD: Final = 8192  # bytes in which a file says what it is
_KIND: Final = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_VALUES: Final = ("string-value", "value", "date-value", "time-value", "boolean-value")
MAX_FLAGGED: Final = 100  # repetitions of a special cell


def is_ods(data: bytes) -> bool:
    """Whether it is an OpenDocument sheet: a zip with a content.xml (its `mimetype` may be missing or packed), or one XML file (.fods)."""
    if data.startswith(b"PK"):
        return b"content.xml" in data and b"xl/workbook" not in data
    return _KIND in data[:HEAD] and b"opendocument.spreadsheet" in data[:HEAD]


def ods_grids(data: bytes) -> Iterator[SheetGrid]:
    """The visible sheets. Raises DocumentError for damaged, encrypted, oversized files."""
    package = open_package(data, "电子表格")
    content, common = package.content, package.part("styles.xml")
    root = parse(content)
    styles = Styles([root])
    white = parse(common) if _WHITE.search(common) else None
    formats = read_formats([root] if white is None else [root, white])
    conditions: dict[str, list[tuple[str, float]]] = {}
    if b"cell-content" in content or b"is-true-formula(" in content:
        named = Styles([white]) if white is not None else styles
        unseen = {name for name in named.names() if HIDDEN_TEXT in flags_of(named.look(name))}
        conditions = hiding_conditions(root, unseen)
    settings = content if package.zip is None else package.part("settings.xml")
    looks = _Looks(styles, formats, conditions, _NO_ZEROS.search(settings) is not None)
    hidden = {
        style.get(STYLE_NAME)
        for style in root.iter(f"{STYLE}style")
        if any(each.get(f"{TABLE}display") == "false" for each in style)
    }
    for table in root.iter(f"{TABLE}table"):
        if table.get(TABLE_STYLE) not in hidden:
            grid = _TableReader(looks).read(table)
            grid.name = table.get(f"{TABLE}name") or ""
            yield grid


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the file says of how cells look.

    `conditions`: for cells of a style the comparisons by which a number is not shown. `no_zeros`: zeros are not shown.
    """

    styles: Styles
    formats: OdsFormats
    conditions: Mapping[str, list[tuple[str, float]]]
    no_zeros: bool


@dataclass(slots=True)
class _TableReader:
    """Reads one table into a grid. `column_styles`: where each run of columns ends, and the style of its cells."""

    looks: _Looks
    grid: SheetGrid = field(default_factory=SheetGrid)
    column_styles: list[tuple[int, str]] = field(default_factory=list)

    def read(self, table: etree._Element) -> SheetGrid:
        row = col = 0
        for line in lines_of_table(table):
            number = count_of(line, f"{TABLE}number-rows-repeated")
            seen = line.get(f"{TABLE}visibility", "visible") == "visible"
            if line.tag == f"{TABLE}table-column":
                columns = count_of(line, f"{TABLE}number-columns-repeated")
                if not seen:
                    self.grid.hidden_columns.update(range(col, min(col + columns, MAX_LINES)))
                col += columns
                self.column_styles.append((col, line.get(_USUAL) or ""))
            elif line.tag == f"{TABLE}table-row":
                self._row(line, row, number)
                if not seen:
                    self.grid.hidden_rows.update(range(row, min(row + number, MAX_LINES)))
                row += number
        return self.grid

    def _row(self, line: etree._Element, row: int, repeated: int) -> None:
        col = 0
        of_row = line.get(_USUAL)
        for cell in line:
            if local_name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            number = count_of(cell, f"{TABLE}number-columns-repeated")
            if TABLE_STYLE not in cell.attrib:
                cell.set(TABLE_STYLE, of_row or self._style_of_column(col))
            text, flags = _ods_text(cell, self.looks) if cell.tag == f"{TABLE}table-cell" else ("", ())
            if not text and _lacks_result(cell):
                text = cell.get(_FORMULA, "")
                self.grid.formulas += number * repeated
            self._put(range(row, row + repeated), range(col, col + number), text, flags)
            across = count_of(cell, f"{TABLE}number-columns-spanned")
            down = count_of(cell, f"{TABLE}number-rows-spanned")
            if across > 1 or down > 1:
                self.grid.merges.append(((row, col), (row + down - 1, col + across - 1)))
            col += number

    def _style_of_column(self, col: int) -> str:
        place = bisect_right(self.column_styles, col, key=itemgetter(0))
        return self.column_styles[place][1] if place < len(self.column_styles) else ""

    def _put(self, rows: range, columns: range, text: str, flags: tuple[str, ...]) -> None:
        """A cell's text and flags at each of its repetitions."""
        grid = self.grid
        if flags:
            special = [(row, col) for row in rows[:MAX_FLAGGED] for col in columns[:MAX_FLAGGED]]
            grid.flags.update(dict.fromkeys(special, flags))
        if text:
            refuse_many(len(grid.texts) + len(rows) * len(columns), MAX_LISTED)
            for row in rows:
                grid.texts.update(dict.fromkeys(((row, col) for col in columns), text))


def _ods_text(cell: etree._Element, looks: _Looks) -> tuple[str, tuple[str, ...]]:
    text, flags = cell_text(cell, looks.styles)
    value, kind = cell.get(f"{OFFICE}value"), cell.get(f"{OFFICE}value-type")
    if kind == "float" and value is not None:
        stored = stored_number(value)
        if child_named(cell, "p") is not None:
            flags = (*flags, *shown_otherwise(text, stored))
        style = cell.get(TABLE_STYLE, "")
        white = looks.formats.is_white(style, stored) or _is_hidden(stored, looks.conditions.get(style, ()))
        white = white and not is_dark(looks.styles.look(style))
        if white or (looks.no_zeros and not stored.strip("-0.")):
            flags = tuple(dict.fromkeys((*flags, HIDDEN_TEXT)))
        text = stored
    elif kind is not None and child_named(cell, "p") is None:  # programs may leave the text out
        text = next(filter(None, (cell.get(f"{OFFICE}{name}") for name in _VALUES)), "")
        if kind == "percentage":
            flags = (*flags, NUMBER_FORMAT)
    return text, flags


def _lacks_result(cell: etree._Element) -> bool:
    """Whether a formula has not been worked out, as programs write it; one whose result is no text says so."""
    return _FORMULA in cell.attrib and cell.get(f"{OFFICE}value-type") != "string"


def _is_hidden(stored: str, conditions: Iterable[tuple[str, float]]) -> bool:
    value = as_float(stored)
    return value is not None and any(COMPARED[compared](value, limit) for compared, limit in conditions)
