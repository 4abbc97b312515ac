"""The year a report is about, from its title or its opening paragraph; never the year of publication.

Titles print 2024年, 2024年度, ２０２４, 2 0 2 4, 二〇二四年, 二○二四, （2024年）; a date (2024年1月25日) is no such year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from normalize.simplified import simplified
from normalize.text import fold

# the first reports under the regulation of 2007 are on 2008
FIRST_YEAR, LAST_YEAR = 2008, 2035

# of the days on which reports are signed and published
YEAR_OF_DATE = "20[0-3][0-9]|二[〇○零Oo0][〇○零Oo0一二三][〇○零Oo0一二三四五六七八九]"
CHINESE_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_DIGIT = "[0-9〇○零Oo一二三四五六七八九]"
_YEAR = rf"(?:20[0-3][0-9]|二[〇○零Oo0][〇○零Oo0一二三]{_DIGIT})"
# asked first, that a year begins here turns nearly all places away
_NO_DIGIT_BEFORE = "(?=[2二])(?<![0-9一二三四五六七八九〇○])"
_WITH_WORD = re.compile(rf"{_NO_DIGIT_BEFORE}({_YEAR})年(?!{_DIGIT}{{1,2}}月|十)")
_RANGE = re.compile(rf"{_YEAR}年?[-—~～至、]+{_YEAR}学?年")
_BARE = re.compile(rf"{_NO_DIGIT_BEFORE}({_YEAR})(?![0-9]|年|{_DIGIT}|[.\-/][0-9])")
_ALONE = re.compile(rf"(?:(?:统计|报告|所属)?年[度份][:：])?({_YEAR})(?:年度?)?")
_MONTH = re.compile(rf"(?:{_YEAR}年)?((?:1[0-2]|0?[1-9])月)份?")
_SHORT_YEAR = re.compile("(?<![0-9])([0-3][0-9])年度")
_REPORT = re.compile("信息公开|政务公开|年报|年度报告")
_BEGINS_YEAR = re.compile("[2２二]")
_SPACED = re.compile(r"(?<![0-9])(2)\s+(0)\s+([0-3])\s+([0-9])(?!\s?[0-9])")
_PERIOD = re.compile(
    # the regulation is in force since 1 May 2008: so far reach the reports on that year
    rf"(?:({_YEAR})[年.\-/]0?[1一]|(2008)年0?[5五])[月.\-/](?:0?[1一])?日?(?:《[^》]{{2,20}}》(?:施行|实施)之日)?(?:起|开始)?[，,]?"
    rf"(?:至|到|—+|-+|~|～)(?:({_YEAR})[年.\-/]|同年|当年)?"
    r"(?:12|十二)[月.\-/](?:31|三十一)日?"
    # converters lose 年 and 月: 201911日起至20191231日
    r"|(?<![0-9])(20[0-3][0-9])11日起?[，,]?至(20[0-3][0-9])?1231日?"
)

# 发布2022年政府信息公开工作年度报告1篇 is a number of the report on 2023
_NOT_COUNTED = (
    "(?:(?<=[现会]公布)|(?<=[现会]公开)|(?<=[现会]发布)|(?<!公布)(?<!公开)(?<!发布)(?<!公示)(?<!《))"
)
_ANNOUNCED = re.compile(
    rf"{_NO_DIGIT_BEFORE}{_NOT_COUNTED}({_YEAR})年度?(?:政府信息|政务|信息)公开(?:工作)?(?:年度)?(?:情况)?(?:的)?(?:工作)?(?:报告|年报|公布|公告|总结如下)"
)
_REPORTED = re.compile(rf"汇报[^，。；]{{0,8}}?({_YEAR})年度?(?:政府信息|政务|信息)公开工作")
# 公布2018年度丰收乡人民政府信息公开年度报告
_ANNOUNCED_OF = re.compile(
    rf"(?:(?<=[现会])(?:公[布开]|发布)|编制(?:完成|了)?|现将)({_YEAR})年度?[^，。；、]{{2,30}}?信息公开(?:工作)?(?:年度)?(?:报告|年报)"
)
_OPENS = re.compile(
    rf"(?:^|(?<=[。；]))(?:(?:根据|按照)《条例》的?(?:要求|规定)[，,])?[在自]?({_YEAR})年度?(?:以来)?"
    r"(?=[，,]|[全我本区市县局委]|度|[\u4e00-\u9fff]{2,20}?(?:认真|积极|严格|深入|高度重视))",
    re.MULTILINE,
)
_NAMES_YEAR = re.compile("[2二][0〇○零Oo]|今年")
_UP_TO = re.compile(rf"截[至止]({_YEAR})年(?:12月31日|[底末])")

# ends a sentence on plans: 2024年，我局将进一步…, 2024年工作打算
_PLANS = re.compile(
    "^[^。；]{0,12}?(?:将(?:会|要|继续|进一步|持续|不断|着力|重点|坚持|围绕|按照?|从|以|加|深|全|再)|计划|打算|再接再厉|下一?步)"
)
# leads to the year that a report announces as its own: 现将, not 于1月发布2022年…年度报告
_OWN = re.compile("(?:现(?:将|予|公|向|就)|特(?:将|向|此)|编[制写]|本年?度?报告|综合整理)[^。；]{0,60}$")

# 第一季度, 上半年, 1—6月, 2023年1月1日至6月30日, （截至6月底）
_QUARTER = re.compile(
    "(?:第?[一二三四1-4]|前[二三两])季度|[上下]?半年(?!来)|（截[至止](?:20[0-9]{2}年)?(?:[1-9]|1[01])月.{0,4}）"
)
_MONTHS = re.compile(
    r"(?:(20[0-9]{2})年)?(?<![0-9])0?([1-9]|1[0-2])月?份?[-—–~～至到]+(?:\1年|同年|当年)?0?([1-9]|1[0-2])月(?!份?[0-9])"
)
_DAYS = re.compile(
    r"(?:(20[0-9]{2})年)?(?<![0-9])0?([1-9]|1[0-2])月0?1日(?:起|开始)?[，,]?[-—–~～至到]+(?:\1年|同年|当年)?0?([1-9]|1[0-2])月[0-9]{1,2}日"
)


def part_of_year(text: str) -> str | None:
    """The quarter, half or months that a title names: 第一季度, 1-6月; null for a whole year (1-12月)."""
    quarter = _QUARTER.search(fold(text[:300]))
    return quarter[0] if quarter else months_told(text)


def month_alone(line: str) -> str | None:
    """The month that a line, or a sheet's name, consists of: 4月, 2023年4月份."""
    match = _MONTH.fullmatch(fold(line[:30]))
    return match[1] if match else None


