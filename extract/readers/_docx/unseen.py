"""Text in the cells of a Word table that nobody sees: white on white paper, tiny, transparent, or in a row too low to show it.

Files that hold any are few: whether one may is asked of its bytes, and the runs are found before the walk over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.readers._docx.names import KIND, attribute, integer, namespace_of
from extract.readers._shared.unseen import SIGN_FONTS, TINY, is_pale_hex, is_squeezed
from extract.readers._shared.xml import child_named, local_name
from extract.readers._word.grounds import MARKERS, has_colour_of_ground

WHITE: Final = "FFFFFF"
_WHITE_THEMES: Final = ("background1", "light1")
_USUAL_PREFIX: Final = b"<w:"
# in the properties of a run, as nearly every program writes them
_MENTION: Final = re.compile(
    rb'olor w:theme|Color="(?:background|light)1"|sz w:val="[1-%d]"|highlight w:val="black"'
    % TINY
    + rb'|spacing w:val="-[1-9]\d\d|<w:w w:val="(?:[1-9]|10)"|="(?:Wing|Web)dings'
    # WPS gives letters the theme's black, run by run
    rb"|textFill\b(?:(?!/w14:textFill).)*:(?:noFill|alpha |srgbClr )",
    re.DOTALL,
)
_MARKED: Final = b"highlight w:val="
_MARKER_COLOURS: Final = {colour.encode() for colour in MARKERS.values()}
_COLOUR: Final = b'olor w:val="'
_FILL: Final = b'fill="'
_HEX: Final = 6  # digits of a colour
_BY_ITSELF, _BY_STYLE = ("color", "sz", "highlight", "shd", "w", "spacing", "rFonts"), ("rStyle", "pStyle")
_EXACT: Final = b'w:hRule="exact"'
# up to 59 twentieths of a point
_LOW_ROW: Final = re.compile(rb'trHeight (?=[^>]*w:hRule="exact")[^>]*w:val="[1-5]?\d"')
_LOWEST: Final = 60
_WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_BARE_FILLS: Final = frozenset((None, "auto", "none", "white", WHITE, WHITE.lower()))
_BARE_PATTERNS: Final = frozenset((None, "clear", "nil"))

Ground = tuple[str | None, str | None]  # marker and fill


def may_hold_unseen(xml: bytes) -> bool:
    """Whether a document part mentions a colour or size that nobody may see, or is written in a way of its own."""
    if _USUAL_PREFIX not in xml or (_EXACT in xml and _LOW_ROW.search(xml)):
        return True
    # the same few looks over and over
    looks = b"".join({piece.partition(b"</w:rPr")[0] for piece in xml.split(b"<w:rPr")[1:]})
    if _MENTION.search(looks):
        return True
    colours = _colours_behind(_COLOUR, looks)
    if any(is_pale_hex(colour.decode()) for colour in colours):
        return True
    grounds = _MARKER_COLOURS if _MARKED in looks else set()
    return bool(colours) and not colours.isdisjoint(grounds | _colours_behind(_FILL, xml))


def _colours_behind(name: bytes, xml: bytes) -> set[bytes]:
    """The values of an attribute; to split is many times as fast as a pattern's search."""
    found = {piece[:_HEX] for piece in xml.split(name)[1:]}
    return {value.lower() for value in found if value.isalnum()}  # ASCII, and not `auto"`


