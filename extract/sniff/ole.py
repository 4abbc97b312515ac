"""What an OLE container is: a Word or Excel binary, or an encrypted package."""

from __future__ import annotations

import struct

MAX_ENTRIES = 4096  # of the directory are looked at


def ole_kind(data: bytes) -> str:
    names = _root_names(data)
    if "EncryptedPackage" in names:
        return "encrypted"
    if "WordDocument" in names:
        return "doc"
    if "Workbook" in names or "Book" in names:
        return "sheet"
    if names:
        return "unknown"
    # the directory is damaged or cut off; its names may still stand somewhere
    for name, found in (("WordDocument", "doc"), ("EncryptedPackage", "encrypted"), ("Workbook", "sheet")):
        if name.encode("utf-16-le") in data:
            return found
    # a cut file's directory is mostly lost; 0xA5EC opens the Word stream in the sector after the header
    return "doc" if data[512:514] == b"\xec\xa5" else "unknown"


def _root_names(data: bytes) -> set[str]:
    """Names of the streams directly under the root: an embedded workbook's own streams lie deeper."""
    if len(data) < 512:
        return set()
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return set()
    entries = _directory(data, 1 << shift)
    if not entries or entries[0][66] != 5:
        return set()
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [int.from_bytes(entries[0][76:80], "little")]
    while waiting:
        index = waiting.pop()
        if index in seen or index >= len(entries):
            continue
        seen.add(index)
        entry = entries[index]
        length = int.from_bytes(entry[64:66], "little")
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        left, right = struct.unpack_from("<II", entry, 68)
        waiting += (left, right)
    return names


def _directory(data: bytes, size: int) -> list[bytes]:
    """The directory's 128-byte entries, as far as its chain of sectors can be followed."""
    (sector,) = struct.unpack_from("<I", data, 48)
    fat = struct.unpack_from("<109I", data, 76)
    per_sector = size // 4
    entries: list[bytes] = []
    while len(entries) < MAX_ENTRIES:  # also the end of a chain that runs in a circle
        start = (sector + 1) * size
        block = data[start : start + size]
        if len(block) < size:
            break
        entries += [block[i : i + 128] for i in range(0, size, 128)]
        which, place = divmod(sector, per_sector)
        if which >= 109:  # over 6.8 MB (512-byte sectors) a directory may stand that far back
            break
        at = (fat[which] + 1) * size + 4 * place
        sector = int.from_bytes(data[at : at + 4], "little")
    return entries
