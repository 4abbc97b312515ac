"""The OFD reader against made reports and pages written by hand; the truth is what was written."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from extract.errors import DocumentError
from extract.model import Document
from extract.pipeline import extract_document
from extract.readers.ofd import read
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.truth import read_truth
from tests.ofd_files import HEAD, NS, Style, document_xml, ofd_xml, package, page_xml, to_ofd

FIXTURES = Path(__file__).parent.parent / "fixtures" / "ofd"
RES = f"{HEAD}<ofd:Res {NS}><ofd:DrawParams>{{params}}</ofd:DrawParams><ofd:CompositeGraphicUnits>{{units}}</ofd:CompositeGraphicUnits></ofd:Res>"


def text(content: str, x: float, y: float, delta: str = "", attributes: str = "", size: float = 4) -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="1" Size="{size}" {attributes}>'
        f'<ofd:TextCode X="{x}" Y="{y}" {delta}>{content}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, attributes: str = "", inside: str = "") -> str:
    return (
        f'<ofd:PathObject ID="1" Boundary="0 0 210 297" {attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def coloured(content: str, value: str, attributes: str = "") -> str:
    """Two digits in the second cell of the second row of `LINES`."""
    return (
        f'<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="1" Size="4"><ofd:FillColor Value="{value}" {attributes}/>'
        f'<ofd:TextCode X="42" Y="36" DeltaX="2">{content}</ofd:TextCode></ofd:TextObject>'
    )


def one_page(objects: str, *, params: str = "", units: str = "", **more: str | bytes) -> bytes:
    return package(
        {
            "OFD.xml": ofd_xml("Doc_0/Document.xml", title="年度报告"),
            "Doc_0/Document.xml": document_xml('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'),
            "Doc_0/PublicRes.xml": RES.format(params=params, units=units),
            "Doc_0/Pages/Page_0/Content.xml": page_xml(objects),
            **more,
        }
    )


def texts_of(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


# three columns of 20 mm, two rows of 10 mm
LINES = [f"M 20 {y} L 80 {y}" for y in (20, 30, 40)] + [f"M {x} 20 L {x} 40" for x in (20, 40, 60, 80)]
WORDS = text("项目", 22, 26) + text("数量", 42, 26) + text("备注", 62, 26)
VALUES = text("合计", 22, 36) + text("12", 42, 36, 'DeltaX="2"') + text("345", 62, 36, 'DeltaX="g 2 2"')
TABLE = [["项目", "数量", "备注"], ["合计", "12", "345"]]


def rows_of(document: Document) -> list[list[str]]:
    (table,) = document.tables
    assert table.flags == ()
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.n_rows)]


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("seed", range(3))
def test_every_cell_of_a_ruled_report_is_read(form: str, seed: int) -> None:
    page = page_of(31_000 + seed, form)
    style = Style.random(random.Random(seed))
    result = extract_document(to_ofd(page, style), "made.ofd")
    score = compare(page.truth, result.reports[0].cells)
    assert (score.right, score.silent, score.flagged) == (len(page.truth), [], []), (
        style,
        result.reports[0].error,
    )


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.ofd")), ids=lambda file: file.stem)
def test_fixture(file: Path) -> None:
    result = extract_document(file.read_bytes(), file.name)
    score = compare(read_truth(file.with_suffix(".cells.tsv")), result.reports[0].cells)
    assert score.right == score.total, [str(wrong) for wrong in score.silent + score.flagged]


def test_a_report_without_ruling_lines_is_read_and_says_that_its_columns_were_guessed() -> None:
    page = page_of(31_001, "2021")
    result = extract_document(to_ofd(page, Style(rules="none")), "made.ofd")
    cells = result.reports[0].cells
    score = compare(page.truth, cells)
    assert (score.right, [*map(str, score.silent)], [*map(str, score.flagged)]) == (len(page.truth), [], [])
    assert all("column_inferred" in cell.flags for cell in cells if cell.status == "reported")


BAR = "M {0} {1} L {2} {1} L {2} {3} L {0} {3} C"
BARS = " ".join(
    [BAR.format(20, y - 0.1, 80, y + 0.1) for y in (20, 30, 40)]
    + [BAR.format(x - 0.1, 20, x + 0.1, 40) for x in (20, 40, 60, 80)]
)
BLACK = '<ofd:FillColor Value="0 0 0"/>'


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param("".join(map(path, LINES)), id="a path for each line"),
        pytest.param(path(" ".join(LINES)), id="one path for all lines"),
        pytest.param(path(BARS, 'Fill="true" Stroke="false"', BLACK), id="thin filled rectangles"),
        pytest.param(
            path("".join(LINES).replace(" ", ",").replace("M,", "M").replace(",L,", "L")), id="no spaces"
        ),
        pytest.param(path(" ".join(LINES), 'DrawParam="7"'), id="colour of the drawing parameters"),
    ],
)
def test_ruling_lines(drawing: str) -> None:
    params = '<ofd:DrawParam ID="7"><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam>'
    assert rows_of(read(one_page(drawing + WORDS + VALUES, params=params))) == TABLE


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(path(" ".join(LINES), "", '<ofd:StrokeColor Value="255 255 255"/>'), id="white"),
        pytest.param(path(" ".join(LINES), "", '<ofd:StrokeColor Value="0 0 0 0"/>'), id="no ink"),
        pytest.param(path(" ".join(LINES), 'DrawParam="8"'), id="white by drawing parameters"),
        pytest.param(path(" ".join(LINES), 'Visible="false"'), id="invisible"),
        pytest.param(path(" ".join(LINES), 'Alpha="0"'), id="transparent"),
        pytest.param(path(BARS, 'Fill="true" Stroke="false"'), id="filled with no colour"),
    ],
)
def test_lines_that_nobody_sees_rule_no_table(hidden: str) -> None:
    params = (
        '<ofd:DrawParam ID="8" Relative="9"/>'
        '<ofd:DrawParam ID="9" Relative="8"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam>'
    )
    document = read(one_page(hidden + WORDS + VALUES, params=params))
    assert all("column_inferred" in table.flags for table in document.tables)


@pytest.mark.parametrize(
    ("delta", "expected"),
    [
        ('DeltaX="4 4 30"', "合计数 目"),
        ('DeltaX="g 2 4 30"', "合计数 目"),
        ('DeltaX="4"', "合计数目"),  # too few: the last one goes on
        ('DeltaX="g 900000000 4"', "合计数目"),
        ("", "合计数目"),
    ],
)
def test_offsets(delta: str, expected: str) -> None:
    assert texts_of(read(one_page(text("合计数目", 20, 50, delta)))) == [expected]


def test_boxes_are_in_points_from_the_top_left() -> None:
    document = read(one_page(path(" ".join(LINES)) + WORDS + VALUES))
    place = document.tables[0].cells[0].place
    assert place is not None
    assert (place.page, place.x0, place.y0, place.x1, place.y1) == pytest.approx(
        (1, 56.69, 56.69, 113.39, 85.04), abs=0.01
    )


def test_composite_objects_blocks_and_matrices_move_what_they_hold() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="5" Width="9" Height="9"><ofd:Content><ofd:PageBlock>{path(" ".join(LINES))}{WORDS}</ofd:PageBlock></ofd:Content></ofd:CompositeGraphicUnit>'
    used = '<ofd:CompositeObject ID="2" ResourceID="5" Boundary="-20 -20 99 99" CTM="2 0 0 2 0 0"/>'
    larger = VALUES.replace('Boundary="0 0', 'CTM="2 0 0 2 0 0" Boundary="-20 -20')
    document = read(one_page(f"<ofd:PageBlock>{used}</ofd:PageBlock>{larger}", units=unit))
    assert rows_of(document) == TABLE


def test_a_composite_that_holds_itself_is_not_followed_for_ever() -> None:
    again = '<ofd:CompositeObject ID="2" ResourceID="5" Boundary="0 0 9 9"/>'
    unit = (
        f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{again * 2}</ofd:Content></ofd:CompositeGraphicUnit>'
    )
    document = read(one_page(again, units=unit))
    assert document.unreadable_pages == (1,)
    assert "过多" in document.problems[0]


def test_templates_lie_behind_the_page_and_hold_lines_and_text() -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    more = {
        "Doc_0/Document.xml": document_xml(pages, common),
        "Doc_0/Tpls/T.xml": page_xml(path(" ".join(LINES)) + WORDS, area=False),
        "Doc_0/Pages/Page_0/Content.xml": page_xml(VALUES, before='<ofd:Template TemplateID="7"/>'),
    }
    assert rows_of(read(one_page("", **more))) == TABLE


def test_a_missing_template_is_told() -> None:
    more = {"Doc_0/Pages/Page_0/Content.xml": page_xml(VALUES, before='<ofd:Template TemplateID="7"/>')}
    document = read(one_page("", **more))
    assert (document.unreadable_pages, len(document.problems)) == ((1,), 1)


def test_several_documents_in_one_file_count_their_pages_through() -> None:
    parts = {"OFD.xml": ofd_xml("/Doc_0/Document.xml", "Doc_1\\Document.xml")}
    for number in range(2):
        parts[f"Doc_{number}/Document.xml"] = document_xml('<ofd:Page ID="1" BaseLoc="P.xml"/>')
        parts[f"Doc_{number}/P.xml"] = page_xml(text(f"第{'一二'[number]}份文件的正文", 20, 50))
    document = read(package(parts))
    assert texts_of(document) == ["第一份文件的正文", "第二份文件的正文"]
    assert [p.place.page for p in document.paragraphs if p.place] == [1, 2]
    assert document.pages == 2


def test_text_set_sideways_is_turned_upright() -> None:
    # a page's content turned clockwise: x runs downwards, y to the left
    turned = 'CTM="0 1 -1 0 100 0"'
    objects = (path(" ".join(LINES), turned) + WORDS + VALUES).replace('Font="1"', f'Font="1" {turned}')
    assert rows_of(read(one_page(objects))) == TABLE


def test_a_page_that_is_a_picture_needs_recognition() -> None:
    picture = '<ofd:ImageObject ID="1" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'
    assert read(one_page(picture)).unreadable_pages == (1,)


def test_a_picture_that_cannot_be_read_leaves_the_pages_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers._ofd.package.MAX_PART", 2000)
    picture = '<ofd:ImageObject ID="1" Boundary="0 0 210 97" CTM="210 0 0 97 0 0" ResourceID="9"/>'
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>page.jpg</ofd:MediaFile></ofd:MultiMedia>'
    resources = f"{HEAD}<ofd:Res {NS}><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>"
    objects = picture + text("一、总体情况", 22, 126)
    for name, data, pictures in (
        ("page.jpg", b"x" * 1000, 1),
        ("page.jpg", b"x" * 3000, 0),
        ("no.jpg", b"", 0),
    ):
        parts = {"Doc_0/PublicRes.xml": resources, f"Doc_0/{name}": data}
        document = read(one_page(objects, **parts))
        assert (texts_of(document), len(document.pictures)) == (["一、总体情况"], pictures)


def test_text_that_recognition_laid_under_a_picture_is_kept_and_flagged() -> None:
    picture = '<ofd:ImageObject ID="1" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'
    words = text("合计项目数量", 22, 90) + WORDS + VALUES
    document = read(one_page(words + picture + path(" ".join(LINES))))
    assert {cell.flags for cell in document.tables[0].cells} == {("text_layer_recognized",)}
    assert rows_of(document) == TABLE


def test_unseen_text_on_a_page_without_picture_is_left_out() -> None:
    unseen = text("999", 50, 36, 'DeltaX="g 2 2"', 'Fill="false"')
    assert rows_of(read(one_page(path(" ".join(LINES)) + WORDS + VALUES + unseen))) == TABLE


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


def test_annotations_that_the_file_does_not_list_are_none() -> None:
    annots = f'{HEAD}<ofd:PageAnnot {NS}><ofd:Annot><ofd:Appearance Boundary="0 0 9 9">{text("777", 44, 36)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    document = read(
        one_page(path(" ".join(LINES)) + WORDS + VALUES, **{"Doc_0/Annots/Page_0/Annotation.xml": annots})
    )
    assert rows_of(document) == TABLE


SHAPE = "M 50 32 B 54 32 54 37 50 37 B 46 37 46 32 50 32 C"  # a nought
WHITE_AREA = path(
    "M 41 31 L 59 31 L 59 39 L 41 39 C", 'Fill="true" Stroke="false"', '<ofd:FillColor Value="255 255 255"/>'
)
DARK = path(
    "M 40 30 L 60 30 L 60 40 L 40 40 C", 'Fill="true" Stroke="false"', '<ofd:FillColor Value="0 0 128"/>'
)


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


@pytest.mark.parametrize("odd", ['DeltaX="g x 4"', 'DeltaX="nan"', 'DeltaX="4 1e999"', 'DeltaX="g 3"'])
def test_a_coordinate_that_is_no_number_makes_its_page_unreadable(odd: str) -> None:
    document = read(one_page(text("合计数目", 20, 50, odd)))
    assert document.unreadable_pages == (1,)
    assert "坐标" in document.problems[0]


@pytest.mark.parametrize("data", ["M 0 0 L 1e999 0", "M 0 0 L 9 9 L 1e300 1e300"])
def test_a_line_to_beyond_any_page_makes_its_page_unreadable(data: str) -> None:
    assert read(one_page(path(data))).unreadable_pages == (1,)


def test_matrices_that_grow_beyond_any_page_make_it_unreadable() -> None:
    again = '<ofd:CompositeObject ID="2" ResourceID="5" Boundary="0 0 9 9" CTM="1e6 0 0 1e6 0 0"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{again}</ofd:Content></ofd:CompositeGraphicUnit>'
    assert read(one_page(again, units=unit)).unreadable_pages == (1,)


def test_the_title_is_that_of_the_file() -> None:
    assert read(one_page(WORDS)).title == "年度报告"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_entity_bombs_are_refused(part: str) -> None:
    root = "Page" if "Pages" in part else part.rpartition("/")[2].removesuffix(".xml")
    for head in (HEAD + BOMB, HEAD + " " * 5000 + BOMB):
        with pytest.raises(DocumentError, match="DTD"):
            read(one_page("", **{part: f"{head}<ofd:{root} {NS}>&b;</ofd:{root}>"}))


def test_a_part_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    blank = page_xml(" " * (33 << 20))
    with pytest.raises(DocumentError, match="bomb"):
        read(one_page("", **{"Doc_0/Pages/Page_0/Content.xml": blank}))


def test_one_part_used_for_very_many_pages_is_refused() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    heavy = page_xml("<!--" + "x" * (3 << 20) + "-->")
    with pytest.raises(DocumentError, match="bomb"):
        read(
            one_page(
                "",
                **{"Doc_0/Document.xml": document_xml(pages * 100), "Doc_0/Pages/Page_0/Content.xml": heavy},
            )
        )
    with pytest.raises(DocumentError, match="页数过多"):
        read(one_page("", **{"Doc_0/Document.xml": document_xml(pages * 2001)}))


def test_a_crowded_template_on_very_many_pages_is_refused() -> None:
    crowd = page_xml(path("M 0 0 " + "L 9 9 " * 9000) * 5)
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    more = {
        "Doc_0/Document.xml": document_xml(pages * 2000, common),
        "Doc_0/Tpls/T.xml": crowd,
        "Doc_0/Pages/Page_0/Content.xml": page_xml("", before='<ofd:Template TemplateID="7"/>'),
    }
    with pytest.raises(DocumentError, match="too many objects"):
        read(one_page("", **more))


def test_a_page_with_absurdly_many_lines_is_left_unread() -> None:
    document = read(one_page(path("M 0 0 L 9 0 " * 10_001)))
    assert (document.unreadable_pages, document.pages) == ((1,), 1)


def test_names_that_point_out_of_the_archive_reach_nothing() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="../../../../etc/passwd"/>'
    document = read(one_page("", **{"Doc_0/Document.xml": document_xml(pages)}))
    assert document.unreadable_pages == (1,)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut short", "damaged"),
        (package({"a.txt": "x"}), "OFD.xml"),
        (package({"OFD.xml": "<ofd"}), "XML"),
        (package({"OFD.xml": ofd_xml("Doc_0/Document.xml")}), "Document.xml"),
        (package({"OFD.xml": ofd_xml()}), "no pages"),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause):
        read(data)


def test_a_file_cut_or_spoilt_anywhere_raises_nothing_else() -> None:
    whole = one_page(path(" ".join(LINES)) + WORDS + VALUES)
    rng = random.Random(7)
    refused = 0
    for _ in range(300):
        at = rng.randrange(len(whole))
        spoilt = whole[:at] if rng.random() < 0.3 else whole[:at] + rng.randbytes(3) + whole[at + 3 :]
        try:
            read(spoilt)
        except DocumentError:
            refused += 1
    assert refused > 100


def test_xml_spoilt_anywhere_raises_nothing_else() -> None:
    page = page_xml(path(" ".join(LINES)) + WORDS + VALUES)
    rng = random.Random(7)
    told = 0
    for _ in range(300):
        at = rng.randrange(len(page))
        spoilt = page[:at] + rng.choice('0-.e<>"& gM\u4e00') + page[at + 1 :]
        try:
            told += bool(read(one_page("", **{"Doc_0/Pages/Page_0/Content.xml": spoilt})).problems)
        except DocumentError:
            told += 1
    assert told > 10


def test_a_member_that_is_encrypted_is_refused() -> None:
    data = bytearray(one_page(WORDS))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.namelist()[0] == "OFD.xml"
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DocumentError, match="encrypted"):
        read(bytes(data))
