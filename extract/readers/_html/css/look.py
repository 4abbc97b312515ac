"""A style attribute → what it does to the text under it, as far as a reader of the page would notice.

What moves, turns, cuts or scales text (`_UNCLEAR`) is not worked out: such text is kept, and its number is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from functools import lru_cache

from extract.readers._html.css.colours import FAINT
from extract.readers._html.css.lengths import amount, font_size, is_tiny, longest, points, stated
from extract.readers._html.css.rules import declarations
from extract.readers._html.tags import Kind
from extract.readers._shared.raised import RAISED_BY

SMALL = 9.0  # points; text set to its line's top at less is a mark
GAP = 3.0  # points between two digits; less is no more than spacing of letters
FAR = 100  # of any unit; text moved by so much is off its line


class Look(Enum):
    """What a style makes of an element."""

    PLAIN = auto()
    GONE = auto()
    NO_SIZE = auto()  # elements inside may have a size of their own
    INVISIBLE = auto()  # in its place
    OUT_OF_SIGHT = auto()  # off the screen, cut away
    STRUCK = auto()
    UNCLEAR = auto()  # moved, turned, cut or scaled, perhaps away
    TINY = auto()  # or hidden in Word alone
    RAISED = auto()  # perhaps with all that its cell holds
    LOWERED = auto()
    SPREAD = auto()  # the elements in it stand apart
    APART = auto()  # or may, from what is beside it


HIDING = frozenset((Look.GONE, Look.NO_SIZE, Look.INVISIBLE, Look.OUT_OF_SIGHT))

_Said = dict[str, str]  # properties and their values, all in small letters

_CALC = re.compile(r"calc\(([^()]*)\)")  # of one length, as most; the first and the longest count of others
_COMMENTS = ("comment", "comment-list", "annotation")  # Word's mso-element
_IN_LINE = ("inline", "contents", "none", "initial", "unset", "inherit")
_PLACED = ("absolute", "fixed")
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)")
_NO_ROOM = ("0", "0px", "1px", "0pt", "1pt", "0em", "0rem", "0%")
_EDGES = ("left", "right", "top", "bottom")
_UNCLEAR = (
    "transform", "-webkit-transform", "scale", "rotate", "translate", "zoom", "clip-path",
    "content-visibility", "unicode-bidi",
)  # fmt: skip
# values of these that leave text where it is
_UNMOVED = re.compile(
    r"none|normal|auto|visible|inherit|initial|unset|embed|isolate|plaintext|0deg|1|100%"
    r"|(?:translate\w*|rotate\w*)\([0\spxdeg,%]*\)|scale\(1\)|inset\(0\w*\)"
)
_SPREADING = re.compile("flex|grid")
_SIDES = re.compile(
    r"(?:margin|padding)(?:-(?:left|right|inline).*)?|(?:min-)?width|left|right|border(?:-(?:left|right|inline).*)?"
)
_BORDER = re.compile(r"\b(?:solid|dashed|dotted|double|groove|ridge|inset|outset)\b")


@lru_cache(maxsize=1 << 12)
def look_of(style: str, kind: Kind = Kind.BLOCK) -> Look:
    """What a declaration list does to an element of a kind; the most thorough effect first."""
    said = declarations(_CALC.sub(r"\1", style.lower()))
    if kind is not Kind.BLOCK and not _is_box(
        said
    ):  # a part of a line is as long as its text, rows and cells grow with theirs
        said = {name: value for name, value in said.items() if name not in _OVERFLOWS}
    return next((look for look, holds in _LOOKS if holds(said)), Look.PLAIN)


def _is_box(said: _Said) -> bool:
    """Whether a style makes a box of an element that by itself is none."""
    return _is_placed(said) or said.get("display", "inline") not in (*_IN_LINE, "table-row", "table-cell")


def _is_placed(said: _Said) -> bool:
    """Whether an element is taken out of its line."""
    return said.get("float") in ("left", "right") or said.get("position") in _PLACED


def _is_gone(said: _Said) -> bool:
    return said.get("display") == "none" or said.get("mso-element") in _COMMENTS


def _has_no_size(said: _Said) -> bool:
    size = font_size(said)
    return size is not None and size[0] == 0


def _is_invisible(said: _Said) -> bool:
    """Whether text leaves an empty place."""
    return said.get("visibility") in ("hidden", "collapse") or amount(said.get("opacity", "1")) < FAINT


def _is_out_of_sight(said: _Said) -> bool:
    """Whether text stays in the page without a place on the screen, as what is meant for screen readers does."""
    if said.get("position") in _PLACED and _CLIPPED.match(said.get("clip", "")):
        return True
    if said.get("position") in (*_PLACED, "relative") and any(
        amount(said.get(edge, "0")) <= -FAR for edge in _EDGES
    ):
        return True
    cut = any(said.get(name, "visible") != "visible" for name in _OVERFLOWS)
    return cut and any(said.get(side) in _NO_ROOM for side in ("width", "height", "max-width", "max-height"))


def _is_struck(said: _Said) -> bool:
    return any("line-through" in value for name, value in said.items() if name.startswith("text-decoration"))


def _is_unclear(said: _Said) -> bool:
    if any(amount(said.get(name, "0")) <= -FAR for name in ("text-indent", "margin-left")):
        return True
    return any(name in said and not _UNMOVED.fullmatch(said[name]) for name in _UNCLEAR)


def _is_tiny(said: _Said) -> bool:
    """Whether text is too small to read, or hidden in Word, but not in a browser."""
    size = font_size(said)
    return said.get("mso-hide") == "all" or (size is not None and is_tiny(*size))


def _is_raised(said: _Said) -> bool:
    return said.get("vertical-align") == "super" or _raised_by(said) * 2 >= RAISED_BY


def _is_lowered(said: _Said) -> bool:
    return said.get("vertical-align") == "sub" or _raised_by(said) * 2 <= -RAISED_BY


def _is_spread(said: _Said) -> bool:
    return _SPREADING.search(said.get("display", "")) is not None


def _is_apart(said: _Said) -> bool:
    """Whether text may stand on a line of its own, or off from what is beside it."""
    return (
        _is_placed(said)
        or said.get("display", "inline") not in _IN_LINE
        or any(
            longest(value) >= GAP
            for name, value in said.items()
            if _SIDES.fullmatch(name) and (not name.startswith("border") or _BORDER.search(value))
        )
    )


_LOOKS: tuple[tuple[Look, Callable[[_Said], bool]], ...] = (
    (Look.GONE, _is_gone),
    (Look.NO_SIZE, _has_no_size),
    (Look.INVISIBLE, _is_invisible),
    (Look.OUT_OF_SIGHT, _is_out_of_sight),
    (Look.STRUCK, _is_struck),
    (Look.UNCLEAR, _is_unclear),
    (Look.TINY, _is_tiny),
    (Look.RAISED, _is_raised),
    (Look.LOWERED, _is_lowered),
    (Look.SPREAD, _is_spread),
    (Look.APART, _is_apart),
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
