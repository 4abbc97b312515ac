"""Sheets of a workbook whose title is another report's → the sheets' names that tell instead whose report it is, or of which year.

A sheet is copied with its title, and only its name is changed; or the title is the place's, for all the offices of the workbook.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Block, Paragraph
from extract.volumes.own_reports import Part
from normalize.agency import agency_of_title
from normalize.office import is_government, may_be_one
from normalize.place_name import parse_place
from normalize.sheet_name import agency_of_sheet, year_of_sheet
from normalize.year import year_of


def name_of_sheet(blocks: Sequence[Block]) -> str | None:
    """The name of the sheet that these blocks begin with, where it tells something."""
    first = blocks[0] if blocks else None
    return first.text if isinstance(first, Paragraph) and first.heading else None


def names_believed(blocks: Sequence[Block], parts: Sequence[Part]) -> list[str | None]:
    """For each part the name of its sheet, where its title contradicts it and stands on another sheet, too, or is the place's."""
    if not any(part.on_sheet for part in parts):
        return [None] * len(parts)
    names = [name_of_sheet(blocks[part.start :]) or "" for part in parts]
    titles = [(part.head.title or "").rpartition(" ")[2] for part in parts]
    bearing: dict[str, set[str]] = {}
    for name, title in zip(names, titles, strict=True):
        bearing.setdefault(title, set()).add(name)
    several = len({*map(agency_of_sheet, names)} - {None}) > 1
    return [
        _placed(name, title)
        if several and _is_of_the_place(name, title)
        else name
        if len(bearing[title]) > 1 and _is_of_another(name, title)
        else None
        for name, title in zip(names, titles, strict=True)
    ]


def _placed(name: str, title: str) -> str:
    """The sheet's name, with the title's place where it has none itself: 教育局 below 清河县2023年…报告."""
    if parse_place(name, None).chains:
        return name
    own = agency_of_title(title) or ""
    return own.removesuffix(parse_place(own, None).rest) + name


def _is_of_another(name: str, title: str) -> bool:
    """Whether a title names another office, or year, than the sheet's name does."""
    year, titled = year_of_sheet(name), year_of(title)
    if year and titled and year != titled:
        return True
    agency, its = agency_of_sheet(name), agency_of_title(title)
    if agency is None or its is None:
        return False
    codes = {chains[0][-1].code for own in (agency, its) if (chains := parse_place(own, titled).chains)}
    return not may_be_one(agency, its) or len(codes) > 1


def _is_of_the_place(name: str, title: str) -> bool:
    """Whether a title names a government, and the sheet's name another body."""
    agency, its = agency_of_sheet(name), agency_of_title(title)
    return agency is not None and its is not None and is_government(its) and not is_government(agency)
