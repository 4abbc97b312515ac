"""Folders of made reports to run over: distinct ones, and many by giving each copy a number."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.builder.__main__ import WRITERS, page_of

ROOT = Path(__file__).parents[1]
FORMS = ("2014", "2019", "2021")
PRINTS = sorted((ROOT / "fixtures" / "pdf").glob("*.pdf"))


def mixed(folder: Path, count: int, seed: int = 700_000) -> None:
    """`count` reports: Word, web and text in turn, no two alike, and one PDF in fifty (the committed prints)."""
    kinds = ("docx", "html", "docx", "html", "text")
    for number in range(count):
        below = folder / f"{number // 500:03d}"
        below.mkdir(parents=True, exist_ok=True)
        if number % 50 == 49:
            data = PRINTS[number // 50 % len(PRINTS)].read_bytes() + b"\n%% %d\n" % number
            (below / f"{number:06d}.pdf").write_bytes(data)
            continue
        write, extension = WRITERS[kinds[number % 5]]
        page = page_of(seed + number, FORMS[number % 3], 0.2)
        (below / f"{number:06d}.{extension}").write_bytes(write(page))


_ROWS = "".join(
    f"<tr><td>{label}</td>" + "<td>{0}</td>" * count + "</tr>"
    for label, count in (
        ("信息内容", 0),
        ("规章", 3),
        ("行政规范性文件", 3),
        ("行政许可", 1),
        ("行政处罚", 1),
        ("行政强制", 1),
        ("行政事业性收费", 1),
    )
)
_PAGE = (
    "<h1>甲县乙局{1}年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p><table>"
    + _ROWS
    + "</table>"
)


def copies(folder: Path, count: int) -> None:
    """`count` small web pages with one table; each gives all the cells of its form, most of them `missing`."""
    for number in range(count):
        below = folder / f"{number // 1000:04d}"
        if number % 1000 == 0:
            below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:07d}.html").write_bytes(_PAGE.format(number, 2021 + number % 4).encode())


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the command took: wall seconds, seconds of writing the output, peak of the parent in MB."""

    documents: int
    read: int
    seconds: float
    writing_seconds: float
    peak_mb: float


_RUN = """
import json, resource, sys
from extract import extract_paths
summary = extract_paths([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[3]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([summary.documents, summary.read, summary.seconds, summary.writing_seconds, peak]))
"""


def run(folder: Path, out: Path, jobs: int) -> Run:
    """One run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder), str(out), str(jobs)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=ROOT,
    )
    return Run(*json.loads(done.stdout))
