"""Where tables without ruling lines begin, end and are parted; the truth is what was drawn."""

from __future__ import annotations

import pytest

from tests.readers.page.words_at import DISCLOSURE, HEAD, Word, read, row, rows

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def values(y: float, *numbers: str) -> list[Word]:
    return [(x, y, number) for x, number in zip((200, 300), numbers, strict=True)]


def texts(words: list[Word]) -> list[list[str]]:
    """The texts of each table, row by row, without blanks."""
    return [[text for *_, text in cells if text] for cells in read(words)]


@pytest.mark.parametrize(
    "first",
    [
        "来信来访，含",
        "接待公民法人和其他组织来信来访来电查阅政府信息",
        "4.接待来信来访，包括电话、传真以及网上咨询等各类",
    ],
)
def test_a_label_without_numbers_on_its_first_line_is_no_running_text(first: str) -> None:
    """Running text is a long line with a comma and without a number before it."""
    words = [*DISCLOSURE, (0, 22, "规章"), *values(22, "1", "2"), (0, 34, first)]
    words += [(0, 44, "电话咨询"), *values(44, "3", "4"), (0, 56, "规范性文件"), *values(56, "5", "6")]
    assert rows(words)[-1] == ["规范性文件", "5", "6"]


def test_a_note_printed_in_each_column_of_a_heading_is_no_running_text() -> None:
    words = [(0, -10, NOTE * 2), *HEAD, *row(24, "一、本年新收政府信息公开申请数量", "1", "20", "3")]
    words += row(36, "二、上年结转政府信息公开申请数量", "4", "5", "6")
    (found,) = texts(words)
    assert NOTE * 2 in "".join(found)


def test_a_corner_with_a_colon_is_no_running_text() -> None:
    words = [(0, -12, "申请人情况："), *HEAD, *row(24, "一、本年新收政府信息公开申请数量", "1", "20", "3")]
    words += row(36, "二、上年结转政府信息公开申请数量", "4", "5", "6")
    (found,) = texts(words)
    assert found[0] == "申请人情况："


@pytest.mark.parametrize(("gap", "last", "goes_on"), [(45, "甲类事项", True), (60, "规范性文件", False)])
def test_the_gap_within_a_label(gap: float, last: str, goes_on: bool) -> None:
    """It is at most six and a half lines high where a form spells the label so; what is farther down is no part of the table."""
    words = [*DISCLOSURE, (20, 22, "2.其他法律行政"), *values(22, "1", "2"), (20, 22 + gap, "法规禁止公开")]
    words += [(20, 34 + gap, last), *values(34 + gap, "5", "6")]
    assert (last in texts(words)[0]) == goes_on


@pytest.mark.parametrize(
    ("above", "gap", "tables"),
    [("规章", 45, 1), ("甲类事项", 45, 2), ("规章", 90, 2)],
    ids=["a form knows both", "only the lower one", "both, too far apart"],
)
def test_rows_set_far_apart(above: str, gap: float, tables: int) -> None:
    """Up to eight lines where a form knows both."""
    words = [*DISCLOSURE, (20, 22, "行政许可"), *values(22, "1", "2"), (20, 34, above), *values(34, "3", "4")]
    words += [(20, 34 + gap, "规范性文件"), *values(34 + gap, "5", "6")]
    words += [(20, 46 + gap, "行政处罚"), *values(46 + gap, "7", "8")]
    assert len(read(words)) == tables


def test_rows_set_far_apart_behind_a_name_of_their_own() -> None:
    words = list(DISCLOSURE)
    for k, label in enumerate(("规章", "规范性文件", "行政许可")):
        words += [(0, 22 + 45 * k, "本级机关"), (60, 22 + 45 * k, label), *values(22 + 45 * k, "1", "2")]
    assert [row for row in rows(words)[1:] if any(row[1:])] == [
        [label, "1", "2"] for label in ("规章", "规范性文件", "行政许可")
    ]


def test_a_list_of_columns_is_one_table() -> None:
    labels = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    words: list[Word] = [(20, 10, "行政复议"), (200, 10, "件数")]
    for k, label in enumerate(labels):
        words += [(20, 22 + 12 * k, label), (200, 22 + 12 * k, str(k))]
    assert texts(words) == [
        ["行政复议", "件数", *(t for k, label in enumerate(labels) for t in (label, str(k)))]
    ]


def test_a_corner_above_a_second_heading_goes_with_it() -> None:
    words = [*HEAD, *row(24, "一、本年新收政府信息公开申请数量", "1", "20", "3")]
    words += row(36, "二、上年结转政府信息公开申请数量", "4", "5", "6")
    words += [(0, 48, "申请人情况"), *((x, y + 60, text) for x, y, text in HEAD)]
    words += [*row(84, "一、本年新收政府信息公开申请数量", "7", "8", "9")]
    assert [found[0] for found in texts(words)] == ["法人或其他组织", "申请人情况"]


