"""Reads 政府信息公开工作年度报告 of any file format into one checked Parquet table.

`extract_document(data, name)` reads one report from its bytes; `extract_paths(paths, out)` reads files, folders
and archives into Parquet. Both are loaded at first use, so that `import extract` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.pipeline import extract_document
    from extract.run import Summary, extract_paths

__all__ = ["Summary", "extract_document", "extract_paths"]

_HOMES = {"extract_document": "extract.pipeline", "extract_paths": "extract.run", "Summary": "extract.run"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
