"""The reports of a collection → those that are the sums of others: a county's row above its offices' is no office's own, most likely.

The labels must tell it, and the numbers: the name is that of the others' place or government, or of the same office one level up, and the
numbers are theirs added up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from normalize.number import number
from normalize.office import is_government
from normalize.place_name import parse_place

_Key = tuple[str, str, str]  # section, item and category
Cells = Mapping[_Key, str]
_Values = dict[_Key, float]
LAST = chr(0x10FFFF)  # behind any character
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

    @property
    def around(self) -> tuple[str, ...]:
        """The codes of the places that it lies in, its own last."""
        return tuple(self.place[:length] for length in range(2, len(self.place) + 1, 2))


def sums_of_others(names: Sequence[str], cells: Sequence[Cells]) -> list[int]:
    """Which of these are sums of those within them, or of the widest of those."""
    owners = [*map(_owner, names)]
    values = [*map(_values, cells)]
    found: list[int] = []
    for place, within in enumerate(_within(owners)):
        if len(within) < 2:
            continue
        places = {owners[each].place for each in within if owners[each].is_place}
        widest = [each for each in within if not _is_in(owners[each], places)]
        if any(_add_up(values[place], [values[each] for each in parts]) for parts in (within, widest)):
            found.append(place)
    return found


def _owner(name: str) -> _Owner:
    parsed = parse_place(name, None)
    codes = {chain[-1].code for chain in parsed.chains}
    return _Owner(name, re.sub("(?:00){1,2}$", "", codes.pop()) if len(codes) == 1 else "", parsed.rest)


def _within(owners: Sequence[_Owner]) -> Iterator[list[int]]:
    """For each owner those of its place, of its office in the places within its own, or whose names begin with its own.

    A name without a place may be in any.
    """
    in_place: defaultdict[str, list[int]] = defaultdict(list)
    of_office: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, owner in enumerate(owners):
        for code in owner.around or ("",):
            in_place[code].append(at)
        for code in owner.around[:-1]:
            of_office[code, owner.office].append(at)
    by_name = sorted(range(len(owners)), key=lambda at: owners[at].name)
    names = [owners[at].name for at in by_name]
    for at, owner in enumerate(owners):
        if owner.is_place:
            within = [*in_place[owner.place], *in_place[""]]
        else:
            longer = slice(bisect_left(names, owner.name), bisect_left(names, owner.name + LAST))
            within = [*of_office[owner.place, owner.office], *by_name[longer]]
        yield [each for each in dict.fromkeys(within) if each != at]


def _is_in(owner: _Owner, places: Set[str]) -> bool:
    """Whether it lies in one of these places and is none of them itself."""
    around = owner.around[:-1] if owner.is_place else owner.around
    return bool(places) and (not owner.place or not places.isdisjoint(around))


def _values(cells: Cells) -> _Values:
    """Numbers but zeros, which tell nothing of a sum."""
    return {key: value for key, text in cells.items() if (value := number(text).value)}


def _add_up(whole: _Values, parts: Sequence[_Values]) -> bool:
    keys = {*whole, *(key for part in parts for key in part)}
    added = {key: [part[key] for part in parts if key in part] for key in keys}
    agreeing = [key for key in keys if abs(sum(added[key]) - whole.get(key, 0)) < LEAST_DIFFERENCE]
    several = sum(len(added[key]) > 1 for key in agreeing)
    return several >= LEAST_ADDED and MOST_AMISS * (len(keys) - len(agreeing)) <= len(keys)
