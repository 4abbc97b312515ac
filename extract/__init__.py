"""Reads 政府信息公开工作年度报告 of any file format into one checked Parquet table.

`extract_document(data, name)` reads one report from its bytes and gives a `ReportResult`; `extract_paths(paths, out)`
reads files, folders and archives into Parquet and gives a `Summary`. An `ExtractError` ends a run: `UsageError`, where
the call itself is wrong, or `OutputError`, where the output cannot be written. All are loaded at first use, so that
`import extract` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.errors import ExtractError, OutputError, UsageError
    from extract.pipeline import extract_document
    from extract.result import ReportResult
    from extract.run import extract_paths
    from extract.summary import Progress, Summary

__all__ = [
    "ExtractError",
    "OutputError",
    "Progress",
    "ReportResult",
    "Summary",
    "UsageError",
    "extract_document",
    "extract_paths",
]

_HOMES = {
    "ExtractError": "extract.errors",
    "OutputError": "extract.errors",
    "Progress": "extract.summary",
    "ReportResult": "extract.result",
    "Summary": "extract.summary",
    "UsageError": "extract.errors",
    "extract_document": "extract.pipeline",
    "extract_paths": "extract.run",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
