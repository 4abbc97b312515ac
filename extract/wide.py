"""The cells table turned: one row a report, one column a cell, named `section.item.category`.

The columns are the same whatever the input holds: every cell of every form. A sum of money is followed by its unit,
`….unit`: some reports print 万元 and some 元. Rows are turned a batch at a time, so a table of any length fits;
a report's cells stand together in the input, and may go over a batch's end.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.atomic_file import atomic_file
from extract.check.cross_report.by_report import starts_of
from extract.engine.edition import NO_YEAR
from extract.errors import UsageError, cannot_read, cannot_write
from extract.write.parquet import footer, opened
from extract.write.rows import IDENTITY, TABLES, extractor_version
from schemas import CELLS, FORMS
from schemas.arrow import described
from schemas.forms import FormCell, is_money

BATCH_ROWS = 1 << 19  # about 2,600 reports
REPORT = ("report_id", "source", *IDENTITY)
_MARK = b"nianbao.wide"  # in the footer: the version that wrote it
_KEY = ("section", "item", "category")
_NEEDED = (*REPORT, *_KEY, "value", "unit", "status", "flags")


@cache
def cell_columns() -> Mapping[str, FormCell]:
    """The cells' columns by name: form 2021, what the older forms add, the subtotals that a report may print."""
    forms = sorted(FORMS.values(), key=lambda form: form.code, reverse=True)
    columns: dict[str, FormCell] = {}
    for cell in chain.from_iterable((*(form.cells for form in forms), *(form.head_cells for form in forms))):
        columns.setdefault(f"{cell.section}.{cell.item}.{cell.category}", cell)
    return columns


@cache
def money_columns() -> tuple[str, ...]:
    """Those of sums of money, which a column with their unit follows."""
    cells = {cell for form in FORMS.values() for cell in form.cells}
    return tuple(name for name, cell in cell_columns().items() if cell in cells and is_money(cell.unit))


def wide_schema() -> pa.Schema:
    """Identity, then the cells' values (null where none is printed), then the names of the doubtful ones."""
    return pa.schema(
        [
            *(CELLS.field(name) for name in REPORT),
            *(field for name, cell in cell_columns().items() for field in _fields(name, cell)),
            described(
                "doubtful",
                pa.list_(pa.string()),
                "存疑的列: columns whose cell has flags or is unreadable",
                nullable=False,
            ),
        ]
    )


def _fields(name: str, cell: FormCell) -> tuple[pa.Field, ...]:
    label = f"{cell.item_label}，{cell.category_label}"
    if name in money_columns():
        unit = described(f"{name}.unit", pa.string(), f"{label}：单位 unit as printed, null: not stated")
        return described(name, pa.float64(), f"{label} in the unit beside it"), unit
    return (described(name, pa.float64(), label + f"（{cell.unit}）" * bool(cell.unit)),)


def write_wide(cells: str | os.PathLike[str], out: str | os.PathLike[str]) -> int:
    """Turn the cells table `cells` into the file `out`, whole or not at all; gives the reports written.

    `cells` is the file `out.parquet` of a run, or the folder `DIR/` of a partitioned one. Raises UsageError where
    it is no cells table, OutputError where `out` cannot be written.
    """
    sources = _open(Path(cells))
    target = _target(Path(out))
    with atomic_file(target) as file:
        return _write(_reports(sources), file)


def _target(target: Path) -> Path:
    """Raises where the name is no `.parquet`, or another file than a wide table has it."""
    if target.suffix != ".parquet":
        raise UsageError(f"{target}: 输出文件名须以 .parquet 结尾 (output must end in .parquet)")
    try:
        ours = not (target.exists() or target.is_symlink()) or (
            target.is_file() and not target.is_symlink() and _MARK in footer(target)
        )
    except pa.ArrowInvalid:
        ours = False
    except OSError as error:
        raise cannot_write(target, error) from error
    if not ours:
        raise UsageError(f"{target}: 已有别的文件，不覆盖 (another file, not replaced); 请另取名字")
    return target


_Source = tuple[Path, str | None]  # a file, and the year of the folder that it lies in


