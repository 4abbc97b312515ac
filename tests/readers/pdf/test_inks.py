"""What masks, blend modes, odd clip paths, pale colours and tiny sizes leave of a number: as a viewer displays it."""

from __future__ import annotations

import pytest

from extract.model import Cell
from extract.readers.pdf import read
from tests.readers.drawn_pages import STROKED, WORDS, made, text

FORM = (
    "<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] {more} /Resources << /Font << /F 5 0 R >> "
    "/XObject << /I 8 0 R /Y 9 0 R >> /ExtGState << /G << {state} >> >> /Pattern << /P 10 0 R >> /Shading << /S << /ShadingType 2 "
    "/ColorSpace /DeviceGray /Coords [0 0 400 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [0.4] /C1 [0.6] /N 1 >> >> >> >> "
    "/Length {length} >> stream\n{content}\nendstream"
)
PATTERN = (
    "<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >> "
    "/Length 16 >> stream\n{grey} g 0 0 4 4 re f\nendstream"
)
GROUP = "/Group << /S /Transparency /CS /DeviceGray >>"
PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    "/Filter /ASCIIHexDecode /Length 3 >> stream\n{grey}>\nendstream"
)
MASK = "/SMask << /S /Luminosity /G 7 0 R >>"
BLACK, WHITE = "0 g 0 0 400 400 re f", "1 g 0 0 400 400 re f"
NINE = text(172, 325, "9")
HIDDEN = ("12", ("hidden_text",))
SHOWN = ("129", ())


def form(content: str, state: str = "", more: str = "") -> str:
    return FORM.format(content=content, length=len(content), state=state, more=more)


def cell_of(content: str, state: str = "", mask: str = "", grey: str = "FF", inner: str = "") -> Cell:
    """The cell that prints 12, beside which `content` draws, in a form whose resources have the state G, the picture I, the form Y."""
    more = (
        form(content, state),
        form(mask, more=GROUP),
        PICTURE.format(grey=grey),
        form(inner),
        PATTERN.format(grey=int(grey == "FF")),
    )
    (table,) = read(made(STROKED + WORDS + "/X Do", more=more)).tables
    north, cell, *others = table.cells
    assert [(each.text, each.flags) for each in (north, *others)] == [
        ("north", ()),
        ("south", ()),
        ("1,234", ()),
    ]
    return cell


def looks(cell: Cell) -> tuple[str, tuple[str, ...]]:
    return cell.text, cell.flags


@pytest.mark.parametrize(
    ("state", "mask", "printed"),
    [
        (MASK, BLACK, HIDDEN),
        (MASK, WHITE, SHOWN),
        (MASK, "", HIDDEN),
        ("/BM /Screen", "", HIDDEN),
        ("/BM /Lighten", "", HIDDEN),
        ("/BM /Multiply", "", SHOWN),
        ("/ca 0.03", "", HIDDEN),
        ("/ca 0.5", "", SHOWN),
    ],
)
@pytest.mark.parametrize("inner", [False, True], ids=["text", "form"])
def test_a_number_shows_through_its_mask_and_its_blend_mode(
    state: str, mask: str, inner: bool, printed: tuple[str, tuple[str, ...]]
) -> None:
    content = f"/G gs {'/Y Do' if inner else NINE}"
    assert looks(cell_of(content, state, mask, inner=NINE if inner else "")) == printed


@pytest.mark.parametrize("mark", ["-", "/"])
@pytest.mark.parametrize(("mask", "printed"), [(BLACK, HIDDEN), (WHITE, "shown")])
def test_a_mark_shows_as_a_number_does(mark: str, mask: str, printed: object) -> None:
    cell = cell_of("/G gs " + text(172, 325, mark), MASK, mask)
    assert looks(cell) == ((f"12{mark}", ()) if printed == "shown" else printed)


@pytest.mark.parametrize(
    ("clip", "printed"),
    [
        ("150 320 100 20 re W n", SHOWN),
        ("150 320 100 20 re 151 321 98 18 re W* n", HIDDEN),  # the rim of the cell alone
        ("150 320 3 20 re 246 320 3 20 re W n", HIDDEN),  # both of its ends
        ("150 320 m 250 340 l 150 340 l h W n", SHOWN),  # what is above a slanting line
        ("150 340 m 250 340 l 150 333 l h W n", HIDDEN),
        ("BT 7 Tr /F 10 Tf 220 325 Td (9) Tj ET 0 Tr", HIDDEN),  # another text
    ],
)
def test_a_number_shows_where_its_clip_path_leaves_it(
    clip: str, printed: tuple[str, tuple[str, ...]]
) -> None:
    assert looks(cell_of(f"q {clip} {NINE} Q")) == printed


@pytest.mark.parametrize(
    ("ground", "colour", "grey", "printed"),
    [
        ("", "0.95 g", "", HIDDEN),
        ("", "0 0.03 0.03 0 k", "", HIDDEN),
        ("", "0.9 g", "", SHOWN),
        ("q 30 0 0 20 171.3 320 cm /I Do Q", "1 g", "FF", HIDDEN),  # a white picture behind it
        ("q 30 0 0 20 171.3 320 cm /I Do Q", "1 g", "40", SHOWN),
        ("0.2 g 171.3 320 30 20 re f 1 g 172 321 28 18 re f", "1 g", "", HIDDEN),  # a white box on a dark one
        ("0.97 g 171.3 320 30 20 re f", "1 g", "", HIDDEN),
        ("0.93 g 171.3 320 30 20 re f", "1 g", "", HIDDEN),
        ("0.2 g 171.3 320 30 20 re f", "1 g", "", SHOWN),
        ("/Pattern cs /P scn 171.3 320 30 20 re f", "1 g", "FF", HIDDEN),
        ("/Pattern cs /P scn 171.3 320 30 20 re f", "1 g", "00", SHOWN),
        ("q 30 0 0 20 171.3 320 cm /I Do Q", "0 g", "00", HIDDEN),  # a black picture
        ("q 30 0 0 20 171.3 320 cm /I Do Q", "0 g", "80", SHOWN),
        ("q 171.3 320 30 20 re W n /S sh Q", "0.48 g", "", HIDDEN),  # a gradient
        ("q 171.3 320 30 20 re W n /S sh Q", "0 g", "", SHOWN),
        ("", "/Pattern cs /P scn", "FF", HIDDEN),
        ("", "/Pattern cs /P scn", "00", SHOWN),
        ("2 Tr 1 G 3 w", "0 g", "", HIDDEN),  # a white outline over the whole number
        ("2 Tr 1 G 0.3 w", "0 g", "", SHOWN),
    ],
)
def test_a_number_shows_on_a_ground_of_another_colour(
    ground: str, colour: str, grey: str, printed: tuple[str, tuple[str, ...]]
) -> None:
    assert looks(cell_of(f"{ground} {colour} {NINE}", grey=grey)) == printed


def test_a_number_does_not_show_below_a_line_as_thick_as_itself() -> None:
    assert looks(cell_of(f"{NINE} 1 G 14 w 172 329 m 195 329 l S")) == HIDDEN


@pytest.mark.parametrize(("size", "printed"), [(0.1, HIDDEN), (0.3, HIDDEN), (1, HIDDEN)])
def test_a_number_too_small_to_read_does_not_show(size: float, printed: tuple[str, tuple[str, ...]]) -> None:
    assert looks(cell_of(f"BT /F {size} Tf 172 325 Td (9) Tj ET")) == printed
