"""Rows of the output → what the checks across reports need of each report: some 1,300 bytes, whatever the report.

In: batches of cells and of reports that belong together, in the same order. Out: a batch of `FACTS`, a row a report.
Worked out with arrays: by the worker for the reports it reads, by the merge for those of an earlier output.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from extract.check.cross_report.by_report import ReportKey, spans
from extract.flags import CHECK
from extract.result import PRINTED
from normalize.agency_key import agency_key
from schemas.forms import FORMS

CATEGORIES = tuple(cell.category for cell in FORMS["2021"].by_section["requests"].cells if cell.item == "new")
CELL = np.dtype([("place", "<u2"), ("number", "<u4")])
_IN_YUAN = {
    "千元": 1_000,
    "万元": 10_000,
    "万": 10_000,
    "亿元": 100_000_000,
}  # 9.5万元 and 95000元 are one sum
_MIX = np.uint64(0x9E3779B97F4A7C15)

Codes = npt.NDArray[np.int64]
Place = tuple[str, str, str]  # section, item, category

FACTS = pa.schema(
    [
        pa.field("source", pa.string()),
        pa.field("report_id", pa.string()),
        pa.field("sha256", pa.string()),
        pa.field("key", pa.string()),
        pa.field("year", pa.int16()),
        pa.field("carried_in", pa.binary(8 * len(CATEGORIES))),
        pa.field("carried_out", pa.binary(8 * len(CATEGORIES))),
        pa.field("cells", pa.binary()),
    ]
)
CELL_COLUMNS = ("source", "report_id", "section", "item", "category", "value", "unit", "status", "flags")
REPORT_COLUMNS = ("source", "report_id", "sha256", "agency", "region_code", "level", "year")


@dataclass(frozen=True, slots=True)
class Facts:
    """One row of `FACTS`. `key` and `year` are None where they are not sure.

    `carried_in`, `carried_out`: a double for each of CATEGORIES, NaN where not printed. `cells`: an array of CELL, for
    each cell that is read without doubt its place in `form_places()` and a digest of its number.
    """

    source: str
    report_id: str
    sha256: str | None
    key: str | None
    year: int | None
    carried_in: bytes
    carried_out: bytes
    cells: bytes


@cache
def form_places() -> dict[Place, int]:
    """The cells of all forms, numbered."""
    cells = dict.fromkeys(
        (cell.section, cell.item, cell.category) for form in FORMS.values() for cell in form.cells
    )
    return {cell: place for place, cell in enumerate(cells)}


def facts_of(
    cells: Sequence[pa.RecordBatch], reports: Sequence[pa.RecordBatch], year: int | None = None
) -> pa.RecordBatch:
    """The facts of these reports, in their order. `year` stands for all where the tables have no such column."""
    listed = [row for batch in reports for row in _identities(batch, year)]
    carried_in, carried_out, numbers = _numbers(cells, [(row["source"], row["report_id"]) for row in listed])
    keys = [
        agency_key(row["agency"], row["region_code"], row["level"]) if len(its) else None
        for row, its in zip(listed, numbers, strict=True)
    ]
    columns = {
        "key": keys,
        "carried_in": [its.tobytes() for its in carried_in],
        "carried_out": [its.tobytes() for its in carried_out],
        "cells": [its.tobytes() for its in numbers],
    }
    return pa.RecordBatch.from_arrays(
        [
            pa.array(columns.get(field.name) or [row[field.name] for row in listed], field.type)
            for field in FACTS
        ],
        schema=FACTS,
    )


def facts_rows(facts: pa.Table) -> list[Facts]:
    """The rows of a table of `FACTS`."""
    return [Facts(*row) for row in zip(*(column.to_pylist() for column in facts.columns), strict=True)]


def _identities(reports: pa.RecordBatch, year: int | None) -> list[dict[str, Any]]:
    names = [name for name in REPORT_COLUMNS if name in reports.schema.names]
    return [{"year": year} | row for row in reports.select(names).to_pylist()]


# arrays, one entry a cell: its report's number, its place, its value, and whether it counts
_Cells = tuple[Codes, Codes, npt.NDArray[np.float64], npt.NDArray[np.bool_]]


def _numbers(
    cells: Sequence[pa.RecordBatch], keys: Sequence[ReportKey]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], list[npt.NDArray[np.void]]]:
    carried_in, carried_out = (np.full((len(keys), len(CATEGORIES)), np.nan) for _ in range(2))
    found: list[npt.NDArray[np.void]] = [np.empty(0, CELL)] * len(keys)
    numbers = {key: number for number, key in enumerate(keys)}
    parts = [_columns(batch, numbers) for batch in cells if batch.num_rows]
    if not parts:
        return carried_in, carried_out, found
    report, place, value, certain = map(np.concatenate, zip(*parts, strict=True))
    for item, carried in (("carried_in", carried_in), ("carried_out", carried_out)):
        for number, category in enumerate(CATEGORIES):
            chosen = (place == form_places()["requests", item, category]) & certain
            carried[report[chosen], number] = value[chosen]
    bits = (value + 0.0).view(np.uint64)
    mixed = (bits ^ (bits >> np.uint64(29))) * _MIX
    group = report * (len(form_places()) + 1) + place
    groups, inverse = np.unique(group, return_inverse=True)
    digest = np.zeros(len(groups), np.uint64)
    np.add.at(digest, inverse, mixed ^ (mixed >> np.uint64(32)))
    doubtful = np.zeros(len(groups), np.bool_)
    np.logical_or.at(doubtful, inverse, ~certain)
    of_report, places = np.divmod(groups, len(form_places()) + 1)
    known = ~doubtful & (places < len(form_places()))
    table = np.empty(len(groups), CELL)
    table["place"], table["number"] = places, digest & np.uint64(0xFFFFFFFF)
    bounds = np.searchsorted(of_report, np.arange(len(keys) + 1))  # groups ascend, so reports do
    for number, (start, stop) in enumerate(pairwise(bounds)):
        found[number] = table[start:stop][known[start:stop]]
    return carried_in, carried_out, found


def _columns(batch: pa.RecordBatch, numbers: dict[ReportKey, int]) -> _Cells:
    # a blank counts as 0
    counted = _codes(batch.column("status"), dict.fromkeys(PRINTED, 1)).astype(np.bool_)
    return (
        _report_numbers(batch, numbers),
        cell_places(batch),
        _amounts(batch),
        counted & ~_flagged(batch.column("flags")),
    )


def _amounts(batch: pa.RecordBatch) -> npt.NDArray[np.float64]:
    """The values, sums of money in 元, to the hundredth; those of nothing are 0."""
    values = np.nan_to_num(batch.column("value").to_numpy(zero_copy_only=False))
    scales = _codes(batch.column("unit"), _IN_YUAN)
    amounts: npt.NDArray[np.float64] = np.where(scales > 0, np.round(values * scales, 2), values)
    return amounts


def _report_numbers(batch: pa.RecordBatch, numbers: dict[ReportKey, int]) -> Codes:
    """The number of each cell's report."""
    found = spans(batch)
    of_span = np.array([numbers[key] for key, _, _ in found], np.int64)
    repeated: Codes = np.repeat(of_span, [stop - start for _, start, stop in found])
    return repeated


