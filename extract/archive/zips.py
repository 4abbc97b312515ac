"""Members of a zip: names that do not say their encoding, and directories made to exhaust memory."""

from __future__ import annotations

import io
import itertools
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from extract.archive.limits import CHUNK, Budget, Refused, TooMuch
from extract.archive.member import DAMAGE, ENCRYPTED, LINK, Member, damaged, is_junk, read_member
from extract.file_names import decoded_name, display_name, unmangled


def zip_members(data: bytes, budget: Budget) -> Iterator[Member]:
    """The members of a zip."""
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) - end >= 22:  # before zipfile builds an object for each of a million entries
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        if data.count(b"PK\x01\x02", max(0, end - size), end) > budget.limits.members:
            budget.count(budget.limits.members + 1)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        yield damaged("zip", error)
        return
    infos = archive.infolist()
    budget.count(len(infos))
    if _overlap(infos):
        raise TooMuch("压缩包内成员互相重叠，疑为压缩炸弹，不予解压 (overlapping members)")
    for number, info in enumerate(infos, 1):
        stored = _zip_name(info)
        name = display_name(stored, number)
        if stored.endswith(("/", "\\")) or is_junk(name):  # folders; some Windows programs end them in \
            continue
        yield read_member(name, _zip_reader(archive, info, budget))


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise Refused(LINK)
        if info.flag_bits & 0x41 or info.compress_type == 99:  # traditional, strong, WinZip AES
            raise Refused(ENCRYPTED)
        budget.check_size(info.file_size)
        with archive.open(info) as stream:
            return budget.read(iter(lambda: stream.read(CHUNK), b""), info.compress_size)

    return read


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """True if two members share bytes, as in bombs that pack one block of zeros under thousands of names."""
    spans = sorted((info.header_offset, info.header_offset + 30 + info.compress_size) for info in infos)
    return any(end > start for (_, end), (start, _) in itertools.pairwise(spans))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name: the Unicode field if it is right, else what the flag says, else a guess."""
    if info.flag_bits & 0x800:
        return unmangled(info.orig_filename)
    raw = info.orig_filename.encode("cp437")
    at = 0
    while at + 4 <= len(info.extra):
        tag, size = struct.unpack_from("<HH", info.extra, at)
        body = info.extra[at + 4 : at + 4 + size]
        if tag == 0x7075 and body[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return body[5:].decode("utf-8", "replace")
        at += 4 + size
    return decoded_name(raw)
