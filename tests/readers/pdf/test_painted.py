"""Text of a PDF page that is painted over, or as its ground: the truth is what a viewer displays."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import EXPECTED, STROKED, WORDS, made, rows, text
from tests.readers.pdf.one_cell import FORM, IMAGE, SOUTH, TWELVE, cell_of

PAINTED = "q 30 0 0 18 155 321 cm /X Do Q"
TWELVE_IN = "BT {look} /F 10 Tf 160 325 Td (12) Tj ET "


@pytest.mark.parametrize(
    ("page", "printed", "flags"),
    [
        (TWELVE + "0 g 155 321 30 18 re f", "", ("hidden_text", "picture")),
        ("0 g 155 321 30 18 re f", "", ("picture",)),  # blacked out, and taken out of the file
        ("0.5 g 155 321 30 18 re f", "", ()),
        (TWELVE + "0.5 g 0 G 155 321 30 18 re B", "", ("hidden_text",)),
        (TWELVE + PAINTED, "", ("hidden_text", "picture")),
        (TWELVE + "q 155 321 10.7 18 re W n 155 321 90 18 re f Q", "2", ("hidden_text",)),
        ("0.5 g 155 321 30 18 re f 0 g " + TWELVE, "12", ()),
        (PAINTED + " 1 g " + TWELVE + "0 g ", "12", ()),
        ("0 0 1 rg 150 320 100 20 re f " + TWELVE_IN.format(look="0 0 1 rg"), "", ("hidden_text",)),
        ("0 0 1 rg 150 320 100 20 re f " + TWELVE_IN.format(look="0 0 0.7 rg"), "12", ()),
        ("0.1 g 150 320 100 20 re f 0.9 g 155 321 30 18 re f " + TWELVE_IN.format(look="0.1 g"), "12", ()),
        (TWELVE_IN.format(look="1 Tr 1 G"), "", ("hidden_text",)),
        (TWELVE_IN.format(look="2 Tr 1 g 1 G"), "", ("hidden_text",)),
        (TWELVE_IN.format(look="2 Tr 0 g 1 G 0.1 w"), "12", ()),
        (TWELVE_IN.format(look="1 Tr 0 G 0.2 w"), "12", ()),
    ],
)  # fmt: skip
def test_what_is_painted_over_or_as_its_ground_does_not_show(
    page: str, printed: str, flags: tuple[str, ...]
) -> None:
    cell = cell_of(made(STROKED + page + " 0 Tr 0 g " + SOUTH, more=(IMAGE,)))
    assert (cell.text, cell.flags) == (printed, flags)


def test_text_below_a_picture_of_the_page_is_another_programs_recognition() -> None:
    document = read(made(STROKED + WORDS + "q 400 0 0 400 0 0 cm /X Do Q", more=(IMAGE,)))
    assert document.layered_pages == (1,)
    assert "text_layer_recognized" in document.tables[0].cells[1].flags
    assert document.tables[0].cells[1].text == "12"


def test_a_picture_that_lets_the_text_through_hides_nothing() -> None:
    """A watermark drawn last, over the whole page."""
    content = "/G gs q 400 0 0 400 0 0 cm /Y Do Q"
    form = FORM.format(alpha=0.2, length=len(content), content=content)
    page = made(
        STROKED + WORDS + "/X Do", more=(form.replace(">> >> >>", ">> >> /XObject << /Y 7 0 R >> >>"), IMAGE)
    )
    assert read(page).layered_pages == ()
    assert cell_of(page).text == "12"


@pytest.mark.parametrize(
    "box", ["[0 0 400 400]", "[0 0 400 400] /CropBox [40 280 300 380]", "[-50 -50 450 450]"]
)
@pytest.mark.parametrize("turn", ["", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/UserUnit 2"])
def test_what_shows_is_found_on_any_page(box: str, turn: str) -> None:
    """12 is stroked and shows, 34 is painted over."""
    stroked, over = TWELVE_IN.format(look="1 Tr 0 G 0.2 w"), " 0 Tr 0 g 155 301 30 18 re f"
    words = text(60, 325, "north") + stroked + "0 Tr 0 g " + text(60, 305, "south") + text(160, 305, "34")
    (table,) = read(made(STROKED + words + over, f"/MediaBox {box} {turn}")).tables
    assert [(cell.text, cell.flags) for cell in table.cells[1::2]] == [
        ("12", ()),
        ("", ("hidden_text", "picture")),
    ]


def test_the_room_between_two_highlighted_texts_is_no_ruling() -> None:
    """LibreOffice fills it by itself: 12件 on yellow."""
    marked = "1 1 0 rg 158 321 12 18 re f 170 321 1.6 18 re f 171.6 321 10 18 re f 0 g "
    (table,) = read(made(marked + STROKED + WORDS)).tables
    assert rows(table) == EXPECTED
