"""Which rows of a sheet are a table, which a label whose values are blank, which a line of text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from extract.model import Paragraph
from extract.pipeline import extract_document
from extract.readers.sheet import read
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.grid import Grid
from tests.builder.layout import Page
from tests.builder.sheet import to_xlsx
from tests.readers.sheet.books import book_of, grid, saved, sheet_blocks


def test_a_label_over_a_blank_merge_is_a_row() -> None:
    book = book_of(("甲", 1, 2), ("乙", None, None))
    book.active.merge_cells("B2:C2")
    cells = [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (0, 2, 1, 1, "2"), (1, 0, 1, 1, "乙"), (1, 1, 1, 2, "")]
    assert sheet_blocks(book) == [cells]


def test_a_caption_across_the_table_is_no_label() -> None:
    book = book_of(("甲", 1), ("下一节", None))
    book.active.merge_cells("A2:B2")
    assert sheet_blocks(book) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1")], "下一节"]


def test_a_blank_merged_cell_is_one_cell() -> None:
    book = book_of(("甲", 1, None, 2, 3), ("乙", None, None, 4, 5))
    book.active.merge_cells("B2:C2")
    (table,) = read(saved(book)).tables
    assert grid(table)[5:] == [(1, 0, 1, 1, "乙"), (1, 1, 1, 2, ""), (1, 3, 1, 1, "4"), (1, 4, 1, 1, "5")]


def test_values_left_under_a_merge_are_not_shown() -> None:
    book = book_of(("甲", 1, 777), ("乙", 2, 3))
    part = saved(book)
    book.active.merge_cells("B1:C1")
    merged = saved(book)
    with zipfile.ZipFile(io.BytesIO(part)) as one, zipfile.ZipFile(io.BytesIO(merged)) as other:
        name = "xl/worksheets/sheet1.xml"
        merge = re.search(rb"<mergeCells.*?</mergeCells>", other.read(name))
        assert merge
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as z:
            for each in one.namelist():
                data = one.read(each)
                if each == name:
                    data = data.replace(b"</sheetData>", b"</sheetData>" + merge[0])
                z.writestr(each, data)
    (table,) = read(out.getvalue()).tables
    assert [cell.text for cell in table.cells] == ["甲", "1", "乙", "2", "3"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("甲", 1), ("一、组",), ("乙", 2)], [["甲", "1", "一、组", "", "乙", "2"]]),  # a group's row
        ([("甲", 1), ("二、节",), ("乙", 2, 3)], [["甲", "1"], "二、节", ["乙", "2", "3"]]),
        ([("甲", 1), ("1.乙",), ("2.丙",)], [["甲", "1", "1.乙", "", "2.丙", ""]]),  # blank values
        ([("表一",), ("（一）甲",), ("乙", 1)], ["表一", ["（一）甲", "", "乙", "1"]]),
        ([(None, "甲", 1), ("下一节",)], [["甲", "1"], "下一节"]),  # it stands beside the table's columns
        (
            [("甲", 1), ("乙",), ("丙", 2), ("下一节",), (3, 4, 5, 6, 7)],
            [["甲", "1", "乙", "", "丙", "2"], "下一节", ["3", "4", "5", "6", "7"]],
        ),
        (
            [(3, 4, 5, 6, 7), ("附：某表",), ("类别", "件数"), ("乙", 2)],
            [["3", "4", "5", "6", "7"], "附：某表", ["类别", "件数", "乙", "2"]],
        ),
        ([("甲", 1), ("附件1：某表",), ("乙", 2)], [["甲", "1"], "附件1：某表", ["乙", "2"]]),
        ([("甲", 1), ("某局2022年1月5日",)], [["甲", "1"], "某局2022年1月5日"]),
        ([("甲", 1), ("本表无其他内容。",)], [["甲", "1"], "本表无其他内容。"]),
    ],
)
def test_a_row_of_one_text(rows: list[tuple[object, ...]], found: list[object]) -> None:
    blocks = read(saved(book_of(*rows))).blocks
    texts = [b.text if isinstance(b, Paragraph) else [c.text for c in b.cells] for b in blocks]  # type: ignore[union-attr]
    assert texts == found


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ((), 3),
        (((), ("五、存在的主要问题及改进情况",)), 3),
        ((("五、存在的主要问题及改进情况",),), 2),
        (((), tuple(range(10))), 2),
        ((("/",) * 10,), 3),
        ((("TRUE",) * 10,), 3),
    ],
    ids=["end", "gap", "heading", "numbers apart", "marks", "no numbers"],
)
def test_a_table_that_ends_with_its_header_has_a_blank_row(
    below: tuple[tuple[object, ...], ...], rows: int
) -> None:
    """四 has no label to the left of its numbers: where they are blank, a sheet stores nothing below the header."""
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2
    book = book_of(
        ("四、政府信息公开行政复议、行政诉讼情况",), ("行政复议", *[None] * 4, "行政诉讼"), outcomes, *below
    )
    table = read(saved(book)).tables[0]
    assert (table.n_rows, table.n_cols) == (rows, 10)


def test_numbered_rows_of_an_empty_table_are_no_headings() -> None:
    labels = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（七）总计",
        "四、结转下年度继续办理",
    )
    book = book_of(
        ("三、收到和处理政府信息公开申请情况",),
        ("项目", None, "自然人", "总计"),
        *((each,) for each in labels),
    )
    for row in range(2, 7):
        book.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    (table,) = read(saved(book)).tables
    assert [cell.text for cell in table.cells if cell.col == 0] == ["项目", *labels]
    assert table.n_cols == 4


def test_groups_of_the_statistics_of_2014_are_no_headings() -> None:
    """Below them this year's numbers may all be blank: the year before's are not this year's."""
    rows = (
        ("统计指标", "单位", "上年数", "本年数"),
        ("八、机构建设和保障经费情况",),
        ("（二）设置政府信息公开查阅点数", "个", 3, 4),
        ("九、政府信息公开会议和培训情况",),
        ("（二）举办各类培训班数", "次", 5),
    )
    (table,) = read(saved(book_of(*rows))).tables
    assert (table.n_rows, table.n_cols) == (5, 4)


