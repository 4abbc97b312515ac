"""Lines of running text → the report's title: one to three lines that give its year, with the agency before them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import regex

from extract.texts.headings import heads_overview
from normalize.agency import agency_alone, agency_of_title
from normalize.office import is_government
from normalize.place_name import parse_place
from normalize.region import region_of
from normalize.simplified import simplified
from normalize.text import fold, without_space
from normalize.year import year_below_title, year_of, year_of_title

# ends the title; a menu entry (政府信息公开年报) ends so too, but gives no year
_TITLE = regex.compile(
    r"(?:政务公开|信息(?:主动)?公开).{0,12}(?:报告|年报|总结)"
    r"(?:（.{0,30}）|[—–―]{1,2}\p{Han}{3,30}|及20\d\d年.{0,4}工作(?:计划|打算)|》?的?(?:公[示告]|通知|函)|[》〉]|20\d\d(?:年度?)?)?$"
)
# stands above a table of form 2014, alone in its file or annexed to a report that has a title of its own
_TABLE_TITLE = regex.compile(
    r"(?:政府信息公开|政务公开|信息公开).{0,12}(?:统计|情况|汇总|数据|报)表(?:[(（].{0,12}[)）])?$"
)
# a page's date behind its title
_DATED = regex.compile(r"\s20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\s*$")
# 政府信息公开办公室2023年…: the words in an office's name are not the title's
_OF_OFFICE = regex.compile("信息公开(?:工作)?(?:领导小组)?(?=办|处|科|中心)")
_SENTENCE = regex.compile("[上下]一[篇条]|(?:现|特)(?:向|将|予以|公布|发布|公开|编制)")
_NUMBER = regex.compile(r"\p{Han}{1,10}（20\d\d）第?\d{1,4}号")  # 清水〔2024〕3号
_YEAR_ALONE = regex.compile(r"\s*20\d\d\s*(?:年度?)?\s*")
_SCOPED = regex.compile("[省市县区州盟旗]")
_LETTERHEAD = regex.compile("文件$")
_NO_NAME = regex.compile(r"[^\p{Han}]|公开|信息|网|栏|首页|年度|报告|文件|通知")
_LAST = (
    "告", "报", "報", "结", "結", ")", "）", "]", "】", "》", "〉", "示", "知", "函", "划", "算", "年", "度",
)  # fmt: skip
_LAST_OF_TABLE = ("表", ")", "）")
TITLE_LINES = 3  # lines that a title may take
LISTED = 3  # titles in a row, that are links
OPENING_LINES = 40  # lines in which it may stand where no section 一 follows
MENU_LINES = 300  # before section 一: menus of web pages come first
LONGEST_TITLE = 90  # characters


def find_title(
    lines: Sequence[str], page_title: str, headings: Container[str] = ()
) -> tuple[str | None, int]:
    """The report's title, from one to three lines that give its year, and the number of lines up to its end.

    The only one among the `headings`, if it names an agency; else the one next to section 一, for pages list other reports before the article; where no section 一 follows, the
    first; none in a list of links to other years' reports, but one of the `headings`. One that the page bears as its own (`page_title`) goes before:
    links to others may follow it, too. An agency on the line before it belongs to it. Without a year anywhere, a line that
    reads like a title; without any, the title of a table.
    """
    weak: tuple[str | None, int] = (None, 0)
    listed = False
    overview = _overview(lines)
    own = without_space(page_title)
    most = min(len(lines), OPENING_LINES) if overview is None else overview
    for end in range(most, 0, -1) if own else ():
        title = without_space(lines[end - 1])
        if title in own and _is_title(title) and year_of(title) is not None:
            return _with_agency(title, lines[: end - 1]), end
    headed = [
        end for end in range(1, most + 1) if lines[end - 1] in headings and _is_dated_title(lines[end - 1])
    ]
    if len(headed) == 1:
        (end,) = headed
        title = _with_agency(without_space(lines[end - 1]), lines[: end - 1])
        if agency_of_title(title):  # 2023年政府信息公开年报 may be a page's channel
            return title, end
    ends = range(1, min(len(lines), OPENING_LINES) + 1) if overview is None else range(overview, 0, -1)
    for end in ends:
        if not _may_end_title(lines[end - 1]):
            continue
        for count, joined in _joined_lines(lines, end, end):
            if not _is_title(joined):
                continue
            if year_of_title(joined) is None:
                weak = weak if weak[0] else (_with_agency(joined, lines[: end - count]), end)
                if (
                    overview is not None
                    and weak[1] == end
                    and any(map(year_below_title, year_lines(lines[end:])))
                ):
                    return weak  # 2024年度 stands below it: a year above is another report's
            elif (
                weak[0] is None
                or weak[1] == end  # the same title's last lines
                or not _is_of_another(joined, weak[0], lines[max(0, end - count - 1) : end + 1])
            ):
                if overview is None or lines[end - 1] in headings or not _is_in_list(lines, end):
                    return _with_agency(joined, lines[: end - count]), end
                listed = True
    if weak[0] or listed:
        return weak
    within = _title_within(lines, overview) if overview is not None else None
    return within or table_title(lines)


def year_lines(below: Sequence[str]) -> Sequence[str]:
    """The lines below a title where its year may stand alone: the first, and behind an agency's name the second."""
    return below[: 2 if below and agency_alone(below[0]) else 1]


