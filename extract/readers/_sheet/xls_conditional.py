"""Conditional formats of an .xls that hide numbers, as `xlsx_conditional.py` works them out for an .xlsx ([MS-XLS] 2.4.42, 2.4.56)."""

from __future__ import annotations

import operator
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from extract.flags import HIDDEN_TEXT
from extract.readers._sheet.grid import Area
from extract.readers._sheet.looks import ALWAYS, MAX_AREAS, MAX_RULES, HidingRule, SheetMarks
from extract.readers._sheet.xls_formats import BOF, WHITES, Formats
from extract.readers._sheet.xls_marks import CELLS, Record, numbers

_AREAS: Final = 0x01B0
_RULE: Final = 0x01B1
MARK: Final = b"\xb0\x01"  # with which a book's first such format begins
_COMPARED: Final[dict[int, Callable[[float, float], Any]]] = {
    3: operator.eq,
    4: operator.ne,
    5: operator.gt,
    6: operator.lt,
    7: operator.ge,
    8: operator.le,
}
# of a formula: the cell itself, a number, and how they compare
_OWN: Final = re.compile(rb"[\x2c\x4c\x6c]\0\0\0\xc0(\x1e..|\x1f.{8})([\x09-\x0e])", re.DOTALL)
# or whether the cell itself is an error, a text or blank: ISERROR and its like, LEN(TRIM())=0
_OWN_KIND: Final = re.compile(
    rb"[\x2c\x4c\x6c]\0\0\0\xc0[\x21\x41\x61](?:[\x02\x03\x7e\x7f\x81]\0|\x76\0[\x21\x41\x61]\x20\0\x1e\0\0\x0b)"
)
_SIGNS: Final = (operator.lt, operator.le, operator.eq, operator.ge, operator.gt, operator.ne)
_NUMBER_FORMAT, _FONT, _FILL, _SPELT = 1 << 25, 1 << 26, 1 << 29, 1 << 32
_FONT_SIZE, _COLOUR = 118, 80


def mark_hidden(records: Callable[[], Iterable[Record]], found: Mapping[int, SheetMarks]) -> None:
    """Flags the numbers that conditional formats hide; `found`: the marks of each sheet by where it begins."""
    rules: dict[int, list[HidingRule]] = {}
    areas: list[Area] = []
    sheet = 0
    for at, kind, body in records():
        if kind == BOF:
            sheet, areas = at, []
        elif kind == _AREAS:
            areas = list(islice(_areas(body), MAX_AREAS))
        elif kind == _RULE and areas and len(rules.setdefault(sheet, [])) < MAX_RULES:
            rules[sheet] += _rule(body, areas)
    if any(rules.values()):
        _mark(records(), rules, found)


def _mark(
    records: Iterable[Record], rules: Mapping[int, list[HidingRule]], found: Mapping[int, SheetMarks]
) -> None:
    book, marks, its = Formats(), SheetMarks(), list[HidingRule]()
    for at, kind, body in records:
        book.take(kind, body)
        if kind == BOF:
            marks, its = found[at], rules.get(at, [])
        elif its and kind in CELLS and len(body) >= 6:
            row, col, form = struct.unpack_from("<HHH", body)
            for n, (each, stored) in enumerate(numbers(kind, form, body)):
                place = row, col + n
                if stored is None or book.cell(each).dark:
                    continue
                if any(rule.hides(place, stored) for rule in its):
                    marks.flag(place, HIDDEN_TEXT)


def _areas(body: bytes) -> Iterator[Area]:
    for top, bottom, left, right in struct.iter_unpack("<4H", body[14 : 14 + (len(body) - 14) // 8 * 8]):
        yield (top, left), (bottom, right)


def _rule(body: bytes, areas: list[Area]) -> Iterator[HidingRule]:
    """The rule, where it may hide numbers: those that compare so with another one, or any."""
    if len(body) < 12:
        return
    kind, how, size = struct.unpack_from("<BBH", body)
    look, (_, end) = body[6:], struct.unpack_from("<HH", body, 2)
    if not _hides(look):
        return
    formula = body[len(body) - size - end : len(body) - end]
    own = _OWN.fullmatch(formula) if kind == 2 else None
    number = own[1] if own else formula
    compare = _SIGNS[own[2][0] - 9] if own else _COMPARED.get(how) if kind == 1 else None
    if compare is not None and number[:1] in (b"\x1e", b"\x1f") and len(number) in (3, 9):
        (limit,) = struct.unpack("<xH" if len(number) == 3 else "<xd", number)
        yield HidingRule(areas, compare, float(limit))
    elif kind and _OWN_KIND.fullmatch(formula) is None:
        yield HidingRule(areas, *ALWAYS)


def _hides(look: bytes) -> bool:
    """Whether a number set in this format ([MS-XLS] 2.5.92) is white on no ground."""
    says = int.from_bytes(look[:6], "little")
    at = 6
    if says & _NUMBER_FORMAT:
        at += int.from_bytes(look[6:8], "little") if says & _SPELT else 2
    colour = int.from_bytes(look[at + _COLOUR : at + _COLOUR + 4], "little") if says & _FONT else -1
    return colour in WHITES and not says & _FILL
