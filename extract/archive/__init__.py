"""The files inside an archive, one at a time, in memory, within limits.

In: an archive's bytes and its kind (see `extract.sniff`). Out: members, each with its data or with the reason
why there is none. Nothing is written to disk and no name is ever used as a path: names are labels for the
`source` column. What makes it hard: names in three encodings that do not say which, archives in archives,
and archives made to exhaust memory or time.

A member's name is empty where the archive itself is meant: its error ended the reading (a bomb, a damaged
directory), or it is no folder but one compressed file (`report.html.gz`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extract import sniff
from extract.archive.limits import LIMITS, ArchiveLimits, Budget, TooMuch
from extract.archive.member import Member
from extract.archive.others import INSTALL, other_members
from extract.archive.tars import PACKED, packed_members, tar_members
from extract.archive.zips import zip_members

__all__ = ["INSTALL", "ArchiveLimits", "Member", "members"]

_READ: dict[str, Callable[[bytes, Budget], Iterator[Member]]] = {
    "zip": zip_members,
    "tar": tar_members,
    **{packed: packed_members(packed) for packed in PACKED},
    **{other: other_members(other) for other in ("rar", "7z")},
}


def members(data: bytes, kind: str, limits: ArchiveLimits = LIMITS) -> Iterator[Member]:
    """The files in an archive of this kind (one of `sniff.ARCHIVES`), in their order; never raises.

    Folders and the litter of file managers (`__MACOSX`, `.DS_Store`, `Thumbs.db`, `~$…`) are passed over.
    A limit passed ends the archive with one member that has an error and no name.
    """
    budget = Budget(limits, max(len(data) * limits.ratio, 2 * limits.ratio_free_bytes))
    counts: dict[str, int] = {}
    try:
        for member in _walk(data, kind, budget, 1):
            name = member.name
            while name in counts:  # `a#2` may be another's own name
                counts[member.name] += 1
                name = f"{member.name}#{counts[member.name]}"
            counts[name] = 1
            yield Member(name, member.data, member.error)
    except TooMuch as error:
        yield Member("", error=str(error))


def _walk(data: bytes, kind: str, budget: Budget, depth: int) -> Iterator[Member]:
    """The members of one archive, archives among them opened in their turn."""
    for member in _READ[kind](data, budget):
        inner = sniff.kind_of(member.data) if member.data is not None else ""
        if inner not in sniff.ARCHIVES or member.data is None:
            yield member
        elif depth >= budget.limits.depth:
            yield Member(member.name, error=f"压缩包嵌套超过 {budget.limits.depth} 层，请先解开 (nested)")
        else:
            for below in _walk(member.data, inner, budget, depth + 1):
                yield Member(_join(member.name, below.name), below.data, below.error)


def _join(outer: str, inner: str) -> str:
    return f"{outer}!{inner}" if outer and inner else outer or inner
