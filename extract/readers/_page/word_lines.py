"""Words -> the lines that they stand on, and the pieces of a line that are one cell.

What makes it hard: lines of neighbouring cells stand a little higher or lower than each other (other fonts, cells centred
in their row), so a line is what lies within half a character of its highest word, never a chain of near misses.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import attrgetter

from extract.readers._page.once import once
from extract.readers._page.wording import begins_label, has_role, is_label
from extract.readers._page.words import EDGE_PT, LEVEL, Word, overlap, text_of
from extract.table.vocabulary import Role, roles_of_any

# of a character's height: the middles of words in two cells of one line differ by less
SAME_LINE = 0.85
INSIDE = 2.4  # of a character's height: full-width spaces inside a label are up to so wide
BETWEEN = 0.35  # of a character's height: two cells' labels stand at least so far apart
SHORT = 5  # characters: words among the numbers are no longer (增13, 见附件)
CUT_REACH = 4.5  # of a character's height: a label goes on at most this far below its number
APART = 0.8  # of a character's height: a wider gap on a line parts two cells
_BY_HEIGHT, FROM_LEFT = attrgetter("y"), attrgetter("x0")


def mark_counters(lines: Sequence[Sequence[Word]]) -> None:
    """Marks the numbers that are cut from labels: 3 above .要求提供公开出版物."""
    for k, line in enumerate(lines):
        for rest in line:
            for word in chain.from_iterable(lines[max(k - 3, 0) : k]) if rest.look.is_cut else ():
                near = rest.y - word.y < CUT_REACH * rest.height
                above = -EDGE_PT < word.x0 - rest.x0 < INSIDE * rest.height
                if near and above and word.look.is_bare_counter:
                    word.is_value = word.is_number = False


class Line(list[Word]):
    """The words of a line from left to right, which stay as they are once all lines are known."""

    @once
    def text(self) -> str:
        return text_of(self)

    @once
    def height(self) -> float:
        return max([word.height for word in self])

    @once
    def sizes(self) -> tuple[float, float]:
        """Of its smallest and of its largest word."""
        sizes = [word.size for word in self]
        return min(sizes), max(sizes)

    @once
    def tail(self) -> list[Word]:
        """The values that the line ends in: from the first number, mark or unit behind its labels."""
        return self[_tail_start(self) :]

    @once
    def is_sentence(self) -> bool:
        """A sentence ends in it, or a colon ends it."""
        return self[-1].look.leads or True in [word.look.stops for word in self]

    @once
    def is_row(self) -> bool:
        """It ends in numbers, and is no sentence."""
        values = self.tail
        if False not in [word.look.is_unit for word in values] or self.is_sentence:
            return False
        if len(values) > 1 or len(values) == len(self) or not is_solid(self):
            return True
        return has_role(text_of(self[: -len(values)]), "row")

    @once
    def roles(self) -> tuple[list[frozenset[Role]], list[frozenset[Role]]]:
        """What each of its labels is to the forms, its words taken one by one and those that stand close as one."""
        alone = [roles_of_any(word.text) for word in self]
        found = pieces(self)
        return alone, alone if len(found) == len(self) else [roles_of_any(text_of(piece)) for piece in found]


def words_to_lines(words: Iterable[Word]) -> list[Line]:
    """Words by line from top to bottom, each line from left to right."""
    lines: list[Line] = []
    highest = tallest = -math.inf  # of the last line's words: the highest middle, the largest size
    for word in sorted(words, key=_BY_HEIGHT):
        size = word.size
        if word.y - highest < LEVEL * word.height or (lines and _is_on_line(word, lines[-1], tallest)):
            lines[-1].append(word)
            if size > tallest:
                tallest = size
        else:
            lines.append(Line((word,)))
            highest, tallest = word.y, size
    for line in lines:
        if len(line) > 1:
            line.sort(key=FROM_LEFT)
    return lines


def _is_on_line(word: Word, line: Sequence[Word], tallest: float) -> bool:
    """Not much lower than its highest word, and below none of its words; `tallest`: the largest size of these."""
    drop = word.y - line[0].y
    slack = LEVEL * word.height
    if drop > SAME_LINE * word.size and drop > SAME_LINE * tallest:
        return False
    for other in line:
        if word.y - other.y >= slack and overlap(word, (other.x0, other.x1)) > slack:
            return False
    return True


def _tail_start(line: Sequence[Word]) -> int:
    start = len(line)
    for k in range(len(line) - 1, -1, -1):
        word = line[k]
        if word.look.is_counter:
            break
        if word.is_value and (not word.look.is_unit or start == k + 1):
            start = k
        elif len(word.text) > SHORT or has_role(word.text, "row", "column") or not _stands_alone(line, k):
            break
    return start


def _stands_alone(line: Sequence[Word], k: int) -> bool:
    gaps = [b.x0 - a.x1 for a, b in pairwise(line[max(k - 1, 0) : k + 2])]
    return all(gap > APART * line[k].height for gap in gaps)


def is_solid(line: Sequence[Word]) -> bool:
    """Running text or one cell's: no gap on the line is as wide as that between cells."""
    return len(line) < 2 or all(b.x0 - a.x1 < APART * a.height for a, b in pairwise(line))


def _are_labels(before: Sequence[Word], word: Word) -> bool:
    """Whether a form spells both labels, and neither as one."""
    text = text_of(before)
    return is_label(word.text) and is_label(text) and not begins_label(text + word.text)


def pieces(line: Sequence[Word], edges: Sequence[float] = ()) -> list[list[Word]]:
    """The words of a line by cell: those that stand near each other, unless one begins at a column's left edge."""
    found: list[list[Word]] = [[word] for word in line[:1]]
    for before, word in pairwise(line):
        gap = word.x0 - before.x1
        near = gap <= INSIDE * word.height
        if near and (word.look.is_item or gap > BETWEEN * word.height):
            at_edge = any(abs(word.x0 - edge) < EDGE_PT for edge in edges)
            apart = gap > BETWEEN * word.height and (word.look.is_item or _are_labels(found[-1], word))
            near = not at_edge and not apart
        if not near or word.text == before.text:
            found.append([word])
        else:
            found[-1].append(word)
    return found
