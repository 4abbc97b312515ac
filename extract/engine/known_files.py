"""What the output knows of the input files: the old output with the parts over it, in ascending order of the files.

In: the reports tables of the old output, and part files. Out: one `KnownFile` a file. The source of an archive's member
is `a.zip!dir/b.docx`, and no file's own source holds a `!`, so the file is what stands before it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from extract.engine.edition import reading
from extract.engine.file_changes import FileChange, file_changes
from extract.errors import OutputError
from extract.write.parquet import opened

BATCH_ROWS: Final = 4096  # reports read from the old output at a time
_COLUMNS: Final = (
    "source", "bytes", "modified", "sha256", "archive_bytes", "archive_sha256", "outcome",
    "extractor_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownFile:
    """An input file that the output has rows of. `size` in bytes, `stamp` in microseconds, 0 where unknown.

    `written`: when they were, in nanoseconds; None: they are not in it yet.
    """

    file: str
    size: int
    stamp: int
    sha256: str | None
    version: str
    failed: bool
    written: int | None = None

    @property
    def unread(self) -> bool:
        """True for a file that could not be opened, and a folder that could not be listed."""
        return self.failed and not self.stamp and self.sha256 is None


def file_of(source: str) -> str:
    """The input file that a document came from."""
    return source.partition("!")[0]


def known_files(reports: Iterable[Path], parts: list[Path]) -> Iterator[KnownFile]:
    """All files the output knows once the parts are merged into it."""
    old = heapq.merge(*map(_known_of_table, reports), key=attrgetter("file"))
    both = heapq.merge(old, file_changes(parts), key=attrgetter("file"))
    for _, group in groupby(both, key=attrgetter("file")):
        of_file = list(group)
        of_old = [entry for entry in of_file if isinstance(entry, KnownFile)]
        of_parts = [entry for entry in of_file if isinstance(entry, FileChange)]
        found = _joined(of_old)
        for change in of_parts:
            found = _changed(found, change)
        if found:
            yield found


def _joined(rows: list[KnownFile]) -> KnownFile | None:
    """One file's entry from those of several partitions."""
    if not rows:
        return None
    return replace(rows[0], failed=any(row.failed for row in rows))


def _changed(old: KnownFile | None, change: FileChange) -> KnownFile | None:
    if change.gone:
        return None
    if change.entries:
        entries = [placed.entry for placed in change.entries]
        first = entries[0]
        failed = any(entry.failed for entry in entries)
        old = KnownFile(first.file, first.size, first.stamp, first.sha256, first.version, failed)
    return replace(old, stamp=change.stamp, written=None) if old and change.stamp is not None else old


def _known_of_table(path: Path) -> Iterator[KnownFile]:
    written = path.stat().st_mtime_ns
    rows = (row for batch in read_batches(path, list(_COLUMNS)) for row in _rows(batch))
    for file, group in groupby(rows, key=lambda row: file_of(row[0])):
        of_file = list(group)
        _, size, stamp, sha256, archive_size, _, _, version = of_file[0]
        failed = any(row[6] == "failed" for row in of_file)
        if archive_size is not None:  # a member that killed its worker has no SHA-256 of its archive
            size = archive_size
            sha256 = next((row[5] for row in of_file if row[5]), None)
        yield KnownFile(file, size or 0, stamp or 0, sha256, version, failed, written)


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    columns = [batch.column(name) for name in _COLUMNS]
    columns[2] = columns[2].cast(pa.int64())
    return zip(*(column.to_pylist() for column in columns), strict=True)


def read_batches(path: Path, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """The rows of one Parquet file of ours, a batch at a time. Raises `OutputError` for any other file."""
    with reading(path), opened(path) as file:
        absent = set(columns) - set(file.schema_arrow.names)
        if absent:
            raise OutputError(
                f"{path}: 由不兼容的版本写成，缺少列 {', '.join(sorted(absent))} (written by another version); "
                "加 --fresh 重新读取"
            )
        yield from file.iter_batches(BATCH_ROWS, columns=columns)
