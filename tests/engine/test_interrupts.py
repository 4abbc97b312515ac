"""Workers, and the server that they are forked from, start without the caller's main module, and no signal comes in between."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import spawn

import pytest

from extract.engine import worker_start
from extract.engine.interrupts import interrupts_held


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_takes_effect_when_the_block_ends(number: signal.Signals) -> None:
    steps: list[str] = []

    def interrupted() -> None:
        with interrupts_held():
            signal.raise_signal(number)
            signal.raise_signal(number)
            steps.append("whole")

    before = signal.signal(number, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)
    assert steps == ["whole"]


def test_an_error_within_goes_first_and_other_threads_hold_nothing() -> None:
    with pytest.raises(ZeroDivisionError), interrupts_held():
        raise ZeroDivisionError
    steps: list[str] = []

    def work() -> None:
        with interrupts_held():
            steps.append(str(signal.getsignal(signal.SIGINT) is before))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert steps == ["True"]
    assert signal.getsignal(signal.SIGINT) is before


def test_only_our_own_processes_start_without_the_main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    main = {"init_main_from_path": "main.py", "name": "any"}
    monkeypatch.setattr(spawn, "get_preparation_data", lambda name: {**main})
    told: list[object] = []
    with worker_start._without_main():
        assert spawn.get_preparation_data("ours") == {"name": "any"}
        other = threading.Thread(target=lambda: told.append(spawn.get_preparation_data("other")))
        other.start()
        other.join()
    assert told == [main]


@pytest.mark.parametrize("error", [None, OSError("no more processes")])
def test_the_server_starts_as_workers_do(error: OSError | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps it from starting is told by the first worker."""
    seen: list[object] = []

    def start() -> None:
        blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        seen.extend((os.environ.get("PYTHONSAFEPATH"), blocked, spawn.get_preparation_data("server")))
        if error:
            raise error

    monkeypatch.setattr(worker_start, "_ensure_server", start)
    monkeypatch.setattr(spawn, "get_preparation_data", lambda name: {"init_main_from_path": "main.py"})
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    worker_start.start_server()
    assert seen == ["1", True, {}]
    assert "PYTHONSAFEPATH" not in os.environ
