"""The place that opens a name: 江苏省淮安市洪泽区财政局 → 江苏省 / 淮安市 / 洪泽区, 财政局.

What makes it hard: names are short (赣州经开区), shared (鼓楼区 stands in four cities), renamed (襄樊市 until 2010), and
look like other words (北京路街道, 吉林市 in 吉林省). So a name is read from its first character on, place by place, each
inside the one before; a place in the middle of a name (淮安市人民政府驻北京办事处) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from normalize.region_table import RegionName, lies_in, region_table
from normalize.simplified import simplified

MAX_NAME = 300  # past this, a text is no name


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the start of a name says: the regions it may mean (one chain each, deepest last), and what follows, simplified."""

    chains: tuple[tuple[RegionName, ...], ...]
    rest: str


# these name a part of a city (城区, 东区); without the city they say nothing, and zones use them freely
_GENERIC = re.compile(".区|新城区|开发区|江北新区")
_ZONE = (
    r"经济技术开发区|经济开发区|技术开发区|高新技术产业开发区|产业开发区|开发区|经开区|高新技术产业园区|高新技术园区|高新区|新区|产业园区?"
    r"|工业园区?|产业集聚区|工业区|科技园区?|保税港?区|综合保税区|自贸区|自由贸易试验区|试验区|示范区|风景名胜区|风景区|名胜区|旅游度假区"
    r"|度假区|管理区|合作区|生态城|科学城|知识城|新城|园区|综保区|示范园|港务区|实验区"
)
ZONE = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{_ZONE})")
# 南湖新区 is Yueyang's, 南湖区 Jiaxing's; a district's 开发区 has the district's name
_OF_DISTRICT = re.compile("[\u4e00-\u9fff]{0,8}?(?:开发区|经开区|高新区)")
# what may follow a place that is printed without its 省, 市 or 县: never a word that makes a street of it
_AFTER_SHORT = re.compile(
    r"(?:省|市)?(?:人民政府|政府|行署|人大|政协|教育|科技|科学技术|工业和|公安|民政|司法|财政|人力资源|人社|自然资源|国土|生态环境|环境保护"
    r"|住房|住建|城市管理|城管|交通运输|水利|水务|农业农村|农业局|林业|商务|文化|卫生|卫健|退役军人|应急管理|审计|国资|市场监督|统计局"
    r"|医疗保障|医保|信访|税务|国税|地税|气象|地震|邮政|通信管理|证监|银保监|金融|监管(?:分?局|办公室)|调查总?队|烟草|粮食|发展和改革|发展改革"
    r"|发改|行政审批|政务服务|数据局|大数据|体育|民族|机关事务|公共资源|公积金|住房公积金|出入境|边检|铁路|电力|供电|消防|残联|总工会"
    r"|海关|海事局|中心支行|分行|特派员办事处|局$)"
)
_NATIONAL_BUREAU = re.compile(
    r"^(?:国家税务总局|国家统计局|国家能源局|国家矿山安全监察局|国家金融监督管理总局|中国人民银行|中国证券监督管理委员会|中国证监会"
    r"|中国银行保险监督管理委员会|中国银保监会|国家外汇管理局|国家邮政局|国网(?=.{2,12}(?:电力|供电)))"
)
_DIVISION = "第[一二三四五六七八九十]{1,3}师"
_CORPS = re.compile(f"^(?:新疆生产建设兵团(?:{_DIVISION})?|{_DIVISION}(?=.{{2,5}}市))")
_FREE_TRADE = re.compile("^中国（([^）]{2,8})）(自由贸易试验区)")
_BRANCH = re.compile(
    "[\u4e00-\u9fff]{1,14}?(?:局|委员会|委)(?P<place>[\u4e00-\u9fff]{2,8})分局$|(?P<before>[\u4e00-\u9fff]{2,8})生态环境局$"
)
_EAST_LAKE = re.compile("^东湖(?=新技术|高新)")  # the zone is Wuhan's, 东湖区 Nanchang's


