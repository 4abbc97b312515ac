"""Which level of government an agency belongs to, and what kind of body it is, from its name and region."""

from __future__ import annotations

import re

from normalize.place_name import ZONE, Parsed, parse_place
from normalize.region import Region
from normalize.simplified import simplified

_NATIONAL = re.compile(
    r"^(?:国家|国务院|全国|最高人民|中国(?!共产党)|中央(?!街|大街)|中华人民共和国|审计署|海关总署"
    r"|(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源社会保障|人力资源和社会保障|自然资源|国土资源"
    r"|生态环境|环境保护|住房和城乡建设|住房城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|退役军人|退役军人事务|应急管理)部(?!门))"
)
# a central body's office in a place: 财政部安徽监管局, 中华人民共和国合肥海关; of which level is not to be told
_OUTPOST = re.compile(
    "(?:局|部|署|委员会|银行).+(?:局|分署|海关|办事处|专员办|监管办|队|支行|分行)$"
    "|^中华人民共和国.+(?:海关|海事局|检查站)$|^中国民用航空(?!总?局).+局$"
)
_TOWNSHIP = re.compile(
    r"(?:街道办事处|[镇乡](?:人民)?政府|苏木(?:人民政府)?|街道|[^城]镇|[^城]乡|街道党工委|民族乡|[\u4e00-\u9fff]{2}街)$"
)
_TOWNSHIP_OFFICE = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:街道|镇人民政府|乡人民政府|苏木)")
_ZONE_END = re.compile(r"(?:管理?委员?会|管委会|区|城|园)$")
_ZONE_BODY = re.compile("[区园城](?:管理委员会|管委会)$")
_PUBLIC = re.compile(
    r"(?:医院|大学|学院|中学|小学|学校|幼儿园|图书馆|博物馆|文化馆|研究院|研究所|中心|电视台|供电公司|自来水公司|集团|公司)$"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委员?会|委|(?:参事|督查|研究|办公)室|办公厅|办|部|署|总队|支队|大队|调查队|法院|检察院|处|行|办事处|联合会|[残妇侨文社]联|工商联|科协|科学技术协会|总工会|红十字会|站|所|院|海关|[银证]监会)$"
)
_SCOPES: dict[str, str | None] = {
    "省": "province",
    "自治区": "province",
    "市": None,  # of a municipality, a city or a county-level city: as its region is
    "州": "city",
    "盟": "city",
    "县": "county",
    "自治县": "county",
    "旗": "county",
    "区": "county",
}
_LEVEL_OF_DEPTH = ("province", "city", "county")


def level_kind(agency: str, region: Region | None, year: int | None = None) -> tuple[str | None, str | None]:
    """(level, kind), each null where the name does not make it sure: `level_kind("洪泽区财政局", r) == ("county",
    "department")`. A zone's level is null: 经开区 stand between city and county. Names are read as of the reported year."""
    name = re.sub(r"(?<=.)（[^（）]*）$", "", simplified(agency[:200]))
    parsed = parse_place(name, year)
    kind = _kind(name, parsed.rest if parsed.chains else name)
    return _level(name, kind, region, parsed), kind


def _kind(name: str, rest: str) -> str | None:
    if _PUBLIC.search(rest):
        return "public_institution"
    zone = ZONE.match(rest)
    if zone and _TOWNSHIP.search(rest[zone.end() :]):
        return "township"
    if _ZONE_BODY.search(rest):
        return "zone"
    if zone:
        return "zone" if _ZONE_END.search(rest) else "department"
    if not rest:
        return "government" if name.endswith(("省", "市", "县", "区", "州", "盟", "旗")) else None
    if _TOWNSHIP.search(rest):
        return "township"
    if re.fullmatch("[省市县区州盟旗]?(?:人民)?政府|行政公署|行署", rest):
        return "government"
    return "department" if _DEPARTMENT.search(rest) else None


def _level(name: str, kind: str | None, region: Region | None, parsed: Parsed) -> str | None:
    if kind == "township":
        return "township"
    if not parsed.chains:
        if _NATIONAL.match(name):
            return None if _OUTPOST.search(name) else "national"
        scope = re.match("自治[区县]|[省州盟县旗区市]", name)
        if scope is None:  # a region that is told is the office's own
            return _LEVEL_OF_DEPTH[_depth(region)] if region else None
        if scope[0] == "区" and "厅" in name:  # 区教育厅 is an autonomous region's
            return None
        return _SCOPES[scope[0]] or (_LEVEL_OF_DEPTH[_depth(region)] if region else None)
    if ZONE.match(parsed.rest):
        return None
    if _TOWNSHIP_OFFICE.match(parsed.rest):
        return "township"
    own = [chain[-1].level for chain in parsed.chains if region is not None and chain[-1].code == region.code]
    levels = {own[0]} if own else {chain[-1].level for chain in parsed.chains}
    return _LEVEL_OF_DEPTH[levels.pop()] if len(levels) == 1 else None


def _depth(region: Region) -> int:
    return 2 if region.county else 1 if region.city else 0
