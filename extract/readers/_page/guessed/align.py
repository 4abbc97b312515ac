"""Lines of text that stand like a table, without any ruling line -> cells, by alignment.

A guess, and flagged so where nothing proves it (`_page/guessed/told.py`).

Columns are where the values of several lines stand below each other (`_page/guessed/columns.py`), rows are their lines
(`_page/guessed/rows.py`); the words above are the heading (`_page/guessed/heads.py`), those to the left labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from extract.readers._page.arrays import Chars, Ints, Span, to_span
from extract.readers._page.guessed.columns import Columns
from extract.readers._page.guessed.heads import Placed, head_to_cells
from extract.readers._page.guessed.part_columns import part_to_columns
from extract.readers._page.guessed.regions import Part, lines_to_parts, split_at_change
from extract.readers._page.guessed.rows import Row, body_to_rows
from extract.readers._page.once import once
from extract.readers._page.text import Line
from extract.readers._page.word_lines import mark_counters, words_to_lines
from extract.readers._page.wording import is_label, look_of
from extract.readers._page.words import chars_to_words, members_of

HEAD_LINES = 4  # a heading's labels have, as a rule

_TAIL = re.compile(r"(?:^|\s)[\d０-９,，.．/／—–－〇-]+\s?[件条项次人个篇元]?$")
_TAIL_ENDS = frozenset(",，.．/／—–－〇-件条项次人个篇元")  # beside digits
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True)
class Guess:
    """Cells with their places and their characters, of `count` on the page."""

    spans: tuple[Span, ...]
    members: tuple[list[int], ...]
    columns: Columns
    head_rows: int
    count: int

    @once
    def numbers(self) -> Ints:
        return cell_numbers(self.members, self.count)


def cell_numbers(members: Sequence[list[int]], count: int) -> Ints:
    """For each of `count` characters the number of the cell among whose members it is, or -1."""
    numbers = np.full(count, -1, dtype=np.int64)
    places = np.fromiter(chain.from_iterable(members), np.int64)
    numbers[places] = np.arange(len(members)).repeat(list(map(len, members)))
    return numbers


def looks_like_table(lines: Sequence[Line], chars: Chars) -> bool:
    """Whether the lines may hold a table without ruling lines, asked before the costly alignment.

    Two lines must end in a number that stands by itself, or one that has several words. One line of several words that ends in
    any value (不适用) is enough, too, and so is a heading near the end, whose rows stand on the next page.
    """
    if not len(chars):
        return False
    tails = list(islice(filter(ends_in_number, lines), 2))
    return (
        len(tails) >= 2
        or any(len(line.text.split()) > 2 for line in tails)
        or any(map(_ends_in_value, lines))
        or any(map(_is_heading, lines[-HEAD_LINES:]))
    )


def _is_heading(line: Line) -> bool:
    """A line of several labels, each just as a form spells it."""
    labels = line.text.split()
    return len(labels) > 1 and sum(map(is_label, labels)) > 1


def _ends_in_value(line: Line) -> bool:
    """A line of several words that ends in a value, also in 不适用 or 八."""
    text = line.text
    return text.count(" ") > 1 and look_of(text[text.rindex(" ") + 1 :]).is_value


def ends_in_number(line: Line) -> bool:
    """A line that ends in a number which stands by itself."""
    last = line.text[-1]
    if not last.isdigit() and last not in _TAIL_ENDS:
        return False
    return bool(_TAIL.search(line.text)) and not _SENTENCE.search(line.text)


def lines_to_tables(lines: Sequence[Line], chars: Chars, before: Columns | None = None) -> list[Guess]:
    """Tables among the lines from top to bottom; `before`: columns of the table that ended the page before."""
    return [_part_to_guess(part, columns, len(chars)) for part, columns in _parts(lines, chars, before)]


def _parts(lines: Sequence[Line], chars: Chars, before: Columns | None) -> Iterator[tuple[Part, Columns]]:
    places = np.fromiter(chain.from_iterable([line.members for line in lines]), np.int64)
    words = words_to_lines(chars_to_words(chars, places))
    mark_counters(words)
    for parts in lines_to_parts(words, goes_on=before is not None):
        for k, part in ((k, piece) for whole in parts for k, piece in enumerate(split_at_change(whole))):
            columns = part_to_columns(part, before if not k else None)
            if columns is not None:
                yield part, columns
                before = columns


def _part_to_guess(part: Part, columns: Columns, count: int) -> Guess:
    head = head_to_cells(part.head, columns)
    top = max((span.row + span.rows for span, _ in head), default=0)
    cells = [*sorted(head), *_body_cells(body_to_rows(part.body, columns), columns, top)]
    spans, members = zip(*cells, strict=True)
    return Guess(spans, members, columns, top, count)


def _body_cells(rows: Sequence[Row], columns: Columns, top: int) -> list[Placed]:
    """The cells below the heading, by row and column: labels with the rows they stand for, and one cell for each value or blank."""
    width = len(columns.labels)
    places = [(column, width + column) for column in range(len(columns.values))]
    cells: list[Placed] = []
    for k, row in enumerate(rows):
        at, own = top + k, row.own
        depth = own.depth if own else 0
        for level, groups in sorted(row.groups.items()):
            if level < depth:
                reach = _reach(rows, k, level)
                cells.append((Span(at, level, reach, 1), [m for group in groups for m in group.members]))
        if width:
            cells.append((to_span((at, depth, 1, width - depth)), own.members if own else []))
        values = row.values
        cells += [
            (to_span((at, col, 1, 1)), members_of(values[column]) if column in values else [])
            for column, col in places
        ]
    return cells


def _reach(rows: Sequence[Row], k: int, level: int) -> int:
    """How many rows a group's label stands for: up to the next label in its own column or one further left."""
    end = k + 1
    while end < len(rows) and rows[end].is_deeper(level) and not any(g <= level for g in rows[end].groups):
        end += 1
    return end - k