@lru_cache(maxsize=4096)
def parse_place(name: str, year: int | None) -> Parsed:
    """The place that opens a name, by parts: 江苏省 / 淮安市 / 洪泽区 / 财政局."""
    text = simplified(name[:MAX_NAME]).removeprefix("中共")
    text = _NATIONAL_BUREAU.sub("", text)
    text = _EAST_LAKE.sub("武汉东湖", _FREE_TRADE.sub(r"\1\2", text))
    # a division's own city (第八师石河子市) lies under the autonomous region
    text = _CORPS.sub("新疆维吾尔自治区", text)
    chains: tuple[tuple[RegionName, ...], ...] = ()
    rest = text
    while True:
        longer, after = _next_place(rest, chains, year)
        if not longer:
            return Parsed(_branch(rest, chains, year), rest)
        chains, rest = longer, after


def is_placed(name: str) -> bool:
    """Whether a name is an office's with its place before it: 清河县水利局, but neither 水利局 nor 清河县 alone."""
    parsed = parse_place(name, None)
    return bool(parsed.chains and parsed.rest)


def _next_place(
    text: str, chains: tuple[tuple[RegionName, ...], ...], year: int | None
) -> tuple[tuple[tuple[RegionName, ...], ...], str]:
    table = region_table()
    for length in range(min(table.longest, len(text)), 1, -1):
        printed, rest = text[:length], text[length:]
        found = _join(chains, table.full.get(printed, ()), year)
        if found and (chains or not _GENERIC.fullmatch(printed)):
            return found, rest
        if printed in table.short:
            # 海南 alone is the province, 西安 the city: 海南州 and 西安区 print what they are
            found = _outermost(_join(chains, table.short[printed], year))
            if found and _short_may_stand(found, rest, year, inside=bool(chains)):
                return found, rest
    return (), text


def _branch(
    rest: str, chains: tuple[tuple[RegionName, ...], ...], year: int | None
) -> tuple[tuple[RegionName, ...], ...]:
    """The county that a city's office has its branch for: 淮安市公安局 / 洪泽区 / 分局, 洪泽分局, 洪泽生态环境局."""
    match = _BRANCH.match(rest) if chains else None
    if match is None:
        return chains
    table = region_table()
    place = match["place"] or match["before"]
    named = (
        entry
        for entries in (table.full.get(place), table.short.get(place), table.full.get(f"{place}新区"))
        for entry in entries or ()
    )
    found = _join(chains, named, year)
    return found if len(found) == 1 else chains


def _outermost(chains: tuple[tuple[RegionName, ...], ...]) -> tuple[tuple[RegionName, ...], ...]:
    level = min((chain[-1].level for chain in chains), default=0)
    return tuple(chain for chain in chains if chain[-1].level == level)


def _join(
    chains: tuple[tuple[RegionName, ...], ...], entries: Iterable[RegionName], year: int | None
) -> tuple[tuple[RegionName, ...], ...]:
    """The chains, each lengthened by each of these regions that lies within it; of several names of one code the latest counts."""
    valid = [entry for entry in entries if entry.in_force(year)]
    latest = {entry.code: entry for entry in sorted(valid, key=lambda entry: entry.first)}
    if not chains:
        return tuple((entry,) for entry in latest.values())
    return tuple(
        (*chain, entry) for chain in chains for entry in latest.values() if lies_in(entry, chain[-1])
    )


def _short_may_stand(
    found: tuple[tuple[RegionName, ...], ...], rest: str, year: int | None, *, inside: bool
) -> bool:
    """Whether a name without its kind (洪泽 for 洪泽区) is a place here: another place, a zone or an office's name must follow."""
    counties_only = all(chain[-1].level == 2 for chain in found)
    if ZONE.match(rest):
        if not counties_only or inside:
            return True
        named_after = not found[0][-1].name.endswith("区") or _OF_DISTRICT.match(rest) is not None
        return len(found) == 1 and named_after
    if counties_only:
        return (inside and rest.startswith("人民政府")) or (len(found) == 1 and rest == "调查队")
    if not rest or _AFTER_SHORT.match(rest):
        return True
    return bool(_next_place(rest, found, year)[0])