def _title_within(lines: Sequence[str], start: int) -> tuple[str, int] | None:
    """The first title behind line `start` that a section 一 follows: the report stands among other texts, as in a bulletin."""
    for end in range(start + 1, len(lines) + 1):
        if not _may_end_title(lines[end - 1]):
            continue
        for count, joined in _joined_lines(lines, end, end - start):
            if (
                _is_title(joined)
                and year_of(joined) is not None
                and _overview(lines[end : end + OPENING_LINES]) is not None
            ):
                return _with_agency(joined, lines[start : end - count]), end
    return None


def table_title(lines: Sequence[str]) -> tuple[str | None, int]:
    """The first title of a table that gives its year (2016年政府信息公开情况统计表), and the number of lines up to its end."""
    for end in range(1, min(len(lines), OPENING_LINES) + 1):
        if without_space(lines[end - 1])[-1:] not in _LAST_OF_TABLE:
            continue
        for count, joined in _joined_lines(lines, end, end):
            if is_table_title(joined) and year_of(joined) is not None:
                return _with_agency(joined, lines[: end - count]), end
    return None, 0


def is_table_title(line: str) -> bool:
    """Whether a line is the title of a table of the form: 政府信息公开情况统计表."""
    return _TABLE_TITLE.search(simplified(without_space(line[:LONGEST_TITLE]))) is not None


def _is_of_another(title: str, own: str, around: Sequence[str]) -> bool:
    """Whether a title above the report's own, which gives no year, is a link to another report."""
    agencies = [agency_of_title(each) for each in (title, own)]
    if all(agencies) and agencies[0] != agencies[1]:
        return True
    years = {year_of(without_space(line)) for line in around if _is_title(without_space(line))}
    return len(years - {None}) > 1


def _is_in_list(lines: Sequence[str], end: int) -> bool:
    """Whether the line is one of three in a row that are titles of earlier and earlier years: links to reports."""
    for first in range(max(0, end - LISTED), end):
        years = [
            year_of(line) if _is_title(line) else None
            for line in map(without_space, lines[first : first + LISTED])
        ]
        told = {year for year in years if year is not None}
        if len(told) == LISTED and years == sorted(told, reverse=True):
            return True
    return False


def titles(lines: Sequence[str], *, bare: bool = False) -> Iterator[tuple[int, str]]:
    """Every title that gives its year: the number of its first line, and its text; lines of no other title in it.

    `bare`: without an agency that stands alone on the line above, which may be the signature of a report before; what
    only begins a name there signs nothing.
    """
    free = 0
    for end in range(1, len(lines) + 1):
        if not _may_end_title(lines[end - 1]):
            continue
        for count, joined in _joined_lines(lines, end, end - free):
            if _is_title(joined) and year_of(joined) is not None:
                longer = (_with_begun_name if bare else _with_agency)(joined, lines[free : end - count])
                yield end - count - (longer != joined), longer
                free = end
                break


def is_title(line: str) -> bool:
    """Whether a line is a whole title, with a year or without."""
    return _may_end_title(line) and _is_title(without_space(line[:LONGEST_TITLE]))


