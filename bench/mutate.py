"""`python -m bench.mutate`: files of every format with bytes flipped, cut off, spliced; no run may fall over them.

Whether the numbers read from such files are right nobody knows. What must hold: the run ends with exit code 1, every
file has its row, the same for one worker or two, and nothing is written but the output.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from time import monotonic

import pyarrow.parquet as pq

from bench.corpus import ROOT

SUFFIXES = {".docx", ".doc", ".rtf", ".odt", ".html", ".pdf", ".txt", ".xls", ".xlsx", ".ods", ".ofd", ".7z"}


def originals() -> list[tuple[str, bytes]]:
    """The committed files of every format, and an archive of some."""
    paths = sorted(path for path in (ROOT / "fixtures").rglob("*") if path.suffix in SUFFIXES)
    return [(path.suffix, path.read_bytes()) for path in paths]


def mutated(rng: random.Random, data: bytes, others: list[tuple[str, bytes]]) -> bytes:
    """The file with one kind of damage."""
    way = rng.randrange(6)
    work = bytearray(data)
    if way == 0:
        for _ in range(rng.choice((1, 4, 32, 256))):
            work[rng.randrange(len(work))] ^= 1 << rng.randrange(8)
    elif way == 1:
        del work[rng.randrange(len(work)) :]
    elif way == 2:
        at = rng.randrange(len(work))
        del work[at : at + rng.choice((1, 16, 4096))]
    elif way == 3:
        other = rng.choice(others)[1]
        at, start = rng.randrange(len(work)), rng.randrange(len(other))
        work[at : at + rng.choice((0, 64))] = other[start : start + rng.choice((16, 512, 65536))]
    elif way == 4:
        at = rng.randrange(len(work))
        work[at:at] = work[at : at + rng.choice((8, 256, 8192))] * rng.choice((2, 100))
    else:
        return _inside_zip(rng, data) or data[::-1]
    return bytes(work)


def _inside_zip(rng: random.Random, data: bytes) -> bytes | None:
    """A package whose parts are damaged while the package itself is whole."""
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, NotImplementedError):
        return None
    made = io.BytesIO()
    hit = rng.choice(list(parts))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            work = bytearray(content)
            if name == hit and work:
                for _ in range(rng.choice((1, 16, 128))):
                    work[rng.randrange(len(work))] = rng.randrange(256)
            package.writestr(name, bytes(work))
    return made.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mutate", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--timeout", default="20")
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(1 << 30)
    rng = random.Random(seed)
    known = originals()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(args.files):
            suffix, data = known[number % len(known)]
            below = folder / "in" / f"{number // 1000:03d}"
            below.mkdir(parents=True, exist_ok=True)
            (below / f"{number:05d}{suffix}").write_bytes(mutated(rng, data, known))
        before = _inputs(folder / "in")
        (folder / "out").mkdir()
        (folder / "tmp").mkdir()
        begin = monotonic()
        run = subprocess.run(
            [sys.executable, "-m", "extract", folder / "in", "-o", folder / "out" / "o.parquet", "--jobs", "2",
             "--timeout", args.timeout, "--memory", "1G", "--log-format", "json"],
            cwd=ROOT, env={**os.environ, "TMPDIR": str(folder / "tmp")}, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        seconds = monotonic() - begin
        rows = pq.read_table(
            folder / "out" / "o.reports.parquet", columns=["source", "outcome", "error"]
        ).to_pylist()
        lost = {f"{n // 1000:03d}/{n:05d}" for n in range(args.files)} - {
            row["source"].partition("!")[0].rpartition(".")[0] for row in rows
        }
        print(f"seed {seed}: {args.files} files, exit code {run.returncode}, {seconds:.0f} s")
        print("  outcomes:", dict(Counter(row["outcome"] for row in rows)))
        for word in ("(bug)", "timeout", "memory limit", "worker died"):
            hit = [row["error"] for row in rows if word in (row["error"] or "")]
            print(f"  {word}: {len(hit)}", *(line[:200] for line in hit[:5]), sep="\n    ")
        print(f"  files without a row: {len(lost)}; inputs changed: {_inputs(folder / 'in') != before}")
        print("  left in TMPDIR:", sorted(path.name for path in (folder / "tmp").iterdir()))
        print("  beside the output:", sorted(path.name for path in (folder / "out").iterdir()))
        raise SystemExit(run.returncode != 1 or bool(lost))


def _inputs(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")}


if __name__ == "__main__":
    main()