def _open(cells: Path) -> list[_Source]:
    try:
        is_folder = cells.is_dir()
        if cells.exists() and not is_folder and not cells.is_file():
            raise UsageError(f"{cells}: 不是文件 (a pipe or a device)")
    except OSError as error:
        raise UsageError(f"{cells}: {cannot_read(error)}") from error
    if not is_folder:
        return [(_cells_file(cells, frozenset(_NEEDED)), None)]
    files = sorted(cells.glob("cells/year=*/part-0.parquet"))
    if not files:
        raise UsageError(f"{cells}: 文件夹中没有 cells/year=*/part-0.parquet (not an output of extract)")
    years = {table: {path.name for path in cells.glob(f"{table}/year=*")} for table in TABLES}
    if len(set(map(frozenset, years.values()))) > 1:
        raise UsageError(f"{cells}: 三张表的年份不同，输出不全 (partitions are missing)")
    needed = frozenset(_NEEDED) - {"year"}
    return [(_cells_file(file, needed), file.parent.name.partition("=")[2]) for file in files]


def _cells_file(path: Path, needed: frozenset[str]) -> Path:
    try:
        with opened(path) as source:
            names = source.schema_arrow.names
    except pa.ArrowInvalid as error:
        raise UsageError(f"{path}: 不是 Parquet 文件 (not a Parquet file)") from error
    except FileNotFoundError as error:
        raise UsageError(f"{path}: 找不到文件 (no such file)") from error
    except OSError as error:
        raise UsageError(f"{path}: {cannot_read(error)}") from error
    lacking = sorted(needed - set(names))
    if lacking:
        raise UsageError(f"{path}: 不是单元格表 (not a cells table), lacks {', '.join(lacking)}")
    return path


def _write(reports: Iterable[pa.Table], file: object) -> int:
    written = 0
    with pq.ParquetWriter(file, wide_schema(), compression="zstd", write_page_checksum=True) as writer:
        writer.add_key_value_metadata({_MARK.decode(): extractor_version()})
        for table in reports:
            turned = turn(table)
            writer.write_table(turned)
            written += turned.num_rows
    return written


def _reports(sources: Iterable[_Source]) -> Iterator[pa.Table]:
    """Pieces of the input that hold whole reports."""
    for source, year in sources:
        held = None
        for batch in _batches(source):
            read = _with_year(pa.Table.from_batches([batch]), year).select(_NEEDED)
            piece = pa.concat_tables([held, read]) if held else read
            start = starts_of(piece)[-1]
            if start:
                yield piece.slice(0, start)
            held = piece.slice(start)
        if held:
            yield held


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    try:
        with opened(path) as source:
            yield from source.iter_batches(BATCH_ROWS, columns=list(_NEEDED))
    except OSError as error:
        raise UsageError(f"单元格表已损坏 (the cells table is damaged): {error}") from error


def _with_year(table: pa.Table, year: str | None) -> pa.Table:
    if year is None:
        return table
    number = pa.scalar(None if year == NO_YEAR else int(year), pa.int16())
    return table.append_column("year", pa.repeat(number, table.num_rows))


def turn(cells: pa.Table) -> pa.Table:
    """Whole reports' cells → one row a report, in their order."""
    starts = starts_of(cells)
    report = np.zeros(cells.num_rows, dtype=np.int64)
    report[starts[1:]] = 1
    report = np.cumsum(report)
    names = tuple(cell_columns())
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
    turned = dict(zip(names, (pa.array(line, from_pandas=True) for line in values), strict=True))
    units = _text(cells["unit"]).combine_chunks()
    for name in money_columns():
        at = np.flatnonzero(column == names.index(name))
        rows = np.full(len(starts), -1)
        rows[report[at]] = at
        turned[f"{name}.unit"] = units.take(pa.array(rows, mask=rows < 0))
    identity = cells.select(REPORT).take(pa.array(starts))
    turned |= dict(zip(REPORT, identity.columns, strict=True))
    turned["doubtful"] = pa.array(doubted, pa.list_(pa.string()))
    schema = wide_schema()
    return pa.Table.from_arrays([turned[name] for name in schema.names], schema=schema)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string())


def _joined_names(cells: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(*(_text(cells[name]) for name in _KEY), ".").combine_chunks()
