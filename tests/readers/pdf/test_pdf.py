"""PDF pages of every make: the truth comes from the hand that drew the page, the builder, or a look at the print."""

from __future__ import annotations

import pytest

from extract.errors import DocumentError
from extract.readers._page.glyphs import to_plain
from extract.readers.pdf import MAX_PAGES, read
from extract.readers.second.pdf import disagreements
from normalize.text import without_space
from tests.readers.drawn_pages import (
    BARS,
    DASHED,
    EXPECTED,
    LEVEL,
    ONE_PATH,
    PIECES,
    RECTANGLES,
    STROKED,
    UPRIGHT,
    WORDS,
    made,
    rows,
    text,
)


@pytest.mark.parametrize(
    "lines",
    [STROKED, BARS, ONE_PATH, RECTANGLES, DASHED, PIECES],
    ids=["strokes", "thin rectangles", "one path of bars", "cell by cell", "dashed", "in pieces"],
)
def test_lines_of_every_make_give_the_cells(lines: str) -> None:
    (table,) = read(made(lines + WORDS)).tables
    assert rows(table) == EXPECTED
    assert table.flags == ()


def test_lines_in_a_form_object_keep_their_matrix() -> None:
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 800 800] /Matrix [0.5 0 0 0.5 0 0] /Length {} >> stream\n{}\nendstream"
    lines = "2 0 0 2 0 0 cm " + STROKED
    data = made("/X Do " + WORDS, more=(form.format(len(lines), lines),))
    assert [rows(table) for table in read(data).tables] == [EXPECTED]


@pytest.mark.parametrize("unseen", ["1 1 1 RG ", "3 Tr "])
def test_what_is_not_seen_is_not_read(unseen: str) -> None:
    if unseen == "3 Tr ":
        document = read(made(STROKED + WORDS + "BT 3 Tr /F 10 Tf 200 325 Td (99) Tj ET"))
        assert rows(document.tables[0]) == EXPECTED
    else:
        assert all("column_inferred" in table.flags for table in read(made(unseen + STROKED + WORDS)).tables)


@pytest.mark.parametrize(
    ("page", "turn"),
    [
        ("/MediaBox [0 0 400 400] /Rotate 90", "0 1 -1 0 400 0 cm "),
        ("/MediaBox [0 0 400 400] /Rotate 180", "-1 0 0 -1 400 400 cm "),
        ("/MediaBox [0 0 400 400] /Rotate 270", "0 -1 1 0 0 400 cm "),
        ("/MediaBox [-100 -50 500 500] /CropBox [0 0 400 400]", ""),
    ],
    ids=["90", "180", "270", "crop box"],
)
def test_boxes_are_counted_from_the_displayed_corner(page: str, turn: str) -> None:
    (table,) = read(made(turn + STROKED + WORDS, page)).tables
    assert rows(table) == EXPECTED
    place = table.cells[0].place
    assert place is not None
    assert (place.x0, place.y0, place.x1, place.y1) == pytest.approx((50, 60, 150, 80), abs=1)


def test_a_table_set_sideways_is_read_and_boxed_as_displayed() -> None:
    (table,) = read(made("0 1 -1 0 400 0 cm " + STROKED + WORDS)).tables
    assert rows(table) == EXPECTED
    place = table.cells[0].place
    assert place is not None
    assert (place.x0, place.y0, place.x1, place.y1) == pytest.approx((60, 250, 80, 350), abs=1)


def test_a_slanted_watermark_is_ignored() -> None:
    mark = "BT /F 30 Tf 0.7 0.7 -0.7 0.7 80 290 Tm (777) Tj ET "
    assert [rows(table) for table in read(made(mark + STROKED + WORDS)).tables] == [EXPECTED]


