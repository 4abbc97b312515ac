"""Two pieces of a table, drawn below each other -> the rows that both make up; the truth is the table before it was cut.

In a drawing `<` belongs to the cell on the left, `^` to the one above.
"""

from __future__ import annotations

import pytest

from extract.flags import NUMBER_WRAPPED, ROW_JOINED
from extract.model import Cell
from extract.readers._page.across.cut_rows import join_rows


def cells(rows: list[str], first: int = 0) -> list[Cell]:
    grid = [[text.strip() for text in row.split("|")] for row in rows]
    found = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            high = next((n for n in range(1, len(grid) - r) if grid[r + n][c] != "^"), len(grid) - r)
            found.append(Cell(text, first + r, c, high, wide))
    return found


def drawn(found: tuple[Cell, ...]) -> list[str]:
    """Without the rows in which no cell stands."""
    texts: dict[int, dict[int, str]] = {}
    for cell in found:
        assert cell.rowspan > 0
        for r in range(cell.row, cell.row + cell.rowspan):
            for c in range(cell.col, cell.col + cell.colspan):
                sign = "<" if c > cell.col else "^"
                assert c not in texts.setdefault(r, {}), "two cells in one place"
                texts[r][c] = cell.text if (r, c) == (cell.row, cell.col) else sign
    return [" | ".join(text for _, text in sorted(row.items())).strip() for _, row in sorted(texts.items())]


def joined(above: list[str], below: list[str]) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    """The rows of both, and the cells in doubt."""
    found = join_rows(cells(above), cells(below, len(above)), len(above))
    return drawn(found), [(cell.text, cell.flags) for cell in found if cell.flags]


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        (["结果维 | 结果纠 | 总计"], ["持 | 正 |", "3 | 4 | 5"], ["结果维持 | 结果纠正 | 总计", "^ | ^ | ^", "3 | 4 | 5"]),
        (
            ["自然人 | 法人或其他组织 | <"],
            ["| 商业企业 | 科研机构", "1 | 2 | 3"],
            ["自然人 | 法人或其他组织 | <", "^ | 商业企业 | 科研机构", "1 | 2 | 3"],
        ),
        (["（一）予以公开 | 1"], ["总计 | 自然人"], ["（一）予以公开 | 1", "总计 | 自然人"]),
        (["统计指标 | 数量"], ["| ", "规章 | 3"], ["统计指标 | 数量", "规章 | 3"]),
        (["总计 | | 结果维"], ["| | 持"], ["总计 |  | 结果维持", "^ | ^ | ^"]),
        (["规章 | 1", "|"], ["统计指标 | <"], ["规章 | 1", "统计指标 | <"]),
        (["甲 | 乙"], ["丙 | 丁"], ["甲 | 乙", "丙 | 丁"]),
        (["申请人情况 | 自然人"], ["| —"], ["申请人情况 | 自然人", "| —"]),
    ],
    ids=[
        "label", "whole label beside those below", "rows above", "nothing left below", "blank column", "other columns",
        "no label of a form", "mark below",
    ],
)  # fmt: skip
def test_a_cut_heads_labels_are_one(above: list[str], below: list[str], rows: list[str]) -> None:
    assert joined(above, below) == (rows, [])


