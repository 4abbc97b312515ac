"""Rows of a sheet that say whose report it is, and of which year, in several cells → their lines.

填报单位 | 清河县水利局 | 年度 | 2023
清河县水利局2023年政府信息公开工作年度报告 | 返回目录
"""

from __future__ import annotations

from collections.abc import Sequence

from normalize.agency import agency_of_title, agency_reporting
from normalize.number import prints_number
from normalize.year import year_alone, year_of

MOST_BESIDE = 3  # cells beside a title


def naming_lines(texts: Sequence[str]) -> list[str]:
    """A label and what stands behind it are one line; none where the row says something else, too."""
    lines: list[str] = []
    rest = [*texts]
    while rest:
        pair = "：".join(text.strip().rstrip(":：") for text in rest[:2])
        joined = len(rest) > 1 and not _names(rest[0]) and _names(pair)
        lines.append(pair if joined else rest[0])
        rest = rest[2 if joined else 1 :]
    if len(texts) > 1 and all(map(_names, lines)):
        return lines
    title, *beside = texts
    whole = "".join(texts)
    if beside and agency_of_title(whole) == title and year_of(whole):
        return [whole]
    is_title = agency_of_title(title) is not None and 0 < len(beside) <= MOST_BESIDE
    return [*texts] if is_title and not any(map(_is_other, beside)) else []


def _names(line: str) -> bool:
    return agency_reporting(line) is not None or (year_alone(line) is not None and not line.isdecimal())


def _is_other(text: str) -> bool:
    """Whether it may belong to a list of titles, or a table."""
    return prints_number(text) or agency_of_title(text) is not None
