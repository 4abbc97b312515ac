"""Signals held back while workers start or end."""

from __future__ import annotations

import signal
import threading

import pytest

from extract.engine.interrupts import held


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_takes_effect_when_the_block_ends(number: signal.Signals) -> None:
    steps: list[str] = []

    def interrupted() -> None:
        with held():
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
    with pytest.raises(ZeroDivisionError), held():
        raise ZeroDivisionError
    steps: list[str] = []

    def work() -> None:
        with held():
            steps.append(str(signal.getsignal(signal.SIGINT) is before))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert steps == ["True"]
    assert signal.getsignal(signal.SIGINT) is before
