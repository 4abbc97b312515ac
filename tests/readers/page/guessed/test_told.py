"""Tables with level lines and without upright ones: when no doubt is left where their cells stand."""

from __future__ import annotations

import numpy as np
import pytest

from extract.readers._page.guessed.align import lines_to_tables
from extract.readers._page.guessed.told import told_leaves
from extract.readers._page.text import chars_to_lines
from tests.readers.page.words_at import Word, chars

Line = tuple[float, float, float]  # y, left, right

HEAD: list[Word] = [
    (300, 10, "自然人"),
    (380, 10, "法人或其他组织"),
    (360, 30, "商业企业"),
    (420, 30, "科研机构"),
]
HEAD_LINES: list[Line] = [(5, 0, 480), (24, 350, 480), (44, 0, 480)]
LEAVES = ((300, 324), (360, 392), (420, 452))


def row(y: float, label: str, *numbers: tuple[float, str]) -> list[Word]:
    return [(0, y, label), *((x, y, number) for x, number in numbers)]


CUT: list[Word] = [(0, 100, "四、结转下年度继"), (0, 110, "续办理")]
FIRST = row(50, "一、本年新收政府信息公开申请数量", (310, "1"), (370, "20"), (430, "3"))
SECOND = row(70, "二、上年结转政府信息公开申请数量", (310, "4"), (370, "5"), (430, "6"))
LAST = row(90, "四、结转下年度继续办理", (310, "7"), (370, "8"), (430, "9"))
ROW_LINES: list[Line] = [(64, 0, 480), (84, 0, 480), (104, 0, 480)]
WORDS, LINES = [*HEAD, *FIRST, *SECOND, *LAST], [*HEAD_LINES, *ROW_LINES]


def told(words: list[Word], lines: list[Line]) -> tuple[tuple[float, float], ...]:
    page = chars(words)
    (guess,) = lines_to_tables(chars_to_lines(page), page)
    told, leaves = told_leaves(guess, page, np.array(lines, dtype=np.float64).reshape(-1, 3))
    return leaves.extents if told else ()


def without(words: list[Word], *texts: str) -> list[Word]:
    return [word for word in words if word[2] not in texts]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (WORDS, LINES),
        (without(WORDS, "5"), LINES),
        (WORDS, [(y, x, x + 61) for y, left, right in LINES for x in range(int(left), int(right) - 1, 60)]),
        (
            [*HEAD, *FIRST, *SECOND, *CUT, *LAST[1:]],
            [*LINES[:-1], (120, 0, 480)],
        ),
    ],
    ids=["all", "a blank cell", "lines in pieces", "a label of two lines"],
)
def test_lines_around_each_row_and_a_label_over_each_number_leave_no_doubt(
    words: list[Word], lines: list[Line]
) -> None:
    assert told(words, lines) == LEAVES


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (WORDS, []),
        (WORDS, [*HEAD_LINES, (104, 0, 480)]),
        (WORDS, LINES[:-1]),
        ([*HEAD, *FIRST, *SECOND, *CUT, *LAST[1:]], [*LINES[:-1], (109, 0, 200), (120, 0, 480)]),
        (WORDS, [(5, 0, 480), *LINES[2:]]),
        (WORDS, [(5, 0, 480), (24, 290, 480), *LINES[2:]]),
        (without(WORDS, "科研机构"), LINES),
        ([*without(WORDS, "5"), (400, 70, "5")], LINES),
        ([*without(WORDS, "1", "20", "3"), (340, 50, "1"), (400, 50, "20"), (460, 50, "3")], LINES),
        (without(WORDS, "3", "5", "8"), LINES),
        ([*without(WORDS, "5"), (370, 66, "5"), (370, 75, "5")], LINES),
        ([*WORDS, (200, 95, "一些别的文字")], LINES),
        ([*without(WORDS, "四、结转下年度继续办理"), (0, 90, "四、结转下年")], LINES),
    ],
    ids=[
        "no lines",
        "no lines between rows",
        "no line below the last row",
        "a line through a label",
        "no line below a group's label",
        "a wider line below a group's label",
        "a column without label",
        "a number between two labels",
        "a row beside the labels",
        "no row with all numbers",
        "a number of two lines",
        "words beside a label",
        "a label that the page's end cut",
    ],
)
def test_anything_else_leaves_one(words: list[Word], lines: list[Line]) -> None:
    assert told(words, lines) == ()


