"""Characters -> words, and words -> the lines they stand on: what the alignment of unruled tables works with.

What makes it hard: lines of neighbouring cells stand a little higher or lower than each other (other fonts, cells centred
in their row), so a line is what lies within half a character of its highest word, never a chain of near misses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Ints, positions
from extract.readers._page.once import once
from extract.readers._page.text import BLANKS, is_cjk, is_in
from extract.readers._page.wording import begins_label, has_role, heads_within, is_label, look_of
from extract.table.vocabulary import Role, roles_of_any

WORD_GAP = 0.25  # of a character's height: a wider gap parts two words
UNIT_GAP = 1.2  # of a character's height: a unit stands at most this far behind its number
# share of the line box that letters take in fonts without Chinese characters: DejaVu, Liberation, Times
LATIN_SIZE = 0.86
DIGIT_SIZE = 1.2  # how many times as high as its digits a font's Chinese characters are
# of a character's height: the middles of words in two cells of one line differ by less
SAME_LINE = 0.85
LEVEL = 0.35  # of a character's height: the middles of words in one cell of one line differ by less
INSIDE = 2.4  # of a character's height: full-width spaces inside a label are up to so wide
BETWEEN = 0.35  # of a character's height: two cells' labels stand at least so far apart
EDGE_PT = 1.0  # points: the left ends of texts set to one edge differ by less
SHORT = 5  # characters: words among the numbers are no longer (增13, 见附件)
TWICE = 6  # characters: the shortest label printed twice
CUT_REACH = 4.5  # of a character's height: a label goes on at most this far below its number
APART = 0.8  # of a character's height: a wider gap on a line parts two cells

_REPEATED = re.compile(r"([（(\u3400-\u9fff]\D{2,}?)\1+")
Extent = tuple[float, float]  # left and right

_BY_HEIGHT, FROM_LEFT = attrgetter("y"), attrgetter("x0")


class Word:
    """A run of characters without a gap between them; `members` are their positions on the page.

    `x` and `y` are its middle. `size` is the height of a Chinese character of the same type size, as the box of a digit is
    lower. All attributes are worked out when the word is made, as each is asked for dozens of times.
    """

    __slots__ = (
        "height", "is_number", "is_value", "look", "members", "size", "text", "x", "x0", "x1", "y", "y0", "y1",
    )  # fmt: skip

    def __init__(self, text: str, x0: float, y0: float, x1: float, y1: float, members: list[int]) -> None:
        self.text, self.members = text, members
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self.x, self.y = (x0 + x1) / 2, (y0 + y1) / 2
        self.look = look = look_of(text)
        self.is_value, self.is_number = look.is_value, look.is_number
        self.height = height = y1 - y0
        self.size = height * DIGIT_SIZE if look.is_ascii else height


def chars_to_words(chars: Chars, places: Ints) -> list[Word]:
    """Words of the characters at `places`, in the order in which the file gives them: a cell's stand together."""
    places = np.sort(places, kind="stable")  # this sort is quick as most are in order
    places = places.compress(~is_in(chars.codes.take(places), BLANKS))
    if not len(places):
        return []
    codes = chars.codes.take(places)
    left, top, right, bottom = chars.boxes.take(places, axis=0).T.copy()
    top, bottom = _set_to_size(left, top, right, bottom, is_cjk(codes))
    height, middle = bottom - top, top + bottom  # twice the middle
    low = np.minimum(height[1:], height[:-1])
    gap = left[1:] - right[:-1]
    step = np.abs(middle[1:] - middle[:-1]) / 2
    cut = (gap > WORD_GAP * low) | (gap < -0.5 * low) | (step > 0.4 * low)
    text = codes.tobytes().decode("utf-32-le")
    starts = np.concatenate(([0], positions(cut) + 1))
    if more := list(_repeats(text, starts)):
        starts = np.sort(np.concatenate((starts, more)))
    ends = np.append(starts[1:], len(places))
    tops, feet = (np.add.reduceat(side, starts) / (ends - starts) for side in (top, bottom))
    lefts, rights = np.minimum.reduceat(left, starts), np.maximum.reduceat(right, starts)
    members = places.tolist()
    words: list[Word] = []
    sides = (each.tolist() for each in (starts, ends, lefts, tops, rights, feet))
    for start, end, x0, y0, x1, y1 in zip(*sides, strict=True):
        word = Word(text[start:end], x0, y0, x1, y1, members[start:end])
        if word.look.is_unit and words and _is_unit_of(word, words[-1]):
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
    return words


