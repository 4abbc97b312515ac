"""Reads files named on stdin, each in a child of its own under limits on memory and time; a line of JSON for each.

The child's address space may grow by `GROWTH` beyond what the imports took; it is killed after `SECONDS` of work,
and after six times as long where it waits.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path

import extract.readers.doc
import extract.readers.docx
import extract.readers.html
import extract.readers.mht
import extract.readers.ofd
import extract.readers.pdf
import extract.readers.rtf
import extract.readers.sheet
import extract.readers.text
import extract.readers.word_xml  # noqa: F401 - a reader that starts is no growth
from tests.reading import read_source

GROWTH = 500 << 20  # bytes
SECONDS = 10


def _size() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _read(path: str) -> str:
    """What came of it: for each row its source, outcome, error and the traceback of a bug."""
    limit = _size() + GROWTH
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(6 * SECONDS)
    rows = []
    for result in read_source(path, Path(path).name):
        rows += [[result.source, r.outcome, r.error, result.log] for r in result.reports]
        if len(rows) > 50:
            break
    return json.dumps(rows)


def main() -> None:
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            with os.fdopen(writing, "w") as out:
                out.write(_read(line.rstrip("\n")))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            rows = answer.read()
        _, status = os.waitpid(child, 0)
        signal_ = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        told = {"rows": json.loads(rows or "[]"), "signal": signal_}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
