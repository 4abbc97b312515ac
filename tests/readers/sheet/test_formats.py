"""Number formats: the truth is what Excel shows for them."""

from __future__ import annotations

import io
from xml.sax.saxutils import quoteattr

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from extract.errors import DocumentError
from extract.readers.sheet import read
from tests.paths import ROOT

FORMATS = ROOT / "fixtures" / "formats"
CASES: list[tuple[str, float, tuple[str, ...]]] = [
    ("General", 3, ()),
    ("#,##0", 1234, ()),
    ("0.00", 3.5, ()),
    ('0"件"', 3, ()),
    ("¥#,##0.00", 3, ()),
    ("#,##0_);[Red](#,##0)", 3, ()),
    ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0, ()),
    ("@", 3, ()),
    ('0!.0,"万"', 125000, ("number_format",)),  # 12.5万
    ("#,##0,", 125000, ("number_format",)),  # 125
    ("0%", 2, ("number_format",)),  # 200%
    ('"1"0', 2, ("number_format",)),  # 12
    ('0"万元"', 2, ("number_format",)),
    (";;;", 2, ("hidden_text",)),
    ("[White]0", 2, ("hidden_text",)),
    ("0;-0;;@", 0, ("hidden_text",)),
    ("0;-0;;@", 5, ()),
    ("#", 0, ("hidden_text",)),
    ("#", 5, ()),
    ("0", 0.4, ("number_format",)),
    ("0.00", 12.3456, ("number_format",)),
    ("#,##0.00", 12.34, ()),
    ("0.00E+00", 12.3456, ()),
]
# of each the section that its value chooses counts
BY_VALUE: list[tuple[str, float, tuple[str, ...]]] = [
    ('[<5]0;""', 12, ("number_format",)),  # conditions are not worked out
    ('[<5]0;""', 3, ("number_format",)),
    ('[=12]"";0', 12, ("hidden_text",)),
    ('0;[<>0]"x"', 12, ("number_format",)),
    ("0;[Red]0", -5, ("number_format",)),  # 5
    ("0;[Red]-0", -5, ()),
    ("0_);(0)", -5, ()),
    ("0;;0", -5, ("hidden_text",)),
    ("0;-0;[White]0", 0, ("hidden_text",)),
    ("0;-0;[White]0", 4, ()),
    ("[Color2]0", 4, ("hidden_text",)),
    ('General"9"', 12, ("number_format",)),  # 129
    ("General;-General;", 0, ("hidden_text",)),
    ("*90", 12, ("number_format",)),  # 99912
    ("*-0", 12, ()),
    ('"-"', 5, ("number_format",)),  # a dash for any number
    ('"-"', 0, ()),
    ("00-0000", 234567, ("number_format",)),
    ('0"0"', 5, ("number_format",)),  # 50
    ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', -5, ()),
    ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0, ()),
    ("#,##0;[Red]#,##0", 5, ()),
    ("G/通用格式", 5, ()),
    ("#,##0_);[Red](#,##0)", 3.68, ("number_format",)),  # 4, by a number that no workbook spells
    ("#,##0.00_);(#,##0.00)", 3.68, ()),
]


@pytest.mark.parametrize(("code", "value", "flags"), CASES + BY_VALUE)
def test_a_number_that_the_sheet_does_not_show_so_is_in_doubt(
    code: str, value: float, flags: tuple[str, ...]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("信息内容", "本年处理决定数量"), ("行政许可", value), ("行政处罚", 1)):
        sheet.append(row)
    sheet["B2"].number_format = code
    out = io.BytesIO()
    book.save(out)
    (table,) = read(out.getvalue()).tables
    assert [(cell.text, cell.flags) for cell in table.cells if cell.row == 1][1] == (f"{value:g}", flags)


