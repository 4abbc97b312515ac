"""A document's running text → the report's title, opening, sections 一、五、六 and closing lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.model import Document
from extract.result import Sections
from normalize.label import squeeze

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
_TITLE = regex.compile(r"(?:政府信息公开|政务公开|信息公开).{0,8}(?:报告|年报)")
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
    """The title line, or up to three lines that make it up, and the number of lines up to its end."""
    for first in range(min(len(lines), 40)):
        for count in (1, 2, 3):
            joined = squeeze("".join(lines[first : first + count]))
            last = squeeze(lines[first + count - 1]) if first + count <= len(lines) else ""
            if len(joined) > LONGEST_TITLE or "。" in joined or not last:
                break
            if _TITLE.search(joined) and (count == 1 or not _TITLE.search(squeeze(lines[first + count - 1]))):
                return joined, first + count
    return None, 0


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
