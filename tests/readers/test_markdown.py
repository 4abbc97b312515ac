"""Markdown with HTML in it, as parsers of documents write it."""

from __future__ import annotations

import re

import pytest

from extract.pipeline import extract_document
from extract.result import ReportResult
from tests.one_page import PAGE, PLAIN, facts, written

WAYS = {
    "MinerU": written("<html><body>{html}</body></html>"),
    "no heading marked": written("{html}", heading="{}"),
    "pandoc": written("{html}", heading="**{}**"),
    "pipes in a div": "<div class='TRS_Editor'>\n\n"
    + written("{pipes}", heading="<span>**{}**</span>")
    + "\n</div>\n",
    "marker": "<span id='page-0-1'></span>\n\n"
    + re.sub(r"(?<=自然)人|(?<=现行有效)件数", r"<br>\g<0>", written("{pipes}")),
    "paragraphs in cells": "<p align='center'></p>\n\n"
    + re.sub(r"(?<=\| )(\d+)(?= \|)", r"<p>\1</p>", written("{pipes}")),
    "a title above": "---\ntitle: 年报\n---\n" + written("{html}"),
    "a rule above and below": "---\n" + written("{html}").replace("\n\n", "\n\n---\n\n", 1),
    "a table in a cell": written("{html}").replace(
        "<td>信息内容</td>", "<td><table><tr><td>信息内容</td></tr></table></td>"
    ),
}


def read(text: str) -> ReportResult:
    return extract_document(text.encode(), "a.md")


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_every_cell_and_whose_report_it_is(text: str) -> None:
    result = read(text)
    report, page = result.reports[0], extract_document(PAGE.encode(), "a.html").reports[0]
    assert result.format == "markdown"
    assert [fact[:3] for fact in facts(report)] == [fact[:3] for fact in PLAIN]
    assert report.identity == page.identity
    assert report.sections == page.sections


@pytest.mark.parametrize(
    "more",
    [
        "<span style='display:none'>7</span>",
        "<font color=white>7</font>",
        "<span style='text-decoration:line-through'>7</span>",
        "<span style='vertical-align:super'>7</span>",
        "<span style='color: transparent'>7</span>",
    ],
)
def test_what_a_tag_may_hide_is_no_digit(more: str) -> None:
    text = written("{pipes}").replace("| 9676 |", f"| 9676{more} |", 1)
    marked = [cell for cell in read(text + "<div></div>").reports[0].cells if "7<" in (cell.raw or "")]
    assert all(cell.value is None for cell in marked)
    assert not any(cell.value == 96767 for cell in read(text + "<div></div>").reports[0].cells)


@pytest.mark.parametrize("cell", ["<p>96</p><p>76</p>", "96<br><br>76", "96 <br/> 76", "<div>96</div>76"])
def test_two_lines_of_a_cell_are_no_number(cell: str) -> None:
    text = written("{pipes}").replace("| 9676 |", f"| {cell} |", 1)
    parted = [cell for cell in read(text + "<div></div>").reports[0].cells if cell.raw == "96\n76"]
    assert [cell.status for cell in parted] == ["unreadable"]


def test_a_raised_mark_in_a_line_is_no_digit() -> None:
    text = written("{pipes}").replace("| 9676 |", "| 9676<sup>1</sup> |", 1)
    marked = [cell for cell in read(text + "<div></div>").reports[0].cells if "<sup>" in (cell.raw or "")]
    assert [cell.status for cell in marked] == ["unreadable"]
