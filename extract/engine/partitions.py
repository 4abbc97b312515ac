"""An output of a folder for each year (Hive partitions), whose files have no column `year`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from extract.engine.edition import NO_YEAR, Edition, edition_of, refuse_foreign
from extract.engine.files import Digest, LocalFiles, Sink, is_one_of
from extract.engine.report_rows import ReportRows
from extract.engine.work_folder import WorkFolder
from extract.errors import OutputError
from extract.write.parquet import TableWriter
from extract.write.rows import SCHEMAS, TABLES


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
        found = []
        for folder in sorted(folders):
            year = folder.partition("=")[2]
            there = [file.exists() for file in self.files_of(year)]
            if any(there) and not all(there):
                raise OutputError(f"{self.path}: 原有输出 {folder} 不全 (incomplete); 加 --fresh 重新读取")
            if all(there):
                found.append(edition_of(year, self.files_of(year)))
        return found

    def owns(self, path: str) -> bool:
        return is_one_of(path, tuple(self.path / table for table in TABLES))

    def sink(self) -> Sink:
        return _HiveSink(self)


class _HiveSink:
    def __init__(self, output: HiveOutput) -> None:
        self._output = output
        self._writers: dict[str, list[TableWriter]] = {}
        self._digest = Digest()

    def add(self, rows: ReportRows) -> None:
        for part in (rows,) if rows.year else _by_year(rows):
            year = part.year or NO_YEAR
            self._digest.add(part.reports, year)
            writers = self._of_year(year)
            for writer, (batches, counts) in zip(writers, part.tables, strict=True):
                writer.add([_without_year(batch) for batch in batches], counts)

    def close(self) -> list[tuple[Path, Path]]:
        metadata = self._digest.metadata()
        pairs = []
        for year, writers in self._writers.items():
            for writer, final in zip(writers, self._output.files_of(year), strict=True):
                writer.close(metadata)
                pairs.append((writer.path, final))
        return pairs

    def abandon(self) -> None:
        for writers in self._writers.values():
            for writer in writers:
                writer.abandon()

    def _of_year(self, year: str) -> list[TableWriter]:
        if year not in self._writers:
            folder = self._output.work.new / year
            folder.mkdir(parents=True, exist_ok=True)
            self._writers[year] = [
                TableWriter(folder / f"{name}.parquet", name, schema=_schema_without_year(SCHEMAS[name]))
                for name in TABLES
            ]
        return self._writers[year]


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


def _schema_without_year(schema: pa.Schema) -> pa.Schema:
    return schema.remove(schema.get_field_index("year"))


def _without_year(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch.drop_columns(["year"]) if "year" in batch.schema.names else batch
