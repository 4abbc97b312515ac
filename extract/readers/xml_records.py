"""XML of an open-data portal (records) or a content system (articles, their pages escaped or CDATA) → the pages that its values make.

Elements are taken for values of JSON and read as those are (`json_page`): one that holds others is a record, several of one name
are a list.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Document
from extract.readers._json.rows import is_label
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
    """A text, or a record of the attributes and of what stands within; text beside these has the element's own name.

    Attributes beside a text alone tell how it is to be read (lang, type), unless they are its labels.
    """
    name = local_name(element)
    inner = [child for child in element if local_name(child)]  # comments have none
    texts = [element.text or "", *(child.tail or "" for child in element)]
    attributes: dict[str, object] = {str(key): str(text) for key, text in element.attrib.items()}
    if not inner and not any(map(is_label, attributes.values())):
        return "".join(texts) if any(texts) or not attributes else attributes
    held: dict[str, list[object]] = {}
    for child in inner:
        held.setdefault(local_name(child), []).append(_value(child))
    beside = "\n".join(text for text in map(str.strip, texts) if text)
    if beside:
        held.setdefault(name, []).insert(0, beside)
    return attributes | {key: its[0] if len(its) == 1 else its for key, its in held.items()}
