"""The lines above a table of a collection → the year, the part of a year and the agency that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from extract.align.other_years import without_others
from extract.texts.titles import LONGEST_TITLE, is_table_title
from normalize.agency import agency_alone, agency_of_caption, agency_of_title, agency_with_year
from normalize.year import part_of_year, year_below_title, year_of

# notes, days and sentences, which may name other years, and other agencies
_NO_TITLE = re.compile(
    "[（(]?(?:[附备]?注|说明|来源|[上下]一[篇条]|相关|(?:填[报表写]|制表|编制|报送|上报|提交|发布|更新|导出|打印|印发)(?:日期|时间|年[度月份]|单位|人))|.*[。；;]"
)


class Above(NamedTuple):
    """What the titles above a table name. Of several years, the nearest; `agree` where there is one alone."""

    year: int | None = None
    part: str | None = None
    agency: str | None = None
    agree: bool = True


def told_above(lines: Iterable[str]) -> Above:
    titles = [line for line in lines if len(line) <= LONGEST_TITLE and _NO_TITLE.match(line.strip()) is None][
        ::-1
    ]
    # of a table's own title, and of lines between that are a year alone
    between = [*takewhile(lambda line: not is_table_title(line), titles)]
    title = titles[len(between) :][:1]
    years = [*_years([*filter(year_below_title, between), *title] if title else titles)] or [*_years(titles)]
    agencies = (
        agency_of_title(line) or agency_of_caption(line) or agency_with_year(line) or agency_alone(line)
        for line in titles
    )
    return Above(
        next(iter(years), None),
        next(filter(None, map(part_of_year, titles)), None),
        next(filter(None, agencies), None),
        len({*years}) < 2,
    )


def _years(titles: Iterable[str]) -> Iterator[int]:
    years = (year_below_title(line) or year_of(without_others(line)) for line in titles)
    return (year for year in years if year is not None)
