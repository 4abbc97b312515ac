"""Tables without upright lines: when their words, or level lines, leave no doubt where their cells stand."""

from __future__ import annotations

import numpy as np
import pytest

from extract.readers._page.guessed.align import lines_to_tables
from extract.readers._page.guessed.columns import UNTOLD, Columns, Leaves
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


FORM_2014: list[Word] = [
    *((0, 10, "统计指标"), (300, 10, "单位"), (380, 10, "统计数")),
    *((0, 30, "1.当面申请数"), (304, 30, "件"), (385, 30, "12")),
    *((0, 45, "2.传真申请数"), (304, 45, "件"), (385, 45, "3")),
    *((0, 60, "3.网络申请数"), (304, 60, "件"), (385, 60, "4")),
]
NOTE: Word = (0, 75, "备注：以上数据截至12月31日")


def moved(words: list[Word], y: float, down: float) -> list[Word]:
    """The words with all numbers and units at the height `y` set further down."""
    return [(x, at + down if at == y and x > 0 else at, text) for x, at, text in words]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (FORM_2014, 2),
        (without(FORM_2014, "3"), 2),
        ([*FORM_2014, NOTE], 2),
        ([*FORM_2014, (0, 75, "4.信函申")], 2),
        ([*without(FORM_2014, "2.传真申请数"), (0, 45, "2.转真申请数")], 2),
        (without(FORM_2014, "2.传真申请数", "3"), 0),
        (moved(FORM_2014, 45, 5), 2),
        (moved(FORM_2014, 45, 7), 0),
        ([*without(FORM_2014, "3"), (385, 50, "3")], 0),
        ([*without(FORM_2014, "2.传真申请数"), (0, 45, "2.其他申请事项数")], 0),
        ([*without(FORM_2014, "2.传真申请数"), (0, 45, "4.信函申请数")], 0),
        ([*without(FORM_2014, "3"), (385, 45, "3"), (385, 53, "5")], 0),
        ([*without(FORM_2014, "统计数"), (400, 10, "统计数")], 2),
        ([*without(FORM_2014, "统计数", "3"), (400, 10, "统计数")], 2),
        ([word for word in FORM_2014 if word[1:] != (45, "件")], 2),
        ([*(word for word in FORM_2014 if word[:2] != (304, 45) and word[2] != "3"), (370, 45, "3")], 0),
        ([*without(FORM_2014, "单位"), (300, 10, "单价")], 0),
        ([*without(FORM_2014, "12", "3", "4")], 0),
        ([*FORM_2014, (200, 50, "另有口头申请")], 0),
        ([*(word for word in FORM_2014 if word[1] != 45), *row(45, "2.传真申请数"), (304, 50, "件")], 0),
    ],
    ids=[
        "all",
        "a blank cell",
        "a note without numbers",
        "a label cut by the page's end",
        "a damaged label",
        "a unit without label and number",
        "numbers set lower in their row",
        "numbers between two rows",
        "a number between two rows",
        "a label that no form knows",
        "rows in another order",
        "a number below one, its label lost",
        "numbers beside their label, in full rows",
        "a blank cell below one beside its label",
        "a blank unit",
        "a number where no full row has one",
        "no form's heading",
        "no full row",
        "words between two rows",
        "a unit alone between two rows",
    ],
)
def test_words_in_the_order_of_a_form_leave_no_doubt(words: list[Word], expected: int) -> None:
    """A label over each number and a row's label beside it; no line is drawn."""
    assert len(told(sorted(words, key=lambda word: (word[1], word[0])), [])) == expected


def test_words_left_out_of_the_table_leave_one() -> None:
    page = chars([*FORM_2014, (200, 38, "另有")])
    lines = [line for line in chars_to_lines(page) if line.text != "另有"]
    (guess,) = lines_to_tables(lines, page)
    assert told_leaves(guess, page, np.empty((0, 3))) == (False, UNTOLD)


