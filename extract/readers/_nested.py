"""Small tables in a cell that prints nothing else: a number typed into them is what the cell shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extract.model import Table

MAX_CELLS: Final = 4  # more are a table of its own


def is_small(table: Table) -> bool:
    """Whether a table may be the content of a single cell."""
    return len(table.cells) <= MAX_CELLS


def nested_text(items: Iterable[object]) -> str:
    """The texts of a cell's small tables, a line each."""
    tables = [item for item in items if isinstance(item, Table)]
    if not all(map(is_small, tables)):
        return ""
    return "\n".join(cell.text for table in tables for cell in table.cells if cell.text.strip())
