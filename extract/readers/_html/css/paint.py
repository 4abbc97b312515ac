"""What one element or rule says of the colour and size of its text and of the ground behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from extract.readers._html.css.colours import BLACK, Colour, colour_of, colour_of_old
from extract.readers._html.css.lengths import font_size, is_tiny
from extract.readers._html.css.rules import declarations

USUAL: Final = 12.0  # points, of text that says no size
PART: Final = -1.0

_GROUNDS: Final = ("background", "background-color", "background-image")
_PART: Final = re.compile(r"[^\s(,]*\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s,]+")
_NAME: Final = re.compile("[a-z]")
_NO_COLOURS: Final = frozenset([
    "none", "initial", "unset", "inherit", "revert", "repeat", "no-repeat", "repeat-x", "repeat-y", "round",
    "space", "scroll", "fixed", "local", "top", "bottom", "left", "right", "center", "border-box",
    "padding-box", "content-box", "text", "cover", "contain", "auto",
])  # fmt: skip
_OF_OUTER: Final = frozenset(("inherit", "unset", "currentcolor", "revert", ""))


class Paint(NamedTuple):
    """What is said of text and ground. None: nothing, what is around or behind it counts. `UNKNOWN`: something that is not worked
    out, such as a picture or a colour's rare name."""

    ink: Colour | None = None
    ground: Colour | None = None
    size: float | None = None  # 0 where too small to read; `PART` of the size around it
    fill: Colour | None = None  # goes before the ink, also before that of elements within


UNKNOWN: Final = Colour(-1, -1, -1)
NOTHING: Final = Paint()


@lru_cache(maxsize=1 << 12)
def paint_of(style: str) -> Paint:
    """What a list of declarations says."""
    style = style.lower()
    if "color" not in style and "background" not in style and "font" not in style:
        return NOTHING
    said = declarations(style)
    fill = _colour(said, "-webkit-text-fill-color")
    return Paint(_colour(said, "color"), _ground(said), _size(said), fill)


def own_paint(attributes: Mapping[str, str | None]) -> Paint:
    """The same by an element's attributes (`color`, `bgcolor`), as old pages have them; any style goes before these."""
    ink, ground = attributes.get("color") or attributes.get("text"), attributes.get("bgcolor")
    return Paint(
        (colour_of_old(ink) or UNKNOWN) if ink else None,
        UNKNOWN if attributes.get("background") else (colour_of_old(ground) or UNKNOWN) if ground else None,
    )


def _colour(said: dict[str, str], name: str) -> Colour | None:
    value = said.get(name, "")
    if value == "initial":
        return BLACK
    return None if value in _OF_OUTER else colour_of(value) or UNKNOWN


def _ground(said: dict[str, str]) -> Colour | None:
    ground: Colour | None = None
    for name in said:
        if name not in _GROUNDS:
            continue
        if name == "background":
            ground = None
        for part in _PART.findall(said[name]):
            if part.startswith("url(") or "gradient(" in part:
                return UNKNOWN
            if (colour := colour_of(part)) is not None:
                ground = colour
            elif name != "background-image" and _NAME.match(part) and part not in _NO_COLOURS:
                ground = UNKNOWN
    return ground


def _size(said: dict[str, str]) -> float | None:
    if "font-size" not in said and "font" not in said:
        return None
    size = font_size(said)
    if size is None:  # a word
        return None if _OF_OUTER.issuperset((said.get("font-size", ""), said.get("font", ""))) else USUAL
    if is_tiny(*size):
        return 0.0
    return PART if size[1] in ("em", "%") else USUAL
