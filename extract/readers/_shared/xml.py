"""The bytes of an XML part → its root element, for all formats that are packages of XML."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.readers._shared.zips import MAX_PART, DamagedPart

MAX_COUNT: Final = 1 << 20  # of repeated rows or cells, and of those that one spans


def parse(data: bytes) -> etree._Element:
    """Entities stay unresolved, nothing is fetched; a DTD is refused. Raises DocumentError."""
    if b"<!DOCTYPE" in data[:4096]:
        raise _dtd_error()
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
        raise DamagedPart(f"XML 已损坏 (XML error: {error.msg})；请重新下载") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _dtd_error()
    return root


def refuse_large(data: bytes) -> None:
    """Raises DocumentError for a file of XML, in no archive, that is longer than any report's."""
    if len(data) > MAX_PART:
        raise DocumentError(f"XML 超过 {MAX_PART >> 20} MB (too large)；拒绝读取")


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace, which some files forget; "" for what is no element."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1 << 10)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def child_named(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child of that local name."""
    return next(parent.iterchildren(f"{{*}}{name}"), None)


def count_of(element: etree._Element, name: str, otherwise: int = 1) -> int:
    """A positive number in an attribute, up to `MAX_COUNT`; what is none counts as absent."""
    value = element.get(name) or ""
    return min(int(value), MAX_COUNT) if value.isdecimal() and len(value) < 10 else otherwise


def _dtd_error() -> DocumentError:
    return DocumentError("XML 带有 DTD (doctype)，这类文件不应有；拒绝读取")
