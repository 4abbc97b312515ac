"""`extract_paths`: every report below the given paths into one output of three files.

The three appear together: each is written and synced under a temporary name, a journal then says that all are
whole, then they are renamed. A run killed before the journal leaves the old three; the next run finishes one
killed after it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from extract.archive import members
from extract.discover import Root, find_roots, walk
from extract.errors import OutputError, UsageError
from extract.pipeline import extract_document
from extract.reading import Ocr
from extract.result import Report, ReportResult
from extract.sniff import ARCHIVES
from extract.sniff import kind as sniff
from extract.write import TABLES, TableWriter, results_to_batches

LARGEST_FILE = 512 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `outcomes` and `findings` count the rows of the output by outcome and by check."""

    outcomes: Mapping[str, int]
    findings: Mapping[str, int]
    errors: tuple[str, ...]
    seconds: float
    outputs: tuple[str, ...]

    @property
    def documents(self) -> int:
        return sum(self.outcomes.values())

    @property
    def exit_code(self) -> int:
        """0: every document was read; 1: at least one failed or is no report."""
        return 1 if self.outcomes.get("failed", 0) or self.outcomes.get("not_a_report", 0) else 0


def _failure(source: str, error: str, size: int | None = None) -> ReportResult:
    """The row of a source that was never opened as a document."""
    return ReportResult(source, None, size, None, (Report("0" * 16, "failed", f"{source}: {error}"),))


def read_source(path: str, source: str, ocr: Ocr = "auto") -> Iterator[ReportResult]:
    """The results of one file: one, or one for each member of an archive."""
    try:
        size = Path(path).stat().st_size
        data = Path(path).read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        yield _failure(source, f"无法读取 (cannot read: {error.strerror or error})")
        return
    if size > LARGEST_FILE:
        yield _failure(source, f"文件过大 (too large: {size >> 20} MB)", size)
        return
    kind = sniff(data)
    if kind not in ARCHIVES:
        yield extract_document(data, source, ocr=ocr)
        return
    empty = True
    for member in members(data, kind):
        empty = False
        name = f"{source}!{member.name}" if member.name else source
        if member.data is None:
            yield _failure(name, member.error or "无法读取 (cannot read)")
        else:
            yield extract_document(member.data, name, ocr=ocr)
    if empty:
        yield _failure(source, "压缩包中没有文件 (empty archive)", len(data))


def _paths_of(out: str | os.PathLike[str]) -> list[Path]:
    target = Path(out)
    if target.suffix != ".parquet":
        raise UsageError(f"{out}: 输出文件名应以 .parquet 结尾 (must end in .parquet)")
    if not target.parent.is_dir():
        raise OutputError(f"{out}: 文件夹不存在 (no such folder: {target.parent}); 请先建立")
    return [target, target.with_suffix(".reports.parquet"), target.with_suffix(".findings.parquet")]


def _new(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _journal(paths: Sequence[Path]) -> Path:
    return paths[0].with_name(f".{paths[0].name}.commit")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _publish(paths: Sequence[Path]) -> None:
    """Rename what a journal calls whole; drop the half-written files of a killed run."""
    journal = _journal(paths)
    if journal.exists():
        for path in paths:
            if _new(path).exists():
                _new(path).replace(path)
        journal.unlink()
    for path in paths:
        _new(path).unlink(missing_ok=True)


def _commit(paths: Sequence[Path]) -> None:
    for path in paths:
        _sync(_new(path))
    journal = _journal(paths)
    journal.write_text("whole\n", "utf-8")
    _sync(journal)
    _publish(paths)


def extract_paths(
    paths: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    ocr: Ocr = "auto",
    on_progress: Callable[[str], None] | None = None,
) -> Summary:
    """Read every report below `paths` into `out` (ends in `.parquet`), with `.reports` and `.findings` beside it.

    `ocr` as in `extract_document`. `on_progress` is called with each source once it is read. Raises UsageError for a path that does not exist or
    an output of another name, OutputError where the output cannot be written; the earlier output then stands
    untouched. What a document holds never raises.
    """
    start = monotonic()
    outputs = _paths_of(out)
    roots = find_roots(paths)
    try:
        _publish(outputs)
        outcomes, findings, errors = _write(roots, outputs, ocr, on_progress)
        _commit(outputs)
    except OSError as error:
        raise OutputError(f"{out}: 无法写入 (cannot write: {error.strerror or error})") from error
    finally:
        if not _journal(outputs).exists():
            for path in outputs:
                _new(path).unlink(missing_ok=True)
    return Summary(outcomes, findings, tuple(errors), monotonic() - start, tuple(map(str, outputs)))


def _write(
    roots: Sequence[Root], outputs: Sequence[Path], ocr: Ocr, on_progress: Callable[[str], None] | None
) -> tuple[Counter[str], Counter[str], list[str]]:
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    errors: list[str] = []
    own = {str(path.resolve()) for path in outputs}
    writers = [TableWriter(_new(path), name) for path, name in zip(outputs, TABLES, strict=True)]
    try:
        for file in walk(roots):
            if str(Path(file.path).resolve()) in own:
                continue
            for result in read_source(file.path, file.source, ocr):
                outcomes.update(report.outcome for report in result.reports)
                findings.update(found.check for report in result.reports for found in report.findings)
                errors.extend(report.error for report in result.reports if report.error)
                batches = results_to_batches([result])
                rows = (batches.cells, batches.reports, batches.findings)
                for writer, batch in zip(writers, rows, strict=True):
                    writer.write([batch])
                    writer.cut()
            if on_progress:
                on_progress(file.source)
        for writer in writers:
            writer.close({})
    except BaseException:
        for writer in writers:
            writer.abandon()
        raise
    return outcomes, findings, errors