@pytest.mark.parametrize(("rows", "expected"), [((50,), 15), ((50, 70), 0)])
def test_the_one_row_of_a_form_without_labels_leaves_no_doubt(rows: tuple[int, ...], expected: int) -> None:
    """政府信息公开行政复议、行政诉讼情况, section 四."""
    labels = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
    words = [(40.0 * k, 30.0, label) for k, label in enumerate(labels)]
    words += [(40 * k + 8, y, str(k % 5)) for y in rows for k in range(15)]
    assert len(told(words, [])) == expected


OUTCOMES: list[Word] = [
    (0, 80, "三、本年度办理结果"),
    *((150, 50, "（一）予以公开"), (400, 50, "1"), (460, 50, "2"), (520, 50, "3")),
    (150, 80, "（三）不予公开"),
    *((250, 70, "1.属于国家秘密"), (400, 70, "4"), (460, 70, "5"), (520, 70, "6")),
    *((250, 90, "8.属于行政查询事项"), (400, 90, "7"), (460, 90, "8"), (520, 90, "9")),
    *((150, 110, "（七）总计"), (400, 110, "12"), (460, 110, "15"), (520, 110, "18")),
]
REST: list[Word] = [(250, 30, "不再处理其政府信息公开申请")]
ABOVE = Leaves(((390, 420), (450, 480), (510, 540)), whole=True)

CARRIED = "二、上年结转政府信息公开申请数量"


def renamed(old: str, new: str) -> list[Word]:
    return [(x, y, new if text == old else text) for x, y, text in OUTCOMES]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (OUTCOMES, True),
        ([*REST, *OUTCOMES], True),
        ([*REST, (400, 30, "4"), *OUTCOMES], True),
        ([(250, 30, "一些别的文字"), (400, 30, "4"), *OUTCOMES], False),
        (renamed("（七）总计", "（五）不予处"), True),
        (renamed("（七）总计", "一些别的文字"), False),
        (renamed("（三）不予公开", "（五）不予处理"), False),
        (renamed("（三）不予公开", "（三）不予公"), False),
        ([(0, 30, CARRIED), (150, 30, CARRIED), (250, 30, CARRIED), (400, 30, "4"), *OUTCOMES], True),
        ([word for word in renamed("（三）不予公开", "（三）不予公") if word[1] < 110], True),
        (renamed("8.属于行政查询事项", "1.信访举报投诉类申请"), False),
    ],
    ids=[
        "groups",
        "the rest of a label without numbers",
        "the rest of a label with its numbers",
        "words with a number",
        "a label cut by the page's end",
        "words at the page's end",
        "another group",
        "a damaged group",
        "a label printed again before it",
        "a group cut by the page's end",
        "another group's row",
    ],
)
def test_rows_below_the_groups_of_a_form_leave_no_doubt(words: list[Word], expected: bool) -> None:
    """They go on below a heading on the page before."""
    page = chars(words)
    labels = (0.0, 150.0, 250.0)
    (guess,) = lines_to_tables(chars_to_lines(page), page, Columns(ABOVE.extents, labels, ABOVE.extents))
    assert told_leaves(guess, page, np.empty((0, 3)), ABOVE)[0] == expected


@pytest.mark.parametrize(
    ("heading", "count"),
    [(WHOLE, 3), ([(200, 30, "制发件数"), (260, 30, "废止件数")], 2), (HEAD, 0)],
    ids=["a form's columns", "plain", "with a group, not all of a form's columns"],
)
def test_a_heading_tells_the_next_pages_columns_though_its_own_rows_are_in_doubt(
    heading: list[Word], count: int
) -> None:
    leaves = sorted(x for x, y, _ in heading if y == 30) if count else [300, 360, 420]
    unknown = row(50, "一些别的文件", *((x, str(n)) for n, x in enumerate(leaves)))
    page = chars([*heading, *unknown])
    (guess,) = lines_to_tables(chars_to_lines(page), page)
    level = np.array([(y, 0, 480) for y in (5, 24, 44, 64)], dtype=np.float64)
    found, below = told_leaves(guess, page, level)
    assert (found, len(below.extents)) == (False, count)
