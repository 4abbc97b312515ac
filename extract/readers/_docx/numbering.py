"""word/numbering.xml → its lists: a w:num is an instance of a w:abstractNum, which it may override (w:lvlOverride)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.readers._docx.names import attribute, integer, switched_on
from extract.readers._shared.xml import child_named, local_name
from extract.readers._word.numbering import Level, NumberedList, Numbering

_SUFFIX: Final = {"space": " ", "nothing": ""}  # what follows the number; a tab where nothing is said


def read_numbering(root: etree._Element) -> Numbering:
    """The lists of a w:numbering part."""
    abstracts = {
        attribute(child, "abstractNumId") or "": child for child in root if local_name(child) == "abstractNum"
    }
    by_style_link = {}
    for identifier, element in abstracts.items():
        link = child_named(element, "styleLink")
        if link is not None:
            by_style_link[attribute(link, "val")] = identifier
    lists = {}
    for child in root:
        if local_name(child) != "num":
            continue
        reference = child_named(child, "abstractNumId")
        abstract = (attribute(reference, "val") if reference is not None else None) or ""
        element = abstracts.get(abstract)
        link = child_named(element, "numStyleLink") if element is not None else None
        if link is not None:  # the levels stand with the list that the style was made from
            element = abstracts.get(by_style_link.get(attribute(link, "val"), ""), element)
        levels = _levels(element) if element is not None else {}
        starts: dict[int, int] = {}
        for override in child:
            if local_name(override) == "lvlOverride":
                _override(override, levels, starts)
        lists[attribute(child, "numId") or ""] = NumberedList(abstract, levels, starts)
    return Numbering(lists)


def _override(element: etree._Element, levels: dict[int, Level], starts: dict[int, int]) -> None:
    index = integer(element, "ilvl") or 0
    levels.update(_levels(element))
    start = child_named(element, "startOverride")
    if start is not None:
        starts[index] = integer(start) or 0


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {integer(child, "ilvl") or 0: _level(child) for child in parent if local_name(child) == "lvl"}


def _level(element: etree._Element) -> Level:
    values = {local_name(child): child for child in element}
    # a custom style (001, 002) stands in an alternative whose fallback is decimal
    form = attribute(values["numFmt"], "val") if "numFmt" in values else None
    start = integer(values["start"]) if "start" in values else None
    return Level(
        start=start if start is not None else 0,  # Word counts from 0 where w:start is missing
        form=form or "decimal",
        text=(attribute(values["lvlText"], "val") or "") if "lvlText" in values else "",
        suffix=_SUFFIX.get((attribute(values["suff"], "val") or "") if "suff" in values else "", "\t"),
        legal="isLgl" in values and switched_on(values["isLgl"]),
        restart=integer(values["lvlRestart"]) if "lvlRestart" in values else None,
    )