@pytest.mark.parametrize(
    ("above", "below", "rows", "doubts"),
    [
        (["2.其他法律行 | 7"], ["政法规禁止公开 |", "规章 | 1"], ["2.其他法律行政法规禁止公开 | 7", "规章 | 1"], []),
        (["（四） | 7"], ["无法提供 |"], ["（四）无法提供 | 7"], []),
        (["2. | 7"], ["2.重复申请 |"], ["2. | 7", "2.重复申请 |"], []),
        (["1.属于 | 7"], ["国家秘密 |"], ["1.属于国家秘密 | 7"], []),
        (["1.行政复议 | 7"], ["数量 |"], ["1.行政复议数量 | 7"], []),
        (["规章 | 12"], ["| 件"], ["规章 | 12件"], []),
        (["规章 | 不适"], ["| 用"], ["规章 | 不适用"], []),
        (["规章 | 6543", "许可 | 123"], ["| 45"], ["规章 | 6543", "许可 | 12345"], ["12345"]),
        (["许可 | 123 | 7654"], ["| 45 |"], ["许可 | 123\n45 | 7654"], ["123\n45"]),
        (["许可 | 12"], ["| 345"], ["许可 | 12\n345"], ["12\n345"]),
        (["许可 | 1"], ["| 2"], ["许可 | 1\n2"], ["1\n2"]),
        (["行政许可 | 123"], ["| 45"], ["行政许可 | 12345"], ["12345"]),
        (["规章 | 3"], ["| 其他"], ["规章 | 3", "| 其他"], []),
        (["规章 | /"], ["| /"], ["规章 | /", "| /"], ["/"]),
        (["| 1"], ["规章 | 2"], ["| 1", "规章 | 2"], []),
        (["其他法律行 | 7", "（五）不予处理 | <"], ["政法规禁止公开 |"], ["其他法律行 | 7", "（五）不予处理 | <", "政法规禁止公开 |"], []),
        (["规章 | 其他"], ["| /"], ["规章 | 其他", "| /"], []),
        (["地方政府 | 7"], ["规章 |"], ["地方政府 | 7", "规章 |"], []),
        (["规章 | 3 |", "许可 | ^ |"], ["| 5 | 4"], ["规章 | 3 |", "许可 | ^ |", "| 5 | 4"], ["3"]),
        (["规章 | 12 | 5 | 6"], ["| 件 | 7 | <"], ["规章 | 12 | 5 | 6", "| 件 | 7 | <"], ["12"]),
    ],
    ids=[
        "label", "label's number", "number of another label", "rest that is a short label", "rest that is a column's label", "unit", "mark in words", "number", "room for more",
        "longer rest", "one digit", "label longer than the number", "label below a number", "two marks",
        "label below a blank", "label above the last row", "mark below a label", "label of its own", "number of two rows above", "wider cell below",
    ],
)  # fmt: skip
def test_a_cell_that_goes_on_below_is_one(
    above: list[str], below: list[str], rows: list[str], doubts: list[str]
) -> None:
    """Digits are one number where the row's widest number left no room for more of them, and doubted in any case."""
    assert joined(above, below) == (rows, [(text, (NUMBER_WRAPPED,)) for text in doubts])


@pytest.mark.parametrize(
    ("above", "below", "doubts"),
    [
        ("规章 | 12 | /", "| 3 | 4", ["12", "/"]),
        ("规章 | 12 | /", "许可 | 3 | 4", []),
        ("规章 | 12 | / | 5", "| 3 | 4 | 件", ["12", "/", "5"]),
        ("规章 | 12 | 见说明", "| 3 | 4", ["12"]),
    ],
    ids=["numbers alone", "a label", "a unit", "words above"],
)
def test_numbers_without_a_label_below_a_cut_put_those_above_in_doubt(
    above: str, below: str, doubts: list[str]
) -> None:
    assert joined([above], [below]) == ([above, below], [(text, (NUMBER_WRAPPED,)) for text in doubts])


LONG = "（二）部分公开（区分处理的，"


