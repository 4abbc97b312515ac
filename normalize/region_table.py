"""The regions of China: each name of each GB/T 2260 code with the years it was in force, and the ways it is printed.

Table: normalize/data/regions.tsv, made by tools/make_regions.py (sources and licences there); loaded at first use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

PROVINCE_DIGITS, CITY_DIGITS = 2, 4
# a report is written the year after, and changes take months to arrive on letterheads
YEARS_OF_GRACE = 1


@dataclass(frozen=True, slots=True)
class RegionName:
    """One name of one code, in force from `first` to `last` (years, inclusive)."""

    code: str
    name: str
    first: int
    last: int

    @property
    def level(self) -> int:
        """0 province, 1 city, 2 county."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2

    def in_force(self, year: int | None) -> bool:
        return year is None or self.first - YEARS_OF_GRACE <= year <= self.last + YEARS_OF_GRACE


_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|独龙|保安|裕固|各"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+自治([州县])$")
# what is left out there is more than the kind and the people's name
_SHORT_CITIES = {
    "克孜勒苏柯尔克孜自治州": "克州",
    "博尔塔拉蒙古自治州": "博州",
    "巴音郭楞蒙古自治州": "巴州",
    "锡林郭勒盟": "锡盟",
}
_SHORT_PROVINCES = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}


@dataclass(frozen=True, slots=True)
class RegionTable:
    """Entries by code, by name as in the table, and by the name without its kind; `longest` is in characters."""

    by_code: dict[str, list[RegionName]]
    full: dict[str, list[RegionName]]
    short: dict[str, list[RegionName]]
    longest: int


def _short_names(entry: RegionName) -> Iterator[str]:
    """Forms without the kind: 湖北, 赣州, 恩施; with it, where only a people's name is left out: 长阳县, 恩施州."""
    name = entry.name
    if entry.level == 0:
        yield _SHORT_PROVINCES.get(name) or re.sub("[省市]$|特别行政区$", "", name)
        return
    if name in _SHORT_CITIES:
        yield _SHORT_CITIES[name]
    bare = _AUTONOMOUS.sub("", name)
    if bare == name:
        bare = re.sub("(?:自治旗|地区|[市县区盟旗州])$", "", name)
    if len(bare) > 1 and bare != name:
        yield bare


def _kept_kind(name: str) -> str | None:
    """长阳土家族自治县 is printed 长阳县 and 长阳自治县 too."""
    match = _AUTONOMOUS.search(name)
    if match and match.start() > 1:
        return name[: match.start()] + match[1]
    return name.replace("自治旗", "旗") if name.endswith("自治旗") else None


@lru_cache(maxsize=1)
def region_table() -> RegionTable:
    text = (files("normalize") / "data" / "regions.tsv").read_text(encoding="utf-8")
    by_code: dict[str, list[RegionName]] = {}
    full: dict[str, list[RegionName]] = {}
    short: dict[str, list[RegionName]] = {}
    for line in text.splitlines()[1:]:
        code, name, first, last = line.split("\t")
        entry = RegionName(code, name, int(first), int(last or 9999))
        by_code.setdefault(code, []).append(entry)
        full.setdefault(name, []).append(entry)
        kept = _kept_kind(name) if "自治" in name else None
        if kept:
            full.setdefault(kept, []).append(entry)
            full.setdefault(kept[:-1] + "自治" + kept[-1], []).append(entry)
        for form in _short_names(entry):
            short.setdefault(form, []).append(entry)
    return RegionTable(by_code, full, short, max(map(len, full)))


def lies_in(entry: RegionName, outer: RegionName) -> bool:
    """Whether the code of `entry` is one of those below `outer`."""
    digits = PROVINCE_DIGITS if outer.level == 0 else CITY_DIGITS
    return entry.level > outer.level and outer.level < 2 and entry.code[:digits] == outer.code[:digits]


def trunk(code: str) -> str:
    """The digits that every code inside this region begins with."""
    return re.sub("(?:00){1,2}$", "", code)


def entry_of(code: str, year: int | None) -> RegionName | None:
    """The name a code has in the year, else the latest it had."""
    entries = region_table().by_code.get(code, ())
    exact = [entry for entry in entries if year is not None and entry.first <= year <= entry.last]
    return max(exact or entries, key=lambda entry: entry.first, default=None)
