"""What an .odt draws: frames, pictures, shapes, and what in them is text or a picture."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.model import MIN_PICTURE, Picture
from extract.readers._odf.names import DRAW, OFFICE, TEXT

_SHAPES: Final = frozenset(
    f"{DRAW}{name}"
    for name in ("frame", "g", "custom-shape", "rect", "ellipse", "circle", "polygon", "polyline", "path", "line",
                 "regular-polygon", "caption", "connector", "measure", "control")
)  # fmt: skip
_OBJECTS: Final = (f"{DRAW}object", f"{DRAW}object-ole")
_LINK: Final = f"{DRAW}a"


def is_shape(element: etree._Element) -> bool:
    return element.tag in _SHAPES or (element.tag == _LINK)


def shape_parts(element: etree._Element) -> Iterator[etree._Element]:
    """Boxes of text, the first picture of each frame, objects and controls, at any depth."""
    if element.tag == f"{DRAW}frame":
        images = element.findall(f"{DRAW}image")
        yield from element.findall(f"{DRAW}text-box")
        yield from (child for child in element if child.tag in _OBJECTS)
        yield from images[:1]
    elif element.tag in (f"{DRAW}g", _LINK):
        for child in element:
            yield from shape_parts(child)
    elif element.tag == f"{DRAW}control" or (
        element.tag in _SHAPES and any("".join(line.itertext()).strip() for line in element.iter(f"{TEXT}p"))
    ):
        yield element


def inline_picture(image: etree._Element) -> Picture | None:
    """A picture that stands in the XML itself, as in a file without parts."""
    data = image.findtext(f"{OFFICE}binary-data")
    if data is None or len(data) < MIN_PICTURE:
        return None
    try:
        return Picture(base64.b64decode(data))
    except (binascii.Error, ValueError):  # ValueError: characters beyond ASCII
        return None
