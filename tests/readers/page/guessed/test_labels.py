"""Unruled tables whose labels or numbers stand broken or close together; the truth is what was drawn."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars
from extract.readers._page.guessed.align import lines_to_tables, looks_like_table
from extract.readers._page.guessed.columns import Columns
from extract.readers._page.guessed.rows import body_to_rows
from extract.readers._page.text import chars_to_cell_texts, chars_to_lines
from extract.readers._page.word_lines import words_to_lines
from extract.readers._page.wording import begins_label
from extract.readers._page.words import chars_to_words
from tests.readers.page.words_at import DISCLOSURE, DISPUTES, LEFTS, Word, chars, read, rows


def _arrays(page: Chars) -> tuple[NDArray[np.generic], ...]:
    return page.codes, page.boxes, page.turns


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
        ("小结", True),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）（", False),  # the next label's bracket
    ],
)
def test_a_label_goes_on_with_its_explanation_until_that_is_closed(text: str, begins: bool) -> None:
    assert begins_label(text) is begins


def test_the_lines_of_an_explanation_set_to_the_middle_are_one_label() -> None:
    lines = [(60, "（二）部"), (20, "分公开（区分处理的，只计这一"), (60, "情形，不"), (50, "计其他情形）")]
    words = [*DISCLOSURE, (40, 30, "（一）予以公开"), (200, 30, "1"), (300, 30, "2")]
    words += [(x, 50 + 10 * k, text) for k, (x, text) in enumerate(lines)] + [(200, 60, "3"), (300, 60, "4")]
    whole = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert rows(words)[1:] == [["（一）予以公开", "1", "2"], [whole, "3", "4"]]


@pytest.mark.parametrize("gap", [6, 12, 18])
def test_two_labels_that_stand_close_are_two_cells(gap: float) -> None:
    group = "本年度办理结果"
    x = 20 + 8 * len(group) + gap
    words = [*DISCLOSURE, (x + 5, 30, "予以公开"), (200, 30, "1"), (300, 30, "2")]
    words += [(20, 50, group), (x, 50, "部分公开"), (200, 50, "3"), (300, 50, "4")]
    words += [(x + 5, 70, "其他处理"), (200, 70, "5"), (300, 70, "6")]
    found = [row[-3:] for row in rows(words)[1:]]
    assert found == [["予以公开", "1", "2"], ["部分公开", "3", "4"], ["其他处理", "5", "6"]]


def test_a_last_label_that_a_blank_line_breaks_goes_on_over_several_lines() -> None:
    words = [*DISCLOSURE, (20, 30, "三、本年度办理结果"), (200, 30, "7"), (300, 30, "8")]
    words += [(20, 50, "四、结"), (200, 50, "5"), (300, 50, "6"), (20, 82, "转下年"), (20, 92, "度继续办理")]
    assert rows(words)[1:] == [["三、本年度办理结果", "7", "8"], ["四、结转下年度继续办理", "5", "6"]]


def test_words_of_labels_that_may_be_values_are_no_column_of_a_cut_table() -> None:
    above = chars([*DISCLOSURE, (20, 30, "1.属于国家秘密"), (200, 30, "1"), (300, 30, "2")])
    below = chars([(20, 10, "（四）"), (200, 10, "0"), (300, 10, "3"), (70, 20, "无"), (20, 30, "法提供")])
    before = lines_to_tables(chars_to_lines(above), above)[-1].columns
    (guess,) = lines_to_tables(chars_to_lines(below), below, before)
    assert len(guess.columns.values) == 2


def test_a_space_within_a_number_parts_no_column_of_a_cut_table() -> None:
    above = chars([*DISCLOSURE, (20, 30, "（六）其他处理"), (200, 30, "12345"), (300, 30, "12345")])
    below = chars([(20, 10, "（七）总计"), (200, 10, "1"), (208, 10, "899"), (300, 10, "229")])
    before = lines_to_tables(chars_to_lines(above), above)[-1].columns
    (guess,) = lines_to_tables(chars_to_lines(below), below, before)
    assert chars_to_cell_texts(below, guess.numbers, len(guess.spans)) == ["（七）总计", "1 899", "229"]


def test_a_dash_lower_than_digits_narrows_no_column() -> None:
    """Full-width spaces push a number aside; the dash has a box as high as its ink."""
    words = [*DISCLOSURE, (20, 30, "规章"), (200, 30, "1"), (300, 30, "2")]
    words += [(20, 44, "行政许可"), (217, 44, "3"), (300, 44, "4"), (20, 58, "行政处罚"), (200, 58, "5")]
    page = chars(words)
    low = chars([(300, 61, "–")])
    low.boxes[:, 3] = 64
    whole = Chars(*(np.concatenate(pair) for pair in zip(_arrays(page), _arrays(low), strict=True)))
    (guess,) = lines_to_tables(chars_to_lines(whole), whole)
    texts = chars_to_cell_texts(whole, guess.numbers, len(guess.spans))
    assert texts[3:] == ["规章", "1", "2", "行政许可", "3", "4", "行政处罚", "5", "–"]


def test_a_label_that_reaches_below_shifted_numbers_parts_no_column() -> None:
    words: list[Word] = [
        (20, 10, "统计指标"),
        (320, 10, "统计数"),
        (20, 30, "一、主动公开情况"),
        (320, 30, "7"),
    ]
    words += [(74, 44, "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）"), (320, 44, "见附件")]
    words += [(20, 58, "（二）回应解读"), (308, 58, "2"), (20, 72, "1.政府公报"), (308, 72, "3")]
    assert [len(row) for row in rows(words)] == [2] * 5


def test_a_table_below_another_one_without_heading_is_its_own() -> None:
    """Some of the lower one's numbers have their middle or right edge below others of the upper one."""
    above = (222.4, 252.7, 291, 329.5, 383.9, 438.1, 468.5)
    below = (217.9, 256.2, 278.5, 308.9, 339.3, 365.7, 396.1)
    upper = [
        ("5", "2件", "—", "--", "0", "0件", "７"),
        ("/", "3件", "４", "0", "0", "0", "７"),
        ("不适用", "1件", "", "0件", "０", "０", "1"),
        ("", "见附件", "２", "0", "〇", "0", "二"),
        ("--", "见附件", "0", "0件", "详见附表", "0", "/"),
        ("0", "0", "0", "０", "０", "０", "—"),
        ("0", "无", "0件", "无", "—", "无", "不适用"),
    ]
    lower = [
        ("", "0", "0", "〇", "〇", "——", "0"),
        ("〇", "0", "", "", "–", "／", "０"),
        ("０", "若干", "O", "", "", "", "〇"),
        ("0", "0", "0", "0", "0", "0", "0"),
        ("0", "/", "〇", "无", "0", "–", ""),
    ]
    words: list[Word] = []
    for y, (xs, values) in enumerate([*((above, row) for row in upper), *((below, row) for row in lower)]):
        words.append((20, 12 * y, "（一）予以公开"))
        words += [(x, 12 * y, value) for x, value in zip(xs, values, strict=True) if value]
    first, second = read(words)
    assert [text for *_, text in first if text] == [
        text for row in upper for text in ("（一）予以公开", *row) if text
    ]
    assert [text for *_, text in second if text] == [
        text for row in lower for text in ("（一）予以公开", *row) if text
    ]


