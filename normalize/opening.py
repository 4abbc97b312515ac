"""The agency's name from running text: the opening paragraph, the first sentence of section 一, whom readers may write to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from normalize.agency_name import MAX_NAME, PRINTED_YEAR, office_name
from normalize.inner_office import is_any_office, without_inner_office
from normalize.simplified import simplified
from normalize.text import fold

_WRITE = "(?:编制|编写|编撰|撰写|制作)"
_NAME = rf"(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)"
# 人民政府信息公开年度报告 is the report of a 人民政府
_INFORMATION = "(?:(?<!人民)政府信息|政务信息|政务|信息)"
# 现公布X2023年政府信息公开工作年度报告: whose it is, not only who wrote it
_ANNOUNCED = (
    re.compile(rf"(?:现|特)(?:予以|将|向社会)?(?:公布|发布|公开|编制){_NAME}{PRINTED_YEAR}").search,
    re.compile(
        rf"(?:向社会公[布开]|(?<!机构)编制(?:完成|了)?(?!并)|现[将就]){_NAME}{PRINTED_YEAR}{_INFORMATION}公开"
    ).search,
    re.compile(
        rf"(?:公[布开]|发布|编制(?:完成|了)?|汇总|形成了?|现[将就]){PRINTED_YEAR}{_NAME}的?{_INFORMATION}公开(?:工作)?(?:开展)?(?:情况)?"
        "(?:的?年度)?(?:工作)?(?:报告|汇报|总结)"
    ).search,
    # 根据《条例》，X现向社会公布2018年政府信息公开工作年度报告
    re.compile(
        rf"(?:^|[，,。]){_NAME}[现特](?:将|予以)?(?:向社会)?(?:公[布开]|发布){PRINTED_YEAR}{_INFORMATION}公开"
    ).search,
    # X2018年政府信息公开工作年度报告（以下简称年报）根据《条例》编制
    re.compile(
        rf"{_NAME}{PRINTED_YEAR}{_INFORMATION}公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)[，,]?(?:是|系)?(?:根据|按照|依据)"
    ).match,
)
_HAS_WRITTEN = (
    rf"{_NAME}(?:(?:根据|结合|按照)[^。]{{0,60}})?(?:{_WRITE}(?:完成)?|完成)了?"
    rf"(?:本(?:年度)?报告|{PRINTED_YEAR}{_INFORMATION}公开|(?:本[级部单][门位]?)?{_INFORMATION}公开(?:工作)?(?:年度报告|年报))"
)
_WRITTEN_BY = re.compile(
    rf"本(?:年度)?(?:年)?报告?(?:是)?由{_NAME}(?:根据|按照|依据|依照|结合|编制|负责|汇总|，|。|,)"
).search
_OPENINGS = (
    re.compile(
        rf"(?:结合|梳理|(?<=》)和|根据)(?:{PRINTED_YEAR})?(?P<name>[^，。,；《》]{{2,{MAX_NAME}}}?)(?:政府信息|政务|信息)公开工作"
        "(?:有关统计数据|(?:实际)?(?:情况)?[，,]?(?:而)?编制)"
    ).search,
    re.compile(rf"为(?:认真|切实|进一步)?做好{_NAME}(?:政府信息|政务|信息)公开工作[，,]我").match,
    # the report of a government, from those of its parts
    re.compile(
        rf"(?:综合|汇总)(?:{PRINTED_YEAR})?{_NAME}(?:人民政府)?各(?=[省市县区州盟旗乡镇街级部单有])"
    ).search,
    re.compile(
        rf"由{_NAME}(?:(?:结合|综合|根据|围绕|针对|就)[^，。,；]{{2,30}})?{_WRITE}(?:完成)?(?:本(?:年度)?(?:年)?报告?|而成)"
    ).search,
    re.compile(
        rf"(?:^|[，,])由{_NAME}(?:结合[^，。,；]{{2,20}})?(?:负责)?{_WRITE}(?:完成)?(?:[，,。；]|$|的?{PRINTED_YEAR}{_INFORMATION}公开)"
    ).search,
    re.compile(rf"[，,]{_HAS_WRITTEN}").search,
    re.compile(
        rf"(?P<name>[^，。,；《]{{2,{MAX_NAME}}}?)(?:根据|按照|依据|依照|遵照)(?:国务院|《|新修订|修订|《?中华人民共和国政府信息公开条例)"
    ).match,
    re.compile(rf"本(?:年度)?(?:年)?报告[^。]{{0,80}}[，,]由{_NAME}(?:负责)?(?:{_WRITE}|汇总)").search,
    re.compile(
        rf"(?P<name>[^，。,；《]{{2,{MAX_NAME}}}?)(?:(?:坚持)?以习近平新时代"
        "|(?:认真|严格|全面|深入)*(?:贯彻|执行|落实|遵守)+(?:实施)?《(?:中华人民共和国)?政府信息公开条例)"
    ).match,
    re.compile(_HAS_WRITTEN).match,
)
# 2020年，在区政府的领导下，X认真贯彻落实《条例》
_AT_WORK = re.compile(
    rf"(?:{PRINTED_YEAR}(?:以来)?|今年以来|一年来|过去一年)[，,]?(?:在[^，,。；]{{2,30}}下[，,]){{0,2}}"
    rf"(?P<name>(?:(?!在|围绕|关于|落实|贯彻|紧扣|对照|部署)[^，,。；：、《“”的]){{2,{MAX_NAME}}}?)(?:在[^，,。；]{{2,30}}下[，,])?(?:认真|始终|坚持|深入|全面|严格|积极|扎实|按照|高度重视|紧紧|切实|持续|进一步|贯彻|根据《|以(?!来)|{_INFORMATION}公开工作)"
)
_CONTACT = re.compile(
    rf"(?:请|可|或)(?:直接)?(?:[与向和同](?P<with>[^，。,；（]{{2,{MAX_NAME}}}?)(?:（[^）]*）)?(?:联系|咨询|反映)|联系[:：]?(?P<behind>[^，。,；（]{{2,{MAX_NAME}}}))"
    rf"|请[与和同](?P<slip>[^，。,；（]{{2,{MAX_NAME}}})（(?:办公)?(?:地址|电话)"
)
# the text's short names for whose report it is, and words for a whole system: 园区, 全国海关
_ANY_ZONE = re.compile(
    "(?:(?:经济(?:技术)?|高新(?:技术)?(?:产业)?|工业|产业|旅游)?(?:开发区|园区|景区|度假区|示范区)|经开区|高新区|[本全]区)(?:管委会|管理委员会)?|海关"
    "|全[国省市县区镇乡].+"
)
# Y in X（以下简称Y）, which parts X from the words around it
_SHORT_NAME = re.compile("（(?:以下|下文)?(?:统一)?简称[^（）]{2,40}）")


def agency_of_opening(paragraph: str) -> str | None:
    """From 本报告由X根据…, 现公布X2023年…, X按照《条例》…."""
    return (
        _found_by((_WRITTEN_BY,), paragraph) or agency_announced(paragraph) or _found_by(_OPENINGS, paragraph)
    )


@lru_cache(maxsize=1 << 12)  # also asked by `agency_of_opening` of the same line
def agency_announced(paragraph: str) -> str | None:
    """From 现公布X2023年政府信息公开工作年度报告, which says whose the report is."""
    return _found_by(_ANNOUNCED, paragraph, whole=True)


def agency_at_work(paragraph: str) -> str | None:
    """From 2020年，在区政府的领导下，X认真贯彻落实…, as section 一 begins where nothing stands before it."""
    return _found_by((_AT_WORK.match,), paragraph)


def agency_of_contact(paragraph: str) -> str | None:
    """From 请与X联系: an office of the agency, if not the agency itself."""
    return _found_by((_CONTACT.search,), paragraph)


def _found_by(
    searches: Sequence[Callable[[str], re.Match[str] | None]], paragraph: str, *, whole: bool = False
) -> str | None:
    """The first name that a search finds; `whole`: an office inside an agency is not cut off, the report is called its own."""
    text = fold(paragraph[:2000])
    plain = simplified(text)
    for aside in reversed(list(_SHORT_NAME.finditer(plain))):
        text, plain = (line[: aside.start()] + line[aside.end() :] for line in (text, plain))
    for search in searches:
        match = search(plain)
        if match is None:
            continue
        group = next(name for name, found in match.groupdict().items() if found)
        printed = text[match.start(group) : match.end(group)]
        printed = printed if whole else without_inner_office(printed)
        name = None if is_any_office(printed) else office_name(printed)
        if name and not _ANY_ZONE.fullmatch(simplified(name)):
            return name
    return None
