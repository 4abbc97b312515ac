"""Level lines that part the rows of a table without upright ones: each cell's words are put together, at its row's height.

Hard about it: a browser sets each cell to the top, the middle or the bottom of its row, so words at one height need not be
of one row, nor those of one row at one height. The lines tell: two that reach the table's right edge have one row between
them (a band), unless a number stands below another. A group's label has no line through it, and is put to its first row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from extract.readers._page.grid import Floats, join_pieces
from extract.readers._page.wording import begins_item, begins_label, is_label
from extract.readers._page.words import EDGE_PT, Word, members_of, text_of, words_to_lines

FEWEST = 3  # rows with numbers between a table's lines: fewer may be a heading and a whole table
SAME_PT = 1.5  # points: lines that end so near to each other are of one table

_Rule = tuple[float, float, float]  # a line's height on the page, where it begins and ends
_Extent = tuple[int, int]  # first band of a cell, and the one behind its last


class _NoRows(Exception):
    """The lines part something else than rows."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines with one right end, from top to bottom, and all of the page's."""

    ys: list[float]
    left: float
    right: float
    rules: list[_Rule]

    def holds(self, word: Word) -> bool:
        inside = self.left - EDGE_PT < word.x0 and word.x1 < self.right + EDGE_PT
        return inside and self.ys[0] < word.y < self.ys[-1]

    def extent(self, word: Word) -> _Extent:
        """The bands from the line above a word to the line below it."""
        over = [y for y, x0, x1 in self.rules if x0 - EDGE_PT < word.x < x1 + EDGE_PT]
        k = bisect_right(over, word.y)
        band = bisect_right(self.ys, word.y) - 1
        first, end = band, band + 1
        above = over[k - 1] if k else self.ys[0]
        while first and self.ys[first] > above + SAME_PT:
            first -= 1
        below = over[k] if k < len(over) else self.ys[-1]
        while end < len(self.ys) - 1 and self.ys[end] < below - SAME_PT:
            end += 1
        if end - first > 1 and self.ys[first] < above - SAME_PT:
            first += 1  # a page's end sets the lines of a cut group a little lower than those of its rows
        return first, end


def with_bands(words: list[Word], level: Floats) -> list[Word]:
    """The page's words, those of tables whose rows lines part put together by cell; in the same order."""
    if len(level) <= FEWEST:
        return words
    rules: list[_Rule] = sorted(map(tuple, join_pieces(level).tolist()))
    for table in _tables(rules):
        inside = [word for word in words if table.holds(word)]
        try:
            cells = list(_cells(inside, table))
        except _NoRows:
            continue
        made = {id(word): cell for cell, members in cells for word in members}
        firsts = {id(min(members, key=words.index)) for _, members in cells}
        words = [made.get(id(word), word) for word in words if id(word) in firsts or id(word) not in made]
    return words


def _tables(rules: Sequence[_Rule]) -> Iterable[_Table]:
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
            yield _Table([y for y, _, _ in lines], left, right, list(rules))


def _cells(words: Sequence[Word], table: _Table) -> Iterable[tuple[Word, list[Word]]]:
    """Each cell as one word, and the words that it is made of."""
    by_extent: dict[_Extent, list[Word]] = {}
    for word in words:
        by_extent.setdefault(table.extent(word), []).append(word)
    rows = [
        first
        for (first, end), mine in by_extent.items()
        if end - first == 1 and any(word.is_number for word in mine)
    ]
    if len(rows) < FEWEST:
        raise _NoRows
    for (first, end), mine in by_extent.items():
        at = first if end > min(rows) else end - 1  # a heading's label stands lowest
        y = (table.ys[at] + table.ys[at + 1]) / 2
        for members in _columns(mine):
            cell = _joined(members, end - first > 1)
            cell.y = y
            yield cell, members


def _columns(words: Iterable[Word]) -> list[list[Word]]:
    """Words between the same lines by cell: those of one stand over each other."""
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


def _joined(words: list[Word], tall: bool) -> Word:
    if tall and any(word.is_number for word in words):
        raise _NoRows
    if len(words) == 1:
        return words[0]
    lines = words_to_lines(words)
    texts = [text_of(line) for line in lines]
    whole = "".join(texts)
    if any(word.is_value for word in words) and not is_label(whole) and not begins_item(whole):
        raise _NoRows  # a number below another one, or beside a label's second line
    if any(_are_two(texts, k) for k in range(1, len(texts))):
        raise _NoRows
    first = lines[0][0]
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    members = members_of(list(chain.from_iterable(lines)))
    return Word(whole, x0, first.y - first.height / 2, x1, first.y + first.height / 2, members)


def _are_two(texts: Sequence[str], k: int) -> bool:
    """Whether another label begins with line k."""
    above, below = "".join(texts[:k]), "".join(texts[k:])
    return is_label(above) and (begins_item(below) or begins_label(below)) and not begins_label(above + texts[k])
