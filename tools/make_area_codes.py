"""Remakes normalize/data/area_codes.tsv: telephone area codes (长途区号) with the digits that the region codes there begin with.

Source: the geographic data of `phonenumbers` (Apache-2.0), installed for the making only.

    pip install phonenumbers
    python tools/make_area_codes.py
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from normalize.region import region_of

OUT = Path(__file__).parent.parent / "normalize" / "data" / "area_codes.tsv"
NOW = 2025
AREA = re.compile("86(10|2[0-9]|[3-9][0-9]{2})")


# what the data lacks or names in part: 阜阳 and 亳州 share 0558, 柳州 and 来宾 0772, 开封 has had 郑州's since 2014
_BY_HAND = """028:51 029:61 0335:1303 0349:1406 0354:1407 0358:1411 0371:41 0558:34 0580:3309 0701:3606 0771:45 0772:45
    0774:45 0775:45 0856:5206 0857:5205 0892:5402 0893:5405 0894:5404 0895:5403 0896:5406 0897:5425 0902:6505 0935:62
    0937:62 0972:6302 0995:6504"""
BY_HAND: dict[str, str] = dict(part.split(":") for part in _BY_HAND.split())


def prefixes_of(places: str) -> list[str]:
    """`辽宁省沈阳市、铁岭市` → 2101, 2112; a place that is no region of its own gives nothing."""
    first, *more = places.split("、")
    region = region_of(first, year=NOW)
    if region is None:
        return []
    found = [region, *(region_of(region.province + place, year=NOW) for place in more)]
    return [re.sub("(?:00){1,2}$", "", place.code) for place in found if place]


def common_start(prefixes: list[str]) -> str:
    shortest = min(prefixes, key=len)
    ends = (n for n, digit in enumerate(shortest) if any(prefix[n] != digit for prefix in prefixes))
    return shortest[: next(ends, len(shortest))]


def main() -> None:
    data: dict[str, dict[str, str]] = importlib.import_module("phonenumbers.geodata").GEOCODE_DATA
    found = {}
    for number, names in data.items():
        match = AREA.fullmatch(number)
        prefixes = prefixes_of(names.get("zh", "")) if match else []
        if match and prefixes:
            common = common_start(prefixes)
            found[f"0{match[1]}"] = common[: len(common) // 2 * 2]
    lines = [f"{code}\t{prefix}\n" for code, prefix in sorted((found | BY_HAND).items())]
    OUT.write_text("area_code\tregion_prefix\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
