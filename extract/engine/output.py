"""Where the rows go: three Parquet files, or a folder of them for each year (Hive partitions).

In: rows in the order of the sources. Out: the new files, and which old files they replace.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from extract.discover import is_url
from extract.engine.edition import NO_YEAR, Edition, edition_of, refuse_foreign
from extract.engine.merge import merged_facts, merged_rows
from extract.engine.part import part_files
from extract.engine.spanning import checked, marked
from extract.engine.stretch import Stretch
from extract.engine.work import Work
from extract.errors import OutputError, UsageError
from extract.write import SCHEMAS, TABLES, TableWriter, extractor_version


class Sink(Protocol):
    """Takes rows and makes the new files."""

    def add(self, stretch: Stretch) -> None: ...
    def close(self) -> list[tuple[Path, Path]]: ...
    def abandon(self) -> None: ...


class Output(Protocol):
    """A kind of output: what is there, and how it takes in the results of a run."""

    name: str
    work: Work

    def fetch(self) -> None:
        """Make what is there readable as local files; raises `OutputError` for files that are not ours."""

    def editions(self) -> list[Edition]:
        """What is there; raises `OutputError` if it is not whole."""

    def update(self, *, fresh: bool) -> None:
        """Merge the part files into what is there, or into nothing; all of it or none."""

    def names(self) -> tuple[str, ...]:
        """The files or tables, for people."""

    def owns(self, path: str) -> bool:
        """True for a path that is part of the output and so no input."""


def output_of(out: str | os.PathLike[str]) -> Output:
    """The output meant by `-o`: `OUT.parquet`, a URL of such a file, `delta://DIR`, or a folder with `/` at its end.

    Raises `UsageError` for another name and `OutputError` where its folder does not exist.
    """
    text = os.fspath(out)
    if text.startswith("delta://"):
        from extract.engine.delta import DeltaOutput

        return DeltaOutput(text.removeprefix("delta://"))
    if is_url(text):
        from extract.engine.remote import RemoteOutput

        return RemoteOutput(text)
    path = Path(os.path.abspath(text))  # noqa: PTH100 - links stay as given
    is_folder = text.endswith(("/", os.sep)) or path.is_dir()
    if (not is_folder and path.suffix != ".parquet") or not text:
        raise UsageError(f"{text}: 输出应为 .parquet 文件或以 / 结尾的文件夹 (must end in .parquet or /)")
    if not path.parent.is_dir():
        raise OutputError(f"{text}: 文件夹不存在 (no such folder: {path.parent}); 请先建立")
    if is_folder and path.exists() and not path.is_dir():
        raise UsageError(f"{text}: 已有同名文件，不是文件夹 (a file, not a folder); 请换一个名字")
    return HiveOutput(path) if is_folder else FileOutput(path)


def three_paths(path: Path) -> tuple[Path, Path, Path]:
    """`out.parquet`, `out.reports.parquet`, `out.findings.parquet`."""
    return path, path.with_suffix(".reports.parquet"), path.with_suffix(".findings.parquet")


def replace_files(output: _LocalFiles, fresh: bool) -> None:
    """Write all rows of the next output and put its files in place of the old ones.

    The facts come first: what the reports say of each other is known only behind the last.
    """
    old = [] if fresh else output.editions()
    parts = part_files(output.work.parts)
    across = checked(merged_facts(old, parts), output.work.new)
    files = fill(output.sink(), (marked(stretch, across) for stretch in merged_rows(old, parts)))
    finals = {final for _, final in files}
    output.work.commit(files, [file for file in output.there() if file not in finals])


def fill(sink: Sink, stretches: Iterable[Stretch]) -> list[tuple[Path, Path]]:
    """Write these rows; gives the new files, each with its final path."""
    try:
        for stretch in stretches:
            sink.add(stretch)
        return sink.close()
    except BaseException:
        sink.abandon()
        raise


def _is_one_of(path: str, own: tuple[Path, ...]) -> bool:
    """True for a path to one of our own files, be it through links; asked for every input file."""
    name = os.path.basename(path)  # noqa: PTH119 - a tenth of the time
    return any(name == file.name and os.path.realpath(path) == os.path.realpath(file) for file in own)


@dataclass(slots=True)
class _Digest:
    """The name of an edition: the same for the same reports read by the same version."""

    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, reports: Iterable[pa.RecordBatch]) -> None:
        for batch in reports:
            pairs = zip(
                batch.column("report_id").to_pylist(), batch.column("source").to_pylist(), strict=True
            )
            self._hash.update("".join(f"{identifier} {source}\n" for identifier, source in pairs).encode())

    def metadata(self) -> dict[str, str]:
        self._hash.update(extractor_version().encode())
        return {"nianbao.edition": self._hash.hexdigest()[:16]}


# --- three files ------------------------------------------------------------------------------------------


class _LocalFiles(ABC):
    """What all outputs of local files do alike."""

    work: Work

    @abstractmethod
    def there(self) -> list[Path]:
        """The files that exist."""

    @abstractmethod
    def editions(self) -> list[Edition]: ...

    @abstractmethod
    def sink(self) -> Sink: ...

    def fetch(self) -> None:
        refuse_foreign(self.there())

    def update(self, *, fresh: bool) -> None:
        replace_files(self, fresh)

    def names(self) -> tuple[str, ...]:
        return tuple(map(str, self.there()))


class FileOutput(_LocalFiles):
    """`out.parquet` and the two beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.work = Work(path.parent, path.name)

    def there(self) -> list[Path]:
        return [file for file in three_paths(self.path) if file.exists() or file.is_symlink()]

    def editions(self) -> list[Edition]:
        files = three_paths(self.path)
        there = [file.exists() for file in files]
        if any(there) and not all(there):
            absent = ", ".join(file.name for file, found in zip(files, there, strict=True) if not found)
            raise OutputError(f"{self.path}: 原有输出不全，缺少 {absent} (incomplete); 加 --fresh 重新读取")
        return [edition_of(None, files)] if all(there) else []

    def owns(self, path: str) -> bool:
        return _is_one_of(path, three_paths(self.path))

    def sink(self) -> Sink:
        return FileSink(self.work.new, three_paths(self.path))


