"""OFD files for tests: a made report laid out as pages with ruling lines, or the pages of a PDF written anew.

The layout is its own, simple and known: what is printed where is decided here and never by the reader.
"""

from __future__ import annotations

import ctypes
import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from tests.builder.grid import Box, Grid, Paragraph
from tests.builder.layout import Page

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0  # millimetres: A4
TABLE_MM, TEXT_MM, LINE = 2.8, 4.9, 1.35  # sizes of type; height of a line against it
PAD = 0.9  # millimetres between a cell's edge and its text


@dataclass(frozen=True, slots=True)
class Style:
    """The ways in which programs write the same page."""

    rules: str = "stroke"  # stroke | bars (thin filled rectangles) | boxes (a rectangle a cell) | none
    deltas: str = "plain"  # plain | g | chars (an object a character) | absent
    scaled: bool = False  # coordinates in points under a CTM
    blocks: bool = False  # inside PageBlocks
    composite: bool = False  # lines inside a composite object
    template: bool = False  # running head and lines' colour from a template and drawing parameters
    offset: bool = False  # boundaries with an origin of their own
    head_cut: bool = False  # a page may end between the rows of a table's heading

    @classmethod
    def random(cls, rng: random.Random, ruled: bool = True) -> Style:
        return cls(
            rng.choice(["stroke", "bars", "boxes"]) if ruled else "none",
            rng.choice(["plain", "g", "chars", "absent"]),
            *(rng.random() < 0.4 for _ in range(5)),
            head_cut=False,
        )


