"""Part files: results as they come, on disk before the run goes on, append-only.

In: the rows of some input files, and what is known of these files. Out: the same; and the facts that the checks
across reports need, which can be read without the rows.
What makes it hard: a kill at any byte, so every record carries its length and checksum and a torn end is not there;
and results in any order, so a writer keeps several files and appends where the order stays ascending.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import FileIO
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Final

import pyarrow as pa

from extract.check.cross_report.facts import FACTS, facts_of
from extract.write.rows import SCHEMAS, TABLES, Rows

SYNC_SECONDS: Final = 1.0  # a power cut loses no more than this and the documents in flight
_MAGIC: Final = b"NBP3"
# magic, CRC of what follows, bytes of the entries, bytes of the facts, bytes of the rows
_HEAD: Final = struct.Struct("<4sIIIQ")
# on threads the buffers, hundreds of small ones, take ten times as long
_WRITING: Final = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
_READING: Final = pa.ipc.IpcReadOptions(use_threads=False)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a record says of one input file, or of a slice of an archive (members `start` to before `stop`).

    `kind`: `rows`; `touched`, the old rows stand and only the time of change is new; `gone`, the old rows go.
    `stamp` in microseconds, `sha256` of the file (of the archive). `counts`: for each report its rows of cells and
    of findings. `last` is false for a slice that others follow.
    """

    file: str
    kind: str
    size: int = 0
    stamp: int = 0
    sha256: str | None = None
    failed: bool = False
    version: str = ""
    counts: tuple[tuple[int, int], ...] = ()
    start: int = 0
    stop: int = 0
    last: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record lies, and its entries. Of two records on one file, that of the later `session` is true."""

    path: str
    offset: int
    entries_bytes: int
    facts_bytes: int
    rows_bytes: int
    session: int
    entries: tuple[FileEntry, ...]

    @property
    def end(self) -> int:
        return self.offset + _HEAD.size + self.entries_bytes + self.facts_bytes + self.rows_bytes

    def rows(self) -> Rows:
        """The rows of the three tables."""
        reader = self._part(self.entries_bytes + self.facts_bytes, self.rows_bytes)
        return Rows(*(_read_batch(reader, SCHEMAS[name]) for name in TABLES))

    def facts(self) -> pa.RecordBatch:
        """The facts of its reports."""
        return _read_batch(self._part(self.entries_bytes, self.facts_bytes), FACTS)

    def _part(self, start: int, size: int) -> pa.BufferReader:
        with Path(self.path).open("rb") as file:
            file.seek(self.offset + _HEAD.size + start)
            return pa.BufferReader(file.read(size))


def _read_batch(reader: pa.BufferReader, schema: pa.Schema) -> pa.RecordBatch:
    with pa.ipc.open_stream(reader, options=_READING) as stream:
        batch = stream.read_next_batch()
        for _ in stream:  # leaves the reader at the next stream
            pass
    return pa.RecordBatch.from_arrays(batch.columns, schema=schema)


def _written(batches: Iterable[pa.RecordBatch]) -> bytes:
    sink = pa.BufferOutputStream()
    for batch in batches:
        plain = pa.RecordBatch.from_arrays(batch.columns, schema=batch.schema.remove_metadata())
        with pa.ipc.new_stream(sink, plain.schema, options=_WRITING) as stream:
            stream.write_batch(plain)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _encoded(entries: tuple[FileEntry, ...], session: int, rows: Rows | None) -> bytes:
    listed = [[getattr(entry, name) for name in FileEntry.__slots__] for entry in entries]
    head = json.dumps([session, listed], separators=(",", ":")).encode()
    facts = _written([facts_of(rows[:1], rows[1:2])]) if rows else b""
    body = _written(rows or ())
    checksum = zlib.crc32(body, zlib.crc32(facts, zlib.crc32(head)))
    start = _HEAD.pack(_MAGIC, checksum, len(head), len(facts), len(body))
    return b"".join((start, head, facts, body))


@dataclass(slots=True)
class _Part:
    path: Path
    file: FileIO
    end: int = 0
    last: tuple[str, int] = ("", -1)
    synced: float = field(default_factory=monotonic)


@dataclass(slots=True)
class PartWriter:
    """Appends records to files of its own below `folder`; one for each process and session."""

    folder: Path
    session: int
    _parts: list[_Part] = field(default_factory=list)

    def append(self, entries: tuple[FileEntry, ...], rows: Rows | None) -> None:
        """Write one record; `entries` ascend. Raises `OSError`, with the part as it was before."""
        part = self._part_before((entries[0].file, entries[0].start))
        data = memoryview(_encoded(entries, self.session, rows))
        try:
            written = 0
            while written < len(data):
                written += part.file.write(data[written:])
        except OSError:
            part.file.truncate(part.end)
            part.file.seek(part.end)
            raise
        part.end += len(data)
        part.last = (entries[-1].file, entries[-1].start)
        if monotonic() - part.synced > SYNC_SECONDS:
            os.fsync(part.file.fileno())
            part.synced = monotonic()

    def close(self) -> None:
        """Sync and close the files."""
        for part in self._parts:
            os.fsync(part.file.fileno())
            part.file.close()
        self._parts = []

    def _part_before(self, key: tuple[str, int]) -> _Part:
        for part in self._parts:
            if os.fstat(part.file.fileno()).st_nlink == 0:  # merged away: this process outlives a run
                part.file.close()
                self._parts = [other for other in self._parts if other is not part]
        fitting = [part for part in self._parts if part.last < key]
        if fitting:
            return max(fitting, key=lambda part: part.last)
        number = 0
        while True:
            path = self.folder / f"{self.session:06d}-{os.getpid()}-{number}.part"
            try:
                file = path.open("xb", buffering=0)
                break
            except FileExistsError:
                number += 1
        self._parts.append(_Part(path, file))
        return self._parts[-1]


def part_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.part"))


def recover(folder: Path) -> int:
    """Cut torn ends off the parts that earlier sessions left; gives the number of the next session."""
    latest = 0
    for path in part_files(folder):
        end = 0
        for record in records(path):
            if not _is_whole(record):
                break
            end = record.end
            latest = max(latest, record.session)
        if end < path.stat().st_size:
            os.truncate(path, end)
    return latest + 1


def reports_in(folder: Path, session: int) -> int:
    """How many reports of this session can be read back, byte for byte."""
    found = chain.from_iterable(map(records, part_files(folder)))
    whole = (record for record in found if record.session == session and _is_whole(record))
    return sum(len(entry.counts) for record in whole for entry in record.entries)


def _is_whole(record: Record) -> bool:
    with Path(record.path).open("rb") as file:
        file.seek(record.offset)
        checksum = int(_HEAD.unpack(file.read(_HEAD.size))[1])
        return zlib.crc32(file.read(record.end - file.tell())) == checksum


def records(path: Path) -> Iterator[Record]:
    """The records of one part, up to a torn end. The file is open only during a step: parts may be thousands."""
    offset, size = 0, path.stat().st_size
    while offset + _HEAD.size <= size:
        with path.open("rb") as file:
            file.seek(offset)
            magic, _, entries_bytes, facts_bytes, rows_bytes = _HEAD.unpack(file.read(_HEAD.size))
            end = offset + _HEAD.size + entries_bytes + facts_bytes + rows_bytes
            if magic != _MAGIC or end > size:
                return
            head = file.read(entries_bytes)
        try:
            session, listed = json.loads(head)
            entries = tuple(_entry(values) for values in listed)
        except ValueError:
            return
        yield Record(str(path), offset, entries_bytes, facts_bytes, rows_bytes, session, entries)
        offset = end


def _entry(values: list[object]) -> FileEntry:
    entry = dict(zip(FileEntry.__slots__, values, strict=True))
    entry["counts"] = tuple(map(tuple, entry["counts"]))  # type: ignore[call-overload]
    return FileEntry(**entry)  # type: ignore[arg-type]
