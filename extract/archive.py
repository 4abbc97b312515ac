"""The files inside an archive, one at a time, in memory, within limits.

In: an archive's bytes and its kind (see `extract.sniff`). Out: members, each with its data or with the reason
why there is none. Nothing is written to disk and no name is ever used as a path: names are labels for the
`source` column. What makes it hard: names in three encodings that do not say which, archives in archives,
and archives made to exhaust memory or time.

A member's name is empty where the archive itself is meant: its error ended the reading (a bomb, a damaged
directory), or it is no folder but one compressed file (`report.html.gz`).
"""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from extract import libarchive, sniff
from extract.member_name import decoded_name, display_name, unmangled

INSTALL: Final = 'pip install "nianbao[archives]"'

_MAX_ENDS = 100  # reads past the end; tarfile reads on through the exabytes that a header may announce
_CHUNK = 1 << 18  # bytes unpacked between two looks at the limits
_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_JUNK_STARTS = ("~$", "._", ".~lock.")
_PACKED: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}  # type: ignore[dict-item]

# what the standard library raises on damaged archives, found by feeding it damaged ones
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,  # gzip and bz2 report damage so
    ValueError,
    OverflowError,
    NotImplementedError,
    RecursionError,  # tar: a long chain of headers that each announce the next
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Where an archive is taken for a bomb. Sizes in bytes, unpacked; they hold for the archive as a whole,
    with the archives in it, except `member_bytes`."""

    members: int = 10_000
    member_bytes: int = 200 << 20
    total_bytes: int = 4 << 30
    # unpacked : packed. Reports stay under 50; 42.zip is beyond 1000 on each level, Deflate ends at 1032
    ratio: int = 400
    ratio_free_bytes: int = 8 << 20  # a short page of blanks may pack at any ratio
    depth: int = 2  # an archive, and the archives in it


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; exactly one of `data` and `error` is there. `name` joins levels with `!`."""

    name: str
    data: bytes | None = field(default=None, repr=False)
    error: str | None = None


class _TooMuch(Exception):  # noqa: N818 - ends the whole archive
    """A limit of the archive as a whole is passed."""


class _Refused(Exception):  # noqa: N818 - ends one member
    """This member is not read; the message is the reason."""


def members(data: bytes, kind: str, limits: Limits = Limits()) -> Iterator[Member]:
    """The files in an archive of this kind (one of `sniff.ARCHIVES`), in their order; never raises.

    Folders and the litter of file managers (`__MACOSX`, `.DS_Store`, `Thumbs.db`, `~$…`) are passed over.
    A limit passed ends the archive with one member that has an error and no name.
    """
    budget = _Budget(limits, max(len(data) * limits.ratio, 2 * limits.ratio_free_bytes))
    seen: dict[str, int] = {}
    try:
        for member in _walk(data, kind, budget, 1):
            count = seen[member.name] = seen.get(member.name, 0) + 1
            yield member if count == 1 else Member(f"{member.name}#{count}", member.data, member.error)
    except _TooMuch as error:
        yield Member("", error=str(error))


@dataclass(slots=True)
class _Budget:
    """What is left of the limits of the outermost archive."""

    limits: Limits
    by_ratio: int  # bytes that an archive of this size may unpack to, whatever is in it
    members: int = 0
    unpacked: int = 0

    def count(self, members: int = 1) -> None:
        self.members += members
        if self.members > self.limits.members:
            raise _TooMuch(f"压缩包成员超过 {self.limits.members} 个，不予解压 (too many members)")

    def read(self, chunks: Iterable[bytes], packed: int) -> bytes:
        """Join a member's chunks, watching its size, its ratio to its packed size and the archive's total."""
        limit = min(self.limits.member_bytes, max(packed * self.limits.ratio, self.limits.ratio_free_bytes))
        parts: list[bytes] = []
        size = 0
        for chunk in chunks:
            size += len(chunk)
            self.unpacked += len(chunk)
            if size > limit:
                raise _too_large(limit, self.limits)
            if self.unpacked > self.limits.total_bytes:
                raise _TooMuch(f"压缩包解压后超过 {_mb(self.limits.total_bytes)}，不予解压 (too large)")
            if self.unpacked > self.by_ratio:
                raise _bomb(self.limits)
            parts.append(chunk)
        return b"".join(parts)


def _too_large(limit: int, limits: Limits) -> Exception:
    if limit == limits.member_bytes:
        return _Refused(f"成员解压后超过 {_mb(limit)}，不予解压 (too large)")
    return _bomb(limits)


