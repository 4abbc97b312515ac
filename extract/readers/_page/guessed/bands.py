"""Level lines that part the rows of a table without upright lines: the words of each cell are put together as one word.

What makes it hard: a browser sets each cell to the top, the middle or the bottom of its row, so words at one height may
be of two rows, and words of one row at two heights. The lines tell: the room between two lines that reach the table's
right edge (a band) is one row, unless a number stands below another in it. No line runs through a group's label, which is
moved to the height of its first row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median_low
from typing import NamedTuple

from extract.readers._page.arrays import Floats
from extract.readers._page.pieces import join_pieces
from extract.readers._page.word_lines import words_to_lines
from extract.readers._page.wording import begins_item, begins_label, is_label, look_of
from extract.readers._page.words import EDGE_PT, Word, members_of, text_of

FEWEST = 3  # rows with numbers between a table's lines: fewer may be a heading and a whole table
ROW_HEIGHT = 2.5  # of a line's height: rows are set at this distance, as rows of one line are
SAME_PT = 1.5  # points: lines that end so near to each other are of one table

_Rule = tuple[float, float, float]  # a line's height on the page, where it begins and ends
_Step = tuple[float, float, float]  # where a band begins and ends, and how much of it is needless


class _Place(NamedTuple):
    """Where a cell stands: its first band, the one behind its last, and the heights of the lines above and below the cell."""

    first: int
    end: int
    above: float
    below: float


class _NoRowsError(Exception):
    """What stands between the lines are not rows."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table's level lines, which end at one place on the right, by their heights; `rules` are all level lines of the page."""

    ys: list[float]
    left: float
    right: float
    rules: list[_Rule]

    def holds(self, word: Word) -> bool:
        within = self.left - EDGE_PT < word.x0 and word.x1 < self.right + EDGE_PT
        return within and self.ys[0] < word.y < self.ys[-1]

    def place(self, word: Word) -> _Place:
        """Between the line above a word and the line below it."""
        over = [y for y, x0, x1 in self.rules if x0 - EDGE_PT < word.x < x1 + EDGE_PT]
        k = bisect_right(over, word.y)
        above = over[k - 1] if k else self.ys[0]
        below = over[k] if k < len(over) else self.ys[-1]
        first = band = bisect_right(self.ys, word.y) - 1
        end = band + 1
        while first and self.ys[first] > above + SAME_PT:
            first -= 1
        while end < len(self.ys) - 1 and self.ys[end] < below - SAME_PT:
            end += 1
        return _Place(first, end, above, below)


def with_bands(words: list[Word], level: Floats) -> list[Word]:
    """The page's words in the same order. In tables with a line between any two rows, those of one cell are one word."""
    if len(level) <= FEWEST:
        return words
    rules: list[_Rule] = sorted(map(tuple, join_pieces(level).tolist()))
    steps: list[_Step] = []
    for table in _tables(rules):
        inside = [word for word in words if table.holds(word)]
        try:
            cells = list(_cells(inside, table))
        except _NoRowsError:
            continue
        firsts = {id(members[0]): cell for cell, members in cells}
        used = {id(word) for _, members in cells for word in members}
        words = [firsts.get(id(word), word) for word in words if id(word) in firsts or id(word) not in used]
        left = [word.y for word in inside if id(word) not in used]
        steps += _spare(table.ys, left, median_low([cell.height for cell, _ in cells]))
    _set_close(words, steps)
    return words


def _spare(ys: Sequence[float], left: Sequence[float], height: float) -> Iterator[_Step]:
    """The bands higher than a row of one line needs, where no words were left apart. `left`: the heights of such words."""
    for top, bottom in pairwise(ys):
        spare = bottom - top - ROW_HEIGHT * height
        if spare > 0 and not any(top < y < bottom for y in left):
            yield top, bottom, spare


