"""Archives made to harm: bombs, members that leave the folder, sizes that lie."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from functools import reduce

from tests.docx_files import zipped
from tests.pipeline.hostile.common import FORMATS, Maker


def deflated(entries: dict[str, bytes]) -> bytes:
    return zipped(dict(entries))


def nested_zip(levels: int) -> bytes:
    data = b"no report"
    for level in range(levels):
        data = deflated({f"{level}.zip" if level else "a.txt": data})
    return data


def wide_bomb() -> bytes:
    """As 42.zip: sixteen archives, each of sixteen files of zeros that pack a thousandfold."""
    inner = deflated({f"{number}.dat": bytes(4 << 20) for number in range(16)})
    return deflated({f"{number}.zip": inner for number in range(16)})


def zip_with(name: str, data: bytes = b"no report", mode: int = 0, flags: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, data)
    made = bytearray(out.getvalue())
    place = made.index(b"PK\x01\x02")
    made[6] |= flags
    made[place + 8] |= flags
    return bytes(made)


def many_members() -> bytes:
    """100,000 empty members, written by hand: zipfile would take seconds."""
    locals_, directory = [], []
    offset = 0
    for number in range(100_000):
        name = b"%06d" % number
        head = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0)
        local = b"PK\x03\x04" + head + name
        directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        )
        locals_.append(local)
        offset += len(local)
    listed = b"".join(directory)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(listed), offset, 0)
    end64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 100_000, 100_000, len(listed), offset)
    place = b"PK\x06\x07" + struct.pack("<IQI", 0, offset + len(listed), 1)
    return b"".join(locals_) + listed + end64 + place + end


def overlapping_members() -> bytes:
    one = deflated({"a": bytes(1 << 20)})
    start, end = one.find(b"PK\x01\x02"), one.rfind(b"PK\x05\x06")
    listed = b"".join(one[start:end].replace(b"a", bytes([97 + i % 26])) for i in range(2000))
    return (
        one[:start]
        + listed
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 2000, 2000, len(listed), start, 0)
    )


def zip64_lie() -> bytes:
    data = deflated({"a": b"x"})
    end = data.rfind(b"PK\x05\x06")
    end64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 60, 1 << 60, 1 << 60, 1 << 59)
    place = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    return data[:end] + end64 + place + data[end:].replace(b"\x01\0\x01\0", b"\xff\xff\xff\xff")


def zip_size_lie() -> bytes:
    """A member that says it unpacks to nine bytes and unpacks to 64 MB."""
    data = deflated({"a": bytes(64 << 20)})
    return data.replace(struct.pack("<I", 64 << 20), struct.pack("<I", 9))


def tar_of(kind: bytes, size: int = 0, link: str = "", name: str = "x", tail: bytes = b"") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info.tobuf(tarfile.GNU_FORMAT) + tail + bytes(1024)


def sparse_tar() -> bytes:
    """A file of 4 GB of which 512 bytes are stored."""
    head = bytearray(tar_of(tarfile.GNUTYPE_SPARSE, 512)[:512])
    head[386:495] = (b"%011o\0" % 0 + b"%011o\0" % 512).ljust(97, b"\0") + b"%011o\0" % (4 << 30)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"x" * 512 + bytes(1024)


def packed_zeros(pack: str, size: int) -> bytes:
    block = bytes(1 << 20)
    if pack == "gz":
        maker = zlib.compressobj(9, zlib.DEFLATED, 31)
        return b"".join(maker.compress(block) for _ in range(size >> 20)) + maker.flush()
    if pack == "bz2":
        return bz2.compress(bytes(size))
    return lzma.compress(bytes(size), preset=0)


ARCHIVES: dict[str, tuple[Maker, str]] = {
    "zip in zip, 10 levels": (lambda: nested_zip(10), "nested"),
    "42.zip": (wide_bomb, "bomb"),
    "zip of zeros": (lambda: deflated({"a.doc": bytes(256 << 20)}), "too large"),
    "zip: ../ in the name": (lambda: zip_with("../../../../tmp/nianbao-was-here.txt"), "no report tables"),
    "zip: absolute name": (lambda: zip_with("/tmp/nianbao-was-here.txt"), "no report tables"),
    "zip: drive in the name": (lambda: zip_with("C:\\nianbao-was-here.txt"), "no report tables"),
    "zip: symlink": (lambda: zip_with("a.doc", b"/etc/passwd", stat.S_IFLNK | 0o777), "link"),
    "zip: device": (lambda: zip_with("a.doc", b"", stat.S_IFCHR | 0o666), "link"),
    "zip: encrypted": (lambda: zip_with("a.doc", flags=1), "encrypted"),
    "zip: 100,000 members": (many_members, "too many members"),
    "zip: overlapping members": (overlapping_members, "overlapping"),
    "zip: zip64 sizes that lie": (zip64_lie, "zip"),
    "zip: size that lies": (zip_size_lie, "CRC"),
    "zip: no members": (lambda: deflated({}), "empty archive"),
    "tar: symlink": (lambda: tar_of(tarfile.SYMTYPE, link="/etc/passwd"), "link"),
    "tar: hard link": (lambda: tar_of(tarfile.LNKTYPE, link="/etc/passwd"), "link"),
    "tar: device": (lambda: tar_of(tarfile.CHRTYPE), "link"),
    "tar: ../ in the name": (
        lambda: tar_of(tarfile.REGTYPE, 4, name="../../tmp/nianbao-was-here.txt", tail=b"text" + bytes(508)),
        "no report tables",
    ),
    "tar: 8 EB declared": (lambda: tar_of(tarfile.REGTYPE, 1 << 62), "longer than the archive"),
    "tar: sparse": (sparse_tar, "link or device"),
    "tar: long name of 2 GB": (lambda: tar_of(tarfile.GNUTYPE_LONGNAME, 2 << 30), "tar"),
    "tar: attributes of 2 GB": (lambda: tar_of(tarfile.XHDTYPE, 2 << 30), "tar"),
    "gz of zeros": (lambda: packed_zeros("gz", 256 << 20), "bomb"),
    "bz2 of zeros": (lambda: packed_zeros("bz2", 64 << 20), "bomb"),
    "xz of zeros": (lambda: packed_zeros("xz", 64 << 20), "bomb"),
    "gz in gz five deep": (
        lambda: reduce(lambda data, _: gzip.compress(data), range(5), b"x" * 999),
        "nested",
    ),
    "7z: encrypted": (lambda: (FORMATS / "encrypted.7z").read_bytes(), "encrypted"),
    "7z: only its signature": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200), "压缩包"),
    "rar: only its signature": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(200), "rar"),
}
