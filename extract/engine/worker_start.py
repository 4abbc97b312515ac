"""How worker processes start: forked from a server that has loaded the readers; elsewhere each loads them itself.

None runs the caller's main module again: a script that calls `extract_paths` needs no `if __name__ == "__main__"`.
Nor does any import from the folder one stands in, which a new Python looks into first: a crawl may hold a `json.py`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import current_process, resource_tracker, spawn
from multiprocessing.process import BaseProcess
from typing import Any, Final

from extract.engine.interrupts import interrupts_held
from extract.errors import UsageError

# Windows forks nothing; on macOS the system's own libraries, which PDFium uses, may crash what is forked
if sys.platform == "win32" or sys.platform == "darwin":
    from multiprocessing.context import SpawnContext as _Starts
    from multiprocessing.context import SpawnProcess as _Started

    def _ensure_server() -> None:
        """There is none."""

else:
    from multiprocessing.context import ForkServerContext as _Starts
    from multiprocessing.context import ForkServerProcess as _Started
    from multiprocessing.forkserver import ensure_running as _ensure_server


def context() -> Any:
    """What `multiprocessing` and pools call a context. Raises UsageError in a process that may start none."""
    if current_process().daemon:
        raise UsageError(
            "本进程不可再启动进程 (daemonic, as those of multiprocessing.Pool and Celery: it starts no workers); "
            "请运行命令 extract，或用 extract_document 逐份读取"
        )
    chosen = _Context()
    if sys.platform != "win32":
        with interrupts_held(), _spawning, _without_folder():
            resource_tracker.ensure_running()  # it lets Ctrl-C through again; the server that starts next gets none
        chosen.set_forkserver_preload(["extract.engine.preload"])
    return chosen


def start_server() -> None:
    """Start the server that workers are forked from before it is needed: it loads the readers while the caller loads the rest.

    Where there is none, or no process can be started, it does nothing: the first worker tells that.
    """
    with suppress(OSError):
        context()
        with interrupts_held(), _without_main(), _without_folder():
            _ensure_server()


_spawning = threading.Lock()  # what is changed while a process starts is the caller's, too
_SAFE_PATH: Final = "PYTHONSAFEPATH"


class _Process(_Started):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802 - the name multiprocessing calls
        with _without_main(), _without_folder():
            return _Started._Popen(process_obj)


class _Context(_Starts):
    Process = _Process


@contextmanager
def _without_main() -> Iterator[None]:
    with _spawning:
        original = spawn.get_preparation_data
        spawn.get_preparation_data = _preparation_without_main(original)
        try:
            yield
        finally:
            spawn.get_preparation_data = original


@contextmanager
def _without_folder() -> Iterator[None]:
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _preparation_without_main(original: Any) -> Any:
    starting = threading.get_ident()  # what another thread of the caller's starts is not ours

    def prepare(name: str) -> dict[str, Any]:
        data: dict[str, Any] = original(name)
        if threading.get_ident() != starting:
            return data
        return {key: value for key, value in data.items() if not key.startswith("init_main")}

    return prepare
