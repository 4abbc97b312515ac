"""Spreadsheets: a report whose numbers are known in three formats, and books made for one trouble each."""

from __future__ import annotations

import contextlib
import datetime
import io
import random
import re
import time
import zipfile

import openpyxl
import pytest

from extract.errors import DocumentError
from extract.model import Paragraph
from extract.read import read_document
from extract.readers.sheet import read
from extract.sniff import kind_of
from tests.paths import ROOT
from tests.readers.sheet.books import book_of, grid, saved, sheet_blocks

FORMATS = ROOT / "fixtures" / "formats"


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_merged_group_label(form: str) -> None:
    requests = read((FORMATS / f"report_2021.{form}").read_bytes()).tables[1]
    label = next(cell for cell in requests.cells if "不予公开" in cell.text and "三" in cell.text)
    assert label.rowspan == 8


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (datetime.date(2024, 1, 15), "2024-01-15"),  # what 1-15 becomes; no number
        (datetime.timedelta(hours=30), "1 day, 6:00:00"),
        (3.0, "3"),
        (3, "3"),
        (12.5, "12.5"),
        ("０", "０"),
        ("1,234", "1,234"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
    ],
)
def test_values_as_excel_shows_them(value: object, printed: str) -> None:
    (table,) = read(saved(book_of(("a", value)))).tables
    assert table.cells[1].text == printed


def test_text_and_tables_on_one_sheet() -> None:
    book = book_of(
        ("某某局2021年年度报告",),
        ("一、总体情况",),
        ("甲", "乙"),
        ("单独一行", None),
        ("丙", 1),
        ("二、其他",),
        ("丁", 2, 3),
    )
    book.active.merge_cells("A1:B1")
    found = [b.text if isinstance(b, Paragraph) else grid(b) for b in read(saved(book)).blocks]
    assert found == [
        "某某局2021年年度报告",
        "一、总体情况",
        [
            (0, 0, 1, 1, "甲"),
            (0, 1, 1, 1, "乙"),
            (1, 0, 1, 1, "单独一行"),
            (1, 1, 1, 1, ""),
            (2, 0, 1, 1, "丙"),
            (2, 1, 1, 1, "1"),
        ],
        "二、其他",
        [(0, 0, 1, 1, "丁"), (0, 1, 1, 1, "2"), (0, 2, 1, 1, "3")],
    ]


def test_merges_and_hidden_rows_and_columns() -> None:
    book = book_of(("a", None, "x", "b"), ("hidden", 9, 9, 9), (None, None, "x", "c"), ("d", "e", "x", "f"))
    sheet = book.active
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    (table,) = read(saved(book)).tables
    assert grid(table) == [
        (0, 0, 1, 2, "a"),
        (0, 2, 1, 1, "b"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "c"),
        (2, 0, 1, 1, "d"),
        (2, 1, 1, 1, "e"),
        (2, 2, 1, 1, "f"),
    ]


def test_a_merge_shows_its_text_though_its_first_row_or_column_is_hidden() -> None:
    """As LibreOffice prints the four."""
    book = book_of(("a", "b", "c", "d"), ("e", 7, 8, 9), (None, None, 1, 2), (3, "f", None, 4))
    sheet = book.active
    for merge in ("A2:A3", "B2:B3", "B4:C4"):
        sheet.merge_cells(merge)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    (table,) = read(saved(book)).tables
    assert grid(table) == [
        (0, 0, 1, 1, "a"), (0, 1, 1, 1, "c"), (0, 2, 1, 1, "d"),
        (1, 0, 1, 1, "e"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2"),
        (2, 0, 1, 1, "3"), (2, 1, 1, 1, "f"), (2, 2, 1, 1, "4"),
    ]  # fmt: skip


def test_a_merge_of_an_ods_shows_its_text_though_its_first_row_is_hidden() -> None:
    end = "</table:table-row><table:table-row>"
    hidden, shown = end[:-1] + ' table:visibility="collapse">', end + "<table:covered-table-cell/>"
    merged = '<table:table-cell table:number-rows-spanned="2"><text:p>7</text:p></table:table-cell>'
    two = "<table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell>"
    (table,) = read(FLAT.format(f"{hidden}{merged}{two}{shown}{two}{end}").encode()).tables
    assert grid(table)[:3] == [(0, 0, 1, 1, "7"), (0, 1, 1, 1, "1"), (0, 2, 1, 1, "2")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ('hidden="true"', 'hidden="1"'),
        ('ht="0.0" customHeight="1"', 'width="0"'),
        ("ht='0.75'", "width='0.0'"),
    ],
)
def test_rows_of_no_height_and_columns_of_no_width(row: str, column: str) -> None:
    out = io.BytesIO()
    data = io.BytesIO(saved(book_of(("a", 9, 1), ("b", 9, 9))))
    with zipfile.ZipFile(data) as book, zipfile.ZipFile(out, "w") as z:
        for name in book.namelist():
            part = book.read(name).replace(b'<row r="2"', f'<row r="2" {row}'.encode())
            columns = f'<cols><col min="2" max="2" {column}/></cols><sheetData>'
            z.writestr(name, part.replace(b"<sheetData>", columns.encode()))
    (table,) = read(out.getvalue()).tables
    assert grid(table) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "1")]


