"""Holds back Ctrl-C, SIGTERM and SIGHUP while multiprocessing starts or ends workers.

Interrupted in the middle of that, it would leave workers and locks behind.
"""

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
def interrupts_held() -> Iterator[None]:
    """Signals that arrive within the block take effect when it ends. In other threads than the main one, which get none, it does nothing.

    Processes started within the block never get the signals that a terminal sends to all processes of a command
    (Ctrl-C, hang-up): the run itself ends its workers.
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
