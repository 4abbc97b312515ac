"""Text in the cells of a Word table that nobody sees: white on white paper, tiny, transparent, or in a row too low to show it.

Files that hold any are few: whether one may is asked of its bytes, and the runs are found before the walk over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from extract.readers._docx.names import KIND, attribute, integer, namespace_of
from extract.readers._shared.unseen import TINY, is_pale_hex
from extract.readers._shared.xml import child_named, local_name
from extract.readers._word.grounds import MARKERS, has_colour_of_ground

WHITE: Final = "FFFFFF"
SIGN_FONTS: Final = ("Wingdings", "Webdings")  # with their 2 and 3: signs in the place of digits
NARROW: Final = 10  # percent of a character's width
CLOSE: Final = -100  # twentieths of a point between characters, which lie on one another
_WHITE_THEMES: Final = ("background1", "light1")
# as nearly every program writes them, the colour's value first
_MENTIONS: Final = (
    b"olor w:theme",
    b'Color="background1"',
    b'Color="light1"',
    *(f'sz w:val="{size}"'.encode() for size in range(1, TINY + 1)),
    b'highlight w:val="black"',
)
_LETTER_FILL: Final = b"textFill>"  # WPS gives letters the theme's black, run by run
_UNSEEN_FILLS: Final = (b":noFill", b":alpha ", b":srgbClr ")
_MARKED: Final = b"highlight w:val="
_MARKER_COLOURS: Final = {colour.encode() for colour in MARKERS.values()}
_USUAL_PREFIX: Final = b"<w:"
_COLOUR: Final = b'olor w:val="'
_FILL: Final = b'fill="'
_HEX: Final = 6  # digits of a colour
_BY_ITSELF, _BY_STYLE = ("color", "sz", "highlight", "shd", "w", "spacing", "rFonts"), ("rStyle", "pStyle")
_EXACT: Final = b'w:hRule="exact"'
# up to 59 twentieths of a point
_LOW_ROW: Final = re.compile(rb'trHeight (?=[^>]*w:hRule="exact")[^>]*w:val="[1-5]?\d"')
_LOWEST: Final = 60
# what nearly no file has, before the pattern that tells
_RARE: Final = (
    (b'spacing w:val="-', re.compile(rb'spacing w:val="-[1-9]\d\d')),
    (b"<w:w ", re.compile(rb'<w:w w:val="(?:[1-9]|10)"')),
    (b"dings", re.compile(rb'="(?:Wing|Web)dings')),
)
_WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_CLEAR: Final = 90_000  # of 100,000: a fill as transparent as this is not seen
_BARE_FILLS: Final = frozenset((None, "auto", "none", "white", WHITE, WHITE.lower()))
_BARE_PATTERNS: Final = frozenset((None, "clear", "nil"))


def may_hold_unseen(xml: bytes) -> bool:
    """Whether a document part mentions a colour or size that nobody may see, or is written in a way of its own."""
    if any(mention in xml for mention in _MENTIONS) or _USUAL_PREFIX not in xml:
        return True
    if _EXACT in xml and _LOW_ROW.search(xml):
        return True
    if any(mention in xml and pattern.search(xml) for mention, pattern in _RARE):
        return True
    if _LETTER_FILL in xml and any(unseen in xml for unseen in _UNSEEN_FILLS):
        return True
    colours = _colours_behind(_COLOUR, xml)
    if any(is_pale_hex(colour.decode()) for colour in colours):
        return True
    grounds = _MARKER_COLOURS if _MARKED in xml else set()
    return bool(colours) and not colours.isdisjoint(grounds | _colours_behind(_FILL, xml))


def _colours_behind(name: bytes, xml: bytes) -> set[bytes]:
    """The values of an attribute; to split is many times as fast as a pattern's search."""
    found = {piece[:_HEX] for piece in xml.split(name)[1:]}
    return {value.lower() for value in found if value.isalnum()}  # ASCII, and not `auto"`


