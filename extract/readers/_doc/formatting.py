"""Formatting pages of a Word binary → paragraph and character properties at a character position.

msdoc2docx's own reading of these pages applies each paragraph's modifiers anew and looks every position up in a list
from its start, which takes two thirds of a small report's time and grows with the square of a large one's. Here equal
modifiers, which nearly all cells of a table share, are applied once; what a modifier means stays the library's word.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from doc2docx.errors import InvalidWordDocument
from doc2docx.model import CharacterProperties, ParagraphProperties
from doc2docx.msdoc.sprm import apply_character_modifiers, apply_paragraph_modifiers, parse_grpprl

_PAGE: Final = 512
_HUGE: Final = 0x6646  # sprmPHugePapx: the modifiers stand in the data stream
# borders, shading and padding of cells, tables and paragraphs: four fifths of a row's modifiers, nothing that is read
_DRAWN: Final = frozenset(
    {0xD605, 0xD613, 0xD620, 0xD62F, 0xD61A, 0xD61B, 0xD61C, 0xD61D}  # sprmT…Brc…
    | {0xD609, 0xD60C, 0xD612, 0xD616, 0xD62D, 0xD62E, 0xD670, 0xD671, 0xD672, 0x7627, 0x7628}  # sprmT…Shd…
    | {0xD632, 0xD633, 0xD634, 0xD63E}  # sprmTCellPadding, sprmTCellSpacing …
    # sprmPBrc…
    | {0xC64E, 0xC64F, 0xC650, 0xC651, 0xC652, 0xC653, 0x6424, 0x6425, 0x6426, 0x6427, 0x6428, 0x6629}
)
_PARAGRAPH_GROUP, _CHARACTER_GROUP = 1, 2


@dataclass(slots=True)
class Spans:
    """Properties by ranges of character positions; `otherwise` holds where no formatting page says anything."""

    otherwise: Any
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    properties: list[Any] = field(default_factory=list)

    def at(self, cp: int) -> Any:
        index = bisect_right(self.starts, cp) - 1
        return self.properties[index] if index >= 0 and cp < self.ends[index] else self.otherwise


def paragraph_spans(table: bytes, word: bytes, place: Any, pieces: Any, data: bytes | None) -> Spans:
    """`place` is where the table stream lists the pages (offset `fc`, length `lcb`); raises doc2docx's errors."""
    applied: dict[tuple[bytes, int], Any] = {}
    found: list[tuple[int, int, Any]] = []
    for start, end, content in _runs(table, word, place, _paragraph_content):
        for first, last in pieces.fc_range_to_cp_ranges(start, end):
            key = (content, _piece_prm(pieces, first))
            if key not in applied:
                applied[key] = _paragraph(content, pieces, first, data)
            found.append((first, last, applied[key]))
    return _spans(found, ParagraphProperties())


def character_spans(
    table: bytes, word: bytes, place: Any, pieces: Any, paragraphs: Spans, styles: Any, fonts: dict[int, str]
) -> Spans:
    """As `paragraph_spans`, for characters. Toggles such as hidden text are relative to the paragraph's style; of `fonts` alone the name is told."""
    applied: dict[tuple[bytes, int | None, int], Any] = {}
    found: list[tuple[int, int, Any]] = []
    for start, end, content in _runs(table, word, place, _character_content):
        for first, last in pieces.fc_range_to_cp_ranges(start, end):
            for one, next_ in _split(paragraphs.starts, first, last):
                key = (content, paragraphs.at(one).style_id, _piece_prm(pieces, first))
                if key not in applied:
                    applied[key] = _characters(content, key[1], pieces, first, styles, fonts)
                found.append((one, next_, applied[key]))
    return _spans(found, CharacterProperties())


def _spans(found: list[tuple[int, int, Any]], otherwise: Any) -> Spans:
    spans = Spans(otherwise)
    for start, end, properties in sorted(found, key=lambda span: span[:2]):
        if spans.ends and spans.ends[-1] == start and spans.properties[-1] is properties:
            spans.ends[-1] = end
        else:
            spans.starts.append(start)
            spans.ends.append(end)
            spans.properties.append(properties)
    return spans


