"""The folder beside the output in which a run works, its lock, and how the new output takes the old one's place.

    .out.parquet.run/parts/*.part   results not yet in the output
    .out.parquet.run/new/…          the next output while it is written
    .out.parquet.run/commit.json    all of it is whole: what to rename, what to remove
    .out.parquet.lock               locked while a run lives; the system frees it when the run dies

A run killed before `commit.json` leaves the old output; one killed after it is finished by the next run. Readers see
each file whole at any time. The files change one after the other, within milliseconds; those that belong together
carry the same `nianbao.edition` in their footers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from extract.errors import OutputError


def home_for(url: str) -> Path:
    """The folder of this machine and this user alone in which a run works whose output stands behind a URL.

    Raises `OutputError` where another user was there first: what lies in it would go into the output.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    own = Path(tempfile.gettempdir()) / f"nianbao-{user}"
    own.mkdir(mode=0o700, exist_ok=True)
    found = own.lstat()
    if hasattr(os, "getuid") and not (stat.S_ISDIR(found.st_mode) and found.st_uid == user):
        raise OutputError(f"{own}: 属于别的用户 (another user's); 请另设 TMPDIR (set TMPDIR)")
    home = own / hashlib.sha256(url.encode()).hexdigest()[:16]
    home.mkdir(mode=0o700, exist_ok=True)
    return home


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The working folder of the output that stands in `home` and is called `name`."""

    home: Path
    name: str

    @property
    def folder(self) -> Path:
        return self.home / f".{self.name}.run"

    @property
    def parts(self) -> Path:
        return self.folder / "parts"

    @property
    def new(self) -> Path:
        return self.folder / "new"

    @property
    def _commit(self) -> Path:
        return self.folder / "commit.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs off this output. Raises `OutputError` if one is there."""
        lock = FileLock(self.home / f".{self.name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            if not Path(lock.lock_file).exists():  # as in /proc
                raise OutputError(
                    f"{lock.lock_file}: 无法写入此文件夹 (cannot write in this folder)"
                ) from error
            raise OutputError(
                f"{lock.lock_file}: 另一个运行正在写入 (another run is writing it); 请等它结束"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def open(self, *, fresh: bool) -> None:
        """Finish what a killed run had made whole, drop what it had not; `fresh` drops its results too."""
        self.publish()
        shutil.rmtree(self.new, ignore_errors=True)
        if fresh:
            shutil.rmtree(self.parts, ignore_errors=True)
        self.parts.mkdir(parents=True, exist_ok=True)

    def commit(self, files: Sequence[tuple[Path, Path]], stale: Sequence[Path]) -> None:
        """Put new files in place of the final ones (pairs of both) and remove stale ones: all, or none."""
        for new, _ in files:
            sync(new)
        for folder in {new.parent for new, _ in files}:
            sync(folder)
        plan = {
            "rename": [[self._relative(new), self._relative(final)] for new, final in files],
            "remove": [self._relative(path) for path in stale],
        }
        whole = self._commit.with_suffix(".new")
        whole.write_text(json.dumps(plan), "utf-8")
        sync(whole)
        whole.replace(self._commit)
        sync(self.folder)
        self.publish()

    def publish(self) -> None:
        """Carry out a commit, if there is one; a second time changes nothing."""
        if not self._commit.exists():
            return
        plan = json.loads(self._commit.read_text("utf-8"))
        finals = [self.home / final for _, final in plan["rename"]]
        for (new, _), final in zip(plan["rename"], finals, strict=True):
            if (self.home / new).exists():
                final.parent.mkdir(parents=True, exist_ok=True)
                _put(self.home / new, final)
        for path in plan["remove"]:
            (self.home / path).unlink(missing_ok=True)
        for folder in {final.parent for final in finals}:
            sync(folder)
        shutil.rmtree(self.parts, ignore_errors=True)
        self._commit.unlink()

    def close(self) -> None:
        """Remove the folder unless it holds results, or whole files, that are not in the output yet."""
        if self._commit.exists():
            return
        shutil.rmtree(self.new, ignore_errors=True)
        if not any(self.parts.glob("*.part")):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.home).as_posix()


def _put(new: Path, final: Path) -> None:
    try:
        new.replace(final)
    except PermissionError as error:
        raise OutputError(
            f"{final}: 无法替换，或正被其他程序打开 (cannot be replaced; open elsewhere?); 请关闭后再运行，已读的不必重读"
        ) from error


def sync(path: Path) -> None:
    """Have the system write a file, or a folder's entries, to the disk."""
    if path.is_dir():
        with suppress(OSError):  # Windows opens no folders, some network file systems sync none
            _sync(path, os.O_RDONLY)
    else:
        _sync(path, os.O_RDWR)


def _sync(path: Path, mode: int) -> None:
    file = os.open(path, mode)
    try:
        os.fsync(file)
    finally:
        os.close(file)
