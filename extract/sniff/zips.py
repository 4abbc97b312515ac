"""What a zip container is: Word, a sheet, OFD, OpenDocument, or an archive of files."""

from __future__ import annotations

import struct
import zlib

MAX_ENTRIES = 4096  # of the directory are looked at
_START = 65536  # bytes of a member


def zip_kind(data: bytes) -> str:
    entries = _entries(data)
    if entries is None:  # no directory: cut short. The names in front tell whose error message it should be
        return _kind_of_cut_zip(data)
    if "OFD.xml" in entries:
        return "ofd"
    if "[Content_Types].xml" in entries:
        return _ooxml_kind(data, entries)
    if "mimetype" in entries:
        declared = _text(data, entries["mimetype"])
        if b"opendocument.spreadsheet" in declared:
            return "sheet"
        if b"opendocument.text" in declared:
            return "odt"
        if b"opendocument" in declared or b"epub" in declared:
            return "unknown"
    return "zip"


def _ooxml_kind(data: bytes, entries: dict[str, int]) -> str:
    if "word/document.xml" in entries:
        return "docx"
    if "xl/workbook.xml" in entries or "xl/workbook.bin" in entries:
        return "sheet"
    types = _text(data, entries["[Content_Types].xml"])  # a package may name its parts as it likes
    if b"wordprocessingml" in types or b"ms-word.document" in types:
        return "docx"
    if b"spreadsheetml" in types or b"ms-excel.sheet" in types:
        return "sheet"
    return "unknown" if b"presentationml" in types else "zip"


def _kind_of_cut_zip(data: bytes) -> str:
    for part, name in ((b"word/", "docx"), (b"xl/", "sheet"), (b"OFD.xml", "ofd")):
        at = data.find(part, 0, 1 << 20)
        if at >= 30 and data[at - 30 : at - 26] == b"PK\x03\x04":  # the name of a local header
            return name
    return "docx" if data[30:49] == b"[Content_Types].xml" else "zip"


def _entries(data: bytes) -> dict[str, int] | None:
    """Names in the zip's directory with the offsets of their local headers; None if there is no directory."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if end < 0 or end + 22 > len(data):
        return None
    size, offset = struct.unpack_from("<II", data, end + 12)
    at = end - size  # where the directory really is, whatever was put in front of the file
    if at < 0 or (size and data[at : at + 4] != b"PK\x01\x02"):
        at = offset
    shift = at - offset if offset != 0xFFFFFFFF else 0
    entries: dict[str, int] = {}
    while len(entries) < MAX_ENTRIES and data[at : at + 4] == b"PK\x01\x02" and at + 46 <= len(data):
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        local = int.from_bytes(data[at + 42 : at + 46], "little") + shift
        entries.setdefault(data[at + 46 : at + 46 + name].decode("latin-1").replace("\\", "/"), local)
        at += 46 + name + extra + comment
    return entries


def _text(data: bytes, local: int) -> bytes:
    """The first 64 KB of a member, empty if it cannot be unpacked."""
    if local < 0 or data[local : local + 4] != b"PK\x03\x04" or local + 30 > len(data):
        return b""
    (method,) = struct.unpack_from("<H", data, local + 8)
    name, extra = struct.unpack_from("<HH", data, local + 26)
    packed = data[local + 30 + name + extra :][:_START]
    if method == 0:
        return packed
    try:
        return zlib.decompressobj(-15).decompress(packed, _START)
    except zlib.error:
        return b""
