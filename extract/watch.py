"""A run seen from outside: a progress bar on a terminal, JSON lines for machines, a summary, a metrics file.

Everything goes to stderr, for stdout belongs to nobody. `Watch` is what `on_progress` of `extract_paths` wants.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import click
from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from extract.discover.walk import find_roots, walk
from extract.errors import ExtractError, UsageError
from extract.summary import Progress, Summary

MOST_ERRORS = 20
_FIRST = b"# HELP nianbao_"  # what a file of figures begins with


def say(line: str) -> None:
    """A line on stderr; where it is full or closed, what the run writes matters more."""
    with suppress(OSError):
        click.echo(line, err=True)


class Watch(Protocol):
    """Is told of every step of a run and of its end."""

    def __call__(self, progress: Progress) -> None: ...
    def end(self, summary: Summary) -> None: ...
    def fail(self, message: str, code: int) -> None: ...
    def close(self) -> None: ...


def watch_of(log_format: str, paths: Iterable[str]) -> Watch:
    """JSON lines, a progress bar if stderr is a terminal, else only the summary."""
    if log_format == "json":
        return JsonLines()
    return Bar(tuple(paths)) if sys.stderr.isatty() else Plain()


class Plain:
    """The summary, for people."""

    def __call__(self, progress: Progress) -> None:
        for problem in progress.problems:
            if problem.log:
                say(f"{problem.error}\n{problem.log}")

    def end(self, summary: Summary) -> None:
        counts = "，".join(f"{name} {count}" for name, count in sorted(summary.outcomes.items()))
        files = f"新读 {summary.read} 个文件 (files read)，沿用 {summary.kept} 个 (kept)"
        if summary.gone:
            files += f"，去掉 {summary.gone} 个 (gone)"
        if summary.absent:
            files += f"，输入中已没有而行仍在 {summary.absent} 个 (absent; --prune)"
        if not summary.documents:
            counts = "输入中没有文件 (no file in the input)"
        say(f"输出 {summary.documents} 份 (documents)：{counts}；{files}；{summary.seconds:.1f} s")
        for check, count in sorted(summary.findings.items()):
            say(f"  核查 (findings) {check}: {count}")
        for line in summary.errors[:MOST_ERRORS]:
            say(f"  {line}")
        unread = len(summary.errors) - MOST_ERRORS
        if unread > 0:
            say("  … 其余见报告表 (the rest is in the reports table)")

    def fail(self, message: str, code: int) -> None:
        say(f"extract: {message}")

    def close(self) -> None:
        pass


class Bar(Plain):
    """A progress bar with rate and time left; how many files there are is counted beside the run."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            ProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as RichProgress
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Any) -> Text:
                return Text(f"{task.speed or 0:.0f}/s")

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("读取 reading", total=None)
        self._bar.start()
        threading.Thread(target=self._count, args=(paths,), daemon=True).start()

    def __call__(self, progress: Progress) -> None:
        super().__call__(progress)  # above the bar
        bad = progress.outcomes.get("failed", 0)
        self._bar.update(
            self._task, completed=progress.files, description=f"读取 reading{f' (failed {bad})' * bool(bad)}"
        )

    def _count(self, paths: tuple[str, ...]) -> None:
        try:
            total = sum(1 for _ in walk(find_roots(paths)))
        except ExtractError:  # the run itself says so
            return
        self._bar.update(self._task, total=total)

    def close(self) -> None:
        self._bar.stop()


class JsonLines:
    """One JSON object a line: each document with a problem, the state now and then, the summary or the error."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, progress: Progress) -> None:
        for problem in progress.problems:
            _line(
                "document",
                source=problem.source,
                outcome=problem.outcome,
                error=problem.error,
                log=problem.log,
            )
        if progress.read >= 2 * self._told or progress.read - self._told >= 1000:
            self._told = max(1, progress.read)
            _line("progress", kept=progress.kept, read=progress.read, outcomes=progress.outcomes)

    def end(self, summary: Summary) -> None:
        _line(
            "summary",
            exit_code=summary.exit_code,
            documents=summary.documents,
            outcomes=summary.outcomes,
            findings=summary.findings,
            kept=summary.kept,
            read=summary.read,
            gone=summary.gone,
            absent=summary.absent,
            seconds=round(summary.seconds, 3),
            writing_seconds=round(summary.writing_seconds, 3),
        )

    def fail(self, message: str, code: int) -> None:
        _line("error", exit_code=code, message=message)

    def close(self) -> None:
        pass


def _line(event: str, **values: object) -> None:
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
    told = {name: value for name, value in values.items() if value is not None}
    say(json.dumps({**line, **told}, ensure_ascii=False))


def check_metrics(file: str) -> None:
    """Raises `UsageError` where figures cannot be written: not `.prom`, which alone is collected, no folder, another file."""
    path = Path(file)
    if path.suffix != ".prom" or not path.parent.is_dir():
        raise UsageError(f"{file}: 指标须写入已有文件夹中的 .prom 文件 (must be a .prom file in a folder)")
    if path.exists() and not (path.is_file() and _begins(path) in (b"", _FIRST)):
        raise UsageError(f"{file}: 已有别的文件，不覆盖 (another file, not replaced); 请另取名字")


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_FIRST))


def write_metrics(file: str, code: int, summary: Summary | None = None) -> None:
    """Write the run's figures in the text format of Prometheus, whole or not at all; says where they cannot be."""
    registry = CollectorRegistry()

    def gauge(name: str, text: str, values: dict[str, float] | float, label: str = "") -> None:
        metric = Gauge(f"nianbao_{name}", text, [label] if label else [], registry=registry)
        if isinstance(values, dict):
            for key, value in values.items():
                metric.labels(key).set(value)
        else:
            metric.set(values)

    gauge("last_run_timestamp_seconds", "When the last run ended.", datetime.now(UTC).timestamp())
    gauge("last_run_exit_code", "Exit code of the last run.", code)
    if summary:
        gauge("documents", "Documents in the output.", dict(summary.outcomes), "outcome")
        gauge("findings", "Findings in the output.", dict(summary.findings), "check")
        files = {name: getattr(summary, name) for name in ("kept", "read", "gone", "absent")}
        gauge("last_run_files", "Input files of the last run.", dict(files), "state")
        gauge("last_run_duration_seconds", "How long the last run took.", summary.seconds)
        gauge("last_run_writing_seconds", "How long it took to write the output.", summary.writing_seconds)
    try:
        write_to_textfile(file, registry)
    except OSError as error:
        say(f"extract: {file}: 指标无法写入 (metrics not written: {error.strerror or error})")
