"""Which files to read: what is new, what has changed, what another version read, and failures if asked.

In: the walk over the input, and what the output knows, both in ascending order of the files. Out: items to read,
and the files that are gone. Nothing is held but one of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from extract.discover.inputs import InputFile
from extract.engine.known_files import KnownFile
from extract.engine.messages import Item

CHUNK_FILES: Final = 32  # files of a task: the cost of a batch of rows is shared
CHUNK_BYTES: Final = 1 << 19  # scans and long PDF take seconds each and go alone


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose rows stay as they are."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that the output knows and the input lacks. `unread`: all that is known is that it could not be opened."""

    file: str
    unread: bool = False


def plan(
    files: Iterable[InputFile], known: Iterator[KnownFile], version: str, *, retry_failed: bool = False
) -> Iterator[Item | Kept | Gone]:
    """What is to be done for each file. A folder that cannot be listed (`a/`), or not even looked at (`a`), takes nothing below it away."""
    old = next(known, None)
    closed: set[str] = set()  # folders that cannot be listed now
    for file in files:
        while old and old.file < file.source:
            yield _left(old, closed)
            old = next(known, None)
        if file.error:  # of what cannot be looked at nobody knows whether it is a folder
            closed.add(file.source.removesuffix("/") + "/")
        same = old if old and old.file == file.source else None
        yield _kept_or_read(file, same, version, retry_failed)
        if same:
            old = next(known, None)
    while old:
        yield _left(old, closed)
        old = next(known, None)


def _left(old: KnownFile, closed: set[str]) -> Kept | Gone:
    above = (old.file[: match.end()] for match in re.finditer("/", old.file))
    return Gone(old.file, old.unread) if closed.isdisjoint(above) else Kept()


def _kept_or_read(file: InputFile, old: KnownFile | None, version: str, retry_failed: bool) -> Item | Kept:
    stamp = file.stamp // 1000
    known = None if old is None or old.unread else old.stamp
    if old is None or old.version != version or (retry_failed and old.failed):
        return Item(file.source, file.path, file.size, stamp, file.error, known_stamp=known)
    # a program may have written it again and set its time back
    rewritten = old.written is not None and file.touched > old.written
    if (old.size, old.stamp) == (file.size, stamp) and (stamp or file.error) and not rewritten:
        return Kept()
    return Item(file.source, file.path, file.size, stamp, file.error, old.sha256, known_stamp=known)


def chunks(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Items in groups for one task each; the first groups are small, so that a short run uses every worker."""
    group: list[Item] = []
    size, most = 0, 1.0
    for item in items:
        if group and (len(group) >= most or size + item.size > CHUNK_BYTES):
            yield tuple(group)
            group, size = [], 0
            most = min(most * 1.2, CHUNK_FILES)
        group.append(item)
        size += item.size
    if group:
        yield tuple(group)
