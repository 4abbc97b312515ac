"""The heading (表头) of one part of an unruled table -> its cells: the groups level by level, and below them the columns' labels.

What makes it hard: a label of two lines looks like a group above a column's label, so the labels that forms know decide.
How many columns a group covers shows only in where it stands: at their left edge, or in the middle of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extract.readers._page.arrays import Span
from extract.readers._page.guessed.columns import Columns
from extract.readers._page.guessed.labels import Label
from extract.readers._page.word_lines import SAME_LINE, Line, words_to_lines
from extract.readers._page.wording import is_label
from extract.readers._page.words import Word, members_of, overlap, text_of

TIGHT = 1.9  # of a line's height: the lines of one label are no farther apart
LOOSE = 3.2  # of a line's height: nor are the lines of a label that a form spells just so
LEVEL = 0.45  # of a line's height: labels of one row of the heading differ by less

Placed = tuple[Span, list[int]]  # a cell and its characters


class _Label(Label):
    __slots__ = ("x", "x0", "x1")

    def _tell(self) -> None:
        super()._tell()
        self.x0 = min([word.x0 for word in self.words])
        self.x1 = max([word.x1 for word in self.words])
        self.x = (self.x0 + self.x1) / 2

    def is_level_with(self, other: _Label) -> bool:
        """Set to one height: at the top, or in the middle of the row."""
        return min(abs(self.top - other.top), abs(self.y - other.y)) < LEVEL * self.height


def head_to_cells(head: Sequence[Line], columns: Columns) -> list[Placed]:
    """Cells of the heading, with their characters."""
    columns = columns.of_heads
    if not head:
        return []
    corner, others = columns.parted(word for line in head for word in line)
    leaves = _leaves(others, columns)
    used = {id(word) for leaf in leaves.values() for word in leaf.words}
    groups = _groups([word for word in others if id(word) not in used])
    levels: list[list[_Label]] = []
    for group in groups:
        if levels and group.top - levels[-1][0].top < SAME_LINE * group.height:
            levels[-1].append(group)
        else:
            levels.append([group])
    depth = len(columns.labels)
    cells = [
        (Span(row, depth + first, 1, count), group.members)
        for row, level in enumerate(levels)
        for group, first, count in _spread(level, leaves, columns)
    ]
    cells += [(Span(len(levels), depth + k, 1, 1), leaf.members) for k, leaf in leaves.items()]
    return cells + [
        (Span(0, *place), members) for place, members in _corner(corner, columns, len(levels) + 1)
    ]


def _corner(
    words: Sequence[Word], columns: Columns, rows: int
) -> Iterator[tuple[tuple[int, int, int], list[int]]]:
    """The cells of the heading over the columns of labels: row span and column span with their characters.

    As a rule it is one cell. A label printed again over each column of labels is a cell of each.
    """
    by_depth: dict[int, list[Word]] = {}
    for word in words:
        by_depth.setdefault(columns.depth(word), []).append(word)
    if len({text_of(mine) for mine in by_depth.values()}) < len(by_depth):
        for depth, mine in sorted(by_depth.items()):
            yield (depth, rows, 1), members_of(mine)
    elif words and columns.labels:
        yield (0, rows, len(columns.labels)), members_of(words)


def _leaves(words: Iterable[Word], columns: Columns) -> dict[int, _Label]:
    """The lowest label of each column. A line above belongs to it if a form spells the whole label so, or it stands close."""
    middles = [(left + right) / 2 for left, right in columns.values if left < right]
    over: dict[int, list[Word]] = {}
    for word in words:
        # a word over two columns is a group's
        if bisect_left(middles, word.x1) - bisect_right(middles, word.x0) < 2:
            over.setdefault(columns.of(word), []).append(word)
    return {column: _lowest(mine) for column, mine in sorted(over.items())}


def _lowest(words: list[Word]) -> _Label:
    lines = words_to_lines(words)
    start = len(lines) - 1
    while start and lines[start][0].y - lines[start - 1][0].y < LOOSE * lines[start][0].height:
        start -= 1
    texts = [text_of(line) for line in lines]
    for first in range(start, len(lines)):
        if is_label("".join(texts[first:])):
            return _Label([word for line in lines[first:] for word in line])
    first = len(lines) - 1
    while first > start and not is_label(texts[first - 1]) and _is_tight(lines[first - 1], lines[first]):
        first -= 1
    return _Label([word for line in lines[first:] for word in line])


def _is_tight(above: Line, below: Line) -> bool:
    return below[0].y - above[0].y < TIGHT * below[0].height


def _groups(words: list[Word]) -> list[_Label]:
    """The labels over several columns, from top to bottom."""
    return sorted(
        (_Label([word]) for line in words_to_lines(words) for word in line), key=lambda group: group.top
    )


def _spread(
    level: list[_Label], leaves: dict[int, _Label], columns: Columns
) -> Iterable[tuple[_Label, int, int]]:
    """The groups of one level, each with its first column and how many it covers."""
    runs: dict[tuple[int, int], list[_Label]] = {}
    for group in sorted(level, key=lambda group: group.x0):
        runs.setdefault(_run_below(group, leaves, columns), []).append(group)
    for (first, end), groups in runs.items():
        if len(groups) > end - first:
            groups = groups[: end - first]
        starts = _starts(groups, first, end, columns)
        for group, (start, stop) in zip(groups, pairwise([*starts, end]), strict=True):
            yield group, start, stop - start


def _run_below(group: _Label, leaves: dict[int, _Label], columns: Columns) -> tuple[int, int]:
    """The first and the end of the columns that a group may cover: neighbours whose labels stand below it at one height."""
    lower = {k: leaf for k, leaf in leaves.items() if leaf.y > group.y + LEVEL * group.height}
    middle = max(group.words, key=lambda word: word.x1 - word.x0)
    if not lower:
        return columns.of(middle), columns.of(middle) + 1
    mine = max(lower, key=lambda k: overlap(middle, columns.values[k]))
    first, end = mine, mine + 1
    while first - 1 in lower and lower[first - 1].is_level_with(lower[mine]):
        first -= 1
    while end in lower and lower[end].is_level_with(lower[mine]):
        end += 1
    return first, end


def _starts(groups: list[_Label], first: int, end: int, columns: Columns) -> list[int]:
    """The column in which each group begins.

    The columns are dealt out to the groups so that, in all, the groups stand nearest to the left edge or to the middle of
    the columns they cover.
    """
    best: dict[int, tuple[float, list[int]]] = {first: (0.0, [])}  # columns dealt out so far -> cost, starts
    for k, group in enumerate(groups):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, starts) in best.items():
            left = columns.values[start][0]
            stops = [end] if k == len(groups) - 1 else range(start + 1, end)
            for stop in stops:
                middle = (left + columns.values[stop - 1][1]) / 2
                whole = cost + min(abs(group.x0 - left), abs(group.x - middle))
                if stop not in reached or whole < reached[stop][0]:
                    reached[stop] = (whole, [*starts, start])
        best = reached
    return best[end][1]
