"""The region an agency belongs to: its GB/T 2260 code and the names of province, city and county.

In: the agency's name as printed, the year reported, and whatever else is known of the report (`Hints`). Out: a
`Region` at the deepest level that is sure, or null. What several regions share is left at their common level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalize.hints import NO_HINTS, Hints, contact_prefixes, listed_scope
from normalize.place_name import parse_place
from normalize.region_table import CITY_DIGITS, PROVINCE_DIGITS, RegionName, entry_of, lies_in, trunk
from normalize.simplified import simplified

MAX_HINT = 300  # past this, a hint is a text and no address


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is that of the deepest name given. `city` is null where a county stands directly under its province."""

    code: str
    province: str
    city: str | None = None
    county: str | None = None


_SCOPE = re.compile(
    r"^本?(?:自治(?=县))?(自治区|省|市|州|盟|县|旗|区)(?!场|容|政(?!府|协|务|法)|民(?!政|族|防|宗|兵|委)|域|级)"
)
_OF_STATE = re.compile("国|中[国央华]|全国|最高")
_NO_OFFICE_OF_PLACE = re.compile(f"{_OF_STATE.pattern}|.+(?:[镇乡]|街道|苏木|[镇乡木]人民政府|街道办事处)$")
# what a county has, and not the state
_OF_COUNTY = re.compile(
    f"(?!{_OF_STATE.pattern}).+(?:(?<!总)局|委|(?<!管理)委员会|[办公]室|[镇乡]|街道|苏木|人民政府|办事处)$"
)


def region_of(agency: str, *, year: int | None = None, hints: Hints = NO_HINTS) -> Region | None:
    """The region that `agency` belongs to, at the deepest level that is sure; null if none is, and for national bodies.

    `year` is the year reported on: names and codes in force then (one year of grace) are taken. Never raises.
    """
    parsed = parse_place(agency, year)
    if parsed.chains:
        return _chain_to_region(_settle(parsed.chains, year, hints), year)
    return _chain_to_region(_from_hints(agency, year, hints), year)


def _settle(
    chains: tuple[tuple[RegionName, ...], ...], year: int | None, hints: Hints
) -> tuple[RegionName, ...]:
    """One chain of several that a printed name may mean, by the hints; else what all of them share."""
    if len(chains) > 1:
        now = tuple(chain for chain in chains if year is None or chain[-1].first <= year <= chain[-1].last)
        ends = [chain[-1] for chain in now]
        chains = tuple(c for c in now if not any(_follows(end, c[-1]) for end in ends)) or chains
    if len(chains) > 1:
        chains = _agreeing(chains, year, hints)
    if len(chains) == 1:
        return chains[0]
    return _shared(tuple(chain[-1].code for chain in chains), year)


def _follows(new: RegionName, old: RegionName) -> bool:
    """Whether the new code replaces the old one for the same place (a 地区 that became a city): both are in the table for a year or two."""
    same = (new.name, new.code[:PROVINCE_DIGITS]) == (old.name, old.code[:PROVINCE_DIGITS])
    return same and old.first < new.first <= old.last < new.last


def _agreeing(
    chains: tuple[tuple[RegionName, ...], ...], year: int | None, hints: Hints
) -> tuple[tuple[RegionName, ...], ...]:
    """The chains that no hint speaks against; all of them where hints contradict one another."""
    left = chains
    for prefix in _hinted_prefixes(year, hints):
        kept = tuple(c for c in left if c[-1].code.startswith(prefix) or prefix.startswith(trunk(c[-1].code)))
        if kept:
            left = kept
        elif any(c[-1].code.startswith(prefix) for c in chains):
            return chains
    return left


def _hinted_prefixes(year: int | None, hints: Hints) -> Iterator[str]:
    for text in (*hints.places, *hints.addresses):
        chain = _place_in(text, year)
        if chain:
            yield trunk(chain[-1].code)
    yield from contact_prefixes(hints)


