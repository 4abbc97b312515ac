"""The agency's name, as the report prints it: from the title, the opening paragraph, the signature, the file's name.

Names keep what is printed (no county added, none removed); white space goes. Where nothing is sure: null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalize.agency_name import (
    MAX_NAME,
    PRINTED_YEAR,
    clean_agency,
    ends_as_office,
    is_own_name,
    office_name,
    without_ending,
)
from normalize.inner_office import is_any_office, without_inner_office
from normalize.office import is_government
from normalize.place_name import is_placed
from normalize.simplified import simplified
from normalize.text import fold
from normalize.year import YEAR_OF_DATE, year_of

# 政务信息公开, 政府信息和政务公开, 党务政务公开: words of the subject, no end of the name before it
_INFORMATION = (
    "(?:(?:(?<!人民)政府信息|政务|党务|(?<=[年度])政府)[和与及、]?)?"
    "(?:(?<!人民)政府信息|(?:政务|院务|校务|厂务|行政|(?:政府|门户)?网站)?信息|政务)"
)
_SUBJECT = re.compile(
    rf"(?:(?:公共)?企事业单位)?(?:{PRINTED_YEAR})?(?:年度)?(?:(?:公共)?企事业单位)?"
    rf"(?:{_INFORMATION}(?:主动)?|院务|校务|厂务|党务|政府)公开(?:工作)?(?:情况)?(?:的)?"
    rf"(?:{PRINTED_YEAR})?(?:工作)?(?:年度|年终)?(?:工作)?(?:情况)?(?:的)?(?:统计)?(?:报告|年报|总结|报?表)"
)
_BARE_SUBJECT = re.compile(rf"(?:{PRINTED_YEAR})?(?:政府信息公开|政务公开)?(?:工作)?年(?:度报告|报)")
_SITE_MARK = re.compile(r"[_|｜]|\s[-–—]+\s|[-–—]+(?![0-9])")
# what stands before the name in a title: a date of the file's name, a document's number, （公示）, 附件1：, the year
_BEFORE = re.compile(
    r"^20[0-3][0-9](?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])"
    rf"|^[\u4e00-\u9fff]{{1,10}}（{PRINTED_YEAR}）第?[0-9]{{1,4}}号"
    r"|^(?:（(?:[^（）]{0,6}年报|[^（）]{0,6}年度报告|公示|公告|置顶|转载|通知|附件[^）]{0,3})）)"
    r"|(?:20[0-3][0-9])?[-—~～至]*20[0-3][0-9]学年度?"
    r"|^[•·●■◆▪]?(?:公报|文件|信息|文章)?(?:标题|题名|名称)[:：]?|^(?:附[件表][0-9一二三四五六七八九十]*[:：]?|[0-9]{1,3}[.、．])"
    rf"|{PRINTED_YEAR}"
)
_YEARS = re.compile(PRINTED_YEAR)
_OF_SITE = re.compile(r"^(?P<place>.{2,12})人民政府(?=(?P=place).{2})")
_ISSUED = re.compile("(?P<by>.{2,40}?)关于(?:印发|发布|公布|公开|转发)《?(?P<whose>.{2,})")
_DATE = rf"(?:{YEAR_OF_DATE})年.{{1,4}}月.{{1,4}}[日号]"
_SIGNED_DATE = re.compile(f"{_DATE}$|^{_DATE}(?!.*印[发制])")
# what web pages print before a name: 发布机构 洪泽区民政局
_LABEL = re.compile(
    "^(?:发布|来源|作者|信息|机构|主办|承办|责任|编辑|发文|索引|公开|文章|稿件|版权所有|技术支持|(?i:copyright))"
)
# whom a report goes to, who printed it
_NOT_WHOSE = re.compile("^(?:报送|主送|抄送|呈报|上报|呈送|送)[:：]|(?:印发|印制|编印|转发)$")
_PUBLISHER = re.compile(
    rf"(?:来\s*源|发布机构|发布单位|发布部门|发文机关|发文单位|公开主体|公开机构)[\s:：]*([^\s:：|｜，,；;。]{{2,{MAX_NAME}}})"
)
_REPORTING = re.compile(
    r"\s*(?:(?:填\s*报|报\s*送|上\s*报|填\s*表|编\s*制|报\s*告|公\s*开)\s*(?:单\s*位|机\s*关|部\s*门)(?:\s*名\s*称)?"
    r"|(?:单\s*位|机\s*关)\s*名\s*称|单\s*位(?=\s*[:：]|\s*[（(][^（）()]{1,4}章))"
    rf"\s*(?:[（(][^（）()]{{1,8}}[）)])?\s*[:：]\s*(?P<name>[^\s:：，,；;。|｜]{{2,{MAX_NAME}}}?)"
    r"(?=[\s:：，,；;。|｜]|$|[（(](?:盖章|公章|签章)|(?:(?:单位|部门)?负责|填[报表]|制表|审核|审批|经办|联系)人|联系电话|(?:填[报表]|报送)?日期)"
)
_STAMPED = re.compile("（[^（）]{0,4}章）$")
_SUMMARY = re.compile(
    "(?:全[省市县区州镇乡])?(?:数据)?(?:汇总|合计|总计)(?:统计)?表?|全[省市县区州镇乡]|总表"
)
# 附件1：X, 附件1：X统计表, 表2-1 X2023年主动公开情况表
_ANNEX = "附?[件表][0-9一二三四五六七八九十]{0,3}(?:[-—.][0-9]+)*[:：、.．]?"
_ANNEXED = re.compile(rf"{_ANNEX}(?P<name>[^，。,；;]{{2,{MAX_NAME}}})")
_CAPTION = re.compile(
    rf"(?:{_ANNEX})?(?P<name>[^，。,；;]{{2,{MAX_NAME}}}?)(?:{PRINTED_YEAR})?(?:本?年度?)?"
    "(?:主动公开|依申请|收到|因?(?<!人民)政府信息公开|政务公开|信息公开|行政复议|情况|统计|数据|汇总).{0,30}(?:表|情况|数据)(?:（[^（）]*）)?"
)
_WITH_YEAR = re.compile(
    rf"(?:{_ANNEX})?(?P<name>[^，。,；;]{{2,{MAX_NAME}}}?){PRINTED_YEAR}(?:年报)?|{PRINTED_YEAR}(?P<behind>[^，。,；;]{{2,{MAX_NAME}}})"
)
# before a file's name: 12_, or a number of the site that it comes from
_SHELF_NUMBER = re.compile(r"^[0-9]+(?:[-_.、]|(?<=[0-9]{5})(?=[\u4e00-\u9fff]))")
# the page's own site, an office without a name (县政府办, 局办公室), a news agency, paper or station
_NO_PUBLISHER = re.compile(
    "[本我].*|(?:[省市区县旗镇乡局委]|(?:人民)?政府)*(?:(?:政府)?信息公开|政务公开|综合|行政|党政)?(?:办公室|[办科股处室])"
    "|.*(?:社|融媒体中心|新闻中心|传媒中心|电视台|广播台|日报|网站?)"
)


@lru_cache(maxsize=1 << 12)
def agency_of_title(title: str) -> str | None:
    """`agency_of_title("洪泽区财政局2023年度政府信息公开工作年度报告") == "洪泽区财政局"`; null if the title names none."""
    text = fold(title[:300])
    plain = simplified(text)
    # what each pattern ends with or holds is looked for first: lines of a page's menu have neither
    subject = _SUBJECT.search(plain) if "公开" in plain else None
    match = subject or (_BARE_SUBJECT.search(plain) if "年报" in plain or "年度报告" in plain else None)
    if match is None:
        return None
    *others, before = re.split(r"-(?![0-9])|[_|>]|——", text[: match.start()])
    named = _before_year(before) if subject else None
    before = without_ending(_whose(_BEFORE.sub("", before)))
    name = named or clean_agency(before)
    if name is not None:
        # without 政府信息公开 it may be a yearbook or a 法治政府 report: only an office's name is one
        return name if is_own_name(name) and (subject or ends_as_office(name)) else None
    if before:
        return None
    # 洪泽区财政局_2023年…; a government's name there is its site's
    beside = office_name(others[-1]) if others else None
    if beside and subject and ">" not in text and not is_government(beside):
        return beside
    after = re.match(r"(?:（(?P<inside>[^）]+)）|[-—_－|:：]+(?P<behind>[^-—_－|.]+))", text[match.end() :])
    return office_name(after["inside"] or after["behind"]) if after else None


def _before_year(text: str) -> str | None:
    """The office before a title's year, where what stands between the year and the subject (全区, 依法行政和) is no office."""
    *front, behind = _YEARS.split(text)
    name = office_name(_whose("".join(front)))
    # 海关总署2010年海关信息公开: the subject's word again; 清河县2023年教育系统 is not the county's own
    if not behind or name is None or behind.endswith("系统"):
        return None
    return name if behind in name or not office_name(behind) else None