def months_told(text: str) -> str | None:
    """The months or days of which a text gives the first and the last: 1-6月; null for a whole year."""
    compact = fold(text[:300])
    spans = (*_MONTHS.finditer(compact), *_DAYS.finditer(compact))
    return next((span[0] for span in spans if not _is_whole(*span.groups())), None)


def _is_whole(year: str | None, first: str, last: str) -> bool:
    """Whether it is a year's span of months; the regulation is in force since 1 May 2008."""
    return last == "12" and (first == "1" or (first == "5" and year in (None, "2008")))


def may_name_year(line: str) -> bool:
    """Whether a year can stand in a line, in whatever digits: in hardly any of a web page's menu."""
    return _BEGINS_YEAR.search(line) is not None


@lru_cache(maxsize=1 << 12)
def year_of(text: str) -> int | None:
    """The year reported on, from a title, heading or file name; null where none or more than one is possible."""
    compact = fold(_SPACED.sub(r" \1\2\3\4 ", text[:300]))
    if _RANGE.search(compact):
        return None
    years = list(_WITH_WORD.finditer(compact))
    found = {_to_year(match[1]) for match in years}
    if len(found) > 1:
        # 2023年度…报告（2024年发布）: the year that stands before the report's own words
        subject = _REPORT.search(compact)
        before = [match for match in years if subject and match.end() <= subject.start()]
        found = {_to_year(match[1]) for match in before[-1:]} if len({m[1] for m in before}) == 1 else set()
    elif not found and _REPORT.search(compact):
        found = {_to_year(match[1]) for match in _BARE.finditer(compact)}
    return found.pop() if len(found) == 1 else None


