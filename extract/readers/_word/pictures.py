"""Pictures of a text document: those large enough for a table are read, for recognition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from extract.model import MIN_PICTURE, Block, Picture, Table
from extract.readers._word.items import PictureRef

REPORT_COLUMNS: Final = 3  # a table of fewer is no table of a report
# WMF, EMF: no pixels to recognize
_METAFILES: Final = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00", b"\x01\x00\x09\x00")


def with_pictures(
    found: Sequence[Block | PictureRef], read: Callable[[str], bytes | None], problems: list[str]
) -> Iterator[Block]:
    """Pictures large enough for a table; that one cannot be read matters only where no table of a report is typed."""
    typed = any(isinstance(block, Table) and block.n_cols >= REPORT_COLUMNS for block in found)
    for block in found:
        if not isinstance(block, PictureRef):
            yield block
            continue
        data = read(block.target)
        if data is None or len(data) < MIN_PICTURE:
            continue
        if not data.startswith(_METAFILES):
            yield Picture(data)
        elif not typed:
            problems.append("文中的表是矢量图 (EMF/WMF)，未读；请用 Word 打开后另存为 PDF")
