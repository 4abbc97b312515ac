"""Title, opening, page title and file name → whose report it is and which year it reports."""

from __future__ import annotations

from pathlib import PurePosixPath

from extract.result import Identity
from extract.sections import Texts
from normalize.agency import agency_of_file_name, agency_of_opening, agency_of_signature, agency_of_title
from normalize.hints import Hints
from normalize.level import level_kind
from normalize.region import region_of
from normalize.year import period_of, year_of


def identify(texts: Texts, document_title: str | None, name: str) -> Identity:
    """Whose report this is; each field from the most trusted place that gives it, null where none does."""
    path = PurePosixPath(name.rsplit("!", 1)[-1])
    titles = [text for text in (texts.title, document_title) if text]
    agency = _first(
        *(agency_of_title(text) for text in titles),
        *(agency_of_opening(line) for line in texts.opening),
        agency_of_signature(texts.closing),
        agency_of_file_name(path.name),
    )
    year = _first_year(
        *(year_of(text) for text in titles), *(period_of(line) for line in texts.opening), year_of(path.stem)
    )
    if agency is None:
        return Identity(year=year)
    hints = Hints(places=(*path.parts[:-1], path.stem), addresses=tuple(texts.opening))
    region = region_of(agency, year=year, hints=hints)
    level, kind = level_kind(agency, region)
    if region is None:
        return Identity(agency=agency, level=level, kind=kind, year=year)
    return Identity(agency, region.code, region.province, region.city, region.county, level, kind, year)


def _first(*found: str | None) -> str | None:
    return next((text for text in found if text), None)


def _first_year(*found: int | None) -> int | None:
    return next((year for year in found if year is not None), None)
