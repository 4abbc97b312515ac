"""What a Word file prints, from XML written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from extract.model import Picture
from extract.readers.docx import read
from tests.docx_files import (
    DOWN,
    ON,
    SPAN,
    STYLES,
    docx,
    drawing,
    drawn,
    listed,
    numbering_xml,
    p,
    r,
    relations_xml,
    sdt,
    style,
    tbl,
    tc,
    tr,
    zipped,
)

CHANGE = 'w:id="1" w:author="编辑"'


def gridded(widths: tuple[int, ...], *rows: str) -> str:
    """A table whose grid has columns of these widths."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return tbl(*rows).replace("<w:tblGrid/>", f"<w:tblGrid>{columns}</w:tblGrid>")


ONE = tr(tc("行政许可"), tc("1"), tc("2"))

TABLES = {
    "gridSpan": (tbl(tr(tc("申请人", SPAN(3))), ONE), "申请人 | < | <\n行政许可 | 1 | 2"),
    "vMerge": (
        tbl(
            tr(tc("三", DOWN), tc("1")),
            tr(tc("", ON), tc("2")),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("3")),
        ),
        "三 | 1\n^ | 2\n^ | 3",
    ),
    "two chains, one after the other": (
        tbl(
            tr(tc("a", DOWN), tc("1")),
            tr(tc("", ON), tc("2")),
            tr(tc("b", DOWN), tc("3")),
            tr(tc("", ON), tc("4")),
        ),
        "a | 1\n^ | 2\nb | 3\n^ | 4",
    ),
    "vMerge and gridSpan": (
        tbl(tr(tc("勾稽", SPAN(2) + DOWN), tc("总计")), tr(tc("", SPAN(2) + ON), tc("5"))),
        "勾稽 | < | 总计\n< | < | 5".replace("\n< |", "\n^ |"),
    ),
    "a chain goes on under another width: no overlap": (
        tbl(tr(tc("a", SPAN(2) + DOWN), tc("1")), tr(tc("", ON), tc("2"), tc("3"))),
        "a | < | 1\n_ | 2 | 3",
    ),
    "a chain that begins nowhere": (tbl(tr(tc("a", ON), tc("1")), ONE), "a | 1 | .\n行政许可 | 1 | 2"),
    "text under a merge is not printed": (
        tbl(tr(tc("a", DOWN), tc("1")), tr(tc("旧", ON), tc("2"))),
        "a | 1\n^ | 2",
    ),
    "hMerge": (
        tbl(tr(tc("合", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("5")), ONE),
        "合 | < | 5\n行政许可 | 1 | 2",
    ),
    "gridBefore": (
        tbl(ONE, tr(tc("3"), tc("4"), properties='<w:gridBefore w:val="1"/>')),
        "行政许可 | 1 | 2\n. | 3 | 4",
    ),
    "a line that jogs": (
        gridded(
            (2000, 80, 1920, 2000),
            tr(tc("a"), tc("b", SPAN(2)), tc("c")),
            tr(tc("1", SPAN(2)), tc("2"), tc("3")),
        ),
        "a | b | c\n1 | 2 | 3",
    ),
    "a chain below a line that jogs": (
        gridded((2000, 80, 1920), tr(tc("a", DOWN), tc("b", SPAN(2))), tr(tc("", SPAN(2) + ON), tc("2"))),
        "a | b\n^ | 2",
    ),
    "a narrow column with cells": (
        gridded((2000, 80, 2000), tr(tc("a"), tc(""), tc("c")), tr(tc("1", SPAN(2)), tc("3"))),
        "a | _ | c\n1 | < | 3",
    ),
    "a row farther left than another": (
        gridded((2000, 400, 2000), tr(tc("a"), tc("b", SPAN(2))), tr(tc("1", SPAN(2)), tc("2"))),
        "a | b | <\n1 | < | 2",
    ),
    "a grid that was never laid out": (
        gridded((1, 1, 1), tr(tc("a"), tc("b", SPAN(2))), tr(tc("1", SPAN(2)), tc("2"))),
        "a | b | <\n1 | < | 2",
    ),
    "spans that are no numbers": (
        tbl(tr(tc("a", SPAN("x")), tc("b", SPAN("-3")), tc("c", SPAN(""))), ONE),
        "a | b | c\n行政许可 | 1 | 2",
    ),
    "sdt round a row": (tbl(ONE, sdt(ONE)), "行政许可 | 1 | 2\n行政许可 | 1 | 2"),
    "sdt round a cell": (tbl(tr(tc("a"), sdt(tc("7")), tc("8")), ONE), "a | 7 | 8\n行政许可 | 1 | 2"),
    "sdt round paragraph and run": (
        tbl(tr(tc(sdt(p("7"))), tc(f"<w:p>{sdt(r('8'))}</w:p>")), tr(tc("a"), tc("b"))),
        "7 | 8\na | b",
    ),
    "customXml, smartTag": (
        tbl(
            tr(
                "<w:customXml>" + tc("a") + "</w:customXml>",
                tc(f"<w:p><w:smartTag>{r('9')}</w:smartTag>{r('件')}</w:p>"),
            ),
            tr(tc("a"), tc("b")),
        ),
        "a | 9件\na | b",
    ),
    "deleted row": (
        tbl(ONE, tr(tc("x"), tc("8"), tc("9"), properties=f"<w:del {CHANGE}/>")),
        "行政许可 | 1 | 2",
    ),
    "deleted row inside a chain": (
        tbl(
            tr(tc("a", DOWN), tc("1")),
            tr(tc("", ON), tc("9"), properties=f"<w:del {CHANGE}/>"),
            tr(tc("", ON), tc("2")),
        ),
        "a | 1\n^ | 2",
    ),
    "hidden row": (
        tbl(ONE, tr(*[tc(f"<w:p>{r(n, '<w:vanish/>')}</w:p>") for n in "789"], properties="<w:hidden/>")),
        "行政许可 | 1 | 2",
    ),
    "hidden mark of a row whose text shows": (
        tbl(ONE, tr(tc("x"), tc("8"), tc("9"), properties="<w:hidden/>")),
        "行政许可 | 1 | 2\nx | 8 | 9",
    ),
    "rows and cells in an alternative": (
        tbl(
            f"<mc:AlternateContent><mc:Fallback>{ONE}</mc:Fallback></mc:AlternateContent>",
            tr(
                tc("x"),
                f"<mc:AlternateContent><mc:Fallback>{tc('8')}</mc:Fallback></mc:AlternateContent>",
                tc("9"),
            ),
        ),
        "行政许可 | 1 | 2\nx | 8 | 9",
    ),
    "inserted row": (
        tbl(tr(tc("x"), tc("8"), properties=f"<w:ins {CHANGE}/>"), tr(tc("a"), tc("b"))),
        "x | 8\na | b",
    ),
    "deleted cell": (
        tbl(tr(tc("x"), tc("8", f"<w:cellDel {CHANGE}/>"), tc("9")), tr(tc("a"), tc("b"))),
        "x | 9\na | b",
    ),
    "tracked merge": (
        tbl(
            tr(tc("a", '<w:cellMerge w:vMerge="rest"/>'), tc("1")),
            tr(tc("", '<w:cellMerge w:vMerge="cont"/>'), tc("2")),
        ),
        "a | 1\n^ | 2",
    ),
    "paragraphs of a cell": (tbl(tr(tc(p("一") + p("") + p("二")), tc("1"))), "一\n\n二 | 1"),
    "a number in a box lying in an empty cell": (
        tbl(
            tr(
                tc("a"),
                tc(
                    "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
                    f"{p('12')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
                ),
            ),
            tr(tc("b"), tc("3")),
        ),
        "a | 12\nb | 3",
    ),
}