def _bomb(limits: Limits) -> _TooMuch:
    return _TooMuch(f"压缩比超过 {limits.ratio}，疑为压缩炸弹，不予解压 (compression bomb)")


def _mb(size: int) -> str:
    return f"{size / (1 << 20):g} MB"


def _walk(data: bytes, kind: str, budget: _Budget, depth: int) -> Iterator[Member]:
    """The members of one archive, archives among them opened in their turn."""
    for member in _READ[kind](data, budget):
        inner = sniff.kind(member.data) if member.data is not None else ""
        if inner not in sniff.ARCHIVES or member.data is None:
            yield member
        elif depth >= budget.limits.depth:
            yield Member(member.name, error=f"压缩包嵌套超过 {budget.limits.depth} 层，请先解开 (nested)")
        else:
            for below in _walk(member.data, inner, budget, depth + 1):
                yield Member(_join(member.name, below.name), below.data, below.error)


def _join(outer: str, inner: str) -> str:
    return f"{outer}!{inner}" if outer and inner else outer or inner


# --- zip --------------------------------------------------------------------------------------------------


def _zip_members(data: bytes, budget: _Budget) -> Iterator[Member]:
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) - end >= 22:  # before zipfile builds an object for each of a million entries
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        if data.count(b"PK\x01\x02", max(0, end - size), end) > budget.limits.members:
            budget.count(budget.limits.members + 1)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        yield Member("", error=f"压缩包已损坏或不完整，请重新下载 (zip: {_line(error)})")
        return
    infos = archive.infolist()
    budget.count(len(infos))
    if _overlap(infos):
        raise _TooMuch("压缩包内成员互相重叠，疑为压缩炸弹，不予解压 (overlapping members)")
    for number, info in enumerate(infos, 1):
        name = display_name(_zip_name(info), number)
        if info.is_dir() or _is_junk(name):
            continue
        yield _member(name, _zip_reader(archive, info, budget))


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise _Refused(_LINK)
        if info.flag_bits & 0x41 or info.compress_type == 99:  # traditional, strong, WinZip AES
            raise _Refused(_ENCRYPTED)
        if info.file_size > budget.limits.member_bytes:
            raise _Refused(f"成员解压后超过 {_mb(budget.limits.member_bytes)}，不予解压 (too large)")
        with archive.open(info) as stream:
            return budget.read(iter(lambda: stream.read(_CHUNK), b""), info.compress_size)

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


# --- tar, and single compressed files ---------------------------------------------------------------------


class _Metered(io.RawIOBase):
    """A stream that ends an archive which unpacks to more than its limits, whoever reads from it."""

    def __init__(self, stream: IO[bytes], limit: int, limits: Limits) -> None:
        self._stream, self._left, self._limits = stream, limit, limits
        self._ends = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > self._limits.member_bytes:  # a header that announces gigabytes of attributes
            raise _TooMuch("压缩包头部声明的长度过大，不予解压 (tar)")
        data = self._stream.read(size if size >= 0 else _CHUNK)
        self._left -= len(data)
        self._ends += not data
        if self._ends > _MAX_ENDS:
            raise EOFError("unexpected end of data")
        if self._left < 0:
            raise _TooMuch(f"压缩比超过 {self._limits.ratio} 或解压后过大，疑为压缩炸弹，不予解压 (bomb)")
        return data


def _tar_members(data: bytes, budget: _Budget) -> Iterator[Member]:
    yield from _tar_stream(io.BytesIO(data), len(data), len(data), budget)