def test_slanted_letters_are_text() -> None:
    """Italics made by shearing upright letters."""
    slanted = "".join(
        f"BT /F 8 Tf 1 0 0.25 1 {x} {y} Tm ({word}) Tj ET "
        for word, x, y in [("north", 60, 325), ("12", 160, 325), ("south", 60, 305), ("1,234", 160, 305)]
    )
    assert [rows(table) for table in read(made(STROKED + slanted)).tables] == [EXPECTED]


@pytest.mark.parametrize("page", ["", "0 1 -1 0 400 0 cm "], ids=["upright", "sideways"])
def test_a_negative_size_in_a_mirrored_matrix_stands_upright(page: str) -> None:
    words = "".join(
        f"BT /F -8 Tf -1 0 0 -1 {x} {y} Tm ({word}) Tj ET "
        for word, x, y in [("north", 60, 325), ("12", 160, 325), ("south", 60, 305), ("1,234", 160, 305)]
    )
    assert [rows(table) for table in read(made(page + STROKED + words)).tables] == [EXPECTED]


def test_a_title_is_no_part_of_the_text_below_it() -> None:
    title = "BT /F 20 Tf 1 0 0 1 40 350 Tm (a title as wide as the text below) Tj ET "
    below = text(
        40, 330, "running text that goes on to the margin of the page on the right side of it all it is"
    )
    lines = [paragraph.text for paragraph in read(made(title + below)).paragraphs]
    assert lines[0] == "a title as wide as the text below"


def test_boxed_and_underlined_paragraphs_are_no_tables() -> None:
    document = read(
        made(
            "50 300 200 40 re S 50 200 m 250 200 l S "
            + text(60, 315, "boxed words")
            + text(60, 202, "underlined")
        )
    )
    assert document.tables == ()
    assert [paragraph.text for paragraph in document.paragraphs] == ["boxed words", "underlined"]


def test_page_numbers_are_dropped() -> None:
    assert [p.text for p in read(made(text(60, 300, "some words") + text(190, 12, "- 4 -"))).paragraphs] == [
        "some words"
    ]


def test_words_far_apart_do_not_run_together() -> None:
    apart = text(160, 325, "1") + text(180, 325, "2")
    assert rows(read(made(STROKED + text(60, 325, "north") + apart)).tables[0])[0] == ["north", "1 2"]


@pytest.mark.parametrize(
    ("line", "printed", "flags"),
    [
        ("171 324 m 189 333 l S ", "12", ("struck_text",)),
        ("171 333 m 189 324 l S ", "12", ("struck_text",)),
        ("170 327 m 174 330 l 178 327 l 182 330 l 186 327 l 190 330 l S ", "12", ("struck_text",)),
        ("170 323 m 176 333 l 178 323 l 184 333 l 186 323 l 190 333 l S ", "12", ("struck_text",)),
        ("171 327 m 189 329.5 l S ", "12", ("struck_text",)),
        ("50 300 m 250 340 l S ", "12798", ()),
        ("170 329 m 176 323 l 190 334 l S ", "12798", ()),
        ("172 322 m 175 323.5 l 178 322 l 181 323.5 l 184 322 l 187 323.5 l S ", "12798", ()),
    ],
    ids=["up", "down", "a wave", "to and fro", "nearly level", "over the table", "a tick", "a wave below it"],
)
def test_digits_that_a_pen_strikes_out_slantwise_are_left_out(
    line: str, printed: str, flags: tuple[str, ...]
) -> None:
    cell = read(made(STROKED + WORDS + text(172, 325, "798") + line)).tables[0].cells[1]
    assert (cell.text, cell.flags) == (printed, flags)


def test_crossed_out_text_is_left_out_and_its_cell_says_so() -> None:
    deleted = text(172, 325, "798") + "172 328.3 m 188.7 328.3 l S " + "160 323.8 m 171 323.8 l S "
    table = read(made(STROKED + WORDS + deleted)).tables[0]
    assert rows(table) == EXPECTED
    assert [cell.flags for cell in table.cells] == [(), ("struck_text",), (), ()]


