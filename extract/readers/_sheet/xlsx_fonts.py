"""Fonts of an .xlsx that bear on what a cell prints: struck through, raised or lowered, white on white; and its number formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from lxml import etree

from extract.flags import HIDDEN_TEXT, STRUCK_TEXT, added
from extract.readers._shared.raised import PLACES
from extract.readers._shared.unseen import is_pale_hex
from extract.readers._shared.xml import child_named, local_name, parse
from extract.readers._sheet.formats import number_look
from extract.readers._sheet.looks import CellFormat, RichText, seen_on, text_of_runs

_T = TypeVar("_T")
_RICH: Final = re.compile(rb"<(?:\w+:)?rPr\b")
_BLACKS: Final = ({"auto": "1"}, {"theme": "1"}, {"indexed": "8"}, {"indexed": "64"})
_WHITE_INDEXES: Final = frozenset(("1", "9"))


@dataclass(frozen=True, slots=True)
class Fonts:
    """`strings`: the shared strings that are made of runs, by number; `formats` by number."""

    strings: Mapping[int, etree._Element]
    formats: Mapping[int, CellFormat]
    special: bool  # a cell may be affected
    hiding: frozenset[str] = frozenset()  # the numbers of conditional formats in which a number does not show

    def rich_text(self, string: etree._Element, dark: bool) -> RichText | None:
        """What a string of runs prints; None where it is nothing but text."""
        pieces: list[tuple[str, tuple[str, ...]]] = []
        for run in string:
            if local_name(run) not in ("r", "t"):  # a reading (rPh) is no text of the cell
                continue
            content = run if local_name(run) == "t" else child_named(run, "t")
            properties = child_named(run, "rPr")
            marks = _font_flags(properties) if properties is not None else ()
            pieces.append(("" if content is None else content.text or "", seen_on(marks, dark)))
        found = text_of_runs(pieces)
        return found if found.flags else None


def read_fonts(strings: bytes, styles: bytes) -> Fonts:
    """From the two parts, either of which may be empty. Raises DocumentError where one is no XML."""
    rich = _rich_strings(parse(strings)) if _RICH.search(strings) else {}
    root = parse(styles) if styles else None
    formats = {} if root is None else _formats(root)
    special = bool(rich) or any(form.flags or form.look.is_special() for form in formats.values())
    return Fonts(rich, formats, special, frozenset() if root is None else frozenset(_hiding(root)))


def _hiding(styles: etree._Element) -> Iterator[str]:
    for number, form in enumerate(_children(styles, "dxfs")):
        font, fill, code = (child_named(form, name) for name in ("font", "fill", "numFmt"))
        white = font is not None and HIDDEN_TEXT in _font_flags(font) and fill is None
        if white or (code is not None and number_look("", code.get("formatCode") or "").hides_all()):
            yield str(number)


def _rich_strings(table: etree._Element) -> dict[int, etree._Element]:
    numbered = enumerate(each for each in table if local_name(each) == "si")
    return {
        number: string
        for number, string in numbered
        if any(_font_flags(properties) for properties in string.iter("{*}rPr"))
    }


def _formats(styles: etree._Element) -> dict[int, CellFormat]:
    fonts, fills = _children(styles, "fonts"), _children(styles, "fills")
    looks, inks = [_font_flags(font) for font in fonts], [_name(child_named(font, "color")) for font in fonts]
    dark, grounds = [_is_dark(fill) for fill in fills], [_ground(fill) for fill in fills]
    codes = {each.get("numFmtId"): each.get("formatCode") for each in _children(styles, "numFmts")}
    found = {}
    for number, form in enumerate(_children(styles, "cellXfs")):
        font, fill, code = (form.get(name) for name in ("fontId", "fillId", "numFmtId"))
        flags = _at(looks, font, ())
        is_same = _at(inks, font, "") == _at(grounds, fill, None)
        found[number] = CellFormat(
            added(flags, HIDDEN_TEXT) if is_same else flags,
            _at(dark, fill, False) and not is_same,
            number_look(code or "0", codes.get(code)),
        )
    return found


def _children(styles: etree._Element, name: str) -> list[etree._Element]:
    found = child_named(styles, name)
    return [] if found is None else [child for child in found if local_name(child)]


def _at(values: list[_T], number: str | None, otherwise: _T) -> _T:
    place = int(number) if number and number.isdecimal() else 0
    return values[place] if place < len(values) else otherwise


def _font_flags(font: etree._Element) -> tuple[str, ...]:
    flags = []
    for child in font:
        name, value = local_name(child), child.get("val")
        if name == "strike" and value not in ("0", "false"):
            flags.append(STRUCK_TEXT)
        elif name == "vertAlign" and value in PLACES:
            flags.append(value)
        elif name == "color" and _is_white(child):
            flags.append(HIDDEN_TEXT)
    return tuple(flags)


def _is_dark(fill: etree._Element) -> bool:
    pattern = child_named(fill, "patternFill")
    if pattern is None:
        return child_named(fill, "gradientFill") is not None
    ground = child_named(pattern, "fgColor")
    return pattern.get("patternType") not in (None, "none") and (ground is None or not _is_white(ground))


def _ground(fill: etree._Element) -> str | None:
    """The name of the one colour of a filled cell."""
    pattern = child_named(fill, "patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    colour = child_named(pattern, "fgColor")
    return None if colour is None else _name(colour)


def _name(colour: etree._Element | None) -> str:
    """A colour however it is given, black where none is: text of no colour is black on black, too."""
    said = {} if colour is None else {key: value for key, value in colour.items() if value != "0.0"}
    rgb = (said.pop("rgb", "") or "")[-6:]
    if rgb or not said or said in _BLACKS:
        return rgb.upper() or "000000"
    return str(sorted(said.items()))


def _is_white(colour: etree._Element) -> bool:
    if colour.get("tint") not in (None, "0"):
        return False
    return (
        is_pale_hex((colour.get("rgb") or "")[-6:])
        or colour.get("theme") == "0"
        or colour.get("indexed") in _WHITE_INDEXES
    )
