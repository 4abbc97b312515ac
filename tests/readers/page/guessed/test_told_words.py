"""Tables that tags part into cells, but for blank ones: when their words leave no doubt where the cells stand."""

from __future__ import annotations

import numpy as np
import pytest

from extract.readers._page.arrays import Span
from extract.readers._page.guessed.columns import UNTOLD, Leaves
from extract.readers._page.guessed.told_words import words_tell
from tests.readers.page.words_at import Word, chars

Placed = tuple[Span, Word]
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def x_of(column: int) -> float:
    return 200 + 60 * column


def heading(*, merged: bool = True, row: int = 0, y: float = 0) -> list[Placed]:
    """申请人情况 over three rows; 自然人 and 总计 reach down to the lowest as a rule."""
    cells: list[Placed] = [
        (
            Span(row, 0, 3, 2),
            (0, y + 10, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
        ),
        (Span(row, 2, 1, 7), (300, y, "申请人情况")),
        (Span(row + 1, 3, 1, 5), (300, y + 10, "法人或其他组织")),
    ]
    for column, label in enumerate(COLUMNS):
        outer = column in (0, 6)
        top = row + 1 if outer else row + 2
        down = 2 if outer and merged else 1
        cells.append((Span(top, 2 + column, down, 1), (x_of(column), y + 20, label)))
    return cells


def line(row: int, y: float, label: str, *numbers: str, col: int = 0) -> list[Placed]:
    """A row's cells; "" is a blank one, of which a browser's tags know nothing."""
    values = [
        (Span(row, 2 + column, 1, 1), (x_of(column), y, number))
        for column, number in enumerate(numbers)
        if number
    ]
    return [(Span(row, col, 1, 2 - col), (0 if not col else 90, y, label)), *values]


NEW = line(3, 40, "一、本年新收政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "21")
CARRIED = line(4, 55, "二、上年结转政府信息公开申请数量", "1", "", "3", "", "", "", "4")
OUTCOMES: list[Placed] = [
    (Span(5, 0, 2, 1), (0, 77, "三、本年度办理结果")),
    *line(5, 70, "（一）予以公开", "1", "", "", "", "5", "", "6", col=1),
    *line(6, 85, "（七）总计", "1", "", "", "", "5", "", "6", col=1),
]
TABLE = [*heading(), *NEW, *CARRIED, *OUTCOMES]


def tell(cells: list[Placed], *, left_out: Word | None = None, before: Leaves = UNTOLD) -> bool:
    words = [word for _, word in cells]
    page = chars([*words, left_out] if left_out else words)
    spans = list(dict.fromkeys(span for span, _ in cells))  # two lines of one cell have one
    numbers = [spans.index(span) for span, (_, _, text) in cells for _ in text]
    numbers += [-1] * (len(page) - len(numbers))
    return words_tell(spans, np.array(numbers), page, before)[0]


def moved(cells: list[Placed], text: str, *, right: float = 0, down: float = 0) -> list[Placed]:
    return [
        (span, (x + right, y + down, word) if word == text else (x, y, word)) for span, (x, y, word) in cells
    ]


def renamed(cells: list[Placed], old: str, new: str) -> list[Placed]:
    return [(span, (x, y, new if word == old else word)) for span, (x, y, word) in cells]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (TABLE, True),
        ([*heading(merged=False), *TABLE[len(heading()) :]], True),
        ([*TABLE, *heading(row=7, y=110), *line(10, 150, "四、结转下年度继续办理", "", "2")], True),
        ([*TABLE, *line(7, 100, "四、结转下年度继续办理", "", "2")], True),
        ([*TABLE, *line(7, 100, "合并办理的", "", "2")], False),
        ([*moved(TABLE, "21", down=-5), (NEW[-1][0], (x_of(6), 45, "0"))], True),
        ([*TABLE, *((span, (x, 49, "0")) for span, (x, _, _) in NEW[1:])], False),
        (moved(TABLE, "21", right=-30), True),
        (moved(TABLE, "4", right=-55), False),
        (renamed(TABLE, "商业企业", "别的企业"), False),
        (renamed(TABLE, "三、本年度办理结果", "二、上年结转政府信息公开申请数量"), False),
        (renamed(TABLE, "（一）予以公开", "（七）总计"), False),
        ([*heading(), *CARRIED, *OUTCOMES], False),
        (
            [
                *TABLE,
                (Span(7, 0, 1, 2), (0, 100, "四、结转下年度继续办理")),
                (Span(7, 3, 1, 2), (260, 100, "7")),
            ],
            False,
        ),
        (TABLE[len(heading()) :], False),
    ],
    ids=[
        "all",
        "labels that do not reach down",
        "the heading again",
        "another row",
        "a row that no form has",
        "a number of two lines, its label beside their middle",
        "numbers below others, their label lost",
        "a number beside its label, in a full row",
        "a number below another label",
        "no form's heading",
        "another group",
        "a row twice",
        "no full row",
        "a number in two columns",
        "no heading",
    ],
)
def test_words_in_the_order_of_a_form_leave_no_doubt(cells: list[Placed], expected: bool) -> None:
    assert tell(cells) == expected


ABOVE = Leaves(
    tuple((x_of(column), x_of(column) + 8 * len(label)) for column, label in enumerate(COLUMNS)), True
)


@pytest.mark.parametrize(
    ("cells", "before", "expected"),
    [
        ([*NEW, *CARRIED, *OUTCOMES], ABOVE, True),
        (TABLE, ABOVE._replace(extents=ABOVE.extents[::-1]), True),
        ([*NEW, *CARRIED, *OUTCOMES], ABOVE._replace(whole=False), False),
        ([*NEW, *CARRIED, *OUTCOMES], ABOVE._replace(extents=ABOVE.extents[1:]), False),
        ([(span, (x + 60, y, text)) for span, (x, y, text) in (*NEW, *CARRIED, *OUTCOMES)], ABOVE, False),
        (
            [(Span(0, 0, 1, 1), (200, 0, "1")), (Span(0, 1, 1, 1), (260, 0, "2"))],
            ABOVE,
            False,
        ),
    ],
    ids=["all", "its own heading", "no form's", "a column less", "columns elsewhere", "fewer columns"],
)
def test_a_heading_on_the_page_before_tells_the_columns(
    cells: list[Placed], before: Leaves, expected: bool
) -> None:
    assert tell(cells, before=before) == expected


def test_words_left_out_leave_one() -> None:
    assert not tell(TABLE, left_out=(300, 60, "另有"))
