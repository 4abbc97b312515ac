"""The cells table turned: one row a report, one column a cell, named `section.item.category`.

The columns are the same whatever the input holds: every cell of every form. Rows are turned a batch at a time,
so a table of any length fits; a report's cells stand together in the input, and may go over a batch's end.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.engine.output import three_paths
from extract.errors import OutputError, UsageError
from schemas import CELLS, FORMS

BATCH_ROWS = 1 << 19  # about 2,600 reports
IDENTITY = (
    "report_id",
    "source",
    "agency",
    "region_code",
    "province",
    "city",
    "county",
    "level",
    "kind",
    "year",
)
_KEY = ("section", "item", "category")
_NEEDED = (*IDENTITY, *_KEY, "value", "status", "flags")


@cache
def cell_columns() -> tuple[str, ...]:
    """The names of the cells' columns: form 2021, then what the older forms add, group heads included."""
    names: dict[str, None] = {}
    for form in sorted(FORMS.values(), key=lambda form: form.code, reverse=True):
        for table in form.tables:
            for block in table.blocks:
                for row in block.rows:
                    for column in block.value_columns:
                        names[f"{table.section}.{row.code}.{column.code}"] = None
    return tuple(names)


def wide_schema() -> pa.Schema:
    """Identity, then the cells' values (null where none is printed), then the names of the doubtful ones."""
    return pa.schema(
        [
            *(CELLS.field(name) for name in IDENTITY),
            *(pa.field(name, pa.float64()) for name in cell_columns()),
            pa.field("doubtful", pa.list_(pa.string()), nullable=False),
        ]
    )


def write_wide(cells: str | os.PathLike[str], out: str | os.PathLike[str]) -> int:
    """Turn the cells table in the file `cells` into the file `out`, whole or not at all; gives the reports written.

    `doubtful` lists the columns whose cell has flags or is unreadable. Raises UsageError where `cells` is no cells
    table, OutputError where `out` cannot be written.
    """
    source = _open(cells)
    target = Path(out)
    if target.suffix != ".parquet":
        raise UsageError(f"{target}: 输出文件名须以 .parquet 结尾 (output must end in .parquet)")
    if target.resolve() in {path.resolve() for path in three_paths(Path(cells))}:
        raise UsageError(f"{target}: 会覆盖输入的三个文件之一 (would overwrite the input); 请另取名字")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as file:  # not tempfile's 0600: who may read the cells may read these
            written = _write(_reports(source), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise OutputError(f"{target}: 无法写入 (cannot write): {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _open(cells: str | os.PathLike[str]) -> pq.ParquetFile:
    try:
        source = pq.ParquetFile(cells)
    except (OSError, pa.ArrowInvalid) as error:
        raise UsageError(f"{os.fspath(cells)}: 不是 Parquet 文件 (not a Parquet file)") from error
    lacking = [name for name in _NEEDED if name not in source.schema_arrow.names]
    if lacking:
        raise UsageError(f"{os.fspath(cells)}: 不是单元格表 (not a cells table), lacks {', '.join(lacking)}")
    return source


def _write(reports: Iterable[pa.Table], file: object) -> int:
    written = 0
    with pq.ParquetWriter(file, wide_schema(), compression="zstd") as writer:
        for table in reports:
            turned = turn(table)
            writer.write_table(turned)
            written += turned.num_rows
    return written


def _reports(source: pq.ParquetFile) -> Iterator[pa.Table]:
    """Pieces of the input that hold whole reports."""
    held = source.schema_arrow.empty_table().select(_NEEDED)
    for batch in source.iter_batches(BATCH_ROWS, columns=list(_NEEDED)):
        piece = pa.concat_tables([held, pa.Table.from_batches([batch]).select(_NEEDED)])
        start = int(_starts(piece)[-1])
        if start:
            yield piece.slice(0, start)
        held = piece.slice(start)
    if held.num_rows:
        yield held


def _starts(table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The first row of each report; the same file may stand twice, under two sources."""
    changed = np.ones(table.num_rows, dtype=bool)
    changed[1:] = False
    for name in ("report_id", "source"):
        column = table[name].combine_chunks()
        changed[1:] |= pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    return np.flatnonzero(changed)


def turn(cells: pa.Table) -> pa.Table:
    """Whole reports' cells → one row a report, in their order."""
    starts = _starts(cells)
    report = np.zeros(cells.num_rows, dtype=np.int64)
    report[starts[1:]] = 1
    report = np.cumsum(report)
    names = cell_columns()
    places = pc.index_in(_joined_names(cells), pa.array(names))
    if places.null_count:
        raise UsageError(
            "有不认识的代码 (unknown codes): 由另一版本写出 written by another version of nianbao"
        )
    column = places.to_numpy()
    values = np.full((len(names), len(starts)), np.nan)
    values[column, report] = cells["value"].to_numpy()
    doubtful = pc.or_(
        pc.greater(pc.list_value_length(cells["flags"]), 0), pc.equal(_text(cells["status"]), "unreadable")
    )
    doubted: list[list[str]] = [[] for _ in starts]
    for row in np.flatnonzero(doubtful.to_numpy()):
        doubted[report[row]].append(names[column[row]])
    identity = cells.select(IDENTITY).take(pa.array(starts))
    return pa.Table.from_arrays(
        [
            *identity.columns,
            *(pa.array(line, from_pandas=True) for line in values),
            pa.array(doubted, pa.list_(pa.string())),
        ],
        schema=wide_schema(),
    )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string())


def _joined_names(cells: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(*(_text(cells[name]) for name in _KEY), ".").combine_chunks()
