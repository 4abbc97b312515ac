"""Writes a page as a Word file, raw: the XML that Word, WPS and their users really leave behind.

python-docx cannot write most of it (content controls, tracked changes, text boxes, gridBefore, strict names).
"""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.builder.grid import Box, Grid, Paragraph
from tests.builder.labels import split_number
from tests.builder.layout import Page
from tests.builder.mess import Mess

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = {
    TRANSITIONAL: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}" Target="{target}"/>
</Relationships>"""
_ROOT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<w:document xmlns:w="{TRANSITIONAL}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>'
)
_PAGE = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="900" w:bottom="1440" w:left="900" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
_AUTHOR = 'w:author="编辑" w:date="2024-01-15T09:00:00Z"'
TABLE_WIDTH = 10000  # twentieths of a point
CELL_SIZE = 14  # half points; a count of five digits then fits one of the fifteen columns of disputes
_FORMATS = {
    "1.": ("decimal", "%1."),
    "（一）": ("chineseCounting", "（%1）"),
    "一、": ("chineseCounting", "%1、"),
}


@dataclass
class _Writer:
    page: Page
    rng: random.Random
    numbers: list[tuple[str, int]] = field(
        default_factory=list
    )  # (key of _FORMATS, first number) of each list
    last_number: tuple[str, int] | None = None
    change: int = 0

    @property
    def mess(self) -> Mess:
        return self.page.mess


def to_docx(page: Page) -> bytes:
    writer = _Writer(page, random.Random(page.mess.seed + 1))
    body = "".join(
        _table(writer, block) if isinstance(block, Grid) else _paragraph_block(writer, block)
        for block in page.blocks
    )
    document = f"{_ROOT}{body}{_PAGE}</w:body></w:document>"
    relations = _RELATIONS.format(name="officeDocument", target="word/document.xml")
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": relations,
        "word/_rels/document.xml.rels": _RELATIONS.format(name="numbering", target="numbering.xml"),
        "word/document.xml": document,
        "word/numbering.xml": _numbering(writer.numbers),
    }
    if page.mess.strict:
        parts = {name: _to_strict(text) for name, text in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # a fixed date, so that the same page gives the same bytes
            archive.writestr(
                zipfile.ZipInfo(name, (2024, 1, 31, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def _to_strict(text: str) -> str:
    for old, new in _STRICT.items():
        text = text.replace(old, new)
    return text


# --- paragraphs and runs -------------------------------------------------------------------------------


def _paragraph_block(writer: _Writer, paragraph: Paragraph) -> str:
    mess = writer.mess
    runs = _runs(writer, paragraph.text, bold=paragraph.role != "body")
    if paragraph.role == "title" and mess.text_box_title:
        return _text_box(paragraph.text)
    align = '<w:jc w:val="center"/>' if paragraph.role == "title" else ""
    level = {"title": "", "heading": '<w:outlineLvl w:val="0"/>', "body": ""}[paragraph.role]
    xml = f"<w:p><w:pPr>{align}{level}</w:pPr>{runs}</w:p>"
    if mess.tracked_changes and paragraph.role == "heading" and writer.rng.random() < 0.3:
        # a heading moved away: what stands in moveFrom is no longer in the report
        moved = f'<w:moveFrom w:id="{_change(writer)}" {_AUTHOR}><w:r><w:t>九、已删除的标题</w:t></w:r></w:moveFrom>'
        xml = f"<w:p>{moved}</w:p>{xml}"
    if mess.content_controls and writer.rng.random() < 0.4:
        xml = f'<w:sdt><w:sdtPr><w:alias w:val="正文"/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>'
    return xml


def _text_box(text: str) -> str:
    """The same words twice, as Word writes them: for new readers and, under Fallback, for old ones."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    new = (
        '<w:drawing><wp:inline><wp:extent cx="5000000" cy="500000"/><wp:docPr id="1" name="标题"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape style="width:400pt;height:40pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _run(text: str, *, bold: bool = False, hidden: bool = False, small: bool = False) -> str:
    properties = ("<w:b/>" if bold else "") + ("<w:vanish/>" if hidden else "")
    properties += f'<w:sz w:val="{CELL_SIZE}"/>' if small else ""
    inner = []
    for number, line in enumerate(text.split("\n")):
        if number:
            inner.append("<w:br/>")
        for place, piece in enumerate(line.split("\t")):
            inner.append("<w:tab/>" if place else "")
            inner.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r><w:rPr>{properties}</w:rPr>{''.join(inner)}</w:r>"


