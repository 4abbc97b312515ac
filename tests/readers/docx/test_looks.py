"""What shows in the cells of a Word table: struck, raised, white and tiny text, and what is no text at all."""

from __future__ import annotations

import pytest

from extract.readers.docx import read
from tests.docx_files import (
    document_xml,
    docx,
    r,
    tbl,
    tc,
    tr,
    zipped,
)

WHITE = '<w:color w:val="FFFFFF"/>'
FILL = '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">{}</w14:textFill>'
CLEAR = '<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="{}"/></w14:srgbClr></w14:solidFill>'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
NOTED = '<w:r><w:footnoteReference {}w:id="2"/><w:t>1</w:t></w:r>'

SIGN = '<w:r><w:rPr>{}</w:rPr><w:sym w:font="Symbol" w:char="F031"/></w:r>'


@pytest.mark.parametrize(
    ("runs", "text", "flags"),
    [
        (r("9", "<w:strike/>") + r("10"), "10", ("struck_text",)),
        (r("9", "<w:dstrike/>"), "9", ("struck_text",)),
        (r("9", '<w:strike w:val="false"/><w:dstrike w:val="0"/>'), "9", ()),
        (r("3") + r("1", '<w:vertAlign w:val="superscript"/>'), "3¹", ("superscript",)),
        (r("3") + NOTED.format('w:customMarkFollows="1" '), "3¹", ("superscript",)),
        (r("3") + NOTED.format(""), "31", ()),
        (r("m") + r("2", '<w:vertAlign w:val="subscript"/>'), "m₂", ("subscript",)),
        (r("3", '<w:vertAlign w:val="baseline"/>'), "3", ()),
        (r("3") + r("1", '<w:position w:val="10"/>'), "3¹", ("superscript",)),
        (r("3") + r("1", '<w:position w:val="-10"/>'), "3₁", ("subscript",)),
        (r("3", '<w:position w:val="2"/>'), "3", ()),
        (r("3") + r("1", WHITE), "3", ("hidden_text",)),
        (r("3", WHITE), "3", ("hidden_text",)),
        (r("3", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'), "3", ()),
        (r("3", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F497D"/>'), "3", ()),
        (r("3") + r("1", '<w:color w:val="FF0000"/>'), "31", ()),
        (r("3") + r("1", '<w:color w:val="FEFEFE"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:color w:val="f2f2f2"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:color w:val="FFFF00"/>'), "31", ()),
        (r("3") + r("1", '<w:color w:val="FFFFFF" w:themeColor="background1"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:color w:val="auto" w:themeColor="background1"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="80"/>'), "31", ()),
        (r("3") + r("1", '<w:sz w:val="2"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:sz w:val="21"/>'), "31", ()),
        (r("31", '<w:highlight w:val="black"/>'), "31", ("hidden_text",)),
        (r("31", '<w:color w:val="auto"/><w:highlight w:val="black"/>'), "31", ("hidden_text",)),
        (r("31", '<w:color w:val="FFFF00"/><w:highlight w:val="black"/>'), "31", ()),
        (
            r("5", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>') + r("2607"),
            "2607",
            ("hidden_text",),
        ),
        (r("31", '<w:color w:val="FF0000"/><w:highlight w:val="yellow"/>'), "31", ()),
        (r("31", '<w:highlight w:val="yellow"/>'), "31", ()),
        (r("31", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'), "31", ("hidden_text",)),
        (r("31", '<w:color w:val="auto"/><w:shd w:val="clear" w:fill="000000"/>'), "31", ()),
        (r("31", '<w:shd w:val="clear" w:fill="000000"/>'), "31", ()),
        (r("3") + r("1", FILL.format("<w14:noFill/>")), "3", ("hidden_text",)),
        (r("3") + r("1", FILL.format(CLEAR.format(100000))), "3", ("hidden_text",)),
        (r("3") + r("1", FILL.format(CLEAR.format(30000))), "3", ("hidden_text",)),
        (r("3") + r("1", FILL.format('<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>')), "3", ("hidden_text",)),
        *((r("3") + r("1", f'<w:sz w:val="{size}"/>'), "3", ("hidden_text",)) for size in (1, 2, 3)),
        (r("3") + r("1", '<w:w w:val="1"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:w w:val="66"/>'), "31", ()),
        (r("3") + r("12", '<w:spacing w:val="-120"/>'), "3", ("hidden_text",)),
        (r("3") + r("12", '<w:spacing w:val="-20"/>'), "312", ()),
        (r("3") + r("1", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "31", ()),
        (r("3") + r("1", '<w:color w:themeTint="FF" w:val="FFFFFF"/>'), "3", ("hidden_text",)),
        (r("3") + r("1", '<w:color w:val="0070C0"/><w:shd w:val="clear" w:fill="0070C0"/>'), "3", ("hidden_text",)),
        (r("3") + r("１", '<w:vertAlign w:val="superscript"/>'), "3¹", ("superscript",)),
        (r("3") + SIGN.format('<w:vertAlign w:val="superscript"/>'), "3¹", ("superscript",)),
        (r("3") + SIGN.format("<w:strike/>"), "3", ("struck_text",)),
        (SIGN.format("<w:strike/>"), "1", ("struck_text",)),
        (r("3") + SIGN.format("<w:b/>"), "31", ()),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:noBreakHyphen/></w:r>" + r("3"), "3", ("struck_text",)),
        ('<w:bdo w:val="rtl">' + r("31") + "</w:bdo>", "31", ("picture",)),
        ('<w:bdo w:val="ltr">' + r("31") + "</w:bdo>", "31", ()),
        ('<w:dir w:val="rtl">' + r("31") + "</w:dir>", "31", ()),
        (r("31", "<w:rtl/>"), "31", ()),
        (f"<m:oMath {MATH}><m:borderBox><m:e><m:r><m:t>31</m:t></m:r></m:e></m:borderBox></m:oMath>", "", ("picture",)),
    ],
)  # fmt: skip
def test_struck_and_raised_text_of_a_cell(runs: str, text: str, flags: tuple[str, ...]) -> None:
    (table,) = read(docx(tbl(tr(tc(f"<w:p>{runs}</w:p>"), tc("5"))))).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [(text, flags), ("5", ())]


def test_white_text_is_told_whatever_the_prefix_of_its_names() -> None:
    data = docx(tbl(tr(tc(f"<w:p>{r('3')}{r('1', WHITE)}</w:p>"), tc("5"))))
    xml = document_xml(tbl(tr(tc(f"<w:p>{r('3')}{r('1', WHITE)}</w:p>"), tc("5"))))
    renamed = (
        xml.replace("<w:", "<ns0:").replace("</w:", "</ns0:").replace(" w:", " ns0:").replace(":w=", ":ns0=")
    )
    for each in (data, zipped({"word/document.xml": renamed})):
        (table,) = read(each).tables
        assert (table.cells[0].text, table.cells[0].flags) == ("3", ("hidden_text",))


@pytest.mark.parametrize(
    ("look", "flags"),
    [
        ('<w:color w:val="1F497D"/>', ("hidden_text",)),
        ('<w:color w:val="FFFFFF"/>', ()),
        ('<w:color w:val="1F497D"/><w:shd w:val="clear" w:fill="FFFF00"/>', ()),
    ],
)
def test_text_in_the_colour_of_its_cell(look: str, flags: tuple[str, ...]) -> None:
    cell = tc(f"<w:p>{r('3', look)}</w:p>", '<w:shd w:val="clear" w:fill="1F497D"/>')
    (table,) = read(docx(tbl(tr(cell, tc("5"))))).tables
    assert [(each.text, each.flags) for each in table.cells] == [("3", flags), ("5", ())]


@pytest.mark.parametrize(
    ("height", "flags"),
    [
        ('w:val="20" w:hRule="exact"', ("hidden_text",)),
        ('w:hRule="exact" w:val="20"', ("hidden_text",)),
        ('w:val="20"', ()),
        ('w:val="200" w:hRule="exact"', ()),
    ],
)
def test_rows_too_low_for_text(height: str, flags: tuple[str, ...]) -> None:
    rows = tr(tc("3"), tc("4"), properties=f"<w:trHeight {height}/>") + tr(tc("5"), tc("6"))
    (table,) = read(docx(tbl(rows))).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [
        ("3", flags),
        ("4", flags),
        ("5", ()),
        ("6", ()),
    ]


SHAPE = "<w:r><w:pict><v:shape>{}</v:shape></w:pict></w:r>"
BOX = SHAPE.format(f"<v:textbox><w:txbxContent><w:p>{r('{}')}</w:p></w:txbxContent></v:textbox>")
CHART = '<w:r><w:drawing><a:graphic><a:graphicData uri="chart"><c r:id="rId7"/></a:graphicData></a:graphic></w:drawing></w:r>'
LINKED = '<w:r><w:drawing><a:blip r:link="rId9"/></w:drawing></w:r>'


@pytest.mark.parametrize(
    ("runs", "text", "flags"),
    [
        (BOX.format("31"), "31", ()),
        (r("0") + BOX.format("31"), "0", ("overprinted",)),
        (r("0") + BOX.format("注"), "0", ()),
        (LINKED, "", ("picture",)),
        (r("0") + LINKED, "0", ("picture",)),
        (CHART, "", ("picture",)),
        (SHAPE.format("<v:line/>"), "", ("picture",)),
        ('<w:r><w:contentPart r:id="rId7"/></w:r>', "", ("picture",)),
        (r("3") + SHAPE.format("<v:line/>"), "3", ()),
    ],
)
def test_what_is_drawn_in_a_cell(runs: str, text: str, flags: tuple[str, ...]) -> None:
    (table,) = read(docx(tbl(tr(tc(f"<w:p>{runs}</w:p>"), tc("5"))))).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [(text, flags), ("5", ())]


@pytest.mark.parametrize(
    ("boxed", "said"),
    [
        (("31",), True),
        (("7", "31"), True),
        (("1", "2", "3"), False),
        (("2023", "01"), False),
        (("清河县水利局",), False),
        ((), False),
    ],
)
def test_boxes_of_numbers_that_float_over_the_page(boxed: tuple[str, ...], said: bool) -> None:
    """They may lie over the table's cells; those that count up are its pages' numbers."""
    above = "".join(f"<w:p>{BOX.format(number)}</w:p>" for number in boxed)
    document = read(docx(above + tbl(tr(tc("行政许可"), tc(""), tc("5")))))
    assert any("numbers in text boxes" in problem for problem in document.problems) == said


@pytest.mark.parametrize(("properties", "said"), [('<w:framePr w:x="1" w:y="1"/>', True), ("", False)])
def test_framed_numbers_that_float_over_the_page(properties: str, said: bool) -> None:
    framed = f"<w:p><w:pPr>{properties}</w:pPr>{r('31')}</w:p>"
    document = read(docx(framed + tbl(tr(tc("行政许可"), tc(""), tc("5")))))
    assert any("numbers in text boxes" in problem for problem in document.problems) == said


def test_a_frame_around_a_cells_number_says_nothing() -> None:
    framed = f"<w:p><w:pPr><w:framePr w:x='1'/></w:pPr>{r('31')}</w:p>"
    document = read(docx(tbl(tr(tc("行政许可"), tc(framed), tc("5")))))
    assert (document.problems, document.tables[0].cells[1].text) == ((), "31")


MARKS = (
    '<w:style w:type="character" w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="fn"><w:basedOn w:val="note"/></w:style>'
    '<w:style w:type="character" w:styleId="gone"><w:rPr><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "text", "flags"),
    [
        ('<w:rStyle w:val="note"/>', "12¹", ("superscript",)),
        ('<w:rStyle w:val="fn"/>', "12¹", ("superscript",)),
        ('<w:rStyle w:val="fn"/><w:vertAlign w:val="baseline"/>', "121", ()),
        ('<w:rStyle w:val="gone"/>', "12", ("struck_text",)),
        ('<w:rStyle w:val="gone"/><w:strike w:val="0"/>', "121", ()),
    ],
)
def test_a_character_style_strikes_and_raises_text(
    properties: str, text: str, flags: tuple[str, ...]
) -> None:
    cell = tc(f"<w:p>{r('12')}{r('1', properties)}</w:p>")
    (table,) = read(docx(tbl(tr(cell, tc("5"))), styles=MARKS)).tables
    assert (table.cells[0].text, table.cells[0].flags) == (text, flags)


PALE = (
    '<w:style w:type="character" w:styleId="pale"><w:rPr><w:color w:val="FFFFFF" w:themeColor="background1"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="bold"><w:basedOn w:val="pale"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="dark"><w:basedOn w:val="pale"/><w:rPr><w:color w:val="000000"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="badge"><w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="C00000"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="line"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
)

BLACK = '<w:color w:val="000000"/>'


def styled(name: str, more: str = "") -> str:
    return r("1", f'<w:rStyle w:val="{name}"/>{more}')


@pytest.mark.parametrize(
    ("cell", "text", "flags"),
    [
        (f"<w:p>{r('3')}{styled('pale')}</w:p>", "3", ("hidden_text",)),
        (f"<w:p>{r('3')}{styled('bold')}</w:p>", "3", ("hidden_text",)),
        (f"<w:p>{r('3')}{styled('dark')}</w:p>", "31", ()),
        (f"<w:p>{r('3')}{styled('badge')}</w:p>", "31", ()),
        (f"<w:p>{r('3')}{styled('pale', BLACK)}</w:p>", "31", ()),
        (f'<w:p>{r("3")}</w:p><w:p><w:pPr><w:pStyle w:val="line"/></w:pPr>{r("1")}</w:p>', "3", ("hidden_text",)),
        (f'<w:p><w:pPr><w:pStyle w:val="line"/></w:pPr>{r("1")}</w:p>', "1", ("hidden_text",)),
        (f'<w:tcPr><w:shd w:val="clear" w:fill="1F497D"/></w:tcPr><w:p>{r("3")}{styled("pale")}</w:p>', "31", ()),
    ],
)  # fmt: skip
def test_a_style_sets_text_in_a_colour_or_size_that_nobody_sees(
    cell: str, text: str, flags: tuple[str, ...]
) -> None:
    row = f"<w:tr><w:tc>{cell}</w:tc><w:tc><w:p>{r('5')}</w:p></w:tc></w:tr>"
    (table,) = read(docx(f"<w:tbl>{row}</w:tbl>", styles=PALE)).tables
    found = [(each.text.strip(), each.flags) for each in table.cells]
    assert found == [(text, flags), ("5", ())]


OF_LINES = (
    '<w:style w:type="paragraph" w:styleId="gone"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="up"><w:basedOn w:val="x"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("lines", "text", "flags"),
    [
        ((("", r("3")), ("gone", r("1"))), "3", ("struck_text",)),
        ((("gone", r("12")),), "12", ("struck_text",)),
        ((("gone", r("12", '<w:strike w:val="0"/>')),), "12", ()),
        ((("gone", "<w:r><w:t>12</w:t></w:r>"),), "12", ("struck_text",)),
        ((("", r("3")), ("up", r("1"))), "3\n¹", ("superscript",)),
    ],
)
def test_a_paragraph_style_strikes_and_raises_text(
    lines: tuple[tuple[str, str], ...], text: str, flags: tuple[str, ...]
) -> None:
    cell = "".join(f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{runs}</w:p>' for name, runs in lines)
    (table,) = read(docx(tbl(tr(tc(cell), tc("5"))), styles=OF_LINES)).tables
    found = [(each.text.strip(), each.flags) for each in table.cells]
    assert found == [(text, flags), ("5", ())]


CHOICES = '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:listEntry w:val="3"/></w:ddList></w:ffData></w:fldChar>'
END = '<w:fldChar w:fldCharType="end"/>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{{}}</w:t></w:r><w:r>{END}</w:r>'
)
WITHIN_CODE = f"</w:instrText></w:r>{FIELD.format('MERGEFIELD n', '5')}<w:r><w:instrText>"
EMPTY = FIELD.replace("<w:r><w:t>{}</w:t></w:r>", "")
UNFILLED = (
    f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{{}}</w:instrText></w:r><w:r>{END}</w:r>'
)


@pytest.mark.parametrize(
    ("content", "text", "flags"),
    [
        (f"<w:r>{CHOICES}<w:instrText> FORMDROPDOWN </w:instrText>{END}</w:r>", "", ("picture",)),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>", "", ("picture",)),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "12", ()),
        (FIELD.format(r" EQ \o(1,2) ", ""), "", ("picture",)),
        (FIELD.format("eq ", "") + r("12"), "12", ("picture",)),
        (
            FIELD.replace(
                "{}", "IF </w:instrText></w:r>" + FIELD.format("MERGEFIELD n", "12") + "<w:r><w:instrText>", 1
            ).format("12"),
            "12",
            (),
        ),
        (FIELD.format(" =SUM(ABOVE) ", "12"), "12", ()),
        (FIELD.format(" EQUAL ", "12"), "12", ()),
        (UNFILLED.format(" QUOTE 12 "), "", ("picture",)),
        (UNFILLED.format(" =SUM(ABOVE) "), "", ("picture",)),
        (UNFILLED.format(" XE 申请 ") + r("12"), "12", ()),
        (r("12") + EMPTY.format(' SYMBOL 51 \\f "Times" '), "12", ("picture",)),
        (FIELD.format(" =SUM(ABOVE) ", ""), "", ("picture",)),
        (EMPTY.format(" FORMTEXT "), "", ()),
        ('<w:fldSimple w:instr=" DOCPROPERTY n "/>', "", ("picture",)),
        (f'<w:fldSimple w:instr=" DOCPROPERTY n ">{r("12")}</w:fldSimple>', "12", ()),
        ('<w:r><w:pict><v:shape><v:textpath string="12"/></v:shape></w:pict></w:r>', "", ("picture",)),
    ],
    ids=[
        "list to choose from",
        "fraction",
        "plain formula",
        "EQ",
        "EQ and text",
        "field within a field's code",
        "sum",
        "no EQ",
        "quote never filled in",
        "sum never filled in",
        "index mark",
        "a character without its result",
        "sum without its result",
        "nothing typed into a form",
        "property never filled in",
        "property",
        "drawn letters",
    ],
)
def test_what_a_cell_shows_by_other_means_than_text(content: str, text: str, flags: tuple[str, ...]) -> None:
    (table,) = read(docx(tbl(tr(tc(f"<w:p>{content}</w:p>"), tc("5"))))).tables
    assert (table.cells[0].text, table.cells[0].flags) == (text, flags)


GROUND = '<w:shd w:val="clear" w:color="auto" w:fill="1F497D"/>'
BLUE = f'<w:style w:type="table" w:styleId="b"><w:tblStylePr w:type="firstRow"><w:tcPr>{GROUND}</w:tcPr></w:tblStylePr></w:style>'


@pytest.mark.parametrize(
    ("table", "styles", "flags"),
    [
        (f"<w:tr><w:tc><w:tcPr>{GROUND}</w:tcPr>{{}}</w:tc></w:tr>", "", ()),
        (f"<w:tblPr>{GROUND}</w:tblPr><w:tr><w:tc>{{}}</w:tc></w:tr>", "", ()),
        ('<w:tblPr><w:tblStyle w:val="b"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr>', BLUE, ("hidden_text",)),
    ],
    ids=["cell", "table", "style"],
)
def test_white_text_on_a_ground_is_seen_unless_a_style_gives_it(
    table: str, styles: str, flags: tuple[str, ...]
) -> None:
    cell = f"<w:p>{r('3', WHITE)}</w:p>"
    xml = f"<w:tbl>{table.format(cell)}{tr(tc('1'), tc('2'))}</w:tbl>"
    (found,) = read(docx(xml, styles=styles)).tables
    assert (found.cells[0].text, found.cells[0].flags) == ("3", flags)


def test_a_picture_in_the_second_of_two_merged_cells_says_so() -> None:
    first, second = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    row = tr(tc("行政许可"), tc("", first), tc(f"<w:p>{LINKED}</w:p>", second))
    (table,) = read(docx(tbl(row, tr(tc("1"), tc("2"), tc("3"))))).tables
    assert table.cells[1].flags == ("picture",)


BOUND = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/r"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


@pytest.mark.parametrize("around", ["run", "paragraph", "cell"])
def test_a_control_bound_to_data_which_may_be_other_than_its_text(around: str) -> None:
    paragraph = f"<w:p>{r('12')}</w:p>"
    first = {
        "run": tc(f"<w:p>{BOUND.format(r('12'))}</w:p>"),
        "paragraph": tc(BOUND.format(paragraph)),
        "cell": BOUND.format(tc(paragraph)),
    }[around]
    (table,) = read(docx(tbl(tr(first, tc("5"))))).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [("12", ("picture",)), ("5", ())]
