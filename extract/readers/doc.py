"""A .doc or .wps (Word 97–2003 binary) → Document.

The text and the tables come from msdoc2docx's layers (see `_doc/layers.py`), the list numbers from the code that
draws them for .docx, the grid from the code that makes one of RTF's rows: both formats state each row's cell
edges in twips. What the library cannot read goes to LibreOffice where there is one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from extract.errors import DocumentError, one_line
from extract.flags import AUTO_NUMBER, HIDDEN_TEXT, PICTURE, STRUCK_TEXT
from extract.model import Block, Document, Paragraph, Picture
from extract.readers._shared.raised import PLACES, place_of
from extract.readers._shared.unseen import SIGN_FONTS, TINY, is_pale_hex, is_squeezed
from extract.readers._word.boxes import problems_of_boxes
from extract.readers._word.edges import CellContent, CellEdge, Item, Level, RowShape, level_to_items
from extract.readers._word.grounds import has_colour_of_ground
from extract.readers._word.numbering import runs_together
from extract.readers._word.symbols import symbol_text

READER: Final = "doc"

# codes of the library's warnings that say that a table may be wrong
_TABLE_WARNINGS = {
    "TABLE_CELL_DEFINITION_MISMATCH": "表格的一行与其列定义不符，列可能错位",
    "TABLE_GRID_MISMATCH": "表格的一行与其列边界不符，列可能错位",
    "TABLE_DEPTH_LIMITED": "表格嵌套过深，有内容未按表格读取",
    "MALFORMED_TABLE_FLATTENED": "有表格结构不完整，按段落读取",
    "INVALID_UTF16": "有文字损坏，无法读取",
}
# beside its own errors; none of these came up in a thousand damaged files, yet no binary format is free of them
_DAMAGE = (struct.error, IndexError, KeyError, ValueError, OverflowError, RecursionError)
_NO_NUMBER = frozenset({0, 2047})  # ilfo: no list; 2047 an old kind of list whose number is not stored


def read(data: bytes) -> Document:
    """Paragraphs, tables and, behind them, pictures of a binary Word file; deleted and hidden text is left out.

    Text boxes come first, where titles stand. Raises DocumentError where the file is encrypted, damaged or
    older than Word 97 and LibreOffice cannot convert it either.
    """
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    from extract.readers._doc.layers import open_doc

    try:
        story = open_doc(data)
        printer = _Printer(story)
        blocks = printer.blocks()
    except EncryptedDocumentError as error:
        raise DocumentError("Word 文件有密码，请去掉密码后另存 (encrypted)") from error
    except (Doc2DocxError, *_DAMAGE) as error:
        return _by_soffice(data, error)
    problems = [f"{text} ({code})" for code, text in _TABLE_WARNINGS.items() if code in story.warnings]
    problems += problems_of_boxes(printer.boxed)
    if story.has_pictures and not story.pictures and all(isinstance(block, Paragraph) for block in blocks):
        problems.append("文中没有表格但有图片，表格可能是图片，未读取 (pictures)")
    # where in the text a picture stands is not told by its stream
    blocks += [Picture(data) for data in story.pictures]
    if not blocks:
        raise DocumentError("Word 文件没有文字，可能只有图片 (no text)；请重新下载或转为 PDF")
    return Document(tuple(blocks), READER, problems=tuple(problems))


def _by_soffice(data: bytes, error: Exception) -> Document:
    from extract.readers import docx
    from extract.readers._doc.soffice import doc_to_docx

    converted = doc_to_docx(data)
    if converted is None:
        cause = one_line(error)
        raise DocumentError(
            f"Word 97–2003 文件已损坏或版本过旧，无法读取 ({cause})；请用 Word 另存为 .docx，或安装 LibreOffice"
        ) from error
    return replace(docx.read(converted), reader="doc-soffice")


class _Printer:
    """Turns the library's blocks into what Word would print."""

    def __init__(self, story: Any) -> None:
        self.story = story
        self.left_out = False  # deleted or hidden text since the last row
        self.boxed: list[str] = []  # lines of the text boxes
        self.open: CellContent | None = None  # the cell that is being read
        self.paragraph_style: int | None = None
        self.looks: dict[
            tuple[int | None, int | None], dict[str, Any]
        ] = {}  # by a paragraph's and a run's style

    def blocks(self) -> list[Block]:
        blocks: list[Block] = []
        boxes = [*self.items(self.story.boxes)]
        self.boxed += (item.text for item in boxes if isinstance(item, Paragraph))
        for item in (*boxes, *self.items(self.story.blocks)):
            if isinstance(item, str):
                blocks.append(Paragraph(item))
            elif not isinstance(item, Paragraph) or item.text:
                blocks.append(item)
        return [block for block in blocks if not isinstance(block, Paragraph) or block.text.strip()]

    def items(self, blocks: Iterable[Any]) -> Iterator[Item]:
        for block in blocks:
            if hasattr(block, "rows"):
                yield from self.table(block)
            else:
                line = self.line(block).strip(" \t\n")
                yield Paragraph(line, heading=self.is_heading(block.properties))

    def table(self, table: Any) -> Iterator[Item]:
        level = Level()
        for row in table.rows:
            self.left_out = False
            for cell in row.cells:
                level.open = self.cell(cell.body_blocks)
                level.end_cell()
            if self.left_out and not any(_has_text(cell.lines()) for cell in level.cells):
                level.cells = []  # a row deleted with changes tracked
            level.shape = _shape(row)
            level.end_row()
        return level_to_items(level)

    def cell(self, blocks: Iterable[Any]) -> CellContent:
        outer, self.open = self.open, CellContent()
        self.open.items.extend(self.items(blocks))
        content, self.open = self.open, outer
        return content

    def line(self, paragraph: Any) -> str:
        style, self.paragraph_style = self.paragraph_style, paragraph.properties.style_id
        text = self.inlines(paragraph.inlines)
        self.paragraph_style = style
        number = self.number(paragraph.properties) if text.strip() or self.open is not None else ""
        if number and self.open is not None and runs_together(text):
            self.open.flags.append(AUTO_NUMBER)
        return number + text

    def styled(self, properties: Any) -> Any:
        """A run's properties with what its own and its paragraph's style say of how text shows."""
        names = (self.paragraph_style, properties.style_id)
        if names not in self.looks:
            from doc2docx.model import CharacterProperties

            looks = (self.story.styles.effective_character_at(name) for name in names if name is not None)
            said = {
                name: value for look in looks for name in _LOOK if (value := getattr(look, name)) is not None
            }
            self.looks[names] = said if _is_special(CharacterProperties(**said)) else {}
        look = self.looks[names]
        missing = {name: value for name, value in look.items() if getattr(properties, name) is None}
        return replace(properties, **missing) if missing else properties

    def inlines(self, inlines: Iterable[Any]) -> str:
        """The text, its digits raised where they are (a footnote mark behind a number).

        In a cell, what is struck through or white is put aside.
        """
        parts: list[str] = []
        for inline in inlines:
            kind = type(inline).__name__
            properties = getattr(inline, "properties", None)
            if properties is not None:
                properties = self.styled(properties)
            if properties is not None and (properties.hidden or properties.revision_deleted):
                self.left_out = True
            elif kind == "TextRun":
                if "\ufffc" in inline.text and self.open is not None:
                    self.open.flags.append(PICTURE)
                text = inline.text.replace("\ufffc", "")  # the place of a drawing
                if properties is not None and properties.special:
                    text = text.replace("\ufffd", "")  # of a comment
                parts.append(self.run(text, properties) if properties is not None else text)
            elif kind == "Field":
                parts.append(self.inlines(inline.result))
            else:
                sign = _MARKS.get(kind, "")
                if kind == "Symbol":
                    sign = symbol_text(inline.font, f"{inline.character_code:x}")
                parts.append(self.run(sign, properties) if properties is not None else sign)
        return "".join(parts)

    def run(self, text: str, properties: Any) -> str:
        place, cell = _place(properties), self.open
        if place is not None:
            text = text.translate(PLACES[place])
        if cell is None or not text.strip():
            return text
        if place is not None:
            cell.flags.append(place)
        struck = properties.strike or properties.double_strike
        if not struck and not _is_unseen(properties):
            return text
        cell.flags.append(STRUCK_TEXT if struck else HIDDEN_TEXT)
        cell.aside += text
        return ""

    # --- styles and lists ---

    def is_heading(self, properties: Any) -> bool:
        level = next(
            (each.outline_level for each in self.chain(properties) if each.outline_level is not None), 9
        )
        return 0 <= level < 9

    def number(self, properties: Any) -> str:
        """The list number that Word draws before the paragraph."""
        if properties.numbering_suppressed:
            return ""
        chain = list(self.chain(properties))
        list_id = next((each.numbering_id for each in chain if each.numbering_id is not None), None)
        if list_id is None or list_id in _NO_NUMBER:
            return ""
        level = next((each.numbering_level for each in chain if each.numbering_level is not None), 0)
        numbering: str = self.story.numbering.next_number(str(list_id), level)
        return numbering

    def chain(self, properties: Any) -> Iterator[Any]:
        """The paragraph's own properties, then its style's and those the style is based on."""
        yield properties
        style, left = self.story.styles.style_at(properties.style_id), 12
        while style is not None and left:
            yield style.paragraph_properties
            style, left = self.story.styles.style_at(style.based_on), left - 1


