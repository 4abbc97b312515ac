"""Text taken from pages: their numbers, and what a browser prints around them, stand within tables."""

from __future__ import annotations

import re

import pytest

from extract.pipeline import extract_document
from extract.readers._text.pages import without_counted_lines, without_page_marks
from extract.result import Report
from extract.table.vocabulary import meanings
from extract.texts.headings import heading_of
from tests.builder.grid import Grid
from tests.one_page import PLAIN, REPORT, facts

LINES_OF_PAGE = 15
HEAD = "2024/1/20 15:20      政府信息公开年度报告"


def lines_of(apart: str) -> list[str]:
    """The report as a line a row, its cells so far apart, or a line a cell."""
    lines: list[str] = []
    for block in REPORT.blocks:
        if not isinstance(block, Grid):
            lines.append(block.text)
            continue
        for number in range(block.n_rows):
            row = [box.text.replace("\n", "") for box in block.row(number) if box.row == number]
            lines += apart.join(filter(None, row)).split("\n")
    return lines


def read(text: str) -> Report:
    return extract_document(text.encode(), "a.txt").reports[0]


def paged(lines: list[str], foot: str, head: str = "", feed: str = "\f") -> str:
    pages = [lines[start : start + LINES_OF_PAGE] for start in range(0, len(lines), LINES_OF_PAGE)]
    return "".join(
        f"{feed if number > 1 else ''}{head}\n" + "\n".join(page) + f"\n{foot.format(number)}\n"
        for number, page in enumerate(pages, 1)
    )


@pytest.mark.parametrize("apart", ["  ", " ", "\n"], ids=["wide", "narrow", "lines"])
@pytest.mark.parametrize(
    ("foot", "head"),
    [(" " * 40 + "{}", ""), ("https://www.hongze.gov.cn/2024/a.html      {}/9", HEAD), ("- {} -", "")],
    ids=["number", "browser", "dashes"],
)
def test_what_stands_at_the_edges_of_pages_changes_nothing(apart: str, foot: str, head: str) -> None:
    lines = lines_of(apart)
    report = read(paged(lines, foot, head))
    assert facts(report) == facts(read("\n".join(lines)))
    sure = {fact[:3] for fact in facts(report) if not fact[3]}
    assert len(sure) > len(PLAIN) / 2
    assert sure <= {fact[:3] for fact in PLAIN}


def test_pages_put_together_without_form_feeds() -> None:
    lines = lines_of("  ")
    assert facts(read(paged(lines, "{}", feed=""))) == facts(read("\n".join(lines)))


def test_numbers_that_do_not_count_with_the_pages_stay() -> None:
    assert without_page_marks(["a", "3", "\fb", "4", "\fc", "6"]) == ["a", "3", "\fb", "4", "\fc", "6"]
    assert without_page_marks(["a", "3", "\fb", "4", "\fc", "5"]) == ["a", "\fb", "\fc"]
    assert without_counted_lines(["a", "1", "b", "2", "c", "2"]) == ["a", "1", "b", "2", "c", "2"]


def test_the_day_of_publication_is_no_head_of_pages() -> None:
    assert without_page_marks([HEAD, "正文"]) == [HEAD, "正文"]


def test_a_translation_below_each_label_where_each_cell_is_a_line() -> None:
    lines = [
        f"{line}\nItem of (public) information" if meanings(line) and heading_of(line) is None else line
        for line in lines_of("\n")
    ]
    assert facts(read("\n".join(lines))) == facts(read("\n".join(lines_of("\n"))))


def test_a_year_alone_in_its_line_heads_the_table_below_it() -> None:
    """Last year's numbers stand first, each table's cells in columns."""
    lines = lines_of("   ")
    start = next(n for n, line in enumerate(lines) if line.startswith("三、")) + 1
    end = next(n for n, line in enumerate(lines) if line.startswith("四、") and "结转" not in line)
    own = lines[start:end]
    last = [re.sub(r"(?<=   )\d+", "77", line) for line in own]
    this = int(re.findall(r"20\d\d", lines[0])[0])
    both = [f"{this - 1}年", *last, f"{this}年", *own]
    report = read("\n".join([*lines[:start], *both, *lines[end:]]))
    assert not any(cell.value == 77 and not cell.flags for cell in report.cells)
    assert facts(report) == facts(read("\n".join(lines)))
