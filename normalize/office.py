"""Whether two printed names may be one agency: 洪泽区民政局 and 民政局, 区政府 and its office, 卫健委 and 卫生健康委员会."""

from __future__ import annotations

import re

from normalize.region import parse_place

# offices that write the report of the government they belong to, and the government itself
_GOVERNMENT = re.compile(
    "(?:人民政府|政府|政务公开|政府信息公开|信息公开|行政审批|政务服务|数据|电子政务|大数据).*|人民政府|政府|"
)
_WRITER = re.compile("(?:办公室|办公厅|综合科|秘书科|党政办)$")


def office_of(agency: str) -> str:
    """The name without its region and without the 办公室 that writes for it: 淮安市洪泽区民政局办公室 → 民政局."""
    rest = parse_place(re.sub(r"\s+", "", agency), None).rest
    return _WRITER.sub("", re.sub("^[省市县区州盟旗]", "", rest)) or rest


def may_be_one(one: str, other: str) -> bool:
    """False only where both are departments and neither name shortens the other."""
    offices = sorted((office_of(one), office_of(other)), key=len)
    if any(_GOVERNMENT.fullmatch(office) for office in offices):
        return True
    return _shortens(*offices)


def _shortens(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order, as those of 人社局 in 人力资源和社会保障局."""
    left = iter(long)
    return all(character in left for character in short)
