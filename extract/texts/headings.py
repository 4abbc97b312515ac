"""Which lines are headings of a report's sections, in the wording of 2014, 2019, 2021 and of those who write their own.

A heading carries a numeral (一、) or, where Word's numbering was lost, stands alone on its line. 一、总体情况。2023年… goes on
on the same line: the text behind the heading is given with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from normalize.simplified import simplified
from normalize.text import NUMERALS, without_space

LONGEST_HEADING = 45  # characters; 政府信息公开工作存在的主要问题、困难及下一步改进措施和情况 has 30
LONGEST_ALONE = 60  # characters of a heading without a numeral, and of an annex's title
FIRST_OF_NUMBER = f"第{NUMERALS}"
ENOUGH_HEADINGS = 3  # of the six, to be the sections and not parts of one
OTHER = "other"  # a section of no interest here: 收费及减免情况, 附表

_AND = "(?:和|及|与|以及|及其|、|，|暨)"
_WORK = "(?:(?:本年度|年度)?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:的)?(?:中)?)?"
# the whole wording of each section's heading, without numeral
_WORDING = {
    "overview": rf"{_WORK}(?:总体|基本|概括性|综合|主要)?(?:工作)?(?:情况|概述|概况|综述)(?:概述|概况|说明|综述)?|(?:总体|工作)概[述况]",
    "disclosure": rf"(?:本机关|机关|行政机关)?{_WORK}?主动公开{_WORK}(?:政府信息)?(?:工作)?的?(?:情况|内容)?",
    "requests": (
        rf"(?:收到{_AND}?处理)?(?:政府信息)?(?:依申请|公开申请|政府信息公开申请)(?:公开)?(?:政府信息)?(?:的)?(?:办理|处理|工作|受理)?(?:的)?情况"
        rf"|收到{_AND}?处理政府信息公开申请(?:的)?(?:情况)?"
    ),
    "disputes": (
        rf"因?(?:{_WORK}|政府信息公开(?:申请)?)(?:被|引起|引发|申请|产生)*(?:的)?行政复议(?:申请)?{_AND}?(?:被)?(?:提起)?(?:的)?(?:行政)?(?:诉讼|应诉)?(?:的)?(?:情况)?"
    ),
    "problems": (
        rf"{_WORK}(?:存在|面临)?的?(?:主要)?(?:问题|困难|不足)(?:{_AND}?(?:困难|不足|原因))?"
        rf"(?:{_AND}?(?:下一步|今后|下步)?的?(?:工作)?(?:改进|整改|解决|完善|工作)(?:的|工作)?(?:情况|措施|打算|计划|方向|意见|建议|思路|安排|办法|{_AND})*)?(?:情况)?"
    ),
    "other_matters": rf"(?:其[他它])?(?:需要|需|应当)?(?:报告|说明)的?(?:其[他它])?(?:事项|情况|问题){_AND}?(?:附表)?|其[他它](?:需要)?(?:报告|说明)?的?(?:事项|情况)",
}
# what is a heading without a numeral: 主动公开情况 alone may be a part of section 一
_ALONE = regex.compile(
    r"(?:总体情况|概述|总体概述|工作概述|总体工作情况|主动公开政府信息的?情况|收到和处理政府信息公开申请的?情况"
    r"|(?:因)?政府信息公开(?:工作)?(?:被申请|申请)?行政复议、(?:提起)?行政诉讼的?情况|.{0,12}存在的?(?:主要)?(?:问题|不足).{0,3}(?:改进|整改).{2,4}"
    r"|其[他它](?:需要|需)?(?:报告|说明)的?(?:事项|情况)|(?:需要|需)?报告的其[他它]事项|其[他它]事项)[:：]?"
)
_MAY_BE_ALONE = re.compile("情况|概述|问题|不足|事项")  # nearly no line of a page's menu
_HEADINGS = {name: regex.compile(wording) for name, wording in _WORDING.items()}
_NUMBER = regex.compile(rf"^(?:第?([{NUMERALS}]{{1,2}})(?:、|．|[.](?!\d)|，|,|部分[:：]?))")
_OTHER_NUMBERS = (
    regex.compile(rf"^[(（]([{NUMERALS}]{{1,2}})[)）][、．.]?"),
    regex.compile(r"^(\d{1,2})(?:[、．]|[.](?!\d))"),
)
# the tables' own titles, and what stands below a report
_ANNEX = regex.compile(r"^(?:附[件表]?[\d一二三]?[:：、]|附[件表]$).{0,40}$")
_PUNCTUATION = "。：:；;，, \u3000"


@dataclass(frozen=True, slots=True)
class Heading:
    """`section`: a key of the sections, or OTHER. `number`: its numeral (1 to 20; 0: none). `rest`: the text behind it."""

    section: str
    number: int
    rest: str


@lru_cache(maxsize=1 << 12)
def heading_of(line: str) -> Heading | None:
    """The heading that this line (white space allowed) is or begins with."""
    compact = without_space(line)
    if len(compact) > LONGEST_ALONE and compact[0] not in FIRST_OF_NUMBER:
        return None  # prose
    compact = simplified(compact)
    match = _NUMBER.match(compact) if compact[:1] in FIRST_OF_NUMBER else None
    number = _numeral(match[1]) if match else 0
    title = compact[match.end() :] if match else compact
    if not number and not (_MAY_BE_ALONE.search(compact) and _ALONE.fullmatch(compact)):
        return Heading(OTHER, 0, "") if _ANNEX.match(compact) else None
    for section, wording in _HEADINGS.items():
        found = wording.match(title)
        if found is None:
            continue
        behind = title[found.end() :]
        if not behind.strip(_PUNCTUATION):
            return Heading(section, number, "")
        if number and behind[0] in _PUNCTUATION:
            return Heading(section, number, without_space(line)[-len(behind) :].lstrip(_PUNCTUATION))
    short = number > 0 and len(title) <= LONGEST_HEADING and not any(mark in title for mark in "。；：")
    return _by_words(title, number) if short else None


def heads_overview(line: str) -> bool:
    """Whether the line heads section 一 (总体情况), with which a report's text begins."""
    heading = heading_of(line)
    return heading is not None and heading.section == "overview"


