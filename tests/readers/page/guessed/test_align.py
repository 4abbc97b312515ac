"""Tables without ruling lines, drawn as words at places -> cells; the truth is what was drawn."""

from __future__ import annotations

import numpy as np
import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.cuts import join_cut_tables
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.text import chars_to_cell_texts
from tests.readers.page.words_at import COLUMNS, HEAD, SIZE, Word, chars, read, row


def test_one_row_of_small_digits_keeps_its_heading() -> None:
    """Digits whose boxes are lower than the letters': the heading's distance is measured by the letters."""
    halves = [("结果", "维持"), ("结果", "纠正"), ("其他", "结果"), ("尚未", "审结")]
    head = [(40.0 * k, 12.0 * n, half) for k, both in enumerate(halves) for n, half in enumerate(both)]
    numbers = [(40.0 * k, 41.0, value) for k, value in enumerate(("40", "0", "10", "5"))]
    (cells,) = read([*head, *numbers], digits=0.8 * SIZE)
    assert [text for row, *_, text in cells if row == 0] == ["结果维持", "结果纠正", "其他结果", "尚未审结"]
    assert [text for row, *_, text in cells if row == 1] == ["40", "0", "10", "5"]


def test_heading_groups_stand_over_their_columns() -> None:
    (cells,) = read(
        [
            *HEAD,
            *row(24, "一、本年新收政府信息公开申请数量", "1", "20", "3"),
            *row(36, "二、上年结转政府信息公开申请数量", "4", "5", "6"),
        ]
    )
    assert [cell for cell in cells if cell[0] < 2] == [
        (0, 2, 1, 2, "法人或其他组织"),
        (1, 1, 1, 1, "自然人"),
        (1, 2, 1, 1, "商业企业"),
        (1, 3, 1, 1, "科研机构"),
    ]


def test_a_column_without_a_number_is_blank_and_not_lost() -> None:
    (cells,) = read(
        [
            *HEAD,
            *row(24, "一、本年新收政府信息公开申请数量", "1", "", "3"),
            *row(36, "二、上年结转政府信息公开申请数量", "4", "", "6"),
        ]
    )
    assert [text for r, _, _, _, text in cells if r == 2] == [
        "一、本年新收政府信息公开申请数量",
        "1",
        "",
        "3",
    ]


@pytest.mark.parametrize("shift", [0.0, 5.0], ids=["values at the top", "values in the middle"])
def test_a_wrapped_label_stays_one_row(shift: float) -> None:
    words = [
        *row(24 + shift, "", "1", "2", "3"),
        (0, 24, "二、上年结转政府信息公"),
        (0, 34, "开申请数量"),
        *row(50 + shift, "", "4", "5", "6"),
        (0, 50, "一、本年新收政府信息公"),
        (0, 60, "开申请数量"),
    ]
    (cells,) = read([*HEAD, *(word for word in words if word[2])])
    body = [[text for r, _, _, _, text in cells if r == k] for k in (2, 3)]
    assert body == [
        ["二、上年结转政府信息公开申请数量", "1", "2", "3"],
        ["一、本年新收政府信息公开申请数量", "4", "5", "6"],
    ]