@pytest.mark.parametrize(
    ("code", "flags"),
    [
        (";;;", ("hidden_text",)),
        ("0;0;0;", ("hidden_text",)),
        ('0;0;0;"x"@', ("number_format",)),
        ('@"9"', ("number_format",)),
        ("0;0;0;[White]@", ("hidden_text",)),
        ("@", ()),
        ("0", ()),
        ("0;-0;;@", ()),
        ("#,##0_);(#,##0)", ()),
    ],
)
def test_a_text_that_its_format_does_not_show(code: str, flags: tuple[str, ...]) -> None:
    """Typed as text: the green corner of Excel."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("信息内容", "本年处理决定数量"), ("行政许可", "12"), ("行政处罚", "1")):
        sheet.append(row)
    sheet["B2"].number_format = code
    out = io.BytesIO()
    book.save(out)
    (table,) = read(out.getvalue()).tables
    assert (table.cells[3].text, table.cells[3].flags) == ("12", flags)


def test_white_by_its_format_shows_on_a_dark_ground() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("信息内容", "本年处理决定数量"), ("行政许可", 12), ("行政处罚", 1)):
        sheet.append(row)
    sheet["B2"].number_format = "[White]0"
    sheet["B2"].fill = PatternFill("solid", fgColor="FF003366")
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).tables[0].cells[3].flags == ()


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_noughts_that_the_sheet_is_set_not_to_show(kind: str) -> None:
    """文件、选项、高级：在具有零值的单元格中显示零; a nought typed as text shows. As LibreOffice saves it."""
    (table,) = read((FORMATS / f"no_zeros.{kind}").read_bytes()).tables
    found = [(cell.text, cell.flags) for cell in table.cells if cell.col == 1]
    assert found == [("数量", ()), ("0", ("hidden_text",)), ("5", ()), ("0", ())]


def test_excel_2003_says_so_of_a_sheet() -> None:
    sheet = XML.format("", 0).replace(
        "</Table>",
        '</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><DoNotDisplayZeros/></WorksheetOptions>',
    )
    assert read(sheet.encode()).tables[0].cells[1].flags == ("hidden_text",)


# an .ods tells the text that it shows
BY_KIND = {("ods", "0%"): ("200%", ()), ("ods", "0.00E+00"): ("12.3456", ("number_format",))}


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_number_formats_as_libreoffice_saves_them(kind: str) -> None:
    """The sheet holds a row for each of the cases, then white text on no ground and on a red one, and struck text."""
    (table,) = read((FORMATS / f"number_formats.{kind}").read_bytes()).tables
    found = [(cell.text, cell.flags) for cell in table.cells if cell.col == 1][1:]
    expected = [BY_KIND.get((kind, code), (f"{value:g}", flags)) for code, value, flags in CASES]
    expected += [("5", ("hidden_text",)), ("5", ()), ("5", ("struck_text",))]
    assert found == expected


XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1">{}</Style></Styles>
<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">行政许可</Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">{}</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(("code", "value", "flags"), CASES + BY_VALUE)
def test_number_formats_of_excel_2003_xml(code: str, value: float, flags: tuple[str, ...]) -> None:
    form = f"<NumberFormat ss:Format={quoteattr(code)}/>"
    (table,) = read(XML.format(form, value).encode()).tables
    assert (table.cells[1].text, table.cells[1].flags) == (f"{value:g}", flags)


@pytest.mark.parametrize(
    ("style", "flags"),
    [
        ('<Font ss:Color="#FFFFFF"/>', ("hidden_text",)),
        ('<Font ss:Color="#FDFDFD"/>', ("hidden_text",)),
        ('<Font ss:Color="#FFFFFF"/><Interior ss:Color="#C00000" ss:Pattern="Solid"/>', ()),
        ('<Font ss:Color="#C00000"/><Interior ss:Color="#C00000" ss:Pattern="Solid"/>', ("hidden_text",)),
        ('<Font ss:Color="#FF0000"/>', ()),
        ('<NumberFormat ss:Format="Standard"/>', ()),
        ('<NumberFormat ss:Format="Percent"/>', ("number_format",)),
        ("<NumberFormat/>", ()),
        ('<NumberFormat ss:Format="m&quot;月&quot;d&quot;日&quot;"/>', ("number_format",)),
        ('<NumberFormat ss:Format="Short Date"/>', ("number_format",)),
        ('<NumberFormat ss:Format="Yes/No"/>', ("number_format",)),
    ],
)
def test_styles_of_excel_2003_xml(style: str, flags: tuple[str, ...]) -> None:
    (table,) = read(XML.format(style, 3).encode()).tables
    assert (table.cells[1].text, table.cells[1].flags) == ("3", flags)


@pytest.mark.parametrize(
    ("style", "column", "flags"),
    [
        ('<Style ss:ID="s2" ss:Parent="s1"/>', "", ("number_format",)),
        ('<Style ss:ID="s2" ss:Parent="s1"><Font ss:Bold="1"/></Style>', "", ("number_format",)),
        ('<Style ss:ID="s2" ss:Parent="s1"><NumberFormat ss:Format="0"/></Style>', "", ()),
        ("", '<Column ss:StyleID="s1" ss:Span="1"/>', ("number_format",)),
        ("", '<Column ss:Index="3" ss:StyleID="s1"/>', ()),
    ],
)
def test_styles_of_excel_2003_xml_that_come_from_others(
    style: str, column: str, flags: tuple[str, ...]
) -> None:
    own = ' ss:StyleID="s2"' if style else ""
    sheet = XML.format('<NumberFormat ss:Format="0%"/>', 2).replace('Cell ss:StyleID="s1"', f"Cell{own}")
    sheet = sheet.replace("</Styles>", f"{style}</Styles>").replace("<Table>", f"<Table>{column}")
    (table,) = read(sheet.encode()).tables
    assert (table.cells[1].text, table.cells[1].flags) == ("2", flags)


WHITE = DifferentialStyle(font=Font(color="FFFFFFFF"))
BLANKED = DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode=";;;"))
RED = DifferentialStyle(font=Font(color="FFFF0000"))


@pytest.mark.parametrize(
    ("rule", "flags"),
    [
        (Rule("cellIs", operator="equal", formula=["0"], dxf=WHITE), ("hidden_text",)),
        (Rule("cellIs", operator="equal", formula=["0"], dxf=BLANKED), ("hidden_text",)),
        (Rule("cellIs", operator="lessThan", formula=["5"], dxf=WHITE), ("hidden_text",)),
        (Rule("cellIs", operator="equal", formula=["0"], dxf=RED), ()),
        (Rule("cellIs", operator="greaterThan", formula=["9"], dxf=WHITE), ()),
        (Rule("expression", formula=["C2=0"], dxf=RED), ()),
        (Rule("containsErrors", formula=["ISERROR(B2)"], dxf=WHITE), ()),
    ],
)
def test_numbers_that_a_conditional_format_hides(rule: Rule, flags: tuple[str, ...]) -> None:
    (table,) = read(book_of_two(rule)).tables
    assert [(cell.text, cell.flags) for cell in table.cells[3::2]] == [("9", ()), ("0", flags)]


def book_of_two(rule: Rule) -> bytes:
    """A sheet of two numbers under a rule."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("信息内容", "本年处理决定数量"), ("行政许可", 9), ("行政处罚", 0)):
        sheet.append(row)
    sheet.conditional_formatting.add("B2:B3", rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "rule",
    [
        Rule("expression", formula=["B2=0"], dxf=WHITE),
        Rule("expression", formula=["ISBLANK(C2)"], dxf=WHITE),
        Rule("cellIs", operator="equal", formula=["$C$2"], dxf=WHITE),
        Rule("cellIs", operator="between", formula=["0", "9"], dxf=WHITE),
    ],
)
def test_numbers_that_a_conditional_format_may_hide(rule: Rule) -> None:
    (table,) = read(book_of_two(rule)).tables
    hidden = ("hidden_text",)
    assert [(cell.text, cell.flags) for cell in table.cells[3::2]] == [("9", hidden), ("0", hidden)]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_conditional_formats_as_libreoffice_saves_them(kind: str) -> None:
    """White where 0, where below 4.5, where B6=0; red where 0; white on blue where 0; white between 0 and 9."""
    (table,) = read((FORMATS / f"conditional.{kind}").read_bytes()).tables
    found = [(cell.text, cell.flags) for cell in table.cells if cell.col == 1][1:]
    hidden = ("hidden_text",)
    assert found == [
        *(("0", hidden), ("5", ()), ("3", hidden), ("7", ()), ("0", hidden)),
        *(("0", ()), ("0", ()), ("0", ()), ("9", hidden)),
    ]


def test_a_time_out_of_range_is_told_with_what_to_do() -> None:
    book = Workbook()
    book.active.append([10_000_000_000])
    book.active["A1"].number_format = "[h]:mm"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(DocumentError, match="常规格式"):
        read(stream.getvalue())
