"""Fields and notes on a PDF page: what a viewer shows of them, and where one may show what is not read."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import EXPECTED, STROKED, WORDS, made, rows
from tests.readers.pdf.one_cell import BLANK_CELL, FORM, cell_of

NOTE = "<< /Type /Annot /Subtype {kind} /Rect [155 322 190 338] /Contents (34) /DA (/F 10 Tf 0 g) /F {flags} {more} >>"
SHOWN = FORM.replace("{alpha}", "1").replace("[0 0 400 400]", "[0 0 35 16]")


def noted(kind: str, flags: int, content: str = "", notes: str = "", on: str = BLANK_CELL) -> bytes:
    look = (
        ("/AP << /N 7 0 R >>", SHOWN.format(length=len(content), content=content))
        if content
        else ("", "null")
    )
    page = f"/MediaBox [0 0 400 400] {notes or '/Annots [6 0 R]'}"
    stamp = "<< /Type /Annot /Subtype /Stamp /Rect [300 30 335 46] /F 4 /AP << /N 7 0 R >> >>"
    return made(STROKED + on, page, (NOTE.format(kind=kind, flags=flags, more=look[0]), look[1], stamp))


@pytest.mark.parametrize(
    ("kind", "flags", "printed"),
    [
        ("/FreeText", 4, "34"),
        ("/Stamp", 4, "34"),
        ("/Widget /FT /Tx /V (34)", 4, "34"),
        ("/Watermark", 4, "34"),
        ("/FreeText", 1, "34"),  # invisible to viewers that do not know its kind
        ("/FreeText", 2, ""),  # hidden
        ("/FreeText", 32, ""),  # shown in print alone
    ],
)
@pytest.mark.parametrize("beside", ["", "/Annots [6 0 R 8 0 R]"], ids=["alone", "beside a stamp"])
def test_what_was_typed_onto_the_page_is_read(kind: str, flags: int, printed: str, beside: str) -> None:
    data = noted(kind, flags, "BT /F 10 Tf 5 3 Td (34) Tj ET", beside)
    assert cell_of(data).text == printed


def test_what_an_ellipse_covers_does_not_show() -> None:
    look = "1 g 0 0 35 16 re f"
    (table,) = read(noted("/Circle", 4, look, on=WORDS)).tables
    assert (table.cells[1].text, table.cells[1].flags) == ("", ("hidden_text", "picture"))


@pytest.mark.parametrize("inset", [0.5, 1.5, 4])
def test_a_square_drawn_around_a_number_is_no_ruling(inset: float) -> None:
    """Its border runs just within the cell's, or through the blank around the number."""
    x0, y0, x1, y1 = 150 + inset, 320 + inset, 250 - inset, 340 - inset
    look = f"1 0 0 RG {x0 + 0.5} {y0 + 0.5} {x1 - x0 - 1} {y1 - y0 - 1} re S"
    shown = f"<< /Type /XObject /Subtype /Form /BBox [{x0} {y0} {x1} {y1}] /Length {len(look)} >> stream\n{look}\nendstream"
    square = f"<< /Type /Annot /Subtype /Square /F 4 /Rect [{x0} {y0} {x1} {y1}] /AP << /N 7 0 R >> >>"
    page = "/MediaBox [0 0 400 400] /Annots [6 0 R]"
    (table,) = read(made(STROKED + WORDS, page, (square, shown))).tables
    assert rows(table) == EXPECTED
    assert not any(cell.flags for cell in table.cells)


@pytest.mark.parametrize("kind", ["/Text /Name /Comment", "/Highlight", "/Underline"])
def test_a_comments_icon_is_no_ruling_beside_a_note_that_shows(kind: str) -> None:
    look = "0 0 12 16 re S"
    page = "/MediaBox [0 0 400 400] /Annots [6 0 R 8 0 R]"
    icon = f"<< /Type /Annot /Subtype {kind} /F 4 /Rect [178 322 190 338] /AP << /N 7 0 R >> >>"
    stamp = "<< /Type /Annot /Subtype /Stamp /Rect [300 30 312 46] /F 4 /AP << /N 7 0 R >> >>"
    form = SHOWN.replace("[0 0 35 16]", "[0 0 12 16]").format(length=len(look), content=look)
    (table,) = read(made(STROKED + WORDS, page, (icon, form, stamp))).tables
    assert rows(table) == EXPECTED
    assert not any(cell.flags for cell in table.cells)


def test_a_field_that_the_viewer_is_left_to_draw_shows_its_value() -> None:
    field = NOTE.format(kind="/Widget /FT /Tx /T (a) /V (34)", flags=4, more="")
    form = "/AcroForm << /NeedAppearances true /Fields [6 0 R] /DR << /Font << /F 5 0 R >> >> /DA (/F 10 Tf 0 g) >>"
    page = "/MediaBox [0 0 400 400] /Annots [6 0 R]"
    assert cell_of(made(STROKED + BLANK_CELL, page, (field,), root=form)).text == "34"
    assert cell_of(noted("/FreeText", 4)).text == "34"


@pytest.mark.parametrize("holds", ["/FT /Tx /V (34)", "/FT /Tx /V ( )", "/FT /Btn /V /Off", "/Parent 7 0 R"])
def test_a_field_as_large_as_its_cell_is_doubted_where_nothing_of_it_is_drawn(holds: str) -> None:
    field = f"<< /Type /Annot /Subtype /Widget /F 4 /Rect [151 321 249 339] /T (a) {holds} >>"
    page, form = "/MediaBox [0 0 400 400] /Annots [6 0 R]", "/AcroForm << /Fields [6 0 R] >>"
    cell = cell_of(
        made(STROKED + BLANK_CELL, page, (field, "<< /FT /Tx /T (b) /V (34) /Kids [6 0 R] >>"), root=form)
    )
    assert (cell.text, cell.flags) == ("", ("picture",))


@pytest.mark.parametrize(
    ("kind", "flags", "doubts"), [("/Stamp", 4, ("picture",)), ("/Stamp", 2, ()), ("/Link", 4, ())]
)
def test_a_note_without_a_picture_of_itself_is_doubted_where_it_shows(
    kind: str, flags: int, doubts: tuple[str, ...]
) -> None:
    cell = cell_of(noted(kind, flags))
    assert (cell.text, cell.flags) == ("", doubts)
