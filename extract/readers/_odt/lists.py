"""List numbers of an .odt: which list a `text:list` is, and what its items and numbered headings print before their text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from extract.readers._odf.names import STYLE, STYLE_NAME, TEXT, TEXT_STYLE
from extract.readers._shared.xml import local_name
from extract.readers._word.numbering import Level, NumberedList, Numbering

_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_LEVEL: Final = f"{TEXT}level"
_NUMBER_FORMAT: Final = "num-list-format"  # `%1%、`: how LibreOffice writes what prefix and suffix cannot say
_PLACE: Final = re.compile(r"%(\d)%")
_OUTLINE: Final = "outline"
_FORMS: Final = {
    "1": "decimal",
    "": "none",
    "a": "lowerLetter",
    "A": "upperLetter",
    "一": "chineseCounting",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
}


class Lists:
    """The lists of a document in the order in which they are met. Each counts by itself unless it says that it continues another."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._numbering = Numbering({})
        self._named: dict[str | None, str] = {}  # the lists by their own ids
        self._last: dict[str, str] = {}  # the list that was last of each style
        for root in roots:
            for style in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
                name = style.get(STYLE_NAME) or ""
                self._styles[_OUTLINE if local_name(style) == "outline-style" else name] = style
        if _OUTLINE in self._styles:
            self._add(_OUTLINE, _OUTLINE)

    def open(self, element: etree._Element) -> str:
        """The id of the list that a `text:list` outside of others begins or continues."""
        style = element.get(TEXT_STYLE) or ""
        before = self._named.get(element.get(f"{TEXT}continue-list"))
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = self._last.get(style)
        if before is None:
            before = f"{len(self._numbering.lists)}"
            self._add(before, style)
        self._last[style] = before
        if _XML_ID in element.attrib:
            self._named[element.get(_XML_ID)] = before
        return before

    def number(self, list_id: str, level: int, start: str | None) -> str:
        """What the next item of a list prints before its text; `start`: where it counts anew."""
        if start is not None and start.isdecimal() and len(start) < 6:
            again, whole = f"{list_id}@{len(self._numbering.lists)}", self._numbering.lists[list_id]
            self._numbering.lists[again] = NumberedList(list_id, whole.levels, {level: int(start)})
            list_id = again
        return self._numbering.next_number(list_id, level)

    def heading(self, level: int) -> str:
        """What a heading outside of lists prints before its text."""
        return self._numbering.next_number(_OUTLINE, level)

    def _add(self, list_id: str, style: str) -> None:
        levels = {
            int(each.get(_LEVEL) or 1) - 1: _level(each)
            for each in self._styles.get(style, ())
            if (each.get(_LEVEL) or "1").isdecimal()
        }
        self._numbering.lists[list_id] = NumberedList(list_id, levels, {})


def _level(element: etree._Element) -> Level:
    kind, form = local_name(element), element.get(f"{STYLE}num-format") or ""
    if not kind.endswith(("style-number", "outline-level-style")):
        return Level(form="bullet")
    form = _FORMS.get(form[:1], "decimal")
    start = element.get(f"{TEXT}start-value") or "1"
    return Level(int(start) if start.isdecimal() and len(start) < 6 else 1, form, _printed(element, form))


def _printed(element: etree._Element, form: str) -> str:
    """The number's text, `%1.%2.`, in Word's way of writing it."""
    said = next(
        (str(value) for name, value in element.attrib.items() if str(name).endswith(_NUMBER_FORMAT)), None
    )
    if said is not None:
        return _PLACE.sub(r"%\1", said)
    last, shown = (element.get(name) or "1" for name in (_LEVEL, f"{TEXT}display-levels"))
    first = int(last) - int(shown) + 1 if shown.isdecimal() else int(last)
    number = ".".join(f"%{level}" for level in range(max(first, 1), int(last) + 1)) if form != "none" else ""
    return f"{element.get(f'{STYLE}num-prefix') or ''}{number}{element.get(f'{STYLE}num-suffix') or ''}"