def test_two_lines_of_one_digit_never_make_a_number() -> None:
    stacked = text(160, 331, "1") + text(160, 321, "2")
    assert rows(read(made(STROKED + text(60, 325, "north") + stacked)).tables[0])[0] == ["north", "1\n2"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("5", "5,949"), "55,949"),
        (("123", "4"), "1234"),
        (("123", "456", "7"), "1234567"),
        (("1", "7"), "1\n7"),
        (("123", "45", "6"), "123\n45\n6"),
        (("1234", "5J"), "12345件"),
        (("1", "7J"), "1\n7件"),
        (("1234", "5", "J"), "12345件"),
    ],
    ids=[
        "digits in groups",
        "full first line",
        "two full lines",
        "room for more",
        "room on the second line",
        "a unit",
        "room for more before a unit",
        "a unit on a line of its own",
    ],
)
def test_a_number_on_lines_says_so_and_is_joined_where_its_cell_cut_it(
    lines: tuple[str, ...], expected: str
) -> None:
    narrow = "".join(f"50 {y} m 110 {y} l S " for y in (340, 310, 280))
    narrow += "".join(f"{x} 280 m {x} 340 l S " for x in (50, 80, 110))
    words = "".join(text(52, 331 - 9 * k, line) for k, line in enumerate(lines)) + text(90, 290, "9")
    cmap = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <4A> <4EF6> endbfchar endcmap"
    stream = f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream"
    font = "/ToUnicode 6 0 R" if "J" in lines[-1] else ""
    cell = read(made(narrow + words, more=(stream,), font=font)).tables[0].cells[0]
    assert (cell.text, cell.flags) == (expected, ("number_wrapped",))


@pytest.mark.parametrize(
    ("right", "lines", "expected"),
    [(70, ("2", "5"), "２５"), (80, ("12", "34", "5"), "１２３４５"), (95, ("2", "5"), "２\n５")],
    ids=["one on a line", "three lines", "room for more"],
)
def test_wide_digits_are_one_number_where_no_further_one_had_room(
    right: int, lines: tuple[str, ...], expected: str
) -> None:
    narrow = "".join(f"50 {y} m 130 {y} l S " for y in (345, 300, 275))
    narrow += "".join(f"{x} 275 m {x} 345 l S " for x in (50, right, 130))
    words = "".join(text(52, 334 - 14 * k, line) for k, line in enumerate(lines)) + text(100, 285, "abc")
    names = " ".join(f"<{0x30 + k:02X}> <{0xFF10 + k:04X}>" for k in range(10))
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 10 beginbfchar {names} endbfchar endcmap"
    stream = f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream"
    font = f"/ToUnicode 6 0 R /FirstChar 48 /LastChar 57 /Widths [{'1000 ' * 10}]"
    cell = read(made(narrow + words, more=(stream,), font=font)).tables[0].cells[0]
    assert (cell.text, cell.flags) == (expected, ("number_wrapped",))


def test_underlined_numbers_make_no_rows() -> None:
    underlines = "160 323 m 171 323 l S 160 303 m 185 303 l S "
    assert rows(read(made(STROKED + WORDS + underlines)).tables[0]) == EXPECTED


def test_dots_are_lines() -> None:
    dots = "".join(f"{x} {y} 0.8 0.8 re f " for y in LEVEL for x in range(50, 251, 2))
    dots += "".join(f"{x} {y} 0.8 0.8 re f " for x in UPRIGHT for y in range(300, 341, 2))
    (table,) = read(made(dots + WORDS)).tables
    assert (rows(table), table.flags) == (EXPECTED, ())


def test_a_number_that_the_pages_edge_cuts_is_whole() -> None:
    (table,) = read(made(STROKED + WORDS, "/MediaBox [0 0 170 400]")).tables
    assert rows(table) == EXPECTED


def test_letters_of_other_scripts_make_a_page_unreadable() -> None:
    garbled = text(60, 200, "12 \\377\\320\\347\\363\\317\\362 34")
    assert read(made(STROKED + WORDS + garbled)).unreadable_pages == (1,)


