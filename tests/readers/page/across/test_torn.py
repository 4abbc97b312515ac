"""A sheet's table too wide for its page, whose last columns are printed on a later one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Cell, Place, Table
from extract.readers._page.across.flow import join_pages
from extract.readers._page.across.torn import settle_titles
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


LEFT = [(label, "") for label in LABELS[:-1]] + [(LABELS[-1], "3")]


@pytest.mark.parametrize(
    ("right", "doubted"),
    [
        (page(2, [("7",)] * 6), True),
        (page(2, [("7",)] * 6, top=105), False),  # a table of its own
        (page(2, [("7",)] * 4), False),  # so few rows may stand at the same heights by chance
        (page(2, [(label, "7") for label in LABELS]), False),  # with labels
    ],
)
def test_a_blank_cell_that_the_edge_of_its_page_cuts_is_doubted(right: PageBlocks, doubted: bool) -> None:
    """The number of a wide cell stands in its middle, on the other page."""
    left, *_ = join_pages([page(1, LEFT), right])
    assert isinstance(left, Table)
    flags = {cell.flags for cell in left.cells if not cell.text}
    assert flags == {("hidden_text",) if doubted else ()}
    assert all(not cell.flags for cell in left.cells if cell.text)


@pytest.mark.parametrize(("rows", "doubted"), [(6, True), (4, False), (7, False)])
def test_the_pages_of_a_wide_sheet_may_be_put_onto_one_long_page(rows: int, doubted: bool) -> None:
    """Its right parts stand below the left ones, as high row by row."""
    left, right = page(1, LEFT, top=100), page(1, [("7",)] * rows, top=900)
    other = page(1, [("规章", "")], top=300)  # its own right part was not found
    (block,) = [replace(left, tables=[*left.tables, *other.tables, *right.tables])]
    first, second, *_ = [block for block in join_pages([block]) if isinstance(block, Table)]
    flags = {cell.flags for table in (first, second) for cell in table.cells if not cell.text}
    assert flags == {("hidden_text",) if doubted else ()}


@pytest.mark.parametrize(("first", "doubted"), [(6, True), (4, False)])
def test_the_last_rows_of_a_wide_sheet_are_cut_as_those_on_its_other_page(first: int, doubted: bool) -> None:
    left, right = LEFT[:2], [("7",)] * 2
    pages = [page(1, LEFT[:first]), page(2, left), page(3, [("7",)] * first), page(4, right)]
    tables = [block for block in join_pages(pages) if isinstance(block, Table)]
    flags = [
        cell.flags
        for table in tables
        for cell in table.cells
        if cell.place and cell.place.page == 2 and not cell.text
    ]
    assert flags == [("hidden_text",) if doubted else ()] * 2


@pytest.mark.parametrize(("heading", "doubted"), [("现行有效件数", 2), ("本年制发件数", 0)])
def test_blank_cells_beside_labels_that_each_page_prints_again_are_doubted(
    heading: str, doubted: int
) -> None:
    """Where the heading is the same, these are two reports."""
    texts = [("信息内容", "本年制发件数"), ("规章", "3"), ("行政许可", "")]
    pages = [page(1, texts), page(2, [("信息内容", heading), *texts[1:]])]
    tables = [block for block in join_pages(pages) if isinstance(block, Table)]
    flags = [(cell.text, cell.flags) for table in tables for cell in table.cells if cell.flags]
    assert flags == [("", ("hidden_text",))] * doubted


def test_a_page_of_as_many_rows_as_the_one_before_it_prints_no_labels_again() -> None:
    first = page(1, [("信息内容", "处理决定数量"), *LEFT[:4]])
    tables = [b for b in join_pages([first, page(2, [*LEFT[4:], *LEFT[:3]])]) if isinstance(b, Table)]
    assert not any(cell.flags for table in tables for cell in table.cells)


@pytest.mark.parametrize(
    ("headings", "left"),
    [
        (("尚未审结", "总计"), ["总计", "5"]),
        (("其他结果", "结果纠正"), ["结果纠正", "5"]),
        (("尚未审结", "尚未审结"), ["结果维持", "结果纠正", "尚未审结", "1", "", "5"]),  # of another report
    ],
)
def test_numbers_that_each_page_prints_again_are_read_once(
    headings: tuple[str, str], left: list[str]
) -> None:
    texts = [[("结果维持", "结果纠正", heading), ("1", "", "5")] for heading in headings]
    pages = [page(1, texts[0]), page(2, texts[1])]
    settle_titles(pages)
    assert [[cell.text for cell in each.tables[0].cells] for each in pages][1] == left


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
