"""A colour as CSS writes it → whether text in it shows on white paper."""

from __future__ import annotations

import re
from typing import Final

from extract.readers._pale import PALE, is_pale

FAINT: Final = 0.1  # opacity; below it nothing is read

_PALE_NAMES = frozenset(
    [
        "white",
        "transparent",
        "snow",
        "ivory",
        "ghostwhite",
        "floralwhite",
        "whitesmoke",
        "azure",
        "mintcream",
        "honeydew",
        "aliceblue",
        "canvas",
        "field",
    ]
)
_NUMBER = r"(\d*\.?\d+%?)"
_FUNCTION = re.compile(
    rf"(rgb|hsl)a?\(\s*{_NUMBER}(?:deg)?[\s,]+{_NUMBER}[\s,]+{_NUMBER}(?:[\s,/]+{_NUMBER})?", re.IGNORECASE
)
_HEX = re.compile("[0-9a-f]{6}")
_PLAIN_NAMES = {
    "black": "#000000",
    "red": "#ff0000",
    "blue": "#0000ff",
    "green": "#008000",
    "gray": "#808080",
}
_LIGHTNESS = re.compile(rf"(ok)?l(?:ab|ch)\(\s*{_NUMBER}", re.IGNORECASE)


def is_unseen(colour: str) -> bool:
    """Whether a colour is white, nearly so, or lets through all that is behind it."""
    colour = colour.strip().lower()
    if colour in _PALE_NAMES:
        return True
    if (lightness := _LIGHTNESS.match(colour)) is not None:
        return _share(lightness[2], 1.0 if lightness[1] == "ok" else 100.0) * 255 >= PALE
    found = _FUNCTION.match(colour)
    if found is None:
        return _is_unseen_hex(colour.removeprefix("#"))
    if found[5] is not None and _share(found[5], 1.0) < FAINT:
        return True
    if found[1] == "hsl":
        return _share(found[4], 100.0) * 255 >= PALE
    return is_pale(*(_share(found[channel], 255.0) * 255 for channel in (2, 3, 4)))


def channels_of(colour: str) -> tuple[int, ...] | None:
    """Red, green and blue of an opaque colour; None for what is none, or named beyond the plainest."""
    colour = colour.strip().lower()
    colour = _PLAIN_NAMES.get(colour, colour)
    found = _FUNCTION.match(colour)
    if found is not None:
        if found[1] != "rgb" or found[5] is not None:
            return None
        return tuple(round(_share(found[channel], 255.0) * 255) for channel in (2, 3, 4))
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return tuple(bytes.fromhex(digits)) if _HEX.fullmatch(digits) else None


def _is_unseen_hex(digits: str) -> bool:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    try:
        channels = bytes.fromhex(digits)
    except ValueError:
        return False
    if len(channels) == 4 and channels[3] < FAINT * 255:
        return True
    return len(channels) in (3, 4) and is_pale(*channels[:3])


def _share(text: str, full: float) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text) / full
