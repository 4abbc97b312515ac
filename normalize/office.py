"""Names of one agency: the fullest that a report prints, and whether two may be one (卫健委 and 卫生健康委员会)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalize.place_name import parse_place
from normalize.simplified import simplified
from normalize.text import shortens

# offices that write the report of the government they belong to, and the government itself
_GOVERNMENT = re.compile(
    "(?:人民政府|政府|行政公署|行署|政务公开|政府信息公开|信息公开|行政审批|政务服务|数据|电子政务|大数据).*|"
)
_ITSELF = re.compile("(?:政府|公署|行署|[省市县区州盟旗])$")
# 人民政府解放街道办事处, 政府国资局 write reports of their own
_OF_GOVERNMENT = re.compile(
    "^(?:(?:人民)?政府|行政公署|行署)(?!办公)(?=.+(?:局|委|委员会|厅|街道|办事处|镇|乡)$)"
)
_WRITER = re.compile("(?:办公室|办公厅|综合科|秘书科|党政办)$")


_PLACE = r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|州|盟|地区|县|区)){1,2}"
_SCOPE = re.compile("^[省市县区州盟旗](?=[\u4e00-\u9fff]{2})")


def fullest(agency: str, names: Iterable[str]) -> str:
    """The agency's name, lengthened by the places with which other names in the report begin.

    洪泽区人民政府, which 淮安市洪泽区人民政府办公室 writes for, is 淮安市洪泽区人民政府; 市教育局 may be 淮安市教育局,
    高良涧街道办事处 洪泽区人民政府高良涧街道办事处.
    """
    own = parse_place(agency, None)
    plain = simplified(agency)
    bare = plain if own.chains else _SCOPE.sub("", plain)
    office = ("(?:人民政府)?" if "街道" in bare else "") + re.escape(bare)
    longest = agency
    for name in names:
        match = re.match(_PLACE + office, simplified(name))
        whole = parse_place(match[0], None) if match else own
        if match is None or len(whole.chains) != 1 or len(match[0]) <= len(longest):
            continue
        code = whole.chains[0][-1].code
        if own.chains:
            same = whole.rest == own.rest and any(chain[-1].code == code for chain in own.chains)
        else:
            same = bool(re.fullmatch(office, whole.rest)) and (
                bare == plain or plain[0] in _ENDINGS[_depth(code)]
            )
        longest = name[: match.end()] if same else longest
    return longest


def placed(agency: str, names: Sequence[str]) -> str:
    """For a name without its place (市发展改革委, 区政府国资局) another name of the same office in the report that has the place.

    Where no name has it, 市财政局 is taken rather than 财政局.
    """
    if parse_place(agency, None).chains or is_government(agency):
        return agency
    plain = simplified(agency)
    scope = plain[0] if _SCOPE.match(plain) else ""
    for name in names:
        chains = parse_place(name, None).chains
        if not chains or is_government(name) or not (may_be_one(agency, name) and _end_alike(agency, name)):
            continue
        if not scope or any(scope in _ENDINGS[_depth(chain[-1].code)] for chain in chains):
            return name
    if scope:
        return agency
    return next((name for name in names if name[1:] == agency and _SCOPE.match(simplified(name))), agency)


def _end_alike(one: str, other: str) -> bool:
    """Whether two names end in the same kind of body, as 卫健委 and 卫生健康委员会 do; an office's centre (中心) is another body."""
    ends = {"委" if name.endswith("委员会") else name[-1:] for name in (one, other)}
    return len(ends) == 1


_ENDINGS = ("省市区", "市州盟", "县区市旗")  # of province, city, county


def _depth(code: str) -> int:
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def office_of(agency: str) -> str:
    """The name without its region and without the 办公室 that writes for it: 淮安市洪泽区民政局办公室 → 民政局."""
    office = _whole_office(agency)
    return _WRITER.sub("", office) or office


def _whole_office(agency: str) -> str:
    """The name without its region: 淮安市人民防空办公室 → 人民防空办公室."""
    parsed = parse_place(agency, None)
    rest = parsed.rest or ("" if parsed.chains else agency)  # nothing but a national bureau: 国家税务总局
    return _OF_GOVERNMENT.sub("", re.sub("^[省市县区州盟旗]", "", rest))


def is_government(agency: str) -> bool:
    """Whether the name is a government's, or that of the office that writes for it."""
    return _GOVERNMENT.fullmatch(office_of(agency)) is not None


def writes_for_government(agency: str) -> bool:
    """Whether it is such an office (人民政府办公室, 行政审批局, 政务服务中心), whose own report it may be, too."""
    return is_government(agency) and _ITSELF.search(simplified(agency)) is None


_BRANCH = re.compile("(?:(.+?)(?:局|委员会|委)(?=.))?([\u4e00-\u9fff]{2,}?)区?分局$")


def _unbranched(office: str) -> str:
    """公安局洪泽分局 and 洪泽公安分局 as 洪泽公安局."""
    return _BRANCH.sub(r"\2\1局", office)


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one agency's: always, unless both are departments and neither name shortens the other."""
    offices = {name: office_of(name) for name in (one, other)}
    if any(_GOVERNMENT.fullmatch(office) for office in offices.values()):
        return True
    # a name without a place that is told (重庆总队) may begin with what is the other's place
    return any(
        shortens(offices[short], offices[long])
        or shortens(_unbranched(offices[short]), _unbranched(offices[long]))
        or shortens(offices[short], _whole_office(long))  # 人防办, 人民防空办公室
        or (offices[short] == short and shortens(short, long))
        for short, long in ((one, other), (other, one))
    )


def may_fill_in(unit: str, agency: str) -> bool:
    """Whether `unit` may have filled in the tables of `agency`: the agency itself, an office of it, or its government.

    Tables of a government's own report are not filled in by one of its departments.
    """
    if is_government(agency):
        return is_government(unit)
    return may_be_one(unit, agency)
