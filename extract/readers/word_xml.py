"""Word in one XML file → Document: flat OPC (Word's "Word XML document") and Word 2003 XML.

Flat OPC is a .docx whose parts stand in one file, each under pkg:part; Word 2003 XML is the older vocabulary,
whose names differ little, with the printed list numbers written beside each paragraph. Both go through the
walk that reads .docx.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Document
from extract.readers._docx.document import to_document
from extract.readers._docx.names import STRICT, TRANSITIONAL, WORD2003, attribute, namespace_of
from extract.readers._docx.styles import FindStyle, styles_of
from extract.readers._shared.xml import child_named, local_name, parse, refuse_large

_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def read(data: bytes) -> Document:
    """Reads either kind. Raises DocumentError where the file is cut short, too large or neither of them."""
    root = _root(data)
    if root.tag == f"{_PKG}package":
        return _flat_opc(root)
    if local_name(root) == "wordDocument" and namespace_of(root) == WORD2003:
        return _word2003(root)
    raise DocumentError(f"不是 Word 的 XML 文件 (root is <{local_name(root)}>)；请核对文件格式")


def _root(data: bytes) -> etree._Element:
    if not data.strip():
        raise DocumentError("文件为空 (empty)；请重新下载")
    refuse_large(data)
    return parse(data.lstrip())


def _flat_opc(package: etree._Element) -> Document:
    parts = {
        (part.get(f"{_PKG}name") or "").lstrip("/"): part for part in package if local_name(part) == "part"
    }
    for name, part in parts.items():
        root = _content(part)
        body = child_named(root, "body") if root is not None and _is_main(root) else None
        if root is not None and body is not None:
            return to_document(_FlatParts(parts, name), root, body, "flat_opc")
    raise DocumentError("文件里没有 Word 正文 (no document part)；请核对文件格式")


def _is_main(root: etree._Element) -> bool:
    return local_name(root) == "document" and namespace_of(root) in (TRANSITIONAL, STRICT)


def _content(part: etree._Element | None) -> etree._Element | None:
    """The root element of a part written as XML."""
    data = None if part is None else child_named(part, "xmlData")
    return next((child for child in data if local_name(child)), None) if data is not None else None


@dataclass(slots=True)
class _FlatParts:
    parts: dict[str, etree._Element]
    main: str

    def _beside(self, base: str) -> str:
        return f"{self.main.rpartition('/')[0]}/{base}".lstrip("/")

    def styles(self) -> FindStyle:
        return styles_of(_content(self.parts.get(self._beside("styles.xml"))))

    def numbering(self) -> etree._Element | None:
        return _content(self.parts.get(self._beside("numbering.xml")))

    def properties(self) -> etree._Element | None:
        return _content(self.parts.get("docProps/core.xml"))

    def related(self, relation: str, kind: str) -> bytes | None:
        name = self.main.rpartition("/")[2]
        relations = _content(self.parts.get(self._beside(f"_rels/{name}.rels")))
        for each in relations if relations is not None else ():
            if each.get("Id") == relation:
                part = self.parts.get(self._beside(each.get("Target") or ""))
                return None if part is None else _decoded(child_named(part, "binaryData"))
        return None


def _word2003(root: etree._Element) -> Document:
    body = child_named(root, "body")
    if namespace_of(root) != WORD2003 or body is None:
        raise DocumentError("不是 Word 2003 XML (no w:body)；请核对文件格式")
    return to_document(_Parts2003(root, body), root, body, "word2003_xml")


@dataclass(slots=True)
class _Parts2003:
    root: etree._Element
    body: etree._Element

    def styles(self) -> FindStyle:
        return styles_of(child_named(self.root, "styles"))

    def numbering(self) -> etree._Element | None:
        return None  # the printed numbers stand in the paragraphs

    def properties(self) -> etree._Element | None:
        found = child_named(self.root, "DocumentProperties")
        # written with a capital here: <o:Title>
        if found is None or (title := child_named(found, "Title")) is None:
            return None
        properties = etree.Element("properties")
        etree.SubElement(properties, "title").text = title.text
        return properties

    def related(self, relation: str, kind: str) -> bytes | None:
        for element in self.body.iter(f"{{{WORD2003}}}binData"):
            if attribute(element, "name") == relation:
                return _decoded(element)
        return None


def _decoded(element: etree._Element | None) -> bytes | None:
    try:
        return None if element is None else base64.b64decode(element.text or "")
    except binascii.Error as error:
        raise DocumentError(f"base64 已损坏 ({error})") from error
