"""A cell of an .ods → its text, and how it is set: struck through, raised, white on white, or a picture.

Raised and other special text has an automatic style of its own, stated at the head of the same part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from extract.flags import HIDDEN_TEXT, PICTURE, STRUCK_TEXT, SUBSCRIPT, SUPERSCRIPT, added
from extract.readers._shared.unseen import is_pale_hex
from extract.readers._shared.xml import local_name
from extract.readers._sheet.looks import seen_on, text_of_runs

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_RAISED_BY: Final = 10  # percent of the letters' height


class TextStyle(NamedTuple):
    """What an automatic style says; `dark`: its cell's ground lets white text be seen."""

    flags: tuple[str, ...] = ()
    dark: bool = False


_NOT_PRINTED: Final = (f"{_OFFICE}annotation", f"{_TEXT}ruby-text")  # a reading above the text is none of it
Styles = Mapping[str, TextStyle]
_PLAIN: Final = TextStyle()


def read_styles(root: etree._Element) -> dict[str, TextStyle]:
    """The styles by name that say anything; `root` is that of content.xml."""
    named = {style.get(f"{_STYLE}name") or "": _style(style) for style in root.iter(f"{_STYLE}style")}
    return {name: style for name, style in named.items() if style != _PLAIN}


def cell_text(cell: etree._Element, styles: Styles) -> tuple[str, tuple[str, ...]]:
    """The cell's text, without what is struck through or white unless there is no other, and its flags."""
    own = styles.get(cell.get(f"{_TABLE}style-name") or "", _PLAIN)
    runs: list[tuple[str, tuple[str, ...]]] = []
    pictured = False
    for child in cell:
        if child.tag == f"{_TEXT}p":
            runs += [("\n", ()), *((text, seen_on(its, own.dark)) for text, its in _runs(child, styles, ()))]
        elif local_name(child) == "frame" or (local_name(child) == "custom-shape" and _has_text(child)):
            pictured = True
    found = text_of_runs(runs)
    text, flags = found.text.strip(), (*seen_on(own.flags, own.dark), *found.flags)
    if not text:
        flags = (*flags, PICTURE) if pictured else ()
    return text, tuple(dict.fromkeys(flags))


def _has_text(shape: etree._Element) -> bool:
    return bool("".join(shape.itertext()).strip())


def _runs(
    element: etree._Element, styles: Styles, flags: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pieces of text with the flags of the spans around them."""
    yield element.text or "", flags
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * _count(child), ()
        elif child.tag == f"{_TEXT}tab":
            yield "\t", ()
        elif child.tag == f"{_TEXT}line-break":
            yield "\n", ()
        elif child.tag not in _NOT_PRINTED:
            own = styles.get(child.get(f"{_TEXT}style-name") or "", _PLAIN)
            yield from _runs(child, styles, (*flags, *own.flags))
        yield child.tail or "", flags


def _count(spaces: etree._Element) -> int:
    value = spaces.get(f"{_TEXT}c") or ""
    return min(int(value), 100) if value.isdecimal() else 1


def _style(style: etree._Element) -> TextStyle:
    flags: list[str] = []
    dark = False
    ink = ground = ""
    for child in style:
        if child.tag == f"{_STYLE}text-properties":
            if child.get(f"{_STYLE}text-line-through-style", "none") != "none" or (
                child.get(f"{_STYLE}text-line-through-type", "none") != "none"
            ):
                flags.append(STRUCK_TEXT)
            place = _place(child.get(f"{_STYLE}text-position") or "")
            if place is not None:
                flags.append(place)
            ink = (child.get(f"{_FO}color") or "").lower()
            if is_pale_hex(ink) or child.get(f"{_TEXT}display") == "none":
                flags.append(HIDDEN_TEXT)
        elif child.tag == f"{_STYLE}table-cell-properties":
            ground = (child.get(f"{_FO}background-color") or "transparent").lower()
            dark = ground != "transparent" and not is_pale_hex(ground)
    if ink and ink == ground:
        return TextStyle(added(tuple(flags), HIDDEN_TEXT))
    return TextStyle(tuple(flags), dark)


def _place(position: str) -> str | None:
    """`super 58%`, `-33% 58%`: where text is set."""
    by = position.split()[0] if position.strip() else ""
    if by in ("super", "sub"):
        return SUPERSCRIPT if by == "super" else SUBSCRIPT
    try:
        percent = float(by.removesuffix("%"))
    except ValueError:
        return None
    return None if abs(percent) < _RAISED_BY else SUPERSCRIPT if percent > 0 else SUBSCRIPT
