"""`examples/received_and_refused.py`, the first answer that `make demo` shows."""

import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from extract.run import extract_paths
from tests.builder import Mess, lay_out, make_report
from tests.builder.grid import Paragraph
from tests.builder.html import to_html
from tests.paths import ROOT

REPORT = next((ROOT / "fixtures" / "reports" / "zhanggong_education_2021_tracked_changes").glob("source.*"))


def test_a_report_published_twice_counts_once(tmp_path: Path) -> None:
    """As its tables print it: 25 applications, 17 refusals; of a report that lost table 三, none of either."""
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    shutil.copy(REPORT, crawl / f"page{REPORT.suffix}")
    shutil.copy(REPORT, crawl / f"attachment{REPORT.suffix}")
    page = lay_out(make_report(random.Random(1), "2021", year=2022), Mess())
    blocks = tuple(
        block for block in page.blocks if "本年新收" not in str(block) or isinstance(block, Paragraph)
    )
    (crawl / "no_table.html").write_bytes(to_html(replace(page, blocks=blocks)))
    extract_paths([crawl], tmp_path / "out.parquet", jobs=1)
    words = [sys.executable, ROOT / "examples" / "received_and_refused.py", tmp_path / "out.parquet"]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    lines = {line.split()[-4]: line.split()[-3:] for line in shown.splitlines()[2:]}
    assert lines == {"2021": ["25", "17", "0"], "2022": ["—", "—", "9"]}
