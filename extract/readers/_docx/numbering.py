"""word/numbering.xml → the number that Word draws before a paragraph: （一）, 1., 第三章.

A paragraph names a list (w:num) and a level; the list is an instance of an abstract one, which counts. Lists
of the same abstract list go on counting together unless one restarts by w:startOverride.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extract.readers._docx.counting import count_text
from extract.readers._docx.names import attribute, child_named, integer, local_name, switched_on

_LEVELS: Final = 9
_SUFFIX: Final = {"space": " ", "nothing": ""}  # what follows the number; a tab where nothing is said
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; `restart` is the number of the level (from 1) that sets it back, 0 none."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    legal: bool = False
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A w:num: its abstract list's id, its levels, and the counts at which it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, NumberedList]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def next_number(self, list_id: str, level: int) -> str:
        """The number, with what separates it from the text, of the next paragraph of this list and level."""
        numbered = self.lists.get(list_id)
        if numbered is None or level not in numbered.levels:
            return ""
        counts = self._counts.setdefault(numbered.abstract, {})
        own = numbered.levels[level]
        if level in numbered.starts and (list_id, level) not in self._started:
            counts[level] = numbered.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = own.start
        self._started.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = numbered.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counts.pop(deeper, None)
        return _number_text(numbered.levels, own, counts)


def _number_text(levels: dict[int, Level], own: Level, counts: dict[int, int]) -> str:
    if own.form == "bullet":
        return ""

    def place(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        level = levels.get(index, Level())
        form = "decimal" if own.legal else level.form
        return count_text(counts.get(index, level.start), form)

    text = _PLACE.sub(place, own.text)
    return text + own.suffix if text else ""


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
