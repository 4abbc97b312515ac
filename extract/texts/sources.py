"""The places that name an agency or a year, the most trusted first: title, opening, signature, page title, file name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extract.model import Document
from extract.texts.agencies import agencies_named, names_below_title, publishers
from extract.texts.said import Lines, SaidIn, lines_of, told_in
from extract.texts.sections import Texts
from extract.texts.titles import is_table_title, year_lines
from normalize.agency import agency_of_signature, agency_with_year
from normalize.hints import Hints, contacts_in, listed_scope, places_of_sites
from normalize.office import is_government
from normalize.opening import agency_of_contact
from normalize.sheet_name import agency_of_sheet, year_of_sheet
from normalize.year import (
    announced_year,
    is_latest,
    may_name_year,
    opening_year,
    period_of,
    running_text,
    told_year,
    year_below_title,
    year_of,
    year_of_title,
)

_HOST = regex.compile(r"(?:^|/)((?:[a-z0-9-]+\.){1,4}gov\.cn)(?:[/_:]|$)")


@dataclass(frozen=True, slots=True)
class Sources:
    """What each place says, the most trusted first, as (place, agency or year); `hints` settle shared names.

    `contacts`: whom readers may write to, used where all else is silent; `publishers`: who published
    the page, where these are silent, too. `year_is_latest`: the year of the text's sentences is the last that it names.
    """

    agencies: tuple[tuple[SaidIn, str], ...]
    contacts: tuple[str, ...]
    publishers: tuple[str, ...]
    years: tuple[tuple[SaidIn, int], ...]
    year_is_latest: bool
    hints: Hints


def read_sources(
    texts: Texts,
    document: Document,
    name: str,
    volume_year: int | None = None,
    owner: str | None = None,
    sheet: str | None = None,
    volume: str | None = None,
) -> Sources:
    """The agencies and years that title, page title, opening, signature and file name give.

    `volume_year`: what the volume says that the report is bound in; `owner`: whom it names beside the report's tables; `sheet`:
    the name of the report's sheet, where that is believed before its title; `volume`: the title of a place's volume, for the region.
    """
    lines = lines_of(texts, document, name)
    below, foot = names_below_title(lines), agency_of_signature(texts.footer)
    # without a title to stand below, a government's name at the top of a page is its site's, as that at its foot is
    sites = [name for name in (foot, *(() if lines.title else below)) if name and is_government(name)]
    agencies = (
        (SaidIn.SHEET, agency_of_sheet(sheet or "")),
        *agencies_named(
            lines, owner, [name for name in below if name not in sites], None if foot in sites else foot
        ),
    )
    text = running_text((*texts.opening, *lines.overview))
    opened = opening_year(text)
    years = ((SaidIn.SHEET, year_of_sheet(sheet or "")), *_years(lines, text, opened, volume_year))
    return Sources(
        tuple((place, agency) for place, agency in agencies if agency),
        tuple(filter(None, map(agency_of_contact, lines.told))),
        tuple(publishers(lines, sites)),
        tuple((place, year) for place, year in years if year is not None),
        opened is not None and is_latest(text, opened),
        _hints(lines, name, volume),
    )


def _hints(lines: Lines, name: str, volume: str | None) -> Hints:
    texts = lines.texts
    telephones, postcodes, hosts = contacts_in((*texts.head, *texts.closing, *texts.footer))
    return Hints(
        places=(
            str(lines.path.parent),
            *lines.path.parts[:-1],
            lines.path.stem,
            lines.site,
            *places_of_sites(texts.footer),
            *filter(None, [volume]),
            *filter(listed_scope, (lines.title, *texts.head, *texts.opening)),
        ),
        addresses=texts.opening,
        postcodes=postcodes,
        telephones=telephones,
        hosts=(*_HOST.findall(name.lower()), *hosts),
    )


def _years(
    lines: Lines, text: str, opened: int | None, volume_year: int | None
) -> Iterator[tuple[SaidIn, int | None]]:
    """The year that each place gives; `text`: opening and section 一 run together, `opened`: the year it opens with."""
    texts = lines.texts
    yield SaidIn.TITLE, year_of_title(lines.title)
    yield from told_in(SaidIn.BELOW_TITLE, year_below_title, year_lines(texts.opening))
    yield from ((SaidIn.BELOW_TITLE, year_of(line)) for line in texts.opening[:1] if agency_with_year(line))
    yield from told_in(SaidIn.PERIOD, period_of, lines.told)
    yield from ((SaidIn.PAGE_TITLE, year_of(lines.web)), (SaidIn.FILE_TITLE, year_of(lines.file)))
    yield SaidIn.FILE_NAME, year_of(lines.path.stem)
    yield from ((SaidIn.OWN_WORDS, announced_year(text)), (SaidIn.OVERVIEW, opened))
    yield from told_in(SaidIn.TABLE_TITLE, _year_of_table, filter(may_name_year, texts.head))
    yield from ((SaidIn.VOLUME, volume_year), (SaidIn.AT_WORK, told_year(text)))


def _year_of_table(line: str) -> int | None:
    return year_of(line) if is_table_title(line) else year_below_title(line)
