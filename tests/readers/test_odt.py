"""OpenDocument text written by hand: what LibreOffice prints of it is read, with its doubts, and what it does not print is not."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from extract.errors import DocumentError
from extract.model import MIN_PICTURE, Cell, Document, Paragraph, Picture
from extract.readers.odt import read

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("draw", "drawing"), ("meta", "meta"),
    )
)  # fmt: skip
SPACES = (
    f'{NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def content(body: str, styles: str = "") -> str:
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(body: str, styles: str = "", **parts: str | bytes) -> bytes:
    """`parts` beside the content, with `_xml` for `.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content(body, styles))
        for name, part in parts.items():
            package.writestr(name.replace("_xml", ".xml"), part)
    return out.getvalue()


def table(*rows: str) -> str:
    """A table of rows of these cells."""
    return f"<table:table>{''.join(map(row, rows))}</table:table>"


def cell(inner: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def p(inner: str, attributes: str = "") -> str:
    return f"<text:p {attributes}>{inner}</text:p>"


def style(name: str, inside: str, attributes: str = "") -> str:
    return f'<style:style style:name="{name}" {attributes}>{inside}</style:style>'


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


COVERED = "<table:covered-table-cell/>"


def shapes(found: Document) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.col, c.rowspan, c.colspan) for c in found.tables[0].cells]


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def test_merged_cells_and_rows_that_are_grouped() -> None:
    head = row(cell(p("甲"), 'table:number-columns-spanned="2"'), COVERED)
    below = row(cell(p("乙"), 'table:number-rows-spanned="2"'), cell(p("1")))
    rows = f"{below}<text:soft-page-break/>{row(COVERED, cell(p('2')))}"
    parts = f"<table:table-header-rows>{head}</table:table-header-rows><table:table-rows>{rows}</table:table-rows>"
    assert shapes(read(odt(f"<table:table><table:table-column/>{parts}</table:table>"))) == [
        ("甲", 0, 0, 1, 2),
        ("乙", 1, 0, 2, 1),
        ("1", 1, 1, 1, 1),
        ("2", 2, 1, 1, 1),
    ]


def test_cells_and_rows_that_repeat() -> None:
    zeros = cell(p("0"), 'table:number-columns-repeated="2"')
    repeated = row(cell(p("甲")), zeros, attributes='table:number-rows-repeated="2"')
    found = shapes(read(odt(f"<table:table>{repeated}</table:table>")))
    assert found == [(text, row, col, 1, 1) for row in (0, 1) for col, text in enumerate("甲00")]


def test_a_span_over_another_cell_is_cut_and_its_rows_are_in_doubt() -> None:
    rows = (
        cell(p("甲"), 'table:number-columns-spanned="2"') + cell(p("5")),
        cell(p("乙")) + cell(p("6")),
    )
    cells = read(odt(table(*rows))).tables[0].cells
    assert cells == (
        Cell("甲", 0, 0, flags=("span_overlap",)),
        Cell("5", 0, 1, flags=("span_overlap",)),
        Cell("乙", 1, 0),
        Cell("6", 1, 1),
    )


def test_text_below_a_merge_is_no_cell() -> None:
    covered = f"<table:covered-table-cell>{p('7')}</table:covered-table-cell>"
    printed = cell(p("5"), 'table:number-columns-spanned="2"') + covered
    found = read(odt(table(printed, cell(p("1")) + cell(p("2")))))
    assert (shapes(found)[0], found.hidden_text) == (("5", 0, 0, 1, 2), "7")


@pytest.mark.parametrize(
    ("look", "inner", "text", "flags"),
    [
        ('style:text-line-through-style="solid"', "<text:span text:style-name='a'>8</text:span>120", "120", ("struck_text",)),
        ('style:text-position="super 58%"', "120<text:span text:style-name='a'>1</text:span>", "120¹", ("superscript",)),
        ('fo:color="#ffffff"', "<text:span text:style-name='a'>7</text:span>", "7", ("hidden_text",)),
        ('fo:color="#ffffff"', "<text:span text:style-name='a'><text:span text:style-name='dark'>7</text:span></text:span>", "7", ()),
        ('fo:font-size="1pt"', "<text:span text:style-name='a'>7</text:span>", "7", ("hidden_text",)),
        ('fo:font-size="10.5pt"', "<text:span text:style-name='a'>7</text:span>", "7", ()),
        ('style:text-scale="5%"', "<text:span text:style-name='a'>7</text:span>", "7", ("hidden_text",)),
        ('fo:letter-spacing="-0.3cm"', "<text:span text:style-name='a'>17</text:span>", "17", ("hidden_text",)),
        ('style:font-name="Wingdings2"', "<text:span text:style-name='a'>7</text:span>", "7", ("hidden_text",)),
        ('text:display="none"', "12<text:span text:style-name='a'>9</text:span>", "12", ()),
        ('fo:color="#000000"', "1<text:span text:style-name='a'>2</text:span><text:s/>3", "12 3", ()),
    ],
)  # fmt: skip
def test_looks_of_text_in_a_cell(look: str, inner: str, text: str, flags: tuple[str, ...]) -> None:
    styles = style("a", f"<style:text-properties {look}/>") + style(
        "dark", '<style:text-properties fo:background-color="#000080"/>'
    )
    (found,) = read(odt(table(cell(p("甲")) + cell(p(inner))), styles)).tables
    assert (found.cells[1].text, found.cells[1].flags) == (text, flags)


def test_a_style_has_the_looks_of_its_parent_and_a_span_those_of_its_own() -> None:
    named = style("Hidden", '<style:text-properties fo:color="#ffffff"/>')
    common = (
        f"<office:document-styles {SPACES}><office:styles>{named}</office:styles></office:document-styles>"
    )
    styles = style("P1", "", 'style:parent-style-name="Hidden"') + style(
        "T1", '<style:text-properties fo:color="#000000"/>'
    )
    white, black = (
        cell(p(inner, 'text:style-name="P1"'))
        for inner in ("7", "<text:span text:style-name='T1'>8</text:span>")
    )
    (found,) = read(odt(table(cell(p("甲")) + white + black), styles, styles_xml=common)).tables
    assert [(each.text, each.flags) for each in found.cells[1:]] == [("7", ("hidden_text",)), ("8", ())]


def test_white_text_on_the_ground_of_its_cell_is_seen() -> None:
    styles = style("c", '<style:table-cell-properties fo:background-color="#1f4e79"/>') + style(
        "P1", '<style:text-properties fo:color="#ffffff"/>'
    )
    printed = cell(p("项目", 'text:style-name="P1"'), 'table:style-name="c"') + cell(p("1"))
    assert read(odt(table(printed), styles)).tables[0].cells[0].flags == ()


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<text:ruby><text:ruby-base>12</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby>0", "120"),
        ('5<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>', "5"),
        ("5<office:annotation><text:p>改为6</text:p></office:annotation>", "5"),
        ('<text:hidden-text text:is-hidden="true">9</text:hidden-text>5', "5"),
        ('<text:text-input text:description="">5&#x0d;</text:text-input>', "5"),
        ('<text:drop-down><text:label text:value="6"/><text:label text:value="5"/>5</text:drop-down>', "5"),
        ("<text:a><text:span>5</text:span></text:a>", "5"),
        ("1<text:line-break/>2<text:tab/>3", "1\n2\t3"),
        ('1\n   2<text:s text:c="2"/>3', "1 2  3"),
        ("1\u00ad2", "12"),
    ],
)  # fmt: skip
def test_what_a_paragraph_prints(inner: str, text: str) -> None:
    (found,) = read(odt(table(cell(p("甲")) + cell(p(inner))))).tables
    assert found.cells[1].text == text


CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><text:p>8</text:p></text:deletion></text:changed-region>'
    '<text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>'
)


def test_tracked_changes() -> None:
    inner = (
        '5<text:change-start text:change-id="d"/>3<text:tab/><text:s/>0<text:change-end text:change-id="d"/>'
        '<text:change-start text:change-id="i"/>12<text:change-end text:change-id="i"/><text:change text:change-id="d"/>'
    )
    found = read(odt(CHANGES + p(inner)))
    assert (lines(found), found.problems) == (["512"], ())


def test_a_deletion_that_does_not_end_is_said() -> None:
    found = read(odt(CHANGES + p('甲<text:change-start text:change-id="d"/>') + p("乙")))
    assert lines(found) == ["甲"]
    assert "tracked deletion" in found.problems[0]


def test_sections_that_are_hidden() -> None:
    hidden = f'<text:section text:display="none">{p("乙")}</text:section>'
    found = read(odt(f"<text:section>{p('甲')}</text:section>{hidden}"))
    assert (lines(found), found.hidden_text) == (["甲"], "乙")


def test_paragraphs_that_their_condition_hides() -> None:
    hidden = '<text:hidden-paragraph text:condition="ooow:1" text:is-hidden="{}"/>'
    row = cell(p("5")) + cell(p("6" + hidden.format("true"))) + cell(p("7" + hidden.format("false")))
    found = read(odt(table(row)))
    assert ([each.text for each in found.tables[0].cells], found.hidden_text) == (["5", "", "7"], "6")


LEVELS = (
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" loext:num-list-format="（%2%）" style:num-suffix="）"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
)


def entry(inner: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{inner}</text:list-item>"


def numbered(items: str, attributes: str = "") -> str:
    return f'<text:list text:style-name="L" {attributes}>{items}</text:list>'


def test_list_numbers() -> None:
    deepest = f"<text:list>{entry(p('丁'))}</text:list>"
    deeper = f"<text:list>{entry(p('丙') + deepest)}</text:list>"
    body = (
        numbered(entry(p("甲")) + entry(p("乙") + p("又") + deeper), 'xml:id="l1"')
        + p("间")
        + numbered(entry(p("戊")), 'text:continue-list="l1"')
        + numbered(entry(p("己")))
        + numbered(entry(p("庚"), 'text:start-value="7"'), 'text:continue-numbering="true"')
    )
    styles = f'<text:list-style style:name="L">{LEVELS}</text:list-style>'
    assert [line.replace("\t", "") for line in lines(read(odt(body, styles)))] == [
        *("一、甲", "二、乙", "又", "（1）丙", "1.1.丁", "间", "三、戊", "一、己", "七、庚"),
    ]


def test_numbers_of_headings() -> None:
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" '
        'style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:outline-style>'
    )
    common = (
        f"<office:document-styles {SPACES}><office:styles>{outline}</office:styles></office:document-styles>"
    )
    body = "".join(f'<text:h text:outline-level="1">{text}</text:h>' for text in ("总体情况", "主动公开"))
    found = read(odt(body, styles_xml=common)).paragraphs
    assert [(each.text.replace("\t", ""), each.heading) for each in found] == [
        ("一、总体情况", True),
        ("二、主动公开", True),
    ]


def test_a_list_number_before_a_number_of_a_cell_is_in_doubt() -> None:
    styles = '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>'
    printed = cell(numbered(entry(p("行政许可")))) + cell(numbered(entry(p("23"))))
    assert [each.flags for each in read(odt(table(printed), styles)).tables[0].cells] == [
        (),
        ("auto_number",),
    ]


BOX = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>".format


def test_text_boxes() -> None:
    title = p(f"前{BOX(p('某局年度报告'))}")
    printed = (
        cell(p(BOX(p("5"))))
        + cell(p("6" + BOX(p("7"))))
        + cell(p(f"<draw:custom-shape>{p('8')}</draw:custom-shape>"))
    )
    found = read(odt(title + table(printed, cell(p("甲")) * 3)))
    assert lines(found)[:2] == ["前", "某局年度报告"]
    assert [(each.text, each.flags) for each in found.tables[0].cells[:3]] == [
        ("5", ()),
        ("6", ("overprinted",)),
        ("8", ()),
    ]


def test_a_table_in_a_shape() -> None:
    """LibreOffice writes one in a namespace of its own."""
    inner = table(cell(p("甲")) + cell(p("1"))).replace("<table:", "<loext:").replace("</table:", "</loext:")
    found = read(odt(p(f"<draw:custom-shape>{inner}</draw:custom-shape>")))
    assert [each.text for each in found.tables[0].cells] == ["甲", "1"]


def test_a_number_in_a_box_outside_of_tables_is_said() -> None:
    assert "numbers in text boxes" in read(odt(p(BOX(p("37"))))).problems[0]


PNG = b"\x89PNG" + bytes(MIN_PICTURE)


def test_pictures() -> None:
    image = '<draw:frame><draw:image xlink:href="Pictures/1.png"/><draw:image xlink:href="Pictures/2.svg"/></draw:frame>'
    printed = cell(p(image)) + cell(p("<draw:line/>")) + cell(p("<draw:line/>5"))
    found = read(odt(p(image) + table(printed), **{"Pictures/1.png": PNG}))
    assert [block for block in found.blocks if isinstance(block, Picture)] == [Picture(PNG)] * 2
    assert [each.flags for each in found.tables[0].cells] == [("picture",), ("picture",), ()]


def test_an_embedded_sheet_is_said() -> None:
    sheet = f"<office:document-content {SPACES}><office:body><office:spreadsheet/></office:body></office:document-content>"
    frame = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
    found = read(odt(p(frame), **{"Object 1/content.xml": sheet}))
    assert "embedded spreadsheet" in found.problems[0]


def test_a_table_of_one_cell_is_a_frame_and_one_within_a_cell_follows() -> None:
    inner = table(cell(p("1")) + cell(p("2")))
    found = read(odt(table(cell(p("甲") + inner)) + table(cell(p("乙")) + cell(inner))))
    assert lines(found) == ["甲"]
    assert [[each.text for each in one.cells] for one in found.tables] == [
        ["1", "2"],
        ["乙", "1\n2"],
        ["1", "2"],
    ]


def test_a_flat_file_holds_its_styles_title_and_pictures() -> None:
    picture = f"<draw:frame><draw:image><office:binary-data>{base64.b64encode(PNG).decode()}</office:binary-data></draw:image></draw:frame>"
    pale = style("S", '<style:text-properties fo:color="#fefefe"/>')
    body = p(picture) + table(cell(p("甲")) + cell(p("9", 'text:style-name="S"')))
    flat = (
        f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>某局年报</dc:title></office:meta><office:styles>{pale}</office:styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    found = read(flat.encode())
    assert (found.title, found.pictures, found.tables[0].cells[1].flags) == (
        "某局年报",
        (Picture(PNG),),
        ("hidden_text",),
    )


def test_title_among_the_properties() -> None:
    meta = f"<office:document-meta {SPACES}><office:meta><dc:title> 某局年报 </dc:title></office:meta></office:document-meta>"
    assert read(odt(p("甲"), meta_xml=meta)).title == "某局年报"


@pytest.mark.parametrize("part", ["styles_xml", "meta_xml"])
def test_a_damaged_side_part_does_not_end_the_reading(part: str) -> None:
    found = read(odt(p("甲"), **{part: "<broken"}))
    assert found.paragraphs == (Paragraph("甲"),)
    assert [problem[:4] for problem in found.problems] == ["样式未读"] * (part == "styles_xml")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (odt("", **{"META-INF/manifest.xml": "<encryption-data/>"}), "encrypted"),
        (b"PK\x03\x04cut", "damaged zip"),
        (f"<office:document {SPACES}><office:body/></office:document>".encode(), "no office:text"),
    ],
)
def test_what_cannot_be_read(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause):
        read(data)
