"""How much an archive may hold before it is taken for a bomb, and what is left of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CHUNK = 1 << 18  # bytes unpacked between two looks at the limits


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Where an archive is taken for a bomb. Sizes in bytes, unpacked; they hold for the archive as a whole,
    with the archives in it, except `member_bytes`."""

    members: int = 30_000
    member_bytes: int = 200 << 20
    total_bytes: int = 4 << 30
    # unpacked : packed. Reports stay under 50; 42.zip is beyond 1000 on each level, Deflate ends at 1032
    ratio: int = 400
    ratio_free_bytes: int = 8 << 20  # a short page of blanks may pack at any ratio
    depth: int = 4  # an archive, and the archives in it: province, city, county, office


LIMITS = ArchiveLimits()


class TooMuch(Exception):  # noqa: N818 - ends the whole archive
    """A limit of the archive as a whole is passed."""


class Refused(Exception):  # noqa: N818 - ends one member
    """This member is not read; the message is the reason."""


@dataclass(slots=True)
class Budget:
    """What is left of the limits of the outermost archive."""

    limits: ArchiveLimits
    by_ratio: int  # bytes that an archive of this size may unpack to, whatever is in it
    members: int = 0
    unpacked: int = 0

    def check_size(self, size: int) -> None:
        """Refuse a member by the size it announces."""
        if size > self.limits.member_bytes:
            raise _too_large(self.limits.member_bytes, self.limits)

    def count(self, members: int = 1) -> None:
        self.members += members
        if self.members > self.limits.members:
            raise TooMuch(f"压缩包成员超过 {self.limits.members} 个，不予解压 (too many members)")

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
                raise TooMuch(f"压缩包解压后超过 {megabytes(self.limits.total_bytes)}，不予解压 (too large)")
            if self.unpacked > self.by_ratio:
                raise _bomb(self.limits)
            parts.append(chunk)
        return b"".join(parts)


def _too_large(limit: int, limits: ArchiveLimits) -> Exception:
    if limit == limits.member_bytes:
        return Refused(f"成员解压后超过 {megabytes(limit)}，不予解压 (too large)")
    return _bomb(limits)


def _bomb(limits: ArchiveLimits) -> TooMuch:
    return TooMuch(f"压缩比超过 {limits.ratio}，疑为压缩炸弹，不予解压 (compression bomb)")


def megabytes(size: int) -> str:
    return f"{size / (1 << 20):g} MB"