def _packed_members(kind: str) -> Callable[[bytes, _Budget], Iterator[Member]]:
    def read(data: bytes, budget: _Budget) -> Iterator[Member]:
        limits = budget.limits
        allowed = min(limits.total_bytes, max(len(data) * limits.ratio, limits.ratio_free_bytes))
        try:
            with _PACKED[kind](io.BytesIO(data)) as stream:
                start = stream.read(_CHUNK)
                if sniff.kind(start) == "tar":
                    stream.seek(0)
                    yield from _tar_stream(stream, allowed, len(data), budget)
                    return
                chunks = iter(lambda: stream.read(_CHUNK), b"")
                content = budget.read(_chain(start, chunks), len(data))
        except _Refused as error:
            yield Member("", error=str(error))
        except _DAMAGE as error:
            yield Member("", error=f"压缩包已损坏或不完整，请重新下载 ({kind}: {_line(error)})")
        else:
            budget.count()
            yield Member("", content)

    return read


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _tar_stream(stream: IO[bytes], most: int, packed: int, budget: _Budget) -> Iterator[Member]:
    """Members of a tar of at most `most` bytes, which stands packed in `packed` bytes."""
    number = 0
    metered = _Metered(stream, most, budget.limits)
    try:
        # errors: a name in GBK survives as surrogates and is decoded below
        with tarfile.open(fileobj=metered, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                number += 1
                budget.count()
                if info.size > most and not info.issparse():  # of a sparse one less is stored
                    raise EOFError("a member is longer than the archive")
                name = display_name(_tar_name(info.name), number)
                if info.isdir() or _is_junk(name):
                    continue
                yield _member(name, _tar_reader(archive, info, packed, budget))
    except _DAMAGE as error:
        yield Member("", error=f"压缩包已损坏或不完整，请重新下载 (tar: {_line(error)})")


def _tar_name(name: str) -> str:
    if name.isascii():
        return name
    raw = name.encode("utf-8", "surrogateescape")
    return decoded_name(raw)


def _tar_reader(
    archive: tarfile.TarFile, info: tarfile.TarInfo, packed: int, budget: _Budget
) -> Callable[[], bytes]:
    def read() -> bytes:
        if not info.isreg() or info.issparse():
            raise _Refused(_LINK)
        if info.size > budget.limits.member_bytes:
            raise _Refused(f"成员解压后超过 {_mb(budget.limits.member_bytes)}，不予解压 (too large)")
        stream = archive.extractfile(info)
        if stream is None:
            raise _Refused(_LINK)
        content = budget.read(iter(lambda: stream.read(_CHUNK), b""), packed)
        if len(content) != info.size:
            raise EOFError("unexpected end of data")
        return content

    return read


# --- rar, 7z ----------------------------------------------------------------------------------------------


def _libarchive_members(kind: str) -> Callable[[bytes, _Budget], Iterator[Member]]:
    def read(data: bytes, budget: _Budget) -> Iterator[Member]:
        try:
            for number, entry in enumerate(libarchive.entries(data), 1):
                budget.count()
                raw = entry.name
                name = display_name(raw if isinstance(raw, str) else decoded_name(raw), number)
                if entry.is_dir or _is_junk(name):
                    continue
                yield _member(name, _entry_reader(entry, len(data), budget))
        except libarchive.LibraryMissing:
            yield Member("", error=f"读取 {kind} 压缩包需要附加组件，请运行：{INSTALL}")
        except libarchive.ReadFailed as error:
            yield Member("", error=_libarchive_reason(kind, str(error)))

    return read


def _entry_reader(entry: libarchive.Entry, packed: int, budget: _Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.encrypted:
            raise _Refused(_ENCRYPTED)
        if not entry.is_file or entry.size is None:  # rar 5 keeps hard links as files without a size
            raise _Refused(_LINK)
        if entry.size > budget.limits.member_bytes:
            raise _Refused(f"成员解压后超过 {_mb(budget.limits.member_bytes)}，不予解压 (too large)")
        content = budget.read(entry.chunks, packed)
        if len(content) != entry.size:
            raise EOFError("unexpected end of data")
        return content

    return read


def _libarchive_reason(kind: str, message: str) -> str:
    if "ncrypt" in message:
        return _ENCRYPTED
    if "solid" in message:
        return f"RAR 4 固实压缩包无法读取，请解开后重试 ({kind}: {message})"
    return f"压缩包已损坏、不完整或为分卷，请重新下载 ({kind}: {message})"


# --- members ----------------------------------------------------------------------------------------------

_LINK = "成员是链接、设备或稀疏文件，不是普通文件，已跳过 (link or device)"
_ENCRYPTED = "有密码，无法读取，请去掉密码后重试 (encrypted)"


def _member(name: str, read: Callable[[], bytes]) -> Member:
    try:
        return Member(name, read())
    except _Refused as error:
        return Member(name, error=str(error))
    except libarchive.ReadFailed as error:
        return Member(name, error=_libarchive_reason("member", str(error)))
    except NotImplementedError as error:
        return Member(name, error=f"成员的压缩方法不受支持，请重新打包为普通 zip ({_line(error)})")
    except (*_DAMAGE, RuntimeError) as error:  # zipfile asks for a password by a RuntimeError
        return Member(name, error=f"成员已损坏，请重新下载 ({_line(error)})")


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _is_junk(name: str) -> bool:
    folders, _, base = name.rpartition("/")
    return "__MACOSX" in folders.split("/") or base.lower() in _JUNK or base.startswith(_JUNK_STARTS)


_READ: dict[str, Callable[[bytes, _Budget], Iterator[Member]]] = {
    "zip": _zip_members,
    "tar": _tar_members,
    **{packed: _packed_members(packed) for packed in _PACKED},
    **{other: _libarchive_members(other) for other in ("rar", "7z")},
}
