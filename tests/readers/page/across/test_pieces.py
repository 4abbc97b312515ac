"""Pieces of tables on two pages that are one table: the truth is the table as the hand here laid it out."""

from __future__ import annotations

import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.cuts import join_cut_tables
from extract.readers._page.page_blocks import PageBlocks
from extract.readers.pdf import read
from tests.readers.drawn_pages import FIXTURES, rows


def piece(page: int, top: float, *texts: tuple[str, ...], left: int = 0) -> Table:
    """A ruled table of columns 100 points wide, rows 20 high; `left` columns are not ruled on this page."""
    cells = [
        Cell(
            word,
            row,
            col,
            1,
            1,
            (),
            Place(page, 100.0 * (left + col), top + 20 * row, 100.0 * (left + col + 1), top + 20 * row + 20),
        )
        for row, words in enumerate(texts)
        for col, word in enumerate(words)
    ]
    return Table(tuple(cells), len(texts), len(texts[0]))


def on_two_pages(above: Table, below: Table) -> Table:
    pages = [PageBlocks(1, 595, 842, tables=[above]), PageBlocks(2, 595, 842, tables=[below])]
    join_cut_tables(pages)
    assert not pages[1].tables
    (table,) = pages[0].tables
    return table


WHOLE = ("1.属于国家秘密", "3", "0", "3")


HEAD = ("", "自然人", "其他", "总计")


SUM = "（七）总计"


TITLE = ("第二十条第（九）项", "", "")


