"""Text and web pages of known reports, damaged line by line or tag by tag: no number is read for another cell's without a doubt."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from tests.builder.__main__ import WRITERS, page_of
from tests.builder.labels import damage

PAGE_MARKS = ("— 3 —", "第3页 共5页", "第 3 页", "\f")
LINES_BETWEEN = ("", "政府信息公开工作年度报告", "单位：件", *PAGE_MARKS)
_TABLES = re.compile("主动公开(?:政府信息)?情况")
_WITHIN_NUMBER = re.compile("[0-9０-９.,，]{2}")
_CELL = re.compile(r"<t[dh][^>]*>.*?</t[dh]>", re.DOTALL)
_ROW = re.compile(r"<tr[^>]*>.*?</tr>", re.DOTALL)
_SPAN = re.compile(r'(row|col)span="?(\d+)"?')

Spoiler = Callable[[str, random.Random], str]


def _at_a_line(change: Callable[[list[str], int, random.Random], list[str]]) -> Spoiler:
    """Puts other lines in place of the one at a random place of the tables and the one behind it."""

    def spoil(text: str, rng: random.Random) -> str:
        lines = text.split("\n")
        first = next((n for n, line in enumerate(lines) if _TABLES.search(line)), 0)
        at = rng.randrange(first, len(lines) - 1)
        return "\n".join((*lines[:at], *change(lines, at, rng), *lines[at + 2 :]))

    return spoil


@_at_a_line
def line_between(lines: list[str], at: int, rng: random.Random) -> list[str]:
    return [lines[at], rng.choice(LINES_BETWEEN), lines[at + 1]]


@_at_a_line
def line_broken(lines: list[str], at: int, rng: random.Random) -> list[str]:
    cut = rng.randint(0, len(lines[at]))
    in_a_number = _WITHIN_NUMBER.fullmatch(lines[at][max(cut - 1, 0) : cut + 1])
    return lines[at : at + 2] if in_a_number else [lines[at][:cut], lines[at][cut:], lines[at + 1]]


@_at_a_line
def lines_joined(lines: list[str], at: int, rng: random.Random) -> list[str]:
    return [rng.choice(("", " ", "\t")).join(lines[at : at + 2])]


@_at_a_line
def label_damaged(lines: list[str], at: int, rng: random.Random) -> list[str]:
    has_number = any(map(str.isdigit, lines[at]))
    return [lines[at] if has_number else damage(lines[at], rng), lines[at + 1]]


def edges_stripped(text: str, rng: random.Random) -> str:
    strip = rng.choice((str.strip, str.lstrip, str.rstrip))
    return "\n".join(map(strip, text.split("\n")))


def blank_lines_lost(text: str, rng: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def _at_a_tag(pattern: re.Pattern[str], change: Callable[[re.Match[str], random.Random], str]) -> Spoiler:
    def spoil(page: str, rng: random.Random) -> str:
        found = [*pattern.finditer(page)]
        at = rng.choice(found) if found else None
        return page if at is None else page[: at.start()] + change(at, rng) + page[at.end() :]

    return spoil


SPOILERS: dict[str, tuple[Spoiler, ...]] = {
    "text": (line_between, line_broken, lines_joined, label_damaged, edges_stripped, blank_lines_lost),
    "html": (
        _at_a_tag(_SPAN, lambda at, rng: f'{at[1]}span="{max(0, int(at[2]) + rng.choice((-1, 1)))}"'),
        _at_a_tag(_SPAN, lambda at, rng: ""),
        _at_a_tag(_CELL, lambda at, rng: ""),
        _at_a_tag(_CELL, lambda at, rng: f"<td></td>{at[0]}"),
        _at_a_tag(_CELL, lambda at, rng: f'<td style="display:none">77</td>{at[0]}'),
        _at_a_tag(_ROW, lambda at, rng: ""),
        _at_a_tag(_ROW, lambda at, rng: at[0] * 2),
        _at_a_tag(_ROW, lambda at, rng: f"{at[0]}</table><p>续表</p><table>"),
        _at_a_tag(re.compile("</t[dhr]>"), lambda at, rng: ""),
        _at_a_tag(re.compile(r"</t[dh]>\s*<t[dh][^>]*>"), lambda at, rng: " "),
    ),
}
SPOILERS["columns"] = SPOILERS["text"]
# two rows in one line look like a row with a blank, and the bars of other rows then stand for blanks, too
SPOILERS["dump"] = tuple(spoil for spoil in SPOILERS["text"] if spoil is not lines_joined)


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("kind", sorted(SPOILERS))
@pytest.mark.parametrize("seeds", [range(6_880_000, 6_880_020), range(6_880_020, 6_880_040)])
def test_no_number_is_anothers_without_a_doubt(seeds: range, kind: str, form: str) -> None:
    write, extension = WRITERS[kind]
    for seed in seeds:
        page = page_of(seed, form)
        page = replace(page, mess=replace(page.mess, encoding="utf-8"))
        rng = random.Random(seed)
        text = write(page).decode()
        for spoil in rng.choices(SPOILERS[kind], k=rng.randint(1, 3)):
            text = spoil(text, rng)
        true = {cell.key: cell.value for cell in page.truth}
        for report in extract_document(text.encode(), f"a.{extension}").reports:
            for cell in report.cells:
                if cell.status == "reported" and not cell.flags:
                    key = (cell.section, cell.item, cell.category)
                    assert true.get(key) == cell.value, (seed, key, cell.raw)
