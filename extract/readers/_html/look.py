"""A style attribute → what it does to the text under it, as far as a reader of the page would notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import lru_cache

from extract.readers._html.colours import FAINT, channels_of, is_unseen
from extract.readers._html.css import declarations
from extract.readers._raised import RAISED_BY

TINY = 2.0  # points; text below has a size that nobody reads
SMALL = 9.0  # points; text set to its line's top at less is a mark
GAP = 3.0  # points between two digits; less is no more than spacing of letters
ROOM = 12.0  # points; a box as wide leaves room beside a digit
FAR = 100  # of any unit; text moved by so much is off its line
AWAY = 1000  # and off the screen, for boxes are centred on their page by less


class Look(Enum):
    """What a style makes of an element."""

    PLAIN = auto()
    GONE = auto()
    NO_SIZE = auto()  # elements inside may have a size of their own
    INVISIBLE = auto()  # in its place
    OUT_OF_SIGHT = auto()  # off the screen, clipped away
    STRUCK = auto()
    RAISED = auto()  # perhaps with all that its cell holds
    LOWERED = auto()
    WHITE = auto()  # perhaps on a dark ground
    TINY = auto()  # or of its ground's colour
    APART = auto()  # on a line of its own, or with a gap beside it
    BACKWARDS = auto()  # its letters run from right to left
    ROW_BACKWARDS = auto()  # so do the elements in it


HIDING = frozenset((Look.GONE, Look.NO_SIZE, Look.INVISIBLE, Look.OUT_OF_SIGHT))

_Said = dict[str, str]  # properties and their values, all in small letters

_POINTS = {
    "pt": 1.0,
    "px": 0.75,
    "em": 12.0,
    "rem": 12.0,
    "%": 0.12,
    "cm": 28.35,
    "mm": 2.835,
    "in": 72.0,
    "": 0.75,
}
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_LENGTH = re.compile(rf"({_NUMBER})([a-z]+|%|)(?![\w.])")
_FUNCTION = re.compile(rf"([\w-]+)\(\s*({_NUMBER})([a-z]*|%)")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)")
_CLIP_PATH = re.compile(r"inset\((?:\s*\d+%?)*?\s*(?:50|100)%|circle\(\s*0|polygon\([0\s,]*\)")
_FIRST = re.compile(r"\s*([^\s(]*(?:\([^)]*\))?)")

_COMMENTS = ("comment", "comment-list", "annotation")  # Word's mso-element
_LINES = ("block", "flow-root", "list-item", "table", "flex", "grid")
_BOXES = ("inline-block", "inline-flex", "inline-table")
_PLACED = ("absolute", "fixed")
_SIDES = ("left", "right", "inline", "inline-start", "inline-end")
_EDGES = ("left", "right", "top", "bottom", "margin-left", "text-indent")
_SPACES = ("margin", "padding", *(f"{space}-{side}" for space in ("margin", "padding") for side in _SIDES))
_GROUNDS = ("background", "background-color", "background-image")
_NO_GROUND = ("", "none", "inherit", "initial", "unset", "transparent")
_INKS = ("color", "-webkit-text-fill-color")


@lru_cache(maxsize=1 << 12)
def look_of(style: str) -> Look:
    """What a declaration list does; the most thorough effect first."""
    said = declarations(style.lower())
    return next((look for look, holds in _LOOKS if holds(said)), Look.PLAIN)


def shows(style: str) -> bool:
    """Whether a declaration list says that something is shown which another may hide."""
    said = declarations(style.lower())
    return (
        said.get("display", "none") != "none"
        or said.get("visibility") == "visible"
        or _amount(said.get("opacity", "0")) > 0
    )


def ground_of(style: str) -> bool | None:
    """Whether the background is other than white; None where what is behind shows through."""
    return _ground(declarations(style.lower())) if "background" in style.lower() else None


def own_ground(attributes: Mapping[str, str | None]) -> bool | None:
    """The same of an element, by its style or else the attributes of old pages."""
    ground = ground_of(attributes.get("style") or "")
    if ground is None and attributes.get("background"):
        return True
    colour = attributes.get("bgcolor")
    return not is_unseen(colour) if ground is None and colour else ground


def _is_gone(said: _Said) -> bool:
    return (
        said.get("display") == "none"
        or said.get("visibility") == "collapse"
        or said.get("mso-hide") == "all"
        or said.get("mso-element") in _COMMENTS
    )


def _has_no_size(said: _Said) -> bool:
    size = _font_size(said)
    return size is not None and size[0] == 0


def _is_invisible(said: _Said) -> bool:
    """Whether text leaves an empty place."""
    if "hidden" in (said.get("visibility"), said.get("content-visibility")):
        return True
    if _amount(said.get("opacity", "1")) < FAINT or _amount(said.get("scale", "1")) == 0:
        return True
    for name, number, unit in _FUNCTION.findall(said.get("transform", "")):
        by = float(number)
        if (name in ("scale", "scalex", "scaley") and by == 0) or (
            name in ("rotatex", "rotatey") and unit == "deg" and abs(by) in (90, 270)
        ):
            return True
    return any(
        name == "opacity" and float(number) == 0
        for name, number, _ in _FUNCTION.findall(said.get("filter", ""))
    )


def _is_out_of_sight(said: _Said) -> bool:
    """Whether text stays in the page without a place on the screen, as what is meant for screen readers does."""
    if _amount(said.get("text-indent", "0")) <= -FAR or _amount(said.get("margin-left", "0")) <= -AWAY:
        return True
    if any(
        name in ("translate", "translatex", "translatey") and float(number) <= -AWAY
        for name, number, _ in _FUNCTION.findall(said.get("transform", ""))
    ):
        return True
    if _CLIP_PATH.match(said.get("clip-path", "")):
        return True
    if said.get("position") in (*_PLACED, "relative"):
        if _CLIPPED.match(said.get("clip", "")):
            return True
        if any(_amount(said.get(edge, "0")) <= -FAR for edge in _EDGES):
            return True
    return said.get("overflow") in ("hidden", "clip") and any(
        said.get(side) in ("0", "1", "0px", "1px", "0pt", "1pt")
        for side in ("width", "height", "max-width", "max-height")
    )


def _is_struck(said: _Said) -> bool:
    return any("line-through" in value for name, value in said.items() if name.startswith("text-decoration"))


def _is_backwards(said: _Said) -> bool:
    return said.get("direction") == "rtl" and said.get("unicode-bidi") in (
        "isolate-override",
        "bidi-override",
    )


def _is_row_backwards(said: _Said) -> bool:
    return "row-reverse" in said.get("flex-direction", "") or "row-reverse" in said.get("flex-flow", "")


def _is_tiny(said: _Said) -> bool:
    """Whether text is too small to read, or has the colour of its own ground."""
    size = _font_size(said)
    # not in rem, of which a page for phones sets its own
    if size is not None and size[1] not in ("", "rem") and _points(*size) < TINY:
        return True
    behind = {channels_of(ground) for ground in _grounds(said)}
    inks = {channels_of(said[name]) for name in _INKS if name in said}
    return len(behind) == 1 and None not in behind and behind <= inks


def _is_white(said: _Said) -> bool:
    return any(is_unseen(said[name]) for name in _INKS if name in said) and not _ground(said)


def _is_raised(said: _Said) -> bool:
    return said.get("vertical-align") == "super" or _raised_by(said) * 2 >= RAISED_BY


def _is_lowered(said: _Said) -> bool:
    return said.get("vertical-align") == "sub" or _raised_by(said) * 2 <= -RAISED_BY


def _is_apart(said: _Said) -> bool:
    """Whether text stands on a line of its own, or off from what is beside it."""
    display, position = said.get("display"), said.get("position")
    if display in _LINES or said.get("float") in ("left", "right") or position in _PLACED:
        return True
    if _longest(said.get("order", "")) > 0 or any(_gap(*each) >= GAP for each in said.items()):
        return True
    if display in _BOXES and any(_longest(said.get(side, "")) >= ROOM for side in ("width", "min-width")):
        return True
    return position == "relative" and any(_longest(said.get(side, "")) >= GAP for side in ("left", "right"))


_LOOKS: tuple[tuple[Look, Callable[[_Said], bool]], ...] = (
    (Look.GONE, _is_gone),
    (Look.NO_SIZE, _has_no_size),
    (Look.INVISIBLE, _is_invisible),
    (Look.OUT_OF_SIGHT, _is_out_of_sight),
    (Look.STRUCK, _is_struck),
    (Look.BACKWARDS, _is_backwards),
    (Look.ROW_BACKWARDS, _is_row_backwards),
    (Look.TINY, _is_tiny),
    (Look.WHITE, _is_white),
    (Look.RAISED, _is_raised),
    (Look.LOWERED, _is_lowered),
    (Look.APART, _is_apart),
)


def _ground(said: _Said) -> bool | None:
    grounds = _grounds(said)
    return not all(map(is_unseen, grounds)) if grounds else None


def _grounds(said: _Said) -> list[str]:
    """The colours and pictures behind text."""
    grounds = (_first(said[name]) for name in _GROUNDS if name in said)
    return [ground for ground in grounds if ground not in _NO_GROUND]


def _first(value: str) -> str:
    """The first word of a value, or its first function."""
    found = _FIRST.match(value)
    return found[1] if found else ""


def _raised_by(said: _Said) -> float:
    """By how many points text stands higher than its line."""
    for name in ("mso-text-raise", "vertical-align"):
        stated = _LENGTH.match(said.get(name, ""))
        if stated is not None:
            return _points(float(stated[1]), stated[2])
    if said.get("vertical-align") in ("top", "text-top"):
        size = _font_size(said)
        return RAISED_BY if size is not None and _points(*size) < SMALL else 0.0
    if said.get("position") != "relative":
        return 0.0
    for name, sign in (("top", -1), ("bottom", 1)):
        shift = _LENGTH.match(said.get(name, ""))
        if shift is not None:
            return sign * _points(float(shift[1]), shift[2])
    return 0.0


def _font_size(said: _Said) -> tuple[float, str] | None:
    """The size of the letters with its unit, by `font-size` or what `font` says before a stroke, whichever comes last."""
    for name in reversed(said):
        if name == "font":
            sizes = _LENGTH.finditer(said[name].partition("/")[0])
            found = next((size for size in sizes if size[2] or float(size[1]) == 0), None)
        elif name == "font-size":
            found = _LENGTH.match(said[name])
        else:
            continue
        return (float(found[1]), found[2]) if found is not None else None
    return None


def _gap(name: str, value: str) -> float:
    """The widest space that a property leaves to the left or right."""
    if name not in _SPACES:
        return 0.0
    lengths = value.split()
    return _longest(" ".join(lengths[1::2]) if len(lengths) > 1 and name in _SPACES[:2] else value)


def _longest(value: str) -> float:
    return max((abs(_points(float(number), unit)) for number, unit in _LENGTH.findall(value)), default=0.0)


def _amount(value: str) -> float:
    """The number that a value begins with, of its per cents the hundredth; 1 where it is none."""
    found = _LENGTH.match(value)
    if found is None:
        return 1.0
    return float(found[1]) / (100 if found[2] == "%" else 1)


def _points(number: float, unit: str) -> float:
    return number * _POINTS.get(unit, 0.0)
