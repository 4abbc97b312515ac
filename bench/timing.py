"""Timing of several ways to do the same work, in turns, so that noise hits all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

Work = Callable[[bytes], object]


def milliseconds(
    ways: Mapping[str, Work], inputs: Sequence[bytes], rounds: int = 5
) -> dict[str, list[float | None]]:
    """For each way its time on each input: the median of `rounds` runs after one that warms up; None: it failed."""
    taken: dict[str, list[list[float]]] = {name: [[] for _ in inputs] for name in ways}
    for number in range(rounds + 1):
        for index, data in enumerate(inputs):
            for name, work in ways.items():
                start = time.perf_counter()
                try:
                    work(data)
                except Exception:  # noqa: BLE001 - other tools cannot open every document; the table says how many
                    continue
                if number:
                    taken[name][index].append((time.perf_counter() - start) * 1000)
    return {name: [median(runs) if runs else None for runs in of_way] for name, of_way in taken.items()}


def print_ratios(title: str, taken: Mapping[str, Sequence[float | None]]) -> None:
    """One line a way: median milliseconds, and the median of its ratios to the first way, the floor."""
    floor = next(iter(taken.values()))
    print(f"\n{title} ({len(floor)} documents)")
    for name, times in taken.items():
        pairs = [(time, least) for time, least in zip(times, floor, strict=True) if time and least]
        if not pairs:
            print(f"  {name:34} opens none of them")
            continue
        ratio = median(time / least for time, least in pairs)
        failed = f"  (fails on {len(times) - len(pairs)})" if len(pairs) < len(times) else ""
        print(f"  {name:34} {median(time for time, _ in pairs):9.2f} ms  {ratio:7.1f} x{failed}")
