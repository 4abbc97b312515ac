"""`python -m bench.scale`: what a second worker gains, what writing costs, and what many documents cost the parent."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.corpus import Run, copies, mixed, run


def _rate(done: Run) -> float:
    return done.read / done.seconds


def workers(folder: Path, documents: int, rounds: int) -> None:
    """One worker and two in turns over the same mixed reports."""
    mixed(folder / "mixed", documents)
    ratios, writing = [], []
    for number in range(rounds):
        one = run(folder / "mixed", folder / f"one{number}.parquet", 1)
        two = run(folder / "mixed", folder / f"two{number}.parquet", 2)
        ratios.append(_rate(two) / _rate(one))
        writing.append(two.writing_seconds / two.seconds)
        print(
            f"round {number}: 1 worker {_rate(one):.0f}/s, 2 workers {_rate(two):.0f}/s, ratio {ratios[-1]:.2f}; "
            f"writing {writing[-1]:.1%}; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(f"{documents} documents: ratio {median(ratios):.2f}, writing {median(writing):.1%} (medians)")


def memory(folder: Path, sizes: Sequence[int], jobs: int) -> None:
    """The parent's peak at each number of documents, and a second run over them unchanged."""
    first = None
    for size in sizes:
        files, out = folder / f"copies{size}", folder / f"copies{size}.parquet"
        copies(files, size)
        done = run(files, out, jobs)
        again = run(files, out, jobs)
        assert (done.read, again.read) == (size, 0)
        first = first or done.peak_mb
        print(
            f"{size} documents: {_rate(done):.0f}/s, writing {done.writing_seconds / done.seconds:.1%}, parent's peak "
            f"{done.peak_mb:.0f} MB ({done.peak_mb / first - 1:+.0%}); again, unchanged: {again.seconds:.1f} s, "
            f"{again.peak_mb:.0f} MB",
            flush=True,
        )
        shutil.rmtree(files)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=2000, help="for one worker against two")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="10000,100000", help="for the parent's memory")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.rounds:
            workers(Path(folder), args.documents, args.rounds)
        if args.sizes:
            memory(Path(folder), [int(size) for size in args.sizes.split(",")], args.jobs)


if __name__ == "__main__":
    main()
