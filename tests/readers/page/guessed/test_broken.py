"""Unruled tables whose labels, spaces and widths stand in the way; the truth is what was drawn."""

from __future__ import annotations

import pytest

from tests.readers.page.words_at import DISCLOSURE, DISPUTES, LEFTS, Word, read, rows


@pytest.mark.parametrize("gap", [12, 30, 45])
def test_blank_lines_within_a_label_end_no_table(gap: float) -> None:
    words = [*DISCLOSURE, (20, 22, "规"), (200, 22, "371"), (300, 22, "0"), (20, 22 + gap, "章")]
    below = 34 + gap
    words += [(20, below, "规范性文件"), (200, below, "1"), (300, below, "1059")]
    assert rows(words)[1:] == [["规章", "371", "0"], ["规范性文件", "1", "1059"]]


def test_a_unit_alone_on_its_line_is_the_labels() -> None:
    words: list[Word] = [(42, 10, "信息内容"), (83, 10, "本年新制作数量"), (150, 10, "对外公开总数量")]
    words += [(53, 26, "规"), (105, 40, "9"), (172, 40, "46"), (53, 53, "章")]
    words += [(38, 70, "规"), (54, 70, "范性文"), (103, 80, "0"), (172, 80, "116"), (57, 89, "件")]
    assert [[text for text in row if text] for row in rows(words)[1:]] == [
        ["规章", "9", "46"],
        ["规范性文件", "0", "116"],
    ]


@pytest.mark.parametrize(
    "places",
    [
        {0: (3, "7"), 14: (40, "9")},  # spaces have pushed the last one beyond its label
        {0: (0, "7"), 4: (0, "1"), 5: (18, "8")},  # and one between its own and the next
        {2: (0, "1"), 13: (30, "9")},
        {8: (0, "1"), 9: (10, "337")},
    ],
)
def test_values_beside_their_labels_are_dealt_in_order(places: dict[int, tuple[float, str]]) -> None:
    words: list[Word] = [(x, 10, label) for x, label in zip(LEFTS, DISPUTES * 3, strict=True)]
    words += [(LEFTS[k] + shift, 24, number) for k, (shift, number) in places.items()]
    assert rows(words)[1] == [places[k][1] if k in places else "" for k in range(15)]


def test_spaces_within_a_number_part_no_column() -> None:
    words: list[Word] = [(x, 10, label) for x, label in zip(LEFTS, DISPUTES * 3, strict=True)]
    words += [(LEFTS[0], 24, "2"), (LEFTS[9], 24, "1"), (LEFTS[9] + 7, 24, "337")]
    assert rows(words)[1] == ["2", *[""] * 8, "1 337", *[""] * 5]


def test_a_numeral_that_stands_among_the_labels_is_a_word() -> None:
    """A label's line whose last character a scan parted from it: 只计这 一."""
    labels = ("一、本年新收政府信息公开申请", "2.其他法律行政法规禁止公开", "4.保护第三方合法权益的")
    words: list[Word] = [*DISCLOSURE]
    for k, label in enumerate(labels):
        words += [(20, 30 + 16 * k, label), (200, 30 + 16 * k, "3"), (300, 30 + 16 * k, "8")]
    words += [
        (20, 78, "部分公开（只计这"),
        (90, 78, "一"),
        (20, 88, "情形）"),
        (200, 83, "5"),
        (300, 83, "6"),
    ]
    assert rows(words)[1:4] == [[label, "3", "8"] for label in labels]


def test_a_row_of_many_groups_goes_to_its_deepest_label() -> None:
    """Labels a little lower than their values, each printed again beside every row, the last one of two lines."""
    words: list[Word] = [*DISCLOSURE]
    for top, label in ((22, "1.属于国家秘密"), (46, "2.其他法律行政"), (80, "4.保护第三方合法权益")):
        words += [(20, top + 6.5, "三、本年度"), (80, top + 6.5, "（三）不予公开"), (140, top + 6.8, label)]
        words += [(230, top, "0"), (330, top, str(top))]
    words.append((140, 64, "法规禁止公开"))
    numbers = {row[-3]: row[-1] for row in rows(words)[1:] if row[-1]}
    assert numbers == {
        "1.属于国家秘密": "22",
        "2.其他法律行政法规禁止公开": "46",
        "4.保护第三方合法权益": "80",
    }


@pytest.mark.parametrize("gap", [2.5, 12])
def test_a_numbered_label_at_its_columns_edge_is_no_part_of_the_groups(gap: float) -> None:
    words: list[Word] = [*DISCLOSURE]
    for k, label in enumerate(("1.重复申请", "2.属于国家秘密", "3.其他")):
        words += [(120 - gap - 32 if k != 1 else 120, 22 + 12 * k, "（四）" + ("无" if k != 1 else ""))][
            : k != 1
        ]
        words += [(120, 22 + 12 * k, label), (200, 22 + 12 * k, "5"), (300, 22 + 12 * k, "6")]
    assert [row[-3] for row in rows(words)[1:]] == ["1.重复申请", "2.属于国家秘密", "3.其他"]


