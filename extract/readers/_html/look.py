"""A style attribute → what it does to the text under it, as far as a reader of the page would notice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

from extract.readers._html.colours import FAINT, channels_of, is_unseen
from extract.readers._raised import RAISED_BY

TINY = 2.0  # points; text below has a size that nobody reads
SMALL = 9.0  # points; text set to its line's top at less is a mark
GAP = 3.0  # points between two digits; less is no more than spacing of letters
ROOM = 12.0  # points; a box as wide leaves room beside a digit

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
    TINY = auto()  # or of its ground's colour
    APART = auto()  # on a line of its own, or with a gap beside it
    BACKWARDS = auto()  # its letters run from right to left
    ROW_BACKWARDS = auto()  # so do the elements in it


_DECLARATION = re.compile(r"(?<![\w-])([\w-]++)\s*:((?:[^;()\"']|\([^)]*\)|\"[^\"]*\"|'[^']*')*)")
_GONE = re.compile(
    rf"{_START}(?:display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:comment|comment-list|annotation)\b)",
    re.IGNORECASE,
)
# 0.5 is not 0
_NOUGHT = r"0(?![.\d]*[1-9])"
_INVISIBLE = re.compile(
    rf"{_START}(?:visibility\s*:\s*hidden|content-visibility\s*:\s*hidden|scale\s*:\s*{_NOUGHT}"
    rf"|transform\s*:[^;]*(?:scale[xy]?\(\s*{_NOUGHT}|rotate[xy]\(\s*-?(?:90|270)deg)"
    rf"|filter\s*:[^;]*opacity\(\s*{_NOUGHT})",
    re.IGNORECASE,
)
_OPACITY = re.compile(rf"{_START}opacity\s*:\s*(\d*\.?\d+(?:e-?\d+)?)(%?)", re.IGNORECASE)
_NO_SIZE = re.compile(rf"{_START}(?:font-size\s*:\s*|font\s*:[^;/]*?(?<![\d.])){_NOUGHT}", re.IGNORECASE)
_STRUCK = re.compile(rf"{_START}text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_SCRIPT = re.compile(rf"{_START}vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_BASELINE = re.compile(rf"{_START}vertical-align\s*:\s*(-?[\d.]+)(pt|px|em|%)", re.IGNORECASE)
_AT_TOP = re.compile(rf"{_START}vertical-align\s*:\s*(?:text-)?top\b", re.IGNORECASE)
_BACKWARDS = re.compile(rf"{_START}unicode-bidi\s*:\s*(?:isolate-|bidi-)override", re.IGNORECASE)
_RIGHT_TO_LEFT = re.compile(rf"{_START}direction\s*:\s*rtl", re.IGNORECASE)
_ROW_BACKWARDS = re.compile(rf"{_START}flex-(?:direction|flow)\s*:[^;]*row-reverse", re.IGNORECASE)
_TEXT_RAISE = re.compile(rf"{_START}mso-text-raise\s*:\s*(-?[\d.]+)(pt|px|%)?", re.IGNORECASE)
_RELATIVE = re.compile(rf"{_START}position\s*:\s*relative", re.IGNORECASE)
_SHIFT = re.compile(rf"{_START}(top|bottom)\s*:\s*(-?[\d.]+)(px|pt|em)?", re.IGNORECASE)
_COLOUR = re.compile(rf"{_START}(?:-webkit-text-fill-)?color\s*:([^;!]*)", re.IGNORECASE)
# not in rem, of which a page for phones sets its own
_SIZE = re.compile(
    rf"{_START}(?:font-size\s*:\s*|font\s*:[^;/]*?(?<![\d.]))([\d.]+)(px|pt|em|%)", re.IGNORECASE
)
_LINE = re.compile(
    rf"{_START}(?:display\s*:\s*(?:block|flow-root|list-item|table|flex|grid)\b|float\s*:\s*(?:left|right)\b"
    r"|position\s*:\s*(?:absolute|fixed)\b|order\s*:\s*-?[1-9])",
    re.IGNORECASE,
)
_SIDES = re.compile(rf"{_START}(?:margin|padding)(-left|-right|-inline[\w-]*)?\s*:([^;!]*)", re.IGNORECASE)
_BOX = re.compile(rf"{_START}display\s*:\s*inline-(?:block|flex|table)", re.IGNORECASE)
_WIDTH = re.compile(rf"{_START}(?:min-)?width\s*:([^;!]*)", re.IGNORECASE)
_MOVED = re.compile(rf"{_START}(?:left|right)\s*:([^;!]*)", re.IGNORECASE)
_LENGTH = re.compile(r"-?(\d*\.?\d+)(px|pt|em|rem|%)?", re.IGNORECASE)
_FAR = re.compile(
    rf"{_START}(?:left|right|top|bottom|margin-left|text-indent)\s*:\s*-\d{{3,}}", re.IGNORECASE
)
_AWAY = re.compile(rf"{_START}position\s*:\s*(?:absolute|fixed|relative)", re.IGNORECASE)
# by less, boxes are centred on their page
_PULLED = re.compile(
    rf"{_START}(?:margin-left\s*:\s*|transform\s*:[^;]*translate[xy]?\(\s*)-\d{{4,}}", re.IGNORECASE
)
_INDENTED = re.compile(rf"{_START}text-indent\s*:\s*-\d{{3,}}", re.IGNORECASE)
_CLIPPED = re.compile(
    rf"{_START}clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)",
    re.IGNORECASE,
)
_CLIP_PATH = re.compile(
    rf"{_START}clip-path\s*:\s*(?:inset\((?:\s*\d+%?)*?\s*(?:50|100)%|circle\(\s*0|polygon\([0\s,]*\))",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(rf"{_START}(?:max-)?(?:width|height)\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)", re.IGNORECASE)
_CUT = re.compile(rf"{_START}overflow\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_GROUND = re.compile(rf"{_START}background(?:-color|-image)?\s*:\s*([^;]*)", re.IGNORECASE)
_FIRST = re.compile(r"\s*([^\s(!]*(?:\([^)]*\))?)")
_NO_GROUND = ("", "none", "inherit", "initial", "unset", "transparent")
HIDING = frozenset((Look.GONE, Look.NO_SIZE, Look.INVISIBLE, Look.OUT_OF_SIGHT))
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12, None: 0.75}


@lru_cache(maxsize=1 << 12)
def look_of(style: str) -> Look:
    """What a declaration list does; the most thorough effect first."""
    style = _last_of_each(style)
    if _GONE.search(style):
        return Look.GONE
    if _NO_SIZE.search(style):
        return Look.NO_SIZE
    if _INVISIBLE.search(style) or any(_is_faint(*opacity) for opacity in _OPACITY.findall(style)):
        return Look.INVISIBLE
    if _is_out_of_sight(style):
        return Look.OUT_OF_SIGHT
    if _STRUCK.search(style):
        return Look.STRUCK
    if _BACKWARDS.search(style) and _RIGHT_TO_LEFT.search(style):
        return Look.BACKWARDS
    if _ROW_BACKWARDS.search(style):
        return Look.ROW_BACKWARDS
    if any(_points(*size) < TINY for size in _SIZE.findall(style)) or _is_blacked_out(style):
        return Look.TINY
    if any(map(is_unseen, _COLOUR.findall(style))) and not ground_of(style):
        return Look.WHITE
    script = _SCRIPT.search(style)
    if script is not None:
        return Look.RAISED if script[1].lower() == "super" else Look.LOWERED
    by = _raised_by(style)
    if abs(by) * 2 >= RAISED_BY:
        return Look.RAISED if by > 0 else Look.LOWERED
    return Look.APART if _is_apart(style) else Look.PLAIN


def _last_of_each(style: str) -> str:
    """The declarations that count where some are given twice."""
    declared = _DECLARATION.findall(style)
    if len({name.lower() for name, _ in declared}) == len(declared):
        return style
    counted: dict[str, str] = {}
    for name, value in declared:
        if "!important" not in counted.get(name.lower(), "") or "!important" in value:
            counted[name.lower()] = value
    return ";".join(f"{name}:{value}" for name, value in counted.items())


def _is_out_of_sight(style: str) -> bool:
    """Whether text stays in the page without a place on the screen, as what is meant for screen readers does."""
    return bool(
        _INDENTED.search(style)
        or _PULLED.search(style)
        or _CLIP_PATH.search(style)
        or (_AWAY.search(style) and _FAR.search(style))
        or (_CLIPPED.search(style) and _AWAY.search(style))
        or (_NO_ROOM.search(style) and _CUT.search(style))
    )


def _is_faint(opacity: str, percent: str) -> bool:
    return float(opacity) / (100 if percent else 1) < FAINT


def _is_blacked_out(style: str) -> bool:
    """Whether text has the colour of its own ground."""
    ground, colours = _GROUND.search(style), _COLOUR.findall(style)
    if ground is None or not colours:
        return False
    first = _FIRST.match(ground[1])
    ink, behind = channels_of(colours[-1]), channels_of(first[1] if first else "")
    return ink is not None and ink == behind


def _is_apart(style: str) -> bool:
    """Whether text stands on a line of its own, or off from what is beside it."""
    if _LINE.search(style):
        return True
    if any(_gap(side, lengths) >= GAP for side, lengths in _SIDES.findall(style)):
        return True
    if _BOX.search(style) and any(_longest(width) >= ROOM for width in _WIDTH.findall(style)):
        return True
    return bool(_RELATIVE.search(style)) and any(_longest(by) >= GAP for by in _MOVED.findall(style))


def _gap(side: str, lengths: str) -> float:
    """The widest space that a margin or padding leaves to the left or right."""
    found = _LENGTH.findall(lengths)
    if side or len(found) < 2:
        return max((_points(*length) for length in found), default=0.0)
    return max(_points(*length) for length in (found[1], found[-1] if len(found) == 4 else found[1]))


def _longest(lengths: str) -> float:
    return max((_points(*length) for length in _LENGTH.findall(lengths)), default=0.0)


def ground_of(style: str) -> bool | None:
    """Whether the background is other than white; None where what is behind shows through."""
    found = _GROUND.search(style)
    if found is None:
        return None
    first = _FIRST.match(found[1].lower())
    ground = first[1] if first else ""
    return None if ground in _NO_GROUND else not is_unseen(ground)


def own_ground(attributes: Mapping[str, str | None]) -> bool | None:
    """The same of an element, by its style or else the attributes of old pages."""
    ground = ground_of(attributes.get("style") or "")
    if ground is None and attributes.get("background"):
        return True
    colour = attributes.get("bgcolor")
    return not is_unseen(colour) if ground is None and colour else ground


def _raised_by(style: str) -> float:
    """By how many points text stands higher than its line."""
    stated = _TEXT_RAISE.search(style) or _BASELINE.search(style)
    if stated is not None:
        return _points(stated[1], stated[2])
    if _AT_TOP.search(style) and any(_points(*size) < SMALL for size in _SIZE.findall(style)):
        return RAISED_BY
    shift = _SHIFT.search(style) if _RELATIVE.search(style) else None
    if shift is None:
        return 0.0
    points = _points(shift[2], shift[3])
    return -points if shift[1].lower() == "top" else points


def _points(number: str, unit: str | None) -> float:
    try:
        return float(number) * _POINTS[unit.lower() if unit else None]
    except ValueError:
        return 0.0
