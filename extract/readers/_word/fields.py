"""Fields by their codes: `PAGE \\* MERGEFORMAT`."""

from __future__ import annotations

_PRINTING_NOTHING = frozenset((
    "", "TC", "XE", "TA", "RD", "SET", "ASK", "PRINT", "PRIVATE", "ADVANCE", "FORMCHECKBOX", "FORMTEXT"
))  # fmt: skip


def prints_nothing(code: str) -> bool:
    """Whether a field prints nothing by its nature (an index mark, a form field), and not only because Word has yet to fill it."""
    return code.strip().partition(" ")[0].upper() in _PRINTING_NOTHING
