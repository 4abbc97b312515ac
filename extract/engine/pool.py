"""Worker processes: tasks in, `Done` out in the order they end; whatever happens to a worker costs one document.

What makes it hard: a task holds many documents, and a crash, a hang or too much memory takes all of its results. The
note that the worker keeps says which document it was; that one is read again by itself, what stands before and after
it as usual. Only a document that fails alone becomes a row that says so.
"""

from __future__ import annotations

import os
import queue
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
from pebble import ProcessExpired, ProcessPool

from extract.engine.interrupts import interrupts_held
from extract.engine.limits import ReadLimits
from extract.engine.messages import Done, Item, Problem, Task
from extract.engine.part import FileEntry, PartWriter
from extract.engine.task import NO_MEMORY, failure, run_task, start_worker
from extract.engine.worker_start import context
from extract.errors import OutputError, cannot_write, one_line
from extract.write.rows import Origin, extractor_version, results_to_batches

_AHEAD: Final = 3  # tasks waiting or running for each worker
_BREAKS: Final = 5  # times that all workers may die before the run gives up
_KILLED: Final = -9  # exit code of what the system kills where memory is short: SIGKILL, which Windows lacks
_ABORTED: Final = -6  # SIGABRT: PDFium where it is refused memory
_LOOK_SECONDS: Final = 0.5  # between two looks for an interrupt


@dataclass(frozen=True, slots=True)
class _Sent:
    task: Task
    alone: bool  # one document, whose failure is final


def read_all(
    groups: Iterator[tuple[Item, ...]], limits: ReadLimits, folder: Path, session: int
) -> Iterator[Done]:
    """Have the workers read all groups of items into part files below `folder`."""
    workers = WorkerPool(limits, folder, session)
    try:
        yield from workers.read(groups)
    finally:
        workers.close()


