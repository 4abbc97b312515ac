"""Number formats of a spreadsheet → whether a cell shows its stored number, another one, or none.

`0!.0,"万"` shows 125000 as 12.5万, `0%` shows 2 as 200%, `0;-0;;@` shows no zeros, `;;;` nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from normalize.number import number

LEAST_CHANGE: Final = 1e-9  # what sums of decimals leave over
LEAST_SHOWN: Final = 1e-6  # of a number; General shows ten digits
_BUILT_IN: Final = {"1": 0, "2": 2, "3": 0, "4": 2}  # the decimals of formats that a workbook need not spell
_PERCENT: Final = frozenset(("9", "10"))  # formats that a workbook need not spell
_PLACEHOLDERS: Final = frozenset("0#?")
# what may stand beside a number without changing it: brackets, signs, currency, the units of the forms' counts
_HARMLESS: Final = re.compile(r"[\s¥￥$()（）+,-]*(?:件|条|次|项|人|个|篇|份|宗)?[\s)）]*")
_COUNTS: Final = frozenset((None, *"件条次项人个篇份宗"))
_WHITE: Final = re.compile(r"\[(?:white|白色)\]", re.IGNORECASE)


class NumberLook(NamedTuple):
    """`other`: the number shown is not the one stored; `none`, `no_zero`: no number, no zero is shown."""

    other: bool = False
    none: bool = False
    no_zero: bool = False
    decimals: int | None = None  # as many are shown; None for all

    def is_special(self) -> bool:
        return self.other or self.none or self.no_zero or self.decimals is not None

    def rounds(self, stored: str) -> bool:
        """Whether a stored number has more decimals than are shown."""
        if self.decimals is None:
            return False
        try:
            value = float(stored)
        except ValueError:
            return False
        return abs(round(value, self.decimals) - value) > LEAST_CHANGE

    def flags(self, stored: str) -> tuple[str, ...]:
        """What makes a stored number one that the sheet does not show."""
        zero = self.no_zero and not stored.strip("-0.")
        hidden = ("hidden_text",) if self.none or zero else ()
        return (*hidden, "number_format") if self.other or self.rounds(stored) else hidden


PLAIN: Final = NumberLook()


def shown_otherwise(shown: str, stored: str) -> tuple[str, ...]:
    """What makes a stored number one that the sheet, which tells the text that it shows, does not show."""
    if not shown.strip():
        return ("hidden_text",)
    try:
        value = float(stored)
    except ValueError:
        return ()
    found = number(shown)
    if found.status == "not_applicable" and value == 0:
        return ()
    close = found.value is not None and abs(found.value - value) <= LEAST_SHOWN * max(1.0, abs(value))
    return () if close and (found.unit in _COUNTS or "¥" in shown or "￥" in shown) else ("number_format",)


class _Section(NamedTuple):
    placeholders: str
    literal: str
    scaled: bool  # by thousands or hundreds
    general: bool  # shows any value as it is
    decimals: int | None  # None for fractions and powers


def number_look(number: str, code: str | None) -> NumberLook:
    """Of a format by its number and, where the workbook spells it, its code."""
    if code is None:
        return NumberLook(other=number in _PERCENT, decimals=_BUILT_IN.get(number))
    sections = [_section(part) for part in _split(code)]
    first = sections[0]
    if first.general:
        return PLAIN
    blank = not first.placeholders and not first.literal.strip()
    zero = sections[2] if len(sections) > 2 else None
    if zero is not None:
        no_zero = not zero.placeholders and not zero.literal.strip() and not zero.general
    else:
        no_zero = bool(first.placeholders) and not set(first.placeholders) - {"#"}
    other = first.scaled or _HARMLESS.fullmatch(first.literal) is None
    white = bool(_WHITE.search(code.split(";")[0]))
    return NumberLook(other and not blank, blank or white, no_zero, first.decimals)


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
    placeholders = literal = ""
    percent = scaled = False
    for token in _tokens(part):
        if token in _PLACEHOLDERS:
            placeholders += token
            scaled = False
        elif token == "," and placeholders:
            scaled = True  # unless a digit follows, then it groups
        elif token == "%":
            percent = True
        elif token[0] == '"':
            literal += token.strip('"')
        elif token[0] in "\\!":
            literal += token[1:]
        elif token[0] not in "[_*." and token not in "/Ee":
            literal += token
    general = "general" in part.lower() or "@" in part or bool(re.search(r"[ymdhs]", literal, re.IGNORECASE))
    plain = re.sub(r'"[^"]*"|[\\!_*].|\[[^\]]*\]', "", part)
    decimals = None if re.search(r"[/Ee]", plain) else len(re.findall(r"[0#?]", plain.partition(".")[2]))
    return _Section(placeholders, literal, percent or scaled, general, decimals)
