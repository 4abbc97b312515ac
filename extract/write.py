"""Results to Arrow batches, and batches to Parquet files that are the same bytes however the rows were grouped.

In: `ReportResult`s. Out: record batches of the three tables of `schemas.arrow`, and a writer that cuts row groups
where the rows say, not where the batches end. What makes it hard: text of hostile files holds what UTF-8 cannot
(lone surrogates) and counts that a 16-bit column cannot; neither may stop a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from extract.errors import OutputError
from extract.result import CellRecord, Finding, Identity, Report, ReportResult
from schemas.arrow import CELLS, FINDINGS, REPORTS

# rows of a row group, at least
GROUP_ROWS: Final = {"cells": 1 << 17, "reports": 1 << 12, "findings": 1 << 16}
SCHEMAS: Final = {"cells": CELLS, "reports": REPORTS, "findings": FINDINGS}
TABLES: Final = ("cells", "reports", "findings")


def extractor_version() -> str:
    """The version that stands in every row; rows of another version are read again."""
    try:
        return version("nianbao")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0"


class Rows(NamedTuple):
    """Rows of the three tables, in the order of `TABLES`."""

    cells: pa.RecordBatch
    reports: pa.RecordBatch
    findings: pa.RecordBatch


@dataclass(frozen=True, slots=True)
class Origin:
    """The input file of a document: itself, or the archive it lies in, whose size and SHA-256 are then given.

    `stamp`: time of its last change in microseconds, 0 where it is unknown.
    """

    stamp: int = 0
    archive_bytes: int | None = None
    archive_sha256: str | None = None


def results_to_batches(results: Iterable[ReportResult], origins: Iterable[Origin] | None = None) -> Rows:
    """The rows of these results, in their order; the cells of a report in the form's order.

    `origins`: the input file of each result.
    """
    results = tuple(results)
    origins = tuple(origins) if origins is not None else (Origin(),) * len(results)
    pairs = [(result, report) for result in results for report in result.reports]
    files = [origin for result, origin in zip(results, origins, strict=True) for _ in result.reports]
    return Rows(_cells_batch(pairs), _reports_batch(pairs, files), _findings_batch(pairs))


Pairs = list[tuple[ReportResult, Report]]
IDENTITY = tuple(Identity.__dataclass_fields__)
_FINDING_FIELDS = tuple(Finding.__dataclass_fields__)


def _cells_batch(pairs: Pairs) -> pa.RecordBatch:
    counts = [len(report.cells) for _, report in pairs]
    records = chain.from_iterable(report.cells for _, report in pairs)
    columns = _shared_columns(pairs, counts, CELLS) | _record_columns(records, CellRecord._fields, CELLS)
    return pa.RecordBatch.from_arrays([columns[name] for name in CELLS.names], schema=CELLS)


def _findings_batch(pairs: Pairs) -> pa.RecordBatch:
    counts = [len(report.findings) for _, report in pairs]
    records = chain.from_iterable(report.findings for _, report in pairs)
    columns = _shared_columns(pairs, counts, FINDINGS) | _record_columns(
        map(attrgetter(*_FINDING_FIELDS), records), _FINDING_FIELDS, FINDINGS
    )
    return pa.RecordBatch.from_arrays([columns[name] for name in FINDINGS.names], schema=FINDINGS)


def _shared_columns(pairs: Pairs, counts: Sequence[int], schema: pa.Schema) -> dict[str, pa.Array]:
    """What all rows of a report share, built once a report and repeated."""
    rows = pa.array(np.repeat(np.arange(len(pairs), dtype=np.int32), counts))
    values = {
        "report_id": [report.report_id for _, report in pairs],
        "source": [result.source for result, _ in pairs],
        **{name: [getattr(report.identity, name) for _, report in pairs] for name in IDENTITY},
    }
    return {
        name: _array(column, schema.field(name).type).take(rows)
        for name, column in values.items()
        if name in schema.names
    }


def _record_columns(
    records: Iterable[tuple[Any, ...]], names: tuple[str, ...], schema: pa.Schema
) -> dict[str, pa.Array]:
    columns = list(zip(*records, strict=True)) or [()] * len(names)
    return {
        name: _array(column, schema.field(name).type)
        for name, column in zip(names, columns, strict=True)
        if name in schema.names
    }


def _reports_batch(pairs: Pairs, files: Sequence[Origin]) -> pa.RecordBatch:
    written_by = extractor_version()
    columns: dict[str, list[Any]] = {
        "report_id": [report.report_id for _, report in pairs],
        "source": [result.source for result, _ in pairs],
        "sha256": [result.sha256 for result, _ in pairs],
        "bytes": [result.bytes for result, _ in pairs],
        "modified": [origin.stamp or None for origin in files],
        "archive_bytes": [origin.archive_bytes for origin in files],
        "archive_sha256": [origin.archive_sha256 for origin in files],
        "format": [result.format for result, _ in pairs],
        **{name: [getattr(report, name) for _, report in pairs] for name in ("outcome", "error", "form")},
        **{name: [getattr(report.identity, name) for _, report in pairs] for name in IDENTITY},
        **{name: [getattr(report, name) for _, report in pairs] for name in ("title", "published", "pages")},
        "cells_reported": [sum(cell.status == "reported" for cell in report.cells) for _, report in pairs],
        "findings": [len(report.findings) for _, report in pairs],
        "reader": [report.reader for _, report in pairs],
        "extractor_version": [written_by] * len(pairs),
        "duplicate_of": [None] * len(pairs),
        "overview": [report.sections.overview for _, report in pairs],
        "problems": [report.sections.problems for _, report in pairs],
        "other_matters": [report.sections.other_matters for _, report in pairs],
    }
    return pa.RecordBatch.from_arrays(
        [_array(columns[field.name], field.type) for field in REPORTS], schema=REPORTS
    )


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return _plain_array(values, kind)
    except (pa.ArrowInvalid, OverflowError):  # row 40000 of a table: the place is lost, the number is not
        bound = 1 << (kind.bit_width - 1)
        return pa.array([v if v is not None and -bound <= v < bound else None for v in values], kind)
    except UnicodeEncodeError:  # half a character, from a broken file or file name
        return _plain_array([_encodable(value) for value in values], kind)


def _plain_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, kind)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return tuple(map(_encodable, value)) if isinstance(value, tuple) else value


# --- Parquet ----------------------------------------------------------------------------------------------


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
