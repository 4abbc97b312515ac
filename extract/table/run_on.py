"""A row's label that runs on into its unit or number, where the line between their cells was not drawn: `行政事业性收费 2549.75`."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from extract.flags import MERGED_CELL
from extract.table.rows import PrintedRow, have_value
from extract.table.vocabulary import spells_row
from normalize.number import is_unit, prints_value

MOST_WORDS = 12  # of a label and what follows it


def without_run_on(row: PrintedRow, section: str) -> PrintedRow:
    """The row with such a cell cut at its words, in doubt; as it is where other numbers leave open which columns these are."""
    for place, cell in enumerate(row.cells):
        label, *behind = run_on(cell.text, section)
        if not behind or row.ragged or cell.row != row.index or len(behind) >= cell.colspan:
            continue
        wide = cell.colspan - len(behind)
        numbers = any(map(prints_value, behind)), have_value(row.cells[place + 1 :])
        if all(numbers) and wide > 1:
            return row
        cells = [cell._replace(text=label, colspan=wide)]
        for number, word in enumerate(behind):
            flags = (*cell.flags, MERGED_CELL)
            cells.append(cell._replace(text=word, col=cell.col + wide + number, colspan=1, flags=flags))
        return replace(row, cells=(*row.cells[:place], *cells, *row.cells[place + 1 :]))
    return row


@lru_cache(maxsize=1 << 12)
def run_on(text: str, section: str) -> tuple[str, ...]:
    """A text that begins with a label of a form, cut into that and the units and numbers behind it; else the text alone."""
    words = text.split()
    for end in range(len(words) - 1, 0, -1) if len(words) <= MOST_WORDS else ():
        if not is_unit(words[end]) and not prints_value(words[end]):
            break
        label = " ".join(words[:end])
        if spells_row(label, section):
            return label, *words[end:]
    return (text,)
