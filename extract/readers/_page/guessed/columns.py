"""The columns of an unruled table, and which of them a word stands in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import NamedTuple

from extract.readers._page.arrays import Chars
from extract.readers._page.geometry import Extent
from extract.readers._page.words import Word, overlap

SAME_EDGE = 0.95  # of a line's height: left edges of one column of labels


class Leaves(NamedTuple):
    """Where the lowest labels of a heading stand; `whole` says that they are all columns of one form's table in its order."""

    extents: tuple[Extent, ...] = ()
    whole: bool = False


UNTOLD = Leaves()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of values stand (left and right ends), and where the columns of labels begin, from left to right.

    `heads` says where the labels of the value columns stand in the heading; a value may stand beside its label.
    """

    values: tuple[Extent, ...]
    labels: tuple[float, ...]
    heads: tuple[Extent, ...]

    @property
    def of_heads(self) -> Columns:
        """The columns as the heading has them."""
        return replace(self, values=self.heads)

    def parted(self, words: Iterable[Word]) -> tuple[list[Word], list[Word]]:
        """Those that stand where the labels do, and those among the values."""
        if not self.labels:
            return [], list(words)
        left, right = self.values[0]
        labels: list[Word] = []
        values: list[Word] = []
        for word in words:
            (labels if word.x < left and word.x1 < right else values).append(word)
        return labels, values

    def of(self, word: Word) -> int:
        """The column of values that a word stands in, or is nearest to."""
        last = bisect_right(self.values, (word.x0, inf)) - 1
        if last >= 0 and word.x1 <= self.values[last][1]:  # most words
            return last
        overlaps = [overlap(word, extent) for extent in self.values]
        return overlaps.index(max(overlaps))

    def depth(self, word: Word) -> int:
        """The column of labels that a word begins in."""
        return max(bisect_left(self.labels, word.x0 + SAME_EDGE * word.height) - 1, 0)

    def room(self, column: int) -> float:
        """How wide a column's text may be, as far as its neighbours tell."""
        if column + 1 < len(self.values):
            return self.values[column + 1][0] - self.values[column][0]
        steps = [b[0] - a[0] for a, b in pairwise(self.values)]
        own = self.values[column][1] - self.values[column][0]
        return max(own, min(steps)) if steps else inf


class Above(NamedTuple):
    """What the unruled table that ends a page tells the next one, where it may go on.

    Where alignment found its columns, and where the labels of its heading stand, if it is plain which is whose
    (`_page/guessed/told.py`).
    """

    columns: Columns | None = None
    leaves: Leaves = UNTOLD
    head: Chars | None = None  # of a table that has a heading and no row yet


NOTHING_ABOVE = Above()
