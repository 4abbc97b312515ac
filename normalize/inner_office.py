"""Offices inside an agency, which write its report, sign it or answer for it: the report is the agency's.

洪泽区民政局行政办公室 → 洪泽区民政局. 人民政府办公室 and 委员会办公室 may be bodies of their own, with reports of their own.
"""

from __future__ import annotations

import re

from normalize.simplified import simplified

_DUTY = (
    "(?:(?:政府信息|政务|信息)公开(?:工作)?|领导小组|联席会议|综合|党[政建群]|行政|督[查考导办]|考核|秘书|文秘|人秘"
    "|人事|政策|法[规制]|宣传|机关|信息|电子政务)"
)
# what an agency's name ends with; 委 and 委员会 of the party, of 编制 and others have an office that is a body of its own
_AGENCY = (
    "局|厅|(?<!指挥)部|(?<![公行])署|(?<!国务)院|校|[大中小]学|幼儿园|公司|集团|中心|馆|队|社|台|站|所|管理处|[林农]场|海关|[银支分]行|(?:开发|园|高新|经开)区|管委会|(?:[健建管改资教农经科]|(?<!网)信|商务|交通)委"
    "|(?:管理|健康|改革|(?<!文明)建设|教育|事务|商务|贸易|技术|农业|交通|规划|[经工][济业]和信息化)委员会"
    "|[残妇侨文]联|工商联|联合会|总工会|红十字会|科协"
)
_OFFICE = "(?:办公[室厅]|[办处科股室]|中心)"
_INNER_OFFICE = re.compile(
    rf"(?P<agency>.+(?:{_AGENCY})){_DUTY}*{_OFFICE}"
    rf"|(?P<government>.+(?:办公室|办公厅|[公行]署|人民政府(?!督[查导考]室$))){_DUTY}+{_OFFICE}"
    rf"|(?P<township>.+(?:[镇乡]|街道|苏木|[镇乡]政府|[镇乡木]人民政府|街道办事处)){_DUTY}*(?:办公室|(?<=[政建群合])办)"
    "|(?P<region>.+[省市县区州盟旗])(?:政府信息|政务|信息)公开(?:工作)?(?:领导小组|联席会议)?(?:办公室|办)"
)
_INSIDE = re.compile(rf"(?!.*街道办事处$).+(?:{_AGENCY}|政府|街道).{{2,}}(?:[处科股室组站所队]|中心)")
# of no agency in particular: 政府信息公开领导小组办公室, 局办公室
_ANY_OFFICE = re.compile(f"[局委厅镇乡院所站办社处]?{_DUTY}*(?:办公室|[办处科股室]|中心)")


def without_inner_office(name: str) -> str:
    """The agency's name without the office inside it that follows, and without a further office inside that one."""
    while (match := _INNER_OFFICE.fullmatch(simplified(name))) and match.lastgroup:
        name = name[: match.end(match.lastgroup)]
    return name


def is_inside(office: str) -> bool:
    """Whether it may be a part of another office: 民政局婚姻登记处, 人民政府便民服务中心."""
    return _INSIDE.fullmatch(simplified(office)) is not None


def is_any_office(name: str) -> bool:
    """Whether it is an office of no agency in particular: 政府信息公开领导小组办公室, 局办公室."""
    return _ANY_OFFICE.fullmatch(simplified(name)) is not None