def _set_close(words: Sequence[Word], steps: Iterable[_Step]) -> None:
    """Moves the rows closer together where the lines of a label stood that are one word now, for the alignment to see one table."""
    apart: list[_Step] = []
    for step in sorted(steps):
        if not apart or step[0] >= apart[-1][1]:
            apart.append(step)
    for word in words if apart else ():
        y = word.y
        word.y -= sum(spare * min(max((y - top) / (bottom - top), 0.0), 1.0) for top, bottom, spare in apart)


def _tables(rules: list[_Rule]) -> Iterator[_Table]:
    ends: list[list[_Rule]] = []
    for rule in rules:
        mine = next((lines for lines in ends if abs(lines[0][2] - rule[2]) < SAME_PT), None)
        if mine is None:
            ends.append([rule])
        else:
            mine.append(rule)
    for lines in ends:
        if len(lines) > FEWEST:
            left, right = min(x0 for _, x0, _ in lines), max(x1 for _, _, x1 in lines)
            yield _Table([y for y, _, _ in lines], left, right, rules)


def _cells(words: Sequence[Word], table: _Table) -> Iterator[tuple[Word, list[Word]]]:
    """Each cell as one word, moved to the height of its row, with the words that it is made of."""
    by_place: dict[_Place, list[Word]] = {}
    for word in words:
        by_place.setdefault(table.place(word), []).append(word)
    rows = {
        place.first
        for place, mine in by_place.items()
        if place.end - place.first == 1 and any(word.is_number for word in mine)
    }
    if len(rows) < FEWEST:
        raise _NoRowsError
    moved: list[tuple[list[Word], float]] = []
    for place, mine in by_place.items():
        cells = _columns(mine)
        # the heading of this table or of one below it
        is_head = rows.isdisjoint(range(place.first, place.end))
        is_tall = place.end - place.first > 1
        if is_tall and any(word.is_number for word in mine):
            raise _NoRowsError
        if not _are_whole(cells):
            if not is_head and not is_tall:
                raise _NoRowsError
            continue  # labels of a heading, or of groups, that no line parts
        if is_head:  # the lowest labels of a heading are the columns' own
            moved += [(cell, place.below - cell[0].height) for cell in cells]
        else:
            y = (table.ys[place.first] + table.ys[place.first + 1]) / 2
            moved += [(cell, y) for cell in cells]
    for cell, y in moved:
        word = _joined(cell)
        word.y = y
        yield word, cell


def _columns(words: Iterable[Word]) -> list[list[Word]]:
    """Words between the same two lines, parted into cells: those of one cell stand below each other."""
    found: list[list[Word]] = []
    end = 0.0
    for word in sorted(words, key=lambda word: word.x0):
        if found and word.x0 < end - EDGE_PT:
            found[-1].append(word)
            end = max(end, word.x1)
        else:
            found.append([word])
            end = word.x1
    return found


def _are_whole(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether each holds words of one cell alone."""
    texts = list(map(_text_of, cells))
    wrapped = any(sum(word.is_number for word in cell) > 1 for cell in cells)
    # numbers below each other are one where the label beside them is one as well
    return None not in texts and (not wrapped or any(text and is_label(text) for text in texts))


def _text_of(words: Sequence[Word]) -> str | None:
    """The text of a cell; None where it holds those of several."""
    if len(words) == 1:
        return words[0].text
    lines = words_to_lines(words)
    texts = [text_of(line) for line in lines]
    whole = "".join(texts)
    if any(_are_two(texts, k) for k in range(1, len(texts))):
        return None
    if any(word.is_value for word in words) and not (is_label(whole) or begins_item(whole)):
        return whole if look_of(whole).is_value else None
    return whole


def _joined(words: Sequence[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    lines = words_to_lines(words)
    first = lines[0][0]
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    found = list(chain.from_iterable(lines))
    half = first.height / 2
    return Word(text_of(found), x0, first.y - half, x1, first.y + half, members_of(found))


def _are_two(texts: Sequence[str], k: int) -> bool:
    """Whether another label begins with line k."""
    above, below = "".join(texts[:k]), "".join(texts[k:])
    return (
        is_label(above) and (begins_item(below) or begins_label(below)) and not begins_label(above + texts[k])
    )