def test_the_last_line_of_a_centred_label_is_no_label_of_its_own() -> None:
    """It may begin at the edge of a deeper column, or spell a label of another form (其他情形 of 2014)."""
    words = [
        *row(24, "（一）予以公开", "1", "2", "3", x=16),
        (0, 36, "（二）部分公开（区分处理的，"),
        (8, 46, "只计这一情形，不计"),
        *row(56, "其他情形）", "4", "5", "6", x=32),
        (0, 68, "（六）"),
        *row(68, "3.其他", "7", "8", "9", x=56),
        (16, 80, "2.申请人逾期未按收费通知要"),
        *row(90, "求缴纳费用、行政机关不再处", "1", "1", "1", x=16),
        (56, 100, "理其政府信息公开申请"),
    ]
    (cells,) = read([*HEAD, *(word for word in words if word[2])])
    labels = {r: max((text for k, _, _, _, text in cells if k == r), key=len) for r in range(2, 6)}
    assert list(labels.values()) == [
        "（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "3.其他",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ]
    assert [text for r, _, _, _, text in cells if r == 3][-3:] == ["4", "5", "6"]


def test_a_group_reaches_over_its_rows() -> None:
    words = [
        (0, 24, "（三）不予公开"),
        *row(24, "1.属于国家秘密", "1", "2", "3", x=80),
        *row(36, "2.其他法律行政法规禁止公开", "4", "5", "6", x=80),
        (0, 48, "（四）无法提供"),
        *row(48, "1.本机关不掌握相关政府信息", "7", "8", "9", x=80),
    ]
    (cells,) = read([*HEAD, *words])
    assert [(r, rows, text) for r, col, rows, _, text in cells if col == 0] == [
        (2, 2, "（三）不予公开"),
        (4, 1, "（四）无法提供"),
    ]


def test_a_group_beside_the_numbers_of_its_first_row_is_not_the_rows_own_label() -> None:
    labels = ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"]
    words: list[Word] = [(x + 100, y, text) for x, y, text in HEAD]
    words += [(0, 30, "一、本年新收政府信息公开申请数量"), (0, 60, "（三）不予公开")]
    words += [(90, y, text) for y, text in zip((60, 90, 120), labels, strict=True)]
    words += [(x + 100, y, "7") for y in (30, 60, 90, 120) for x in COLUMNS]
    (cells,) = read(words)
    assert [cell for cell in cells if cell[0] > 2 and cell[1] < 2] == [
        (3, 0, 3, 1, "（三）不予公开"),
        *((3 + n, 1, 1, 1, label) for n, label in enumerate(labels)),
    ]


def test_numbers_in_prose_are_no_table() -> None:
    prose = [(0, 12 * k, f"全年公开信息{k}条，受理申请{k}件，同比增长。") for k in range(5)]
    assert read([*prose]) == []


def table(page: int, *texts: tuple[int, int, str], cols: int = 3) -> Table:
    cells = tuple(
        Cell(text, r, c, place=Place(page, 100 * c, 10 * r, 100 * c + 100, 10 * r + 10))
        for r, c, text in texts
    )
    return Table(cells, max(r for r, _, _ in texts) + 1, cols)


def mended(above: Table, below: Table) -> list[list[str]]:
    """The rows of what both become."""
    pages = [PageBlocks(1, tables=[above]), PageBlocks(2, tables=[below])]
    join_cut_tables(pages)
    return [
        [cell.text for cell in table.cells if cell.row == row]
        for page in pages
        for table in page.tables
        for row in dict.fromkeys(cell.row for cell in table.cells)
    ]


def test_a_label_cut_by_the_pages_end_is_joined() -> None:
    above = table(1, (0, 0, "2.其他法律行"), (0, 1, "7"), (0, 2, "8"))
    below = table(
        2,
        (0, 0, "政法规禁止公开"),
        (0, 1, ""),
        (0, 2, ""),
        (1, 0, "3.危及“三安全一稳定”"),
        (1, 1, "0"),
        (1, 2, "0"),
    )
    assert mended(above, below) == [
        ["2.其他法律行政法规禁止公开", "7", "8"],
        ["3.危及“三安全一稳定”", "0", "0"],
    ]


def test_a_number_above_a_heading_is_left_alone() -> None:
    above = table(1, (0, 0, "规章"), (0, 1, "件"), (0, 2, "0"))
    below = table(2, (0, 0, "统计指标"), (0, 1, "单位"), (0, 2, "统计数"))
    assert mended(above, below) == [["规章", "件", "0"], ["统计指标", "单位", "统计数"]]


def cell_text(places: list[tuple[float, float, str]]) -> str:
    page = chars(places)
    return chars_to_cell_texts(page, np.zeros(len(page), np.int64), 1)[0]


def test_a_narrow_cells_lines_are_read_from_left_to_right() -> None:
    assert cell_text([(0, 0, "（三"), (0, 10, "）不"), (0, 20, "予公"), (4, 30, "开")]) == "（三）不予公开"


def test_upright_columns_are_read_from_right_to_left() -> None:
    right = [(20, 10 * k, letter) for k, letter in enumerate("本年度")]
    left = [(0, 10 * k, letter) for k, letter in enumerate("结果数")]
    assert cell_text([*right, *left]) == "本年度结果数"


def place(page: int, x0: float, x1: float) -> Place:
    return Place(page, x0, 0.0, x1, 10.0)


def spans(above: Table, below: Table) -> list[tuple[int, int, int, int, str]]:
    """Of the one table that both become, its cells as row, column, spans and text."""
    pages = [PageBlocks(1, tables=[above]), PageBlocks(2, tables=[below])]
    join_cut_tables(pages)
    assert not pages[1].tables
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in pages[0].tables[0].cells]


