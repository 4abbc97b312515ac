"""Closing punctuation over a cell's edge belongs to its own line; the truth is the line as it was set."""

import numpy as np
import pytest

from extract.readers._page.arrays import Chars
from extract.readers._page.ruled.hanging import with_hanging

SIZE = 12.0  # points


def line(words: str, x: float, y: float = 0.0) -> list[tuple[int, tuple[float, float, float, float]]]:
    return [(ord(c), (x + k * SIZE, y, x + (k + 1) * SIZE, y + SIZE)) for k, c in enumerate(words)]


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        (line("情形）", 70) + line("0", 110), 3),  # ） stands from 94 to 106
        (line("情形", 70) + line("）0", 100), 2),  # apart from the word before it
        (line("情形", 70) + line("）", 94, y=20), 2),  # on the line below
        (line("情0", 82), 1),
    ],
)
def test_it_goes_with_the_character_that_it_follows(
    printed: list[tuple[int, tuple[float, float, float, float]]], first: int
) -> None:
    """Two cells that meet at 96; the first characters are of the left one."""
    codes, boxes = (np.array(column) for column in zip(*printed, strict=True))
    chars = Chars(codes.astype(np.uint32), boxes.astype(float), np.zeros(len(codes), np.int64))
    numbers = (chars.x > 96).astype(np.int64)
    assert with_hanging(chars, numbers).tolist() == [0] * first + [1] * (len(codes) - first)
