"""`extract_paths`: every report below the given paths into one output, which is also what the next run starts from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic

from extract.discover.inputs import Root
from extract.discover.walk import find_roots, walk
from extract.engine.contents import contents_of
from extract.engine.edition import is_own_table
from extract.engine.known_files import known_files
from extract.engine.limits import ReadLimits, limits_of
from extract.engine.messages import Done, Item
from extract.engine.output import Output, output_of
from extract.engine.part import part_files, recover, reports_in
from extract.engine.plan import chunks, plan
from extract.engine.pool import read_all
from extract.errors import OutputError, UsageError, cannot_write
from extract.read import Ocr
from extract.summary import Progress, Summary
from extract.tally import Earlier, Tally
from extract.write.rows import extractor_version

ReadAll = Callable[[Iterator[tuple[Item, ...]], ReadLimits, Path, int], Iterator[Done]]


def extract_paths(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    timeout: float = 120.0,
    memory: int = 2 << 30,
    ocr: Ocr = "auto",
    prune: bool = False,
    max_gone: float | None = None,
    retry_failed: bool = False,
    fresh: bool = False,
    engine: str = "local",
    address: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read every report below `paths`, one or several, into `out`: `OUT.parquet` with two files beside it, or a folder (ends in `/`).

    What the output already holds is not read again: a file counts as unchanged by size and time, else by content.
    `prune` drops what is gone from the input, `retry_failed` reads failures again, `fresh` ignores the old output.
    `max_gone`: by how many per cent the input may have fewer files than are known; None: by any number, but with `prune` by 20
    per cent or ten files.
    `jobs`: worker processes, by default as many as processors; `timeout`: seconds for a document; `memory`: bytes
    for a worker beyond what it needs to start, at least 512 MiB (Linux; 0: no limit); `ocr` as in `extract_document`.

    `engine`: `local`, or `ray` for a cluster at `address` (None: the one around, else one on this machine); the
    paths and the output's folder must then be the same on all its machines, and `jobs` counts workers of the cluster.

    Raises `UsageError` for a path that does not exist, a single folder that cannot be listed, an output of another
    name, an option out of range, more files gone than may be, or an input without a file where the output has rows
    (a mount that is not up), `OutputError` where the output cannot be written or another run is writing it; the earlier output then
    stands untouched. An interrupted run (`KeyboardInterrupt`) keeps its results for the next. What a document holds never raises.
    """
    started = monotonic()
    limits = limits_of(jobs, timeout, memory, ocr)
    earlier = Earlier(prune, max_gone, retry_failed, fresh)
    read = _engine(engine, address)
    roots = find_roots([paths] if isinstance(paths, (str, os.PathLike)) else paths)
    tell = on_progress or _nothing
    try:
        output = output_of(out)
        _refuse_own(roots, output)
        with output.work.locked():
            output.work.open(fresh=fresh)
            try:
                output.fetch()
                last, unread_errors = _read_new(roots, output, earlier, limits, read, tell)
                merging = monotonic()
                if fresh or part_files(output.work.parts) or not output.editions():
                    output.update(fresh=fresh)
                ended = monotonic()
                contents = contents_of(output.editions())
            finally:
                output.work.close()
    except OSError as error:
        raise cannot_write(error.filename or os.fspath(out), error) from error
    return Summary(
        outcomes=contents.outcomes,
        findings=contents.findings,
        errors=(*unread_errors, *contents.errors),
        kept=last.kept,
        read=last.read,
        gone=last.gone,
        absent=last.absent,
        seconds=monotonic() - started,
        writing_seconds=ended - merging,
        outputs=output.names(),
        unread=last.unread,
    )


def _refuse_own(roots: tuple[Root, ...], output: Output) -> None:
    """An output of yesterday is no report of today: `extract reports -o ./` would write into reports/."""
    for root in roots:
        path = Path(root.entry.path)
        if any(output.owns(str(folder)) for folder in (path, *path.parents)):
            raise UsageError(
                f"{root.entry.path}: 输入在输出之内 (the input lies in the output); 请另取输出名字"
            )


def _nothing(progress: Progress) -> None:
    pass


def _engine(name: str, address: str | None) -> ReadAll:
    if name == "local" and address is None:
        return read_all
    if name != "ray":
        raise UsageError(f"{name}: engine 应为 local 或 ray，address 只用于 ray (local or ray)")
    from extract.engine.cluster import on_cluster

    return on_cluster(address)


def _known_to(output: Output) -> int:
    """How many files the output has rows of; 0 where it cannot be read, which `fresh` is the way out of."""
    try:
        files = known_files([edition.files[1] for edition in output.editions()], [])
        return sum(not file.unread for file in files)
    except OutputError:
        return 0


def _read_new(
    roots: tuple[Root, ...],
    output: Output,
    earlier: Earlier,
    limits: ReadLimits,
    read: ReadAll,
    tell: Callable[[Progress], None],
) -> tuple[Progress, list[str]]:
    """Have all that is new read into part files; gives the first errors of files that could not be read, too."""
    work = output.work
    session = recover(work.parts)
    editions = [] if earlier.fresh else output.editions()
    known = known_files([edition.files[1] for edition in editions], part_files(work.parts))
    ignored = _known_to(output) if earlier.fresh else 0
    tally = Tally(work.new / "gone", session, earlier, roots, ignored)
    files = tally.seen(walk(roots, skip=lambda path: output.owns(path) or is_own_table(path)))
    items = tally.items(plan(files, known, extractor_version(), retry_failed=earlier.retry_failed))
    try:
        for done in read(chunks(items), limits, work.parts, session):
            tally.add(done)
            tell(tally.progress(done.problems))
        for problem in tally.settle(work.parts):
            tell(tally.progress((problem,)))
    finally:
        tally.close()
    last = tally.progress()
    told, written = sum(last.outcomes.values()), reports_in(work.parts, session)
    if written < told:  # a disk or share that takes what it does not keep, or shows it late to other machines
        raise OutputError(
            f"{work.parts}: 读出的 {told} 份结果中只找到 {written} 份 (results that were written are gone); 请再运行一次"
        )
    tell(last)
    return last, tally.unread_errors