def _may_end_title(line: str) -> bool:
    """Whether `_TITLE` can match to the end of this line; nearly all lines are turned away here."""
    last = line.rstrip()[-1:]
    if "\u4e00" <= last <= "\u9fff" and last not in _LAST and last != "日" and "—" not in line:
        return False
    end = without_space(_undated(line[-60:])[-40:])
    return end[-1:] in _LAST or not end or "—" in end or end[-4:-2] == "20"


def _undated(line: str) -> str:
    last = line.rstrip()[-1:]
    return _DATED.sub("", line) if last.isdigit() or last == "日" else line


def titled(texts: Iterable[str]) -> str | None:
    """The first text that is by itself a title that gives its year: a cell of the frame above an article (标题：X)."""
    for text in texts:
        title = without_space(text)
        if len(title) <= LONGEST_TITLE and _is_title(title) and year_of(title) is not None:
            return title
    return None


def _is_title(joined: str) -> bool:
    """One report's title: a cover or a page's head before it is not part of it, nor is a sentence (现发布…) one."""
    plain = simplified(fold(joined))
    return (
        _TITLE.search(plain) is not None
        and _OF_OFFICE.sub("", plain).count("信息公开") < 2
        and not _SENTENCE.match(plain)
    )


def _overview(lines: Sequence[str]) -> int | None:
    return next((n for n, line in enumerate(lines[:MENU_LINES]) if heads_overview(line)), None)


def _joined_lines(lines: Sequence[str], end: int, most: int) -> Iterator[tuple[int, str]]:
    """What may be a title up to line `end`: that line, and with it up to two, `most` in all, above it; with their number.

    A menu's years (年报, 2022年, 2021年) are no part of a title beside them.
    """
    for count in range(1, min(TITLE_LINES, most) + 1):
        if _is_year_in_list(lines, end - count):
            return
        joined = without_space("".join((*lines[end - count : end - 1], _undated(lines[end - 1]))))
        if len(joined) > LONGEST_TITLE or "。" in joined:
            return
        yield count, joined


def _is_year_in_list(lines: Sequence[str], at: int) -> bool:
    """Whether a line is nothing but a year, and one beside it is so too."""
    if not _YEAR_ALONE.fullmatch(lines[at]):
        return False
    beside = (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
    return any(map(_YEAR_ALONE.fullmatch, beside))


def _is_menu(lines: Sequence[str]) -> bool:
    """Whether the lines end with two departments: a list of them, of which the last is not the report's."""
    offices = [agency_alone(line) for line in lines[-2:]]
    return len(offices) > 1 and all(office and not is_government(office) for office in offices)


def _with_agency(title: str, before: Sequence[str]) -> str:
    """The title with the agency that stands alone on the line above it, a letterhead's number passed over."""
    above = [
        line
        for line in before[-TITLE_LINES:]
        if without_space(line) != title and not _NUMBER.fullmatch(fold(line))
    ]
    agency = agency_of_title(title)
    if above and _is_begun(agency, without_space(above[-1]), title):
        return without_space(above[-1]) + title
    if agency is not None or not above or _is_menu(above):
        return title
    name = _LETTERHEAD.sub("", without_space(above[-1]))
    longer = name + title
    named = len(longer) <= LONGEST_TITLE and agency_alone(name) and agency_of_title(longer) is not None
    return longer if named else title


def _is_dated_title(line: str) -> bool:
    title = without_space(line[:LONGEST_TITLE])
    return _is_title(title) and year_of(title) is not None


def _with_begun_name(title: str, before: Sequence[str]) -> str:
    """The title with the first half of its agency's name, where that is all that the line above it says."""
    above = without_space(before[-1]) if before else ""
    begun = above and agency_alone(above) is None and _is_begun(agency_of_title(title), above, title)
    return above + title if begun else title


def _is_begun(agency: str | None, above: str, title: str) -> bool:
    """Whether the line above a title begins its agency's name: 赣州市章贡区教 above 育局2016年, 洪泽区 above 财政局2016年."""
    place = parse_place(above, None)
    if _NO_NAME.search(above) or not place.chains or len(above + title) > LONGEST_TITLE:
        return False
    if agency is not None and region_of(agency) is not None:
        return False
    if agency_alone(above) is not None and (agency is None or place.rest or _SCOPED.match(agency)):
        return False  # a whole name
    whole = agency_of_title(above + title) or ""
    return whole == above + agency if agency else whole.startswith(above) and whole != above
