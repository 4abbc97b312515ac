"""Folders of reports to run over, and what a run leaves."""

import hashlib
import os
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq

from extract.run import extract_paths
from extract.summary import Summary
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures" / "reports"
SOURCES = sorted(FIXTURES.glob("*/source.*"))
DAY = 1_700_000_000  # when all files of a crawl were last changed
TABLES = ("out.parquet", "out.reports.parquet", "out.findings.parquet")


def run(crawl: Path, out: Path | None = None, **options: object) -> Summary:
    return extract_paths([crawl], out or crawl.parent / "out.parquet", **options)  # type: ignore[arg-type]


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def reports(folder: Path) -> dict[str, dict[str, object]]:
    return {row["source"]: row for row in pq.read_table(folder / "out.reports.parquet").to_pylist()}


_WRITTEN: dict[str, dict[str, bytes]] = {}


def fresh_outputs(crawl: Path) -> dict[str, bytes]:
    """What a run writes where nothing stands. Files of the same names, bytes and times are read for it once."""
    key = hashlib.sha256()
    for path in sorted(crawl.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            key.update(f"{path.relative_to(crawl)}\n{path.stat().st_mtime_ns}\n{len(data)}\n".encode() + data)
    if key.hexdigest() not in _WRITTEN:
        with tempfile.TemporaryDirectory() as folder:
            run(crawl, Path(folder) / "out.parquet")
            _WRITTEN[key.hexdigest()] = outputs(Path(folder))
    return _WRITTEN[key.hexdigest()]


def ran(crawl: Path, folder: Path | None = None) -> dict[str, bytes]:
    """Leave what a first run leaves, for tests of what comes after it."""
    written = fresh_outputs(crawl)
    folder = folder or crawl.parent
    folder.mkdir(exist_ok=True)
    for name, data in written.items():
        (folder / name).write_bytes(data)
    return written


def put(source: Path, target: Path) -> None:
    """Copy a file, dated alike in every test."""
    shutil.copy(source, target)
    os.utime(target, (DAY, DAY))


def edition(path: Path) -> bytes:
    return pq.read_metadata(path).metadata[b"nianbao.edition"]


def rewrite(path: Path, column: str, values: list[str]) -> None:
    """Put other values into a column, the edition kept."""
    name = edition(path)
    table = pq.read_table(path)
    index = table.schema.get_field_index(column)
    table = table.set_column(index, table.schema.field(index), [values])
    with pq.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"nianbao.edition": name.decode()})


def command(crawl: Path, *options: str) -> list[str]:
    out = crawl.parent / "out.parquet"
    return [sys.executable, "-m", "extract", str(crawl), "-o", str(out), "--jobs", "2", *options]


def many(crawl: Path, copies: int) -> None:
    for number in range(copies):
        for source in SOURCES:
            put(source, crawl / f"{source.parent.name}_{number}{source.suffix}")


def wait_for_parts(crawl: Path) -> None:
    parts = crawl.parent / ".out.parquet.run" / "parts"
    end = time.monotonic() + 30
    while time.monotonic() < end and not any(path.stat().st_size for path in parts.glob("*.part")):
        time.sleep(0.01)


def change(crawl: Path, what: str) -> int:
    """Do something to the input; gives how many files are to be read."""
    docx = sorted(crawl.glob("*.docx"))
    if what == "new":
        put(docx[0], crawl / "a_first.docx")
        put(docx[1], crawl / "zz_last.docx")
        return 2
    if what == "content":
        docx[0].write_bytes(docx[1].read_bytes())
        return 1
    if what == "archive":
        with zipfile.ZipFile(crawl / "k_archive.zip", "a") as archive:
            archive.write(SOURCES[6], "more/6.docx")
        return 1
    if what == "time":
        os.utime(docx[0], (1e9, 1e9))
        os.utime(crawl / "k_archive.zip", (1e9, 1e9))
        return 2
    (crawl / "k_archive.zip").unlink()
    docx[-1].unlink()
    return 0
