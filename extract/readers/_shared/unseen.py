"""Text that a file holds and nobody sees: in colours as pale as the paper, nearly transparent, too small to read, or signs instead of it."""

from __future__ import annotations

import re
from typing import Final

PALE: Final = 0xF0  # of 255, in each of red, green and blue: a contrast of 1.15 to white
FAINT: Final = 13  # of 255: text less opaque than this (one part in twenty) is not seen
TINY: Final = 3  # half-points; text of a point and a half is a line of specks
SIGN_FONTS: Final = ("Wingdings", "Webdings")  # with their 2 and 3: signs in the place of digits
NARROW: Final = 10  # percent of a character's width
CLOSE: Final = -100  # twentieths of a point between characters, which lie on one another

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")


def is_pale(red: float, green: float, blue: float) -> bool:
    """Whether a colour of channels up to 255 is white or nearly so."""
    return min(red, green, blue) >= PALE


def is_pale_hex(colour: str) -> bool:
    """`FFFFFF`, `#fefefe`: whether six digits are a colour that is white or nearly so."""
    found = _HEX.fullmatch(colour)
    return found is not None and is_pale(*bytes.fromhex(found[1]))


def is_squeezed(width: float | None, spacing: float | None) -> bool:
    """Whether letters of that width (percent) are lines, or with that spacing (twentieths of a point) lie on one another."""
    return (width is not None and 0 < width <= NARROW) or (spacing is not None and spacing <= CLOSE)
