"""Runs on machines that lack something, or allow less than most: what they write, and what they say."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from extract.discover.walk import find_roots, walk
from extract.engine import part
from extract.engine.processors import processors
from extract.engine.work_folder import sync
from extract.errors import OutputError
from extract.readers._doc.soffice import doc_to_docx
from extract.wide import write_wide
from extract.write.parquet import opened
from tests.engine.crawls import DAY, fresh_outputs, outputs, ran, run
from tests.paths import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="told of Linux, or imitated there")


RULES = {
    "linux": [],
    "macos": [str(ROOT / "tests" / "engine" / "macos")],
    "windows": [str(ROOT / "tests" / "engine" / "windows")],
}


def python(
    *args: str | Path, rules: str = "linux", before: Callable[[], None] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*RULES[rules], str(ROOT)])}
    environment |= options.pop("env", {})  # type: ignore[arg-type]
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, *map(str, args)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        preexec_fn=before,
        **options,
    )


def command(crawl: Path, out: Path, **options: object) -> subprocess.CompletedProcess[str]:
    script = out.parent / "extract.py"  # as the command that pip installs
    script.write_text("import sys\ndel sys.path[0]\nfrom extract.__main__ import run\nrun()")
    return python(script, crawl, "-o", out, "--jobs", "1", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("rules", RULES)
def test_each_system_writes_alike_and_runs_no_program_of_the_folder_one_stands_in(
    rules: str, crawl: Path, tmp_path: Path
) -> None:
    for name in ("json", "signal", "regex", "numpy", "extract"):
        (crawl / f"{name}.py").write_text("raise SystemExit('run')")
        os.utime(crawl / f"{name}.py", (DAY, DAY))
    done = command(Path(), tmp_path / "out.parquet", rules=rules, cwd=crawl)
    assert done.returncode == 1, done.stderr
    assert "regex.py: 没有年度报告的表格" in done.stderr
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_no_libreoffice_of_the_folder_one_stands_in_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n/usr/bin/touch run\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")  # as Windows looks, whatever it is
    assert doc_to_docx(b"") is None
    assert [path.name for path in tmp_path.iterdir()] == ["soffice"]


def test_a_caller_that_allows_less_memory_is_heeded(crawl: Path, tmp_path: Path) -> None:
    def allow_less() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))

    done = command(crawl, tmp_path / "out.parquet", before=allow_less)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_why_no_worker_starts_is_said(crawl: Path, tmp_path: Path) -> None:
    deep = tmp_path / ("t" * 100)  # too long a way to a socket
    deep.mkdir()
    done = command(crawl, tmp_path / "out.parquet", env={"TMPDIR": str(deep)})
    assert done.returncode == 3
    assert "workers cannot start: AF_UNIX path too long" in done.stderr


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, 8),
        ({"cpu.max": "max 100000\n"}, 8),
        ({"cpu.max": "200000 100000\n"}, 2),
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "10000 100000\n"}, 1),
        ({"cpu.max": "6400000 100000\n"}, 8),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 8),
        ({"cpu/cpu.cfs_quota_us": "300000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 3),
        ({"cpu.max": "?"}, 8),
    ],
)
def test_a_container_has_as_many_processors_as_its_quota(
    files: dict[str, str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert processors(tmp_path) == expected


def test_a_file_system_that_syncs_no_folders_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(22, "Invalid argument")

    file = tmp_path / "new"
    file.write_bytes(b"1")
    monkeypatch.setattr(os, "fsync", refuse)
    sync(tmp_path)
    with pytest.raises(OSError, match="Invalid argument"):
        sync(file)


def test_results_that_a_disk_did_not_keep_are_missed(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ran(crawl)
    (crawl / "new.html").write_bytes(next(crawl.glob("*.html")).read_bytes())
    monkeypatch.setattr(part, "part_files", lambda folder: sorted(folder.glob("*.part"))[1:])
    monkeypatch.setattr("extract.run.part_files", part.part_files)
    with pytest.raises(OutputError, match=r"1 份结果中只找到 0 份"):
        run(crawl)
    assert outputs(tmp_path) == before
    monkeypatch.undo()
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl)


FORKED_AMID_A_PDF = """
import os, sys, threading
from pathlib import Path
from extract import extract_document
from extract.readers._pdf.calls import PDFIUM

data = Path(sys.argv[1]).read_bytes()
held, forked = threading.Event(), threading.Event()

def another() -> None:
    with PDFIUM:
        held.set()
        forked.wait(2)

threading.Thread(target=another).start()
held.wait()
child = os.fork()
if not child:
    os._exit(len(extract_document(data, "a.pdf").reports))
forked.set()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_process_forked_amid_a_pdf_reads_pdfs(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(FORKED_AMID_A_PDF)
    source = ROOT / "fixtures" / "pdf" / "browser_head_cut.pdf"
    assert python("-W", "ignore", script, source).returncode == 1  # report


def test_folders_named_in_gbk_take_an_output(crawl: Path, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + "/报告".encode("gbk")))
    folder.mkdir()
    (folder / "out").mkdir()
    crawl = crawl.rename(folder / "in")
    (crawl / os.fsdecode("旧.parquet".encode("gbk"))).write_bytes(b"PAR1")
    done = command(crawl, folder / "out.parquet")
    assert done.returncode == 1, done.stderr
    run(crawl, folder / "out")
    assert run(crawl, folder / "out.parquet").read == 0
    with opened(folder / "out.reports.parquet") as table:
        sources = table.read(["source"])["source"].to_pylist()
    assert "旧.parquet" in sources
    assert write_wide(folder / "out.parquet", folder / "wide.parquet") > 10


def test_sources_are_named_alike_in_every_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("甲报告.html".encode(), "乙报告.html".encode("gbk"), b"a.html"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"")

    def found() -> list[str]:
        return [file.source for file in walk(find_roots([tmp_path]))]

    assert found() == ["a.html", "乙报告.html", "甲报告.html"]
    listed, stored = os.scandir, os.fsencode

    class Scan:
        def __init__(self, folder: str) -> None:
            self.found = [
                SimpleNamespace(
                    name=stored(entry.name).decode("gb18030", "surrogateescape"),
                    path=entry.path,
                    stat=entry.stat,
                )
                for entry in listed(folder)
            ]

        __enter__, __exit__ = (lambda self: self.found), (lambda self, *_: None)

    monkeypatch.setattr(os, "scandir", Scan)
    monkeypatch.setattr(os, "fsencode", lambda name: str(name).encode("gb18030", "surrogateescape"))
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "gb18030")
    assert found() == ["a.html", "乙报告.html", "甲报告.html"]