@pytest.mark.parametrize("more", ["", tr(tc("0", f"<w:cellDel {CHANGE}/>"))], ids=["flat", "walk"])
@pytest.mark.parametrize(("xml", "expected"), TABLES.values(), ids=TABLES)
def test_table(xml: str, expected: str, more: str) -> None:
    """`more`: a row of a deleted cell, which prints nothing, is beyond the flat pass."""
    (table,) = read(docx(xml.replace("</w:tbl>", f"{more}</w:tbl>"))).tables
    assert drawn(table) == drawing(expected) if "\n\n" not in expected else drawn(table) == expected


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>".format
MARK = "<w:rPr>{}</w:rPr>".format
DELETED = f"<w:del {CHANGE}><w:r><w:delText>8</w:delText></w:r></w:del>"
BOX = "<wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>".format
OLD_BOX = "<v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>".format

VISIBLE = '<w:vanish w:val="0"/>'
HIDING = '<w:rStyle w:val="h"/>'

TEXTS = {
    "split runs": (f"<w:p>{r('1')}{r('2')}</w:p>", ["12"]),
    "deleted run": (f"<w:p>{r('1')}{DELETED}{r('2')}</w:p>", ["12"]),
    "inserted run": (f"<w:p>{r('1')}<w:ins {CHANGE}>{r('7')}</w:ins></w:p>", ["17"]),
    "inserted, then deleted": (f"<w:p>{r('1')}<w:ins {CHANGE}>{DELETED}</w:ins></w:p>", ["1"]),
    "moved": (
        f"<w:p><w:moveFrom>{r('1')}</w:moveFrom>{r('2')}</w:p><w:p><w:moveTo>{r('1')}</w:moveTo></w:p>",
        ["2", "1"],
    ),
    "deleted paragraph mark": (
        p("本年新收", MARK(f"<w:del {CHANGE}/>")) + p("12 件") + p("下段"),
        ["本年新收12 件", "下段"],
    ),
    "deleted mark before a table": (p("表", MARK(f"<w:del {CHANGE}/>")) + tbl(ONE), ["表"]),
    "hidden run": (f"<w:p>{r('1')}{r('9', '<w:vanish/>')}</w:p>", ["1"]),
    "not hidden": (f"<w:p>{r('1')}{r('9', VISIBLE)}</w:p>", ["19"]),
    "field": (
        f"<w:p>{r('共')}{FIELD('begin')}{CODE('=SUM(ABOVE)')}{FIELD('separate')}{r('12')}{FIELD('end')}{r('件')}</w:p>",
        ["共12件"],
    ),
    "field within a field's code": (
        f"<w:p>{FIELD('begin')}{CODE('IF ')}{FIELD('begin')}{CODE('X')}{FIELD('separate')}{r('5')}{FIELD('end')}"
        f"{FIELD('separate')}{r('6')}{FIELD('end')}</w:p>",
        ["6"],
    ),
    "field without its end": (f"<w:p>{r('a')}{FIELD('begin')}{CODE('X')}</w:p>{p('12')}", ["a", "12"]),
    "fldSimple and hyperlink": (
        f'<w:p><w:fldSimple w:instr="DATE">{r("3月")}</w:fldSimple><w:hyperlink>{r("网站")}</w:hyperlink></w:p>',
        ["3月网站"],
    ),
    "breaks and tabs": (
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r></w:p>",
        ["a\nb\tc\nd"],
    ),
    "hyphens": (
        "<w:p><w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>3</w:t></w:r></w:p>",
        ["1-23"],
    ),
    "symbols": (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F035"/>'
        '<w:sym w:font="宋体" w:char="2014"/><w:sym w:font="x" w:char="FFFFFFF"/></w:r></w:p>',
        ["✓5—\ufffd"],
    ),
    "a symbol font's code is no digit": (
        '<w:p><w:r><w:sym w:font="Webdings" w:char="F031"/></w:r></w:p>',
        ["\uf031"],
    ),
    "ruby": (
        f"<w:p><w:r><w:ruby><w:rubyPr/><w:rt>{r('nián')}</w:rt><w:rubyBase>{r('年')}</w:rubyBase></w:ruby></w:r></w:p>",
        ["年"],
    ),
    "formula": ("<w:p><m:oMath><m:r><m:t>12</m:t></m:r></m:oMath></w:p>", ["12"]),
    "footnote mark": ("<w:p><w:r><w:t>5</w:t><w:footnoteReference w:id='2'/></w:r></w:p>", ["5"]),
    "alternative read once, box after its anchor": (
        f"<w:p>{r('锚')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX(p('标题'))}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{OLD_BOX(p('标题'))}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["锚", "标题"],
    ),
    "alternative of an unknown maker": (
        f"<w:p><mc:AlternateContent><mc:Choice xmlns:x='urn:x' Requires='x'>{r('新')}</mc:Choice>"
        f"<mc:Fallback>{r('旧')}</mc:Fallback></mc:AlternateContent></w:p>",
        ["旧"],
    ),
    "only a fallback": (
        f"<w:p><w:r><mc:AlternateContent><mc:Fallback>{'<w:t>3</w:t>'}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["3"],
    ),
    "a single cell is a frame": (tbl(tr(tc(p("一、总体情况") + p("文字")))), ["一、总体情况", "文字"]),
    "blank paragraphs": (p("") + p("\u3000 ") + p("a"), ["a"]),
}


