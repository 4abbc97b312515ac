"""How large a document may be, whatever its format."""

from __future__ import annotations

from typing import Final

from extract.errors import DocumentError

MAX_CELLS: Final = 200_000  # of one document; a report has some 500
# of a sheet or a text, which may list the numbers of 500 offices, each with six labels
MAX_LISTED: Final = 1_000_000


def refuse_many(cells: int, most: int = MAX_CELLS) -> None:
    """Raises DocumentError for more table cells than any report has, or than any list of reports has that is to be read."""
    if cells > most:
        raise DocumentError(f"表格单元格超过 {most} 个，超出上限 (too many cells)；请拆成几个文件")
