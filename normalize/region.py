"""The region an agency belongs to: its GB/T 2260 code and the names of province, city and county.

In: the agency's name as printed, the year reported, and whatever else is known of the report (`Hints`). Out: a
`Region` at the deepest level that is sure, or null. What makes it hard: names are short (赣州经开区), shared
(鼓楼区 stands in four cities), renamed (襄樊市 until 2010), and look like other words (北京路街道, 吉林市 in 吉林省).
So a name is read from its first character on, place by place, each inside the one before; a place in the middle
of a name (淮安市人民政府驻北京办事处) says nothing. What several regions share is left at their common level.

Table: normalize/data/regions.tsv, made by tools/make_regions.py (sources and licences there); loaded at first use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from normalize.hints import NO_HINTS, Hints, contact_prefixes

# a report is written the year after, and changes take months to arrive on letterheads
YEARS_OF_GRACE = 1
# past this, a hint is a text and no address
MAX_HINT = 300


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is that of the deepest name given. `city` is null where a county stands directly under its province."""

    code: str
    province: str
    city: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the start of a name says: the regions it may mean (one chain each, deepest last), and what follows."""

    chains: tuple[tuple[Entry, ...], ...]
    rest: str


_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|独龙|保安|裕固|各"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+自治([州县])$")
_SHORT_PROVINCES = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
# these name a part of a city; without the city they say nothing, and zones use them freely
_GENERIC = frozenset(
    (
        "城区",
        "郊区",
        "矿区",
        "东区",
        "西区",
        "新区",
        "市区",
        "新城区",
        "开发区",
        "江北新区",
    )
)
_ZONE = (
    r"经济技术开发区|经济开发区|技术开发区|高新技术产业开发区|产业开发区|开发区|经开区|高新技术产业园区|高新技术园区|高新区|新区|产业园区?"
    r"|工业园区?|产业集聚区|工业区|科技园区?|保税港?区|综合保税区|自贸区|自由贸易试验区|试验区|示范区|风景名胜区|风景区|名胜区|旅游度假区"
    r"|度假区|管理区|合作区|生态城|科学城|知识城|新城|园区|综保区|示范园|港务区|实验区"
)
ZONE = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{_ZONE})")
# what may follow a place that is printed without its 省, 市 or 县: never a word that makes a street of it
_AFTER_SHORT = re.compile(
    r"(?:省|市)?(?:人民政府|政府|人大|政协|教育|科技|科学技术|工业和|公安|民政|司法|财政|人力资源|人社|自然资源|国土|生态环境|环境保护"
    r"|住房|住建|城市管理|城管|交通运输|水利|水务|农业农村|农业局|林业|商务|文化|卫生|卫健|退役军人|应急管理|审计|国资|市场监督|统计局"
    r"|医疗保障|医保|信访|税务|国税|地税|气象|地震|邮政|通信管理|证监|银保监|金融|监管局|调查总?队|烟草|粮食|发展和改革|发展改革"
    r"|发改|行政审批|政务服务|数据局|大数据|体育|民族|机关事务|公共资源|公积金|住房公积金|出入境|边检|铁路|电力|供电|消防|残联|总工会"
    r"|海关|海事局|中心支行|分行|特派员办事处|局$)"
)
_NATIONAL_BUREAU = re.compile(
    r"^(?:国家税务总局|国家统计局|国家能源局|国家矿山安全监察局|国家金融监督管理总局|中国人民银行|中国证券监督管理委员会|中国证监会"
    r"|中国银行保险监督管理委员会|中国银保监会|国家外汇管理局|国家邮政局|国网(?=.{2,12}(?:电力|供电)))"
)
_FREE_TRADE = re.compile("^中国（([^）]{2,8})）(自由贸易试验区)")
_BRANCH = re.compile("[\u4e00-\u9fff]{1,14}?局(?P<place>[\u4e00-\u9fff]{2,8})分局$")
_EAST_LAKE = re.compile("^东湖(?=新技术|高新)")  # the zone is Wuhan's, 东湖区 Nanchang's
_SCOPE = re.compile(
    r"^(?:本)?(自治区|省|市|州|盟|自治县|县|旗|区)(?!场|容|政(?!府|协|务|法)|民(?!政|族|防|宗|兵|委)|域|级)"
)
_SCOPE_ENDINGS = {
    "省": "省",
    "自治区": "自治区",
    "市": "市",
    "州": "州",
    "盟": "盟",
    "县": "县",
    "自治县": "县",
    "旗": "旗",
    "区": "区",
}
_PROVINCE_DIGITS, _CITY_DIGITS = 2, 4


@dataclass(frozen=True, slots=True)
class _Table:
    by_code: dict[str, list[Entry]]
    full: dict[str, list[Entry]]
    short: dict[str, list[Entry]]
    longest: int


def _short_names(entry: Entry) -> Iterator[str]:
    """Forms without the kind: 湖北, 赣州, 恩施; with it, where only a people's name is left out: 长阳县, 恩施州."""
    name = entry.name
    if entry.level == 0:
        yield _SHORT_PROVINCES.get(name) or re.sub("[省市]$|特别行政区$", "", name)
        return
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
def _table() -> _Table:
    text = (files("normalize") / "data" / "regions.tsv").read_text(encoding="utf-8")
    by_code: dict[str, list[Entry]] = {}
    full: dict[str, list[Entry]] = {}
    short: dict[str, list[Entry]] = {}
    for line in text.splitlines()[1:]:
        code, name, first, last = line.split("\t")
        entry = Entry(code, name, int(first), int(last or 9999))
        by_code.setdefault(code, []).append(entry)
        full.setdefault(name, []).append(entry)
        kept = _kept_kind(name) if "自治" in name and entry.level else None
        if kept:
            full.setdefault(kept, []).append(entry)
            full.setdefault(kept[:-1] + "自治" + kept[-1], []).append(entry)
        for form in _short_names(entry):
            short.setdefault(form, []).append(entry)
    return _Table(by_code, full, short, max(map(len, full)))


