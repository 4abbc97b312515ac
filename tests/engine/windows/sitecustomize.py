"""What Windows does otherwise with files and processes, for a Python on Linux that finds this file on its path.

A file that any process has open is neither renamed, replaced nor removed; folders cannot be opened; what is open for
reading cannot be synced; `os.open` opens as text, unless told otherwise, and puts `\\r` before each `\\n`; workers
are spawned, never forked; there are no alarms. The separators of paths, and the names that Windows refuses, remain
those of Linux.
"""

import errno
import fcntl
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable
from multiprocessing import resource_tracker, spawn  # noqa: F401 - must be loaded as what they are here
from pathlib import Path
from typing import Any

os.O_BINARY = 1 << 30  # type: ignore[attr-defined]
_open, _write, _close, _fsync = os.open, os.write, os.close, os.fsync
_text: set[int] = set()


def _windows_open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    if Path(path).is_dir():
        raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
    file = _open(path, flags & ~os.O_BINARY, mode, dir_fd=dir_fd)  # type: ignore[attr-defined]
    (_text.discard if flags & os.O_BINARY else _text.add)(file)  # type: ignore[attr-defined]
    return file


def _windows_write(file: int, data: Any) -> int:
    if file not in _text:
        return _write(file, data)
    _write(file, bytes(data).replace(b"\n", b"\r\n"))
    return len(data)


def _windows_close(file: int) -> None:
    _text.discard(file)
    _close(file)


def _windows_fsync(file: int) -> None:
    if fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, "Bad file descriptor")
    _fsync(file)


def _is_open(path: Any) -> bool:
    """True for a regular file that this or another process holds, be it mapped only; filelock's own are let be."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    real = os.path.realpath(path)
    if not stat.S_ISREG(mode) or "lock" in Path(real).name:
        return False
    for process in Path("/proc").glob("[0-9]*"):
        try:
            held = [os.path.realpath(file) for file in (process / "fd").iterdir()]
            if real in held or f" {real}\n" in (process / "maps").read_text("utf-8", "replace"):
                return True
        except OSError:  # it ended meanwhile
            continue
    return False


def _refusing(call: Callable[..., Any], paths: int) -> Callable[..., Any]:
    """The call, refused where one of its first so many arguments is open."""

    def refuse(*args: Any, **named: Any) -> Any:
        for path in args[:paths]:
            if _is_open(path):
                raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return call(*args, **named)

    return refuse


os.open, os.write, os.close, os.fsync = _windows_open, _windows_write, _windows_close, _windows_fsync
os.replace, os.rename = _refusing(os.replace, 2), _refusing(os.rename, 2)
os.unlink, os.remove, os.truncate = (_refusing(call, 1) for call in (os.unlink, os.remove, os.truncate))
shutil._use_fd_functions = False  # type: ignore[attr-defined]
for _name in ("sched_getaffinity", "getuid", "geteuid", "getgid", "pread", "pwrite", "setsid"):
    delattr(os, _name)
for _name in ("alarm", "setitimer", "SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE"):
    delattr(signal, _name)

_platform, sys.platform = sys.platform, "win32"
import extract.engine.interrupts  # noqa: E402
import extract.engine.worker_start  # noqa: E402, F401

sys.platform = _platform
