"""Tables of another year within a report (2023年未收到申请。2022年收到和处理情况如下), or of a part of the year.

The numbers of the 2014 form were collected for each quarter, too, and such tables are published beside the yearly ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from extract.align.aligned import Aligned
from extract.align.year_columns import HEADER_ENDS
from extract.flags import OTHER_YEAR
from extract.model import Document
from extract.table.rows import PrintedRow
from extract.table.vocabulary import FUZZY_CUTOFF
from extract.texts.beside import lines_above, lines_on_top
from extract.texts.headings import heading_of
from extract.texts.titles import is_table_title
from normalize.label import label_key
from normalize.number import is_words, prints_number
from normalize.simplified import simplified
from normalize.text import fold
from normalize.year import months_told, part_of_year, year_alone, year_below_title, year_of

LONGEST_CAPTION = 80  # characters
_CAPTION = re.compile(
    r"([^。；]{0,40}年(?:度|同期)?[^。；]{0,30}(?:如下|情况|统计|表|数据)(?:对[照比]|汇总)?)(?:（[^（）]{1,12}）)?[:：。]?$"
)
# 表2 2022年情况: without the blank it would be of no year
_NUMBER = re.compile(
    r"^\s*(?:附?[表件]\s*(?:[\d一二三四五六七八九十]{1,3}(?:-\d{1,2})?)?(?:\s*[:：.．、]|\s)|\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)])\s*"
)
# years that tell of something else: 依据2019年新修订的《条例》, 自2021年起, 较2022年度有所下降, 2024年1月，我局…
_OF_OTHERS = re.compile(
    r"(?:较|比)20\d\d年度?|20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:新?修订|修正|印发|发布|施行|以来|起|版)|20\d\d年\d{1,2}月"
)
_YEAR_BEFORE = re.compile("(?<![与比较])(?:去|上一?)年(?!度?结转)(?!.*[比较增减])")
# one right behind another, below one caption: four or five of 主动公开, one each of 三 and 四
MOST_TABLES = 8
MOST_WORDS = 0.8  # share of a copy's words that the report's own table prints, too

LINES_ABOVE = 3  # that may head a table
_YEARLY = re.compile("年度|年报")
LONGEST_SUBTITLE = 24  # characters
_PERIOD = re.compile("(?:统计|数据)[^。；]{0,60}")
# a period up to the year's end is the whole report of an office founded in that year
_TO_ITS_END = re.compile("12月(?:31日)?$")


def told_part(document: Document, title: str, opening: Iterable[str], name: str) -> str | None:
    """The part of the year (一季度, 1—6月) that the report is about; None for a whole year.

    It is told by the report's title, by the lines below this, by the file's name, or by the lines above the first table. A
    title with 年度 is one of a whole year unless it names a part itself, or a line below it does.
    """
    titles: Iterable[str] = (document.title or "", PurePosixPath(name.rsplit("!", 1)[-1]).stem)
    if (part := part_of_year(title) or next(_told_below(opening), None)) or _YEARLY.search(title):
        return part
    above = lines_above(document, document.first_table, LINES_ABOVE) if document.tables else ()
    heads = (line for line in above if len(line) <= LONGEST_CAPTION and "。" not in line)
    return next(filter(None, map(part_of_year, (*titles, *heads))), None)


def _told_below(opening: Iterable[str]) -> Iterator[str]:
    """The parts of the year that lines below a title name: （1—6月）, 统计期限自2023年1月1日至6月30日."""
    for line in map(fold, opening):
        if len(line) <= LONGEST_SUBTITLE and line.startswith("（") and line.endswith("）"):
            part = part_of_year(line)
        else:
            period = _PERIOD.search(line)
            part = months_told(period[0]) if period else None
            part = None if part and _TO_ITS_END.search(part) else part
        if part:
            yield part


def all_doubted(aligned: Aligned) -> Aligned:
    """The section with each value flagged."""
    return _doubted(aligned, _tables(aligned))


def with_doubted_years(aligned: Aligned, document: Document, year: int | None) -> Aligned:
    """The section, with a flag on values whose table is of another year by the line above it or by its header."""
    if year is None:
        return aligned
    others = {table for table in _tables(aligned) if _is_of_other_year(document, table, year)}
    return _doubted(aligned, others) if others else aligned


def _tables(aligned: Aligned) -> set[int]:
    return {value.table for value in aligned.values.values()}


def _doubted(aligned: Aligned, tables: set[int]) -> Aligned:
    values = {
        key: value.flagged(OTHER_YEAR) if value.table in tables else value
        for key, value in aligned.values.items()
    }
    return replace(aligned, values=values)


def own_year_first(
    rows: tuple[PrintedRow, ...], document: Document, year: int | None
) -> tuple[PrintedRow, ...]:
    """The rows of a section, with tables of another year behind the report's own: of two printings of a row the first counts.

    A table of another year that has the same words as the report's own tables is left out.
    """
    tables = {row.table for row in rows}
    if year is None or len(tables) == 1:
        return rows
    others = {table for table in tables if _is_of_other_year(document, table, year)}
    if not others or len(others) == len(tables):
        return rows
    own = _words(row for row in rows if row.table not in others)
    words = {table: _words(row for row in rows if row.table == table) for table in others}
    copies = {table for table, printed in words.items() if _are_copied(printed, own)}
    kept = (row for row in rows if row.table not in copies)
    return tuple(sorted(kept, key=lambda row: row.table in others))


def _are_copied(printed: set[str], own: set[str]) -> bool:
    """Whether most words of a table are also in the report's own tables, spelt alike or nearly so."""
    again = sum(
        word in own or process.extractOne(word, own, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF) is not None
        for word in printed
    )
    return again >= MOST_WORDS * len(printed) > 0


