"""A heading printed again, or a label that a page's end cuts in two; the truth is what was drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.cuts import join_cut_tables
from extract.readers._page.guessed.align import last_label, lines_to_tables
from extract.readers._page.page_blocks import INFERRED, PageBlocks
from extract.readers._page.text import chars_to_cell_texts, chars_to_lines
from tests.readers.page.words_at import Word, chars, row


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
