"""What an .xlsx says about its cells that calamine leaves out: errors, formulas without a result, pictures, and text
that is struck through, raised or white (`_sheet/xlsx_fonts.py`).

Few workbooks have any of these, so a sheet is parsed only where a look at its bytes finds one.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.flags import NUMBER_FORMAT
from extract.readers._shared.xml import child_named, local_name, parse
from extract.readers._sheet.grid import Area, Place
from extract.readers._sheet.looks import MAX_COVERED, MAX_RULES, SheetMarks, seen_on
from extract.readers._sheet.xlsx import Parts, place_of, sheet_parts
from extract.readers._sheet.xlsx_conditional import hiding_rules
from extract.readers._sheet.xlsx_fonts import Fonts, read_fonts
from extract.readers._sheet.xlsx_titles import titles_beside

_UNSAVED: Final = re.compile(
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b")
_WORKED_OUT_LATER: Final = re.compile(
    rb"""<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']"""
)
_ERROR: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']e["']""")
_INLINE: Final = re.compile(rb"<(?:\w+:)?rPr\b")
_NO_ZEROS: Final = re.compile(rb"""<(?:\w+:)?sheetView\b[^>]*\bshowZeros\s*=\s*["'](?:0|false)["']""")
_ROW: Final = re.compile(r"\d{1,7}")
_INDEX: Final = re.compile(r"[0-9]{1,9}")  # of a style, of a string
_DRAWN: Final = frozenset(("pic", "graphicFrame"))


def workbook_marks(data: bytes) -> list[SheetMarks]:
    """For each sheet in order what is special in it. Raises DocumentError where a part is no XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = Parts(package)
        fonts = read_fonts(parts.read("xl/sharedStrings.xml"), parts.read("xl/styles.xml"))
        later = _WORKED_OUT_LATER.search(parts.read("xl/workbook.xml")) is not None
        return [_marks(parts, part, fonts, later) for part in sheet_parts(parts)]


def _related(parts: Parts, part: str) -> list[str]:
    """Targets of a part's relations."""
    folder, base = posixpath.split(part)
    relations = parts.read(f"{folder}/_rels/{base}.rels")
    return [
        posixpath.normpath(posixpath.join("/", folder, each.get("Target") or ""))[1:]
        for each in (parse(relations) if relations else ())
    ]


def _marks(parts: Parts, part: str, fonts: Fonts, later: bool) -> SheetMarks:
    """`later`: formulas are worked out when the book is opened; what is stored may be a program's nought."""
    xml = parts.read(part)
    marks = SheetMarks(no_zeros=_NO_ZEROS.search(xml) is not None)
    later = later and _FORMULA.search(xml) is not None
    if fonts.special or later or any(pattern.search(xml) for pattern in (_INLINE, _ERROR, _UNSAVED)):
        for place, cell in _cells(xml):
            _mark_cell(place, cell, fonts, later, marks)
    if fonts.hiding and b"conditionalFormatting" in xml:
        marks.hiding += islice(hiding_rules(parse(xml), fonts.hiding), MAX_RULES)
    drawings = [*_drawings(parts, part)] if b"drawing" in xml else []
    for drawing in drawings:
        marks.pictures.extend(_pictures(drawing))
    if drawings or b"Header" in xml:
        marks.titles.extend(titles_beside(xml, drawings))
    return marks


def _drawings(parts: Parts, part: str) -> Iterator[etree._Element]:
    for name in _related(parts, part):
        if "/drawings/drawing" in name and parts.read(name):
            yield parse(parts.read(name))


def _cells(xml: bytes) -> Iterator[tuple[Place, etree._Element]]:
    """The cells of a sheet with their places, one at a time: a sheet may be far larger than a report.

    A row or cell that does not say where it stands stands behind the one before.
    """
    row, col = -1, -1
    parser = etree.iterparse(
        io.BytesIO(xml),
        events=("start", "end"),
        tag=("{*}row", "{*}c"),
        resolve_entities=False,
        no_network=True,
    )
    try:
        for event, cell in parser:
            named = cell.get("r") or ""
            if local_name(cell) == "row":
                if event == "start":
                    row, col = int(named) - 1 if _ROW.fullmatch(named) else row + 1, -1
                else:
                    cell.clear()
                continue
            if event == "start":
                continue
            row, col = place_of(named) or (row, col + 1)
            yield (row, col), cell
            cell.clear()
            while cell.getprevious() is not None:
                del cell.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"电子表格已损坏，请重新下载 (XML error: {error.msg})") from error


def _mark_cell(place: Place, cell: etree._Element, fonts: Fonts, later: bool, marks: SheetMarks) -> None:
    kind, style = cell.get("t"), cell.get("s") or ""
    value, formula, inline = (child_named(cell, name) for name in ("v", "f", "is"))
    printed = "" if value is None else (value.text or "").strip()
    if kind == "e":
        marks.texts[place] = printed
    elif formula is not None and not printed and not (kind == "str" and value is not None):
        marks.texts[place] = f"={(formula.text or '').strip()}"
        marks.formulas += 1
    form = fonts.formats.get(int(style) if _INDEX.fullmatch(style) else 0)
    dark = form is not None and form.dark
    flags = () if form is None else seen_on(form.flags, dark)
    if form is not None and printed and kind in (None, "n"):
        flags = (*flags, *form.look.flags(printed, dark))
    elif form is not None and kind in ("s", "str", "inlineStr"):
        flags = (*flags, *form.look.text_flags(dark))
    if later and formula is not None and printed and kind in (None, "n"):
        flags = (*flags, NUMBER_FORMAT)
    string = fonts.strings.get(int(printed)) if kind == "s" and _INDEX.fullmatch(printed) else inline
    rich = fonts.rich_text(string, dark) if string is not None else None
    if rich is not None:
        marks.texts[place] = rich.text.strip()
        flags = (*flags, *rich.flags)
    marks.flag(place, *flags)


def _draws(element: etree._Element) -> bool:
    """Whether it is a picture, a chart, or text typed into a box."""
    name = local_name(element)
    return name in _DRAWN or (name == "txBody" and bool("".join(element.itertext()).strip()))


def _pictures(drawing: etree._Element) -> Iterator[Area]:
    """The cells under each picture, chart or box of text."""
    for anchor in drawing:
        start, end = child_named(anchor, "from"), child_named(anchor, "to")
        if start is None or not any(map(_draws, anchor.iter())):
            continue
        first = _number(start, "row"), _number(start, "col")
        last = first
        if end is not None:  # an edge on a line reaches no further
            last = (
                max(first[0], _number(end, "row") - (_number(end, "rowOff") == 0)),
                max(first[1], _number(end, "col") - (_number(end, "colOff") == 0)),
            )
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) <= MAX_COVERED:
            yield first, last


def _number(anchor: etree._Element, name: str) -> int:
    child = child_named(anchor, name)
    text = (child.text or "").strip() if child is not None else ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
