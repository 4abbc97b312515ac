"""Lists and how far each has counted → the number that Word draws before a paragraph: （一）, 1., 第三章.

A paragraph names a list and a level; the list is an instance of an abstract one, which counts. Lists of the same
abstract list go on counting together unless one restarts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from extract.readers._word.counting import count_text

_LEVELS: Final = 9
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


def runs_together(typed: str) -> bool:
    """Whether a list number before this text could pass for a number of the cell, or for its beginning: `1.` before `23`."""
    return not typed.strip() or typed[:1].isdigit()


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
