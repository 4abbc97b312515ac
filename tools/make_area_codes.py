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
AREA = re.compile("86(10|2[0-9]|[3-9][0-9]{2})")


# cities that share a code and that the data does not name there: 开封 with 郑州, 崇左 with 南宁, 资阳 and 眉山 with 成都, 咸阳 with 西安
SHARED = {"0371": "41", "0771": "45", "028": "51", "029": "61"}


def prefixes_of(places: str) -> list[str]:
    """`辽宁省沈阳市、铁岭市` → 2101, 2112; a place that is no region of its own gives nothing."""
    first, *more = places.split("、")
    region = region_of(first)
    if region is None:
        return []
    found = [region, *(region_of(region.province + place) for place in more)]
    return [re.sub("(?:00){1,2}$", "", place.code) for place in found if place]


def common_start(prefixes: list[str]) -> str:
    shortest = min(prefixes, key=len)
    ends = (n for n, digit in enumerate(shortest) if any(prefix[n] != digit for prefix in prefixes))
    return shortest[: next(ends, len(shortest))]


def main() -> None:
    data: dict[str, dict[str, str]] = importlib.import_module("phonenumbers.geodata").GEOCODE_DATA
    lines = []
    for number, names in sorted(data.items()):
        match = AREA.fullmatch(number)
        prefixes = prefixes_of(names.get("zh", "")) if match else []
        if match and prefixes:
            common = common_start(prefixes)
            code = f"0{match[1]}"
            lines.append(f"{code}\t{SHARED.get(code, common[: len(common) // 2 * 2])}\n")
    OUT.write_text("area_code\tregion_prefix\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