def test_what_also_heads_a_column_may_end_a_label() -> None:
    words: list[Word] = [(20, 10, "统计指标"), (200, 10, "单位"), (300, 10, "数量")]
    for top, label in ((22, "四、行政复议"), (46, "（一）维持具体行政行为数"), (58, "五、行政诉讼数量")):
        words += [(20, top, label), (200, top, "件"), (300, top, str(top))]
    words.append((20, 32, "数量"))
    assert [row[0] for row in rows(words)[1:]] == [
        "四、行政复议数量",
        "（一）维持具体行政行为数",
        "五、行政诉讼数量",
    ]


def test_groups_printed_on_each_row_without_numbers_are_columns() -> None:
    words: list[Word] = [*DISCLOSURE]
    for k, (group, label) in enumerate(
        [
            ("予以公开", ""),
            ("不予公开", "属于国家秘密"),
            ("不予公开", "保护第三方合法权益"),
            ("无法提供", "其他"),
        ]
    ):
        y = 22 + 12 * k
        words += [(20, y, "本年度办理结果"), (84, y, group), (124, y, label)][: 3 if label else 2]
        words += [(230, y, str(k)), (330, y, "5")]
    words.append((124, 70, "重复申请"))
    found = [(row[-3], row[-2]) for row in rows(words)[1:] if row[-1]]
    assert found == [("予以公开", "0"), ("属于国家秘密", "1"), ("保护第三方合法权益", "2"), ("其他", "3")]


def test_a_heading_below_a_row_whose_first_numbers_are_blank_begins_a_table() -> None:
    words = [
        *DISCLOSURE,
        (20, 30, "规章"),
        (300, 30, "7"),
        (20, 50, "行政规范性文件"),
        (200, 50, "3"),
        (300, 50, "9"),
    ]
    words += [(20, 70, "信息内容"), (200, 70, "本年处理决定数量"), (20, 90, "行政许可"), (200, 90, "12")]
    first, second = read(words)
    assert [text for *_, text in first][3:] == ["规章", "", "7", "行政规范性文件", "3", "9"]
    assert [text for *_, text in second] == ["信息内容", "本年处理决定数量", "行政许可", "12"]


def test_a_last_label_whose_first_line_is_indented_goes_on_below_it() -> None:
    words = [*DISCLOSURE, (20, 30, "（一）申请总数"), (200, 30, "3"), (300, 30, "9")]
    words += [(60, 50, "（三）申"), (200, 50, "4"), (300, 50, "5"), (20, 60, "请答复"), (20, 70, "数")]
    assert rows(words)[-1] == ["（三）申请答复数", "4", "5"]


def test_a_group_begins_at_its_first_number_where_labels_are_set_to_the_middle() -> None:
    deep = ["1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "小计"]
    wide = ["1.申请人无正当理由逾期不补正", "2.申请人逾期未按收费通知要求缴纳费用"]
    labels = [
        *((90.0, text) for text in deep),
        *((60.0, text) for text in wide),
        (90.0, "3.其他"),
        (40.0, "（七）总计"),
    ]
    words: list[Word] = [(250, 0, "自然人"), (290, 0, "商业企业")]
    for k, (x, label) in enumerate(labels):
        words += [(x, 24 + 12 * k, label), (250, 24 + 12 * k, "0"), (290, 24 + 12 * k, "7")]
    words += [(0, 42, "（五）不予处理"), (0, 84, "（六）其他处理")]
    (cells,) = read(words)
    groups = [(row, text) for row, col, *_, text in cells if col == 0 and text.startswith("（")]
    assert groups == [(1, "（五）不予处理"), (5, "（六）其他处理")]


@pytest.mark.parametrize(
    "lines",
    [
        ("（二", "）部分公开（区分处理的，只计这一情形，不计其他", "情形）"),
        ("（二）部分公开", "（区分处理的，只计这一情形，不计其他情形）"),
    ],
)
def test_a_long_line_of_a_label_is_no_running_text(lines: tuple[str, ...]) -> None:
    values: list[Word] = [(240, 0, "1"), (280, 0, "2"), (240, 60, "3"), (280, 60, "4")]
    label: list[Word] = [(0, 12 * k, line) for k, line in enumerate(lines)]
    assert rows([*label, (0, 60, "1.属于国家秘密"), *values]) == [
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "1", "2"],
        ["1.属于国家秘密", "3", "4"],
    ]