def region_of(agency: str, *, year: int | None = None, hints: Hints = NO_HINTS) -> Region | None:
    """The region that `agency` belongs to, at the deepest level that is sure; null if none is, and for national bodies.

    `year` is the year reported on: names and codes in force then (one year of grace) are taken. Never raises.
    """
    parsed = parse_place(agency, year)
    if parsed.chains:
        return _chain_to_region(_settle(parsed.chains, year, hints), year)
    return _chain_to_region(_from_hints(agency, year, hints), year)


@lru_cache(maxsize=4096)
def parse_place(name: str, year: int | None) -> Parsed:
    """The place that opens a name, by parts: 江苏省 / 淮安市 / 洪泽区 / 财政局."""
    text = re.sub(r"\s+|^中共", "", name[:MAX_HINT])
    text = _NATIONAL_BUREAU.sub("", text)
    text = _EAST_LAKE.sub("武汉东湖", _FREE_TRADE.sub(r"\1\2", text))
    if text.startswith("新疆生产建设兵团"):
        # a division's own city (第八师石河子市) lies under the autonomous region
        match = re.match(r"新疆生产建设兵团(?:第[一二三四五六七八九十]+师)?(.*)", text)
        inner = match[1] if match else ""
        text = "新疆维吾尔自治区" + inner if inner else "新疆维吾尔自治区"
    chains: tuple[tuple[Entry, ...], ...] = ()
    rest = text
    while True:
        longer, after = _next_place(rest, chains, year)
        if not longer:
            return Parsed(_branch(rest, chains, year), rest)
        chains, rest = longer, after


