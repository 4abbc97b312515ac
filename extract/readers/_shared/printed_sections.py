"""Which of the forms' tables a document prints, and which it has only the headings of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from extract.model import Block, Document, Table
from extract.table.vocabulary import section_told
from extract.texts.headings import headed_sections
from schemas.forms import SECTIONS, STATISTICS

ENOUGH_LABELS: Final = 2  # of a section; one may be chance


def printed_sections(blocks: Iterable[Block]) -> frozenset[str]:
    """The sections of the forms whose tables are among the blocks."""
    found: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Table):
            words = (cell.text for cell in block.cells if not cell.text.isascii())
            found.update(filter(None, map(section_told, words)))
    return frozenset(section for section, times in found.items() if times >= ENOUGH_LABELS)


def are_whole(sections: frozenset[str]) -> bool:
    """Whether a report needs no more tables than these."""
    return sections.issuperset(SECTIONS) or STATISTICS in sections


def lacking_sections(document: Document) -> frozenset[str]:
    """The sections of which the document prints the heading and no table."""
    lines = (paragraph.text for paragraph in document.paragraphs)
    return headed_sections(lines).intersection(SECTIONS) - printed_sections(document.blocks)