@pytest.mark.parametrize(("xml", "expected"), TEXTS.values(), ids=TEXTS)
def test_text(xml: str, expected: list[str]) -> None:
    assert [paragraph.text for paragraph in read(docx(xml)).paragraphs] == expected


ONE_LINE = [name for name, (xml, expected) in TEXTS.items() if len(expected) == xml.count("<w:p>") == 1]


@pytest.mark.parametrize("name", ONE_LINE)
@pytest.mark.parametrize("around", [str, sdt], ids=["bare", "in a control"])
def test_text_of_a_cell_is_that_of_its_paragraph(name: str, around: Callable[[str], str]) -> None:
    xml, (expected,) = TEXTS[name]
    (table,) = read(docx(tbl(tr(tc("<w:p/>" + around(xml)), tc("1")), tr(tc("a"), around(tc("2")))))).tables
    assert [cell.text for cell in table.cells] == [f"\n{expected}", "1", "a", "2"]


def test_nested_table_follows_the_one_that_holds_it() -> None:
    document = read(docx(p("前") + tbl(tr(tc(p("外") + tbl(ONE) + p("")), tc("1"))) + p("后")))
    outer, inner = document.tables
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Table", "Paragraph"]
    assert [cell.text.strip() for cell in outer.cells] == ["外", "1"]
    assert drawn(inner) == "行政许可 | 1 | 2"