@pytest.mark.parametrize(
    ("above", "below", "rows", "moved"),
    [
        ([f"{LONG} | |"], ["| 3 | 4"], [f"{LONG} | 3 | 4"], ["3", "4"]),
        (["| 3 | 4"], [f"{LONG} | |"], [f"{LONG} | 3 | 4"], [LONG]),
        ([f"{LONG} | 3 |"], ["| | 4"], [f"{LONG} | 3 | 4"], ["4"]),
        ([f"{LONG} | 件 |"], ["| | 4"], [f"{LONG} | 件 | 4"], ["4"]),
        (["（一）予以公开 | 3 | 4"], ["（二）部分公开 | |"], ["（一）予以公开 | 3 | 4", "（二）部分公开 |  |"], []),
        (["（一）予以公开 | | "], ["（二）部分公开 | 3 | 4"], ["（一）予以公开 |  |", "（二）部分公开 | 3 | 4"], []),
        (["办理 | 3 | "], ["| 予以公开 | 4"], ["办理 | 3 |", "| 予以公开 | 4"], []),
        (["| | "], ["| 3 | 4"], ["| 3 | 4"], []),
        (["| 3 | "], ["| | 4"], ["| 3 |", "|  | 4"], []),
        ([f"{LONG} | 3 | "], ["| | 说明"], [f"{LONG} | 3 |", "|  | 说明"], []),
        ([f"{LONG} | | "], ["| 3 | "], [f"{LONG} | 3 |"], ["3"]),
        ([f"{LONG} | | "], ["| 件 | 4"], [f"{LONG} | 件 | 4"], ["4"]),
        ([f"{LONG} | 3 | 件 |"], ["| | | 4"], [f"{LONG} | 3 | 件 | 4"], ["4"]),
        ([f"{LONG} | 3 |"], ["| < | 4"], [f"{LONG} | 3 | 4"], ["4"]),
        ([f"{LONG} | | "], ["许可 | < | 4"], [f"{LONG} |  |", "许可 | < | 4"], []),
        (["规章 | 3 |", f"{LONG} | ^ | "], ["| | 4", "许可 | 5 | 6"], ["规章 | 3 |", f"{LONG} | ^ | 4", "许可 | 5 | 6"], ["4"]),
        (
            ["三、办理 | 规章 | 1", f"^ | {LONG} |"],
            ["| | 4", "^ | 许可 | 5"],
            ["三、办理 | 规章 | 1", f"^ | {LONG} | 4", "| 许可 | 5"],
            ["4"],
        ),
        (
            ["| 规章 | 1", f"^ | {LONG} |"],
            ["| | 4", "^ | 许可 | 5"],
            ["| 规章 | 1", f"^ | {LONG} | 4", "| 许可 | 5"],
            ["4"],
        ),
    ],
    ids=[
        "numbers below", "label below", "one number below", "unit beside the label", "blank row", "label alone",
        "label behind a number", "no label above", "no label at all", "words behind a number", "blank number",
        "unit beside the number", "unit behind a number", "wider blank below", "wider label below", "cell of two rows above", "cell of two rows below",
        "blank cell of two rows below",
    ],
)  # fmt: skip
def test_a_row_with_its_label_on_one_side_of_the_cut_and_numbers_on_the_other_is_one(
    above: list[str], below: list[str], rows: list[str], moved: list[str]
) -> None:
    found, doubts = joined(above, below)
    assert found == rows
    assert [text for text, flags in doubts if ROW_JOINED in flags and text in moved] == moved
    assert bool(doubts) == bool(moved)
    assert not {"三、办理", "规章"} & {text for text, _ in doubts}  # of other rows, too


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        (["规章 | 1", "|"], ["许可 | 2"], ["规章 | 1", "许可 | 2"]),
        (["办理 | 规章 | 1", "^ | |"], ["续 | 许可 | 2"], ["办理 | 规章 | 1", "续 | 许可 | 2"]),
        (["规章 | 1"], ["| ", "许可 | 2"], ["规章 | 1", "许可 | 2"]),
        (["办理 | 规章 | 1", "^ | 许可 | 2"], ["| | "], ["办理 | 规章 | 1", "^ | 许可 | 2", "^"]),
        (["规章 | 1 | 2"], ["| < |", "许可 | 3 | 4"], ["规章 | 1 | 2", "| < |", "许可 | 3 | 4"]),
    ],
    ids=["above", "above, beside a group", "below", "below, beside a group", "of other columns"],
)
def test_blank_cells_that_a_cut_leaves_of_a_row_are_no_row(
    above: list[str], below: list[str], rows: list[str]
) -> None:
    """A group's label beside them reaches as far as its rows."""
    assert joined(above, below) == (rows, [])
