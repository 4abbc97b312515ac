"""What a scan adds to checking: lines that were not found hide cells, and the sums tell two readings apart."""

from __future__ import annotations

from collections.abc import Sequence

from extract.check.by_sum import choose_readings
from extract.check.sums import run_checks
from extract.flags import OCR_LOW
from extract.result import CellRecord, Finding


def check_scanned(cells: Sequence[CellRecord]) -> tuple[tuple[CellRecord, ...], tuple[Finding, ...]]:
    """The cells of a scanned report with their doubts, and the findings."""
    doubted = [
        # a faint line or a stroke taken for one makes two cells of one, or loses a table; words in place of a number
        # may be a number misread
        cell._replace(flags=(OCR_LOW,))
        if cell.status in ("missing", "unreadable") and not cell.flags
        else cell
        for cell in cells
    ]
    return choose_readings(*run_checks(doubted))
