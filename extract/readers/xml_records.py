"""XML of an open-data portal (records) or a content system (articles, their pages escaped or CDATA) → the pages that its values make.

Elements are taken for values of JSON and read as those are (`json_page`): one that holds others is a record, several of one name
are a list.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Document
from extract.readers._shared.encoding import decode
from extract.readers._shared.xml import local_name, parse, refuse_large
from extract.readers.html import read_markup
from extract.readers.json_page import document_of

READER: Final = "xml"


def read(data: bytes) -> Document:
    """Raises DocumentError for too large a file; what is no whole XML is read as the web page that its tags make."""
    refuse_large(data)
    try:
        root = parse(data.lstrip())
    except DocumentError:
        return read_markup(decode(data))
    return document_of(_value(root), READER)


def _value(element: etree._Element) -> object:
    """A text, or a record of the attributes and of what stands within."""
    held: dict[str, list[object]] = {}
    for child in element:
        if name := local_name(child):  # a comment has none
            held.setdefault(name, []).append(_value(child))
    if not held and (element.text or not element.attrib):
        return element.text or ""
    attributes: dict[str, object] = {str(name): str(text) for name, text in element.attrib.items()}
    return attributes | {name: of_name[0] if len(of_name) == 1 else of_name for name, of_name in held.items()}
