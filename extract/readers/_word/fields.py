"""Fields by their codes: `PAGE \\* MERGEFORMAT`."""

from __future__ import annotations

_PRINTING_NOTHING = frozenset((
    "", "TC", "XE", "TA", "RD", "SET", "ASK", "PRINT", "PRIVATE", "ADVANCE", "FORMDROPDOWN", "FORMCHECKBOX", "FORMTEXT"
))  # fmt: skip


def prints_nothing(code: str) -> bool:
    """Whether a field without a result is none that Word would fill: an index mark, a form field."""
    return code.strip().partition(" ")[0].upper() in _PRINTING_NOTHING
