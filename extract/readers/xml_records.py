"""XML of an open-data portal or a content system (records, or articles with their pages escaped or as CDATA) → the pages that its values make.

Elements are values as JSON has them, read as those are (`json_page`): one that holds others is a record, several of one name a list.
"""

from __future__ import annotations

from itertools import groupby
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
    held = sorted((each for each in element if local_name(each)), key=local_name)
    if not held and (element.text or not element.attrib):
        return element.text or ""
    values: dict[str, object] = {str(name): str(text) for name, text in element.attrib.items()}
    by_name = {name: [*map(_value, group)] for name, group in groupby(held, local_name)}
    in_order = dict.fromkeys(map(local_name, element))
    return values | {
        name: by_name[name][0] if len(by_name[name]) == 1 else by_name[name] for name in in_order if name
    }