def unseen_runs(
    root: etree._Element, namespace: str, style: str | None
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The w:rPr of each run of unseen text within a table, and the innermost table around it.

    `style`: only those that this style sets so and that say nothing else, else those that set it themselves.
    """
    names = [f"{{{namespace}}}{name}" for name in (_BY_STYLE if style else _BY_ITSELF)]
    for element in root.iter([*names, f"{{{_WORD_2010}}}textFill"]):
        owner = element.getparent().getparent()
        kind = KIND.get(owner.tag) if owner is not None else None
        if kind == "r" and style in (None, attribute(element, "val")):
            runs = [owner]
        elif kind == "p" and style is not None and style == attribute(element, "val"):
            runs = [*owner.iter(f"{{{namespace}}}r")]
        else:
            continue
        for run in runs:
            around = [run, *run.iterancestors()]
            table = next((each for each in around if KIND.get(each.tag) == "tbl"), None)
            if table is None:
                break
            nearest = next(filter(None, map(_ground_of, around)), None)
            if _is_unseen(_properties_of(run), nearest, by_style=style is not None):
                yield _properties_of(run), table


def _is_unseen(properties: etree._Element, ground: Ground | None, *, by_style: bool) -> bool:
    said = says_unseen(properties)
    if ground is None:
        return said is None if by_style else bool(said)
    colour = child_named(properties, "color")
    # a style's colours are not held against grounds
    return not by_style and has_colour_of_ground(
        None if colour is None else attribute(colour, "val"), *ground
    )


def says_unseen(properties: etree._Element) -> bool | None:
    """Whether properties set text so that nobody sees it on paper, or other signs in its place; None where they say nothing of it."""
    if _is_squeezed(properties) or _shows_signs(properties):
        return True
    colour, size = child_named(properties, "color"), child_named(properties, "sz")
    filled = properties.find(f"{{{_WORD_2010}}}textFill")
    if filled is not None and (seen := _shows(filled)) is not None:
        return not seen
    if size is not None and 0 < (integer(size) or 0) <= TINY:
        return True
    if colour is None:
        return None
    if attribute(colour, "themeColor") in _WHITE_THEMES:
        return attribute(colour, "themeTint") is None and attribute(colour, "themeShade") is None
    return is_pale_hex(attribute(colour, "val") or "")


def _is_squeezed(properties: etree._Element) -> bool:
    width, spacing = (child_named(properties, name) for name in ("w", "spacing"))
    return is_squeezed(
        None if width is None else integer(width), None if spacing is None else integer(spacing)
    )


def _shows_signs(properties: etree._Element) -> bool:
    fonts = child_named(properties, "rFonts")
    return fonts is not None and (attribute(fonts, "ascii") or "").startswith(SIGN_FONTS)


def _shows(filled: etree._Element) -> bool | None:
    """Whether a fill of letters (w14:textFill) is one that shows; None for gradients and colours of the theme."""
    parts = {local_name(each): each for each in filled.iter()}
    if "noFill" in parts or "alpha" in parts:
        return False
    return not is_pale_hex(_value(parts["srgbClr"]) or "") if "srgbClr" in parts else None


def _value(element: etree._Element) -> str | None:
    value: str | None = element.get(f"{{{_WORD_2010}}}val")
    return value


def runs_of_low_rows(root: etree._Element, namespace: str) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The same of the runs in rows so low that no text shows: as Word, which cannot hide a row, is made to hide one."""
    for height in root.iter(f"{{{namespace}}}trHeight"):
        if attribute(height, "hRule") != "exact" or not 0 < (integer(height) or 0) < _LOWEST:
            continue
        row = next((each for each in height.iterancestors() if KIND.get(each.tag) == "tr"), None)
        table = next((each for each in height.iterancestors() if KIND.get(each.tag) == "tbl"), None)
        if row is not None and table is not None:
            yield from ((_properties_of(run), table) for run in row.iter(f"{{{namespace}}}r"))


def _properties_of(run: etree._Element) -> etree._Element:
    """The w:rPr of a run, which gets one."""
    found = child_named(run, "rPr")
    if found is None:
        found = run.makeelement(f"{{{namespace_of(run)}}}rPr")
        run.insert(0, found)
    return found


def _ground_of(element: etree._Element) -> Ground | None:
    """What a run, paragraph, cell or table gives its text for another ground than the paper's; a box may be drawn in any colour."""
    kind = KIND.get(element.tag) or ""
    name = {"r": "rPr", "p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(kind)
    properties = child_named(element, name) if name else None
    if properties is None:
        return (None, None) if kind == "txbxContent" else None
    return ground(properties)


def ground(properties: etree._Element) -> Ground | None:
    """The marker and the fill that properties give, of patterns none; None where they give none, or white."""
    for child in properties:
        name = local_name(child)
        if name == "highlight" and attribute(child, "val") not in _BARE_FILLS:
            return attribute(child, "val"), None
        if name == "shd":
            fill = attribute(child, "fill")
            if attribute(child, "val") not in _BARE_PATTERNS:
                return None, None
            if fill not in _BARE_FILLS:
                return None, fill
    return None