def _next_place(
    text: str, chains: tuple[tuple[Entry, ...], ...], year: int | None
) -> tuple[tuple[tuple[Entry, ...], ...], str]:
    table = _table()
    for length in range(min(table.longest, len(text)), 1, -1):
        printed, rest = text[:length], text[length:]
        found = _join(chains, table.full.get(printed, ()), year)
        if found and (chains or _stands_alone(printed)):
            return found, rest
        if printed in table.short:
            found = _join(chains, table.short[printed], year)
            # 海南 alone is the province, 西安 the city: 海南州 and 西安区 print what they are
            found = _outermost(found)
            if found and _short_may_stand(found, rest, year, inside=bool(chains)):
                return found, rest
    return (), text


def _branch(
    rest: str, chains: tuple[tuple[Entry, ...], ...], year: int | None
) -> tuple[tuple[Entry, ...], ...]:
    """The county that a city's office has its branch for: 淮安市公安局 / 洪泽区 / 分局, 洪泽分局."""
    match = _BRANCH.match(rest) if chains else None
    if match is None:
        return chains
    table = _table()
    named = (*table.full.get(match["place"], ()), *table.short.get(match["place"], ()))
    found = _join(chains, named, year)
    return found if len(found) == 1 else chains


def _outermost(chains: tuple[tuple[Entry, ...], ...]) -> tuple[tuple[Entry, ...], ...]:
    level = min((chain[-1].level for chain in chains), default=0)
    return tuple(chain for chain in chains if chain[-1].level == level)


def _stands_alone(printed: str) -> bool:
    return printed not in _GENERIC and not (len(printed) == 2 and printed.endswith("区"))


def _join(
    chains: tuple[tuple[Entry, ...], ...], entries: Iterable[Entry], year: int | None
) -> tuple[tuple[Entry, ...], ...]:
    """Each chain lengthened by each region that lies in it; several names of one code count once, the latest."""
    valid = [entry for entry in entries if entry.in_force(year)]
    latest = {entry.code: entry for entry in sorted(valid, key=lambda entry: entry.first)}
    if not chains:
        return tuple((entry,) for entry in latest.values())
    return tuple(
        (*chain, entry) for chain in chains for entry in latest.values() if _lies_in(entry, chain[-1])
    )


def _lies_in(entry: Entry, outer: Entry) -> bool:
    digits = _PROVINCE_DIGITS if outer.level == 0 else _CITY_DIGITS
    return entry.level > outer.level and outer.level < 2 and entry.code[:digits] == outer.code[:digits]


def _short_may_stand(
    found: tuple[tuple[Entry, ...], ...], rest: str, year: int | None, *, inside: bool
) -> bool:
    """Whether a name without its kind is a place: a known place, a zone or an office's name must follow it."""
    counties_only = all(chain[-1].level == 2 for chain in found)
    if ZONE.match(rest):
        return not counties_only or inside or len(found) == 1
    if counties_only:
        return inside and rest.startswith("人民政府")
    if not rest or _AFTER_SHORT.match(rest):
        return True
    return bool(_next_place(rest, found, year)[0])


def _settle(chains: tuple[tuple[Entry, ...], ...], year: int | None, hints: Hints) -> tuple[Entry, ...]:
    """One chain of several that a printed name may mean, by the hints; else what all of them share."""
    if len(chains) > 1:
        now = tuple(chain for chain in chains if year is None or chain[-1].first <= year <= chain[-1].last)
        chains = now or chains
    if len(chains) > 1:
        chains = _agreeing(chains, year, hints)
    if len(chains) == 1:
        return chains[0]
    return _shared(tuple(chain[-1].code for chain in chains), year)


def _agreeing(
    chains: tuple[tuple[Entry, ...], ...], year: int | None, hints: Hints
) -> tuple[tuple[Entry, ...], ...]:
    """The chains that no hint speaks against; all of them where hints contradict one another."""
    left = chains
    for prefix in _hinted_prefixes(year, hints):
        kept = tuple(
            c for c in left if c[-1].code.startswith(prefix) or prefix.startswith(_trunk(c[-1].code))
        )
        if kept:
            left = kept
        elif any(c[-1].code.startswith(prefix) for c in chains):
            return chains
    return left


