"""Small tables in a cell that prints nothing else: a number typed into them is what the cell shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extract.model import Table

MAX_CELLS: Final = 4  # of them together; more are tables of their own


def nested_text(items: Iterable[object]) -> str:
    """The texts of a cell's small tables, a line each."""
    cells = [cell for item in items if isinstance(item, Table) for cell in item.cells]
    return "\n".join(cell.text for cell in cells if cell.text.strip()) if len(cells) <= MAX_CELLS else ""
