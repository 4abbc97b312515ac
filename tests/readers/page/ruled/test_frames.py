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
    ("words", "parts"),
    [
        ("本年工作有序。欢迎查阅。", ["本年工作有序。欢迎查阅。", "规章12行政许可34"]),
        ("二、主动公开", ["二、主动公开规章12行政许可34"]),
    ],
    ids=["running text", "heading"],
)
def test_running_text_above_a_table_with_the_sides_of_the_pages_frame_is_no_row_of_it(
    words: str, parts: list[str]
) -> None:
    level: Lines = [(y, 0, 400) for y in (0, 100, 120, 140)]
    upright: Lines = [(0, 0, 140), (200, 100, 140), (400, 0, 140)]
    table = [(10.0, 105.0, "规章"), (210.0, 105.0, "12"), (10.0, 125.0, "行政许可"), (210.0, 125.0, "34")]
    assert read([(10, 10, words), *table], level, upright) == parts


def test_a_remark_in_a_numbers_place_is_the_tables() -> None:
    level: Lines = [(y, 0, 400) for y in (0, 100, 120, 140)]
    upright: Lines = [(0, 0, 140), (200, 100, 140), (400, 0, 140)]
    words = [(10.0, 10.0, "二、主动公开"), (10.0, 105.0, "规章"), (210.0, 105.0, "12")]
    words += [(10.0, 125.0, "行政许可"), (210.0, 125.0, "无。见网站。")]
    assert read(words, level, upright) == ["二、主动公开规章12行政许可无。见网站。"]


Lines = list[tuple[float, float, float]]
SIDES: tuple[Lines, Lines] = ([(0, 0, 400), (200, 0, 400)], [(x, 0, 200) for x in (0, 100, 400)])


def read(words: list[tuple[float, float, str]], level: Lines, upright: Lines) -> list[str]:
    """The text of each part of a page."""
    page = chars(*words)
    grids = rules_to_grids(Rules(np.array(level, float), np.array(upright, float)))
    parts = page_parts(grids, page, np.ones(len(page), dtype=bool))
    return ["".join(map(chr, page.codes[part.chosen])) for part in parts]


@pytest.mark.parametrize(
    ("menu", "first", "second", "is_frame"),
    [
        ("首页", "本年工作有序。", "欢迎查阅。", True),  # a page laid out beside its menu
        ("首页", "本年工作有序。", "规章", False),
        ("规章", "本年工作有序。", "欢迎查阅。", False),
        ("首页", "本年工作有序。", "欢迎查阅", False),
        ("首页。", "本年工作有序。", "欢迎查阅", False),
    ],
    ids=["text", "a label beside it", "a label in the other cell", "one sentence", "one sentence a cell"],
)
def test_a_frame_is_what_holds_running_text_and_no_label(
    menu: str, first: str, second: str, is_frame: bool
) -> None:
    """Its cells are read one after the other; a table's are not parted."""
    words = [(10.0, 10.0, menu), (110.0, 10.0, first), (110.0, 30.0, second)]
    assert read(words, *SIDES) == ([menu, first + second] if is_frame else [menu + first + second])


@pytest.mark.parametrize(
    ("left", "columns", "is_frame"),
    [(120, 2, True), (120, 1, False), (60, 2, False)],
    ids=["a table", "a box around a paragraph", "a table over two cells"],
)
def test_a_grid_with_a_table_in_one_of_its_cells_is_a_frame(
    left: float, columns: int, is_frame: bool
) -> None:
    level, upright = SIDES
    inner = [(left + 180 * n / columns, 50.0, 90.0) for n in range(columns + 1)]
    words = [(10.0, 10.0, "首页"), (110.0, 10.0, "报告"), (125.0, 60.0, "规章"), (225.0, 60.0, "5")]
    words.append((10.0, 110.0, "政策"))
    parts = read(words, [*level, *((y, left, left + 180) for y in (50.0, 70.0, 90.0))], [*upright, *inner])
    assert parts == (["首页政策", "报告规章5"] if is_frame else ["首页报告规章5政策"])
