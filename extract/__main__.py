"""The command `extract` as a process: its signals, its streams, its exit code."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import suppress
from io import TextIOWrapper

from extract.cli import NOT_WRITTEN, main
from extract.engine.interrupts import ENDING

STDOUT, STDERR = 1, 2


def run() -> None:
    for name in ENDING:  # like Ctrl-C
        if signal.getsignal(name) is signal.SIG_DFL:  # not under nohup
            signal.signal(name, signal.default_int_handler)
    _open_streams()
    try:
        code = main()
    except Exception:  # noqa: BLE001 - a bug: told in full, and not by the code that means failed documents
        traceback.print_exc()
        code = NOT_WRITTEN
    with suppress(OSError):
        sys.stdout.close()  # what a full disk did not take, main has told
    sys.exit(code)


def _open_streams() -> None:
    """Streams that the caller closed lead nowhere, lest the next file opened takes their place."""
    while (free := os.open(os.devnull, os.O_RDWR)) <= STDERR:
        pass
    os.close(free)
    sys.stdout = sys.stdout or os.fdopen(STDOUT, "w")
    sys.stderr = sys.stderr or os.fdopen(STDERR, "w")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # where it cannot show Chinese


if __name__ == "__main__":
    run()
