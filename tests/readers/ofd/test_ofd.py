"""The OFD reader against made reports and pages written by hand; the truth is what was written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.pipeline import extract_document
from extract.readers.ofd import read
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.truth import read_truth
from tests.ofd_files import HEAD, NS, Style, document_xml, ofd_xml, package, page_xml, to_ofd
from tests.paths import ROOT
from tests.readers.ofd.pages import LINES, TABLE, VALUES, WORDS, one_page, path, rows_of, text, texts_of

FIXTURES = ROOT / "fixtures" / "ofd"


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


def test_a_report_without_ruling_lines_is_read_by_the_places_of_its_words() -> None:
    page = page_of(31_001, "2021")
    result = extract_document(to_ofd(page, Style(rules="none")), "made.ofd")
    cells = result.reports[0].cells
    score = compare(page.truth, cells)
    assert (score.right, [*map(str, score.silent)], [*map(str, score.flagged)]) == (len(page.truth), [], [])


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


def test_the_title_is_that_of_the_file() -> None:
    assert read(one_page(WORDS)).title == "年度报告"
