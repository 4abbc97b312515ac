"""Tables without ruling lines whose lines or rows are set far apart -> cells; the truth is what was drawn."""

from __future__ import annotations

import pytest

from tests.readers.page.words_at import HEAD, SIZE, Word, read, row


def rows(words: list[Word]) -> list[list[str]]:
    (cells,) = read(words)
    return [[text for r, *_, text in cells if r == k] for k in range(max(cell[0] for cell in cells) + 1)]


@pytest.mark.parametrize("step", [1.4, 2.0, 2.8])
def test_labels_of_three_lines_are_whole_however_far_apart_their_lines_are_set(step: float) -> None:
    """Word's fixed line spacing (20 points and more) holds in the cells of small letters, too."""
    pitch = step * SIZE
    words: list[Word] = []
    for k, (lines, values) in enumerate(
        [
            (("（二）部分公开（区分", "处理的，只计这一情形，", "不计其他情形）"), ("1", "2", "3")),
            (("1.本机关不掌", "握相关政府信", "息"), ("4", "5", "6")),
        ]
    ):
        top = 4 * SIZE + k * (3 * pitch + SIZE)
        words += [(0, top + n * pitch, line) for n, line in enumerate(lines)]
        words += row(top + pitch, "", *values)[1:]
    assert rows([*HEAD, *words])[2:] == [
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "1", "2", "3"],
        ["1.本机关不掌握相关政府信息", "4", "5", "6"],
    ]


@pytest.mark.parametrize("gap", [3, 5, 7])
def test_rows_and_a_heading_that_a_form_knows_may_stand_far_apart(gap: float) -> None:
    first = 12 + gap * SIZE
    found = rows(
        [
            *HEAD,
            *row(first, "（一）予以公开", "1", "2", "3"),
            *row(first + gap * SIZE, "（二）部分公开", "4", "5", "6"),
        ]
    )
    assert found == [
        ["法人或其他组织"],
        ["自然人", "商业企业", "科研机构"],
        ["（一）予以公开", "1", "2", "3"],
        ["（二）部分公开", "4", "5", "6"],
    ]


def test_a_heading_of_two_lines_may_stand_far_above_the_only_row() -> None:
    """The last lines of its labels (机构) tell nothing by themselves."""
    head: list[Word] = [
        *HEAD[:3],
        (280, 12, "科研机"),
        (280, 24, "构"),
    ]
    (_, leaves, values) = rows([*head, *row(24 + 7 * SIZE, "四、结转下年度继续办理", "1", "2", "3")])
    assert leaves == ["自然人", "商业企业", "科研机构"]
    assert values == ["四、结转下年度继续办理", "1", "2", "3"]


@pytest.mark.parametrize("gap", [5, 7, 9])
def test_a_line_with_a_number_far_below_a_table_is_no_row_of_it(gap: float) -> None:
    below = [(0, 24 + gap * SIZE, "联系电话"), (200, 24 + gap * SIZE, "8")]
    found = rows([*HEAD, *row(24, "（一）予以公开", "1", "2", "3"), *below])
    assert found[2:] == [["（一）予以公开", "1", "2", "3"]]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("五、存在的主要问题及改进情况", True),
        ("全年工作有序。", True),
        ("与上年相比受理数量有所增加，其中通过网络提交的占多数", True),
        ("其中网络提交的", False),
    ],
    ids=["section", "sentence", "long line with a comma", "words"],
)
def test_running_text_ends_a_table(text: str, ends: bool) -> None:
    below = [(0, 36, text), (0, 48, "联系电话"), (200, 48, "8")]
    found = rows([*HEAD, *row(24, "（一）予以公开", "1", "2", "3"), *below])
    assert ("8" in {text for texts in found for text in texts}) != ends