def _words(rows: Iterable[PrintedRow]) -> set[str]:
    return {label_key(cell.text) for row in rows for cell in row.cells if is_words(cell.text)}


def _is_of_other_year(document: Document, table: int, year: int) -> bool:
    headed = _years_in_header(document, table)
    if headed and year not in headed:
        return True
    above = _over(document, table)
    line, caption = _caption(above)
    if _captioned(line, caption, [*lines_on_top(document, table)], above, year) not in (None, year):
        return True
    return part_of_year(caption) is not None


def _years_in_header(document: Document, table: int) -> set[int]:
    """The years that cells above the table's first numbers name: 申请人情况（2022年）, but not 2022年总计 beside 总计."""
    cells = document.tables[table - document.first_table].cells
    top = [cell for cell in cells if cell.row < HEADER_ENDS]
    named = {
        cell: year
        for cell in top
        if "年" in cell.text and len(cell.text) <= LONGEST_CAPTION
        if (year := year_of(_OF_OTHERS.sub("", fold(cell.text))))
    }
    if not named:
        return set()
    first = next((cell.row for cell in top if prints_number(cell.text)), HEADER_ENDS)
    others = {fold(cell.text) for cell in top if cell not in named}
    return {
        year
        for cell, year in named.items()
        if cell.row < first and fold(cell.text).replace("年度", "年").removeprefix(f"{year}年") not in others
    }


def _captioned(line: str, caption: str, on_top: Sequence[str], above: Sequence[str], year: int) -> int | None:
    """The year that the sentence right above a table, or the table's own title, names; None for none.

    `year` is the report's own, which 去年 is before.
    """
    # a table without a header begins with its first heading (一、主动公开情况)
    titles = (title for lines in (on_top, above) for title in takewhile(_heads_table, lines))
    told = next(filter(None, (year_of(caption), *map(_year_of_title, titles))), None)
    # a year later, 上年度 is the report's own: 2024年1月，我局对上年度…
    before = (
        told is None
        and "本年" not in caption
        and f"{year + 1}年" not in line
        and _YEAR_BEFORE.search(caption)
    )
    return year - 1 if before else told


def _over(document: Document, table: int) -> list[str]:
    """The lines above a table, the nearest first. A table right below another table shares the lines above that one.

    Years one below another (2023年, 2022年: a page's tabs) are a menu, and no table's.
    """
    aboves = (
        list(lines_above(document, place, LINES_ABOVE + 1))
        for place in range(table, max(table - MOST_TABLES, document.first_table - 1), -1)
    )
    lines = [_NUMBER.sub("", simplified(line)) for line in next(filter(None, aboves), [])]
    years = [year_alone(line) for line in lines]
    menu = {n for n, (one, other) in enumerate(pairwise(years)) if one and other and one != other}
    return [line for n, line in enumerate(lines) if menu.isdisjoint((n, n - 1))][:LINES_ABOVE]


def _caption(above: Sequence[str]) -> tuple[str, str]:
    """The line that leads over to a table, and its last sentence; 单位：件 or the table's title may stand between line and table."""
    heads = [*takewhile(_heads_table, above)]
    for line in map(fold, above[: len(heads) + 1]):
        found = _CAPTION.search(_OF_OTHERS.sub("", line)) if len(line) <= LONGEST_CAPTION else None
        if found:
            return line, found[1]
    return fold(above[0]) if above else "", ""


def _heads_table(line: str) -> bool:
    return len(line) <= LONGEST_CAPTION and "。" not in line and heading_of(line) is None


def _year_of_title(line: str) -> int | None:
    line = without_others(line)
    return year_of(line) if is_table_title(line) else year_below_title(line)


def without_others(line: str) -> str:
    """The line without years that tell of something else."""
    return _OF_OTHERS.sub("", fold(line))
