"""A sheet's table too wide for its page, whose last columns are printed on a later one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.flow import join_pages
from extract.readers._page.page_blocks import PageBlocks
from extract.readers.ofd import read as read_ofd
from tests.readers.ofd.pages import one_page, path, text

LABELS = ("行政许可", "行政处罚", "行政强制", "行政检查", "行政征收", "行政裁决")


def page(number: int, texts: list[tuple[str, ...]], top: float = 100.0) -> PageBlocks:
    cells = [
        Cell(
            text,
            row,
            col,
            place=Place(number, 50 + 80 * col, top + 20 * row, 130 + 80 * col, top + 20 * row + 20),
        )
        for row, of_row in enumerate(texts)
        for col, text in enumerate(of_row)
    ]
    table = Table(tuple(cells), len(texts), len(texts[0]))
    return PageBlocks(number, 595.0, 842.0, tables=[table])


HEAD = ("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
ROWS = [HEAD, *((label, *(f"{k}{n}" for n in range(1, 8))) for k, label in enumerate(LABELS, 1))]
BELOW = [("四、结转下年度继续办理", *(f"9{n}" for n in range(1, 8)))]


def printed(
    ends: tuple[int, ...], down_first: bool, titles: int = 0, rows: list[tuple[str, ...]] = ROWS
) -> list[PageBlocks]:
    """A sheet of two pages' length, so many columns on each page, the first ones on all."""
    starts = (0, *ends[:-1])
    columns = [
        [*range(titles if start else 0), *range(start, end)] for start, end in zip(starts, ends, strict=True)
    ]
    order = [(piece, mine) for mine in columns for piece in (rows, BELOW)]
    if not down_first:
        order.sort(key=lambda entry: entry[0] is BELOW)
    return [
        page(number, [tuple(row[k] for k in mine) for row in piece])
        for number, (piece, mine) in enumerate(order, 1)
    ]


def read(pages: list[PageBlocks]) -> list[list[str]]:
    """The rows' texts, table by table."""
    tables = [block for block in join_pages(pages) if isinstance(block, Table)]
    return [[c.text for c in table.cells if c.row == row] for table in tables for row in range(table.n_rows)]


@pytest.mark.parametrize("down_first", [True, False])
@pytest.mark.parametrize(
    ("ends", "titles"),
    [((3, 8), 0), ((7, 8), 0), ((1, 4, 8), 0), ((2, 5, 8), 0), ((3, 8), 1), ((1, 4, 8), 1)],
)
def test_a_sheet_over_several_page_widths_is_one_table(
    ends: tuple[int, ...], titles: int, down_first: bool
) -> None:
    """先列后行, 先行后列: the parts stand at the same heights, those that go on below as many pages apart."""
    pages = printed(ends, down_first, titles)
    assert read(pages) == [list(row) for row in (*ROWS, *BELOW)]


def test_the_cells_of_a_sheet_over_two_page_widths_stay_where_they_are_printed() -> None:
    (table,) = [block for block in join_pages(printed((3, 8), True)) if isinstance(block, Table)]
    last = table.cells[-1]
    assert (last.text, last.place) == ("97", Place(4, 50 + 80 * 4, 100, 130 + 80 * 4, 120))


@pytest.mark.parametrize(
    "pages",
    [
        printed((3, 7), True),  # the heading is not whole
        printed((3, 8), True)[:-1],  # nor is what goes on below
        [*printed((3, 8), True)[:2], *printed((3, 8), True, rows=ROWS[:-1])[2:]],  # a row less
        [
            replace(printed((3, 8), False)[0], number=9),
            *printed((3, 8), False),
        ],  # another left part stands between
    ],
)
def test_parts_that_do_not_agree_are_left_as_they_are(pages: list[PageBlocks]) -> None:
    assert all(len(row) < len(HEAD) for row in read(pages)[: len(ROWS)])


@pytest.mark.parametrize(("labels", "doubted"), [(2, True), (1, False)])
def test_blank_cells_of_another_table_that_ends_where_a_left_part_does_are_doubted(
    labels: int, doubted: bool
) -> None:
    """Its right part, of one column, is no table of its own."""
    pages = printed((3, 8), True)
    pages[0].tables += page(1, [(*LABELS[:labels], ""), (*LABELS[-labels:], "3")], top=40).tables
    (other, *_) = [block for block in join_pages(pages) if isinstance(block, Table)]
    assert [cell.flags for cell in other.cells if not cell.text] == [("hidden_text",) if doubted else ()]


@pytest.mark.parametrize(
    ("texts", "tables"),
    [
        (["总计", "3", "", "5"], 1),
        (["3", "/", "5"], 1),
        (["3", "5"], 1),
        (["总计", "3"], 0),
        (["总计", "3", "见附件", "5"], 0),
    ],
    ids=["below its label", "going on", "its last two rows", "box of two lines", "words"],
)
def test_a_column_of_numbers_alone_on_its_page_is_a_table(texts: list[str], tables: int) -> None:
    """It is the last one of a sheet that is a little too wide (总计); other boxes hold paragraphs."""
    lines = [f"M 20 {20 + 10 * k} L 60 {20 + 10 * k}" for k in range(len(texts) + 1)]
    lines += [f"M {x} 20 L {x} {20 + 10 * len(texts)}" for x in (20, 60)]
    words = "".join(text(words, 22, 26 + 10 * k) for k, words in enumerate(texts) if words)
    assert len(read_ofd(one_page("".join(map(path, lines)) + words)).tables) == tables