def test_blank_rows_of_the_statistics_of_2014_that_are_numbered_like_headings() -> None:
    labels = ("四、行政复议数量", "五、行政诉讼数量", "六、举报投诉数量", "七、依申请公开信息收取的费用")
    rows = (
        ("统计指标", "统计数"),
        ("（三）申请答复数", 9),
        *((label,) for label in labels),
        ("（一）政府信息公开工作专门机构数", 1),
    )
    (table,) = read(saved(book_of(*rows))).tables
    assert [cell.text for cell in table.cells if cell.row in range(2, 6)] == [
        text for label in labels for text in (label, "")
    ]


@pytest.mark.parametrize("note", ["填表人：", "备注：无", "填报单位：清河县水利局"])
def test_a_note_below_the_table_of_disputes_is_no_second_row_of_numbers(note: str) -> None:
    page = page_of(3, "2021", 0.0)
    book = openpyxl.load_workbook(
        io.BytesIO(to_xlsx(replace(page, blocks=page.blocks[: _end_of_tables(page)])))
    )
    sheet = book.worksheets[-1]
    sheet.cell(sheet.max_row + 1, sheet.min_column, note)
    (report,) = extract_document(saved(book), "a.xlsx").reports
    score = compare(page.truth, report.cells)
    assert score.right == score.total
    assert not any(cell.flags for cell in report.cells if cell.section == "disputes")


def _end_of_tables(page: Page) -> int:
    return 1 + max(n for n, block in enumerate(page.blocks) if isinstance(block, Grid))


def test_a_row_that_tells_no_section_goes_on_below_an_empty_one() -> None:
    rows = (("2.重复申请", 1, 2), (None,), ("3.其他", 3, 4), (None,), ("（七）总计", 5, 6))
    (table,) = read(saved(book_of(*rows))).tables
    assert [cell.text for cell in table.cells if cell.text][3:6] == ["3.其他", "3", "4"]
    apart = (("2.重复申请", 1, 2), (None,), ("人数", None, 4, 5))
    assert len(read(saved(book_of(*apart))).tables) == 2