def _hinted_prefixes(year: int | None, hints: Hints) -> Iterator[str]:
    for text in (*hints.places, *hints.addresses):
        chain = _place_in(text, year)
        if chain:
            yield _trunk(chain[-1].code)
    yield from contact_prefixes(hints)


def _trunk(code: str) -> str:
    """The digits that every code inside this region begins with."""
    return re.sub("(?:00){1,2}$", "", code)


def _shared(codes: tuple[str, ...], year: int | None) -> tuple[Entry, ...]:
    for digits in (_CITY_DIGITS, _PROVINCE_DIGITS):
        trunks = {code[:digits] for code in codes}
        if len(trunks) == 1:
            entry = _entry(trunks.pop().ljust(6, "0"), year)
            if entry:
                return (entry,)
    return ()


def _entry(code: str, year: int | None) -> Entry | None:
    """The name a code has in the year, else the latest it had."""
    entries = _table().by_code.get(code, ())
    exact = [entry for entry in entries if year is not None and entry.first <= year <= entry.last]
    return max(exact or entries, key=lambda entry: entry.first, default=None)


def _place_in(text: str, year: int | None) -> tuple[Entry, ...]:
    """The deepest sure place that a text names anywhere; a path's parts are read as one name."""
    joined = re.sub(r"[\s/\\_>·|,，、-]+", "", text[:MAX_HINT])
    position = 0
    best: tuple[Entry, ...] = ()
    while position < len(joined) - 1:
        parsed = parse_place(joined[position : position + 60], year)
        sure = parsed.chains[0] if len(parsed.chains) == 1 else ()
        if sure and (not best or _lies_in(sure[-1], best[-1])):
            best = sure
        elif sure and not best[-1].code.startswith(_trunk(sure[-1].code)):
            return _shared((best[-1].code, sure[-1].code), year)  # two places: only what they share is sure
        consumed = len(joined[position : position + 60]) - len(parsed.rest)
        position += max(consumed, 1) if parsed.chains else 1
    return best


def _from_hints(agency: str, year: int | None, hints: Hints) -> tuple[Entry, ...]:
    """The region of an agency that names none (市教育局): the hinted place, cut to the level the name speaks of."""
    scope = _SCOPE.match(re.sub(r"\s+", "", agency))
    if scope is None:
        return ()
    ending = _SCOPE_ENDINGS[scope[1]]
    found = [chain for chain in (_own_place(text, ending, year) for text in hints.places) if chain]
    found = found or [
        chain for chain in (_own_place(text, ending, year) for text in hints.addresses) if chain
    ]
    codes = {chain[-1].code for chain in found}
    if len(codes) == 1:
        return found[0]
    return _shared(tuple(codes), year) if codes else ()


def _own_place(text: str, ending: str, year: int | None) -> tuple[Entry, ...]:
    chain = _place_in(text, year)
    if not chain:
        return ()
    code = chain[-1].code
    outward = [_entry(c, year) for c in dict.fromkeys((code, code[:4] + "00", code[:2] + "0000"))]
    for entry in outward:
        if entry and entry.name.endswith(ending) and not (ending == "区" and entry.level == 0):
            return (entry,)
    # a county is asked for and only its city is known: the city is sure
    return chain if ending in "县区旗" and chain[-1].level < 2 else ()


def _chain_to_region(chain: tuple[Entry, ...], year: int | None) -> Region | None:
    if not chain:
        return None
    deepest = chain[-1]
    province = _entry(deepest.code[:2] + "0000", year)
    city = _entry(deepest.code[:4] + "00", year) if deepest.level else None
    if province is None:
        return None
    county = deepest.name if deepest.level == 2 else None
    return Region(deepest.code, province.name, city.name if city else None, county)
