"""A .docx (.docm, .dotx, .dotm; transitional or strict OOXML) → Document.

Straight from the zip: the document part is parsed by lxml and walked once. Styles are read only where a
paragraph names one, list numbers only where one is drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Document
from extract.readers import reader
from extract.readers._docx.bound import mark_bound, may_be_bound
from extract.readers._docx.cut_styles import cut_styles
from extract.readers._docx.document import ReadChunk, to_document
from extract.readers._docx.names import STRICT, TRANSITIONAL, namespace_of
from extract.readers._docx.package import Package
from extract.readers._docx.styles import FindStyle, styles_of
from extract.readers._docx.unseen import may_hold_unseen
from extract.readers._shared.xml import child_named, local_name, parse

READER: Final = "docx"
MIME_HEADER: Final = 1000  # bytes
_MIME: Final = re.compile(rb"^mime-version\s*:", re.IGNORECASE | re.MULTILINE)


def read(data: bytes) -> Document:
    """Paragraphs, tables and pictures of a Word file, in reading order.

    A cell's paragraphs are separated by newlines. A table inside a cell follows the table that holds it; a
    table of a single cell is a frame, and what it holds stands in its place. Deleted and hidden text is left out.
    Raises DocumentError where the file is empty, cut short, encrypted, no Word file, or too large unpacked.
    """
    return _read(data, _read_chunk)


def _read_chunk(data: bytes) -> Document:
    """A file within the file, which converters leave as it was: a page, a web archive, rich text, a Word file."""
    if data.startswith(b"PK"):
        return _read(data, None)  # one within that one is not looked at
    if data.startswith(b"{\\rtf"):
        return reader("rtf")(data)
    return reader("mht" if _MIME.search(data[:MIME_HEADER]) else "html")(data)


def _read(data: bytes, read_chunk: ReadChunk | None) -> Document:
    package = Package(data)
    name, xml = package.main_part()
    root = parse(xml)
    body = child_named(root, "body")
    if namespace_of(root) not in (TRANSITIONAL, STRICT) or body is None:
        raise DocumentError(f"不是 Word 文档 (main part is <{local_name(root)}>)；请核对文件格式")
    if may_be_bound(xml):
        mark_bound(root)
    parts = _ZippedParts(package, name)
    return to_document(parts, root, body, READER, look_for_unseen=may_hold_unseen(xml), read_chunk=read_chunk)


@dataclass(slots=True)
class _ZippedParts:
    package: Package
    main: str
    _relations: dict[str, tuple[str, str]] | None = None

    def styles(self) -> FindStyle:
        data = self.package.sibling(self.main, "styles.xml")
        return styles_of(None) if data is None else cut_styles(data)

    def numbering(self) -> etree._Element | None:
        return self._parsed(self.package.sibling(self.main, "numbering.xml"))

    def properties(self) -> etree._Element | None:
        return self._parsed(self.package.part("docProps/core.xml"))

    def related(self, relation: str, kind: str) -> bytes | None:
        if self._relations is None:
            self._relations = self.package.relations(self.main)
        found, target = self._relations.get(relation, ("", ""))
        return self.package.part(target) if found == kind else None

    @staticmethod
    def _parsed(data: bytes | None) -> etree._Element | None:
        return None if data is None else parse(data)
