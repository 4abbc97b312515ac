"""A document's running text → the report's title, opening, sections 一、五、六 and closing lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter

import regex

from extract.model import Document, Paragraph, Table
from extract.result import Sections
from extract.texts.headings import ENOUGH_HEADINGS, OTHER, Heading, heading_of, with_usual_numbers
from extract.texts.titles import find_title, titled, titles
from normalize.agency import agency_alone
from normalize.published import signature_date
from normalize.text import without_space

OPENING_LINES = 24  # the first and the last of them, where more stand before section 一
CLOSING_LINES = 6
SIGNATURE_LINES = 3
LONGEST_FOOTER = 80  # characters
FRAME_ROWS = 12  # of the table above an article (索引号、发布机构、发文日期) and of menus before it
# what web pages print below a report
_FOOTER = regex.compile(
    r"^(?:[【\[(（]?(?:扫一扫|分享|打印|关闭|返回|纠错|收藏|上一[篇条]|下一[篇条]|相关(?:链接|附件|阅读|文章|信息|文档|推荐)|版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|网站标识码|网站地图"
    r"|抄[送报][:：]|.{2,30}(?:主办|承办)$|.{0,3}ICP备|Copyright|责任编辑|信息来源|来源[:：]|访问量|浏览(?:次数|量)|技术支持|友情链接|字体|字号|首页)|(?:附件|附表)[0-9一二三]?[:：]?.{0,60}\.(?:docx?|pdf|xlsx?|ofd|wps)$)"
)
_FORMULA = regex.compile("[(（]?此[页件].{2,10}[)）]?")  # （此件公开发布）, （此页无正文）


@dataclass(frozen=True, slots=True)
class Texts:
    """The parts of the running text.

    `head`: all lines before section 一, with the title and the texts of tables there. `opening`: those between title and
    section 一. `stated`: the paragraphs of sections 一 to 四. `closing`: the lines that end the report. `footer`: the lines of
    the web page below it. `headings`: how many headings of sections were found.
    """

    title: str | None
    head: tuple[str, ...]
    opening: tuple[str, ...]
    sections: Sections
    stated: tuple[str, ...]
    closing: tuple[str, ...]
    footer: tuple[str, ...]
    headings: int


def read_texts(document: Document) -> Texts:
    """Cut the paragraphs at the headings of the sections."""
    lines = with_usual_numbers(text_lines(document))
    marked = {paragraph.text for paragraph in document.paragraphs if paragraph.heading}
    title, start = find_title(lines, document.title or "", marked)
    opening, held = _cut(lines[start:])
    parts = {name: _text(held.get(name, ())) for name in ("overview", "problems", "other_matters")}
    end = _end_of_report(lines, start)
    stated = [
        line for name in ("overview", "disclosure", "requests", "disputes") for line in held.get(name, ())
    ]
    frame = list(islice(_framed(document), FRAME_ROWS))
    return Texts(
        title or titled(text for row in frame for text in row),
        (*map(" ".join, frame), *lines[:start], *opening),
        tuple(_ends(opening)),
        Sections(**parts),
        tuple(stated),
        tuple(lines[:end][-CLOSING_LINES:]),
        tuple(lines[end:][-CLOSING_LINES:]),
        sum(name != OTHER for name in held),
    )


def _ends(opening: Sequence[str]) -> Sequence[str]:
    """The lines below the title and those above section 一: pages put frames of many lines (索引号, 发布机构, …) in between."""
    half = OPENING_LINES // 2
    return opening if len(opening) <= OPENING_LINES else (*opening[:half], *opening[-half:])


def text_lines(document: Document) -> list[str]:
    """The lines of all paragraphs that print anything, of the rows of text in a table that is the whole report, and below its last numbers."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Table):
            texts += _rows_of_text(block) or _signature_below(block)
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _rows_of_text(table: Table) -> list[str]:
    """The cells as wide as the table, where these are the headings of a report (printed with a spreadsheet's grid)."""
    wide = [cell.text for cell in table.cells if cell.colspan == table.n_cols > 1]
    headings = {heading.section for heading in map(heading_of, wide) if heading} - {OTHER}
    return wide if len(headings) >= ENOUGH_HEADINGS else []


def _signature_below(table: Table) -> list[str]:
    """The lines that sign a report, where they stand in rows at the end of its last table: in a sheet, in text without marks."""
    last: list[str] = []
    row = table.n_rows
    for cell in reversed(table.cells):
        if not cell.text.strip():
            continue
        if cell.row == row or len(last) == SIGNATURE_LINES:
            last = last[1:] if cell.row == row else last  # a row of two cells signs nothing
            break
        row = cell.row
        last.insert(0, cell.text)
    return last if any(map(signature_date, last)) else []


def _framed(document: Document) -> Iterator[list[str]]:
    """The rows of tables above section 一, the texts of their cells."""
    for block in document.blocks:
        if isinstance(block, Table):
            for _, cells in groupby(block.cells, attrgetter("row")):
                yield [cell.text for cell in cells]
        elif isinstance(block, Paragraph) and heading_of(block.text):
            return


def _cut(lines: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """The lines before the first heading, and those of each section."""
    held: dict[str, list[str]] = {}
    opening: list[str] = []
    current = opening
    last = 0
    for line in lines:
        heading = heading_of(line)
        if heading is not None and heading.section in held and _is_contents(held):
            opening += next(reversed(held.values()))
            held, last = {}, 0
        if heading is None or not _starts(heading, held, last):
            current.append(line.strip())
            continue
        last = heading.number or last
        current = held.setdefault(heading.section, [])
        if heading.rest:
            current.append(heading.rest)
    return opening, held


def _is_contents(held: dict[str, list[str]]) -> bool:
    """Whether the headings so far are a table of contents: several of them, nothing below any but the last."""
    return len(held) >= ENOUGH_HEADINGS and not any([*held.values()][:-1])


def _starts(heading: Heading, held: dict[str, list[str]], last: int) -> bool:
    """Whether a heading starts a section: 一、 and 二、 inside section 五 are its parts."""
    if heading.section == OTHER:
        return bool(held) and (heading.number == 0 or heading.number == last + 1)
    return heading.section not in held


def _end_of_report(lines: Sequence[str], start: int) -> int:
    """The first line of a web page's footer, which stands behind the last heading; else the number of lines."""
    end = len(lines)
    for n in range(len(lines) - 1, start, -1):
        heading = heading_of(lines[n])
        if heading is not None and heading.section != OTHER:
            break
        end = n if _is_footer(lines[n]) else end
    return end


def _is_footer(line: str) -> bool:
    """Whether a web page's own lines begin here, or its links to other reports."""
    return len(line) <= LONGEST_FOOTER and (_FOOTER.match(line) is not None or any(titles([line])))


def _signs(line: str) -> bool:
    """Whether a line at the end of a section is a name, a date or a formula (此件公开发布) that signs the report."""
    return bool(signature_date(line) or agency_alone(line) or _FORMULA.fullmatch(without_space(line)))


def _text(lines: Sequence[str]) -> str | None:
    """A section without the web page's footer, the signatures and the dates that end it."""
    kept = list(lines)
    kept = kept[: next((n for n, line in enumerate(kept) if n and _is_footer(line)), len(kept))]
    while len(kept) > 1 and _signs(kept[-1]):
        kept.pop()
    return "\n".join(kept) or None
