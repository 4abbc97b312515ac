"""Lines of a PDF's running text: which of them are one paragraph."""

from __future__ import annotations

import pytest

from extract.model import Cell, Paragraph, Place, Table
from extract.readers._page.across.flow import join_pages
from extract.readers._page.page_blocks import INFERRED, TOLD, PageBlocks
from extract.readers._page.text import Line

LEFT, RIGHT, SIZE = 90.0, 505.0, 14.0
INDENTED = LEFT + 2 * SIZE


def lines(*printed: tuple[str, float, float], step: float) -> list[Line]:
    """Lines (text, x0, x1), `step` points apart."""
    return [
        Line(text, x0, 100 + n * step, x1, 100 + n * step + SIZE) for n, (text, x0, x1) in enumerate(printed)
    ]


TITLE = ("清河县民政局2017年政府信息公开工作年度报告", 150.0, 445.0)
SENTENCE = ("2017年，我局认真贯彻落实《条例》，主动公开政府信息。", LEFT, RIGHT)
FIRST = ("2017年，我局认真贯彻落实《条例》，扎实推进各项工作，主动公开", INDENTED, RIGHT)
SECOND = ("政府信息，及时回应社会关切，全年召开会议部署工作。", LEFT, RIGHT)


@pytest.mark.parametrize(
    ("printed", "step", "paragraphs"),
    [
        ((TITLE, SENTENCE, SENTENCE), 39, [1, 1, 1]),
        ((TITLE, SENTENCE), 20, [1, 1]),
        ((FIRST, SECOND, FIRST), 28, [2, 1]),
        ((FIRST, SECOND, SECOND), 28, [3]),
        ((FIRST, SECOND), 35, [2]),
    ],
    ids=["sentences apart", "a title over text", "indented", "full lines", "wide spacing"],
)
def test_lines_of_a_paragraph(
    printed: tuple[tuple[str, float, float], ...], step: float, paragraphs: list[int]
) -> None:
    page = PageBlocks(1, 595.0, 842.0, lines(*printed, step=step))
    blocks = join_pages([page])
    left = [text for text, *_ in printed]
    expected = ["".join(left[sum(paragraphs[:n]) : sum(paragraphs[: n + 1])]) for n in range(len(paragraphs))]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == expected


HEAD = ("年度报告汇编", LEFT, 200.0)


@pytest.mark.parametrize(
    ("tops", "kept"),
    [
        ((HEAD, SENTENCE), [SENTENCE[0]]),
        ((("一、总体情况", LEFT, 200.0), HEAD), ["一、总体情况", HEAD[0]]),
        ((("全年未收到申请。", LEFT, 200.0), HEAD), ["全年未收到申请。", HEAD[0]]),
        ((HEAD, HEAD, SENTENCE), [SENTENCE[0]]),
    ],
    ids=["a running head", "a heading above it", "a sentence above it", "two lines of it"],
)
def test_what_pages_print_at_the_same_place(
    tops: tuple[tuple[str, float, float], ...], kept: list[str]
) -> None:
    """On each of three pages; reports of one template begin so, too."""
    pages = [
        PageBlocks(
            number,
            595.0,
            842.0,
            [Line(text, x0, 30 + 18 * n, x1, 44 + 18 * n) for n, (text, x0, x1) in enumerate(tops)],
        )
        for number in (1, 2, 3)
    ]
    texts = [block.text for block in join_pages(pages) if isinstance(block, Paragraph)]
    assert "".join(texts) == "".join(kept * 3)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (
            "2024/1/30 15:03 甲县乙局2023年政府信息公开工作年度报告",
            "https://www.example.gov.cn/a/202401/t1.html 1/2",
        ),
        ("1/30/24, 3:03 PM甲县乙局2023年政府信息公开工作年度报告", "file:///C:/a.html1/2"),
    ],
)
def test_what_a_browser_prints_at_the_edges_may_be_larger_than_the_text(head: str, foot: str) -> None:
    """The page is printed smaller, these are not."""
    title = "甲县乙局2023年政府信息公开工作年度报告"
    pages = [
        PageBlocks(
            number,
            595.0,
            842.0,
            [
                Line(head, 24.0, 15.0, 440.0, 26.0),
                *(Line(text, LEFT, 60.0 + 8 * n, 500.0, 66.0 + 8 * n) for n, text in enumerate(texts)),
                Line(foot, 24.0, 820.0, 580.0, 831.0),
            ],
        )
        for number, texts in ((1, (title, SENTENCE[0], SENTENCE[0])), (2, (SENTENCE[0],) * 4))
    ]
    found = "".join(block.text for block in join_pages(pages) if isinstance(block, Paragraph))
    assert found == title + SENTENCE[0] * 6


@pytest.mark.parametrize(
    ("below", "kept"),
    [("二、主动公开政府信息情况", [TITLE[0]]), ("清河县民政局2017年年报", [])],
    ids=["named there alone", "named below"],
)
def test_the_one_line_that_names_the_report_is_no_running_head(below: str, kept: list[str]) -> None:
    """Each sheet of a workbook prints it above its table; the second case is a page's head over a title."""
    pages = [
        PageBlocks(
            number,
            595.0,
            842.0,
            [Line(TITLE[0], LEFT, 30, 440, 44), Line(below * (number == 1), LEFT, 130, 250, 144)],
        )
        for number in (1, 2, 3)
    ]
    texts = [block.text for block in join_pages(pages) if isinstance(block, Paragraph)]
    assert [text for text in texts if text] == [*kept, below]


