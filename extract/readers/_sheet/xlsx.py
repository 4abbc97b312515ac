"""What calamine does not tell about an .xlsx: hidden rows and columns, and whether it would fit in memory.

calamine lays a sheet out as a full rectangle from its first cell to its last, so two cells in opposite corners
of an empty sheet cost 17 billion places. The parts are therefore looked through before it is called.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from extract.errors import DocumentError, one_line
from extract.readers._shared.zips import ZIP_ERRORS, part_key
from extract.readers._sheet.grid import Hidden, refuse_large

MAX_BYTES = 200 << 20  # of the parts unpacked

# that holds something: one that is but formatted closes at once
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'](?:[^>]*[^/>])?>(?!</)""")
_NAMELESS_CELL = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^>]*\sr\s*=)""")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile("[0-9]{1,7}")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_COL = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
# by Excel, and by a height or a width of nought, or a height below a point
_HIDDEN = re.compile(
    rb"""\b(?:hidden\s*=\s*["'](?:1|true)|ht\s*=\s*["']0(?:\.\d*)?|width\s*=\s*["']0(?:\.0*)?)["']"""
)
# a comment, a CDATA section or a digit by its number within a value: calamine leaves out what stands on one side of it
_BROKEN_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>[^<]*?(?:<[!?]|&#(?:x3|4[89]|5[0-7]))")


class Parts:
    """The parts of a workbook by their names, however these are written."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._members = {part_key(info.filename): info for info in package.infolist()}

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self._members

    def read(self, name: str) -> bytes:
        """The part, empty if there is none."""
        member = self._members.get(part_key(name))
        return b"" if member is None else self._package.read(member)


def hidden_lines(data: bytes) -> list[Hidden]:
    """For each sheet in order its hidden rows and columns; raises DocumentError for a file not to be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_BYTES:
                raise DocumentError("电子表格解压后过大，疑为压缩炸弹 (too large)；请另存后重试")
            parts = Parts(package)
            if "xl/workbook.bin" in parts:
                raise DocumentError("二进制电子表格 (.xlsb) 不受支持；请用 Excel 另存为 .xlsx")
            # every part is unpacked here once: a size or a checksum that lies ends here
            lines = {
                part_key(info.filename): _hidden(package.read(info))
                for info in package.infolist()
                if info.filename.lower().endswith((".xml", ".rels"))
            }
            return [lines.get(part, (set(), set())) for part in sheet_parts(parts)]
    except (*ZIP_ERRORS, KeyError) as error:
        raise DocumentError(f"电子表格已损坏或不完整，请重新下载 ({one_line(error)})") from error


def sheet_parts(parts: Parts) -> list[str]:
    """The names of the parts that hold the sheets, in their order."""
    targets = {
        _value(found[1], rb"Id"): _value(found[1], rb"Target")
        for found in _RELATION.finditer(parts.read("xl/_rels/workbook.xml.rels"))
    }
    names = [
        targets.get(_value(found[1], rb"\w+:id"), "")
        for found in _SHEET.finditer(parts.read("xl/workbook.xml"))
    ]
    return [part_key(posixpath.normpath(posixpath.join("/xl", name))) for name in names]


def _value(attributes: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
    return (found[1] or found[2] or b"").decode("utf-8", "replace") if found else ""


def _hidden(xml: bytes) -> Hidden:
    if b"sheetData" not in xml:
        return set(), set()
    if _BROKEN_VALUE.search(xml):
        raise DocumentError(
            "电子表格的数值中夹有标记，无法读准 (markup within a value)；请用 Excel 另存后重试"
        )
    last_row = last_col = 0
    for found in _CELL.finditer(xml):
        last_col = max(last_col, column_number(found[1]))
        last_row = max(last_row, int(found[2]))
    rows: set[int] = set()
    by_rows = _NAMELESS_CELL.search(xml) is not None  # cells that stand where their row says
    number = 0
    for found in _ROW.finditer(xml):
        named = _value(found[1], rb"r")
        number = int(named) if _NUMBER.fullmatch(named) else number + 1  # behind the one before
        last_row = max(last_row, number) if by_rows and b"/" not in found[1][-1:] else last_row
        if _HIDDEN.search(found[1]):
            rows.add(number - 1)
    refuse_large(last_row, last_col)
    columns: set[int] = set()
    for found in _COL.finditer(xml):
        first, last = _value(found[1], rb"min"), _value(found[1], rb"max")
        if _HIDDEN.search(found[1]) and first.isdecimal() and last.isdecimal():
            columns.update(range(int(first) - 1, min(int(last), 16384)))
    return rows, columns


def place_of(name: str) -> tuple[int, int] | None:
    """A1: row 0, column 0."""
    found = _PLACE.fullmatch(name)
    return None if found is None else (int(found[2]) - 1, column_number(found[1].encode()) - 1)


def column_number(letters: bytes) -> int:
    """A: 1, AA: 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
