"""One file read in this process, as a run's worker reads it: a document, or each member of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extract.archive import members
from extract.engine.task import failure
from extract.pipeline import extract_document
from extract.result import ReportResult
from extract.sniff import ARCHIVES, kind_of


def read_source(path: str, source: str) -> Iterator[ReportResult]:
    data = Path(path).read_bytes()
    found = kind_of(data)
    if found not in ARCHIVES:
        yield extract_document(data, source)
        return
    empty = True
    for member in members(data, found):
        empty = False
        name = f"{source}!{member.name}" if member.name else source
        if member.data is None:
            yield failure(name, member.error or "无法读取 (cannot read)")
        else:
            yield extract_document(member.data, name)
    if empty:
        yield failure(source, "压缩包中没有文件 (empty archive)", len(data))
