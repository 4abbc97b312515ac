"""`examples/received_and_refused.py`, the first answer that `make demo` shows."""

import shutil
import subprocess
import sys
from pathlib import Path

from extract.run import extract_paths

ROOT = Path(__file__).parents[1]
REPORT = next((ROOT / "fixtures" / "reports" / "zhanggong_education_2021_tracked_changes").glob("source.*"))


def test_a_report_published_twice_counts_once(tmp_path: Path) -> None:
    """As its tables print it: 25 applications, 17 refusals."""
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    shutil.copy(REPORT, crawl / f"page{REPORT.suffix}")
    shutil.copy(REPORT, crawl / f"attachment{REPORT.suffix}")
    extract_paths([crawl], tmp_path / "out.parquet")
    words = [sys.executable, ROOT / "examples" / "received_and_refused.py", tmp_path / "out.parquet"]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1].split()[-4:] == ["2021", "25.0", "17.0", "0"]
