"""A style attribute → what it does to the text under it, as far as a reader of the page would notice."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from functools import lru_cache

from extract.readers._html.css.colours import FAINT
from extract.readers._html.css.lengths import (
    TINY,
    amount,
    font_size,
    functions,
    is_tiny,
    longest,
    points,
    stated,
)
from extract.readers._html.css.paint import USUAL
from extract.readers._html.css.rules import declarations
from extract.readers._html.tags import Kind
from extract.readers._shared.raised import RAISED_BY

SMALL = 9.0  # points; text set to its line's top at less is a mark
GAP = 3.0  # points between two digits; less is no more than spacing of letters
ROOM = 9.0  # points; a box as wide leaves room beside a digit
HALF = 50  # parts of 100; of what is cut by so much no digit is told
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
    TINY = auto()  # or hidden in Word alone
    APART = auto()  # on a line of its own, or with a gap beside it
    SPREAD = auto()  # so are the elements in it
    SPACER = auto()  # so, where there is nothing in it
    TURNED = auto()  # its letters run from right to left, or stand on their heads


HIDING = frozenset((Look.GONE, Look.NO_SIZE, Look.INVISIBLE, Look.OUT_OF_SIGHT))

_Said = dict[str, str]  # properties and their values, all in small letters

_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)")
_CLIP_PATH = re.compile(r"(?:circle|ellipse)\(\s*0|polygon\([0\s,]*\)")
_INSET = re.compile(r"inset\(((?:\s*[\d.]+(?:%|px)?){1,4})")
_CALC = re.compile(r"calc\(([^()]*)\)")  # of one length, as most; the first and the longest count of others

_COMMENTS = ("comment", "comment-list", "annotation")  # Word's mso-element
_LINES = (
    "block", "flow-root", "list-item", "table", "table-row", "table-cell", "flex", "grid", "-webkit-box",
)  # fmt: skip
_BOXES = ("inline-block", "inline-flex", "inline-grid", "inline-table")
_BOXED = tuple(each for each in (*_LINES, *_BOXES) if each not in ("table-row", "table-cell"))
_PLACED = ("absolute", "fixed")
# what does nothing to an element of a kind: rows and cells grow with what they hold, whatever their size
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_IDLE = {
    Kind.BLOCK: frozenset[str](),
    Kind.INLINE: frozenset(("transform", "scale", "content-visibility", "text-indent", *_OVERFLOWS)),
    Kind.CELL: frozenset(("margin", "margin-left", *_OVERFLOWS)),
    Kind.ROW: frozenset(("margin", "margin-left", "content-visibility", *_OVERFLOWS)),
}
_SIDES = ("left", "right", "inline", "inline-start", "inline-end")
_OF_SCREEN = ("vw", "vh")  # some ten pixels each
_NO_ROOM = ("0", "0px", "1px", "0pt", "1pt", "0em", "0rem", "0%")
_EDGES = ("left", "right", "top", "bottom", "margin-left", "text-indent")
_BORDERS = ("border", *(f"border-{side}" for side in _SIDES))
_BORDER = re.compile(r"\b(?:solid|dashed|dotted|double|groove|ridge|inset|outset)\b")
_FLOWS = re.compile("column|reverse")
_FLEXES = ("flex", "inline-flex")
_GRIDS = ("grid", "inline-grid")
_TURNS = (180, -180)
_SPACES = ("margin", "padding", *(f"{space}-{side}" for space in ("margin", "padding") for side in _SIDES))


@lru_cache(maxsize=1 << 12)
def look_of(style: str, kind: Kind = Kind.BLOCK) -> Look:
    """What a declaration list does to an element of a kind; the most thorough effect first."""
    said = declarations(_CALC.sub(r"\1", style.lower()))
    if kind is not Kind.BLOCK and not _is_box(said):
        said = {name: value for name, value in said.items() if name not in _IDLE[kind]}
    return next((look for look, holds in _LOOKS if holds(said)), Look.PLAIN)


def _is_box(said: _Said) -> bool:
    """Whether a style makes a box of an element that by itself is none."""
    return (
        said.get("display") in _BOXED
        or said.get("float") in ("left", "right")
        or said.get("position") in _PLACED
    )


def _is_gone(said: _Said) -> bool:
    return said.get("display") == "none" or said.get("mso-element") in _COMMENTS


def _has_no_size(said: _Said) -> bool:
    size = font_size(said)
    return size is not None and size[0] == 0


def _cut_away(said: _Said) -> float:
    """How much of text a clip path leaves out, in parts of 100."""
    path = said.get("clip-path", "")
    inset = _INSET.match(path)
    if inset is None:
        return 100.0 if _CLIP_PATH.match(path) else 0.0
    sides = [float(side[:-1]) if side.endswith("%") else 0.0 for side in inset[1].split()]
    top, right, bottom, left = (sides * 4)[:4]
    return max(top + bottom, left + right)


def _is_clipped(said: _Said) -> bool:
    """Whether a clip path leaves nothing of text, but its place."""
    return _cut_away(said) >= 100


def _is_invisible(said: _Said) -> bool:
    """Whether text leaves an empty place."""
    if said.get("visibility") in ("hidden", "collapse") or said.get("content-visibility") == "hidden":
        return True
    if _is_clipped(said) and said.get("position") not in _PLACED:
        return True
    if amount(said.get("opacity", "1")) < FAINT or abs(amount(said.get("scale", "1"))) < FAINT:
        return True
    return any(
        name.startswith("scale") and abs(by) < FAINT for name, by, _ in functions(said.get("transform", ""))
    )


def _is_out_of_sight(said: _Said) -> bool:
    """Whether text stays in the page without a place on the screen, as what is meant for screen readers does."""
    if amount(said.get("text-indent", "0")) <= -FAR or amount(said.get("margin-left", "0")) <= -AWAY:
        return True
    if amount(said.get("translate", "0")) <= -AWAY or any(
        name.startswith("translate") and by * (10 if unit in _OF_SCREEN else 1) <= -AWAY
        for name, by, unit in functions(said.get("transform", ""))
    ):
        return True
    if _is_clipped(said):
        return True
    position = said.get("position")
    if position in _PLACED and _CLIPPED.match(said.get("clip", "")):
        return True
    if position in (*_PLACED, "relative") and any(amount(said.get(edge, "0")) <= -FAR for edge in _EDGES):
        return True
    cut = any(said.get(name, "visible") != "visible" for name in _OVERFLOWS)
    return cut and any(said.get(side) in _NO_ROOM for side in ("width", "height", "max-width", "max-height"))


def _is_struck(said: _Said) -> bool:
    return any("line-through" in value for name, value in said.items() if name.startswith("text-decoration"))


def _is_turned(said: _Said) -> bool:
    if said.get("direction") == "rtl" and said.get("unicode-bidi") in ("isolate-override", "bidi-override"):
        return True
    return any(
        (name in ("scale", "scalex") and by < 0)
        or (name in ("rotate", "rotatey", "rotatez") and by in _TURNS)
        for name, by, _ in functions(said.get("transform", ""))
    )


def _is_tiny(said: _Said) -> bool:
    """Whether text is too small to read, cut in half, or hidden in Word, but not in a browser."""
    if said.get("mso-hide") == "all" or _cut_away(said) >= HALF:
        return True
    size = font_size(said)
    if size is not None and is_tiny(*size):
        return True
    return 0 < amount(said.get("zoom", "1")) < TINY / USUAL


def _is_raised(said: _Said) -> bool:
    return said.get("vertical-align") == "super" or _raised_by(said) * 2 >= RAISED_BY


def _is_lowered(said: _Said) -> bool:
    return said.get("vertical-align") == "sub" or _raised_by(said) * 2 <= -RAISED_BY


def _is_apart(said: _Said) -> bool:
    """Whether text stands on a line of its own, or off from what is beside it."""
    display, position = said.get("display"), said.get("position")
    if display in _LINES or said.get("float") in ("left", "right") or position in _PLACED:
        return True
    if longest(said.get("order", "")) > 0 or any(_gap(*each) >= GAP for each in said.items()):
        return True
    if any(
        name in ("translate", "translatex", "translate3d") and abs(points(by, unit)) >= GAP
        for name, by, unit in functions(said.get("transform", ""))
    ):
        return True
    if display in _BOXES and _width(said) >= ROOM:
        return True
    return position == "relative" and any(longest(said.get(side, "")) >= GAP for side in ("left", "right"))


def _is_spread(said: _Said) -> bool:
    """Whether the elements in it stand apart, or from right to left."""
    display = said.get("display")
    if display in _GRIDS:
        return True
    return display in _FLEXES and (
        any(longest(said.get(gap, "")) >= GAP for gap in ("gap", "column-gap"))
        or said.get("justify-content", "").startswith("space-")
        or _FLOWS.search(said.get("flex-direction", "") + said.get("flex-flow", "")) is not None
        or said.get("direction") == "rtl"
    )


def _is_spacer(said: _Said) -> bool:
    return said.get("display") in _BOXES and _width(said) >= GAP


_LOOKS: tuple[tuple[Look, Callable[[_Said], bool]], ...] = (
    (Look.GONE, _is_gone),
    (Look.NO_SIZE, _has_no_size),
    (Look.INVISIBLE, _is_invisible),
    (Look.OUT_OF_SIGHT, _is_out_of_sight),
    (Look.STRUCK, _is_struck),
    (Look.TURNED, _is_turned),
    (Look.TINY, _is_tiny),
    (Look.RAISED, _is_raised),
    (Look.LOWERED, _is_lowered),
    (Look.SPREAD, _is_spread),
    (Look.APART, _is_apart),
    (Look.SPACER, _is_spacer),
)


def _raised_by(said: _Said) -> float:
    """By how many points text stands higher than its line."""
    for name in ("mso-text-raise", "vertical-align"):
        by = stated(said.get(name, ""))
        if by is not None:
            return by
    if said.get("vertical-align") in ("top", "text-top"):
        size = font_size(said)
        return RAISED_BY if size is not None and points(*size) < SMALL else 0.0
    if said.get("position") != "relative":
        return 0.0
    for name, sign in (("top", -1), ("bottom", 1)):
        by = stated(said.get(name, ""))
        if by is not None:
            return sign * by
    return 0.0


def _width(said: _Said) -> float:
    return max(longest(said.get(side, "")) for side in ("width", "min-width"))


def _gap(name: str, value: str) -> float:
    """The widest space that a property leaves to the left or right, or a line as wide."""
    if name in _BORDERS:
        return longest(value) if _BORDER.search(value) else 0.0
    if name not in _SPACES:
        return 0.0
    lengths = value.split()
    return longest(" ".join(lengths[1::2]) if len(lengths) > 1 and name in _SPACES[:2] else value)
