"""Rows that were not found although their labels are in the file are put in doubt.

Their labels run into those of other rows where a ruling line is missing, or stand in rows that the file hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.flags import HIDDEN_TEXT, TABLE_INCOMPLETE
from extract.result import CellRecord
from extract.table.rows import PrintedRow
from normalize.label import plain
from schemas.forms import levels_of


def with_doubted_labels(
    cells: tuple[CellRecord, ...], rows: Mapping[str, Sequence[PrintedRow]], hidden_text: str
) -> tuple[CellRecord, ...]:
    """The cells; a `missing` one has a flag where its row's label is printed in some row of its section, or is hidden."""
    if hidden_text:
        unshown = plain(hidden_text)
        cells = tuple(
            cell._replace(flags=(HIDDEN_TEXT,))
            if cell.status == "missing" and _own_label(cell) in unshown
            else cell
            for cell in cells
        )
    lost = {cell.section for cell in cells if cell.status == "missing" and not cell.flags} & rows.keys()
    if not lost:
        return cells
    texts = {
        section: plain("".join(cell.text for row in rows[section] for cell in row.cells)) for section in lost
    }
    return tuple(
        cell._replace(flags=(TABLE_INCOMPLETE,))
        if cell.status == "missing" and not cell.flags and _own_label(cell) in texts.get(cell.section, "")
        else cell
        for cell in cells
    )


def _own_label(cell: CellRecord) -> str:
    return plain(levels_of(cell.item_label)[-1])
