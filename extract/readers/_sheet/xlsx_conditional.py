"""Conditional formats of an .xlsx that hide numbers: white where the cell equals 0, `;;;` where it is below 5.

Only rules that compare a cell with a number are worked out. What other formulas say is not known: any number may be hidden.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from lxml import etree

from extract.readers._shared.xml import child_named
from extract.readers._sheet.formats import COMPARED
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
_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_ONE_NUMBER: Final = re.compile(rf"=?\s*({_NUMBER})")
_OWN: Final = re.compile(rf"=?\s*([A-Z]{{1,3}}\d+)\s*(<>|<=|>=|=|<|>)\s*({_NUMBER})")
_OWN_KIND: Final = re.compile(r"=?\s*IS(?:ERROR|ERR|NA|BLANK|TEXT)\(\s*([A-Z]{1,3}\d+)\s*\)", re.IGNORECASE)
_OF_NO_NUMBER: Final = frozenset(
    ("containsErrors", "containsBlanks", "containsText", "beginsWith", "endsWith")
)


def hiding_rules(sheet: etree._Element, hiding: frozenset[str]) -> Iterator[HidingRule]:
    """The rules of a sheet that may set numbers in one of the formats `hiding`."""
    for group in sheet.iter("{*}conditionalFormatting"):
        areas = list(islice(areas_of(group.get("sqref") or ""), MAX_AREAS))
        for rule in group.iterchildren("{*}cfRule"):
            comparison = _comparison(rule, areas) if rule.get("dxfId") in hiding and areas else None
            if comparison is not None:
                yield HidingRule(areas, *comparison)


def _comparison(
    rule: etree._Element, areas: list[Area]
) -> tuple[Callable[[float, float], Any], float] | None:
    formula = child_named(rule, "formula")
    text = "" if formula is None else (formula.text or "").strip()
    if rule.get("type") == "cellIs":
        compare, limit = _OPERATORS.get(rule.get("operator") or ""), _ONE_NUMBER.fullmatch(text)
        return (compare, float(limit[1])) if compare and limit else ALWAYS
    own, kind = _OWN.fullmatch(text), _OWN_KIND.fullmatch(text)
    named = own or kind
    of_itself = named is not None and place_of(named[1]) == areas[0][0]
    if own is not None and of_itself:
        return COMPARED[own[2]], float(own[3])
    return None if of_itself or rule.get("type") in _OF_NO_NUMBER else ALWAYS


def areas_of(places: str) -> Iterator[Area]:
    """`B2:C9 E4`."""
    for part in places.split():
        start, colon, end = part.partition(":")
        first, last = place_of(start), place_of(end if colon else start)
        if first is not None and last is not None:
            yield first, last
