"""`python -m bench.kill`: runs killed at random moments, with all their workers, end in the bytes of a quiet run."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from bench.corpus import ROOT, copies, mixed

TABLES = ("out.parquet", "out.reports.parquet", "out.findings.parquet")


def _start(files: Path, out: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "extract", str(files), "-o", str(out), "--jobs", "2"]
    return subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)


def _outputs(folder: Path) -> list[bytes | None]:
    paths = [folder / name for name in TABLES]
    return [path.read_bytes() if path.exists() else None for path in paths]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(1 << 30)
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, quiet, rough = folder / "in", folder / "quiet", folder / "rough"
        mixed(files, args.documents, seed)
        for part in (quiet, rough):
            part.mkdir()
        begin = monotonic()
        assert _start(files, quiet / "out.parquet").wait() in (0, 1)
        seconds = monotonic() - begin
        old: list[bytes | None] = [None] * len(TABLES)
        kills = finished = 0
        while kills < args.kills:
            process = _start(files, rough / "out.parquet")
            try:
                process.wait(rng.uniform(0.1, seconds * 1.1))
                finished += 1
                old = _outputs(rough)
                # a finished run leaves nothing to kill: the next ones have more to read, or all of it again
                copies(files / f"more{finished}", 100)
                assert _start(files, quiet / "out.parquet").wait() in (0, 1)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
                now = _outputs(rough)
                torn = 0 < sum(a != b for a, b in zip(now, old, strict=True)) < len(TABLES)
                if torn and not (rough / ".out.parquet.run" / "commit.json").exists():
                    raise SystemExit(
                        f"seed {seed}: after kill {kills} the three files are of different runs"
                    ) from None
        assert _start(files, rough / "out.parquet").wait() in (0, 1)
        same = _outputs(rough) == _outputs(quiet)
        print(f"seed {seed}: {kills} kills, {finished} runs that ended before theirs; same bytes: {same}")
        raise SystemExit(not same)


if __name__ == "__main__":
    main()
