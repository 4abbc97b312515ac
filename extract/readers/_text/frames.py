"""Tables that pandas wrote → their rows: without its numbers for rows and columns, its NaN for blanks.

,0,1,2,3              Unnamed: 0,0,1
0,信息内容,…          0,规章,NaN
1,规章,3.0,…          1,行政许可,12.0
"""

from __future__ import annotations

from extract.readers._text.rows import Rows

ENOUGH_ROWS = 3
_NOT_A_NUMBER = ("NaN", "nan", "<NA>")
_BLANKS = (*_NOT_A_NUMBER, "None")


def without_frame(rows: Rows) -> Rows:
    """The rows as the page had them; those of any other table as they are."""
    if not all(rows):
        return rows
    named = len(rows[0]) > 1 and rows[0][1:] == [str(n) for n in range(len(rows[0]) - 1)]
    body = rows[1:] if named or rows[0][0] in ("", "Unnamed: 0") else rows
    if len(body) >= ENOUGH_ROWS and [row[0] for row in body] == [str(n) for n in range(len(body))]:
        kept = [row[1:] for row in (body if named else rows)]
    elif len(rows) > ENOUGH_ROWS and len(rows[0]) > 1 and rows[0] == [str(n) for n in range(len(rows[0]))]:
        numbered = [row[0] for row in rows[1:]] == [str(n) for n in range(len(rows) - 1)]
        kept = [row[numbered:] for row in rows[1:]]
    else:
        kept = rows
    if kept is rows and sum(cell in _NOT_A_NUMBER for row in rows for cell in row) < ENOUGH_ROWS:
        return rows
    return [["" if cell in _BLANKS or cell.startswith("Unnamed: ") else cell for cell in row] for row in kept]