def test_text_in_a_web_pages_frame_is_text() -> None:
    frame = "10 100 380 290 re S 48 100 m 48 390 l S "
    prose = text(60, 365, "All is well. ") + text(60, 200, "And so it was.")
    document = read(made(frame + STROKED + WORDS + prose + text(12, 365, "menu")))
    assert [rows(table) for table in document.tables] == [EXPECTED]
    assert [p.text for p in document.paragraphs] == ["menu", "All is well.", "And so it was."]


def test_alignment_gives_columns_and_says_so() -> None:
    lines = [(300, "alpha", "1", "20"), (285, "beta", "22", "3"), (270, "gamma", "4", "555")]
    words = "".join(text(50, y, a) + text(200, y, b) + text(300, y, c) for y, a, b, c in lines)
    (table,) = read(made(words)).tables
    assert table.flags == ("column_inferred",)
    assert rows(table) == [[a, b, c] for _, a, b, c in lines]


def test_a_page_of_nothing_but_a_picture_needs_recognition() -> None:
    image = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >> stream\n0\nendstream"
    scan = "q 400 0 0 400 0 0 cm /X Do Q "
    assert read(made(scan, more=(image,))).unreadable_pages == (1,)
    layered = read(made(scan + "3 Tr " + STROKED + WORDS, more=(image,)))
    assert layered.unreadable_pages == ()
    assert {cell.flags for cell in layered.tables[0].cells} == {("text_layer_recognized",)}


def test_look_alike_characters_become_plain() -> None:
    assert to_plain("⼀、⺟⻓⻚︵豈︶") == "一、母长页（豈）"


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ("E101", "\ue101"),
        *((named, "\ufffd") for named in ["0000", "FFFD", "0014", "0020", "00A0", "00AD", "200B", "3000"]),
    ],
)
def test_glyphs_that_the_fonts_map_does_not_name_stay_unreadable(named: str, shown: str) -> None:
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <31> <{named}> endbfchar endcmap"
    stream = f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream"
    prose = text(60, 200, "words of the page that can be read, more of them")
    data = made(STROKED + WORDS + prose, more=(stream,))
    font = b"/BaseFont /Helvetica /Encoding /WinAnsiEncoding"
    (table,) = read(data.replace(font, font + b" /ToUnicode 6 0 R")).tables
    assert [row[1] for row in rows(table)] == [f"{shown}2", f"{shown},234"]


# an OpenType font of two glyphs: a draws nothing, b a box
_TWO_GLYPHS = bytes.fromhex(
    "01000401000101010247000101010fbd8bf856f95005ac0f8bc912b011000000000100420100030101040713f8880ef8880ef888bd16f824f950fc24060e"
).decode("latin-1")


@pytest.mark.parametrize("named", ["FFFD", "0014", "0000"])
def test_a_glyph_without_a_name_is_nothing_where_it_draws_nothing(named: str) -> None:
    """As libraries print what their font lacks."""
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <61> <{named}> <62> <0035> endbfchar endcmap"
    second = "<< /Type /Font /Subtype /Type1 /BaseFont /G /FirstChar 97 /LastChar 98 /Widths [500 500] /FontDescriptor 7 0 R /ToUnicode 9 0 R >>"
    about = "<< /Type /FontDescriptor /FontName /G /Flags 4 /FontBBox [0 0 450 700] /FontFile3 8 0 R >>"
    file = f"<< /Subtype /Type1C /Length {len(_TWO_GLYPHS)} >> stream\n{_TWO_GLYPHS}\nendstream"
    map_ = f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream"
    words = "BT /G 10 Tf 171.5 325 Td (ba) Tj ET "
    prose = text(60, 200, "words of the page that can be read, more of them")
    data = made(STROKED + WORDS + words + prose, more=(second, about, file, map_))
    (table,) = read(data.replace(b"/F 5 0 R >>", b"/F 5 0 R /G 6 0 R >>")).tables
    assert [row[1] for row in rows(table)] == ["125", "1,234"]


