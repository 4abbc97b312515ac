"""Members of a rar or 7z archive, by libarchive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from extract.archive import libarchive
from extract.archive.limits import Budget, Refused
from extract.archive.member import ENCRYPTED, LINK, Member, is_junk, libarchive_reason, read_member
from extract.file_names import decoded_name, display_name

INSTALL: Final = 'pip install "nianbao[archives]"'


def other_members(kind: str) -> Callable[[bytes, Budget], Iterator[Member]]:
    """The members of an archive that libarchive reads."""

    def read(data: bytes, budget: Budget) -> Iterator[Member]:
        try:
            for number, entry in enumerate(libarchive.entries(data), 1):
                budget.count()
                raw = entry.name
                name = display_name(raw if isinstance(raw, str) else decoded_name(raw), number)
                if entry.is_dir or is_junk(name):
                    continue
                yield read_member(name, _entry_reader(entry, len(data), budget))
        except libarchive.LibraryMissing:
            yield Member("", error=f"读取 {kind} 压缩包需要附加组件，请运行：{INSTALL}")
        except libarchive.ReadFailed as error:
            yield Member("", error=libarchive_reason(kind, str(error)))

    return read


def _entry_reader(entry: libarchive.ArchiveEntry, packed: int, budget: Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.encrypted:
            raise Refused(ENCRYPTED)
        if not entry.is_file or entry.size is None:  # rar 5 keeps hard links as files without a size
            raise Refused(LINK)
        budget.check_size(entry.size)
        content = budget.read(entry.chunks, packed)
        if len(content) != entry.size:
            raise EOFError("unexpected end of data")
        return content

    return read
