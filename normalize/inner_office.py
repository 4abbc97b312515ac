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
_INNER_OFFICE = re.compile(
    rf"(?:(?<=[局厅])|(?<=管委会)|(?<=管理委员会)|(?<=健康委员会)|(?<=[健建管改]委)){_DUTY}*(?:办公室|[办处科股室]|中心)$"
    rf"|(?:(?<=办公室)|(?<=办公厅)|(?<=人民政府)){_DUTY}+(?:办公室|[办处科股室]|中心)$"
    rf"|(?:(?<=残联)|(?<=残疾人联合会)|(?<=(?:改革|建设)委员会)){_DUTY}*(?:办公室|[办处科股室]|中心)$"
    rf"|(?:(?<=[镇乡])|(?<=街道|苏木)|(?<=[镇乡]政府)|(?<=[镇乡木]人民政府)|(?<=街道办事处)){_DUTY}*(?:办公室|(?<=[政建群合])办)$"
    "|(?<=[省市县区州盟旗])(?:政府信息|政务|信息)公开(?:工作)?(?:领导小组|联席会议)?(?:办公室|办)$"
)
# of no agency in particular: 政府信息公开领导小组办公室, 局办公室
_ANY_OFFICE = re.compile(f"[局委厅镇乡院所站办社处]?{_DUTY}*(?:办公室|[办处科股室]|中心)")


def without_inner_office(name: str) -> str:
    """The agency's name without that of an office inside it."""
    inner = _INNER_OFFICE.search(simplified(name))
    return name[: inner.start()] if inner else name


def is_any_office(name: str) -> bool:
    """Whether it is an office of no agency in particular: 政府信息公开领导小组办公室, 局办公室."""
    return _ANY_OFFICE.fullmatch(simplified(name)) is not None