@pytest.mark.parametrize("names", ["0031FEFF", "0031200B", "20600031"])
def test_a_glyph_named_as_a_number_and_a_mark_without_width_is_the_number(names: str) -> None:
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <31> <{names}> endbfchar endcmap"
    more = (f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream",)
    data = made(STROKED + WORDS, more=more, font="/ToUnicode 6 0 R")
    (table,) = read(data).tables
    assert [without_space(row[1]) for row in rows(table)] == ["12", "1,234"]
    assert disagreements([table], data) == set()


@pytest.mark.parametrize(("content", "told"), [("", 1), (STROKED + WORDS, 0)])
def test_files_attached_to_pages_without_a_table_are_told(content: str, told: int) -> None:
    """As the cover of a portfolio has them, which says only that the viewer is too old."""
    spec = "<< /Type /Filespec /F (report.pdf) /EF << /F 7 0 R >> >>"
    more = (spec, "<< /Type /EmbeddedFile /Length 1 >> stream\n1\nendstream")
    root = "/Names << /EmbeddedFiles << /Names [(report.pdf) 6 0 R] >> >>"
    prose = text(60, 200, "For the best experience open this portfolio in a later viewer")
    problems = read(made(content + prose, more=more, root=root)).problems
    assert ["附件" in problem for problem in problems] == [True] * told


def test_a_glyph_alone_that_the_fonts_map_calls_a_blank_stays_unreadable() -> None:
    """PDFium gives no character for it behind another blank."""
    cmap = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <31> <0020> endbfchar endcmap"
    stream = f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream"
    north = text(60, 325, "north ") + text(160, 325, "1") + text(60, 305, "south ")
    prose = text(60, 200, "words of the page that can be read, more of them, 21")
    data = made(STROKED + north + text(160, 305, " ") + prose, more=(stream,))
    font = b"/BaseFont /Helvetica /Encoding /WinAnsiEncoding"
    (table,) = read(data.replace(font, font + b" /ToUnicode 6 0 R")).tables
    assert rows(table) == [["north", "\ufffd"], ["south", ""]]


@pytest.mark.parametrize("beside", [0.3, 0.6, 1.2])
def test_bold_faked_by_printing_twice_is_read_once(beside: float) -> None:
    again = f"q 1 0 0 1 {beside} 0 cm {WORDS} Q "
    assert rows(read(made(STROKED + WORDS + again)).tables[0]) == EXPECTED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 and no more", "damaged"),
        (b"words", "damaged"),
        (made("")[:300], "damaged"),
    ],
    ids=["empty", "cut short", "no PDF", "cut in two"],
)
def test_what_cannot_be_opened_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read(data)


def test_a_damaged_cross_reference_is_repaired() -> None:
    data = made(STROKED + WORDS)
    at = data.rindex(b"startxref")
    assert rows(read(data[:at] + b"startxref\n7\n%%EOF").tables[0]) == EXPECTED


def test_too_many_pages_are_refused_before_any_is_read() -> None:
    data = made("").replace(
        b"/Kids [3 0 R] /Count 1", b"/Kids [" + b"3 0 R " * (MAX_PAGES + 1) + b"] /Count %d" % (MAX_PAGES + 1)
    )
    with pytest.raises(DocumentError, match="too many pages"):
        read(data)


def test_damaged_bytes_end_in_a_document_or_a_reason() -> None:
    data = bytearray(made(STROKED + WORDS))
    outcomes = set()
    for at in range(0, len(data), 7):
        damaged = bytes(data[:at]) + bytes([data[at] ^ 0x15]) + bytes(data[at + 1 :])
        try:
            outcomes.add(type(read(damaged)).__name__)
        except DocumentError as error:
            outcomes.add(type(error).__name__)
    assert outcomes == {"Document", "DocumentError"}
