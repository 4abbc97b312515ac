"""The bytes of an XML part → its root element, for all formats that are packages of XML."""

from __future__ import annotations

from lxml import etree

from extract.errors import DocumentError
from extract.readers._zips import MAX_PART


class DamagedXml(DocumentError):  # noqa: N818 - one part; the others may still be read
    """The part is no well-formed XML."""


def parse(data: bytes) -> etree._Element:
    """Entities stay unresolved, nothing is fetched; a DTD is refused. Raises DocumentError."""
    if b"<!DOCTYPE" in data[:4096]:
        raise _has_dtd()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedXml(f"XML 已损坏 (XML error: {error.msg})；请重新下载") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _has_dtd()
    return root


def refuse_large(data: bytes) -> None:
    """Raises DocumentError for a file of XML, in no archive, that is longer than any report's."""
    if len(data) > MAX_PART:
        raise DocumentError(f"XML 超过 {MAX_PART >> 20} MB (too large)；拒绝读取")


def _has_dtd() -> DocumentError:
    return DocumentError("XML 带有 DTD (doctype)，这类文件不应有；拒绝读取")