def _repeats(text: str, starts: Ints) -> Iterator[int]:
    """Where labels begin within a run of characters that has no gaps.

    The run holds the labels of narrow columns (结果维持结果纠正), or the label of a wide cell printed in each of its columns.
    """
    ends = np.append(starts[1:], len(text))
    long = positions(ends - starts >= TWICE)
    for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
        if heads := heads_within(text[start:end]):
            yield from (start + place for place in heads)
        # it begins again with its first character, as few words do
        elif text.find(text[start], start + 3, end) > 0 and (found := _REPEATED.fullmatch(text, start, end)):
            size = len(found[1])
            yield from range(start + size, end, size)


def mark_counters(lines: Sequence[Sequence[Word]]) -> None:
    """Marks the numbers that are of labels: 3 above .要求提供公开出版物, from which it is cut, 三 below 5.属于."""
    for k, line in enumerate(lines):
        for rest in line:
            look = rest.look
            if not look.is_cut and (look.is_number or not look.is_bare_counter):
                continue
            for word in chain.from_iterable(lines[max(k - 3, 0) : k]):
                if rest.y - word.y < CUT_REACH * rest.height:
                    if look.is_cut:
                        _mark_cut(word, rest)
                    elif not word.is_value and overlap(rest, (word.x0, word.x1)) > 0:
                        _mark_end(rest, word)


def _mark_end(word: Word, label: Word) -> None:
    if begins_label(label.text + word.text):
        word.is_value = word.is_number = False


def _mark_cut(word: Word, rest: Word) -> None:
    if word.look.is_bare_counter and -EDGE_PT < word.x0 - rest.x0 < INSIDE * rest.height:
        word.is_value = word.is_number = False


def _is_unit_of(word: Word, number: Word) -> bool:
    """件 behind 1: one value, although a space stands between them."""
    beside = (
        0 <= word.x0 - number.x1 < UNIT_GAP * word.height and abs(word.y - number.y) < LEVEL * word.height
    )
    return beside and number.is_number


def _joined(a: Word, b: Word) -> Word:
    box = min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1)
    return Word(a.text + b.text, *box, a.members + b.members)


def _set_to_size(
    left: Floats, top: Floats, right: Floats, bottom: Floats, cjk: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Lowers the boxes of high characters to the letters' size around their middle.

    The box of a line may be half as high again as its letters, and overlap the next line's.
    """
    height = bottom - top
    wide = np.minimum(np.maximum(right - left, 0.6 * height), height)
    margin = (height - np.where(cjk, wide, LATIN_SIZE * height)) / 2
    return top + margin, bottom - margin


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


def overlap(word: Word, extent: Extent) -> float:
    """How far both lie over each other; negative: how far apart they are.

    Asked for most words and columns: `min` and `max` would take three times as long.
    """
    (left, right), x0, x1 = extent, word.x0, word.x1
    return (x1 if x1 < right else right) - (x0 if x0 > left else left)


def is_solid(line: Sequence[Word]) -> bool:
    """Running text or one cell's: no gap on the line is as wide as that between cells."""
    return len(line) < 2 or all(b.x0 - a.x1 < APART * a.height for a, b in pairwise(line))


class Label:
    """The words of one label, which may go over several lines; heights and places in points.

    `top`, `bottom`: the middles of its first and its last word, `y` the middle between them. `depth` counts the columns
    of labels from 0. `before`: how it begins, where that stands on the page before; `whole` with that.
    """

    __slots__ = ("before", "bottom", "depth", "height", "text", "top", "words", "y")

    def __init__(self, words: list[Word], depth: int = 0) -> None:
        self.words, self.depth, self.before = words, depth, ""
        first = words[0]
        self.top, self.height = first.y, first.height
        self._tell()

    def add(self, words: Iterable[Word]) -> None:
        self.words.extend(words)
        self._tell()

    def _tell(self) -> None:
        words = self.words
        self.text = words[0].text if len(words) == 1 else text_of(words)
        self.bottom = words[-1].y
        self.y = (self.top + self.bottom) / 2

    @property
    def members(self) -> list[int]:
        return members_of(self.words)

    @property
    def whole(self) -> str:
        return self.before + self.text


def members_of(words: Sequence[Word]) -> list[int]:
    if len(words) == 1:  # most cells
        return words[0].members
    return list(chain.from_iterable([word.members for word in words]))


def text_of(words: Iterable[Word]) -> str:
    return "".join([word.text for word in words])


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
