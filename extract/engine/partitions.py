"""An output of a folder for each year (Hive partitions), whose files have no column `year`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from extract.engine.edition import NO_YEAR, Edition, editions_there, refuse_foreign
from extract.engine.files import FileSink, LocalFiles, Sink, is_one_of
from extract.engine.report_rows import ReportRows
from extract.engine.work_folder import WorkFolder
from extract.write.rows import SCHEMAS, TABLES

_SCHEMAS = {name: SCHEMAS[name].remove(SCHEMAS[name].get_field_index("year")) for name in TABLES}


class HiveOutput(LocalFiles):
    """`DIR/cells/year=2024/part-0.parquet`, and so for `reports` and `findings`; the files have no column `year`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"{path}/"
        self.work = WorkFolder(path, "nianbao")
        path.mkdir(exist_ok=True)

    def files_of(self, year: str) -> tuple[Path, ...]:
        return tuple(self.path / table / f"year={year}" / "part-0.parquet" for table in TABLES)

    def there(self) -> list[Path]:
        return sorted(self.path.glob("*/year=*/part-0.parquet"))

    def fetch(self) -> None:
        """A user's own folder `reports` would be passed over as part of the output."""
        strange = [
            path
            for table in TABLES
            for path in (self.path / table).glob("[!.]*")
            if not path.name.startswith("year=")
        ]
        refuse_foreign((*self.there(), *strange))

    def editions(self) -> list[Edition]:
        folders = {folder.name for table in TABLES for folder in (self.path / table).glob("year=*")}
        years = [folder.partition("=")[2] for folder in sorted(folders)]
        return editions_there(self.path, [(year, self.files_of(year)) for year in years])

    def owns(self, path: str) -> bool:
        return is_one_of(path, tuple(self.path / table for table in TABLES))

    def sink(self) -> Sink:
        return _HiveSink(self)


class _HiveSink:
    def __init__(self, output: HiveOutput) -> None:
        self._output = output
        self._sinks: dict[str, FileSink] = {}

    def add(self, rows: ReportRows) -> None:
        for part in (rows,) if rows.year else _by_year(rows):
            year = part.year or NO_YEAR
            if year not in self._sinks:
                new = self._output.work.new / year
                self._sinks[year] = FileSink(new, self._output.files_of(year), _SCHEMAS)
            self._sinks[year].add(_without_year(part))

    def close(self) -> list[tuple[Path, Path]]:
        digests = [self._sinks[year].digest() for year in sorted(self._sinks)]
        return [pair for sink in self._sinks.values() for pair in sink.close(digests)]

    def abandon(self) -> None:
        for sink in self._sinks.values():
            sink.abandon()


def _by_year(rows: ReportRows) -> Iterator[ReportRows]:
    """The rows of neighbours of one year."""
    cells, reports, findings = (pa.Table.from_batches(batches) for batches, _ in rows.tables)
    years = ["" if year is None else str(year) for year in reports.column("year").to_pylist()]
    at = cell = finding = 0
    for year, group in groupby(years):
        end = at + len(list(group))
        cell_counts, finding_counts = rows.cell_counts[at:end], rows.finding_counts[at:end]
        yield ReportRows(
            cells.slice(cell, sum(cell_counts)).to_batches(),
            reports.slice(at, end - at).to_batches(),
            findings.slice(finding, sum(finding_counts)).to_batches(),
            cell_counts,
            finding_counts,
            year,
        )
        at, cell, finding = end, cell + sum(cell_counts), finding + sum(finding_counts)


def _without_year(rows: ReportRows) -> ReportRows:
    cells, reports, findings = (
        [batch.drop_columns(["year"]) if "year" in batch.schema.names else batch for batch in batches]
        for batches, _ in rows.tables
    )
    return replace(rows, cells=cells, reports=reports, findings=findings)
