"""One key for the names that one agency prints in different years: 洪泽区人民政府, 淮安市洪泽区人民政府."""

from __future__ import annotations

import re

from normalize.place_name import parse_place

_GOVERNMENT = frozenset(("", "政府", "人民政府"))


def agency_key(agency: str | None, region_code: str | None, level: str | None) -> str | None:
    """The region and the office in it, or null where two agencies might share them.

    An agency without a region (市教育局) is any city's, unless it is a national body. Where the name may mean several
    regions (鼓楼区教育局) the code says only what these share: the whole name is kept then.
    """
    if not agency:
        return None
    if region_code is None:
        return agency if level == "national" else None
    parsed = parse_place(agency, None)
    named = {chain[-1].code for chain in parsed.chains}
    if parsed.chains and named != {region_code}:
        return f"{region_code} {agency}"
    office = re.sub("^[省市县区州盟旗](?!场|容|域|政管)", "", parsed.rest)
    return f"{region_code} {'人民政府' if office in _GOVERNMENT else office}"
