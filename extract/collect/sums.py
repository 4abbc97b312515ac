"""The reports of a collection → those that are the sums of others: a county's row above its offices' is no office's own, most likely.

The labels must tell it, and the numbers: the name is that of the others' place or government, or of the same office one level up, and the
numbers are theirs added up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from normalize.number import number
from normalize.office import is_government
from normalize.place_name import parse_place

_Key = tuple[str, str, str]  # section, item and category
Cells = Mapping[_Key, str]
_Values = dict[_Key, float]
LEAST_ADDED = 3  # cells that several others have numbers for
LEAST_DIFFERENCE = 0.01  # money has two decimals
MOST_AMISS = 5  # one cell in so many may be summed amiss


class _Owner(NamedTuple):
    name: str
    place: str  # its code without zeros behind it: that of what it lies in begins it
    office: str

    @property
    def is_place(self) -> bool:
        return bool(self.place) and (not self.office or is_government(self.name))


def sums_of_others(names: Sequence[str], cells: Sequence[Cells]) -> list[int]:
    """Which of these are sums of those within them, or of the widest of those."""
    owners = [*map(_owner, names)]
    values = [*map(_values, cells)]
    found: list[int] = []
    for place, owner in enumerate(owners):
        within = [other for other, each in enumerate(owners) if other != place and _is_within(each, owner)]
        if len(within) < 2:
            continue
        widest = [
            other
            for other in within
            if not any(owners[each].is_place and _is_within(owners[other], owners[each]) for each in within)
        ]
        if any(_add_up(values[place], [values[each] for each in parts]) for parts in (within, widest)):
            found.append(place)
    return found


def _owner(name: str) -> _Owner:
    parsed = parse_place(name, None)
    codes = {chain[-1].code for chain in parsed.chains}
    return _Owner(name, re.sub("(?:00){1,2}$", "", codes.pop()) if len(codes) == 1 else "", parsed.rest)


def _is_within(owner: _Owner, whole: _Owner) -> bool:
    if owner.name == whole.name:
        return False
    if whole.is_place:
        return owner.place.startswith(whole.place) or not owner.place
    above = bool(whole.place) and owner.place.startswith(whole.place) and owner.place != whole.place
    return (above and owner.office == whole.office) or owner.name.startswith(whole.name)


def _values(cells: Cells) -> _Values:
    """Numbers but zeros, which tell nothing of a sum."""
    return {key: value for key, text in cells.items() if (value := number(text).value)}


def _add_up(whole: _Values, parts: Sequence[_Values]) -> bool:
    keys = {*whole, *(key for part in parts for key in part)}
    added = {key: [part[key] for part in parts if key in part] for key in keys}
    agreeing = [key for key in keys if abs(sum(added[key]) - whole.get(key, 0)) < LEAST_DIFFERENCE]
    several = sum(len(added[key]) > 1 for key in agreeing)
    return several >= LEAST_ADDED and MOST_AMISS * (len(keys) - len(agreeing)) <= len(keys)
