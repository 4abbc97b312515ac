"""What a report gives beside the agency's name, and which region codes its contact lines point to.

Telephone codes and postcodes say where an office stands, not whose it is: they only choose between regions
that a printed name may mean. Postcodes: the post office's public plan. Area codes: normalize/data/area_codes.tsv, made by
tools/make_area_codes.py; codes that several cities share (024, 028, 0371 …) stand there for what these share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from normalize.region_table import entry_of
from normalize.simplified import simplified
from normalize.text import fold


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
_PROVINCE_HOSTS = """bj:11 beijing:11 tj:12 hebei:13 shanxi:14 nmg:15 ln:21 jl:22 hlj:23 sh:31 shanghai:31 js:32 jiangsu:32
    zj:33 ah:34 fj:35 fujian:35 jiangxi:36 sd:37 shandong:37 henan:41 hubei:42 hunan:43 gd:44 gxzf:45 hainan:46 cq:50 sc:51
    guizhou:52 yn:53 xizang:54 shaanxi:61 gansu:62 qinghai:63 nx:64 xinjiang:65"""
_HOSTS: dict[str, str] = dict(part.split(":") for part in _PROVINCE_HOSTS.split())


@lru_cache(maxsize=1)
def _area_codes() -> dict[str, str]:
    text = (files("normalize") / "data" / "area_codes.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines()[1:])


_TELEPHONE = re.compile(r"(?=[+08])(?<![0-9])(?:\+?86-?)?(0[0-9]{2,3})[-—－）]{0,2}[1-9][0-9]{6,7}(?![0-9])")
# every government's site bears its code: that of its region, and four digits
_SITE_CODE = re.compile("网站标识码[:：]?([1-6][0-9]{5})[0-9]{4}(?![0-9])")
_DIGITS = re.compile("[0-9]{7}")  # as many as each telephone has; to look for them first is ten times faster
_POSTCODE = re.compile(r"(?:邮编|邮政编码|邮编码)[:：]{0,2}([0-9]{6})(?![0-9])")
_HOST = re.compile(r"(?<![a-z0-9.])((?:[a-z0-9-]+\.){1,4}gov\.cn)")

# whose own offices a folder, a file or a table lists: 市直单位
_LIST_OF_OFFICES = re.compile("([省市州盟县区旗])(?:直属?|本级)各?(?:单位|部门|机关|委办局)")
_SENTENCE = re.compile("[，。；]")


def listed_scope(text: str) -> str | None:
    """The last character of the place whose own offices a title or a name lists: 市 of 淮安市市直单位汇总表."""
    match = None if _SENTENCE.search(text) else _LIST_OF_OFFICES.search(simplified(text))
    return match[1] if match else None


def contacts_in(lines: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """From lines of contact: the beginnings of telephone numbers, the postcodes, the hosts (….gov.cn)."""
    text = "\n".join(fold(line[:1000]) for line in lines).lower()
    telephones = _TELEPHONE.findall(text) if _DIGITS.search(text) else ()
    hosts = _HOST.findall(text) if ".gov.cn" in text else ()
    return tuple(telephones), tuple(_POSTCODE.findall(text)), tuple(hosts)


def places_of_sites(lines: Iterable[str]) -> Iterator[str]:
    """The places that web sites' official numbers in these lines belong to: 网站标识码：3208130001 is 江苏省淮安市洪泽区's."""
    for code in (match[1] for line in lines for match in _SITE_CODE.finditer(fold(line[:1000]))):
        outward = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
        yield "".join(entry.name for each in outward if (entry := entry_of(each, None)))


def contact_prefixes(hints: Hints) -> Iterator[str]:
    """The digits with which the region's code begins, as telephones, postcodes and hosts say (most telling first)."""
    for telephone in hints.telephones:
        areas = (_area_codes().get(telephone[:length]) for length in (3, 4))
        yield from filter(None, areas)
    for postcode in hints.postcodes:
        if postcode[:2] in _POSTCODES:
            yield _POSTCODES[postcode[:2]]
    for host in hints.hosts:
        site = host.removesuffix(".gov.cn").rpartition(".")[2]
        if site in _HOSTS:
            yield _HOSTS[site]
