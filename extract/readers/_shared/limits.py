"""How large a document may be, whatever its format."""

from __future__ import annotations

from typing import Final

from extract.errors import DocumentError

MAX_CELLS: Final = 200_000  # of one document; a report has some 500


def refuse_many(cells: int) -> None:
    """Raises DocumentError for more table cells than any report has."""
    if cells > MAX_CELLS:
        raise DocumentError(f"表格单元格超过 {MAX_CELLS} 个 (too many cells)；请核对文件是否损坏")
