"""A Ray cluster of one machine gives the rows of the local engine."""

import shutil
from pathlib import Path

import pytest

from extract.run import extract_paths
from tests.paths import ROOT

ray = pytest.importorskip("ray")
FIXTURES = ROOT / "fixtures" / "reports"
TABLES = ("parquet", "reports.parquet", "findings.parquet")


@pytest.mark.filterwarnings("default")
def test_rows_are_those_of_the_local_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    folder = tmp_path / "in"
    folder.mkdir()
    for source in FIXTURES.glob("*/source.*"):
        shutil.copy(source, folder / f"{source.parent.name}{source.suffix}")
    (folder / "empty.docx").write_bytes(b"")
    here = extract_paths([folder], tmp_path / "here.parquet", jobs=2)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        there = extract_paths([folder], tmp_path / "there.parquet", jobs=2, engine="ray")
    finally:
        ray.shutdown()
    assert there.read == here.read
    for table in TABLES:
        assert (tmp_path / f"there.{table}").read_bytes() == (tmp_path / f"here.{table}").read_bytes()