def _shared(codes: tuple[str, ...], year: int | None) -> tuple[RegionName, ...]:
    for digits in (CITY_DIGITS, PROVINCE_DIGITS):
        trunks = {code[:digits] for code in codes}
        if len(trunks) == 1:
            entry = entry_of(trunks.pop().ljust(6, "0"), year)
            if entry:
                return (entry,)
    return ()


def _place_in(text: str, year: int | None) -> tuple[RegionName, ...]:
    """The deepest sure place that a text names anywhere; a path's parts are read as one name."""
    joined = re.sub(r"[\s/\\_>·|,，、-]+", "", text[:MAX_HINT])
    position = 0
    best: tuple[RegionName, ...] = ()
    while position < len(joined) - 1:
        parsed = parse_place(joined[position : position + 60], year)
        sure = parsed.chains[0] if len(parsed.chains) == 1 else ()
        if sure and (not best or lies_in(sure[-1], best[-1])):
            best = sure
        elif sure and not best[-1].code.startswith(trunk(sure[-1].code)):
            return _shared((best[-1].code, sure[-1].code), year)  # two places: only what they share is sure
        consumed = len(joined[position : position + 60]) - len(parsed.rest)
        position += max(consumed, 1) if parsed.chains else 1
    return best


def _from_hints(agency: str, year: int | None, hints: Hints) -> tuple[RegionName, ...]:
    """The region of an agency that names none (市教育局): the hinted place, cut to the level the name speaks of.

    财政局 and 三河镇, which speak of no level, are a county's where the hints name one: below it are no others' offices.
    """
    name = simplified(agency)
    scope = _SCOPE.match(name)
    ending = scope[1] if scope else _listed(name, hints)
    if ending is None:
        return _county_of(name, year, hints)
    found = [chain for chain in (_own_place(text, ending, year) for text in hints.places) if chain]
    found = found or [
        chain for chain in (_own_place(text, ending, year) for text in hints.addresses) if chain
    ]
    if not found:
        return ()
    return _innermost(found) or _shared(tuple({chain[-1].code for chain in found}), year)


def _listed(name: str, hints: Hints) -> str | None:
    """Whose own offices a folder, a file or a title lists, where one says so. Townships are none of them."""
    if _NO_OFFICE_OF_PLACE.match(name):
        return None
    return next(filter(None, map(listed_scope, hints.places)), None)


def _county_of(name: str, year: int | None, hints: Hints) -> tuple[RegionName, ...]:
    """The county that the hints name, where they name no place outside of it."""
    if _OF_COUNTY.match(name) is None:
        return ()
    found = [chain for text in hints.places if (chain := _place_in(text, year))]
    inmost = _innermost(found)
    return inmost if inmost and inmost[-1].level == 2 else ()


def _innermost(chains: Sequence[tuple[RegionName, ...]]) -> tuple[RegionName, ...]:
    """The deepest of these, where it lies in all the others: 江苏省 / 淮安市 / 洪泽区."""
    deepest = max(chains, key=lambda chain: chain[-1].level, default=())
    return deepest if all(deepest[-1].code.startswith(trunk(chain[-1].code)) for chain in chains) else ()


def _own_place(text: str, ending: str, year: int | None) -> tuple[RegionName, ...]:
    chain = _place_in(text, year)
    if not chain:
        return ()
    code = chain[-1].code
    outward = [entry_of(c, year) for c in dict.fromkeys((code, code[:4] + "00", code[:2] + "0000"))]
    for entry in outward:
        if entry and entry.name.endswith(ending) and not (ending == "区" and entry.level == 0):
            return (entry,)
    # a county is asked for and only its city is known: the city is sure
    return chain if ending in "县区旗" and chain[-1].level < 2 else ()


def _chain_to_region(chain: tuple[RegionName, ...], year: int | None) -> Region | None:
    if not chain:
        return None
    deepest = chain[-1]
    province = entry_of(deepest.code[:2] + "0000", year)
    city = entry_of(deepest.code[:4] + "00", year) if deepest.level else None
    if province is None:
        return None
    county = deepest.name if deepest.level == 2 else None
    return Region(deepest.code, province.name, city.name if city else None, county)
