"""An edition is the three files that one run wrote: whether files are an edition of ours, whole, and of the same run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from extract.errors import OutputError, one_line
from extract.write.parquet import footer

NO_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"  # what Hive, Spark and DuckDB call a partition of nulls
_OWN: Final = b"nianbao."  # begins the keys that stand in the footers of our files
_EDITION: Final = _OWN + b"edition"  # in every file that a run writes
_MAGIC: Final = b"PAR1"


@dataclass(frozen=True, slots=True)
class Edition:
    """Three files of an output, in the order of `TABLES`; `year` in a partitioned one."""

    year: str | None
    files: tuple[Path, ...]


def refuse_foreign(files: Iterable[Path]) -> None:
    """Raises `OutputError` for what no run has written, a `wide` table too: it is not ours to replace.

    What is empty, or begins as Parquet and is cut off, was ours; `editions_there` says that it is damaged.
    """
    for file in files:
        if file.is_symlink():
            raise OutputError(
                f"{file}: 是链接，不替换 (a link, not replaced); 请给出它所指的路径 {file.resolve()}"
            )
        if not file.is_file() or not _may_be_ours(file):
            raise OutputError(
                f"{file}: 不是 extract 写的，不覆盖 (not written by extract, not replaced); 请另取输出名字"
            )


def _may_be_ours(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            start = opened.read(len(_MAGIC))
        return start == b"" or (start == _MAGIC and _EDITION in footer(file))
    except pa.ArrowInvalid:
        return True
    except OSError as error:
        raise _cannot_read(file, error) from error


def is_own_table(path: str) -> bool:
    """True for a local Parquet file that a run or `extract wide` wrote: an output kept among the reports is no report."""
    if not path.endswith(".parquet"):  # asked of every file of the input
        return False
    file = Path(path)
    try:
        return file.is_file() and any(key.startswith(_OWN) for key in footer(file))
    except (pa.ArrowInvalid, OSError):
        return False


def editions_there(output: Path, wanted: Iterable[tuple[str | None, tuple[Path, ...]]]) -> list[Edition]:
    """The editions that exist, of these years and files. Raises `OutputError` for one that is not whole, or not of one run."""
    found = []
    for year, files in wanted:
        absent = [file for file in files if not file.exists()]
        if 0 < len(absent) < len(files):
            line = ", ".join(file.relative_to(output.parent).as_posix() for file in absent)
            raise OutputError(f"{output}: 原有输出不全，缺少 {line} (incomplete); 加 --fresh 重新读取")
        if not absent:
            found.append(_edition_of(year, files))
    return found


def _edition_of(year: str | None, files: tuple[Path, ...]) -> Edition:
    names = set()
    for file in files:
        with reading(file):
            names.add(footer(file).get(_EDITION))
    if len(names) > 1:
        raise OutputError(f"{files[0]}: 三个文件不是同一次写成的 (of different runs); 加 --fresh 重新读取")
    return Edition(year, files)


def edition_footer(version: str, digests: Iterable[bytes]) -> dict[str, str]:
    """What the footers of an edition note: the same for the same reports (their digests) read by the same version."""
    return {_EDITION.decode(): hashlib.sha256(b"".join((version.encode(), *digests))).hexdigest()[:16]}


def edition_name(noted: Mapping[bytes, bytes] | None) -> str:
    """The name of the edition that a file's footer notes; empty for a file of nobody's."""
    return (noted or {}).get(_EDITION, b"").decode()


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Raises `OutputError` where one of our files cannot be read within the block."""
    try:
        yield
    except pa.ArrowInvalid as error:
        raise _damaged(file, error) from error
    except OSError as error:
        raise _cannot_read(file, error) from error


def _damaged(file: Path, error: Exception) -> OutputError:
    return OutputError(f"{file}: 原有输出已损坏 (damaged: {one_line(error)}); 加 --fresh 重新读取")


def _cannot_read(file: Path, error: OSError) -> OutputError:
    """Where it may not be read; a damaged page of Parquet is an `OSError`, too."""
    if isinstance(error, PermissionError):
        return OutputError(f"{file}: 没有权限读取原有输出 (no permission to read it)")
    return _damaged(file, error)
