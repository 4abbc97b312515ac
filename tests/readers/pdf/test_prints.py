"""PDFs that programs printed, the committed ones and the real reports: the truth is the builder's, or a look at the print."""

from __future__ import annotations

import csv

import pytest

from extract.draw_cells import draw
from extract.errors import DocumentError
from extract.model import Table
from extract.readers.pdf import read
from extract.readers.second.pdf import disagreements
from tests.readers.drawn_pages import EXPECTED, FIXTURES, STROKED, WORDS, made, rows
from tests.samples import SAMPLES, needs_samples


def truth(name: str) -> list[str]:
    with (FIXTURES / f"{name}.cells.tsv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file, delimiter="\t"))
    return [cell["raw"].strip() for cell in cells if cell["section"] in ("requests", "statistics")]


def test_the_page_cut_table_of_the_builder_is_read_as_made() -> None:
    document = read((FIXTURES / "libreoffice_ruled_page_cut.pdf").read_bytes())
    requests = [table for table in document.tables if table.n_cols == 10]
    wanted = truth("libreoffice_ruled_page_cut")
    got = [
        c for table in requests for row in rows(table) if len(row) > 7 and row[-1].isdigit() for c in row[-7:]
    ]
    assert got == wanted


def test_a_browsers_small_table_without_lines_is_flagged_and_right() -> None:
    document = read((FIXTURES / "browser_small.pdf").read_bytes())
    guessed, ruled = document.tables
    assert guessed.flags == ("column_inferred",)
    assert [row[-3:] for row in rows(guessed)][-6:-3] == [
        ["12", "0", "12"],
        ["", "3", "3"],
        ["7", "1,234", "/"],
    ]
    assert rows(ruled) == [
        ["三、结果", "（一）其他组织机构", "", "3", "3"],
        ["（二）总计", "7", "1,234", "/"],
    ]


@pytest.mark.parametrize("name", ["libreoffice_ruled_page_cut", "browser_small"])
def test_the_second_reading_agrees_and_notices_a_wrong_cell(name: str) -> None:
    data = (FIXTURES / f"{name}.pdf").read_bytes()
    tables = read(data).tables
    texts = {(k, c.row, c.col): c.text for k, table in enumerate(tables) for c in table.cells}
    # a guessed heading's box may reach over its neighbours; a number's never does
    assert [key for key in disagreements(tables, data) if texts[key][:1].isdigit()] == []
    wrong = Table(tuple(type(c)(c.text + "9", c.row, c.col, place=c.place) for c in tables[0].cells), 1, 1)
    assert len(disagreements([wrong], data)) >= len(wrong.cells) - 1


@pytest.mark.parametrize(
    "crop", ["10 10 500 450", "-50 -50 700 900", "0 0 9999 9999", "0 0 0 0", "500 450 10 10"]
)
def test_a_crop_box_beyond_the_page_moves_nothing(crop: str) -> None:
    data = made(STROKED + WORDS, f"/MediaBox [0 0 400 400] /CropBox [{crop}]")
    (table,) = read(data).tables
    assert len(table.cells) == 4
    assert disagreements([table], data) == set()


def test_the_second_reading_heeds_no_depth_that_a_font_names() -> None:
    """As files rewritten by cairo name that of their deepest glyph."""
    about = "<< /Type /FontDescriptor /FontName /Other /Flags 32 /FontBBox [0 -1048 1000 1808] /Ascent 1808 /Descent -1048 >>"
    data = made(STROKED + WORDS, more=(about,), font="/FontDescriptor 6 0 R")
    data = data.replace(b"/BaseFont /Helvetica", b"/BaseFont /Other")
    (table,) = read(data).tables
    assert rows(table) == EXPECTED
    assert disagreements([table], data) == set()


@pytest.mark.parametrize("wrong", ["/CropBox []", "/CropBox [0 0 1]", "/Rotate (x)"])
def test_a_page_that_pdfplumber_cannot_open_disagrees(wrong: str) -> None:
    data = made(STROKED + WORDS, f"/MediaBox [0 0 400 400] {wrong}")
    (table,) = read(data).tables
    assert len(disagreements([table], data)) == 4


def test_the_picture_shows_the_cells() -> None:
    data = made(STROKED + WORDS)
    image = draw(data, read(data), 1)
    assert image.size == (800, 800)
    assert image.getpixel((200, 120)) != (255, 255, 255)
    with pytest.raises(DocumentError, match="no such page"):
        draw(data, read(data), 2)


@needs_samples
def test_hongze_2023_is_read_as_printed() -> None:
    document = read((SAMPLES / "huaian_hongze_2023.pdf").read_bytes())
    disclosure, requests, disputes = (rows(table) for table in document.tables)  # two are cut by a page's end
    assert disclosure[3] == ["行政规范性文件", "0", "5", "5"]
    assert disclosure[9:11] == [["行政处罚", "4119"], ["行政强制", "195"]]
    assert requests[3] == ["一、本年新收政府信息公开申请数量", "21", "0", "0", "0", "0", "0", "21"]
    assert requests[5][0] == "三、本年度办理结果"
    assert requests[23:25] == [
        ["（六）其他处理", "0", "0", "0", "0", "0", "0", "0"],
        ["（七）总计", "21", "0", "0", "0", "0", "0", "21"],
    ]
    assert disputes[3] == ["10", "1", "0", "0", "0", "0", "0", "0", "0", "0", "5", "0", "0", "0", "0"]
    assert any("受理政府信息公开申请21件" in paragraph.text for paragraph in document.paragraphs)


@needs_samples
def test_hongze_2024_is_read_as_printed() -> None:
    document = read((SAMPLES / "huaian_hongze_2024.pdf").read_bytes())
    disclosure, requests, disputes = (rows(table) for table in document.tables)  # two are cut by a page's end
    assert disclosure[2:4] == [["规章", "0", "0", "0"], ["行政规范性文件", "3", "0", "8"]]
    assert disclosure[9:11] == [["行政处罚", "2776"], ["行政强制", "84"]]
    assert [disclosure[k][-1] for k in (6, 13)] == ["9487", "7545"]
    assert [(row[-8], row[-7], row[-1]) for row in requests if row[-7:-6] > ["0"]] == [
        ("一、本年新收政府信息公开申请数量", "95", "95"),
        ("（一）予以公开", "50", "50"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "9", "9"),
        ("3.危及“三安全一稳定”", "1", "1"),
        ("6.属于四类过程性信息", "1", "1"),
        ("7.属于行政执法案卷", "1", "1"),
        ("1.本机关不掌握相关政府信息", "31", "31"),
        ("2.没有现成信息需要另行制作", "1", "1"),
        ("1.信访举报投诉类申请", "1", "1"),
        ("", "95", "95"),  # （七）总计 stands left of a cell of its own
    ]
    assert disputes[-1] == ["1", "1", "0", "0", "2", "1", "0", "0", "0", "1", "2", "0", "1", "0", "3"]


def test_an_unruled_table_gives_the_builders_numbers() -> None:
    """Form 2014 over two pages, all its rows in the form's order: no doubt is left, though no line is drawn."""
    document = read((FIXTURES / "libreoffice_unruled.pdf").read_bytes())
    assert {table.flags for table in document.tables} == {()}
    got = [row[-1] for table in document.tables for row in rows(table) if row[-1][:1].isdigit()]
    assert got == [raw for raw in truth("libreoffice_unruled") if raw[:1].isdigit()]
