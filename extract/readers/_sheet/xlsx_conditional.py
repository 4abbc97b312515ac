"""Conditional formats of an .xlsx that hide numbers: white where the cell equals 0, `;;;` where it is below 5.

Only rules that compare a cell with a number are worked out. What formulas say is not known: any number may be hidden.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from lxml import etree

from extract.readers._shared.xml import child_named
from extract.readers._sheet.grid import Area
from extract.readers._sheet.looks import ALWAYS, MAX_AREAS, HidingRule
from extract.readers._sheet.xlsx import place_of

_OPERATORS: Final[dict[str, Callable[[float, float], Any]]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
}
_ONE_NUMBER: Final = re.compile(r"=?\s*(-?\d+(?:\.\d+)?)")
_OF_NO_NUMBER: Final = frozenset(
    ("containsErrors", "containsBlanks", "containsText", "beginsWith", "endsWith")
)


def hiding_rules(sheet: etree._Element, hiding: frozenset[str]) -> Iterator[HidingRule]:
    """The rules of a sheet that may set numbers in one of the formats `hiding`."""
    for group in sheet.iter("{*}conditionalFormatting"):
        areas = list(islice(areas_of(group.get("sqref") or ""), MAX_AREAS))
        for rule in group.iterchildren("{*}cfRule"):
            if rule.get("dxfId") in hiding and rule.get("type") not in _OF_NO_NUMBER:
                yield HidingRule(areas, *_comparison(rule))


def _comparison(rule: etree._Element) -> tuple[Callable[[float, float], Any], float]:
    compare = _OPERATORS.get(rule.get("operator") or "") if rule.get("type") == "cellIs" else None
    formula = child_named(rule, "formula")
    limit = None if formula is None else _ONE_NUMBER.fullmatch((formula.text or "").strip())
    return (compare, float(limit[1])) if compare and limit else ALWAYS


def areas_of(places: str) -> Iterator[Area]:
    """`B2:C9 E4`."""
    for part in places.split():
        start, colon, end = part.partition(":")
        first, last = place_of(start), place_of(end if colon else start)
        if first is not None and last is not None:
            yield first, last
