"""What a binary sheet (.xls) prints beside plain values, as its records say it."""

from __future__ import annotations

import struct

import pytest

from extract.readers._sheet.looks import SheetMarks
from extract.readers._sheet.xls_formats import Formats
from extract.readers._sheet.xls_marks import marks_by_offset

BOF, FONT, FORMAT, STRINGS, CONTINUE, DRAWING = 0x809, 0x31, 0xE0, 0xFC, 0x3C, 0xEC


@pytest.mark.parametrize(("ground", "flags"), [(0x12, ("hidden_text",)), (0x0A, ())])
def test_text_in_the_colour_of_its_fill_in_a_binary_book(ground: int, flags: tuple[str, ...]) -> None:
    book = Formats()
    book.take(FONT, struct.pack("<5H", 200, 0, 0x12, 400, 0))
    book.take(FORMAT, struct.pack("<HH10xIH", 0, 0, 1 << 26, ground))
    assert book.cell(0).flags == flags


def binary_marks(*records: tuple[int, bytes]) -> SheetMarks:
    """The marks of a sheet of these records, in a book with a plain, a struck and a raised font, in formats 0 to 2."""
    fonts = [
        (FONT, struct.pack("<HHHHH", 200, grbit, 0, 400, sss)) for grbit, sss in ((0, 0), (8, 0), (0, 1))
    ]
    formats = [(FORMAT, struct.pack("<H18x", font)) for font in (0, 1, 2)]
    strings = [each for each in records if each[0] in (STRINGS, CONTINUE)]
    cells = [each for each in records if each[0] not in (STRINGS, CONTINUE)]
    book = [(BOF, b""), *fonts, *formats, *strings]
    listed = [(at, *each) for at, each in enumerate([*book, (BOF, b""), *cells])]
    return marks_by_offset(listed)[len(book)]


def test_errors_and_struck_cells_of_a_binary_sheet() -> None:
    marks = binary_marks(
        (0x205, struct.pack("<HHHBB", 3, 1, 0, 0x17, 1)),
        (0x205, struct.pack("<HHHBB", 3, 2, 0, 1, 0)),  # TRUE
        (0x06, struct.pack("<HHH", 4, 1, 0) + b"\x02\0\x07\0\0\0\xff\xff" + bytes(8)),
        (0x203, struct.pack("<HHHd", 5, 1, 1, 777.0)),
        (0xBD, struct.pack("<HHHIHIH", 6, 1, 0, 0, 1, 0, 2)),
    )
    assert marks.texts == {(3, 1): "#REF!", (4, 1): "#DIV/0!"}
    assert marks.flags == {(5, 1): ("struck_text",), (6, 2): ("struck_text",)}


@pytest.mark.parametrize(
    ("tokens", "texts"),
    [
        (
            "25 1600 1700 03c0 08c0 19100000",
            {(4, 1): "="},
        ),  # SUM(D23:I24), as programs store it that work nothing out
        ("44 0200 01c0 19020a00 17 00 00 1900", {}),  # IF(B3,…,"")
    ],
)
def test_formulas_of_a_binary_sheet_without_their_result(
    tokens: str, texts: dict[tuple[int, int], str]
) -> None:
    formula = bytes.fromhex(tokens)
    empty = struct.pack("<HHH", 4, 1, 0) + b"\x03" + bytes(5) + b"\xff\xff" + bytes(6)
    marks = binary_marks((0x06, empty + struct.pack("<H", len(formula)) + formula))
    assert (marks.texts, marks.formulas) == (texts, len(texts))


@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut"])
@pytest.mark.parametrize(
    ("text", "runs", "printed", "flags"),
    [
        ("8120", ((0, 1), (1, 0)), "120", ("struck_text",)),
        ("1201", ((3, 2),), "120¹", ("superscript",)),
        ("总8120", ((1, 1), (2, 0)), "总120", ("struck_text",)),
        ("8120", ((0, 0),), None, None),
        ("8120", (), None, None),
    ],
)
def test_runs_of_a_binary_sheet(
    text: str, runs: tuple[tuple[int, int], ...], printed: str | None, flags: object, cut: bool
) -> None:
    wide = not text.isascii()
    head = struct.pack("<II", 9, 2) + struct.pack("<HB", 1, 0) + b"x"  # a plain string goes before
    head += struct.pack("<HB", len(text), wide | (8 if runs else 0))
    head += struct.pack("<H", len(runs)) if runs else b""
    size = 2 if wide else 1
    letters = text.encode("utf-16-le" if wide else "ascii")
    tail = b"".join(struct.pack("<HH", *run) for run in runs)
    pieces = [head + letters + tail]
    if cut:  # in the middle of the text, of which the rest says anew how wide it is
        pieces = [head + letters[:size], bytes([wide]) + letters[size:] + tail[:3], tail[3:]]
    records = [(STRINGS, pieces[0]), *((CONTINUE, piece) for piece in pieces[1:])]
    marks = binary_marks(*records, (0xFD, struct.pack("<HHHI", 2, 1, 0, 1)))
    assert marks.texts.get((2, 1)) == printed
    assert marks.flags.get((2, 1)) == flags


def test_pictures_of_a_binary_sheet() -> None:
    def shape(kind: int) -> bytes:
        anchor = struct.pack("<9H", 0, 1, 0, 4, 0, 2, 0, 5, 9)
        what = struct.pack("<HHIQ", kind << 4 | 2, 0xF00A, 8, 0)
        return (
            what
            + struct.pack("<HHI", 0x33, 0xF00B, 6)
            + bytes(6)
            + struct.pack("<HHI", 0, 0xF010, 18)
            + anchor
        )

    assert binary_marks((DRAWING, shape(202))).pictures == []  # a note
    assert binary_marks((DRAWING, shape(202) + shape(75))).pictures == [((4, 1), (5, 1))]