@dataclass(slots=True)
class Sheet:
    """A page: its texts as (text, x, baseline, size) and its lines as (x0, y0, x1, y1), in millimetres."""

    texts: list[tuple[str, float, float, float]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


def to_ofd(page: Page, style: Style) -> bytes:
    """The report as an OFD file."""
    return sheets_to_ofd(lay_out_sheets(page, style.head_cut), style)


# --- layout -------------------------------------------------------------------------------------------------


def advance(char: str) -> float:
    """As a share of the size; Chinese fonts set digits and Latin letters half as wide as characters."""
    return 1.0 if char >= "\u2010" else 0.5


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines of at most that width; given line breaks stay."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for char in part:
            step = advance(char) * size
            if used + step > width and line:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + step
        lines.append(line)
    return lines


class _Layout:
    def __init__(self) -> None:
        self.sheets = [Sheet()]
        self.y = MARGIN

    def break_page(self) -> None:
        self.sheets.append(Sheet())
        self.y = MARGIN

    def add_paragraph(self, paragraph: Paragraph) -> None:
        size = TEXT_MM * (1.3 if paragraph.role == "title" else 1.0)
        indent = 2 * size if paragraph.role != "title" else 0.0
        lines = wrapped(
            "\u3000\u3000" + paragraph.text if indent else paragraph.text, WIDTH - 2 * MARGIN, size
        )
        for k, line in enumerate(lines):
            if self.y + size * LINE > HEIGHT - MARGIN:
                self.break_page()
            text = line.lstrip("\u3000") if indent and k == 0 else line
            x = MARGIN + (indent if k == 0 else 0.0)
            if paragraph.role == "title":
                x = (WIDTH - sum(map(advance, text)) * size) / 2
            self.sheets[-1].texts.append((text, x, self.y + size, size))
            self.y += size * LINE
        self.y += size * 0.5

    def add_grid(self, grid: Grid, head_cut: bool) -> None:
        xs = _column_edges(grid)
        heights = _row_heights(grid, xs)
        head = 1 + max(
            (box.row for box in grid.boxes if box.role in ("title", "head") and box.row < 5), default=0
        )
        if not head_cut and self.y + sum(heights[: head + 1]) > HEIGHT - MARGIN:
            self.break_page()
        first = 0
        pending: dict[Box, list[str]] = {}
        while first < grid.n_rows:
            if self.y + heights[first] > HEIGHT - MARGIN:
                self.break_page()
            last, tops = first, [self.y]
            while (last < grid.n_rows and tops[-1] + heights[last] <= HEIGHT - MARGIN) or last == first:
                tops.append(tops[-1] + heights[last])
                last += 1
            self._add_rows(grid, first, last, xs, tops, pending)
            self.y = tops[-1] + 4.0
            first = last
            if first < grid.n_rows:
                self.break_page()

    def _add_rows(
        self,
        grid: Grid,
        first: int,
        last: int,
        xs: Sequence[float],
        tops: Sequence[float],
        pending: dict[Box, list[str]],
    ) -> None:
        """The rows that fit on this page; a cell that the page cuts goes on with its further lines."""
        sheet = self.sheets[-1]
        for box in grid.boxes:
            start, end = max(box.row, first), min(box.row + box.rowspan, last)
            if start >= end:
                continue
            x0, x1 = xs[box.col], xs[box.col + box.colspan]
            y0, y1 = tops[start - first], tops[end - first]
            sheet.boxes.append((x0, y0, x1, y1))
            size = _size(box, x1 - x0)
            if start == box.row:
                pending[box] = _wrapped_in(box, x1 - x0)
            lines = pending.pop(box, [])
            room = max(1, int((y1 - y0 - PAD) / (size * LINE))) if end < box.row + box.rowspan else len(lines)
            shown, rest = lines[:room], lines[room:]
            if rest:
                pending[box] = rest
            y = y0 + (y1 - y0 - len(shown) * size * LINE) / 2
            for line in shown:
                y += size * LINE
                width = sum(map(advance, line)) * size
                x = x0 + PAD if box.role == "label" else (x0 + x1 - width) / 2
                if line.strip():
                    sheet.texts.append((line, x, y - 0.25 * size, size))


def lay_out_sheets(page: Page, head_cut: bool = False) -> list[Sheet]:
    layout = _Layout()
    for block in page.blocks:
        if isinstance(block, Paragraph):
            layout.add_paragraph(block)
        else:
            layout.add_grid(block, head_cut)
    for number, sheet in enumerate(layout.sheets, 1):
        sheet.texts.append((f"- {number} -", WIDTH / 2 - 5, HEIGHT - 10, 3.5))
        sheet.lines = [side for box in sheet.boxes for side in _sides(box)]
    return layout.sheets


def _sides(box: tuple[float, float, float, float]) -> list[tuple[float, float, float, float]]:
    x0, y0, x1, y1 = box
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _column_edges(grid: Grid) -> list[float]:
    """Columns as wide as what stands in them alone needs: a number stays on one line, words may wrap."""
    needed = [2 * TABLE_MM + 2 * PAD] * grid.n_cols
    for box in grid.boxes:
        if box.colspan == 1:
            longest = max(sum(map(advance, line)) for line in box.text.split("\n")) * TABLE_MM
            longest = min(longest, TABLE_MM * (12 if box.role == "label" else 5))
            needed[box.col] = max(needed[box.col], longest + 2 * PAD)
    unit = (WIDTH - 2 * MARGIN) / sum(needed)
    return [MARGIN + unit * sum(needed[:k]) for k in range(grid.n_cols + 1)]


def _size(box: Box, width: float) -> float:
    """A number is set smaller rather than broken, as word processors' 缩小字体填充 does."""
    if box.role != "value":
        return TABLE_MM
    longest = max(sum(map(advance, line)) for line in box.text.split("\n"))
    return min(TABLE_MM, (width - 2 * PAD) / longest) if longest else TABLE_MM


def _wrapped_in(box: Box, width: float) -> list[str]:
    return wrapped(box.text, width - 2 * PAD + 1e-6, _size(box, width))


def _row_heights(grid: Grid, xs: Sequence[float]) -> list[float]:
    heights = [TABLE_MM * LINE + 2 * PAD] * grid.n_rows
    for box in sorted(grid.boxes, key=lambda box: box.rowspan):
        lines = _wrapped_in(box, xs[box.col + box.colspan] - xs[box.col])
        needed = len(lines) * TABLE_MM * LINE + 2 * PAD
        rows = range(box.row, box.row + box.rowspan)
        lacking = needed - sum(heights[row] for row in rows)
        for row in rows if lacking > 0 else ():
            heights[row] += lacking / len(rows)
    return heights


# --- writing ------------------------------------------------------------------------------------------------


def sheets_to_ofd(sheets: Sequence[Sheet], style: Style) -> bytes:
    """Pages of texts and lines -> an OFD file."""
    parts = {"Doc_0/PublicRes.xml": _resources(sheets, style)}
    pages, templates = "", ""
    if style.template:
        templates = '<ofd:TemplatePage ID="900" BaseLoc="Tpls/Tpl_0/Content.xml" ZOrder="Background"/>'
        head = _text_objects("政务公开", 20.0, 12.0, 3.5, style, 9000)
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page_xml(head, area=False)
    for number, sheet in enumerate(sheets):
        used = '<ofd:Template TemplateID="900"/>' if style.template else ""
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = page_xml(
            _objects(sheet, number, style), before=used
        )
        pages += f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
    parts["Doc_0/Document.xml"] = document_xml(pages, templates)
    return package({"OFD.xml": ofd_xml("Doc_0/Document.xml"), **parts})


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Parts by path -> the file's bytes, the same each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def ofd_xml(*roots: str, title: str = "") -> str:
    info = f"<ofd:DocInfo><ofd:DocID>0</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
    bodies = "".join(f"<ofd:DocBody>{info}<ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>" for root in roots)
    return f'{HEAD}<ofd:OFD {NS} DocType="OFD" Version="1.0">{bodies}</ofd:OFD>'


def document_xml(pages: str, common: str = "") -> str:
    return (
        f"{HEAD}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def page_xml(objects: str, *, before: str = "", area: bool = True) -> str:
    box = f"<ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox>"
    return (
        f"{HEAD}<ofd:Page {NS}>{f'<ofd:Area>{box}</ofd:Area>' if area else ''}{before}"
        f'<ofd:Content><ofd:Layer ID="500" DrawParam="700">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _resources(sheets: Sequence[Sheet], style: Style) -> str:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{800 + number}" Width="210" Height="297"><ofd:Content>'
        f"{_rules(sheet, style)}</ofd:Content></ofd:CompositeGraphicUnit>"
        for number, sheet in enumerate(sheets if style.composite else ())
    )
    return (
        f'{HEAD}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>'
        '<ofd:DrawParams><ofd:DrawParam ID="700" Relative="701" LineWidth="0.25"/>'
        '<ofd:DrawParam ID="701"><ofd:FillColor Value="0 0 0"/><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam>'
        f"</ofd:DrawParams><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    )


def _objects(sheet: Sheet, number: int, style: Style) -> str:
    if style.composite:
        drawing = f'<ofd:CompositeObject ID="600" Boundary="0 0 210 297" ResourceID="{800 + number}"/>'
    else:
        drawing = _rules(sheet, style)
    texts = "".join(
        _text_objects(text, x, y, size, style, 1000 + k) for k, (text, x, y, size) in enumerate(sheet.texts)
    )
    if style.blocks:
        return f"<ofd:PageBlock><ofd:PageBlock>{drawing}</ofd:PageBlock>{texts}</ofd:PageBlock>"
    return drawing + texts


def _text_objects(text: str, x: float, y: float, size: float, style: Style, number: int) -> str:
    if style.deltas == "chars":
        objects, at = "", x
        for char in text:
            if char.strip():
                objects += _text_object(char, at, y, size, style, number)
            at += advance(char) * size
        return objects
    return _text_object(text, x, y, size, style, number)


def _text_object(text: str, x: float, y: float, size: float, style: Style, number: int) -> str:
    unit = 25.4 / 72 if style.scaled else 1.0
    left, top = (x, y - size) if style.offset else (0.0, 0.0)
    wide, high = (sum(map(advance, text)) * size, size * 1.2) if style.offset else (WIDTH, HEIGHT)
    ctm = f' CTM="{unit:.6f} 0 0 {unit:.6f} 0 0"' if style.scaled else ""
    steps = [advance(char) * size / unit for char in text[:-1]]
    delta = "" if style.deltas == "absent" or not steps else f' DeltaX="{_deltas(steps, style)}"'
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{left:.4f} {top:.4f} {wide:.4f} {high:.4f}"{ctm}'
        f' Font="3" Size="{size / unit:.4f}">'
        f'<ofd:TextCode X="{(x - left) / unit:.4f}" Y="{(y - top) / unit:.4f}"{delta}>'
        f"{escape(text)}</ofd:TextCode></ofd:TextObject>"
    )


def _deltas(steps: Sequence[float], style: Style) -> str:
    if style.deltas != "g":
        return " ".join(f"{step:.4f}" for step in steps)
    words: list[str] = []
    at = 0
    while at < len(steps):
        end = at
        while end < len(steps) and steps[end] == steps[at]:
            end += 1
        words.append(f"g {end - at} {steps[at]:.4f}" if end - at > 1 else f"{steps[at]:.4f}")
        at = end
    return " ".join(words)


def _rules(sheet: Sheet, style: Style) -> str:
    if style.rules == "none":
        return ""
    if style.rules == "boxes" and sheet.boxes:
        return "".join(
            _path(x0, y0, f"M 0 0 L {x1 - x0:.4f} 0 L {x1 - x0:.4f} {y1 - y0:.4f} L 0 {y1 - y0:.4f} C", "")
            for x0, y0, x1, y1 in sheet.boxes
        )
    if style.rules == "bars":
        bar = ' Fill="true" Stroke="false"'
        return "".join(
            _path(x0 - 0.1, y0 - 0.1, _rectangle(x1 - x0 + 0.2, y1 - y0 + 0.2), bar)
            for x0, y0, x1, y1 in sheet.lines
        )
    return "".join(
        _path(x0, y0, f"M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}", ' LineWidth="0.25"')
        for x0, y0, x1, y1 in sheet.lines
    )


def _rectangle(wide: float, high: float) -> str:
    return f"M 0 0 L {wide:.4f} 0 L {wide:.4f} {high:.4f} L 0 {high:.4f} C"


def _path(x: float, y: float, data: str, attributes: str) -> str:
    return (
        f'<ofd:PathObject ID="1" Boundary="{x:.4f} {y:.4f} {WIDTH - x:.4f} {HEIGHT - y:.4f}"{attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


# --- a PDF's pages, written anew --------------------------------------------------------------------------------


def pdf_to_sheets(path: Path) -> list[Sheet]:
    """Characters and drawn boxes of an upright PDF, by PDFium alone and none of the readers' code."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    unit = 25.4 / 72
    sheets = []
    document = pdfium.PdfDocument(path)
    for page in document:
        height = page.get_height()
        sheet, text = Sheet(), page.get_textpage()
        x, y = ctypes.c_double(), ctypes.c_double()
        for k in range(raw.FPDFText_CountChars(text)):
            code = raw.FPDFText_GetUnicode(text, k)
            if code <= 0x20 or raw.FPDFText_IsGenerated(text, k):
                continue
            raw.FPDFText_GetCharOrigin(text, k, x, y)
            size = raw.FPDFText_GetFontSize(text, k) * unit
            sheet.texts.append((chr(code), x.value * unit, (height - y.value) * unit, size))
        for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=6):
            left, bottom, right, top = (edge * unit for edge in item.get_bounds())
            high = height * unit
            if right - left <= 1.0 or top - bottom <= 1.0:
                middle_x, middle_y = (left + right) / 2, high - (top + bottom) / 2
                level = right - left > top - bottom
                sheet.lines.append(
                    (left, middle_y, right, middle_y)
                    if level
                    else (middle_x, high - top, middle_x, high - bottom)
                )
        sheets.append(sheet)
    return sheets
