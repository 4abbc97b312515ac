"""Markdown with HTML in it, as parsers of documents write it."""

from __future__ import annotations

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
    "a title above": "---\ntitle: 年报\n---\n" + written("{html}"),
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


def test_a_raised_mark_in_a_line_is_no_digit() -> None:
    text = written("{pipes}").replace("| 9676 |", "| 9676<sup>1</sup> |", 1)
    marked = [cell for cell in read(text + "<div></div>").reports[0].cells if "<sup>" in (cell.raw or "")]
    assert [cell.status for cell in marked] == ["unreadable"]
