"""A heading or a label that a page's end cuts in two, or a heading off from its rows; the truth is what was drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.cuts import join_cut_tables
from extract.readers._page.guessed.align import last_label, lines_to_tables, looks_like_table
from extract.readers._page.guessed.cut_heads import cut_heading, read_below
from extract.readers._page.page_blocks import INFERRED, PageBlocks
from extract.readers._page.text import chars_to_cell_texts, chars_to_lines
from tests.readers.page.words_at import Word, chars, row

HEAD: list[Word] = [
    (200, 0, "自然人"),
    (240, 0, "法人或其他组织"),
    (240, 12, "商业"),
    (280, 12, "科研"),
    (240, 24, "企业"),
    (280, 24, "机构"),
]
ROWS: list[Word] = [
    *row(48, "一、本年新收政府信息公开申请数量", "1", "20", "3"),
    *row(72, "二、上年结转政府信息公开申请数量", "4", "5", "6"),
]


def below(words: list[Word], above: list[Word]) -> list[list[str]]:
    """The rows of the first table on a page, `above` being what ends the page before."""
    page = chars([(x, y + 700, word) for x, y, word in above])
    (guess,) = lines_to_tables(chars_to_lines(page), page)
    cut = replace(guess.columns, heading=cut_heading(guess, page))
    top = min(y for _, y, _ in words)
    own = chars([(x, y - top + 60, word) for x, y, word in words])
    both, (guess, *_) = read_below(own, chars_to_lines(own), cut)
    kept = guess.numbers >= 0
    texts = chars_to_cell_texts(both.take(kept), guess.numbers[kept], len(guess.spans))
    count = max(span.row for span in guess.spans) + 1
    return [
        [text for span, text in zip(guess.spans, texts, strict=True) if span.row == k] for k in range(count)
    ]


@pytest.mark.parametrize("cut", [2, 4, 6])
def test_a_heading_is_one_wherever_the_pages_end_cuts_it(cut: int) -> None:
    """Above its leaves, through their labels, above the first row."""
    if cut == 2:
        above, words = [*HEAD[:2], (200, -12, "申请人情况")], [*HEAD[2:], *ROWS]
    else:
        above, words = HEAD[:cut], [*HEAD[cut:], *ROWS]
    found = below(words, above)
    assert found[-3:] == [
        ["自然人", "商业企业", "科研机构"],
        ["一、本年新收政府信息公开申请数量", "1", "20", "3"],
        ["二、上年结转政府信息公开申请数量", "4", "5", "6"],
    ]


def test_a_heading_that_is_printed_again_is_read_once() -> None:
    assert below([*HEAD, *ROWS], HEAD) == [
        ["法人或其他组织"],
        ["自然人", "商业企业", "科研机构"],
        ["一、本年新收政府信息公开申请数量", "1", "20", "3"],
        ["二、上年结转政府信息公开申请数量", "4", "5", "6"],
    ]


@pytest.mark.parametrize(
    ("upper", "kept"), [(("结果维持", "结果"), 1), (("结果维持", "总计"), 2), (("结果维持", "3"), 2)]
)
def test_a_heading_at_a_pages_foot_that_the_next_page_has_is_no_table(
    upper: tuple[str, str], kept: int
) -> None:
    def table(page: int, *rows: tuple[str, str]) -> Table:
        places = [
            Place(page, 60 + 40 * k, 90 + 20 * n, 80 + 50 * k, 100 + 20 * n) for n in (0, 1) for k in (0, 1)
        ]
        cells = [
            Cell(text, n, k, place=places[2 * n + k])
            for n, line in enumerate(rows)
            for k, text in enumerate(line)
        ]
        return Table(tuple(cells), len(rows), 2, flags=INFERRED)

    pages = [PageBlocks(n, 595.0, 842.0) for n in (1, 2)]
    pages[0].tables = [table(1, upper)]
    pages[1].tables = [table(2, ("结果维持", "结果纠正"), ("1", "2"))]
    join_cut_tables(pages)
    assert sum(len(page.tables) for page in pages) == kept


@pytest.mark.parametrize(
    ("cut", "rest", "own"),
    [
        ("5.属于三类", [(0, "内部事务"), (0, "信息")], [(0, "属于四类"), (0, "过程性信息")]),
        (
            "1.申请人无正当理由逾期",
            [(0, "不补正、行政机关不再处"), (6, "理其政府信息公开申请")],
            [(10, "3.其他")],
        ),
    ],
    ids=["right above the next label", "set to the middle"],
)
def test_the_rest_of_a_label_is_one_up_to_where_a_form_ends_it(
    cut: str, rest: list[tuple[float, str]], own: list[tuple[float, str]]
) -> None:
    """Its first line, with the row's numbers, ends the page before; the next row's label follows."""
    page = chars([*row(0, "（一）予以公开", "1", "2", "3"), *row(24, cut, "4", "5", "6")])
    (guess,) = lines_to_tables(chars_to_lines(page), page)
    before = replace(guess.columns, cut=last_label(guess, page))
    words: list[Word] = [(x, 12.0 * k, line) for k, (x, line) in enumerate([*rest, *own])]
    words += row(12.0 * len(rest), "", "7", "8", "9")[1:]
    words += row(12.0 * len(words), "（七）总计", "10", "11", "12")
    below = chars(words)
    (found,) = lines_to_tables(chars_to_lines(below), below, before)
    kept = found.numbers >= 0
    texts = chars_to_cell_texts(below.take(kept), found.numbers[kept], len(found.spans))
    depth = len(found.columns.labels)
    labels = [text for span, text in zip(found.spans, texts, strict=True) if span.col < depth]
    assert labels == ["".join(line for _, line in lines) for lines in (rest, own)] + ["（七）总计"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([(0, 24, "信息内容"), (100, 24, "本年制发件数"), (200, 24, "现行有效件数")], True),
        ([(0, 24, "第二十条第（一）项")], False),
        ([(0, 24, "行政复议、行政诉讼情况"), (200, 24, "总计")], False),
    ],
)
def test_a_page_that_has_only_text_may_end_in_a_heading(words: list[Word], expected: bool) -> None:
    page = chars([(0, 0, "二、主动公开政府信息情况"), *words])
    assert looks_like_table(chars_to_lines(page), page) is expected
