"""What a worker does: read files, extract their documents, append the rows to its part file.

In: a `Task` of some input files. Out: a small `Done`; the rows never pass through the parent. What makes it hard:
a document may hang or kill the process, so a note on disk says which one is being read.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import FileIO
from pathlib import Path
from time import monotonic
from typing import Final

from extract.archive import members
from extract.discover.inputs import LARGEST_FILE
from extract.engine.file_bytes import read_file
from extract.engine.messages import Done, Item, Problem, Task
from extract.engine.part import FileEntry, PartWriter
from extract.errors import cannot_write
from extract.pipeline import extract_document
from extract.readers import READERS, reader
from extract.result import Report, ReportResult
from extract.sniff import ARCHIVES, kind_of
from extract.write.rows import Origin, extractor_version, results_to_batches

NO_MEMORY: Final = 101  # exit code
SLICE_MEMBERS: Final = 256  # members of an archive in one record at most


def start_worker(memory: int, environment: dict[str, str]) -> None:
    """Prepare this process: all readers loaded, interrupts left to the parent, at most `memory` bytes more.

    `environment` is the caller's, which the server that workers fork from may be older than.
    """
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for kind in READERS:
        reader(kind)
    if memory and sys.platform == "linux":  # elsewhere the system does not hold such a limit
        import resource

        limit = _data_bytes() + memory
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if most == resource.RLIM_INFINITY or limit < most:  # else the caller allows less
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _data_bytes() -> int:
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmData:")[2].split()[0]) << 10
    except (FileNotFoundError, IndexError):  # a sandbox without /proc: what is there now counts for nothing
        return 0


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


_writers: dict[tuple[Path, int], PartWriter] = {}


def _writer(folder: Path, session: int) -> PartWriter:
    key = (folder, session)
    if key not in _writers:
        for old in _writers.values():
            old.close()
        _writers.clear()
        _writers[key] = PartWriter(folder, session)
    return _writers[key]


def run_task(task: Task) -> Done:
    """Read the items and append their rows; ends early, between two documents, when it has taken long.

    Out of memory, the process ends with the exit code `NO_MEMORY`: what is left of it is of no use.
    """
    try:
        return _run(task)
    except MemoryError:
        os._exit(NO_MEMORY)


def _run(task: Task) -> Done:
    with task.note.open("wb", buffering=0) as notes:
        try:
            batch = _Batch(task, notes)
            rest = _read_items(task.items, batch)
        finally:
            _alarm(0)
    batch.write()
    return Done(batch.files, batch.outcomes, tuple(batch.problems), rest, batch.unread)


def _read_items(items: tuple[Item, ...], batch: _Batch) -> tuple[Item, ...]:
    """Read items until the task has taken long; gives those that are left."""
    for number, item in enumerate(items):
        if batch.is_long():
            return items[number:]
        left = _read_item(item, number, batch)
        if left:
            return (left, *items[number + 1 :])
    return ()


@dataclass(slots=True)
class _Batch:
    """The results of a task so far."""

    task: Task
    notes: FileIO  # opening it for each document takes longer than reading some
    started: float = field(default_factory=monotonic)
    results: list[ReportResult] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    entries: list[FileEntry] = field(default_factory=list)
    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    unread: int = 0

    def is_long(self) -> bool:
        return bool(self.entries) and monotonic() - self.started > self.task.seconds

    def note(self, number: int, member: int, name: str = "") -> None:
        """Say what is read now. Should the parent die meanwhile, the alarm ends what would never end."""
        self.notes.seek(0)
        self.notes.write(f"{number} {member} {name}\n".encode("utf-8", "replace"))
        _alarm(int(self.task.timeout * 2) + 60)

    def add(self, entry: FileEntry, results: list[ReportResult], archive: bool) -> None:
        origin = Origin(entry.stamp, entry.size, entry.sha256) if archive else Origin(entry.stamp)
        self.results.extend(results)
        self.origins.extend(origin for _ in results)
        for result in results:
            for report in result.reports:
                self.outcomes[report.outcome] += 1
                if report.error:
                    log = result.log and result.log[-4000:]
                    self.problems.append(Problem(result.source, report.outcome, report.error, log))
        counts = tuple((len(report.cells), len(report.findings)) for r in results for report in r.reports)
        failed = any(report.outcome == "failed" for result in results for report in result.reports)
        self.entries.append(replace(entry, counts=counts, failed=failed, version=extractor_version()))
        self.files += entry.last

    def keep(self, item: Item, reason: str) -> None:
        """The earlier rows of a file that cannot be read stand; without a time of change the next run looks again."""
        error = f"{item.source}: {reason}；原有的行不动 (its earlier rows stand)"
        self.problems.append(Problem(item.source, "unread", error))
        self.unread += 1
        if item.known_stamp:
            self.entries.append(FileEntry(item.source, "touched", item.size))

    def write(self) -> None:
        if not self.entries:
            return
        rows = results_to_batches(self.results, self.origins)
        try:
            _writer(self.task.folder, self.task.session).append(tuple(self.entries), rows)
        except OSError as error:
            raise cannot_write(self.task.folder, error) from error


def failure(source: str, error: str, size: int | None = None, sha256: str | None = None) -> ReportResult:
    """The row of a source that was never opened as a document."""
    return ReportResult(source, sha256, size, None, (Report("0" * 16, "failed", f"{source}: {error}"),))


def _read_item(item: Item, number: int, batch: _Batch) -> Item | None:
    """Read one file; gives the item of what is left of an archive."""
    batch.note(number, item.start)
    read = read_file(item)
    if isinstance(read, str) and item.known_stamp is not None and item.size <= LARGEST_FILE:
        batch.keep(item, read)
        return None
    if isinstance(read, str):
        # with no time of change the next run tries again: only its length says something of the bytes
        stamp = item.stamp if item.size > LARGEST_FILE else 0
        entry = FileEntry(item.source, "rows", item.size, stamp)
        batch.add(entry, [failure(item.source, read, item.size)], False)
        return None
    data, size, stamp = read
    kind = kind_of(data)
    sha256 = None
    if item.sha256 or kind in ARCHIVES:
        sha256 = hashlib.sha256(data).hexdigest()
    if sha256 and sha256 == item.sha256:
        batch.entries.append(FileEntry(item.source, "touched", size, stamp, sha256))
        batch.files += 1
        return None
    if kind in ARCHIVES:
        entry = FileEntry(item.source, "rows", size, stamp, sha256)
        return _read_archive(item, number, batch, entry, data, kind)
    result = extract_document(data, item.source, ocr=batch.task.ocr)
    batch.add(FileEntry(item.source, "rows", size, stamp, result.sha256), [result], False)
    return None


def _read_archive(
    item: Item, number: int, batch: _Batch, entry: FileEntry, data: bytes, kind: str
) -> Item | None:
    """The next slice of an archive's members, one document each."""
    results: list[ReportResult] = []
    started = monotonic()
    at = 0
    for at, result in _archive_results(item, number, batch, data, kind):
        if result is not None:
            results.append(result)
        full = at == item.stop or len(results) >= SLICE_MEMBERS or monotonic() - started > batch.task.seconds
        if at > item.start and full:
            batch.add(replace(entry, start=item.start, stop=at, last=False), results, True)
            return replace(item, start=at, stop=None)
    if at == 0:
        results = [failure(item.source, "压缩包中没有文件 (empty archive)", len(data), entry.sha256)]
    batch.add(replace(entry, start=item.start, stop=max(at, item.start), last=True), results, True)
    return None


def _archive_results(
    item: Item, number: int, batch: _Batch, data: bytes, kind: str
) -> Iterator[tuple[int, ReportResult | None]]:
    """For each member the number of members so far, and its result if it is one of the slice."""
    for index, member in enumerate(members(data, kind)):
        if index < item.start:
            yield index + 1, None
            continue
        name = f"{item.source}!{member.name}" if member.name else item.source
        batch.note(number, index, name)
        if member.data is None:
            yield index + 1, failure(name, member.error or "无法读取 (cannot read)")
        else:
            yield index + 1, extract_document(member.data, name, ocr=batch.task.ocr)
        batch.note(number, index + 1)