def test_columns_of_no_width_of_a_binary_sheet() -> None:
    """The second column's record with a width of 0, which LibreOffice prints as none."""
    data = (FORMATS / "report_2021.xls").read_bytes()
    columns = [found.start() for found in re.finditer(rb"\x7d\0\x0c\0\x01\0\x01\0", data)]
    before = sum(table.n_cols for table in read(data).tables)
    narrow = bytearray(data)
    for at in columns:
        narrow[at + 8 : at + 10] = bytes(2)
    assert len(columns) == 1
    assert sum(table.n_cols for table in read(bytes(narrow)).tables) < before


def test_an_ods_as_a_single_file() -> None:
    data = (FORMATS / "report_2021.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml").decode()
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    flat = content.replace("office:document-content", "office:document")
    flat = flat.replace("<office:document ", f"<office:document {kind} ")
    assert kind_of(flat.encode()) == "sheet"
    assert read(flat.encode()).blocks == read(data).blocks


def test_hidden_sheets_are_left_out_and_the_others_kept_in_order() -> None:
    book = book_of(("1", "2"))
    for name, state in (("s", "hidden"), ("t", "veryHidden"), ("u", "visible")):
        sheet = book.create_sheet(name)
        sheet.append([name, name])
        sheet.sheet_state = state
    assert [table.cells[0].text for table in read(saved(book)).tables] == ["1", "u"]


def test_two_cells_in_opposite_corners() -> None:
    book = book_of(("a", "b"))
    book.active["XFD1048576"] = "c"
    start = time.process_time()
    with pytest.raises(DocumentError, match="used range"):
        read(saved(book))
    assert time.process_time() - start < 8


def test_a_word_far_to_the_right_of_a_table() -> None:
    """The time to read a header grows with the square of its width: 16,000 columns took longer than any limit."""
    data = saved(book_of(("类型", *[None] * 15_000, "x"), ("规章", 1), ("行政规范性文件", 2)))
    with pytest.raises(DocumentError, match="too many columns"):
        read_document(data, kind_of(data))


def test_cells_that_are_but_formatted_take_no_room() -> None:
    """A format painted down to the sheet's last row."""
    book = book_of(("a", "b"))
    book.active["XFD1048576"].number_format = "0.00"
    assert grid(read(saved(book)).tables[0]) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]


def rewritten(change: tuple[str, bytes, bytes]) -> bytes:
    """The workbook with a piece of one part replaced."""
    name, old, new = change
    source = zipfile.ZipFile(io.BytesIO(saved(book_of(("a", "b")))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for info in source.infolist():
            part = source.read(info)
            package.writestr(info.filename, part.replace(old, new, 1) if info.filename == name else part)
    return out.getvalue()


def test_entity_bomb() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    )
    data = rewritten(("xl/sharedStrings.xml", b"<sst", entities + b"]><sst"))
    start = time.process_time()
    with contextlib.suppress(DocumentError):
        assert sum(len(c.text) for t in read(data).tables for c in t.cells) < 100
    assert time.process_time() - start < 8


def test_part_of_blanks_without_end() -> None:
    with pytest.raises(DocumentError, match="too large"):
        read(rewritten(("xl/worksheets/sheet1.xml", b"<sheetData>", b" " * (201 << 20) + b"<sheetData>")))


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_damage_ends_in_a_document_or_a_reason(form: str) -> None:
    whole = (FORMATS / f"report_2021.{form}").read_bytes()
    chance = random.Random(3)
    for number in range(40):
        data = bytearray(whole if number % 2 else whole[: chance.randrange(len(whole))])
        for _ in range(10 * (number % 2)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(DocumentError):
            assert read(bytes(data)).blocks


def test_a_part_said_to_reach_beyond_the_file_is_damage() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    data = bytearray(out.getvalue())
    sizes = data.rindex(b"PK\x01\x02") + 20  # packed and unpacked, in the directory at the file's end
    data[sizes : sizes + 8] = (10**5).to_bytes(4, "little") * 2
    with pytest.raises(DocumentError, match="请重新下载"):
        read(bytes(data))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<Workbook/>"])
def test_unreadable(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read(data)


def test_empty_rows_on_top_do_not_move_merges() -> None:
    book = openpyxl.Workbook()
    book.active["B4"], book.active["D4"], book.active["B5"], book.active["D5"] = "甲", 1, "乙", 2
    book.active.merge_cells("B4:C4")
    book.active.merge_cells("B5:C5")
    assert sheet_blocks(book) == [
        [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "1"), (1, 0, 1, 2, "乙"), (1, 2, 1, 1, "2")]
    ]


@pytest.mark.parametrize(
    ("stored", "told"), [("", True), ("<v />", True), ("<v></v>", True), ("<v>3</v>", False)]
)
def test_a_formula_without_its_result_is_a_problem(stored: str, told: bool) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book_of(("甲", "=1+2"))))) as book, zipfile.ZipFile(out, "w") as z:
        for name in book.namelist():
            data = re.sub(rb"<v ?/>|<v></v>", stored.encode(), book.read(name))
            z.writestr(name, data)
    document = read(out.getvalue())
    assert any("formulas" in problem for problem in document.problems) is told


