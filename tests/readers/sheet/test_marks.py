"""What an .xlsx sheet prints beside plain values: struck, raised and white text, errors, formulas, pictures."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Font, PatternFill
from PIL import Image

from extract.readers.sheet import read
from tests.readers.sheet.books import saved

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


def test_an_index_of_thousands_of_digits_is_none() -> None:
    book = openpyxl.Workbook()
    book.active.append(("规章", 37, 9))
    book.active["B1"].font = Font(strike=True)
    data = rewritten(saved(book), "xl/worksheets/sheet1.xml", {' s="1"': f' s="{"1" * 5000}"'})
    assert [cell.text for table in read(data).tables for cell in table.cells] == ["规章", "37", "9"]
