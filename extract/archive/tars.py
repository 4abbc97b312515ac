"""Members of a tar, plain or compressed, and single compressed files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator
from typing import IO, Self

from extract import sniff
from extract.archive.limits import CHUNK, ArchiveLimits, Budget, Refused, TooMuch
from extract.archive.member import DAMAGE, LINK, Member, damaged, is_junk, read_member
from extract.file_names import decoded_name, display_name

_MAX_ENDS = 100  # reads past the end; tarfile reads on through the exabytes that a header may announce
PACKED: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}  # type: ignore[dict-item]


class _Metered(io.RawIOBase):
    """A stream that ends an archive which unpacks to more than its limits, whoever reads from it."""

    def __init__(self, stream: IO[bytes], limit: int, limits: ArchiveLimits) -> None:
        self._stream, self._left, self._limits = stream, limit, limits
        self._ends = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > self._limits.member_bytes:  # a header that announces gigabytes of attributes
            raise TooMuch("压缩包头部声明的长度过大，不予解压 (tar)")
        data = self._stream.read(size if size >= 0 else CHUNK)
        self._left -= len(data)
        self._ends += not data
        if self._ends > _MAX_ENDS:
            raise EOFError("unexpected end of data")
        if self._left < 0:
            raise TooMuch(f"压缩比超过 {self._limits.ratio} 或解压后过大，疑为压缩炸弹，不予解压 (bomb)")
        return data


def tar_members(data: bytes, budget: Budget) -> Iterator[Member]:
    """The members of a tar."""
    yield from _tar_stream(io.BytesIO(data), len(data), len(data), budget)


def packed_members(kind: str) -> Callable[[bytes, Budget], Iterator[Member]]:
    """The members of a compressed tar, or the one file (without a name) that is compressed alone."""

    def read(data: bytes, budget: Budget) -> Iterator[Member]:
        limits = budget.limits
        allowed = min(limits.total_bytes, max(len(data) * limits.ratio, limits.ratio_free_bytes))
        try:
            with PACKED[kind](io.BytesIO(data)) as stream:
                start = stream.read(CHUNK)
                if sniff.kind_of(start) == "tar":
                    stream.seek(0)
                    yield from _tar_stream(stream, allowed, len(data), budget)
                    return
                chunks = iter(lambda: stream.read(CHUNK), b"")
                content = budget.read(_chain(start, chunks), len(data))
        except Refused as error:
            yield Member("", error=str(error))
        except DAMAGE as error:
            yield damaged(kind, error)
        else:
            budget.count()
            yield Member("", content)

    return read


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _tar_stream(stream: IO[bytes], most: int, packed: int, budget: Budget) -> Iterator[Member]:
    """Members of a tar of at most `most` bytes, which stands packed in `packed` bytes."""
    number = 0
    metered = _Metered(stream, most, budget.limits)
    ends: list[bool] = []
    try:
        # errors: a name in GBK survives as surrogates and is decoded below
        with tarfile.open(
            fileobj=metered, mode="r|", encoding="utf-8", errors="surrogateescape", tarinfo=_noting(ends)
        ) as archive:
            for info in archive:
                number += 1
                budget.count()
                if info.size > most and not info.issparse():  # of a sparse one less is stored
                    raise EOFError("a member is longer than the archive")
                name = display_name(_tar_name(info.name), number)
                if info.isdir() or is_junk(name):
                    continue
                yield read_member(name, _tar_reader(archive, info, packed, budget))
        if not any(ends):  # tarfile takes a damaged header for the end, too, and says nothing
            raise EOFError("a header is damaged or missing")
    except DAMAGE as error:
        yield damaged("tar", error)


def _noting(ends: list[bool]) -> type[tarfile.TarInfo]:
    """Headers of members; of what is none it is noted whether it ends the archive, as noughts do."""

    class Info(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            try:
                return super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                ends.append(len(buf) > 0 and not any(buf))
                raise

    return Info


def _tar_name(name: str) -> str:
    if name.isascii():
        return name
    raw = name.encode("utf-8", "surrogateescape")
    return decoded_name(raw)


def _tar_reader(
    archive: tarfile.TarFile, info: tarfile.TarInfo, packed: int, budget: Budget
) -> Callable[[], bytes]:
    def read() -> bytes:
        if not info.isreg() or info.issparse():
            raise Refused(LINK)
        budget.check_size(info.size)
        stream = archive.extractfile(info)
        if stream is None:
            raise Refused(LINK)
        content = budget.read(iter(lambda: stream.read(CHUNK), b""), packed)
        if len(content) != info.size:
            raise EOFError("unexpected end of data")
        return content

    return read
