"""A Word file whose tables were turned into text (表格转换成文本): the tabs of its paragraphs part the cells of a table again.

Where rows have lost their merged cells they are of unequal lengths: a number's column is told by counting then, and in doubt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extract.flags import COLUMN_INFERRED
from extract.model import Block, Document, Table
from extract.readers.text import FEW_MARKS, read_text

KINDS: Final = frozenset(("docx", "doc", "rtf", "odt", "word_xml"))


def with_tabbed_tables(document: Document) -> Document:
    """The document as it is, where it has tables or pictures of its own, or hardly any line with a tab."""
    if document.tables or document.pictures:
        return document
    lines = [line for paragraph in document.paragraphs for line in paragraph.text.split("\n")]
    if sum("\t" in line.strip() for line in lines) < FEW_MARKS:
        return document
    return replace(document, blocks=tuple(map(_doubted, read_text("\n".join(lines)).blocks)))


def _doubted(block: Block) -> Block:
    if isinstance(block, Table) and block.ragged:
        return replace(block, flags=(*block.flags, COLUMN_INFERRED))
    return block
