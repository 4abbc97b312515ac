"""How text of an OpenDocument file looks, as its styles say: struck through, raised, or so that nobody sees it.

Styles lie one over the other: that of a span over that of its paragraph, an automatic one over the one that it names as
its parent. What a style says of text and ground is one mapping, `Look`, from the names of attributes to their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from extract.flags import HIDDEN_TEXT, STRUCK_TEXT, SUBSCRIPT, SUPERSCRIPT
from extract.readers._odf.names import FO, STYLE, STYLE_NAME
from extract.readers._shared.unseen import SIGN_FONTS, TINY, is_pale_hex, is_squeezed
from extract.readers._shared.xml import local_name

Look = Mapping[str, str]
PLAIN: Final[Look] = {}
GROUND: Final = "ground"  # behind a paragraph or a cell, as `background-color` is behind letters
_BACKGROUND: Final = "background-color"
_LINES: Final = ("text-line-through-style", "text-line-through-type")
_FONTS: Final = ("font-name", "font-family")
_OF_TEXT: Final = frozenset(
    (*_LINES, *_FONTS, _BACKGROUND, "text-position", "color", "display", "font-size", "text-scale", "letter-spacing")
)  # fmt: skip
_RAISED_BY: Final = 10  # percent of the letters' height
_LENGTH: Final = re.compile(r"(-?\d*\.?\d+)(pt|cm|mm|in|px|%)")
_POINTS: Final = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "px": 0.75}


class Styles:
    """The styles of a file by name; those of later roots count before those of earlier ones."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._elements = {
            style.get(STYLE_NAME) or "": style for root in roots for style in root.iter(f"{STYLE}style")
        }
        self._looks: dict[str, Look] = {"": PLAIN}

    def names(self) -> Iterable[str]:
        return self._elements

    def look(self, name: str | None) -> Look:
        """What the style says, and what it does not say its parent does."""
        name = name or ""
        if name not in self._looks:
            style = self._elements.get(name)
            self._looks[name] = PLAIN  # a style may be its own parent
            if style is not None:
                self._looks[name] = over(self.look(style.get(f"{STYLE}parent-style-name")), _own_look(style))
        return self._looks[name]


def over(look: Look, upper: Look) -> Look:
    """One look over another."""
    return {**look, **upper} if look and upper else upper or look


def is_dark(look: Look) -> bool:
    """Whether the ground lets white text be seen."""
    ground = _ground(look)
    return bool(ground) and not is_pale_hex(ground)


def flags_of(look: Look) -> tuple[str, ...]:
    """Why text of that look is doubted."""
    if not look:
        return ()
    flags = []
    if any(look.get(line, "none") != "none" for line in _LINES):
        flags.append(STRUCK_TEXT)
    place = _place(look.get("text-position", ""))
    if place is not None:
        flags.append(place)
    if _is_unseen(look):
        flags.append(HIDDEN_TEXT)
    return tuple(flags)


def _own_look(style: etree._Element) -> Look:
    look: dict[str, str] = {}
    for child in style:
        if child.tag == f"{STYLE}text-properties":
            for name, value in child.attrib.items():
                local = str(name).rpartition("}")[2]
                if local in _OF_TEXT and value != "transparent":
                    look[local] = str(value)
        elif local_name(child) in ("table-cell-properties", "paragraph-properties"):
            ground = child.get(f"{FO}{_BACKGROUND}", "transparent")
            if ground != "transparent":
                look[GROUND] = ground
    return look


def _ground(look: Look) -> str:
    return (look.get(_BACKGROUND) or look.get(GROUND) or "").lower()


def _is_unseen(look: Look) -> bool:
    ink = look.get("color", "").lower()
    if (ink and ink == _ground(look)) or (is_pale_hex(ink) and not is_dark(look)):
        return True
    if look.get("display") == "none" or any(
        look.get(font, "").strip("'\"").startswith(SIGN_FONTS) for font in _FONTS
    ):
        return True
    size, scale, apart = (
        _measure(look.get(name, "")) for name in ("font-size", "text-scale", "letter-spacing")
    )
    return 0 < (size or 0) <= TINY / 2 or is_squeezed(scale, None if apart is None else apart * 20)


def _measure(text: str) -> float | None:
    """A length in points; a share, but for that of a font's size, in percent."""
    found = _LENGTH.fullmatch(text)
    return None if found is None else float(found[1]) * _POINTS.get(found[2], 1.0)


def _place(position: str) -> str | None:
    """`super 58%`, `-33% 58%`: where text is set."""
    by = position.split()[0] if position.strip() else ""
    if by in ("super", "sub"):
        return SUPERSCRIPT if by == "super" else SUBSCRIPT
    try:
        percent = float(by.removesuffix("%"))
    except ValueError:
        return None
    return None if abs(percent) < _RAISED_BY else SUPERSCRIPT if percent > 0 else SUBSCRIPT
