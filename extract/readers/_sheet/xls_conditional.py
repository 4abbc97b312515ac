"""Conditional formats of an .xls that hide numbers, as `xlsx_conditional.py` takes them in an .xlsx ([MS-XLS] 2.4.42, 2.4.56)."""

from __future__ import annotations

import operator
import struct
from collections.abc import Callable, Iterator
from typing import Any, Final

from extract.readers._sheet.grid import Area
from extract.readers._sheet.looks import ALWAYS, HidingRule
from extract.readers._sheet.xls_formats import WHITES

AREAS: Final = 0x01B0
RULE: Final = 0x01B1
_COMPARED: Final[dict[int, Callable[[float, float], Any]]] = {
    3: operator.eq,
    4: operator.ne,
    5: operator.gt,
    6: operator.lt,
    7: operator.ge,
    8: operator.le,
}
_OF_VALUE: Final = 1  # kind of a rule that compares a cell with another value
_NUMBERS: Final = {(b"\x1e", 3): "<xH", (b"\x1f", 9): "<xd"}  # formulas of one number
_NUMBER_FORMAT, _FONT, _FILL, _SPELT = 1 << 25, 1 << 26, 1 << 29, 1 << 32
_COLOUR: Final = 80  # bytes before it among those of the font


def areas_of(body: bytes) -> Iterator[Area]:
    for top, bottom, left, right in struct.iter_unpack("<4H", body[14 : 14 + (len(body) - 14) // 8 * 8]):
        yield (top, left), (bottom, right)


def hiding_rule(body: bytes, areas: list[Area]) -> Iterator[HidingRule]:
    """The rule, where it may hide numbers: those that compare so with another one, or any."""
    if len(body) < 12:
        return
    kind, how, size, end = struct.unpack_from("<BBHH", body)
    formula = body[len(body) - size - end : len(body) - end]
    number = _NUMBERS.get((formula[:1], len(formula)))
    if not _hides(body[6:]):
        return
    if kind == _OF_VALUE and how in _COMPARED and number:
        yield HidingRule(areas, _COMPARED[how], float(struct.unpack(number, formula)[0]))
    else:
        yield HidingRule(areas, *ALWAYS)


def _hides(look: bytes) -> bool:
    """Whether a number set in this format ([MS-XLS] 2.5.92) is white on no ground."""
    says = int.from_bytes(look[:6], "little")
    at = 6
    if says & _NUMBER_FORMAT:
        at += int.from_bytes(look[6:8], "little") if says & _SPELT else 2
    colour = int.from_bytes(look[at + _COLOUR : at + _COLOUR + 4], "little") if says & _FONT else -1
    return colour in WHITES and not says & _FILL
