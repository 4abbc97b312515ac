"""Whom the places of a report name: whose it is, the most trusted place first, and who published it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

import regex

from extract.texts.said import OVERVIEW_LINES, Lines, SaidIn, told_in
from extract.texts.titles import LONGEST_TITLE
from normalize.agency import (
    agency_alone,
    agency_below_date,
    agency_of_file_name,
    agency_of_signature,
    agency_of_title,
    agency_published,
    agency_reporting,
    agency_with_year,
    signers,
)
from normalize.office import is_government, may_fill_in
from normalize.opening import agency_announced, agency_at_work, agency_of_opening
from normalize.place_name import is_placed
from normalize.text import without_space
from normalize.year import year_of

# what stands beside an office's name there: 01_, 2024-01-18, 2023年年报.zip
_SHELF_MARKS = regex.compile(r"^[\d\s_.、-]+|(?:[\d\s_.、a-z-]|年度报告|年度?|年报)+$")


def agencies_named(
    lines: Lines, owner: str | None, below: Sequence[str], foot: str | None
) -> Iterator[tuple[SaidIn, str | None]]:
    """Whom each place names; `below`: who stands below the title, `foot`: at the foot of the page."""
    texts, web = lines.texts, lines.web
    signed, *also = (*signers(texts.closing), None)
    titled_by, above = agency_of_title(lines.title), None
    if (
        titled_by
        and signed
        and _is_sites(titled_by, signed)
        and lines.title not in map(without_space, texts.head)
    ):
        titled_by, above = None, titled_by
    yield from (
        (SaidIn.BESIDE_TABLE, owner),
        (SaidIn.TITLE, titled_by),
        (SaidIn.PAGE_TITLE, agency_of_title(web)),
    )
    yield from told_in(SaidIn.OPENING, agency_of_opening, texts.opening)
    yield from told_in(SaidIn.ANNOUNCED, agency_announced, texts.opening)
    yield from told_in(SaidIn.REPORTING, agency_reporting, (*texts.opening, *texts.head))
    yield from ((SaidIn.BELOW_TITLE, name) for name in below if not (signed and _is_sites(name, signed)))
    yield from (
        (SaidIn.SIGNATURE, signed),
        (SaidIn.ABOVE_TITLE, above),
        (SaidIn.FILE_TITLE, agency_of_title(lines.file)),
    )
    yield from told_in(SaidIn.END_OF_PAGE, agency_reporting, (*texts.closing, *texts.footer))
    yield from ((SaidIn.END_OF_PAGE, agency_of_signature(texts.closing)), (SaidIn.END_OF_PAGE, foot))
    yield SaidIn.FILE_NAME, agency_of_file_name(lines.path.name)
    yield from told_in(SaidIn.OVERVIEW, agency_of_opening, lines.overview[:OVERVIEW_LINES])
    yield from ((SaidIn.TOP_OF_PAGE, name) for name in _named_above(lines))
    yield from told_in(SaidIn.AT_WORK, agency_at_work, lines.told)
    yield SaidIn.BELOW_DATE, agency_below_date(texts.closing)
    yield from ((SaidIn.SECOND_SIGNATURE, name) for name in also)


def names_below_title(lines: Lines) -> list[str]:
    """The name on the first line below the title; one with a colon is whom a letter is sent to."""
    below = [line for line in lines.texts.opening[:1] if without_space(line)[-1:] not in "：:"]
    return [name for line in below if (name := agency_alone(line) or agency_with_year(line))]


def publishers(lines: Lines, sites: Iterable[str]) -> Iterator[str]:
    """Who published the page, or whose folder the file lies in; `sites`: names that are the web site's."""
    texts = lines.texts
    yield from filter(None, map(agency_published, (*_with_values(texts.opening), *_with_values(texts.head))))
    host = agency_alone(lines.site)
    if host and not is_government(host):
        yield host
    yield from sites
    yield from _filed_under(lines.path)


def _named_above(lines: Lines) -> Sequence[str]:
    """Who is named above the report; a page links to reports of other offices there, of other years."""
    titled = year_of(lines.title)
    heads = (line for line in lines.texts.head if len(line) <= LONGEST_TITLE)
    own = (line for line in heads if not lines.title or year_of(line) in (None, titled))
    return _of_one(filter(None, map(agency_of_title, own)))


def _filed_under(path: PurePosixPath) -> Iterator[str]:
    """The office that the file, or a folder, is named for; a government's folder holds its offices' reports."""
    for part in (path.stem, *reversed(path.parts[:-1])):
        name = agency_alone(_SHELF_MARKS.sub("", part))
        if name and (part == path.stem or (is_placed(name) and not is_government(name))):
            yield name


def _with_values(lines: Sequence[str]) -> Iterator[str]:
    """The lines; one that ends with a colon is joined with the line below it (信息来源： / X)."""
    for line, below in pairwise((*lines, "")):
        yield f"{line}{below}" if line.rstrip()[-1:] in ("：", ":") else line


def _of_one(names: Iterable[str]) -> Sequence[str]:
    """The names if they are all one agency's, else none: links to other offices' reports of the same year may stand above a report."""
    found = list(dict.fromkeys(names))
    longest = max(found, key=len, default="")
    return found if all(longest.endswith(name) for name in found) else ()


def _is_sites(name: str, signed: str) -> bool:
    """Whether a government's name on a line beside the title is its site's: another body, no office of it, signs the report."""
    return is_government(name) and not may_fill_in(signed, name)
