"""What of an OFD page a reader of it sees: annotations, raised and hidden text, glyphs without characters."""

from __future__ import annotations

import pytest

from extract.readers.ofd import read
from tests.ofd_files import HEAD, NS, document_xml
from tests.readers.ofd.pages import LINES, TABLE, VALUES, WORDS, one_page, path, rows_of, text


def coloured(content: str, value: str, attributes: str = "") -> str:
    """Two digits in the second cell of the second row of `LINES`."""
    return (
        f'<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="1" Size="4"><ofd:FillColor Value="{value}" {attributes}/>'
        f'<ofd:TextCode X="42" Y="36" DeltaX="2">{content}</ofd:TextCode></ofd:TextObject>'
    )


def annotated(annots: str, objects: str) -> bytes:
    """A page with annotations, listed as the standard asks."""
    root = document_xml('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>')
    listed = '<ofd:Page PageID="1"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    parts = {
        "Doc_0/Document.xml": root.replace("</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"),
        "Doc_0/Annots/Annotations.xml": f"{HEAD}<ofd:Annotations {NS}>{listed}</ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annotation.xml": f"{HEAD}<ofd:PageAnnot {NS}>{annots}</ofd:PageAnnot>",
    }  # fmt: skip
    return one_page(objects, **parts)


@pytest.mark.parametrize(
    ("attributes", "text_there"), [("", "7"), ('Visible="true"', "7"), ('Visible="false"', "")]
)
def test_what_is_typed_onto_a_page_is_part_of_it(attributes: str, text_there: str) -> None:
    words = WORDS + text("合计", 22, 36) + text("345", 62, 36, 'DeltaX="g 2 2"')
    typed = f'<ofd:Annot Type="Stamp" {attributes}><ofd:Appearance Boundary="40 30 9 9">{text("7", 4, 6)}</ofd:Appearance></ofd:Annot>'
    assert rows_of(read(annotated(typed, path(" ".join(LINES)) + words))) == [
        TABLE[0],
        ["合计", text_there, "345"],
    ]


def test_a_watermark_that_is_put_onto_a_page_is_no_part_of_its_table() -> None:
    mark = f'<ofd:Annot Type="Watermark"><ofd:Appearance Boundary="0 0 210 297">{text("2024", 46, 36)}</ofd:Appearance></ofd:Annot>'
    assert rows_of(read(annotated(mark, path(" ".join(LINES)) + WORDS + VALUES))) == TABLE


def test_annotations_that_the_file_does_not_list_are_none() -> None:
    annots = f'{HEAD}<ofd:PageAnnot {NS}><ofd:Annot><ofd:Appearance Boundary="0 0 9 9">{text("777", 44, 36)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    document = read(
        one_page(path(" ".join(LINES)) + WORDS + VALUES, **{"Doc_0/Annots/Page_0/Annotation.xml": annots})
    )
    assert rows_of(document) == TABLE


def test_the_gaps_between_white_boxes_on_a_dark_area_are_lines() -> None:
    def box(x0: float, y0: float, x1: float, y1: float, colour: str) -> str:
        data = f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C"
        return path(data, 'Fill="true" Stroke="false"', f'<ofd:FillColor Value="{colour}"/>')

    ground = box(20, 20, 80, 40, "51 51 51")
    cells = [box(x + 0.2, y + 0.2, x + 19.8, y + 9.8, "255 255 255") for x in (20, 40, 60) for y in (20, 30)]
    assert rows_of(read(one_page(ground + "".join(cells) + WORDS + VALUES))) == TABLE


SHAPE = "M 50 32 B 54 32 54 37 50 37 B 46 37 46 32 50 32 C"  # a nought
WHITE_AREA = path(
    "M 41 31 L 59 31 L 59 39 L 41 39 C", 'Fill="true" Stroke="false"', '<ofd:FillColor Value="255 255 255"/>'
)
DARK = path(
    "M 40 30 L 60 30 L 60 40 L 40 40 C", 'Fill="true" Stroke="false"', '<ofd:FillColor Value="0 0 128"/>'
)
# a seal's edge: between a box and one within it
RING = path(
    "M 30 20 L 70 20 L 70 45 L 30 45 C M 31 21 L 31 44 L 69 44 L 69 21 C",
    'Fill="true" Stroke="false"',
    '<ofd:FillColor Value="255 0 0"/>',
)


def stroke(colour: str, wide: str = "4") -> str:
    """A level stroke, so many millimetres thick, through the middle of 12."""
    return path("M 41 34.5 L 48 34.5", f'LineWidth="{wide}"', f'<ofd:StrokeColor Value="{colour}"/>')


def picture(x: float, y: float, wide: float, high: float) -> str:
    return f'<ofd:ImageObject ID="1" Boundary="{x} {y} {wide} {high}" ResourceID="9"/>'


GLYPHS = '<ofd:CGTransform CodePosition="0" GlyphCount="2"><ofd:Glyphs>18 19</ofd:Glyphs></ofd:CGTransform>'


def clipped(wide: float, high: float) -> str:
    """12 in a clip region that begins at the upper left corner of the table's second row and column."""
    region = f"<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='40 30 9 9'><ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    return text("12", 42, 36, 'DeltaX="2"').replace("<ofd:TextCode", region + "<ofd:TextCode")


