"""Ctrl-C, SIGTERM and SIGHUP held back while multiprocessing starts or ends workers: cut in between, it leaves them and its locks behind."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# what a service or a closed terminal ends by; Windows has no SIGHUP
ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_SIGNALS = (signal.SIGINT, *ENDING)
_OF_TERMINAL = {signal.SIGINT, *ENDING} - {signal.SIGTERM}


@contextmanager
def held() -> Iterator[None]:
    """They take effect when the block ends. Only the main thread gets any; elsewhere nothing is held.

    What starts in the block never gets those of the terminal, which are sent to all of a command's processes: the
    run itself ends its workers.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _frame: Any) -> None:
        came.append(number)

    before = {number: signal.getsignal(number) for number in _SIGNALS}
    if sys.platform != "win32":
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_TERMINAL)
    try:
        for number in _SIGNALS:
            signal.signal(number, note)
        yield
    finally:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if came:
            signal.raise_signal(came[0])
