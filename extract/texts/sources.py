"""The places that name an agency or a year, the most trusted first: title, opening, signature, page title, file name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, repeat
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

import regex

from extract.model import Document
from extract.texts.sections import Texts
from extract.texts.titles import LONGEST_TITLE, is_table_title, year_lines
from normalize.agency import (
    agency_alone,
    agency_below_date,
    agency_of_file_name,
    agency_of_signature,
    agency_of_title,
    agency_published,
    agency_reporting,
    agency_with_year,
    own_title,
    signers,
)
from normalize.hints import Hints, contacts_in, places_of_sites
from normalize.office import is_government, may_fill_in
from normalize.opening import agency_announced, agency_at_work, agency_of_contact, agency_of_opening
from normalize.place_name import is_placed
from normalize.text import without_space
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

Said = TypeVar("Said")

OVERVIEW_LINES = 4  # of section 一, which may begin with what stands before it in other reports
# a web page's <title> is shown; a Word file's may be its template's
WEB_READERS = frozenset(("html", "mht", "json", "xml"))


class SaidIn(StrEnum):
    """The places of a report that name an agency or a year, as findings call them."""

    BESIDE_TABLE = "表旁"
    TITLE = "标题"
    ABOVE_TITLE = "标题上"  # the site's name, as a rule
    BELOW_TITLE = "标题下"
    PAGE_TITLE = "网页标题"
    FILE_TITLE = "文件属性"
    FILE_NAME = "文件名"
    TOP_OF_PAGE = "页首"
    TABLE_TITLE = "表题"
    OPENING = "正文"
    ANNOUNCED = "公布"  # 现公布X2023年…报告
    OWN_WORDS = "公布语"  # 现将2023年度…报告如下
    PERIOD = "统计期限"
    OVERVIEW = "总体情况"  # sentences may open with the year before, or with the next
    AT_WORK = "总体情况所述"  # 2023年，X认真贯彻落实…
    REPORTING = "填报单位"
    SIGNATURE = "署名"
    SECOND_SIGNATURE = "另一署名"
    BELOW_DATE = "日期下"
    END_OF_PAGE = "页末"
    VOLUME = "汇编"


# what stands beside an office's name there: 01_, 2024-01-18, 2023年年报.zip
_SHELF_MARKS = regex.compile(r"^[\d\s_.、-]+|(?:[\d\s_.、a-z-]|年度报告|年度?|年报)+$")
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


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where a report may say whose it is.

    `title` and what the title of its page (`web`, without the `site` it names) or of its file (`file`) says; `path`: archives
    are folders; `overview`: section 一; `told`: the opening and the first lines of section 一.
    """

    texts: Texts
    title: str
    web: str
    site: str
    file: str
    path: PurePosixPath
    overview: tuple[str, ...]
    told: tuple[str, ...]


def read_sources(
    texts: Texts,
    document: Document,
    name: str,
    volume_year: int | None = None,
    owner: str | None = None,
) -> Sources:
    """The agencies and years that title, page title, opening, signature and file name give.

    `volume_year`: what the volume says that the report is bound in; `owner`: whom it names beside the report's tables.
    """
    lines = _lines_of(texts, document, name)
    below, foot = _names_below_title(lines), agency_of_signature(texts.footer)
    # without a title to stand below, a government's name at the top of a page is its site's, as that at its foot is
    sites = [name for name in (foot, *(() if lines.title else below)) if name and is_government(name)]
    agencies = _agencies(
        lines, owner, [name for name in below if name not in sites], None if foot in sites else foot
    )
    text = running_text((*texts.opening, *lines.overview))
    opened = opening_year(text)
    years = _years(lines, text, opened, volume_year)
    return Sources(
        tuple((place, agency) for place, agency in agencies if agency),
        tuple(filter(None, map(agency_of_contact, lines.told))),
        tuple(_publishers(lines, sites)),
        tuple((place, year) for place, year in years if year is not None),
        opened is not None and is_latest(text, opened),
        _hints(lines, name),
    )


def _publishers(lines: _Lines, sites: Iterable[str]) -> Iterator[str]:
    """Who published the page, or whose folder the file lies in; `sites`: names that are the web site's."""
    texts = lines.texts
    yield from filter(None, map(agency_published, (*_with_values(texts.opening), *_with_values(texts.head))))
    host = agency_alone(lines.site)
    if host and not is_government(host):
        yield host
    yield from sites
    yield from _filed_under(lines.path)


