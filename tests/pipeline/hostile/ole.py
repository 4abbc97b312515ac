"""OLE files (.doc, .xls) made to harm: chains and folders that loop, streams without end."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from tests.pipeline.hostile.common import FORMATS, NOTHING, Maker


def ole_with(stream: str) -> bytes:
    """A compound file of one sector of FAT, one of directory: the root and one empty stream of that name."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, NOTHING - 1, 0, NOTHING - 1, 0)
    head += struct.pack("<I", 0) + b"\xff" * 4 * 108
    fat = struct.pack("<II", NOTHING - 2, NOTHING - 1) + b"\xff" * 504

    def entry(name: str, kind: int, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        body = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, NOTHING, NOTHING, child)
        return body + bytes(36) + struct.pack("<IQ", NOTHING - 1, 0)

    return head + fat + entry("Root Entry", 5, 1) + entry(stream, 2, NOTHING) + bytes(256)


def patched(name: str, change: Callable[[bytearray], None]) -> bytes:
    data = bytearray((FORMATS / name).read_bytes())
    change(data)
    return bytes(data)


def fat_loops(data: bytearray) -> None:
    """Every sector is followed by itself."""
    (first,) = struct.unpack_from("<I", data, 76)
    start = (first + 1) * 512
    for sector in range(128):
        struct.pack_into("<I", data, start + 4 * sector, sector)


def directory_loops(data: bytearray) -> None:
    """Every entry's neighbours and child are itself."""
    (first,) = struct.unpack_from("<I", data, 48)
    for number in range(4):
        struct.pack_into("<III", data, (first + 1) * 512 + 128 * number + 68, number, number, number)


def difat_loops(data: bytearray) -> None:
    """The list of FAT sectors goes on in a sector that goes on in itself, for ever."""
    struct.pack_into("<II", data, 68, 0, 0x7FFFFFFF)
    struct.pack_into("<I", data, 512 + 508, 0)
    struct.pack_into("<I", data, 44, 0x7FFFFFFF)


def huge_streams(data: bytearray) -> None:
    (first,) = struct.unpack_from("<I", data, 48)
    for number in range(1, 4):
        struct.pack_into("<Q", data, (first + 1) * 512 + 128 * number + 120, 1 << 40)


def encrypted_doc(data: bytearray) -> None:
    at = data.index(b"\xec\xa5")
    data[at + 11] |= 1


def encrypted_xls(data: bytearray) -> None:
    """The first record after the beginning becomes the one that announces a password."""
    at = re.search(rb"\x09\x08\x10\x00\x00\x06\x05\x00", data).start() + 20  # type: ignore[union-attr]
    struct.pack_into("<H", data, at, 0x2F)


def corner_cells(data: bytearray) -> None:
    """One cell in the last corner of the sheet."""
    at = [found.start() for found in re.finditer(rb"\xfd\x00\x0a\x00", data)][-1]
    struct.pack_into("<HH", data, at + 4, 65535, 255)


OLE: dict[str, tuple[Maker, str]] = {
    "doc: FAT in circles": (lambda: patched("report_2021.doc", fat_loops), ""),
    "doc: directory in circles": (lambda: patched("report_2021.doc", directory_loops), ""),
    "doc: DIFAT in circles": (lambda: patched("report_2021.doc", difat_loops), ""),
    "doc: streams of a terabyte": (lambda: patched("report_2021.doc", huge_streams), ""),
    "doc: under a password": (lambda: patched("report_2021.doc", encrypted_doc), "encrypted"),
    "doc: an empty stream": (lambda: ole_with("WordDocument"), ""),
    "xls: FAT in circles": (lambda: patched("report_2021.xls", fat_loops), ""),
    "xls: directory in circles": (lambda: patched("report_2021.xls", directory_loops), ""),
    "xls: DIFAT in circles": (lambda: patched("report_2021.xls", difat_loops), ""),
    "xls: streams of a terabyte": (lambda: patched("report_2021.xls", huge_streams), ""),
    "xls: under a password": (lambda: patched("report_2021.xls", encrypted_xls), "encrypted"),
    "xls: opposite corners": (lambda: patched("report_2021.xls", corner_cells), "used range"),
    "xls: an empty stream": (lambda: ole_with("Workbook"), ""),
    "OLE: something else": (lambda: ole_with("PowerPoint Document"), "unknown"),
}
