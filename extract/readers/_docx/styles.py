"""word/styles.xml → what each style says about headings, hidden text and list numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from extract.readers._docx.names import attribute, integer, switched_on
from extract.readers._docx.properties import Style
from extract.readers._docx.unseen import ground, says_unseen
from extract.readers._shared.raised import PLACES
from extract.readers._shared.xml import child_named

_HEADING_NAME: Final = re.compile(r"(heading|标题) ?\d?|title|subtitle|副标题", re.IGNORECASE)
_MAX_BASES: Final = 50  # a chain of styles based on one another; a longer one goes in a circle


FindStyle = Callable[[str], etree._Element | None]  # the w:style of an id


def styles_of(root: etree._Element | None) -> FindStyle:
    """What finds the styles of w:styles (None: the document has none)."""
    found = () if root is None else root.iterchildren("{*}style")
    return {attribute(child, "styleId") or "": child for child in found}.get


class Styles:
    """The styles of a document by their id, with what they inherit: each is read when it is first asked for."""

    def __init__(self, find: FindStyle) -> None:
        self._find = find
        self._read: dict[str, Style] = {}

    def named(self, identifier: str) -> Style:
        """The style of that id; one that nobody defines says nothing."""
        if identifier not in self._read:
            self._read[identifier] = _resolve(_chain(identifier, self._find))
        return self._read[identifier]


def _chain(identifier: str, find: FindStyle) -> Iterable[etree._Element]:
    for _ in range(_MAX_BASES):
        element = find(identifier)
        if element is None:
            return
        yield element
        base = child_named(element, "basedOn")
        if base is None:
            return
        identifier = attribute(base, "val") or ""


def _resolve(chain: Iterable[etree._Element]) -> Style:
    """The nearest style that says something decides."""
    heading: bool | None = None
    hidden: bool | None = None
    list_id: str | None = None
    level: int | None = None
    struck: bool | None = None
    place: str | None = None
    unseen: bool | None = None
    for element in chain:
        heading = _heading(element) if heading is None else heading
        hidden = _says(element, "vanish") if hidden is None else hidden
        struck = _says(element, "strike", "dstrike") if struck is None else struck
        place = _place(element) if place is None else place
        unseen = _unseen(element) if unseen is None else unseen
        properties = child_named(element, "pPr")
        numbering = child_named(properties, "numPr") if properties is not None else None
        if numbering is not None:
            identifier = child_named(numbering, "numId")
            depth = child_named(numbering, "ilvl")
            if list_id is None and identifier is not None:
                list_id = attribute(identifier, "val")
            if level is None and depth is not None:
                level = integer(depth)
    numbered = (list_id, level or 0) if list_id is not None else None
    off_the_line = place if place in PLACES else None
    return Style(bool(heading), bool(hidden), numbered, bool(struck), off_the_line, unseen=bool(unseen))


def _heading(style: etree._Element) -> bool | None:
    properties = child_named(style, "pPr")
    outline = child_named(properties, "outlineLvl") if properties is not None else None
    if outline is not None:
        return (integer(outline) or 0) < 9  # 9 is body text
    name = child_named(style, "name")
    return True if name is not None and _HEADING_NAME.fullmatch(attribute(name, "val") or "") else None


def _says(style: etree._Element, *names: str) -> bool | None:
    """Whether a style switches any of the properties of text on; None where it says nothing of them."""
    properties = child_named(style, "rPr")
    found = [child_named(properties, name) for name in names] if properties is not None else []
    said = [switched_on(each) for each in found if each is not None]
    return any(said) if said else None


def _unseen(style: etree._Element) -> bool | None:
    if any(child.tag is not etree.Comment and ground(child) for child in style):
        return False
    properties = child_named(style, "rPr")
    return None if properties is None else says_unseen(properties)


def _place(style: etree._Element) -> str | None:
    properties = child_named(style, "rPr")
    place = child_named(properties, "vertAlign") if properties is not None else None
    return None if place is None else attribute(place, "val")
