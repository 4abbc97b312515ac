"""How documents are read, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from extract.engine.processors import processors
from extract.errors import UsageError
from extract.read import Ocr, check_ocr

MOST_JOBS: Final = 1024
LONGEST_TIMEOUT: Final = 86_400.0  # seconds
LEAST_MEMORY: Final = 512 << 20  # bytes; with less the libraries that recognise scans die without a word
MOST_MEMORY: Final = 1 << 50


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How documents are read. `jobs`: worker processes. `timeout`: seconds for a document. `memory`: bytes for a
    worker, 0 for no limit. `ocr` as in `extract_document`.
    """

    jobs: int
    timeout: float = 120.0
    memory: int = 2 << 30
    ocr: Ocr = "auto"


def limits_of(jobs: int | None, timeout: float, memory: int, ocr: Ocr) -> ReadLimits:
    """The limits, `jobs` by default as many as processors. Raises `UsageError` for a number out of range."""
    if jobs is not None and not 1 <= jobs <= MOST_JOBS:
        raise UsageError(f"jobs {jobs}: 应为 1 至 {MOST_JOBS} (must be 1 to {MOST_JOBS})")
    if not 0 < timeout <= LONGEST_TIMEOUT:  # false for nan
        raise UsageError(f"timeout {timeout:g}: 应大于 0，至多 {LONGEST_TIMEOUT:.0f} 秒 (at most a day)")
    if memory and not LEAST_MEMORY <= memory <= MOST_MEMORY:
        raise UsageError(
            f"memory {memory}: 应为 0 (不限)，或至少 512M ({LEAST_MEMORY}) (0 for no limit, or at least 512M)"
        )
    check_ocr(ocr)
    return ReadLimits(jobs or processors(), timeout, memory, ocr)