class FileSink:
    def __init__(self, folder: Path, finals: tuple[Path, ...]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._pairs = [(folder / final.name, final) for final in finals]
        self._writers = [TableWriter(new, name) for (new, _), name in zip(self._pairs, TABLES, strict=True)]
        self._digest = _Digest()

    def add(self, stretch: Stretch) -> None:
        self._digest.add(stretch.reports)
        for writer, (batches, counts) in zip(self._writers, stretch.tables, strict=True):
            writer.add(batches, counts)

    def close(self) -> list[tuple[Path, Path]]:
        metadata = self._digest.metadata()
        for writer in self._writers:
            writer.close(metadata)
        return self._pairs

    def abandon(self) -> None:
        for writer in self._writers:
            writer.abandon()


# --- partitions by year -----------------------------------------------------------------------------------


class HiveOutput(_LocalFiles):
    """`DIR/cells/year=2024/part-0.parquet`, and so for `reports` and `findings`; the files have no column `year`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"{path}/"
        self.work = Work(path, "nianbao")
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
        return _is_one_of(path, tuple(self.path / table for table in TABLES))

    def sink(self) -> Sink:
        return _HiveSink(self)


class _HiveSink:
    def __init__(self, output: HiveOutput) -> None:
        self._output = output
        self._writers: dict[str, list[TableWriter]] = {}
        self._digest = _Digest()

    def add(self, stretch: Stretch) -> None:
        self._digest.add(stretch.reports)
        for part in (stretch,) if stretch.year else _by_year(stretch):
            writers = self._of_year(part.year or NO_YEAR)
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


def _by_year(stretch: Stretch) -> Iterator[Stretch]:
    """The rows of neighbours of one year."""
    cells, reports, findings = (pa.Table.from_batches(batches) for batches, _ in stretch.tables)
    years = ["" if year is None else str(year) for year in reports.column("year").to_pylist()]
    at = cell = finding = 0
    for year, group in groupby(years):
        end = at + len(list(group))
        cell_counts, finding_counts = stretch.cell_counts[at:end], stretch.finding_counts[at:end]
        yield Stretch(
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
