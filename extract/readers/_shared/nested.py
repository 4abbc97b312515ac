"""A small table in a cell that prints nothing else: a number typed into it is what the cell shows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from extract.model import Table

MAX_CELLS: Final = 4  # more are a table of its own


def nested_text(items: Iterable[object]) -> str:
    """The texts of a cell's only table, a line each."""
    tables = [*islice((item for item in items if isinstance(item, Table)), 2)]
    if len(tables) != 1 or len(tables[0].cells) > MAX_CELLS:
        return ""
    return "\n".join(cell.text for cell in tables[0].cells if cell.text.strip())