ODS_CELL = '<table:table-cell table:formula="of:=SUM([.B1])"'
NUMBER_CELL = '<Cell ss:Formula="=SUM(R[-1]C)">'
FLAT = """<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table><table:table-row>
<table:table-cell><text:p>行政许可</text:p></table:table-cell>{}<table:table-cell><text:p>5</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document>"""
EXCEL_2003 = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>
<Cell><Data ss:Type="String">行政许可</Data></Cell>{}<Cell><Data ss:Type="Number">5</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(
    ("book", "cell", "text"),
    [
        (FLAT, f"{ODS_CELL}/>", "of:=SUM([.B1])"),
        (FLAT, f'{ODS_CELL} office:value-type="float" office:value="9"/>', "9"),
        (FLAT, f'{ODS_CELL} office:value-type="string" office:string-value=""/>', ""),
        (EXCEL_2003, f"{NUMBER_CELL}</Cell>", "=SUM(R[-1]C)"),
        (EXCEL_2003, f'{NUMBER_CELL}<Data ss:Type="Number"></Data></Cell>', "=SUM(R[-1]C)"),
        (EXCEL_2003, f'{NUMBER_CELL}<Data ss:Type="Number">9</Data></Cell>', "9"),
        (EXCEL_2003, f'{NUMBER_CELL}<Data ss:Type="String"></Data></Cell>', ""),
    ],
)
def test_a_formula_that_was_not_worked_out(book: str, cell: str, text: str) -> None:
    document = read(book.format(cell).encode())
    assert [each.text for each in document.tables[0].cells] == ["行政许可", text, "5"]
    assert any("formulas" in problem for problem in document.problems) is ("SUM" in text)


EXCEL_2003_HIDDEN = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Column/><Column ss:Hidden="1"/><Column/>
<Row>{0}</Row><Row ss:Hidden="1">{1}</Row><Row>{2}</Row></Table></Worksheet><Worksheet ss:Name="b"><Table><Row>{1}</Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>"""
ODS_HIDDEN = """<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table>
<table:table-column-group><table:table-column/><table:table-column table:visibility="collapse"/></table:table-column-group>
<table:table-column/><table:table-row>{0}</table:table-row><table:table-row table:visibility="filter">{1}</table:table-row>
<table:table-row>{2}</table:table-row></table:table></office:spreadsheet></office:body></office:document>"""


@pytest.mark.parametrize(
    ("book", "cell"),
    [
        (EXCEL_2003_HIDDEN, '<Cell><Data ss:Type="String">{}</Data></Cell>'),
        (ODS_HIDDEN, "<table:table-cell><text:p>{}</text:p></table:table-cell>"),
    ],
    ids=["Excel 2003", ".fods"],
)
def test_hidden_rows_columns_and_sheets_of_xml_are_not_there(book: str, cell: str) -> None:
    rows = ("".join(map(cell.format, row)) for row in (("甲", "x", "1"), ("乙", "x", "2"), ("丙", "x", "3")))
    document = read(book.format(*rows).encode())
    assert [each.text for table in document.tables for each in table.cells] == ["甲", "1", "丙", "3"]
    assert document.hidden_text.split() == ["x", "乙", "x", "2", "x"]