def _change(writer: _Writer) -> int:
    writer.change += 1
    return writer.change


def _decoy(writer: _Writer) -> str:
    return str(writer.rng.randint(1, 999))


def _runs(
    writer: _Writer, text: str, *, bold: bool = False, number: bool = False, small: bool = False
) -> str:
    """The text in one or several runs; decoys that must not be read may stand between them."""
    mess, rng = writer.mess, writer.rng
    pieces = [text]
    if mess.split_runs and len(text) > 1 and rng.random() < 0.6:
        place = rng.randint(1, len(text) - 1)
        pieces = [text[:place], text[place:]]
    runs = [_run(piece, bold=bold, small=small) for piece in pieces]
    if mess.content_controls and text and rng.random() < 0.2:
        runs[0] = f"<w:sdt><w:sdtContent>{runs[0]}</w:sdtContent></w:sdt>"
    if mess.tracked_changes and text and rng.random() < 0.2:
        runs[-1] = f'<w:ins w:id="{_change(writer)}" {_AUTHOR}>{runs[-1]}</w:ins>'
    if mess.tracked_changes and number and rng.random() < 0.2:
        gone = f"<w:r><w:delText>{_decoy(writer)}</w:delText></w:r>"
        runs.insert(rng.randint(0, len(runs)), f'<w:del w:id="{_change(writer)}" {_AUTHOR}>{gone}</w:del>')
    if mess.hidden_text and rng.random() < 0.15:
        runs.insert(rng.randint(0, len(runs)), _run(_decoy(writer) if number else "隐藏", hidden=True))
    return "".join(runs)


# --- tables --------------------------------------------------------------------------------------------


