"""A style attribute → what it does to the text under it, as far as a reader of the page would notice."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from extract.readers._raised import RAISED_BY

_START = r"(?:^|[;\s])"


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


_GONE = re.compile(
    rf"{_START}(?:display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:comment|comment-list|annotation)\b)",
    re.IGNORECASE,
)
# 0.5 is not 0
_INVISIBLE = re.compile(rf"{_START}(?:visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9]))", re.IGNORECASE)
_NO_SIZE = re.compile(rf"{_START}font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_STRUCK = re.compile(rf"{_START}text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_SCRIPT = re.compile(rf"{_START}vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_TEXT_RAISE = re.compile(rf"{_START}mso-text-raise\s*:\s*(-?[\d.]+)(pt|px|%)?", re.IGNORECASE)
_RELATIVE = re.compile(rf"{_START}position\s*:\s*relative", re.IGNORECASE)
_SHIFT = re.compile(rf"{_START}(top|bottom)\s*:\s*(-?[\d.]+)(px|pt|em)?", re.IGNORECASE)
_WHITE_COLOUR = r"(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"
_WHITE = re.compile(rf"{_START}color\s*:\s*{_WHITE_COLOUR}", re.IGNORECASE)
_FAR = re.compile(
    rf"{_START}(?:left|right|top|bottom|margin-left|text-indent)\s*:\s*-\d{{3,}}", re.IGNORECASE
)
_AWAY = re.compile(rf"{_START}position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_INDENTED = re.compile(rf"{_START}text-indent\s*:\s*-\d{{3,}}", re.IGNORECASE)
_CLIPPED = re.compile(
    rf"{_START}clip(?:-path)?\s*:\s*(?:rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
    r"|inset\((?:50|100)%\))",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(rf"{_START}(?:max-)?(?:width|height)\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)", re.IGNORECASE)
_CUT = re.compile(rf"{_START}overflow\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_GROUND = re.compile(rf"{_START}background(?:-color|-image)?\s*:\s*([^;]*)", re.IGNORECASE)
_BARE = re.compile(rf"(?:{_WHITE_COLOUR}|none\b|inherit\b|initial\b).*|", re.IGNORECASE | re.DOTALL)
HIDING = frozenset((Look.GONE, Look.NO_SIZE, Look.INVISIBLE, Look.OUT_OF_SIGHT))
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "%": 0.12, None: 0.75}


@lru_cache(maxsize=1 << 12)
def look_of(style: str) -> Look:
    """What a declaration list does; the most thorough effect first."""
    if _GONE.search(style):
        return Look.GONE
    if _NO_SIZE.search(style):
        return Look.NO_SIZE
    if _INVISIBLE.search(style):
        return Look.INVISIBLE
    if _is_out_of_sight(style):
        return Look.OUT_OF_SIGHT
    if _STRUCK.search(style):
        return Look.STRUCK
    if _WHITE.search(style):
        return Look.WHITE
    script = _SCRIPT.search(style)
    if script is not None:
        return Look.RAISED if script[1].lower() == "super" else Look.LOWERED
    by = _raised_by(style)
    if abs(by) * 2 < RAISED_BY:
        return Look.PLAIN
    return Look.RAISED if by > 0 else Look.LOWERED


def _is_out_of_sight(style: str) -> bool:
    """Whether text stays in the page without a place on the screen, as what is meant for screen readers does."""
    return bool(
        _INDENTED.search(style)
        or (_AWAY.search(style) and _FAR.search(style))
        or (_CLIPPED.search(style) and _AWAY.search(style))
        or (_NO_ROOM.search(style) and _CUT.search(style))
    )


def ground_of(style: str) -> bool | None:
    """Whether the background is other than white; None where the style gives none."""
    found = _GROUND.search(style)
    return None if found is None else not _BARE.fullmatch(found[1].strip())


def is_white(colour: str) -> bool:
    """Whether a colour attribute is white."""
    return colour.strip().lower() in ("#ffffff", "#fff", "white", "ffffff")


def _raised_by(style: str) -> float:
    """By how many points text stands higher than its line."""
    stated = _TEXT_RAISE.search(style)
    if stated is not None:
        return _number(stated[1]) * _POINTS[stated[2].lower() if stated[2] else None]
    shift = _SHIFT.search(style) if _RELATIVE.search(style) else None
    if shift is None:
        return 0.0
    points = _number(shift[2]) * _POINTS[shift[3].lower() if shift[3] else None]
    return -points if shift[1].lower() == "top" else points


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