def _hints(lines: _Lines, name: str) -> Hints:
    texts = lines.texts
    telephones, postcodes, hosts = contacts_in((*texts.head, *texts.closing, *texts.footer))
    return Hints(
        places=(
            str(lines.path.parent),
            *lines.path.parts[:-1],
            lines.path.stem,
            lines.site,
            *places_of_sites(texts.footer),
        ),
        addresses=texts.opening,
        postcodes=postcodes,
        telephones=telephones,
        hosts=(*_HOST.findall(name.lower()), *hosts),
    )


def _lines_of(texts: Texts, document: Document, name: str) -> _Lines:
    own = document.title or ""
    web, file = (own, "") if document.reader in WEB_READERS else ("", own)
    web, site = own_title(web)
    overview = tuple((texts.sections.overview or "").split("\n"))
    return _Lines(
        texts,
        texts.title or "",
        web,
        site,
        file,
        PurePosixPath(unquote(name).replace("!", "/")),
        overview,
        (*texts.opening, *overview[:OVERVIEW_LINES]),
    )


def _names_below_title(lines: _Lines) -> list[str]:
    """The name on the first line below the title; one with a colon is whom a letter is sent to."""
    below = [line for line in lines.texts.opening[:1] if without_space(line)[-1:] not in "：:"]
    return [name for line in below if (name := agency_alone(line) or agency_with_year(line))]


def _agencies(
    lines: _Lines, owner: str | None, below: Sequence[str], foot: str | None
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
    yield from _told(SaidIn.OPENING, agency_of_opening, texts.opening)
    yield from _told(SaidIn.ANNOUNCED, agency_announced, texts.opening)
    yield from _told(SaidIn.REPORTING, agency_reporting, (*texts.opening, *texts.head))
    yield from ((SaidIn.BELOW_TITLE, name) for name in below if not (signed and _is_sites(name, signed)))
    yield from (
        (SaidIn.SIGNATURE, signed),
        (SaidIn.ABOVE_TITLE, above),
        (SaidIn.FILE_TITLE, agency_of_title(lines.file)),
    )
    yield from _told(SaidIn.END_OF_PAGE, agency_reporting, (*texts.closing, *texts.footer))
    yield from ((SaidIn.END_OF_PAGE, agency_of_signature(texts.closing)), (SaidIn.END_OF_PAGE, foot))
    yield SaidIn.FILE_NAME, agency_of_file_name(lines.path.name)
    yield from _told(SaidIn.OVERVIEW, agency_of_opening, lines.overview[:OVERVIEW_LINES])
    yield from ((SaidIn.TOP_OF_PAGE, name) for name in _named_above(lines))
    yield from _told(SaidIn.AT_WORK, agency_at_work, lines.told)
    yield SaidIn.BELOW_DATE, agency_below_date(texts.closing)
    yield from ((SaidIn.SECOND_SIGNATURE, name) for name in also)


def _told(
    place: SaidIn, read: Callable[[str], Said | None], lines: Iterable[str]
) -> Iterator[tuple[SaidIn, Said]]:
    """What `read` finds in these lines, each with the place; a web page has hundreds of lines in which it finds nothing."""
    return zip(repeat(place), filter(None, map(read, lines)), strict=False)


def _named_above(lines: _Lines) -> Sequence[str]:
    """Who is named above the report; a page links to reports of other offices there, of other years."""
    titled = year_of(lines.title)
    heads = (line for line in lines.texts.head if len(line) <= LONGEST_TITLE)
    own = (line for line in heads if not lines.title or year_of(line) in (None, titled))
    return _of_one(filter(None, map(agency_of_title, own)))


def _years(
    lines: _Lines, text: str, opened: int | None, volume_year: int | None
) -> Iterator[tuple[SaidIn, int | None]]:
    """The year that each place gives; `text`: opening and section 一 run together, `opened`: the year it opens with."""
    texts = lines.texts
    yield SaidIn.TITLE, year_of_title(lines.title)
    yield from _told(SaidIn.BELOW_TITLE, year_below_title, year_lines(texts.opening))
    yield from ((SaidIn.BELOW_TITLE, year_of(line)) for line in texts.opening[:1] if agency_with_year(line))
    yield from _told(SaidIn.PERIOD, period_of, lines.told)
    yield from ((SaidIn.PAGE_TITLE, year_of(lines.web)), (SaidIn.FILE_TITLE, year_of(lines.file)))
    yield SaidIn.FILE_NAME, year_of(lines.path.stem)
    yield from ((SaidIn.OWN_WORDS, announced_year(text)), (SaidIn.OVERVIEW, opened))
    yield from _told(SaidIn.TABLE_TITLE, _year_of_table, filter(may_name_year, texts.head))
    yield from ((SaidIn.VOLUME, volume_year), (SaidIn.AT_WORK, told_year(text)))


def _year_of_table(line: str) -> int | None:
    return year_of(line) if is_table_title(line) else year_below_title(line)


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