def with_usual_numbers(lines: Sequence[str]) -> list[str]:
    """The lines with the headings of the sections as 一、…, where a report numbers them （一） or 1、 throughout."""
    if any(map(heads_overview, lines)):
        return list(lines)
    for numbered in _OTHER_NUMBERS:
        changed = list(lines)
        sections: list[str] = []
        last = 0
        for place, line in enumerate(lines):
            compact = without_space(line)
            match = numbered.match(compact)
            title = compact[match.end() :].rstrip(_PUNCTUATION) if match else ""
            section = next((name for name, wording in _HEADINGS.items() if wording.fullmatch(title)), None)
            number = int(match[1]) if match and match[1].isdecimal() else _numeral(match[1]) if match else 0
            if section is not None and last < number <= len(NUMERALS) and (last or section == "overview"):
                changed[place] = f"{NUMERALS[number - 1]}、{title}"
                sections.append(section)
                last = number
        if len(sections) >= ENOUGH_HEADINGS:
            return changed
    return list(lines)


_WORDS = {
    "overview": "总体|概述|概况|基本情况|综述",
    "problems": "(?:问题|不足|困难).*(?:改进|措施|打算|整改|下一步)|存在.*(?:问题|不足)",
    "other_matters": "其[他它].*(?:报告|说明)|(?:报告|说明)的.*(?:事项|情况)$",
    "requests": "申请",
    "disputes": "复议|诉讼",
    "disclosure": "主动公开",
}


def _by_words(title: str, number: int) -> Heading:
    """A numbered line of its own wording: 三、2018年度我局依申请公开政府信息办理工作开展情况."""
    found = next((section for section, words in _WORDS.items() if regex.search(words, title)), OTHER)
    return Heading(found, number, "")


def _numeral(printed: str) -> int:
    if len(printed) == 2:
        return 10 + NUMERALS.index(printed[1]) + 1
    return NUMERALS.index(printed) + 1


def headed_sections(lines: Iterable[str]) -> frozenset[str]:
    """The sections of the report that have a heading among these lines."""
    headings = (heading_of(line) for line in lines if len(line) <= 2 * LONGEST_HEADING)
    return frozenset(heading.section for heading in headings if heading is not None)