def test_small_table_in_an_empty_cell_is_its_text() -> None:
    inner = tbl(tr(tc("1"), tc("20")))
    (outer, _) = read(docx(tbl(tr(tc("行政许可"), tc(inner + p(""))), tr(tc("行政处罚"), tc("8"))))).tables
    assert [cell.text for cell in outer.cells] == ["行政许可", "1\n20", "行政处罚", "8"]


def test_frame_of_one_column_round_tables_is_no_table() -> None:
    document = read(docx(tbl(tr(tc("二、主动公开")), tr(tc(tbl(ONE) + p(""))))))
    assert [paragraph.text for paragraph in document.paragraphs] == ["二、主动公开"]
    assert [drawn(table) for table in document.tables] == ["行政许可 | 1 | 2"]


def test_table_in_a_text_box() -> None:
    box = f"<w:p><w:r><w:pict>{OLD_BOX(tbl(ONE))}</w:pict></w:r></w:p>"
    assert [drawn(table) for table in read(docx(box)).tables] == ["行政许可 | 1 | 2"]


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        ("", False),
        (style("1"), True),
        (style("a3"), True),
        (style("a4"), True),
        (style("a5"), False),
        (style("missing"), False),
        (style("1") + '<w:outlineLvl w:val="9"/>', False),
        ('<w:outlineLvl w:val="1"/>', True),
    ],
)
def test_heading(properties: str, heading: bool) -> None:
    (paragraph,) = read(docx(p("一、总体情况", properties), styles=STYLES)).paragraphs
    assert paragraph.heading is heading


def test_hidden_by_a_character_style() -> None:
    xml = f"<w:p>{r('1')}{r('9', HIDING)}</w:p>"
    assert [each.text for each in read(docx(xml, styles=STYLES)).paragraphs] == ["1"]


PICTURE = '<w:p><w:r><w:drawing><a:blip r:embed="image"/></w:drawing></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "data", "pictures"),
    [
        (PICTURE, b"\x89PNG" + bytes(9000), 1),
        (PICTURE, b"\x89PNG" + bytes(900), 0),
        (PICTURE + tbl(ONE), b"\x89PNG" + bytes(9000), 1),
        (PICTURE, b"\x01\0\0\0" + bytes(9000), 0),
    ],
    ids=["table as picture", "seal", "beside a table", "metafile"],
)
def test_picture(body: str, data: bytes, pictures: int) -> None:
    document = read(
        docx(
            body,
            **{"word/_rels/document.xml.rels": relations_xml(image="media/1.png"), "word/media/1.png": data},
        )
    )
    assert [block.data for block in document.blocks if isinstance(block, Picture)] == [data] * pictures
    assert bool(document.problems) is data.startswith(b"\x01")


def test_what_is_not_read_is_said() -> None:
    sheet = '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    document = read(docx(sheet + '<w:altChunk r:id="x"/>' + p("a")))
    assert len(document.problems) == 2
    file = '<w:p><w:r><w:object><o:OLEObject ProgID="Package"/></w:object></w:r></w:p>'
    assert "embedded file" in read(docx(file + p("a"))).problems[0]
    formula = '<w:p><w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r></w:p>'
    assert not read(docx(formula + p("a"))).problems
    damaged = read(docx(listed("a"), **{"word/numbering.xml": numbering_xml("<w:num>")}))
    assert len(damaged.problems) == 1


def test_strict_and_other_part_names_read_the_same() -> None:
    body = tbl(tr(tc("a", SPAN(2)), tc("1", DOWN)), tr(tc("b"), tc("2"), tc("", ON))) + p(
        "尾", '<w:outlineLvl w:val="0"/>'
    )
    xml = zipped_xml(docx(body))
    strict = xml.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    moved = zipped({"_rels/.rels": relations_xml(officeDocument="/a/b.xml"), "a/b.xml": xml})
    backslashes = zipped({"Word\\Document.xml": xml})
    utf16 = zipped({"word/document.xml": xml.decode().encode("utf-16")})
    expected = read(docx(body)).blocks
    for data in (zipped({"word/document.xml": strict}), moved, backslashes, utf16):
        assert read(data).blocks == expected


def zipped_xml(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


def test_a_picture_in_a_cell_says_so() -> None:
    (table,) = read(docx(tbl(tr(tc(PICTURE), tc("5"))))).tables
    assert [cell.flags for cell in table.cells] == [("picture",), ()]
