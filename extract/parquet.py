"""Parquet files to read, opened by Python: Arrow takes a name for UTF-8, and that of a folder above may be GBK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq


@contextmanager
def opened(path: Path) -> Iterator[pq.ParquetFile]:
    """The file, its pages held against their checksums. Raises `pa.ArrowInvalid` where it is none, and `OSError`."""
    with path.open("rb") as file, pq.ParquetFile(file, page_checksum_verification=True) as table:
        yield table


def footer(path: Path) -> Mapping[bytes, bytes]:
    """What its writer noted. Raises as `opened` does."""
    with path.open("rb") as file:
        noted: Mapping[bytes, bytes] | None = pq.read_metadata(file).metadata
    return noted or {}