TWO_ROWS: list[Word] = [
    *DISCLOSURE,
    *((20, 22, "规章"), *values(22, "1", "2")),
    *((20, 34, "规范性文件"), *values(34, "3", "4")),
]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ([(200, 46, "处理决定数量")], True),
        ([(20, 46, "信息内容"), (200, 46, "本年制"), (227, 46, "发件数")], True),
        ([(20, 46, "名称"), (60, 46, "处理决定数量"), (130, 46, "备注")], True),
        ([(20, 46, "处理决定数量")], False),
        ([(20, 46, "甲类事项"), (200, 46, "见附件")], False),
    ],
    ids=[
        "over the numbers",
        "with blanks in its label",
        "one of several",
        "left of the numbers",
        "labels that no form knows",
    ],
)
def test_what_heads_a_second_table(line: list[Word], is_heading: bool) -> None:
    words = [*TWO_ROWS, *line, (20, 58, "行政许可"), *values(58, "5", "6")]
    words += [(20, 70, "行政处罚"), *values(70, "7", "8")]
    assert len(read(words)) == (2 if is_heading else 1)


@pytest.mark.parametrize(
    ("line", "above"),
    [((20, 46, "行政强制"), True), ((220, 46, "各类数量"), False), ((20, 46, "申请人情况"), False)],
    ids=["a row without numbers", "words over the numbers", "a corner"],
)
def test_what_stands_above_the_heading_of_a_second_table(line: Word, above: bool) -> None:
    words = [*TWO_ROWS, line, (20, 58, "信息内容"), (200, 58, "处理决定数量"), (20, 70, "行政许可")]
    first, second = texts([*words, *values(70, "5", "6")])
    assert (line[2] in "".join(first), line[2] in "".join(second)) == (above, not above)


@pytest.mark.parametrize("large", ["清河县水利局", ""], ids=["larger letters", "letters of the table's size"])
def test_a_line_in_larger_letters_is_no_part_of_the_table_below(large: str) -> None:
    words = [(40, -20, "清河县水利局"), *TWO_ROWS]
    (cells,) = read(words, large=large)
    assert any("清河县水利局" in text for *_, text in cells) == (not large)


@pytest.mark.parametrize(
    ("places", "tables"),
    [((100, 140, 180, 220, 260), 1), ((120, 160, 200, 240, 280), 2), ((120, 180, 240, 300), 2)],
    ids=["the same places", "as many at other places", "fewer at other places"],
)
def test_a_table_right_below_another_without_a_heading(places: tuple[float, ...], tables: int) -> None:
    """The places of its numbers tell it."""
    words: list[Word] = []
    for k, label in enumerate(("规章", "规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")):
        xs = (100, 140, 180, 220, 260) if k < 3 else places
        words += [(0, 12 * k, label), *((x, 12 * k, "1") for x in xs)]
    assert len(read(words)) == tables


@pytest.mark.parametrize(
    ("label", "gap", "belongs"),
    [
        ("甲类事项", 16, True),
        ("甲类事项", 40, False),
        ("处理决定数量", 40, True),
        ("处理决定数量", 72, False),
    ],
    ids=["near", "far", "far, but a form knows it", "too far"],
)
def test_what_stands_above_the_heading(label: str, gap: float, belongs: bool) -> None:
    """It belongs to the table up to four lines away, and up to eight where a form knows it."""
    found = texts([(200, 10 - gap, label), *TWO_ROWS])
    assert any(label in text for text in found[-1]) == belongs


def test_a_corner_below_the_labels_of_the_columns_is_no_row() -> None:
    words: list[Word] = [(200, 0, "本年制发件数"), (300, 0, "现行有效件数"), (20, 12, "信息内容")]
    words += [(20, 24, "规章"), *values(24, "1", "2"), (20, 36, "规范性文件"), *values(36, "3", "4")]
    assert [row[0] for row in rows(words)[1:]] == ["规章", "规范性文件"]


def test_gaps_are_measured_by_the_highest_word_of_a_line() -> None:
    """Rows that begin with digits, whose boxes are low, and whose labels no form knows."""
    words: list[Word] = []
    for k, label in enumerate(("甲类事项", "乙类事项", "丙类事项")):
        words += [(0, 30 * k, str(2021 + k)), (30, 30 * k, label), *values(30 * k, "15", "26")]
    (cells,) = read(words, digits=4.0)
    assert len({row for row, *_ in cells}) == 3


@pytest.mark.parametrize(
    ("label", "places", "count", "tables"),
    [
        ("甲类事项", (60, 90), 2, 1),
        ("甲类事项", (90,), 2, 1),
        ("甲类事项", (60,), 2, 0),
        ("", (90,), 2, 0),
        ("甲类事项", (90,), 1, 0),
    ],
    ids=["several numbers", "a number far off", "a number close by", "numbers alone", "a row alone"],
)
def test_what_is_a_table_whose_labels_no_form_knows(
    label: str, places: tuple[float, ...], count: int, tables: int
) -> None:
    """Several rows of several numbers, or of one that stands apart from the words."""
    words: list[Word] = []
    for k in range(count):
        words += [(20, 12 * k, label)] if label else []
        words += [(x, 12 * k, "15") for x in places]
    assert len(read(words)) == tables


def test_a_page_without_words_has_no_table() -> None:
    assert read([]) == []