def _whose(text: str) -> str:
    """The name without another agency's before it: the site's government (清河县人民政府清河县统计局), or who issues it (X关于发布)."""
    text = _OF_SITE.sub("", text)
    match = _ISSUED.fullmatch(text)
    if match is None:
        return text
    return match["by"] if match["whose"][0] in "本我" else match["whose"]


def own_title(title: str) -> tuple[str, str]:
    """A web page's title → what it says of the report, and the site's and channel's names beside it.

    `own_title("2023年政府信息公开工作年度报告 - 西湖区人民政府")` gives both parts; the site is not whose report it is:
    offices publish on their government's.
    """
    parts = [part for part in _SITE_MARK.split(title[:300]) if part.strip()]
    words = title.split() if len(parts) == 1 else []
    # site, channel, title; two words are an office's name and the rest of the title, or its government's site and a title
    if len(words) > 2 or (words and (first := agency_alone(words[0])) and is_government(first)):
        parts = words
    reports = [part for part in parts if _SUBJECT.search(simplified(fold(part)))]
    own = max(reports, key=lambda part: (year_of(part) is not None, len(part)), default=title)
    return own, " ".join(part for part in parts if part is not own)


def agency_signed(lines: Sequence[str]) -> str | None:
    """The name that a dated signature gives: on the line of the date or alone above it."""
    return next(iter(signers(lines)), None)


