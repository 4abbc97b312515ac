"""What `-o` names → the kind of output that it means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from extract.discover.inputs import is_url
from extract.engine.edition import Edition
from extract.engine.files import FileOutput
from extract.engine.partitions import HiveOutput
from extract.engine.work_folder import WorkFolder
from extract.errors import OutputError, UsageError


class Output(Protocol):
    """A kind of output: what is there, and how it takes in the results of a run."""

    name: str
    work: WorkFolder

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
    is_folder = text.endswith(("/", os.sep)) or (path.is_dir() and path.suffix != ".parquet")
    if (not is_folder and path.suffix != ".parquet") or not text:
        raise UsageError(f"{text}: 输出应为 .parquet 文件或以 / 结尾的文件夹 (must end in .parquet or /)")
    if not path.parent.is_dir():
        raise OutputError(f"{text}: 文件夹不存在 (no such folder: {path.parent}); 请先建立")
    if is_folder and path.exists() and not path.is_dir():
        raise UsageError(f"{text}: 已有同名文件，不是文件夹 (a file, not a folder); 请换一个名字")
    if path.is_dir() and not is_folder:  # perhaps another program's partitioned table
        raise UsageError(f"{text}: 是文件夹 (a folder); 要在其中分区写出，请写作 {text}/ (end it in /)")
    return HiveOutput(path) if is_folder else FileOutput(path)
