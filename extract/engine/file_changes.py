"""What all part files together change of each input file: it has new rows, or its old rows go, or only its time is new.

In: the records of all parts. Out: one `FileChange` a file, in ascending order. What makes it hard: there is about one
part for each worker and session, and the slices of an archive may lie in any of them, or some may be missing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extract.engine.part import FileEntry, Record, records


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """One entry and its record: `index` is its place there."""

    record: Record
    index: int

    @property
    def entry(self) -> FileEntry:
        return self.record.entries[self.index]


@dataclass(frozen=True, slots=True)
class FileChange:
    """Of one file: where its new rows lie (`entries`), or that its old rows go (`gone`), or their new `stamp`."""

    file: str
    entries: tuple[PlacedEntry, ...] = ()
    gone: bool = False
    stamp: int | None = None


def file_changes(parts: Sequence[Path]) -> Iterator[FileChange]:
    """The changes, file by file in ascending order; of several sessions the latest counts."""
    entries = heapq.merge(
        *map(_placed_entries, parts), key=lambda placed: (placed.entry.file, placed.entry.start)
    )
    for file, group in groupby(entries, key=lambda placed: placed.entry.file):
        found = _latest(file, list(group))
        if found:
            yield found


def _placed_entries(path: Path) -> Iterator[PlacedEntry]:
    for record in records(path):
        for index in range(len(record.entries)):
            yield PlacedEntry(record, index)


def _latest(file: str, entries: list[PlacedEntry]) -> FileChange | None:
    stamp = None
    for session in sorted({placed.record.session for placed in entries}, reverse=True):
        of_session = [placed for placed in entries if placed.record.session == session]
        whole = _whole([placed for placed in of_session if placed.entry.kind == "rows"])
        if whole:
            return FileChange(file, whole, stamp=stamp)
        kinds = {placed.entry.kind: placed.entry for placed in of_session}
        if "gone" in kinds:
            return FileChange(file, gone=True)
        if "touched" in kinds and stamp is None:
            stamp = kinds["touched"].stamp
    return None if stamp is None else FileChange(file, stamp=stamp)


def _whole(entries: list[PlacedEntry]) -> tuple[PlacedEntry, ...]:
    """The slices from the first member to the last, or nothing while some are missing."""
    chains: dict[int, tuple[PlacedEntry, ...]] = {}
    for placed in sorted(entries, key=lambda placed: -placed.entry.start):
        if placed.entry.last:
            chains[placed.entry.start] = (placed,)
        elif placed.entry.stop in chains:
            chains[placed.entry.start] = (placed, *chains[placed.entry.stop])
    return chains.get(0, ())
