"""Lines between bars that are one row, its cells folded → one line a row: antiword, at whatever width.

    |行政规范性文|0           |0           |
    |件          |            |            |

Spaces fill each cell up to its column's width, so a line goes on with the one above it where all of its words found no
room there, and digits only below digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.readers._text.places import width
from extract.readers._text.rows import is_value
from extract.table.vocabulary import meanings

# words of Latin letters and digits, which are not broken at a line's end, or single characters
_WORD = re.compile("[!-~]+|.")
_FIGURES = re.compile(r"[-－\d][\d,，.．]*")


def unfolded(lines: Sequence[str]) -> list[str]:
    """The lines with those of one row joined: each cell of the new line holds all lines of its cell."""
    rows: list[list[str]] = []
    above: list[str] = []
    for line in lines:
        cells = line.split("|")
        if rows and _goes_on(above, cells) and not any(map(_is_another_label, rows[-1], cells)):
            rows[-1] = [
                f"{cell}\n{more}" if more.strip() else cell
                for cell, more in zip(rows[-1], cells, strict=True)
            ]
        else:
            rows.append(cells)
        above = cells
    return ["|".join(row) for row in rows]


def _goes_on(above: Sequence[str], cells: Sequence[str]) -> bool:
    inner = cells[1:-1]
    words = [cell.strip() for cell in inner if cell.strip()]
    # the head of a small table may be folded in each of its cells; a line of one cell is a caption
    if not words or len(inner) < 2 or len(above) != len(cells):
        return False
    return all(width(one) == width(two) for one, two in zip(above, cells, strict=True)) and all(
        _no_room(one, two) and (_FIGURES.fullmatch(one.strip()) or not is_value(two))
        for one, two in zip(above, cells, strict=True)
        if two.strip()
    )


def _is_another_label(label: str, more: str) -> bool:
    """Whether a form knows the label as it is, and does not know it with the text below it."""
    return bool(more.strip() and meanings(label) and not meanings(label + more))


def _no_room(cell: str, more: str) -> bool:
    word = _WORD.match(more.strip())
    return word is not None and width(cell.rstrip()) + width(word[0]) > width(cell)
