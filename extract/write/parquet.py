"""Parquet files: read with their checksums, and written so that the bytes depend on the rows alone.

The files are opened by Python, not by Arrow, which takes a name for UTF-8: that of a folder above may be GBK.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from extract.errors import OutputError
from extract.write.rows import SCHEMAS

# rows of a row group, at least
GROUP_ROWS: Final = {"cells": 1 << 17, "reports": 1 << 12, "findings": 1 << 16}


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


@dataclass(slots=True)
class TableWriter:
    """One Parquet file, written row group by row group; `path` appears at once and is complete after `close`.

    Row groups end at the first document that fills them, so the bytes depend on the rows alone.
    """

    path: Path
    name: str
    schema: pa.Schema = None
    _file: BinaryIO = field(init=False)
    _writer: pq.ParquetWriter = field(default=None, init=False)
    _waiting: list[pa.RecordBatch] = field(default_factory=list, init=False)
    _rows: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.schema = self.schema or SCHEMAS[self.name]
        self._file = self.path.open("wb")  # not by Arrow, which takes the name for UTF-8
        self._writer = pq.ParquetWriter(
            self._file,
            self.schema,
            compression="zstd",
            use_dictionary=True,
            write_statistics=True,
            store_schema=True,
            write_page_checksum=True,  # a bit that falls over is no other number
        )

    def add(self, batches: Iterable[pa.RecordBatch], counts: Sequence[int]) -> None:
        """Append rows: for each report as many as `counts` says. A row group ends only between two reports."""
        ends, group_rows = np.cumsum(np.asarray(counts, dtype=np.int64)), GROUP_ROWS[self.name]
        done = 0
        for batch in batches:
            start = 0
            while start < batch.num_rows:
                # the first report that fills the group ends it
                full = int(np.searchsorted(ends, done + max(1, group_rows - self._rows)))
                stop = (
                    min(batch.num_rows, start + int(ends[full]) - done)
                    if full < len(ends)
                    else batch.num_rows
                )
                self._waiting.append(batch.slice(start, stop - start))
                self._rows += stop - start
                done += stop - start
                start = stop
                if self._rows >= group_rows and full < len(ends) and done == ends[full]:
                    self._flush()

    def close(self, metadata: dict[str, str]) -> None:
        """Write what waits and the footer, with `metadata` in it."""
        if self._rows:
            self._flush()
        self._writer.add_key_value_metadata(metadata)
        self._writer.close()
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file, finished or not, also where nothing can be written any more: why is told already."""
        self._waiting = []
        with suppress(OSError):
            self._writer.close()
        self._writer.is_open = False  # else its finalizer tries once more, and prints a traceback
        with suppress(OSError):
            self._file.close()

    def _flush(self) -> None:
        try:
            table = pa.Table.from_batches(self._waiting, self.schema)
        except pa.ArrowInvalid as error:
            # of rows carried over; those of files that are still there are read again
            raise OutputError(
                f"{self.name}: 沿用的行由不兼容的版本写成 (rows carried over are of another version's columns); "
                "加 --prune 去掉输入中已没有的文件的行，或 --fresh 重新读取"
            ) from error
        self._waiting, self._rows = [], 0
        self._writer.write_table(canonical(table), row_group_size=max(1, table.num_rows))


def canonical(table: pa.Table) -> pa.Table:
    """The same rows in one chunk, dictionaries in the order of first use and without unused words."""
    return pa.Table.from_arrays(
        [_canonical_dictionary(c) if pa.types.is_dictionary(c.type) else c for c in table.columns],
        schema=table.schema,
    )


def _canonical_dictionary(column: pa.ChunkedArray) -> pa.Array:
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    codes = array.indices
    used = codes.drop_null().to_numpy(zero_copy_only=False)
    first = np.full(len(array.dictionary), len(used), dtype=np.int64)
    # of equal indices the last assignment stays: the first use
    first[used[::-1]] = np.arange(len(used) - 1, -1, -1)
    order = np.argsort(first, kind="stable")[: int((first < len(used)).sum())]
    place = np.zeros(len(first), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    new = pa.array(place).take(codes)
    return pa.DictionaryArray.from_arrays(new, array.dictionary.take(pa.array(order)))
