"""What the places of a report say → whose it is and which year it reports, and where they disagree or say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import TypeVar

from extract.result import Finding, Identity
from extract.texts.said import SaidIn
from extract.texts.sources import Sources
from normalize.agency_name import is_no_ones
from normalize.inner_office import is_inside
from normalize.level import level_kind
from normalize.office import fullest, is_government, may_be_one, office_of, placed, writes_for_government
from normalize.place_name import parse_place
from normalize.region import Region, region_of

_T = TypeVar("_T")
DIFFER, UNNAMED = "report.sources_differ", "report.unnamed"
LAST_MONTH = 12  # some reports are out before the year is
NAMES_WHOSE = (
    SaidIn.SHEET,
    SaidIn.BESIDE_TABLE,
    SaidIn.TITLE,
    SaidIn.PAGE_TITLE,
    SaidIn.FILE_NAME,
    SaidIn.ANNOUNCED,
)  # not who wrote or signs it
# the places that are held against one another; a line alone or a template's title may name somebody else
PUBLIC_PLACES = (
    SaidIn.TITLE,
    SaidIn.PAGE_TITLE,
    SaidIn.OPENING,
    SaidIn.PERIOD,
    SaidIn.OWN_WORDS,
    SaidIn.SIGNATURE,
    SaidIn.BELOW_DATE,
    SaidIn.SECOND_SIGNATURE,
    SaidIn.FILE_NAME,
    SaidIn.AT_WORK,
)

# what the report itself says: a page's or a file's name may name the government of the city, too
OWN_PLACES = {SaidIn.TITLE, SaidIn.OPENING, SaidIn.SIGNATURE, SaidIn.AT_WORK}


def identify(sources: Sources) -> Identity:
    """Whose report this is; each field from the most trusted place that gives it, null where none does."""
    named = (*(name for _, name in sources.agencies), *sources.contacts, *sources.publishers)
    agency = next(iter(named), None)
    year = next((year for _, year in sources.years), None)
    if agency is None or is_no_ones(agency):
        return Identity(year=year)
    agency = placed(fullest(agency, named), named)
    region = region_of(agency, year=year, hints=sources.hints)
    level, kind = level_kind(agency, region, year)
    if region is None:
        return Identity(agency=agency, level=level, kind=kind, year=year)
    return Identity(agency, region.code, region.province, region.city, region.county, level, kind, year)


def differing(sources: Sources, identity: Identity, published: date | None) -> Iterator[Finding]:
    """Findings where two places give different years, or agencies that cannot be the same, or a year not yet over."""
    yield from _differing_years(sources, identity, published)
    yield from _doubtful_page_tops(sources, identity)
    yield from _differing_agencies(sources, identity)


def _differing_years(sources: Sources, identity: Identity, published: date | None) -> Iterator[Finding]:
    years = _first_of_each(sources.years)
    if len({year for _, year in years}) > 1:
        said = "，".join(f"{place}为 {year}" for place, year in years)
        other = next(year for _, year in years if year != identity.year)
        message = f"报告年度各处不一：{said}；以{years[0][0]}为准"
        yield _year_differs(message, years[0][1], other)
    elif (
        published is not None
        and published < date(published.year, LAST_MONTH, 1)
        and published.year == identity.year
    ):
        # a usual slip of the pen: 2024年度 in the title of the report on 2023
        message = f"报告年度为 {identity.year}，而 {published} 已发布，其时该年尚未结束"
        yield _year_differs(message, identity.year, identity.year - 1)
    elif _is_in_text_alone(sources) and not (
        _is_out_after(published, sources.years[0][1]) if published else sources.year_is_latest
    ):
        day = f"{published} 发布" if published else "没有发布日期可核对"
        message = f"报告年度只见于正文的句子，读作 {identity.year}，{day}，未必是报告的年度"
        yield _warning(DIFFER, "year", message)


def _doubtful_page_tops(sources: Sources, identity: Identity) -> Iterator[Finding]:
    """What stands at the top of a page, or above the title, may be the site's, or a link to another office's report."""
    above = next((agency for place, agency in sources.agencies if place == SaidIn.ABOVE_TITLE), None)
    if above:
        message = f"标题上方为“{above}”，署名为“{identity.agency}”；以署名为准"
        yield _warning(DIFFER, "agency", message)
    place, above_page = next(iter(sources.agencies), (None, ""))
    at_work = (name for place, name in sources.agencies if place == SaidIn.AT_WORK)
    others = (name for name in (*sources.contacts, *at_work) if not may_be_one(above_page, name))
    if place == SaidIn.TOP_OF_PAGE and (another := next(others, None)):
        message = f"机关名称取自网页上方的“{above_page}”，而文中为“{another}”，前者或为别的报告的链接"
        yield _warning(DIFFER, "agency", message)


def _differing_agencies(sources: Sources, identity: Identity) -> Iterator[Finding]:
    named = _first_of_each(sources.agencies)
    if (
        named and named[0][0] is SaidIn.SHEET and not is_government(named[0][1])
    ):  # its title may be the workbook's
        named = [
            (place, agency) for place, agency in named if place != SaidIn.TITLE or not is_government(agency)
        ]
    regions = {agency: region_of(agency, year=identity.year) for _, agency in named}
    if any(
        not _agree(a, b, regions) or _are_of_two_bodies((at, a), (its, b), identity.year)
        for (at, a), (its, b) in combinations(named, 2)
    ):
        said = "，".join(f"{place}为“{agency}”" for place, agency in named)
        message = f"机关名称各处不一：{said}；以{named[0][0]}为准"
        yield _warning(DIFFER, "agency", message)


def unnamed(sources: Sources, identity: Identity) -> Iterator[Finding]:
    """Findings where no place says whose report it is, where that office is, or of which year: no question by agency, region or year meets it.

    Offices publish on their government's pages: where only a page's publisher is named, the report may be another's.
    """
    if identity.agency is None:
        yield _warning(UNNAMED, "agency", "找不到机关名称，不知是哪个机关的报告")
    elif not sources.agencies and not sources.contacts:
        message = f"报告本身没有机关名称，“{identity.agency}”是网页的发布单位或文件夹的名称，未必是报告的机关"
        yield _warning(UNNAMED, "agency", message)
    elif not sources.contacts and {place for place, _ in sources.agencies} == {SaidIn.TOP_OF_PAGE}:
        message = f"只有网页上方的标题写着“{identity.agency}”，或为别的报告的链接"
        yield _warning(UNNAMED, "agency", message)
    elif writes_for_government(identity.agency) and not any(
        place in NAMES_WHOSE for place, _ in sources.agencies
    ):
        message = f"只说“{identity.agency}”是编制、署名或联系的单位，报告可能是其政府的"
        yield _warning(UNNAMED, "agency", message)
    elif not sources.agencies and is_inside(office_of(identity.agency)):
        message = f"只有联系的单位“{identity.agency}”，报告可能是其所属机关的"
        yield _warning(UNNAMED, "agency", message)
    if identity.agency is not None and identity.region_code is None and identity.level != "national":
        message = f"不知“{identity.agency}”在何处，没有行政区划代码；别处或有同名的机关"
        yield Finding(UNNAMED, "info", message, category="region")
    if identity.year is None:
        yield _warning(UNNAMED, "year", "找不到报告年度，不知是哪一年的报告")


def named_alike(identities: Iterable[Identity]) -> dict[Identity, tuple[Finding, ...]]:
    """A finding for each office and year that several reports of one document have: one may be another office's."""
    counts = Counter(each for each in identities if each.agency is not None and each.year is not None)
    message = "同一文件中有 {} 份报告都读作“{}”{} 年度的，其中可能有别的机关的"
    return {
        each: (_warning(DIFFER, "agency", message.format(count, each.agency, each.year)),)
        for each, count in counts.items()
        if count > 1
    }


