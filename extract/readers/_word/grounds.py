"""The grounds that Word draws behind text, highlighters and shading: whether text has the colour of its own ground."""

from __future__ import annotations

from typing import Final

MARKERS: Final = {  # Word's highlighters
    "black": "000000", "blue": "0000ff", "cyan": "00ffff", "darkBlue": "000080", "darkCyan": "008080",
    "darkGray": "808080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "green": "00ff00", "lightGray": "c0c0c0", "magenta": "ff00ff", "red": "ff0000",
    "yellow": "ffff00",
}  # fmt: skip
_BLACKS: Final = frozenset((None, "auto", "000000"))


def has_colour_of_ground(own: str | None, marker: str | None, ground: str | None) -> bool:
    """Whether Word's text is blacked out: in the colour of its marker, under which text of no colour stays black, or in the
    colour of its shading, on which text of no colour is set in white."""
    if marker == "black":
        return own in _BLACKS
    ground = MARKERS.get(marker or "", ground)
    return own not in (None, "auto") and (own or "").lower() == (ground or "").lower()