def unseen_runs(
    root: etree._Element,
    namespace: str,
    is_filled_style: Callable[[etree._Element], bool],
    style: str | None,
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The w:rPr of each run of unseen text on white paper within a table, and the innermost table around it.

    `style`: only those that this style sets so, else those that set it themselves.
    """
    # a style's colours are not held against cells
    shaded = () if style else root.iter(f"{{{namespace}}}shd")
    fills = {each.get(f"{{{namespace}}}fill") for each in shaded} - _BARE_FILLS
    names = [f"{{{namespace}}}{name}" for name in (_BY_STYLE if style else _BY_ITSELF)]
    for element in root.iter([*names, f"{{{_WORD_2010}}}textFill"]):
        properties = element.getparent()
        owner = properties.getparent() if properties is not None else None
        kind = KIND.get(owner.tag) if owner is not None else None
        if properties is None or owner is None:
            continue
        if style:
            holders = _holders(owner, kind, properties) if attribute(element, "val") == style else []
        else:
            unseen = kind == "r" and (says_unseen(properties) or is_blacked_out(properties))
            holders = [properties] if unseen else []
        may_be_as_cell = kind == "r" and attribute(element, "val") in fills
        if not holders and not may_be_as_cell:
            continue
        around = list(owner.iterancestors() if kind == "r" else [owner, *owner.iterancestors()])
        table = next((each for each in around if KIND.get(each.tag) == "tbl"), None)
        if table is None:
            continue
        if (may_be_as_cell and _has_colour_of_cell(properties, around)) or (
            not style and is_blacked_out(properties)
        ):
            yield properties, table
        elif not any(_fills(each, is_filled_style) for each in around):
            yield from ((holder, table) for holder in holders if not is_filled(holder))


def _holders(owner: etree._Element, kind: str | None, properties: etree._Element) -> list[etree._Element]:
    """The w:rPr of the runs to which a style applies that do not set their colour themselves; each run gets one."""
    if kind == "r":
        holders = [properties]
    else:
        runs = owner.iter(f"{{{namespace_of(owner)}}}r") if kind == "p" else ()
        holders = [_properties_of(run) for run in runs]
    return [holder for holder in holders if says_unseen(holder) is None]


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
    """Whether letters are lines, or lie on one another."""
    width, spacing = child_named(properties, "w"), child_named(properties, "spacing")
    if width is not None and 0 < (integer(width) or 0) <= NARROW:
        return True
    return spacing is not None and (integer(spacing) or 0) <= CLOSE


def _shows_signs(properties: etree._Element) -> bool:
    fonts = child_named(properties, "rFonts")
    return fonts is not None and (attribute(fonts, "ascii") or "").startswith(SIGN_FONTS)


def _shows(filled: etree._Element) -> bool | None:
    """Whether a fill of letters (w14:textFill) is one that shows; None for gradients and colours of the theme."""
    if child_named(filled, "noFill") is not None:
        return False
    alpha = next(filled.iter(f"{{{_WORD_2010}}}alpha"), None)
    if alpha is not None and (_value(alpha) or "0").isdecimal() and int(_value(alpha) or 0) >= _CLEAR:
        return False
    solid = child_named(filled, "solidFill")
    colour = child_named(solid, "srgbClr") if solid is not None else None
    return None if colour is None else not is_pale_hex(_value(colour) or "")


def _value(element: etree._Element) -> str | None:
    value: str | None = element.get(f"{{{_WORD_2010}}}val")
    return value


def is_blacked_out(properties: etree._Element) -> bool:
    """Whether a run's text has the colour of its own ground. On black shading Word sets text of no colour in white."""
    colour, marked, shaded = (child_named(properties, name) for name in ("color", "highlight", "shd"))
    own = None if colour is None else attribute(colour, "val")
    marker = None if marked is None else attribute(marked, "val")
    fill = None if shaded is None else attribute(shaded, "fill")
    return (marker in MARKERS or fill not in _BARE_FILLS) and has_colour_of_ground(own, marker, fill)


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


def _has_colour_of_cell(properties: etree._Element, around: list[etree._Element]) -> bool:
    """Whether a run's text has the colour with which its paragraph or its cell is filled."""
    colour = child_named(properties, "color")
    if colour is None or any(child_named(properties, name) is not None for name in ("shd", "highlight")):
        return False
    for element in around:
        name = {"p": "pPr", "tc": "tcPr"}.get(KIND.get(element.tag) or "")
        holder = child_named(element, name) if name else None
        shaded = None if holder is None else child_named(holder, "shd")
        if shaded is not None and attribute(shaded, "val") in _BARE_PATTERNS:
            fill = attribute(shaded, "fill")
            return fill not in _BARE_FILLS and has_colour_of_ground(attribute(colour, "val"), None, fill)
    return False


def _fills(element: etree._Element, is_filled_style: Callable[[etree._Element], bool]) -> bool:
    """Whether a paragraph, cell or table gives what it holds another ground than the paper's."""
    kind = KIND.get(element.tag)
    name = {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(kind or "")
    properties = child_named(element, name) if name else None
    if properties is None:
        return kind == "txbxContent"  # a box may be drawn in any colour
    style = child_named(properties, "tblStyle") if kind == "tbl" else None
    return is_filled(properties) or (style is not None and is_filled_style(style))


def is_filled(properties: etree._Element) -> bool:
    """Whether properties give a ground that is not white."""
    for child in properties:
        name = local_name(child)
        if name == "highlight" and attribute(child, "val") not in _BARE_FILLS:
            return True
        if name == "shd":
            fill = attribute(child, "fill")
            if fill not in _BARE_FILLS or attribute(child, "val") not in _BARE_PATTERNS:
                return True
    return False
