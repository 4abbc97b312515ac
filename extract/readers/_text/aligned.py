"""Blank cells of rows whose numbers stand in columns by spaces: `pdftotext -layout`, inscriptis, text browsers.

    一、本年新收政府信息公开申请数量          12      0       3       15
    二、上年结转政府信息公开申请数量          1               2       3

That a table is aligned at all is proved by its whole rows: labels of unlike length, and yet the numbers of each column
share a place. In a row with fewer numbers each must stand over the places of one column alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from extract.readers._text.places import width
from extract.readers._text.rows import Rows, by_header, n_words

ENOUGH_WHOLE = 3  # rows that have a number in each column, to prove the columns
LEAST_SPREAD = 8  # places between the ends of the shortest and the longest label: four characters

_Span = tuple[int, int]
_Placed = tuple[int, list[_Span]]  # where a row's label ends, and its values stand


def with_blanks(rows: Rows, lines: Sequence[str]) -> Rows:
    """The rows with "" for each blank cell among their numbers; as they are where no column can be proved."""
    filled: Rows = []
    for part in by_header(rows):
        texts = lines[len(filled) : len(filled) + len(part)]
        told = [each for width_of in (width, len) if (each := _dealt_out(part, texts, width_of))]
        alike = bool(told) and all(one == two for one, two in pairwise(told))
        filled += told[0] if alike else part
    return filled


def _dealt_out(rows: Rows, lines: Sequence[str], width: Callable[[str], int]) -> Rows:
    """The rows with their numbers in the columns that the whole rows prove; [] where they prove none.

    `width` says how many places a text takes: each character one, or a Chinese one two.
    """
    placed = [_placed(row, line, width) for row, line in zip(rows, lines, strict=True)]
    n_columns = max((len(spans) for _, spans in placed), default=0)
    whole = [each for each in placed if len(each[1]) == n_columns]
    if n_columns < 2 or len(whole) < ENOUGH_WHOLE:
        return []
    columns = _columns(whole)
    dealt = (_filled(row, each, columns) for row, each in zip(rows, placed, strict=True))
    return [*dealt] if columns else []


def _columns(whole: Sequence[_Placed]) -> list[_Span]:
    """Where each column stands, from the rows that have a number in all columns; [] where these do not prove any column.

    They prove it where their labels differ in length, and yet the numbers of each column share a place.
    """
    ends = [end for end, _ in whole]
    columns = [*zip(*(spans for _, spans in whole), strict=True)]
    widest = max(end - start for column in columns for start, end in column)
    if max(ends) - min(ends) < max(LEAST_SPREAD, widest):
        return []
    if any(max(start for start, _ in column) >= min(end for _, end in column) for column in columns):
        return []
    hulls = [(min(start for start, _ in column), max(end for _, end in column)) for column in columns]
    return [] if any(one[1] >= two[0] for one, two in pairwise(hulls)) else hulls


def _filled(row: Sequence[str], placed: _Placed, columns: Sequence[_Span]) -> list[str]:
    label_end, spans = placed
    over = [
        [n for n, column in enumerate(columns) if one[0] < column[1] and column[0] < one[1]] for one in spans
    ]
    if not spans or label_end > columns[0][0]:
        return [*row]
    if any(len(each) != 1 for each in over) or any(one >= two for one, two in pairwise(over)):
        return [*row]
    cells = dict(zip((n for (n,) in over), row[-len(spans) :], strict=True))
    return [*row[: -len(spans)], *(cells.get(n, "") for n in range(len(columns)))]


def _placed(row: Sequence[str], line: str, width: Callable[[str], int]) -> _Placed:
    """Where the row's label ends and where its values stand on its line; no spans where the line prints other values."""
    first = n_words(row)
    spans: list[_Span] = []
    end = len(line)
    for cell in reversed(row[first:]):
        begin = line.rfind(cell, 0, end)
        if begin < 0:
            return 0, []
        spans.insert(0, (width(line[:begin]), width(line[: begin + len(cell)])))
        end = begin
    return width(line[:end].rstrip()), spans
