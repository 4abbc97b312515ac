"""Conditional formats of an .xlsx that hide numbers: white where the cell equals 0, `;;;` where it is below 5.

Only rules that compare a cell with a number are worked out. What other formulas say is not known: any number may be hidden.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from lxml import etree

from extract.readers._docx.names import child_named
from extract.readers._sheet.xlsx import column_number

MAX_RULES: Final = 20  # of one sheet; each number is held against all of them
MAX_RANGES: Final = 10  # of one rule

Place = tuple[int, int]  # row and column, from 0

_OPERATORS: Final[dict[str, Callable[[float, float], Any]]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
}
_SIGNS: Final = {
    "=": "equal",
    "<>": "notEqual",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
}
_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_ONE_NUMBER: Final = re.compile(rf"=?\s*({_NUMBER})")
_OWN: Final = re.compile(rf"=?\s*([A-Z]{{1,3}}\d+)\s*(<>|<=|>=|=|<|>)\s*({_NUMBER})")
_OWN_KIND: Final = re.compile(r"=?\s*IS(?:ERROR|ERR|NA|BLANK|TEXT)\(\s*([A-Z]{1,3}\d+)\s*\)", re.IGNORECASE)
_OF_NO_NUMBER: Final = frozenset(
    ("containsErrors", "containsBlanks", "containsText", "beginsWith", "endsWith")
)
ALWAYS: Final = (operator.ne, math.nan)
_RANGE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")


class HidingRule(NamedTuple):
    """What a rule may hide: numbers of these cells, first and last place of each range, that compare so."""

    ranges: list[tuple[Place, Place]]
    compare: Callable[[float, float], Any]
    limit: float

    def hides(self, place: Place, value: float) -> bool:
        return is_inside(place, self.ranges) and bool(self.compare(value, self.limit))


def is_inside(place: Place, ranges: Iterable[tuple[Place, Place]]) -> bool:
    return any(
        top <= place[0] <= bottom and left <= place[1] <= right for (top, left), (bottom, right) in ranges
    )


def hiding_rules(sheet: etree._Element, hiding: frozenset[str]) -> Iterator[HidingRule]:
    """The rules of a sheet that may set numbers in one of the formats `hiding`."""
    for group in sheet.iter("{*}conditionalFormatting"):
        ranges = list(islice(ranges_of(group.get("sqref") or ""), MAX_RANGES))
        for rule in group.iterchildren("{*}cfRule"):
            comparison = _comparison(rule, ranges) if rule.get("dxfId") in hiding and ranges else None
            if comparison is not None:
                yield HidingRule(ranges, *comparison)


def _comparison(
    rule: etree._Element, ranges: list[tuple[Place, Place]]
) -> tuple[Callable[[float, float], Any], float] | None:
    formula = child_named(rule, "formula")
    text = "" if formula is None else (formula.text or "").strip()
    if rule.get("type") == "cellIs":
        compare, limit = _OPERATORS.get(rule.get("operator") or ""), _ONE_NUMBER.fullmatch(text)
        return (compare, float(limit[1])) if compare and limit else ALWAYS
    own, kind = _OWN.fullmatch(text), _OWN_KIND.fullmatch(text)
    named = own or kind
    of_itself = named is not None and next(ranges_of(named[1]))[0] == ranges[0][0]
    if own is not None and of_itself:
        return _OPERATORS[_SIGNS[own[2]]], float(own[3])
    return None if of_itself or rule.get("type") in _OF_NO_NUMBER else ALWAYS


def ranges_of(places: str) -> Iterator[tuple[Place, Place]]:
    """`B2:C9 E4`: first and last place of each."""
    for part in places.split():
        found = _RANGE.fullmatch(part)
        if found is not None:
            first = int(found[2]) - 1, column_number(found[1].encode()) - 1
            last = (int(found[4]) - 1, column_number(found[3].encode()) - 1) if found[3] else first
            yield first, last
