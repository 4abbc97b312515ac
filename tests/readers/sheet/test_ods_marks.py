"""What an .ods and an Excel 2003 XML sheet print beside plain values."""

from __future__ import annotations

import io
import zipfile

import pytest

from extract.readers.sheet import read

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
        ('fo:color="#ff0000"', f"12<text:s text:c='{'9' * 5000}'/>", "12", ()),
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
        ('<Cell><Data ss:Type="Boolean">1</Data></Cell>', "TRUE", ()),
    ],
)
def test_cells_of_excel_2003_xml(cell: str, text: str, flags: tuple[str, ...]) -> None:
    (table,) = read(EXCEL_2003.format(cell).encode()).tables
    assert (table.cells[1].text, table.cells[1].flags) == (text, flags)
