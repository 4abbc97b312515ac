"""The second, independent reading: when a check fails, does another library read the same cells?

Same cells: the report itself is wrong. Other cells: they are flagged `readers_disagree`, and stay as first read.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from extract.flags import READERS_DISAGREE
from extract.model import Document
from extract.result import CellRecord

SECOND_READERS: dict[str, str] = {
    "docx": "extract.readers.second.docx",
    "pdf": "extract.readers.second.pdf",
}


def confirm(
    kind: str, data: bytes, document: Document, cells: Sequence[CellRecord], doubtful: set[int]
) -> tuple[CellRecord, ...]:
    """The cells, with those of the tables in `doubtful` flagged where the second reader reads another text."""
    if kind not in SECOND_READERS:
        return tuple(cells)
    tables = document.tables
    second = import_module(SECOND_READERS[kind])
    differing: set[tuple[int, int, int]] = second.disagreements(tables, data, doubtful)
    return tuple(
        cell.flagged(READERS_DISAGREE) if (cell.table_index, cell.row, cell.col) in differing else cell
        for cell in cells
    )
