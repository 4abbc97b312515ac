"""A web page's frame whose sides a table shares, drawn here cell by cell."""

from __future__ import annotations

import numpy as np
import pytest

from extract.readers._page.arrays import Chars, Rules
from extract.readers._page.ruled.frames import page_parts
from extract.readers._page.ruled.grid import rules_to_grids


def chars(*words: tuple[float, float, str]) -> Chars:
    places = [(x + 10 * k, y, letter) for x, y, word in words for k, letter in enumerate(word)]
    boxes = np.array([(x, y, x + 9, y + 9) for x, y, _ in places])
    return Chars(
        np.array([ord(letter) for *_, letter in places], np.uint32), boxes, np.zeros(len(places), np.int64)
    )


def test_a_table_that_fills_its_frame_is_read_whole() -> None:
    """The frame's one cell holds a smaller table above it, which alone had made each of its cells a part."""
    level = [(0, 0, 400), (200, 0, 400), (220, 0, 400), (240, 0, 400)]
    level += [(y, 100, 300) for y in (40, 60, 80)]
    upright = [(x, 0, 240) for x in (0, 400)] + [(200, 200, 240)] + [(x, 40, 80) for x in (100, 200, 300)]
    page = chars(
        (10, 10, "二、主动公开"), (110, 45, "规章"), (210, 45, "5"), (110, 65, "行政许可"), (210, 65, "6"),
        (10, 205, "行政处罚"), (210, 205, "12"), (10, 225, "行政强制"), (210, 225, "34"),
    )  # fmt: skip
    grids = rules_to_grids(Rules(np.array(level, float), np.array(upright, float)))
    parts = page_parts(grids, page, np.ones(len(page), dtype=bool))
    texts = ["".join(map(chr, page.codes[part.chosen])) for part in parts]
    assert texts == ["二、主动公开规章5行政许可6", "行政处罚12行政强制34"]
    assert [len(part.grids) for part in parts] == [1, 1]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("欢迎查阅。", ["首页政策解读", "本年工作有序。欢迎查阅。"]),  # a page laid out beside its menu
        ("规章", ["首页政策解读本年工作有序。规章"]),  # a form's label: it is a table
    ],
)
def test_a_frame_is_what_holds_running_text_and_no_label(second: str, expected: list[str]) -> None:
    """Its cells are read one after the other; a table's rows are not parted so."""
    level, upright = [(0, 0, 400), (200, 0, 400)], [(x, 0, 200) for x in (0, 100, 400)]
    page = chars((10, 10, "首页"), (10, 30, "政策解读"), (110, 10, "本年工作有序。"), (110, 30, second))
    grids = rules_to_grids(Rules(np.array(level, float), np.array(upright, float)))
    parts = page_parts(grids, page, np.ones(len(page), dtype=bool))
    assert ["".join(map(chr, page.codes[part.chosen])) for part in parts] == expected
