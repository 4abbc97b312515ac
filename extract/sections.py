"""A document's running text → the report's title, opening, sections 一、五、六 and closing lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.model import Document
from extract.result import Sections
from normalize.agency import agency_of_title
from normalize.label import squeeze
from normalize.year import year_of

_HEADING = regex.compile(r"^[一二三四五六七八九]、")
_NAMES = ("overview", "disclosure", "requests", "disputes", "problems", "other_matters")
_WORDS = {
    "overview": regex.compile(r"^[一二]、(?:总体|概述|概况|基本|政府信息公开工作)"),
    "disclosure": regex.compile(r"^[一二三]、.{0,8}主动公开"),
    "requests": regex.compile(r"^[二三四]、.{0,10}(?:处理|依申请|申请)"),
    "disputes": regex.compile(r"^[三四五]、.{0,12}(?:行政复议|行政诉讼)"),
    "problems": regex.compile(r"^[四五六七]、.{0,12}(?:问题|不足|改进)"),
    "other_matters": regex.compile(r"^[五六七八]、.{0,8}(?:其他|其它)?.{0,6}(?:报告|说明)的?(?:事项|情况)"),
}
# ends the title; a menu entry (政府信息公开年报) ends so too, but gives no year
_TITLE = regex.compile(r"(?:政府信息公开|政务公开|信息公开).{0,12}(?:报告|年报)(?:[(（].{0,10}[)）])?$")
TITLE_LINES = 3  # lines that a title may take
OPENING_LINES = 40  # lines in which it may stand; menus of web pages come first
LONGEST_TITLE = 90  # characters


@dataclass(frozen=True, slots=True)
class Texts:
    """The parts of the running text; `opening` stands between title and section 一, `closing` ends the report."""

    title: str | None
    opening: tuple[str, ...]
    sections: Sections
    closing: tuple[str, ...]
    headings: int


def _section_of(line: str) -> str | None:
    if not _HEADING.match(line) or len(line) > 400:
        return None
    return next((name for name, words in _WORDS.items() if words.match(line)), None)


def _title(lines: Sequence[str]) -> tuple[str | None, int]:
    """The report's title, from one to three lines that give its year, and the number of lines up to its end.

    An agency on the line before it belongs to it. Without a year anywhere, the first line that reads like a title.
    """
    weak: tuple[str | None, int] = (None, 0)
    for end in range(1, min(len(lines), OPENING_LINES) + 1):
        for count in range(1, min(TITLE_LINES, end) + 1):
            joined = _joined(lines[end - count : end])
            if len(joined) > LONGEST_TITLE or "。" in joined:
                break
            if not _TITLE.search(joined):
                continue
            if year_of(joined) is not None:
                return _with_agency(joined, lines[: end - count]), end
            weak = weak if weak[0] else (joined, end)
    return weak


def _joined(lines: Sequence[str]) -> str:
    return squeeze("".join(lines))


def _with_agency(title: str, before: Sequence[str]) -> str:
    if agency_of_title(title) is not None or not before:
        return title
    longer = squeeze(before[-1]) + title
    named = len(longer) <= LONGEST_TITLE and "。" not in longer and agency_of_title(longer) is not None
    return longer if named else title


def read_texts(document: Document) -> Texts:
    """Cut the paragraphs at the headings of the sections."""
    lines = [line for p in document.paragraphs for line in p.text.split("\n") if line.strip()]
    title, start = _title(lines)
    held: dict[str, list[str]] = {}
    opening: list[str] = []
    current: list[str] = opening
    for line in lines[start:]:
        name = _section_of(squeeze(line))
        if name is not None and name not in held:
            current = held[name] = []
            head, mark, rest = line.strip().partition("。")
            if mark and rest.strip():
                current.append(rest.strip())
            elif len(head) > 40:
                current.append(head)
            continue
        current.append(line.strip())
    text = {
        name: "\n".join(held[name]) or None
        for name in ("overview", "problems", "other_matters")
        if name in held
    }
    return Texts(
        title,
        tuple(opening[:12]),
        Sections(text.get("overview"), text.get("problems"), text.get("other_matters")),
        tuple(lines[-6:]),
        len(held),
    )
