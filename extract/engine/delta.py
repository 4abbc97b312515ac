"""Delta Lake tables `DIR/cells`, `DIR/reports`, `DIR/findings` that several machines may write to.

In: part files. Out: for each table one MERGE, in one transaction: rows of reports that are read again or gone are
deleted, new ones inserted, keyed on `report_id` and `source`. What makes it hard: three tables are three transactions.
The reports come last and are the state; until then the parts stay, and a second merge of them changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.engine.edition import Edition
from extract.engine.file_changes import file_changes
from extract.engine.files import FileSink, fill
from extract.engine.known_files import file_of
from extract.engine.merge import merged_rows
from extract.engine.part import part_files
from extract.engine.work_folder import WorkFolder, home_for
from extract.errors import OutputError, UsageError, one_line
from extract.write.rows import SCHEMAS, TABLES

_TRIES: Final = 5  # when another writer commits first
_ROWS: Final = 1 << 15
_ORDER: Final = ("cells", "findings", "reports")
_DELETE: Final = "nianbao_delete"


class DeltaOutput:
    """Tables in a local folder or behind a URL; credentials come from the environment."""

    def __init__(self, where: str) -> None:
        try:
            import deltalake
        except ImportError as error:
            raise UsageError('缺少组件 (not installed): pip install "nianbao[delta]"') from error
        self._deltalake = deltalake
        self._root = where.rstrip("/") if "://" in where else os.path.abspath(where)  # noqa: PTH100
        self.name = f"delta://{where}"
        self.work = WorkFolder(home_for(self._root), "delta")

    def names(self) -> tuple[str, ...]:
        return tuple(f"{self._root}/{table}" for table in TABLES)

    def owns(self, path: str) -> bool:
        return path in self.names()

    def fetch(self) -> None:
        """Copy of the tables what a run must know, as local files in the order of the files."""
        self.work.new.mkdir(parents=True, exist_ok=True)
        reports = self._table("reports")
        if reports is None:
            return
        names = [
            name for name in SCHEMAS["reports"].names if name not in ("overview", "problems", "other_matters")
        ]
        with self._access("reports"):
            rows = reports.to_pyarrow_table(columns=names)
        sources = rows.column("source").to_pylist()
        order = sorted(range(len(sources)), key=lambda row: (file_of(sources[row]), sources[row]))
        pq.write_table(rows.take(pa.array(order, pa.int64())), self._known("reports"))
        findings = self._table("findings")
        if findings is not None:
            with self._access("findings"):
                pq.write_table(findings.to_pyarrow_table(columns=["check"]), self._known("findings"))

    def editions(self) -> list[Edition]:
        files = tuple(self._known(table) for table in TABLES)
        return [Edition(None, files)] if self._known("reports").exists() else []

    def update(self, *, fresh: bool) -> None:
        folder = self.work.new / "rows"
        folder.mkdir(parents=True, exist_ok=True)
        finals = tuple(folder / f"{table}.parquet" for table in TABLES)
        changed = self._changed(fresh)
        fill(FileSink(folder, finals), merged_rows([], part_files(self.work.parts)))
        paths = dict(zip(TABLES, finals, strict=True))
        keys = self._keys(changed, paths["reports"])
        for table in _ORDER:
            self._merge(table, keys, paths[table])
        for part in part_files(self.work.parts):
            part.unlink()
        self.fetch()

    def _known(self, table: str) -> Path:
        return self.work.new / f"known_{table}.parquet"

    def _changed(self, fresh: bool) -> Callable[[str], bool]:
        if fresh:
            return lambda file: True
        files = {
            change.file
            for change in file_changes(part_files(self.work.parts))
            if change.entries or change.gone
        }
        return files.__contains__

    def _keys(self, changed: Callable[[str], bool], new: Path) -> pa.Table:
        """The reports to delete: those of changed files, and what a merge cut short may have inserted."""
        names = ["report_id", "source"]
        keys = pa.schema([(name, pa.string()) for name in names])
        tables = [pq.read_table(new, columns=names).cast(keys)]
        if self._known("reports").exists():
            old = pq.read_table(self._known("reports"), columns=names).cast(keys)
            tables.append(
                old.filter(
                    pa.array([changed(file_of(s)) for s in old.column("source").to_pylist()], pa.bool_())
                )
            )
        return pa.concat_tables(tables).group_by(names).aggregate([])

    def _merge(self, table: str, keys: pa.Table, rows: Path) -> None:
        schema = plain_schema(SCHEMAS[table])
        for attempt in range(_TRIES):
            target = self._table(table) or self._create(table, schema)
            columns = {name: f"s.{name}" for name in schema.names}
            source = pa.RecordBatchReader.from_batches(schema.append(_FLAG), _source(schema, keys, rows))
            try:
                with self._access(table):
                    target.merge(
                        source=source,
                        predicate=f"t.report_id = s.report_id AND t.source = s.source AND s.{_DELETE}",
                        source_alias="s",
                        target_alias="t",
                    ).when_matched_delete().when_not_matched_insert(
                        updates=columns, predicate=f"s.{_DELETE} = false"
                    ).execute()
                return
            except _Conflict:
                if attempt == _TRIES - 1:
                    raise OutputError(
                        f"{self.name}: 其他写入者不断抢先 (too many other writers); 请稍后重试"
                    ) from None

    def _table(self, table: str) -> Any:
        where = f"{self._root}/{table}"
        with self._access(table):
            if not self._deltalake.DeltaTable.is_deltatable(where):
                return None
            return self._deltalake.DeltaTable(where)

    def _create(self, table: str, schema: pa.Schema) -> Any:
        with self._access(table):
            return self._deltalake.DeltaTable.create(f"{self._root}/{table}", schema=schema, mode="ignore")

    @contextmanager
    def _access(self, table: str) -> Iterator[None]:
        errors = self._deltalake.exceptions
        try:
            yield
        except errors.CommitFailedError as error:
            raise _Conflict from error
        except (errors.DeltaError, OSError) as error:
            cause = one_line(error)
            raise OutputError(f"{self.name}/{table}: 无法访问 (no access: {cause})") from error


class _Conflict(Exception):  # noqa: N818 - tried again
    """Another writer committed first."""


_FLAG: Final = pa.field(_DELETE, pa.bool_())


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The types that Delta Lake has: strings for dictionaries; every column nullable."""
    return pa.schema(
        [
            pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
            for field in schema
        ]
    )


def _source(schema: pa.Schema, keys: pa.Table, rows: Path) -> Iterator[pa.RecordBatch]:
    """One row for each report to delete, then the rows to insert."""
    for batch in keys.to_batches(_ROWS):
        columns = {name: batch.column(name) for name in keys.column_names}
        arrays = [columns.get(field.name, pa.nulls(batch.num_rows, field.type)) for field in schema]
        yield pa.RecordBatch.from_arrays(
            [*arrays, pa.array([True] * batch.num_rows, pa.bool_())], schema=schema.append(_FLAG)
        )
    with pq.ParquetFile(rows) as file:
        for batch in file.iter_batches(_ROWS):
            arrays = [pc.cast(batch.column(field.name), field.type) for field in schema]
            yield pa.RecordBatch.from_arrays(
                [*arrays, pa.array([False] * batch.num_rows, pa.bool_())], schema=schema.append(_FLAG)
            )
