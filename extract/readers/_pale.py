"""Colours as pale as the paper, in which nobody reads text that has no other ground, and sizes too small to read."""

from __future__ import annotations

import re
from typing import Final

PALE: Final = 0xF0  # of 255, in each of red, green and blue: a contrast of 1.15 to white
FAINT: Final = 13  # of 255: text less opaque than this (one part in twenty) is not seen
TINY: Final = 3  # half-points; text of a point and a half is a line of specks

MARKERS: Final = {  # Word's highlighters
    "black": "000000", "blue": "0000ff", "cyan": "00ffff", "darkBlue": "000080", "darkCyan": "008080",
    "darkGray": "808080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "green": "00ff00", "lightGray": "c0c0c0", "magenta": "ff00ff", "red": "ff0000",
    "yellow": "ffff00",
}  # fmt: skip
_BLACKS: Final = frozenset((None, "auto", "000000"))
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")


def is_pale(red: float, green: float, blue: float) -> bool:
    """Whether a colour of channels up to 255 is white or nearly so."""
    return min(red, green, blue) >= PALE


def is_pale_hex(colour: str) -> bool:
    """`FFFFFF`, `#fefefe`: whether six digits are a colour that is white or nearly so."""
    found = _HEX.fullmatch(colour)
    return found is not None and is_pale(*bytes.fromhex(found[1]))


def has_colour_of_ground(own: str | None, marker: str | None, ground: str | None) -> bool:
    """Whether Word's text is blacked out: in the colour of its marker, under which text of no colour stays black, or in the
    colour of its shading, on which text of no colour is set in white."""
    if marker == "black":
        return own in _BLACKS
    ground = MARKERS.get(marker or "", ground)
    return own not in (None, "auto") and (own or "").lower() == (ground or "").lower()
