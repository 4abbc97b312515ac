"""Results → Arrow record batches of the three tables of `schemas.arrow`.

What makes it hard: text of hostile files holds what UTF-8 cannot (lone surrogates), and tables more rows and columns than
a 16-bit column can count; neither may stop a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from extract.result import CellRecord, Finding, Identity, Report, ReportResult
from schemas.arrow import CELLS, FINDINGS, REPORTS

SCHEMAS: Final = {"cells": CELLS, "reports": REPORTS, "findings": FINDINGS}
TABLES: Final = ("cells", "reports", "findings")


@cache
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
