"""Title, opening, page title and file name → whose report it is and which year it reports, and where these disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath
from typing import TypeVar

import regex

from extract.result import Finding, Identity
from extract.sections import Texts
from normalize.agency import (
    agency_alone,
    agency_of_contact,
    agency_of_file_name,
    agency_of_opening,
    agency_of_signature,
    agency_of_title,
)
from normalize.hints import Hints, contacts_in
from normalize.level import level_kind
from normalize.office import may_be_one
from normalize.region import Region, region_of
from normalize.year import period_of, year_of

_T = TypeVar("_T")
DIFFER = "report.sources_differ"
_HOST = regex.compile(r"(?:^|/)((?:[a-z0-9-]+\.){1,4}gov\.cn)(?:[/_:]|$)")


@dataclass(frozen=True, slots=True)
class Sources:
    """What each place says, the most trusted first, as (place, agency or year); `hints` settle shared names.

    `contacts`: the bodies that readers may write to. They may be offices of the agency: used where all else is silent.
    """

    agencies: tuple[tuple[str, str], ...]
    contacts: tuple[str, ...]
    years: tuple[tuple[str, int], ...]
    hints: Hints


def read_sources(texts: Texts, document_title: str | None, name: str) -> Sources:
    """The agencies and years that title, page title, opening, signature and file name give."""
    path = PurePosixPath(name.rsplit("!", 1)[-1])
    titles = [(place, text) for place, text in (("标题", texts.title), ("网页标题", document_title)) if text]
    agencies = [(place, agency_of_title(text)) for place, text in titles]
    agencies += [("正文", agency_of_opening(line)) for line in texts.opening]
    agencies += [("标题下", agency_alone(line)) for line in texts.opening[:1]]
    agencies += [("署名", agency_of_signature(texts.closing)), ("文件名", agency_of_file_name(path.name))]
    years = [(place, year_of(text)) for place, text in titles]
    years += [("统计期限", period_of(line)) for line in texts.opening]
    years += [("文件名", year_of(path.stem))]
    telephones, postcodes, hosts = contacts_in((*texts.head, *texts.closing))
    return Sources(
        tuple((place, agency) for place, agency in agencies if agency),
        tuple(found for line in texts.opening if (found := agency_of_contact(line))),
        tuple((place, year) for place, year in years if year is not None),
        Hints(
            places=(*path.parts[:-1], path.stem),
            addresses=texts.opening,
            postcodes=postcodes,
            telephones=telephones,
            hosts=(*_HOST.findall(name.lower()), *hosts),
        ),
    )


def identify(sources: Sources) -> Identity:
    """Whose report this is; each field from the most trusted place that gives it, null where none does."""
    agency = next((name for _, name in sources.agencies), None) or next(iter(sources.contacts), None)
    year = next((year for _, year in sources.years), None)
    if agency is None:
        return Identity(year=year)
    region = region_of(agency, year=year, hints=sources.hints)
    level, kind = level_kind(agency, region, year)
    if region is None:
        return Identity(agency=agency, level=level, kind=kind, year=year)
    return Identity(agency, region.code, region.province, region.city, region.county, level, kind, year)


def differing(sources: Sources, identity: Identity) -> Iterator[Finding]:
    """A finding where two places give different years, and one where they give agencies that cannot be the same."""
    years = _first_of_each(sources.years)
    if len({year for _, year in years}) > 1:
        said = "，".join(f"{place}为 {year}" for place, year in years)
        other = next(year for _, year in years if year != identity.year)
        message = f"报告年度各处不一：{said}；以{years[0][0]}为准"
        yield Finding(DIFFER, "warning", "year", float(years[0][1]), float(other), (), message)
    named = _first_of_each(sources.agencies)
    regions = {agency: region_of(agency, year=identity.year) for _, agency in named}
    if any(not _agree(a, b, regions) for (_, a), (_, b) in combinations(named, 2)):
        said = "，".join(f"{place}为“{agency}”" for place, agency in named)
        message = f"机关名称各处不一：{said}；以{named[0][0]}为准"
        yield Finding(DIFFER, "warning", "agency", None, None, (), message)


def _first_of_each(given: Iterable[tuple[str, _T]]) -> list[tuple[str, _T]]:
    return list({place: (place, value) for place, value in reversed(list(given))}.values())[::-1]


def _agree(one: str, other: str, regions: dict[str, Region | None]) -> bool:
    here, there = regions[one], regions[other]
    if here is not None and there is not None:
        trunks = [region.code.rstrip("0") for region in (here, there)]
        if not (trunks[0].startswith(trunks[1]) or trunks[1].startswith(trunks[0])):
            return False
    return may_be_one(one, other)
