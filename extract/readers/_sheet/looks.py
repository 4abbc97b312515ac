"""What a workbook of any kind says of how its cells look: struck through, raised, white on white, hidden by a rule, below a picture."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from extract.flags import HIDDEN_TEXT, STRUCK_TEXT, added
from extract.readers._shared.raised import PLACES
from extract.readers._sheet.formats import PLAIN, NumberLook
from extract.readers._sheet.grid import Area, Place

MAX_COVERED: Final = 1000  # cells under one picture; a larger one is the sheet's ground
MAX_RULES: Final = 20  # of one sheet; each number is held against all of them
MAX_AREAS: Final = 10  # of one rule
ALWAYS: Final = (operator.ne, math.nan)


class RichText(NamedTuple):
    """Text without what is struck through or white, unless there is no other."""

    text: str
    flags: tuple[str, ...]


class CellFormat(NamedTuple):
    """`flags` of all text of a cell; `dark`: its fill lets white text be seen; `look` of its numbers."""

    flags: tuple[str, ...] = ()
    dark: bool = False
    look: NumberLook = PLAIN


def seen_on(flags: tuple[str, ...], dark: bool) -> tuple[str, ...]:
    """The flags of text on a ground; on a dark one white text is seen."""
    return tuple(flag for flag in flags if flag != HIDDEN_TEXT) if dark else flags


def text_of_runs(runs: Iterable[tuple[str, tuple[str, ...]]]) -> RichText:
    """The text without what is struck through or white unless there is no other, raised digits raised; its flags."""
    kept, aside = "", ""
    flags: list[str] = []
    for piece, its in runs:
        marks = its if piece.strip() else ()
        flags += marks
        piece = piece.translate(next((PLACES[mark] for mark in marks if mark in PLACES), {}))
        if STRUCK_TEXT in marks or HIDDEN_TEXT in marks:
            aside += piece
        else:
            kept += piece
    return RichText(kept if kept.strip() else aside, tuple(dict.fromkeys(flags)))


class HidingRule(NamedTuple):
    """What a rule may hide: numbers of these cells that compare so."""

    areas: list[Area]
    compare: Callable[[float, float], Any]
    limit: float

    def hides(self, place: Place, value: float) -> bool:
        return is_inside(place, self.areas) and bool(self.compare(value, self.limit))


def is_inside(place: Place, areas: Iterable[Area]) -> bool:
    return any(
        top <= place[0] <= bottom and left <= place[1] <= right for (top, left), (bottom, right) in areas
    )


@dataclass(slots=True)
class SheetMarks:
    """`texts`, `flags` by place; `pictures`: what lies under each."""

    texts: dict[Place, str] = field(default_factory=dict)
    flags: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    pictures: list[Area] = field(default_factory=list)
    formulas: int = 0  # whose result is not stored
    hiding: list[HidingRule] = field(default_factory=list)  # of conditional formats
    no_zeros: bool = False  # noughts are not shown
    titles: list[str] = field(default_factory=list)  # that stand in no cell

    def hides(self, place: Place, value: float) -> bool:
        """Whether the sheet may not show a number."""
        return (self.no_zeros and value == 0) or any(rule.hides(place, value) for rule in self.hiding)

    def flag(self, place: Place, *flags: str) -> None:
        """Adds to what was found at a place before."""
        if flags:
            self.flags[place] = added(self.flags.get(place, ()), *flags)
