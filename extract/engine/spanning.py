"""The checks that span reports, in a merge: once through all rows to know them, once more to mark and write them.

`Collector` takes rows as a sink does and keeps their facts; `Marking` stands before the sink that writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa

from extract.across import Across, check_across
from extract.engine.merge import NO_YEAR, Sink, Taken, taken_of
from extract.engine.part import Rows
from extract.facts import Facts, facts_of
from extract.mark import mark_cells, mark_findings, mark_reports


def _number(year: str | None) -> int | None:
    return int(year) if year not in (None, NO_YEAR) else None


class Collector:
    """A sink that writes nothing."""

    def __init__(self) -> None:
        self._facts: list[tuple[str, int, Facts]] = []

    def add_old(self, taken: Taken, year: str | None) -> None:
        (cells, _), (reports, _), _ = taken
        for facts in facts_of(cells, reports, _number(year)):
            self._facts.append((facts.source, len(self._facts), facts))

    def add_new(self, rows: Rows, counts: Sequence[tuple[int, int]]) -> None:
        self.add_old(taken_of(rows, counts), None)

    def close(self) -> list[tuple[Path, Path]]:
        return []

    def abandon(self) -> None:
        self._facts = []

    def checked(self) -> Across:
        """The checks over all rows, in the order of their sources whatever the order they came in."""
        return check_across(facts for _, _, facts in sorted(self._facts, key=lambda entry: entry[:2]))


class Marking:
    """A sink that marks rows and passes them on."""

    def __init__(self, sink: Sink, across: Across) -> None:
        self._sink = sink
        self._across = across

    def add_old(self, taken: Taken, year: str | None) -> None:
        self._sink.add_old(self._marked(taken, year), year)

    def add_new(self, rows: Rows, counts: Sequence[tuple[int, int]]) -> None:
        marked = self._marked(taken_of(rows, counts), None)
        cells, reports, findings = (_joined(batches, rows[n].schema) for n, (batches, _) in enumerate(marked))
        found = marked[2][1]
        self._sink.add_new(
            (cells, reports, findings), [(n, more) for (n, _), more in zip(counts, found, strict=True)]
        )

    def close(self) -> list[tuple[Path, Path]]:
        return self._sink.close()

    def abandon(self) -> None:
        self._sink.abandon()

    def _marked(self, taken: Taken, year: str | None) -> Taken:
        (cells, cell_counts), (reports, report_counts), (findings, finding_counts) = taken
        found, more = mark_findings(findings, reports, self._across, _number(year))
        if more:
            counted = _counts(found, reports)
            finding_counts = [counted[key] for key in counted]
        return (
            ([mark_cells(batch, self._across) for batch in cells], cell_counts),
            ([mark_reports(batch, self._across, more) for batch in reports], report_counts),
            (found, finding_counts),
        )


def _counts(
    findings: Sequence[pa.RecordBatch], reports: Sequence[pa.RecordBatch]
) -> dict[tuple[str, str], int]:
    """How many findings each report has, also none."""
    counts = {key: 0 for batch in reports for key in _keys(batch)}
    for key in chain.from_iterable(map(_keys, findings)):
        counts[key] += 1
    return counts


def _keys(batch: pa.RecordBatch) -> list[tuple[str, str]]:
    return list(zip(batch.column("source").to_pylist(), batch.column("report_id").to_pylist(), strict=True))


def _joined(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    return pa.Table.from_batches(batches, schema).combine_chunks().to_batches()[0]
