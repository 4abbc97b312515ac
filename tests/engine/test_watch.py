"""How a run is shown and measured: the bar, JSON lines, the summary, metrics; and its options, which command, function and manual share."""

import json
import re
from pathlib import Path
from time import monotonic, sleep

import pytest
from prometheus_client.parser import text_string_to_metric_families

from extract.cli import main
from extract.engine.messages import Problem
from extract.run import extract_paths
from extract.summary import Progress, Summary
from extract.watch import Bar, Plain
from extract.write.rows import extractor_version
from tests.engine.crawls import SOURCES
from tests.paths import ROOT


def test_json_lines_and_metrics(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    metrics = tmp_path / "nianbao.prom"
    options = ["--log-format", "json", "--metrics", str(metrics)]
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet"), *options]) == 1
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in err.splitlines()]
    assert out == ""
    assert (lines[-1]["event"], lines[-1]["version"]) == ("summary", extractor_version())
    assert {"z_empty.pdf", "m_none.html"} <= {line["source"] for line in lines if line["event"] == "document"}
    figures = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.read_text("utf-8"))
        for sample in family.samples
    }
    assert figures["nianbao_documents", "failed"] == 2
    assert figures["nianbao_build_info", extractor_version()] == 1
    assert figures["nianbao_last_run_files", "read"] == len(SOURCES) + 3
    assert figures[("nianbao_last_run_exit_code",)] == 1


def test_an_error_is_a_json_line_too(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere", "-o", str(tmp_path / "out.parquet"), "--log-format", "json"]) == 2
    assert json.loads(capsys.readouterr().err)["event"] == "error"
    words = [str(crawl), "-o", str(tmp_path / "out.parquet"), "--log-format", "json"]
    assert main([*words, "--metrics", str(crawl / "m_none.html")]) == 2
    assert json.loads(capsys.readouterr().err)["event"] == "error"
    assert (crawl / "m_none.html").read_text("utf-8") == "<p>欢迎访问</p>"


def test_the_command_offers_what_the_function_takes() -> None:
    import inspect

    from extract.cli import read

    options = {param.name for param in read.params} - {"log_format", "metrics"}
    assert options == set(inspect.signature(extract_paths).parameters) - {"on_progress"}


def test_the_manual_names_the_options_and_metrics_there_are() -> None:
    from extract.cli import read

    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    options = {option for param in read.params for option in param.opts}
    named = set(re.findall(r"(--[a-z][a-z-]+)", manual)) - {"--now", "--head"}
    assert named <= options
    assert len(named) > 8


def test_a_bugs_traceback_is_shown_above_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    watch = Bar(())
    watch(Progress(0, 1, 0, {"failed": 1}, (Problem("a.docx", "failed", "a.docx: bug", "Traceback …"),)))
    watch.close()
    assert "Traceback …" in capsys.readouterr().err


def test_on_a_terminal_a_bar_counts_the_files(crawl: Path) -> None:
    watch = Bar((str(crawl),))
    watch(Progress(1, 2, 0, {"ok": 1, "failed": 1}))
    (task,) = watch._bar.tasks
    wait = monotonic() + 10
    while task.total is None and monotonic() < wait:
        sleep(0.01)
    watch.close()
    assert (task.completed, task.total) == (3, sum(path.is_file() for path in crawl.iterdir()))
    assert "failed 1" in task.description


def test_the_summary_of_a_run_without_files_and_of_one_that_dropped_some(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def said(**outcomes: int) -> str:
        errors = tuple(f"{n}.pdf: cause" for n in range(30))
        Plain().end(Summary(outcomes, {}, errors, 0, 3, 2, 7, 1.0, 0.5, ()))
        return capsys.readouterr().err

    assert "no file in the input" in said()
    assert "去掉 2 个 (gone)，输入中已没有而行仍在 7 个 (absent; --prune)" in said(ok=3)
    assert "19.pdf: cause\n  … " in said(failed=30)
    assert "unread" not in said(failed=30)
    errors = tuple(f"{n}.pdf: cause" for n in range(30))
    Plain().end(Summary({"ok": 1}, {}, errors, 0, 3, 2, 7, 1.0, 0.5, (), unread=30))
    assert "读不到而原有的行不动 30 个 (unread)" in capsys.readouterr().err
