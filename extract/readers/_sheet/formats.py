"""Number formats of a spreadsheet → whether a cell shows its stored number, another one, or none.

`0!.0,"万"` shows 125000 as 12.5万, `0%` shows 2 as 200%, `0;-0;;@` shows no zeros, `;;;` nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from extract.flags import HIDDEN_TEXT, NUMBER_FORMAT
from normalize.number import number

LEAST_CHANGE: Final = 1e-9  # what sums of decimals leave over
LEAST_SHOWN: Final = 1e-6  # of a number; General shows ten digits
# the decimals of formats that a workbook need not spell
_BUILT_IN: Final = {
    **dict.fromkeys(("1", "3", "5", "6", "37", "38", "41", "42"), 0),
    **dict.fromkeys(("2", "4", "7", "8", "39", "40", "43", "44"), 2),
}
_PERCENT: Final = frozenset(("9", "10"))  # formats that a workbook need not spell
_PLACEHOLDERS: Final = frozenset("0#?")
# what may stand beside a number without changing it: brackets, signs, currency, the units of the forms' counts
_HARMLESS: Final = re.compile(r"[\s¥￥$()（）+,-]*(?:件|条|次|项|人|个|篇|份|宗)?[\s)）]*")
_SIGNS: Final = frozenset("-(（减")
_GENERAL: Final = re.compile(r"general|@|G/通用格式", re.IGNORECASE)
_COUNTS: Final = frozenset((None, *"件条次项人个篇份宗"))
_WHITE: Final = re.compile(r"\[(?:white|白色|(?:colou?r|颜色)\s*2)\]", re.IGNORECASE)
_CONDITION: Final = re.compile(r"\[[<>=]")


class _Section(NamedTuple):
    """A part of a format; `other`: what it shows is not the number stored."""

    placeholders: str = ""
    literal: str = ""
    other: bool = False
    general: bool = True  # shows any value as it is
    decimals: int | None = None  # None for all, for fractions and powers
    white: bool = False
    conditional: bool = False  # for some numbers alone, which are not worked out
    dated: bool = False  # shows a number as a day or a time

    @property
    def blank(self) -> bool:
        return not self.placeholders and not self.literal.strip() and not self.general

    def shows_nothing(self, value: float, dark: bool) -> bool:
        no_zero = bool(self.placeholders) and not set(self.placeholders) - {"#"} and value == 0
        return self.blank or no_zero or (self.white and not dark)

    def rounds(self, value: float) -> bool:
        return self.decimals is not None and abs(round(value, self.decimals) - value) > LEAST_CHANGE


class NumberLook(NamedTuple):
    """What a format makes of numbers and texts: its sections for positive numbers, negative ones, zero and text."""

    sections: tuple[_Section, ...] = (_Section(),)

    def is_special(self) -> bool:
        return self != PLAIN

    def hides_all(self) -> bool:
        """Whether it shows no number at all."""
        return all(section.blank for section in self.sections[:3])

    def flags(self, stored: str, dark: bool = False) -> tuple[str, ...]:
        """What makes a stored number one that the sheet does not show; `dark`: white shows on the cell's ground."""
        value = as_float(stored)
        if value is None:
            return ()
        section = self._section_of(value)
        if section.shows_nothing(value, dark):
            return (HIDDEN_TEXT,)
        unsigned = value < 0 and section is not self.sections[0]
        unsigned &= not section.general and not set(section.literal) & _SIGNS
        unshown = value != 0 and not section.placeholders and not section.general  # a sign in its place
        otherwise = section.other or section.dated or unsigned or unshown or section.rounds(value)
        otherwise |= any(each.conditional for each in self.sections)
        return (NUMBER_FORMAT,) if otherwise else ()

    def text_flags(self, dark: bool) -> tuple[str, ...]:
        """What makes a text one that the sheet does not show, or shows with more to it."""
        section = self.sections[-1] if len(self.sections) in (1, 4) else PLAIN.sections[0]
        if len(self.sections) == 1 and not section.general:
            return ()
        if section.blank or (section.white and not dark):
            return (HIDDEN_TEXT,)
        return (NUMBER_FORMAT,) if section.other else ()

    def _section_of(self, value: float) -> _Section:
        """That which shows a number."""
        numbers = self.sections[:3]
        if value < 0 and len(numbers) > 1:
            return numbers[1]
        return numbers[2] if value == 0 and len(numbers) > 2 else numbers[0]


PLAIN: Final = NumberLook()


def as_float(stored: str) -> float | None:
    """A stored number; None where it is none."""
    try:
        return float(stored)
    except ValueError:
        return None


def shown_otherwise(shown: str, stored: str) -> tuple[str, ...]:
    """The flags of a stored number where the sheet, whose file also holds the text shown, shows another one."""
    if not shown.strip():
        return (HIDDEN_TEXT,)
    value = as_float(stored)
    if value is None:
        return ()
    found = number(shown)
    if found.status == "not_applicable" and value == 0:
        return ()
    close = found.value is not None and abs(found.value - value) <= LEAST_SHOWN * max(1.0, abs(value))
    return () if close and (found.unit in _COUNTS or "¥" in shown or "￥" in shown) else (NUMBER_FORMAT,)


def number_look(number: str, code: str | None) -> NumberLook:
    """Of a format by its number and, where the workbook spells it, its code."""
    if code is None:
        percent, decimals = number in _PERCENT, _BUILT_IN.get(number)
        if not percent and decimals is None:
            return PLAIN
        return NumberLook((_Section("0", other=percent, general=False, decimals=decimals),))
    return NumberLook(tuple(map(_section, _split(code))))


def _split(code: str) -> list[str]:
    """The sections of a format: for positive numbers, negative ones, zero and text."""
    sections = [""]
    for token in _tokens(code):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return sections


def _tokens(code: str) -> Iterator[str]:
    return (found[0] for found in re.finditer(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]|.', code, re.DOTALL))


def _section(part: str) -> _Section:
    placeholders = literal = bare = between = ""
    other = scaled = split = False
    for token in _tokens(_GENERAL.sub("", part)):
        if token in _PLACEHOLDERS:
            split |= bool(placeholders and between.strip())
            placeholders += token
            scaled, between = False, ""
        elif token == "," and placeholders:
            scaled = True  # unless a digit follows, then it groups
        elif token[0] == "*":
            other |= token[1:].isdigit()  # fills the cell
        elif token == "%":
            other = True
        elif token[0] in '"\\!':
            literal += token.strip('"') if token[0] == '"' else token[1:]
            between += literal[-1:]
        elif token[0] not in "[_." and token not in "/Ee":
            literal += token
            bare += token
            between += token
    dated = re.search(r"[ymdhs]", bare, re.IGNORECASE) is not None
    general = dated or _GENERAL.search(part) is not None
    plain = re.sub(r'"[^"]*"|[\\!_*].|\[[^\]]*\]', "", part)
    power = re.search(r"[/Ee]", plain) is not None
    fraction = general or not placeholders or power
    decimals = None if fraction else len(re.findall(r"[0#?]", plain.partition(".")[2]))
    return _Section(
        placeholders,
        "" if dated else literal,
        not dated and (other or scaled or (split and not power) or _HARMLESS.fullmatch(literal) is None),
        general,
        decimals,
        _WHITE.search(part) is not None,
        _CONDITION.search(part) is not None,
        dated,
    )