def _table(writer: _Writer, grid: Grid) -> str:
    mess = writer.mess
    sizes = "single" if mess.ruled else "none"
    borders = "".join(
        f'<w:{side} w:val="{sizes}" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    widths = _column_widths(grid)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(writer, grid, number, widths) for number in range(grid.n_rows))
    xml = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="20" w:type="dxa"/>'
        f'<w:right w:w="20" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )
    if mess.nested:
        frame = '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="10200"/></w:tblGrid>'
        xml = f"{frame}<w:tr><w:tc><w:tcPr/>{xml}<w:p/></w:tc></w:tr></w:tbl>"
    return xml + "<w:p/>"  # Word joins tables that no paragraph parts


def _column_widths(grid: Grid) -> list[int]:
    """The first columns hold labels and are wider."""
    wide = {1: 1, 2: 1, 3: 1, 4: 1}.get(grid.n_cols, 3)
    weights = [3 if col < wide and grid.n_cols < 15 else 1 for col in range(grid.n_cols)]
    return [TABLE_WIDTH * weight // sum(weights) for weight in weights]


def _row(writer: _Writer, grid: Grid, number: int, widths: list[int]) -> str:
    mess, rng = writer.mess, writer.rng
    covered = grid.covered()
    cells: list[str] = []
    before = 0
    col = 0
    while col < grid.n_cols:
        box = covered.get((number, col))
        if box is None:
            # the grid has no cell here: a place past a short row's end
            cells.append(_cell(writer, Box("", number, col), widths, ""))
            col += 1
            continue
        if box.row != number and mess.late_rows and col == before and box.role != "head":
            before += box.colspan
        else:
            cells += _box_cells(writer, box, number, widths)
        col += box.colspan
    properties = f'<w:gridBefore w:val="{before}"/>' if before else ""
    if mess.tracked_changes and rng.random() < 0.1:
        properties += f'<w:ins w:id="{_change(writer)}" {_AUTHOR}/>'
    xml = f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"
    if mess.tracked_changes and grid.n_cols > 6 and rng.random() < 0.05:
        xml += _deleted_row(writer, grid)
    if mess.content_controls and rng.random() < 0.15:
        xml = f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    return xml


def _box_cells(writer: _Writer, box: Box, number: int, widths: list[int]) -> list[str]:
    """One Word cell, or several under the old horizontal merge."""
    merge = ""
    if box.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if box.row == number else "<w:vMerge/>"
    shown = box if box.row == number else Box("", number, box.col, 1, box.colspan, box.role)
    if writer.mess.old_merges and box.colspan > 1:
        first = Box(shown.text, number, box.col, 1, 1, box.role)
        rest = [Box("", number, box.col + i, 1, 1, box.role) for i in range(1, box.colspan)]
        return [
            _cell(writer, first, widths, '<w:hMerge w:val="restart"/>' + merge),
            *(_cell(writer, cell, widths, '<w:hMerge w:val="continue"/>' + merge) for cell in rest),
        ]
    return [_cell(writer, shown, widths, merge)]


def _cell(writer: _Writer, box: Box, widths: list[int], merge: str) -> str:
    mess, rng = writer.mess, writer.rng
    width = sum(widths[box.col : box.col + box.colspan])
    span = f'<w:gridSpan w:val="{box.colspan}"/>' if box.colspan > 1 else ""
    text, numbering = box.text, ""
    if mess.automatic_numbers and box.role == "label":
        text, numbering = _automatic(writer, box.text)
    runs = _runs(writer, text, number=box.role == "value", small=True)
    xml = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
        f"<w:p><w:pPr>{numbering}</w:pPr>{runs}</w:p></w:tc>"
    )
    if mess.content_controls and rng.random() < 0.15:
        xml = f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    return xml


def _deleted_row(writer: _Writer, grid: Grid) -> str:
    mark = f'w:id="{_change(writer)}" {_AUTHOR}'
    cell = (
        '<w:tc><w:tcPr/><w:p><w:pPr><w:rPr><w:del w:id="0" w:author="编辑"/></w:rPr></w:pPr>'
        f"<w:del {mark}><w:r><w:delText>%s</w:delText></w:r></w:del></w:p></w:tc>"
    )
    cells = [cell % "（一）予以公开", *(cell % _decoy(writer) for _ in range(grid.n_cols - 1))]
    return f"<w:tr><w:trPr><w:del {mark}/></w:trPr>{''.join(cells)}</w:tr>"


# --- automatic numbering -------------------------------------------------------------------------------


def _automatic(writer: _Writer, label: str) -> tuple[str, str]:
    """A typed enumerator becomes Word's automatic number; a list starts anew where the count does not go on."""
    typed, rest = split_number(label)
    kind = {")": "（一）", "）": "（一）", "、": "一、"}.get(typed[-1:], "1.")
    if not typed or (kind == "一、" and typed[0].isdigit()):
        kind = "1."
    digits = [c for c in typed if c.isdigit() or c in "一二三四五六七八九"]
    if not digits or not rest:
        return label, ""
    value = int(digits[0]) if digits[0].isdigit() else "一二三四五六七八九".index(digits[0]) + 1
    going_on = writer.last_number == (kind, value - 1)
    if not going_on:
        writer.numbers.append((kind, value))
    writer.last_number = (kind, value)
    number = len(writer.numbers)
    return rest, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def _numbering(lists: list[tuple[str, int]]) -> str:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for i, (style, text) in enumerate(_FORMATS.values())
    )
    kinds = list(_FORMATS)
    numbers = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{kinds.index(kind)}"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for i, (kind, start) in enumerate(lists, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:numbering xmlns:w="{TRANSITIONAL}">{abstract}{numbers}</w:numbering>'