def year_of_title(title: str) -> int | None:
    """`year_of`, else that of the period (2019年1月1日至12月31日) or of two digits (19年度) that a title prints for it."""
    short = _SHORT_YEAR.findall(fold(title[:300]))
    return year_of(title) or period_of(title) or (_to_year(f"20{short[0]}") if len(short) == 1 else None)


def year_alone(line: str) -> int | None:
    """The year that a line, or a sheet's name, consists of: 2023年度, 统计年度：2023."""
    match = _ALONE.fullmatch(fold(line[:30]))
    return _to_year(match[1]) if match else None


def year_below_title(line: str) -> int | None:
    """As `year_alone`, also in brackets: （2016年度）, below a table's title."""
    return year_alone(line.strip().strip("（）()"))


def period_of(paragraph: str) -> int | None:
    """The year of 统计期限自2023年1月1日至12月31日; null for any other span."""
    years = set()
    for match in _PERIOD.finditer(fold(paragraph[:5000])):
        begins = match[1] or match[2] or match[4]
        first, last = _to_year(begins), _to_year(match[3] or match[5] or begins)
        years.add(first if first == last else None)
    return years.pop() if len(years) == 1 else None


def announced_year(text: str) -> int | None:
    """The year of which running text says 现将2023年度政府信息公开工作情况报告如下; null where it says several."""
    found = _ANNOUNCED.finditer(text)
    years = {_to_year(match[1]) for match in found if _OWN.search(text[: match.start()][-80:])}
    return years.pop() if len(years) == 1 else None


def opening_year(text: str) -> int | None:
    """The year of which running text announces a report, else the one with which its sentences open.

    与2022年相比 and 2024年将继续 are about other years and do not count. 2022年，共收到5件 may be about last year as well; the
    sentence alone does not tell.
    """
    for pattern in (_ANNOUNCED, _ANNOUNCED_OF, _REPORTED, _OPENS, _UP_TO):
        found = pattern.finditer(text)
        years = {_to_year(match[1]) for match in found if not _PLANS.match(text[match.end() :][:80])}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def told_year(text: str) -> int | None:
    """The year with which sentences open, plans left aside (2024年将…); None unless all of them open with the same year.

    A single sentence counts only where its year is the last one that the text names.
    """
    told = [
        _to_year(match[1]) for match in _OPENS.finditer(text) if not _PLANS.match(text[match.end() :][:80])
    ]
    year = told[0] if len(set(told)) == 1 else None
    return year if year and (len(told) > 1 or is_latest(text, year)) else None


def is_latest(text: str, year: int) -> bool:
    """Whether the text names no later year, nor sets 今年 beside this one: 2022年收到5件，今年收到12件."""
    years = {_to_year(match[1]) for match in _WITH_WORD.finditer(text)}
    return all(other <= year for other in years if other) and "今年" not in text


def running_text(paragraphs: Iterable[str]) -> str:
    """The paragraphs as `announced_year`, `opening_year`, `told_year` and `is_latest` want them: one a line, simplified, without white space.

    Only paragraphs that name a year are kept, with their neighbours, as a line may break within a sentence.
    """
    lines = [fold(paragraph[:5000]) for paragraph in paragraphs]
    dated = [False, *[_NAMES_YEAR.search(line) is not None for line in lines], False]
    return simplified("\n".join(line for n, line in enumerate(lines) if True in dated[n : n + 3]))


def _to_year(printed: str) -> int | None:
    year = int(printed.translate(CHINESE_DIGITS))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
