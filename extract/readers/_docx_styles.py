"""word/styles.xml → what each style says about headings, hidden text and list numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from extract.readers._docx_names import attribute, child_named, integer, local_name, switched_on
from extract.readers._docx_properties import Style
from extract.readers._docx_white import is_filled

_HEADING_NAME: Final = re.compile(r"(heading|标题) ?\d?|title|subtitle|副标题", re.IGNORECASE)
_MAX_BASES: Final = 50  # a chain of styles based on one another; a longer one goes in a circle


def read_styles(root: etree._Element) -> dict[str, Style]:
    """Styles by their id, with what they inherit. `root` is w:styles."""
    elements = {attribute(child, "styleId") or "": child for child in root if local_name(child) == "style"}
    return {identifier: _resolve(_chain(identifier, elements)) for identifier in elements}


def _chain(identifier: str, elements: dict[str, etree._Element]) -> Iterable[etree._Element]:
    for _ in range(_MAX_BASES):
        element = elements.get(identifier)
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
    filled = False
    for element in chain:
        heading = _heading(element) if heading is None else heading
        hidden = _hidden(element) if hidden is None else hidden
        if attribute(element, "type") == "table":
            filled = filled or any(map(is_filled, element.iter()))
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
    return Style(bool(heading), bool(hidden), numbered, filled)


def _heading(style: etree._Element) -> bool | None:
    properties = child_named(style, "pPr")
    outline = child_named(properties, "outlineLvl") if properties is not None else None
    if outline is not None:
        return (integer(outline) or 0) < 9  # 9 is body text
    name = child_named(style, "name")
    return True if name is not None and _HEADING_NAME.fullmatch(attribute(name, "val") or "") else None


def _hidden(style: etree._Element) -> bool | None:
    properties = child_named(style, "rPr")
    vanish = child_named(properties, "vanish") if properties is not None else None
    return None if vanish is None else switched_on(vanish)
