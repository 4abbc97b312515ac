"""A .docx (.docm, .dotx, .dotm; transitional or strict OOXML) → Document.

Straight from the zip: the document part is parsed by lxml and walked once. Styles are read only where a
paragraph names one, list numbers only where one is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Document
from extract.readers._docx.bound import mark_stale, may_be_bound
from extract.readers._docx.document import to_document
from extract.readers._docx.names import STRICT, TRANSITIONAL, child_named, local_name, namespace_of
from extract.readers._docx.package import Package, parse
from extract.readers._docx.white import may_be_white

READER: Final = "docx"


def read(data: bytes) -> Document:
    """Paragraphs, tables and pictures of a Word file, in reading order.

    A cell's paragraphs are separated by newlines. A table inside a cell follows the table that holds it; a
    table of a single cell is a frame, and what it holds stands in its place. Deleted and hidden text is left out.
    Raises DocumentError where the file is empty, cut short, encrypted, no Word file, or too large unpacked.
    """
    package = Package(data)
    name, xml = package.main_part()
    root = parse(xml)
    body = child_named(root, "body")
    if namespace_of(root) not in (TRANSITIONAL, STRICT) or body is None:
        raise DocumentError(f"不是 Word 文档 (main part is <{local_name(root)}>)；请核对文件格式")
    if may_be_bound(xml):
        mark_stale(root, package)
    return to_document(_ZippedParts(package, name), root, body, READER, white=may_be_white(xml))


@dataclass(slots=True)
class _ZippedParts:
    package: Package
    main: str
    _relations: dict[str, tuple[str, str]] | None = None

    def styles(self) -> etree._Element | None:
        return self._parsed(self.package.sibling(self.main, "styles.xml"))

    def numbering(self) -> etree._Element | None:
        return self._parsed(self.package.sibling(self.main, "numbering.xml"))

    def properties(self) -> etree._Element | None:
        return self._parsed(self.package.part("docProps/core.xml"))

    def picture(self, relation: str) -> bytes | None:
        if self._relations is None:
            self._relations = self.package.relations(self.main)
        kind, target = self._relations.get(relation, ("", ""))
        return self.package.part(target) if kind == "image" else None

    @staticmethod
    def _parsed(data: bytes | None) -> etree._Element | None:
        return None if data is None else parse(data)
