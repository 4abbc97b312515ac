"""Characters -> words: what the alignment of unruled tables works with.

What makes it hard: spaces stand within numbers and are missing between columns, and the box of a line may be half as high
again as its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Ints, positions
from extract.readers._page.geometry import Extent
from extract.readers._page.text import BLANKS, is_cjk, is_in
from extract.readers._page.wording import look_of

WORD_GAP = 0.25  # of a character's height: a wider gap parts two words
UNIT_GAP = 1.2  # of a character's height: a unit stands at most this far behind its number
# share of the line box that letters take in fonts without Chinese characters: DejaVu, Liberation, Times
LATIN_SIZE = 0.86
DIGIT_SIZE = 1.2  # how many times as high as its digits a font's Chinese characters are
LEVEL = 0.35  # of a character's height: the middles of words in one cell of one line differ by less
EDGE_PT = 1.0  # points: the left ends of texts set to one edge differ by less


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


def overlap(word: Word, extent: Extent) -> float:
    """How far both lie over each other; negative: how far apart they are.

    Asked for most words and columns: `min` and `max` would take three times as long.
    """
    (left, right), x0, x1 = extent, word.x0, word.x1
    return (x1 if x1 < right else right) - (x0 if x0 > left else left)


def members_of(words: Sequence[Word]) -> list[int]:
    if len(words) == 1:  # most cells
        return words[0].members
    return list(chain.from_iterable([word.members for word in words]))


def text_of(words: Iterable[Word]) -> str:
    return "".join([word.text for word in words])
