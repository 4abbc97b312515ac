"""The places of a report that may say whose it is and of which year, with the lines that stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

from extract.model import Document
from extract.texts.sections import Texts
from normalize.agency import own_title

Said = TypeVar("Said")

OVERVIEW_LINES = 4  # of section 一, which may begin with what stands before it in other reports
# a web page's <title> is shown; a Word file's may be its template's
_WEB_READERS = frozenset(("html", "mht", "json", "xml"))


class SaidIn(StrEnum):
    """The places of a report that name an agency or a year, as findings call them."""

    SHEET = "工作表名"
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


@dataclass(frozen=True, slots=True)
class Lines:
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


def lines_of(texts: Texts, document: Document, name: str) -> Lines:
    own = document.title or ""
    web, file = (own, "") if document.reader in _WEB_READERS else ("", own)
    web, site = own_title(web)
    overview = tuple((texts.sections.overview or "").split("\n"))
    return Lines(
        texts,
        texts.title or "",
        web,
        site,
        file,
        PurePosixPath(unquote(name).replace("!", "/")),
        overview,
        (*texts.opening, *overview[:OVERVIEW_LINES]),
    )


def told_in(
    place: SaidIn, read: Callable[[str], Said | None], lines: Iterable[str]
) -> Iterator[tuple[SaidIn, Said]]:
    """What `read` finds in these lines, each with the place; a web page has hundreds of lines in which it finds nothing."""
    return zip(repeat(place), filter(None, map(read, lines)), strict=False)
