"""What an .xls says about its cells that calamine leaves out: errors, pictures, struck, raised and white text, number formats.

Texts stand in one table of strings for the whole book, which is cut into records at any place ([MS-XLS] 2.4.265).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Final

from extract.flags import HIDDEN_TEXT
from extract.readers._sheet.grid import Area
from extract.readers._sheet.looks import MAX_AREAS, MAX_COVERED, MAX_RULES, SheetMarks, text_of_runs
from extract.readers._sheet.xls_conditional import AREAS, RULE, areas_of, hiding_rule
from extract.readers._sheet.xls_formats import BOF, Formats

_STRINGS: Final = 0x00FC
_CONTINUE: Final = 0x003C
_DRAWING: Final = 0x00EC
_STRING_CELL: Final = 0x00FD
_ERROR_CELL: Final = 0x0205
_PACKED_CELLS: Final = 0x00BD
_FORMULAS: Final = frozenset((0x06, 0x406))
_CELLS: Final = frozenset((0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x406))
_ERRORS: Final = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
}  # fmt: skip
_EMPTY: Final = 3  # a formula's result: the text ""
_NO_LETTERS: Final = b"\x17\0\0"  # in a formula: the text "" ([MS-XLS] 2.5.198.89)
_NUMBER: Final = 0x0203
_WINDOW: Final = 0x023E
_SHOWS_ZEROS: Final = 0x10
_PACKED_NUMBER: Final = 0x027E
# of a picture frame's records the one that says what it is, and the one that says over which cells it stands
_PICTURE: Final = re.compile(
    rb"\xb2\x04\x0a\xf0\x08\0\0\0(?:(?!\x0a\xf0\x08\0\0\0).){8,4000}?\0\0\x10\xf0\x12\0\0\0(.{18})", re.DOTALL
)
_MAX_STRINGS: Final = 200_000

Record = tuple[int, int, bytes]  # place, kind, content
Strings = dict[int, tuple[str, tuple[str, ...]]]  # those set in special fonts, and their flags


def marks_by_offset(records: Iterable[Record]) -> dict[int, SheetMarks]:
    """The marks of each sheet by where it begins."""
    found: dict[int, SheetMarks] = {}
    book = Formats()
    strings: Strings = {}
    marks = SheetMarks()
    areas: list[Area] = []  # of the conditional formats that follow
    for at, kind, chunks in _gathered(records):
        body = chunks[0]
        book.take(kind, body)
        if kind == BOF:
            marks = found[at] = SheetMarks()
        elif kind == _WINDOW and len(body) >= 2:
            marks.no_zeros = not body[0] & _SHOWS_ZEROS
        elif kind == _STRINGS and any(book.fonts):
            strings = dict(_special_strings(chunks, book))
        elif kind == _DRAWING:
            for anchor in _PICTURE.findall(b"".join(chunks)):
                _, left, _, top, _, right, over, bottom, below = struct.unpack("<9H", anchor)
                last = max(top, bottom - (not below)), max(left, right - (not over))
                if (last[0] - top + 1) * (last[1] - left + 1) <= MAX_COVERED:
                    marks.pictures.append(((top, left), last))
        elif kind == AREAS:
            areas = list(islice(areas_of(body), MAX_AREAS))
        elif kind == RULE and len(marks.hiding) < MAX_RULES:
            marks.hiding += hiding_rule(body, areas)
        elif kind in _CELLS and len(body) >= 6:
            _mark_cell(kind, body, book, strings, marks)
    return found


def _mark_cell(kind: int, body: bytes, book: Formats, strings: Strings, marks: SheetMarks) -> None:
    row, col, form = struct.unpack_from("<HHH", body)
    if kind == _ERROR_CELL and len(body) >= 8 and body[7]:
        marks.texts[row, col] = _ERRORS.get(body[6], "#ERROR!")
    elif kind in _FORMULAS and len(body) >= 14 and body[12:14] == b"\xff\xff":
        if body[6] == 2:
            marks.texts[row, col] = _ERRORS.get(body[8], "#ERROR!")
        elif body[6] == _EMPTY and _NO_LETTERS not in body[14:]:  # programs that work nothing out store that
            marks.texts[row, col] = "="
            marks.formulas += 1
    if kind == _STRING_CELL and len(body) >= 10:
        special = strings.get(int.from_bytes(body[6:10], "little"))
        if special is not None and not (book.cell(form).dark and special[1] == (HIDDEN_TEXT,)):
            marks.texts[row, col] = special[0]
            marks.flags[row, col] = special[1]
            return
    for n, (each, stored) in enumerate(_numbers(kind, form, body)):
        its = book.cell(each)
        flags = (*its.flags, *(() if stored is None else its.look.flags(repr(stored), its.dark)))
        if kind == _STRING_CELL:
            flags = (*flags, *its.look.text_flags(its.dark))
        marks.flag((row, col + n), *flags)


def _numbers(kind: int, form: int, body: bytes) -> Iterator[tuple[int, float | None]]:
    """The format of each cell of a record, and the number that it stores."""
    if kind == _PACKED_CELLS:
        packed = body[4:-2]
        for each, number in struct.iter_unpack("<HI", packed[: len(packed) // 6 * 6]):
            yield each, _unpacked(number)
    elif kind == _PACKED_NUMBER and len(body) >= 10:
        yield form, _unpacked(int.from_bytes(body[6:10], "little"))
    elif (kind == _NUMBER or (kind in _FORMULAS and body[12:14] != b"\xff\xff")) and len(body) >= 14:
        yield form, struct.unpack_from("<d", body, 6)[0]
    else:
        yield form, None


def _unpacked(number: int) -> float:
    """A number in four bytes ([MS-XLS] 2.5.217)."""
    if number & 2:
        value = float((number >> 2) - ((number & 0x80000000) >> 1))
    else:
        value = float(struct.unpack("<d", bytes(4) + (number & ~3).to_bytes(4, "little"))[0])
    return value / 100 if number & 1 else value


def _gathered(records: Iterable[Record]) -> Iterator[tuple[int, int, list[bytes]]]:
    """Place and kind of each record, its content and that of the records that continue it."""
    at, kind = 0, _CONTINUE
    chunks: list[bytes] = []
    for place, what, body in records:
        if what == _CONTINUE:
            chunks.append(body)
            continue
        if kind != _CONTINUE:
            yield at, kind, chunks
        at, kind, chunks = place, what, [body]
    if kind != _CONTINUE:
        yield at, kind, chunks


def _special_strings(chunks: list[bytes], book: Formats) -> Iterator[tuple[int, tuple[str, tuple[str, ...]]]]:
    """Of the strings made of runs those that a font makes special: number, text, flags."""
    reader = _Chunks(chunks)
    try:
        count = min(struct.unpack("<4xI", reader.take(8))[0], _MAX_STRINGS)
        for number in range(count):
            text, runs = reader.string()
            if any(book.font(font) for _, font in runs):
                yield number, _set(text, runs, book)
    except (struct.error, IndexError):  # cut off: calamine says what is wrong
        return


def _set(text: str, runs: list[tuple[int, int]], book: Formats) -> tuple[str, tuple[str, ...]]:
    bounds = enumerate(pairwise([(0, 0), *runs, (len(text), 0)]))
    # the first is set as its cell
    pieces = (
        (text[start:end], book.font(font) if number else ()) for number, ((start, font), (end, _)) in bounds
    )
    found = text_of_runs(pieces)
    return found.text.strip(), found.flags


class _Chunks:
    """Reads through the pieces of a table of strings; a text that goes on in the next says anew how wide it is."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks
        self._chunk = self._at = 0

    def take(self, size: int) -> bytes:
        taken = b""
        while True:
            piece = self._chunks[self._chunk][self._at : self._at + size - len(taken)]
            taken += piece
            self._at += len(piece)
            if len(taken) == size:
                return taken
            self._chunk, self._at = self._chunk + 1, 0

    def string(self) -> tuple[str, list[tuple[int, int]]]:
        """The next text, and where which font begins in it."""
        length, how = struct.unpack("<HB", self.take(3))
        n_runs = struct.unpack("<H", self.take(2))[0] if how & 8 else 0
        extra = struct.unpack("<I", self.take(4))[0] if how & 4 else 0
        text = self._characters(length, bool(how & 1))
        runs = list(struct.iter_unpack("<HH", self.take(4 * n_runs)))
        self.take(extra)
        return text, runs

    def _characters(self, length: int, wide: bool) -> str:
        text = ""
        while True:
            chunk, size = self._chunks[self._chunk], 2 if wide else 1
            count = min((len(chunk) - self._at) // size, length)
            piece = chunk[self._at : self._at + count * size]
            text += piece.decode("utf-16-le" if wide else "latin-1", "replace")
            self._at += count * size
            length -= count
            if not length:
                return text
            self._chunk, self._at = self._chunk + 1, 1
            wide = bool(self._chunks[self._chunk][0] & 1)
