"""The few properties of a Word document that matter for its text: merges, styles, hidden text, deletions.

A single pass in C gathers them; fonts and borders, which are most of a file, are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.flags import HIDDEN_TEXT, STRUCK_TEXT
from extract.readers._docx.names import (
    CHOICE,
    CONTENT_2003,
    KIND,
    PROPERTY,
    PROPERTY_TAGS,
    attribute,
    attribute_2003,
    integer,
    switched_on,
)
from extract.readers._shared.raised import PLACES, place_of
from extract.readers._shared.xml import local_name

Properties = dict[str, etree._Element]

_MAKERS: Final = (
    "http://schemas.microsoft.com/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or character style says about the text under it."""

    heading: bool = False
    hidden: bool = False
    numbering: tuple[str, int] | None = None  # list id and level
    struck: bool = False
    place: str | None = None  # `superscript`, `subscript`
    unseen: bool = False  # white or tiny

    def is_plain(self) -> bool:
        """Whether it leaves the text of a cell as it stands."""
        return not (self.heading or self.hidden or self.numbering or self.struck or self.place or self.unseen)


def gathered_properties(root: etree._Element, namespace: str) -> dict[etree._Element, Properties]:
    """The properties that matter by the element that holds them (w:pPr, w:rPr, w:tcPr, w:trPr), by name.

    `mark del` and its like are those of a paragraph's own mark (w:pPr/w:rPr).
    """
    properties: dict[etree._Element, Properties] = {}
    for element in root.iter(PROPERTY_TAGS[namespace]):
        parent = element.getparent()
        if parent is None:
            continue
        name = PROPERTY[element.tag]
        properties.setdefault(parent, {})[name] = element
        if name in ("del", "moveFrom", "vanish"):
            owner = parent.getparent()
            if owner is not None and KIND.get(owner.tag) == "pPr" and KIND.get(parent.tag) == "rPr":
                properties.setdefault(owner, {})[f"mark {name}"] = element
    return properties


def merge(properties: Properties, name: str) -> str | None:
    if name == "vMerge" and "cellMerge" in properties:  # a tracked merge: as it will be
        return {"cont": "continue", "rest": "restart"}.get(attribute(properties["cellMerge"], "vMerge") or "")
    if name not in properties:
        return None
    return "restart" if attribute(properties[name], "val") == "restart" else "continue"


def mark_is_gone(properties: Properties) -> bool:
    if "mark del" in properties or "mark moveFrom" in properties:
        return True
    return "mark vanish" in properties and switched_on(properties["mark vanish"])


def is_heading(properties: Properties, style: Style) -> bool:
    if "outlineLvl" in properties:
        level = integer(properties["outlineLvl"])
        return level is not None and 0 <= level < 9  # 9 is body text
    return style.heading


def chosen(alternate: etree._Element) -> etree._Element:
    """The first choice of an mc:AlternateContent that Word can take, which asks for names of its makers alone; else its fallback."""
    for child in alternate:
        if child.tag == CHOICE and all(
            child.nsmap.get(prefix, "").startswith(_MAKERS) for prefix in child.get("Requires", "").split()
        ):
            return child
    return alternate[-1] if len(alternate) else alternate


def kept_annotation(annotation: etree._Element) -> etree._Element | None:
    """The content of a Word 2003 annotation unless it is a deletion."""
    return None if _is_deletion(annotation) else annotation.find(CONTENT_2003)


def _is_deletion(annotation: etree._Element) -> bool:
    return attribute(annotation, "type") in ("Word.Deletion", "Word.MoveFrom")


def deleted_2003(row: etree._Element) -> bool:
    """Whether a row's properties hold a Word 2003 deletion."""
    return any(
        KIND.get(each.tag) == "annotation" and _is_deletion(each)
        for child in row
        if KIND.get(child.tag) == "trPr"
        for each in child
    )


def printed_number_2003(reference: etree._Element) -> str:
    values = {local_name(child): attribute_2003(child) for child in reference}
    if values.get("font") in ("Symbol", "Wingdings"):  # a bullet
        return ""
    return f"{values['t']}\t" if values.get("t") else ""


def why_aside(run: Properties, style: Style) -> str | None:
    """Why a run's text is none of its cell's: `struck_text`, `hidden_text` (white, tiny), or None."""
    own = [switched_on(run[name]) for name in ("strike", "dstrike") if name in run]
    if any(own) or (style.struck and not own):
        return STRUCK_TEXT
    return HIDDEN_TEXT if "unseen" in run else None


def vertical_position(run: Properties, style: Style) -> str | None:
    """`superscript`, `subscript`, or None for text on the line."""
    place = attribute(run["vertAlign"], "val") if "vertAlign" in run else style.place
    if place in PLACES:
        return place
    return shifted(run["position"]) if "position" in run else None


def shifted(position: etree._Element) -> str | None:
    """Where a w:position sets text: `superscript`, `subscript`, or None."""
    return place_of(integer(position) or 0)
