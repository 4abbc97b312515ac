"""Unruled tables whose labels or numbers stand broken or close together; the truth is what was drawn."""

from __future__ import annotations

import pytest

from extract.readers._page.align import last_columns, lines_to_tables, looks_like_table
from extract.readers._page.text import chars_to_cell_texts, chars_to_lines
from extract.readers._page.wording import begins_label
from tests.test_pdf_align import Word, chars
from tests.test_pdf_align_broken import DISPUTES, HEAD, LEFTS, rows


@pytest.mark.parametrize("last", ["不适用", "八", "0", "无", "—"])
def test_one_row_of_values_is_a_table_whatever_it_ends_in(last: str) -> None:
    words: list[Word] = [(x, 10, label) for x, label in zip(LEFTS, DISPUTES * 3, strict=True)]
    words += [(x, 24, "0") for x in LEFTS[:-1]] + [(LEFTS[-1], 24, last)]
    page = chars(words)
    assert looks_like_table(chars_to_lines(page), page)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("（二）部分公开（区分处理的，", True),
        ("（二）部分公开（区分处理的，只计这一情形，不", True),
        ("部分公开(区分", True),
        ("（二）部分公开（其他的，", False),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）（", False),  # the next label's bracket
    ],
)
def test_a_label_goes_on_with_its_explanation_until_that_is_closed(text: str, begins: bool) -> None:
    assert begins_label(text) is begins


def test_the_lines_of_an_explanation_set_to_the_middle_are_one_label() -> None:
    lines = [(60, "（二）部"), (20, "分公开（区分处理的，只计这一"), (60, "情形，不"), (50, "计其他情形）")]
    words = [*HEAD, (40, 30, "（一）予以公开"), (200, 30, "1"), (300, 30, "2")]
    words += [(x, 50 + 10 * k, text) for k, (x, text) in enumerate(lines)] + [(200, 60, "3"), (300, 60, "4")]
    whole = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert rows(words)[1:] == [["（一）予以公开", "1", "2"], [whole, "3", "4"]]


@pytest.mark.parametrize("gap", [6, 12, 18])
def test_two_labels_that_stand_close_are_two_cells(gap: float) -> None:
    group = "本年度办理结果"
    x = 20 + 8 * len(group) + gap
    words = [*HEAD, (x + 5, 30, "予以公开"), (200, 30, "1"), (300, 30, "2")]
    words += [(20, 50, group), (x, 50, "部分公开"), (200, 50, "3"), (300, 50, "4")]
    words += [(x + 5, 70, "其他处理"), (200, 70, "5"), (300, 70, "6")]
    found = [row[-3:] for row in rows(words)[1:]]
    assert found == [["予以公开", "1", "2"], ["部分公开", "3", "4"], ["其他处理", "5", "6"]]


def test_a_last_label_that_a_blank_line_breaks_goes_on_over_several_lines() -> None:
    words = [*HEAD, (20, 30, "三、本年度办理结果"), (200, 30, "7"), (300, 30, "8")]
    words += [(20, 50, "四、结"), (200, 50, "5"), (300, 50, "6"), (20, 82, "转下年"), (20, 92, "度继续办理")]
    assert rows(words)[1:] == [["三、本年度办理结果", "7", "8"], ["四、结转下年度继续办理", "5", "6"]]


def test_a_space_within_a_number_parts_no_column_of_a_cut_table() -> None:
    above = chars([*HEAD, (20, 30, "（六）其他处理"), (200, 30, "12345"), (300, 30, "12345")])
    below = chars([(20, 10, "（七）总计"), (200, 10, "1"), (208, 10, "899"), (300, 10, "229")])
    before = last_columns(chars_to_lines(above), above)
    (guess,) = lines_to_tables(chars_to_lines(below), below, before)
    assert chars_to_cell_texts(below, guess.numbers, len(guess.spans)) == ["（七）总计", "1 899", "229"]
