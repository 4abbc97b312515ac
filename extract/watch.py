"""How a run is shown while it goes on and at its end, on stderr: a progress bar, JSON lines, or only a summary.

A `Watch` is what `on_progress` of `extract_paths` calls.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Protocol

import click

from extract.discover.walk import find_roots, walk
from extract.errors import ExtractError
from extract.summary import Progress, Summary
from extract.write.rows import extractor_version

MOST_ERRORS = 20


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
        if summary.unread:
            files += f"，读不到而原有的行不动 {summary.unread} 个 (unread)"
        if not summary.documents:
            counts = "输入中没有文件 (no file in the input)"
        say(f"输出 {summary.documents} 份 (documents)：{counts}；{files}；{summary.seconds:.1f} s")
        for check, count in sorted(summary.findings.items()):
            say(f"  核查 (findings) {check}: {count}")
        for line in summary.errors[:MOST_ERRORS]:
            say(f"  {line}")
        unread = len(summary.errors) - MOST_ERRORS
        if unread > 0:
            rest = "  … 其余见报告表 (the rest is in the reports table)"
            say(f"{rest}；unread 的见 --log-format json" if summary.unread else rest)

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
            version=extractor_version(),
            exit_code=summary.exit_code,
            documents=summary.documents,
            outcomes=summary.outcomes,
            findings=summary.findings,
            kept=summary.kept,
            read=summary.read,
            gone=summary.gone,
            absent=summary.absent,
            unread=summary.unread,
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
