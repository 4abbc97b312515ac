"""An output of three Parquet files, and what it has in common with one of partitions.

In: rows in the order of the sources. Out: the new files, and which old files they replace.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from extract.check.cross_report.by_report import report_keys
from extract.engine.cross_report import cross_report_checks, with_cross_report_checks
from extract.engine.edition import Edition, edition_footer, editions_there, refuse_foreign
from extract.engine.merge import merged_facts, merged_rows
from extract.engine.part import part_files
from extract.engine.report_rows import ReportRows
from extract.engine.work_folder import WorkFolder
from extract.write.parquet import TableWriter
from extract.write.rows import SCHEMAS, TABLES, extractor_version

ENDS = (".parquet", ".reports.parquet", ".findings.parquet")  # of their names, in the order of `TABLES`


class Sink(Protocol):
    """Takes rows and makes the new files."""

    def add(self, rows: ReportRows) -> None: ...
    def close(self) -> list[tuple[Path, Path]]: ...
    def abandon(self) -> None: ...


def three_paths(path: Path) -> tuple[Path, ...]:
    """`out.parquet`, `out.reports.parquet`, `out.findings.parquet`."""
    return tuple(path.with_suffix(end) for end in ENDS)


def fill(sink: Sink, batches: Iterable[ReportRows]) -> list[tuple[Path, Path]]:
    """Write these rows; gives the new files, each with its final path."""
    try:
        for rows in batches:
            sink.add(rows)
        return sink.close()
    except BaseException:
        sink.abandon()
        raise


def is_one_of(path: str, own: tuple[Path, ...]) -> bool:
    """True for a path to one of our own files, be it through links; asked for every input file."""
    name = os.path.basename(path)  # noqa: PTH119 - a tenth of the time
    return any(name == file.name and os.path.realpath(path) == os.path.realpath(file) for file in own)


class LocalFiles(ABC):
    """What all outputs of local files do alike."""

    work: WorkFolder

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
        """Write all rows of the next output and put its files in place of the old ones.

        The facts come first: what the reports say of each other is known only behind the last.
        """
        old = [] if fresh else self.editions()
        parts = part_files(self.work.parts)
        cross = cross_report_checks(merged_facts(old, parts), self.work.new)
        files = fill(self.sink(), (with_cross_report_checks(rows, cross) for rows in merged_rows(old, parts)))
        finals = {final for _, final in files}
        self.work.commit(files, [file for file in self.there() if file not in finals])

    def names(self) -> tuple[str, ...]:
        return tuple(map(str, self.there()))


class FileOutput(LocalFiles):
    """`out.parquet` and the two beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.work = WorkFolder(path.parent, path.name)

    def there(self) -> list[Path]:
        return [file for file in three_paths(self.path) if file.exists() or file.is_symlink()]

    def editions(self) -> list[Edition]:
        return editions_there(self.path, [(None, three_paths(self.path))])

    def owns(self, path: str) -> bool:
        return is_one_of(path, three_paths(self.path))

    def sink(self) -> Sink:
        return FileSink(self.work.new, three_paths(self.path))


class FileSink:
    """Three new files in `folder` that are to stand in the place of `finals`."""

    def __init__(
        self, folder: Path, finals: tuple[Path, ...], schemas: Mapping[str, pa.Schema] = SCHEMAS
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._pairs = [
            (folder / f"{name}.parquet", final) for name, final in zip(TABLES, finals, strict=True)
        ]
        self._writers = [
            TableWriter(new, name, schema=schemas[name])
            for (new, _), name in zip(self._pairs, TABLES, strict=True)
        ]
        self._hash = hashlib.sha256()

    def add(self, rows: ReportRows) -> None:
        for key in (key for batch in rows.reports for key in report_keys(batch)):
            self._hash.update(f"{' '.join(key)}\n".encode())
        for writer, (batches, counts) in zip(self._writers, rows.tables, strict=True):
            writer.add(batches, counts)

    def digest(self) -> bytes:
        """The same for the same reports."""
        return self._hash.digest()

    def close(self, digests: Sequence[bytes] = ()) -> list[tuple[Path, Path]]:
        """`digests`: of all files of the edition, where there are more than these."""
        for writer in self._writers:
            writer.close(edition_footer(extractor_version(), digests or [self.digest()]))
        return self._pairs

    def abandon(self) -> None:
        for writer in self._writers:
            writer.abandon()