def _split(boundaries: list[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    inner = boundaries[bisect_right(boundaries, start) : bisect_right(boundaries, end - 1)]
    edges = [start, *inner, end]
    return pairwise(edges)


# --- modifiers --------------------------------------------------------------------------------------------


def _piece_at(pieces: Any, cp: int) -> Any:
    return next((piece for piece in pieces.pieces if piece.cp_start <= cp < piece.cp_end), None)


def _piece_prm(pieces: Any, cp: int) -> int:
    """The modifier that a file saved by fast save (快速保存) gives for a whole piece of its text; 0 for none."""
    piece = _piece_at(pieces, cp)
    return int(piece.prm) if piece is not None else 0


def _piece_modifiers(pieces: Any, cp: int, group: int) -> Any:
    piece = _piece_at(pieces, cp)
    return pieces.modifiers_for_piece(piece, property_group=group) if piece is not None else ()


def _paragraph(content: bytes, pieces: Any, cp: int, data: bytes | None) -> Any:
    properties = ParagraphProperties()
    if content:
        (style,) = struct.unpack_from("<H", content)
        properties, _ = apply_paragraph_modifiers(
            _read_modifiers(content[2:], data), style_id=style, data_stream=data
        )
    of_piece = _piece_modifiers(pieces, cp, _PARAGRAPH_GROUP)
    if of_piece:
        properties, _ = apply_paragraph_modifiers(
            of_piece, style_id=properties.style_id, initial_properties=properties, data_stream=data
        )
    return properties


def _read_modifiers(content: bytes, data: bytes | None) -> Any:
    modifiers = parse_grpprl(content, label="PapxInFkp", allow_trailing_zero_padding=True)
    if data is not None and modifiers and modifiers[0].opcode == _HUGE:
        (offset,) = struct.unpack("<I", modifiers[0].operand)
        size = int.from_bytes(data[offset : offset + 2], "little")
        stored = data[offset + 2 : offset + 2 + size]
        if len(stored) == size > 0:  # else the library says what is wrong
            modifiers = parse_grpprl(stored, label="PrcData")
    return tuple(each for each in modifiers if each.opcode not in _DRAWN)


def _characters(
    content: bytes, style: int | None, pieces: Any, cp: int, styles: Any, fonts: dict[int, str]
) -> Any:
    base = styles.effective_character_at(style)
    properties, _, _ = apply_character_modifiers(
        parse_grpprl(content, label="Chpx"),
        base_properties=base,
        font_names=fonts,
        style_properties_at=styles.effective_character_at,
    )
    of_piece = _piece_modifiers(pieces, cp, _CHARACTER_GROUP)
    if of_piece:
        properties, _, _ = apply_character_modifiers(
            of_piece,
            initial_properties=properties,
            base_properties=base,
            font_names=fonts,
            style_properties_at=styles.effective_character_at,
        )
    return properties


# --- pages ([MS-DOC] 2.9.174 PapxFkp, 2.9.31 ChpxFkp) -----------------------------------------------------


def _runs(
    table: bytes, word: bytes, place: Any, content_of: Callable[[bytes, int, int], bytes]
) -> Iterator[tuple[int, int, bytes]]:
    """For each run its first and last position in the file, and its modifiers as they are stored."""
    for first, last, number in _pages(table, place):
        page = word[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            raise InvalidWordDocument(f"formatting page {number} is cut off")
        count = page[-1]
        if not 0 < count <= 101:
            raise InvalidWordDocument(f"formatting page {number} holds {count} runs")
        edges = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            start, end = max(edges[index], first), min(edges[index + 1], last)
            if start < end:
                yield start, end, content_of(page, count, index)


def _pages(table: bytes, place: Any) -> Iterator[tuple[int, int, int]]:
    """For each formatting page the first and last position in the file that it covers, and its number."""
    listed = table[place.fc : place.fc + place.lcb]
    if not place.lcb:
        return
    if len(listed) < place.lcb or place.lcb < 12 or (place.lcb - 4) % 8:
        raise InvalidWordDocument("the list of formatting pages is cut off")
    count = (place.lcb - 4) // 8
    edges = struct.unpack_from(f"<{count + 1}I", listed)
    numbers = struct.unpack_from(f"<{count}I", listed, 4 * (count + 1))
    yield from zip(edges[:-1], edges[1:], numbers, strict=True)


def _paragraph_content(page: bytes, count: int, index: int) -> bytes:
    """The number of a paragraph's style, followed by its modifiers; empty where it has neither."""
    at = page[4 * (count + 1) + 13 * index] * 2
    if not at:
        return b""
    size = page[at] * 2 - 1 if page[at] else page[at + 1] * 2
    at += 1 if page[at] else 2
    if size < 2 or at + size > _PAGE - 1:
        raise InvalidWordDocument("paragraph formatting exceeds its page")
    return page[at : at + size]


def _character_content(page: bytes, count: int, index: int) -> bytes:
    at = page[4 * (count + 1) + index] * 2
    if not at:
        return b""
    if at + 1 + page[at] > _PAGE - 1:
        raise InvalidWordDocument("character formatting exceeds its page")
    return page[at + 1 : at + 1 + page[at]]
