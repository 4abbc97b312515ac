"""`extract_paths`: every report below the given paths into one output, which is also what the next run starts from."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import monotonic

import pyarrow as pa
import pyarrow.compute as pc

from extract.discover.inputs import InputFile, Root
from extract.discover.walk import find_roots, walk
from extract.engine.edition import is_own_table
from extract.engine.known_files import known_files, read_batches
from extract.engine.messages import Done, Item, Problem
from extract.engine.output import Output, output_of
from extract.engine.part import Entry, PartWriter, part_files, recover, reports_in
from extract.engine.plan import Gone, Kept, chunks, plan
from extract.engine.pool import Limits, read_all
from extract.engine.processors import processors
from extract.errors import OutputError, UsageError, cannot_write
from extract.reading import Ocr, check_ocr
from extract.write.rows import extractor_version

ReadAll = Callable[[Iterator[tuple[Item, ...]], Limits, Path, int], Iterator[Done]]
MOST_ERRORS = 100  # lines kept in a summary; all are in the reports table
MOST_JOBS = 1024
LONGEST_TIMEOUT = 86_400.0  # seconds
LEAST_MEMORY = 512 << 20  # bytes; with less the libraries that recognise scans die without a word
MOST_MEMORY = 1 << 50


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files of the input whose rows stand in the output (`kept`), files read, files `gone`.

    `absent`: files that the input lacks, whose rows stand as long as nobody asks to `prune` them. `outcomes` counts the reports read in this run; `problems` are those of the last step.
    """

    kept: int
    read: int
    gone: int
    outcomes: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    absent: int = 0

    @property
    def files(self) -> int:
        return self.kept + self.read


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, and what the output now holds.

    `outcomes` and `findings` count the rows of the output by outcome and by check; `errors` are its first lines,
    those of failed documents before the others.
    `kept`, `read`, `gone` and `absent` count files: carried over, read in this run, dropped with `prune`, and those
    that the input lacks, whose rows stand without it.
    """

    outcomes: Mapping[str, int]
    findings: Mapping[str, int]
    errors: tuple[str, ...]
    kept: int
    read: int
    gone: int
    absent: int
    seconds: float
    writing_seconds: float
    outputs: tuple[str, ...]

    @property
    def documents(self) -> int:
        return sum(self.outcomes.values())

    @property
    def failed(self) -> int:
        """Documents that failed or are no report."""
        return self.outcomes.get("failed", 0) + self.outcomes.get("not_a_report", 0)

    @property
    def exit_code(self) -> int:
        """0: every document was read; 1: at least one failed or is no report."""
        return 1 if self.failed else 0


def extract_paths(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    timeout: float = 120.0,
    memory: int = 2 << 30,
    ocr: Ocr = "auto",
    prune: bool = False,
    retry_failed: bool = False,
    fresh: bool = False,
    engine: str = "local",
    address: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read every report below `paths`, one or several, into `out`: `OUT.parquet` with two files beside it, or a folder (ends in `/`).

    What the output already holds is not read again: a file counts as unchanged by size and time, else by content.
    `prune` drops what is gone from the input, `retry_failed` reads failures again, `fresh` ignores the old output.
    `jobs`: worker processes, by default as many as processors; `timeout`: seconds for a document; `memory`: bytes
    for a worker beyond what it needs to start, at least 512 MiB (Linux; 0: no limit); `ocr` as in `extract_document`.

    `engine`: `local`, or `ray` for a cluster at `address` (None: the one around, else one on this machine); the
    paths and the output's folder must then be the same on all its machines, and `jobs` counts workers of the cluster.

    Raises `UsageError` for a path that does not exist, a single folder that cannot be listed, an output of another
    name, an option out of range, or `prune` where the input holds no file (a mount that is not up would take all rows
    away), `OutputError` where the output cannot be written or another run is writing it; the earlier output then
    stands untouched. An interrupted run (`KeyboardInterrupt`) keeps its results for the next. What a document holds never raises.
    """
    started = monotonic()
    limits = _limits(jobs, timeout, memory, ocr)
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
                last = _read(roots, output, limits, prune, retry_failed, fresh, tell, read)
                merging = monotonic()
                if fresh or part_files(output.work.parts) or not output.editions():
                    output.update(fresh=fresh)
                ended = monotonic()
                outcomes, findings, errors = _contents(output)
            finally:
                output.work.close()
    except OSError as error:
        raise cannot_write(error.filename or os.fspath(out), error) from error
    return Summary(
        outcomes,
        findings,
        errors,
        last.kept,
        last.read,
        last.gone,
        last.absent,
        monotonic() - started,
        ended - merging,
        output.names(),
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


def _limits(jobs: int | None, timeout: float, memory: int, ocr: Ocr) -> Limits:
    if jobs is not None and not 1 <= jobs <= MOST_JOBS:
        raise UsageError(f"jobs {jobs}: 应为 1 至 {MOST_JOBS} (must be 1 to {MOST_JOBS})")
    if not 0 < timeout <= LONGEST_TIMEOUT:  # false for nan
        raise UsageError(f"timeout {timeout:g}: 应大于 0，至多 {LONGEST_TIMEOUT:.0f} 秒 (at most a day)")
    if memory and not LEAST_MEMORY <= memory <= MOST_MEMORY:
        raise UsageError(
            f"memory {memory}: 应为 0 (不限)，或至少 512M ({LEAST_MEMORY}) (0 for no limit, or at least 512M)"
        )
    check_ocr(ocr)
    return Limits(jobs or processors(), timeout, memory, ocr)


def _read(
    roots: tuple[Root, ...],
    output: Output,
    limits: Limits,
    prune: bool,
    retry_failed: bool,
    fresh: bool,
    tell: Callable[[Progress], None],
    read: ReadAll,
) -> Progress:
    """Have all that is new read into part files."""
    work = output.work
    session = recover(work.parts)
    editions = [] if fresh else output.editions()
    known = known_files([edition.files[1] for edition in editions], part_files(work.parts))
    tally = _Tally(PartWriter(work.parts, session), prune)
    files: Iterator[InputFile] = walk(roots, skip=lambda path: output.owns(path) or is_own_table(path))
    first = next(files, None)
    if first is None and prune:
        raise UsageError(
            "输入中没有任何文件，不去掉已有的行 (no file in the input, nothing pruned); 请检查挂载"
        )
    files = chain([first] if first else [], files)
    items = tally.items(plan(files, known, extractor_version(), retry_failed=retry_failed))
    try:
        for done in read(chunks(items), limits, work.parts, session):
            tally.add(done)
            tell(tally.progress(done.problems))
    finally:
        tally.close()
    last = tally.progress()
    told, written = sum(last.outcomes.values()), reports_in(work.parts, session)
    if written < told:  # a disk or share that takes what it does not keep, or shows it late to other machines
        raise OutputError(
            f"{work.parts}: 读出的 {told} 份结果中只找到 {written} 份 (results that were written are gone); 请再运行一次"
        )
    tell(last)
    return last


class _Tally:
    """Counts what the plan says and what the workers did; notes files that are gone."""

    def __init__(self, gone: PartWriter, prune: bool) -> None:
        self._kept = self._read = self._gone = self._absent = 0
        self._outcomes: Counter[str] = Counter()
        self._writer, self._prune = gone, prune

    def items(self, planned: Iterable[Item | Kept | Gone]) -> Iterator[Item]:
        for step in planned:
            if isinstance(step, Item):
                yield step
            elif isinstance(step, Kept):
                self._kept += 1
            elif self._prune or step.unread:  # of what is gone it is no failure that it could not be opened
                self._writer.append((Entry(step.file, "gone"),), None)
                self._gone += 1
            else:
                self._absent += 1

    def add(self, done: Done) -> None:
        self._read += done.files
        self._outcomes.update(done.outcomes)

    def progress(self, problems: tuple[Problem, ...] = ()) -> Progress:
        return Progress(self._kept, self._read, self._gone, dict(self._outcomes), problems, self._absent)

    def close(self) -> None:
        self._writer.close()


def _contents(output: Output) -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    """What the output holds: outcomes, findings by check, and the first errors."""
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    errors: dict[str, list[str]] = {outcome: [] for outcome in ("failed", "not_a_report", "partial")}
    for edition in output.editions():
        _, reports, found = edition.files
        for batch in read_batches(reports, ["outcome", "error"]):
            _count(outcomes, batch.column("outcome"))
            for outcome, lines in errors.items():
                if len(lines) < MOST_ERRORS:
                    of_outcome = batch.filter(pc.equal(batch.column("outcome").cast(pa.string()), outcome))
                    lines.extend(of_outcome.column("error").drop_null().to_pylist())
        for batch in read_batches(found, ["check"]):
            _count(findings, batch.column("check"))
    return dict(outcomes), dict(findings), tuple(chain.from_iterable(errors.values()))[:MOST_ERRORS]


def _count(counter: Counter[str], column: pa.Array) -> None:
    for pair in column.value_counts().to_pylist():
        counter[pair["values"]] += pair["counts"]
