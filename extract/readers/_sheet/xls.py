"""What calamine does not tell about an .xls: hidden rows and columns, passwords, and whether it would fit in memory.

Nor does it know that the texts of Excel 97 and later are in UTF-16 whatever code page a book names: jxl names 1252.

calamine ends the whole process where a sheet's two farthest cells span more than there is memory, and where the
container's lists of sectors run in circles. So container and records are looked through before it is called.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice
from typing import Final

from extract.errors import DocumentError, one_line
from extract.readers._sheet.grid import Hidden, refuse_large
from extract.readers._sheet.looks import SheetMarks
from extract.readers._sheet.xls_marks import marks_by_offset

_BOF: Final = 0x0809
_EXCEL_97: Final = b"\x00\x06"  # the version that opens the body of the first BOF
_CODE_PAGE: Final = 0x0042
_UTF16: Final = (1200).to_bytes(2, "little")
_HEAD: Final = 100  # records of a book within which it names its code page
_SECTOR: Final = 512  # bytes of a stream that stand together, at least
_FILEPASS: Final = 0x002F
_SHEET: Final = 0x0085
_ROW: Final = 0x0208
_COLUMNS: Final = 0x007D
_NO_WIDTH: Final = b"\0\0"
# formula, MULRK, MULBLANK, RSTRING, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK: all begin with row and column
_CELLS: Final = frozenset({0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x406})


def hidden_and_marks(data: bytes) -> tuple[list[Hidden], list[SheetMarks], bytes]:
    """For each sheet in order its hidden rows and columns, from 0, and its marks; and the file for calamine to read.

    Raises DocumentError for a file not to be opened.
    """
    from doc2docx.cfb import CompoundFile
    from doc2docx.errors import Doc2DocxError

    try:
        compound = CompoundFile(data)
        names = {entry.name for entry in compound.entries}
        stream = compound.open_stream("Workbook" if "Workbook" in names else "Book")
        sheets, at_offset = _workbook(stream)
        marks = marks_by_offset(_records(stream))
    except (Doc2DocxError, struct.error, IndexError, KeyError, ValueError, RecursionError) as error:
        cause = one_line(error)
        raise DocumentError(f"电子表格已损坏或不完整，请重新下载 ({cause})") from error
    return (
        [at_offset.get(offset, (set(), set())) for offset in sheets],
        [marks.get(offset, SheetMarks()) for offset in sheets],
        _in_utf16(data, stream),
    )


def _in_utf16(data: bytes, stream: bytes) -> bytes:
    """The file with the code page of its texts where these are in UTF-16 and it names another."""
    named = next(
        (at for at, kind, body in islice(_records(stream), _HEAD) if kind == _CODE_PAGE and len(body) == 2),
        None,
    )
    if stream[4:6] != _EXCEL_97 or named is None or stream[named + 4 : named + 6] == _UTF16:
        return data
    corrected = stream[: named + 4] + _UTF16 + stream[named + 6 :]
    for start in range(0, named + 6, _SECTOR):
        data = data.replace(stream[start : start + _SECTOR], corrected[start : start + _SECTOR])
    return data


def _workbook(stream: bytes) -> tuple[list[int], dict[int, Hidden]]:
    """Where the sheets begin, in their order, and what is hidden in the part that begins there."""
    sheets: list[int] = []
    found: dict[int, Hidden] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    last = [0, 0]
    for at, kind, body in _records(stream):
        if kind == _BOF:
            rows, columns, last = set(), set(), [0, 0]
            found[at] = (rows, columns)
        elif kind == _FILEPASS:
            raise DocumentError("电子表格有密码，请去掉密码后另存 (encrypted)")
        elif kind == _SHEET and len(body) >= 4:
            sheets.append(int.from_bytes(body[:4], "little"))
        elif kind == _ROW and len(body) >= 14 and body[12] & 0x20:
            rows.add(int.from_bytes(body[:2], "little"))
        elif kind == _COLUMNS and len(body) >= 10 and (body[8] & 1 or body[4:6] == _NO_WIDTH):
            first, end = struct.unpack_from("<HH", body)
            columns.update(range(first, min(end, 255) + 1))
        elif kind in _CELLS and len(body) >= 4:
            row, col = struct.unpack_from("<HH", body)
            last = [max(last[0], row + 1), max(last[1], col + 1)]
            refuse_large(*last)
    return sheets, found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and content of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
