"""The day a report was published or signed, from the lines of its page or its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

from normalize.number import number
from normalize.text import fold
from normalize.year import CHINESE_DIGITS, YEAR_OF_DATE, may_name_year

_DATE = (
    rf"(?P<year>{YEAR_OF_DATE})(?:年|[-./])"
    r"(?P<month>[01]?[0-9]|[一二三四五六七八九十]{1,2}|元)(?:月|[-./])"
    r"(?P<day>[0-3]?[0-9]|[一二三四五六七八九十]{1,3})[日号]?(?![0-9])"
)
_COMPACT = r"(?P<year8>20[0-3][0-9])(?P<month8>[01][0-9])(?P<day8>[0-3][0-9])(?![0-9])"
_DAY = rf"(?:{_DATE}|{_COMPACT})"
_LABELLED = re.compile(
    rf"(?:(?:发布|公开|发文|公布|发表|上网)(?:日期|时间)|发布于|发布(?=[:：]))）?[:：]?（?{_DAY}"
)
# of the page, of its copy or of the reader's visit; the end of what is in force or counted
_NOT_ITS = "更新|修改|修订|打印|截止|截至|统计|抓取|采集|爬取|下载|导出|收录|入库|归档|访问|浏览|查询|登录|当前|现在|系统|北京|废止|失效|终止|到期|备案"
# that they may begin here is asked before what stands there already: it turns nearly all places away
# 成文日期 and a bare 时间 are taken where no day of publication is printed
_DATED = re.compile(
    rf"(?=[日时])(?<!{_NOT_ITS})(?:日期|时间)[:：]?{_DAY}(?![至到起—~～]|[-–](?:20|[0-9]{{1,2}}月))"
)
# the page's own
_CLOCKED = re.compile(rf"(?=[日时])(?<!{_NOT_ITS}|成文|生成)(?:日期|时间)[:：]?{_DATE}T[0-9]")
_BEFORE_SOURCE = re.compile(
    rf"(?=[2二])(?<![0-9至到—~～-]){_DAY}(?:T?[0-9:：]*)(?:(?:信息)?来源|(?:稿件)?作者|(?:点击|浏览)(?:次数|数|量)?)[:：]"
)
_MAY_BE_DATED = re.compile("[期间于]|来源|发布|作者|点击|浏览")
_HAS_YEAR = re.compile(YEAR_OF_DATE)
MAX_LINE = 400  # a date's line is short; the rest is prose
_CLOCK = re.compile(r"\s+(?=[0-9]{1,2}\s*[:：]\s*[0-9]{2})")
# a signature's date ends its line; only the agency's name may stand before it, not 截至; below a title it is in brackets
_SIGNED = re.compile(rf"(?:[\u4e00-\u9fff（）]{{0,40}}?)?(?<![至止自从到]){_DATE}）?")
# a list entry of a page's head
_STAMP = re.compile(rf"[•·●]?{_DATE}(?:T[0-9]{{1,2}}(?:[:：][0-9]{{2}}){{1,2}})?")


def published_of(lines: Sequence[str], year: int | None = None) -> date | None:
    """The date after 发布日期, else that of the last line that is nothing but a signature; null if none is whole.

    A report on `year` is published at its end or later: an earlier date is about something else.
    """
    short = [line for line in lines if len(line) <= MAX_LINE and may_name_year(line)]
    worded = (fold(_CLOCK.sub("T", line)) for line in short if _MAY_BE_DATED.search(line))
    clocked = [line for line in worded if _HAS_YEAR.search(line)]
    labelled = (
        _match_to_date(match)
        for patterns in ((_LABELLED.search, _BEFORE_SOURCE.search), (_CLOCKED.search,), (_DATED.search,))
        for line in clocked
        for pattern in patterns
        if (match := pattern(line))
    )
    days = filter(None, chain(labelled, map(signature_date, reversed(short)), map(_stamp, short)))
    return next((day for day in days if year is None or day.year >= year), None)


def _stamp(line: str) -> date | None:
    match = _STAMP.fullmatch(fold(_CLOCK.sub("T", line)))
    return _match_to_date(match) if match else None


def signature_date(line: str) -> date | None:
    """The date of a line that is nothing but one, with the agency's name before it at most."""
    text = fold(line) if len(line) <= MAX_LINE else ""
    match = _SIGNED.fullmatch(text) if _HAS_YEAR.search(text) else None
    return _match_to_date(match) if match else None


def _match_to_date(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    printed = [found[part] or found.get(f"{part}8") or "" for part in ("year", "month", "day")]
    year = number(printed[0].translate(CHINESE_DIGITS)).value
    month, day = (number(part.replace("元", "1")).value for part in printed[1:])
    if year is None or month is None or day is None:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # no such day: 2024年2月30日
        return None