class WorkerPool:
    """A pool of workers that lasts until `close`; it starts them at the first task."""

    def __init__(self, limits: ReadLimits, folder: Path, session: int) -> None:
        self._groups: Iterator[tuple[Item, ...]] = iter(())
        self._again: deque[tuple[tuple[Item, ...], bool]] = deque()
        self._limits = limits
        self._folder = folder
        self._session = session
        self._writer = PartWriter(folder, session)
        self._ended: queue.SimpleQueue[Future[Done]] = queue.SimpleQueue()
        self._running: dict[Future[Done], _Sent] = {}
        self._pool: ProcessPool | None = None
        self._name = uuid4().hex
        self._number = 0
        self._breaks = 0
        self._workers = 1

    def read(self, groups: Iterator[tuple[Item, ...]]) -> Iterator[Done]:
        """Have all these items read."""
        first = tuple(islice(groups, self._limits.jobs))
        self._workers = max(1, len(first))  # no more than there is work for
        self._groups = chain(first, groups)
        if self._fill():
            pa.array([""])  # loads for half a second what the merge needs, while the workers start
        while self._fill():
            try:
                future = self._ended.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            sent = self._running.pop(future, None)
            if sent is None:  # of a pool that broke
                continue
            try:
                done = future.result()
            except OutputError:
                raise
            except BrokenProcessPool as error:
                self._start_again(sent, error)
                continue
            except Exception as error:  # noqa: BLE001 - whatever a document does to its worker
                yield self._isolate(sent, error)
                continue
            finally:
                with suppress(PermissionError):  # on Windows while its worker dies; it goes with the folder
                    sent.task.note.unlink(missing_ok=True)
            self._breaks = 0
            self._send_back(done.rest)
            yield done

    def close(self) -> None:
        """End the workers; what they have written stands."""
        self._end_workers()
        try:
            self._writer.close()
        except OSError as error:
            raise cannot_write(self._folder, error) from error

    def _fill(self) -> bool:
        """Send tasks until there are enough; false when all is read."""
        while len(self._running) < self._workers * _AHEAD:
            group: tuple[Item, ...] | None
            alone = False
            if self._again:
                group, alone = self._again.popleft()
            else:
                group = next(self._groups, None)
            if group is None:
                break
            self._send(group, alone)
        return bool(self._running)

    def _send(self, items: tuple[Item, ...], alone: bool) -> None:
        self._number += 1
        note = self._folder / f"{self._name}-{self._number}.note"
        task = Task(items, self._folder, self._session, note, self._limits.timeout, self._limits.ocr)
        seconds = self._limits.timeout if alone else self._limits.timeout + task.seconds
        try:
            if self._pool is None:
                self._pool = ProcessPool(
                    self._workers,
                    initializer=start_worker,
                    initargs=(self._limits.memory, dict(os.environ)),
                    context=context(),
                )
            with interrupts_held():  # the first starts the workers
                future = self._pool.schedule(run_task, args=(task,), timeout=seconds)
        except (RuntimeError, OSError) as error:  # too few processes are allowed, no room for their locks
            raise OutputError(
                f"{self._folder}: 读取进程无法启动 (workers cannot start: {one_line(error.__cause__ or error)})"
            ) from error
        self._running[future] = _Sent(task, alone)
        future.add_done_callback(self._ended.put)

    def _send_back(self, rest: tuple[Item, ...]) -> None:
        if rest and rest[0].start:  # what is left of an archive goes by itself, beside what follows it
            self._again.append((rest[:1], False))
            rest = rest[1:]
        if rest:
            self._again.append((rest, False))

    def _start_again(self, sent: _Sent, error: BrokenProcessPool) -> None:
        self._breaks += 1
        if self._breaks > _BREAKS:
            raise OutputError(f"{self._folder}: 读取进程无法运行 (workers keep dying: {error})") from error
        for lost in (sent, *self._running.values()):
            self._again.append((lost.task.items, lost.alone))
        self._running.clear()
        self._end_workers()

    def _end_workers(self) -> None:
        if self._pool:
            with interrupts_held():
                _stop(self._pool)
                self._pool = None

    def _isolate(self, sent: _Sent, error: BaseException) -> Done:
        """Split the task at the document that ended it; if it stood alone, write its row."""
        number, member, name = _noted(sent.task.note)
        items = sent.task.items
        item = items[number]
        if sent.alone:
            return self._write_failure(item, name, _reason(error, self._limits))
        parts: list[tuple[tuple[Item, ...], bool]] = [(items[:number], False)]
        if member > item.start:
            parts.append(((replace(item, stop=member),), False))
            # the slice before comes back with the rest of the archive, which begins with the document in question
        else:
            parts.append(((replace(item, stop=member + 1),), True))
        parts.append((items[number + 1 :], False))
        self._again.extend((group, alone) for group, alone in parts if group)
        return Done(0, {})

    def _write_failure(self, item: Item, name: str, reason: str) -> Done:
        in_archive = bool(name)
        # an archive that cannot be unpacked up to its next member ends here
        last = not in_archive
        result = failure(name or item.source, reason, None if in_archive else item.size)
        origin = Origin(item.stamp, item.size if in_archive else None)
        entry = FileEntry(
            item.source, "rows", item.size, item.stamp, None, True, extractor_version(), ((0, 0),),
            item.start, item.start + 1, last,
        )  # fmt: skip
        try:
            self._writer.append((entry,), results_to_batches([result], [origin]))
        except OSError as error:
            raise cannot_write(self._folder, error) from error
        if not last:
            self._again.append(((replace(item, start=item.start + 1, stop=None),), False))
        error_line = result.reports[0].error or ""
        return Done(int(last), {"failed": 1}, (Problem(result.source, "failed", error_line),))


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _noted(note: Path) -> tuple[int, int, str]:
    """Which item, which member, and its name; a worker that died early has noted nothing."""
    try:
        line = note.read_text("utf-8").split("\n", 1)[0]
        number, member, name = line.split(" ", 2)
    except (FileNotFoundError, ValueError):
        return 0, 0, ""
    return int(number), int(member), name


def _reason(error: BaseException, limits: ReadLimits) -> str:
    if isinstance(error, TimeoutError):
        return f"超过时限 {limits.timeout:g} 秒 (timeout); 可加大 --timeout"
    if isinstance(error, ProcessExpired) and error.exitcode == NO_MEMORY:
        return f"超过内存上限 {limits.memory >> 20} MB (memory limit); 可加大 --memory"
    if isinstance(error, ProcessExpired) and error.exitcode == _KILLED:
        return "读取进程被系统杀死，多半因内存不足 (killed, most likely out of memory); 可减小 --jobs，加 --retry-failed 重读"
    if isinstance(error, ProcessExpired) and error.exitcode == _ABORTED and limits.memory:
        return f"读取进程中止，多半因超过内存上限 {limits.memory >> 20} MB (aborted, most likely the memory limit); 可加大 --memory"
    if isinstance(error, ProcessExpired):
        return f"读取进程崩溃 (worker died: {_exit_text(error.exitcode)})"
    return f"程序错误 (bug) {type(error).__name__}: {one_line(error)}"


def _exit_text(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"