def borrowed(sources: Sources, others: Iterable[int | None]) -> Iterator[Finding]:
    """A finding for a report whose year only its volume gives, where the volume also holds reports of another year."""
    places = {place for place, _ in sources.years}
    given = sorted({year for year in others if year is not None} - {year for _, year in sources.years})
    if places == {SaidIn.VOLUME} and given:
        years = "、".join(map(str, given))
        message = (
            f"报告自身没有年度，取自汇编（{sources.years[0][1]}），而同一汇编中有别的年度（{years}）的报告"
        )
        yield _warning(DIFFER, "year", message)


def misnamed(agency: str | None, before: str | None, others: Iterable[str]) -> Finding:
    """A finding for a report of a volume that may be another office's: a name alone between two reports may sign the one or head the other."""
    beside = dict.fromkeys(name for name in (before, *others) if name and name != agency)
    named = f"，旁边还有“{'”“'.join(beside)}”" if beside else ""
    return _warning(DIFFER, "agency", f"汇编中机关名称属于前后哪一份报告并不明确：此份读作“{agency}”{named}")


def _year_differs(message: str, expected: int, actual: int) -> Finding:
    return Finding(
        DIFFER, "warning", message, category="year", expected=float(expected), actual=float(actual)
    )


def _warning(check: str, category: str, message: str) -> Finding:
    return Finding(check, "warning", message, category=category)


def _is_in_text_alone(sources: Sources) -> bool:
    places = {place for place, year in sources.years if year == sources.years[0][1]}
    return SaidIn.OVERVIEW in places and places <= {SaidIn.OVERVIEW, SaidIn.AT_WORK}


def _is_out_after(published: date, year: int) -> bool:
    """Whether a report on this year was published as most are: in the year after it, or in its last month."""
    return year == published.year - (published.month < LAST_MONTH)


def _first_of_each(given: Iterable[tuple[SaidIn, _T]]) -> list[tuple[SaidIn, _T]]:
    """The first thing that each public place says, with its place; the most trusted place, which is believed, comes first."""
    said: dict[SaidIn, tuple[SaidIn, _T]] = {}
    for place, value in given:
        if not said or place in PUBLIC_PLACES:
            said.setdefault(place, (place, value))
    return list(said.values())


def _agree(one: str, other: str, regions: dict[str, Region | None]) -> bool:
    here, there = regions[one], regions[other]
    if here is not None and there is not None:
        trunks = [region.code.rstrip("0") for region in (here, there)]
        if not (trunks[0].startswith(trunks[1]) or trunks[1].startswith(trunks[0])):
            return False
    return may_be_one(one, other)


def _are_of_two_bodies(one: tuple[SaidIn, str], other: tuple[SaidIn, str], year: int | None) -> bool:
    """Whether they are of two places (淮安市公安局 and 淮安市公安局洪泽分局: an office, and that of a place within its own), or
    the report itself calls a government and a department its own."""
    (at, own), (its, another) = one, other
    governments = {is_government(name) for name in (own, another)}
    if True in governments and not {at, its} <= OWN_PLACES:
        return False
    if len(governments) > 1:
        return True
    printed = [parse_place(name, year).chains for name in (own, another)]
    if any(len(chains) != 1 for chains in printed):
        return False
    return len({chains[0][-1].code for chains in printed}) > 1