@pytest.mark.parametrize(
    ("x", "foot", "flags"),
    [
        (452, True, ("column_inferred",)),
        (452, False, ("column_inferred",)),
        (290, True, ()),
        (290, False, ()),
    ],
)
def test_a_digit_alone_below_a_number_at_a_pages_end_leaves_a_doubt(
    x: float, foot: bool, flags: tuple[str, ...]
) -> None:
    """14 in a page's last row, 0 below it or on top of the next page: 140 or a page number."""
    texts = [("四、结转下年度继续办理", 60, 200), ("14", 444, 460)]
    cells = [Cell(text, 0, k, place=Place(1, x0, 750, x1, 758)) for k, (text, x0, x1) in enumerate(texts)]
    pages = [PageBlocks(n, 595.0, 842.0) for n in (1, 2)]
    pages[0].tables = [Table(tuple(cells), 1, 2, flags=TOLD)]
    y = 773.0 if foot else 60.0
    pages[0 if foot else 1].page_numbers = [Line("0", x, y, x + 8, y + 8)]
    (table,) = (block for block in join_pages(pages) if isinstance(block, Table))
    assert table.flags == flags


@pytest.mark.parametrize(
    ("label", "flags"),
    [("", ("column_inferred",)), ("果", ("column_inferred",)), ("（七）总计", ()), ("申请人情况", ())],
)
def test_numbers_without_a_label_on_top_of_the_next_page_leave_a_doubt(
    label: str, flags: tuple[str, ...]
) -> None:
    """They may be what the page's end cut off the last row. 果 ends the label of a group that began before."""
    pages = [PageBlocks(n, 595.0, 842.0) for n in (1, 2)]
    for page, text, told in zip(pages, ("四、结转下年度继续办理", label), (TOLD, INFERRED), strict=True):
        page.tables = [Table((Cell(text, 0, 0), Cell("14", 0, 1)), 1, 2, flags=told)]
    table = next(block for block in join_pages(pages) if isinstance(block, Table))
    assert table.flags == flags


@pytest.mark.parametrize(
    ("page", "text", "x", "y", "flags"),
    [
        (1, "用 用", 452, 760, ("column_inferred",)),
        (1, "９", 420, 760, ("column_inferred",)),
        (2, "用", 452, 60, ("column_inferred",)),
        (2, "９", 420, 300, ("column_inferred",)),
        (1, "（三）接受培训人员数 人次", 60, 770, ("column_inferred",)),
        (2, "（三）接受培训人员数 人次", 60, 60, ("column_inferred",)),
        (1, "用", 452, 790, ()),
        (1, "注：", 60, 760, ()),
        (1, "清河县民政局", 400, 760, ()),
        (2, "四、行政复议、行政诉讼情况", 60, 60, ()),
    ],
)
def test_short_words_that_follow_the_last_rows_values_leave_a_doubt(
    page: int, text: str, x: float, y: float, flags: tuple[str, ...]
) -> None:
    """不适 in a page's last row, 用 below it or on top of the next page; or a row without a number."""
    texts = [("四、结转下年度继续办理", 60, 200), ("不适", 444, 460)]
    cells = [Cell(text, 0, k, place=Place(1, x0, 750, x1, 758)) for k, (text, x0, x1) in enumerate(texts)]
    pages = [PageBlocks(n, 595.0, 842.0) for n in (1, 2)]
    pages[0].tables = [Table(tuple(cells), 1, 2, flags=TOLD)]
    pages[page - 1].lines = [Line(text, x, y, x + 9 * len(text), y + 9)]
    (table,) = (block for block in join_pages(pages) if isinstance(block, Table))
    assert table.flags == flags


def test_a_table_that_goes_on_in_the_sheets_right_half_stands_where_it_begins() -> None:
    """Two pages on one sheet: at the head of the right half it stands higher than the heading above its beginning."""

    def half(left: float, top: float, labels: tuple[str, ...]) -> Table:
        cells = [
            Cell(text, row, col, place=Place(1, left + 90 * col, top + 20 * row, left + 90 * col + 90, top + 20 * row + 20))
            for row, label in enumerate(labels)
            for col, text in enumerate((label, "3"))
        ]  # fmt: skip
        return Table(tuple(cells), len(labels), 2)

    heading = lines(("二、主动公开政府信息情况", 40.0, 200.0), step=20)
    pages = [
        PageBlocks(1, 421.0, 595.0, heading, [half(40, 500, ("行政许可", "行政处罚"))]),
        PageBlocks(1, 421.0, 595.0, [], [half(461, 60, ("行政强制",))], region=1),
    ]
    first, table = join_pages(pages)
    assert isinstance(first, Paragraph)
    assert isinstance(table, Table)
    assert table.n_rows == 3