def test_pieces_of_one_table_are_joined_on_the_edges_of_both() -> None:
    above = Table((Cell("a", 0, 0, place=place(1, 0, 100)), Cell("1", 0, 1, place=place(1, 100, 200))), 1, 2)
    below = Table(
        (
            Cell("b", 0, 0, place=place(2, 30, 80)),  # an odd page's margin is wider
            Cell("c", 0, 1, place=place(2, 80, 131)),
            Cell("2", 0, 2, place=place(2, 131, 230)),
        ),
        1,
        3,
    )
    assert spans(above, below) == [
        (0, 0, 1, 2, "a"),
        (0, 2, 1, 1, "1"),
        (1, 0, 1, 1, "b"),
        (1, 1, 1, 1, "c"),
        (1, 2, 1, 1, "2"),
    ]


def test_what_a_cut_leaves_blank_goes_with_its_row() -> None:
    above = table(1, (0, 0, "自然人"), (0, 1, "商业企业"), cols=2)
    below = table(2, (0, 0, ""), (0, 1, ""), (1, 0, "3"), (1, 1, "4"), cols=2)
    assert spans(above, below) == [
        (0, 0, 1, 1, "自然人"),
        (0, 1, 1, 1, "商业企业"),
        (2, 0, 1, 1, "3"),
        (2, 1, 1, 1, "4"),
    ]


def test_tables_of_other_widths_stay_apart() -> None:
    above = Table((Cell("a", 0, 0, place=place(1, 0, 100)), Cell("1", 0, 1, place=place(1, 100, 200))), 1, 2)
    below = Table((Cell("b", 0, 0, place=place(2, 0, 100)), Cell("2", 0, 1, place=place(2, 100, 150))), 1, 2)
    pages = [PageBlocks(1, tables=[above]), PageBlocks(2, tables=[below])]
    join_cut_tables(pages)
    assert [page.tables for page in pages] == [[above], [below]]


def test_a_labels_number_on_a_line_of_its_own_goes_with_it() -> None:
    (found,) = read(
        [
            (16, 0, "1.当面申请数"), (200, 0, "5"),
            (16, 12, "2."), (200, 12, "7"),
            (0, 22, "传真申请数"),
            (16, 34, "3.网络申请数"), (200, 34, "9"),
        ]
    )  # fmt: skip
    assert [text for *_, text in found] == ["1.当面申请数", "5", "2.传真申请数", "7", "3.网络申请数", "9"]


def test_a_value_set_lower_than_its_row_stays_in_it() -> None:
    (cells,) = read(
        [
            *HEAD,
            *row(24, "一、本年新收政府信息公开申请数量", "1", "", "3"),
            (240, 30, "20"),
            *row(40, "二、上年结转政府信息公开申请数量", "4", "5", "6"),
        ]
    )
    values = [(row, int(text)) for row, *_, text in cells if text.isdigit()]
    assert values == [(2, 1), (2, 20), (2, 3), (3, 4), (3, 5), (3, 6)]


def test_a_number_cut_from_its_label_is_no_value() -> None:
    (cells,) = read(
        [
            *HEAD,
            *row(24, "1.信访举报投诉类申请", "1", "20", "3"),
            *row(36, "3", "4", "5", "6"),
            (0, 46, ".要求提供公开出版物"),
            *row(60, "4.无正当理由大量反复申请", "7", "8", "9"),
        ]
    )
    texts = [text.replace("\n", "") for *_, text in cells]
    assert texts.count("3.要求提供公开出版物") == 1
    assert [text for _, col, _, _, text in cells if col == 1][-3:] == ["1", "4", "7"]


@pytest.mark.parametrize("column", [0, 2])
@pytest.mark.parametrize(
    ("first", "rest", "is_one"), [("123456789", "0", True), ("12345678", "90", True), ("1234567", "8", False)]
)
def test_a_number_that_fills_its_column_goes_on_below_it(
    first: str, rest: str, is_one: bool, column: int
) -> None:
    values = ["7", "8", "9"]
    values[column] = first
    words = [*HEAD, *row(30, "一、本年新收政府信息公开申请数量", *values), (COLUMNS[column], 39, rest)]
    (cells,) = read([*words, *row(60, "二、上年结转政府信息公开申请数量", "1", "2", "3")])
    assert ((2, column + 1, 1, 1, f"{first}\n{rest}") in cells) is is_one
    assert ((2, column + 1, 1, 1, first) in cells) is not is_one
