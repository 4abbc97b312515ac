"""Fonts, number formats and cell formats of an .xls, as its records state them for the whole book."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from extract.flags import HIDDEN_TEXT, STRUCK_TEXT, SUBSCRIPT, SUPERSCRIPT, added
from extract.readers._sheet.formats import number_look
from extract.readers._sheet.looks import CellFormat, seen_on

BOF: Final = 0x0809
FONT: Final = 0x0031
NUMBER_FORMAT: Final = 0x041E
CELL_FORMAT: Final = 0x00E0
_UNICODE: Final = b"\x00\x06"  # the version from which texts are Unicode
_RAISES: Final = {1: SUPERSCRIPT, 2: SUBSCRIPT}
WHITES: Final = (1, 9)  # in the palette
_NO_PATTERN: Final = 0
_BLACK: Final = 8


@dataclass(slots=True)
class Formats:
    """`fonts`: the flags of each."""

    fonts: list[tuple[str, ...]] = field(default_factory=list)
    _inks: list[int] = field(default_factory=list)  # of the fonts, in the palette
    _codes: dict[int, str] = field(default_factory=dict)
    _cells: list[CellFormat] = field(default_factory=list)
    _unicode: bool = True

    def take(self, kind: int, body: bytes) -> None:
        """Learns what a record says, if it is about formats."""
        if kind == BOF:
            self._unicode = body[:2] in (b"", _UNICODE)
        elif kind == FONT and len(body) >= 10:
            self.fonts.append(_font_flags(body))
            self._inks.append(int.from_bytes(body[4:6], "little"))
        elif kind == NUMBER_FORMAT and len(body) > 4:
            self._codes[int.from_bytes(body[:2], "little")] = self._code(body[2:])
        elif kind == CELL_FORMAT and len(body) >= 4:
            self._cells.append(self._format(body))

    def font(self, number: int) -> tuple[str, ...]:
        place = _place(number)
        return self.fonts[place] if place < len(self.fonts) else ()

    def cell(self, number: int) -> CellFormat:
        return self._cells[number] if number < len(self._cells) else CellFormat()

    def _format(self, body: bytes) -> CellFormat:
        font, code = struct.unpack_from("<HH", body)
        ground = _ground(body) if self._unicode else _BLACK
        dark, flags = ground is not None and ground not in WHITES, self.font(font)
        if self._unicode and ground is not None and self._inks[_place(font) :][:1] == [ground]:
            dark, flags = False, added(flags, HIDDEN_TEXT)
        return CellFormat(seen_on(flags, dark), dark, number_look(str(code), self._codes.get(code)))

    def _code(self, text: bytes) -> str:
        if not self._unicode:
            return text[1 : 1 + text[0]].decode("gbk", "replace")
        length, wide = struct.unpack_from("<HB", text)
        return text[3 : 3 + length * (2 if wide & 1 else 1)].decode(
            "utf-16-le" if wide & 1 else "latin-1", "replace"
        )


def _font_flags(body: bytes) -> tuple[str, ...]:
    _, how, colour, _, place = struct.unpack_from("<5H", body)
    raised = _RAISES.get(place)
    return (
        *((STRUCK_TEXT,) if how & 8 else ()),
        *((raised,) if raised else ()),
        *((HIDDEN_TEXT,) if colour in WHITES else ()),
    )


def _place(font: int) -> int:
    return font - (font > 4)  # there is no font 4


def _ground(body: bytes) -> int | None:
    """The colour in the palette that a cell is filled with ([MS-XLS] 2.5.20)."""
    if len(body) < 20:
        return None
    borders, colours = struct.unpack_from("<IH", body, 14)
    return None if borders >> 26 == _NO_PATTERN else colours & 0x7F