@pytest.mark.parametrize(
    ("objects", "found", "flags"),
    [
        (text("12", 42, 36, 'DeltaX="2"'), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + text("1", 46, 35, size=3), "12¹", ("superscript",)),
        (text("12", 42, 36, 'DeltaX="2"') + text("1", 46, 36.6, size=2.6), "12₁", ("subscript",)),
        (text("12", 42, 36, 'DeltaX="2"') + text("1", 46, 36, size=4), "121", ()),
        (coloured("12", "255 255 255"), "", ("hidden_text",)),
        (coloured("12", "243 243 243"), "", ("hidden_text",)),
        (coloured("12", "#FE #FE #FE"), "", ("hidden_text",)),
        (coloured("12", "255 0 0"), "12", ()),
        (coloured("12", "0 0 0", 'Alpha="0"'), "", ("hidden_text",)),
        (coloured("12", "0 0 0", 'Alpha="8"'), "", ("hidden_text",)),
        (coloured("12", "0 0 0", 'Alpha="200"'), "12", ()),
        (DARK + coloured("12", "255 255 255"), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + WHITE_AREA, "", ("hidden_text",)),
        (WHITE_AREA + text("12", 42, 36, 'DeltaX="2"'), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + DARK, "", ("hidden_text",)),
        (text("12", 42, 36, 'DeltaX="2"') + DARK.replace("Value=", 'Alpha="80" Value='), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + DARK.replace("Fill=", 'Alpha="80" Fill='), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + RING, "12", ()),
        (DARK + coloured("12", "0 0 128"), "", ("hidden_text",)),
        (DARK + coloured("12", "0 0 128").replace("Font=", 'Stroke="true" Font='), "12", ()),
        (DARK + coloured("12", "0 20 140"), "", ("hidden_text",)),
        (DARK + coloured("12", "0 60 128"), "12", ()),
        (DARK + WHITE_AREA + coloured("12", "0 0 128"), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + stroke("255 255 255"), "", ("hidden_text",)),
        (text("12", 42, 36, 'DeltaX="2"') + stroke("255 255 255", "0.5"), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + stroke("255 255 255", "?"), "12", ()),
        (stroke("255 255 255") + text("12", 42, 36, 'DeltaX="2"'), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"') + picture(41, 31, 18, 8), "", ("hidden_text", "picture")),
        (text("12", 42, 36, 'DeltaX="2"') + picture(30, 10, 40, 40), "12", ()),
        (text("12", 42, 36, 'DeltaX="2"', 'Visible="false"'), "", ()),
        (path(SHAPE, 'Fill="true" Stroke="false"', '<ofd:FillColor Value="0 0 0"/>'), "", ("picture",)),
        (clipped(3, 9), "1", ("hidden_text",)),
        (clipped(1, 9), "", ("hidden_text",)),
        (clipped(9, 9), "12", ()),
        (clipped(9, 1), "", ("hidden_text",)),
        (path(SHAPE), "", ("picture",)),
        (path(SHAPE, 'Visible="false"'), "", ()),
        (path("M 40 30 L 60 40"), "", ()),
    ],
)  # fmt: skip
def test_what_shows_in_a_cell(objects: str, found: str, flags: tuple[str, ...]) -> None:
    words = WORDS + text("合计", 22, 36) + text("345", 62, 36, 'DeltaX="g 2 2"')
    (table,) = read(one_page(path(" ".join(LINES)) + words + objects)).tables
    cell = next(each for each in table.cells if (each.row, each.col) == (1, 1))
    assert (cell.text, cell.flags) == (found, flags)
    assert [each.flags for each in table.cells if each is not cell] == [()] * 5


@pytest.mark.parametrize(("code", "found"), [("", "\ufffd"), ("12", "12")])
def test_glyphs_without_characters_are_no_blank(code: str, found: str) -> None:
    glyphs = text(code, 42, 36, 'DeltaX="2"').replace("<ofd:TextCode", GLYPHS + "<ofd:TextCode")
    words = text("政府信息公开工作年度报告" * 2, 20, 60) + text("合计", 22, 36)
    (table,) = read(one_page(path(" ".join(LINES)) + WORDS + words + glyphs)).tables
    assert next(each.text for each in table.cells if (each.row, each.col) == (1, 1)) == found


def test_digits_that_a_pen_strikes_out_slantwise_are_left_out() -> None:
    words = VALUES.replace(text("12", 42, 36, 'DeltaX="2"'), text("3412", 42, 36, 'DeltaX="g 3 2"'))
    (table,) = read(one_page("".join(map(path, [*LINES, "M 41.5 36.5 L 46 33"])) + WORDS + words)).tables
    assert (table.cells[4].text, table.cells[4].flags) == ("12", ("struck_text",))


@pytest.mark.parametrize(
    ("size", "y", "label"),
    [(2, 34.8, "合计¹"), (4, 36, "合计1"), (3, 36, "合计1")],
    ids=["raised", "level", "small"],
)
def test_a_raised_digit_behind_a_label_is_the_mark_of_a_footnote(size: float, y: float, label: str) -> None:
    words = text("合计", 22, 36, 'DeltaX="4"') + text("1", 30.2, y, size=size)
    (table,) = read(one_page("".join(map(path, LINES)) + WORDS + words)).tables
    assert table.cells[3].text == label
