"""What a report gives beside the agency's name, and which region codes its contact lines point to.

Telephone codes and postcodes say where an office stands, not whose it is: they only choose between regions
that a printed name may mean. Sources: the post office's and the carriers' public numbering plans. Codes that several
cities share today (024, 028, 029, 0371, 0731, 0771, 0851) stand here for their province.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hints:
    """`places` name the agency's own region: title, signature, folder and file names (a path may come whole).
    `addresses` only say where its house stands."""

    places: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


NO_HINTS = Hints()

_PROVINCE_POSTCODES = """11:10 12:30 13:05,06,07 14:03,04 15:01,02 21:11,12 22:13 23:15,16 31:20 32:21,22 33:31,32 34:23,24
    35:35,36 36:33,34 37:25,26,27 41:45,46,47 42:43,44 43:41,42 44:51,52 45:53,54 46:57 50:40 51:61,62,63,64 52:55,56
    53:65,66,67 54:85,86 61:71,72 62:73,74 63:81 64:75 65:83,84"""
_POSTCODES = {
    opening: province
    for province, openings in (part.split(":") for part in _PROVINCE_POSTCODES.split())
    for opening in openings.split(",")
}
_CITY_TELEPHONES = """010:11 020:4401 021:31 022:12 023:50 024:21 025:3201 027:4201 028:51 029:61 0311:1301 0313:1307
    0319:1305 0335:1303 0351:1401 0371:41 0379:4103 0411:2102 0421:2113 0431:2201 0432:2202 0451:2301 0452:2302
    0454:2308 0471:1501 0510:3202 0511:3211 0512:3205 0513:3206 0514:3210 0515:3209 0516:3203 0517:3208 0518:3207
    0519:3204 0523:3212 0527:3213 0531:3701 0532:3702 0533:3703 0551:3401 0571:3301 0574:3302 0577:3303 0591:3501
    0592:3502 0595:3505 0632:3704 0731:43 0755:4403 0756:4404 0757:4406 0760:4420 0769:4419 0771:45 0791:3601 0797:3607
    0833:5111 0851:52 0871:5301 0898:46 0931:6201 0951:6401 0971:6301 0991:6501"""
_TELEPHONES: dict[str, str] = dict(part.split(":") for part in _CITY_TELEPHONES.split())
_PROVINCE_HOSTS = """bj:11 beijing:11 tj:12 hebei:13 shanxi:14 nmg:15 ln:21 jl:22 hlj:23 sh:31 shanghai:31 js:32 jiangsu:32
    zj:33 ah:34 fj:35 fujian:35 jiangxi:36 sd:37 shandong:37 henan:41 hubei:42 hunan:43 gd:44 gxzf:45 hainan:46 cq:50 sc:51
    guizhou:52 yn:53 xizang:54 shaanxi:61 gansu:62 qinghai:63 nx:64 xinjiang:65"""
_HOSTS: dict[str, str] = dict(part.split(":") for part in _PROVINCE_HOSTS.split())


def contact_prefixes(hints: Hints) -> Iterator[str]:
    """The digits with which the region's code begins, as telephones, postcodes and hosts say (most telling first)."""
    for telephone in hints.telephones:
        digits = re.sub(r"^(?:0086|\+?86)", "", re.sub(r"[^0-9+]", "", telephone[:40]))
        code = next((digits[:length] for length in (4, 3) if digits[:length] in _TELEPHONES), None)
        if code:
            yield _TELEPHONES[code]
    for postcode in hints.postcodes:
        if re.fullmatch("[0-9]{6}", postcode) and postcode[:2] in _POSTCODES:
            yield _POSTCODES[postcode[:2]]
    for host in hints.hosts:
        match = re.search(r"(?:^|[./])([a-z]+)\.gov\.cn", host.lower())
        if match and match[1] in _HOSTS:
            yield _HOSTS[match[1]]