# of a style, what bears on how its text shows
_LOOK = (
    *("hidden", "strike", "double_strike", "vertical_align", "position_half_points"),
    *("color", "shading", "highlight", "size_half_points", "scale_percent", "spacing_twips", "ascii_font"),
)
_MARKS = {"Tab": "\t", "NoBreakHyphen": "-", "Break": "\n"}


def _place(properties: Any) -> str | None:
    """`superscript`, `subscript`, or None for text on the line."""
    if properties.vertical_align in PLACES:
        return str(properties.vertical_align)
    return place_of(properties.position_half_points or 0)


def _is_special(properties: Any) -> bool:
    """Whether text does not show as it stands."""
    gone = properties.hidden or properties.strike or properties.double_strike
    return bool(gone or _place(properties) or _is_unseen(properties))


def _is_unseen(properties: Any) -> bool:
    """White on no ground, of its ground's colour, tiny, squeezed, or signs."""
    if is_squeezed(properties.scale_percent, properties.spacing_twips):
        return True
    if (properties.ascii_font or "").startswith(SIGN_FONTS):
        return True
    if properties.size_half_points is not None and properties.size_half_points <= TINY:
        return True
    bare = properties.shading is None and properties.highlight is None
    return _is_blacked_out(properties) or (bare and is_pale_hex(properties.color or ""))


def _is_blacked_out(properties: Any) -> bool:
    ground = properties.shading.background if properties.shading is not None else None
    return has_colour_of_ground(properties.color, properties.highlight, ground)


def _has_text(items: list[Item]) -> bool:
    return any(
        not isinstance(item, str | Paragraph) or (item if isinstance(item, str) else item.text)
        for item in items
    )


def _shape(row: Any) -> RowShape:
    """The row's edges, one for each printed cell: cells merged sideways are already one here."""
    boundaries = row.properties.cell_boundaries_twips
    shape = RowShape(left=boundaries[0] if boundaries else 0)
    at = 0
    for cell in row.cells:
        at += cell.grid_span
        if at < len(boundaries):
            shape.edges.append(CellEdge(boundaries[at], cell.vertical_merge))
    return shape
