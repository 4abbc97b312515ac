"""Headings of tables without ruling lines, and labels that a table prints again; the truth is what was drawn."""

from __future__ import annotations

from tests.readers.page.words_at import HEAD, Word, read, row

ROWS = [*row(36, "一、本年新收政府信息公开申请数量", "1", "20", "3"), *row(48, "二、上年结转", "4", "5", "6")]
# 总计 and 四 of the form have no outer label: here their wide cells print theirs in both columns
TWO_LABELS: list[Word] = [
    (0, 24, "三、本年度办理结果"), *row(24, "（一）予以公开", "1", "2", "3", x=100),
    (0, 36, "（七）总计"), *row(36, "（七）总计", "4", "5", "6", x=100),
    (0, 48, "四、结转下年度继续办理"), *row(48, "四、结转下年度继续办理", "7", "8", "9", x=100),
]  # fmt: skip


def test_close_lines_of_a_column_label_that_no_form_has_are_one_label() -> None:
    (cells,) = read([(200, 0, "自然人"), (240, 0, "社会团"), (240, 10, "体等"), (280, 10, "科研机构"), *ROWS])
    assert [text for r, _, _, _, text in cells if r == 0] == ["自然人", "社会团体等", "科研机构"]


def test_a_label_of_a_form_close_above_another_one_is_its_group() -> None:
    (cells,) = read(
        [(200, 0, "自然人"), (200, 10, "本县的"), (240, 10, "商业企业"), (280, 10, "科研机构"), *ROWS]
    )
    assert [cell for cell in cells if cell[0] < 2] == [
        (0, 1, 1, 3, "自然人"),
        (1, 1, 1, 1, "本县的"),
        (1, 2, 1, 1, "商业企业"),
        (1, 3, 1, 1, "科研机构"),
    ]


def test_lines_set_apart_are_a_group_and_its_column() -> None:
    (cells,) = read(
        [(200, 0, "自然人"), (240, 0, "各类组织"), (240, 20, "商业单位"), (280, 20, "科研机构"), *ROWS]
    )
    assert [cell for cell in cells if cell[0] < 2] == [
        (0, 2, 1, 2, "各类组织"),
        (1, 1, 1, 1, "自然人"),
        (1, 2, 1, 1, "商业单位"),
        (1, 3, 1, 1, "科研机构"),
    ]


def test_a_corner_printed_over_each_column_of_labels_is_a_cell_of_each() -> None:
    (cells,) = read([(0, 0, "统计项目"), (100, 0, "统计项目"), *HEAD, *TWO_LABELS])
    corner = [cell for cell in cells if cell[1] < 2 and cell[0] < 2]
    assert corner == [(0, 0, 2, 1, "统计项目"), (0, 1, 2, 1, "统计项目")]
