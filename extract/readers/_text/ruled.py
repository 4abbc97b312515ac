"""Tables whose columns are told by runs of dashes above them → their grid: pandoc's plain text and Markdown.

      ---------------- ---------------- --------
      信息内容         本年制发件数
      规章             0                12
      ---------------- ---------------- --------

Where blank lines part the rows, all lines between two of them are one row. Merged cells leave blanks. Each text must begin
where its column does. Else the characters are not as wide as they are taken for, and nothing is read here.
"""

from __future__ import annotations

import re

from extract.model import Table
from extract.readers._text.places import EDGE, places
from extract.readers._text.rows import Rows, grid_to_table
from normalize.number import prints_number

MAX_LINES = 2_000  # of one table
MAX_HEAD_LINES = 8
_COLUMNS = re.compile(r" *-{2,}(?: -{2,})+ *")
_RULE = re.compile(r" *-{8,} *")


def ruled_table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """The table that begins at this line, with a rule or with the heading above one; and the line behind all that was looked at."""
    found = _rule_below(lines, start)
    if found is None:
        return None, start
    rule, closed = found
    head = [line for line in lines[start:rule] if line.strip(EDGE) and not _RULE.fullmatch(line)]
    end, after = _end(lines, rule, closed=closed)
    columns = _spans(lines[rule])
    rows: Rows = []
    for block in filter(None, (head, *_blocks(lines[rule + 1 : end]))):
        pieces = [_sliced(line, columns) for line in block]
        cells = [[text for text in column if text] for column in zip(*pieces, strict=False)]
        if not all(pieces) or any(map(_holds_two_numbers, cells)):
            return None, after
        rows.append(["\n".join(texts) for texts in cells])
    return grid_to_table(rows) if len(rows) > 1 else None, after


def _rule_below(lines: list[str], start: int) -> tuple[int, bool] | None:
    """The line of the rule that tells the columns of the table that starts here, and whether a second rule ends the table."""
    if _is_columns(lines[start]):
        return start, True
    if _RULE.fullmatch(lines[start]):
        below = range(start + 1, min(start + 1 + MAX_HEAD_LINES, len(lines)))
        return next(((n, True) for n in below if _is_columns(lines[n])), None)
    rule = start + 1
    if rule < len(lines) and _is_columns(lines[rule]):
        heads = [*filter(None, _sliced(lines[start], _spans(lines[rule])))]
        return (rule, False) if len(heads) > 1 else None
    return None


def _spans(rule: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("-+", rule)]


def _is_columns(line: str) -> bool:
    return _COLUMNS.fullmatch(line) is not None


def _end(lines: list[str], above: int, *, closed: bool) -> tuple[int, int]:
    """The line behind the last row, and the one behind the table: a rule closes it, or a blank line."""
    last = min(len(lines), above + MAX_LINES)
    for index in range(above + 1, last):
        if closed and (_is_columns(lines[index]) or _RULE.fullmatch(lines[index])):
            return index, index + 1
        if not closed and not lines[index].strip(EDGE):
            return index, index + 1
    return (last, last) if not closed else (above + 1, above + 1)


def _blocks(lines: list[str]) -> list[list[str]]:
    """The lines of each row."""
    if all(line.strip(EDGE) for line in lines):
        return [[line] for line in lines]
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip(EDGE):
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return blocks


def _sliced(line: str, columns: list[tuple[int, int]]) -> list[str]:
    """The text of each column; [] where a text stands between two columns, or begins later than its column."""
    taken = places(line.rstrip(EDGE))
    between = {*range(len(taken))}.difference(*(range(*span) for span in columns))
    if any(taken[place] != " " for place in between):
        return []
    pieces = [taken[left:right] for left, right in columns]
    if any("".join(piece).strip(EDGE) and piece[0] in ("", " ") for piece in pieces):
        return []
    return ["".join(piece).strip(EDGE) for piece in pieces]


def _holds_two_numbers(texts: list[str]) -> bool:
    return sum(prints_number(text) for text in texts) > 1
