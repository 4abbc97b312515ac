"""One key for the names that one agency prints in different years: 洪泽区人民政府, 淮安市洪泽区人民政府."""

from __future__ import annotations

import re

from normalize.place_name import parse_place

_IN_COUNTY = frozenset(("county", "township"))
_GOVERNMENT = frozenset(("", "政府", "人民政府"))
# 三河镇, 三河镇人民政府; 解放街道, 人民政府解放街道办事处
_OF_TOWNSHIP = re.compile(
    "^人民政府(?=.+街道)|(?<=[镇乡])(?:人民)?政府$|(?<=苏木)(?:人民)?政府$|(?<=街道)办事处$"
)


def agency_key(agency: str | None, region_code: str | None, level: str | None) -> str | None:
    """The region and the office in it, or null where two agencies might share them.

    An agency without a region (市教育局) is any city's, unless it is a national body; one of a county of which only the
    city is known (区教育局) is any county's there. Where the name may mean several
    regions (鼓楼区教育局) and nothing told which, the code says only what these share: the whole name is kept then.
    """
    if not agency:
        return None
    if region_code is None:
        return agency if level == "national" else None
    parsed = parse_place(agency, None)
    if not parsed.chains and level in _IN_COUNTY and region_code.endswith("00"):
        return None
    named = {chain[-1].code for chain in parsed.chains}
    if parsed.chains and region_code not in named:
        return f"{region_code} {agency}"
    office = _OF_TOWNSHIP.sub("", re.sub("^[省市县区州盟旗](?!场|容|域|政管)", "", parsed.rest))
    return f"{region_code} {'人民政府' if office in _GOVERNMENT else office}"
