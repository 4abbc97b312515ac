"""What a sheet prints beside plain values: struck, raised and white text, errors, formulas, pictures."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table as SheetTable
from PIL import Image

from extract.readers._sheet.looks import SheetMarks
from extract.readers._sheet.xls_formats import Formats
from extract.readers._sheet.xls_marks import marks_by_offset
from extract.readers.sheet import read
from tests.sheet_books import saved

WHITE = "FFFFFFFF"
NAVY = PatternFill("solid", fgColor="FF000080")


def rich(*runs: str | tuple[str, InlineFont]) -> CellRichText:
    return CellRichText(*(run if isinstance(run, str) else TextBlock(run[1], run[0]) for run in runs))


def with_shared_strings(data: bytes) -> bytes:
    """The same book as Excel stores it: openpyxl writes texts into the cells themselves."""
    strings: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        strings.append(cell[2])
        return f'<c{cell[1]} t="s"><v>{len(strings) - 1}</v></c>'

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as into:
        for name in book.namelist():
            text = book.read(name).decode("utf-8")
            if name == "xl/worksheets/sheet1.xml":
                text = re.sub(r'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', shared, text)
            elif name == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                more = f'<Relationship Id="rIdS" Type="{kind}" Target="/xl/sharedStrings.xml"/>'
                text = text.replace("</Relationships>", f"{more}</Relationships>")
            into.writestr(name, text)
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        items = "".join(f"<si>{string}</si>" for string in strings)
        into.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{items}</sst>')
    return out.getvalue()


@pytest.mark.parametrize("shared", [False, True], ids=["inline", "shared"])
@pytest.mark.parametrize(
    ("value", "style", "text", "flags"),
    [
        (rich(("8", InlineFont(strike=True)), "120"), {}, "120", ("struck_text",)),
        (rich(("8", InlineFont(strike=True))), {}, "8", ("struck_text",)),
        (rich("120", ("1", InlineFont(vertAlign="superscript"))), {}, "120¹", ("superscript",)),
        (rich("120", ("1", InlineFont(vertAlign="subscript"))), {}, "120₁", ("subscript",)),
        (rich("120", ("1", InlineFont(color=WHITE))), {}, "120", ("hidden_text",)),
        (rich(("120", InlineFont(color=WHITE))), {"fill": NAVY}, "120", ()),
        (rich("12", ("0", InlineFont(b=True))), {}, "120", ()),
        (777, {"font": Font(strike=True)}, "777", ("struck_text",)),
        (777, {"font": Font(color=WHITE)}, "777", ("hidden_text",)),
        (777, {"font": Font(color=WHITE), "fill": NAVY}, "777", ()),
        (777, {"font": Font(color="FFFF0000", b=True)}, "777", ()),
        (777, {"font": Font(color="FF000080"), "fill": NAVY}, "777", ("hidden_text",)),
        (777, {"fill": PatternFill("solid", fgColor="FF000000")}, "777", ("hidden_text",)),
    ],
)
def test_fonts(
    value: object, style: dict[str, object], text: str, flags: tuple[str, ...], shared: bool
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = "行政许可", value, 5
    for name, what in style.items():
        setattr(book.active["B1"], name, what)
    data = saved(book)
    (table,) = read(with_shared_strings(data) if shared else data).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [
        ("行政许可", ()),
        (text, flags),
        ("5", ()),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B1"><f>SUM(C1:D1)</f><v></v></c>', "=SUM(C1:D1)"),
        ('<c r="B1"><f>SUM(C1:D1)</f></c>', "=SUM(C1:D1)"),
        ('<c r="B1"><f t="shared" si="0"/></c>', "="),
        ('<c r="B1"><f>SUM(C1:D1)</f><v>9</v></c>', "9"),
        ('<c r="B1" t="str"><f>IF(C1=0,"",C1)</f><v></v></c>', ""),
        ('<c r="B1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B1" t="e"><f>C1/D1</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ],
)
def test_errors_and_formulas(cell: str, text: str) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = "行政许可", 1, 5
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as package, zipfile.ZipFile(out, "w") as into:
        for name in package.namelist():
            into.writestr(name, re.sub(rb'<c r="B1".*?</c>', cell.encode(), package.read(name)))
    (table,) = read(out.getvalue()).tables
    assert [each.text for each in table.cells] == ["行政许可", text, "5"]


@pytest.mark.parametrize(("when", "flags"), [("1", ("number_format",)), ("0", ())])
def test_formulas_that_are_worked_out_when_the_book_is_opened(when: str, flags: tuple[str, ...]) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = "行政许可", "=C1*2", 5
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as package, zipfile.ZipFile(out, "w") as into:
        for name in package.namelist():
            part = package.read(name).replace(b'fullCalcOnLoad="1"', f'fullCalcOnLoad="{when}"'.encode())
            into.writestr(name, re.sub(rb"<v ?/>|<v></v>", b"<v>0</v>", part))
    (table,) = read(out.getvalue()).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [("行政许可", ()), ("0", flags), ("5", ())]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((1, 1), None, [(), (), (), ("picture",)]),
        ((0, 1), (0, 1), [(), ("picture",), (), ()]),  # the number below it may not be seen
        ((0, 0), (1, 1), [(), (), (), ("picture",)]),  # a seal
        ((5, 5), None, [(), (), (), ()]),
    ],
)
def test_pictures(
    first: tuple[int, int], last: tuple[int, int] | None, expected: list[tuple[str, ...]]
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["A2"] = "行政许可", 5, "行政处罚"
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "png")
    picture = SheetImage(file)
    picture.anchor = openpyxl.utils.get_column_letter(first[1] + 1) + str(first[0] + 1)
    if last is not None:
        start, end = (AnchorMarker(col=c, row=r, colOff=9, rowOff=9) for r, c in (first, last))
        picture.anchor = TwoCellAnchor(_from=start, to=end)
    book.active.add_image(picture)
    (table,) = read(saved(book)).tables
    assert [cell.flags for cell in table.cells] == expected
    assert [cell.text for cell in table.cells] == ["行政许可", "5", "行政处罚", ""]


BOX = b'<sp xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><txBody><a:p><a:r><a:t>%b</a:t></a:r></a:p></txBody></sp>'


@pytest.mark.parametrize(("text", "flags"), [(b"12", ("picture",)), (b" ", ())])
def test_a_number_typed_into_a_box_over_a_blank_cell(text: bytes, flags: tuple[str, ...]) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["A2"] = "行政许可", 5, "行政处罚"
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "png")
    picture = SheetImage(file)
    picture.anchor = "B2"
    book.active.add_image(picture)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as package, zipfile.ZipFile(out, "w") as into:
        for name in package.namelist():
            part = package.read(name)
            into.writestr(name, re.sub(rb"<(\w+:)?pic>.*</(\w+:)?pic>", BOX % text, part, flags=re.DOTALL))
    (table,) = read(out.getvalue()).tables
    assert [cell.flags for cell in table.cells] == [(), (), (), flags]


def test_a_picture_on_a_merged_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(("名称", 1, 2, 3))
    book.active.append(("行政许可",))
    book.active.merge_cells("B2:D2")
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "png")
    picture = SheetImage(file)
    picture.anchor = "C2"
    book.active.add_image(picture)
    (table,) = read(saved(book)).tables
    assert [cell.flags for cell in table.cells if cell.row == 1] == [(), ("picture",)]


BOF, FONT, FORMAT, STRINGS, CONTINUE, DRAWING = 0x809, 0x31, 0xE0, 0xFC, 0x3C, 0xEC


def rewritten(data: bytes, part: str, changes: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as into:
        for name in book.namelist():
            text = book.read(name)
            if name == part:
                for pattern, put in changes.items():
                    text = re.sub(pattern.encode(), put.encode(), text)
            into.writestr(name, text)
    return out.getvalue()


NAMELESS = {'<c r="[A-Z]+[0-9]+"': "<c", '<row r="[0-9]+"': "<row"}


@pytest.mark.parametrize("changes", [{}, NAMELESS], ids=["named", "nameless"])
def test_cells_and_rows_that_do_not_say_where_they_stand(changes: dict[str, str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("信息内容", "本年制发件数", "现行有效件数"),
        ("规章", 3, 9),
        ("行政规范性文件", 11, 27),
        ("行政处罚", 5, 6),
    ):
        sheet.append(row)
    sheet["B2"].font, sheet["C3"].font = Font(strike=True), Font(color=WHITE)
    sheet.row_dimensions[4].hidden = True
    (table,) = read(rewritten(saved(book), "xl/worksheets/sheet1.xml", changes)).tables
    flagged = {cell.text: cell.flags for cell in table.cells if cell.flags}
    assert flagged == {"3": ("struck_text",), "27": ("hidden_text",)}
    assert "行政处罚" not in str(table)


def test_a_table_of_the_sheet_fills_no_cells_but_its_own() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("规章", 37, 9), ("a", None, None), (1, None, None)):
        sheet.append(row)
    sheet["B1"].font = sheet["A3"].font = Font(color=WHITE)
    sheet.add_table(SheetTable(displayName="T", ref="A2:A3"))
    flags = {cell.text: cell.flags for table in read(saved(book)).tables for cell in table.cells}
    assert (flags["37"], flags["1"]) == (("hidden_text",), ())


def test_an_index_of_thousands_of_digits_is_none() -> None:
    book = openpyxl.Workbook()
    book.active.append(("规章", 37, 9))
    book.active["B1"].font = Font(strike=True)
    data = rewritten(saved(book), "xl/worksheets/sheet1.xml", {' s="1"': f' s="{"1" * 5000}"'})
    assert [cell.text for table in read(data).tables for cell in table.cells] == ["规章", "37", "9"]


@pytest.mark.parametrize(("ground", "flags"), [(0x12, ("hidden_text",)), (0x0A, ())])
def test_text_in_the_colour_of_its_fill_in_a_binary_book(ground: int, flags: tuple[str, ...]) -> None:
    book = Formats()
    book.take(FONT, struct.pack("<5H", 200, 0, 0x12, 400, 0))
    book.take(FORMAT, struct.pack("<HH10xIH", 0, 0, 1 << 26, ground))
    assert book.cell(0).flags == flags


def binary_marks(*records: tuple[int, bytes]) -> SheetMarks:
    """The marks of a sheet of these records, in a book with a plain, a struck and a raised font, in formats 0 to 2."""
    fonts = [
        (FONT, struct.pack("<HHHHH", 200, grbit, 0, 400, sss)) for grbit, sss in ((0, 0), (8, 0), (0, 1))
    ]
    formats = [(FORMAT, struct.pack("<H18x", font)) for font in (0, 1, 2)]
    strings = [each for each in records if each[0] in (STRINGS, CONTINUE)]
    cells = [each for each in records if each[0] not in (STRINGS, CONTINUE)]
    book = [(BOF, b""), *fonts, *formats, *strings]
    listed = [(at, *each) for at, each in enumerate([*book, (BOF, b""), *cells])]
    return marks_by_offset(listed)[len(book)]


def test_errors_and_struck_cells_of_a_binary_sheet() -> None:
    marks = binary_marks(
        (0x205, struct.pack("<HHHBB", 3, 1, 0, 0x17, 1)),
        (0x205, struct.pack("<HHHBB", 3, 2, 0, 1, 0)),  # TRUE
        (0x06, struct.pack("<HHH", 4, 1, 0) + b"\x02\0\x07\0\0\0\xff\xff" + bytes(8)),
        (0x203, struct.pack("<HHHd", 5, 1, 1, 777.0)),
        (0xBD, struct.pack("<HHHIHIH", 6, 1, 0, 0, 1, 0, 2)),
    )
    assert marks.texts == {(3, 1): "#REF!", (4, 1): "#DIV/0!"}
    assert marks.flags == {(5, 1): ("struck_text",), (6, 2): ("struck_text",)}


@pytest.mark.parametrize(
    ("tokens", "texts"),
    [
        (
            "25 1600 1700 03c0 08c0 19100000",
            {(4, 1): "="},
        ),  # SUM(D23:I24), as programs store it that work nothing out
        ("44 0200 01c0 19020a00 17 00 00 1900", {}),  # IF(B3,…,"")
    ],
)
def test_formulas_of_a_binary_sheet_without_their_result(
    tokens: str, texts: dict[tuple[int, int], str]
) -> None:
    formula = bytes.fromhex(tokens)
    empty = struct.pack("<HHH", 4, 1, 0) + b"\x03" + bytes(5) + b"\xff\xff" + bytes(6)
    marks = binary_marks((0x06, empty + struct.pack("<H", len(formula)) + formula))
    assert (marks.texts, marks.formulas) == (texts, len(texts))


@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut"])
@pytest.mark.parametrize(
    ("text", "runs", "printed", "flags"),
    [
        ("8120", ((0, 1), (1, 0)), "120", ("struck_text",)),
        ("1201", ((3, 2),), "120¹", ("superscript",)),
        ("总8120", ((1, 1), (2, 0)), "总120", ("struck_text",)),
        ("8120", ((0, 0),), None, None),
        ("8120", (), None, None),
    ],
)
def test_runs_of_a_binary_sheet(
    text: str, runs: tuple[tuple[int, int], ...], printed: str | None, flags: object, cut: bool
) -> None:
    wide = not text.isascii()
    head = struct.pack("<II", 9, 2) + struct.pack("<HB", 1, 0) + b"x"  # a plain string goes before
    head += struct.pack("<HB", len(text), wide | (8 if runs else 0))
    head += struct.pack("<H", len(runs)) if runs else b""
    size = 2 if wide else 1
    letters = text.encode("utf-16-le" if wide else "ascii")
    tail = b"".join(struct.pack("<HH", *run) for run in runs)
    pieces = [head + letters + tail]
    if cut:  # in the middle of the text, of which the rest says anew how wide it is
        pieces = [head + letters[:size], bytes([wide]) + letters[size:] + tail[:3], tail[3:]]
    records = [(STRINGS, pieces[0]), *((CONTINUE, piece) for piece in pieces[1:])]
    marks = binary_marks(*records, (0xFD, struct.pack("<HHHI", 2, 1, 0, 1)))
    assert marks.texts.get((2, 1)) == printed
    assert marks.flags.get((2, 1)) == flags


def test_pictures_of_a_binary_sheet() -> None:
    def shape(kind: int) -> bytes:
        anchor = struct.pack("<9H", 0, 1, 0, 4, 0, 2, 0, 5, 9)
        what = struct.pack("<HHIQ", kind << 4 | 2, 0xF00A, 8, 0)
        return (
            what
            + struct.pack("<HHI", 0x33, 0xF00B, 6)
            + bytes(6)
            + struct.pack("<HHI", 0, 0xF010, 18)
            + anchor
        )

    assert binary_marks((DRAWING, shape(202))).pictures == []  # a note
    assert binary_marks((DRAWING, shape(202) + shape(75))).pictures == [((4, 1), (5, 1))]


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("draw", "drawing"),
    )
)  # fmt: skip


def ods(styles: str, cell: str) -> bytes:
    label = "<table:table-cell><text:p>行政许可</text:p></table:table-cell>"
    rows = f"<table:table-row>{label}{cell}<table:table-cell><text:p>5</text:p></table:table-cell></table:table-row>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>"
        package.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body>{body}</office:body></office:document-content>",
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("style", "cell", "text", "flags"),
    [
        ('style:text-line-through-style="solid"', "<text:span text:style-name='a'>8</text:span>120", "120", ("struck_text",)),
        ('style:text-position="super 58%"', "120<text:span text:style-name='a'>1</text:span>", "120¹", ("superscript",)),
        ('style:text-position="-33% 58%"', "120<text:span text:style-name='a'>1</text:span>", "120₁", ("subscript",)),
        ('style:text-position="0% 100%"', "12<text:span text:style-name='a'>0</text:span>", "120", ()),
        ('fo:color="#ffffff"', "120<text:span text:style-name='a'>1</text:span>", "120", ("hidden_text",)),
        ('text:display="none"', "120<text:span text:style-name='a'>1</text:span>", "120", ("hidden_text",)),
        ('fo:color="#ff0000"', "<text:ruby><text:ruby-base>12</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby>0", "120", ()),
        ('fo:color="#ff0000"', "12<text:span text:style-name='a'>0</text:span>", "120", ()),
    ],
)  # fmt: skip
def test_fonts_of_an_ods(style: str, cell: str, text: str, flags: tuple[str, ...]) -> None:
    styles = f'<style:style style:name="a"><style:text-properties {style}/></style:style>'
    (table,) = read(ods(styles, f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>")).tables
    assert [(each.text, each.flags) for each in table.cells] == [("行政许可", ()), (text, flags), ("5", ())]


@pytest.mark.parametrize(
    ("cell", "text", "flags"),
    [
        ('office:value-type="string" office:string-value="12"', "12", ()),
        ('office:value-type="currency" office:value="12.5"', "12.5", ()),
        ('office:value-type="percentage" office:value="0.12"', "0.12", ("number_format",)),
        ('office:value-type="date" office:date-value="2021-01-12"', "2021-01-12", ()),
        ('office:value-type="string"', "", ()),
    ],
)
def test_values_of_an_ods_without_their_text(cell: str, text: str, flags: tuple[str, ...]) -> None:
    (table,) = read(ods("", f"<table:table-cell {cell}/>")).tables
    assert [(each.text, each.flags) for each in table.cells] == [("行政许可", ()), (text, flags), ("5", ())]


def test_text_in_the_colour_of_its_cell_of_an_ods() -> None:
    grey = '<style:table-cell-properties fo:background-color="#CCCCCC"/><style:text-properties fo:color="#cccccc"/>'
    styles = f'<style:style style:name="c">{grey}</style:style>'
    cell = '<table:table-cell table:style-name="c"><text:p>777</text:p></table:table-cell>'
    assert read(ods(styles, cell)).tables[0].cells[1].flags == ("hidden_text",)


def test_struck_cell_and_picture_of_an_ods() -> None:
    styles = '<style:style style:name="c"><style:text-properties style:text-line-through-type="single"/></style:style>'
    struck = '<table:table-cell table:style-name="c"><text:p>777</text:p></table:table-cell>'
    picture = (
        '<table:table-cell table:style-name="c"><draw:frame><draw:image/></draw:frame></table:table-cell>'
    )
    (table,) = read(ods(styles, struck + picture)).tables
    assert [(each.text, each.flags) for each in table.cells[1:3]] == [
        ("777", ("struck_text",)),
        ("", ("struck_text", "picture")),
    ]


@pytest.mark.parametrize(("text", "flags"), [("12", ("picture",)), ("", ())])
def test_a_box_on_a_cell_of_an_ods(text: str, flags: tuple[str, ...]) -> None:
    box = (
        f"<table:table-cell><draw:custom-shape><text:p>{text}</text:p></draw:custom-shape></table:table-cell>"
    )
    (table,) = read(ods("", box)).tables
    assert (table.cells[1].text, table.cells[1].flags) == ("", flags)


EXCEL_2003 = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">行政许可</Data></Cell>{}</Row></Table></Worksheet></Workbook>"""
DATA = '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{}</ss:Data></Cell>'


@pytest.mark.parametrize(
    ("cell", "text", "flags"),
    [
        (DATA.format("<S>8</S>120"), "120", ("struck_text",)),
        (DATA.format("<S><Font>8</Font></S>"), "8", ("struck_text",)),
        (DATA.format("120<Sup>1</Sup>"), "120¹", ("superscript",)),
        (DATA.format("<B>120</B><Sub>1</Sub>"), "120₁", ("subscript",)),
        (DATA.format("<B>12</B>0"), "120", ()),
        ('<Cell ss:StyleID="s1"><Data ss:Type="Number">777</Data></Cell>', "777", ("struck_text",)),
    ],
)
def test_fonts_of_excel_2003_xml(cell: str, text: str, flags: tuple[str, ...]) -> None:
    (table,) = read(EXCEL_2003.format(cell).encode()).tables
    assert (table.cells[1].text, table.cells[1].flags) == (text, flags)
