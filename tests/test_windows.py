"""Runs under the rules that Windows has for files and processes (`tests/windows`): most who load tables work there."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.crawls import TABLES, fresh_outputs, run

RULES = Path(__file__).parent / "windows"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the rules are told by /proc")


def _python(*args: str | Path) -> subprocess.CompletedProcess[str]:
    paths = [str(RULES), str(Path(__file__).parents[1])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run(
        [sys.executable, *map(str, args)], env=environment, capture_output=True, text=True, check=False
    )


def _run(crawl: Path, out: str | Path, *options: str, jobs: int = 1) -> None:
    done = _python("-m", "extract", crawl, "-o", out, "--jobs", str(jobs), *options)
    assert done.returncode == 1, done.stderr  # of a crawl some files of which are damaged


@pytest.mark.parametrize(("out", "jobs"), [("tables/", 1), ("out.parquet", 2)])
def test_an_output_that_another_program_has_open_is_left_and_named(
    crawl: Path, tmp_path: Path, out: str, jobs: int
) -> None:
    target = f"{tmp_path}/{out}"
    _run(crawl, target, jobs=jobs)
    if jobs > 1:
        fresh_outputs(crawl, tmp_path / "elsewhere")
        for name in TABLES:
            assert pq.read_table(tmp_path / name).equals(pq.read_table(tmp_path / "elsewhere" / name))
        assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".run")] == []
    table = next(tmp_path.glob("tables/reports/*/*") if out.endswith("/") else tmp_path.glob("out.reports.*"))
    before = table.read_bytes()
    (crawl / "new.html").write_bytes(next(crawl.glob("*.html")).read_bytes())
    with table.open("rb"):
        done = _python("-m", "extract", crawl, "-o", target, "--jobs", "1")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith(f"extract: {table}: 无法替换")
    assert table.read_bytes() == before


def test_a_run_carries_rows_over(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    run(crawl, out)
    before = set(pq.read_table(out).column("source").to_pylist())
    (removed := next(crawl.glob("*.docx"))).unlink()
    (crawl / "new.html").write_bytes(next(crawl.glob("*.html")).read_bytes())
    _run(crawl, out, "--prune")
    assert set(pq.read_table(out).column("source").to_pylist()) == before - {removed.name} | {"new.html"}


def test_a_script_needs_no_guard(crawl: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"from extract import extract_paths\nprint(extract_paths([{str(crawl)!r}], {str(tmp_path / 'out.parquet')!r}).read)",
        "utf-8",
    )
    done = _python(script)
    assert done.stdout.strip() == str(len(list(crawl.iterdir()))), done.stderr
