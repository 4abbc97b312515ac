"""Runs under the rules that Windows has for files and processes (`windows/`): most who load tables work there."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.engine.crawls import TABLES, ran
from tests.paths import ROOT

RULES = Path(__file__).parent / "windows"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the rules are told by /proc")


def _python(*args: str | Path) -> subprocess.CompletedProcess[str]:
    paths = [str(RULES), str(ROOT)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run(
        [sys.executable, *map(str, args)], env=environment, capture_output=True, text=True, check=False
    )


def _run(crawl: Path, out: str | Path, *options: str) -> None:
    done = _python("-m", "extract", crawl, "-o", out, "--jobs", "1", *options)
    assert done.returncode == 1, done.stderr  # of a crawl some files of which are damaged


def _held(table: Path, crawl: Path, target: str | Path) -> None:
    before = table.read_bytes()
    with table.open("rb"):
        done = _python("-m", "extract", crawl, "-o", target, "--jobs", "1")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith(f"extract: {table}: 无法替换")
    assert table.read_bytes() == before


def test_partitions_that_another_program_has_open_are_left_and_named(crawl: Path, tmp_path: Path) -> None:
    target = f"{tmp_path}/tables/"
    _run(crawl, target)
    (crawl / "new.html").write_bytes(next(crawl.glob("*.html")).read_bytes())
    _held(next(tmp_path.glob("tables/reports/*/*")), crawl, target)


def test_a_script_needs_no_guard_and_its_output_is_held_and_carried_over(crawl: Path, tmp_path: Path) -> None:
    out, script = tmp_path / "out.parquet", tmp_path / "script.py"
    script.write_text(
        f"from extract import extract_paths\nprint(extract_paths([{str(crawl)!r}], {str(out)!r}, jobs=2).read)",
        "utf-8",
    )
    done = _python(script)
    assert done.stdout.strip() == str(len(list(crawl.iterdir()))), done.stderr
    ran(crawl, other := tmp_path / "other")
    for name in TABLES:
        assert pq.read_table(tmp_path / name).equals(pq.read_table(other / name))
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".run")] == []
    before = set(pq.read_table(out).column("source").to_pylist())
    (removed := next(crawl.glob("*.docx"))).unlink()
    (crawl / "new.html").write_bytes(next(crawl.glob("*.html")).read_bytes())
    _held(tmp_path / "out.reports.parquet", crawl, out)
    _run(crawl, out, "--prune")
    assert set(pq.read_table(out).column("source").to_pylist()) == before - {removed.name} | {"new.html"}
