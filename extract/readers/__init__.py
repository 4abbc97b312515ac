"""One module a format, each with one function `read(data: bytes) -> Document`; imported at first use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from extract.model import Document

READERS: dict[str, str] = {
    "docx": "extract.readers.docx",
    "word_xml": "extract.readers.word_xml",
    "doc": "extract.readers.doc",
    "rtf": "extract.readers.rtf",
    "odt": "extract.readers.odt",
    "html": "extract.readers.html",
    "mht": "extract.readers.mht",
    "json": "extract.readers.json_page",
    "xml": "extract.readers.xml_records",
    "text": "extract.readers.text",
    "markdown": "extract.readers.markdown",
    "pdf": "extract.readers.pdf",
    "sheet": "extract.readers.sheet",
    "ofd": "extract.readers.ofd",
    "image": "extract.readers.scan",
}


def reader(kind: str) -> Callable[[bytes], Document]:
    """The `read` function for a kind of file (a key of `READERS`)."""
    read: Callable[[bytes], Document] = import_module(READERS[kind]).read
    return read