WHOLE: list[Word] = [
    (x, 30, label) for x, label in zip((200, 260, 320), ("制发件数", "废止件数", "现行有效件数"), strict=True)
]
# 5 stands to the right of its label, as in a cell that is set to its right edge
FULL = [
    *row(50, "规章", (205, "1"), (265, "20"), (330, "3")),
    *row(70, "行政规范性文件", (210, "4"), (294, "5"), (340, "6")),
    *row(90, "规章", (205, "7"), (260, "8000000"), (335, "9")),
]


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ([*WHOLE, *FULL], True),
        ([*WHOLE, *without(FULL, "4")], False),
        ([*WHOLE, *without(FULL, "6"), (309, 70, "6")], False),
        ([*WHOLE, *without(FULL, "行政规范性文件"), (0, 70, "一些别的文件")], False),
        ([*without(WHOLE, "废止件数"), (260, 30, "一些件数"), *FULL], False),
    ],
    ids=[
        "each row is full",
        "a blank cell",
        "two numbers close to each other",
        "a label that no form knows",
        "no form's heading",
    ],
)
def test_the_order_of_a_full_row_tells_its_columns(words: list[Word], is_told: bool) -> None:
    lines: list[Line] = [(y, 0, 400) for y in (24, 44, 64, 84, 104)]
    assert bool(told(words, lines)) == is_told


FOUR: list[Word] = [
    (x, 30, label) for x, label in zip((300, 345, 390, 435), ("结果维持", "结果纠正") * 2, strict=True)
]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [((322, 412), 4), ((300, 390), 4), ((322, 390), 0), ((310, 400), 0)],
    ids=["in the middle", "at the left", "one of each", "at neither"],
)
def test_labels_over_one_line_stand_in_the_middle_or_at_the_left(
    groups: tuple[float, float], expected: int
) -> None:
    heading = [(x, 10, label) for x, label in zip(groups, ("行政复议", "行政诉讼"), strict=True)]
    numbers = [(x + 8, str(n)) for n, (x, _, _) in enumerate(FOUR)]
    words = [*heading, *FOUR, *row(50, LAST[0][2], *numbers), *row(70, SECOND[0][2], *numbers)]
    lines: list[Line] = [(5, 0, 480), (24, 290, 480), (44, 0, 480), (64, 0, 480), (84, 0, 480)]
    assert len(told(words, lines)) == expected


THREE_LINES: list[Line] = [(5, 0, 480), (24, 0, 480), (74, 0, 480)]
FORM_2014: list[Word] = [
    *((0, 10, "统计指标"), (300, 10, "单位"), (380, 10, "统计数")),
    *((0, 30, "1.当面申请数"), (304, 30, "件"), (385, 30, "12")),
    *((0, 45, "2.传真申请数"), (304, 45, "件"), (385, 45, "3")),
    *((0, 60, "3.网络申请数"), (304, 60, "件"), (385, 60, "4")),
]


@pytest.mark.parametrize(
    ("words", "lines", "expected"),
    [
        (FORM_2014, THREE_LINES, 2),
        (without(FORM_2014, "3"), THREE_LINES, 2),
        ([*FORM_2014, (0, 85, "二、存在的主要问题")], THREE_LINES, 2),
        (FORM_2014, THREE_LINES[:2], 2),
        (FORM_2014, THREE_LINES[:1], 0),
        ([*FORM_2014, (0, 85, "4.信函申请数")], THREE_LINES[:2], 0),
        ([*without(FORM_2014, "2.传真申请数"), (0, 45, "2.转真中请类")], THREE_LINES, 0),
        ([*without(FORM_2014, "3"), (385, 50, "3")], THREE_LINES, 0),
        ([*without(FORM_2014, "统计数"), (400, 10, "统计数")], THREE_LINES, 0),
    ],
    ids=[
        "all",
        "a blank cell",
        "text below the last line",
        "no last line",
        "no line below the heading",
        "no last line, but text",
        "a label that no form knows",
        "a number between two rows",
        "a number beside its label",
    ],
)
def test_rows_without_lines_must_be_a_forms_own(words: list[Word], lines: list[Line], expected: int) -> None:
    page = chars(words)
    text = chars_to_lines(page)
    (guess,) = lines_to_tables(text, page)
    others = [line for line in text if (guess.numbers[list(line.members)] < 0).all()]
    found, leaves = told_leaves(guess, page, np.array(lines, dtype=np.float64), others)
    assert (len(leaves.extents) if found else 0) == expected


@pytest.mark.parametrize(
    ("heading", "count"),
    [(WHOLE, 3), ([(200, 30, "制发件数"), (260, 30, "废止件数")], 2), (HEAD, 0)],
    ids=["a form's columns", "plain", "with a group, not all of a form's columns"],
)
def test_a_heading_tells_the_next_pages_columns_though_its_own_rows_are_in_doubt(
    heading: list[Word], count: int
) -> None:
    """The page's end may have cut a row whose label no form spells so."""
    leaves = sorted(x for x, y, _ in heading if y == 30) if count else [300, 360, 420]
    cut = row(50, "行政规范性", *((x, str(n)) for n, x in enumerate(leaves)))
    page = chars([*heading, *cut])
    (guess,) = lines_to_tables(chars_to_lines(page), page)
    level = np.array([(y, 0, 480) for y in (5, 24, 44, 64)], dtype=np.float64)
    found, below = told_leaves(guess, page, level)
    assert (found, len(below.extents)) == (False, count)