def signers(lines: Sequence[str]) -> tuple[str, ...]:
    """The names of all dated signatures, and names alone on the lines above them: two offices may sign. Who prints it (印发) does not."""
    found: list[str] = []
    for n, line in enumerate(lines):
        printed = fold(line[:200])
        before_date = _SIGNED_DATE.sub("", printed)
        if before_date == printed:
            continue
        own = _offices_parted(line) or _signer(before_date)
        above = [_offices_parted(other) or _signer(other) for other in lines[max(0, n - 2) : n]][::-1]
        found += own or next(iter(above), ())
        if not own and len(above) > 1 and all(above):
            found += above[1]
    return tuple(dict.fromkeys(found))


def _signer(line: str) -> Sequence[str]:
    """The name on a line of its own, that of the agency whose office signs."""
    name = agency_alone(line)
    agency = without_inner_office(name) if name else None
    return [agency] if agency and not is_any_office(agency) else ()


def _offices_parted(line: str) -> Sequence[str]:
    """清河县水利局 清河县财政局: two offices of a place each, with a space between them and a date behind at most."""
    parts = line[:200].split()
    named = [part for part in parts if len(parts) > 1 and office_name(part) == part and is_placed(part)]
    others = "".join(part for part in parts if part not in named)
    return named if len(named) > 1 and (not others or _SIGNED_DATE.fullmatch(others)) else ()


def agency_below_date(lines: Sequence[str]) -> str | None:
    """The name on the last line, below a date that no name stands beside."""
    *above, date, end = ("", "", *lines)
    whole = _SIGNED_DATE.fullmatch(fold(date[:200]))
    return agency_alone(end) if whole and not agency_alone(above[-1]) else None


def is_stamped(line: str) -> bool:
    """Whether a line is a name with the place for a seal: X（盖章）."""
    return _STAMPED.search(fold(line[:200])) is not None


def agency_reporting(line: str) -> str | None:
    """From 填报单位（盖章）：X, above a table or in its first row."""
    match = _REPORTING.match(line[:300])
    return office_name(match["name"]) if match else None


def agency_alone(line: str) -> str | None:
    """The name on a line of its own, with a numeral (二、) before it or without; it may stand below a title that names nobody."""
    name = office_name(line)
    if name is None or _LABEL.match(name) or _NOT_WHOSE.search(fold(line[:300])) or _offices_parted(line):
        return None
    return name


def agency_with_year(line: str) -> str | None:
    """The name on a line, or a sheet's, that gives nothing but it and a year: 清河县统计局2023年."""
    match = _WITH_YEAR.fullmatch(fold(line[:150]))
    return agency_alone(match["name"] or match["behind"]) if match else None


def agency_of_caption(line: str) -> str | None:
    """From 附件1：X统计表 or X2023年主动公开政府信息情况, above a table of its numbers."""
    text = fold(line[:150])
    patterns = (_ANNEXED, _CAPTION)
    return next(
        (name for p in patterns if (match := p.fullmatch(text)) and (name := agency_alone(match["name"]))),
        None,
    )


def is_summary(line: str) -> bool:
    """Whether a heading or a sheet's name stands over the sums of several offices: 汇总, 全县."""
    return _SUMMARY.fullmatch(fold(line[:30])) is not None


def agency_of_signature(lines: Sequence[str]) -> str | None:
    """The name that stands alone in one of the last four lines, with its date or above it."""
    for line in reversed(list(lines)[-4:]):
        name = agency_alone(_SIGNED_DATE.sub("", fold(line[:200])))
        if name and not is_any_office(name):
            return without_inner_office(name)
    return None


def agency_of_file_name(name: str) -> str | None:
    """From `2023/洪泽区财政局2023年度政府信息公开工作年度报告.docx`; only the last part of a path is read."""
    stem = re.sub(r"\.[A-Za-z0-9]{2,5}$", "", re.split(r"[/\\!]", name)[-1])
    return agency_of_title(_SHELF_NUMBER.sub("", stem))


def agency_published(line: str) -> str | None:
    """From 来源：X or 发布机构 X, as web pages print above an article."""
    match = _PUBLISHER.search(line[:300])
    name = office_name(match[1]) if match else None
    return name if name and _NO_PUBLISHER.fullmatch(name) is None else None