def test_of_labels_on_one_line_that_no_edge_parts_the_last_is_the_rows() -> None:
    """三、 stands once, so where it begins is no column's edge; set to the top, it is level with its first row's label."""
    line = [(20, 10, "三、本年度办理结果"), (155, 10, "（一）予以公开"), (300, 10, "1"), (400, 10, "2")]
    page = chars(
        [*line, (120, 30, "（三）不予公开"), (190, 30, "1.属于国家秘密"), (300, 30, "3"), (400, 30, "4")]
    )
    extents = ((300.0, 304.0), (400.0, 404.0))
    words = chars_to_words(page, np.arange(len(page.codes)))
    found = body_to_rows(words_to_lines(words), Columns(extents, (120.0, 190.0), extents))
    own = [row.own.text for row in found if row.values and row.own is not None]
    assert own == ["（一）予以公开", "1.属于国家秘密"]


@pytest.mark.parametrize("places", [(200, 300), (210, 312), (300, 400)])
def test_a_column_without_a_number_behind_the_cut_is_the_cut_tables(places: tuple[float, float]) -> None:
    label = (20.0, 30.0, "1.属于国家秘密")
    above = chars([*DISCLOSURE, (400, 0, "总计"), label, *((x, 30.0, "12") for x in (200, 300, 400))])
    below = chars([(20, 10, "2.法律行政法规禁止公开"), *((x, 10.0, "3") for x in places)])
    before = lines_to_tables(chars_to_lines(above), above)[-1].columns
    (guess,) = lines_to_tables(chars_to_lines(below), below, before)
    assert len(guess.columns.values) == 3


def test_close_columns_of_a_cut_table_stay_two_where_no_row_behind_the_cut_has_both() -> None:
    head = [(20.0, 10.0, "信息内容"), (200.0, 10.0, "总计"), (230.0, 10.0, "其他"), (300.0, 10.0, "自然人")]
    label = (20.0, 30.0, "1.属于国家秘密")
    above = chars([*head, label, *((x, 30.0, "12") for x in (200, 230, 300))])
    below = chars(
        [
            (20, 10, "2.法律行政法规禁止公开"),
            *((x, 10.0, "1234") for x in (200, 300)),
            (20, 24, "4.保护第三方合法权益"),
            *((x, 24.0, "5") for x in (230, 300)),
        ]
    )
    before = lines_to_tables(chars_to_lines(above), above)[-1].columns
    (guess,) = lines_to_tables(chars_to_lines(below), below, before)
    assert chars_to_cell_texts(below, guess.numbers, len(guess.spans)) == [
        *("2.法律行政法规禁止公开", "1234", "", "1234"),
        *("4.保护第三方合法权益", "", "5", "5"),
    ]


def test_a_word_over_two_columns_of_a_cut_table_joins_them_in_no_other_row() -> None:
    columns = (160.0, 200.0, 218.0)
    labels = zip((20.0, *columns), ("信息内容", "自然人", "其他", "总计"), strict=True)
    first = [(20.0, 30.0, "1.属于国家秘密"), *((x, 30.0, "12") for x in columns)]
    above = chars([*((x, 10.0, label) for x, label in labels), *first])
    wide = [(20.0, 10.0, "2.法律行政法规禁止公开"), (160.0, 10.0, "3"), (200.0, 10.0, "——12")]
    last = [(20.0, 24.0, "4.保护第三方合法权益"), *((x, 24.0, str(k)) for k, x in enumerate(columns))]
    below = chars([*wide, *last])
    before = lines_to_tables(chars_to_lines(above), above)[-1].columns
    (guess,) = lines_to_tables(chars_to_lines(below), below, before)
    assert chars_to_cell_texts(below, guess.numbers, len(guess.spans)) == [
        *("2.法律行政法规禁止公开", "3", "——12", ""),
        *("4.保护第三方合法权益", "0", "1", "2"),
    ]
