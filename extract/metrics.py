"""The figures of a run as a file in the text format of Prometheus (`--metrics FILE.prom`)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from extract.errors import UsageError
from extract.summary import Summary
from extract.watch import say
from extract.write.rows import extractor_version

_FIRST = b"# HELP nianbao_"  # what a file of figures begins with


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

    gauge("build_info", "The version that ran last.", {extractor_version(): 1}, "version")
    gauge("last_run_timestamp_seconds", "When the last run ended.", datetime.now(UTC).timestamp())
    gauge("last_run_exit_code", "Exit code of the last run.", code)
    if summary:
        gauge("documents", "Documents in the output.", dict(summary.outcomes), "outcome")
        gauge("findings", "Findings in the output.", dict(summary.findings), "check")
        files = {name: getattr(summary, name) for name in ("kept", "read", "gone", "absent", "unread")}
        gauge("last_run_files", "Input files of the last run.", dict(files), "state")
        gauge("last_run_duration_seconds", "How long the last run took.", summary.seconds)
        gauge("last_run_writing_seconds", "How long it took to write the output.", summary.writing_seconds)
    try:
        write_to_textfile(file, registry)
    except OSError as error:
        say(f"extract: {file}: 指标无法写入 (metrics not written: {error.strerror or error})")