PROCURED = ("信息内容", "采购项目数量", "采购总金额")


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (("", "2", "0", "2"), ("4.保护第三方合法权益", "", "", ""), ("4.保护第三方合法权益", "2", "0", "2")),
        (("4.保护第三方合法权益", "", "", ""), ("", "2", "0", "2"), ("4.保护第三方合法权益", "2", "0", "2")),
        (("4.保护第三方合法权益", "2", "0", ""), ("", "", "", "2"), ("4.保护第三方合法权益", "2", "0", "2")),
        (("", "/", "/", "/"), ("4.保护第三方合法权益", "", "", ""), ("4.保护第三方合法权益", "/", "/", "/")),
    ],
    ids=["numbers above", "numbers below", "the total below", "marks above"],
)
@pytest.mark.parametrize("heads", [(), (HEAD,)], ids=["plain", "header repeated"])
def test_a_row_that_the_pages_end_cuts_is_one_row(
    above: tuple[str, ...],
    below: tuple[str, ...],
    joined: tuple[str, ...],
    heads: tuple[tuple[str, ...], ...],
) -> None:
    table = on_two_pages(piece(1, 700, HEAD, WHOLE, above), piece(2, 50, *heads, below, WHOLE))
    found = [row for row in rows(table) if any(row)]
    assert found == [list(HEAD), list(WHOLE), list(joined), list(WHOLE)]
    flagged = {cell.text for cell in table.cells if cell.flags == ("row_joined",)}
    assert flagged == set(joined)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("3.危及“三安全一稳定”", "2", "0", "2"), ("4.保护第三方合法权益", "", "", "")),
        (("3.危及“三安全一稳定”", "", "", ""), ("4.保护第三方合法权益", "2", "0", "2")),
    ],
)
def test_two_rows_with_labels_stay_two(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    table = on_two_pages(piece(1, 700, WHOLE, above), piece(2, 50, below, WHOLE))
    assert rows(table) == [list(WHOLE), list(above), list(below), list(WHOLE)]


def test_a_piece_without_its_groups_column_joins_at_the_right_edge() -> None:
    table = on_two_pages(
        piece(1, 700, ("（三）不予公开", "1.属于国家秘密", "3", "3")),
        piece(2, 50, ("2.其他", "4", "4"), left=1),
    )
    assert [(cell.col, cell.text) for cell in table.cells if cell.row == 1] == [
        (1, "2.其他"),
        (2, "4"),
        (3, "4"),
    ]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (
            [("结果维", "结果纠", "其他结", "总计")],
            [("持", "正", "果", ""), ("5", "6", "7", "18")],
            [("结果维持", "结果纠正", "其他结果", "总计"), ("5", "6", "7", "18")],
        ),
        (
            [("2.其他法律行", "无", "4", "不适")],
            [("政法规禁止公开", "", "", "用"), WHOLE],
            [("2.其他法律行政法规禁止公开", "无", "4", "不适用"), WHOLE],
        ),
        (
            [("（五）", "1.信访举", "", "")],
            [("不予处理", "报投诉类申请", "2", "2"), ("", "2.重复申请", "0", "0")],
            [("（五）不予处理", "1.信访举报投诉类申请", "2", "2"), ("2.重复申请", "0", "0")],
        ),
        (
            [("（四）", "1.本机关不掌握相关政府信息", "3", "3")],
            [("无法提供", "", "", ""), ("", "2.没有现成信息需要另行制作", "0", "0")],
            [
                ("（四）无法提供", "1.本机关不掌握相关政府信息", "3", "3"),
                ("2.没有现成信息需要另行制作", "0", "0"),
            ],
        ),
        (
            [("（", "1.本机关不掌握相关", "203件", "203")],
            [("四）无法提供", "政府信息", "", "件"), ("", "2.没有现成信息需要另行制作", "0", "0")],
            [
                ("（四）无法提供", "1.本机关不掌握相关政府信息", "203件", "203件"),
                ("2.没有现成信息需要另行制作", "0", "0"),
            ],
        ),
        (
            [TITLE, PROCURED],
            [TITLE, ("政府集中采购", "8", "")],
            [TITLE[:1], PROCURED, ("政府集中采购", "8")],
        ),
    ],
    ids=[
        "labels of the head",
        "a mark in words",
        "two labels",
        "a group's number",
        "a bracket",
        "the table's head again",
    ],
)
def test_what_the_pages_end_cuts_is_one(
    above: list[tuple[str, ...]], below: list[tuple[str, ...]], expected: list[tuple[str, ...]]
) -> None:
    table = on_two_pages(piece(1, 700, *above), piece(2, 50, *below))
    texts = [tuple(text for text in row if text) for row in rows(table)]
    assert [row for row in texts if row] == expected


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ((SUM, "6573", "9129", "1034"), ("", "", "", "3"), "10343"),
        ((SUM, "6573", "91294", "1034"), ("", "", "", "3"), "1034\n3"),
        ((SUM, "5", "6", "7"), ("", "", "", "3"), "7\n3"),
        ((SUM, "5", "6", "7"), ("", "", "8", "3\n4"), "7\n3\n4"),
        ((SUM, "6573", "9129", "1034"), ("", "", "", "3件"), "10343件"),
        ((SUM, "5", "6", "-"), ("", "", "", "12"), "-"),
    ],
    ids=[
        "its cell has no room for more",
        "another holds more",
        "one digit above another",
        "over three lines",
        "a unit",
        "below a mark",
    ],
)
def test_a_number_that_the_pages_end_cuts_says_so(
    above: tuple[str, ...], below: tuple[str, ...], text: str
) -> None:
    table = on_two_pages(piece(1, 700, HEAD, WHOLE, above), piece(2, 50, below, WHOLE))
    (cell,) = (cell for cell in table.cells if cell.row == 2 and cell.col == 3)
    assert (cell.text, cell.flags) == (text, ("number_wrapped",))


def test_the_blank_strip_that_a_cut_leaves_of_a_row_does_not_merge_its_cells() -> None:
    table = on_two_pages(piece(1, 700, HEAD, WHOLE), piece(2, 50, ("", "", "", ""), WHOLE))
    assert {cell.rowspan for cell in table.cells} == {1}
    assert [row for row in rows(table) if any(row)] == [list(HEAD), list(WHOLE), list(WHOLE)]


def test_a_value_above_the_heads_labels_stays_a_value() -> None:
    table = on_two_pages(piece(1, 700, HEAD, WHOLE), piece(2, 50, ("", "自然人", "其他", "总计"), WHOLE))
    assert list(WHOLE) in rows(table)


def test_labels_that_hang_out_below_the_cut_are_the_heads() -> None:
    (table,) = read((FIXTURES / "browser_head_cut.pdf").read_bytes()).tables
    found = [row for row in rows(table) if row]
    assert found[1] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉"]
    assert found[-1] == ["2", "2", "1", "2", "7", "1", "3", "3", "2", "9"]
