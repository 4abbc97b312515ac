"""A .docx (.docm, .dotx, .dotm; transitional or strict OOXML) → Document.

Straight from the zip: the document part is parsed by lxml and walked once. Styles are read only where a
paragraph names one, list numbers only where one is drawn, pictures only where no table of the report is typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Block, Document, Picture, Table
from extract.readers._docx_names import STRICT, TRANSITIONAL, child_named, local_name, namespace_of
from extract.readers._docx_numbering import Numbering, read_numbering
from extract.readers._docx_package import Package, parse
from extract.readers._docx_styles import read_styles
from extract.readers._docx_walk import PictureRef, Style, Walk

READER: Final = "docx"
MIN_PICTURE: Final = 8 * 1024  # bytes; a scanned table has some 100 KB, an emblem or a seal a few
REPORT_COLUMNS: Final = 3  # a table of fewer is no table of a report
_VECTOR: Final = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00")  # WMF, EMF: no pixels to recognize


def read(data: bytes) -> Document:
    """Paragraphs, tables and (where no table is typed) pictures of a Word file, in reading order.

    Raises DocumentError where the file is empty, cut short, encrypted, no Word file, or too large unpacked.
    """
    package = Package(data)
    name, xml = package.main_part()
    root = parse(xml)
    body = child_named(root, "body")
    if namespace_of(root) not in (TRANSITIONAL, STRICT) or body is None:
        raise DocumentError(f"不是 Word 文档 (main part is <{local_name(root)}>)；请核对文件格式")
    return _document(_OoxmlParts(package, name), root, body, title=_title(package))


@dataclass(slots=True)
class _OoxmlParts:
    package: Package
    main: str

    def xml(self, base: str) -> etree._Element | None:
        data = self.package.sibling(self.main, base)
        return None if data is None else parse(data)

    def picture(self, relation: str) -> bytes | None:
        kind, target = self.package.relations(self.main).get(relation, ("", ""))
        return self.package.part(target) if kind == "image" else None


def _document(parts: _OoxmlParts, root: etree._Element, body: etree._Element, title: str | None) -> Document:
    numbering: Numbering | None = None

    def number(list_id: str, level: int) -> str:
        nonlocal numbering
        if numbering is None:
            part = parts.xml("numbering.xml")
            numbering = Numbering({}) if part is None else read_numbering(part)
        return numbering.next_number(list_id, level)

    def styles() -> dict[str, Style]:
        part = parts.xml("styles.xml")
        return {} if part is None else read_styles(part)

    walk = Walk(styles, number)
    found = walk.blocks(root, body)
    blocks = tuple(_with_pictures(found, parts, walk.problems))
    return Document(blocks, READER, title=title, problems=tuple(dict.fromkeys(walk.problems)))


def _with_pictures(
    found: Iterable[Block | PictureRef], parts: _OoxmlParts, problems: list[str]
) -> Iterable[Block]:
    found = list(found)
    typed = any(isinstance(block, Table) and block.n_cols >= REPORT_COLUMNS for block in found)
    for block in found:
        if not isinstance(block, PictureRef):
            yield block
        elif not typed:
            data = parts.picture(block.relation)
            if data is None or len(data) < MIN_PICTURE:
                continue
            if data.startswith(_VECTOR):
                problems.append("文中的表是矢量图 (EMF/WMF)，未读；请用 Word 打开后另存为 PDF")
            else:
                yield Picture(data)


def _title(package: Package) -> str | None:
    data = package.part("docProps/core.xml")
    if data is None:
        return None
    title = child_named(parse(data), "title")
    return ((title.text or "").strip() or None) if title is not None else None