def _encoded(column: pa.Array) -> tuple[list[str], Codes]:
    """The words of a column, and for each row the place of its own; -1 for none."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.fill_null(-1).to_numpy().astype(np.int64)


def _codes(column: pa.Array, known: dict[str, int]) -> Codes:
    """The numbers of known words, 0 for others and for none."""
    words, indices = _encoded(column)
    return np.array([*(known.get(word, 0) for word in words), 0], np.int64)[indices]


def cell_places(batch: pa.RecordBatch) -> Codes:
    """The place of each cell; `len(form_places())` for those of no form."""
    words, codes = zip(
        *(_encoded(batch.column(name)) for name in ("section", "item", "category")), strict=True
    )
    at = [{word: number for number, word in enumerate(known)} for known in words]
    table = np.full([len(known) + 1 for known in words], len(form_places()), np.int64)
    for cell, place in form_places().items():
        if all(word in known for word, known in zip(cell, at, strict=True)):
            table[tuple(known[word] for word, known in zip(cell, at, strict=True))] = place
    found: Codes = table[codes]
    return found


def _flagged(flags: pa.Array) -> npt.NDArray[np.bool_]:
    """Whether a cell was read with doubt: it carries a flag that is not that of a check."""
    doubts = ~pc.starts_with(flags.flatten(), CHECK).to_numpy(zero_copy_only=False).astype(np.bool_)
    found = np.zeros(len(flags), np.bool_)
    found[pc.list_parent_indices(flags).to_numpy(zero_copy_only=False)[doubts]] = True
    return found
