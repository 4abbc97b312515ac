"""A colour as CSS writes it → its channels, and whether text in it shows on what is behind it."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb
from functools import lru_cache
from typing import Final, NamedTuple

from extract.readers._shared.unseen import PALE

FAINT: Final = 0.1  # opacity; below it nothing is read


class Colour(NamedTuple):
    """Channels up to 255, and how much of it is opaque, up to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, behind: Colour) -> Colour:
        """The colour of both, where this one lies over an opaque one."""
        if self.alpha == 1:
            return self
        mixed = (
            own * self.alpha + other * (1 - self.alpha) for own, other in zip(self[:3], behind, strict=False)
        )
        return Colour(*mixed)


@lru_cache(maxsize=1 << 10)
def is_unseen(ink: Colour, ground: Colour) -> bool:
    """Whether nobody reads text of a colour on an opaque ground: it lets all through, or is like it as pale is to white."""
    if ink.alpha < FAINT:
        return True
    shown = ink.over(ground)
    return max(abs(own - other) for own, other in zip(shown[:3], ground, strict=False)) <= 255 - PALE


WHITE: Final = Colour(255, 255, 255)
BLACK: Final = Colour(0, 0, 0)

_NAMES: Final = {
    "aliceblue": "f0f8ff", "azure": "f0ffff", "black": "000", "blue": "00f", "canvas": "fff",
    "canvastext": "000", "field": "fff", "fieldtext": "000", "floralwhite": "fffaf0",
    "ghostwhite": "f8f8ff", "gray": "808080", "green": "008000", "honeydew": "f0fff0", "ivory": "fffff0",
    "mintcream": "f5fffa", "red": "f00", "snow": "fffafa", "transparent": "0000", "white": "fff",
    "whitesmoke": "f5f5f5", "windowtext": "000",
}  # fmt: skip
_NUMBER = r"(\d*\.?\d+%?)"
_FUNCTION = re.compile(
    rf"(rgb|hsl)a?\(\s*{_NUMBER}(?:deg)?[\s,]+{_NUMBER}[\s,]+{_NUMBER}(?:[\s,/]+{_NUMBER})?"
)
_HEX = re.compile("[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}")


def colour_of(text: str) -> Colour | None:
    """The colour of a value in small letters; None for what is none, or named beyond the plainest."""
    text = text.strip()
    found = _FUNCTION.match(text)
    if found is not None:
        alpha = _share(found[5], 1.0) if found[5] is not None else 1.0
        return Colour(*_channels(*found.group(1, 2, 3, 4)), alpha)
    name = _NAMES.get(text)
    if name is None and not text.startswith("#"):
        return None
    return _colour_of_digits(name or text[1:])


@lru_cache(maxsize=1 << 10)
def colour_of_old(text: str) -> Colour | None:
    """The same of an attribute of old pages, which may leave out the `#`."""
    text = text.strip().lower()
    return colour_of(text) or _colour_of_digits(text.removeprefix("#"))


def _colour_of_digits(digits: str) -> Colour | None:
    if not _HEX.fullmatch(digits):
        return None
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Colour(red, green, blue, alpha[0] / 255 if alpha else 1.0)


def _channels(space: str, *values: str) -> tuple[float, float, float]:
    first, second, third = values
    if space == "rgb":
        return _share(first, 255.0) * 255, _share(second, 255.0) * 255, _share(third, 255.0) * 255
    saturation, lightness = (min(_share(value, 100.0), 1.0) for value in (second, third))
    red, green, blue = hls_to_rgb(_share(first, 360.0) % 1.0, lightness, saturation)
    return red * 255, green * 255, blue * 255


def _share(text: str, full: float) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text) / full
