"""A cell of an .ods → its text, and how it is set: struck through, raised, white on white, or a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.flags import PICTURE
from extract.readers._odf.looks import Look, Styles, flags_of, over
from extract.readers._odf.names import OFFICE, TABLE_STYLE, TEXT, TEXT_STYLE
from extract.readers._odf.signs import sign_of
from extract.readers._shared.xml import local_name
from extract.readers._sheet.looks import text_of_runs

_NOT_PRINTED: Final = (f"{OFFICE}annotation", f"{TEXT}ruby-text")  # a reading above the text is none of it


def cell_text(cell: etree._Element, styles: Styles) -> tuple[str, tuple[str, ...]]:
    """The cell's text, without what is struck through or white unless there is no other, and its flags."""
    own = styles.look(cell.get(TABLE_STYLE))
    runs: list[tuple[str, tuple[str, ...]]] = []
    pictured = False
    for child in cell:
        if child.tag == f"{TEXT}p":
            runs += [("\n", ()), *((text, flags_of(look)) for text, look in _runs(child, styles, own))]
        elif local_name(child) == "frame" or (local_name(child) == "custom-shape" and _has_text(child)):
            pictured = True
    found = text_of_runs(runs)
    text, flags = found.text.strip(), (*flags_of(own), *found.flags)
    if not text:
        flags = (*flags, PICTURE) if pictured else ()
    return text, tuple(dict.fromkeys(flags))


def _has_text(shape: etree._Element) -> bool:
    return bool("".join(shape.itertext()).strip())


def _runs(element: etree._Element, styles: Styles, look: Look) -> Iterator[tuple[str, Look]]:
    """Pieces of text with the look of the spans around them."""
    yield element.text or "", look
    for child in element:
        sign = sign_of(child)
        if sign is not None:
            yield sign, look
        elif child.tag not in _NOT_PRINTED:
            yield from _runs(child, styles, over(look, styles.look(child.get(TEXT_STYLE))))
        yield child.tail or "", look
