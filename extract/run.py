"""`extract_paths`: everything below the given paths into one output."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from extract.discover import find_roots, walk
from extract.errors import OutputError, UsageError
from extract.pipeline import extract_document
from extract.write import TABLES, TableWriter, results_to_batches


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `outcomes` and `findings` count the rows of the output by outcome and by check."""

    outcomes: Mapping[str, int]
    findings: Mapping[str, int]
    seconds: float
    outputs: tuple[str, ...]
    read: int = 0
    carried: int = 0

    @property
    def documents(self) -> int:
        return sum(self.outcomes.values())

    @property
    def failed(self) -> int:
        return self.outcomes.get("failed", 0)

    @property
    def not_reports(self) -> int:
        return self.outcomes.get("not_a_report", 0)

    @property
    def exit_code(self) -> int:
        """0: every document was read; 1: at least one failed or is no report."""
        return 1 if self.failed or self.not_reports else 0


def extract_paths(
    paths: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    timeout: float = 60.0,
    memory: int = 2 << 30,
    prune: bool = False,
    retry_failed: bool = False,
    fresh: bool = False,
    engine: str = "local",
    address: str | None = None,
    ocr: str = "auto",
    metrics: str | os.PathLike[str] | None = None,
    on_progress: Callable[[object], None] | None = None,
) -> Summary:
    """Read every report below `paths` into `out` (ends in `.parquet`), with `.reports` and `.findings` beside it."""
    start = monotonic()
    target = Path(out)
    if target.suffix != ".parquet":
        raise UsageError(f"{out}: 输出文件名应以 .parquet 结尾 (must end in .parquet)")
    stem = target.with_suffix("")
    finals = [target, Path(f"{stem}.reports.parquet"), Path(f"{stem}.findings.parquet")]
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    roots = find_roots(paths)
    try:
        writers = [
            TableWriter(final.with_name(f".{final.name}.new"), name)
            for final, name in zip(finals, TABLES, strict=True)
        ]
        for file in walk(roots):
            result = extract_document(Path(file.path).read_bytes(), file.source)
            outcomes.update(report.outcome for report in result.reports)
            findings.update(finding.check for report in result.reports for finding in report.findings)
            batches = results_to_batches([result])
            for writer, batch in zip(
                writers, (batches.cells, batches.reports, batches.findings), strict=True
            ):
                writer.write([batch])
                writer.cut()
        for writer, final in zip(writers, finals, strict=True):
            writer.close({})
            writer.path.replace(final)
    except OSError as error:
        raise OutputError(f"{out}: 无法写入 (cannot write: {error})") from error
    return Summary(outcomes, findings, monotonic() - start, tuple(map(str, finals)))
